"""The Atom feed of the public log: one entry an act, with an id that never changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from pages.files.feed import xml_text
from pages.telling import ToldLine


def entry_id(host: str, fact: int, revision: int) -> str:
    """The tag: URI (RFC 4151) of one revision of a fact. host: of this site, without its port."""
    return f"tag:{host},2026:fact/{fact}/{revision}"


def changes_feed(
    *, title: str, page: str, feed: str, root: str, older: str, lines: Sequence[ToldLine],
    withheld: int,
) -> str:  # fmt: skip
    """Return the feed. page, feed, older: full addresses, older empty on the last page; root: the
    site's, ending in a slash. withheld: acts left out for their licence."""
    subtitle = "Every public act on the facts, newest first."
    if withheld:
        subtitle += (
            f" {withheld} here concern facts whose text may not be passed on; sign in for them."
        )
    made = _Feed(
        title=xml_text(title), link=page, feed_url=feed, description="", subtitle=subtitle,
        feed_guid=page, author_name="Dyad", older=older,
    )  # fmt: skip
    host = urlsplit(root).hostname or "localhost"
    for each in lines:
        line = each.line
        said = [str(told) for told in each.told]
        said += [f"Why: {line.reason}"] if line.reason else []
        made.add_item(
            title=xml_text(f"{each.act}: {line.headline}"),
            link=f"{root}f/{line.fact}/",
            # Django marks it as HTML, and readers believe it.
            description=escape(xml_text(". ".join(said) or f"{each.act}.")),
            unique_id=entry_id(host, line.fact, line.revision),
            updateddate=line.known_at,
        )
    return made.writeString("utf-8")


class _Feed(Atom1Feed):
    """With a link to the older acts (RFC 5005)."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["older"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["older"]})
