"""What the API is compared with, under the same server: a bare handler and a stock viewset.

`/limit/…` answers the same rows by psycopg and orjson and nothing else; `/stock/…` is a
ModelViewSet with nested serializers and PageNumberPagination. Everything else is Dyad itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import orjson
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_dyad = get_wsgi_application()

from rest_framework import pagination, serializers, viewsets  # noqa: E402

from relations.models import Claim, Fact, Participant, Source  # noqa: E402

settings.API_RATE = 10**9  # what is measured here is not the limit of requests
_pool = ConnectionPool(
    f"host={settings.PLACES.sockets} user=dyad dbname=dyad", min_size=4, max_size=8, open=True
)

_PAGE = """
    SELECT p.lane, p.relation, p.direction, f.id, f.kind, f.subtype, f.headline, f.summary,
           f.date_text, f.date_earliest, f.date_latest, f.date_precision, f.date_basis,
           f.date_reason, f.known_by, f.status, f.verification, f.claimants, f.deniers,
           f.is_key, f.revision, f.sort_key
    FROM relations_pairfact p JOIN relations_fact f ON f.id = p.fact_id
    WHERE p.low_id = %s AND p.high_id = %s AND p.publication = 'published'
      AND (p.sort_key, p.fact_id) < (%s, %s) {filter}
    ORDER BY p.sort_key DESC, p.fact_id DESC LIMIT 50
"""
_PEOPLE = """
    SELECT p.fact_id, p.country_id AS country, c.label, p.role FROM relations_participant p
    JOIN relations_country c ON c.code = p.country_id WHERE p.fact_id = ANY(%s)
"""
_CLAIMS = """
    SELECT c.fact_id, c.id, c.field, c.value, c.quotation, c.dataset_row AS data_set_row,
           c.polarity, c.rank, c.licence, s.id AS source_id, s.title, b.name AS publisher,
           b.slug AS publisher_slug, s.address, s.published_text AS published, s.language, s.credit
    FROM relations_claim c JOIN relations_source s ON s.id = c.source_id
    JOIN relations_publisher b ON b.id = s.publisher_id
    WHERE c.fact_id = ANY(%s) AND c.status = 'accepted'
"""
_SOURCE = ("title", "publisher", "publisher_slug", "address", "published", "language", "credit")


def _limit(low: str, high: str, query: dict[str, list[str]]) -> bytes:
    key, fact = (int(part) for part in query.get("after", ["9223372036854775807.0"])[0].split("."))
    level = query.get("verification")
    extra = "AND p.verification = 'disputed'" if level else ""
    with _pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
        heads = cursor.execute(_PAGE.format(filter=extra), [low, high, key, fact]).fetchall()
        ids = [head["id"] for head in heads]
        people: dict[int, list[Any]] = {each: [] for each in ids}
        for row in cursor.execute(_PEOPLE, [ids]).fetchall():
            people[row.pop("fact_id")].append(row)
        claims: dict[int, list[Any]] = {each: [] for each in ids}
        for row in cursor.execute(_CLAIMS, [ids]).fetchall():
            source = {"id": row.pop("source_id"), **{name: row.pop(name) for name in _SOURCE}}
            row |= {"asserted_by": "", "asserted_by_country": None, "source": source}
            claims[row.pop("fact_id")].append(row)
    for head in heads:
        head["date"] = {
            "text": _words(head["date_earliest"]), "edtf": head.pop("date_text"),
            "earliest": head.pop("date_earliest"), "latest": head.pop("date_latest"),
            "precision": head.pop("date_precision"), "basis": head.pop("date_basis"),
            "reason": head.pop("date_reason"), "known_by": head.pop("known_by"),
        }  # fmt: skip
        head |= {
            "pair": f"{low}-{high}", "end": None, "badge": head["verification"],
            "denied_by": head.pop("deniers"), "amounts": [], "quantity": None, "speaker": None,
            "participants": people[head["id"]], "claims": claims[head["id"]],
        }  # fmt: skip
    return orjson.dumps({"results": heads, "next": None, "previous": None})


def _words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


class StockSource(serializers.ModelSerializer[Source]):
    publisher = serializers.StringRelatedField()  # type: ignore[var-annotated]

    class Meta:
        model = Source
        fields = ["id", "title", "publisher", "address", "published_text", "language", "credit"]


class StockClaim(serializers.ModelSerializer[Claim]):
    source = StockSource()  # type: ignore[assignment]

    class Meta:
        model = Claim
        fields = ["id", "field", "value", "quotation", "dataset_row", "polarity", "rank",
                  "licence", "source"]  # fmt: skip


class StockParticipant(serializers.ModelSerializer[Participant]):
    country = serializers.StringRelatedField()  # type: ignore[var-annotated]

    class Meta:
        model = Participant
        fields = ["country", "role"]


class StockFact(serializers.ModelSerializer[Fact]):
    participants = StockParticipant(many=True)
    claims = StockClaim(many=True)

    class Meta:
        model = Fact
        fields = ["id", "kind", "subtype", "headline", "summary", "date_text", "date_earliest",
                  "date_latest", "date_precision", "date_basis", "known_by", "status",
                  "verification", "claimants", "deniers", "is_key", "revision", "participants",
                  "claims"]  # fmt: skip


class StockPages(pagination.PageNumberPagination):
    page_size = 50


class StockFacts(viewsets.ReadOnlyModelViewSet[Fact]):
    serializer_class = StockFact
    pagination_class = StockPages

    def get_queryset(self) -> Any:
        low, high = self.kwargs["low"], self.kwargs["high"]
        facts = Fact.objects.filter(
            publication="published", pair_facts__low=low, pair_facts__high=high
        )
        if level := self.request.query_params.get("verification"):
            facts = facts.filter(verification=level)
        return facts.order_by("-date_earliest", "-id").prefetch_related(
            "participants__country", "claims__source__publisher"
        )


_stock = StockFacts.as_view({"get": "list"})


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path.startswith("/limit/"):
        _, _, low, high = path.rstrip("/").split("/")
        body = _limit(low, high, parse_qs(environ.get("QUERY_STRING", "")))
    elif path.startswith("/stock/"):
        from django.core.handlers.wsgi import WSGIRequest

        _, _, low, high = path.rstrip("/").split("/")
        answer = _stock(WSGIRequest(environ), low=low, high=high)
        body = answer.render().content
    else:
        return _dyad(environ, start)
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
