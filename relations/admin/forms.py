"""One form a kind: the detail, the date and amount as reported, and the evidence block.

A form checks shape and calls `recording` once, in `clean`, so that a refusal stands next to its
field. At most fourteen fields are visible; the rest is folded under "More".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from relations import amounts, dates, recording
from relations.lanes import Kind
from relations.models import (
    Action,
    Agreement,
    AgreementParty,
    AgreementStep,
    ArmsTransfer,
    Claim,
    Country,
    Fact,
    Money,
    Person,
    Source,
    Statement,
    StatementTarget,
    Topic,
    TransferItem,
    TransferStep,
    Visit,
)
from relations.recording import names
from relations.recording.values import (
    ActionValues,
    AgreementValues,
    Amount,
    DetailValues,
    Evidence,
    FactValues,
    Quantity,
    StatementValues,
    TransferValues,
    VisitValues,
)


def _one(model: type[models.Model], of: type[models.Model], name: str, **options: Any) -> Any:
    field = of._meta.get_field(name)
    return forms.ModelChoiceField(
        model._default_manager.all(),
        widget=AutocompleteSelect(field, admin.site),
        **{"required": False, **options},
    )


def _many(model: type[models.Model], of: type[models.Model], name: str, **options: Any) -> Any:
    field = of._meta.get_field(name)
    return forms.ModelMultipleChoiceField(
        model._default_manager.all(),
        widget=AutocompleteSelectMultiple(field, admin.site),
        **{"required": False, **options},
    )


def _text(label: str, hint: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.TextInput(attrs={"class": "vTextField"}),
        **{"required": False, "max_length": 300, **options},
    )  # fmt: skip


if TYPE_CHECKING:
    _FactModelForm = forms.ModelForm[Fact]
else:
    _FactModelForm = forms.ModelForm


class FactForm(_FactModelForm):
    """What every kind has in common."""

    kind: ClassVar[Kind]
    visible: ClassVar[tuple[str, ...]]
    actor: Any = None

    headline = _text("Headline", "One sentence in the present tense. Empty: made for you.")
    date = _text(
        "Date", "2022-07-19, July 2022, about 2022, before 19 July 2022. Empty: none is given."
    )
    source = _one(Source, Claim, "source", help_text="Where it stands.")
    quotation = forms.CharField(
        label="Passage",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="The words of the source that carry this fact.",
    )
    says_so = _text(
        "Who says so", "Names, separated by ;  Empty: the source itself. “Russia; Iran”"
    )
    others = _text("Others involved", "“Ukraine (affected); Colombia”. No role: subject.")
    summary = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
    )
    end = _text("Last day", "Of what went on for a while.")
    date_basis = forms.ChoiceField(choices=Fact.DateBasis.choices, required=False)
    date_reason = _text("Reason for the date", max_length=200)
    date_inferred_from = _one(Fact, Fact, "date_inferred_from", label="Inferred from fact")
    about = _text("About the pairs", "A third party's words or act: “IRN-RUS”.")
    part_of = _one(Fact, Fact, "date_inferred_from", label="Part of fact")
    is_key = forms.BooleanField(label="Key fact", required=False)
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.order_by("name"), required=False, label="Topics"
    )
    years_override_reason = _text("Why a state takes part outside its years", max_length=200)
    reason = _text("Reason of the correction", "Public. Needed once a fact is published.")

    more: ClassVar[tuple[str, ...]] = (
        "summary", "end", "date_basis", "date_reason", "date_inferred_from", "about", "part_of",
        "topics", "is_key", "years_override_reason", "reason",
    )  # fmt: skip

    class Meta:
        model = Fact
        fields: ClassVar[list[str]] = []

    class Media:
        js = ("relations/echo.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name, value in self.initial_of(self.instance).items():
                self.initial.setdefault(name, value)

    # --- reading what was typed ----------------------------------------------------------

    def _clean_date(self, name: str) -> Any:
        try:
            return dates.parse(self.cleaned_data[name])
        except dates.UnreadableDate as unreadable:
            raise ValidationError(str(unreadable)) from unreadable

    def clean_date(self) -> Any:
        return self._clean_date("date")

    def clean_end(self) -> Any:
        return self._clean_date("end")

    def clean_says_so(self) -> Any:
        return names.asserters_named(self.cleaned_data["says_so"])

    def clean_others(self) -> Any:
        return names.others_named(self.cleaned_data["others"])

    def clean_about(self) -> Any:
        return names.pairs_named(self.cleaned_data["about"])

    def clean_amount(self) -> Any:
        text = self.cleaned_data["amount"]
        if not text:
            return None
        try:
            return amounts.read_amount(text)
        except amounts.UnreadableAmount as unreadable:
            raise ValidationError(str(unreadable)) from unreadable

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("quotation") and not data.get("source"):
            self.add_error("source", "Say which source the passage stands in.")
        if data.get("source") and not data.get("quotation"):
            self.add_error("quotation", "Give the words of the source that carry this fact.")
        if not self.errors:
            self._record(data)
        return data

    def _record(self, data: dict[str, Any]) -> None:
        """Make the one call; a refusal is shown at its field, with nothing saved."""
        try:
            with transaction.atomic():
                detail = self.detail_values(data)
                common = self._common(data)
                if self.instance.pk:
                    fact = recording.amend(
                        self.instance, by=self.actor, common=common, detail=detail,
                        reason=data["reason"],
                    )  # fmt: skip
                else:
                    fact = recording.record(by=self.actor, fact=common, detail=detail)
                if "_publish" in self.data:
                    fact = recording.publish(fact, by=self.actor)
                self.instance = fact
        except recording.Refused as refused:
            for name, sentences in refused.message_dict.items():
                shown = _SHOWN_AT.get(name, name)
                self.add_error(shown if shown in self.fields else None, sentences)
        except (recording.NotAllowed, PermissionDenied) as denied:
            self.add_error(None, str(denied))

    def _common(self, data: dict[str, Any]) -> FactValues:
        evidence: tuple[Evidence, ...] = ()
        if data.get("source"):
            evidence = (
                Evidence(
                    source=data["source"],
                    quotation=data["quotation"].strip(),
                    asserted_by=data["says_so"],
                    version=self._version(data["source"]),
                ),
            )
        read = data.get("amount")
        money: tuple[Amount, ...] = ()
        if read is not None:
            money = (
                Amount(
                    measure=data.get("measure") or Money.Measure.PROMISED,
                    currency=read.currency,
                    low=read.low,
                    best=read.best,
                    high=read.high,
                    reported=read.reported,
                ),
            )
        links = [("part_of", data["part_of"])] if data.get("part_of") else []
        common = FactValues(
            evidence=evidence,
            date=data["date"],
            end=data["end"],
            date_basis=data.get("date_basis") or "stated",
            date_reason=data["date_reason"],
            date_inferred_from=data.get("date_inferred_from"),
            headline=data["headline"],
            summary=data["summary"],
            is_key=data["is_key"],
            topics=list(data["topics"]),
            money=money,
            others=data["others"],
            about=data["about"],
            links=links,
            years_override_reason=data["years_override_reason"],
        )
        if self.instance.pk:
            kept = self.instance
            common = replace(
                common,
                verification_override=kept.verification_override,
                override_reason=kept.override_reason,
                money=money or self._kept_money(),
            )
        return common

    def _kept_money(self) -> tuple[Amount, ...]:
        """An amount typed elsewhere stays when this form shows none."""
        if "amount" in self.fields:
            return ()
        return tuple(
            Amount(
                measure=row.measure, currency=row.currency, low=row.amount_low,
                best=row.amount_best, high=row.amount_high, reported=row.reported,
                price_year=row.price_year, counts=row.counts,
                left_out_reason=row.left_out_reason,
            )
            for row in self.instance.money.all()
        )  # fmt: skip

    @staticmethod
    def _version(source: Source) -> Any:
        """The newest text we hold of the source: the passage must stand in it."""
        return source.versions.order_by("-number").first()

    def detail_values(self, data: dict[str, Any]) -> DetailValues:
        raise AssertionError("each kind has its own values")

    def initial_of(self, fact: Fact) -> dict[str, Any]:
        """What the form shows of a fact that is here already; its evidence is only added to."""
        money = fact.money.first()
        part_of = fact.links.filter(kind="part_of").first()
        return {
            "headline": fact.headline,
            "summary": fact.summary,
            "date": fact.date_text,
            "end": fact.end_text,
            "date_basis": fact.date_basis,
            "date_reason": fact.date_reason,
            "date_inferred_from": fact.date_inferred_from_id,
            "is_key": fact.is_key,
            "topics": list(fact.topics.values_list("pk", flat=True)),
            "years_override_reason": fact.years_override_reason,
            "others": "; ".join(
                f"{row.country.label} ({row.role})"
                for row in fact.participants.filter(is_typed=True).select_related("country")
            ),
            "about": "; ".join(f"{row.low_id}-{row.high_id}" for row in fact.about_pairs.all()),
            "part_of": part_of.to_id if part_of else None,
            "amount": money.reported if money else "",
            "measure": money.measure if money else Money.Measure.PROMISED,
        }

    def _post_clean(self) -> None:
        """The instance is recording's; nothing is built from the form's fields."""


_SHOWN_AT = {"evidence": "quotation", "money": "amount", "speaker_words": "speaker"}

_AMOUNT = _text("Amount as reported", "“$40 billion”, “up to EUR 20 million”.")


def _measure() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="The amount is", choices=Money.Measure.choices, required=False, initial="promised"
    )


class AgreementForm(FactForm):
    kind = Kind.AGREEMENT
    visible = (
        "step", "agreement", "title", "type", "parties", "amount", "measure", "date", "headline",
        "source", "quotation", "says_so", "others",
    )  # fmt: skip

    step = forms.ChoiceField(choices=AgreementStep.Step.choices, initial="announced")
    agreement = _one(Agreement, AgreementStep, "agreement", label="Agreement that is here already")
    title = _text("Or a new one: its title")
    type = forms.ChoiceField(choices=Agreement.Type.choices, initial="other", required=False)
    parties = _many(Country, Visit, "visitors", label="Parties")
    amount = _AMOUNT
    measure = _measure()

    def detail_values(self, data: dict[str, Any]) -> AgreementValues:
        kept = self.instance.agreementstep if self.instance.pk else None
        agreement = data["agreement"] or (kept.agreement if kept else None)
        return AgreementValues(
            step=data["step"],
            agreement=agreement,
            title=data["title"],
            type=data["type"] or "other",
            level=agreement.level if agreement else "unknown",
            bindingness=agreement.bindingness if agreement else "unknown",
            subjects=agreement.subjects if agreement else (),
            parent=agreement.parent if agreement else None,
            parties=list(data["parties"]),
            party=kept.party if kept else None,
            place=kept.place if kept else "",
        )

    def initial_of(self, fact: Fact) -> dict[str, Any]:
        step = fact.agreementstep
        return super().initial_of(fact) | {
            "step": step.step,
            "agreement": step.agreement_id,
            "title": step.agreement.title,
            "type": step.agreement.type,
            "parties": list(
                AgreementParty.objects.filter(agreement=step.agreement).values_list(
                    "country", flat=True
                )
            ),
        }


class TransferForm(FactForm):
    kind = Kind.ARMS_TRANSFER
    visible = (
        "step", "transfer", "supplier", "recipient", "designation", "weapon_class", "armed",
        "quantity", "date", "headline", "source", "quotation", "says_so", "others",
    )  # fmt: skip

    step = forms.ChoiceField(choices=TransferStep.Step.choices, initial="planned")
    transfer = _one(ArmsTransfer, TransferStep, "transfer", label="Order that is here already")
    supplier = _one(Country, ArmsTransfer, "supplier")
    recipient = _one(Country, ArmsTransfer, "recipient")
    designation = _text("What", "In the source's words: “UAVs”.", max_length=160)
    weapon_class = forms.ChoiceField(
        choices=TransferItem.WeaponClass.choices, initial="other", required=False
    )
    armed = forms.ChoiceField(choices=TransferItem.Armed.choices, initial="unknown", required=False)
    quantity = _text("How many", "A number, or the source's words: “up to several hundred”.")

    def detail_values(self, data: dict[str, Any]) -> TransferValues:
        kept = self.instance.transferstep if self.instance.pk else None
        transfer = data["transfer"] or (kept.transfer if kept else None)
        item = transfer.items.order_by("id").first() if transfer else None
        said = data["quantity"].strip()
        number = int(said.replace(",", "")) if said.replace(",", "").isdigit() else None
        is_uav = data["weapon_class"] in ("uav", "loitering_munition", "combat_aircraft")
        return TransferValues(
            step=data["step"],
            transfer=transfer,
            supplier=data["supplier"] or (transfer.supplier if transfer else None),
            recipient=data["recipient"] or (transfer.recipient if transfer else None),
            mode=transfer.mode if transfer else "unknown",
            intended_use=transfer.intended_use if transfer else "",
            designation=data["designation"] or (item.designation if item else ""),
            category=item.category if item else ("aircraft" if is_uav else "other"),
            weapon_class=data["weapon_class"] or "other",
            armed=data["armed"] or "unknown",
            condition=item.condition if item else "unknown",
            quantity=Quantity(best=number, reported="" if number is not None else said),
            place=kept.place if kept else "",
        )

    def initial_of(self, fact: Fact) -> dict[str, Any]:
        step = fact.transferstep
        item = step.item
        return super().initial_of(fact) | {
            "step": step.step,
            "transfer": step.transfer_id,
            "supplier": step.transfer.supplier_id,
            "recipient": step.transfer.recipient_id,
            "designation": item.designation if item else "",
            "weapon_class": item.weapon_class if item else "other",
            "armed": item.armed if item else "unknown",
            "quantity": step.quantity_reported
            or ("" if step.quantity_best is None else str(step.quantity_best)),
        }


class StatementForm(FactForm):
    kind = Kind.STATEMENT
    visible = (
        "speaker", "speaker_words", "country", "act", "targets", "stance", "words", "about",
        "date", "headline", "source", "quotation", "others",
    )  # fmt: skip

    speaker = _one(Person, Statement, "speaker")
    speaker_words = _text("Or as the source calls them", "“US officials”", max_length=160)
    country = _one(
        Country, Statement, "country", label="Speaks for", help_text="Empty: the speaker's."
    )
    act = forms.ChoiceField(choices=Statement.Act.choices, initial="comments")
    targets = _many(Country, Visit, "visitors", label="About whom")
    stance = forms.ChoiceField(
        choices=StatementTarget.Stance.choices, initial="unclear", required=False
    )
    words = forms.CharField(
        label="Their own words",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Only what is quoted; empty: reported speech. Stands for an empty passage.",
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("quotation") and not self.instance.pk:
            data["quotation"] = data.get("words", "")
        if not data.get("country"):
            speaker = data.get("speaker")
            if speaker is not None and speaker.country is not None:
                data["country"] = speaker.country
            else:
                self.add_error("country", "Say which country they speak for.")
        return super().clean()

    def detail_values(self, data: dict[str, Any]) -> StatementValues:
        kept = self.instance.statement if self.instance.pk else None
        speaker = data["speaker"]
        kind = "named" if speaker else "office"
        if kept is not None and not speaker and kept.speaker_kind != "named":
            kind = kept.speaker_kind
        stances = dict(kept.targets.values_list("country", "stance")) if kept else {}
        stance = data["stance"] or "unclear"
        changed = "stance" in self.changed_data or kept is None
        return StatementValues(
            country=data["country"],
            act=data["act"],
            speaker=speaker,
            speaker_kind=kind,
            speaker_words=data["speaker_words"],
            targets=[
                (target, stance if changed else stances.get(target.pk, stance))
                for target in data["targets"]
            ],
            quotation=data["words"].strip(),
            is_direct=bool(data["words"].strip()),
            office=kept.office if kept else None,
            body=kept.body if kept else None,
            venue=kept.venue if kept else "",
            basis=kept.basis if kept else "",
            about_fact=kept.about_fact if kept else None,
        )

    def initial_of(self, fact: Fact) -> dict[str, Any]:
        statement = fact.statement
        first = statement.targets.order_by("id").first()
        return super().initial_of(fact) | {
            "speaker": statement.speaker_id,
            "speaker_words": statement.speaker_words,
            "country": statement.country_id,
            "act": statement.act,
            "targets": list(statement.targets.values_list("country", flat=True)),
            "stance": first.stance if first else "unclear",
            "words": statement.quotation,
        }


class VisitForm(FactForm):
    kind = Kind.VISIT
    visible = (
        "form", "visitors", "host", "persons", "level", "place", "date", "headline", "source",
        "quotation", "says_so", "others",
    )  # fmt: skip

    form = forms.ChoiceField(choices=Visit.Form.choices, initial="visit")
    visitors = _many(Country, Visit, "visitors")
    host = _one(Country, Visit, "host", help_text="Empty: a call, or a meeting elsewhere.")
    persons = _many(Person, Visit, "persons", label="People")
    level = forms.ChoiceField(choices=Visit.Level.choices, initial="unknown", required=False)
    place = _text("Place", max_length=120)

    def detail_values(self, data: dict[str, Any]) -> VisitValues:
        return VisitValues(
            form=data["form"],
            visitors=list(data["visitors"]),
            host=data["host"],
            level=data["level"] or "unknown",
            persons=list(data["persons"]),
            place=data["place"],
            purpose=self.instance.visit.purpose if self.instance.pk else "",
        )

    def initial_of(self, fact: Fact) -> dict[str, Any]:
        visit = fact.visit
        return super().initial_of(fact) | {
            "form": visit.form,
            "visitors": list(visit.visitors.values_list("pk", flat=True)),
            "host": visit.host_id,
            "persons": list(visit.persons.values_list("pk", flat=True)),
            "level": visit.level,
            "place": visit.place,
        }


class ActionForm(FactForm):
    kind = Kind.ACTION
    visible = (
        "action", "senders", "receivers", "amount", "measure", "quantity", "purpose", "date",
        "headline", "source", "quotation", "says_so", "others",
    )  # fmt: skip

    action = forms.ChoiceField(choices=Action._meta.get_field("action").choices or ())
    senders = _many(Country, Visit, "visitors", label="Who acts")
    receivers = _many(Country, Visit, "visitors", label="On whom")
    amount = _AMOUNT
    measure = _measure()
    quantity = _text("How many", "The source's words: “one million doses”.", max_length=120)
    purpose = _text("Purpose")

    def detail_values(self, data: dict[str, Any]) -> ActionValues:
        kept = self.instance.action if self.instance.pk else None
        same = kept is not None and kept.action == data["action"]
        return ActionValues(
            action=data["action"],
            senders=list(data["senders"]),
            receivers=list(data["receivers"]),
            is_mutual=kept.is_mutual if same and kept else None,
            body=kept.body if kept else None,
            purpose=data["purpose"],
            quantity_reported=data["quantity"],
        )

    def initial_of(self, fact: Fact) -> dict[str, Any]:
        action = fact.action
        return super().initial_of(fact) | {
            "action": action.action,
            "senders": list(action.senders.values_list("pk", flat=True)),
            "receivers": list(action.receivers.values_list("pk", flat=True)),
            "quantity": action.quantity_reported,
            "purpose": action.purpose,
        }


FORMS: dict[str, type[FactForm]] = {
    form.kind: form for form in (AgreementForm, TransferForm, StatementForm, VisitForm, ActionForm)
}
