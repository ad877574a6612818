"""Frames: what a verb or a noun with its states makes a fact, and the reader of a table of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.mentions.names import Names
from articles.suggesting.masking import Masked, compile_frame
from articles.suggesting.reading import Passage
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
# Verbs that are nouns after an article or a possessive: "a raid", "Russia's visit".
_AMBIGUOUS = re.compile(
    r"(?:attacks?|raids?|strikes?|visit(?:s|ing)?|supports?|releases?|arrests?|bans?|transfers?|"
    r"exports?|"
    r"imports?|suppl(?:y|ies)|orders?|protests?|demands?|calls?|recalls?|fears?|loans?|grants?|"
    r"cuts?|"
    r"halts?|purchases?|bombs?|tours?|claims?|praise|threat|kills?|captures?|backs?|worries|"
    r"suspects?|"
    r"warning|condemns?|bombing|shelling|killing|sanctions?|embargo|return|welcome|"
    r"defen[sc]e|challenges?|crossing|blockade|occupation)$"
)
_NOMINAL = re.compile(
    r"(?:\b(?:an?|the|this|that|these|its|their|his|her|any|such|of|new|first|deadly|recent|"
    r"another|"
    r"for|under|by|over|previous|possible|military|joint|air|terrorist|public|full|economic|about|"
    r"against|in|on|with|from|after|state)|[\ue400-\ue7ff]|'s?) $"
)
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
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|got)(?: \w+ly| also| not| been| recently| again)* $"
)
_BY = re.compile(r"^[^;:]{0,60}?\bby (?:the |visiting )*(?P<by>[\ue000-\ue3ff])")


@dataclass(frozen=True, slots=True)
class Frame:
    """A pattern over a masked sentence, and what it makes of those it finds.

    pattern: group `t` is the trigger; `a` acts, `b` is acted on or the other party, `g` is both.
    actor, other: their roles. status: where tense and mood say nothing else.
    find_a: look for the actor before the trigger where the pattern has none.
    find_b: prepositions before the other party, or "next" for whoever comes next.
    alone: a fact even with one state. is_mutual: both parties may stand before the verb.
    """

    name: str
    kind: str
    pattern: re.Pattern[str]
    actor: str = "party"
    other: str = "target"
    status: str = ""
    subtype: str = ""
    find_a: bool = True
    find_b: tuple[str, ...] = ()
    alone: bool = False
    is_mutual: bool = False
    can_be_passive: bool = False
    rank: int = 5
    needs_person: bool = False
    other_words: str = ""
    is_other_before: bool = False
    actor_words: str = ""
    actor_not: str = ""


@dataclass(slots=True)
class Match:
    """A frame found in a sentence; `start` and `end` are masked positions of its words."""

    frame: Frame
    start: int
    end: int
    trigger: tuple[int, int]
    actor: Reference | None
    other: Reference | None
    aux: str
    words: re.Match[str]
    actor_at: int = -1
    other_at: int = -1
    codes: tuple[str, ...] = ()


def frame(name: str, kind: str, pattern: str, **options: object) -> Frame:
    """Build a frame from a pattern with <A> and the like."""
    return Frame(name, kind, compile_frame(pattern), **options)  # type: ignore[arg-type]


def find(
    frames: Sequence[Frame], passage: Passage, names: Names, lead: Reference | None = None
) -> Iterator[Match]:
    """Yield what the frames find in a sentence; `lead` is the actor of the list it stands in."""
    masked = passage.masked
    if not any("\ue000" <= char < "\uec00" for char in masked.text) and lead is None:
        return
    spots = masked.positions()
    for candidate in frames:
        for words in candidate.pattern.finditer(masked.text):
            match = _bind(candidate, words, masked, spots, names, lead)
            if match is not None:
                yield match


def _bind(
    candidate: Frame,
    words: re.Match[str],
    masked: Masked,
    spots: list[tuple[int, Reference]],
    names: Names,
    lead: Reference | None,
) -> Match | None:
    groups = words.groupdict()
    trigger = words.span("t") if groups.get("t") is not None else words.span()
    match = Match(candidate, *words.span(), trigger, None, None, "", words)
    if groups.get("g"):
        match.actor_at = words.start("g")
        match.actor = masked.reference(groups["g"])
        match.codes = _states(names, match.actor)
    else:
        _bind_sides(match, groups, masked, spots)
    if match.actor is None and lead is not None and candidate.find_a:
        match.actor = lead
    if not match.codes:
        match.codes = _states(names, match.actor, match.other)
    begin = match.actor_at + 1 if 0 <= match.actor_at < trigger[0] else max(0, trigger[0] - 45)
    match.aux = masked.text[begin : trigger[0]]
    if not _fits(candidate, masked, match):
        return None
    is_found = match.actor is not None or groups.get("g") or candidate.is_other_before
    if candidate.find_a and not is_found and not candidate.alone:
        return None
    both = match.actor is not None and match.other is not None
    if not match.codes or (len(match.codes) < 2 and not candidate.alone):
        return None
    if both and not _states(names, match.actor) and not candidate.alone:
        return None
    return match


def _bind_sides(
    match: Match,
    groups: dict[str, str | None],
    masked: Masked,
    spots: list[tuple[int, Reference]],
) -> None:
    candidate, words = match.frame, match.words
    start, end = match.trigger
    if groups.get("a"):
        match.actor_at, match.actor = words.start("a"), masked.reference(str(groups["a"]))
    if groups.get("b"):
        match.other_at, match.other = words.start("b"), masked.reference(str(groups["b"]))
    said = masked.text[start:end]
    is_noun = match.actor is None and bool(_AMBIGUOUS.match(said))
    if is_noun and _NOMINAL.search(masked.text[:start]):
        match.other = None
        return
    may = candidate.can_be_passive and not re.match(r"\w+ing\b", said)
    is_by = said.endswith("ed") and masked.text.startswith(" by ", end)
    passive = may and (is_by or _PASSIVE.search(masked.text[:start]))
    if passive and match.actor is None:
        match.other_at, match.other = -1, None
        subject = subject_of(masked.text, start, spots) or _qualifying(masked.text, start, spots)
        if subject is not None:
            match.other_at, match.other = subject
        by = _BY.match(masked.text[end:])
        if by:
            match.actor_at = end + by.start("by")
            match.actor = masked.reference(by["by"])
        return
    if candidate.is_other_before:
        subject = subject_of(masked.text, start, spots)
        if subject is not None:
            match.other_at, match.other = subject
        return
    if match.actor is None and candidate.find_a:
        skip = match.other_at if match.other_at >= 0 else None
        subject = subject_of(masked.text, start, spots, skip, match.other)
        subject = subject or _qualifying(masked.text, start, spots)
        if subject is not None:
            match.actor_at, match.actor = subject
        if is_noun and not _is_verbal(masked.text[match.actor_at + 1 : start]):
            match.actor = match.other = None
            return
    is_pair = match.actor is not None and len(match.actor.codes) > 1 and candidate.is_mutual
    if match.other is None and candidate.find_b and not is_pair:
        found = object_of(masked.text, words.end(), spots, candidate.find_b, match.actor)
        if found is not None:
            match.other_at, match.other = found


def _is_verbal(between: str) -> bool:
    """Whether the words between actor and a word like "attack" leave it a verb."""
    if "," in between or " and " in between or between.endswith(" to "):
        return True
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
    if _WHO.search(text[:at]) and not (relative_to(text, at, before)):
        return None
    plan = _PLAN.search(text[:at])
    if plan:
        return next((spot for spot in before if spot[0] == plan.start("a")), None)
    if relative_to(text, at, before):
        return before[-1]
    fallback = None
    for position, reference in reversed(before):
        if not reference.is_actor or (other is not None and other.codes == reference.codes):
            continue
        lead = text[:position]
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
    relative = _RELATIVE.search(text[:at])
    return bool(relative and before and relative.start() - before[-1][0] <= 2)


def _qualifying(
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


def _fits(candidate: Frame, masked: Masked, match: Match) -> bool:
    if candidate.other_words and not _says(candidate.other_words, masked, match.other):
        return False
    if candidate.actor_words and not _says(candidate.actor_words, masked, match.actor):
        return False
    return not (candidate.actor_not and _says(candidate.actor_not, masked, match.actor))


def _says(words: str, masked: Masked, reference: Reference | None) -> bool:
    """Whether the reference's own words, or the title of its person, have one of these."""
    if reference is None:
        return False
    title = reference.speaker.title if reference.speaker else ""
    said = masked.source[reference.start : reference.end] if masked.source else ""
    return bool(re.search(words, f"{title} {said} form={reference.form}", re.IGNORECASE))


def _states(names: Names, *references: Reference | None) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            code
            for reference in references
            if reference is not None
            for code in reference.codes
            if names.is_state(code)
        )
    )
