"""Pairs: those that have facts, and what one adds up to."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters, serializers
from api.authentication import may_see_all
from api.base import ReadView
from api.errors import BadParameters
from api.paging import address_with, known, known_at, pair_at, read_page
from api.problems import answers
from relations import timeline
from relations.models import Country
from relations.pairs import InvalidPair, Pair
from relations.timeline import Problem, then
from relations.timeline.summary_then import SummaryThen, summary_then

_TIMES = ("at", "as_of")


class PairSummary(ReadView):
    @extend_schema(
        operation_id="pair",
        parameters=parameters.documented(*_TIMES),
        responses=answers(serializers.PairSummarySerializer, 404),
    )
    def get(self, request: Request, pair: str) -> Response:
        """What a pair's facts add up to; every total lists what it includes and leaves out.

        With `at`, of what had begun; with `as_of`, as it was known. Either names in `as_of` how
        far the record had come.
        """
        parameters.only(request.GET, *_TIMES)
        between = pair_at(pair)
        filters = parameters.filters_of(request.GET, allowed=_TIMES, both_times=True)
        known(between)
        withhold = not may_see_all(request)
        if filters.at is None and filters.as_of is None:
            summary = timeline.pair_summary(between, redistributable_only=withhold)
            sources = timeline.cited_sources(between)
            page = request.build_absolute_uri(f"/r/{between}/")
            return Response({**_body(between, summary, sources), "page": page})
        if moment := known_at(filters):
            modified = then.known_since(moment.position)
        else:
            modified = then.settled_at()
            moment = then.known_now()
        # For others a licence taken back changes the rows of money, and no act tells of it.
        self.modified = None if withhold else modified
        past = summary_then(between, moment, filters.at, redistributable_only=withhold)
        return Response(
            {
                **_body(between, past, past.sources),
                "page": "",
                "as_of": {"moment": moment.moment, "position": moment.position},
            }
        )


def _body(pair: Pair, summary: timeline.PairSummary | SummaryThen, sources: int) -> dict[str, Any]:
    counts = summary.tally
    return {
        "pair": str(pair),
        "low": pair.low,
        "high": pair.high,
        "facts": counts.facts,
        "withheld": counts.withheld,
        "first_year": counts.first_year,
        "last_year": counts.last_year,
        "undated": counts.undated,
        "sources": sources,
        "publishers": summary.publishers,
        "lanes": counts.lanes,
        "verifications": counts.verifications,
        "directions": {pair.direction_text(name): n for name, n in counts.directions.items()},
        "agreements": summary.agreements,
        "transfers": summary.transfers,
        "visits": counts.visits,
        "words_of_others": counts.words_of_others,
        "acts_of_others": counts.acts_of_others,
        "money": [asdict(figure) for figure in summary.money],
    }


class Pairs(ReadView):
    @extend_schema(
        operation_id="pairs",
        parameters=parameters.documented("country", "cursor", "limit"),
        responses=answers(serializers.PairPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """Pairs that have facts, by their codes."""
        parameters.only(request.GET, "country", "cursor", "limit")
        limit, cursor = read_page(request, "pair")
        after = None
        if cursor is not None:
            try:
                after = Pair.parse(str(cursor))
            except InvalidPair as invalid:
                raise BadParameters([Problem("cursor", str(cursor), f"{invalid}.")]) from invalid
        country = request.GET.get("country", "")
        if country and not Country.objects.filter(pk=country).exists():
            raise BadParameters(
                [Problem("country", country, f"No country has the code {country}.")]
            )
        self.modified = then.settled_at()
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
