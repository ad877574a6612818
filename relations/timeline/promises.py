"""Which agreements and arms orders of a pair were promised, in order of age, size, gap or silence.

One statement over the pair's published facts, refuted ones left out. What stands here is read from
published steps alone: a draft moves no promise. Details of a page's rows are in `fulfilment`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from relations import dates
from relations.pairs import Pair
from relations.stages import AGREEMENT_STATUS, SETTLED, TRANSFER_STATUS
from relations.timeline.cursors import Cursor
from relations.timeline.promise_questions import (
    KINDS,
    Question,
    months_before,
    months_between,
)

LIMIT = 25


@dataclass(frozen=True, slots=True)
class Promise:
    """An agreement (kind "agreement") or arms order ("arms_transfer") with a published fact.

    first_fact: the earliest fact. status: after the latest published step. last_news: the latest
    day among its facts and the publication of their sources; where neither is dated, the day a
    source was read, and `is_held_bound` is true. reaffirmed: steps and the two states' own words.
    """

    kind: str
    id: int
    pair: Pair
    title: str
    status: str
    facts: int
    first_fact: int
    reaffirmed: int
    last_news: date
    is_held_bound: bool

    def months_silent(self, at: date) -> int:
        """Whole months from the last news to a day."""
        return months_between(self.last_news, at)


@dataclass(frozen=True, slots=True)
class PromisePage:
    promises: list[Promise]
    total: int
    next: Cursor | None


# --- the statement -----------------------------------------------------------------------


def _statuses() -> str:
    """(kind, step, status, place): of several steps on one day the furthest place counts."""
    rows = [
        f"('{kind}', '{step}', '{status}', {place})"
        for kind, table in ((KINDS[0], AGREEMENT_STATUS), (KINDS[1], TRANSFER_STATUS))
        for place, (step, status) in enumerate(table.items())
    ]
    return ", ".join(rows)


KNOWN = """
    CASE WHEN {0}.date_precision IN ('none', 'before') THEN {0}.last_day ELSE {0}.first_day END
    <= %(until)s"""
"""Whether a fact had happened, or was known, on the day the ledger is read for."""

_STEP = """
    SELECT '{kind}' AS kind, s.{thing}_id AS thing, p.low_id AS low, p.high_id AS high, p.fact_id,
           p.sort_key, p.verification, s.step, p.first_day, p.last_day, p.date_precision
    FROM relations_pairfact p JOIN relations_{table} s ON s.fact_id = p.fact_id
    WHERE ({pairs}) AND p.publication = 'published' AND p.kind = '{kind}'
      AND p.verification <> 'refuted' AND {known} {only}
"""
_TABLES = {KINDS[0]: ("agreement", "agreementstep"), KINDS[1]: ("transfer", "transferstep")}


def steps(
    pairs: Sequence[Pair],
    kinds: Iterable[str],
    values: dict[str, Any],
    only: Mapping[str, Sequence[int]] | None = None,
) -> str:
    """Return a SELECT of the pairs' published steps, and put its parameters into `values`.

    `days` gives the two it reads, %(at)s and %(until)s. only: the ids wanted of
    each kind; all where it is left out.
    """
    places = []
    for number, pair in enumerate(pairs):
        values[f"low{number}"], values[f"high{number}"] = pair.low, pair.high
        places.append(f"p.low_id = %(low{number})s AND p.high_id = %(high{number})s")
    written = []
    for kind in kinds:
        thing, table = _TABLES[kind]
        if only is not None:
            values[f"only_{thing}"] = list(only[kind])
        written.append(
            _STEP.format(
                kind=kind, thing=thing, table=table, known=KNOWN.format("p"),
                pairs=" OR ".join(places),
                only="" if only is None else f"AND s.{thing}_id = ANY(%(only_{thing})s)",
            )
        )  # fmt: skip
    return " UNION ALL ".join(written)


def days(question: Question) -> dict[str, Any]:
    """The parameters of every statement about promises, as day numbers."""
    return {
        "at": dates.day_number(question.at),
        "until": dates.day_number(question.until or date.max),
    }


_DAY = """
    CASE WHEN {0}.date_precision = 'none' THEN NULL
         WHEN {0}.date_precision = 'after' THEN {0}.first_day
         ELSE least({0}.last_day, %(at)s) END"""

ORDERED = """
    SELECT DISTINCT ON (t.item_id) t.item_id AS item, t.quantity_low AS low,
           t.quantity_best AS best, t.quantity_high AS high, t.quantity_reported AS words
    FROM steps s JOIN relations_transferstep t ON t.fact_id = s.fact_id
    WHERE s.kind = 'arms_transfer' AND s.step = 'ordered'
      AND coalesce(t.quantity_low, t.quantity_best, t.quantity_high) IS NOT NULL
    ORDER BY t.item_id, s.sort_key DESC, s.fact_id DESC"""
"""The number of each item that the newest published order names: it goes before the item's own,
which may be only the words of a plan."""

_PAGE = f"""
WITH steps AS MATERIALIZED ({{steps}}),
statuses (kind, step, status, place) AS (VALUES {_statuses()}),
things AS (
    SELECT kind, thing, low, high, count(*) AS facts, min(sort_key) AS first_key,
           (array_agg(fact_id ORDER BY sort_key, fact_id))[1] AS first_fact,
           (array_agg(status ORDER BY sort_key DESC, place DESC, fact_id DESC)
            FILTER (WHERE status IS NOT NULL))[1] AS status,
           count(*) FILTER (WHERE step = 'reaffirmed') AS reaffirmed
    FROM steps LEFT JOIN statuses USING (kind, step)
    GROUP BY 1, 2, 3, 4),
said AS (
    SELECT t.kind, t.thing, t.low, t.high, f.id AS fact_id, {_DAY.format("f")} AS day,
           (st.country_id IN (t.low, t.high)
            AND st.act IN ('promises', 'confirms', 'endorses')) AS reaffirms
    FROM things t
    JOIN relations_statement st ON t.kind = 'agreement' AND st.about_agreement_id = t.thing
    JOIN relations_fact f ON f.id = st.fact_id
    WHERE f.publication = 'published' AND f.verification <> 'refuted' AND {KNOWN.format("f")}
    UNION ALL
    SELECT t.kind, t.thing, t.low, t.high, f.id, {_DAY.format("f")},
           (st.country_id IN (t.low, t.high) AND st.act IN ('promises', 'confirms', 'endorses'))
    FROM things t
    JOIN relations_statement st ON t.kind = 'arms_transfer' AND st.about_transfer_id = t.thing
    JOIN relations_fact f ON f.id = st.fact_id
    WHERE f.publication = 'published' AND f.verification <> 'refuted' AND {KNOWN.format("f")}),
told AS (
    SELECT kind, thing, low, high, fact_id, {_DAY.format("steps")} AS day, false AS reaffirms
    FROM steps UNION ALL SELECT * FROM said),
read AS (
    SELECT c.fact_id,
           max(coalesce(s.published_latest, s.published_earliest) - DATE '1970-01-01')
               FILTER (WHERE coalesce(s.published_latest, s.published_earliest)
                             <= DATE '1970-01-01' + %(at)s) AS published,
           max(s.retrieved_at::date - DATE '1970-01-01') AS retrieved
    FROM relations_claim c JOIN relations_source s ON s.id = c.source_id
    WHERE c.status = 'accepted' AND c.fact_id IN (SELECT fact_id FROM told)
    GROUP BY 1),
news AS (
    SELECT kind, thing, low, high, count(DISTINCT fact_id) FILTER (WHERE reaffirms) AS said,
           max(greatest(day, published)) AS day, least(max(retrieved), %(at)s) AS held
    FROM told LEFT JOIN read USING (fact_id) GROUP BY 1, 2, 3, 4),
amounts AS (
    SELECT kind, thing, low, high, max(m.dollars_best) AS dollars,
           max(m.dollars_best) FILTER (WHERE m.measure = 'promised') AS promised,
           max(m.dollars_best) FILTER (WHERE m.measure <> 'promised') AS reached
    FROM steps JOIN relations_money m ON m.fact_id = steps.fact_id
    WHERE m.counts AND m.verification <> 'refuted' GROUP BY 1, 2, 3, 4),
said_ordered AS ({ORDERED}),
ordered AS (
    SELECT i.transfer_id AS thing,
           CASE WHEN bool_and(coalesce(n.best, i.quantity_best) IS NOT NULL)
                THEN sum(coalesce(n.best, i.quantity_best)) END AS best,
           sum(coalesce(n.high, n.best, i.quantity_high, i.quantity_best)) AS most
    FROM relations_transferitem i LEFT JOIN said_ordered n ON n.item = i.id
    WHERE i.transfer_id IN (SELECT thing FROM things WHERE kind = 'arms_transfer') GROUP BY 1),
by_level AS (
    SELECT s.thing, CASE WHEN s.verification = 'officially_confirmed' THEN 'corroborated'
                         ELSE s.verification END AS level,
           sum(coalesce(t.quantity_best, t.quantity_low)) AS best
    FROM (SELECT DISTINCT thing, fact_id, verification, step FROM steps
          WHERE kind = 'arms_transfer') s
    JOIN relations_transferstep t ON t.fact_id = s.fact_id
    WHERE s.step = 'delivered' GROUP BY 1, 2),
delivered AS (SELECT thing, max(best) AS best FROM by_level GROUP BY 1),
whole AS (
    SELECT t.kind, t.thing, t.low, t.high, t.facts, t.first_key, t.first_fact,
           CASE WHEN t.status = 'in_delivery' AND d.best >= o.most THEN 'delivered'
                ELSE coalesce(t.status, CASE t.kind WHEN 'agreement' THEN 'unknown'
                                                    ELSE 'planned' END) END AS status,
           t.reaffirmed + n.said AS reaffirmed, coalesce(n.day, n.held) AS news,
           n.day IS NULL AS is_held_bound, a.dollars,
           CASE WHEN t.kind = 'agreement' AND a.promised > 0
                THEN greatest(a.promised - coalesce(a.reached, 0), 0) / a.promised
                WHEN t.kind = 'arms_transfer' AND o.best > 0
                THEN greatest(o.best - coalesce(d.best, 0), 0)::numeric / o.best END AS gap,
           o.best AS ordered
    FROM things t JOIN news n USING (kind, thing, low, high)
    LEFT JOIN amounts a USING (kind, thing, low, high)
    LEFT JOIN ordered o ON t.kind = 'arms_transfer' AND o.thing = t.thing
    LEFT JOIN delivered d ON t.kind = 'arms_transfer' AND d.thing = t.thing),
asked AS (
    SELECT *, {{rank}}::bigint AS rank,
           thing * 2 + CASE kind WHEN 'agreement' THEN 0 ELSE 1 END AS number
    FROM whole WHERE {{where}})
SELECT kind, thing, low, high, coalesce(g.title, o.title), q.status, facts, first_fact, reaffirmed,
       news, is_held_bound, rank, number, (SELECT count(*) FROM asked)
FROM asked q
LEFT JOIN relations_agreement g ON kind = 'agreement' AND g.id = thing
LEFT JOIN relations_armstransfer o ON kind = 'arms_transfer' AND o.id = thing
WHERE %(rank)s::bigint IS NULL OR (rank, number) < (%(rank)s, %(number)s)
ORDER BY rank DESC, number DESC LIMIT %(limit)s
"""

# Thousands of dollars, which fit a cursor. Orders without a price stand by their number after all
# that have one; what has neither comes last. (PostgreSQL's least() passes over NULL.)
_RANKS = {
    "age": "-first_key",
    "size": "CASE WHEN dollars IS NOT NULL THEN least(dollars / 1000, 999999999999) "
    "WHEN ordered IS NOT NULL THEN least(ordered, 999999999) - 1000000000 ELSE -1000000001 END",
    "gap": "coalesce(gap * 1000000, -1)",
    "silence": "%(at)s - news",
}


def promises(
    pairs: Sequence[Pair],
    question: Question,
    *,
    limit: int = LIMIT,
    stale_since: tuple[date, int] | None = None,
    only: Mapping[str, Sequence[int]] | None = None,
) -> PromisePage:
    """Return one page of the promises of some pairs. One statement.

    stale_since: (day, months) keeps what is open and fell silent for so many months only after
    that day. only: the ids wanted of each kind.
    """
    if not pairs:
        return PromisePage([], 0, None)
    values = {**days(question), "limit": limit + 1, "rank": None, "number": None}
    where = ["true"]
    if question.statuses:
        where.append("status = ANY(%(statuses)s)")
        values["statuses"] = list(question.statuses)
    if question.silent is not None:
        where.append("NOT status = ANY(%(settled)s) AND news <= %(silent)s")
        values["settled"] = list(SETTLED)
        values["silent"] = dates.day_number(months_before(question.at, question.silent))
    if stale_since is not None:
        where.append("news > %(spoken)s")
        values["spoken"] = dates.day_number(months_before(*stale_since))
    if question.cursor is not None:
        values["rank"], values["number"] = question.cursor.sort_key, question.cursor.fact
    query = _PAGE.format(
        steps=steps(pairs, question.kinds, values, only),
        rank=_RANKS[question.sort],
        where=" AND ".join(where),
    )
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows = cursor.fetchall()
    found = [_promise(row) for row in rows[:limit]]
    more = Cursor(rows[limit - 1][11], rows[limit - 1][12]) if len(rows) > limit else None
    return PromisePage(found, rows[0][13] if rows else 0, more)


def _promise(row: tuple[Any, ...]) -> Promise:
    kind, thing, low, high, title, status, facts, first, reaffirmed, news, is_bound = row[:11]
    return Promise(
        kind, thing, Pair(low, high), title, status, facts, first, reaffirmed,
        date(1970, 1, 1) + timedelta(days=news), is_bound,
    )  # fmt: skip
