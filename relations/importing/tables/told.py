"""A fact as a row of a table: the same columns it would be entered by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from relations.lanes import Kind
from relations.models import Country, Fact, Person
from relations.recording import payload_of

__all__ = ["row_of"]

_SUBTYPE = {
    Kind.AGREEMENT: "step", Kind.ARMS_TRANSFER: "step", Kind.STATEMENT: "act",
    Kind.VISIT: "form", Kind.ACTION: "action",
}  # fmt: skip


def row_of(fact: Fact, payload: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return column → text, countries by their labels; empty columns are left out."""
    now = payload or payload_of(fact)
    detail = now["detail"]
    row = {
        "number": str(fact.pk),
        "revision": str(fact.revision),
        "kind": str(fact.kind),
        "subtype": str(detail[_SUBTYPE[Kind(fact.kind)]]),
        **{name: now[name] for name in ("date", "end", "headline", "summary")},
        **_detail(Kind(fact.kind), detail),
        **_money(now["money"]),
        **_evidence(fact),
    }
    return {name: str(text) for name, text in row.items() if text not in (None, "")}


def _detail(kind: Kind, detail: Mapping[str, Any]) -> dict[str, Any]:
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
            found[name] = "; ".join(_labels(detail[name]))
    for name in ("supplier", "recipient", "host", "country"):
        if detail.get(name):
            found[name] = next(iter(_labels([detail[name]])), "")
    match kind:
        case Kind.AGREEMENT:
            found["agreement_type"] = "" if detail["type"] == "other" else detail["type"]
        case Kind.ARMS_TRANSFER:
            found["quantity"] = quantity_words(detail["quantity"])
        case Kind.ACTION:
            found["quantity"] = detail["quantity_reported"]
        case Kind.VISIT:
            persons = dict(
                Person.objects.filter(pk__in=detail["persons"]).values_list("pk", "name")
            )
            found["persons"] = "; ".join(persons[key] for key in detail["persons"])
        case Kind.STATEMENT:
            found["speaker"] = detail["speaker_words"]
            found["said"] = detail["quotation"]
            labels = _labels([code for code, _ in detail["targets"]])
            found["targets"] = "; ".join(
                f"{label} ({stance})"
                for label, (_, stance) in zip(labels, detail["targets"], strict=True)
            )
    return found


def _labels(codes: Iterable[str]) -> list[str]:
    """Our labels, in the order of the codes."""
    wanted = list(codes)
    labels = dict(Country.objects.filter(pk__in=wanted).values_list("pk", "label"))
    return [labels[code] for code in wanted]


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


def _evidence(fact: Fact) -> dict[str, str]:
    claims = fact.claims.accepted().select_related("source").order_by("id")
    claim = claims.exclude(quotation="").first() or claims.first()
    if claim is None:
        return {}
    return {
        "source_address": claim.source.address,
        "source_title": claim.source.title,
        "source_date": claim.source.published_text,
        "quotation": claim.quotation or claim.dataset_row,
    }
