"""The read side: pages of facts and what they add up to, for pages, files and the API alike."""

from relations.timeline.cursors import Cursor, InvalidCursor
from relations.timeline.facets import FacetValue, named
from relations.timeline.filters import (
    BY_DATE,
    CHOICES,
    DEFAULT_LIMIT,
    FOR_PROGRAMS,
    MOST,
    ORDER,
    PREDECESSORS,
    SORTS,
    Filters,
    Problem,
)
from relations.timeline.likeness import (
    Difference,
    LookAlike,
    compare,
    look_alikes,
    over_delivered,
)
from relations.timeline.money import MoneyFigure, money_by_year, money_figures
from relations.timeline.overview import SINGLE, LaneBins, Mark, Overview, Strip
from relations.timeline.paging import (
    Page,
    Place,
    count,
    count_found,
    counts,
    fact_page,
    neighbors,
    pair_page,
    timeline_pairs,
)
from relations.timeline.pair_view import PairView, pair_view
from relations.timeline.reading import read
from relations.timeline.remembering import Moment, moment_of
from relations.timeline.rows import (
    ParticipantRow,
    TimelineRow,
    date_row,
    row_of,
    rows_of,
)
from relations.timeline.scales import LADDER, Scale, Step, window_texts
from relations.timeline.summaries import (
    PairSummary,
    Tally,
    busiest_pairs,
    cited_sources,
    pair_counts,
    pair_summary,
    partners,
)
from relations.timeline.surroundings import Series, Surroundings, surroundings
from relations.timeline.whole import every_place, newest_facts, withheld_facts, withheld_of_pair

__all__ = [
    "BY_DATE",
    "CHOICES",
    "DEFAULT_LIMIT",
    "FOR_PROGRAMS",
    "LADDER",
    "MOST",
    "ORDER",
    "PREDECESSORS",
    "SINGLE",
    "SORTS",
    "Cursor",
    "Difference",
    "FacetValue",
    "Filters",
    "InvalidCursor",
    "LaneBins",
    "LookAlike",
    "Mark",
    "Moment",
    "MoneyFigure",
    "Overview",
    "Page",
    "PairSummary",
    "PairView",
    "ParticipantRow",
    "Place",
    "Problem",
    "Scale",
    "Series",
    "Step",
    "Strip",
    "Surroundings",
    "Tally",
    "TimelineRow",
    "busiest_pairs",
    "cited_sources",
    "compare",
    "count",
    "count_found",
    "counts",
    "date_row",
    "every_place",
    "fact_page",
    "look_alikes",
    "moment_of",
    "money_by_year",
    "money_figures",
    "named",
    "neighbors",
    "newest_facts",
    "over_delivered",
    "pair_counts",
    "pair_page",
    "pair_summary",
    "pair_view",
    "partners",
    "read",
    "row_of",
    "rows_of",
    "surroundings",
    "timeline_pairs",
    "window_texts",
    "withheld_facts",
    "withheld_of_pair",
]
