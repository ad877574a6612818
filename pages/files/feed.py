"""Atom feeds: what became public last, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from relations.timeline import TimelineRow
from relations.timeline.atom import xml_text


def atom(
    *,
    title: str,
    page: str,
    feed: str,
    host: str,
    rows: Sequence[TimelineRow],
    changed: Mapping[int, datetime],
) -> str:
    """Return an Atom feed. page, feed: full addresses; changed: fact → its last public change."""
    made = Atom1Feed(
        title=xml_text(title), link=page, feed_url=feed, description="", feed_guid=feed
    )
    for row in rows:
        quotation = next((c["quotation"] for c in row["claims"] if c["quotation"]), "")
        source = row["claims"][0]["source"]["publisher"] if row["claims"] else ""
        said = [row["badge"], row["date"]["text"], row["summary"]]
        if quotation:
            said.append(f"“{quotation}” ({source})")
        made.add_item(
            title=xml_text(row["headline"]),
            link=f"{page.split('/', 3)[0]}//{host}/f/{row['id']}/",
            # Django marks it as HTML, and readers believe it.
            description=escape(xml_text(". ".join(filter(None, said)))),
            unique_id=f"tag:{host.split(':')[0]},2026:fact/{row['id']}",
            updateddate=changed.get(row["id"]),
        )
    return made.writeString("utf-8")
