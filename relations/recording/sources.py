"""Documents and their texts: adding one, holding a new version, finding passages again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from relations import dates, fields
from relations.models import Change, Claim, Coverage, Publisher, Source, SourceVersion
from relations.models.fact import Publication
from relations.pairs import Pair
from relations.recording.acts import Actor, Refused, act, require

NOT_NAMED = "Publisher not named"


@dataclass(frozen=True, slots=True)
class Reanchored:
    """The claims whose passage stands in the new version, and those whose passage does not."""

    moved: list[Claim]
    lost: list[Claim]


def publisher_called(name: str, address: str = "") -> Publisher:
    """Return the publisher of a name, else of the address's host, else a new one.

    A new one's kind is "not known yet": the desk asks for it. A text without either has the
    publisher "not named", which is one publisher, so that two such texts never confirm each other.
    """
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    name = " ".join(name.split())[:160] or host or NOT_NAMED
    slug = slugify(name)[:150] or hashlib.sha256(name.encode()).hexdigest()[:16]
    found = Publisher.objects.filter(name__iexact=name).first()
    if found is None:
        found, _ = Publisher.objects.get_or_create(
            slug=slug, defaults={"name": name, "kind": Publisher.Kind.UNKNOWN}
        )
    return found


@transaction.atomic
def add_source(
    *,
    by: Actor,
    title: str,
    publisher: Publisher,
    retrieved_at: datetime,
    address: str = "",
    canonical_address: str = "",
    published: str = "",
    language: str = "",
    sha256: str = "",
) -> Source:
    """Add a document, or return the one of this address. Raise Refused."""
    require(by, "add_source")
    if address:
        known = Source.objects.filter(address=address, merged_into=None).first()
        if known is not None:
            return known
    source = Source(
        title=" ".join(title.split())[:400] or "Untitled",
        publisher=publisher,
        address=address,
        canonical_address=canonical_address,
        retrieved_at=retrieved_at,
        language=language,
        sha256=sha256,
    )
    describe_source(source, by=by, published=published)
    return source


def describe_source(
    source: Source,
    *,
    by: Actor,
    published: str | None = None,
    publisher: Publisher | None = None,
    title: str = "",
) -> Source:
    """Say what was missing of a document: its date, publisher or title. Raise Refused."""
    require(by, "change_source")
    if published is not None:
        try:
            fields.write_date(source, "published", dates.parse(published))
        except dates.UnreadableDate as unreadable:
            raise Refused({"published": str(unreadable)}) from unreadable
    if publisher is not None:
        source.publisher = publisher
    if title.strip():
        source.title = " ".join(title.split())[:400]
    source.save()
    return source


def describe_publisher(
    publisher: Publisher, *, by: Actor, kind: str, owner: str | None = None
) -> Publisher:
    """Say what a publisher is. Official and state media need the country that owns them."""
    require(by, "change_publisher")
    if kind not in Publisher.Kind.values:
        raise Refused({"publisher_kind": f"“{kind}” is no kind of publisher."})
    owned = (Publisher.Kind.OFFICIAL, Publisher.Kind.STATE_MEDIA)
    if kind in owned and not (owner or publisher.owner_country_id or publisher.owner_body_id):
        raise Refused({"publisher_kind": "Say which state owns it, in the admin."})
    publisher.kind = kind
    if owner:
        publisher.owner_country_id = owner
    publisher.save()
    return publisher


@transaction.atomic
def hold_text(source: Source, *, by: Actor, text: str, retrieved_at: datetime) -> SourceVersion:
    """Keep the text as the source's newest version; the same text again is the same version."""
    require(by, "add_sourceversion")
    if not text.strip():
        raise Refused({"text": "There is no text to keep."})
    Source.objects.select_for_update().get(pk=source.pk)
    digest = hashlib.sha256(text.encode()).hexdigest()
    newest = source.versions.order_by("-number").first()
    if newest is not None and newest.sha256 == digest:
        return newest
    return SourceVersion.objects.create(
        source=source,
        number=newest.number + 1 if newest else 1,
        text=text,
        sha256=digest,
        retrieved_at=retrieved_at,
    )


@transaction.atomic
def reanchor(version: SourceVersion, *, by: Actor) -> Reanchored:
    """Move the claims on older versions to this one where their quotation stands in it.

    Of several places the one nearest to the old is taken. What is not found stays on the version
    it cites, whose text never changes, and is returned as lost: an editor decides.
    """
    require(by, "change_fact")
    moved, lost = [], []
    older = (
        Claim.objects.accepted()
        .filter(version__source=version.source, version__number__lt=version.number)
        .exclude(fact__publication__in=(Publication.MERGED, Publication.RETRACTED))
        .select_related("fact")
        .order_by("fact", "pk")
    )
    for claim in older:
        start = _nearest(version.text, claim.quotation, claim.start or 0)
        if start is None:
            lost.append(claim)
            continue
        with act(Change.Act.AMENDED, by=by, fact=claim.fact, reason="Passage found again"):
            claim.version = version
            claim.start, claim.end = start, start + len(claim.quotation)
            claim.save(update_fields=["version", "start", "end"])
        moved.append(claim)
    return Reanchored(moved, lost)


def _nearest(text: str, passage: str, old: int) -> int | None:
    places = []
    at = text.find(passage) if passage else -1
    while at >= 0:
        places.append(at)
        at = text.find(passage, at + 1)
    return min(places, key=lambda place: abs(place - old), default=None)


def note_syndication(source: Source, *, root: Source, by: Actor) -> Source:
    """Say that a document repeats another, so that both count as one origin. Raise Refused."""
    require(by, "change_source")
    while root.syndicated_from is not None:
        root = root.syndicated_from
    if root.pk == source.pk:
        raise Refused({"syndicated_from": "A document does not repeat itself."})
    source.syndicated_from = root
    source.save(update_fields=["syndicated_from"])
    return source


@transaction.atomic
def record_coverage(
    source: Source, *, by: Actor, found: dict[Pair, int] | None = None, read: Iterable[Pair] = ()
) -> list[Coverage]:
    """Record that a document was read: `found` facts of each pair, and pairs `read` in vain."""
    require(by, "publish_fact")
    counts = {**dict.fromkeys(read, 0), **(found or {})}
    retrieved = timezone.localdate(source.retrieved_at)
    rows = []
    for pair, number in sorted(counts.items()):
        row, _ = Coverage.objects.update_or_create(
            low_id=pair.low,
            high_id=pair.high,
            source=source,
            defaults={
                "first_day": source.published_earliest or source.published_latest or retrieved,
                "last_day": source.published_latest or source.published_earliest or retrieved,
                "outcome": Coverage.Outcome.FACTS if number else Coverage.Outcome.NOTHING,
                "facts": number,
                "reviewed_by": by,  # type: ignore[misc]
                "reviewed_on": timezone.localdate(),
            },
        )
        rows.append(row)
    return rows
