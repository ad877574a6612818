"""The examples of the OpenAPI document are answers that the API gives."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.examples import ASKED, FILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

NUMBERS = {"id", "fact", "revision", "position", "cursor", "next", "known_at", "source_id",
    "agreement_id", "transfer_id", "item_id", "speaker_id", "office_id", "body_id"}  # fmt: skip


def without_numbers(value: Any) -> Any:
    """The answer without what another database counts otherwise."""
    if isinstance(value, dict):
        return {k: None if k in NUMBERS else without_numbers(v) for k, v in value.items()}
    return [without_numbers(each) for each in value] if isinstance(value, list) else value


def answers(client: Any) -> dict[str, Any]:
    return {name: client.get(f"/api/v1/{path}").json() for name, path in ASKED.items()}


def test_the_examples_are_what_the_api_answers(client: Any) -> None:
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    assert without_numbers(answers(client)) == without_numbers(kept)


def test_each_example_stands_in_the_document(client: Any) -> None:
    schema = client.get("/api/v1/schema/?format=json").json()
    shown = {
        operation["operationId"]
        for operations in schema["paths"].values()
        for operation in operations.values()
        if "example" in operation["responses"].get("200", {}).get("content", {}).get(
            "application/json", {}
        )
    }  # fmt: skip
    assert shown == set(ASKED)
