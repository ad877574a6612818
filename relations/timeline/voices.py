"""Who says what about a pair: facts with more than one version, and the stance of others.

A version is one value of one field; of the occurrence, whether it is said or denied. Nothing is
averaged: each version stands with who says it, where and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection

from relations import dates
from relations.claim_fields import FIELDS
from relations.models import Claim, Fact, Participant, Statement
from relations.pairs import PRINCIPALS, Pair
from relations.testimonies import as_testimony, roots_of
from relations.timeline.cursors import Cursor
from relations.timeline.rows import DateRow, date_row
from relations.verification import Polarity, Testimony, independent_origins

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Said:
    """One voice on one field. version: 0 for the first version of the field, 1 for the next.

    by: who says it; voice: the code of the state that speaks, empty for none. said_on: when, in
    words, as precise as the source. fact: the fact whose page shows the passage.
    """

    version: int
    value: Any
    polarity: str
    by: str
    voice: str
    publisher: str
    said_on: str
    fact: int


@dataclass(slots=True)
class FieldVoices:
    """What is said on one field of a fact ("" is the occurrence), by column."""

    name: str
    versions: int
    origins: int
    first: list[Said] = field(default_factory=list)
    second: list[Said] = field(default_factory=list)
    others: list[Said] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return self.versions > 1


@dataclass(frozen=True, slots=True)
class Disputed:
    """A fact with more than one version."""

    fact: int
    headline: str
    date: DateRow
    verification: str
    claimants: tuple[str, ...]
    fields: list[FieldVoices]


@dataclass(frozen=True, slots=True)
class VoicesPage:
    facts: list[Disputed]
    next: Cursor | None


# What differs only in its words is kept for Python to compare: here values count as written.
_PLACES = """
WITH mine AS MATERIALIZED (
    SELECT fact_id, sort_key FROM relations_pairfact
    WHERE low_id = %(low)s AND high_id = %(high)s AND publication = 'published'
      AND (%(key)s::bigint IS NULL OR (sort_key, fact_id) < (%(key)s, %(fact)s))),
told AS (
    SELECT c.fact_id FROM relations_claim c
    WHERE c.fact_id IN (SELECT fact_id FROM mine) AND c.status = 'accepted'
    GROUP BY c.fact_id, c.field
    HAVING bool_or(c.polarity <> 'asserts') OR count(DISTINCT
        CASE WHEN jsonb_typeof(c.value) = 'object'
                  AND coalesce(c.value ->> 'low', c.value ->> 'best', c.value ->> 'high')
                      IS NOT NULL
             THEN (c.value - 'reported')::text ELSE c.value::text END) > 1
    UNION
    SELECT st.about_fact_id FROM relations_statement st
    JOIN relations_fact f ON f.id = st.fact_id
    WHERE st.about_fact_id IN (SELECT fact_id FROM mine) AND st.act = 'denies'
      AND f.publication = 'published' AND f.verification <> 'refuted')
SELECT mine.sort_key, mine.fact_id FROM mine JOIN told USING (fact_id)
GROUP BY 1, 2 ORDER BY 1 DESC, 2 DESC LIMIT %(limit)s
"""


def voices(pair: Pair, *, cursor: Cursor | None = None, limit: int = LIMIT) -> VoicesPage:
    """Return a page of the pair's facts with more than one version, newest first.

    Six statements. A fact whose values differ only in their words is left out, so that a page may
    hold fewer than `limit`.
    """
    with connection.cursor() as asking:
        asking.execute(
            _PLACES,
            {
                "low": pair.low, "high": pair.high, "limit": limit + 1,
                "key": cursor.sort_key if cursor else None,
                "fact": cursor.fact if cursor else None,
            },
        )  # fmt: skip
        places = asking.fetchall()
    more = Cursor(*places[limit - 1]) if len(places) > limit else None
    ids = [fact for _, fact in places[:limit]]
    if not ids:
        return VoicesPage([], None)
    told = _told(pair, ids)
    facts = Fact.objects.in_bulk(ids)
    return VoicesPage(
        [
            Disputed(
                fact, facts[fact].headline,
                date_row(facts[fact].date, facts[fact].known_by, facts[fact].date_basis,
                         facts[fact].date_reason),
                facts[fact].verification, tuple(facts[fact].claimants), told[fact],
            )
            for fact in ids
            if fact in told
        ],
        more,
    )  # fmt: skip


def _told(pair: Pair, ids: Sequence[int]) -> dict[int, list[FieldVoices]]:
    """Return the fields of each fact that has more than one version, the occurrence first."""
    claims = list(
        Claim.objects.accepted()
        .filter(fact__in=ids)
        .select_related(
            "source__publisher__owner_body", "asserted_by_person", "asserted_by_body",
            "asserted_by_country",
        )
        .order_by("fact", "id")
    )  # fmt: skip
    roots = roots_of(claim.source_id for claim in claims)
    parties: dict[int, set[str]] = defaultdict(set)
    for fact, code in Participant.objects.filter(fact__in=ids, role__in=PRINCIPALS).values_list(
        "fact_id", "country_id"
    ):
        parties[fact].add(code)
    said: dict[int, dict[str, list[tuple[Any, Said]]]] = defaultdict(lambda: defaultdict(list))
    origins: dict[tuple[int, str], list[Testimony]] = defaultdict(list)
    for claim in claims:
        testimony = as_testimony(claim, root=roots[claim.source_id])
        origins[claim.fact_id, claim.field].append(testimony)
        key = version_key(claim.field, claim.value, claim.polarity)
        said[claim.fact_id][claim.field].append((key, _of_claim(claim, testimony.voice)))
    for fact, key, words in _statements(ids):
        said[fact][""].append((key, words))
    found: dict[int, list[FieldVoices]] = {}
    for fact, by_field in said.items():
        fields = [
            _columns(
                pair, name, rows,
                independent_origins(origins[fact, name], parties=frozenset(parties[fact])),
            )
            for name, rows in sorted(by_field.items(), key=lambda item: list(FIELDS).index(item[0]))
        ]  # fmt: skip
        if any(each.differs or _is_marked(each) for each in fields):
            found[fact] = fields
    return found


def _is_marked(voices: FieldVoices) -> bool:
    """An admission is a version of its own kind: nobody else says otherwise, yet it matters."""
    everyone = (*voices.first, *voices.second, *voices.others)
    return any(each.polarity != Polarity.ASSERTS for each in everyone)


def _columns(pair: Pair, name: str, rows: Sequence[tuple[Any, Said]], origins: int) -> FieldVoices:
    versions: dict[Any, int] = {}
    for key, _ in rows:
        versions.setdefault(key, len(versions))
    found = FieldVoices(name, len(versions), origins)
    columns = {pair.low: found.first, pair.high: found.second}
    for key, said in rows:
        numbered = Said(
            versions[key], said.value, said.polarity, said.by, said.voice, said.publisher,
            said.said_on, said.fact,
        )  # fmt: skip
        columns.get(said.voice, found.others).append(numbered)
    return found


def _of_claim(claim: Claim, voice: str) -> Said:
    source = claim.source
    by = (
        claim.asserted_by_person or claim.asserted_by_body or claim.asserted_by_country
        or claim.asserted_by_words or source.publisher
    )  # fmt: skip
    said_on = dates.describe(source.published) if source.published else ""
    return Said(
        0, claim.value, claim.polarity, str(by), voice, source.publisher.name, said_on,
        claim.fact_id,
    )  # fmt: skip


_POLARITIES = {"denies": Polarity.DENIES, "confirms": Polarity.ASSERTS}


def _statements(ids: Sequence[int]) -> list[tuple[int, Any, Said]]:
    """Denials and confirmations that are facts of their own: (fact spoken of, version, words)."""
    rows = (
        Statement.objects.filter(
            about_fact__in=ids, act__in=_POLARITIES, fact__publication="published"
        )
        .exclude(fact__verification="refuted")
        .select_related("fact", "speaker", "country")
        .order_by("fact__sort_key", "fact")[:500]
    )
    found = []
    for row in rows:
        polarity = _POLARITIES[row.act]
        by = row.speaker.name if row.speaker else row.speaker_words or row.country.label
        said_on = dates.describe(row.fact.date) if row.fact.date else ""
        said = Said(0, None, polarity, by, row.country_id, "", said_on, row.pk)
        assert row.about_fact_id is not None
        found.append((row.about_fact_id, version_key("", None, polarity), said))
    return found


def version_key(name: str, value: Any, polarity: str) -> Any:
    """What makes two claims of a field one version: the same days, numbers or words."""
    against = polarity if polarity in (Polarity.DENIES, Polarity.DOUBTS) else ""
    shape = FIELDS[name].value
    if value is None:
        return against, None
    if shape == "edtf":
        try:
            when = dates.parse(str(value))
        except dates.UnreadableDate:
            return against, str(value)
        return against, when.earliest, when.latest, when.is_approximate, when.is_questioned
    if isinstance(value, Mapping):
        low, best, high = (_number(value.get(name)) for name in ("low", "best", "high"))
        if (low, best, high) == (None, None, None):
            return against, " ".join(str(value.get("reported", "")).casefold().split())
        if best is not None:
            low, high = (best if low is None else low), (best if high is None else high)
        return against, low, best, high, value.get("currency", "")
    return against, " ".join(str(value).casefold().split())


def _number(value: Any) -> Any:
    if value in (None, ""):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)


# --- what others say ---------------------------------------------------------------------

STANCES = ("supportive", "neutral", "mixed", "critical", "unclear")


@dataclass(frozen=True, slots=True)
class StanceRow:
    """What one country's representatives said about the pair in one year. year None: not known.

    stances: stance → statements; of several targets that differ a statement is mixed.
    """

    country: str
    label: str
    year: int | None
    stances: dict[str, int]

    @property
    def all(self) -> int:
        return sum(self.stances.values())


MOST_STANCES = 200

_STANCES = """
WITH said AS (
    SELECT p.fact_id, st.country_id AS country,
           CASE WHEN p.date_precision NOT IN ('none', 'before', 'after')
                     AND extract(year FROM DATE '1970-01-01' + p.first_day)
                         = extract(year FROM DATE '1970-01-01' + p.last_day)
                THEN extract(year FROM DATE '1970-01-01' + p.first_day)::int END AS year,
           CASE count(DISTINCT t.stance) FILTER (WHERE t.stance <> 'unclear')
                WHEN 0 THEN 'unclear'
                WHEN 1 THEN min(t.stance) FILTER (WHERE t.stance <> 'unclear')
                ELSE 'mixed' END AS stance
    FROM relations_pairfact p
    JOIN relations_statement st ON st.fact_id = p.fact_id
    LEFT JOIN relations_statementtarget t
           ON t.statement_id = p.fact_id AND t.country_id IN (p.low_id, p.high_id)
    WHERE p.low_id = %s AND p.high_id = %s AND p.publication = 'published'
      AND p.relation = 'about' AND p.kind = 'statement' AND p.verification <> 'refuted'
    GROUP BY p.fact_id, st.country_id, p.date_precision, p.first_day, p.last_day)
SELECT s.country, c.label, s.year, json_object_agg(s.stance, s.n), sum(sum(s.n)) OVER by_country
FROM (SELECT country, year, stance, count(*) AS n FROM said GROUP BY 1, 2, 3) s
JOIN relations_country c ON c.code = s.country
GROUP BY 1, 2, 3
WINDOW by_country AS (PARTITION BY s.country)
ORDER BY 5 DESC, 1, 3 DESC NULLS LAST LIMIT %s
"""


def stances_of_others(pair: Pair) -> list[StanceRow]:
    """Return who says what about a pair, the most talkative country first, then by year. One query.

    At most MOST_STANCES rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANCES, [pair.low, pair.high, MOST_STANCES])
        return [StanceRow(*row[:4]) for row in cursor.fetchall()]
