"""`manage.py undo_import ID`: take a whole import back."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from relations.importing.undoing import undo
from relations.management.printing import Progress
from relations.models import Import
from relations.recording import Refused


class Command(BaseCommand):
    help = "Retract what an import made and restore what it changed; people's work stays."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("id", type=int, help="As `manage.py imports` lists it.")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = Import.objects.filter(pk=options["id"]).first()
        if batch is None:
            raise CommandError(f"There is no import {options['id']}; see `manage.py imports`.")
        progress = Progress(self.stderr)
        try:
            counts = undo(batch, tick=lambda stage: progress(stage, 0, 0))
        except Refused as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(
            f"Import {batch.pk} undone: {counts['retracted']:,} facts retracted, "
            f"{counts['restored']:,} as they were before, {counts['left']:,} left."
        )
