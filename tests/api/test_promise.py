"""What `/api/v1/` promises: every address, parameter and field, with its type.

`v1.txt` beside this file is the promise. A line is added when the API grows; a line that is lost
or changed breaks somebody's program, and this test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROMISE = Path(__file__).with_name("v1.txt")
METHODS = ("get", "post", "patch", "put", "delete")


def promised(schema: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                address = f"{method.upper()} {path.removeprefix('/api/v1')}"
                lines.append(address)
                lines += [f"{address} ?{p['name']}" for p in operation.get("parameters", ())]
                lines += [f"{address} → {status}" for status in operation["responses"]]
    for name, component in schema["components"]["schemas"].items():
        required = component.get("required", ())
        for field, of in component.get("properties", {}).items():
            needed = "" if field in required else " (perhaps)"
            lines.append(f"{name}.{field}{needed}: {' | '.join(sorted(set(types(of))))}")
    return sorted(lines)


def types(of: dict[str, Any]) -> Iterator[str]:
    if "$ref" in of:
        yield of["$ref"].rsplit("/", 1)[1]
    elif "type" in of:
        every = of["type"] if isinstance(of["type"], list) else [of["type"]]
        for each in every:
            inner = of.get("items") if each == "array" else None
            yield f"array of {'/'.join(sorted(types(inner)))}" if inner else each
    else:
        parts = [part for key in ("oneOf", "anyOf", "allOf") for part in of.get(key, ())]
        for part in parts:
            yield from types(part)
        if not parts:
            yield "anything"


@pytest.mark.django_db
def test_nothing_that_v1_promises_is_lost_or_changed(client: Any) -> None:
    now = promised(client.get("/api/v1/schema/?format=json").json())
    before = PROMISE.read_text(encoding="utf-8").splitlines()

    assert [line for line in before if line not in now] == [], "lost or changed"
    assert [line for line in now if line not in before] == [], "new: add these to v1.txt"
