"""Where one country stands: its own activity, and what others say about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, F, Max, Q

from relations import dates
from relations.lanes import lane_of
from relations.models import StatementTarget
from relations.pairs import Role
from relations.timeline.lines import FactLine, fact_line
from relations.verification import Verification


@dataclass(slots=True)
class Activity:
    """A country's published facts, each counted once. columns: year → lane → facts.

    undated: without any date; longer: known only to longer than a year. Neither is in a column.
    """

    facts: int = 0
    undated: int = 0
    longer: int = 0
    columns: dict[int, dict[str, int]] = field(default_factory=dict)

    @property
    def first_year(self) -> int | None:
        return min(self.columns, default=None)

    @property
    def last_year(self) -> int | None:
        return max(self.columns, default=None)


_ACTIVITY = f"""
    SELECT kind, subtype, date_precision = 'none',
           CASE WHEN date_precision <> 'none' AND date_earliest IS NOT NULL
                     AND extract(year FROM date_earliest) = extract(year FROM date_latest)
                THEN extract(year FROM date_earliest)::int END, count(*)
    FROM relations_fact
    WHERE publication = 'published' AND verification <> '{Verification.REFUTED}'
      AND id IN (SELECT fact_id FROM relations_participant
                 WHERE country_id = %s AND publication = 'published')
    GROUP BY 1, 2, 3, 4
"""


def activity_of(country: str) -> Activity:
    """Return a country's facts by year and kind. One statement; refuted facts are left out."""
    found = Activity()
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVITY, [country])
        for kind, subtype, is_undated, year, n in cursor.fetchall():
            found.facts += n
            if is_undated:
                found.undated += n
            elif year is None:
                found.longer += n
            else:
                lanes = found.columns.setdefault(year, {})
                lane = str(lane_of(kind, subtype))
                lanes[lane] = lanes.get(lane, 0) + n
    return found


@dataclass(frozen=True, slots=True)
class Apart:
    """A country's facts that are in no pair of its own, newest first, and how many there are."""

    alone: list[FactLine]
    alone_count: int
    affected: list[FactLine]
    affected_count: int
    shared: list[FactLine]
    shared_count: int


_LISTED = 12

# Of a mere subject's role it is said about the country, not by it or with it.
_APART = f"""
    WITH mine AS MATERIALIZED (
        SELECT fact_id, role FROM relations_participant
        WHERE country_id = %(country)s AND publication = 'published'
    ), placed AS (
        SELECT fact_id, 'affected' AS place FROM mine WHERE role = '{Role.AFFECTED}'
        UNION
        SELECT m.fact_id, CASE WHEN f.is_many_sided THEN 'shared' ELSE 'alone' END
        FROM mine m JOIN relations_fact f ON f.id = m.fact_id
        WHERE role NOT IN ('{Role.AFFECTED}', '{Role.SUBJECT}')
          AND NOT EXISTS (
              SELECT FROM relations_pairfact p
              WHERE p.fact_id = m.fact_id AND (p.low_id = %(country)s OR p.high_id = %(country)s))
          AND NOT EXISTS (
              SELECT FROM mine other
              WHERE other.fact_id = m.fact_id AND other.role = '{Role.AFFECTED}')
    ), ranked AS (
        SELECT place, f.id, f.headline, f.date_text, f.known_by, f.verification,
               row_number() OVER (PARTITION BY place ORDER BY f.sort_key DESC, f.id DESC) AS rank,
               count(*) OVER (PARTITION BY place) AS facts
        FROM placed JOIN relations_fact f ON f.id = placed.fact_id
        WHERE f.publication = 'published' AND f.verification <> '{Verification.REFUTED}'
    )
    SELECT place, facts, id, headline, date_text, known_by, verification
    FROM ranked WHERE rank <= {_LISTED} ORDER BY place, rank
"""


def apart_of(country: str) -> Apart:
    """Return facts of one state only, facts that affect it, and many-sided treaties.

    One statement. At most a dozen of each are listed; all are in the country's own timeline.
    """
    lines: dict[str, list[FactLine]] = {"alone": [], "affected": [], "shared": []}
    counts = dict.fromkeys(lines, 0)
    with connection.cursor() as cursor:
        cursor.execute(_APART, {"country": country})
        for place, facts, number, headline, text, known_by, level in cursor.fetchall():
            counts[place] = facts
            lines[place].append(fact_line(number, headline, text, known_by, level))
    return Apart(
        lines["alone"], counts["alone"], lines["affected"], counts["affected"],
        lines["shared"], counts["shared"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """What one country says about another: its statements by stance, and when the last dated."""

    speaker: str
    label: str
    stances: dict[str, int]
    last: str

    @property
    def all(self) -> int:
        return sum(self.stances.values())


def said_about(country: str) -> list[Voice]:
    """Return who says what about a country, most statements first. One query."""
    rows = (
        StatementTarget.objects.filter(country=country, statement__fact__publication="published")
        .exclude(statement__country=country)
        .exclude(statement__fact__verification=Verification.REFUTED)
        .values_list(F("statement__country"), F("statement__country__label"), "stance")
        .annotate(
            n=Count("id"),
            last=Max(
                "statement__fact__sort_key", filter=~Q(statement__fact__date_precision="none")
            ),
        )
    )
    stances: dict[str, dict[str, int]] = defaultdict(dict)
    last: dict[str, int] = {}
    labels: dict[str, str] = {}
    for speaker, label, stance, n, key in rows:
        labels[speaker] = label
        stances[speaker][stance] = n
        if key is not None:
            last[speaker] = max(key, last.get(speaker, key))
    found = [
        Voice(
            speaker, labels[speaker], counts,
            str(dates.heading_of(last[speaker])) if speaker in last else "",
        )
        for speaker, counts in stances.items()
    ]  # fmt: skip
    return sorted(found, key=lambda voice: (-voice.all, voice.speaker))


@dataclass(frozen=True, slots=True)
class Listing:
    """What lists say of a country: names, codes, years of existence, states before and after it.

    names: (text, language, kind); codes: (scheme, value, from, to); spells: (from, to, source);
    before, after: (code, label, kind of succession, day). Days are ISO text, or None.
    """

    names: list[tuple[str, ...]]
    codes: list[tuple[str, ...]]
    spells: list[tuple[str, ...]]
    before: list[tuple[str, ...]]
    after: list[tuple[str, ...]]


_LISTING = """
    SELECT
      (SELECT json_agg(json_build_array(text, language, kind) ORDER BY kind, language, text)
       FROM relations_countryname WHERE country_id = %(country)s),
      (SELECT json_agg(json_build_array(scheme, value, valid_from, valid_to)
                       ORDER BY scheme, valid_from)
       FROM relations_countrycode WHERE country_id = %(country)s),
      (SELECT json_agg(json_build_array(valid_from, valid_to, source) ORDER BY valid_from)
       FROM relations_countryspell WHERE country_id = %(country)s),
      (SELECT json_agg(json_build_array(c.code, c.label, s.kind, s.happened_on)
                       ORDER BY s.happened_on)
       FROM relations_succession s JOIN relations_country c ON c.code = s.predecessor_id
       WHERE s.successor_id = %(country)s),
      (SELECT json_agg(json_build_array(c.code, c.label, s.kind, s.happened_on)
                       ORDER BY s.happened_on)
       FROM relations_succession s JOIN relations_country c ON c.code = s.successor_id
       WHERE s.predecessor_id = %(country)s)
"""


def listing_of(country: str) -> Listing:
    """Return what lists say of a country. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTING, {"country": country})
        parts = cursor.fetchone()
    return Listing(*([tuple(row) for row in part or ()] for part in parts))
