"""How to cite a page: as text, BibTeX and CSL JSON, with an address that stays what it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from relations import dates

PUBLISHER = "Dyad"


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
