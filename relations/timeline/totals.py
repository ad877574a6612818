"""Pairs and partners in numbers: with whom a state deals, how much, since when and how lately.

Counts come from the roll-up, one row of the answer for each pair. Refuted facts are in no count;
what others say and do about a pair is counted apart. A year's column holds the facts dated
within that year; the rest is told as `not_in_years`.
"""

from __future__ import annotations

from calendar import month_name
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from relations.lanes import Lane
from relations.models import ArmsTransfer, Country, Money, PairTally, TransferStep
from relations.pairs import Pair
from relations.timeline.remembering import remembered
from relations.verification import CONFIRMED, Verification

MOST_PAIRS = 20_000
"""So many pairs can be paged through; there are some 20,000 of all states of today."""

PAIR_SORTS = {
    "facts": "own + others DESC",
    "name": "name, second",
    "others": "others DESC",
    "lately": "lately DESC, own + others DESC",
    "first": "first_month NULLS LAST",
    "last": "last_month DESC NULLS LAST",
}
"""The orders of a table of pairs; the first is the default."""


@dataclass(frozen=True, slots=True)
class PairTotal:
    """What one pair adds up to.

    own: facts between the two; others: said and done by others about them. lately, before: own
    facts dated within the newest twelve months of all facts, and within the twelve before. years:
    year → own facts dated within it. first_month and last_month: year * 12 + month - 1 of the
    first and the last day that a dated fact may mean; the month is said only where a fact is known
    to have been in it.
    """

    pair: Pair
    low_label: str
    high_label: str
    own: int
    others: int
    lately: int
    before: int
    years: dict[int, int]
    first_month: int | None
    last_month: int | None
    is_month_known: bool

    @property
    def label(self) -> str:
        return " and ".join(sorted((self.low_label, self.high_label)))

    @property
    def facts(self) -> int:
        return self.own + self.others

    @property
    def last(self) -> str:
        """The last dated fact in words, no more precise than it is."""
        if self.last_month is None:
            return ""
        year, month = divmod(self.last_month, 12)
        return f"{month_name[month + 1]} {year}" if self.is_month_known else str(year)


@dataclass(frozen=True, slots=True)
class PairTotals:
    """Some rows of the table of all pairs. newest: the last month that any fact is dated to."""

    rows: list[PairTotal]
    all: int
    newest: int | None


# A fact withdrawn leaves its deltas, which sum to nothing: the newest month is taken from sums. The
# two months of a pair serve its order alone and may be those of a fact withdrawn since the deltas
# were last folded; what is shown comes from `_months_of`.
_TOTALS = f"""
    WITH newest AS (
        SELECT max(last_month) AS month FROM (
            SELECT last_month FROM relations_pairtally
            WHERE verification <> '{Verification.REFUTED}' AND first_month >= 0
              AND last_month <= %(until)s AND last_month - first_month < 12
            GROUP BY first_month, last_month HAVING sum(facts) > 0) AS months
    ), totals AS (
        SELECT low, high,
               coalesce(sum(facts) FILTER (WHERE lane <> '{Lane.THIRD}'), 0) AS own,
               coalesce(sum(facts) FILTER (WHERE lane = '{Lane.THIRD}'), 0) AS others,
               min(first_month) FILTER (WHERE first_month > {PairTally.OPEN_START})
                   AS first_month,
               max(last_month) FILTER (WHERE first_month >= 0
                   AND last_month < {PairTally.OPEN_END}) AS last_month,
               coalesce(sum(facts) FILTER (WHERE lane <> '{Lane.THIRD}'
                   AND first_month > newest.month - 12
                   AND last_month <= newest.month), 0) AS lately,
               coalesce(sum(facts) FILTER (WHERE lane <> '{Lane.THIRD}'
                   AND first_month > newest.month - 24
                   AND last_month <= newest.month - 12), 0) AS before
        FROM relations_pairtally CROSS JOIN newest
        WHERE verification <> '{Verification.REFUTED}' AND (%(country)s = ''
            OR low = %(country)s OR high = %(country)s)
        GROUP BY 1, 2 HAVING sum(facts) > 0
    ), named AS (
        SELECT totals.*, one.label AS low_label, other.label AS high_label,
               least(one.label, other.label) AS name, greatest(one.label, other.label) AS second
        FROM totals JOIN relations_country one ON one.code = low
        JOIN relations_country other ON other.code = high
    )
    SELECT low, high, low_label, high_label, own, others, lately, before,
           count(*) OVER () AS pairs, (SELECT month FROM newest)
    FROM named WHERE %(codes)s::text[] IS NULL OR low = ANY(%(codes)s) OR high = ANY(%(codes)s)
"""


def pair_totals(
    *,
    until: int,
    sort: str = "facts",
    codes: Collection[str] | None = None,
    country: str = "",
    start: int = 0,
    limit: int = 50,
) -> PairTotals:
    """Return rows of the table of all pairs, from `start` on. Two statements over the roll-up.

    until: the month of today; what is dated later does not move the newest twelve months. codes:
    only pairs of one of these countries. country: only its pairs. At most MOST_PAIRS rows can be
    reached.
    """
    wanted = sorted(codes) if codes is not None else None
    limit = max(0, min(limit, MOST_PAIRS - start))
    given = (until, sort, wanted, country, start, limit)
    if country or sort == "name":
        return _pair_totals(*given)
    return _named(remembered("pair totals", given, lambda: _pair_totals(*given)))


def _named(found: PairTotals) -> PairTotals:
    """The rows under the names that countries have now: a name may be mended without an act."""
    codes = {code for row in found.rows for code in (row.pair.low, row.pair.high)}
    labels = dict(Country.objects.filter(pk__in=codes).values_list("pk", "label"))
    rows = [
        replace(row, low_label=labels[row.pair.low], high_label=labels[row.pair.high])
        for row in found.rows
    ]
    return replace(found, rows=rows)


def _pair_totals(
    until: int, sort: str, codes: list[str] | None, country: str, start: int, limit: int
) -> PairTotals:
    statement = f"{_TOTALS} ORDER BY {PAIR_SORTS[sort]}, low, high LIMIT %(limit)s OFFSET %(start)s"
    given = {"until": until, "codes": codes, "country": country, "limit": limit, "start": start}
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found = cursor.fetchall()
    months = _months_of([Pair(row[0], row[1]) for row in found])
    rows = []
    for low, high, one, other, own, others, lately, before, *_ in found:
        pair = Pair(low, high)
        dated = months[pair]
        begun = [begins for begins, _, _, _ in dated if begins > PairTally.OPEN_START]
        ended = [ends for begins, ends, _, _ in dated
                 if begins >= 0 and ends < PairTally.OPEN_END]  # fmt: skip
        last = max(ended, default=None)
        rows.append(
            PairTotal(
                pair, one, other, int(own), int(others), int(lately), int(before),
                _by_period(dated, 12), min(begun, default=None), last,
                any(begins == ends == last for begins, ends, _, _ in dated),
            )
        )  # fmt: skip
    return PairTotals(rows, int(found[0][-2]) if found else 0, found[0][-1] if found else None)


_BY_MONTH = f"""
    SELECT low, high, first_month, last_month,
           coalesce(sum(facts) FILTER (WHERE lane <> '{Lane.THIRD}'), 0), sum(facts)
    FROM relations_pairtally
    WHERE (low, high) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
      AND verification <> '{Verification.REFUTED}'
    GROUP BY 1, 2, 3, 4 HAVING sum(facts) > 0
"""
_Months = list[tuple[int, int, int, int]]


def _months_of(pairs: Sequence[Pair]) -> dict[Pair, _Months]:
    """Return pair → (first month, last month, own facts, all facts) of each stretch of months."""
    found: dict[Pair, _Months] = {pair: [] for pair in pairs}
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(_BY_MONTH, [[p.low for p in pairs], [p.high for p in pairs]])
            for low, high, begins, ends, own, facts in cursor.fetchall():
                found[Pair(low, high)].append((begins, ends, int(own), int(facts)))
    return found


def _by_period(dated: _Months, months: int) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for begins, ends, own, _ in dated:
        if own and begins > PairTally.OPEN_START and begins // months == ends // months:
            counts[begins // months] += own
    return dict(counts)


def facts_by_period(pairs: Sequence[Pair], *, months: int) -> dict[Pair, dict[int, int]]:
    """Count each pair's own facts by so many months: 1, 3 a quarter, 12 a year. One statement.

    Returns pair → number of the period (month // months) → facts dated within it.
    """
    return {pair: _by_period(dated, months) for pair, dated in _months_of(pairs).items()}


@dataclass(slots=True)
class MoneyTotal:
    """One measure's dollars with one partner. left_out: amounts that are in neither figure."""

    confirmed: float = 0
    not_confirmed: float = 0
    amounts: int = 0
    left_out: int = 0


@dataclass(slots=True)
class ArmsTotal:
    """Arms orders in one direction; a plan is no order, and a cancelled one is none any more."""

    orders: int = 0
    delivered: int = 0
    planned: int = 0


@dataclass(slots=True)
class Partner:
    """One partner of a country. supplied: arms to the partner; received: arms from it."""

    code: str
    label: str
    total: PairTotal
    money: dict[str, MoneyTotal] = field(default_factory=dict)
    supplied: ArmsTotal = field(default_factory=ArmsTotal)
    received: ArmsTotal = field(default_factory=ArmsTotal)


def partners_of(country: str, *, until: int) -> list[Partner]:
    """Return a country's partners, most facts first. Four statements, whatever their number."""
    totals = pair_totals(until=until, country=country, limit=MOST_PAIRS).rows
    money, arms = _money_of(country), _arms_of(country)
    found = []
    for total in totals:
        is_low = total.pair.low == country
        code = total.pair.high if is_low else total.pair.low
        label = total.high_label if is_low else total.low_label
        supplied, received = arms.get(code, (ArmsTotal(), ArmsTotal()))
        found.append(Partner(code, label, total, money.get(code, {}), supplied, received))
    return found


PAIR_COLUMNS = (
    "pair", "country", "other", "facts", "of_these_by_others", "newest_twelve_months",
    "twelve_before", "first_year", "last",
)  # fmt: skip


def pair_rows(found: Sequence[PairTotal]) -> list[dict[str, Any]]:
    """Return the pairs as plain rows for a file. Periods: of own facts, as in `PairTotal`."""
    return [
        dict(
            zip(
                PAIR_COLUMNS,
                (
                    str(total.pair), total.low_label, total.high_label, total.facts, total.others,
                    total.lately, total.before,
                    total.first_month // 12 if total.first_month is not None else None,
                    total.last,
                ),
                strict=True,
            )
        )
        for total in found
    ]  # fmt: skip


PARTNER_COLUMNS = (
    "country", "name", "pair", "facts", "of_these_by_others", "first_year", "last",
    *(
        f"{measure}_{what}"
        for measure in Money.Measure.values
        for what in ("confirmed_usd", "not_confirmed_usd", "amounts_left_out")
    ),
    *(
        f"arms_{way}_{what}"
        for way in ("supplied", "received")
        for what in ("orders", "delivered", "planned")
    ),
)  # fmt: skip


def partner_rows(partners: Sequence[Partner]) -> list[dict[str, Any]]:
    """Return the partners as plain rows for a file; dollars of one measure in two columns."""
    rows = []
    for partner in partners:
        total = partner.total
        row: dict[str, Any] = {
            "country": partner.code,
            "name": partner.label,
            "pair": str(total.pair),
            "facts": total.facts,
            "of_these_by_others": total.others,
            "first_year": total.first_month // 12 if total.first_month is not None else None,
            "last": total.last,
        }
        for measure in Money.Measure.values:
            money = partner.money.get(measure, MoneyTotal())
            row[f"{measure}_confirmed_usd"] = round(money.confirmed, 2)
            row[f"{measure}_not_confirmed_usd"] = round(money.not_confirmed, 2)
            row[f"{measure}_amounts_left_out"] = money.left_out
        for name, arms in (("supplied", partner.supplied), ("received", partner.received)):
            row[f"arms_{name}_orders"] = arms.orders
            row[f"arms_{name}_delivered"] = arms.delivered
            row[f"arms_{name}_planned"] = arms.planned
        rows.append(row)
    return rows


def _money_of(country: str) -> dict[str, dict[str, MoneyTotal]]:
    """Return partner → measure → dollars. What counts is what `money_figures` counts."""
    rows = (
        Money.objects.filter(
            Q(fact__pair_facts__low=country) | Q(fact__pair_facts__high=country),
            fact__pair_facts__publication="published",
            fact__pair_facts__relation="between",
            fact__pair_facts__has_money=True,
        )
        .annotate(low=F("fact__pair_facts__low"), high=F("fact__pair_facts__high"))
        .values_list("low", "high", "measure", "verification")
        .annotate(
            dollars=Sum("dollars_best", filter=MONEY_COUNTS),
            counted=Count("id", filter=MONEY_COUNTS),
            amounts=Count("id"),
        )
    )
    found: dict[str, dict[str, MoneyTotal]] = defaultdict(dict)
    for low, high, measure, level, dollars, counted, amounts in rows:
        total = found[high if low == country else low].setdefault(measure, MoneyTotal())
        total.left_out += amounts - counted
        total.amounts += counted
        if level in CONFIRMED:
            total.confirmed += float(dollars or 0)
        else:
            total.not_confirmed += float(dollars or 0)
    return found


MONEY_COUNTS = (
    Q(counts=True, dollars_best__gt=0)
    & ~Q(verification=Verification.REFUTED)
    & ~Q(fact__verification=Verification.REFUTED)
    & (Q(agreement__isnull=True) | ~Q(agreement__status__in=("cancelled", "superseded")))
)
"""Amounts that are in a figure: the same rule as `money_figures` has for the rows of a pair."""

_NOT_ORDERED = ("planned", "cancelled")
_DELIVERED = ("delivered", "returned")


def _arms_of(country: str) -> dict[str, tuple[ArmsTotal, ArmsTotal]]:
    """Return partner → (supplied to it, received from it). Orders with an unknown side: none."""
    found: dict[str, tuple[ArmsTotal, ArmsTotal]] = {}
    for supplier, recipient, status, n in (
        published_transfers()
        .filter(Q(supplier=country) | Q(recipient=country))
        .exclude(Q(supplier=None) | Q(recipient=None))
        .values_list("supplier_id", "recipient_id", "status")
        .annotate(n=Count("id"))
    ):
        partner = recipient if supplier == country else supplier
        both = found.setdefault(partner, (ArmsTotal(), ArmsTotal()))
        total = both[0 if supplier == country else 1]
        total.orders += n if status not in _NOT_ORDERED else 0
        total.delivered += n if status in _DELIVERED else 0
        total.planned += n if status == "planned" else 0
    return found


def published_transfers() -> Any:
    """Arms orders that a published fact, not refuted, speaks of."""
    steps = TransferStep.objects.filter(
        transfer=OuterRef("pk"), fact__publication="published"
    ).exclude(fact__verification=Verification.REFUTED)
    return ArmsTransfer.objects.filter(Exists(steps), merged_into=None)
