"""What lasts, once a published fact refers to it: agreements, arms orders, sources."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters, serializers
from api.base import ReadView
from api.paging import keyset
from relations.models import (
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Publication,
    Source,
    TransferStep,
)
from relations.timeline import sourcing


def _public_steps(model: type[Any]) -> Prefetch[Any]:
    return Prefetch(
        "steps",
        model._default_manager.select_related("fact").filter(
            fact__publication=Publication.PUBLISHED
        ),
    )


class Agreements(ReadView):
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
        return keyset(request, rows, serializers.AgreementSerializer, "id")


class ArmsTransfers(ReadView):
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
        return keyset(request, rows, serializers.ArmsTransferSerializer, "id")


class Sources(ReadView):
    @extend_schema(
        operation_id="sources",
        parameters=parameters.documented("cursor", "limit"),
        responses=serializers.SourceSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Sources that a published fact cites, newest first."""
        parameters.only(request.GET, "cursor", "limit")
        rows = sourcing.public(Source.objects.select_related("publisher")).order_by("-id")
        return keyset(request, rows, serializers.SourceSerializer, "id")
