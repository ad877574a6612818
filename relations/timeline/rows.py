"""The rows of a page: the same for the API, the pages and the files.

Four queries whatever the number of facts: heads with their detail, participants and the
targets of statements, claims, money.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from relations import dates, db
from relations.datasets import said_by
from relations.dates import Precision, UncertainDate
from relations.lanes import lane_of
from relations.models import Fact
from relations.pairs import Pair
from relations.timeline.paging import Place
from relations.verification import badge


class DateRow(TypedDict):
    text: str
    edtf: str
    earliest: date | None
    latest: date | None
    precision: str
    basis: str
    reason: str
    known_by: date


class ParticipantRow(TypedDict):
    country: str
    label: str
    role: str


class SourceRow(TypedDict):
    id: int
    title: str
    publisher: str
    publisher_slug: str
    address: str
    published: str
    language: str
    credit: str


class ClaimRow(TypedDict):
    id: int
    field: str
    value: Any
    quotation: str
    data_set_row: str
    asserted_by: str
    asserted_by_country: str | None
    polarity: str
    rank: str
    licence: str
    source: SourceRow


class AmountRow(TypedDict):
    measure: str
    currency: str
    low: float | None
    best: float | None
    high: float | None
    reported: str
    dollars: float | None
    verification: str
    counts: bool
    left_out_reason: str


class QuantityRow(TypedDict):
    low: int | None
    best: int | None
    high: int | None
    reported: str
    designation: str
    armed: str


class SpeakerRow(TypedDict):
    name: str
    office: str
    country: str
    act: str
    quotation: str
    language: str
    targets: list[dict[str, str]]


class WholeRow(TypedDict):
    """The fact that one is part of: a trip, a summit."""

    id: int
    headline: str


class TimelineRow(TypedDict):
    """A fact on a timeline. `pair`, `relation` and `direction` are empty outside a pair."""

    id: int
    kind: str
    subtype: str
    lane: str
    relation: str
    direction: str
    pair: str
    headline: str
    summary: str
    date: DateRow
    end: DateRow | None
    status: str
    verification: str
    badge: str
    claimants: list[str]
    denied_by: list[str]
    is_key: bool
    topics: list[str]
    part_of: WholeRow | None
    revision: int
    amounts: list[AmountRow]
    quantity: QuantityRow | None
    speaker: SpeakerRow | None
    participants: list[ParticipantRow]
    claims: list[ClaimRow]
    sort_key: int


# Written out, not built by the ORM: on a page of fifty, building these five statements took as
# long as answering them (docs/performance.md).
_HEADS = """
    SELECT f.id, f.kind, f.subtype, f.headline, f.summary, f.date_text, f.date_earliest,
           f.date_latest, f.date_precision, f.end_text, f.end_earliest, f.end_latest,
           f.end_precision, f.date_basis, f.date_reason, f.known_by, f.status, f.verification,
           f.claimants, f.deniers, f.is_key, f.revision, f.dataset, f.sort_key, f.has_money,
           s.act, p.name AS speaker, s.speaker_words, o.title AS office,
           s.country_id AS speaks_for, s.quotation, s.quotation_language,
           t.quantity_low, t.quantity_best, t.quantity_high, t.quantity_reported,
           i.designation, i.armed,
           (SELECT json_build_object('id', w.id, 'headline', w.headline)
            FROM relations_factlink l JOIN relations_fact w ON w.id = l.to_id
            WHERE l.fact_id = f.id AND l.kind = 'part_of' AND w.publication = 'published'
            ORDER BY l.id LIMIT 1) AS part_of,
           ARRAY(SELECT t.topic_id FROM relations_fact_topics t WHERE t.fact_id = f.id
                 ORDER BY 1) AS topics
    FROM relations_fact f
    LEFT JOIN relations_statement s ON s.fact_id = f.id
    LEFT JOIN relations_person p ON p.id = s.speaker_id
    LEFT JOIN relations_office o ON o.id = s.office_id
    LEFT JOIN relations_transferstep t ON t.fact_id = f.id
    LEFT JOIN relations_transferitem i ON i.id = t.item_id
    WHERE f.id = ANY(%s)
"""
_PARTICIPANTS = """
    SELECT p.fact_id, p.country_id, c.label, p.role, '' AS stance, p.id
    FROM relations_participant p JOIN relations_country c ON c.code = p.country_id
    WHERE p.fact_id = ANY(%s)
    UNION ALL
    SELECT t.statement_id, t.country_id, c.label, '', t.stance, t.id
    FROM relations_statementtarget t JOIN relations_country c ON c.code = t.country_id
    WHERE t.statement_id = ANY(%s)
    ORDER BY 1, 6
"""
_CLAIMS = """
    SELECT c.fact_id, c.id, c.field, c.value::text, c.quotation, c.dataset_row,
           c.asserted_by_words, c.asserted_by_country_id, a.label, n.name, b.name, c.polarity,
           c.rank, c.licence, s.id, s.title, u.name, u.slug, s.address, s.published_text,
           s.language, s.credit, u.owner_country_id, w.label, d.country_id, e.label
    FROM relations_claim c
    JOIN relations_source s ON s.id = c.source_id
    JOIN relations_publisher u ON u.id = s.publisher_id
    LEFT JOIN relations_country a ON a.code = c.asserted_by_country_id
    LEFT JOIN relations_person n ON n.id = c.asserted_by_person_id
    LEFT JOIN relations_body b ON b.id = c.asserted_by_body_id
    LEFT JOIN relations_country w ON w.code = u.owner_country_id
    LEFT JOIN relations_body d ON d.id = u.owner_body_id
    LEFT JOIN relations_country e ON e.code = d.country_id
    WHERE c.fact_id = ANY(%s) AND c.status = 'accepted'
      AND (c.is_redistributable OR NOT %s)
    ORDER BY c.fact_id, c.id
"""
_MONEY = """
    SELECT fact_id, measure, currency, amount_low, amount_best, amount_high, reported,
           dollars_best, verification, counts, left_out_reason
    FROM relations_money WHERE fact_id = ANY(%s) ORDER BY fact_id, id
"""


def _ask(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return db.ask_prepared(query, parameters)[1]


def _heads(ids: list[int]) -> dict[int, dict[str, Any]]:
    names, rows = db.ask_prepared(_HEADS, (ids,))
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def rows_of(places: Sequence[Place], *, redistributable_only: bool = False) -> list[TimelineRow]:
    """Return the rows of a page in its order; four queries at most."""
    ids = [place.fact for place in places]
    if not ids:
        return []
    heads = _heads(ids)
    spoken = [head["id"] for head in heads.values() if head["kind"] == "statement"]
    participants, targets = _participants(ids, spoken)
    claims, voices = _claims(ids, redistributable_only)
    with_money = [head["id"] for head in heads.values() if head["has_money"]]
    money = _money(with_money) if with_money else {}
    return [
        build_row(
            heads[place.fact],
            place,
            participants.get(place.fact, []),
            claims.get(place.fact, []),
            voices.get(place.fact, set()),
            money.get(place.fact, []),
            targets.get(place.fact, []),
        )
        for place in places
        if place.fact in heads
    ]


def row_of(
    fact: Fact, pair: Pair | None = None, *, redistributable_only: bool = False
) -> TimelineRow:
    """Return one fact's row, as `rows_of` does."""
    place = Place(fact.sort_key, fact.pk, pair=pair)
    return rows_of([place], redistributable_only=redistributable_only)[0]


def date_row(value: UncertainDate, known_by: date, basis: str = "", reason: str = "") -> DateRow:
    """Say a date in words and keep what it may mean."""
    text = dates.describe(value)
    if value.precision == Precision.NONE:
        text = f"date unknown, known by {dates.say_day(known_by)}"
    return {
        "text": text,
        "edtf": value.text,
        "earliest": value.earliest,
        "latest": value.latest,
        "precision": value.precision,
        "basis": basis,
        "reason": reason,
        "known_by": known_by,
    }


def build_row(
    head: dict[str, Any],
    place: Place,
    participants: list[ParticipantRow],
    claims: list[ClaimRow],
    voices: set[tuple[str, str]],
    amounts: list[AmountRow],
    targets: list[dict[str, str]],
) -> TimelineRow:
    """Put a row together from its columns; whoever has them, of today or of a moment before.

    head: the columns of `_HEADS`; voices: (code, label) of every state that speaks in the claims.
    """
    happened = UncertainDate(
        head["date_text"],
        head["date_earliest"],
        head["date_latest"],
        head["date_precision"],
    )
    ended = UncertainDate(
        head["end_text"],
        head["end_earliest"],
        head["end_latest"],
        head["end_precision"],
    )
    pair = place.pair
    labels = {member["country"]: member["label"] for member in participants}
    labels |= {code: label for code, label in voices if code}
    return {
        "id": head["id"],
        "kind": head["kind"],
        "subtype": head["subtype"],
        "lane": place.lane or str(lane_of(head["kind"], head["subtype"])),
        "relation": place.relation,
        "direction": pair.direction_text(place.direction) if pair else "",
        "pair": str(pair) if pair else "",
        "headline": head["headline"],
        "summary": head["summary"],
        "date": date_row(happened, head["known_by"], head["date_basis"], head["date_reason"]),
        "end": date_row(ended, head["known_by"]) if ended else None,
        "status": head["status"],
        "verification": head["verification"],
        "badge": badge(
            head["verification"],
            head["claimants"],
            parties=(pair.low, pair.high) if pair else (),
            labels=labels,
            data_set=said_by(head["dataset"]),
        ),
        "claimants": head["claimants"],
        "denied_by": head["deniers"],
        "is_key": head["is_key"],
        "topics": head["topics"],
        "part_of": head["part_of"],
        "revision": head["revision"],
        "amounts": amounts,
        "quantity": _quantity(head),
        "speaker": _speaker(head, targets),
        "participants": participants,
        "claims": claims,
        "sort_key": head["sort_key"],
    }


def _quantity(head: dict[str, Any]) -> QuantityRow | None:
    if head["designation"] is None and head["quantity_reported"] is None:
        return None
    return {
        "low": head["quantity_low"],
        "best": head["quantity_best"],
        "high": head["quantity_high"],
        "reported": head["quantity_reported"] or "",
        "designation": head["designation"] or "",
        "armed": head["armed"] or "unknown",
    }


def _speaker(head: dict[str, Any], targets: list[dict[str, str]]) -> SpeakerRow | None:
    if head["speaks_for"] is None:
        return None
    return {
        "name": head["speaker"] or head["speaker_words"] or "",
        "office": head["office"] or "",
        "country": head["speaks_for"],
        "act": head["act"],
        "quotation": head["quotation"] or "",
        "language": head["quotation_language"] or "",
        "targets": targets,
    }


def _participants(
    ids: list[int], spoken: list[int]
) -> tuple[dict[int, list[ParticipantRow]], dict[int, list[dict[str, str]]]]:
    """Return each fact's participants, and the targets of those that are statements."""
    found: dict[int, list[ParticipantRow]] = defaultdict(list)
    targets: dict[int, list[dict[str, str]]] = defaultdict(list)
    for fact, code, label, role, stance, _ in _ask(_PARTICIPANTS, ids, spoken):
        if role:
            found[fact].append({"country": code, "label": label, "role": role})
        else:
            targets[fact].append({"country": code, "label": label, "stance": stance})
    return found, targets


def _claims(
    ids: list[int], redistributable_only: bool
) -> tuple[dict[int, list[ClaimRow]], dict[int, set[tuple[str, str]]]]:
    """Return each fact's claims, and the (code, label) of every state that may speak in them."""
    found: dict[int, list[ClaimRow]] = defaultdict(list)
    voices: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in _ask(_CLAIMS, ids, redistributable_only):
        voices[row[0]] |= {(row[7], row[8]), (row[22], row[23]), (row[24], row[25])}
        found[row[0]].append(
            {
                "id": row[1],
                "field": row[2],
                "value": json.loads(row[3]) if row[3] is not None else None,
                "quotation": row[4],
                "data_set_row": row[5],
                "asserted_by": row[9] or row[10] or row[8] or row[6],
                "asserted_by_country": row[7],
                "polarity": row[11],
                "rank": row[12],
                "licence": row[13],
                "source": {
                    "id": row[14],
                    "title": row[15],
                    "publisher": row[16],
                    "publisher_slug": row[17],
                    "address": row[18],
                    "published": row[19],
                    "language": row[20],
                    "credit": row[21],
                },
            }
        )
    return found, voices


def _money(ids: list[int]) -> dict[int, list[AmountRow]]:
    found: dict[int, list[AmountRow]] = defaultdict(list)
    for row in _ask(_MONEY, ids):
        found[row[0]].append(
            {
                "measure": row[1],
                "currency": row[2],
                "low": _float(row[3]),
                "best": _float(row[4]),
                "high": _float(row[5]),
                "reported": row[6],
                "dollars": _float(row[7]),
                "verification": row[8],
                "counts": row[9],
                "left_out_reason": row[10],
            }
        )
    return found


def _float(value: Any) -> float | None:
    """Amounts of up to 20 digits: JSON numbers keep 15, more than any source reports."""
    return None if value is None else float(value)
