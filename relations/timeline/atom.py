"""Atom feeds of changes: one entry an act, with an id that never changes.

Both ways out write theirs here, so that one act has one id on the pages and in the API.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An act on a fact in words. said: what changed and why, each a sentence without its stop."""

    fact: int
    revision: int
    known_at: datetime
    act: str
    headline: str
    said: Sequence[str] = ()


def xml_text(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return _NOT_IN_XML.sub("", text)


def entry_id(host: str, fact: int, revision: int) -> str:
    """The tag: URI (RFC 4151) of one revision of a fact. host: of this site, without its port."""
    return f"tag:{host},2026:fact/{fact}/{revision}"


def changes_feed(
    *, title: str, page: str, feed: str, root: str, older: str, entries: Sequence[Entry],
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
    for entry in entries:
        made.add_item(
            title=xml_text(f"{entry.act}: {entry.headline}"),
            link=f"{root}f/{entry.fact}/",
            # Django marks it as HTML, and readers believe it.
            description=escape(xml_text(". ".join(entry.said) or f"{entry.act}.")),
            unique_id=entry_id(host, entry.fact, entry.revision),
            updateddate=entry.known_at,
        )
    return made.writeString("utf-8")


class _Feed(Atom1Feed):
    """With a link to the older acts (RFC 5005)."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["older"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["older"]})
