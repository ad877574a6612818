"""Problem documents (RFC 9457): what went wrong, in a sentence, with the parameter or field."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from psycopg.errors import QueryCanceled
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from api.problem_types import TYPES
from relations.timeline import Problem

logger = logging.getLogger(__name__)


class BadParameters(exceptions.APIException):
    """Query parameters that cannot be read; every one is named at once."""

    status_code = 400
    default_code = "bad-parameter"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class BadFields(exceptions.APIException):
    """Fields of a body that cannot be taken; every one is named at once."""

    status_code = 400
    default_code = "bad-field"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class BadRequest(exceptions.APIException):
    """What Django itself refuses to read: too many parameters, or a body that is too large."""

    status_code = 400
    default_code = "bad-request"
    default_detail = "This request cannot be read: it has too many parts, or wrong ones."


class Gone(exceptions.APIException):
    """A fact that was retracted: its number resolves, its content does not."""

    status_code = 410
    default_code = "retracted"


class TooSlow(exceptions.APIException):
    """The database gave a statement up after `DYAD_STATEMENT_TIMEOUT`."""

    status_code = 503
    default_code = "query-timeout"
    default_detail = "The database did not answer in time; ask for less, such as one pair."
    wait = 30


class Failed(exceptions.APIException):
    """What nobody expected; the log has it."""

    default_code = "failed"
    default_detail = "The server failed; it has been noted."


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """Answer any error as application/problem+json; one that nobody expected goes to the log."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(str(error) or "There is nothing at this address.")
    elif isinstance(error, SuspiciousOperation):
        error = BadRequest()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    if not isinstance(error, exceptions.APIException):
        if isinstance(error.__cause__, QueryCanceled):
            error = TooSlow()
        else:
            logger.exception("The API failed at %s", context["request"].path)
            error = Failed()
        set_rollback()
    status = error.status_code
    kind = TYPES[str(error.default_code).replace("_", "-")]
    problem: dict[str, Any] = {
        "type": kind.address,
        "title": kind.title,
        "status": status,
        "detail": _sentence(error),
    }
    if isinstance(error, BadParameters):
        problem["errors"] = [
            {"parameter": each.name, "value": each.value, "detail": each.sentence}
            for each in error.problems
        ]
    if isinstance(error, BadFields):
        problem["errors"] = [
            {"pointer": f"/{each.name}", "detail": each.sentence} for each in error.problems
        ]
    problem |= getattr(error, "extra", {})
    headers = {}
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers["WWW-Authenticate"] = "Token"
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return Response(
        problem, status=status, headers=headers, content_type="application/problem+json"
    )


def _sentence(error: exceptions.APIException) -> str:
    return str(error.detail)
