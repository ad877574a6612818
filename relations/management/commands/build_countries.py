"""`manage.py build_countries FOLDER`: make our table of states from the published lists.

FOLDER holds `states/cow_states2016.csv` and `states/gwstates.csv`; ISO 3166 comes from pycountry,
translations from CLDR. What is ours is in `relations/data/own/`. Run again, it changes nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from relations.countries import DATA
from relations.reference import building
from relations.reference.lists import ListNotUsable


class Command(BaseCommand):
    help = "Make relations/data/*.csv from the published lists of states; --check compares only."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="holds states/*.csv")
        parser.add_argument("--check", action="store_true", help="write nothing; fail on a change")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = building.build(options["folder"])
        except ListNotUsable as problem:
            raise CommandError(str(problem)) from problem
        changed = []
        for name, text in files.items():
            path = DATA / f"{name}.csv"
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                changed.append(path.name)
                if not options["check"]:
                    path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{path.name}: {len(text.splitlines()) - 1} rows")
        if changed and options["check"]:
            raise CommandError(f"would change: {', '.join(changed)}")
