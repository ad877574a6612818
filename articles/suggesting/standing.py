"""Which of the frames found in a sentence stand: no wishes, no denials, no rivals."""

from __future__ import annotations

import re

from articles.suggesting import statuses
from articles.suggesting.frames import Match
from articles.suggesting.reading import Passage

_PART = re.compile(
    r", (?:and|but|which|who|while|after|as|with|saying|including|bringing)\b|;| and (?!<)| after |"
    r" following | before | while | but | amid | when | during | prior to |, | to discuss |"
    r" in exchange|"
    r" because | since | despite | for (?=\w+ing )"
)
_IF = re.compile(r"\b(?:if|unless|whether|in case|would have|could have|had not)\b[^,]{0,60}$")
_GOES_ON = re.compile(
    r"continu|pledg|vow|promis|reaffirm|commit|agree|going|want|like|refus|"
    r"declin"
)
_PURPOSE = re.compile(
    r"\b(?:aimed at|at|of|on|about|to discuss|discussed|ways? (?:to|of)|focus\w* on|hopes? (?:to|"
    r"of)|"
    r"possibility of|chance to|need to|opportunit(?:y|ies) (?:to|for)|efforts to|steps to|"
    r"designed to|"
    r"meant to|in order to) (?:further |better )?$|\b(?:at|of|on|for|to|toward|include|discuss\w*) "
    r"(?:boost|expand|increas|promot|improv|strengthen|deepen|develop|enhanc)\w* [^,.]{0,30}$"
)
_WISH = re.compile(
    r"\b(?:demand|insist|urg|ask|request|recommend|press|want|call)\w* (?:that |on |"
    r"for )?(?:the )?$"
)
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
_TALKERS = ("person", "people", "pronoun", "pair")


def stands(match: Match, passage: Passage) -> bool:
    frame, text = match.frame, passage.masked.text
    if frame.kind != "statement" and statuses.negated(match.aux):
        return False
    begin = min(position for position in (match.actor_at, match.trigger[0]) if position >= 0)
    if _IF.search(text[max(0, begin - 70) : begin]):
        return False
    if frame.kind != "statement" and _UNTOLD.search(
        text, max(0, match.trigger[0] - 150), match.trigger[0]
    ):
        return False
    if frame.kind != "statement" and _WISH.search(
        text, max(0, match.actor_at - 40), max(match.actor_at, 0)
    ):
        return False
    if frame.kind != "statement" and re.search(r"\b(?:if|unless|whether)\b", match.aux):
        return False
    if frame.needs_person and not _has_persons(match):
        return False
    if frame.rank >= 4 and _PURPOSE.search(text, max(0, match.trigger[0] - 80), match.trigger[0]):
        return frame.kind not in ("trade", "military_cooperation", "agreement", "other")
    if frame.kind == "visit_or_meeting" and re.search(
        r"\bfollow(?:s|ed) (?:\w+ )?$", text[max(0, match.trigger[0] - 40) : match.trigger[0]]
    ):
        return False
    if frame.kind == "statement" and re.search(
        r"\b(?:by|of|for|without|from) $", text[max(0, match.trigger[0] - 40) : match.trigger[0]]
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


def without_rivals(matches: list[Match], passage: Passage) -> list[Match]:
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
    # A trigger may begin with the word that parts the clauses: "during a visit".
    parted = bool(_PART.search(text[first.trigger[1] : second.trigger[0] + 8]))
    if match.frame.kind == other.frame.kind and second.trigger[0] < first.end:
        return True
    is_one_act = (
        bool(re.search(r", $", between)) and text[second.trigger[0] :].split(" ")[0][-3:] == "ing"
    )
    if match.frame.kind == other.frame.kind and is_one_act:
        return True
    same_pair = set(match.codes) == set(other.codes)
    is_promise = first.frame.rank >= 8 and not parted
    if not same_pair and second.trigger[0] >= first.end and not is_promise:
        return False
    return not parted
