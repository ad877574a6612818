"""`manage.py export FORMAT`: a whole file of facts, with its manifest beside it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from relations.exporting.building import ENDINGS, Beginning, Format, build
from relations.exporting.questions import PARAMETERS, read_question


class Command(BaseCommand):
    help = (
        "Write facts into a file, as /api/v1/exports/ does, and NAME.manifest.json beside it. "
        "Without --all-rights it holds what anybody may have."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("format", choices=Format.values)
        parser.add_argument("--out", type=Path, help="The file; else dyad.ENDING in this folder.")
        parser.add_argument(
            "--all-rights", action="store_true", help="Also what may not be redistributed."
        )
        for name in PARAMETERS:
            parser.add_argument(f"--{name}", action="append", default=[], dest=f"filter_{name}")

    def handle(self, *args: Any, **options: Any) -> None:
        given = [(name, text) for name in PARAMETERS for text in options[f"filter_{name}"]]
        question, problems = read_question(given, sees_restricted=options["all_rights"])
        if problems:
            raise CommandError("\n".join(problem.sentence for problem in problems))
        form = options["format"]
        path = options["out"] or Path(f"dyad.{ENDINGS[Format(form)]}")

        def begun(beginning: Beginning) -> None:
            self.stderr.write(f"{beginning.facts:,} facts, {beginning.withheld:,} withheld")

        manifest = build(path, question, form, begun=begun, tick=lambda done: None)
        beside = path.with_name(f"{path.name}.manifest.json")
        beside.write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n")
        self.stdout.write(f"{path}: {manifest['bytes']:,} bytes, sha256 {manifest['sha256']}")
