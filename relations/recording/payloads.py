"""The values of a fact as JSON: what proposals, demo files and the API hand in.

A payload is ``{"kind": …, "detail": {…}, "date": "2022-07~", "evidence": [{…}], …}`` with countries
by code, people, bodies and sources by id; a person may be ``{"name": …, "country": …}`` and is
added once the fact is recorded. `read` turns it into values; every error names its
field, all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models

from relations import dates
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
from relations.pairs import InvalidPair, Pair, Role
from relations.recording.acts import Refused
from relations.recording.headlines import headline_for
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

VALUES: dict[str, type[Any]] = {
    Kind.AGREEMENT: AgreementValues,
    Kind.ARMS_TRANSFER: TransferValues,
    Kind.STATEMENT: StatementValues,
    Kind.VISIT: VisitValues,
    Kind.ACTION: ActionValues,
}

_ONE: dict[str, type[models.Model]] = {
    "country": Country, "host": Country, "supplier": Country, "recipient": Country,
    "party": Country, "speaker": Person, "office": Office, "body": Body,
    "agreement": Agreement, "parent": Agreement, "transfer": ArmsTransfer, "about_fact": Fact,
    "about_agreement": Agreement, "about_transfer": ArmsTransfer, "source": Source,
    "version": SourceVersion, "date_inferred_from": Fact,
}  # fmt: skip
_MANY: dict[str, type[models.Model]] = {
    "parties": Country, "visitors": Country, "senders": Country, "receivers": Country,
    "persons": Person, "topics": Topic,
}  # fmt: skip


def read(payload: Mapping[str, Any]) -> tuple[FactValues, DetailValues]:
    """Return the values of a payload. Raise Refused with a sentence for every wrong field."""
    errors: dict[str, str | list[str]] = {}
    kind = payload.get("kind")
    if kind not in VALUES:
        raise Refused({"kind": f"“{kind}” is no kind of fact; use {', '.join(VALUES)}."})
    common = {
        name: _read(name, value, errors)
        for name, value in payload.items()
        if name not in ("kind", "detail")
    }
    detail = {
        name: _read(name, value, errors) for name, value in dict(payload.get("detail", {})).items()
    }
    if errors:
        raise Refused(errors)
    return _build(FactValues, common), _build(VALUES[kind], detail)


def _build(values: type[Any], given: dict[str, Any]) -> Any:
    try:
        return values(**given)
    except TypeError as error:
        known = ", ".join(values.__dataclass_fields__)
        raise Refused({"__all__": f"{_said(error)} Known fields: {known}."}) from error


def _said(error: TypeError) -> str:
    return str(error).partition("__init__() ")[2].capitalize() + "."


def _read(name: str, value: Any, errors: dict[str, str | list[str]]) -> Any:
    try:
        if name in _READERS:
            return _READERS[name](value)
        if name in _ONE:
            return None if value in (None, "") else _found(_ONE[name], value)
        if name in _MANY:
            return [_found(_MANY[name], key) for key in value]
        return value
    except Refused as refused:
        errors.update(
            {key: list(said) for key, said in refused.message_dict.items()}
            if name == "evidence"
            else {name: refused.messages}
        )
    except (
        ValidationError,
        ValueError,
        TypeError,
        KeyError,
        InvalidOperation,
    ) as error:
        errors[name] = str(error) if isinstance(error, ValueError) else f"{value!r} is not read."
    return None


def _found(model: type[models.Model], key: Any) -> Any:
    if isinstance(key, model):
        return key
    if model is Person and isinstance(key, Mapping):
        return person_called(**key)
    try:
        return model._default_manager.get(pk=key)
    except (ObjectDoesNotExist, ValueError) as error:
        name = model._meta.verbose_name
        raise Refused({"__all__": f"No {name} is called {key!r} here."}) from error


def person_called(name: str, country: str | None = None) -> Person:
    """Return the person of a name, or a new one, unsaved: a suggestion adds nobody."""
    name = " ".join(name.split())
    if not name:
        raise Refused({"__all__": "Name the person."})
    known = Person.objects.filter(name__iexact=name)
    same = known.filter(country=country).first() if country else known.order_by("id").first()
    return same or Person(name=name, country=_found(Country, country) if country else None)


def evidence_of(rows: Any) -> list[Evidence]:
    """Read the passages of a payload alone. Raise Refused."""
    return _evidence(rows)


def _evidence(rows: Any) -> list[Evidence]:
    return [
        Evidence(
            **{
                **row,
                "source": _found(Source, row["source"]),
                "version": _found(SourceVersion, row["version"]) if row.get("version") else None,
                "asserted_by": [_asserter(who) for who in row.get("asserted_by", ())],
            }
        )
        for row in rows
    ]


def _asserter(who: Any) -> Any:
    """A code is a country; {"person": 3} and {"body": 5} are what they say."""
    if isinstance(who, Mapping):
        [(sort, key)] = who.items()
        return _found({"person": Person, "body": Body, "country": Country}[sort], key)
    return _found(Country, who)


def _money(rows: Any) -> list[Amount]:
    numbers = ("low", "best", "high")
    return [
        Amount(
            **{
                **row,
                **{n: Decimal(str(row[n])) for n in numbers if row.get(n) not in (None, "")},
            }
        )
        for row in rows
    ]


def _others(rows: Any) -> list[tuple[Country, str]]:
    return [(_found(Country, code), Role(role)) for code, role in rows]


def _targets(rows: Any) -> list[tuple[Country, str]]:
    return [(_found(Country, code), str(stance)) for code, stance in rows]


def _pairs(rows: Any) -> list[Pair]:
    try:
        return [Pair.parse(row) for row in rows]
    except InvalidPair as error:
        raise Refused({"about": str(error)}) from error


_READERS: dict[str, Callable[[Any], Any]] = {
    "date": dates.parse,
    "end": dates.parse,
    "evidence": _evidence,
    "money": _money,
    "others": _others,
    "targets": _targets,
    "about": _pairs,
    "links": lambda rows: [(kind, _found(Fact, key)) for kind, key in rows],
    "quantity": lambda value: Quantity(**value),
}


def headline_of(payload: Mapping[str, Any]) -> str:
    """Return the headline a payload's fact would have; of one that is not read, its kind."""
    try:
        common, detail = read(payload)
    except Refused:
        return str(Kind(payload["kind"]).label)
    return common.headline or headline_for(detail)


def payload_of(fact: Fact) -> dict[str, Any]:
    """Return the payload that says what the fact says now, without its evidence.

    What a correction starts from: `read({**payload_of(fact), "date": "2022-07"})`.
    """
    from relations.recording.snapshots import snapshot

    return payload_in(snapshot(fact), years_override_reason=fact.years_override_reason)


def payload_in(now: Mapping[str, Any], *, years_override_reason: str) -> dict[str, Any]:
    """Return the payload that says what a snapshot says; see `payload_of`."""
    kind = now["kind"]
    detail = dict(now["detail"])
    renamed = {"fact_id"}
    values: dict[str, Any] = {}
    for name in VALUES[kind].__dataclass_fields__:
        key = f"{name}_id" if f"{name}_id" in detail else name
        if key in detail and key not in renamed:
            values[name] = detail[key]
    if kind == Kind.STATEMENT:
        values["targets"] = [(row["country_id"], row["stance"]) for row in detail["targets"]]
    if kind == Kind.ARMS_TRANSFER:
        item = detail["items"][0] if detail["items"] else {}
        for name in ("designation", "category", "weapon_class", "armed", "condition"):
            values[name] = item.get(name, "")
        values["quantity"] = {
            end: detail[f"quantity_{end}"] for end in ("low", "best", "high", "reported")
        }
    return {
        "kind": kind,
        **{
            name: now[name]
            for name in (
                "headline", "summary", "date", "end", "date_basis", "date_reason",
                "date_inferred_from", "is_key", "topics", "verification_override",
                "override_reason", "about",
            )
        },
        "years_override_reason": years_override_reason,
        "others": [(p["country"], p["role"]) for p in now["participants"] if p["is_typed"]],
        "money": [
            {
                "measure": row["measure"], "currency": row["currency"],
                "low": row["amount_low"], "best": row["amount_best"], "high": row["amount_high"],
                "reported": row["reported"], "price_year": row["price_year"],
                "counts": row["counts"], "left_out_reason": row["left_out_reason"],
            }
            for row in now["money"]
        ],
        "links": [(row["kind"], row["to_id"]) for row in now["links"]],
        "detail": values,
    }  # fmt: skip
