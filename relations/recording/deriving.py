"""What follows from a fact's detail and claims, and is therefore never typed.

Participants, pair rows, verification, status, `known_by` and the flags that timelines copy.
`derive` is called at the end of every act; it writes only what differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import starmap
from typing import Any

from django.utils import timezone

from relations import pairs
from relations.lanes import Kind
from relations.models import (
    COPIED,
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Claim,
    Country,
    CountrySpell,
    Fact,
    PairFact,
    Participant,
    Publication,
    Statement,
    Succession,
    TransferStep,
)
from relations.pairs import Pair
from relations.recording.acts import Refused
from relations.recording.details import participants_of, status_of
from relations.stages import (
    AGREEMENT_STATUS,
    STEP_COLUMNS,
    TRANSFER_STATUS,
    StepTaken,
    is_complete,
    status_after,
)
from relations.testimonies import as_testimony
from relations.verification import Finding, Testimony, verify, verify_statement


def derive(fact: Fact) -> None:
    """Bring everything that follows from the fact's detail and claims up to date."""
    claims = list(
        fact.claims.accepted().select_related(
            "source__publisher__owner_body",
            "asserted_by_person",
            "asserted_by_body",
        )
    )
    members = _participants(fact)
    principals = frozenset(code for code, role in members if role in pairs.PRINCIPALS)
    finding = _finding(fact, claims, principals)
    amounts = list(fact.money.values_list("dollars_best", flat=True))
    _set(
        fact,
        known_by=_known_by(claims) or fact.known_by,
        status=status_of(fact.kind, fact.subtype),
        verification=finding.level,
        verification_reason=finding.reason,
        claimants=list(finding.claimants),
        deniers=list(finding.deniers),
        is_many_sided=pairs.is_many_sided(members),
        is_redistributable=any(claim.is_redistributable for claim in claims),
        has_money=bool(amounts),
        dollars=max((int(amount) for amount in amounts if amount is not None), default=-1),
        source_count=len({claim.source_id for claim in claims}),
        marks=_marks(fact, claims),
    )
    fact.refresh_from_db()
    _write_participants(fact, members)
    _write_pairs(fact, members)
    _derive_money(fact, claims, principals)
    _derive_lasting(fact)
    for statement in Statement.objects.filter(about_fact=fact).select_related("fact"):
        _write_pairs(statement.fact, _participants(statement.fact))


def _set(fact: Fact, **values: Any) -> None:
    changed = [name for name, value in values.items() if getattr(fact, name) != value]
    for name in changed:
        setattr(fact, name, values[name])
    if changed:
        fact.save(update_fields=changed)


def _marks(fact: Fact, claims: list[Claim]) -> str:
    """What pair timelines are filtered by besides their own columns; see `Fact.marks`."""
    marks = {f"p:{claim.source.publisher_id}" for claim in claims}
    marks |= {f"t:{slug}" for slug in fact.topics.values_list("pk", flat=True)}
    if fact.kind == Kind.STATEMENT:
        speakers = Statement.objects.filter(pk=fact.pk).values_list("speaker", flat=True)
        marks |= {f"s:{speaker}" for speaker in speakers if speaker}
    return " ".join(sorted(marks))


# --- who took part -----------------------------------------------------------------------


def _participants(fact: Fact) -> list[tuple[str, str]]:
    typed = fact.participants.filter(is_typed=True).values_list("country_id", "role")
    return sorted({*participants_of(fact), *((code, str(role)) for code, role in typed)})


def _write_participants(fact: Fact, members: Iterable[tuple[str, str]]) -> None:
    wanted = set(members)
    there = {(row.country_id, row.role): row for row in fact.participants.all()}
    gone = [row.pk for key, row in there.items() if key not in wanted]
    if gone:
        Participant.objects.filter(pk__in=gone).delete()
    Participant.objects.bulk_create(
        Participant(
            fact=fact,
            country_id=code,
            role=role,
            sort_key=fact.sort_key,
            publication=fact.publication,
        )
        for code, role in sorted(wanted - there.keys())
    )


def _write_pairs(fact: Fact, members: Iterable[tuple[str, str]]) -> None:
    about = {Pair(low, high) for low, high in fact.about_pairs.values_list("low_id", "high_id")}
    if fact.kind == Kind.STATEMENT:
        spoken_of = Statement.objects.filter(pk=fact.pk).values_list("about_fact", flat=True)
        about |= {
            Pair(low, high)
            for low, high in PairFact.objects.filter(fact__in=[f for f in spoken_of if f])
            .filter(relation="between")
            .values_list("low_id", "high_id")
        }
    wanted = {
        row.pair: row
        for row in pairs.pair_rows(
            kind=Kind(fact.kind),
            subtype=fact.subtype,
            participants=members,
            about=about,
        )
    }
    there = {Pair(row.low_id, row.high_id): row for row in fact.pair_facts.all()}
    for pair, row in there.items():
        new = wanted.get(pair)
        if new is None:
            PairFact.objects.filter(low=pair.low, high=pair.high, fact=fact).delete()
        elif (row.relation, row.direction, row.lane) != (
            new.relation,
            new.direction,
            new.lane,
        ):
            PairFact.objects.filter(low=pair.low, high=pair.high, fact=fact).update(
                relation=new.relation, direction=new.direction, lane=new.lane
            )
    copies = {name: getattr(fact, name) for name in COPIED}
    PairFact.objects.bulk_create(
        PairFact(
            low_id=pair.low,
            high_id=pair.high,
            fact=fact,
            relation=row.relation,
            direction=row.direction,
            lane=row.lane,
            **copies,
        )
        for pair, row in wanted.items()
        if pair not in there
    )


# --- how sure it is ----------------------------------------------------------------------


def _finding(fact: Fact, claims: list[Claim], principals: frozenset[str]) -> Finding:
    override = {
        "override": fact.verification_override,
        "override_reason": fact.override_reason,
    }
    if fact.kind == Kind.STATEMENT:
        is_direct = Statement.objects.filter(pk=fact.pk, is_direct=True).exists()
        return verify_statement(is_direct=is_direct, **override)
    occurrence = [as_testimony(claim) for claim in claims if claim.field == ""]
    return verify(occurrence, parties=principals, **override)


def _derive_money(fact: Fact, claims: list[Claim], principals: frozenset[str]) -> None:
    by_field: dict[str, list[Testimony]] = defaultdict(list)
    for claim in claims:
        by_field[claim.field].append(as_testimony(claim))
    for money in fact.money.all():
        told = by_field.get(f"money.{money.measure}") or by_field[""]
        level = verify(told, parties=principals).level
        if money.verification != level:
            money.verification = level
            money.save(update_fields=["verification"])


def _known_by(claims: list[Claim]) -> date | None:
    """The first day an accepted source had it: its publication, else when we retrieved it."""
    days = [
        claim.source.published_latest or timezone.localdate(claim.source.retrieved_at)
        for claim in claims
    ]
    return min(days, default=None)


# --- what lasts --------------------------------------------------------------------------

_STANDING = (Publication.DRAFT, Publication.IN_REVIEW, Publication.PUBLISHED)


def _derive_lasting(fact: Fact) -> None:
    if fact.kind == Kind.AGREEMENT:
        agreement = AgreementStep.objects.select_related("agreement").get(pk=fact.pk).agreement
        derive_agreement(agreement)
        fact.money.exclude(agreement=agreement).update(agreement=agreement)
    elif fact.kind == Kind.ARMS_TRANSFER:
        transfer = TransferStep.objects.select_related("transfer").get(pk=fact.pk).transfer
        derive_transfer(transfer)
        fact.money.exclude(transfer=transfer).update(transfer=transfer)


def derive_agreement(agreement: Agreement) -> None:
    """Bring an agreement's status and pair up to date with its steps and parties."""
    codes = sorted(set(agreement.parties.values_list("country_id", flat=True)))
    two = codes if len(codes) == 2 else [None, None]
    steps = AgreementStep.objects.filter(
        agreement=agreement, fact__publication__in=_STANDING
    ).values_list(*STEP_COLUMNS)
    status = status_after(starmap(StepTaken, steps), AGREEMENT_STATUS, "unknown")
    if (agreement.status, agreement.low_id, agreement.high_id) != (status, *two):
        agreement.status, agreement.low_id, agreement.high_id = status, two[0], two[1]
        agreement.save(update_fields=["status", "low", "high"])


def derive_transfer(transfer: ArmsTransfer) -> None:
    """Bring an arms order's status up to date with its steps."""
    steps = TransferStep.objects.filter(
        transfer=transfer, fact__publication__in=_STANDING
    ).values_list(*STEP_COLUMNS)
    status = status_after(starmap(StepTaken, steps), TRANSFER_STATUS, "planned")
    if status == "in_delivery" and _is_complete(transfer.pk):
        status = "delivered"
    if transfer.status != status:
        transfer.status = status
        transfer.save(update_fields=["status"])


def _is_complete(transfer: int) -> bool:
    """Whether the known deliveries reach the least number known to be ordered."""
    from django.db.models import Sum
    from django.db.models.functions import Coalesce

    from relations.models import TransferItem

    ordered = TransferItem.objects.filter(transfer=transfer).aggregate(
        total=Sum(Coalesce("quantity_high", "quantity_best"))
    )["total"]
    delivered = TransferStep.objects.filter(
        transfer=transfer, step="delivered", fact__publication__in=_STANDING
    ).aggregate(total=Sum(Coalesce("quantity_best", "quantity_low")))["total"]
    return is_complete(ordered, delivered)


# --- years of existence ------------------------------------------------------------------


def refuse_states_outside_their_years(
    fact: Fact, members: Iterable[tuple[str, str]] | None = None
) -> None:
    """Raise Refused for a state or former state that did not exist at any day of the date.

    The sentence names the successor or predecessor. An undated fact is not checked; an editor
    may override with a reason (`years_override_reason`).
    """
    if fact.years_override_reason or not fact.date:
        return
    codes = {code for code, _ in (members if members is not None else _participants(fact))}
    for country in Country.objects.filter(pk__in=codes, kind__in=Country.DATED_KINDS):
        spells = CountrySpell.objects.filter(country=country)
        if not spells.exists():
            continue
        inside = spells.all()
        if fact.date_latest is not None:
            inside = inside.exclude(valid_from__gt=fact.date_latest)
        if fact.date_earliest is not None:
            inside = inside.exclude(valid_to__lt=fact.date_earliest)
        if not inside.exists():
            raise Refused({"date": f"{country} did not exist then ({fact.date})."
                                   f"{_hint(country, fact)}"})  # fmt: skip


def _hint(country: Country, fact: Fact) -> str:
    day = fact.date_earliest or fact.date_latest
    assert day is not None
    before = Succession.objects.filter(successor=country, happened_on__gt=day)
    after = Succession.objects.filter(predecessor=country, happened_on__lte=day)
    names = [row.predecessor.label for row in before.select_related("predecessor")] or [
        row.successor.label for row in after.select_related("successor")
    ]
    return f" Did you mean {' or '.join(sorted(set(names)))}?" if names else ""
