"""Narrow and wide, the text twice as large, from the left and from the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ROOT = "document.documentElement"


def overflows(page: Any) -> Iterator[tuple[int, int, str, int]]:
    """Yield (width in px, size of the text, direction, px) wherever a page scrolls sideways."""
    for width, zoom in ((320, 1), (390, 1), (1440, 1), (1280, 2)):
        page.set_viewport_size({"width": width, "height": 900})
        for direction in ("ltr", "rtl"):
            page.evaluate(
                f"([direction, zoom]) => {{ {ROOT}.dir = direction;"
                f" {ROOT}.style.fontSize = `${{100 * zoom}}%`; }}",
                [direction, zoom],
            )
            over = page.evaluate(f"{ROOT}.scrollWidth - {ROOT}.clientWidth")
            if over > 0:
                yield width, zoom, direction, over
