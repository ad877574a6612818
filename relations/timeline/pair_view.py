"""What a pair page adds up, in one value that is kept while it holds."""

from __future__ import annotations

from dataclasses import dataclass

from relations.pairs import Pair
from relations.timeline.facets import count_marks
from relations.timeline.filters import Filters
from relations.timeline.money import money_by_year
from relations.timeline.overview import Overview, overview
from relations.timeline.remembering import Moment
from relations.timeline.summaries import PairSummary, Tally, summaries


@dataclass(frozen=True, slots=True)
class PairView:
    """The numbers of one view of a pair.

    pairs: those on its timeline, itself and those it continues; tallies: of each of them and of
    itself; marks: counts for `facets.named`; paid: `money_by_year`.
    """

    pairs: list[Pair]
    summary: PairSummary
    tallies: dict[Pair, Tally]
    overview: Overview
    marks: list[tuple[str, int]]
    paid: dict[int, dict[str, tuple[float, float]]]

    @property
    def facts(self) -> int:
        """All facts of the pair and of those it continues, whatever the filters."""
        return sum(tally.facts for tally in self.tallies.values())


def pair_view(now: Moment, filters: Filters) -> PairView:
    """Return the numbers of a view: as remembered while they hold, else added up. Six statements.

    now: `moment_of(pair, filters)`, asked just before.
    """
    every = now.pairs("with")
    return now.remember(every, lambda: _add_up(now, filters, every))


def _add_up(now: Moment, filters: Filters, every: list[Pair]) -> PairView:
    pairs = now.pairs(filters.predecessor)
    summary, tallies = summaries(now.pair, every)
    years = [
        year
        for each in {now.pair, *pairs}
        for year in (tallies[each].first_year, tallies[each].last_year)
        if year
    ]
    found = overview(
        now.pair,
        filters,
        pairs=pairs,
        first_year=min(years, default=2000),
        last_year=max(years, default=2000),
    )
    months = found.years.step.months
    return PairView(
        pairs,
        summary,
        tallies,
        found,
        count_marks(now.pair, filters, pairs=pairs),
        money_by_year(now.pair, filters, pairs=pairs, months=months),
    )
