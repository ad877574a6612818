"""The one door to the public, and the way back out."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from relations.models import Change, Fact, Publication, ReviewPolicy
from relations.recording.acts import Actor, NotAllowed, Refused, act, require
from relations.recording.deriving import derive


def publish(fact: Fact, *, by: Actor, base_revision: int | None = None) -> Fact:
    """Make a draft public; somebody else than who recorded it second-reads by publishing.

    Raise Refused without a detail, an accepted claim or, where the kind requires one, a
    second reader.
    """
    require(by, "publish_fact")
    if fact.publication == Publication.PUBLISHED:
        return fact
    if fact.publication == Publication.MERGED:
        raise Refused({"__all__": "A merged fact is not published; publish its survivor."})
    with act(Change.Act.PUBLISHED, by=by, fact=fact, base_revision=base_revision):
        fact.publication = Publication.PUBLISHED
        fact.retraction_reason = ""
        fact.published_at = timezone.now()
        fact.published_by = by  # type: ignore[assignment]
        if _is_second_reader(fact, by):
            fact.second_read_by = by  # type: ignore[assignment]
        fact.save(
            update_fields=[
                "publication",
                "retraction_reason",
                "published_at",
                "published_by",
                "second_read_by",
            ]
        )
        derive(fact)
    return fact


def release(fact: Fact, *, by: Actor) -> Fact:
    """Publish a draft, or hand it to a second reader where its kind requires one."""
    if fact.publication == Publication.DRAFT and (
        review_rule(fact.kind) == ReviewPolicy.Rule.REQUIRED and not _is_second_reader(fact, by)
    ):
        return submit(fact, by=by)
    return publish(fact, by=by)


@transaction.atomic
def publish_together(facts: Sequence[Fact], *, by: Actor) -> list[Fact]:
    """Release several drafts in one transaction: all or none. Raise Refused naming the fact.

    What is public or waits for a second reader already is left as it is.
    """
    require(by, "publish_fact")
    released = []
    # Locked in one order, so that two editors publishing at once wait for each other.
    for fact in (
        Fact.objects.select_for_update()
        .filter(pk__in=[fact.pk for fact in facts], publication=Publication.DRAFT)
        .order_by("pk")
    ):
        try:
            released.append(release(fact, by=by))
        except Refused as refused:
            said = " ".join(refused.messages)
            raise Refused({"__all__": f"“{fact.headline}” is not published: {said}"}) from refused
    return released


def send_back(fact: Fact, *, by: Actor, reason: str) -> Fact:
    """Ask for changes: a fact in review is a draft again, with the reason in its history."""
    require(by, "approve_fact")
    if fact.publication != Publication.IN_REVIEW:
        raise Refused({"__all__": "Only what waits for review is sent back."})
    if not reason.strip():
        raise Refused({"reason": "Say which changes you ask for."})
    with act(Change.Act.AMENDED, by=by, fact=fact, reason=f"Changes asked: {reason.strip()}"[:300]):
        fact.publication = Publication.DRAFT
        fact.save(update_fields=["publication"])
        derive(fact)
    return fact


def _is_second_reader(fact: Fact, by: Actor) -> bool:
    """Whether who publishes is another person than who recorded, and may second-read."""
    if by is None or fact.recorded_by_id is None or by.pk == fact.recorded_by_id:
        return False
    return bool(getattr(by, "has_perm", lambda _: False)("relations.approve_fact"))


def submit(fact: Fact, *, by: Actor) -> Fact:
    """Hand a draft to a second reader."""
    require(by, "change_fact")
    if fact.publication != Publication.DRAFT:
        raise Refused({"__all__": "Only a draft is submitted for review."})
    with act(Change.Act.AMENDED, by=by, fact=fact, reason="Submitted for review"):
        fact.publication = Publication.IN_REVIEW
        fact.save(update_fields=["publication"])
        derive(fact)
    return fact


def second_read(fact: Fact, *, by: Actor) -> Fact:
    """Mark a fact as read by a second person. Raise NotAllowed for the one who recorded it."""
    require(by, "approve_fact")
    if by is not None and by.pk == fact.recorded_by_id:
        raise NotAllowed("The second reader is not the one who recorded the fact.")
    with act(Change.Act.SECOND_READ, by=by, fact=fact):
        fact.second_read_by = by  # type: ignore[assignment]
        fact.save(update_fields=["second_read_by"])
    return fact


def retract(fact: Fact, *, by: Actor, reason: str, base_revision: int | None = None) -> Fact:
    """Take a fact back, with a public reason; its number keeps resolving."""
    require(by, "publish_fact")
    if not reason.strip():
        raise Refused({"reason": "Say why the fact is retracted; readers see it."})
    if fact.publication == Publication.MERGED:
        raise Refused({"__all__": "A merged fact is not retracted; unmerge it first."})
    with act(
        Change.Act.RETRACTED,
        by=by,
        fact=fact,
        base_revision=base_revision,
        reason=reason.strip(),
    ):
        fact.publication = Publication.RETRACTED
        fact.retraction_reason = reason.strip()
        fact.save(update_fields=["publication", "retraction_reason"])
        derive(fact)
    return fact


def review_rule(kind: str) -> str:
    """Return off, advisory or required for a kind; advisory where nobody set it."""
    policy = ReviewPolicy.objects.filter(pk=kind).first()
    return policy.rule if policy else ReviewPolicy.Rule.ADVISORY
