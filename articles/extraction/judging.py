"""What every kind of text is judged by."""

from __future__ import annotations

from dataclasses import replace

from articles.extraction import languages
from articles.extraction.shapes import Extracted, Key, Limits, Problem


def too_long(length: int, limits: Limits) -> Problem:
    return Problem.of(
        Key.TOO_LONG,
        f"The text has {length:,} characters; we read {limits.most_characters:,} at most.",
    )


def judged(extracted: Extracted, limits: Limits) -> Extracted:
    """Return it with its language, and the problems every kind of text can have."""
    problems = list(extracted.problems)
    if not extracted.text and not any(problem.is_fatal for problem in problems):
        problems.append(Problem.of(Key.EMPTY))
    if len(extracted.text) > limits.most_characters:
        problems.append(too_long(len(extracted.text), limits))
        return replace(extracted, text="", problems=tuple(problems))
    language = extracted.language or languages.detected(extracted.text)
    if language not in ("", "en"):
        problems.append(Problem.of(Key.LANGUAGE_NOT_SUPPORTED))
    return replace(extracted, language=language, problems=tuple(problems))
