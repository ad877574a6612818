"""The read API: each view reads the query, makes one call into the domain and answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import parameters, serializers
from api.errors import BadParameters, Gone
from relations import timeline
from relations.lanes import Kind
from relations.models import (
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Country,
    Fact,
    Publication,
    Source,
    TransferStep,
)
from relations.pairs import InvalidPair, Pair
from relations.timeline import Cursor, Filters, Page, Problem, sourcing


def _withhold(request: Request) -> bool:
    """Facts whose licence keeps them here leave only for those who are signed in."""
    return not request.user.is_authenticated


def _pair(text: str) -> Pair:
    try:
        return Pair.parse(text.upper())
    except InvalidPair as invalid:
        raise Http404(f"{invalid}.") from invalid


def _known(pair: Pair) -> None:
    """Raise Http404 for a code that no country has; asked only where nothing was found."""
    missing = {pair.low, pair.high} - set(
        Country.objects.filter(pk__in=(pair.low, pair.high)).values_list("pk", flat=True)
    )
    if missing:
        raise Http404(f"No country has the code {' or '.join(sorted(missing))}.")


def _page(request: Request, filters: Filters, page: Page) -> Response:
    def address(cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        query = request.GET.copy()
        query["cursor"] = str(cursor)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    rows = timeline.rows_of(page.places, redistributable_only=_withhold(request))
    return Response(
        {"results": rows, "next": address(page.next), "previous": address(page.previous)}
    )


class Root(APIView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """List the addresses of the API."""
        names = (
            "countries", "pairs", "facts", "agreements", "arms-transfers", "statements", "visits",
            "actions", "sources", "changes", "schema",
        )  # fmt: skip
        return Response(
            {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in names}
        )


class PairTimeline(APIView):
    @extend_schema(
        operation_id="pair_timeline",
        parameters=parameters.documented(*parameters.TIMELINE_PARAMETERS),
        responses=serializers.FactPageSerializer,
    )
    def get(self, request: Request, pair: str) -> Response:
        """One page of a pair's timeline, newest first."""
        between = _pair(pair)
        filters = parameters.filters_of(
            request.GET, allowed=parameters.TIMELINE_PARAMETERS, pair=between
        )
        page = timeline.pair_page(between, filters, redistributable_only=_withhold(request))
        if not page.places:
            _known(between)
        return _page(request, filters, page)


class PairSummary(APIView):
    @extend_schema(operation_id="pair", responses=serializers.PairSummarySerializer)
    def get(self, request: Request, pair: str) -> Response:
        """What a pair's facts add up to; every total lists what it includes and leaves out."""
        parameters.only(request.GET)
        between = _pair(pair)
        _known(between)
        summary = timeline.pair_summary(between)
        return Response(
            {
                "pair": str(between),
                "low": between.low,
                "high": between.high,
                "facts": summary.facts,
                "withheld": summary.tally.withheld,
                "first_year": summary.first_year,
                "last_year": summary.last_year,
                "undated": summary.undated,
                "sources": timeline.cited_sources(between),
                "publishers": summary.publishers,
                "lanes": summary.tally.lanes,
                "verifications": summary.tally.verifications,
                "directions": {
                    between.direction_text(name): n for name, n in summary.tally.directions.items()
                },
                "agreements": summary.agreements,
                "transfers": summary.transfers,
                "visits": summary.visits,
                "words_of_others": summary.words_of_others,
                "acts_of_others": summary.acts_of_others,
                "money": [asdict(figure) for figure in summary.money],
                "page": request.build_absolute_uri(f"/r/{between}/"),
            }
        )


class Pairs(APIView):
    @extend_schema(
        operation_id="pairs",
        parameters=parameters.documented("country", "cursor", "limit"),
        responses=serializers.PairSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Pairs that have facts, by their codes."""
        parameters.only(request.GET, "country", "cursor", "limit")
        limit = _limit(request)
        after = None
        if text := request.GET.get("cursor"):
            try:
                after = Pair.parse(text)
            except InvalidPair as invalid:
                raise BadParameters([Problem("cursor", text, f"{invalid}.")]) from invalid
        country = request.GET.get("country", "")
        if country and not Country.objects.filter(pk=country).exists():
            raise BadParameters(
                [Problem("country", country, f"No country has the code {country}.")]
            )
        rows = timeline.pair_counts(country=country, after=after, limit=limit + 1)
        has_more, rows = len(rows) > limit, rows[:limit]
        return Response(
            {
                "results": [
                    {"pair": str(pair), "low": pair.low, "high": pair.high, "facts": facts}
                    for pair, facts in rows
                ],
                "next": _next(request, str(rows[-1][0])) if has_more else None,
                "previous": None,
            }
        )


class Facts(APIView):
    kind: Kind | None = None

    @extend_schema(
        parameters=parameters.documented(*parameters.FACT_PARAMETERS),
        responses=serializers.FactPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """One page of facts, newest first; of one kind, country or pair as asked."""
        names = request.GET.getlist("pair")
        if len(names) > 1:
            raise BadParameters([Problem("pair", names[1], "Give “pair” once.")])
        pair = _given_pair(names[0]) if names else None
        query = request.GET.copy()
        if self.kind is not None:
            query.setlist("kind", [self.kind])
        filters = parameters.filters_of(query, allowed=parameters.FACT_PARAMETERS, pair=pair)
        withhold = _withhold(request)
        if pair is not None:
            page = timeline.pair_page(pair, filters, redistributable_only=withhold)
        else:
            page = timeline.fact_page(filters, redistributable_only=withhold)
        return _page(request, filters, page)


def _given_pair(text: str) -> Pair:
    try:
        return Pair.parse(text)
    except InvalidPair as invalid:
        raise BadParameters([Problem("pair", text, f"{invalid}.")]) from invalid


class FactDetail(APIView):
    @extend_schema(operation_id="fact", responses=serializers.FactSerializer)
    def get(self, request: Request, pk: int) -> Response | HttpResponse:
        """One fact with its detail, participants and claims."""
        parameters.only(request.GET)
        fact = Fact.objects.filter(pk=pk).first()
        if fact is not None and fact.merged_into_id is not None:
            return redirect("api:fact", pk=fact.merged_into_id, permanent=True)
        if fact is not None and fact.publication == Publication.RETRACTED and fact.published_at:
            raise Gone(f"Fact {pk} was withdrawn: {fact.retraction_reason}")
        withhold = _withhold(request)
        if fact is None or not fact.is_public or (withhold and not fact.is_redistributable):
            raise Http404(f"There is no public fact {pk}.")
        place = timeline.Place(fact.sort_key, fact.pk)
        row = timeline.rows_of([place], redistributable_only=withhold)[0]
        return Response({**row, **serializers.fact_extra(fact)})


class Countries(APIView):
    @extend_schema(
        operation_id="countries",
        parameters=parameters.documented("cursor", "limit"),
        responses=serializers.CountrySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Countries and other bodies, by code."""
        parameters.only(request.GET, "cursor", "limit")
        rows = Country.objects.order_by("code")
        return _keyset(request, rows, serializers.CountrySerializer, "code")


class CountryDetail(APIView):
    @extend_schema(operation_id="country", responses=serializers.CountryDetailSerializer)
    def get(self, request: Request, code: str) -> Response:
        """One country with its years, codes, names, successions and partners."""
        parameters.only(request.GET)
        country = Country.objects.filter(pk=code.upper()).first()
        if country is None:
            raise Http404(f"No country has the code {code}.")
        base = serializers.CountrySerializer(country).data
        return Response(
            {
                **base,
                "spells": list(
                    country.spells.order_by("valid_from").values("valid_from", "valid_to", "source")
                ),
                "codes": list(
                    country.codes.order_by("scheme", "valid_from").values(
                        "scheme", "value", "valid_from", "valid_to"
                    )
                ),
                "names": list(
                    country.names.order_by("kind", "text").values(
                        "text", "language", "kind", "valid_from", "valid_to"
                    )
                ),
                "predecessors": list(
                    country.precessions.order_by("happened_on").values(
                        "predecessor", "kind", "happened_on"
                    )
                ),
                "successors": list(
                    country.successions.order_by("happened_on").values(
                        "successor", "kind", "happened_on"
                    )
                ),
                "partners": [
                    {"country": code, "facts": facts}
                    for code, facts, _ in timeline.partners(country.pk)[:200]
                ],
            }
        )


def _public_steps(model: type[Any]) -> Prefetch[Any]:
    return Prefetch(
        "steps",
        model._default_manager.select_related("fact").filter(
            fact__publication=Publication.PUBLISHED
        ),
    )


class Agreements(APIView):
    @extend_schema(
        operation_id="agreements",
        parameters=parameters.documented("country", "cursor", "limit"),
        responses=serializers.AgreementSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Agreements with a published fact, newest first."""
        parameters.only(request.GET, "country", "cursor", "limit")
        rows = (
            Agreement.objects.filter(
                merged_into=None, steps__fact__publication=Publication.PUBLISHED
            )
            .distinct()
            .order_by("-id")
            .prefetch_related("parties", _public_steps(AgreementStep))
        )
        for code in request.GET.getlist("country"):
            rows = rows.filter(parties__country=code)
        return _keyset(request, rows, serializers.AgreementSerializer, "id")


class ArmsTransfers(APIView):
    @extend_schema(
        operation_id="arms_transfers",
        parameters=parameters.documented("cursor", "limit"),
        responses=serializers.ArmsTransferSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Arms orders with a published fact, newest first."""
        parameters.only(request.GET, "cursor", "limit")
        rows = (
            ArmsTransfer.objects.filter(
                merged_into=None, steps__fact__publication=Publication.PUBLISHED
            )
            .distinct()
            .order_by("-id")
            .prefetch_related("items", _public_steps(TransferStep))
        )
        return _keyset(request, rows, serializers.ArmsTransferSerializer, "id")


class Sources(APIView):
    @extend_schema(
        operation_id="sources",
        parameters=parameters.documented("cursor", "limit"),
        responses=serializers.SourceSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Sources that a published fact cites, newest first."""
        parameters.only(request.GET, "cursor", "limit")
        rows = sourcing.public(Source.objects.select_related("publisher")).order_by("-id")
        return _keyset(request, rows, serializers.SourceSerializer, "id")


def _limit(request: Request) -> int:
    filters, problems = timeline.read(
        [("limit", text) for text in request.GET.getlist("limit")], allowed=("limit",)
    )
    if problems:
        raise BadParameters(problems)
    return filters.limit


def _next(request: Request, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _keyset(request: Request, rows: QuerySet[Any], serializer: type[Any], key: str) -> Response:
    """Page rows by their key: codes upwards, numbers downwards (newest first)."""
    limit = _limit(request)
    if cursor := request.GET.get("cursor"):
        if key == "id":
            if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 18):
                raise BadParameters([Problem("cursor", cursor, "This cursor is no number.")])
            rows = rows.filter(id__lt=int(cursor))
        else:
            rows = rows.filter(**{f"{key}__gt": cursor.replace("\0", "")})
    found = list(rows[: limit + 1])
    page = found[:limit]
    has_more = len(found) > limit
    return Response(
        {
            "results": serializer(page, many=True).data,
            "next": _next(request, str(getattr(page[-1], key))) if has_more else None,
            "previous": None,
        }
    )


class NothingHere(APIView):
    @extend_schema(exclude=True)
    def get(self, request: Request, rest: str = "") -> Response:
        """Answer unknown addresses as a problem document, not as a page."""
        raise Http404(f"There is nothing at {request.path}; the addresses are at /api/v1/.")
