"""Everything that is not yet true here, and the four doors it goes through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from relations.models import Claim, Fact, Proposal, Publication, ReviewPolicy, SourceVersion
from relations.recording import facts, payloads, publishing
from relations.recording.acts import Actor, NotAllowed, Refused, Stale, require


def propose(
    payload: Mapping[str, Any],
    *,
    by: Actor,
    fact: Fact | None = None,
    base_revision: int | None = None,
    version: SourceVersion | None = None,
    origin: str = Proposal.Origin.PERSON,
    origin_name: str = "",
    origin_version: str = "",
    public_note: str = "",
) -> Proposal:
    """Put a suggestion, or a correction of `fact`, in the queue.

    Raise Refused when it is unreadable, or Stale when the fact is no longer at `base_revision`.
    """
    require(by, "add_proposal")
    if fact is not None and base_revision not in (None, fact.revision):
        assert base_revision is not None
        raise Stale(fact, base_revision)
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
    proposal: Proposal,
    *,
    by: Actor,
    edited_payload: Mapping[str, Any] | None = None,
    publish: bool = True,
) -> Fact:
    """Turn a proposal into a fact, or apply its correction; only a person accepts.

    The fact is public at once unless its kind requires a second reader: then it waits in review
    until `approve`. With `publish=False` it stays a draft for `publish_together`. Accepting twice
    changes nothing. Raise Refused, or Stale when the fact to correct has changed since.
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
        _refuse_own_correction(proposal, by)
        apply(
            payload,
            to=fact,
            by=by,
            reason=proposal.public_note,
            base_revision=proposal.base_revision,
        )
    else:
        common, detail = payloads.read(payload)
        fact = facts.record(by=by, fact=common, detail=detail)
        if publish:
            publishing.release(fact, by=by)
    _decide(proposal, Proposal.State.ACCEPTED, by, result=fact)
    return fact


def apply(
    payload: Mapping[str, Any], *, to: Fact, by: Actor, reason: str, base_revision: int | None
) -> Fact:
    """Correct a fact as a payload says. Raise Refused, or Stale when the fact has changed since.

    A payload of evidence alone adds its passages, whatever else has changed meanwhile.
    """
    _refuse_withdrawn(to)
    if adds_only_evidence(payload):
        passages = payloads.evidence_of(payload["evidence"])
        if not facts.add_claims(to, by=by, evidence=passages, reason=reason):
            raise Refused({"evidence": "The fact has these passages already."})
        return to
    common, detail = payloads.read({**payloads.payload_of(to), **payload})
    return facts.amend(
        to, by=by, common=common, detail=detail, reason=reason, base_revision=base_revision
    )


def adds_only_evidence(payload: Mapping[str, Any]) -> bool:
    """Whether a correction changes nothing of its fact but adds passages to it."""
    return set(payload) == {"evidence"}


@transaction.atomic
def accept_as_source(
    proposal: Proposal, *, to: Fact, by: Actor, evidence: Sequence[Mapping[str, Any]]
) -> Fact:
    """Add a proposal's passages to a fact that is here already; nothing else of it changes.

    `evidence` is as in a payload; a passage with `field` and `value` keeps a version that
    differs. Accepting twice changes nothing. Raise Refused.
    """
    require(by, "publish_fact")
    if by is None:
        raise NotAllowed("Only a person accepts a proposal.")
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state == Proposal.State.ACCEPTED and proposal.result_id == to.pk:
        return to
    _refuse_decided(proposal)
    _refuse_withdrawn(to)
    claims = facts.add_claims(to, by=by, evidence=payloads.evidence_of(evidence))
    proposal.claims = [claim.pk for claim in claims]
    _decide(proposal, Proposal.State.ACCEPTED, by, result=to)
    return to


@transaction.atomic
def reopen(proposal: Proposal, *, by: Actor) -> Proposal:
    """Undo a decision: take back the draft or the passages it led to, and put it in the queue.

    Raise Refused once its fact is public: that is corrected or retracted, not undone.
    """
    require(by, "publish_fact")
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    fact = proposal.result
    if proposal.state == Proposal.State.PROPOSED:
        return proposal
    if proposal.state == Proposal.State.SUPERSEDED:
        raise Refused({"__all__": "Another proposal has taken its place."})
    if proposal.claims:
        for claim in Claim.objects.accepted().filter(pk__in=proposal.claims):
            facts.withdraw_claim(claim, by=by, reason="Adding the source was undone")
    elif fact is not None:
        if fact.published_at is not None or proposal.act == Proposal.Act.AMEND:
            raise Refused({"__all__": f"Fact {fact.pk} is public: correct or retract it instead."})
        publishing.retract(fact, by=by, reason="Accepting was undone before publication")
    proposal.claims = []
    proposal.rejection_reason = ""
    proposal.result = None
    proposal.state = Proposal.State.PROPOSED
    proposal.reviewer = None
    proposal.decided_at = None
    proposal.save()
    return proposal


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


def _refuse_withdrawn(fact: Fact) -> None:
    if fact.publication in (Publication.RETRACTED, Publication.MERGED):
        raise Refused({"__all__": f"Fact {fact.pk} is withdrawn or merged; choose another."})


def _refuse_decided(proposal: Proposal) -> None:
    if proposal.state != Proposal.State.PROPOSED:
        state = proposal.get_state_display().lower()
        raise Refused({"__all__": f"This proposal is {state} already."})


def _refuse_own_correction(proposal: Proposal, by: Actor) -> None:
    """Where a kind requires a second reader, so does the correction of a public fact."""
    assert proposal.fact is not None
    needs = publishing.review_rule(proposal.fact.kind) == ReviewPolicy.Rule.REQUIRED
    if not needs or not proposal.fact.is_public:
        return
    require(by, "approve_fact")
    if by is not None and proposal.author_id == by.pk:
        raise NotAllowed("This kind of fact is corrected by two people; ask another reviewer.")


def _decide(
    proposal: Proposal, state: Proposal.State, by: Actor, result: Fact | None = None
) -> Proposal:
    proposal.state = state
    proposal.reviewer = by  # type: ignore[assignment]
    proposal.decided_at = timezone.now()
    proposal.result = result or proposal.result
    proposal.save()
    return proposal
