"""The three ways in: a file or a page, pasted text, pasted HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from articles.extraction import cleaning, decoding, guard, judging
from articles.extraction.shapes import DEFAULT, Extracted, Key, Limits, Problem

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|meta|title|p|div)\b", re.IGNORECASE)
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
# Markup is many times its text; what is longer is not an article.
_MOST_MARKUP = 20_000_000


def extract(
    body: bytes,
    *,
    content_type: str = "",
    charset: str = "",
    address: str = "",
    filename: str = "",
    retrieved_on: date | None = None,
    limits: Limits = DEFAULT,
) -> Extracted:
    """Return the text of a page, a PDF or a text file and what is known of it.

    content_type, charset: of the header; filename: of an upload; what the bytes themselves say
    comes first. retrieved_on: no date of publication lies after it; today if not given.
    Nothing is raised for any content: `problems` says what is wrong.
    """
    kind = kind_of(body, content_type, filename)
    if not kind:
        return Extracted(problems=(Problem.of(Key.UNSUPPORTED),))
    if not body.strip():
        return Extracted(kind=kind, problems=(Problem.of(Key.EMPTY),))
    if kind == "pdf":
        return _guarded("pdf", body, {}, limits)
    text, is_damaged = decoding.decoded(body, charset)
    if kind == "text":
        return _text(text, is_damaged, limits)
    return _html(text, is_damaged, address, retrieved_on, limits)


def from_text(text: str, *, limits: Limits = DEFAULT) -> Extracted:
    """Return pasted text as paragraphs."""
    return _text(decoding.repaired(text), decoding.is_damaged(text), limits)


def from_html(
    html: str,
    *,
    address: str = "",
    retrieved_on: date | None = None,
    limits: Limits = DEFAULT,
) -> Extracted:
    """Return the text of pasted HTML, a whole page or a part of one."""
    text = decoding.repaired(html)
    return _html(text, decoding.is_damaged(text), address, retrieved_on, limits, is_pasted=True)


def kind_of(body: bytes, content_type: str = "", filename: str = "") -> str:
    """Return html, pdf or text, or "" of a file that is none of them."""
    head = body[:1024].lstrip()
    if b"%PDF-" in head:
        return "pdf"
    if (b"\x00" in head and not head.startswith(_BYTE_ORDER_MARKS)) or _is_binary(head):
        return ""
    declared = content_type.partition(";")[0].strip().lower()
    suffix = filename.lower().rpartition(".")[2]
    if declared == "application/pdf" or suffix == "pdf":
        return "pdf"
    if declared in _HTML_TYPES or suffix in ("html", "htm", "xhtml"):
        return "html"
    if suffix in ("txt", "text", "md"):
        return "text"
    return "html" if _HTML.search(decoding.decoded(body[:4096])[0]) else "text"


def _is_binary(head: bytes) -> bool:
    if head.startswith(_BYTE_ORDER_MARKS):
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or controls > 0.02 * len(head) + 2


def _guarded(kind: str, body: bytes, given: dict[str, object], limits: Limits) -> Extracted:
    try:
        return guard.run(kind, body, given, limits)
    except guard.TooComplex:
        return Extracted(kind=kind, problems=(Problem.of(Key.TOO_COMPLEX),))


def _html(
    html: str,
    is_damaged: bool,
    address: str,
    retrieved_on: date | None,
    limits: Limits,
    *,
    is_pasted: bool = False,
) -> Extracted:
    if len(html) > _MOST_MARKUP:
        return Extracted(kind="html", problems=(Problem.of(Key.TOO_LONG),))
    given = {
        "address": address,
        "retrieved_on": (retrieved_on or datetime.now(UTC).date()).isoformat(),
        "is_pasted": is_pasted,
    }
    body = html.encode("utf-8", "ignore")  # a lone surrogate is no character
    return _with_damage(_guarded("html", body, given, limits), is_damaged)


def _text(raw: str, is_damaged: bool, limits: Limits) -> Extracted:
    if len(raw) > 2 * limits.most_characters:
        return Extracted(kind="text", problems=(judging.too_long(len(raw), limits),))
    text = cleaning.plain(raw)
    return _with_damage(judging.judged(Extracted(text=text, kind="text"), limits), is_damaged)


def _with_damage(extracted: Extracted, is_damaged: bool) -> Extracted:
    if not is_damaged:
        return extracted
    return replace(extracted, problems=(*extracted.problems, Problem.of(Key.WRONG_ENCODING)))
