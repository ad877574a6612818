"""Every country against every other: one number a pair, in steps of equal size.

A period holds what is dated within it. What is undated, or may lie outside, is told as a number
and stands in no cell. Refuted facts are in none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, models
from django.db.models import Count, F, IntegerField, Q, Sum
from django.db.models.expressions import Func

from relations.lanes import Kind, Lane
from relations.models import Country, Money, PairTally, TransferStep
from relations.pairs import Pair
from relations.timeline.remembering import remembered
from relations.timeline.totals import MONEY_COUNTS
from relations.verification import CONFIRMED, Verification


class Measure(models.TextChoices):
    """What a cell holds. Money only as confirmed, and each figure alone."""

    FACTS = "facts", "Facts"
    VISITS = "visits", "Visits and meetings"
    ORDERS = "orders", "Arms orders"
    CONTRACTED = "contracted", "Money contracted, confirmed"
    PAID = "paid", "Money paid, confirmed"


MONEY = frozenset({Measure.CONTRACTED, Measure.PAID})


class Order(models.TextChoices):
    ACTIVITY = "activity", "Most active first"
    ALPHABET = "alphabet", "Alphabet"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. first, last: months (year * 12 + month - 1), or None where open."""

    measure: str = Measure.FACTS
    first: int | None = None
    last: int | None = None
    lane: tuple[str, ...] = ()
    verification: tuple[str, ...] = ()
    order: str = Order.ACTIVITY

    @property
    def has_period(self) -> bool:
        return self.first is not None or self.last is not None


@dataclass(slots=True)
class Matrix:
    """The answer. cells: pair → number, never 0; countries: (code, label) in the order asked.

    outside: what the period leaves out because it is undated, or may lie outside it.
    """

    cells: dict[Pair, float] = field(default_factory=dict)
    countries: list[tuple[str, str]] = field(default_factory=list)
    outside: int = 0


def matrix(question: Question) -> Matrix:
    """Return the matrix. One statement for the numbers, one for the names as they are now."""
    count = {Measure.FACTS: _facts, Measure.VISITS: _facts, Measure.ORDERS: _orders}
    counted = count.get(Measure(question.measure), _money)
    asked = replace(question, order=Order.ACTIVITY)
    found = remembered("matrix", (asked,), lambda: counted(asked))
    return _ordered(Matrix(found.cells, [], found.outside), question)


def _ordered(found: Matrix, question: Question) -> Matrix:
    activity: dict[str, float] = defaultdict(float)
    for pair, n in found.cells.items():
        activity[pair.low] += n
        activity[pair.high] += n
    labels = dict(Country.objects.filter(pk__in=activity).values_list("pk", "label"))
    by_label = sorted(labels.items(), key=lambda item: (item[1].casefold(), item[0]))
    if question.order == Order.ACTIVITY:
        by_label.sort(key=lambda item: -activity[item[0]])
    found.countries = by_label
    return found


# --- the numbers of each measure ---------------------------------------------------------


def _facts(question: Question) -> Matrix:
    where, given = [f"verification <> '{Verification.REFUTED}'"], []
    if question.lane:
        where.append("lane = ANY(%s)")
        given.append(list(question.lane))
    else:
        where.append(f"lane <> '{Lane.THIRD}'")
    if question.verification:
        where.append("verification = ANY(%s)")
        given.append(list(question.verification))
    if question.measure == Measure.VISITS:
        where.append(f"kind = '{Kind.VISIT}'")
    within, may, bounds = _within(question, "first_month", "last_month")
    statement = (
        f"SELECT low, high, coalesce(sum(facts) FILTER (WHERE {within}), 0),"
        f" coalesce(sum(facts) FILTER (WHERE NOT ({within}) AND {may}), 0)"
        f" FROM relations_pairtally WHERE {' AND '.join(where)} GROUP BY 1, 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*bounds, *bounds, *bounds, *given])
        rows = cursor.fetchall()
    found = Matrix(outside=sum(int(outside) for *_, outside in rows))
    found.cells = {Pair(low, high): int(n) for low, high, n, _ in rows if n}
    return found


def _within(question: Question, begins: str, ends: str) -> tuple[str, str, list[int]]:
    """Return two conditions, dated within the period and perhaps in it, and their parameters."""
    if not question.has_period:
        return "true", "true", []
    inside, may, bounds = [f"{begins} <> {PairTally.UNDATED}"], [], []
    if question.first is not None:
        inside.append(f"{begins} >= %s")
        may.append(f"{ends} >= %s")
        bounds.append(question.first)
    if question.last is not None:
        inside.append(f"{ends} <= %s")
        may.append(f"{begins} <= %s")
        bounds.append(question.last)
    return " AND ".join(inside), " AND ".join(may), bounds


def _month(day: str) -> Func:
    return Func(F(day), function="month_number", output_field=IntegerField())


def _in_period(rows: Any, question: Question, fact: str) -> tuple[Any, Any]:
    """Return the rows dated within the period, and those that may lie in it or not."""
    rows = rows.annotate(begins=_month(f"{fact}first_day"), ends=_month(f"{fact}last_day"))
    undated = Q(**{f"{fact}date_precision": "none"})
    if not question.has_period:
        return rows, rows.none()
    inside, may = ~undated, Q()
    if question.first is not None:
        inside &= Q(begins__gte=question.first)
        may &= Q(ends__gte=question.first)
    if question.last is not None:
        inside &= Q(ends__lte=question.last)
        may &= Q(begins__lte=question.last)
    return rows.filter(inside), rows.filter(may).exclude(inside)


def _orders(question: Question) -> Matrix:
    steps = (
        TransferStep.objects.filter(
            step="ordered",
            fact__publication="published",
            transfer__supplier__isnull=False,
            transfer__recipient__isnull=False,
        )
        .exclude(fact__verification=Verification.REFUTED)
        .exclude(transfer__status="cancelled")
    )
    if question.verification:
        steps = steps.filter(fact__verification__in=question.verification)
    inside, perhaps = _in_period(steps, question, "fact__")
    found = Matrix(outside=perhaps.count())
    for supplier, recipient, n in inside.values_list(
        "transfer__supplier", "transfer__recipient"
    ).annotate(n=Count("transfer", distinct=True)):
        pair = Pair.of(supplier, recipient)
        found.cells[pair] = found.cells.get(pair, 0) + n
    return found


def _money(question: Question) -> Matrix:
    amounts = (
        Money.objects.filter(MONEY_COUNTS, measure=question.measure, verification__in=CONFIRMED)
        .filter(
            fact__pair_facts__publication="published",
            fact__pair_facts__relation="between",
            fact__pair_facts__has_money=True,
        )
        .annotate(low=F("fact__pair_facts__low"), high=F("fact__pair_facts__high"))
    )
    inside, perhaps = _in_period(amounts, question, "fact__")
    found = Matrix(outside=perhaps.count())
    for low, high, dollars in inside.values_list("low", "high").annotate(n=Sum("dollars_best")):
        found.cells[Pair(low, high)] = float(dollars)
    return found


# --- steps -------------------------------------------------------------------------------

TONES = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the scale: the least and the greatest number it holds, and its tone, 1 to 5."""

    least: float
    most: float
    tone: int


def steps_of(values: Iterable[float]) -> list[Step]:
    """Cut numbers into at most five steps of as many cells each; equal ones stay together."""
    ordered = sorted(values)
    if not ordered:
        return []
    n = len(ordered)
    tops = sorted({ordered[-(-n * k // TONES) - 1] for k in range(1, TONES + 1)})
    steps = []
    for place, most in enumerate(tops):
        least = ordered[0] if place == 0 else ordered[bisect_right(ordered, tops[place - 1])]
        tone = round(1 + (TONES - 1) * place / (len(tops) - 1)) if len(tops) > 1 else 3
        steps.append(Step(least, most, tone))
    return steps


def tone_of(value: float, steps: list[Step]) -> int:
    """Return the tone of a number that the steps were cut from."""
    return steps[bisect_left([step.most for step in steps], value)].tone


def matrix_rows(found: Matrix, measure: str) -> list[dict[str, Any]]:
    """Return the cells as plain rows for a file, greatest first."""
    labels = dict(found.countries)
    return [
        {
            "pair": str(pair),
            "country": labels[pair.low],
            "other": labels[pair.high],
            measure: value,
        }
        for pair, value in sorted(found.cells.items(), key=lambda item: (-item[1], item[0]))
    ]
