"""One suggested fact as a form: what each kind asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from pages.desk import wording
from pages.desk.fields import SuggestionForm, choice, countries, text, words_field
from relations.lanes import ActionSubtype, Kind
from relations.models import (
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Money,
    Statement,
    StatementTarget,
    TransferItem,
    TransferStep,
    Visit,
)
from relations.pairs import Pair


class AgreementForm(SuggestionForm):
    kind = Kind.AGREEMENT
    shown = (
        "step", "type", "subject", "parties", "date", "amount", "measure", "headline", "says_so",
        "quotation",
    )  # fmt: skip
    more = ("title", "agreement", "place", *SuggestionForm.more)

    step = choice("Step", AgreementStep.Step.choices)
    type = choice("Type", Agreement.Type.choices)
    subject = choice("Topic", [("", "not said"), *Agreement.Subject.choices])
    parties = countries("Parties", "Parted by ;")
    amount = text("Amount", "“$40 billion”, “up to EUR 20 million”", 120)
    measure = choice("The amount is", Money.Measure.choices)
    title = text("The agreement’s title", "Empty: the headline.")
    agreement = forms.TypedChoiceField(
        label="It is a step of", required=False, coerce=int, empty_value=None
    )
    place = text("Place", size=120)
    readers = {"parties": wording.codes}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agreement"]
        field.choices = [("", "a new agreement"), *self._agreements()]

    def _agreements(self) -> list[tuple[int, str]]:
        """Agreements of the same parties."""
        parties = self.payload_before.get("detail", {}).get("parties") or []
        found = Agreement.objects.filter(merged_into=None)
        for party in parties[:2]:
            found = found.filter(parties__country=party)
        if not parties:
            return []
        return [(each.pk, each.title[:90]) for each in found.distinct().order_by("-pk")[:50]]

    def detail_initial(self, detail: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "step": detail.get("step", "announced"),
            "type": detail.get("type", "other"),
            "subject": next(iter(detail.get("subjects") or ()), ""),
            "parties": self.say.countries(detail.get("parties")),
            "title": detail.get("title", ""),
            "agreement": detail.get("agreement"),
            "place": detail.get("place", ""),
        }

    def detail(self, data: Mapping[str, Any]) -> dict[str, Any]:
        before = self.payload_before.get("detail", {})
        subjects = list(before.get("subjects") or ())
        if "subject" in self.changed_data:
            subjects = [data["subject"]] if data["subject"] else []
        title = data["title"].strip() or ("" if data["agreement"] else data["headline"].strip())
        return {
            **_kept(before, "level", "bindingness", "parent", "party"),
            "step": data["step"] or "announced",
            "agreement": data["agreement"],
            "title": title,
            "type": data["type"] or "other",
            "subjects": subjects,
            "parties": self.refs["parties"],
            "place": data["place"],
        }


def _kept(before: Mapping[str, Any], *fields: str) -> dict[str, Any]:
    """What the form does not show stays as it was."""
    return {name: before[name] for name in fields if before.get(name)}


def _quantity(text: str) -> dict[str, Any]:
    """A number is the best figure; words stay words, as precise as the source."""
    plain = text.strip().replace(",", "")
    if plain.isdigit():
        return {"best": int(plain)}
    return {"reported": text.strip()} if text.strip() else {}


class TransferForm(SuggestionForm):
    kind = Kind.ARMS_TRANSFER
    shown = (
        "step", "supplier", "recipient", "designation", "weapon_class", "quantity", "armed",
        "date", "headline", "says_so", "quotation",
    )  # fmt: skip
    more = ("transfer", "category", "mode", "intended_use", "amount", "measure",
            *SuggestionForm.more)  # fmt: skip

    step = choice("Step", TransferStep.Step.choices)
    supplier = countries("Supplier")
    recipient = countries("Recipient")
    designation = text("What", "In the article’s words: “UAVs”", 160)
    weapon_class = choice("Weapon class", TransferItem.WeaponClass.choices)
    quantity = text("How many", "A number, or the words: “up to several hundred”", 120)
    armed = choice("Armed", TransferItem.Armed.choices)
    transfer = forms.TypedChoiceField(
        label="It is a step of", required=False, coerce=int, empty_value=None
    )
    category = choice("Category (SIPRI)", TransferItem.Category.choices)
    mode = choice("Mode", ArmsTransfer.Mode.choices)
    intended_use = text("Intended use, as said", size=200)
    amount = text("Amount", "“$1.2 billion”", 120)
    measure = choice("The amount is", Money.Measure.choices)
    readers = {"supplier": wording.code, "recipient": wording.code, "quantity": _quantity}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        detail = self.payload_before.get("detail", {})
        orders = ArmsTransfer.objects.filter(
            supplier=detail.get("supplier"), recipient=detail.get("recipient"), merged_into=None
        )
        field: Any = self.fields["transfer"]
        found = [(each.pk, each.title[:90]) for each in orders.order_by("-pk")[:50]]
        field.choices = [("", "a new order"), *found]

    def detail_initial(self, detail: Mapping[str, Any]) -> dict[str, Any]:
        quantity = detail.get("quantity") or {}
        return {
            "step": detail.get("step", "planned"),
            "supplier": self.say.country(detail.get("supplier")),
            "recipient": self.say.country(detail.get("recipient")),
            "designation": detail.get("designation", ""),
            "weapon_class": detail.get("weapon_class", "other"),
            "quantity": quantity.get("reported") or str(quantity.get("best") or ""),
            "armed": detail.get("armed", "unknown"),
            "transfer": detail.get("transfer"),
            "category": detail.get("category", "other"),
            "mode": detail.get("mode", "unknown"),
            "intended_use": detail.get("intended_use", ""),
        }

    def detail(self, data: Mapping[str, Any]) -> dict[str, Any]:
        before = self.payload_before.get("detail", {})
        same = "quantity" not in self.changed_data and before.get("quantity")
        return {
            **_kept(before, "title", "condition", "place"),
            "step": data["step"] or "planned",
            "transfer": data["transfer"],
            "supplier": self.refs["supplier"],
            "recipient": self.refs["recipient"],
            "designation": data["designation"].strip(),
            "category": data["category"] or "other",
            "weapon_class": data["weapon_class"] or "other",
            "armed": data["armed"] or "unknown",
            "mode": data["mode"] or "unknown",
            "intended_use": data["intended_use"],
            "quantity": before["quantity"] if same else self.refs["quantity"],
        }


class StatementForm(SuggestionForm):
    kind = Kind.STATEMENT
    shown = (
        "speaker", "country", "act", "targets", "words", "about", "date", "headline", "quotation",
    )  # fmt: skip
    more = (
        "says_so", "speaker_words", "speaks_for", "venue", "basis", "translation",
        *SuggestionForm.more,
    )  # fmt: skip

    speaker = text("Speaker", "Somebody new: “Ned Price (United States)”", 160)
    country = countries("Speaks for", "Empty: the speaker’s country.")
    act = choice("Act", Statement.Act.choices)
    targets = countries("Toward", "“Russia (critical); Iran (supportive)”")
    words = words_field("Their own words", "Only what is quoted. Empty: reported speech.")
    speaker_words = text("Office, or as the article calls them", "“US officials”", 160)
    speaks_for = choice("In the name of", Statement.SpeaksFor.choices)
    venue = text("Where or to whom", size=160)
    basis = text("Basis as given", "“US intelligence”", 160)
    translation = words_field("Translation")
    readers = {
        "speaker": wording.people,
        "country": wording.code,
        "targets": lambda text: wording.targets(text, StatementTarget.Stance.values),
    }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if len(self.refs.get("speaker") or ()) > 1:
            self.add_error("speaker", "One statement has one speaker; make one for each.")
        if "country" in self.refs and not self.refs["country"]:
            self.refs["country"] = self._country_of_speaker()
            if self.refs["country"] is None and "speaker" not in self.errors:
                self.add_error("country", "Say which country they speak for.")
        return data

    def _country_of_speaker(self) -> str | None:
        from relations.models import Person

        for who in self.refs.get("speaker") or ():
            if isinstance(who, Mapping):
                return who["country"] or None
            known = Person.objects.filter(pk=who).first()
            return known.country_id if known else None
        return None

    def detail_initial(self, detail: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "speaker": self.say.person(detail.get("speaker")) if detail.get("speaker") else "",
            "country": self.say.country(detail.get("country")),
            "act": detail.get("act", "comments"),
            "targets": self.say.qualified(detail.get("targets")),
            "words": detail.get("quotation", ""),
            "speaker_words": detail.get("speaker_words", ""),
            "speaks_for": detail.get("speaks_for", "government"),
            "venue": detail.get("venue", ""),
            "basis": detail.get("basis", ""),
            "translation": detail.get("translation", ""),
        }

    def detail(self, data: Mapping[str, Any]) -> dict[str, Any]:
        before = self.payload_before.get("detail", {})
        speaker = next(iter(self.refs["speaker"]), None)
        kind = before.get("speaker_kind", "office")
        return {
            **_kept(before, "office", "body", "about_fact", "about_agreement", "about_transfer",
                    "quotation_language"),
            "speaker": speaker,
            "speaker_kind": "named" if speaker else ("office" if kind == "named" else kind),
            "speaker_words": data["speaker_words"],
            "speaks_for": data["speaks_for"] or "government",
            "country": self.refs["country"],
            "act": data["act"] or "comments",
            "targets": self.refs["targets"],
            "quotation": data["words"].strip(),
            "is_direct": bool(data["words"].strip()),
            "venue": data["venue"],
            "basis": data["basis"],
            "translation": data["translation"].strip(),
        }  # fmt: skip


class VisitForm(SuggestionForm):
    kind = Kind.VISIT
    shown = (
        "form", "visitors", "host", "persons", "level", "place", "date", "headline", "says_so",
        "quotation",
    )  # fmt: skip
    more = ("purpose", *SuggestionForm.more)

    form = choice("Form", Visit.Form.choices)
    visitors = countries("Visitors", "Parted by ;")
    host = countries("Host", "Empty: a call, or elsewhere.")
    persons = text("People", "Parted by ;")
    level = choice("Level", Visit.Level.choices)
    place = text("Place", size=120)
    purpose = text("Purpose", size=200)
    readers = {"visitors": wording.codes, "host": wording.code, "persons": wording.people}

    def detail_initial(self, detail: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "form": detail.get("form", "visit"),
            "visitors": self.say.countries(detail.get("visitors")),
            "host": self.say.country(detail.get("host")),
            "persons": self.say.persons(detail.get("persons")),
            "level": detail.get("level", "unknown"),
            "place": detail.get("place", ""),
            "purpose": detail.get("purpose", ""),
        }

    def detail(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "form": data["form"] or "visit",
            "visitors": self.refs["visitors"],
            "host": self.refs["host"],
            "persons": self.refs["persons"],
            "level": data["level"] or "unknown",
            "place": data["place"],
            "purpose": data["purpose"],
        }


class ActionForm(SuggestionForm):
    kind = Kind.ACTION
    shown = (
        "action", "senders", "receivers", "amount", "measure", "quantity_reported", "date",
        "headline", "says_so", "quotation",
    )  # fmt: skip
    more = ("is_mutual", "purpose", *SuggestionForm.more)

    action = choice("What was done", ActionSubtype.choices)
    senders = countries("Who acts", "Parted by ;")
    receivers = countries("On whom", "Parted by ;")
    amount = text("Amount", "“$40 billion”, “up to EUR 20 million”", 120)
    measure = choice("The amount is", Money.Measure.choices)
    quantity_reported = text("How many", "The article’s words: “one million doses”", 120)
    is_mutual = choice(
        "Direction", [("", "as usual for this act"), ("yes", "both sides"), ("no", "one-sided")]
    )
    purpose = text("Purpose")
    readers = {"senders": wording.codes, "receivers": wording.codes}

    def detail_initial(self, detail: Mapping[str, Any]) -> dict[str, Any]:
        mutual = detail.get("is_mutual")
        return {
            "action": detail.get("action", "other"),
            "senders": self.say.countries(detail.get("senders")),
            "receivers": self.say.countries(detail.get("receivers")),
            "quantity_reported": detail.get("quantity_reported", ""),
            "is_mutual": "" if mutual is None else ("yes" if mutual else "no"),
            "purpose": detail.get("purpose", ""),
        }

    def detail(self, data: Mapping[str, Any]) -> dict[str, Any]:
        before = self.payload_before.get("detail", {})
        return {
            **_kept(before, "body"),
            "action": data["action"] or "other",
            "senders": self.refs["senders"],
            "receivers": self.refs["receivers"],
            "is_mutual": {"yes": True, "no": False}.get(data["is_mutual"]),
            "purpose": data["purpose"],
            "quantity_reported": data["quantity_reported"],
        }


FORMS: dict[str, type[SuggestionForm]] = {
    str(form.kind): form
    for form in (AgreementForm, TransferForm, StatementForm, VisitForm, ActionForm)
}


def as_kind(payload: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the payload as another kind of fact: countries, date and evidence are carried over."""
    detail = payload.get("detail", {})
    acting = [
        *(detail.get("parties") or ()), *(detail.get("visitors") or ()),
        *(detail.get("senders") or ()), detail.get("supplier"), detail.get("country"),
    ]  # fmt: skip
    acted_on = [
        *(detail.get("receivers") or ()), *(code for code, _ in detail.get("targets") or ()),
        detail.get("recipient"), detail.get("host"),
    ]  # fmt: skip
    one = [each for each in dict.fromkeys(acting) if each]
    other = [each for each in dict.fromkeys(acted_on) if each and each not in one]
    if not other and len(one) == 2 and kind in (Kind.ARMS_TRANSFER, Kind.STATEMENT):
        one, other = one[:1], one[1:]
    details: dict[str, dict[str, Any]] = {
        Kind.AGREEMENT: {"step": "announced", "title": payload.get("headline", ""),
                         "parties": [*one, *other]},
        Kind.ARMS_TRANSFER: {"step": "planned", "supplier": next(iter(one), None),
                             "recipient": next(iter(other), None), "designation": ""},
        Kind.STATEMENT: {"country": next(iter(one), None), "speaker_kind": "office",
                         "targets": [(each, "unclear") for each in other]},
        Kind.VISIT: {"form": "visit", "visitors": one, "host": next(iter(other), None)},
        Kind.ACTION: {"action": "other", "senders": one, "receivers": other},
    }  # fmt: skip
    kept = {name: value for name, value in payload.items() if name not in ("kind", "detail")}
    return {**kept, "kind": kind, "detail": details[kind]}


def is_third_party(payload: Mapping[str, Any]) -> bool:
    """Whether a statement's speaker is of neither state of the pairs it is about."""
    if payload.get("kind") != Kind.STATEMENT:
        return False
    country = payload.get("detail", {}).get("country")
    pairs = [Pair.parse(text) for text in payload.get("about") or ()]
    return bool(pairs) and all(country not in (pair.low, pair.high) for pair in pairs)
