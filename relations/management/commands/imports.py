"""`manage.py imports`: what was imported, and what became of it."""

from __future__ import annotations

import argparse
from typing import Any

import orjson
from django.core.management.base import BaseCommand

from relations.models import Import


class Command(BaseCommand):
    help = "List imports, newest first."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="One JSON document on stdout.")
        parser.add_argument("--all", action="store_true", help="Dry runs and failures too.")

    def handle(self, *args: Any, **options: Any) -> None:
        batches = Import.objects.select_related("by").order_by("-pk")
        if not options["all"]:
            batches = batches.filter(state__in=[Import.State.APPLIED, Import.State.UNDONE])
        if options["json"]:
            listed = [_as_json(batch) for batch in batches]
            self.stdout.write(orjson.dumps(listed, option=orjson.OPT_INDENT_2).decode())
            return
        if not batches:
            self.stdout.write("Nothing is imported yet: manage.py import FILE --dry-run")
        for batch in batches:
            counts = ", ".join(
                f"{count:,} {outcome}" for outcome, count in batch.counts.items() if count
            )
            self.stdout.write(
                f"{batch.pk:>5}  {batch.made_at:%Y-%m-%d %H:%M}  {batch.get_state_display():<10} "
                f"{batch.dataset}: {batch.release}  ({counts or 'nothing'})"
            )


def _as_json(batch: Import) -> dict[str, Any]:
    return {
        "id": batch.pk,
        "made_at": batch.made_at,
        "state": batch.state,
        "layout": batch.layout,
        "dataset": batch.dataset,
        "release": batch.release,
        "files": batch.files,
        "rows": batch.rows,
        "counts": batch.counts,
        "kinds": batch.kinds,
        "message": batch.message,
    }
