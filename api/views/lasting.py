"""What lasts, once a published fact refers to it: agreements, arms orders, sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters, serializers
from api.base import ReadView
from api.errors import BadParameters
from api.paging import by, keyset, unknown_codes
from api.problems import answers
from relations import timeline
from relations.lanes import Kind
from relations.models import (
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Publication,
    Source,
    TransferStep,
)
from relations.timeline import Problem, sourcing
from relations.timeline.statuses import statuses_at


def _public_steps(model: type[Any]) -> Prefetch[Any]:
    return Prefetch(
        "steps",
        model._default_manager.select_related("fact").filter(
            fact__publication=Publication.PUBLISHED
        ),
    )


def _agreements() -> QuerySet[Agreement]:
    public = Agreement.objects.filter(
        merged_into=None, steps__fact__publication=Publication.PUBLISHED
    )
    return public.distinct().prefetch_related("parties", _public_steps(AgreementStep))


def _transfers() -> QuerySet[ArmsTransfer]:
    public = ArmsTransfer.objects.filter(
        merged_into=None, steps__fact__publication=Publication.PUBLISHED
    )
    return public.distinct().prefetch_related("items", _public_steps(TransferStep))


def _sources() -> QuerySet[Source]:
    return sourcing.public(Source.objects.select_related("publisher"))


class Agreements(ReadView):
    @extend_schema(
        operation_id="agreements",
        parameters=[
            *parameters.documented("country", "at", "cursor", "limit"),
            parameters.chosen("status", Agreement.Status.values),
            parameters.chosen("type", Agreement.Type.values),
        ],
        responses=answers(serializers.AgreementPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """Agreements with a published fact, newest first; `at` a day with their status then."""
        filters = _filters(request, "country", "at", "status", "type")
        rows = _agreements().order_by("-id")
        for code in filters.country:
            rows = rows.filter(parties__country=code)
        if filters.at is None:
            rows = _chosen(request, rows, "status", Agreement.Status.values)
        rows = _chosen(request, rows, "type", Agreement.Type.values)
        answer = keyset(request, rows, by(serializers.AgreementSerializer), "id")
        if filters.at is not None:
            _stand(answer.data, Kind.AGREEMENT, filters.at)
        return answer


class ArmsTransfers(ReadView):
    @extend_schema(
        operation_id="arms_transfers",
        parameters=[
            *parameters.documented("at", "category", "cursor", "limit"),
            parameters.chosen("status", ArmsTransfer.Status.values),
            parameters.code("supplier"),
            parameters.code("recipient"),
        ],
        responses=answers(serializers.ArmsTransferPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """Arms orders with a published fact, newest first; `at` a day with their status then."""
        filters = _filters(request, "at", "category", "status", "supplier", "recipient")
        rows = _transfers().order_by("-id")
        for side in ("supplier", "recipient"):
            if code := request.GET.get(side, "").strip():
                _refuse_unknown(side, code)
                rows = rows.filter(**{side: code})
        if filters.category:
            rows = rows.filter(items__category__in=filters.category)
        if filters.at is None:
            rows = _chosen(request, rows, "status", ArmsTransfer.Status.values)
        answer = keyset(request, rows, by(serializers.ArmsTransferSerializer), "id")
        if filters.at is not None:
            _stand(answer.data, Kind.ARMS_TRANSFER, filters.at)
        return answer


class Sources(ReadView):
    @extend_schema(
        operation_id="sources",
        parameters=parameters.documented("publisher", "cursor", "limit"),
        responses=answers(serializers.SourcePageSerializer),
    )
    def get(self, request: Request) -> Response:
        """Sources that a published fact cites, newest first."""
        filters = _filters(request, "publisher")
        rows = _sources().order_by("-id")
        if filters.publisher:
            rows = rows.filter(publisher__slug__in=filters.publisher)
        return keyset(request, rows, by(serializers.SourceSerializer), "id")


class AgreementDetail(ReadView):
    @extend_schema(
        operation_id="agreement", responses=answers(serializers.AgreementSerializer, 404)
    )
    def get(self, request: Request, pk: int) -> Response | HttpResponse:
        """One agreement with its parties and the facts that are steps of it."""
        return _one(request, pk, _agreements(), serializers.AgreementSerializer, "agreement")


class ArmsTransferDetail(ReadView):
    @extend_schema(
        operation_id="arms_transfer", responses=answers(serializers.ArmsTransferSerializer, 404)
    )
    def get(self, request: Request, pk: int) -> Response | HttpResponse:
        """One arms order with its items and the facts that are steps of it."""
        return _one(request, pk, _transfers(), serializers.ArmsTransferSerializer, "arms-transfer")


class SourceDetail(ReadView):
    @extend_schema(operation_id="source", responses=answers(serializers.SourceSerializer, 404))
    def get(self, request: Request, pk: int) -> Response | HttpResponse:
        """One source that a published fact cites."""
        return _one(request, pk, _sources(), serializers.SourceSerializer, "source")


def _one(
    request: Request, pk: int, rows: QuerySet[Any], serializer: type[Any], name: str
) -> Response | HttpResponse:
    """Answer one row; a merged one leads to what it was merged into. Raise Http404."""
    parameters.only(request.GET)
    found = rows.filter(pk=pk).first()
    if found is not None:
        return Response(serializer(found).data)
    merged = rows.model._default_manager.filter(pk=pk).values_list("merged_into", flat=True).first()
    if merged is not None:
        return redirect(f"api:{name}", pk=merged, permanent=True)
    raise Http404(f"There is no public {name.replace('-', ' ')} {pk}.")


def _filters(request: Request, *names: str) -> timeline.Filters:
    """Read what a list of lasting things takes; its own closed lists are checked by `_chosen`."""
    parameters.only(request.GET, *names, "cursor", "limit")
    query = request.GET.copy()
    shared = [name for name in names if name in timeline.ORDER and name != "status"]
    for name in (*names, "cursor", "limit"):
        if name not in shared:
            query.pop(name, None)
    return parameters.filters_of(query, allowed=shared)


def _chosen(
    request: Request, rows: QuerySet[Any], name: str, known: Sequence[str]
) -> QuerySet[Any]:
    texts = [text.strip() for text in request.GET.getlist(name) if text.strip()]
    if wrong := [text for text in texts if text not in known]:
        sentence = f"“{wrong[0][:60]}” is no {name} known here; use {', '.join(known)}."
        raise BadParameters([Problem(name, wrong[0][:60], sentence)])
    return rows.filter(**{f"{name}__in": texts}) if texts else rows


def _refuse_unknown(name: str, code: str) -> None:
    if unknown_codes((code,)):
        raise BadParameters([Problem(name, code[:40], f"No country has the code {code[:40]}.")])


def _stand(body: dict[str, Any], kind: Kind, day: date) -> None:
    """Show the status each had on the day; one that had no step yet is not there."""
    then = statuses_at(kind, [row["id"] for row in body["results"]], day)
    body["results"] = [
        {**row, "status": then[row["id"]]} for row in body["results"] if row["id"] in then
    ]
