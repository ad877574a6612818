"""What every page's frame needs: the chosen colours and the fonts that are there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pages import presenting

THEMES = ("system", "light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "system")
    return {
        "theme": theme if theme in THEMES else "system",
        "themes": THEMES,
        "has_fonts": presenting.has_fonts(),
    }
