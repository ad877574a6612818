"""`manage.py build_demo_treaties FILE FILE`: choose the treaties of the demo.

The files are the agreements and parties of manytreaties (CC BY 4.0). Run on the same files, or on
what it made of them, it changes nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from relations.countries import DATA
from relations.importing.demo_treaties import MOST_BYTES, pick
from relations.importing.files import InputFile, NotRecognised


class Command(BaseCommand):
    help = "Make relations/data/demo_*.csv from the agreements and parties of manytreaties."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--most-bytes", type=int, default=MOST_BYTES)
        parser.add_argument("--to", type=Path, default=DATA, help="the folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = [InputFile(path) for path in options["files"]]
            texts = pick(files, most_bytes=options["most_bytes"])
        except (NotRecognised, OSError) as problem:
            raise CommandError(str(problem)) from problem
        for name, text in texts.items():
            (options["to"] / name).write_text(text, encoding="utf-8", newline="\n")
            rows, size = len(text.splitlines()) - 1, len(text.encode())
            self.stdout.write(f"{name}: {rows} rows, {size:,} bytes")
