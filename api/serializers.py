"""The shapes of the API, for its OpenAPI document and for the lasting things.

A timeline's rows are plain values from `relations.timeline` and are written as they are: these
serializers describe them, a test keeps the two alike, and nothing is copied per row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rest_framework import serializers

from relations.dates import Precision
from relations.lanes import Kind, Lane
from relations.models import (
    Agreement,
    ArmsTransfer,
    Country,
    Fact,
    Publication,
    Source,
    TransferItem,
)
from relations.pairs import Relation, Role
from relations.recording import details_of
from relations.timeline.matrix import Measure
from relations.verification import Polarity, Verification


class DateSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(help_text="In words, no more precise than it is.")
    edtf = serializers.CharField(allow_blank=True)
    earliest = serializers.DateField(allow_null=True)
    latest = serializers.DateField(allow_null=True)
    precision = serializers.ChoiceField(Precision.choices)
    basis = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    known_by = serializers.DateField(help_text="A bound, never the event's date.")


class ParticipantSerializer(serializers.Serializer[Any]):
    country = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    role = serializers.ChoiceField(Role.choices)


class ClaimSourceSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    title = serializers.CharField()
    publisher = serializers.CharField()
    publisher_slug = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    published = serializers.CharField(allow_blank=True, help_text="EDTF; empty: not given.")
    language = serializers.CharField(allow_blank=True)
    credit = serializers.CharField(allow_blank=True)


class ClaimSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    field = serializers.CharField(allow_blank=True, help_text="Empty: that it occurred.")
    value = serializers.JSONField()
    quotation = serializers.CharField(allow_blank=True)
    data_set_row = serializers.CharField(allow_blank=True)
    asserted_by = serializers.CharField(allow_blank=True)
    asserted_by_country = serializers.CharField(allow_null=True)
    polarity = serializers.ChoiceField(Polarity.choices)
    rank = serializers.CharField()
    licence = serializers.CharField(allow_blank=True)
    source = ClaimSourceSerializer()  # type: ignore[assignment]


class AmountSerializer(serializers.Serializer[Any]):
    measure = serializers.CharField(help_text="promised, contracted, credit_agreed or paid")
    currency = serializers.CharField()
    low = serializers.FloatField(allow_null=True)
    best = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    reported = serializers.CharField(allow_blank=True)
    dollars = serializers.FloatField(allow_null=True)
    verification = serializers.ChoiceField(Verification.choices)
    counts = serializers.BooleanField()
    left_out_reason = serializers.CharField(allow_blank=True)


class QuantitySerializer(serializers.Serializer[Any]):
    low = serializers.IntegerField(allow_null=True)
    best = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)
    reported = serializers.CharField(allow_blank=True)
    designation = serializers.CharField(allow_blank=True)
    armed = serializers.CharField()


class TargetSerializer(serializers.Serializer[Any]):
    country = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    stance = serializers.CharField()


class SpeakerSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(allow_blank=True)
    office = serializers.CharField(allow_blank=True)
    country = serializers.CharField()
    act = serializers.CharField()
    quotation = serializers.CharField(allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    targets = TargetSerializer(many=True)


class FactRowSerializer(serializers.Serializer[Any]):
    """A fact as a timeline shows it."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Kind.choices)
    subtype = serializers.CharField()
    lane = serializers.ChoiceField(Lane.choices)
    relation = serializers.ChoiceField([*Relation.values, ""], allow_blank=True)
    direction = serializers.CharField(allow_blank=True)
    pair = serializers.CharField(allow_blank=True)
    headline = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    date = DateSerializer()
    end = DateSerializer(allow_null=True)
    status = serializers.CharField()
    verification = serializers.ChoiceField(Verification.choices)
    badge = serializers.CharField()
    claimants = serializers.ListField(child=serializers.CharField())
    denied_by = serializers.ListField(child=serializers.CharField())
    is_key = serializers.BooleanField()
    topics = serializers.ListField(child=serializers.CharField())
    part_of = serializers.DictField(allow_null=True, help_text="The fact it is part of: a trip.")
    revision = serializers.IntegerField()
    amounts = AmountSerializer(many=True)
    quantity = QuantitySerializer(allow_null=True)
    speaker = SpeakerSerializer(allow_null=True)
    participants = ParticipantSerializer(many=True)
    claims = ClaimSerializer(many=True)
    sort_key = serializers.IntegerField()


class FactSerializer(FactRowSerializer):
    """One fact with its detail and the pairs it stands in."""

    pairs = serializers.ListField(child=serializers.CharField())
    detail = serializers.DictField()
    verification_reason = serializers.CharField(allow_blank=True)
    links = serializers.ListField(child=serializers.DictField())
    publication = serializers.ChoiceField(Publication.choices)


class CountSerializer(serializers.Serializer[Any]):
    value = serializers.IntegerField()


class AsOfSerializer(serializers.Serializer[Any]):
    moment = serializers.DateTimeField()
    position = serializers.IntegerField(help_text="Of the last change known then.")


class FactPageSerializer(serializers.Serializer[Any]):
    results = FactRowSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    count = CountSerializer(required=False)
    as_of = AsOfSerializer(required=False)
    page = serializers.CharField(required=False, help_text="The page that shows the same.")


class CountrySerializer(serializers.ModelSerializer[Country]):
    class Meta:
        model = Country
        fields = ["code", "label", "official_name", "kind", "is_user_assigned", "note"]


class CountryDetailSerializer(CountrySerializer):
    spells = serializers.ListField(child=serializers.DictField())
    codes = serializers.ListField(child=serializers.DictField())
    names = serializers.ListField(child=serializers.DictField())
    predecessors = serializers.ListField(child=serializers.DictField())
    successors = serializers.ListField(child=serializers.DictField())
    partners = serializers.ListField(child=serializers.DictField())

    class Meta(CountrySerializer.Meta):
        fields = [
            *CountrySerializer.Meta.fields,
            "spells", "codes", "names", "predecessors", "successors", "partners",
        ]  # fmt: skip


class PairSerializer(serializers.Serializer[Any]):
    pair = serializers.CharField()
    low = serializers.CharField()
    high = serializers.CharField()
    facts = serializers.IntegerField()


class MoneyFigureSerializer(serializers.Serializer[Any]):
    measure = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    dollars = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    confirmed = serializers.FloatField(help_text="The part of `dollars` that is confirmed.")
    counted = serializers.IntegerField()
    left_out = serializers.IntegerField()
    included = serializers.ListField(child=serializers.DictField())
    excluded = serializers.ListField(child=serializers.DictField())


class PairSummarySerializer(PairSerializer):
    withheld = serializers.IntegerField(help_text="Facts whose licence keeps them here.")
    first_year = serializers.IntegerField(allow_null=True)
    last_year = serializers.IntegerField(allow_null=True)
    undated = serializers.IntegerField()
    sources = serializers.IntegerField()
    publishers = serializers.IntegerField()
    lanes = serializers.DictField(child=serializers.IntegerField())
    verifications = serializers.DictField(child=serializers.IntegerField())
    directions = serializers.DictField(child=serializers.IntegerField())
    agreements = serializers.DictField(child=serializers.IntegerField())
    transfers = serializers.DictField(child=serializers.DictField())
    visits = serializers.IntegerField()
    words_of_others = serializers.IntegerField()
    acts_of_others = serializers.IntegerField()
    money = MoneyFigureSerializer(many=True)
    as_of = AsOfSerializer(required=False)
    page = serializers.CharField(allow_blank=True, help_text="Empty: no page shows the same.")


class ExcludedSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField()
    facts = serializers.IntegerField(required=False)
    amounts = serializers.IntegerField(required=False)


class YearSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    facts = serializers.IntegerField()
    kinds = serializers.DictField(child=serializers.IntegerField())


class PairYearsSerializer(serializers.Serializer[Any]):
    pair = serializers.CharField()
    years = YearSerializer(many=True)
    included = serializers.IntegerField()
    excluded = ExcludedSerializer(many=True)
    page = serializers.CharField()


class PartnersSerializer(serializers.Serializer[Any]):
    country = serializers.CharField()
    results = serializers.ListField(child=serializers.DictField())
    included = serializers.IntegerField(help_text="Facts, one of several partners in each row.")
    excluded = ExcludedSerializer(many=True)
    page = serializers.CharField()


class CellSerializer(serializers.Serializer[Any]):
    pair = serializers.CharField()
    country = serializers.CharField()
    other = serializers.CharField()
    value = serializers.FloatField()


class MatrixSerializer(serializers.Serializer[Any]):
    measure = serializers.ChoiceField(Measure.choices)
    results = CellSerializer(many=True)
    included = serializers.FloatField()
    excluded = ExcludedSerializer(many=True)
    page = serializers.CharField()


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    parties: Any = serializers.SlugRelatedField(many=True, read_only=True, slug_field="country_id")
    facts = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = [
            "id", "title", "type", "level", "bindingness", "subjects", "status", "registration",
            "text_address", "parties", "facts",
        ]  # fmt: skip

    def get_facts(self, agreement: Agreement) -> list[int]:
        return sorted(step.pk for step in agreement.steps.all() if step.fact.is_public)


class TransferItemSerializer(serializers.ModelSerializer[TransferItem]):
    class Meta:
        model = TransferItem
        fields = [
            "designation", "category", "weapon_class", "armed", "condition", "quantity_low",
            "quantity_best", "quantity_high", "quantity_reported", "is_editors_reading",
        ]  # fmt: skip


class ArmsTransferSerializer(serializers.ModelSerializer[ArmsTransfer]):
    items = TransferItemSerializer(many=True, read_only=True)
    facts = serializers.SerializerMethodField()

    class Meta:
        model = ArmsTransfer
        fields = [
            "id", "title", "supplier", "recipient", "mode", "ordered_text", "intended_use",
            "status", "items", "facts",
        ]  # fmt: skip

    def get_facts(self, transfer: ArmsTransfer) -> list[int]:
        return sorted(step.pk for step in transfer.steps.all() if step.fact.is_public)


class SourceSerializer(serializers.ModelSerializer[Source]):
    publisher = serializers.CharField(source="publisher.name")
    publisher_slug = serializers.CharField(source="publisher.slug")
    publisher_kind = serializers.CharField(source="publisher.kind")
    published = serializers.CharField(source="published_text")

    class Meta:
        model = Source
        fields = [
            "id", "title", "publisher", "publisher_slug", "publisher_kind", "kind", "address",
            "archive_address", "published", "retrieved_at", "language", "licence", "credit",
            "sha256", "is_record", "syndicated_from",
        ]  # fmt: skip


class _Page(serializers.Serializer[Any]):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class AgreementPageSerializer(_Page):
    results = AgreementSerializer(many=True)


class ArmsTransferPageSerializer(_Page):
    results = ArmsTransferSerializer(many=True)


class SourcePageSerializer(_Page):
    results = SourceSerializer(many=True)


class CountryPageSerializer(_Page):
    results = CountrySerializer(many=True)


class PairPageSerializer(_Page):
    results = PairSerializer(many=True)


_EXTRA: dict[str, Callable[[Fact], Any]] = {
    "pairs": lambda fact: [
        f"{low}-{high}"
        for low, high in fact.pair_facts.order_by("low", "high").values_list("low_id", "high_id")
    ],
    "detail": lambda fact: details_of([(fact.pk, fact.kind)]).get(fact.pk, {}),
    "verification_reason": lambda fact: fact.verification_reason,
    "links": lambda fact: [
        {"kind": kind, "to": to}
        for kind, to in fact.links.order_by("id").values_list("kind", "to_id")
    ],
    "publication": lambda fact: fact.publication,
}
FACT_EXTRA = tuple(_EXTRA)
"""What a single fact says beyond its row: detail, links, pairs, why its level."""


def fact_extra(fact: Fact, names: Iterable[str]) -> dict[str, Any]:
    """Return those of FACT_EXTRA. Five queries at most, and none for what is not asked."""
    return {name: _EXTRA[name](fact) for name in names}
