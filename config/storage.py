"""Static files of a deployment: named by their content, extras left out when they are not there."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Lets a style name a font or flag of npm where npm was not run: the browser does without."""

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        if content is None and name.startswith("vendor/") and not self.exists(name):
            return name
        hashed: str = super().hashed_name(name, content, filename)
        return hashed
