"""What the page of voices says: each version in words, with its letter."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from pages import presenting
from pages.ledger import number_words
from relations import dates
from relations.claim_fields import FIELDS
from relations.timeline.voices import Disputed, FieldVoices, Said

FIELD_WORDS = {
    "": "That it happened",
    "date": "Date",
    "end": "End",
    "agreement.bindingness": "Binding or not",
    "agreement.type": "Type of agreement",
    "transfer.intended_use": "Intended use",
    "transfer.quantity": "Number ordered",
    "step.quantity": "Number delivered",
    "item.armed": "Armed",
    "money.promised": "Amount promised",
    "money.contracted": "Amount contracted",
    "money.credit_agreed": "Credit agreed",
    "money.paid": "Amount paid",
    "statement.quotation": "Words said",
}
_POLARITY_WORDS = {"asserts": "Says so", "denies": "Denies it", "doubts": "Doubts it",
                   "admits": "Admits it"}  # fmt: skip
_AGAINST = {"denies": "denies ", "doubts": "doubts ", "admits": "admits "}


def value_words(name: str, value: Any, polarity: str) -> str:
    """Say a claimed value, no more precisely than it was claimed."""
    if value is None:
        return _POLARITY_WORDS[polarity]
    return _AGAINST.get(polarity, "") + _plain_value(FIELDS[name].value, value)


def _plain_value(shape: str, value: Any) -> str:
    if shape == "edtf":
        try:
            return dates.describe(dates.parse(str(value)))
        except dates.UnreadableDate:
            return str(value)
    if not isinstance(value, dict):
        return str(value).replace("_", " ") if shape == "text" else str(value)
    reported = str(value.get("reported") or "")
    low, best, high = (_number(value.get(end)) for end in ("low", "best", "high"))
    if (low, best, high) == (None, None, None):
        return f"“{reported}”"
    if shape == "quantity":
        ends = [None if end is None else int(end) for end in (low, best, high)]
        return number_words(*ends)
    amount = {"low": low, "best": best, "high": high, "reported": reported}
    return presenting.amount_words({**amount, "currency": str(value.get("currency") or "USD")})


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if isfinite(number) else None


@dataclass(frozen=True, slots=True)
class SaidLine:
    said: Said
    words: str
    version: str


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """One field of a disputed fact: what the first, the second and others say."""

    words: str
    versions: int
    origins: int
    columns: list[tuple[str, list[SaidLine]]]


def voice_rows(fact: Disputed, names: tuple[str, str]) -> list[VoiceRow]:
    """Return the rows of a fact. names: of the first and the second state of the pair."""
    return [
        VoiceRow(
            FIELD_WORDS[each.name],
            each.versions,
            each.origins,
            [
                (name, [_line(each, said) for said in column])
                for name, column in zip(
                    (*names, "Others"), (each.first, each.second, each.others), strict=True
                )
            ],
        )
        for each in fact.fields
    ]


def _line(told: FieldVoices, said: Said) -> SaidLine:
    """With the version's letter where versions differ: A, B, …, later ones by number."""
    letter = chr(ord("A") + said.version) if said.version < 26 else str(said.version + 1)
    words = value_words(told.name, said.value, said.polarity)
    return SaidLine(said, words, letter if told.differs else "")
