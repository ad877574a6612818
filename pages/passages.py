"""A quotation inside its sentence: marked from its offsets, never from stored markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from relations.models import Claim, Fact

_END = re.compile(r"[.!?…。؟۔]['”’\")\]]*\s|\n")
MOST = 400
"""So many letters of context on each side at most."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim as a page shows it: the words before, the quotation, the words after."""

    claim: Claim
    before: str
    quotation: str
    after: str
    asserted_by: str


def in_context(fact: Fact) -> list[Evidence]:
    """Return a fact's accepted claims, each quotation with what is around it. One query.

    Context is given where we hold the text: the rest of its sentence and one on each side; where
    the source keeps its rights, the sentence alone.
    """
    claims = (
        fact.claims.accepted()
        .select_related(
            "source__publisher", "version", "asserted_by_country", "asserted_by_person",
            "asserted_by_body",
        )
        .order_by("id")[:200]
    )  # fmt: skip
    told: dict[tuple[object, ...], Evidence] = {}
    for claim in claims:
        # One passage that several assert is shown once, with all of them.
        key = (claim.source_id, claim.field, claim.quotation, claim.dataset_row, claim.polarity)
        each = _evidence(claim)
        if key in told and each.asserted_by:
            voices = dict.fromkeys([told[key].asserted_by, each.asserted_by])
            each = replace(told[key], asserted_by=", ".join(voice for voice in voices if voice))
        told[key] = each
    return list(told.values())


def _evidence(claim: Claim) -> Evidence:
    before = after = ""
    if claim.version is not None and claim.start is not None and claim.end is not None:
        sentences = 2 if claim.source.licence else 1
        before = lead(claim.version.text, claim.start, sentences)
        after = tail(claim.version.text, claim.end, sentences)
    voice = claim.asserted_by_person or claim.asserted_by_body or claim.asserted_by_country
    return Evidence(
        claim, before, claim.quotation, after, str(voice or claim.asserted_by_words or "")
    )


def lead(text: str, start: int, sentences: int) -> str:
    """Return the words before a place back to the beginning of so many sentences."""
    window = text[max(0, start - MOST) : start]
    ends = [found.end() for found in _END.finditer(window)]
    cut = ends[-sentences] if len(ends) >= sentences else 0
    said = window[cut:].lstrip()
    return f"… {said}" if cut == 0 and start > MOST and said else said


def tail(text: str, end: int, sentences: int) -> str:
    """Return the words after a place to the end of so many sentences."""
    window = text[end : end + MOST]
    if text[max(0, end - 2) : end].rstrip().endswith((".", "!", "?", "…")):
        sentences -= 1
    ends = [found.end() for found in _END.finditer(window)]
    if sentences <= 0:
        return ""
    if len(ends) >= sentences:
        return window[: ends[sentences - 1]].rstrip()
    return window.rstrip() + (" …" if end + MOST < len(text) else "")
