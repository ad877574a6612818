"""An act: one transaction, one recorded change, refusals in one clear sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction

from relations import db
from relations.models import Change, Fact, Publication
from relations.recording.snapshots import snapshot

Actor = AbstractBaseUser | AnonymousUser | None
"""Who does it. None is the system itself: a command or an import."""


class Refused(ValidationError):
    """The values break a rule of the domain: a sentence for each field, nothing saved."""

    def __init__(self, errors: dict[str, str | list[str]]) -> None:
        super().__init__(dict(errors.items()))


class NotAllowed(PermissionDenied):
    """The actor lacks the permission that this act needs."""


class Stale(Exception):
    """Somebody else changed the fact since it was read."""

    def __init__(self, fact: Fact, base_revision: int) -> None:
        self.fact = fact
        self.base_revision = base_revision
        super().__init__(
            f"Fact {fact.pk} was changed by somebody else: you read revision {base_revision}, "
            f"it is now revision {fact.revision}."
        )


# The field a broken rule is shown at, and its sentence where the constraint has none in Django.
_RULES: dict[str, tuple[str, str]] = {
    "published_fact_has_a_claim": (
        "evidence",
        "A published fact needs at least one accepted claim with a source.",
    ),
    "published_fact_has_a_detail": ("__all__", "A published fact needs its detail."),
    "published_fact_is_second_read": (
        "__all__",
        "This kind of fact needs a second reader before it is public.",
    ),
    "claim_quotation_stands_in_its_text": (
        "quotation",
        "This quotation does not stand in the text of its source.",
    ),
    "fact_is_imported_once": (
        "dataset_key",
        "This row of the data set is recorded already.",
    ),
    "agreement_counts_once_in_each_figure": (
        "money",
        "This agreement already counts in this figure; leave one of the two amounts out.",
    ),
    "transfer_counts_once_in_each_figure": (
        "money",
        "This order already counts in this figure; leave one of the two amounts out.",
    ),
    "write_belongs_to_an_act": ("__all__", "Facts are written only through recording."),
}


def require(actor: Actor, permission: str) -> None:
    """Raise NotAllowed unless the actor is the system or holds `relations.<permission>`."""
    if actor is None:
        return
    if not getattr(actor, "has_perm", lambda _: False)(f"relations.{permission}"):
        raise NotAllowed(f"This needs the permission to {permission.replace('_', ' ')}s.")


@contextmanager
def act(
    name: Change.Act,
    *,
    by: Actor,
    fact: Fact | None = None,
    base_revision: int | None = None,
    reason: str = "",
    about: dict[str, models.Model] | None = None,
) -> Iterator[Change]:
    """Do one act: lock the fact, allow writes, and record the change with before and after.

    Yields the unsaved Change; set `fact` on it when the act creates one. `about` names the other
    record the act is on (agreement, transfer, source, publisher, body). Raise Stale when
    `base_revision` is given and is not the fact's; Refused when a rule of the database breaks.
    """
    try:
        with transaction.atomic():
            before = None
            change = Change(act=name, by=_user(by), reason=reason, **(about or {}))
            if fact is not None:
                locked = Fact.objects.select_for_update().get(pk=fact.pk)
                if base_revision is not None and locked.revision != base_revision:
                    raise Stale(locked, base_revision)
                before = snapshot(locked)
                change.fact = fact
                fact.refresh_from_db()
            with db.writing(name):
                yield change
                if change.fact is not None:
                    _record(change, before)
            change.writer = db.transaction_id()
            change.save()
            # Deferred keys are checked here, so that a refusal is this act's and not a later one's.
            _check_deferred()
    except IntegrityError as error:
        _reread(fact)
        raise refusal_of(error) from error
    except Exception:
        _reread(fact)
        raise


def _reread(fact: Fact | None) -> None:
    """Give the caller's object back as it is stored: what was refused is not half there."""
    if fact is not None and fact.pk is not None and not connection.needs_rollback:
        fact.refresh_from_db()


def _record(change: Change, before: dict[str, Any] | None) -> None:
    fact = change.fact
    assert fact is not None
    fact.revision += 1
    fact.save(update_fields=["revision"])
    fact.refresh_from_db()
    after = snapshot(fact)
    change.revision = fact.revision
    change.before = before
    change.after = {**after, **(change.after or {})}
    was = before["publication"] if before else Publication.DRAFT
    change.is_public = Publication.PUBLISHED in (was, fact.publication)


def note(fact: Fact, *, before: dict[str, Any], by: Actor, reason: str) -> None:
    """Record what an act on another record changed of this fact; only inside that act.

    before: the fact's snapshot from before it.
    """
    is_public = fact.publication == Publication.PUBLISHED
    name = Change.Act.CORRECTED if is_public else Change.Act.AMENDED
    change = Change(act=name, by=_user(by), reason=reason, fact=fact)
    _record(change, before)
    change.writer = db.transaction_id()
    change.save()


def _check_deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _user(actor: Actor) -> Any:
    return actor if actor is not None and actor.pk is not None else None


def refusal_of(error: IntegrityError) -> Exception:
    """Turn a broken rule into Refused with its sentence; anything else comes back as it is."""
    rule = db.broken_rule(error)
    if rule in _RULES:
        field, sentence = _RULES[rule]
        return Refused({field: sentence})
    for model in Fact._meta.apps.get_app_config("relations").get_models():
        for constraint in model._meta.constraints:
            if constraint.name == rule:
                said = getattr(constraint, "violation_error_message", None)
                words = said or rule.replace("_", " ").capitalize() + "."
                if "Constraint “" in str(words):
                    words = rule.replace("_", " ").capitalize() + "."
                return Refused({"__all__": str(words)})
    return error
