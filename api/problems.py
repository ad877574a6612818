"""The problem document (RFC 9457) as the OpenAPI document describes it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class ProblemErrorSerializer(serializers.Serializer[Any]):
    parameter = serializers.CharField(required=False, help_text="Of the address.")
    field = serializers.CharField(required=False, help_text="Of the body.")
    value = serializers.CharField(required=False)
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong, in a sentence, with each parameter or field."""

    type = serializers.CharField(help_text="An address that stays the same for one sort.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemErrorSerializer(many=True, required=False)  # type: ignore[assignment]


def problem(status: int, meaning: str) -> dict[Any, OpenApiResponse]:
    """Return one error answer for `extend_schema(responses=…)`."""
    return {
        (status, "application/problem+json"): OpenApiResponse(ProblemSerializer, meaning),
    }


REFUSED = problem(400, "A parameter or field cannot be read; each is named.")
