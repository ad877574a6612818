"""When it happened, as far as the passage or its sentence says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.mentions.shapes import Mention

_OTHER_EVENT = re.compile(
    r"\b(?:that|which|who|whose|expired|signed in|agreed in)\b"
    r"|\b(?:since|after|before|until|when) (?:[a-z'-]+ ){2,}"
)


def date_of(
    plain: str, dates: Sequence[Mention], start: int, end: int, trigger: int
) -> tuple[str, str]:
    """Return (EDTF, basis) of the date nearest to the trigger within start to end, or ("", "")."""
    inside = [date for date in dates if start <= date.start and date.end <= end]
    inside = [
        date
        for date in inside
        if not plain.startswith("by ", date.start - 3)
        and (date.start < trigger or not _OTHER_EVENT.search(plain, trigger, date.start))
    ]
    if not inside:
        return "", ""
    nearest = min(
        inside, key=lambda date: abs(date.start - trigger) + (0 if date.start > trigger else 25)
    )
    return nearest.edtf, nearest.form
