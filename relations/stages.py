"""What a step leaves an agreement or an arms order in, and the ladders from promise to delivery."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from relations.lanes import Kind

AGREEMENT_STATUS = {
    "proposed": "announced", "announced": "announced", "negotiated": "announced",
    "initialled": "announced", "signed": "signed", "definitively_signed": "in_force",
    "parliament_approved": "signed", "ratified": "signed", "accepted": "signed",
    "approved": "signed", "notifications_exchanged": "signed",
    "provisionally_applied": "provisionally_applied", "entered_into_force": "in_force",
    "extended": "in_force", "resumed": "in_force", "suspended": "suspended",
    "denounced": "terminated", "terminated": "terminated", "expired": "expired",
    "superseded": "superseded", "cancelled": "cancelled",
}  # fmt: skip
"""The status a step leaves an agreement in; steps not named leave it as it is."""

TRANSFER_STATUS = {
    "considered": "planned", "offered_or_requested": "planned", "planned": "planned",
    "negotiated": "planned", "approved": "planned", "ordered": "ordered",
    "production_started": "ordered", "delivered": "in_delivery", "suspended": "suspended",
    "cancelled": "cancelled", "returned": "returned",
}  # fmt: skip

LADDERS: dict[str, tuple[str, ...]] = {
    Kind.AGREEMENT: ("announced", "signed", "in_force"),
    Kind.ARMS_TRANSFER: ("planned", "ordered", "delivered"),
}
"""The rungs from promise to delivery, in order."""

RUNGS: dict[str, dict[str, str]] = {
    Kind.AGREEMENT: {
        step: status for step, status in AGREEMENT_STATUS.items()
        if status in LADDERS[Kind.AGREEMENT]
    } | {"provisionally_applied": "signed"},
    Kind.ARMS_TRANSFER: {
        step: status for step, status in TRANSFER_STATUS.items()
        if status in LADDERS[Kind.ARMS_TRANSFER]
    } | {"delivered": "delivered", "observed_in_use": "delivered"},
}  # fmt: skip
"""The rung each step stands on. What was seen in use was delivered, in a number nobody said."""

SETTLED = (
    "in_force", "expired", "terminated", "superseded", "cancelled", "delivered", "returned",
)  # fmt: skip
"""Statuses of which nothing more is waited for: their silence is no news."""


PROGRESS = {
    "announced": 0, "signed": 1, "provisionally_applied": 2, "in_force": 3,
    "planned": 0, "ordered": 1, "in_delivery": 2,
    "terminated": 4, "expired": 4, "superseded": 4, "cancelled": 4, "returned": 4,
}  # fmt: skip
"""How far along a status is. What is suspended may be resumed, so that it has no place here."""


class StepTaken(NamedTuple):
    """A step and when: its fact's sort key, and the first and last day (since 1970) it may mean."""

    sort_key: int
    step: str
    fact: int
    first_day: int
    last_day: int


STEP_COLUMNS = ("fact__sort_key", "step", "fact_id", "fact__first_day", "fact__last_day")
"""What a `StepTaken` is made of, as a QuerySet of steps names it."""


def status_after(steps: Iterable[StepTaken], table: dict[str, str], default: str) -> str:
    """The status after the latest step; of several on one day the furthest in the table's order.

    A step that leads less far than an earlier one, and may have come before it, changes nothing:
    an order of 2010 whose deliveries are told of 2010 and 2011 together is being delivered.
    """
    order = list(table)
    status = default
    gone: list[tuple[int, int]] = []
    for taken in sorted(
        (each for each in steps if each.step in table),
        key=lambda each: (each.sort_key, order.index(each.step), each.fact),
    ):
        now = table[taken.step]
        along = PROGRESS.get(now)
        if along is not None:
            is_late = any(along < other and taken.first_day <= until for other, until in gone)
            gone.append((along, taken.last_day))
            if is_late:
                continue
        status = now
    return status


def is_complete(ordered: float | None, delivered: float | None) -> bool:
    """Whether the known deliveries of an order reach the number known to be ordered."""
    return bool(ordered and delivered and delivered >= ordered)
