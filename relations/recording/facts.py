"""Recording and amending facts: one function a kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from relations import fields
from relations.models import (
    AboutPair,
    Change,
    Claim,
    Country,
    Fact,
    FactLink,
    Money,
    Participant,
    Publication,
)
from relations.recording import details, people
from relations.recording.acts import Actor, Refused, act, require
from relations.recording.claims import write_claims
from relations.recording.deriving import derive, refuse_states_outside_their_years
from relations.recording.headlines import headline_for
from relations.recording.money import dollars_of, refuse_unknown_currency
from relations.recording.values import (
    ActionValues,
    AgreementValues,
    DetailValues,
    FactValues,
    StatementValues,
    TransferValues,
    VisitValues,
)


def record_agreement(*, by: Actor, fact: FactValues, agreement: AgreementValues) -> Fact:
    """Record a step of an agreement as a draft. Raise Refused."""
    return _record(by, fact, agreement)


def record_arms_transfer(*, by: Actor, fact: FactValues, transfer: TransferValues) -> Fact:
    """Record a step of an arms order as a draft. Raise Refused."""
    return _record(by, fact, transfer)


def record_statement(*, by: Actor, fact: FactValues, statement: StatementValues) -> Fact:
    """Record what somebody said as a draft. Raise Refused."""
    return _record(by, fact, statement)


def record_visit(*, by: Actor, fact: FactValues, visit: VisitValues) -> Fact:
    """Record a visit, meeting, call, talks or summit as a draft. Raise Refused."""
    return _record(by, fact, visit)


def record_action(*, by: Actor, fact: FactValues, action: ActionValues) -> Fact:
    """Record any other act as a draft. Raise Refused."""
    return _record(by, fact, action)


def record(*, by: Actor, fact: FactValues, detail: DetailValues) -> Fact:
    """Record a fact of the kind that `detail` is of, as a draft. Raise Refused."""
    return _record(by, fact, detail)


def _record(by: Actor, common: FactValues, detail: DetailValues) -> Fact:
    require(by, "add_fact")
    details.check(detail, common)
    with act(Change.Act.CREATED, by=by) as change:
        people.save_new(common.evidence, detail)
        fact = Fact(
            kind=detail.kind,
            known_by=_first_known(common),
            recorded_by=by,  # type: ignore[misc]
            dataset=common.dataset,
            dataset_key=common.dataset_key,
        )
        change.fact = fact
        _write(fact, common, detail)
    return fact


def amend(
    fact: Fact,
    *,
    by: Actor,
    common: FactValues,
    detail: DetailValues,
    reason: str = "",
    base_revision: int | None = None,
) -> Fact:
    """Replace what is said of a fact; its evidence is added to, never replaced.

    A published fact stays public and the change is a correction, which needs a public reason.
    Raise Refused, or Stale when `base_revision` is no longer the fact's.
    """
    require(by, "change_fact")
    if detail.kind != fact.kind:
        raise Refused({"kind": "A fact keeps its kind; retract it and record another."})
    if fact.publication in (Publication.RETRACTED, Publication.MERGED):
        raise Refused({"__all__": "A retracted or merged fact is not amended."})
    is_correction = fact.publication == Publication.PUBLISHED
    if is_correction and not reason:
        raise Refused({"reason": "Say why the published fact is corrected; readers see it."})
    details.check(detail, common)
    name = Change.Act.CORRECTED if is_correction else Change.Act.AMENDED
    with act(name, by=by, fact=fact, base_revision=base_revision, reason=reason):
        people.save_new(common.evidence, detail)
        _write(fact, common, detail)
    return fact


def _write(fact: Fact, common: FactValues, detail: DetailValues) -> None:
    for name in (
        "date_basis", "date_reason", "date_inferred_from", "summary", "is_key",
        "years_override_reason", "verification_override", "override_reason",
    ):  # fmt: skip
        setattr(fact, name, getattr(common, name))
    fields.write_date(fact, "date", common.date)
    fields.write_date(fact, "end", common.end)
    fact.subtype = details.subtype_of(detail)
    fact.headline = common.headline or headline_for(detail)
    _clean(fact)
    fact.save()
    fact.refresh_from_db()
    details.write(fact, detail)
    _write_others(fact, common)
    _write_money(fact, common)
    write_claims(fact, common.evidence)
    # The detail was cached before it was written.
    fresh = Fact.objects.with_detail().get(pk=fact.pk)
    refuse_states_outside_their_years(fresh)
    derive(fresh)
    fact.refresh_from_db()


def _clean(fact: Fact) -> None:
    try:
        fact.clean_fields(exclude=["recorded_by", "status", "verification_reason"])
    except ValidationError as error:
        raise Refused(_by_field(error)) from error


def _by_field(error: ValidationError) -> dict[str, str | list[str]]:
    renamed = {"date_text": "date", "end_text": "end"}
    return {renamed.get(name, name): list(said) for name, said in error.message_dict.items()}


def _write_others(fact: Fact, common: FactValues) -> None:
    derived = set(details.participants_of(Fact.objects.with_detail().get(pk=fact.pk)))
    typed = {(country.pk, role) for country, role in common.others} - derived
    for row in fact.participants.filter(is_typed=True):
        if (row.country_id, row.role) not in typed:
            row.delete()
    for code, role in sorted(typed):
        Participant.objects.get_or_create(
            fact=fact,
            country_id=code,
            role=role,
            defaults={
                "is_typed": True,
                "sort_key": fact.sort_key,
                "publication": fact.publication,
            },
        )
    wanted = {(pair.low, pair.high) for pair in common.about}
    for about in fact.about_pairs.all():
        if (about.low_id, about.high_id) not in wanted:
            about.delete()
    for low, high in sorted(wanted):
        _refuse_unknown(low)
        _refuse_unknown(high)
        AboutPair.objects.get_or_create(fact=fact, low_id=low, high_id=high)
    fact.topics.set(common.topics)
    for kind, other in common.links:
        FactLink.objects.get_or_create(fact=fact, kind=kind, to=other)


def _refuse_unknown(code: str) -> None:
    if not Country.objects.filter(pk=code).exists():
        raise Refused({"about": f"No country has the code {code}."})


def _write_money(fact: Fact, common: FactValues) -> None:
    measures = [amount.measure for amount in common.money]
    if len(set(measures)) != len(measures):
        raise Refused({"money": "Give one amount a measure; further versions are claims."})
    fact.money.exclude(measure__in=measures).delete()
    for amount in common.money:
        refuse_unknown_currency(amount.currency)
        money = fact.money.filter(measure=amount.measure).first() or Money(
            fact=fact, measure=amount.measure
        )
        money.currency, money.reported = amount.currency, amount.reported
        money.amount_low, money.amount_best = amount.low, amount.best
        money.amount_high, money.price_year = amount.high, amount.price_year
        money.counts, money.left_out_reason = amount.counts, amount.left_out_reason
        money.dollars_best, money.rate = dollars_of(amount, fact)
        try:
            money.clean_fields(exclude=["fact", "agreement", "transfer", "rate"])
        except ValidationError as error:
            said = [sentence for words in error.message_dict.values() for sentence in words]
            raise Refused({"money": said}) from error
        money.save()


def _first_known(common: FactValues) -> date:
    days = [
        evidence.source.published_latest or timezone.localdate(evidence.source.retrieved_at)
        for evidence in common.evidence
    ]
    return min(days, default=timezone.localdate())


def add_claims(
    fact: Fact,
    *,
    by: Actor,
    evidence: Any,
    reason: str = "",
    base_revision: int | None = None,
) -> list[Claim]:
    """Add passages that carry a fact that is here already. Raise Refused."""
    require(by, "change_fact")
    is_public = fact.publication == Publication.PUBLISHED
    name = Change.Act.CORRECTED if is_public else Change.Act.AMENDED
    with act(
        name,
        by=by,
        fact=fact,
        base_revision=base_revision,
        reason=reason or "Source added",
    ):
        people.save_new(evidence)
        claims = write_claims(fact, evidence)
        derive(fact)
    return claims


def withdraw_claim(claim: Claim, *, by: Actor, reason: str) -> Claim:
    """Withdraw a claim; it stays in the history. Raise Refused for a published fact's last."""
    require(by, "change_fact")
    if not reason:
        raise Refused({"reason": "Say why the claim is withdrawn."})
    fact = claim.fact
    is_public = fact.publication == Publication.PUBLISHED
    name = Change.Act.CORRECTED if is_public else Change.Act.AMENDED
    with act(name, by=by, fact=fact, reason=reason):
        claim.status = Claim.Status.WITHDRAWN
        claim.save(update_fields=["status"])
        derive(fact)
    return claim


__all__ = [
    "add_claims",
    "amend",
    "record",
    "record_action",
    "record_agreement",
    "record_arms_transfer",
    "record_statement",
    "record_visit",
    "withdraw_claim",
]
