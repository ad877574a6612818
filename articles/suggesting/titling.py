"""A title for a suggested fact: one sentence in the present tense."""

from __future__ import annotations

from articles.mentions.names import Names
from articles.shapes import Amount, Party, Speaker, Weapon

_MOOD = {
    "planned": "plans to {}", "agreed": "agrees to {}", "threatened": "threatens to {}",
    "requested": "is asked to {}", "proposed": "proposes to {}", "rejected": "refuses to {}",
    "claimed": "reportedly {s}", "suspended": "suspends plans to {}",
}  # fmt: skip
_ACTS = {
    "praises": "praises", "endorses": "supports", "justifies": "justifies", "promises": "makes "
    "promises to", "calls_for": "calls on", "warns": "warns", "threatens": "threatens",
    "criticises": "criticizes", "condemns": "condemns", "claims": "makes claims about",
    "confirms": "confirms facts about", "denies": "contradicts", "comments": "comments on",
}  # fmt: skip
_VERBS = {
    "sanction_imposed": ("sanction", "sanctions"), "sanction_eased": ("ease sanctions on",
                                                                     "eases sanctions on"),
    "ties_cut": ("cut ties with", "cuts ties with"), "recognition": ("recognize", "recognizes"),
    "ambassador_recalled": ("recall its envoy to", "recalls its envoy to"),
    "ambassador_expelled": ("expel diplomats of", "expels diplomats of"),
    "ambassador_summoned": ("summon the envoy of", "summons the envoy of"),
    "mission_closed": ("close its mission in", "closes its mission in"),
    "mission_opened": ("open a mission in", "opens a mission in"),
    "ties_established": ("restore ties with", "restores ties with"),
    "deployment": ("deploy forces to", "deploys forces to"), "training": ("train forces of",
                                                                        "trains forces of"),
    "use_of_force": ("use force against", "uses force against"),
    "detention": ("detain people of", "detains people of"),
    "trade_measure": ("restrict trade with", "restricts trade with"),
    "extradition": ("extradite a person to", "extradites a person to"),
}  # fmt: skip
_KINDS = {
    "arms_transfer": ("supply arms to", "supplies arms to"), "aid": ("give aid to", "gives aid to"),
    "trade": ("supply", "supplies"), "sanction": ("sanction", "sanctions"),
    "diplomatic_action": ("act toward", "acts toward"),
    "military_cooperation": ("support", "supports"), "other": ("act against", "acts against"),
    "visit_or_meeting": ("visit", "visits"),
}  # fmt: skip
_BETWEEN = {
    "agreement": "{} agree on a deal", "visit_or_meeting": "{} hold talks",
    "military_cooperation": "{} cooperate militarily", "trade": "{} trade",
    "diplomatic_action": "{} act on their ties", "other": "Incident between {}",
}  # fmt: skip


def title_of(
    names: Names,
    kind: str,
    parties: tuple[Party, ...],
    status: str,
    subtype: str,
    act: str = "",
    speaker: Speaker | None = None,
    amount: Amount | None = None,
    weapon: Weapon | None = None,
) -> str:
    """Return "Iran plans to supply UAVs to Russia", "Ned Price criticizes Iran"."""
    labels = {party.code: names.label(party.code) for party in parties}
    actor, other = _sides(parties)
    if kind == "statement":
        who = (speaker and (speaker.name or speaker.title)) or labels.get(actor, "")
        whom = " and ".join(labels[party.code] for party in parties if party.role == "target")
        return f"{who} {_ACTS.get(act, 'comments on')} {whom}".strip()
    value = f" ({amount.reported})" if amount else ""
    is_mutual = {party.role for party in parties} <= {"party"}
    if (is_mutual and kind in _BETWEEN) or not other:
        both = " and ".join(labels.values())
        if subtype == "ties_established":
            return f"{both} restore ties"
        return _BETWEEN.get(kind, "Fact about {}").format(both) + value
    verb, verbs = _VERBS.get(subtype) or _KINDS.get(kind, ("act toward", "acts toward"))
    if weapon is not None and kind == "arms_transfer":
        verb, verbs = f"supply {weapon.designation} to", f"supplies {weapon.designation} to"
    said = _MOOD.get(status, "{s}").format(verb, s=verbs)
    return f"{labels[actor]} {said} {labels[other]}{value}"


def _sides(parties: tuple[Party, ...]) -> tuple[str, str]:
    acting = ("supplier", "visitor", "speaker", "party")
    actor = next((party.code for role in acting for party in parties if party.role == role), "")
    other = next((party.code for party in parties if party.code != actor), "")
    return actor or (parties[0].code if parties else ""), other
