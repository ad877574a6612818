"""Rows of many facts at once, as bytes: what `timeline.rows_of` gives a page, made by PostgreSQL.

A page's builder takes some 50 µs a row, which a million facts cannot pay. Here one statement gives
the JSON of a whole batch; only what Python alone can say (a date in words, a badge) is put in
afterwards, by the page's own functions. `tests/relations/test_exporting.py` holds the two builders
against each other over every kind of fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from relations import db, timeline
from relations.datasets import said_by
from relations.dates import Precision, UncertainDate
from relations.lanes import lane_of
from relations.models import Country
from relations.pairs import Pair
from relations.timeline import Place
from relations.verification import badge

RAW, PLAIN, TEXT = "raw", "plain", "text"
_MOST_WORDS = 50_000


def _object(*members: tuple[str, str, str]) -> str:
    """An SQL expression of a JSON object, of (name, expression, how it is written), never NULL.

    raw: a number or JSON; plain: a text that needs no escapes, such as a code; text: any text.
    `concat` calls the types' own output functions: half the time of `json_build_object`.
    """
    parts = []
    for place, (name, expression, how) in enumerate(members):
        start = f"""'{"," if place else "{"}"{name}":"""
        if how == PLAIN:
            parts.append(f"""{start}"', {expression}, '"'""")
        else:
            value = f"to_json({expression})::text" if how == TEXT else f"({expression})::text"
            parts.append(f"{start}', coalesce({value}, 'null')")
    return f"concat({', '.join(parts)}, '}}')"


def _quoted(expression: str) -> str:
    """A code or a day that may be NULL, as raw JSON."""
    return f"""'"' || {expression} || '"'"""


_SOURCE = _object(
    ("id", "s.id", RAW), ("title", "s.title", TEXT), ("publisher", "u.name", TEXT),
    ("publisher_slug", "u.slug", PLAIN), ("address", "s.address", TEXT),
    ("published", "s.published_text", TEXT), ("language", "s.language", TEXT),
    ("credit", "s.credit", TEXT),
)  # fmt: skip
_CLAIM = _object(
    ("id", "c.id", RAW), ("field", "c.field", PLAIN), ("value", "c.value", RAW),
    ("quotation", "c.quotation", TEXT), ("data_set_row", "c.dataset_row", TEXT),
    ("asserted_by", "coalesce(nullif(n.name, ''), nullif(b.name, ''), nullif(a.label, ''),"
                    " c.asserted_by_words)", TEXT),
    ("asserted_by_country", _quoted("c.asserted_by_country_id"), RAW),
    ("polarity", "c.polarity", PLAIN), ("rank", "c.rank", PLAIN), ("licence", "c.licence", TEXT),
    ("source", "src.json", RAW),
)  # fmt: skip
_AMOUNT = _object(
    ("measure", "m.measure", PLAIN), ("currency", "m.currency", PLAIN),
    ("low", "m.amount_low", RAW), ("best", "m.amount_best", RAW), ("high", "m.amount_high", RAW),
    ("reported", "m.reported", TEXT), ("dollars", "m.dollars_best", RAW),
    ("verification", "m.verification", PLAIN), ("counts", "m.counts", RAW),
    ("left_out_reason", "m.left_out_reason", TEXT),
)  # fmt: skip
_QUANTITY = _object(
    ("low", "t.quantity_low", RAW), ("best", "t.quantity_best", RAW),
    ("high", "t.quantity_high", RAW), ("reported", "coalesce(t.quantity_reported, '')", TEXT),
    ("designation", "coalesce(i.designation, '')", TEXT),
    ("armed", "coalesce(nullif(i.armed, ''), 'unknown')", PLAIN),
)  # fmt: skip
_TARGET = _object(
    ("country", "g.country_id", PLAIN), ("label", "gc.label", TEXT), ("stance", "g.stance", PLAIN)
)
_SPEAKER = _object(
    ("name", "coalesce(nullif(p.name, ''), s.speaker_words, '')", TEXT),
    ("office", "coalesce(o.title, '')", TEXT), ("country", "s.country_id", PLAIN),
    ("act", "s.act", PLAIN), ("quotation", "coalesce(s.quotation, '')", TEXT),
    ("language", "coalesce(s.quotation_language, '')", TEXT),
    ("targets", f"""SELECT '[' || coalesce(string_agg({_TARGET}, ',' ORDER BY g.id), '') || ']'
        FROM relations_statementtarget g JOIN relations_country gc ON gc.code = g.country_id
        WHERE g.statement_id = f.id AND f.kind = 'statement'""", RAW),
)  # fmt: skip
_WHOLE = _object(("id", "w.id", RAW), ("headline", "w.headline", TEXT))
_PARTICIPANT = _object(
    ("country", "p.country_id", PLAIN), ("label", "c.label", TEXT), ("role", "p.role", PLAIN)
)


def _date(prefix: str, basis: str, reason: str) -> str:
    """A date but for its words."""
    return _object(
        ("edtf", f"f.{prefix}_text", PLAIN),
        ("earliest", _quoted(f"f.{prefix}_earliest"), RAW),
        ("latest", _quoted(f"f.{prefix}_latest"), RAW),
        ("precision", f"f.{prefix}_precision", PLAIN),
        ("basis", basis, PLAIN), ("reason", reason, TEXT), ("known_by", "f.known_by", PLAIN),
    )  # fmt: skip


def _day_key(prefix: str) -> str:
    """What the words of a date depend on."""
    return (
        f"concat(f.{prefix}_text, '|', f.{prefix}_earliest, '|', f.{prefix}_latest, '|',"
        f" f.{prefix}_precision, '|', CASE f.{prefix}_precision WHEN 'none' THEN f.known_by END)"
    )


_FACT = _object(
    ("id", "f.id", RAW), ("kind", "f.kind", PLAIN), ("subtype", "f.subtype", PLAIN),
    ("headline", "f.headline", TEXT), ("summary", "f.summary", TEXT),
    ("status", "f.status", PLAIN), ("verification", "f.verification", PLAIN),
    ("claimants", "array_to_json(f.claimants)", RAW),
    ("denied_by", "array_to_json(f.deniers)", RAW), ("is_key", "f.is_key", RAW),
    ("topics", "coalesce(topics.json, '[]')", RAW),
    ("part_of", f"""SELECT {_WHOLE} FROM relations_factlink l
        JOIN relations_fact w ON w.id = l.to_id
        WHERE l.fact_id = f.id AND l.kind = 'part_of' AND w.publication = 'published'
        ORDER BY l.id LIMIT 1""", RAW),
    ("revision", "f.revision", RAW),
    ("amounts", f"""CASE WHEN f.has_money THEN
        (SELECT '[' || coalesce(string_agg({_AMOUNT}, ',' ORDER BY m.id), '') || ']'
         FROM relations_money m WHERE m.fact_id = f.id) ELSE '[]' END""", RAW),
    ("quantity", f"""CASE WHEN i.designation IS NOT NULL OR t.quantity_reported IS NOT NULL
        THEN {_QUANTITY} END""", RAW),
    ("speaker", f"CASE WHEN s.country_id IS NOT NULL THEN {_SPEAKER} END", RAW),
    ("participants", "'[' || coalesce(people.json, '') || ']'", RAW),
    ("claims", "'[' || coalesce(claims.json, '') || ']'", RAW), ("sort_key", "f.sort_key", RAW),
)  # fmt: skip

_ROWS = f"""
    WITH asked AS MATERIALIZED (
        SELECT c.* FROM relations_claim c
        WHERE c.fact_id = ANY(%(ids)s) AND c.status = 'accepted'
          AND (c.is_redistributable OR NOT %(withhold)s)
    ), src AS MATERIALIZED (
        SELECT s.id, {_SOURCE} AS json FROM relations_source s
        JOIN relations_publisher u ON u.id = s.publisher_id
        WHERE s.id IN (SELECT source_id FROM asked)
    ), claims AS (
        SELECT c.fact_id, string_agg({_CLAIM}, ',' ORDER BY c.id) AS json
        FROM asked c JOIN src ON src.id = c.source_id
        LEFT JOIN relations_country a ON a.code = c.asserted_by_country_id
        LEFT JOIN relations_person n ON n.id = c.asserted_by_person_id
        LEFT JOIN relations_body b ON b.id = c.asserted_by_body_id
        GROUP BY c.fact_id
    ), people AS (
        SELECT p.fact_id, string_agg({_PARTICIPANT}, ',' ORDER BY p.id) AS json
        FROM relations_participant p JOIN relations_country c ON c.code = p.country_id
        WHERE p.fact_id = ANY(%(ids)s) AND p.role <> '' GROUP BY p.fact_id
    ), topics AS (
        SELECT t.fact_id, json_agg(t.topic_id ORDER BY t.topic_id)::text AS json
        FROM relations_fact_topics t WHERE t.fact_id = ANY(%(ids)s) GROUP BY t.fact_id
    )
    SELECT f.id, f.kind, f.subtype, {_day_key("date")},
           CASE WHEN f.end_text <> '' THEN {_day_key("end")} END,
           f.verification, f.dataset,
           CASE f.verification WHEN 'claimed' THEN f.claimants END,
           CASE f.verification WHEN 'claimed' THEN ARRAY(
               SELECT p.country_id FROM relations_participant p WHERE p.fact_id = f.id
               UNION
               SELECT voice.code FROM relations_claim c
               JOIN relations_source s ON s.id = c.source_id
               JOIN relations_publisher u ON u.id = s.publisher_id
               LEFT JOIN relations_body d ON d.id = u.owner_body_id
               CROSS JOIN LATERAL (VALUES (c.asserted_by_country_id), (u.owner_country_id),
                                          (d.country_id)) voice (code)
               WHERE c.fact_id = f.id AND c.status = 'accepted' AND voice.code IS NOT NULL
                 AND (c.is_redistributable OR NOT %(withhold)s)) END,
           {_FACT}, {_date("date", "f.date_basis", "f.date_reason")},
           CASE WHEN f.end_text <> '' THEN {_date("end", "''", "''::text")} END
    FROM relations_fact f
    LEFT JOIN claims ON claims.fact_id = f.id
    LEFT JOIN people ON people.fact_id = f.id
    LEFT JOIN topics ON topics.fact_id = f.id
    LEFT JOIN relations_statement s ON s.fact_id = f.id
    LEFT JOIN relations_person p ON p.id = s.speaker_id
    LEFT JOIN relations_office o ON o.id = s.office_id
    LEFT JOIN relations_transferstep t ON t.fact_id = f.id
    LEFT JOIN relations_transferitem i ON i.id = t.item_id
    WHERE f.id = ANY(%(ids)s)
"""


def lines_of(places: Sequence[Place], *, withhold: bool) -> list[bytes]:
    """Return the rows of one page as JSON, in its order: one statement whose plan is kept, and
    one for names where a row is only claimed."""
    ids = [place.fact for place in places]
    if not ids:
        return []
    found = db.ask_prepared(_ROWS, {"ids": ids, "withhold": withhold})[1]
    codes = {code for head in found for code in head[8] or ()}
    labels = (
        dict(Country.objects.filter(pk__in=codes).values_list("code", "label")) if codes else {}
    )
    return Finisher(labels).lines(places, found)


def fetch(cursor: Any, ids: Sequence[int], *, withhold: bool) -> list[tuple[Any, ...]]:
    """Ask for a batch with a cursor of the driver; give the answer to `Finisher.lines`."""
    cursor.execute(_ROWS, {"ids": list(ids), "withhold": withhold})
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@dataclass(slots=True)
class Finisher:
    """Puts into the rows of batches what the database cannot say. labels: code → name."""

    labels: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)
    tails: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def lines(self, places: Sequence[Place], found: Sequence[tuple[Any, ...]]) -> list[bytes]:
        """Return the JSON of each place's row, in the order of the places, without line ends."""
        heads = {head[0]: head for head in found}
        return [
            self._line(place, heads[place.fact]).encode() for place in places if place.fact in heads
        ]

    def _line(self, place: Place, head: tuple[Any, ...]) -> str:
        _, kind, subtype, day, end_day, level, dataset, claimants, voices, body, date_, end = head
        ended = "null"
        if end is not None:
            ended = f'{{"text":{self._words(end_day)},{end[1:]}'
        key = (kind, subtype, place.lane, place.relation, place.direction, place.pair)
        tail = self.tails.get(key)
        if tail is None:
            tail = self.tails[key] = self._tail(kind, subtype, place)
        said = self._badge(level, dataset, claimants, voices, place.pair)
        return (
            f'{body[:-1]},"date":{{"text":{self._words(day)},{date_[1:]},"end":{ended},'
            f'"badge":{said},{tail}}}'
        )

    def _words(self, key: str) -> str:
        words = self.words.get(key)
        if words is None:
            if len(self.words) > _MOST_WORDS:
                self.words.clear()
            text, earliest, latest, precision, known_by = key.split("|")
            value = UncertainDate(text, _day(earliest), _day(latest), Precision(precision))
            told = timeline.date_row(value, _day(known_by) or date.min)["text"]
            words = self.words[key] = orjson.dumps(told).decode()
        return words

    @staticmethod
    def _tail(kind: str, subtype: str, place: Place) -> str:
        pair = place.pair
        told = {
            "lane": place.lane or str(lane_of(kind, subtype)),
            "relation": place.relation,
            "direction": pair.direction_text(place.direction) if pair else "",
            "pair": str(pair) if pair else "",
        }
        return orjson.dumps(told).decode()[1:-1]

    def _badge(
        self,
        level: str,
        dataset: str,
        claimants: list[str] | None,
        voices: list[str] | None,
        pair: Pair | None,
    ) -> str:
        key = f"{level}|{dataset}"
        if not claimants and key in self.words:
            return self.words[key]
        told = badge(
            level,
            claimants or (),
            parties=(pair.low, pair.high) if pair else (),
            labels={code: self.labels[code] for code in voices or ()},
            data_set=said_by(dataset),
        )
        said = orjson.dumps(told).decode()
        if not claimants:
            self.words[key] = said
        return said


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
