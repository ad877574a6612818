"""Words and deeds, cooperation and conflict: which of the four series a fact belongs to.

What an action is, is ruled in `relations.lanes`. The other kinds follow the PLOVER codebook of
2021 (Open Event Data Alliance): AGREE and CONSULT are verbal cooperation, a delivery of arms is
material. A statement is what its stance toward the other state is. There is no score.
"""

from __future__ import annotations

from django.db import models

from relations.lanes import ACTIONS, Kind


class Quality(models.TextChoices):
    """The four series; a fact is in one at most."""

    VERBAL_COOPERATIVE = "verbal_cooperative", "Words, cooperative"
    MATERIAL_COOPERATIVE = "material_cooperative", "Deeds, cooperative"
    VERBAL_CONFLICTUAL = "verbal_conflictual", "Words, conflictual"
    MATERIAL_CONFLICTUAL = "material_conflictual", "Deeds, conflictual"


_AGREEING = (
    "proposed", "announced", "negotiated", "initialled", "signed", "definitively_signed",
    "parliament_approved", "ratified", "accepted", "approved", "acceded", "succeeded",
    "notifications_exchanged", "provisionally_applied", "entered_into_force", "registered",
    "reaffirmed", "amended", "extended", "resumed",
)  # fmt: skip
_ENDING = ("suspended", "denounced", "withdrawn", "cancelled")
_ARMS_WORDS = ("offered_or_requested", "planned", "negotiated", "approved", "ordered")
_ARMS_DEEDS = ("production_started", "delivered")


def quality_of(kind: str, subtype: str, stance: str = "") -> Quality | None:
    """Return the series of a fact; None where it is neither cooperation nor conflict."""
    cooperative, conflictual = Quality.VERBAL_COOPERATIVE, Quality.VERBAL_CONFLICTUAL
    if kind == Kind.ACTION:
        rule = ACTIONS[subtype]
        form = "material" if rule.is_material else "verbal"
        return Quality(f"{form}_{'cooperative' if rule.is_cooperative else 'conflictual'}")
    if kind == Kind.STATEMENT:
        return {"supportive": cooperative, "critical": conflictual}.get(stance)
    if kind == Kind.VISIT:
        return cooperative
    if kind == Kind.AGREEMENT:
        return cooperative if subtype in _AGREEING else conflictual if subtype in _ENDING else None
    if subtype in _ARMS_WORDS:
        return cooperative
    if subtype in _ARMS_DEEDS:
        return Quality.MATERIAL_COOPERATIVE
    return Quality.MATERIAL_CONFLICTUAL if subtype in ("suspended", "cancelled") else None
