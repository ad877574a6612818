"""Everything that is not yet true here, and the four doors it goes through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from relations.models import Fact, Proposal, Publication, ReviewPolicy, SourceVersion
from relations.recording import facts, payloads, publishing
from relations.recording.acts import Actor, NotAllowed, Refused, require


def propose(
    payload: Mapping[str, Any],
    *,
    by: Actor,
    fact: Fact | None = None,
    version: SourceVersion | None = None,
    origin: str = Proposal.Origin.PERSON,
    origin_name: str = "",
    origin_version: str = "",
    public_note: str = "",
) -> Proposal:
    """Put a suggestion, or a correction of `fact`, in the queue. Raise Refused when unreadable."""
    require(by, "add_proposal")
    if fact is not None:
        payloads.read({**payloads.payload_of(fact), **payload})
    else:
        payloads.read(payload)
    return Proposal.objects.create(
        act=Proposal.Act.AMEND if fact else Proposal.Act.RECORD,
        fact=fact,
        base_revision=fact.revision if fact else None,
        payload=dict(payload),
        version=version,
        origin=origin,
        origin_name=origin_name,
        origin_version=origin_version,
        public_note=public_note,
        author=by,  # type: ignore[misc]
    )


@transaction.atomic
def accept(
    proposal: Proposal, *, by: Actor, edited_payload: Mapping[str, Any] | None = None
) -> Fact:
    """Turn a proposal into a fact, or apply its correction; only a person accepts.

    The fact is public at once unless its kind requires a second reader: then it waits in review
    until `approve`. Accepting twice changes nothing. Raise Refused, or Stale when the fact to
    correct has changed since.
    """
    require(by, "publish_fact")
    if by is None:
        raise NotAllowed("Only a person accepts a proposal.")
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state in (Proposal.State.ACCEPTED, Proposal.State.APPROVED):
        assert proposal.result is not None
        return proposal.result
    _refuse_decided(proposal)
    if edited_payload is not None:
        proposal.edited_payload = dict(edited_payload)
    payload = proposal.edited_payload or proposal.payload
    if proposal.fact is not None:
        fact = proposal.fact
        common, detail = payloads.read({**payloads.payload_of(fact), **payload})
        facts.amend(
            fact,
            by=by,
            common=common,
            detail=detail,
            reason=proposal.public_note,
            base_revision=proposal.base_revision,
        )
    else:
        common, detail = payloads.read(payload)
        fact = facts.record(by=by, fact=common, detail=detail)
        if publishing.review_rule(fact.kind) == ReviewPolicy.Rule.REQUIRED:
            publishing.submit(fact, by=by)
        else:
            publishing.publish(fact, by=by)
    _decide(proposal, Proposal.State.ACCEPTED, by, result=fact)
    return fact


@transaction.atomic
def approve(proposal: Proposal, *, by: Actor) -> Fact:
    """Second-read what was accepted and make it public. Raise NotAllowed for the same person."""
    require(by, "approve_fact")
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state == Proposal.State.APPROVED:
        assert proposal.result is not None
        return proposal.result
    if proposal.state != Proposal.State.ACCEPTED or proposal.result is None:
        raise Refused({"__all__": "Only an accepted proposal is approved."})
    fact = publishing.second_read(proposal.result, by=by)
    if fact.publication != Publication.PUBLISHED:
        fact = publishing.publish(fact, by=by)
    _decide(proposal, Proposal.State.APPROVED, by, result=fact)
    return fact


@transaction.atomic
def reject(proposal: Proposal, *, by: Actor, reason: str) -> Proposal:
    """Turn a proposal down with a reason, kept for audit."""
    require(by, "publish_fact")
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    _refuse_decided(proposal)
    if not reason.strip():
        raise Refused({"reason": "Say why it is rejected."})
    proposal.rejection_reason = reason.strip()
    return _decide(proposal, Proposal.State.REJECTED, by)


def _refuse_decided(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.PROPOSED:
        state = proposal.get_state_display().lower()
        raise Refused({"__all__": f"This proposal is {state} already."})


def _decide(
    proposal: Proposal, state: Proposal.State, by: Actor, result: Fact | None = None
) -> Proposal:
    proposal.state = state
    proposal.reviewer = by  # type: ignore[assignment]
    proposal.decided_at = timezone.now()
    proposal.result = result or proposal.result
    proposal.save()
    return proposal
