"""Short factual English for headlines and summaries that layouts write."""

from __future__ import annotations

from collections.abc import Iterable

from relations.importing.names import Names
from relations.sentences import listed

__all__ = ["LONGEST_HEADLINE", "called", "cut", "listed", "runs", "said_runs", "sentence"]

LONGEST_HEADLINE = 300

_WITH_ARTICLE = frozenset((
    "African Union", "Arab League", "Bahamas", "Caribbean Netherlands", "Cayman Islands",
    "Central African Republic", "Commonwealth of Independent States", "Comoros", "Cook Islands",
    "Czech Republic", "Dominican Republic", "Eurasian Economic Union", "European Union",
    "Falkland Islands", "Faroe Islands", "Gambia", "Gulf Cooperation Council", "Islamic State",
    "Isle of Man", "Maldives", "Marshall Islands", "Netherlands", "Netherlands Antilles",
    "Orange Free State", "Organization of American States", "Papal States", "Philippines",
    "Republic of the Congo", "Seychelles", "Solomon Islands", "Soviet Union", "Taliban",
    "Two Sicilies", "Warsaw Pact", "World Bank",
))  # fmt: skip


def called(names: Names, code: str) -> str:
    """Return the label of a country as it stands in a sentence: "the United States"."""
    label = names.label(code)
    return f"the {label}" if label in _WITH_ARTICLE or label.startswith("United ") else label


def all_called(names: Names, codes: Iterable[str], most: int = 6) -> str:
    """Return countries as a list in a sentence; of many the first few and how many more."""
    labels = [called(names, code) for code in codes]
    if len(labels) > most:
        labels = [*labels[: most - 1], f"{len(labels) - most + 1} others"]
    return listed(labels)


def cut(text: str, longest: int = LONGEST_HEADLINE) -> str:
    """Return a text that is too long up to its last whole word, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def sentence(text: str) -> str:
    """Begin with a capital, as a headline does."""
    return cut(text[:1].upper() + text[1:])


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Return the unbroken runs of years as (first, last), in order."""
    found: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if found and year == found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def said_runs(years: Iterable[int]) -> str:
    """Return "1949–1952 and 1955"."""
    return listed(
        [str(first) if first == last else f"{first}–{last}" for first, last in runs(years)]
    )
