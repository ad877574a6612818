"""Finds a Chromium for the browser tests, and says loudly when there is none."""

from __future__ import annotations

import os
import shutil
import sys


def chromium() -> str | None:
    """Return the path of a Chromium or Chrome, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    return None


if __name__ == "__main__" and chromium() is None:
    required = os.environ.get("DYAD_REQUIRE_BROWSER", "off").lower() in ("on", "1", "true", "yes")
    print("!" * 78, file=sys.stderr)
    print("!! No Chromium was found: THE BROWSER TESTS DO NOT RUN.", file=sys.stderr)
    print("!! Install one, for example: apt-get install chromium", file=sys.stderr)
    print("!" * 78, file=sys.stderr)
    sys.exit(1 if required else 0)
