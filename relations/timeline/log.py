"""The public log: every act that readers may see, newest first, by the sequencer's positions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from relations.models import Change, Country, PairFact, Participant
from relations.pairs import InvalidPair, Pair
from relations.timeline.alterations import Alteration, alterations
from relations.timeline.filters import Problem
from relations.timeline.given import Given

ACT_WORDS = {
    "published": "Published",
    "corrected": "Corrected",
    "retracted": "Withdrawn",
    "merged": "Merged",
    "unmerged": "Parted again",
    "second_read": "Second-read",
}
"""The acts that readers see, and how each is called."""
ACTS = tuple(ACT_WORDS)
PARAMETERS = ("act", "pair", "country", "cursor")
LIMIT = 50


@dataclass(frozen=True, slots=True)
class LogQuestion:
    """Which acts: of these names, on facts of a pair or a country, before a position."""

    acts: tuple[str, ...] = ()
    pair: Pair | None = None
    country: str = ""
    before: int | None = None
    given: tuple[tuple[str, str], ...] = ()

    def query(self, **changes: str | None) -> list[tuple[str, str]]:
        """Return the parameters of the canonical address; the cursor only where it is given."""
        kept = [(n, v) for n, v in self.given if n not in changes and n != "cursor"]
        kept += [(name, value) for name, value in changes.items() if value]
        return sorted(kept, key=lambda each: PARAMETERS.index(each[0]))


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One public act. headline: as the act left it. alterations: empty for what was withdrawn
    since, and for acts that are no correction. merged_into: the survivor, for a merged fact."""

    position: int
    act: str
    fact: int
    revision: int
    known_at: datetime
    reason: str
    headline: str
    publication: str
    merged_into: int | None
    alterations: list[Alteration]

    @property
    def is_withdrawn(self) -> bool:
        return self.publication == "retracted"


@dataclass(frozen=True, slots=True)
class LogPage:
    lines: list[ChangeLine]
    next: str
    withheld: int


_CURSOR = re.compile(r"n(\d{1,18})", re.ASCII)


def read_log_question(
    parameters: Iterable[tuple[str, str]], *, pair: Pair | None = None
) -> tuple[LogQuestion, list[Problem]]:
    """Read an address; return what could be read and what could not. One query for each of a
    pair and a country.

    pair: the pair of a page of its own, where the address takes none.
    """
    allowed = [name for name in PARAMETERS if pair is None or name in ("act", "cursor")]
    given = Given(parameters, allowed)
    question = LogQuestion(acts=given.several("act", ACTS), pair=pair)
    if text := given.one("pair"):
        question = replace(question, pair=_known_pair(given, text))
    if text := given.one("country"):
        if Country.objects.filter(pk=text.upper()).exists():
            question = replace(question, country=text.upper())
        else:
            given.drop("country", text, f"No country has the code {text}.")
    if text := given.one("cursor"):
        if read := _CURSOR.fullmatch(text):
            question = replace(question, before=int(read[1]))
        else:
            given.drop("cursor", text, "This cursor is not one that the log handed out.")
    return replace(question, given=given.address()), given.problems


def _known_pair(given: Given, text: str) -> Pair | None:
    try:
        asked = Pair.parse(text)
    except InvalidPair as invalid:
        given.drop("pair", text, f"{invalid}.")
        return None
    both = (asked.low, asked.high)
    found = set(Country.objects.filter(pk__in=both).values_list("pk", flat=True))
    if missing := [code for code in both if code not in found]:
        given.drop("pair", text, f"No country has the code {missing[0]}.")
        return None
    return asked


def log(
    question: LogQuestion, *, limit: int = LIMIT, redistributable_only: bool = False
) -> LogPage:
    """Return a page of the public log, newest first. Two queries at most.

    redistributable_only: without acts on facts whose text may not leave; `withheld` says how many
    of them stand between the lines of this page.
    """
    rows = _public().filter(**_of(question.acts))
    if question.pair is not None:
        rows = rows.filter(_in_pairs([question.pair]))
    if question.country:
        members = Participant.objects.filter(fact=OuterRef("fact"), country=question.country)
        rows = rows.filter(Exists(members))
    if question.before is not None:
        rows = rows.filter(position__lt=question.before)
    shown = rows.filter(fact__is_redistributable=True) if redistributable_only else rows
    found = _values(shown.order_by("-position")[: limit + 1])
    has_more, found = len(found) > limit, found[:limit]
    withheld = 0
    if redistributable_only:
        within = rows.filter(fact__is_redistributable=False)
        if has_more:
            within = within.filter(position__gt=found[-1]["position"])
        withheld = within.count()
    return LogPage(
        [line_of(row) for row in found],
        f"n{found[-1]['position']}" if has_more else "",
        withheld,
    )


def _of(acts: Sequence[str]) -> dict[str, Any]:
    return {"act__in": acts or ACTS}


def _public() -> Any:
    """Numbered acts on facts that were public before or after."""
    return Change.objects.filter(is_public=True, position__isnull=False, fact__isnull=False)


def _in_pairs(pairs: Sequence[Pair]) -> Exists:
    places = Q()
    for pair in pairs:
        places |= Q(low=pair.low, high=pair.high)
    return Exists(PairFact.objects.filter(places, fact=OuterRef("fact")))


def _values(rows: Any) -> list[dict[str, Any]]:
    return list(
        rows.values(
            "position", "act", "fact_id", "revision", "known_at", "reason", "before", "after",
            "fact__headline", "fact__publication", "fact__merged_into_id",
        )
    )  # fmt: skip


def changes_since(pairs: Sequence[Pair], start: datetime, *, limit: int) -> list[ChangeLine]:
    """Return the public acts on some pairs' facts since a moment, newest first. One query."""
    if not pairs:
        return []
    rows = _public().filter(_in_pairs(pairs), known_at__gte=start, act__in=ACTS)
    return [line_of(row) for row in _values(rows.order_by("-position")[:limit])]


def line_of(row: dict[str, Any]) -> ChangeLine:
    after = row["after"] or {}
    is_shown = row["act"] == Change.Act.CORRECTED and row["fact__publication"] != "retracted"
    return ChangeLine(
        position=row["position"],
        act=row["act"],
        fact=row["fact_id"],
        revision=row["revision"] or 0,
        known_at=row["known_at"],
        reason=row["reason"],
        headline=after.get("headline") or row["fact__headline"],
        publication=row["fact__publication"],
        merged_into=row["fact__merged_into_id"],
        alterations=alterations(row["before"], after) if is_shown else [],
    )
