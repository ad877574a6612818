"""`manage.py load_demo`: the facts of nine articles, and some open treaties."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from relations import recording
from relations.importing.demo import load_demo
from relations.importing.demo_treaties import load_treaties
from relations.importing.reference import load_reference


class Command(BaseCommand):
    help = "Load our table of states and the demo facts; loading again adds nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        load_reference()
        added = load_demo() + load_treaties()
        recording.number_changes()
        if options["verbosity"]:
            self.stdout.write(f"{added} demo facts added.")
