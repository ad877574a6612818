"""Arms orders in the shape of SIPRI's register of 2023 and later: one row an order and weapon.

The sixteen columns, their order and their three nameless flags are the register's; the facts are
ours. Only facts of the question tell of an order: a delivery that is not among them, or may not
leave, is in no number. What is kept with the order itself (the number of its item, TIV) is there
only if every fact of the order is public and may leave. UTF-8 and RFC 4180, without the register's
lines before the header.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from relations.exporting.columns import Value
from relations.exporting.csv_text import csv_lines
from relations.exporting.making import Counts, Tick
from relations.exporting.questions import Question
from relations.models import TransferItem

HEADER = (
    ("Recipient", "text", "its name here; * an armed group, ** an organisation"),
    ("Supplier", "text", "likewise"),
    ("Year of order", "whole", "of the first order among the facts"),
    (" ", "text", "? where the year is uncertain"),
    ("Number ordered", "whole", "as that order says; empty: not said"),
    (" ", "text", "? where the number is uncertain"),
    ("Weapon designation", "text", "as the source says"),
    ("Weapon description", "text", "our class of weapon"),
    ("Number delivered", "whole", "sum of the deliveries among the facts"),
    (" ", "text", "? where a delivery's number is uncertain or not said"),
    ("Year(s) of delivery", "text", "parted by semicolons"),
    ("status", "text", "New, Second hand, or Second hand but modernized"),
    ("Comments", "text", "headlines, the words of quantities, and numbers of the facts"),
    ("SIPRI TIV per unit", "number", "always empty: not ours to make"),
    ("SIPRI TIV for total order", "number", "as imported; empty where it may not leave"),
    ("SIPRI TIV of delivered weapons", "number", "likewise"),
)

_STATUS = {
    TransferItem.Condition.NEW: "New",
    TransferItem.Condition.SECOND_HAND: "Second hand",
    TransferItem.Condition.MODERNISED: "Second hand but modernized",
}

_ORDERS = """
    WITH chosen AS (SELECT DISTINCT asked.fact FROM ({facts}) AS asked (fact)),
    steps AS (
        SELECT t.transfer_id, t.item_id, t.step, t.quantity_low AS low, t.quantity_best AS best,
               t.quantity_high AS high, t.quantity_reported AS reported, f.id, f.headline,
               f.date_text, f.date_earliest, f.date_precision, f.sort_key
        FROM chosen JOIN relations_transferstep t ON t.fact_id = chosen.fact
        JOIN relations_fact f ON f.id = t.fact_id
    ), orders AS (
        SELECT transfer_id, item_id,
               (array_agg(ARRAY[date_text, date_earliest::text, date_precision, low::text,
                                best::text, high::text] ORDER BY sort_key, id)
                FILTER (WHERE step = 'ordered'))[1:1] AS ordered,
               sum(coalesce(best, low, high)) FILTER (WHERE step = 'delivered') AS delivered,
               coalesce(bool_or(best IS NULL) FILTER (WHERE step = 'delivered'), false) AS unsure,
               array_agg(date_earliest ORDER BY sort_key, id)
                   FILTER (WHERE step = 'delivered') AS days,
               array_agg(headline ORDER BY sort_key, id) AS headlines,
               array_agg(reported ORDER BY sort_key, id) AS words,
               array_agg(id ORDER BY sort_key, id) AS facts
        FROM steps GROUP BY transfer_id, item_id
    )
    SELECT r.label, r.kind, s.label, s.kind, o.ordered[1][1], o.ordered[1][2], o.ordered[1][3],
           o.ordered[1][4], o.ordered[1][5], o.ordered[1][6],
           CASE WHEN allowed.whole THEN i.quantity_low END,
           CASE WHEN allowed.whole THEN i.quantity_best END,
           CASE WHEN allowed.whole THEN i.quantity_high END, i.designation, i.weapon_class,
           i.condition, o.delivered, o.unsure, o.days, o.headlines, o.words, o.facts,
           CASE WHEN allowed.whole THEN t.tiv_ordered END,
           CASE WHEN allowed.whole THEN t.tiv_delivered END
    FROM orders o JOIN relations_armstransfer t ON t.id = o.transfer_id
    LEFT JOIN relations_transferitem i ON i.id = o.item_id
    LEFT JOIN relations_country r ON r.code = t.recipient_id
    LEFT JOIN relations_country s ON s.code = t.supplier_id
    CROSS JOIN LATERAL (SELECT NOT EXISTS (
        SELECT FROM relations_transferstep x JOIN relations_fact f ON f.id = x.fact_id
        WHERE x.transfer_id = t.id AND (
            f.publication NOT IN ('published', 'merged')
            OR NOT %s AND EXISTS (SELECT FROM relations_claim c
                                  WHERE c.fact_id = f.id AND NOT c.is_redistributable)
        )) AS whole) allowed
    ORDER BY r.label, s.label, o.transfer_id, o.item_id
"""


class _Order(NamedTuple):
    recipient: str | None
    recipient_kind: str | None
    supplier: str | None
    supplier_kind: str | None
    ordered_text: str | None
    ordered_day: str | None
    ordered_precision: str | None
    low: str | None
    best: str | None
    high: str | None
    item_low: int | None
    item_best: int | None
    item_high: int | None
    designation: str | None
    weapon_class: str | None
    condition: str | None
    delivered: int | None
    is_unsure: bool
    days: list[date | None] | None
    headlines: list[str]
    words: list[str]
    facts: list[int]
    tiv_ordered: Any
    tiv_delivered: Any


def make_sipri(path: Path, question: Question, tick: Tick) -> Counts:
    """Write a row for each order and weapon that a fact of the question tells of."""
    done = 0

    def cells() -> Iterator[list[Value]]:
        nonlocal done
        for order in _orders(question):
            yield _cells(order)
            done += 1
            if done % 1_000 == 0:
                tick(done)

    with path.open("wb", buffering=1_000_000) as file:
        file.writelines(csv_lines([name for name, _, _ in HEADER], cells()))
    return {"orders": done}


def _orders(question: Question) -> Iterator[_Order]:
    try:
        facts, given = question.facts().query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ORDERS.format(facts=facts), [*given, question.sees_restricted])
        while found := cursor.fetchmany(2_000):
            yield from (_Order(*row) for row in found)


def _cells(order: _Order) -> list[Value]:
    years = sorted({day.year for day in order.days or () if day})
    number, is_number_sure = _number_ordered(order)
    is_year_sure = order.ordered_precision in (
        "day",
        "month",
        "quarter",
        "season",
        "year",
    ) and not (order.ordered_text and order.ordered_text[-1] in "?~%")
    words = [each for each in dict.fromkeys((*order.headlines, *order.words)) if each]
    facts = ", ".join(str(fact) for fact in order.facts)
    return [
        _name(order.recipient, order.recipient_kind, "unknown recipient(s)"),
        _name(order.supplier, order.supplier_kind, "unknown supplier(s)"),
        int(order.ordered_day[:4]) if order.ordered_day else None,
        "?" if order.ordered_day and not is_year_sure else "",
        number,
        "?" if number is not None and not is_number_sure else "",
        order.designation,
        TransferItem.WeaponClass(order.weapon_class).label if order.weapon_class else "",
        int(order.delivered) if order.delivered is not None else (None if order.days else 0),
        "?" if order.is_unsure else "",
        "; ".join(str(year) for year in years),
        _STATUS.get(TransferItem.Condition(order.condition), "") if order.condition else "",
        f"{'; '.join(words)}; facts {facts}",
        None,
        _number(order.tiv_ordered),
        _number(order.tiv_delivered),
    ]


def _number_ordered(order: _Order) -> tuple[int | None, bool]:
    """The number of the order's own fact, else of its item; whether it is one number."""
    for best, *others in (
        (order.best, order.low, order.high),
        (order.item_best, order.item_low, order.item_high),
    ):
        for number in (best, *others):
            if number is not None:
                return int(number), best is not None
    return None, False


def _name(label: str | None, kind: str | None, unknown: str) -> str:
    if label is None:
        return unknown
    return label + {"armed_group": "*", "organisation": "**"}.get(kind or "", "")


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
