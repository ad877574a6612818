"""Where it is known from: publishers in a table, one publisher, one document and its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from relations.models import Claim, Fact, Publication, Publisher, RollCall, Source, SourceVersion
from relations.timeline.paging import Place
from relations.timeline.remembering import remembered

MOST = 10_000
"""A publisher's facts are counted up to so many; more are told as “more than”."""
MOST_DRAWN = 200
"""So many facts at most stand beside one text; all of them are behind the link to the search."""
MOST_SISTERS = 20
COLUMNS = (
    "publisher", "slug", "kind", "country", "owner", "documents", "facts", "confirmed",
    "more_than_counted", "first_year", "last_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublisherTotal:
    """A publisher with what is public of it.

    facts: published facts that one of its claims carries, statements among them, counted up to
    MOST (is_more: there are more). occurrences: those of them that are no statements; confirmed:
    of these, confirmed by independent origins or an official record. Years: of its documents, since
    many say no more.
    """

    publisher: Publisher
    documents: int
    facts: int
    occurrences: int
    confirmed: int
    is_more: bool
    first_year: int | None
    last_year: int | None

    @property
    def share(self) -> int | None:
        """Per cent of its occurrences that are confirmed, None where there is none."""
        return round(100 * self.confirmed / self.occurrences) if self.occurrences else None


# The lateral is bounded, so that a data set of a million rows costs as much as one of ten thousand.
_TOTALS = f"""
    SELECT p.id, documents.n, documents.first, documents.last, facts.n, facts.said, facts.confirmed
    FROM relations_publisher p
    CROSS JOIN LATERAL (
        SELECT count(*) n, min(s.published_earliest) first, max(s.published_latest) last
        FROM relations_source s
        WHERE s.publisher_id = p.id AND s.merged_into_id IS NULL AND EXISTS (
            SELECT FROM relations_claim c JOIN relations_fact f ON f.id = c.fact_id
            WHERE c.source_id = s.id AND c.status = 'accepted' AND f.publication = 'published'
            UNION ALL SELECT FROM relations_rollcall r WHERE r.source_id = s.id)
    ) documents
    CROSS JOIN LATERAL (
        SELECT count(*) n, count(*) FILTER (WHERE kind = 'statement') said,
               count(*) FILTER (
                   WHERE kind <> 'statement'
                     AND verification IN ('corroborated', 'officially_confirmed')) confirmed
        FROM (
            SELECT DISTINCT f.id, f.kind, f.verification
            FROM relations_source s
            JOIN relations_claim c ON c.source_id = s.id AND c.status = 'accepted'
            JOIN relations_fact f ON f.id = c.fact_id AND f.publication = 'published'
            WHERE s.publisher_id = p.id
            LIMIT {MOST + 1}
        ) AS known
    ) facts
    WHERE documents.n > 0 AND p.id = ANY(%s)
"""


def publishers(*, q: str = "", kind: str = "") -> QuerySet[Publisher]:
    """Publishers that a public fact is known from, by name; q: words of the name."""
    rows = (
        Publisher.objects.filter(Exists(public(Source.objects.filter(publisher=OuterRef("pk")))))
        .filter(merged_into=None)
        .select_related("country", "owner_country", "owner_body__country")
        .order_by("name", "pk")
    )
    if q:
        rows = rows.filter(name__icontains=q)
    return rows.filter(kind=kind) if kind else rows


def publisher_totals(found: Sequence[Publisher]) -> list[PublisherTotal]:
    """Return each publisher with its numbers, in the order given. Two statements at most."""
    ids = tuple(each.pk for each in found)
    counted = remembered("publishers", ids, lambda: _count(ids))
    nothing = (0, None, None, 0, 0, 0)
    totals = []
    for each in found:
        documents, first, last, facts, said, confirmed = counted.get(each.pk, nothing)
        totals.append(
            PublisherTotal(
                publisher=each,
                documents=documents,
                facts=min(facts, MOST),
                occurrences=facts - said,
                confirmed=confirmed,
                is_more=facts > MOST,
                first_year=first.year if first else None,
                last_year=last.year if last else None,
            )
        )
    return totals


def _count(ids: tuple[int, ...]) -> dict[int, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [list(ids)])
        return {row[0]: row[1:] for row in cursor.fetchall()}


def publisher_rows(totals: Sequence[PublisherTotal]) -> list[dict[str, Any]]:
    """Return publishers as plain rows for a file."""
    return [
        dict(
            zip(
                COLUMNS,
                (
                    each.publisher.name, each.publisher.slug, each.publisher.kind,
                    each.publisher.country_id or "", owner_of(each.publisher), each.documents,
                    each.facts, each.confirmed, each.is_more, each.first_year, each.last_year,
                ),
                strict=True,
            )
        )
        for each in totals
    ]  # fmt: skip


def owner_of(publisher: Publisher) -> str:
    """Name who owns a publisher, empty where nobody is known."""
    if publisher.owner_body is not None:
        return str(publisher.owner_body)
    return str(publisher.owner_country.label) if publisher.owner_country is not None else ""


def sisters(publisher: Publisher) -> list[Publisher]:
    """Return other publishers of the same owner: none confirms another of them. One query."""
    same = Q()
    if publisher.owner_country_id is not None:
        same |= Q(owner_country=publisher.owner_country_id)
    if publisher.owner_body_id is not None:
        same |= Q(owner_body=publisher.owner_body_id)
    if not same:
        return []
    rows = publishers().filter(same).exclude(pk=publisher.pk)
    return list(rows[:MOST_SISTERS])


def documents_of(publisher: Publisher) -> QuerySet[Source]:
    """The public documents of a publisher, the newest by number first."""
    return public(Source.objects.filter(publisher=publisher)).order_by("-pk")


def public(sources: QuerySet[Source]) -> QuerySet[Source]:
    """Keep the sources that an accepted claim of a published fact cites, or that hold votes;
    merged ones are none."""
    cited = Claim.objects.accepted().filter(
        source=OuterRef("pk"), fact__publication=Publication.PUBLISHED
    )
    votes = RollCall.objects.filter(source=OuterRef("pk"))
    return sources.filter(Exists(cited) | Exists(votes), merged_into=None)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A fact drawn from a document, with the places of its passages in the text shown.

    spans: (start, end) in code points, end exclusive; empty where the text is not held or the
    passage stands in an older version only. quotations: the passages themselves.
    """

    place: Place
    spans: tuple[tuple[int, int], ...]
    quotations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document, its newest text (None: not held), and its facts in the order of the text.

    roll_calls: how many are from it, of one without facts.
    """

    source: Source
    version: SourceVersion | None
    drawn: list[Drawn]
    count: int
    roll_calls: int = 0

    @property
    def is_public(self) -> bool:
        return bool(self.count or self.roll_calls)


def document(pk: int) -> Document | None:
    """Return a document with the facts drawn from it, None where there is none. Four queries,
    one more for a data set's release without facts.

    A merged one is returned without facts, so that its address can lead on; so is one that no
    public fact cites (count 0).
    """
    source = (
        Source.objects.select_related(
            "publisher__country", "publisher__owner_country", "publisher__owner_body",
            "syndicated_from__publisher",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip
    if source is None:
        return None
    if source.merged_into_id is not None:
        return Document(source, None, [], 0)
    facts = Fact.objects.published().filter(
        Exists(Claim.objects.accepted().filter(fact=OuterRef("pk"), source=pk))
    )
    version = source.versions.order_by("-number").first()
    claims = list(
        Claim.objects.accepted()
        .filter(source=pk, fact__in=facts.order_by("pk").values("pk")[:MOST_DRAWN])
        .order_by("pk")
        .values_list("fact_id", "fact__sort_key", "version_id", "start", "end", "quotation")
    )
    count = facts.count()
    has_votes = not count and source.kind == Source.Kind.DATASET_RELEASE
    roll_calls = source.roll_calls.count() if has_votes else 0
    return Document(source, version, _drawn(version, claims), count, roll_calls)


def _drawn(version: SourceVersion | None, claims: Sequence[tuple[Any, ...]]) -> list[Drawn]:
    spans: dict[Place, dict[tuple[int, int], None]] = {}
    quotations: dict[Place, dict[str, None]] = {}
    for fact, sort_key, version_id, start, end, quotation in claims:
        place = Place(sort_key, fact)
        spans.setdefault(place, {})
        quotations.setdefault(place, {})
        if quotation:
            quotations[place][quotation] = None
        if version is None:
            continue
        if version_id == version.pk and start is not None:
            spans[place][start, end] = None
        elif quotation and (found := version.text.find(quotation)) >= 0:
            # The passage was taken from an older version, or pasted: it stands in this one too.
            spans[place][found, found + len(quotation)] = None
    drawn = [Drawn(place, tuple(sorted(spans[place])), tuple(quotations[place])) for place in spans]
    # Those without a place in the text come last, by number.
    last = len(version.text) + 1 if version is not None else 0
    return sorted(drawn, key=lambda d: (d.spans[0][0] if d.spans else last, d.place.fact))
