"""`manage.py suggestion_quality`: what editors made of the suggestions, as on /desk/quality/."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles import quality

_COLUMNS = "{:<42} {:>8} {:>8} {:>7} {:>7} {:>8} {:>5} {:>9} {:>9}"


class Command(BaseCommand):
    help = "Show precision and edits of the suggestions by provider, version, kind and rule."

    def handle(self, *args: Any, **options: Any) -> None:
        for table in quality.tables():
            heads = ("proposed", "accepted", "edited", "source", "rejected", "open")
            self.stdout.write(_COLUMNS.format(table.heading, *heads, "precision", "untouched"))
            for row in table.rows:
                counts = (
                    row.proposed,
                    row.accepted,
                    row.edited,
                    row.source,
                    row.rejected,
                    row.open,
                )
                self.stdout.write(
                    _COLUMNS.format(row.name[:42], *counts, _part(row.precision),
                                    _part(row.untouched))
                )  # fmt: skip
            self.stdout.write("")
        for heading, counted in (("Edited most", quality.edits()), ("Rejected", quality.reasons())):
            self.stdout.write(f"{heading}: " + (", ".join(f"{n} {w}" for w, n in counted) or "-"))


def _part(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
