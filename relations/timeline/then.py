"""What was known at a moment: a pair's timeline and its facts as readers could see them then.

The sequencer gives committed acts their positions and moments (`relations.recording.numbering`):
an act that commits late, such as a long import, gets a later moment, so that an answer for the
past never changes. A row is built from the snapshot its act kept, by the very function that builds
today's rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection

from relations import dates, db
from relations.lanes import Kind
from relations.models import Change, Fact
from relations.timeline.paging import Place
from relations.timeline.replay import claims_taken_back
from relations.timeline.rows import TimelineRow, build_row


class NotYet(ValueError):
    """The moment asked for has not come."""


@dataclass(frozen=True, slots=True)
class Known:
    """How far the record had come at a moment. position: of the last act known, 0 before any."""

    moment: datetime
    position: int


_LAST = """
    SELECT (SELECT position FROM relations_change WHERE known_at <= %s
            ORDER BY known_at DESC, position DESC LIMIT 1),
           %s <= clock_timestamp(),
           coalesce((SELECT max(known_at) >= %s FROM relations_change), false)
"""


def known_at(moment: datetime) -> Known:
    """Return how far the record had come at a moment. One query, mostly. Raise NotYet.

    Acts being numbered right now may get a moment before this one: where none later is there,
    the sequencer is waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [moment] * 3)
        position, has_come, is_settled = cursor.fetchone()
        if not has_come:
            raise NotYet("“as_of” lies in the future.")
        if not is_settled:
            db.wait_for("sequencer")
            cursor.execute(_LAST, [moment] * 3)
            position = cursor.fetchone()[0]
    return Known(moment, position or 0)


def known_now() -> Known:
    """Return how far the record has come: what is committed and numbered. One query."""
    last = Change.objects.numbered().only("known_at", "position").last()
    if last is None or last.known_at is None or last.position is None:
        return Known(datetime.min.replace(tzinfo=UTC), 0)
    return Known(last.known_at, last.position)


_SETTLED = """
    SELECT (SELECT max(known_at) FROM relations_change)
    WHERE NOT EXISTS (SELECT FROM relations_change WHERE position IS NULL)
"""


def settled_at() -> datetime | None:
    """Return when the newest act of all became known; None while one waits to be numbered.

    Asked before an answer is read that changes by acts alone, it is never earlier than the newest
    act in it: an act that commits meanwhile gets a later moment. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED)
        found = cursor.fetchone()
    return found[0] if found else None


def known_since(position: int) -> datetime | None:
    """Return when the act of a position became known; None for 0, before any. One query."""
    found = Change.objects.filter(position=position).values_list("known_at", flat=True)
    return found.first()


_SNAPSHOTS = """
    SELECT DISTINCT ON (fact_id) fact_id, revision, after::text
    FROM relations_change
    WHERE fact_id = ANY(%s) AND position <= %s AND after IS NOT NULL AND revision IS NOT NULL
    ORDER BY fact_id, position DESC
"""
_LABELS = "SELECT code, label FROM relations_country WHERE code = ANY(%s)"


def snapshots_then(facts: Iterable[int], known: Known) -> dict[int, dict[str, Any]]:
    """Return fact → its snapshot with its revision, of those that were public. One query."""
    asked = list(facts)
    if not asked:
        return {}
    found: dict[int, dict[str, Any]] = {}
    for fact, revision, after in db.ask_prepared(_SNAPSHOTS, [asked, known.position])[1]:
        told = orjson.loads(after)
        if told["publication"] == "published":
            found[fact] = told | {"revision": revision}
    return found


def details_then(facts: Sequence[int], known: Known) -> dict[int, dict[str, Any]]:
    """Return fact → its detail as it was known, in the form of today's. One query."""
    return {fact: told["detail"] for fact, told in snapshots_then(facts, known).items()}


def rows_then(
    places: Sequence[Place], known: Known, *, redistributable_only: bool = False
) -> list[TimelineRow]:
    """Return the rows of a page as they were known. Five queries at most."""
    told = snapshots_then([place.fact for place in places], known)
    wholes = snapshots_then(
        {link["to_id"] for each in told.values() for link in _parts(each)}, known
    )
    labels = _labels(told.values())
    # A licence that was taken back since holds for the past too.
    kept_here = claims_taken_back(told.values()) if redistributable_only else None
    rows = [
        _row(place, told[place.fact], wholes, labels, kept_here)
        for place in places
        if place.fact in told
    ]
    return [row for row in rows if row["claims"]] if redistributable_only else rows


def row_then(fact: Fact, known: Known, *, redistributable_only: bool = False) -> TimelineRow | None:
    """Return one fact's row as it was known, or None where it was not public."""
    rows = rows_then(
        [Place(fact.sort_key, fact.pk)], known, redistributable_only=redistributable_only
    )
    return rows[0] if rows else None


def _parts(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [link for link in told["links"] if link["kind"] == "part_of"]


def _labels(every: Iterable[dict[str, Any]]) -> dict[str, str]:
    codes: set[str] = set()
    for told in every:
        codes |= {member["country"] for member in told["participants"]}
        codes |= {target["country_id"] for target in told["detail"].get("targets", ())}
        codes |= {*told["claimants"], *told["deniers"]}
    return dict(db.ask_prepared(_LABELS, [list(codes)])[1])


def _row(
    place: Place,
    told: dict[str, Any],
    wholes: dict[int, dict[str, Any]],
    labels: dict[str, str],
    kept_here: set[int] | None,
) -> TimelineRow:
    """Build a row; kept_here: claims that stay, where others that may not leave stay as well."""
    detail = told["detail"]
    is_transfer = told["kind"] == Kind.ARMS_TRANSFER
    happened, ended = _parsed(told["date"]), _parsed(told["end"])
    item: dict[str, Any] = next(
        (each for each in detail.get("items", ()) if each.get("id") == detail.get("item_id")), {}
    )
    whole = next((link["to_id"] for link in _parts(told) if link["to_id"] in wholes), None)
    head = {
        **{name: told[name] for name in _KEPT},
        "date_text": happened.text, "date_earliest": happened.earliest,
        "date_latest": happened.latest, "date_precision": happened.precision,
        "end_text": ended.text, "end_earliest": ended.earliest,
        "end_latest": ended.latest, "end_precision": ended.precision,
        "known_by": date.fromisoformat(told["known_by"]),
        "dataset": told.get("dataset", ""),
        "sort_key": place.sort_key,
        "act": detail.get("act"),
        "speaker": detail.get("speaker"),
        "speaker_words": detail.get("speaker_words"),
        "office": detail.get("office"),
        "speaks_for": detail["country_id"] if told["kind"] == "statement" else None,
        "quotation": detail.get("quotation"),
        "quotation_language": detail.get("quotation_language"),
        **{name: detail.get(name) if is_transfer else None for name in _QUANTITY},
        "designation": item.get("designation"), "armed": item.get("armed"),
        "part_of": {"id": whole, "headline": wholes[whole]["headline"]} if whole else None,
    }  # fmt: skip
    return build_row(
        head,
        place,
        [
            {"country": code, "label": labels.get(code, code), "role": member["role"]}
            for member in told["participants"]
            for code in [member["country"]]
        ],
        [
            _claim(claim)
            for claim in told["claims"]
            if claim["status"] == "accepted"
            and (
                kept_here is None or (claim["is_redistributable"] and claim["id"] not in kept_here)
            )
        ],
        set(labels.items()),
        [_amount(amount) for amount in told["money"]],
        [
            {
                "country": target["country_id"],
                "label": labels.get(target["country_id"], target["country_id"]),
                "stance": target["stance"],
            }
            for target in detail.get("targets", ())
        ],
    )


_parsed = lru_cache(maxsize=4096)(dates.parse)

_KEPT = ("id", "kind", "subtype", "headline", "summary", "date_basis", "date_reason", "status",
         "verification", "claimants", "deniers", "is_key", "topics", "revision")  # fmt: skip
_QUANTITY = ("quantity_low", "quantity_best", "quantity_high", "quantity_reported")


def _claim(claim: dict[str, Any]) -> Any:
    return {
        "id": claim["id"],
        "field": claim["field"],
        "value": claim["value"],
        "quotation": claim["quotation"],
        "data_set_row": claim["dataset_row"],
        "asserted_by": claim["asserted_by"],
        "asserted_by_country": claim["asserted_by_country_id"],
        "polarity": claim["polarity"],
        "rank": claim["rank"],
        "licence": claim["licence"],
        "source": {
            "id": claim["source_id"],
            "title": claim["cited_title"],
            "publisher": claim["cited_publisher"],
            "publisher_slug": claim["cited_slug"],
            "address": claim["cited_address"],
            "published": claim["cited_published"],
            "language": claim["cited_language"],
            "credit": claim["cited_credit"],
        },
    }


def _amount(amount: dict[str, Any]) -> Any:
    return {
        "measure": amount["measure"],
        "currency": amount["currency"],
        **{
            name: None if amount[column] is None else float(amount[column])
            for name, column in (
                ("low", "amount_low"), ("best", "amount_best"), ("high", "amount_high"),
                ("dollars", "dollars_best"),
            )
        },
        "reported": amount["reported"],
        "verification": amount["verification"],
        "counts": amount["counts"],
        "left_out_reason": amount["left_out_reason"],
    }  # fmt: skip
