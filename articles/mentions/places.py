"""Where something happens: "in Vienna", "at Camp David", "in San Jose, Costa Rica"."""

from __future__ import annotations

import re

from articles.mentions.folding import fold
from articles.mentions.shapes import Mention

_PLACE = re.compile(
    r"\b(?:in|at|near|outside)\s(?P<place>(?:the\s(?=[A-Z]\w+\s(?:Palace|House|Hotel|Summit)))?"
    r"[A-Z][\w'-]+(?:\s(?:de|del|al|of|la|el|es)\s[A-Z][\w'-]+|\s[A-Z][\w'-]+){0,3}"
    r"(?:,\s[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)?)"
)
_NO_PLACE = re.compile(
    r"^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|"
    r"May|June|July|August|September|October|November|December|Mr|Mrs|President|Congress|CNN|"
    r"Twitter|Facebook)\b"
)


def find_places(text: str) -> list[Mention]:
    """Return the places named after "in", "at", "near" or "outside", in text order."""
    found = []
    for match in _PLACE.finditer(fold(text)):
        if not _NO_PLACE.match(match["place"]):
            start, end = match.span("place")
            found.append(Mention("place", start, end, text[start:end]))
    return found
