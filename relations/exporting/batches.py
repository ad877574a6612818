"""All facts of a question, batch by batch: while one is written, the next is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection

from relations.exporting import rows
from relations.exporting.questions import Question
from relations.models import Country
from relations.pairs import Pair
from relations.timeline import Place, TimelineRow

BATCH = 5_000

_PAIRS = """
    SELECT fact_id, low_id, high_id, relation, direction, lane FROM relations_pairfact
    WHERE fact_id = ANY(%s) AND publication = 'published' ORDER BY fact_id, low_id, high_id
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some thousand facts by number. lines: each one's row as JSON; pairs: (fact, low, high,
    relation, direction, lane) of all their pairs, where asked for."""

    lines: list[bytes]
    pairs: list[tuple[Any, ...]]

    @property
    def rows(self) -> list[TimelineRow]:
        """The rows as values; days are ISO texts."""
        return [orjson.loads(line) for line in self.lines]


def batches(question: Question, *, with_pairs: bool = False) -> Iterator[Batch]:
    """Yield all facts of a question. Needs a transaction, `db.one_moment`, and its connection.

    Memory is that of two batches, whatever the number of facts.
    """
    withhold = not question.sees_restricted
    finisher = rows.Finisher(dict(Country.objects.values_list("code", "label")))
    try:
        sql, given = question.facts().query.sql_with_params()
    except EmptyResultSet:
        return
    # Opened in this thread, then used by one other thread alone until the end.
    with connection.chunked_cursor() as places_cursor:
        places_cursor.execute(sql, given)
        with psycopg.Cursor(connection.connection) as cursor:

            def fetch() -> tuple[list[Place], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
                places = _places(places_cursor.fetchmany(BATCH))
                if not places:
                    return [], [], []
                ids = [place.fact for place in places]
                found = rows.fetch(cursor, ids, withhold=withhold)
                pairs = cursor.execute(_PAIRS, [ids]).fetchall() if with_pairs else []
                return places, found, pairs

            last = 0
            with ThreadPoolExecutor(1) as ahead:
                coming = ahead.submit(fetch)
                while True:
                    places, found, pairs = coming.result()
                    if not places:
                        return
                    coming = ahead.submit(fetch)
                    # A fact of a predecessor's pair too may begin the next batch.
                    fresh = places[1:] if places[0].fact == last else places
                    last = places[-1].fact
                    yield Batch(finisher.lines(fresh, found), pairs)


def _places(found: list[tuple[Any, ...]]) -> list[Place]:
    """One place a fact; of several pairs' the first, which is that of the pair asked."""
    if found and len(found[0]) == 1:
        return [Place(0, row[0]) for row in found]
    places: dict[int, Place] = {}
    for fact, lane, relation, direction, low, high, _ in found:
        if fact not in places:
            places[fact] = Place(0, fact, lane, relation, direction, Pair(low, high))
    return list(places.values())
