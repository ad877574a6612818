"""Who acts in a verb and whom it is done to, by where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.suggesting.references import Reference

_SUBJECT_BEFORE = re.compile(
    r"(?:^|[,;:.\"'(-]|\b(?:that|and|but|or|nor|while|when|after|before|as|because|if|since|"
    r"although|"
    r"though|until|how|why|where|whether|said|says|say|claims?|claimed|the|\w+ly|meanwhile|"
    r"visiting|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|reports?|reported|believes?|noted|"
    r"announced|added|than|what|which|hope|hopes|also|with|month|week|year|ago|today|yesterday|"
    r"fears?|alleged|confirmed|told <A>|by saying|stated|warned|declared|days|hours|insisted|"
    r"former|current|an?|two|three|four|five|six|ten|several|some|many|most|\d+|tonight|then|"
    r"here|last|earlier|agreed|denied|for|by))\s*$"
)
_NO_SUBJECT_BEFORE = re.compile(
    r"\b(?:of|in|against|to|from|on|at|between|over|about|near|into|like|toward|towards|through|"
    r"among|across|within|including|without|under|around|behind|beside|under)\s(?:the\s|"
    r"neighboring\s"
    r"|neighbouring\s|visiting\s|an?\s)?$"
)
_RELATIVE = re.compile(r"(?:,\s)?\b(?:who|which|that)\s(?:\w+\s){0,2}$")
_AUX = frozenset(
    {"has", "have", "had", "will", "would", "also", "not", "been", "be",
     "could", "may", "might", "should", "can", "cannot", "must", "is", "are",
     "was", "were", "again", "then", "later", "who", "which", "that", "does",
     "did", "do", "to", "and", "or", "but", "still", "even", "now",
     "once", "twice"}
)  # fmt: skip
_PLAN = re.compile(
    r"(?P<a>[\ue000-\ue7ff])(?:'s?)? (?:[a-z-]+ ){0,2}(?:plans?|decision|intention|efforts?|"
    r"attempts?|"
    r"bid|proposal|offer|threats?|moves?|pledge|promise|refusal|willingness|desire|commitment|vow|"
    r"campaign|ability|request) to $"
)
_THING = re.compile(
    r"^(?:'s?)? (?:[a-z-]+ |[\uec00-\uefff] ){1,2}(?:ha[sd] |have |will |\w+ly |"
    r"was |were )*$"
)
_WHO = re.compile(r"[a-z] who (?:\w+ ){0,2}$")
_BREAK = re.compile(
    r"[;:]|\. |, (?:but|while|although|though|whereas)\b| while |, after | after | because | amid "
)


def is_verbal(between: str) -> bool:
    """Whether the words between actor and a word like "attack" leave it a verb."""
    if between.endswith(" to "):
        return True
    between = re.split(r",| and ", between)[-1]
    return all(word in _AUX or word.endswith("ly") for word in between.split())


def subject_of(
    text: str,
    at: int,
    spots: Sequence[tuple[int, Reference]],
    skip: int | None = None,
    other: Reference | None = None,
) -> tuple[int, Reference] | None:
    """Return whoever acts in the verb at this position: the nearest before it that can."""
    before = [spot for spot in spots if spot[0] < at and spot[0] != skip]
    if _WHO.search(text, max(0, at - 40), at) and not (relative_to(text, at, before)):
        return None
    plan = _PLAN.search(text, max(0, at - 70), at)
    if plan:
        return next((spot for spot in before if spot[0] == plan.start("a")), None)
    if relative_to(text, at, before):
        return before[-1]
    fallback = None
    for position, reference in reversed(before):
        if not reference.is_actor or (other is not None and other.codes == reference.codes):
            continue
        lead = text[max(0, position - 40) : position]
        if text.startswith("'s", position + 1) or text[position + 1 : position + 2] == "-":
            continue
        if _NO_SUBJECT_BEFORE.search(lead):
            continue
        if ";" in text[position:at]:
            break
        if _SUBJECT_BEFORE.search(lead) or not lead:
            return position, reference
        if fallback is None and at - position < 60:
            fallback = (position, reference)
    return fallback


def relative_to(text: str, at: int, before: Sequence[tuple[int, Reference]]) -> bool:
    """Whether a "who" or "which" before the verb means the reference right before it."""
    relative = _RELATIVE.search(text, max(0, at - 40), at)
    return bool(relative and before and relative.start() - before[-1][0] <= 2)


def qualifying(
    text: str, at: int, spots: Sequence[tuple[int, Reference]]
) -> tuple[int, Reference] | None:
    """Return the adjective of what acts: "a Syrian missile shot down"."""
    for position, reference in reversed(spots):
        if position < at and reference.form == "adjective":
            if _THING.match(text[position + 1 : at]):
                return position, reference
            return None
    return None


def object_of(
    text: str,
    at: int,
    spots: Sequence[tuple[int, Reference]],
    prepositions: Sequence[str],
    actor: Reference | None,
) -> tuple[int, Reference] | None:
    """Return the other party: after one of the prepositions, within the clause."""
    stop = _BREAK.search(text, at)
    limit = stop.start() if stop else len(text)
    following = [
        spot for spot in spots if at <= spot[0] < limit and (not actor or spot[1] is not actor)
    ]
    for preposition in prepositions:
        if preposition == "next":
            usable = [spot for spot in following if spot[0] - at < 90]
            if usable:
                return usable[0]
            continue
        said = re.compile(
            rf"\b{preposition} (?:the |its |neighboring |neighbouring |their |his |a |all |some |"
            rf"\w+ and |[\w-]+ ){{0,3}}$"
        )
        for position, reference in following:
            if said.search(text[max(at - 12, 0) : position][-48:]):
                return position, reference
    return None
