"""From bundles to staged rows: each record as one JSON value with its fingerprint, by COPY.

Memory stays constant: a row is written as soon as it is made. What is compared with the next
release, shown in differences and written to the tables is the same `values`.

  staged_thing  n, line, kind, own_key, status, fingerprint, matches, rank, values
  staged_fact   n, line, thing, own_key, kind, subtype, status, is_many_sided, fingerprint,
                source, quotation, place, values, sides, pairs

`own_key` of a fact with a thing is what follows the thing's key.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection

from relations import pairs
from relations.dates import UncertainDate, day_number
from relations.importing.files import InputFile
from relations.importing.layouts import Layout
from relations.importing.names import Names
from relations.importing.records import (
    AgreementRecord,
    Bundle,
    FactRecord,
    Suggestion,
    TransferRecord,
    Trouble,
    Troubles,
    sides_of,
)
from relations.lanes import Kind
from relations.pairs import Pair
from relations.recording.details import status_of
from relations.stages import AGREEMENT_STATUS, TRANSFER_STATUS, StepTaken, status_after

__all__ = ["Staged", "stage"]

_FIRST, _LAST = day_number(datetime.date.min), day_number(datetime.date.max)
"""An open end, as `Fact.first_day` and `last_day` have it: the end of the calendar."""

TABLES = """
    CREATE TEMP TABLE staged_thing (
        n integer, line integer, kind text, own_key text COLLATE "C", status text,
        fingerprint uuid, matches text[], rank integer, values jsonb) ON COMMIT DROP;
    CREATE TEMP TABLE staged_fact (
        n integer, line integer, thing integer, own_key text COLLATE "C", kind text,
        subtype text, status text, is_many_sided boolean, fingerprint uuid, source text,
        quotation text, place text, values jsonb, sides jsonb, pairs jsonb) ON COMMIT DROP;
"""
_THINGS = (
    "COPY staged_thing (n, line, kind, own_key, status, fingerprint, matches, rank, values) "
    "FROM STDIN"
)
_FACTS = (
    "COPY staged_fact (n, line, thing, own_key, kind, subtype, status, is_many_sided, "
    "fingerprint, source, quotation, place, values, sides, pairs) FROM STDIN"
)
_BATCH = 2_000
_NULL = "\\N"


@dataclass
class Staged:
    """What was read: how much, and what was refused or remarked on."""

    bundles: int = 0
    facts: int = 0
    troubles: Troubles = field(default_factory=Troubles)
    suggestions: list[Suggestion] = field(default_factory=list)
    persons: set[tuple[str, str]] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


def stage(
    layout: Layout,
    files: list[InputFile],
    names: Names,
    *,
    tick: Callable[[int], None] = lambda line: None,
) -> Staged:
    """Read files into the two staging tables of this transaction. tick: lines read so far."""
    staged = Staged()
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        things: list[str] = []
        facts: list[str] = []

        def write() -> None:
            for statement, rows in ((_THINGS, things), (_FACTS, facts)):
                if rows:
                    with cursor.copy(statement) as copy:
                        copy.write("".join(rows).encode("utf-8", "replace"))
                    rows.clear()

        for found in layout.read(files, names):
            if isinstance(found, Trouble):
                staged.troubles.note(found)
                continue
            _stage_bundle(found, staged, things, facts)
            if len(facts) >= _BATCH or len(things) >= _BATCH:
                write()
                tick(found.line)
        write()
        cursor.execute("ANALYZE staged_thing; ANALYZE staged_fact")
    return staged


def _stage_bundle(bundle: Bundle, staged: Staged, things: list[str], facts: list[str]) -> None:
    thing = bundle.thing
    staged.bundles += 1
    n = staged.bundles
    if thing is not None:
        values = thing_values(thing)
        text = orjson.dumps(values)
        matches = thing.matches if isinstance(thing, TransferRecord) else ()
        rank = thing.rank if isinstance(thing, TransferRecord) else 0
        things.append(
            f"{n}\t{bundle.line}\t{kind_of(thing)}\t{_text(thing.key)}\t{_status(bundle)}\t"
            f"{_digest(text)}\t{_text(_array(matches))}\t{rank}\t{_json(text)}\n"
        )
    for fact in bundle.facts:
        staged.facts += 1
        sides = sides_of(fact, thing)
        values = fact_values(fact)
        text = orjson.dumps(values)
        kind, subtype = str(fact.kind), str(fact.subtype)
        key = fact.key
        if thing is not None:
            key = key.removeprefix(thing.key) if key.startswith(thing.key) else f"/{key}"
        if fact.source:
            staged.sources.add(fact.source)
        if kind == Kind.VISIT:
            guest = next(iter(fact.detail.get("visitors", ())), "")
            staged.persons |= {(name, guest) for name in fact.detail.get("persons", ())}
        of_sides = _sides(sides)
        facts.append(
            f"{staged.facts}\t{bundle.line}\t{n if thing is not None else _NULL}\t{_text(key)}\t"
            f"{kind}\t{subtype}\t{_status_of(kind, subtype)}\t{pairs.is_many_sided(sides)}\t"
            f"{_digest(text + of_sides)}\t{_text(fact.source)}\t{_text(fact.quotation)}\t"
            f"{_text(fact.row)}\t{_json(text)}\t{_json(of_sides)}\t"
            f"{_json(_pairs(kind, subtype, sides, fact.about))}\n"
        )
    staged.suggestions.extend(bundle.suggestions)


# --- values ------------------------------------------------------------------------------


def kind_of(thing: TransferRecord | AgreementRecord) -> str:
    return "transfer" if isinstance(thing, TransferRecord) else "agreement"


def thing_values(thing: TransferRecord | AgreementRecord) -> dict[str, Any]:
    """What a layout says of a thing, as the registry keeps it."""
    if isinstance(thing, TransferRecord):
        return {
            "title": cut(thing.title, 300),
            "supplier": thing.supplier,
            "recipient": thing.recipient,
            "ordered": date_values(thing.ordered),
            "mode": thing.mode,
            "designation": cut(thing.designation, 160),
            "category": thing.category,
            "weapon_class": thing.weapon_class,
            "condition": thing.condition,
            "low": thing.quantity.low,
            "best": thing.quantity.best,
            "high": thing.quantity.high,
            "reported": cut(thing.quantity.reported, 120),
            "years": list(thing.years),
            "tiv_ordered": _hundredths(thing.tiv_ordered),
            "tiv_delivered": _hundredths(thing.tiv_delivered),
        }
    return {
        "title": cut(thing.title, 300),
        "type": thing.type,
        "level": thing.level,
        "bindingness": thing.bindingness,
        "subjects": sorted(set(thing.subjects)),
        "obligations": sorted(set(thing.obligations)),
        "registration": cut(thing.registration, 60),
        "text_address": thing.text_address,
        "parent": thing.parent,
        "parties": [
            {
                "code": party.code, "signed": party.signed, "joined": party.joined,
                "how": party.how, "in_force": party.in_force, "left": party.left,
            }
            for party in sorted(thing.parties, key=lambda party: party.code)
        ],
    }  # fmt: skip


def fact_values(fact: FactRecord) -> dict[str, Any]:
    """What a layout says of a fact, without the thing it belongs to."""
    values: dict[str, Any] = {
        "headline": cut(fact.headline, 300),
        "summary": fact.summary,
        "date": date_values(fact.date),
        "end": date_values(fact.end),
        **fact.detail,
    }
    for name, longest in (("place", 120), ("purpose", 300), ("reported", 120), ("venue", 160)):
        if name in values:
            values[name] = cut(values[name], longest)
    if fact.money:
        values["money"] = [
            {**amount, "dollars": amount.get("best") if amount["currency"] == "USD" else None}
            for amount in fact.money
        ]
    if fact.kind == Kind.STATEMENT:
        values.setdefault("speaker_kind", "document")
        values.setdefault("is_direct", bool(values.get("quotation")))
        values.setdefault("targets", [])
    return values


def _hundredths(tiv: Decimal | None) -> str | None:
    """A number of millions as its column holds it."""
    return None if tiv is None else str(tiv.quantize(Decimal("0.01")))


@lru_cache(maxsize=20_000)
def date_values(date: UncertainDate) -> list[str | None]:
    """Text, first day, last day and precision."""
    return [
        date.text,
        date.earliest.isoformat() if date.earliest else None,
        date.latest.isoformat() if date.latest else None,
        str(date.precision),
    ]


def cut(text: str, longest: int) -> str:
    """Shorten to what a column holds, with an ellipsis; the row's own words stay in the claim."""
    if len(text) <= longest and text.isprintable():
        return text
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


@lru_cache(maxsize=1_000)
def _status_of(kind: str, subtype: str) -> str:
    return status_of(kind, subtype)


def _status(bundle: Bundle) -> str:
    """What the thing stands at after these steps, as `recording.deriving` would find it."""
    is_transfer = isinstance(bundle.thing, TransferRecord)
    kind = Kind.ARMS_TRANSFER if is_transfer else Kind.AGREEMENT
    steps = [
        StepTaken(_order(fact.date), str(fact.subtype), place, *_days(fact.date))
        for place, fact in enumerate(bundle.facts)
        if fact.kind == kind
    ]
    if not is_transfer:
        return status_after(steps, AGREEMENT_STATUS, "unknown")
    status = status_after(steps, TRANSFER_STATUS, "planned")
    if status == "in_delivery" and isinstance(bundle.thing, TransferRecord):
        number = bundle.thing.quantity
        ordered = number.high if number.high is not None else number.best
        got = [fact.detail for fact in bundle.facts if fact.subtype == "delivered"]
        delivered = sum(one.get("best") or one.get("low") or 0 for one in got)
        if ordered and delivered >= ordered:
            return "delivered"
    return status


@lru_cache(maxsize=20_000)
def _days(date: UncertainDate) -> tuple[int, int]:
    """The first and last day a date may mean, as `Fact.first_day` and `last_day`."""
    return (
        day_number(date.earliest) if date.earliest else _FIRST,
        day_number(date.latest) if date.latest else _LAST,
    )


@lru_cache(maxsize=20_000)
def _order(date: UncertainDate) -> int:
    """A stand-in for the sort key PostgreSQL computes, good enough among one thing's steps."""
    day = date.earliest or date.latest
    if day is None:
        return 0
    width = (date.latest - day).days if date.latest else 400
    return day.toordinal() * 1000 - min(width, 400)


@lru_cache(maxsize=50_000)
def _sides(sides: tuple[tuple[str, str], ...]) -> bytes:
    return orjson.dumps(sides)


@lru_cache(maxsize=50_000)
def _pairs(
    kind: str,
    subtype: str,
    sides: tuple[tuple[str, str], ...],
    about: tuple[tuple[str, str], ...],
) -> bytes:
    rows = pairs.pair_rows(
        kind=Kind(kind),
        subtype=subtype,
        participants=sides,
        about=[Pair.of(one, other) for one, other in about],
    )
    return orjson.dumps(
        [
            [row.pair.low, row.pair.high, str(row.relation), str(row.direction), str(row.lane)]
            for row in rows
        ]
    )


# --- lines of COPY -----------------------------------------------------------------------


def _digest(text: bytes) -> str:
    return hashlib.md5(text, usedforsecurity=False).hexdigest()


def _array(texts: Iterable[str]) -> str:
    quoted = (
        "NULL" if text == "" else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        for text in texts
    )
    return "{" + ",".join(quoted) + "}"


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": "\ufffd"})


def _text(said: str) -> str:
    """Escape for COPY's text format; most texts have nothing to escape."""
    if said.isprintable() and "\\" not in said:
        return said
    return said.translate(_ESCAPES)


def _json(value: bytes) -> str:
    """JSON holds no tabs and no line breaks; its only character to escape is the backslash."""
    return value.decode().replace("\\", "\\\\")
