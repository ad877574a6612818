"""The status of agreements and arms orders at the end of a day past, from their published steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from relations import dates
from relations.lanes import Kind
from relations.models import AgreementStep, TransferStep
from relations.stages import (
    AGREEMENT_STATUS,
    TRANSFER_STATUS,
    StepTaken,
    is_complete,
    status_after,
)
from relations.timeline.rows import TimelineRow

_STEPS = {
    Kind.AGREEMENT: """
        SELECT g.agreement_id, f.sort_key, g.step, f.id, f.first_day, f.last_day, NULL, NULL
        FROM relations_agreementstep g
        JOIN relations_fact f ON f.id = g.fact_id AND f.publication = 'published'
        WHERE f.first_day <= %s AND g.agreement_id = ANY(%s)""",
    Kind.ARMS_TRANSFER: """
        SELECT g.transfer_id, f.sort_key, g.step, f.id, f.first_day, f.last_day,
               coalesce(g.quantity_best, g.quantity_low),
               (SELECT sum(coalesce(i.quantity_high, i.quantity_best))
                FROM relations_transferitem i WHERE i.transfer_id = g.transfer_id)
        FROM relations_transferstep g
        JOIN relations_fact f ON f.id = g.fact_id AND f.publication = 'published'
        WHERE f.first_day <= %s AND g.transfer_id = ANY(%s)""",
}
_OF_FACTS = {
    Kind.AGREEMENT: (AgreementStep, "agreement"),
    Kind.ARMS_TRANSFER: (TransferStep, "transfer"),
}


def statuses_at(kind: Kind, things: Sequence[int], day: date) -> dict[int, str]:
    """Return agreement or order → its status at the end of a day; those without a step are absent.

    From the published steps that may lie on or before it. One query.
    """
    steps: dict[int, list[Step]] = {}
    ordered: dict[int, Any] = {}
    with connection.cursor() as cursor:
        cursor.execute(_STEPS[kind], [dates.day_number(day), list(things)])
        for thing, *taken, quantity, all_of_it in cursor.fetchall():
            steps.setdefault(thing, []).append(Step(StepTaken(*taken), quantity))
            ordered[thing] = all_of_it
    return {thing: status_then(kind, taken, ordered[thing]) for thing, taken in steps.items()}


class Step(NamedTuple):
    """A step of an agreement or order; quantity: delivered by it, where it is known."""

    taken: StepTaken
    quantity: float | None = None


def status_then(kind: str, steps: Sequence[Step], ordered: float | None) -> str:
    """Return what some steps leave an agreement or order in; ordered: pieces, where known."""
    taken = [step.taken for step in steps]
    if kind == Kind.AGREEMENT:
        return status_after(taken, AGREEMENT_STATUS, "unknown")
    status = status_after(taken, TRANSFER_STATUS, "planned")
    delivered = sum(step.quantity or 0 for step in steps if step.taken.step == "delivered")
    return "delivered" if status == "in_delivery" and is_complete(ordered, delivered) else status


def set_statuses(rows: Sequence[TimelineRow], day: date) -> None:
    """Give rows of agreements and orders the status those had at the end of a day. Four queries."""
    for kind, (model, name) in _OF_FACTS.items():
        asked = [row for row in rows if row["kind"] == kind]
        if asked:
            manager: Any = model._default_manager
            facts = manager.filter(pk__in=[row["id"] for row in asked])
            things = dict(facts.values_list("pk", f"{name}_id"))
            then = statuses_at(kind, list(set(things.values())), day)
            for row in asked:
                row["status"] = then.get(things[row["id"]], row["status"])
