"""What states do to and with each other, sentence by sentence: frames made into drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.shapes import Party, Speaker
from articles.suggesting import speech, statuses
from articles.suggesting.drafts import Draft
from articles.suggesting.frames import Frame, Match, find
from articles.suggesting.reading import Article, Passage
from articles.suggesting.references import Reference
from articles.suggesting.speech import Speech
from articles.suggesting.tables import FRAMES, stances

_PART = re.compile(
    r", (?:and|but|which|who|while|after|as|with|saying|including|bringing)\b|;| and (?!<)| after |"
    r" following | before | while | but | amid | when | during | prior to |, | to discuss |"
    r" in exchange|"
    r" because | since | despite | for (?=\w+ing )"
)
_CLAUSE_END = re.compile(
    r"[;]|, (?:but|while|although|though|whereas|saying|after|hours after|days after|which|who|"
    r"where|"
    r"prompting|adding|according|following|amid|as)\b|, and (?=[\ue000-\ue3ff])|"
    r", (?=[\ue000-\ue3ff] (?:said|told|says))"
    r"| and that | but | while | after [\ue000-\ue7ff]| as [\ue000-\ue3ff] "
)
_IF = re.compile(r"\b(?:if|unless|whether|in case|would have|could have|had not)\b[^,]{0,60}$")
_PLACE_IN = re.compile(
    r"\b(?:in|at|near) (?:the )?(?:[a-z' -]{0,40}?|(?!early|late|may|june|"
    r"july)[a-z]+, )(?P<l>[\ue000-\uebff])"
)
_VISIT_TO = re.compile(
    r"\b(?:visit|trip|tour|stay) (?:\w+ )?(?:to|of|"
    r"in) (?:the )?(?P<l>[\ue000-\uebff])"
)
_GOES_ON = re.compile(
    r"continu|pledg|vow|promis|reaffirm|commit|agree|going|want|like|refus|"
    r"declin"
)
_PLANNED_NOUN = re.compile(r"\b(plans?|decision|proposal|offer|threats?|refusal|request) to $")
_BY_NOUN = {"offer": "proposed", "proposal": "proposed", "threat": "threatened",
            "refusal": "rejected", "request": "requested"}  # fmt: skip
_PURPOSE = re.compile(
    r"\b(?:aimed at|at|of|on|about|to discuss|discussed|ways? (?:to|of)|focus\w* on|hopes? (?:to|"
    r"of)|"
    r"possibility of|chance to|need to|opportunit(?:y|ies) (?:to|for)|efforts to|steps to|"
    r"designed to|"
    r"meant to|in order to) (?:further |better )?$|\b(?:at|of|on|for|to|toward|include|discuss\w*) "
    r"(?:boost|expand|increas|promot|improv|strengthen|deepen|develop|enhanc)\w* [^,.]{0,30}$"
)
_ANNOUNCED = frozenset({"sanction", "aid", "arms_transfer", "trade"})
_WISH = re.compile(r"\b(?:demand|insist|urg|ask|request|recommend)\w* that (?:the )?$")
# What is denied is a statement; "accused of sending", "thanked for mediating" are about words.
_UNTOLD = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|ruled out|"
    r"rules out)\b[^.;,\ue000-\ue3ff]{0,40}(?:[\ue000-\ue7ff][^.;,]{0,60})?$"
    r"|\b(?:accus\w*|blam\w*|suspect\w*|condemn\w*|critici\w*|thank\w*|"
    r"prais\w*)\b[^.;]{0,60} (?:of|for) "
    r"(?:having )?$"
)
# Frames of this rank only count where a sentence tells nothing else.
WEAK = 9
_CALLS = re.compile(r"\b(?:urg|call|want|demand|appeal)\w*")
_TALKERS = ("person", "people", "pronoun", "pair")


def events(article: Article, index: int, told: Sequence[Speech]) -> list[Draft]:
    """Return the drafts of one sentence; `told` are its speeches."""
    passage = article.passages[index]
    if passage.sentence.is_heading:
        return []
    lead = _lead(article, passage)
    matches = [
        match
        for match in find((*FRAMES, *stances.FRAMES), passage, article.names, lead)
        if _stands(match, passage, article)
    ]
    return [_draft(article, index, match, told) for match in _without_rivals(matches, passage)]


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


def _stands(match: Match, passage: Passage, article: Article) -> bool:
    frame, text = match.frame, passage.masked.text
    if frame.kind != "statement" and statuses.negated(match.aux):
        return False
    begin = min(position for position in (match.actor_at, match.trigger[0]) if position >= 0)
    if _IF.search(text[max(0, begin - 70) : begin]):
        return False
    if frame.kind != "statement" and _UNTOLD.search(text[: match.trigger[0]]):
        return False
    if frame.kind != "statement" and _WISH.search(text[: max(match.actor_at, 0)]):
        return False
    if frame.kind != "statement" and re.search(r"\b(?:if|unless|whether)\b", match.aux):
        return False
    if frame.needs_person and not _has_persons(match):
        return False
    if frame.rank >= 4 and _PURPOSE.search(text[: match.trigger[0]]):
        return frame.kind not in ("trade", "military_cooperation", "agreement", "other")
    if frame.kind == "visit_or_meeting" and re.search(
        r"\bfollow(?:s|ed) (?:\w+ )?$", text[: match.trigger[0]]
    ):
        return False
    if frame.kind == "statement" and re.search(
        r"\b(?:by|of|for|without|from) $", text[: match.trigger[0]]
    ):
        return False
    if frame.kind == "statement" and match.aux.endswith("to ") and not _GOES_ON.search(match.aux):
        return False
    if frame.kind == "statement" and match.actor is not None and match.other is not None:
        return match.actor.codes[:1] != match.other.codes[:1]
    return True


def _has_persons(match: Match) -> bool:
    actor = match.actor
    return actor is not None and (actor.form in _TALKERS or "pair" in actor.form)


def _without_rivals(matches: list[Match], passage: Passage) -> list[Match]:
    """Return one match for each thing told: of two that overlap or share a clause, the better."""
    text = passage.masked.text
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.frame.rank, m.trigger[0])):
        if not any(_are_rivals(match, other, text) for other in kept):
            kept.append(match)
    if len(kept) > 1:
        kept = [match for match in kept if match.frame.rank < WEAK] or kept[:1]
    return sorted(kept, key=lambda m: m.trigger[0])


def _are_rivals(match: Match, other: Match, text: str) -> bool:
    first, second = sorted((match, other), key=lambda m: m.trigger[0])
    if second.trigger[0] < first.trigger[1]:
        return True
    shared = len(set(match.codes) & set(other.codes))
    if shared < min(2, len(match.codes), len(other.codes)):
        return False
    between = text[first.trigger[1] : second.trigger[0]]
    if match.frame.kind == other.frame.kind and second.trigger[0] < first.end:
        return True
    is_one_act = (
        bool(re.search(r", $", between)) and text[second.trigger[0] :].split(" ")[0][-3:] == "ing"
    )
    if match.frame.kind == other.frame.kind and is_one_act:
        return True
    same_pair = set(match.codes) == set(other.codes)
    if not same_pair and second.trigger[0] >= first.end:
        return False
    return not _PART.search(between)


def _draft(article: Article, index: int, match: Match, told: Sequence[Speech]) -> Draft:
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
        status=_status(match, trigger, article.own),
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


def _status(match: Match, trigger: str, own: str) -> str:
    frame = match.frame
    if frame.kind == "statement":
        return "denied" if frame.subtype.startswith("denies") else "made"
    default = frame.status
    if frame.kind == "agreement" and "n" in match.words.groupdict() and default == "signed":
        default = _agreement_status(trigger)
    if frame.kind in ("sanction", "aid", "arms_transfer", "trade") and trigger.startswith(
        "announc"
    ):
        default = "announced"
    planned = _PLANNED_NOUN.search(match.aux)
    if planned:
        return _BY_NOUN.get(planned[1].rstrip("s"), "planned")
    if trigger.startswith("threat"):
        return "threatened"
    if trigger.startswith(("pledg", "promis")):
        return "announced" if frame.kind == "aid" else "planned"
    if frame.kind in ("trade", "sanction") and re.match(r"lift|eas(?:e|ing)|remov", trigger):
        default = "ended"
    if trigger.startswith(("offer", "propos", "consider", "weigh", "mull")):
        return "proposed"
    if trigger.startswith(("approv", "authoriz")):
        return "approved"
    if frame.kind != "sanction" and re.match(r"(?:suspend|postpon|halt|froz|freez)", trigger):
        default = "suspended"
    if re.match(r"(?:cancel|call\w* off|postpon)", trigger) and frame.kind == "visit_or_meeting":
        default = "suspended"
    if frame.kind == "aid" and match.actor is not None and match.actor.codes == (own,):
        default = "announced"
        if re.match(r"provid|giv|contribut|send", trigger) and " will " not in match.aux:
            return default
    status = statuses.status(match.aux, trigger, default, frame.kind)
    if frame.kind == "sanction" and status == "underway":
        return "imposed"
    return "planned" if status == default and match.aux.endswith(" to ") else status


def _agreement_status(trigger: str) -> str:
    if re.match(r"sign|ink|initial|exchang|conclud|seal", trigger):
        return "signed"
    if re.match(r"announc|unveil", trigger):
        return "announced"
    if re.match(r"negotiat|discuss", trigger):
        return "underway"
    if re.match(r"adopt|complet|ha", trigger):
        return "agreed" if not trigger.startswith("ha") else "in_force"
    return "agreed"


def _parties(article: Article, passage: Passage, match: Match) -> tuple[Party, ...]:
    frame, names = match.frame, article.names
    roles: dict[str, str] = {}
    if match.actor is not None:
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
        if re.search(r"\bvisiting (?:\w+ )?$", text[:position]):
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
