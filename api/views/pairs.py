"""Pairs: those that have facts, and what one adds up to."""

from __future__ import annotations

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters, serializers
from api.base import ReadView
from api.errors import BadParameters
from api.paging import address_with, known, limit_of, pair_at
from api.problems import answers
from relations import timeline
from relations.models import Country
from relations.pairs import InvalidPair, Pair
from relations.timeline import Problem


class PairSummary(ReadView):
    @extend_schema(operation_id="pair", responses=answers(serializers.PairSummarySerializer, 404))
    def get(self, request: Request, pair: str) -> Response:
        """What a pair's facts add up to; every total lists what it includes and leaves out."""
        parameters.only(request.GET)
        between = pair_at(pair)
        known(between)
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


class Pairs(ReadView):
    @extend_schema(
        operation_id="pairs",
        parameters=parameters.documented("country", "cursor", "limit"),
        responses=answers(serializers.PairPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """Pairs that have facts, by their codes."""
        parameters.only(request.GET, "country", "cursor", "limit")
        limit = limit_of(request)
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
                "next": address_with(request, rows[-1][0]) if has_more else None,
                "previous": None,
            }
        )
