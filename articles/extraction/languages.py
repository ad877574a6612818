"""The language of a text."""

from __future__ import annotations

import re

_SHORTEST = 60
_LONGEST = 20_000
_CERTAIN = 0.9


def tagged(tag: str) -> str:
    """Return ISO 639-1 of a language tag ("en-GB", "pt_BR"), or ""."""
    match = re.fullmatch(r"([A-Za-z]{2})(?:[-_].*)?", tag.strip())
    return match[1].lower() if match else ""


def detected(text: str) -> str:
    """Return the language of the text's own words, ISO 639-1, or "" when not sure."""
    import langdetect  # half a second of profiles that only a text without a tag needs

    langdetect.DetectorFactory.seed = 0  # it draws samples: the same text, the same answer
    if len(text) < _SHORTEST:
        return ""
    try:
        best = langdetect.detect_langs(text[:_LONGEST])[0]
    except langdetect.LangDetectException:
        return ""
    return str(best.lang).partition("-")[0] if best.prob >= _CERTAIN else ""
