"""What axe finds on a page as it stands."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT


def violations(page: Any) -> list[dict[str, Any]]:
    """Return what is violated; the script goes into each page once, half a megabyte as it is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(told => told.violations)")
    return list(found)
