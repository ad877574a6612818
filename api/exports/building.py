"""Build ordered files: one at a time for a person, from scratch after a worker died."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from api.models import Export
from relations import recording
from relations.exporting.building import Beginning, build
from relations.exporting.questions import read_question

logger = logging.getLogger(__name__)

KEPT = timedelta(days=7)
REMEMBERED = timedelta(days=30)
"""So long the list says what became of a file that is not there: failed, cancelled or expired."""
SILENT = timedelta(minutes=3)
"""A worker that gave no sign for so long is dead."""
MOST_ATTEMPTS = 3
_EVERY = 1.0  # seconds between two signs

_S = Export.State


class Stopped(Exception):
    """The file was cancelled, or another worker has taken it."""


def run(pk: UUID) -> Export | None:
    """Build a waiting file; return it as it stands then, or None where it does not wait, or one of
    the same person is being built."""
    export = _take(pk)
    if export is None:
        return None
    # What was committed before is then numbered, and the position says so.
    recording.number_changes()
    try:
        manifest = _build(export)
    except Stopped:
        logger.info("export %s was stopped", export.pk)
    except Exception:
        logger.exception("export %s failed", export.pk)
        _end(export, state=_S.FAILED, error="It could not be built; the log of the site says why.")
    else:
        ended = _end(
            export,
            state=_S.DONE,
            manifest=manifest,
            sha256=manifest["sha256"],
            bytes=manifest["bytes"],
            expires_at=timezone.now() + KEPT,
            rows_done=manifest["facts"],
        )
        if not ended:
            export.path.unlink(missing_ok=True)
    export.refresh_from_db()
    return export


def next_of(export: Export) -> UUID | None:
    """Return the oldest file that the same person waits for."""
    return (
        Export.objects.filter(owner=export.owner_id, state=_S.WAITING)
        .order_by("ordered_at")
        .values_list("pk", flat=True)
        .first()
    )


def _take(pk: UUID) -> Export | None:
    try:
        with transaction.atomic():
            export = (
                Export.objects.select_for_update(skip_locked=True)
                .filter(pk=pk, state=_S.WAITING)
                .first()
            )
            if export is None:
                return None
            export.state = _S.RUNNING
            export.attempts += 1
            export.rows_done = 0
            export.started_at = export.seen_at = timezone.now()
            export.save(update_fields=["state", "attempts", "rows_done", "started_at", "seen_at"])
            return export
    except IntegrityError:
        # one_running_export_a_person: this one waits until the other ends
        return None


def _end(export: Export, **values: Any) -> bool:
    """Finish this worker's attempt, unless it was stopped meanwhile."""
    rows = Export.objects.filter(pk=export.pk, state=_S.RUNNING, attempts=export.attempts)
    return bool(rows.update(finished_at=timezone.now(), **values))


def _build(export: Export) -> dict[str, Any]:
    given = [(name, text) for name, text in export.query]
    question, problems = read_question(given, sees_restricted=export.sees_restricted)
    if problems:
        raise ValueError(f"a stored question cannot be read: {problems}")
    with _own_connection() as own:
        signed = time.monotonic()

        def sign(done: int, **values: Any) -> None:
            """Tell how far it is in a transaction of its own; raise Stopped where it is over."""
            nonlocal signed
            signed = time.monotonic()
            names = "".join(f", {name} = %s" for name in values)
            with own.cursor() as cursor:
                cursor.execute(
                    f"UPDATE api_export SET rows_done = %s, seen_at = now(){names}"
                    " WHERE id = %s AND state = 'running' AND attempts = %s",
                    [done, *values.values(), export.pk, export.attempts],
                )
                if not cursor.rowcount:
                    raise Stopped

        def begun(beginning: Beginning) -> None:
            sign(0, rows_expected=beginning.facts, withheld=beginning.withheld,
                 position=beginning.position)  # fmt: skip

        def tick(done: int) -> None:
            if time.monotonic() - signed >= _EVERY:
                sign(done)

        manifest = build(export.path, question, export.format, begun=begun, tick=tick)
        sign(manifest["facts"])
        return manifest


@contextmanager
def _own_connection() -> Iterator[Any]:
    """A connection beside that of the file, which reads one moment and writes nothing."""
    own: Any = connection.copy()
    try:
        yield own
    finally:
        own.close()


def sweep(now: datetime) -> list[UUID]:
    """Throw away what expired and what dead workers left, and forget what ended long ago; return
    the files that wait."""
    for export in Export.objects.filter(state=_S.DONE, expires_at__lte=now):
        export.path.unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk, state=_S.DONE).update(state=_S.EXPIRED)
    ended = Export.objects.filter(state__in=(_S.FAILED, _S.CANCELLED, _S.EXPIRED))
    ended.filter(finished_at__lte=now - REMEMBERED).delete()
    silent = Export.objects.filter(state=_S.RUNNING, seen_at__lt=now - SILENT)
    silent.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=_S.FAILED, finished_at=now, error="Its worker stopped three times."
    )
    silent.update(state=_S.WAITING)
    for part in (settings.VAR / "exports").glob("*.part"):
        if part.stat().st_mtime < (now - 20 * SILENT).timestamp():
            part.unlink(missing_ok=True)
    waiting = Export.objects.filter(state=_S.WAITING).order_by("ordered_at")
    return list(waiting.values_list("pk", flat=True))
