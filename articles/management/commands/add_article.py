"""`manage.py add_article URL|FILE`: the desk's intake on the command line."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import intake
from articles.intake import About
from articles.models import Article
from relations.recording import Refused


class Command(BaseCommand):
    help = "Fetch or read an article, look for facts in it, and put it on the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", metavar="URL|FILE", help="An address, or a file to read.")
        for name, hint in (
            ("title", "Its title, where the page names none."),
            ("publisher", "Who publishes it."),
            ("published", "The day of publication: 2022-07-26, July 2022."),
            ("pair", "The pair it is about: IRN-RUS."),
        ):
            parser.add_argument(f"--{name}", default="", help=hint)

    def handle(self, *args: Any, **options: Any) -> None:
        about = About(
            title=options["title"],
            publisher=options["publisher"],
            published=options["published"],
            pair_hint=options["pair"],
        )
        what = options["what"]
        try:
            if "://" in what:
                added = intake.add_address(what, by=None, about=about)
            else:
                content = Path(what).read_bytes()
                added = intake.add_file(Path(what).name, content, by=None, about=about)
        except OSError as error:
            raise CommandError(f"{what} cannot be read: {error.strerror}.") from error
        except Refused as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        article = added.article
        assert article is not None
        if not added.is_new:
            self.stdout.write(added.sentence)
            return
        article = self._read(article)
        if article.status == Article.Status.FAILED:
            raise CommandError(f"{article}: {article.failure_sentence}")
        found = article.suggestions.filter(outcome="open").count()
        self.stdout.write(f"{article}: {found} facts suggested. /desk/a/{article.pk}/")

    def _read(self, article: Article) -> Article:
        """Read it here, unless a worker was faster."""
        done = intake.read(article.pk)
        while done is None:
            article.refresh_from_db()
            if not article.is_working:
                return article
            time.sleep(0.2)
        return done
