"""One import from files to facts: dry run, application, undoing; all or nothing.

Reading, comparing and writing are one transaction. A dry run is the same up to the plan and is
rolled back, so that it shows what applying would do now. Nothing is half there: a killed worker,
a cancelled import or one refused row (unless they are to be skipped) leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from relations import db
from relations.importing import applying, planning, suggesting, workspace
from relations.importing.files import InputFile, NotRecognised
from relations.importing.layouts import Layout
from relations.importing.layouts.known import LAYOUTS
from relations.importing.layouts.table import Table, guessed, is_of_the_template
from relations.importing.layouts.un_votes import UnVotes, plan_votes, write_votes
from relations.importing.names import Names
from relations.importing.records import Release, Trouble
from relations.importing.reporting import Report, report_of
from relations.importing.staging import stage
from relations.importing.tables.mapping import Mapping
from relations.models import Import, ImportedRecord, ImportFinding, Outcome
from relations.pairs import Pair

__all__ = ["Busy", "Cancelled", "Group", "Progress", "begin", "recognise", "run", "sort_out"]

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total); raises Cancelled to stop."""


_MANY = 1_000


class Cancelled(Exception):
    """Somebody asked to stop; nothing was written."""


class Busy(Exception):
    """Another import of the same data set is being read or written."""


@dataclass(frozen=True)
class Group:
    """Files that are read together as one import."""

    layout: Layout
    files: list[InputFile]

    @cached_property
    def release(self) -> Release:
        """Which edition the files are; some layouts read a file through to say so."""
        return self.layout.release(self.files)


def fail(batch: Import, said: str) -> None:
    """Note that an import stopped; nothing of it was written."""
    Import.objects.filter(pk=batch.pk).exclude(state=Import.State.APPLIED).update(
        state=Import.State.FAILED, message=said[:2_000], finished_at=timezone.now()
    )


def recognise(
    files: Sequence[InputFile], layout: str = "auto", mapping: Mapping | None = None
) -> list[Group]:
    """Say which layouts read which of the files. Raise NotRecognised naming those nobody knows.

    With a mapping all of them are one table; a table whose headings are those of our template
    needs none.
    """
    if mapping is not None or layout == Table.name:
        return [Group(Table(mapping or guessed(files)), list(files))] if files else []
    groups, left = sort_out(files, layout)
    if left:
        raise NotRecognised(_unknown(left, layout))
    return groups


def sort_out(
    files: Sequence[InputFile], layout: str = "auto"
) -> tuple[list[Group], list[InputFile]]:
    """Say which layouts read which of the files, and which files nobody knows."""
    left = list(files)
    groups: list[Group] = []
    if layout == "auto":
        own = [file for file in left if is_of_the_template(file)]
        groups += [Group(Table(guessed([file])), [file]) for file in own]
        left = [file for file in left if file not in own]
    for known in LAYOUTS:
        if layout not in ("auto", known.name):
            continue
        taken = known.claims(left)
        if taken:
            groups.append(Group(known, taken))
            left = [file for file in left if file not in taken]
    return groups, left


def _unknown(files: Iterable[InputFile], layout: str) -> str:
    names = ", ".join(file.name for file in files)
    if layout != "auto" and layout not in {known.name for known in LAYOUTS}:
        known_names = ", ".join([*(known.name for known in LAYOUTS), Table.name])
        return f"There is no layout “{layout}”. Known: {known_names}."
    if layout != "auto":
        label = next(known.label for known in LAYOUTS if known.name == layout)
        return f"{names}: not recognised as {label}; its first lines are not of that layout."
    return (
        f"{names}: not recognised. Its first lines are of no layout we know; "
        "map its columns as a table of your own (--mapping), or name the layout (--layout)."
    )


def begin(group: Group, *, by: Any = None, skips_refused: bool = False) -> Import:
    """Make the record of an import that is about to be read."""
    release = group.release
    return Import.objects.create(
        layout=group.layout.name,
        dataset=group.layout.dataset,
        release=release.name[:200],
        scope=release.scope_words[:300],
        files=[
            {"name": file.name, "size": file.size, "sha256": file.sha256} for file in group.files
        ],
        mapping=group.layout.mapping.as_json() if isinstance(group.layout, Table) else None,
        skips_refused=skips_refused,
        by=by,
    )


def run(
    batch: Import,
    group: Group,
    *,
    write: bool,
    pair: Pair | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Report:
    """Read, compare and, with `write`, apply an import; return what was found.

    With `write` and refused rows nothing is written unless the import skips them. Raise Busy,
    Cancelled, NotRecognised.
    """
    progress("counting", 0, 0)
    is_table = isinstance(group.layout, Table)
    total = sum(_lines(file.path if is_table else file.text_path) for file in group.files)
    report = Report(
        layout=group.layout.name, dataset=group.layout.dataset, release=group.release.name,
        scope=group.release.scope_words, rows=0, batch=batch.pk,
    )  # fmt: skip
    with transaction.atomic():
        if not db.try_lock_word(f"import {group.layout.dataset}"):
            raise Busy("Another import of this data set is under way; wait for it or cancel it.")
        workspace.clear()
        plan = _plan_votes if isinstance(group.layout, UnVotes) else _plan_records
        write_it = plan(batch, group, report, pair, progress, total)
        if write and (batch.skips_refused or not report.refused_count):
            batch.findings.all().delete()
            write_it()
            report.is_applied = True
            _keep(batch, report, with_changed=False)
            _describe(batch, report)
            batch.state, batch.finished_at = Import.State.APPLIED, timezone.now()
            batch.save()
        else:
            transaction.set_rollback(True)
    if not report.is_applied:
        _conclude(batch, report, write=write)
    elif report.rows > _MANY:
        # Else the next import would look through the whole registry for each of its records.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE relations_importedrecord")
    return report


def _plan_records(
    batch: Import, group: Group, report: Report, pair: Pair | None, progress: Progress, total: int
) -> Callable[[], None]:
    """Stage and compare records; return what writes them."""
    names = Names(group.layout.aliases)
    staged = stage(
        group.layout, group.files, names, tick=lambda line: progress("reading", line, total)
    )
    for line, key in planning.keep_first():
        staged.troubles.note(
            Trouble(line, f"The number {key} stands twice in the file.", value=key)
        )
    if rival := _rival(group.layout):
        staged.troubles.note(rival)
    report.rows = staged.bundles + staged.troubles.refused_count
    progress("comparing", total, total)
    planning.plan(group.layout, batch.pk, group.release.scope)
    report_of(group.layout, staged, report, group.release.scope, pair)
    report.new_actors = [actor.label for actor in names.new_actors.values()]

    def write_it() -> None:
        applying.apply(
            batch, group.layout, group.release, names, staged,
            tick=lambda stage: progress(stage, total, total),
        )  # fmt: skip
        progress("suggestions", total, total)
        suggesting.suggest(batch, group.layout, staged.suggestions)

    return write_it


def _rival(layout: Layout) -> Trouble | None:
    """Warn of a layout's import that tells the same things, which would all stand twice."""
    record = ImportedRecord.objects.filter(
        dataset=layout.dataset, voice__in=layout.rival_voices, is_undone=False
    ).first()
    if record is None:
        return None
    return Trouble(
        0,
        f"Import {record.batch_id} read the same data set by layout {record.voice}; what both tell "
        "will stand twice. Undo one of them.",
        is_refusal=False,
    )


def _plan_votes(
    batch: Import, group: Group, report: Report, pair: Pair | None, progress: Progress, total: int
) -> Callable[[], None]:
    """Stage and compare votes, which are no records; return what writes them."""
    plan_votes(group.layout, group.files, report, progress=progress, total=total)

    def write_it() -> None:
        progress("writing", total, total)
        batch.source = applying.source_of(group.layout.dataset, group.release, batch)
        write_votes(batch, batch.source)

    return write_it


def _conclude(batch: Import, report: Report, *, write: bool) -> None:
    """Keep what was found of an import that wrote nothing."""
    with transaction.atomic():
        batch.findings.all().delete()
        _keep(batch, report, with_changed=True)
        _describe(batch, report)
        batch.state = Import.State.REFUSED if write else Import.State.PLANNED
        if write:
            batch.message = f"{report.refused_count:,} rows are refused, so nothing was written."
        batch.save()


def _describe(batch: Import, report: Report) -> None:
    batch.rows = report.rows
    batch.counts = report.counts
    batch.kinds = {**report.kinds, **{f"{kind}s": n for kind, n in report.things.items()}}


def _keep(batch: Import, report: Report, *, with_changed: bool) -> None:
    findings = [
        ImportFinding(
            batch=batch,
            outcome=Outcome.REFUSED if trouble.is_refusal else Outcome.REMARK,
            file=trouble.file[:200],
            line=trouble.line,
            column=trouble.column[:120],
            value=trouble.value[:200],
            said=trouble.said[:500],
        )
        for trouble in (*report.refused, *report.remarks)
    ]
    findings += [
        ImportFinding(batch=batch, outcome=Outcome.REMARK, value=label[:200],
                      said="A new actor, of no list of states.")
        for label in report.new_actors[:1_000]
    ]  # fmt: skip
    findings += [
        ImportFinding(batch=batch, outcome=Outcome.ABSENT, key=each["key"][:160],
                      said=each["title"][:500])
        for each in report.absent
    ]  # fmt: skip
    findings += [
        ImportFinding(
            batch=batch,
            outcome=each.outcome,
            line=each.line,
            key=each.key[:160],
            before={name: old for name, (old, _) in each.fields.items()},
            after={name: new for name, (_, new) in each.fields.items()},
        )
        for each in report.changed
        if with_changed or each.outcome == Outcome.CONFLICTING
    ]
    ImportFinding.objects.bulk_create(findings, batch_size=1_000)


def _lines(path: Path) -> int:
    count = 0
    with path.open("rb") as opened:
        while chunk := opened.read(1024 * 1024):
            count += chunk.count(b"\n")
    return count + 1
