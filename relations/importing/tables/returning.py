"""Rows that were downloaded here and come back: each changes the fact whose number it bears.

What differs from the fact as it stands is the change. A draft is amended; of a public fact a
correction is proposed. A fact that is no longer at the row's revision is left as it is, and told
as conflicting. Evidence is added at the desk, not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from relations import recording
from relations.importing.records import Trouble
from relations.importing.reporting import Difference, Report
from relations.importing.tables.columns import COLUMNS
from relations.importing.tables.rows import RowReader
from relations.importing.tables.told import Told, tell
from relations.lanes import Kind
from relations.models import Fact, Import, ImportFinding, Outcome, Proposal, Publication
from relations.recording import proposals

__all__ = ["Returned", "give_back"]

_AT_ONCE = 500
_LEFT_OUT = ("number", "revision", "key", "order")
_EVIDENCE = ("source_address", "source_title", "source_date", "quotation")
_MONEY = ("amount", "currency", "measure")
_TOP = ("headline", "summary")
_FORMS = {
    Kind.AGREEMENT: "step", Kind.ARMS_TRANSFER: "step", Kind.STATEMENT: "act",
    Kind.VISIT: "form", Kind.ACTION: "action",
}  # fmt: skip
_NAMES = {"agreement_type": "type", "said": "quotation", "speaker": "speaker_words"}
_UNSAID = {"level": "unknown", "agreement_type": "other"}


@dataclass
class _Row:
    line: int
    fact: Fact
    revision: int
    outcome: Outcome
    before: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass
class Returned:
    """The rows of one import that bear the number of a fact, compared with what is here."""

    rows: list[_Row] = field(default_factory=list)
    _waiting: list[tuple[int, dict[str, str], RowReader]] = field(default_factory=list)
    _seen: dict[int, int] = field(default_factory=dict)

    def add(self, line: int, cells: dict[str, str], reader: RowReader) -> None:
        """Take a row, to be compared with the others."""
        self._waiting.append((line, cells, reader))

    def compare(self) -> Iterator[Trouble]:
        """Compare the rows with their facts; yield what is wrong with them."""
        for start in range(0, len(self._waiting), _AT_ONCE):
            part = self._waiting[start : start + _AT_ONCE]
            numbers = {_number(cells["number"]) for _, cells, _ in part}
            facts = Fact.objects.filter(pk__in=numbers)
            here = tell(list(facts))
            for line, cells, reader in part:
                reader.begin(line)
                found = self._compare(line, cells, reader, here)
                if found is not None and not reader.has_refused():
                    self.rows.append(found)
                yield from reader.troubles

    def _compare(
        self, line: int, cells: dict[str, str], reader: RowReader, facts: Mapping[int, Told]
    ) -> _Row | None:
        told = self._fact(line, cells["number"], reader, facts)
        revision = cells.get("revision", "")
        if not (revision.isascii() and revision.isdigit()):
            reader.wrong("revision", "The row has lost its revision; download it again.", revision)
        if told is None or reader.has_refused():
            return None
        fact, now, here = told.fact, told.payload, told.row
        changed = {
            name: (here.get(name, ""), text)
            for name, text in cells.items()
            if name not in _LEFT_OUT and _folded(text) != _folded(here.get(name, ""))
        }
        if "kind" in changed and changed["kind"][1].casefold() in (
            "", Kind(fact.kind).label.casefold(),
        ):  # fmt: skip
            del changed["kind"]
        for name in [name for name in changed if name in _EVIDENCE]:
            reader.remark(name, "Left as it is: evidence is added at the desk.", changed[name][1])
            del changed[name]
        row = _Row(line, fact, int(revision), Outcome.UNCHANGED, fields=changed)
        if not changed:
            return row
        if fact.revision != row.revision:
            row.outcome = Outcome.CONFLICTING
            return row
        row.outcome = Outcome.CHANGED
        row.payload = _payload(fact, now, cells, changed, reader)
        row.before = {name: now[name] for name in row.payload}
        if reader.has_refused():
            return None
        if _is_proposed(fact, row.payload):
            row.outcome = Outcome.UNCHANGED
            return row
        _try(row, reader)
        return row

    def _fact(
        self, line: int, number: str, reader: RowReader, facts: Mapping[int, Told]
    ) -> Told | None:
        key = _number(number)
        told = facts.get(key)
        if told is None:
            reader.wrong("number", f"There is no fact {number[:40]}.", number)
        elif told.fact.publication in (Publication.RETRACTED, Publication.MERGED):
            reader.wrong("number", f"Fact {key} is withdrawn or merged.", number)
        elif key in self._seen:
            reader.wrong("number", f"Fact {key} stands in line {self._seen[key]} too.", number)
        else:
            self._seen[key] = line
            return told
        return None

    def tell(self, report: Report) -> None:
        """Count them with the others, and show their changes."""
        for row in self.rows:
            kinds = report.kinds.setdefault(str(row.fact.kind), {})
            kinds[str(row.outcome)] = kinds.get(str(row.outcome), 0) + 1
            if row.outcome != Outcome.UNCHANGED:
                report.changed.append(
                    Difference(f"fact {row.fact.pk}", row.line, str(row.outcome), row.fields)
                )

    def write(self, batch: int) -> None:
        """Amend drafts and propose corrections. Raise Stale when a fact has just changed."""
        about = Import.objects.select_related("by").get(pk=batch)
        for row in self.rows:
            if row.outcome == Outcome.CHANGED:
                _write(row, about)


def _number(text: str) -> int:
    """The number of a fact; 0, which none has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _folded(text: str) -> str:
    return " ".join(text.split())


def _payload(
    fact: Fact, now: Mapping[str, Any], cells: Mapping[str, str],
    changed: Mapping[str, tuple[str, str]], reader: RowReader,
) -> dict[str, Any]:  # fmt: skip
    """The payload of a correction: what the changed cells mean, by the names of `recording`."""
    kind = Kind(fact.kind)
    when = reader.date("date", cells)
    on = when.earliest or when.latest
    payload: dict[str, Any] = {}
    detail: dict[str, Any] = {}
    for name, (_, text) in changed.items():
        if name == "kind":
            reader.wrong("kind", f"Fact {fact.pk} keeps its kind.", text)
        elif kind not in COLUMNS[name].kinds:
            reader.remark(name, f"It is left out: it says nothing of fact {fact.pk}.", text)
        elif name in _TOP:
            payload[name] = text
        elif name == "date":
            payload[name] = when.text
        elif name == "end":
            payload[name] = reader.date(name, cells).text
        elif name == "subtype":
            detail[_FORMS[kind]] = reader.subtype(kind, text)
        elif name not in _MONEY:
            detail[_name(kind, name)] = _meant(kind, name, text, on, reader)
    if any(name in changed for name in _MONEY):
        if len(now["money"]) > 1:
            reader.wrong("amount", "The fact has several amounts; change them at the desk.")
        payload["money"] = list(reader.money(cells))
    if detail:
        payload["detail"] = {**now["detail"], **detail}
    return payload


def _name(kind: Kind, column: str) -> str:
    if kind == Kind.ACTION and column == "quantity":
        return "quantity_reported"
    return _NAMES.get(column, column)


def _meant(kind: Kind, name: str, text: str, on: date | None, reader: RowReader) -> Any:
    meant = reader.piece(name, text, on)
    if name == "quantity":
        if kind == Kind.ACTION:
            return meant.reported
        return {
            "low": meant.low, "best": meant.best, "high": meant.high, "reported": meant.reported,
        }  # fmt: skip
    if name == "persons":
        return [{"name": person} for person in meant]
    return meant or _UNSAID.get(name, meant)


def _is_proposed(fact: Fact, payload: dict[str, Any]) -> bool:
    """Whether the same correction waits already: the same file twice changes nothing."""
    return Proposal.objects.filter(
        fact=fact, state=Proposal.State.PROPOSED, payload=payload, origin=Proposal.Origin.IMPORT
    ).exists()


def _try(row: _Row, reader: RowReader) -> None:
    """Do what applying would do, and undo it; note what is refused."""
    try:
        with recording.tried(
            row.payload, by=None, fact=row.fact, base_revision=row.revision, public_note="Table"
        ):
            pass
    except recording.Refused as refused:
        for name, sentences in refused.message_dict.items():
            column = next((own for own, theirs in _NAMES.items() if theirs == name), name)
            reader.wrong(column, " ".join(sentences))


def _write(row: _Row, batch: Import) -> None:
    fact = Fact.objects.get(pk=row.fact.pk)
    if fact.publication == Publication.DRAFT:
        fact = proposals.apply(
            row.payload, to=fact, by=batch.by, reason=f"Import {batch.pk}",
            base_revision=row.revision,
        )  # fmt: skip
        said = f"Fact {fact.pk}, a draft, was amended."
        before = {"payload": row.before, "revision": fact.revision}
    else:
        proposals.propose(
            row.payload, by=batch.by, fact=fact, base_revision=row.revision,
            origin=Proposal.Origin.IMPORT, origin_name="table",
            origin_version=f"import {batch.pk}", public_note=f"{batch.release}"[:200],
        )  # fmt: skip
        said, before = f"A correction of fact {fact.pk} was proposed.", {}
    ImportFinding.objects.create(
        batch=batch, outcome=Outcome.CHANGED, line=row.line, key=f"fact {fact.pk}", said=said,
        before={**before, "cells": {name: old for name, (old, _) in row.fields.items()}},
        after={"cells": {name: new for name, (_, new) in row.fields.items()}},
    )  # fmt: skip


def give_back(batch: Import, *, by: Any) -> tuple[int, list[int]]:
    """Give the drafts an import amended what they said before; return how many, and those left.

    Left are those that people worked on since.
    """
    restored, left = 0, []
    for finding in batch.findings.filter(outcome=Outcome.CHANGED, key__startswith="fact "):
        before = finding.before or {}
        if "payload" not in before:
            continue
        fact = Fact.objects.get(pk=int(finding.key.removeprefix("fact ")))
        if fact.revision != before["revision"] or fact.publication != Publication.DRAFT:
            left.append(fact.pk)
            continue
        proposals.apply(
            before["payload"], to=fact, by=by, reason=f"Import {batch.pk} undone",
            base_revision=before["revision"],
        )  # fmt: skip
        restored += 1
    return restored, left
