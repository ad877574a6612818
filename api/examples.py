"""Examples in the OpenAPI document: real answers about the founding article, kept in a file.

`tests/api/test_examples.py` asks again and compares, so that none can grow old.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")
ASKED = {
    "pair": "pairs/IRN-RUS/",
    "pair_timeline": "pairs/IRN-RUS/timeline/?lane=arms",
    "pair_years": "pairs/IRN-RUS/years/",
    "country": "countries/IRN/",
    "country_partners": "countries/IRN/partners/",
    "matrix": "matrix/?lane=arms",
    "changes": "changes/?pair=IRN-RUS&limit=1",
}
"""Operation → the address whose answer is its example."""


@cache
def _kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def add_examples(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Put the kept answers into the document: a hook of drf-spectacular."""
    for operations in result["paths"].values():
        for operation in operations.values():
            kept = _kept().get(operation.get("operationId"))
            if kept is not None:
                content = operation["responses"]["200"]["content"]
                for form in content.values():
                    form["example"] = kept
    return result
