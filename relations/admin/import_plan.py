"""What the page of an import shows: counts, rows that want a look, and what may be done now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from relations.importing import working
from relations.importing.records import MOST_TROUBLES
from relations.importing.reporting import fields_of
from relations.models import Fact, Import, ImportFinding, Outcome

__all__ = ["PlanView", "kinds_of", "percent"]

_S = Import.State
OUTCOMES = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.CONFLICTING)
_KINDS = {"transfers": "orders"}
_SHOWN_FACTS = 50
_LONGEST = 200


def percent(batch: Import) -> int | None:
    """How far the worker is; None where it cannot be said."""
    if not batch.total or not batch.stage:
        return None
    return min(100, int(batch.done * 100 / batch.total))


def kinds_of(batch: Import) -> list[tuple[str, list[int]]]:
    """Counts by kind, in the order of `OUTCOMES`."""
    return [
        (_KINDS.get(kind, kind).replace("_", " "),
         [counts.get(str(outcome), 0) for outcome in OUTCOMES])
        for kind, counts in batch.kinds.items()
    ]  # fmt: skip


@dataclass(frozen=True)
class Changed:
    finding: ImportFinding
    fields: list[tuple[str, str, str]]


class PlanView:
    """Asks of an import what its page shows; lists are bounded, counts are not."""

    outcomes = [str(outcome.label) for outcome in OUTCOMES]
    most = MOST_TROUBLES

    def __init__(self, batch: Import, user: Any) -> None:
        self.batch = batch
        self.user = user

    @property
    def is_working(self) -> bool:
        return self.batch.state in (_S.PLANNING, _S.APPLYING, _S.UNDOING)

    @property
    def percent(self) -> int | None:
        return percent(self.batch)

    @property
    def kinds(self) -> list[tuple[str, list[int]]]:
        return kinds_of(self.batch)

    @property
    def is_read(self) -> bool:
        return self.batch.state in (_S.PLANNED, _S.REFUSED, _S.APPLIED, _S.UNDONE)

    @property
    def may_apply(self) -> bool:
        return self.batch.state in (_S.PLANNED, _S.REFUSED) and self._may(_S.APPLYING)

    @property
    def waits_for_reviewer(self) -> bool:
        return self.batch.state in (_S.PLANNED, _S.REFUSED) and not self._may(_S.APPLYING)

    @property
    def may_undo(self) -> bool:
        return self.batch.state == _S.APPLIED and self._may(_S.UNDOING)

    @property
    def may_resume(self) -> bool:
        again = (_S.WAITING, _S.FAILED, _S.CANCELLED, _S.UNDONE, _S.PLANNED, _S.REFUSED)
        return self.batch.state in again and self._may(_S.PLANNING)

    @property
    def may_cancel(self) -> bool:
        return self.is_working and self._may(self.batch.state)

    def _may(self, state: str) -> bool:
        return working.may(self.user, state, self.batch)

    @cached_property
    def _findings(self) -> dict[str, list[ImportFinding]]:
        found: dict[str, list[ImportFinding]] = {}
        for finding in self.batch.findings.order_by("file", "line", "id")[: 4 * MOST_TROUBLES]:
            found.setdefault(finding.outcome, []).append(finding)
        return found

    @property
    def refused(self) -> list[ImportFinding]:
        return self._findings.get(Outcome.REFUSED, [])

    @property
    def refused_count(self) -> int:
        return int(self.batch.counts.get(Outcome.REFUSED, 0))

    @property
    def remarks(self) -> list[ImportFinding]:
        return self._findings.get(Outcome.REMARK, [])

    @property
    def absent(self) -> list[ImportFinding]:
        return self._findings.get(Outcome.ABSENT, [])

    @property
    def absent_count(self) -> int:
        return int(self.batch.counts.get(Outcome.ABSENT, 0))

    @property
    def changed(self) -> list[Changed]:
        return [
            Changed(finding, [(name, _shown(old), _shown(new)) for name, old, new in fields])
            for outcome in (Outcome.CHANGED, Outcome.CONFLICTING)
            for finding in self._findings.get(outcome, [])[:MOST_TROUBLES]
            for fields in [fields_of(finding)]
        ]

    @property
    def facts(self) -> Iterable[Fact]:
        made = self.batch.made_records.filter(kind="fact", is_undone=False).values("object")
        return Fact.objects.filter(pk__in=made).order_by("id")[:_SHOWN_FACTS]


def _shown(value: Any) -> str:
    if isinstance(value, list) and len(value) == 4 and isinstance(value[0], str):
        value = value[0]  # a date: its text
    if isinstance(value, list):
        value = "; ".join(_shown(each) for each in value)
    text = "" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
