"""Order a file, stop it, remove it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from api.models import Export
from relations.exporting.questions import Question
from relations.models import Change

MOST_WAITING = 5
"""So many files of one person may wait beside the one that is built."""
MOST_WAITING_OF_ALL = 100

_S = Export.State


class TooManyExports(Exception):
    """So many files wait already. is_own: those of the person, not of all."""

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        self.is_own = is_own


@transaction.atomic
def order(*, by: User, question: Question, form: str) -> tuple[Export, bool]:
    """Order a file; return it, and whether it is new.

    The same question with the same rights is built once for each position of the record of changes:
    a file that holds nothing restricted is shared, whoever ordered it. Raise TooManyExports.
    """
    # One order of a person at a time, so that two at once cannot both be the last that may wait.
    User.objects.select_for_update().get(pk=by.pk)
    last = Change.objects.numbered().reverse().first()
    position = (last.position or 0) if last else 0
    query = [list(each) for each in question.query]
    same = Export.objects.filter(
        format=form, query=query, sees_restricted=question.sees_restricted
    ).filter(
        Q(state=_S.WAITING)
        | Q(state=_S.RUNNING, position=position)
        | Q(state=_S.DONE, position=position, expires_at__gt=timezone.now())
    )
    if question.sees_restricted:
        same = same.filter(owner=by)
    for found in same.order_by("-ordered_at"):
        if found.state != _S.DONE or found.path.exists():
            return found, False
    waiting = Export.objects.filter(state=_S.WAITING)
    if waiting.filter(owner=by).count() >= MOST_WAITING:
        raise TooManyExports(is_own=True)
    if waiting.count() >= MOST_WAITING_OF_ALL:
        raise TooManyExports(is_own=False)
    made = Export.objects.create(
        owner=by, format=form, query=query, sees_restricted=question.sees_restricted
    )
    return made, True


def cancel(export: Export) -> bool:
    """Stop a file that waits or is built; return False where it is neither. Its worker sees it
    within a second."""
    stopped = Export.objects.filter(pk=export.pk, state__in=(_S.WAITING, _S.RUNNING)).update(
        state=_S.CANCELLED, finished_at=timezone.now()
    )
    return bool(stopped)


def remove(export: Export) -> None:
    """Cancel a file, or where it is finished throw it away with its record."""
    if not cancel(export):
        export.path.unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk).delete()
