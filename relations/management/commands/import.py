"""`manage.py import FILE…`: read the files of a data set; without --dry-run, apply them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from relations.importing import running
from relations.importing.files import InputFile, NotRecognised
from relations.importing.layouts.known import LAYOUTS
from relations.importing.reporting import Report
from relations.importing.tables.mapping import read_yaml
from relations.management.printing import Progress, table_of
from relations.pairs import InvalidPair, Pair

REFUSED, NOT_RECOGNISED = 2, 3


class Command(BaseCommand):
    help = (
        "Read the files of a data set, show what they would change, and apply it. Exit status: "
        "0 applied, or a clean dry run; 2 rows are refused (nothing is written unless "
        "--skip-refused); 3 not recognised."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--layout", default="auto",
            help="auto, or one of: " + ", ".join(layout.name for layout in LAYOUTS) + ", table",
        )  # fmt: skip
        parser.add_argument("--mapping", type=Path, help="YAML: the columns of any table.")
        parser.add_argument("--dry-run", action="store_true", help="Show the plan; write nothing.")
        parser.add_argument("--skip-refused", action="store_true", help="Apply the other rows.")
        parser.add_argument("--pair", help="Also count the facts of one pair, such as IRN-RUS.")
        parser.add_argument("--json", action="store_true", help="One JSON document on stdout.")

    def handle(self, *args: Any, **options: Any) -> None:
        pair = self._pair(options["pair"])
        try:
            files = [InputFile(path) for path in options["files"]]
            mapping = read_yaml(options["mapping"]) if options["mapping"] else None
            groups = running.recognise(files, options["layout"], mapping)
        except FileNotFoundError as missing:
            raise CommandError(f"{missing.filename}: no such file.", returncode=1) from missing
        except NotRecognised as unknown:
            self._say_unknown(unknown, as_json=options["json"])
            sys.exit(NOT_RECOGNISED)
        reports = []
        for group in groups:
            batch = running.begin(group, skips_refused=options["skip_refused"])
            progress = Progress(self.stderr)
            try:
                reports.append(
                    running.run(
                        batch, group, write=not options["dry_run"], pair=pair, progress=progress
                    )
                )
            except (running.Busy, NotRecognised) as refused:
                running.fail(batch, str(refused))
                raise CommandError(str(refused), returncode=1) from refused
            except BaseException as error:
                running.fail(batch, str(error) or type(error).__name__)
                raise
            finally:
                progress.end()
        self._show(reports, as_json=options["json"], is_dry=options["dry_run"])
        if any(report.refused_count for report in reports) and not options["skip_refused"]:
            sys.exit(REFUSED)

    def _pair(self, text: str | None) -> Pair | None:
        if not text:
            return None
        try:
            return Pair.parse(text)
        except InvalidPair as wrong:
            raise CommandError(str(wrong)) from wrong

    def _say_unknown(self, unknown: NotRecognised, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(orjson.dumps({"error": str(unknown)}).decode())
        self.stderr.write(str(unknown))

    def _show(self, reports: list[Report], *, as_json: bool, is_dry: bool) -> None:
        if as_json:
            documents = [report.as_json() for report in reports]
            found: Any = documents[0] if len(documents) == 1 else {"imports": documents}
            self.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
            return
        for report in reports:
            self.stdout.write(table_of(report, is_dry=is_dry))
