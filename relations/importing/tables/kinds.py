"""What the columns of each kind make: values as `recording` has them, and records to import."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from relations.importing.names import Names
from relations.importing.records import Number
from relations.lanes import ACTIONS, Kind
from relations.models import Country, Person
from relations.recording import (
    ActionValues,
    AgreementValues,
    Quantity,
    StatementValues,
    TransferValues,
    VisitValues,
)
from relations.recording.values import DetailValues

__all__ = ["detail_of", "quantity_of", "values_of"]

_MOST_THINGS = 2_147_483_647


def values_of(kind: Kind, subtype: str, said: dict[str, Any], names: Names) -> DetailValues | None:
    """The detail of what a row says, of records that are not saved: to be checked and told.

    None where nobody is said to speak.
    """

    def one(code: str | None) -> Country | None:
        return Country(code=code, label=names.label(code)) if code else None

    def many(codes: Iterable[str]) -> list[Country]:
        return [Country(code=code, label=names.label(code)) for code in codes]

    match kind:
        case Kind.AGREEMENT:
            return AgreementValues(
                step=subtype, title=said["title"], parties=many(said["parties"]),
                type=said["agreement_type"] or "other", place=said["place"],
            )  # fmt: skip
        case Kind.ARMS_TRANSFER:
            return TransferValues(
                step=subtype, supplier=one(said["supplier"]), recipient=one(said["recipient"]),
                designation=said["designation"], quantity=_quantity(said["quantity"]),
                place=said["place"],
            )  # fmt: skip
        case Kind.VISIT:
            return VisitValues(
                form=subtype, visitors=many(said["visitors"]), host=one(said["host"]),
                persons=[Person(name=name) for name in said["persons"]],
                level=said["level"] or "unknown", place=said["place"], purpose=said["purpose"],
            )  # fmt: skip
        case Kind.ACTION:
            return ActionValues(
                action=subtype, senders=many(said["senders"]), receivers=many(said["receivers"]),
                purpose=said["purpose"], quantity_reported=said["quantity"].reported,
            )  # fmt: skip
        case Kind.STATEMENT:
            speaks_for = one(said["country"])
            if speaks_for is None:
                return None
            return StatementValues(
                country=speaks_for, act=subtype, speaker_words=said["speaker"],
                speaker_kind="office" if said["speaker"] else "document",
                targets=[(c, s) for (c, s) in zip(
                    many(code for code, _ in said["targets"]),
                    (stance for _, stance in said["targets"]), strict=True)],
                quotation=said["said"], is_direct=bool(said["said"]),
            )  # fmt: skip


def detail_of(kind: Kind, subtype: str, said: dict[str, Any]) -> dict[str, Any]:
    """The detail as `records.FactRecord` has it."""
    return _DETAILS[kind](subtype, said)


def quantity_of(text: str) -> Number:
    """A number, or a span; of anything else only the words stay. Raise ValueError if too large."""
    digits = re.sub(r"(?<=\d)[,  ](?=\d{3}\b)", "", text)
    if re.fullmatch(r"[0-9]{1,15}", digits):
        ends = [int(digits)]
    elif match := re.fullmatch(r"([0-9]{1,15})\s*(?:-|–|to)\s*([0-9]{1,15})", digits):
        ends = sorted((int(match[1]), int(match[2])))
    else:
        return Number(reported=text)
    if ends[-1] > _MOST_THINGS:
        raise ValueError("The number is too large.")
    if len(ends) == 1:
        return Number(best=ends[0], reported=text)
    return Number(low=ends[0], high=ends[1], reported=text)


def _quantity(number: Number) -> Quantity:
    return Quantity(low=number.low, best=number.best, high=number.high, reported=number.reported)


def _agreement(step: str, said: dict[str, Any]) -> dict[str, Any]:
    return {"party": None, "place": said["place"]}


def _transfer(step: str, said: dict[str, Any]) -> dict[str, Any]:
    number: Number = said["quantity"]
    return {"low": number.low, "best": number.best, "high": number.high,
            "reported": number.reported, "place": said["place"]}  # fmt: skip


def _statement(act: str, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "country": said["country"], "targets": said["targets"], "quotation": said["said"],
        "language": "en", "venue": "", "speaker_words": said["speaker"],
        "speaker_kind": "office" if said["speaker"] else "document",
        "is_direct": bool(said["said"]),
    }  # fmt: skip


def _visit(form: str, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "level": said["level"] or "unknown", "host": said["host"], "visitors": said["visitors"],
        "persons": said["persons"], "place": said["place"], "purpose": said["purpose"],
    }  # fmt: skip


def _action(action: str, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "is_mutual": not ACTIONS[action].is_directed, "senders": said["senders"],
        "receivers": said["receivers"], "purpose": said["purpose"],
        "reported": said["quantity"].reported,
    }  # fmt: skip


_DETAILS: dict[Kind, Callable[[str, dict[str, Any]], dict[str, Any]]] = {
    Kind.AGREEMENT: _agreement,
    Kind.ARMS_TRANSFER: _transfer,
    Kind.STATEMENT: _statement,
    Kind.VISIT: _visit,
    Kind.ACTION: _action,
}
