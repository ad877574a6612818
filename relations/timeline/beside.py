"""What stands beside a pair's timeline: alliances by data set, shared treaties, votes.

None of it is counted with the facts: alliances of two data sets describe the same treaties and
are compared, treaties of many make no pairs, and votes are a layer of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.db import connection

from relations.datasets import DATASETS
from relations.models import Claim, Publication, Source
from relations.pairs import Pair
from relations.sentences import listed

__all__ = [
    "Alliance",
    "Beside",
    "SharedTreaty",
    "VoteYear",
    "asked_beside",
    "beside",
    "disagreements",
    "sources_of_agreements",
    "voting",
]


@dataclass(frozen=True, slots=True)
class Alliance:
    """One spell of an alliance as one data set has it. last: None where it goes on."""

    id: int
    fact: int
    dataset: str
    title: str
    obligations: tuple[str, ...]
    first: int | None
    last: int | None
    first_text: str
    last_text: str

    @property
    def source(self) -> str:
        known = DATASETS.get(self.dataset)
        return known.short if known else "Entered here"


@dataclass(frozen=True, slots=True)
class SharedTreaty:
    """A treaty of more than two that both are parties to."""

    id: int
    title: str
    status: str
    parties: int
    since: str


@dataclass(frozen=True, slots=True)
class VoteYear:
    """Roll calls of a year in which both voted, and in how many they voted alike."""

    year: int
    both: int
    alike: int
    opposite: int

    @property
    def rate(self) -> float:
        return self.alike / self.both


@dataclass(slots=True)
class Beside:
    alliances: list[Alliance] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)
    shared: list[SharedTreaty] = field(default_factory=list)
    shared_count: int = 0
    votes: list[VoteYear] = field(default_factory=list)
    votes_source: tuple[int, str] | None = None

    def __bool__(self) -> bool:
        return bool(self.alliances or self.shared_count or self.votes)

    @property
    def both(self) -> int:
        return sum(year.both for year in self.votes)

    @property
    def alike(self) -> int:
        return sum(year.alike for year in self.votes)

    @property
    def rate(self) -> float:
        return self.alike / self.both if self.votes else 0.0


MOST_SHARED = 12

_VOTES = """
    (SELECT 'votes', max(r.source_id), count(*) FILTER (WHERE one.choice = other.choice),
        min(s.title), '', '', '', '', extract(year FROM r.voted_on)::int, count(*)::int
     FROM relations_vote one
     JOIN relations_vote other ON other.roll_call_id = one.roll_call_id
         AND other.country_id = %(high)s
     JOIN relations_rollcall r ON r.number = one.roll_call_id
     JOIN relations_source s ON s.id = r.source_id
     WHERE one.country_id = %(low)s
     GROUP BY extract(year FROM r.voted_on) ORDER BY 9)
"""
BESIDE = f"""
    (SELECT 'alliance' AS what, a.id, min(f.id) AS fact, a.dataset AS one, a.title AS two,
        array_to_string(a.obligations, ' ') AS three,
        min(CASE WHEN s.step = 'entered_into_force' THEN f.date_text END) AS four,
        max(CASE WHEN s.step IN ('terminated', 'expired', 'denounced') THEN f.date_text END)
            AS five,
        min(CASE WHEN s.step = 'entered_into_force'
            THEN extract(year FROM f.date_earliest)::int END) AS m,
        max(CASE WHEN s.step IN ('terminated', 'expired', 'denounced')
            THEN extract(year FROM f.date_latest)::int END) AS n
     FROM relations_agreement a
     JOIN relations_agreementstep s ON s.agreement_id = a.id
     JOIN relations_fact f ON f.id = s.fact_id AND f.publication = 'published'
     WHERE a.low_id = %(low)s AND a.high_id = %(high)s AND a.type = 'alliance'
       AND a.merged_into_id IS NULL AND (f.is_redistributable OR NOT %(withhold)s)
     GROUP BY a.id ORDER BY m NULLS LAST, a.dataset, a.id LIMIT 40)
    UNION ALL
    (SELECT 'shared', a.id, count(*) OVER ()::bigint, a.status, a.title,
        greatest(one.joined, one.signed, other.joined, other.signed),
        '', '', (SELECT count(*)::int FROM relations_agreementparty c
                 WHERE c.agreement_id = a.id), 0
     FROM relations_agreementparty one
     JOIN relations_agreementparty other ON other.agreement_id = one.agreement_id
         AND other.country_id = %(high)s AND other."left" = ''
     JOIN relations_agreement a ON a.id = one.agreement_id AND a.low_id IS NULL
         AND a.merged_into_id IS NULL
     WHERE one.country_id = %(low)s AND one."left" = '' AND EXISTS (
         SELECT FROM relations_agreementstep s JOIN relations_fact f ON f.id = s.fact_id
         WHERE s.agreement_id = a.id AND f.publication = 'published'
           AND (f.is_redistributable OR NOT %(withhold)s))
     ORDER BY 6 DESC, a.id DESC LIMIT %(most)s)
    UNION ALL
    {_VOTES}
"""


def asked_beside(
    pair: Pair, *, most: int = MOST_SHARED, redistributable_only: bool = False
) -> dict[str, Any]:
    """Return the parameters of `BESIDE`."""
    return {"low": pair.low, "high": pair.high, "most": most, "withhold": redistributable_only}


def beside(pair: Pair, *, most: int = MOST_SHARED, redistributable_only: bool = False) -> Beside:
    """Return what stands beside a pair's timeline. One query; see also `surroundings`.

    most: so many shared treaties, those joined last. redistributable_only: without agreements
    whose licence keeps every public fact of theirs here.
    """
    asked = asked_beside(pair, most=most, redistributable_only=redistributable_only)
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, asked)
        return read_beside(cursor.fetchall())


def voting(pair: Pair) -> Beside:
    """Return of what stands beside a pair its votes alone. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_VOTES, {"low": pair.low, "high": pair.high})
        return read_beside(cursor.fetchall())


def read_beside(rows: Iterable[Sequence[Any]]) -> Beside:
    """Make of the rows of `BESIDE` what pages show."""
    found = Beside()
    for what, number, other, one, two, three, four, five, m, n in rows:
        if what == "alliance":
            obligations = tuple(three.split())
            found.alliances.append(
                Alliance(number, other, one, two, obligations, m, n, four or "", five or "")
            )
        elif what == "shared":
            found.shared.append(SharedTreaty(number, two, one, m, three or ""))
            found.shared_count = other
        else:
            found.votes.append(VoteYear(m, n, other, n - other))
            found.votes_source = (number, one)
    found.disagreements = disagreements(found.alliances)
    return found


def sources_of_agreements(
    agreements: Iterable[int], *, redistributable_only: bool = False
) -> dict[int, list[Source]]:
    """Return the sources of each agreement's public facts, by number. Two queries."""
    claims = Claim.objects.accepted().filter(
        fact__agreementstep__agreement__in=list(agreements),
        fact__publication=Publication.PUBLISHED,
    )
    if redistributable_only:
        claims = claims.filter(is_redistributable=True)
    cited = set(claims.values_list("fact__agreementstep__agreement_id", "source_id"))
    sources = Source.objects.select_related("publisher").in_bulk({source for _, source in cited})
    found: dict[int, list[Source]] = {}
    for agreement, source in sorted(cited):
        found.setdefault(agreement, []).append(sources[source])
    return found


def disagreements(alliances: Sequence[Alliance]) -> list[str]:
    """Say where two data sets that know an alliance of the same years differ, and which knows one
    that another does not: what each has stays as it is, side by side."""
    said: list[str] = []
    datasets = sorted({each.dataset for each in alliances if each.dataset})
    for one, other in combinations(datasets, 2):
        ours = [each for each in alliances if each.dataset == one]
        theirs = [each for each in alliances if each.dataset == other]
        for mine, yours in _overlapping(ours, theirs):
            said += _differences(mine, yours)
        for side, against in ((ours, theirs), (theirs, ours)):
            said += [
                f"{each.source} has an alliance {_years(each)}; {against[0].source} has none then."
                for each in side
                if not any(_overlap(each, rival) for rival in against)
            ]
    return said


def _overlapping(
    ours: Sequence[Alliance], theirs: Sequence[Alliance]
) -> list[tuple[Alliance, Alliance]]:
    return [(one, other) for one in ours for other in theirs if _overlap(one, other)]


def _overlap(one: Alliance, other: Alliance) -> bool:
    def end(alliance: Alliance) -> int:
        return alliance.last if alliance.last is not None else 9999

    return (one.first or 0) <= end(other) and (other.first or 0) <= end(one)


def _differences(one: Alliance, other: Alliance) -> list[str]:
    said = []
    if set(one.obligations) != set(other.obligations):
        said.append(
            f"Of the alliance {_years(one)} {one.source} says {_listed(one.obligations)}, "
            f"{other.source} says {_listed(other.obligations)}."
        )
    if one.first != other.first:
        said.append(
            f"{one.source} has it begin in {one.first_text or 'an unknown year'}, "
            f"{other.source} in {other.first_text or 'an unknown year'}."
        )
    if one.last != other.last:
        said.append(f"{one.source} has it {_ending(one)}, {other.source} {_ending(other)}.")
    return said


def _ending(alliance: Alliance) -> str:
    return f"end in {alliance.last_text}" if alliance.last_text else "go on to its last year"


def _years(alliance: Alliance) -> str:
    start = alliance.first_text or "…"
    return f"from {start} to {alliance.last_text}" if alliance.last_text else f"since {start}"


def _listed(obligations: Sequence[str]) -> str:
    return listed(sorted(obligations)) or "no obligation"
