"""Whether what a frame found is planned, done, threatened or refused."""

from __future__ import annotations

import re

from articles.suggesting.frames import Match
from articles.suggesting.statuses import status

_PLANNED_NOUN = re.compile(r"\b(plans?|decision|proposal|offer|threats?|refusal|request) to $")
_BY_NOUN = {"offer": "proposed", "proposal": "proposed", "threat": "threatened",
            "refusal": "rejected", "request": "requested"}  # fmt: skip
_DEAL_TO = re.compile(r"\b(?:signed|reached|struck) .*\b(?:deal|agreement|accord|pact|treaty) to $")
_ANNOUNCED = frozenset({"sanction", "aid", "arms_transfer", "trade"})


def status_of(match: Match, trigger: str, own: str) -> str:
    """Return the status of a match: by its frame, its verb, and the words before the verb.

    `own` is the state that publishes the text: what it is providing is announced by that.
    """
    frame = match.frame
    if frame.kind == "statement":
        return "denied" if frame.subtype.startswith("denies") else "made"
    default = frame.status
    if frame.kind == "agreement" and "n" in match.words.groupdict() and default == "signed":
        default = _agreement_status(trigger)
    if trigger.startswith("announc") and frame.kind in _ANNOUNCED:
        default = "announced"
    planned = _PLANNED_NOUN.search(match.aux)
    if planned:
        return _BY_NOUN.get(planned[1].rstrip("s"), "planned")
    if _DEAL_TO.search(match.aux):
        return "agreed"
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
    found = status(match.aux, trigger, default, frame.kind)
    if frame.kind == "sanction" and found == "underway":
        return "imposed"
    return "planned" if found == default and match.aux.endswith(" to ") else found


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
