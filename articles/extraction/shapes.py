"""What extraction hands on, and the closed set of what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Key(StrEnum):
    """The keys are stored and sent by the API: they may grow but not change."""

    EMPTY = "empty"
    NOT_AN_ARTICLE = "not_an_article"
    PAYWALL = "paywall"
    SCANNED_PDF = "scanned_pdf"
    ENCRYPTED_PDF = "encrypted_pdf"
    BROKEN_PDF = "broken_pdf"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LONG = "too_long"
    TOO_COMPLEX = "too_complex"
    WRONG_ENCODING = "wrong_encoding"
    UNSUPPORTED = "unsupported"
    LANGUAGE_NOT_SUPPORTED = "language_not_supported"


_SENTENCES = {
    Key.EMPTY: "There is no text in it.",
    Key.NOT_AN_ARTICLE: "This looks like a list of links or a front page, not like an article.",
    Key.PAYWALL: "Only the beginning is here: the site shows the rest to subscribers.",
    Key.SCANNED_PDF: "The PDF consists of pictures of pages; there is no text to read in it.",
    Key.ENCRYPTED_PDF: "The PDF is locked with a password.",
    Key.BROKEN_PDF: "The PDF is damaged and cannot be read.",
    Key.TOO_MANY_PAGES: "The PDF has too many pages.",
    Key.TOO_LONG: "The text is too long.",
    Key.TOO_COMPLEX: "The document takes more time or memory to read than we allow.",
    Key.WRONG_ENCODING: "Many characters could not be read; the text is damaged.",
    Key.UNSUPPORTED: "The file is neither a web page, a plain text nor a PDF.",
    Key.LANGUAGE_NOT_SUPPORTED: "The text is not in English; no facts are suggested from it.",
}
_NOTES = frozenset({Key.PAYWALL, Key.LANGUAGE_NOT_SUPPORTED})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing an editor should know. is_fatal: the text must not be used."""

    key: Key
    sentence: str
    is_fatal: bool

    @classmethod
    def of(cls, key: Key, sentence: str = "", *, is_fatal: bool | None = None) -> Problem:
        return cls(
            key,
            sentence or _SENTENCES[key],
            key not in _NOTES if is_fatal is None else is_fatal,
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """seconds: on the wall, for one document. memory: bytes of address space of its reader."""

    most_pages: int = 200
    most_characters: int = 1_000_000
    seconds: int = 30
    memory: int = 1_000_000_000


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text and what its source says of it.

    text: paragraphs parted by one empty line, NFC, no control or invisible characters.
    published: ISO date (2022-07-26), or "" when the source does not say for certain.
    language: ISO 639-1, or "". canonical_address: http(s), of the same site as the address
    fetched, or "". kind: html | pdf | text, "" of an unsupported file. pages: of a PDF, else 0.
    """

    title: str = ""
    text: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    canonical_address: str = ""
    kind: str = ""
    pages: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def is_usable(self) -> bool:
        return bool(self.text) and not any(problem.is_fatal for problem in self.problems)
