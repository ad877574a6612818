"""Facts: a pair's timeline, lists of facts, one fact."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters, serializers
from api.authentication import may_see_all
from api.base import ReadView
from api.errors import BadParameters, Gone
from api.paging import address_with, known, known_at, pair_at
from api.problems import answers
from api.shaping import Shape, read_shape, shaped
from relations import timeline
from relations.exporting.rows import lines_of
from relations.lanes import Kind
from relations.models import Fact, Publication
from relations.pairs import InvalidPair, Pair
from relations.timeline import Filters, Page, Problem, then, whole
from relations.timeline.statuses import set_statuses

MOST_COUNTED = 10_000


def _answer(
    request: Request,
    filters: Filters,
    page: Page,
    shape: Shape,
    pair: Pair | None = None,
    moment: then.Known | None = None,
) -> Response:
    """A page of rows as asked, with where it goes on, the page that shows the same, the count."""
    withhold = not may_see_all(request)
    body: dict[str, Any] = {
        "results": _results(page, filters, shape, moment, withhold),
        "next": address_with(request, page.next),
        "previous": address_with(request, page.previous),
    }
    if moment is not None:
        body["as_of"] = {"moment": moment.moment, "position": moment.position}
    if shape.count != "none":
        body["count"] = _count(filters, shape.count, pair, withhold)
    if pair is not None and (twin := parameters.page_of(f"/r/{pair}/", filters)):
        body["page"] = request.build_absolute_uri(twin)
    return Response(body)


def _pair_answer(
    request: Request, pair: Pair, filters: Filters, shape: Shape, *, refuses_unknown: bool = False
) -> Response:
    """A page of a pair's facts, today's or of a moment past.

    refuses_unknown: raise Http404 where nothing is found and no country has one of the codes.
    """
    moment = known_at(filters)
    page = timeline.pair_page(
        pair,
        filters,
        redistributable_only=not may_see_all(request),
        position=moment.position if moment else None,
    )
    if refuses_unknown and not page.places:
        known(pair)
    return _answer(request, filters, page, shape, pair, moment)


def _results(
    page: Page, filters: Filters, shape: Shape, moment: then.Known | None, withhold: bool
) -> Any:
    """The rows: as PostgreSQL writes them where nothing is asked of their shape, else as values.

    `tests/api/test_reading.py` holds the two against each other.
    """
    if shape.is_whole and moment is None and filters.at is None:
        return orjson.Fragment(b"[%b]" % b",".join(lines_of(page.places, withhold=withhold)))
    if moment is None:
        rows = timeline.rows_of(page.places, redistributable_only=withhold)
    else:
        rows = then.rows_then(page.places, moment, redistributable_only=withhold)
    if filters.at is not None:
        set_statuses(rows, filters.at)
    if moment is None:
        return shaped(rows, shape)
    return shaped(rows, shape, lambda facts: then.details_then(facts, moment))


def _count(
    filters: Filters, wanted: str, pair: Pair | None, redistributable_only: bool
) -> dict[str, Any]:
    """How many match: exact to 10,000 and “at_least” beyond, or what the planner estimates."""
    if filters.as_of is not None:
        raise BadParameters([Problem("count", wanted, "“count” is not there with “as_of”.")])
    if wanted == "estimate":
        value = whole.estimate(filters, pair, redistributable_only=redistributable_only)
        return {"value": value, "is": "estimate"}
    found = whole.count(filters, pair, most=MOST_COUNTED, redistributable_only=redistributable_only)
    is_exact = found <= MOST_COUNTED
    return {"value": min(found, MOST_COUNTED), "is": "exact" if is_exact else "at_least"}


class PairTimeline(ReadView):
    @extend_schema(
        operation_id="pair_timeline",
        parameters=parameters.documented(*parameters.TIMELINE_PARAMETERS, *parameters.SHAPE),
        responses=answers(serializers.FactPageSerializer, 404),
    )
    def get(self, request: Request, pair: str) -> Response:
        """One page of a pair's timeline, newest first."""
        between = pair_at(pair)
        shape = read_shape(request.GET)
        filters = parameters.filters_of(
            request.GET, allowed=parameters.TIMELINE_PARAMETERS, pair=between
        )
        return _pair_answer(request, between, filters, shape, refuses_unknown=True)


class Facts(ReadView):
    kind: Kind | None = None

    @extend_schema(
        parameters=parameters.documented(*parameters.FACT_PARAMETERS, *parameters.SHAPE),
        responses=answers(serializers.FactPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """One page of facts, newest first; of one kind, country or pair as asked."""
        shape = read_shape(request.GET)
        names = list(dict.fromkeys(request.GET.getlist("pair")))
        if len(names) > 1:
            raise BadParameters([Problem("pair", names[1], "Give “pair” once.")])
        pair = _given_pair(names[0]) if names else None
        query = request.GET.copy()
        if self.kind is not None:
            query.setlist("kind", [self.kind])
        filters = parameters.filters_of(query, allowed=parameters.FACT_PARAMETERS, pair=pair)
        if pair is not None:
            return _pair_answer(request, pair, filters, shape)
        _refuse_for_all(filters)
        page = timeline.fact_page(filters, redistributable_only=not may_see_all(request))
        return _answer(request, filters, page, shape)


def _refuse_for_all(filters: Filters) -> None:
    """What only a pair's timeline answers: an order other than by date, and `as_of`."""
    problems = []
    if filters.sort not in timeline.BY_DATE:
        sentence = f"“{filters.sort}” orders a pair's facts; without “pair” use newest, oldest."
        problems.append(Problem("sort", filters.sort, sentence))
    if filters.as_of is not None:
        sentence = "“as_of” is answered for a pair, for one fact and by /api/v1/changes/."
        problems.append(Problem("as_of", filters.given["as_of"][0], sentence))
    if problems:
        raise BadParameters(problems)


def _given_pair(text: str) -> Pair:
    try:
        return Pair.parse(text.upper())
    except InvalidPair as invalid:
        raise BadParameters([Problem("pair", text, f"{invalid}.")]) from invalid


class FactDetail(ReadView):
    @extend_schema(
        operation_id="fact",
        parameters=parameters.documented("as_of", *parameters.ROW_SHAPE),
        responses=answers(serializers.FactSerializer, 404, 410),
    )
    def get(self, request: Request, pk: int) -> Response | HttpResponse:
        """One fact with its detail, participants and claims; as it was with `as_of`."""
        shape = read_shape(request.GET, *serializers.FACT_EXTRA)
        filters = parameters.filters_of(request.GET, allowed=("as_of",))
        fact = Fact.objects.filter(pk=pk).first()
        withhold = not may_see_all(request)
        if filters.as_of is not None and fact is not None:
            return self._then(fact, filters, shape, withhold)
        if fact is not None and fact.merged_into_id is not None:
            return redirect("api:fact", pk=fact.merged_into_id, permanent=True)
        if fact is not None and fact.publication == Publication.RETRACTED and fact.published_at:
            raise Gone(f"Fact {pk} was withdrawn: {fact.retraction_reason}")
        if fact is None or not fact.is_public or (withhold and not fact.is_redistributable):
            raise Http404(f"There is no public fact {pk}.")
        place = timeline.Place(fact.sort_key, fact.pk)
        rows = timeline.rows_of([place], redistributable_only=withhold)
        row = shaped(rows, shape)[0]
        extra = [
            name
            for name in serializers.FACT_EXTRA
            if name not in (*shape.omit, *row) and (not shape.fields or name in shape.fields)
        ]
        return Response({**row, **serializers.fact_extra(fact, extra)})

    def _then(self, fact: Fact, filters: Filters, shape: Shape, withhold: bool) -> Response:
        moment = known_at(filters)
        assert moment is not None
        row = then.row_then(fact, moment, redistributable_only=withhold)
        if row is None:
            raise Http404(f"Fact {fact.pk} was not public then.")
        [body] = shaped([row], shape, lambda facts: then.details_then(facts, moment))
        return Response({**body, "as_of": {"moment": moment.moment, "position": moment.position}})
