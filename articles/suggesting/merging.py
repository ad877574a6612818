"""One fact told twice, suggested once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.suggesting.drafts import Draft

_WORD = re.compile(r"[a-z]{5,}")
_COMMON = frozenset(
    {"their", "about", "which", "would", "could", "should", "there",
     "these", "those", "after", "before", "countries", "country", "government",
     "president", "minister", "foreign", "state", "states", "united", "officials",
     "official", "between", "against", "agreed", "signed", "agreement", "talks",
     "meeting", "today"}
)  # fmt: skip
_DONE = frozenset({"held", "signed", "completed", "imposed", "delivered", "in_force", "made"})
_OPEN = frozenset({"underway", "planned", "proposed", "announced", "agreed"})
_TIES = frozenset({"ties_established", "mission_opened"})
_ONE_PER_PAIR = frozenset({"visit_or_meeting"})


def topic(text: str) -> frozenset[str]:
    """Return the words of a passage that say what it is about."""
    return frozenset(word[:7] for word in _WORD.findall(text.lower()) if word not in _COMMON)


def merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without those that tell a fact again, in text order."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((other for other in kept if is_same(other, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            _take_over(twin, draft)
    _date_visits(kept)
    return kept


def _date_visits(kept: Sequence[Draft]) -> None:
    """Give a meeting without a date that of another one on the same visit."""
    dated = [draft for draft in kept if draft.kind == "visit_or_meeting" and draft.date]
    for draft in kept:
        if draft.kind != "visit_or_meeting" or draft.date or not _has_host(draft):
            continue
        for other in dated:
            if other.parties == draft.parties and other.status == draft.status:
                draft.date, draft.date_basis = other.date, "context"
                break


def is_same(first: Draft, second: Draft) -> bool:
    """Whether two drafts, in text order, tell one fact."""
    if first.kind != second.kind or not first.codes() & second.codes():
        return False
    if first.kind == "statement":
        return _same_statement(first, second)
    if first.codes() != second.codes():
        return False
    if _aims(first) != _aims(second):
        return False
    if first.kind == "agreement" and _is_one_text(first, second):
        return True
    if first.date and second.date and not _compatible(first.date, second.date):
        return False
    if first.kind in _ONE_PER_PAIR:
        return _same_meeting(first, second)
    if first.amount and second.amount and first.amount.reported != second.amount.reported:
        return False
    if first.kind == "aid" and not (second.amount or second.quantity):
        return True
    if first.kind == "arms_transfer":
        return not (first.weapon and second.weapon) or bool(
            topic(first.weapon.designation) & topic(second.weapon.designation)
        )
    shared = first.words & second.words
    if {first.subtype, second.subtype} <= _TIES and second.passage - first.passage <= 3:
        return True
    if first.subtype == second.subtype and first.kind in ("sanction", "diplomatic_action"):
        is_near = first.subtype != "other" and second.passage - first.passage <= 3
        return first.status == second.status or len(shared) >= 2 or is_near
    smaller = min(len(first.words), len(second.words)) or 1
    return first.rule == second.rule and len(shared) / smaller >= 0.34


def _same_weapon(first: Draft, second: Draft) -> bool:
    if first.weapon is None or second.weapon is None:
        return True
    return bool(topic(first.weapon.designation) & topic(second.weapon.designation))


def _is_one_text(first: Draft, second: Draft) -> bool:
    """Whether "the accord" or a signing goes on about an agreement told of just before."""
    gap = second.passage - first.passage
    if second.is_definite:
        return True
    is_signed_now = gap <= 2 and first.status in _OPEN and second.status not in _OPEN
    return is_signed_now and bool(first.words & second.words)


def _same_statement(first: Draft, second: Draft) -> bool:
    if not _same_speaker(first, second):
        return False
    gap = second.passage - first.passage
    if gap == 0:
        return first.codes() == second.codes() or bool(first.quote) == bool(second.quote)
    if second.is_continued:
        return gap == 1
    if first.codes() != second.codes():
        return False
    if not (first.quote or second.quote) and first.stances == second.stances:
        is_state = first.speaker is not None and not first.speaker.name
        if is_state and second.speaker is not None and not second.speaker.name:
            return True
    shared = first.words & second.words
    return len(shared) / (min(len(first.words), len(second.words)) or 1) >= 0.5


def _aims(draft: Draft) -> frozenset[str]:
    """Return who acts on the others, where one side does."""
    if not {party.role for party in draft.parties} & {"target", "recipient"}:
        return frozenset()
    return frozenset(party.code for party in draft.parties if party.role in ("party", "supplier"))


def _same_speaker(first: Draft, second: Draft) -> bool:
    if first.speaker is None or second.speaker is None:
        return True
    if first.speaker.code != second.speaker.code:
        return False
    return _who(first) == _who(second) or not second.speaker.name


def _who(draft: Draft) -> str:
    speaker = draft.speaker
    if speaker is None:
        return ""
    return (speaker.name.split()[-1] if speaker.name else "") or speaker.code


def _same_meeting(first: Draft, second: Draft) -> bool:
    """Whether no country sends somebody else, and nobody else is the host."""
    hosts = {party.code for draft in (first, second) for party in draft.parties
             if party.role == "host"}  # fmt: skip
    if len(hosts) > 1:
        return False
    left, right = _sent(first), _sent(second)
    shared = left.keys() & right.keys()
    others = [code for code in shared if left[code] != right[code]]
    # On one stay several are met: the talks held, and those planned with somebody else.
    return not others or (first.status != second.status and len(others) < len(shared))


def _sent(draft: Draft) -> dict[str, str]:
    """Return whom each country sends, by surname."""
    return {person.code: person.name.split()[-1] for person in draft.persons if person.name}


def _compatible(first: str, second: str) -> bool:
    return all(
        one == other or "X" in (one, other) for one, other in zip(first, second, strict=False)
    )


def _take_over(twin: Draft, draft: Draft) -> None:
    """Let the first telling keep its passage and take what only the other one has."""
    if not twin.date and draft.date and twin.status == draft.status:
        twin.date, twin.date_basis = draft.date, "context"
    twin.amount = twin.amount or draft.amount
    twin.quantity = twin.quantity or draft.quantity
    twin.weapon = twin.weapon or draft.weapon
    twin.asserted_by = twin.asserted_by or draft.asserted_by
    twin.persons = twin.persons or draft.persons
    if twin.kind == "statement":
        if draft.quote and not twin.quote:
            twin.quote, twin.passage = draft.quote, draft.passage
            if twin.rule == "reported speech" or twin.codes() == draft.codes():
                twin.start, twin.end = draft.start, draft.end
                twin.parties, twin.stances = draft.parties, draft.stances
        elif draft.is_continued:
            twin.passage = draft.passage
        if {stance for _, stance in twin.stances} == {"neutral"} and not twin.quote:
            attitude = next((stance for _, stance in draft.stances), "neutral")
            twin.stances = tuple((code, attitude) for code, _ in twin.stances)
            twin.act = draft.act
        return
    if draft.kind == "visit_or_meeting":
        roles = {party.role for party in twin.parties}
        is_same_visit = twin.status == draft.status
        if (
            is_same_visit
            and "host" not in roles
            and "host" in {party.role for party in draft.parties}
        ):
            twin.parties = draft.parties
    if twin.status not in _DONE and draft.status in _DONE:
        twin.status = draft.status


def _has_host(draft: Draft) -> bool:
    return any(party.role == "host" for party in draft.parties)
