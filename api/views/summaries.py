"""Sums: a pair by year, a country's partners, the matrix; each says what it leaves out and why."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters, serializers
from api.base import ReadView
from api.errors import BadParameters
from api.paging import known, pair_at
from api.problems import answers
from relations import timeline
from relations.models import Country
from relations.timeline import Problem, totals
from relations.timeline.matrix import Measure, Question, matrix, matrix_rows
from relations.timeline.then import settled_at
from relations.timeline.years import pair_years


class PairYears(ReadView):
    @extend_schema(
        operation_id="pair_years", responses=answers(serializers.PairYearsSerializer, 404)
    )
    def get(self, request: Request, pair: str) -> Response:
        """A pair's facts by year and kind."""
        parameters.only(request.GET)
        between = pair_at(pair)
        known(between)
        self.modified = settled_at()
        found = pair_years(between)
        return Response(
            {
                "pair": str(between),
                "years": [
                    {"year": year, "facts": sum(kinds.values()), "kinds": kinds}
                    for year, kinds in found.years.items()
                ],
                "included": found.included,
                "excluded": [
                    {"reason": "without a date", "facts": found.undated},
                    {"reason": "known only to longer than a year", "facts": found.longer},
                    {"reason": "refuted", "facts": found.refuted},
                ],
                "page": request.build_absolute_uri(f"/r/{between}/"),
            }
        )


class Partners(ReadView):
    @extend_schema(
        operation_id="country_partners", responses=answers(serializers.PartnersSerializer, 404)
    )
    def get(self, request: Request, code: str) -> Response:
        """With whom a country deals: facts, dollars of each measure, and arms, never added up."""
        parameters.only(request.GET)
        country = Country.objects.filter(pk=code.upper()).first()
        if country is None:
            raise Http404(f"No country has the code {code}.")
        today = timezone.localdate()
        found = totals.partners_of(country.pk, until=today.year * 12 + today.month - 1)
        rows = totals.partner_rows(found)
        left_out = sum(value for row in rows for name, value in row.items() if _is_left_out(name))
        return Response(
            {
                "country": country.pk,
                "results": rows,
                "included": sum(row["facts"] for row in rows),
                "excluded": [
                    {
                        "reason": "amounts that are not counted, see /methodology/",
                        "amounts": left_out,
                    }
                ],
                "page": request.build_absolute_uri(f"/c/{country.pk}/"),
            }
        )


def _is_left_out(name: str) -> bool:
    return name.endswith("_left_out")


_MATRIX = ("lane", "verification", "from", "to")


class MatrixView(ReadView):
    @extend_schema(
        operation_id="matrix",
        parameters=[parameters.chosen("measure", Measure.values), *parameters.documented(*_MATRIX)],
        responses=answers(serializers.MatrixSerializer),
    )
    def get(self, request: Request) -> Response:
        """Who deals with whom: a number for each pair that has one, greatest first."""
        parameters.only(request.GET, "measure", *_MATRIX)
        query = request.GET.copy()
        measures = query.pop("measure", [])
        measure = measures[0] if measures else str(Measure.FACTS)
        filters = parameters.filters_of(query, allowed=_MATRIX)
        _refuse(measure, measures, filters)
        question = Question(
            measure=measure,
            first=_month(filters.start),
            last=_month(filters.end),
            lane=filters.lane,
            verification=filters.verification,
        )
        found = matrix(question)
        rows = matrix_rows(found, "value")
        return Response(
            {
                "measure": measure,
                "results": rows,
                "included": sum(row["value"] for row in rows),
                "excluded": [
                    {
                        "reason": "without a date, or perhaps outside the period",
                        "facts": found.outside,
                    }
                ],
                "page": request.build_absolute_uri("/network/"),
            }
        )


def _month(day: Any) -> int | None:
    return day.year * 12 + day.month - 1 if day else None


def _refuse(measure: str, measures: list[Any], filters: timeline.Filters) -> None:
    """What the matrix does not narrow by is refused, as a sum of something else would mislead."""
    problems = []
    if len(set(measures)) > 1:
        problems.append(Problem("measure", measures[1], "Give “measure” once."))
    if measure not in Measure.values:
        sentence = f"“{measure[:60]}” is no measure known here; use {', '.join(Measure.values)}."
        problems.append(Problem("measure", measure[:60], sentence))
    if filters.lane and measure != Measure.FACTS:
        sentence = "“lane” narrows the measure facts only."
        problems.append(Problem("lane", filters.lane[0], sentence))
    if filters.verification and measure not in (Measure.FACTS, Measure.VISITS, Measure.ORDERS):
        sentence = "Money is what is confirmed; “verification” does not narrow it."
        problems.append(Problem("verification", filters.verification[0], sentence))
    if problems:
        raise BadParameters(problems)
