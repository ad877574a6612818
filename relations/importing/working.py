"""Imports by a worker: asked for, read or written by one worker at a time, cancelled, taken up.

What is asked for is the import's state (reading, being applied, being undone) with the stage
`QUEUED`; a worker does it under a lock of its own connection, by which it also tells how far it
is. A state without a worker under its lock is one whose worker is gone: since an import is one
transaction nothing of it is there, and it goes back to where it was asked from.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone

from relations.importing import keeping, running, undoing
from relations.importing.files import NotRecognised
from relations.importing.layouts.table import Table
from relations.models import Import
from relations.recording import NotAllowed, Refused, Stale
from relations.recording.acts import Actor

__all__ = ["ask", "cancel", "may", "sweep", "work"]

logger = logging.getLogger(__name__)

QUEUED = "waiting for a worker"
_S = Import.State
_FROM: dict[str, tuple[str, ...]] = {
    _S.PLANNING: (_S.WAITING, _S.PLANNED, _S.REFUSED, _S.FAILED, _S.CANCELLED, _S.UNDONE),
    _S.APPLYING: (_S.PLANNED, _S.REFUSED),
    _S.UNDOING: (_S.APPLIED,),
}
_BACK = {_S.PLANNING: _S.WAITING, _S.APPLYING: _S.PLANNED, _S.UNDOING: _S.APPLIED}
_GONE = "Its worker stopped in the middle. Nothing was written; resume it."
_EVERY = 0.5  # seconds between two signs


_PERMISSIONS = {_S.PLANNING: "add_import", _S.APPLYING: "change_import", _S.UNDOING: "undo_import"}


def may(by: Actor, wanted: str, batch: Import) -> bool:
    """Whether somebody may have an import read, applied or undone.

    Applying and undoing is for reviewers; but whoever brought a table of their own may apply and
    undo it, as they may enter its drafts one by one.
    """
    if by is None:
        return True
    can = getattr(by, "has_perm", lambda _: False)
    is_own_table = batch.layout == Table.name and batch.by_id == by.pk
    needed = "add_import" if is_own_table else _PERMISSIONS[_S(wanted)]
    return bool(can(f"relations.{needed}"))


def ask(
    batch: Import, wanted: Import.State, *, by: Actor, skips_refused: bool | None = None
) -> None:
    """Queue reading (PLANNING), applying or undoing.

    Raise Refused where it cannot be asked now, or NotAllowed.
    """
    if not may(by, wanted, batch):
        raise NotAllowed("Ask a reviewer to do this: it is for their role.")
    if wanted != _S.UNDOING:
        keeping.files_of(batch)
    values: dict[str, Any] = {} if skips_refused is None else {"skips_refused": skips_refused}
    asked = Import.objects.filter(pk=batch.pk, state__in=_FROM[wanted]).update(
        state=wanted, stage=QUEUED, done=0, total=0, is_cancelled=False, message="", **values
    )
    if not asked:
        raise Refused({"__all__": f"Import {batch.pk} is at another step now; look again."})


def cancel(batch: Import) -> None:
    """Ask the worker to stop; what only waits for one goes back at once."""
    state = Import.objects.get(pk=batch.pk).state
    if state not in _BACK:
        raise Refused({"__all__": f"Import {batch.pk} is not being worked on."})
    waiting = Import.objects.filter(pk=batch.pk, state=state, stage=QUEUED)
    back = _S.CANCELLED if state != _S.UNDOING else _S.APPLIED
    if not waiting.update(state=back, stage=""):
        Import.objects.filter(pk=batch.pk).update(is_cancelled=True)


def work(pk: int, *, by: Any = None) -> str:
    """Do what was asked of an import, unless another worker does; return its state then.

    by: who asked for the undoing.
    """
    with _own_connection() as own:
        if not _lock(own, pk):
            return "another worker has it"
        try:
            waiting = Import.objects.filter(pk=pk, state__in=_BACK, stage=QUEUED)
            if not waiting.update(stage="opening"):
                return "nothing to do"
            _do(Import.objects.get(pk=pk), own, by)
        finally:
            _unlock(own, pk)
    return str(Import.objects.get(pk=pk).state)


def _do(batch: Import, own: Any, by: Any) -> None:
    asked = Import.State(batch.state)
    # what the last step of an import saves is the object as it stands here
    batch.stage = ""
    try:
        if asked == _S.UNDOING:
            _sign(own, batch.pk, "undoing", 0, 0)
            undoing.undo(batch, by=by)
            Import.objects.filter(pk=batch.pk).update(stage="")
            return
        progress = _Progress(own, batch.pk)
        group = keeping.group_of(batch)
        running.run(batch, group, write=asked == _S.APPLYING, progress=progress)
    except running.Busy:
        _end(batch, asked, "Another import of the same data set is under way.", stage=QUEUED)
    except running.Cancelled:
        _end(batch, _S.CANCELLED, "Cancelled; nothing was written.")
    except (Refused, NotRecognised, NotAllowed, Stale) as refused:
        said = " ".join(getattr(refused, "messages", [str(refused)]))
        _end(batch, _S.APPLIED if asked == _S.UNDOING else _S.FAILED, said)
    except Exception:
        logger.exception("import %s failed", batch.pk)
        said = "It failed, and nothing was written; the log of the site says why."
        _end(batch, _S.APPLIED if asked == _S.UNDOING else _S.FAILED, said)


def _end(batch: Import, state: Import.State, message: str, *, stage: str = "") -> None:
    Import.objects.filter(pk=batch.pk).update(
        state=state, message=message[:2_000], stage=stage, is_cancelled=False
    )


class _Progress:
    """Tells how far it is on a connection of its own; raises Cancelled where somebody asked."""

    def __init__(self, own: Any, pk: int) -> None:
        self.own, self.pk = own, pk
        self.stage, self.at = "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage == self.stage and now - self.at < _EVERY:
            return
        self.stage, self.at = stage, now
        if _sign(self.own, self.pk, stage, done, total):
            raise running.Cancelled


def _sign(own: Any, pk: int, stage: str, done: int, total: int) -> bool:
    """Tell how far it is; return whether it is to stop."""
    try:
        with own.cursor() as cursor:
            cursor.execute(
                "UPDATE relations_import SET stage = %s, done = %s, total = %s"
                " WHERE id = %s RETURNING is_cancelled",
                [stage[:80], min(done, total), total, pk],
            )
            row = cursor.fetchone()
    except OperationalError:
        # somebody holds the row for a moment; the next sign is soon enough
        return False
    return bool(row and row[0])


@contextmanager
def _own_connection() -> Iterator[Any]:
    """A connection beside that of the import, on which what is written is seen at once."""
    own: Any = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        yield own
    finally:
        # the pool hands it to somebody else
        with suppress(DatabaseError), own.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
        own.close()


def _lock(own: Any, pk: int) -> bool:
    """Take the lock of the worker on an import, until it is given back or its worker dies."""
    with own.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"working on import {pk}"]
        )
        return bool(cursor.fetchone()[0])


def _unlock(own: Any, pk: int) -> None:
    with own.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"working on import {pk}"]
        )


def sweep() -> list[int]:
    """Take back what dead workers left, throw away old files; return what waits for a worker."""
    with _own_connection() as own:
        for pk, state in (
            Import.objects.filter(state__in=_BACK).exclude(stage=QUEUED).values_list("pk", "state")
        ):
            if not _lock(own, pk):
                continue
            try:
                Import.objects.filter(pk=pk, state=state).exclude(stage=QUEUED).update(
                    state=_BACK[_S(state)], stage="", message=_GONE
                )
            finally:
                _unlock(own, pk)
    keeping.forget_old(timezone.now())
    waiting = Import.objects.filter(state__in=_BACK, stage=QUEUED).order_by("pk")
    return list(waiting.values_list("pk", flat=True))
