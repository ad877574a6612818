"""Merging two records of one thing, and exactly undoing it.

Moved ids are kept in the Change; data set keys stay on the merged row. Facts, agreements,
arms transfers, sources, publishers and bodies can be merged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models

from relations.models import (
    Agreement,
    AgreementParty,
    AgreementStep,
    ArmsTransfer,
    Body,
    Change,
    Claim,
    Fact,
    FactLink,
    Money,
    Office,
    Publication,
    Publisher,
    Source,
    Statement,
    TransferItem,
    TransferStep,
)
from relations.recording.acts import Actor, Refused, act, note, require
from relations.recording.deriving import derive, derive_agreement, derive_transfer
from relations.recording.snapshots import snapshot

Mergeable = Fact | Agreement | ArmsTransfer | Source | Publisher | Body

_MOVED: dict[type[models.Model], tuple[tuple[type[models.Model], str], ...]] = {
    Fact: ((Claim, "fact"), (FactLink, "to"), (Statement, "about_fact")),
    Agreement: (
        (AgreementStep, "agreement"),
        (Agreement, "parent"),
        (Statement, "about_agreement"),
    ),
    ArmsTransfer: (
        (TransferStep, "transfer"),
        (TransferItem, "transfer"),
        (Statement, "about_transfer"),
    ),
    Source: ((Claim, "source"), (Source, "syndicated_from")),
    Publisher: ((Source, "publisher"),),
    Body: (
        (Office, "body"),
        (Statement, "body"),
        (Claim, "asserted_by_body"),
        (Publisher, "owner_body"),
        (AgreementParty, "body"),
    ),
}
"""What points at a record and moves to its survivor, by model."""

_ABOUT = {
    Agreement: "agreement",
    ArmsTransfer: "transfer",
    Source: "source",
    Publisher: "publisher",
    Body: "body",
}


def merge(duplicate: Mergeable, *, into: Mergeable, by: Actor, reason: str) -> Mergeable:
    """Let `into` take over what points at `duplicate`; return the survivor. Raise Refused."""
    require(by, "merge_fact")
    if type(duplicate) is not type(into):
        raise Refused({"into": "Only records of the same sort are merged."})
    if duplicate.pk == into.pk:
        raise Refused({"into": "A record is not merged into itself."})
    if not reason.strip():
        raise Refused({"reason": "Say why the two are one."})
    if into.merged_into_id is not None or duplicate.merged_into_id is not None:
        raise Refused({"into": "One of the two is merged already."})
    if isinstance(duplicate, Fact) and isinstance(into, Fact):
        return _merge_facts(duplicate, into, by, reason)
    with act(
        Change.Act.MERGED,
        by=by,
        reason=reason,
        about={_ABOUT[type(duplicate)]: duplicate},
    ) as change:
        moved = _moving(duplicate, into)
        with _following(_facts_touched(moved), by, reason):
            _move(moved, into)
            left_out = _leave_out_second_amounts(duplicate, into)
            duplicate.merged_into = into
            duplicate.save(update_fields=["merged_into"])
            _derive_all(_facts_touched(moved))
        _derive_record(duplicate)
        change.after = {"into": into.pk, "moved": moved, "left_out": left_out}
    return into


def _merge_facts(duplicate: Fact, into: Fact, by: Actor, reason: str) -> Fact:
    if duplicate.kind != into.kind:
        raise Refused({"into": "Facts of different kinds are not one fact."})
    with act(Change.Act.MERGED, by=by, fact=duplicate, reason=reason) as change:
        was = duplicate.publication
        duplicate.publication = Publication.MERGED
        duplicate.merged_into = into
        duplicate.save(update_fields=["publication", "merged_into"])
        moved = _moving(duplicate, into)
        _move(moved, into)
        Claim.objects.filter(pk__in=moved["claim.fact"]).update(moved_from=duplicate)
        change.after = {"into": into.pk, "moved": moved, "was": was}
        derive(duplicate)
    with act(Change.Act.MERGED, by=by, fact=into, reason=reason) as change:
        change.after = {"from": duplicate.pk}
        derive(into)
    return into


def unmerge(duplicate: Mergeable, *, by: Actor, reason: str) -> Mergeable:
    """Undo a merge exactly: every moved id goes back. Raise Refused when it is not merged."""
    require(by, "merge_fact")
    into = duplicate.merged_into
    if into is None:
        raise Refused({"__all__": "This record is not merged."})
    if isinstance(duplicate, Fact):
        merged = Change.objects.filter(act=Change.Act.MERGED, fact=duplicate)
    else:
        merged = Change.objects.filter(
            act=Change.Act.MERGED, **{_ABOUT[type(duplicate)]: duplicate}
        )
    record = merged.order_by("-id").first()
    assert record is not None
    assert record.after is not None
    moved: dict[str, list[int]] = record.after["moved"]
    if isinstance(duplicate, Fact):
        with act(Change.Act.UNMERGED, by=by, fact=duplicate, reason=reason):
            _move(moved, duplicate)
            Claim.objects.filter(pk__in=moved["claim.fact"]).update(moved_from=None)
            duplicate.publication = record.after["was"]
            duplicate.merged_into = None
            duplicate.save(update_fields=["publication", "merged_into"])
            derive(duplicate)
        with act(Change.Act.UNMERGED, by=by, fact=into, reason=reason):  # type: ignore[arg-type]
            derive(into)  # type: ignore[arg-type]
        return duplicate
    with act(
        Change.Act.UNMERGED,
        by=by,
        reason=reason,
        about={_ABOUT[type(duplicate)]: duplicate},
    ):
        with _following(_facts_touched(moved), by, reason):
            _move(moved, duplicate)
            duplicate.merged_into = None
            duplicate.save(update_fields=["merged_into"])
            _derive_all(_facts_touched(moved))
            # Only now do the amounts belong to the other deal again.
            Money.objects.filter(pk__in=record.after["left_out"]).update(
                counts=True, left_out_reason=""
            )
        _derive_record(into)
    return duplicate


def _moving(duplicate: Mergeable, into: Mergeable) -> dict[str, list[int]]:
    """The ids of what points at the duplicate, by "model.field"."""
    moving: dict[str, list[int]] = {}
    for model, name in _MOVED[type(duplicate)]:
        rows = model._default_manager.filter(**{name: duplicate})
        # A row that points at the survivor already, or is the survivor, stays where it is.
        rows = rows.exclude(pk=into.pk) if model is type(into) else rows
        if model is FactLink and isinstance(into, Fact):
            rows = rows.exclude(fact=into).exclude(
                fact__in=FactLink.objects.filter(to=into).values("fact")
            )
        moving[f"{model._meta.model_name}.{name}"] = sorted(rows.values_list("pk", flat=True))
    return moving


def _move(moving: dict[str, list[int]], to: Mergeable) -> None:
    for model, name in _MOVED[type(to)]:
        ids = moving[f"{model._meta.model_name}.{name}"]
        model._default_manager.filter(pk__in=ids).update(**{name: to})


@contextmanager
def _following(ids: list[int], by: Actor, reason: str) -> Iterator[None]:
    """Record a change on each of these facts that reads differently afterwards.

    Two sources that turn out to be one make a fact less sure: its history says when and why.
    """
    facts = list(Fact.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    before = {fact.pk: snapshot(fact) for fact in facts}
    yield
    for fact in facts:
        fact.refresh_from_db()
        if snapshot(fact) != before[fact.pk]:
            note(fact, before=before[fact.pk], by=by, reason=reason)


def _leave_out_second_amounts(duplicate: Mergeable, into: Mergeable) -> list[int]:
    """One deal counts once in each figure: the duplicate's amounts step back."""
    if isinstance(duplicate, Agreement):
        mine, theirs = Money.objects.filter(agreement=duplicate), {"agreement": into}
    elif isinstance(duplicate, ArmsTransfer):
        mine, theirs = Money.objects.filter(transfer=duplicate), {"transfer": into}
    else:
        return []
    counted = set(Money.objects.filter(counts=True, **theirs).values_list("measure", flat=True))
    rows = list(mine.filter(counts=True, measure__in=counted).values_list("pk", flat=True))
    Money.objects.filter(pk__in=rows).update(
        counts=False, left_out_reason="The same deal is counted once."
    )
    return sorted(rows)


def _facts_touched(moved: dict[str, list[int]]) -> list[int]:
    """The facts whose derived values may change, from the ids that moved."""
    ids: set[int] = set()
    for key, rows in moved.items():
        name = key.partition(".")[0]
        if name in ("agreementstep", "transferstep", "statement"):
            ids.update(rows)
        elif name == "claim":
            ids.update(Claim.objects.filter(pk__in=rows).values_list("fact", flat=True))
        elif name == "source":
            ids.update(Claim.objects.filter(source__in=rows).values_list("fact", flat=True))
        elif name == "publisher":
            ids.update(
                Claim.objects.filter(source__publisher__in=rows).values_list("fact", flat=True)
            )
    return sorted(ids)


def _derive_all(ids: list[int]) -> None:
    for fact in Fact.objects.with_detail().filter(pk__in=ids).order_by("pk"):
        derive(fact)


def _derive_record(record: Mergeable) -> None:
    """What steps moved away from may have another status now."""
    if isinstance(record, Agreement):
        derive_agreement(record)
    elif isinstance(record, ArmsTransfer):
        derive_transfer(record)


def survivor(record: Any) -> Any:
    """Follow merges to the record that stands; chains have no cycle (T)."""
    while record.merged_into_id is not None:
        record = record.merged_into
    return record


__all__ = ["Mergeable", "merge", "survivor", "unmerge"]
