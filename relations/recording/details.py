"""Writing the typed half of a fact, and reading back who took part."""

from __future__ import annotations

from relations import fields
from relations.dates import NO_DATE
from relations.lanes import ACTIONS, Kind
from relations.models import (
    Action,
    Agreement,
    AgreementParty,
    AgreementStep,
    ArmsTransfer,
    Country,
    Fact,
    Statement,
    StatementTarget,
    TransferItem,
    TransferStep,
    Visit,
)
from relations.pairs import Role
from relations.recording.acts import Refused
from relations.recording.values import (
    ActionValues,
    AgreementValues,
    DetailValues,
    FactValues,
    StatementValues,
    TransferValues,
    VisitValues,
)
from relations.stages import AGREEMENT_STATUS, TRANSFER_STATUS


def subtype_of(values: DetailValues) -> str:
    """Return what the fact's subtype will be: the step, act, form or subtype."""
    match values:
        case AgreementValues() | TransferValues():
            return values.step
        case StatementValues():
            return values.act
        case VisitValues():
            return values.form
        case ActionValues():
            return values.action


def status_of(kind: str, subtype: str) -> str:
    """Return the status a fact of this kind and subtype shows."""
    if kind == Kind.AGREEMENT:
        return AGREEMENT_STATUS.get(subtype, "unknown")
    if kind == Kind.ARMS_TRANSFER:
        return TRANSFER_STATUS.get(subtype, "unknown")
    return {Kind.VISIT: "held", Kind.STATEMENT: "made"}.get(Kind(kind), "done")


def check(values: DetailValues, common: FactValues) -> None:
    """Raise Refused where the countries cannot be those of this kind."""
    match values:
        case AgreementValues():
            parties = values.parties or (
                [party.country for party in values.agreement.parties.select_related("country")]
                if values.agreement
                else []
            )
            if len({party.pk for party in parties}) < 2:
                raise Refused({"parties": "An agreement has at least two different countries."})
            if values.party and values.party.pk not in {party.pk for party in parties}:
                raise Refused({"party": f"{values.party} is not a party to this agreement."})
            if not values.agreement and not values.title:
                raise Refused({"title": "Name the agreement, or choose one that is here."})
        case TransferValues(transfer=None):
            if not values.supplier and not values.recipient:
                raise Refused({"supplier": "Name the supplier or the recipient."})
            if values.supplier == values.recipient:
                raise Refused({"recipient": f"{values.supplier} does not supply itself."})
            if not values.designation:
                raise Refused({"designation": "Say what is supplied, in the source's words."})
        case StatementValues():
            if values.speaker_kind == "named" and not values.speaker:
                raise Refused({"speaker": "Name the person, or say that only the office is known."})
            if values.country.pk in {target.pk for target, _ in values.targets}:
                raise Refused({"targets": f"{values.country} does not speak about itself."})
        case VisitValues():
            everyone = {visitor.pk for visitor in values.visitors}
            if not everyone:
                raise Refused({"visitors": "Say who came."})
            if values.host:
                if values.host.pk in everyone:
                    raise Refused({"host": f"{values.host} does not visit itself."})
                everyone.add(values.host.pk)
            if len(everyone) < 2:
                raise Refused({"host": "A visit or meeting has at least two different countries."})
        case ActionValues():
            senders = {country.pk for country in values.senders}
            receivers = {country.pk for country in values.receivers}
            if not senders:
                raise Refused({"senders": "Say which country acted."})
            if senders & receivers:
                raise Refused({"receivers": "A country does not act on itself."})
            if is_mutual(values) and len(senders | receivers) < 2:
                raise Refused({"receivers": "What both sides do needs two different countries."})
        case _:
            pass


def is_mutual(values: ActionValues) -> bool:
    if values.is_mutual is not None:
        return values.is_mutual
    return not ACTIONS[values.action].is_directed


def write(fact: Fact, values: DetailValues) -> None:
    """Save the detail of a fact, new or changed, with what it belongs to."""
    match values:
        case AgreementValues():
            _write_agreement(fact, values)
        case TransferValues():
            _write_transfer(fact, values)
        case StatementValues():
            _write_statement(fact, values)
        case VisitValues():
            visit, _ = Visit.objects.update_or_create(
                fact=fact,
                defaults={
                    "kind": Kind.VISIT,
                    "form": values.form,
                    "level": values.level,
                    "host": values.host,
                    "place": values.place,
                    "purpose": values.purpose,
                },
            )
            visit.visitors.set(values.visitors)
            visit.persons.set(values.persons)
        case ActionValues():
            action, _ = Action.objects.update_or_create(
                fact=fact,
                defaults={
                    "kind": Kind.ACTION,
                    "action": values.action,
                    "is_mutual": is_mutual(values),
                    "body": values.body,
                    "purpose": values.purpose,
                    "quantity_reported": values.quantity_reported,
                },
            )
            action.senders.set(values.senders)
            action.receivers.set(values.receivers)


def _write_agreement(fact: Fact, values: AgreementValues) -> None:
    agreement = values.agreement
    if agreement is None:
        agreement = Agreement(title=values.title)
    if values.title:
        agreement.title = values.title
        agreement.type = values.type
        agreement.level = values.level
        agreement.bindingness = values.bindingness
        agreement.subjects = list(values.subjects)
        agreement.parent = values.parent
    agreement.clean_fields(exclude=["low", "high"])
    agreement.save()
    if values.parties:
        wanted = {country.pk for country in values.parties}
        agreement.parties.filter(body=None, role=Role.PARTY).exclude(country__in=wanted).delete()
        for code in sorted(wanted):
            AgreementParty.objects.get_or_create(
                agreement=agreement, country_id=code, body=None, role=Role.PARTY
            )
    AgreementStep.objects.update_or_create(
        fact=fact,
        defaults={
            "kind": Kind.AGREEMENT,
            "agreement": agreement,
            "step": values.step,
            "party": values.party,
            "place": values.place,
        },
    )


def _write_transfer(fact: Fact, values: TransferValues) -> None:
    transfer = values.transfer
    quantity = values.quantity
    item: TransferItem | None
    if transfer is None:
        transfer = ArmsTransfer(
            title=values.title or _transfer_title(values.designation, values.supplier,
                                                  values.recipient),
            supplier=values.supplier,
            recipient=values.recipient,
            mode=values.mode,
            intended_use=values.intended_use,
        )  # fmt: skip
        if values.step == "ordered":
            fields.write_date(transfer, "ordered", fact.date)
        else:
            fields.write_date(transfer, "ordered", NO_DATE)
        transfer.clean_fields()
        transfer.save()
        item = TransferItem(
            transfer=transfer,
            designation=values.designation,
            category=values.category,
            weapon_class=values.weapon_class,
            armed=values.armed,
            condition=values.condition,
            quantity_low=quantity.low,
            quantity_best=quantity.best,
            quantity_high=quantity.high,
            quantity_reported=quantity.reported,
        )
        item.clean_fields()
        item.save()
    else:
        item = transfer.items.order_by("id").first()
        if values.designation and item is not None:
            transfer.supplier = values.supplier
            transfer.recipient = values.recipient
            transfer.mode = values.mode
            transfer.intended_use = values.intended_use
            transfer.title = values.title or transfer.title
            transfer.clean_fields()
            transfer.save()
            item.designation = values.designation
            item.category, item.weapon_class = values.category, values.weapon_class
            item.armed, item.condition = values.armed, values.condition
            item.clean_fields()
            item.save()
    step = TransferStep.objects.filter(fact=fact).first() or TransferStep(
        fact=fact, kind=Kind.ARMS_TRANSFER
    )
    step.transfer, step.item, step.step, step.place = (
        transfer,
        item,
        values.step,
        values.place,
    )
    step.quantity_low, step.quantity_best = quantity.low, quantity.best
    step.quantity_high, step.quantity_reported = quantity.high, quantity.reported
    step.clean_fields(exclude=["fact"])
    step.save()


def _transfer_title(designation: str, supplier: Country | None, recipient: Country | None) -> str:
    return f"{designation}, {supplier or 'unknown supplier'} to {recipient or 'unknown recipient'}"


def _write_statement(fact: Fact, values: StatementValues) -> None:
    statement = Statement.objects.filter(fact=fact).first() or Statement(
        fact=fact, kind=Kind.STATEMENT
    )
    for name in (
        "country", "act", "speaker", "speaker_kind", "speaker_words", "office", "body",
        "speaks_for", "quotation", "quotation_language", "translation", "basis", "venue",
        "is_direct", "about_fact", "about_agreement", "about_transfer",
    ):  # fmt: skip
        setattr(statement, name, getattr(values, name))
    statement.clean_fields(exclude=["fact"])
    statement.save()
    wanted = {target.pk: stance for target, stance in values.targets}
    statement.targets.exclude(country__in=wanted).delete()
    for code, stance in wanted.items():
        StatementTarget.objects.update_or_create(
            statement=statement, country_id=code, defaults={"stance": stance}
        )


def participants_of(fact: Fact) -> list[tuple[str, str]]:
    """Return (country code, role) of everybody the detail makes a participant, sorted."""
    detail = fact.detail
    members: set[tuple[str, str]] = set()
    if isinstance(detail, AgreementStep):
        members = {
            (code, Role.PARTY)
            for code in detail.agreement.parties.values_list("country_id", flat=True)
        }
    elif isinstance(detail, TransferStep):
        members = {
            (code, role)
            for code, role in (
                (detail.transfer.supplier_id, Role.SUPPLIER),
                (detail.transfer.recipient_id, Role.RECIPIENT),
            )
            if code
        }
    elif isinstance(detail, Statement):
        members = {(detail.country_id, Role.SPEAKER)} | {
            (code, Role.TARGET) for code in detail.targets.values_list("country_id", flat=True)
        }
    elif isinstance(detail, Visit):
        members = {(code, Role.VISITOR) for code in detail.visitors.values_list("pk", flat=True)}
        if detail.host_id:
            members.add((detail.host_id, Role.HOST))
    elif isinstance(detail, Action):
        sender, receiver = (
            (Role.PARTY, Role.PARTY) if detail.is_mutual else (Role.SENDER, Role.RECEIVER)
        )
        members = {(code, sender) for code in detail.senders.values_list("pk", flat=True)} | {
            (code, receiver) for code in detail.receivers.values_list("pk", flat=True)
        }
    return sorted((code, str(role)) for code, role in members)
