"""What the write side is handed: plain values, no request and no form.

Every class is a frozen dataclass of model instances, texts and numbers. `payloads` reads the same
values from JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from relations.dates import NO_DATE, UncertainDate
from relations.lanes import Kind
from relations.models import (
    Agreement,
    ArmsTransfer,
    Body,
    Country,
    Fact,
    Office,
    Person,
    Source,
    SourceVersion,
    Topic,
)
from relations.pairs import Pair


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A passage that carries a fact or one of its fields, and who asserts it.

    Several `asserted_by` make a claim each. `start` and `end` are Unicode code points into
    `version`; with a version and no offsets the quotation is looked up in its text.
    """

    source: Source
    quotation: str = ""
    asserted_by: Sequence[Country | Person | Body] = ()
    asserted_by_words: str = ""
    field: str = ""
    value: Any = None
    version: SourceVersion | None = None
    start: int | None = None
    end: int | None = None
    dataset_row: str = ""
    polarity: str = "asserts"
    rank: str = "normal"
    rank_reason: str = ""
    licence: str = ""
    is_redistributable: bool = True
    origin: str = "person"
    origin_name: str = ""
    origin_version: str = ""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Money as reported, in full units of the currency."""

    measure: str
    currency: str
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None
    reported: str = ""
    price_year: int | None = None
    counts: bool = True
    left_out_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number of things as reported; words stay words."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    reported: str = ""


@dataclass(frozen=True, kw_only=True)
class FactValues:
    """What every kind of fact is recorded with."""

    evidence: Sequence[Evidence] = ()
    date: UncertainDate = NO_DATE
    end: UncertainDate = NO_DATE
    date_basis: str = "stated"
    date_reason: str = ""
    date_inferred_from: Fact | None = None
    headline: str = ""
    summary: str = ""
    is_key: bool = False
    topics: Sequence[Topic] = ()
    money: Sequence[Amount] = ()
    others: Sequence[tuple[Country, str]] = ()
    about: Sequence[Pair] = ()
    links: Sequence[tuple[str, Fact]] = ()
    years_override_reason: str = ""
    verification_override: str = ""
    override_reason: str = ""
    dataset: str = ""
    dataset_key: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementValues:
    """A step of an agreement; without `agreement` one is created from the rest."""

    kind = Kind.AGREEMENT
    step: str
    agreement: Agreement | None = None
    title: str = ""
    type: str = "other"
    level: str = "unknown"
    bindingness: str = "unknown"
    subjects: Sequence[str] = ()
    parties: Sequence[Country] = ()
    parent: Agreement | None = None
    party: Country | None = None
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class TransferValues:
    """A step of an arms order; without `transfer` one is created from the rest.

    `quantity` is the item's number ordered for a new order, the step's for an existing one.
    """

    kind = Kind.ARMS_TRANSFER
    step: str
    transfer: ArmsTransfer | None = None
    title: str = ""
    supplier: Country | None = None
    recipient: Country | None = None
    mode: str = "unknown"
    intended_use: str = ""
    designation: str = ""
    category: str = "other"
    weapon_class: str = "other"
    armed: str = "unknown"
    condition: str = "unknown"
    quantity: Quantity = field(default_factory=Quantity)
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementValues:
    kind = Kind.STATEMENT
    country: Country
    act: str = "comments"
    speaker: Person | None = None
    speaker_kind: str = "named"
    speaker_words: str = ""
    office: Office | None = None
    body: Body | None = None
    speaks_for: str = "government"
    targets: Sequence[tuple[Country, str]] = ()
    quotation: str = ""
    quotation_language: str = "en"
    translation: str = ""
    basis: str = ""
    venue: str = ""
    is_direct: bool = False
    about_fact: Fact | None = None
    about_agreement: Agreement | None = None
    about_transfer: ArmsTransfer | None = None


@dataclass(frozen=True, kw_only=True)
class VisitValues:
    kind = Kind.VISIT
    form: str = "visit"
    visitors: Sequence[Country] = ()
    host: Country | None = None
    level: str = "unknown"
    persons: Sequence[Person] = ()
    place: str = ""
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class ActionValues:
    """`is_mutual` None takes the subtype's default."""

    kind = Kind.ACTION
    action: str
    senders: Sequence[Country] = ()
    receivers: Sequence[Country] = ()
    is_mutual: bool | None = None
    body: Body | None = None
    purpose: str = ""
    quantity_reported: str = ""


DetailValues = AgreementValues | TransferValues | StatementValues | VisitValues | ActionValues
