"""Read a PDF. Runs in the child process: a kilobyte of PDF can unpack to gigabytes."""

from __future__ import annotations

import io
import logging
import re
import statistics
from collections import Counter

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from articles.extraction import cleaning, judging
from articles.extraction.shapes import DEFAULT, Extracted, Key, Limits, Problem

# Fewer letters than this on a page are a stamp or a page number, not its text.
_FEWEST_LETTERS = 10
_FILE_NAME = re.compile(r"^(?:untitled|microsoft \w+ - .*|.*\.(?:docx?|pdf|indd|qxd|tex))$", re.I)
_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*$")
# What pypdf raises on broken files besides its own errors.
_BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError,
           AssertionError, RecursionError, NotImplementedError, ArithmeticError)  # fmt: skip


def read(body: bytes, *, limits: Limits = DEFAULT) -> Extracted:
    """Return the text of a PDF, page breaks, running heads and parted words mended."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return _read(body, limits)
    except DependencyError:
        return _refused(Key.ENCRYPTED_PDF)
    except _BROKEN:
        return _refused(Key.BROKEN_PDF)


def _refused(key: Key, sentence: str = "", pages: int = 0) -> Extracted:
    return Extracted(kind="pdf", pages=pages, problems=(Problem.of(key, sentence),))


def _read(body: bytes, limits: Limits) -> Extracted:
    reader = PdfReader(io.BytesIO(body))
    # Many are encrypted with an empty password, only so that nobody edits them.
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        return _refused(Key.ENCRYPTED_PDF)
    count = len(reader.pages)
    if count > limits.most_pages:
        sentence = f"The PDF has {count:,} pages; we read {limits.most_pages:,} at most."
        return _refused(Key.TOO_MANY_PAGES, sentence, count)
    if count == 0:
        return _refused(Key.BROKEN_PDF)
    pages: list[str] = []
    for page in reader.pages:
        pages.append(cleaning.visible(page.extract_text() or ""))
        if (length := sum(map(len, pages))) > limits.most_characters:
            return Extracted(kind="pdf", pages=count, problems=(judging.too_long(length, limits),))
    extracted = Extracted(
        title=_title(reader),
        text=_text(pages),
        byline=_byline(reader),
        kind="pdf",
        pages=count,
        problems=_scanned(pages),
    )
    return judging.judged(extracted, limits)


def _said(reader: PdfReader, name: str) -> str:
    said = reader.metadata
    return str(said.get(name) or "") if said else ""


def _title(reader: PdfReader) -> str:
    title = cleaning.line(_said(reader, "/Title"))
    return "" if _FILE_NAME.match(title) else title


def _byline(reader: PdfReader) -> str:
    # One word is mostly the name of an account: "admin", "jsmith".
    author = cleaning.line(_said(reader, "/Author"), 200)
    return author if " " in author else ""


def _scanned(pages: list[str]) -> tuple[Problem, ...]:
    silent = sum(sum(map(str.isalpha, page)) < _FEWEST_LETTERS for page in pages)
    if silent == len(pages):
        return (Problem.of(Key.SCANNED_PDF),)
    if silent > 1 and silent > 0.3 * len(pages):
        sentence = f"{silent} of {len(pages)} pages are pictures; their text is missing."
        return (Problem.of(Key.SCANNED_PDF, sentence, is_fatal=False),)
    return ()


def _text(pages: list[str]) -> str:
    lines = [
        "\n".join(page) for page in _without_running_heads([page.split("\n") for page in pages])
    ]
    return cleaning.paragraphs(_paragraphs(cleaning.unhyphenated("\n".join(lines))))


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Leave out first and last lines that most pages share, numbers aside."""
    pages = [[line.strip() for line in page if line.strip()] for page in pages]
    if len(pages) < 3:
        return pages

    def shape(line: str) -> str:
        return re.sub(r"\d+", "#", line.lower())

    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({shape(line) for line in page[:2] + page[-2:]})
    heads = {line for line, count in counts.items() if count >= 0.6 * len(pages)}
    return [
        [
            line
            for place, line in enumerate(page)
            if shape(line) not in heads or 2 <= place < len(page) - 2
        ]
        for page in pages
    ]


def _paragraphs(text: str) -> list[str]:
    """A PDF knows lines only: one that ends a sentence short of the margin ends a paragraph."""
    lines = text.split("\n")
    widths = [len(line) for line in lines if len(line) > 20]
    margin = 0.8 * statistics.quantiles(widths, n=10)[-1] if len(widths) > 1 else 0
    found: list[list[str]] = [[]]
    for line in lines:
        found[-1].append(line)
        if _ENDS.search(line) and len(line) < margin:
            found.append([])
    return [" ".join(each) for each in found]
