"""What a step leaves an agreement or an arms order in, and the ladders from promise to delivery."""

from __future__ import annotations

from collections.abc import Iterable

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


def status_after(steps: Iterable[tuple[int, str, int]], table: dict[str, str], default: str) -> str:
    """The status after the latest step; of several on one day the furthest in the table's order.

    steps: (sort key, step, fact), in any order.
    """
    order = list(table)
    status = default
    for _, step, _ in sorted(
        steps, key=lambda row: (row[0], order.index(row[1]) if row[1] in order else -1, row[2])
    ):
        status = table.get(step, status)
    return status


def is_complete(ordered: float | None, delivered: float | None) -> bool:
    """Whether the known deliveries of an order reach the number known to be ordered."""
    return bool(ordered and delivered and delivered >= ordered)
