"""Facts as rows of a table: the same columns they would be entered by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from relations import db
from relations.lanes import Kind
from relations.models import Country, Fact, Person
from relations.recording.bulk import SNAPSHOTS
from relations.recording.payloads import payload_in

__all__ = ["Told", "tell"]

_SUBTYPE = {
    Kind.AGREEMENT: "step", Kind.ARMS_TRANSFER: "step", Kind.STATEMENT: "act",
    Kind.VISIT: "form", Kind.ACTION: "action",
}  # fmt: skip
_SNAPSHOTS = SNAPSHOTS.replace("{ids}", "(SELECT unnest(%s::bigint[]) AS object)")


@dataclass(frozen=True, slots=True)
class Told:
    """A fact, its payload, and its row: column → text, empty columns left out."""

    fact: Fact
    payload: dict[str, Any]
    row: dict[str, str]


@dataclass
class _Names:
    """Labels of countries and names of people, asked for once."""

    labels: dict[str, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)


def tell(facts: Sequence[Fact]) -> dict[int, Told]:
    """Return what each fact says, by its number. Three queries, whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOTS, [[fact.pk for fact in facts]])
        kept = {row[0]: db.json_value(row[3]) for row in cursor.fetchall()}
    persons = [key for now in kept.values() for key in now["detail"].get("persons", ())]
    names = _Names(
        dict(Country.objects.values_list("pk", "label")),
        dict(Person.objects.filter(pk__in=persons).values_list("pk", "name")),
    )
    found = {}
    for fact in facts:
        now = kept[fact.pk]
        payload = payload_in(now, years_override_reason=fact.years_override_reason)
        found[fact.pk] = Told(fact, payload, _row(fact, payload, now["claims"], names))
    return found


def _row(
    fact: Fact, payload: Mapping[str, Any], claims: Sequence[Mapping[str, Any]], names: _Names
) -> dict[str, str]:
    detail = payload["detail"]
    row = {
        "number": str(fact.pk),
        "revision": str(fact.revision),
        "kind": str(fact.kind),
        "subtype": str(detail[_SUBTYPE[Kind(fact.kind)]]),
        **{name: payload[name] for name in ("date", "end", "headline", "summary")},
        **_detail(Kind(fact.kind), detail, names),
        **_money(payload["money"]),
        **_evidence(claims),
    }
    return {name: str(text) for name, text in row.items() if text not in (None, "")}


def _detail(kind: Kind, detail: Mapping[str, Any], names: _Names) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: detail.get(name)
        for name in ("title", "designation", "place", "purpose", "level")
        if name in detail
    }
    if kind == Kind.ARMS_TRANSFER:
        found.pop("title", None)
    if found.get("level") == "unknown":
        found["level"] = ""
    for name in ("parties", "visitors", "senders", "receivers"):
        if name in detail:
            found[name] = "; ".join(_labels(detail[name], names))
    for name in ("supplier", "recipient", "host", "country"):
        if detail.get(name):
            found[name] = names.labels[detail[name]]
    match kind:
        case Kind.AGREEMENT:
            found["agreement_type"] = "" if detail["type"] == "other" else detail["type"]
        case Kind.ARMS_TRANSFER:
            found["quantity"] = quantity_words(detail["quantity"])
        case Kind.ACTION:
            found["quantity"] = detail["quantity_reported"]
        case Kind.VISIT:
            found["persons"] = "; ".join(names.people[key] for key in detail["persons"])
        case Kind.STATEMENT:
            found["speaker"] = detail["speaker_words"]
            found["said"] = detail["quotation"]
            found["targets"] = "; ".join(
                f"{names.labels[code]} ({stance})" for code, stance in detail["targets"]
            )
    return found


def _labels(codes: Iterable[str], names: _Names) -> list[str]:
    return [names.labels[code] for code in codes]


def quantity_words(quantity: Mapping[str, Any]) -> str:
    if quantity["reported"]:
        return str(quantity["reported"])
    if quantity["best"] is not None:
        return str(quantity["best"])
    ends = [str(quantity[end]) for end in ("low", "high") if quantity[end] is not None]
    return "-".join(ends)


def _money(rows: list[Mapping[str, Any]]) -> dict[str, str]:
    """Its amount, where there is one; several are changed at the desk."""
    if len(rows) != 1:
        return {}
    row = rows[0]
    ends = [row[end] for end in ("low", "high") if row[end]]
    said = row["reported"] or row["best"] or "-".join(ends)
    return {"amount": said, "currency": row["currency"], "measure": row["measure"]}


def _evidence(claims: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The first accepted claim, one with a quotation before others."""
    standing = [claim for claim in claims if claim["status"] == "accepted"]
    standing.sort(key=lambda claim: not claim["quotation"])
    if not standing:
        return {}
    claim = standing[0]
    return {
        "source_address": claim["cited_address"],
        "source_title": claim["cited_title"],
        "source_date": claim["cited_published"],
        "quotation": claim["quotation"] or claim["dataset_row"],
    }
