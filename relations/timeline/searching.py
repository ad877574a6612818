"""Search by names: pairs, countries, people, bodies and articles; and the facts that fit best."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from relations.pairs import Pair
from relations.timeline.filters import Filters
from relations.timeline.paging import Place, found_facts
from relations.timeline.words import LONGEST, read_question

ALIKE = 0.45
"""So like a name must a misspelt one be: trigram similarity, 0 to 1."""

_RANKED = 5_000
"""So many of the facts found, the last recorded, are compared for the best fit."""

_AND = re.compile(r"\b(?:and|und|et|y|e|vs)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """Something found by a name. why: the name that matched, where it is another."""

    key: str
    label: str
    why: str
    facts: int


@dataclass(frozen=True, slots=True)
class Found:
    """What names answer to a question: pairs first."""

    pairs: list[tuple[Pair, str]]
    countries: list[Named]
    people: list[Named]
    bodies: list[Named]
    articles: list[Named]

    def __bool__(self) -> bool:
        return any((self.pairs, self.countries, self.people, self.bodies, self.articles))


def named(text: str, *, limit: int = 5) -> Found:
    """Return what is called so, however accents, hyphens and small letters are set.

    Six statements at most.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_words(%s)", [text[:LONGEST]])
        folded: str = cursor.fetchone()[0]
    if not folded:
        return Found([], [], [], [], [])
    given = {"q": folded, "alike": ALIKE, "limit": limit}
    return Found(
        _pairs(folded),
        _ask(_COUNTRIES, given),
        _ask(_PEOPLE, given),
        _ask(_BODIES, given),
        _articles(text, limit),
    )


def best_facts(filters: Filters, *, limit: int = 5) -> list[Place]:
    """Return the facts that fit the words best: in the headline before quotation, summary, source.

    Of many only the last recorded are compared. One statement.
    """
    query, given = read_question(filters.q).sql()
    candidates, parameters = (
        found_facts(filters).order_by("-pk").values("pk")[:_RANKED].query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.sort_key, f.id FROM relations_factwords w"
            " JOIN relations_fact f ON f.id = w.fact_id"
            f" WHERE w.fact_id IN ({candidates})"
            f" ORDER BY ts_rank(w.words, {query}) DESC, f.id DESC LIMIT %s",
            [*parameters, *given, limit],
        )
        return [Place(key, fact) for key, fact in cursor.fetchall()]


_CALLED = """
SELECT fold_words(n.text), c.code, c.label FROM relations_countryname n
JOIN relations_country c ON c.code = n.country_id WHERE fold_words(n.text) = ANY(%(names)s)
UNION SELECT lower(code), code, label FROM relations_country WHERE lower(code) = ANY(%(names)s)
UNION SELECT replace(slug, '-', ' '), code, label FROM relations_country
WHERE slug = ANY(%(slugs)s)
"""


def _pairs(folded: str) -> list[tuple[Pair, str]]:
    """The pairs that two names in a row spell: "iran russia", "RUS-IRN", "Persia and USSR"."""
    words = _AND.sub(" ", folded).split()
    if not 2 <= len(words) <= 10:
        return []
    splits = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    names = list({name for split in splits for name in split})
    known: dict[str, list[tuple[str, str]]] = {}
    with connection.cursor() as cursor:
        slugs = [name.replace(" ", "-") for name in names]
        cursor.execute(_CALLED, {"names": names, "slugs": slugs})
        for name, code, label in cursor.fetchall():
            known.setdefault(name, []).append((code, label))
    found: dict[Pair, str] = {}
    for one, other in splits:
        for low, low_label in known.get(one, ()):
            for high, high_label in known.get(other, ()):
                if low != high:
                    both = sorted((low_label, high_label), key=str.casefold)
                    found[Pair.of(low, high)] = " and ".join(both)
    return list(found.items())[:4]


def _ask(sql: str, given: Mapping[str, Any]) -> list[Named]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [
            Named(str(key), label, why if why and why != label else "", int(facts))
            for key, label, why, facts in cursor.fetchall()
        ]


_COUNTRIES = """
SELECT code, label, why, 0 FROM (
    SELECT DISTINCT ON (c.code) c.code, c.label, n.text AS why,
           CASE WHEN f.name = %(q)s THEN 3 WHEN f.name LIKE %(q)s || '%%' THEN 2
                ELSE similarity(f.name, %(q)s) END AS fit
    FROM relations_countryname n
    JOIN relations_country c ON c.code = n.country_id
    CROSS JOIN LATERAL (SELECT fold_words(n.text) AS name) f
    WHERE fold_words(n.text) LIKE %(q)s || '%%' OR fold_words(n.text) %% %(q)s
       OR c.code = upper(%(q)s)
    ORDER BY c.code, fit DESC, n.text = c.label DESC, n.text
) best
WHERE fit >= %(alike)s OR code = upper(%(q)s)
ORDER BY fit DESC, label LIMIT %(limit)s
"""

_PEOPLE = """
SELECT id, name, '', facts FROM (
    SELECT p.id, p.name, (SELECT count(*) FROM relations_statement s
                          JOIN relations_fact f ON f.id = s.fact_id
                          WHERE s.speaker_id = p.id AND f.publication = 'published') AS facts,
           word_similarity(%(q)s, fold_words(p.name || ' ' || p.other_names)) AS fit
    FROM relations_person p
    WHERE fold_words(p.name || ' ' || p.other_names) LIKE '%%' || %(q)s || '%%'
       OR fold_words(p.name || ' ' || p.other_names) %% %(q)s
) spoken
WHERE facts > 0 AND fit >= %(alike)s ORDER BY fit DESC, facts DESC, id LIMIT %(limit)s
"""

_BODIES = """
SELECT id, name, '', facts FROM (
    SELECT b.id, b.name, (SELECT count(*) FROM relations_statement s
                          JOIN relations_fact f ON f.id = s.fact_id
                          WHERE s.body_id = b.id AND f.publication = 'published') AS facts,
           word_similarity(%(q)s, fold_words(b.name)) AS fit
    FROM relations_body b
    WHERE fold_words(b.name) LIKE '%%' || %(q)s || '%%' OR fold_words(b.name) %% %(q)s
) spoken
WHERE facts > 0 AND fit >= %(alike)s ORDER BY fit DESC, facts DESC, id LIMIT %(limit)s
"""


def _articles(text: str, limit: int) -> list[Named]:
    """Sources of published facts by the words of their titles."""
    query, given = read_question(text).sql()
    titles = "words_vector(s.title, 'A')"
    sql = f"""
        SELECT s.id, s.title, u.name, cited.facts FROM relations_source s
        JOIN relations_publisher u ON u.id = s.publisher_id
        CROSS JOIN LATERAL (
            SELECT count(DISTINCT c.fact_id) AS facts FROM relations_claim c
            JOIN relations_fact f ON f.id = c.fact_id AND f.publication = 'published'
            WHERE c.source_id = s.id AND c.status = 'accepted') cited
        WHERE {titles} @@ {query} AND cited.facts > 0
        ORDER BY cited.facts DESC, s.id DESC LIMIT %s
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, limit])
        return [
            Named(str(key), title, publisher, facts)
            for key, title, publisher, facts in cursor.fetchall()
        ]
