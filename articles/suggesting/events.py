"""What states do to and with each other, sentence by sentence: frames made into drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.shapes import Party, Speaker
from articles.suggesting import speech
from articles.suggesting.drafts import Draft
from articles.suggesting.frames import Frame, Match, find
from articles.suggesting.outcomes import status_of
from articles.suggesting.reading import Article, Passage
from articles.suggesting.references import Reference
from articles.suggesting.speech import Speech
from articles.suggesting.standing import stands, without_rivals
from articles.suggesting.tables import FRAMES, stances

_CLAUSE_END = re.compile(
    r"[;]|, (?:but|while|although|though|whereas|saying|after|hours after|days after|which|who|"
    r"where|"
    r"prompting|adding|according|following|amid|as)\b|, and (?=[\ue000-\ue3ff])|"
    r", (?=[\ue000-\ue3ff] (?:said|told|says))"
    r"| and that | but | while | after [\ue000-\ue7ff]| as [\ue000-\ue3ff] "
)
_PLACE_IN = re.compile(
    r"\b(?:in|at|near) (?:the )?(?:[a-z' -]{0,40}?|(?!early|late|may|june|"
    r"july)[a-z]+, )(?P<l>[\ue000-\uebff])"
)
_VISIT_TO = re.compile(
    r"\b(?:visit|trip|tour|stay) (?:\w+ )?(?:to|of|"
    r"in) (?:the )?(?P<l>[\ue000-\uebff])"
)
_CALLS = re.compile(r"\b(?:urg|call|want|demand|appeal)\w*")


def events(article: Article, index: int, told: Sequence[Speech]) -> list[Draft]:
    """Return the drafts of one sentence; `told` are its speeches."""
    passage = article.passages[index]
    if passage.sentence.is_heading:
        return []
    lead = _lead(article, passage)
    matches = [
        match
        for match in find((*FRAMES, *stances.FRAMES), passage, article.names, lead)
        if stands(match, passage)
    ]
    return [draft_of(article, index, match, told) for match in without_rivals(matches, passage)]


def _lead(article: Article, passage: Passage) -> Reference | None:
    """Return the state that acts in the heading or sentence a list item stands under."""
    if passage.sentence.lead < 0:
        return None
    above = article.passages[passage.sentence.lead]
    acting = [
        reference
        for reference in above.references
        if reference.is_actor and any(map(article.names.is_state, reference.codes))
    ]
    if acting:
        return acting[0]
    if article.own:
        return Reference(above.sentence.start, above.sentence.end, (article.own,), "pronoun")
    return None


def draft_of(article: Article, index: int, match: Match, told: Sequence[Speech]) -> Draft:
    """Return what a match tells."""
    passage = article.passages[index]
    start, end = _span(passage, match)
    frame = match.frame
    trigger = passage.masked.text[slice(*match.trigger)]
    draft = Draft(
        frame.kind,
        _parties(article, passage, match),
        start,
        end,
        frame.name,
        index,
        passage.masked.origin(match.trigger[0]),
        rank=frame.rank,
        status=status_of(match, trigger, article.own),
        subtype=frame.subtype,
        persons=_persons(match),
        is_definite=_is_definite(match),
    )
    if draft.status == "requested" and _CALLS.search(match.aux) and match.actor is not None:
        _as_call(article, match, draft)
        return draft
    if frame.kind == "statement":
        _as_statement(article, passage, match, draft)
        _say_who(article, match, told, draft)
        return draft
    for said in told:
        if said.begin <= match.trigger[0] < said.end and said.speaker is not match.actor:
            draft.asserted_by = (speech.named(said.speaker, article),)
    is_first_person = bool(re.search(r"\b(?:I|my|I've)\b", article.plain[:4000]))
    if article.own_speaker.name and is_first_person and not draft.asserted_by:
        draft.asserted_by = (article.own_speaker,)
    if draft.status == "claimed" and not draft.asserted_by and match.actor is not None:
        draft.asserted_by = (speech.named(match.actor, article),)
    return draft


def _is_definite(match: Match) -> bool:
    """Whether the words go on about an agreement told of before: "the accord was signed"."""
    if match.frame.kind != "agreement" or "n" not in match.words.groupdict():
        return False
    before = match.words.string[: match.words.start("n")]
    return bool(
        re.search(
            r"(?:\b(?:the|this|that|these)|^) (?:new |nuclear |trade |peace )?$|"
            r"^the $",
            before,
        )
    )


def _as_call(article: Article, match: Match, draft: Draft) -> None:
    """Make what a state only calls for its statement on the other one."""
    speaker = speech.named(match.actor, article) if match.actor else Speaker()
    targets = [party.code for party in draft.parties if party.code != speaker.code]
    stance = "critical" if draft.kind in ("sanction", "trade", "other") else "neutral"
    draft.kind, draft.subtype, draft.act, draft.status = "statement", "", "calls_for", "made"
    draft.parties = (
        Party(speaker.code, "speaker"), *(Party(code, "target") for code in targets)
    )  # fmt: skip
    draft.speaker, draft.asserted_by = speaker, (speaker,)
    draft.stances = tuple((code, stance) for code in targets)


def _say_who(article: Article, match: Match, told: Sequence[Speech], draft: Draft) -> None:
    """Name the spokesman who says that his state condemns."""
    for said in told:
        is_own = match.actor is not None and set(match.actor.codes) <= set(said.speaker.codes)
        if is_own and said.begin <= match.trigger[0] < said.end and said.speaker is not match.actor:
            draft.speaker = speech.named(said.speaker, article)
            draft.asserted_by = (draft.speaker,)


def _parties(article: Article, passage: Passage, match: Match) -> tuple[Party, ...]:
    frame, names = match.frame, article.names
    roles: dict[str, str] = {}
    is_for_others = (
        frame.name == "holds talks"
        and match.other is not None
        and len(match.other.codes) > 1
        and match.words.groupdict().get("t", "").startswith("host")
    )
    if match.actor is not None and not is_for_others:
        for code in match.actor.codes:
            if names.is_state(code):
                roles[code] = frame.actor
    if match.other is not None:
        for code in match.other.codes:
            if names.is_state(code):
                roles.setdefault(code, frame.other)
    if frame.kind == "visit_or_meeting" and set(roles.values()) <= {"party"}:
        _hosts(passage, match, roles)
    return tuple(Party(code, role) for code, role in roles.items())


def _hosts(passage: Passage, match: Match, roles: dict[str, str]) -> None:
    """Make the one at home the host, where the sentence says where they met."""
    text = passage.masked.text
    for position, reference in passage.masked.positions():
        if re.search(r"\bvisiting (?:\w+ )?$", text[max(0, position - 40) : position]):
            _set_visitor(roles, reference.codes)
            return
    away = _VISIT_TO.search(text)
    target = passage.masked.reference(away["l"]) if away else None
    if target is not None and target.codes[0] in roles:
        host = target.codes[0]
        roles.update({code: "host" if code == host else "visitor" for code in roles})
        return
    for found in _PLACE_IN.finditer(text, max(0, match.start - 40)):
        place = passage.masked.reference(found["l"])
        if place is None or place.form not in ("place", "name"):
            continue
        code = place.codes[0]
        if code in roles:
            for other in roles:
                roles[other] = "host" if other == code else "visitor"
        return


def _set_visitor(roles: dict[str, str], codes: tuple[str, ...]) -> None:
    if codes and codes[-1] in roles:
        for other in roles:
            roles[other] = "visitor" if other == codes[-1] else "host"


def _persons(match: Match) -> tuple[Speaker, ...]:
    found: list[Speaker] = []
    for reference in (match.actor, match.other):
        if reference is not None:
            found += reference.persons or ((reference.speaker,) if reference.speaker else ())
    return tuple(dict.fromkeys(found))


def _as_statement(article: Article, passage: Passage, match: Match, draft: Draft) -> None:
    act, _, stance = match.frame.subtype.partition("|")
    draft.act, draft.subtype = act, ""
    if match.actor is not None:
        draft.speaker = speech.named(match.actor, article)
        draft.asserted_by = (draft.speaker,)
    draft.is_continued = match.actor is not None and match.actor.form == "pronoun"
    draft.stances = tuple((party.code, stance) for party in draft.parties if party.role == "target")
    if passage.quotes:
        start, end = passage.quotes[0]
        if article.plain.count(" ", start, end) >= speech.MIN_QUOTE:
            draft.quote = article.document.text[start:end]


def _span(passage: Passage, match: Match) -> tuple[int, int]:
    """Return the offsets of the clause: from who acts to where the clause ends."""
    masked = passage.masked
    positions = [match.start, match.trigger[0]]
    positions += [at for at in (match.actor_at, match.other_at) if at >= 0]
    first = min(positions)
    last = max(match.end, match.trigger[1], match.actor_at + 1, match.other_at + 1)
    stop = _CLAUSE_END.search(masked.text, last)
    end = masked.end_origin(stop.start() if stop else len(masked.text))
    start = masked.origin(first)
    whole = passage.sentence
    if whole.end - whole.start <= 170 and end - start > 0.6 * (whole.end - whole.start):
        return whole.start, whole.end
    return start, end


__all__ = ["Frame", "events"]
