"""Suggest the facts of article files, without a database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import predictions
from articles.mentions.names import names_from_files
from articles.suggesting import providers

_BAR = 30


class Command(BaseCommand):
    help = "Write the suggested facts of a folder of article files as JSON lines."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", required=True, help="folder of *.json article files")
        parser.add_argument("--out", required=True, help="file to write, one JSON object a line")
        parser.add_argument("--provider", default="rules", choices=providers.NAMES)

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["articles"])
        paths = sorted(folder.glob("*.json"))
        if not paths:
            raise CommandError(f"There are no *.json files in {folder}.")
        try:
            provider = providers.provider(options["provider"])
        except providers.ProviderMissing as error:
            raise CommandError(str(error)) from error
        names = names_from_files()
        bad: list[str] = []
        seen: set[str] = set()
        with Path(options["out"]).open("w", encoding="utf-8") as out:
            for number, path in enumerate(paths, start=1):
                try:
                    article_id, document = predictions.article_from(path)
                    if article_id in seen:
                        raise predictions.BadArticle(f"{path.name} has an id given before.")
                except predictions.BadArticle as error:
                    bad.append(str(error))
                    continue
                seen.add(article_id)
                found = provider.suggest(document, names)
                line = predictions.prediction(article_id, document, found, names)
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
                self._show(number, len(paths))
        for sentence in bad:
            self.stderr.write(sentence)
        if bad:
            sys.exit(1)

    def _show(self, done: int, of: int) -> None:
        filled = _BAR * done // of
        bar = "#" * filled + "." * (_BAR - filled)
        end = "\n" if done == of else ""
        sys.stderr.write(f"\r[{bar}] {done}/{of}{end}")
        sys.stderr.flush()
