"""How to cite a page: as text, BibTeX and CSL JSON, with an address that stays what it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from relations import dates

PUBLISHER = "Dyad"


def pinned(known_at: datetime | None) -> str:
    """The `as_of` that pins a revision known since a moment: later ones change nothing there.

    A revision that is not numbered yet (None) will be within the minute.
    """
    moment = known_at or timezone.now() + timedelta(minutes=1)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: a fact's revision, or a page. key: letters, digits and hyphens."""

    key: str
    title: str
    note: str
    address: str
    seen_on: date

    def text(self) -> str:
        """One sentence with number, revision and day."""
        note = f" {self.note}." if self.note else ""
        title = self.title.rstrip(".")
        return f"“{title}”. {PUBLISHER}.{note} {self.address}, read {dates.say_day(self.seen_on)}."

    def bibtex(self) -> str:
        fields = {
            "title": f"{{{_tex(self.title)}}}",
            "organization": _tex(PUBLISHER),
            "note": _tex(self.note),
            "year": str(self.seen_on.year),
            "urldate": self.seen_on.isoformat(),
            "url": self.address,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        return f"@online{{{self.key},\n{lines}\n}}\n"

    def csl(self) -> dict[str, Any]:
        """One item of CSL JSON 1.0."""
        day = [self.seen_on.year, self.seen_on.month, self.seen_on.day]
        return {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "container-title": PUBLISHER,
            "publisher": PUBLISHER,
            "note": self.note,
            "URL": self.address,
            "accessed": {"date-parts": [day]},
        }


_SPECIAL = re.compile(r"([\\{}$&#%_^~])")


def _tex(text: str) -> str:
    """Defuse what TeX would read as a command."""
    marks = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
    return _SPECIAL.sub(lambda found: marks.get(found[1], "\\" + found[1]), " ".join(text.split()))
