"""One suggested fact as a form: a payload's fields as text, and the text as a payload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from articles.models import Article
from articles.proposing import evidence_of
from pages.desk import wording
from relations import amounts, dates
from relations.lanes import ActionSubtype, Kind
from relations.models import (
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Fact,
    Money,
    Statement,
    StatementTarget,
    TransferItem,
    TransferStep,
    Visit,
)
from relations.pairs import Pair
from relations.recording import names


def _text(label: str, hint: str = "", size: int = 300, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=size, **options)


def _countries(label: str, hint: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"list": "countries", "autocomplete": "off"})
    return _text(label, hint, widget=widget)


def _choice(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, **options)


def _words(label: str, hint: str = "", rows: int = 2) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, help_text=hint, required=False, widget=widget)


class SuggestionForm(forms.Form):
    """What every kind has in common. `shown` comes first, `more` behind "More fields"."""

    kind: ClassVar[Kind]
    shown: ClassVar[tuple[str, ...]]
    more: ClassVar[tuple[str, ...]] = (
        "summary", "date_basis", "date_reason", "date_inferred_from", "others", "about",
        "asserted_by_words", "is_key", "years_override_reason",
    )  # fmt: skip

    headline = _text("Headline", "One sentence in the present tense. Empty: made for you.")
    date = _text("Date", "As precise as the text: 19 July 2022, July 2022, before 2023.", 120)
    quotation = _words("Evidence", "The words of the article that carry this fact.", 3)
    says_so = _text("Who says so", "Parted by ;  Empty: the article itself.")
    others = _text("Others involved", "“Ukraine (affected); Colombia”")
    about = _text("About the pairs", "A third party’s words: “IRN-RUS”")
    summary = _words("Summary")
    asserted_by_words = _text("Or as the article calls them", "“US officials”", 160)
    date_basis = _choice("The date is", Fact.DateBasis.choices)
    date_reason = _text("Reason for the date", size=200)
    date_inferred_from = forms.TypedChoiceField(
        label="Inferred from", required=False, coerce=int, empty_value=None
    )
    is_key = forms.BooleanField(label="Key fact", required=False)
    years_override_reason = _text("Why a state takes part outside its years", size=200)

    def __init__(
        self,
        data: Any = None,
        *,
        article: Article | None = None,
        payload: Mapping[str, Any],
        words: wording.Words | None = None,
    ) -> None:
        self.article = article
        self.payload_before = payload
        self.say = words or wording.Words([payload])
        self.refs: dict[str, Any] = {}
        super().__init__(data, initial=self.initial_of(payload))
        inferred: Any = self.fields["date_inferred_from"]
        inferred.choices = [("", "no other fact"), *self._facts()]
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("id", f"id_{name}")
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"hint_{name}"

    def _facts(self) -> list[tuple[int, str]]:
        """The facts of this article that a date can be inferred from."""
        if self.article is None:
            return []
        facts = Fact.objects.filter(proposals__suggestion__article=self.article).distinct()
        return [(fact.pk, fact.headline[:80]) for fact in facts.order_by("pk")[:100]]

    # --- from a payload ------------------------------------------------------------------------

    def initial_of(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        said: Mapping[str, Any] = next(iter(payload.get("evidence") or ()), {})
        money: Mapping[str, Any] = next(iter(payload.get("money") or ()), {})
        return {
            "headline": payload.get("headline", ""),
            "date": payload.get("date", ""),
            "quotation": said.get("quotation", ""),
            "says_so": self.say.asserters(said.get("asserted_by")),
            "asserted_by_words": said.get("asserted_by_words", ""),
            "others": self.say.qualified(payload.get("others")),
            "about": "; ".join(payload.get("about") or ()),
            "summary": payload.get("summary", ""),
            "date_basis": payload.get("date_basis", "stated"),
            "date_reason": payload.get("date_reason", ""),
            "date_inferred_from": payload.get("date_inferred_from"),
            "is_key": payload.get("is_key", False),
            "years_override_reason": payload.get("years_override_reason", ""),
            "amount": _said_amount(money),
            "measure": money.get("measure", "promised"),
            **self.detail_initial(payload.get("detail", {})),
        }

    def detail_initial(self, detail: Mapping[str, Any]) -> dict[str, Any]:
        raise AssertionError("each kind has its own fields")

    def detail(self, data: Mapping[str, Any]) -> dict[str, Any]:
        raise AssertionError("each kind has its own fields")

    # --- to a payload --------------------------------------------------------------------------

    def _read(self, name: str, reader: Callable[[str], Any]) -> Any:
        """Keep what a text means beside it; the text itself stays, so that it can be shown."""
        text = self.cleaned_data.get(name) or ""
        try:
            self.refs[name] = reader(text)
        except ValidationError as error:
            self.add_error(name, error)
        return text

    readers: ClassVar[dict[str, Callable[[str], Any]]] = {}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        common: dict[str, Callable[[str], Any]] = {
            "date": _date,
            "says_so": wording.asserters,
            "others": lambda text: [(c.pk, role) for c, role in names.others_named(text)],
            "about": lambda text: [str(pair) for pair in names.pairs_named(text)],
        }
        if "amount" in self.fields:
            common["amount"] = _amount
        for name, reader in {**common, **self.readers}.items():
            self._read(name, reader)
        if not data.get("quotation", "").strip():
            self.add_error("quotation", "Give the words of the article that carry this fact.")
        is_inferred = self.refs.get("date") and data.get("date_basis") == "inferred"
        if is_inferred and not data.get("date_inferred_from"):
            self.add_error("date_inferred_from", "Say from which fact the date is inferred.")
        return data

    def payload(self, place: tuple[int, int] | None = None) -> dict[str, Any]:
        """Return what the form says. `place` is where its passage stands in the text."""
        data = self.cleaned_data
        before = self.payload_before
        basis = data["date_basis"] or "stated"
        if not self.refs["date"]:
            basis = "stated"
        payload: dict[str, Any] = {
            **{name: before[name] for name in ("end", "links") if before.get(name)},
            "kind": str(self.kind),
            "headline": data["headline"].strip(),
            "date": self.refs["date"],
            "date_basis": basis,
            "date_reason": data["date_reason"].strip() if self.refs["date"] else "",
            "date_inferred_from": data["date_inferred_from"] if basis == "inferred" else None,
            "summary": data["summary"].strip(),
            "is_key": data["is_key"],
            "years_override_reason": data["years_override_reason"].strip(),
            "detail": self.detail(data),
            "others": self.refs["others"],
            "about": self.refs["about"],
        }
        if self.refs.get("amount"):
            payload["money"] = [{"measure": data["measure"] or "promised", **self.refs["amount"]}]
        said: Mapping[str, Any] = next(iter(before.get("evidence") or ()), {})
        start, end = place or (None, None)
        payload["evidence"] = evidence_of(
            payload,
            source=said.get("source") or (self.article.source_id if self.article else None) or 0,
            version=said.get("version"),
            quotation=data["quotation"],
            start=start,
            end=end,
            asserted_by=self.refs["says_so"],
            words=data["asserted_by_words"],
        )
        return payload

    # --- for the page --------------------------------------------------------------------------

    def shown_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.shown]

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.more if name not in self.shown]

    @property
    def has_hidden_errors(self) -> bool:
        return any(name in self.more and name not in self.shown for name in self.errors)


def _date(text: str) -> str:
    try:
        return dates.parse(text).text
    except dates.UnreadableDate as unreadable:
        raise ValidationError(str(unreadable)) from unreadable


def _amount(text: str) -> dict[str, str] | None:
    if not text.strip():
        return None
    try:
        read = amounts.read_amount(text)
    except amounts.UnreadableAmount as unreadable:
        raise ValidationError(str(unreadable)) from unreadable
    numbers = {"low": read.low, "best": read.best, "high": read.high}
    return {
        "currency": read.currency,
        "reported": read.reported,
        **{name: f"{value:f}" for name, value in numbers.items() if value is not None},
    }


def _said_amount(money: Mapping[str, Any]) -> str:
    """The words an amount was reported in where they can be read back, else its numbers."""
    if not money:
        return ""
    reported = str(money.get("reported") or "")
    try:
        if reported and amounts.read_amount(reported).currency == money.get("currency"):
            return reported
    except amounts.UnreadableAmount:
        pass
    currency = money.get("currency", "")
    if money.get("best"):
        return f"{currency} {money['best']}"
    if money.get("low") and money.get("high"):
        return f"{currency} {money['low']} to {money['high']}"
    if money.get("high"):
        return f"up to {currency} {money['high']}"
    return f"more than {currency} {money['low']}" if money.get("low") else ""


class AgreementForm(SuggestionForm):
    kind = Kind.AGREEMENT
    shown = (
        "step", "type", "subject", "parties", "date", "amount", "measure", "headline", "says_so",
        "quotation",
    )  # fmt: skip
    more = ("title", "agreement", "place", *SuggestionForm.more)

    step = _choice("Step", AgreementStep.Step.choices)
    type = _choice("Type", Agreement.Type.choices)
    subject = _choice("Topic", [("", "not said"), *Agreement.Subject.choices])
    parties = _countries("Parties", "Parted by ;")
    amount = _text("Amount", "“$40 billion”, “up to EUR 20 million”", 120)
    measure = _choice("The amount is", Money.Measure.choices)
    title = _text("The agreement’s title", "Empty: the headline.")
    agreement = forms.TypedChoiceField(
        label="It is a step of", required=False, coerce=int, empty_value=None
    )
    place = _text("Place", size=120)
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

    step = _choice("Step", TransferStep.Step.choices)
    supplier = _countries("Supplier")
    recipient = _countries("Recipient")
    designation = _text("What", "In the article’s words: “UAVs”", 160)
    weapon_class = _choice("Weapon class", TransferItem.WeaponClass.choices)
    quantity = _text("How many", "A number, or the words: “up to several hundred”", 120)
    armed = _choice("Armed", TransferItem.Armed.choices)
    transfer = forms.TypedChoiceField(
        label="It is a step of", required=False, coerce=int, empty_value=None
    )
    category = _choice("Category (SIPRI)", TransferItem.Category.choices)
    mode = _choice("Mode", ArmsTransfer.Mode.choices)
    intended_use = _text("Intended use, as said", size=200)
    amount = _text("Amount", "“$1.2 billion”", 120)
    measure = _choice("The amount is", Money.Measure.choices)
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

    speaker = _text("Speaker", "Somebody new: “Ned Price (United States)”", 160)
    country = _countries("Speaks for", "Empty: the speaker’s country.")
    act = _choice("Act", Statement.Act.choices)
    targets = _countries("Toward", "“Russia (critical); Iran (supportive)”")
    words = _words("Their own words", "Only what is quoted. Empty: reported speech.")
    speaker_words = _text("Office, or as the article calls them", "“US officials”", 160)
    speaks_for = _choice("In the name of", Statement.SpeaksFor.choices)
    venue = _text("Where or to whom", size=160)
    basis = _text("Basis as given", "“US intelligence”", 160)
    translation = _words("Translation")
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

    form = _choice("Form", Visit.Form.choices)
    visitors = _countries("Visitors", "Parted by ;")
    host = _countries("Host", "Empty: a call, or elsewhere.")
    persons = _text("People", "Parted by ;")
    level = _choice("Level", Visit.Level.choices)
    place = _text("Place", size=120)
    purpose = _text("Purpose", size=200)
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

    action = _choice("What was done", ActionSubtype.choices)
    senders = _countries("Who acts", "Parted by ;")
    receivers = _countries("On whom", "Parted by ;")
    amount = _text("Amount", "“$40 billion”, “up to EUR 20 million”", 120)
    measure = _choice("The amount is", Money.Measure.choices)
    quantity_reported = _text("How many", "The article’s words: “one million doses”", 120)
    is_mutual = _choice(
        "Direction", [("", "as usual for this act"), ("yes", "both sides"), ("no", "one-sided")]
    )
    purpose = _text("Purpose")
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
