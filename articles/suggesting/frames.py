"""Frames: what a verb or a noun with its states makes a fact, and the reader of a table of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.mentions.names import Names
from articles.suggesting.beginnings import of_trigger, of_words
from articles.suggesting.masking import Masked, compile_frame
from articles.suggesting.reading import Passage
from articles.suggesting.references import Reference
from articles.suggesting.sides import is_verbal, object_of, qualifying, subject_of

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
    beginnings: frozenset[str] = frozenset()
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


def passive(text: str, at: int) -> bool:
    """Whether the verb at this position is told of whom it happens to."""
    return bool(_PASSIVE.search(text[:at]))


def frame(name: str, kind: str, pattern: str, **options: object) -> Frame:
    """Build a frame from a pattern with <A> and the like."""
    compiled = compile_frame(pattern)
    options["beginnings"] = of_trigger(compiled.pattern)
    return Frame(name, kind, compiled, **options)  # type: ignore[arg-type]


def find(
    frames: Sequence[Frame], passage: Passage, names: Names, lead: Reference | None = None
) -> Iterator[Match]:
    """Yield what the frames find in a sentence; `lead` is the actor of the list it stands in."""
    masked = passage.masked
    if not any("\ue000" <= char < "\uec00" for char in masked.text) and lead is None:
        return
    spots = masked.positions()
    states = {code for _, reference in spots for code in reference.codes if names.is_state(code)}
    if len(states) + (lead is not None) < 2:
        return
    words_begin = of_words(masked.text)
    for candidate in frames:
        if candidate.beginnings and candidate.beginnings.isdisjoint(words_begin):
            continue
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
    if is_noun and _NOMINAL.search(masked.text, max(0, start - 20), start):
        match.other = None
        return
    may = candidate.can_be_passive and not re.match(r"\w+ing\b", said)
    is_by = said.endswith("ed") and masked.text.startswith(" by ", end)
    passive = may and (is_by or _PASSIVE.search(masked.text, max(0, start - 50), start))
    if passive and match.actor is None:
        match.other_at, match.other = -1, None
        subject = subject_of(masked.text, start, spots) or qualifying(masked.text, start, spots)
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
        subject = subject or qualifying(masked.text, start, spots)
        if subject is not None:
            match.actor_at, match.actor = subject
        if is_noun and not is_verbal(masked.text[match.actor_at + 1 : start]):
            match.actor = match.other = None
            return
    is_pair = match.actor is not None and len(match.actor.codes) > 1 and candidate.is_mutual
    if match.other is None and candidate.find_b and not is_pair:
        found = object_of(masked.text, words.end(), spots, candidate.find_b, match.actor)
        if found is not None:
            match.other_at, match.other = found


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
