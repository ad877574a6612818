"""The problem document (RFC 9457) as the OpenAPI document describes it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers


class ProblemErrorSerializer(serializers.Serializer[Any]):
    parameter = serializers.CharField(required=False, help_text="Of the address.")
    pointer = serializers.CharField(required=False, help_text="JSON pointer into the body.")
    header = serializers.CharField(required=False)
    value = serializers.CharField(required=False)
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong, in a sentence, with each parameter or field."""

    type = serializers.CharField(
        help_text="An address that stays the same for one sort and says how to mend it."
    )
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemErrorSerializer(many=True, required=False)  # type: ignore[assignment]
    fact = serializers.IntegerField(required=False, help_text="With 412: the fact corrected.")
    revision = serializers.IntegerField(required=False, help_text="With 412: the present one.")


def problem(status: int, meaning: str) -> dict[Any, OpenApiResponse]:
    """Return one error answer for `extend_schema(responses=…)`."""
    return {
        (status, "application/problem+json"): OpenApiResponse(ProblemSerializer, meaning),
    }


REFUSED = problem(400, "A parameter or field cannot be read; each is named.")


_MEANINGS = {
    400: "A parameter or field cannot be read; each is named.",
    401: "The token is unknown or expired.",
    403: "Not allowed to this caller.",
    404: "There is nothing at this address.",
    410: "The fact was withdrawn; the reason is given.",
    429: "Too many requests; `Retry-After` says how long to wait.",
    503: "The database did not answer in time.",
}


def answers(good: Any, *statuses: int, status: int = 200) -> dict[Any, Any]:
    """Return the answers of an address for `extend_schema(responses=…)`: the good one and the
    problems that may come instead; those of every address are added."""
    found: dict[Any, Any] = {status: good}
    for each in dict.fromkeys((*statuses, 400, 401, 429, 503)):
        found |= problem(each, _MEANINGS[each])
    return found
