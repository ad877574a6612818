"""From bytes to a text with what is known of it: HTML, PDF and plain text.

Nothing here fetches. What was fetched or uploaded is data: markup is removed, control and
bidirectional override characters are dropped, and a title is a text whatever it holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import nh3

from articles import isolation
from articles.addresses import tidy

MOST_PAGES = 200
MOST_CHARACTERS = 1_000_000
FEWEST_WORDS = 20
PDF_SECONDS = 60
PDF_BYTES = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a text: a key of `_SAID` and a sentence. Fatal: it cannot be read."""

    key: str
    sentence: str
    is_fatal: bool


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text and what its page says of it. published: a day as EDTF, or "" when not certain."""

    text: str
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    canonical_address: str = ""
    kind: str = "text"
    pages: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def is_usable(self) -> bool:
        return not any(problem.is_fatal for problem in self.problems)


_SAID = {
    "empty": "There is no text in it.",
    "not_an_article": "This is no article: there is hardly any running text on the page.",
    "paywall": "Only the beginning is here: the rest is behind a paywall. Paste the whole text.",
    "scanned_pdf": "This PDF is a scan without text; paste its text, or a version with text.",
    "encrypted_pdf": "This PDF is locked with a password.",
    "broken_pdf": "This PDF is broken and cannot be read.",
    "too_many_pages": f"This PDF has over {MOST_PAGES} pages; add the pages that matter.",
    "too_long": f"This is over {MOST_CHARACTERS:,} characters; add the part that matters.",
    "wrong_encoding": "Some letters could not be read; compare with the original.",
    "unsupported": "This is no HTML, PDF or plain text.",
    "language": "Facts are suggested in English texts only; enter them by hand.",
}
_FATAL = {
    "empty", "not_an_article", "scanned_pdf", "encrypted_pdf", "broken_pdf", "too_many_pages",
    "too_long", "unsupported",
}  # fmt: skip
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read)|to continue reading|already a subscriber"
    r"|sign in to read|this (?:article|content) is (?:for|reserved for|exclusive to) subscribers"
    r"|create a free account to (?:continue|read)",
    re.I,
)
_DROPPED = {ord(c): None for c in "\u200b\u200c\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066"
            "\u2067\u2068\u2069\u00ad"}  # fmt: skip
# Joiners belong to the spelling of these scripts.
_JOINED = re.compile(r"[\u0600-\u06ff\u0900-\u0dff]")
_MOJIBAKE = re.compile(r"â€[™œ\u009d“”˜¦“”]|Ã[©¨¼¶¤±³¡]")
_BLANK = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\n\s*\n+")


def problem(key: str) -> Problem:
    return Problem(key, _SAID[key], key in _FATAL)


def extract(
    body: bytes,
    *,
    content_type: str = "",
    charset: str = "",
    address: str = "",
    filename: str = "",
) -> Extracted:
    """Read a file or page; what it cannot read says why in `problems`."""
    start = body[:1024].lstrip()
    if not start:
        return Extracted("", problems=(problem("empty"),))
    if start.startswith(b"%PDF-"):
        return _from_pdf(body)
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Extracted("", problems=(problem("unsupported"),))
    text, is_doubtful = _decoded(body, charset)
    looks_marked = bool(re.match(r"\s*<(?:!doctype|html|head|body|\?xml|article|div|p|meta|title)",
                                 text[:600], re.I))  # fmt: skip
    is_plain = content_type == "text/plain" or filename.lower().endswith(".txt")
    if looks_marked or ("html" in content_type and not is_plain):
        found = from_html(text, address=address)
    else:
        found = from_text(text)
    if is_doubtful and found.text:
        found = replace(found, problems=(*found.problems, problem("wrong_encoding")))
    return found


def from_text(text: str) -> Extracted:
    """A pasted or plain text as it is, tidied."""
    tidied = tidy_text(text)
    return _judged(Extracted(tidied, language=_language(tidied)), fewest=1)


def from_html(html: str, *, address: str = "") -> Extracted:
    """The main text of a page, and what its metadata says."""
    import trafilatura
    from trafilatura.settings import use_config

    if len(html) > 10_000_000:
        return Extracted("", kind="html", problems=(problem("too_long"),))
    language = _language_named(html)
    config = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    found: Any = None
    try:
        found = trafilatura.bare_extraction(
            html, url=address or None, with_metadata=True, include_comments=False,
            include_tables=True, include_links=False, favor_precision=False, config=config,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError):
        found = None
    data = found.as_dict() if found is not None else {}
    text = tidy_text(_paragraphs(str(data.get("text") or "")))
    if len(text.split()) < FEWEST_WORDS:
        # A pasted fragment has no frame for the extractor to find the main text in.
        plain = tidy_text(_plain(html))
        text = plain if _is_fragment(html) else text
    return _judged(
        Extracted(
            text,
            title=_line(data.get("title") or _title(html)),
            byline=_line(data.get("author")),
            publisher=_line(data.get("sitename")),
            published=_published(html, data),
            language=language or _language(text),
            canonical_address=_canonical(html, address),
            kind="html",
        ),
        fewest=1 if _is_fragment(html) else FEWEST_WORDS,
        html=html,
    )


def _judged(found: Extracted, *, fewest: int, html: str = "") -> Extracted:
    problems = list(found.problems)
    words = len(found.text.split())
    if not found.text:
        problems.append(problem("not_an_article" if html and _plain(html).strip() else "empty"))
    elif len(found.text) > MOST_CHARACTERS:
        problems.append(problem("too_long"))
    elif words < fewest:
        problems.append(problem("not_an_article"))
    elif html and words < 400 and _PAYWALL.search(_plain(html)):
        problems.append(problem("paywall"))
    if found.text.count("\ufffd") > 3:
        problems.append(problem("wrong_encoding"))
    if found.language and found.language != "en":
        problems.append(problem("language"))
    text = "" if any(p.key == "too_long" for p in problems) else found.text
    return replace(found, text=text, problems=tuple(problems))


# --- letters -----------------------------------------------------------------------------------


def tidy_text(text: str) -> str:
    """NFC, no control or override characters, paragraphs parted by one empty line."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not _JOINED.search(text):
        text = text.translate({**_DROPPED, 0x200D: None})
    else:
        text = text.translate({k: v for k, v in _DROPPED.items() if k != 0x200C})
    text = "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc"
    )
    if _MOJIBAKE.search(text):
        text = _repaired(text)
    text = _BLANK.sub(" ", text)
    lines = "\n".join(line.strip() for line in text.split("\n"))
    return _GAPS.sub("\n\n", lines).strip()


def _repaired(text: str) -> str:
    """UTF-8 that was read as cp1252, where reading it back loses nothing."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _decoded(body: bytes, charset: str) -> tuple[str, bool]:
    """The text, and whether some of it was guessed."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                       (b"\xfe\xff", "utf-16")):  # fmt: skip
        if body.startswith(mark):
            return body.decode(name, "replace"), False
    named = re.search(rb"""<meta[^>]+charset=["']?([\w-]+)""", body[:4096], re.I)
    names = [charset, named[1].decode("ascii") if named else "", "utf-8"]
    for name in filter(None, names):
        try:
            return body.decode(name), False
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        return body.decode("cp1252"), True
    except UnicodeDecodeError:
        return body.decode("utf-8", "replace"), True


def _line(value: Any) -> str:
    """One line of plain letters: a tag in a title is letters like any other."""
    return " ".join(tidy_text(str(value or "")).split())[:400]


def _language_named(html: str) -> str:
    found = re.search(r"<html[^>]*\slang=[\"']?([a-zA-Z]{2})", html[:4096])
    return found[1].lower() if found else ""


def _language(text: str) -> str:
    """The language by its letters; "" for texts too short to tell."""
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    if len(text) < 60:
        return ""
    DetectorFactory.seed = 0
    try:
        best = detect_langs(text[:4000])[0]
    except LangDetectException:
        return ""
    return str(best.lang)[:2] if best.prob > 0.8 else ""


# --- HTML ----------------------------------------------------------------------------------------


def _plain(html: str) -> str:
    cleaned = nh3.clean(
        re.sub(r"</(?:p|div|h\d|li|tr|blockquote)>|<br\s*/?>", r"\g<0>\n\n", html, flags=re.I),
        tags=set(),
        clean_content_tags={"script", "style", "noscript", "template", "title", "nav", "footer"},
    )
    import html as entities

    return entities.unescape(cleaned)


def _is_fragment(html: str) -> bool:
    return not re.search(r"<(?:html|head|body)\b", html[:4096], re.I)


def _paragraphs(text: str) -> str:
    return text.replace("\n", "\n\n")


def _title(html: str) -> str:
    import html as entities

    found = re.search(r"<title[^>]*>(.*?)</title>", html[:100_000], re.I | re.S)
    return entities.unescape(found[1]) if found else ""


_META_DATE = re.compile(
    r"article:published_time|datePublished|dcterms\.(?:created|issued|date)|parsely-pub-date"
    r"|citation_publication_date|<time[^>]+datetime|\"dateCreated\"|pubdate|publish-date",
    re.I,
)


def _published(html: str, data: dict[str, Any]) -> str:
    """The day the page itself says it was published; a day only found by search is a guess."""
    date = str(data.get("date") or "")
    return date if re.fullmatch(r"\d{4}-\d\d-\d\d", date) and _META_DATE.search(html) else ""


def _canonical(html: str, address: str) -> str:
    """The address the page calls its own, where it is of the same site."""
    found = re.search(r"<link[^>]+rel=[\"']?canonical[^>]*>", html[:200_000], re.I)
    target = re.search(r"href=[\"']([^\"']+)", found[0]) if found else None
    named = tidy(target[1]) if target else None
    if named is None:
        return ""
    if address and _site(named) != _site(address):
        return ""
    return named


def _site(address: str) -> str:
    from urllib.parse import urlsplit

    return ".".join((urlsplit(address).hostname or "").split(".")[-2:])


# --- PDF -----------------------------------------------------------------------------------------


def _from_pdf(body: bytes) -> Extracted:
    """Read a PDF in a process of its own, with an end to its time and memory."""
    try:
        read = isolation.run(pages_of_pdf, body, seconds=PDF_SECONDS, memory=PDF_BYTES)
    except isolation.Stopped:
        return Extracted("", kind="pdf", problems=(problem("broken_pdf"),))
    if "problem" in read:
        return Extracted("", kind="pdf", problems=(problem(read["problem"]),))
    pages: list[str] = read["pages"]
    text = tidy_text(_joined(pages))
    found = Extracted(
        text,
        title=_line(read["title"]),
        byline=_line(read["author"]),
        kind="pdf",
        pages=len(pages),
        language=_language(text),
    )
    if not text and pages:
        return replace(found, problems=(problem("scanned_pdf"),))
    return _judged(found, fewest=1)


def pages_of_pdf(body: bytes) -> dict[str, Any]:
    """The text of each page, title and author; or the key of a problem."""
    import io

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "encrypted_pdf"}
        if len(reader.pages) > MOST_PAGES:
            return {"problem": "too_many_pages"}
        info = reader.metadata
        return {
            "pages": [page.extract_text() or "" for page in reader.pages],
            "title": str(info.title or "") if info else "",
            "author": str(info.author or "") if info else "",
        }
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError,
            RecursionError, OSError):  # fmt: skip
        return {"problem": "broken_pdf"}


def _joined(pages: list[str]) -> str:
    """The pages as one text: repeated heads and feet dropped, broken lines and words joined."""
    lines = [[line.strip() for line in page.split("\n")] for page in pages]
    edges: Counter[str] = Counter()
    for page in lines:
        full = [line for line in page if line]
        edges.update({re.sub(r"\d+", "#", line) for line in (*full[:1], *full[-1:])})
    often = {line for line, n in edges.items() if len(pages) > 2 and n > len(pages) // 2}
    kept = [[x for x in page if re.sub(r"\d+", "#", x) not in often] for page in lines]
    text = "\n".join("\n".join(page) for page in kept)
    text = re.sub(r"(\w)-\n(\w)", r"\1\2", text)
    return re.sub(r"(?<![.!?:”\"])\n(?=[a-z(])|(?<=[\w,;])\n(?=\S)", " ", text)
