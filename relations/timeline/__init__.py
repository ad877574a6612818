"""The read side: pages of facts and what they add up to, for pages, files and the API alike."""

from relations.timeline.cursors import Cursor, InvalidCursor
from relations.timeline.filters import (
    CHOICES,
    DEFAULT_LIMIT,
    MOST,
    ORDER,
    PREDECESSORS,
    SORTS,
    Filters,
    Problem,
    read,
)
from relations.timeline.likeness import Difference, LookAlike, look_alikes, over_delivered
from relations.timeline.paging import (
    Page,
    Place,
    count,
    fact_page,
    pair_page,
    timeline_pairs,
)
from relations.timeline.rows import ParticipantRow, TimelineRow, date_row, row_of, rows_of
from relations.timeline.summaries import (
    MoneyFigure,
    PairSummary,
    Tally,
    busiest_pairs,
    money_figures,
    pair_counts,
    pair_summary,
    partners,
    tally,
)

__all__ = [
    "CHOICES",
    "DEFAULT_LIMIT",
    "MOST",
    "ORDER",
    "PREDECESSORS",
    "SORTS",
    "Cursor",
    "Difference",
    "Filters",
    "InvalidCursor",
    "LookAlike",
    "MoneyFigure",
    "Page",
    "PairSummary",
    "ParticipantRow",
    "Place",
    "Problem",
    "Tally",
    "TimelineRow",
    "busiest_pairs",
    "count",
    "date_row",
    "fact_page",
    "look_alikes",
    "money_figures",
    "over_delivered",
    "pair_counts",
    "pair_page",
    "pair_summary",
    "partners",
    "read",
    "row_of",
    "rows_of",
    "tally",
    "timeline_pairs",
]
