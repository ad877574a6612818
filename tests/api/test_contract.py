"""The API keeps its word: random requests against the whole schema, and what v1 promises.

Each address is asked with values that fit its schema and with values that do not; an answer is
one of the documented ones, of the documented shape, and never a failure.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.models import Token
from config.wsgi import application
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "one_connection")]

EXAMPLES = 6
MANY = 400
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
]  # fmt: skip


def schema_of() -> Any:
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    schema.config.generation.modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    return schema


def token() -> str:
    scopes = ["read", "write", "webhooks", "exports"]
    _, text = Token.objects.create(user=factories.user("Reviewer"), name="fuzz", scopes=scopes)
    return f"Token {text}"


def try_all(headers: dict[str, str], examples: int) -> int:
    """Ask every operation so many times; return how many requests were made."""
    made = 0
    failures: list[str] = []
    for result in schema_of().get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=examples, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def ask(case: Any) -> None:
            nonlocal made
            made += 1
            response = case.call(headers={**headers, "Accept-Encoding": "identity"})
            case.validate_response(response, checks=CHECKS)

        try:
            ask()
        except BaseException as broken:
            if isinstance(broken, KeyboardInterrupt):
                raise
            failures.append(f"{operation.label}: {str(broken)[:1500]}")
    assert not failures, "\n\n".join(failures)
    return made


def test_random_requests_of_anybody(settings: Any) -> None:
    settings.API_RATE = 10**9
    try_all({}, EXAMPLES)


def test_random_requests_with_a_token(settings: Any) -> None:
    settings.API_TOKEN_RATE = 10**9
    try_all({"Authorization": token()}, EXAMPLES)


@pytest.mark.fuzz
@pytest.mark.parametrize("is_known", [False, True])
def test_thousands_of_random_requests(settings: Any, is_known: bool) -> None:
    settings.API_RATE = settings.API_TOKEN_RATE = 10**9
    made = try_all({"Authorization": token()} if is_known else {}, MANY)
    assert made > 5000
