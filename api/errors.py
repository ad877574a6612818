"""Problem documents (RFC 9457): what went wrong, in a sentence, with the parameter or field."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from relations.timeline import Problem

TYPE = "/api/problems/"


class BadParameters(exceptions.APIException):
    """Query parameters that cannot be read; every one is named at once."""

    status_code = 400
    default_code = "bad-parameter"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class Gone(exceptions.APIException):
    """A fact that was retracted: its number resolves, its content does not."""

    status_code = 410
    default_code = "retracted"


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an expected error as application/problem+json; anything else is a 500 of Django's."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(str(error) or "There is nothing at this address.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    if not isinstance(error, exceptions.APIException):
        return None
    status = error.status_code
    code = error.default_code
    problem: dict[str, Any] = {
        "type": f"{TYPE}{str(code).replace('_', '-')}",
        "title": _TITLES.get(status, "The request failed"),
        "status": status,
        "detail": _sentence(error),
    }
    if isinstance(error, BadParameters):
        problem["errors"] = [
            {"parameter": each.name, "value": each.value, "detail": each.sentence}
            for each in error.problems
        ]
    problem |= getattr(error, "extra", {})
    headers = {}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return Response(
        problem, status=status, headers=headers, content_type="application/problem+json"
    )


def _sentence(error: exceptions.APIException) -> str:
    return str(error.detail)


_TITLES = {
    400: "The request cannot be read",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Not allowed at this address",
    406: "This form is not served",
    409: "Another request is in the way",
    410: "Withdrawn",
    412: "Changed since you read it",
    413: "Too large",
    415: "This content is not read",
    422: "Not accepted",
    428: "Say which revision",
    429: "Too many requests",
}
