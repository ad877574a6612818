"""What the form of a suggested fact has whatever its kind: a payload as texts, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from articles.models import Article
from articles.translating import evidence_of
from pages.desk import wording
from relations import amounts, dates
from relations.lanes import Kind
from relations.models import (
    Fact,
    Topic,
)
from relations.recording import names


def text(label: str, hint: str = "", size: int = 300, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=size, **options)


def countries(label: str, hint: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"list": "countries", "autocomplete": "off"})
    return text(label, hint, widget=widget)


def choice(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, **options)


def words_field(label: str, hint: str = "", rows: int = 2) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, help_text=hint, required=False, widget=widget)


class SuggestionForm(forms.Form):
    """What every kind has in common. `shown` comes first, `more` behind "More fields"."""

    kind: ClassVar[Kind]
    shown: ClassVar[tuple[str, ...]]
    more: ClassVar[tuple[str, ...]] = (
        "summary", "date_basis", "date_reason", "date_inferred_from", "others", "about",
        "asserted_by_words", "topics", "is_key", "years_override_reason",
    )  # fmt: skip

    headline = text("Headline", "One sentence in the present tense. Empty: made for you.")
    date = text("Date", "As precise as the text: 19 July 2022, July 2022, before 2023.", 120)
    quotation = words_field("Evidence", "The words of the article that carry this fact.", 3)
    says_so = text("Who says so", "Parted by ;  Empty: the article itself.")
    others = text("Others involved", "“Ukraine (affected); Colombia”")
    about = text("About the pairs", "A third party’s words: “IRN-RUS”")
    summary = words_field("Summary")
    asserted_by_words = text("Or as the article calls them", "“US officials”", 160)
    date_basis = choice("The date is", Fact.DateBasis.choices)
    date_reason = text("Reason for the date", size=200)
    date_inferred_from = forms.TypedChoiceField(
        label="Inferred from", required=False, coerce=int, empty_value=None
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.order_by("name"), required=False, label="Topics"
    )
    is_key = forms.BooleanField(label="Key fact", required=False)
    years_override_reason = text("Why a state takes part outside its years", size=200)

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
            "topics": list(payload.get("topics") or ()),
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
            "topics": [topic.pk for topic in data["topics"]],
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
