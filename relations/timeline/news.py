"""What is new about some pairs since a day: happened, learned, changed, denied or withdrawn, stale.

Eight statements, whatever the number of pairs and facts; each group holds at most MOST.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection

from relations import dates
from relations.dates import UncertainDate
from relations.lanes import Kind
from relations.models import AgreementStep, Change, TransferStep
from relations.pairs import Pair
from relations.stages import (
    AGREEMENT_STATUS,
    STEP_COLUMNS,
    TRANSFER_STATUS,
    StepTaken,
    status_after,
)
from relations.timeline.alterations import STANDING, Alteration
from relations.timeline.log import ChangeLine, changes_since
from relations.timeline.promise_questions import Question
from relations.timeline.promises import Promise, promises
from relations.timeline.rows import DateRow, date_row

MOST = 50
MOST_CHANGES = 300
STALE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class NewsFact:
    """A published fact of one of the pairs. relation: between the two, or about them."""

    fact: int
    pair: Pair
    headline: str
    date: DateRow
    relation: str
    verification: str
    claimants: tuple[str, ...]
    is_dataset: bool


@dataclass(frozen=True, slots=True)
class StageMove:
    """An agreement or order that newly published steps moved. fact: the last of them."""

    kind: str
    title: str
    was: str
    now: str
    fact: int


@dataclass(frozen=True, slots=True)
class Correction:
    """An act and those of its alterations that belong in one group."""

    line: ChangeLine
    alterations: list[Alteration]


@dataclass(slots=True)
class News:
    """since: the first day counted. is_cut: more acts were made than are read here."""

    since: date
    happened: list[NewsFact] = field(default_factory=list)
    more_happened: bool = False
    learned: list[NewsFact] = field(default_factory=list)
    more_learned: bool = False
    moves: list[StageMove] = field(default_factory=list)
    changed: list[Correction] = field(default_factory=list)
    corrected: list[Correction] = field(default_factory=list)
    stale: list[Promise] = field(default_factory=list)
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not (
            self.happened or self.learned or self.moves or self.changed or self.corrected
            or self.stale
        )  # fmt: skip


def news(pairs: Sequence[Pair], *, since: date, today: date) -> News:
    """Return what is new about some pairs since a day, that day included."""
    found = News(since)
    if not pairs:
        return found
    start = datetime.combine(since, time.min, UTC)
    lines = changes_since(pairs, start, limit=MOST_CHANGES + 1)
    found.is_cut, lines = len(lines) > MOST_CHANGES, lines[:MOST_CHANGES]
    fresh = _first_published(lines, start)
    happened = _facts(pairs, since=since, limit=MOST + 1)
    found.more_happened, found.happened = len(happened) > MOST, happened[:MOST]
    learned = [
        each for each in _facts(pairs, ids=fresh, limit=MOST_CHANGES)
        if not _is_since(each, since)
    ]  # fmt: skip
    found.more_learned, found.learned = len(learned) > MOST, learned[:MOST]
    found.moves = _moves(fresh)[:MOST]
    for line in lines:
        _sort_into(found, line, is_first=line.fact in fresh)
    asked = Question(at=today, silent=STALE_MONTHS, sort="silence")
    found.stale = promises(pairs, asked, limit=MOST, stale_since=(since, STALE_MONTHS)).promises
    return found


def _first_published(lines: Iterable[ChangeLine], start: datetime) -> set[int]:
    """The facts that are public now and were not before; one query."""
    told = {
        line.fact for line in lines
        if line.act == Change.Act.PUBLISHED and line.publication == "published"
    }  # fmt: skip
    earlier = Change.objects.filter(
        fact__in=told, act=Change.Act.PUBLISHED, known_at__lt=start
    ).values_list("fact_id", flat=True)
    return told - set(earlier)


def _sort_into(found: News, line: ChangeLine, *, is_first: bool) -> None:
    """Put an act into the groups its alterations belong to."""
    if line.act == Change.Act.SECOND_READ or (line.act == Change.Act.PUBLISHED and is_first):
        return
    standing = [each for each in line.alterations if each.what in STANDING]
    rest = [each for each in line.alterations if each.what not in STANDING]
    if standing and len(found.changed) < MOST:
        found.changed.append(Correction(line, standing))
    if (rest or not standing) and len(found.corrected) < MOST:
        found.corrected.append(Correction(line, rest))


_FACTS = """
SELECT * FROM (
    SELECT DISTINCT ON (p.fact_id) p.fact_id, p.low_id, p.high_id, p.relation, f.headline,
           f.date_text, f.date_earliest, f.date_latest, f.date_precision, f.known_by, f.date_basis,
           f.date_reason, f.verification, f.claimants, f.dataset <> '' AS is_dataset, p.sort_key
    FROM relations_pairfact p JOIN relations_fact f ON f.id = p.fact_id
    WHERE ({pairs}) AND p.publication = 'published' AND p.verification <> 'refuted' AND {which}
    ORDER BY p.fact_id, p.low_id, p.high_id) found
ORDER BY sort_key DESC, fact_id DESC LIMIT %(limit)s
"""


def _facts(
    pairs: Sequence[Pair],
    *,
    limit: int,
    since: date | None = None,
    ids: Iterable[int] = (),
) -> list[NewsFact]:
    """Facts that happened on a day or later for certain, or those of some numbers. One query."""
    values: dict[str, Any] = {"limit": limit}
    places = []
    for number, pair in enumerate(pairs):
        values[f"low{number}"], values[f"high{number}"] = pair.low, pair.high
        places.append(f"p.low_id = %(low{number})s AND p.high_id = %(high{number})s")
    if since is not None:
        which = (
            "p.date_precision NOT IN ('none', 'before') AND p.first_day >= %(day)s"
            " AND p.sort_key >= %(key)s"
        )
        values["day"] = dates.day_number(since)
        # a month's or year's key is that of its first day
        values["key"] = (dates.day_number(since) - 366) * 16
    else:
        which, values["ids"] = "p.fact_id = ANY(%(ids)s)", list(ids)
    with connection.cursor() as cursor:
        cursor.execute(_FACTS.format(pairs=" OR ".join(places), which=which), values)
        return [_fact(row) for row in cursor.fetchall()]


def _fact(row: tuple[Any, ...]) -> NewsFact:
    happened = UncertainDate(row[5], row[6], row[7], row[8])
    return NewsFact(
        row[0], Pair(row[1], row[2]), row[4], date_row(happened, row[9], row[10], row[11]),
        row[3], row[12], tuple(row[13]), row[14],
    )  # fmt: skip


def _is_since(fact: NewsFact, since: date) -> bool:
    earliest = fact.date["earliest"]
    return earliest is not None and earliest >= since


def _moves(fresh: set[int]) -> list[StageMove]:
    """Agreements and orders whose status newly published steps moved. Two queries.

    Read from published steps alone; what was withdrawn meanwhile moves nothing here.
    """
    found = []
    for kind, steps, name, table in (
        (Kind.AGREEMENT, AgreementStep.objects.all(), "agreement", AGREEMENT_STATUS),
        (Kind.ARMS_TRANSFER, TransferStep.objects.all(), "transfer", TRANSFER_STATUS),
    ):
        by_thing: dict[int, list[StepTaken]] = defaultdict(list)
        titles: dict[int, str] = {}
        rows = (
            steps.filter(**{f"{name}__steps__fact__in": fresh}, fact__publication="published")
            .exclude(fact__verification="refuted")
            .values_list(f"{name}_id", f"{name}__title", *STEP_COLUMNS)
            .distinct()
        )
        for thing, title, *taken in rows:
            titles[thing] = title
            by_thing[thing].append(StepTaken(*taken))
        for thing, steps_taken in by_thing.items():
            before = [each for each in steps_taken if each.fact not in fresh]
            was, now = status_after(before, table, ""), status_after(steps_taken, table, "")
            if was and was != now:
                last = max(each for each in steps_taken if each.fact in fresh)
                found.append(StageMove(kind.value, titles[thing], was, now, last.fact))
    return found
