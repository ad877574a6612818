"""A second look at sentences whose words tell something between two states no exact frame has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from articles.shapes import Party
from articles.suggesting import events, speech, statuses
from articles.suggesting.drafts import Draft
from articles.suggesting.frames import Match, passive
from articles.suggesting.reading import Article, Passage
from articles.suggesting.references import Reference
from articles.suggesting.sides import subject_of
from articles.suggesting.speech import Speech
from articles.suggesting.tables import broad, stances

_IF = re.compile(r"\b(?:if|unless|whether|in case|would have|could have|had not)\b[^,]{0,60}$")
_NEAR = 60
# Words that make it somebody's word, wish or doubt and no event.
_UNREAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|dismiss\w*|reject\w*|claims? that|accus\w+ of|alleg\w+ that|"
    r"could|might|should|would be|as long as|whenever|until|no plans?|instead of|rather than|"
    r"not|never|without|called? for|calls? for|urg\w+|demand\w*|no part|any role|suspected of|"
    r"fears? (?:of|that)|(?:wrong|right|ready|reason|free) to|in case|able to|ways? to|"
    r"because of|over the|after the|since the)\b[^,;]*$"
)
_NOUN = re.compile(
    r"(?:\b(?:the|this|that|these|his|her|its|their|any|such|of|in|for|by|against|after|during|"
    r"over|from|anti-|recent|alleged|an?)|'s?|[\ue400-\ue7ff]) $"
)
# Violence that is no state's: of a bomber, a gang, a rebel.
_NO_STATE = re.compile(
    r"\b(?:roadside|suicide|bombers?|gunmen|insurgents?|pirates?|militants?|rebels?|gangs?|"
    r"smugglers|cocaine|extremists?|terrorists?)\b"
)
_STRICT = frozenset({"other", "agreement", "sanction", "arms_transfer", "visit_or_meeting"})
_FAR = 130


def broadly(
    article: Article, index: int, told: Sequence[Speech], here: Sequence[Draft]
) -> list[Draft]:
    """Return drafts of a sentence's clauses that `here` leaves untold, by the broad frames."""
    passage = article.passages[index]
    text = passage.masked.text
    if passage.sentence.is_heading or not passage.references or text.startswith(("if ", "should ")):
        return []
    found: list[Match] = []
    for frame in broad.FRAMES:
        for words in frame.pattern.finditer(text):
            if _is_told(passage, words.span("t"), here) or _near(found, words.start("t")):
                continue
            match = _bound(article, passage, Match(
                frame, *words.span("t"), words.span("t"), None, None, "", words))  # fmt: skip
            if match is not None and not _IF.search(text[: words.start()]):
                found.append(match)
    return [events.draft_of(article, index, match, told) for match in _one_a_clause(found, text)]


def _is_told(passage: Passage, trigger: tuple[int, int], here: Sequence[Draft]) -> bool:
    start, end = passage.masked.origin(trigger[0]), passage.masked.end_origin(trigger[1])
    return any(
        (draft.kind != "statement" and draft.start <= start and end <= draft.end)
        or abs(draft.trigger - start) < 12
        for draft in here
    )


def _near(found: Sequence[Match], at: int) -> bool:
    return any(abs(match.trigger[0] - at) < 12 for match in found)


def _one_a_clause(found: Sequence[Match], text: str) -> list[Match]:
    """Of matches in one clause keep the one whose states are surest, then the table's first."""
    kept: list[Match] = []
    for match in sorted(found, key=_doubt):
        if not any(_same_clause(match, other, text) for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.trigger[0])


def _doubt(match: Match) -> int:
    """0 where the other state follows the verb, 1 where it stands before, 2 where it is guessed."""
    if match.other_at < 0:
        return 2
    return 0 if match.other_at >= match.trigger[1] else 1


def _same_clause(match: Match, other: Match, text: str) -> bool:
    first, second = sorted((match.trigger, other.trigger))
    between = text[first[1] : second[0]]
    return len(between) < 25 or not re.search(r"[,;]| and | but | while | after | before ", between)


def _bound(article: Article, passage: Passage, match: Match) -> Match | None:
    """Find who acts and on whom; the other state may be the one the article is about."""
    text, spots = passage.masked.text, passage.masked.positions()
    at, end = match.trigger
    states = [(p, r) for p, r in spots if any(map(article.names.is_state, r.codes))]
    if not states:
        return None
    before = [spot for spot in states if spot[0] < at]
    after = [spot for spot in states if spot[0] >= end]
    subject = subject_of(text, at, states) or (before[-1] if before else None)
    is_strict = match.frame.kind in _STRICT
    if match.frame.kind == "other" and _NO_STATE.search(text, max(0, at - 50), end + 40):
        return None
    if is_strict and match.frame.kind != "visit_or_meeting" and _NOUN.search(text[:at]):
        return None
    is_passive = match.frame.can_be_passive and passive(text, at)
    first, second = subject, None
    for spot in (*after, *reversed(before)):
        if first is None or not set(spot[1].codes) <= set(first[1].codes):
            second = spot
            break
    if first is None:
        first, second = second, None
    if first is None:
        return None
    if second is None and len(first[1].codes) < 2:
        if is_strict and not (is_passive or first[1].is_actor):
            return None
        code = counterpart(article, first[1].codes[0])
        if not code:
            return None
        second = (-1, Reference(first[1].start, first[1].start, (code,), "pronoun"))
    if is_passive and second is not None:
        first, second = second, first
    match.actor_at, match.actor = first
    if second is not None:
        match.other_at, match.other = second
    match.codes = tuple(
        dict.fromkeys(
            code
            for reference in (match.actor, match.other)
            if reference is not None
            for code in reference.codes
            if article.names.is_state(code)
        )
    )
    begin = match.actor_at + 1 if 0 <= match.actor_at < at else max(0, at - 45)
    match.aux = text[begin:at]
    if len(match.codes) < 2 or statuses.negated(match.aux[-40:]):
        return None
    if _UNREAL.search(text[max(0, at - 70) : at]):
        return None
    if is_strict and match.other_at >= 0 and abs(match.other_at - at) > _FAR:
        return None
    return match


def counterpart(article: Article, code: str) -> str:
    """Return the state an article is about together with this one, or ""."""
    weight = Counter(
        mention.code for mention in article.countries if article.names.is_state(mention.code)
    )
    others = [(each, n) for each, n in weight.most_common(4) if each != code and n > 1]
    if not others or not weight[code]:
        return ""
    best, heaviest = others[0]
    is_clear = len(others) < 2 or heaviest > others[1][1] or best in article.main[:2]
    return best if is_clear else ""


def said_broadly(article: Article, told: Sequence[Speech], here: Sequence[Draft]) -> list[Draft]:
    """Return statements about the article's other state where the words take a stance."""
    found = []
    for said in told:
        passage = article.passages[said.passage]
        at = passage.masked.origin(said.verb_at)
        own = next((code for code in said.speaker.codes if article.names.is_state(code)), "")
        if not own or any(
            draft.kind == "statement" and (abs(draft.trigger - at) < 3 or own in draft.codes())
            for draft in here
        ):
            continue
        start, end = speech.words_of(article, said)
        if said.quote is None and any(start <= draft.trigger < end for draft in here):
            continue
        target = counterpart(article, own)
        words = f"{said.verb} {article.plain[start:end]}"
        attitude = stances.stance(words)
        quote = said.quote or next(
            (q for q in passage.quotes if q[0] >= start - 3 and q[1] <= end + 3), None
        )
        if not target or (quote is None and attitude == "neutral"):
            continue
        act = stances.act(said.verb, words, attitude)
        speaker = speech.named(said.speaker, article)
        found.append(
            Draft(
                "statement",
                (Party(own, "speaker"), Party(target, "target")),
                passage.sentence.start,
                passage.sentence.end,
                "broad quotation" if quote else "broad speech",
                said.passage,
                at,
                rank=9,
                status="denied" if act == "denies" else "made",
                asserted_by=(speaker,),
                speaker=speaker,
                act=act,
                stances=((target, attitude),),
                quote=article.document.text[slice(*quote)] if quote else "",
                is_continued=said.is_pronoun,
            )
        )
    return found
