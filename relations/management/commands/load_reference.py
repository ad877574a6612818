"""`manage.py load_reference`: our table of states, offices and their holders."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from relations.importing.reference import load_reference


class Command(BaseCommand):
    help = "Add the states, offices and holders of relations/data that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_reference()
        self.stdout.write(
            f"{loaded.countries} countries, {loaded.people} people and "
            f"{loaded.tenures} tenures added."
        )
