"""A fact as one JSON value: what history keeps and differences are shown from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from relations.lanes import Kind
from relations.models import (
    Action,
    AgreementStep,
    Fact,
    Statement,
    TransferStep,
    Visit,
)
from relations.models.detail import Detail


def snapshot(fact: Fact) -> dict[str, Any]:
    """Return everything a reader could see of the fact, by codes and ids; some ten queries."""
    return {
        "id": fact.pk,
        "kind": fact.kind,
        "subtype": fact.subtype,
        "headline": fact.headline,
        "summary": fact.summary,
        "date": fact.date_text,
        "end": fact.end_text,
        "date_basis": fact.date_basis,
        "date_reason": fact.date_reason,
        "date_inferred_from": fact.date_inferred_from_id,
        "known_by": fact.known_by.isoformat(),
        "is_key": fact.is_key,
        "topics": sorted(fact.topics.values_list("pk", flat=True)),
        "status": fact.status,
        "verification": fact.verification,
        "verification_reason": fact.verification_reason,
        "verification_override": fact.verification_override,
        "override_reason": fact.override_reason,
        "claimants": list(fact.claimants),
        "deniers": list(fact.deniers),
        "dataset": fact.dataset,
        "publication": fact.publication,
        "retraction_reason": fact.retraction_reason,
        "merged_into": fact.merged_into_id,
        "detail": detail_snapshot(fact),
        "participants": [
            {"country": code, "role": role, "is_typed": typed}
            for code, role, typed in fact.participants.order_by("role", "country_id").values_list(
                "country_id", "role", "is_typed"
            )
        ],
        "about": [
            f"{low}-{high}"
            for low, high in fact.about_pairs.order_by("low_id", "high_id").values_list(
                "low_id", "high_id"
            )
        ],
        "links": list(fact.links.order_by("id").values("kind", "to_id")),
        "money": [
            {**row, **{name: _number(row[name]) for name in _AMOUNTS}}
            for row in fact.money.order_by("id").values(
                "id", "measure", "currency", "reported", "price_year", "counts",
                "left_out_reason", "verification", *_AMOUNTS,
            )
        ],
        "claims": list(
            fact.claims.order_by("id")
            .annotate(asserted_by=_ASSERTED_BY, **_CITED)
            .values(
                "id", "field", "value", "source_id", "version_id", "quotation", "dataset_row",
                "start", "end", "asserted_by_country_id", "asserted_by_person_id",
                "asserted_by_body_id", "asserted_by_words", "polarity", "rank", "rank_reason",
                "status", "licence", "is_redistributable", "asserted_by", *_CITED,
            )
        ),
    }  # fmt: skip


_AMOUNTS = ("amount_low", "amount_best", "amount_high", "dollars_best")


# How a source was cited then, for answers of the past: its own row may be mended later.
_CITED = {
    "cited_title": F("source__title"),
    "cited_publisher": F("source__publisher__name"),
    "cited_slug": F("source__publisher__slug"),
    "cited_address": F("source__address"),
    "cited_published": F("source__published_text"),
    "cited_language": F("source__language"),
    "cited_credit": F("source__credit"),
}
_ASSERTED_BY = Coalesce(
    F("asserted_by_person__name"),
    F("asserted_by_body__name"),
    F("asserted_by_country__label"),
    F("asserted_by_words"),
)


def _number(value: object) -> str | None:
    return None if value is None else str(value)


_DETAILS: dict[str, tuple[type[Detail], tuple[str, ...], tuple[str, ...]]] = {
    Kind.AGREEMENT: (AgreementStep, ("agreement",), ("agreement__parties",)),
    Kind.ARMS_TRANSFER: (TransferStep, ("transfer",), ("transfer__items",)),
    Kind.STATEMENT: (Statement, ("speaker", "office"), ("targets",)),
    Kind.VISIT: (Visit, (), ("visitors", "persons")),
    Kind.ACTION: (Action, (), ("senders", "receivers")),
}
"""Each kind's detail: its model, what is joined to it, what is read beside it."""


def detail_snapshot(fact: Fact) -> dict[str, Any]:
    """Return the detail by codes and ids, or nothing for a fact that has none yet."""
    return details_of([(fact.pk, fact.kind)]).get(fact.pk, {})


def details_of(facts: Iterable[tuple[int, str]]) -> dict[int, dict[str, Any]]:
    """Return fact → its detail by codes and ids; at most three queries for each kind there is.

    facts: (number, kind) of each.
    """
    numbers: dict[str, list[int]] = {}
    for number, kind in facts:
        numbers.setdefault(kind, []).append(number)
    found: dict[int, dict[str, Any]] = {}
    for kind, pks in numbers.items():
        model, joined, many = _DETAILS[kind]
        rows = model._default_manager.filter(pk__in=pks)
        rows = rows.select_related(*joined) if joined else rows
        for detail in rows.prefetch_related(*many):
            found[detail.pk] = _detail_values(detail)
    return found


def _detail_values(detail: Detail) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in detail._meta.concrete_fields:
        if column.name not in ("fact", "kind"):
            values[column.attname] = getattr(detail, column.attname)
    for many in detail._meta.many_to_many:
        values[many.name] = sorted(each.pk for each in getattr(detail, many.name).all())
    if isinstance(detail, AgreementStep):
        agreement = detail.agreement
        values |= {
            "title": agreement.title,
            "type": agreement.type,
            "level": agreement.level,
            "bindingness": agreement.bindingness,
            "subjects": list(agreement.subjects),
            "parties": sorted(party.country_id for party in agreement.parties.all()),
            "agreement_status": agreement.status,
        }
    if isinstance(detail, TransferStep):
        transfer = detail.transfer
        values |= {
            "title": transfer.title,
            "supplier": transfer.supplier_id,
            "recipient": transfer.recipient_id,
            "mode": transfer.mode,
            "intended_use": transfer.intended_use,
            "transfer_status": transfer.status,
            "items": [
                {name: getattr(item, name) for name in _ITEM}
                for item in sorted(transfer.items.all(), key=lambda item: item.pk)
            ],
        }
    if isinstance(detail, Statement):
        values["speaker"] = detail.speaker.name if detail.speaker else detail.speaker_words
        values["office"] = detail.office.title if detail.office else ""
        values["targets"] = [
            {"country_id": target.country_id, "stance": target.stance}
            for target in sorted(detail.targets.all(), key=lambda each: each.country_id)
        ]
    return values


_ITEM = (
    "id", "designation", "category", "weapon_class", "armed", "condition", "quantity_low",
    "quantity_best", "quantity_high", "quantity_reported",
)  # fmt: skip
