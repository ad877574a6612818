"""Who says what of whom: reported speech and quotations as statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.shapes import Speaker
from articles.suggesting.reading import Article, Passage
from articles.suggesting.references import Reference
from articles.suggesting.sides import subject_of
from articles.suggesting.tables import stances

_SAY = re.compile(rf"\b{stances.SAYING}\b|\baccording to\b")
_AFTER = re.compile(
    r"^(?: (?:an?|the|to|in|on|tweet|statement|interview|report|remarks|reporters|\w+day|by|from|"
    r"via|senior|"
    r"one|former))*,? (?P<a>[\ue000-\ue3ff])"
)
_TOGETHER = re.compile(
    r"[\ue000-\ue7ff](?:[^\ue000-\ue7ff.]{0,30})\b(?:alliance|together|"
    r"deepening|and) (?:\w+ )?with "
)
_ANAPHOR = re.compile(
    r"\b(?:the|this|these|those|that|such) (?:\w+ )?(?:moves?|decisions?|sales?|deals?|sanctions|"
    r"attacks?|charges?|accusations?|allegations?|plans?|comments?|remarks?|announcement|measures?|"
    r"steps?|actions?|test|launch|visit|warnings?|proposals?|offer|report|claims?|incident|"
    r"killings?|raid|strike|agreement|treaty|program|expulsions?|restrictions|arrests?|invasion|"
    r"pact|statement|exercises?|drills?|election|vote|results?|outcome|ruling|crackdown|violence|"
    r"deportations?|release|calls|operation|withdrawal)\b"
    r"|\b(?:any|no) (?:\w+ )?(?:involvement|role|wrongdoing|links?)\b|\binvolvement\b"
)
# "in Iraq" is where, not about whom.
_WHERE = re.compile(
    r"\b(?:in|inside|near|across|throughout|outside|north of|south of|east of|west of|based in|"
    r"border with)"
    r"\s(?:the\s)?(?:\w+ern\s|neighbou?ring\s)?\Z"
)
_THIS = re.compile(
    r"\s?[a-z]+ing\b|\s?(?:this|that|it)[.,]?\s*\Z|\s?(?:this|that)\s(?:was|is|would)\b"
)
MIN_QUOTE = 3


@dataclass(slots=True)
class Speech:
    """One act of speaking: `begin` and `end` are masked positions of what is said."""

    passage: int
    speaker: Reference
    verb: str
    verb_at: int
    begin: int
    end: int
    is_fronted: bool
    quote: tuple[int, int] | None
    is_pronoun: bool


def speeches(article: Article, index: int) -> list[Speech]:
    """Return a sentence's speeches by a state's people, in text order."""
    passage = article.passages[index]
    text = passage.masked.text
    spots = passage.masked.positions()
    found: list[Speech] = []
    for match in _SAY.finditer(text):
        speaker = _speaker(text, match, spots)
        if speaker is None or not any(map(article.names.is_state, speaker.codes)):
            continue
        rest = text[match.end() :]
        is_fronted = _is_fronted(text, match, rest, speaker, spots)
        begin, end = (0, match.start()) if is_fronted else (match.end(), len(text))
        quote = _quote(passage, begin, end) or _quote(passage, 0, len(text))
        found.append(
            Speech(index, speaker, match[0], match.start(), begin, end, is_fronted, quote,
                   speaker.form == "pronoun")
        )  # fmt: skip
    return _cut_at_the_next(found)


def _cut_at_the_next(found: list[Speech]) -> list[Speech]:
    for earlier, later in pairwise(found):
        is_plain = not (later.is_fronted or earlier.is_fronted)
        if is_plain and earlier.speaker is not later.speaker:
            earlier.end = min(earlier.end, later.verb_at)
    return found


def _speaker(
    text: str, match: re.Match[str], spots: list[tuple[int, Reference]]
) -> Reference | None:
    by_position = dict(spots)
    after = _AFTER.match(text[match.end() :])
    before = text[: match.start()].rstrip()
    is_inverted = match[0].startswith("according") or before.endswith((",", "\uf400"))
    # "Ann, the minister, said Peru": the comma closes who speaks, it opens nothing.
    if before[-2:-1] >= "\ue000" and before[-2:-1] < "\ue400" and before.endswith(","):
        is_inverted = False
    if after and is_inverted:
        return by_position.get(match.end() + after.start("a"))
    if match[0].startswith("according"):
        return None
    if match[0].endswith("ing") and match[0] != "saying":
        return None
    subject = subject_of(text, match.start(), spots)
    if subject is None or match.start() - subject[0] > 110:
        return None
    between = text[subject[0] + 1 : match.start()]
    if re.search(r"[\ue000-\ue3ff]", between) and match.start() - subject[0] > 70:
        return None
    if re.search(r"\b(?:that|which)\b", between) and not between.startswith(","):
        return None
    return subject[1]


def _is_fronted(
    text: str,
    match: re.Match[str],
    rest: str,
    speaker: Reference,
    spots: list[tuple[int, Reference]],
) -> bool:
    at = next(position for position, reference in spots if reference is speaker)
    if at < match.start() and not re.search(
        r"[,\uf400][\s\"']*(?:an? |the |one )?$", text[max(0, at - 12) : at]
    ):
        return False
    if "\uf400" in rest:
        return False
    if match[0].startswith("according"):
        return match.start() > 30
    has_states = bool(re.search("[\ue000-\ue7ff]", rest))
    before = text[: match.start()]
    if "\uf400" in before and len(rest) < 60:
        return True
    return (len(rest) < 45 and not re.match(r" (?:that|it|there)\b", rest) and not has_states
            and bool(re.search(r", ?[^,]{0,80}$", before)))  # fmt: skip


def _quote(passage: Passage, begin: int, end: int) -> tuple[int, int] | None:
    first, last = passage.masked.origin(begin), passage.masked.end_origin(end)
    for start, stop in passage.quotes:
        if first - 2 <= start and stop <= last + 2 and stop - start > 12:
            return start, stop
    return None


def words_of(article: Article, speech: Speech) -> tuple[int, int]:
    """Return the offsets of what is said."""
    masked = article.passages[speech.passage].masked
    return masked.origin(speech.begin), masked.end_origin(speech.end)


def targets(
    article: Article, speech: Speech, recent: Sequence[str], latest: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """Return whom a speech is about, and whether that is only a guess.

    It is the first other state in it, or both that act together; a quotation without a state, or
    words about "the move", are about the one spoken of just before.
    """
    own = set(speech.speaker.codes)
    start, end = words_of(article, speech)
    passage = article.passages[speech.passage]
    if speech.quote is not None:
        end = min(end, max(speech.quote[1] + 30, start))
    spoken = _foreign(article, passage, own, start, end)
    if spoken:
        return spoken, False
    is_anaphor = bool(
        _ANAPHOR.search(article.plain, start, end) or _is_short(article, speech, start, end)
    )
    if speech.quote is None and not is_anaphor:
        return (), True
    verb = passage.masked.origin(speech.verb_at)
    reach = max(verb, speech.quote[1] if speech.quote else 0) + 30
    everywhere = _foreign(article, passage, own, passage.sentence.start, reach)
    if everywhere:
        return everywhere, speech.quote is None
    # Words about "the attack" are about whoever acted, not about whoever was named.
    before = [*recent, *latest] if is_anaphor and speech.quote else latest if is_anaphor else recent
    for code in reversed(before):
        if code not in own:
            return (code,), True
    return (), True


def _is_short(article: Article, speech: Speech, start: int, end: int) -> bool:
    """Whether the words are only "this", or a deed denied: "denied attacking"."""
    found = _THIS.match(article.plain, start, end)
    if found is None:
        return False
    return not found[0].endswith("ing") or speech.verb.startswith("den")


def _foreign(
    article: Article, passage: Passage, own: set[str], start: int, end: int
) -> tuple[str, ...]:
    held = [
        reference
        for reference in passage.references
        if start <= reference.start < end
        and reference.form != "place"
        and not (reference.form == "pronoun" and reference.speaker is not None)
        and not _WHERE.search(article.plain, max(start, reference.start - 24), reference.start)
    ]
    for position, reference in enumerate(held):
        codes = tuple(c for c in reference.codes if article.names.is_state(c) and c not in own)
        if not codes:
            continue
        following = held[position + 1] if position + 1 < len(held) else None
        if len(codes) == 1 and following is not None:
            between = article.plain[reference.end : following.start]
            if re.search(
                r"\b(?:alliance|together|allied|ties|relationship|"
                r"relations) with\s(?:the\s)?$",
                between,
            ):
                codes += tuple(c for c in following.codes if c not in own and c not in codes)
        return codes
    return ()


def named(reference: Reference, article: Article) -> Speaker:
    """Return the speaker: a name, an office, or the words that stand for one."""
    said = article.document.text[reference.start : reference.end]
    code = next((code for code in reference.codes if article.names.is_state(code)), "")
    if reference.speaker is not None:
        known = reference.speaker
        return Speaker(known.name, known.title, code)
    if code == article.own and article.own_speaker.name:
        return article.own_speaker
    return Speaker("", article.names.label(code) if reference.form == "pronoun" else said, code)
