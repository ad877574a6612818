"""What a page says of itself, in the order in which it is believed.

Publishers' own statements to machines first (JSON-LD of an article, then <meta>), then the
page's marks (`itemprop`, `<time>`), then htmldate's reading of markup and address. A year in
the running text or in the copyright line is never taken for a date of publication.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from tld import get_fld

from articles.extraction import cleaning, languages

_ARTICLES = re.compile(r"(?:Article|Posting|Report|NewsArticle|WebPage)$")
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "date", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date",
    "publication-date", "article.published", "parsely-pub-date", "sailthru.date",
    "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued",
    "citation_publication_date", "citation_date", "bt:pubdate",
)  # fmt: skip
_ISO = re.compile(r"\s*(\d{4})[-/](\d{2})[-/](\d{2})(?!\d)")
_EARLIEST = date(1900, 1, 1)
# Where a page's own dates end and those of its neighbors and of its owner begin.
_ASIDE = (
    "//script | //footer | //aside | //nav | //*[@id='footer'] | //*[contains(@class, 'copyright')]"
)


def linked_data(tree: Any) -> list[dict[str, Any]]:
    """Return the JSON-LD objects that describe an article, in page order."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        found += [each for each in _objects(data) if _is_article(each)]
    return found


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for each in data[:100]:
            yield from _objects(each, depth + 1)
    elif isinstance(data, dict):
        yield data
        if depth < 5:
            yield from _objects(data.get("@graph"), depth + 1)
            yield from _objects(data.get("mainEntity"), depth + 1)


def _is_article(data: dict[str, Any]) -> bool:
    kinds = data.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLES.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def meta(tree: Any, *names: str) -> str:
    """Return the content of the first <meta> of these names that has one."""
    contents: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        contents.setdefault(name.strip().lower(), element.get("content").strip())
    return next((contents[name] for name in names if contents.get(name)), "")


def title(tree: Any, found: str) -> str:
    """Return the headline. found: trafilatura's, for pages that do not name theirs."""
    given = [_words(each.get("headline")) for each in linked_data(tree)]
    given += [meta(tree, "og:title", "twitter:title", "citation_title", "dc.title"), found]
    given += [each.text_content() for each in tree.xpath("//h1 | //title")[:2]]
    return next((text for text in map(cleaning.line, given) if text), "")


def byline(tree: Any, found: str) -> str:
    """Return who wrote it, several parted by "; "."""
    given = [_names(each.get("author")) for each in linked_data(tree)]
    given += [meta(tree, "author", "article:author", "parsely-author", "dc.creator"), found]
    for text in map(cleaning.line, given):
        text = re.sub(r"^by\s+", "", text, flags=re.IGNORECASE)
        if text and len(text) <= 200 and "://" not in text and "@" not in text:
            return text
    return ""


def publisher(tree: Any, found: str) -> str:
    """Return the site's name."""
    given = [_names(each.get("publisher")) for each in linked_data(tree)]
    given += [meta(tree, "og:site_name", "application-name", "dc.publisher"), found]
    return next((text for text in map(cleaning.line, given) if text), "")[:200]


def published(tree: Any, *, address: str, not_after: date) -> str:
    """Return the ISO date of publication, or "" where the page does not say it for certain."""
    for text in _stated_dates(tree):
        if (day := _day(text)) and _EARLIEST <= day <= not_after:
            return day.isoformat()
    # What was read above and not believed must not come back by another way.
    judged = [each for each in tree.xpath("//meta[@content]") if _ISO.match(each.get("content"))]
    for element in [*tree.xpath(_ASIDE), *judged]:
        if element.getparent() is not None:
            element.drop_tree()
    # A tree, never a text: htmldate opens a text that begins with "http". The thorough search
    # guesses from any number on the page, so it stays off.
    found = find_date(
        tree,
        extensive_search=False,
        original_date=True,
        url=address or None,
        max_date=not_after.isoformat(),
    )
    return found or ""


def _stated_dates(tree: Any) -> Iterator[str]:
    for each in linked_data(tree):
        yield _words(each.get("datePublished"))
    for name in _DATE_NAMES:
        yield meta(tree, name)
    for element in tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]"):
        yield element.get("datetime") or element.get("content") or element.text_content()


def _day(text: str) -> date | None:
    match = _ISO.match(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def language(tree: Any) -> str:
    """Return the language the page names, ISO 639-1, or ""."""
    tags = [*tree.xpath("/html/@lang"), *tree.xpath("/html/@*[local-name()='xml:lang']")]
    tags += [meta(tree, "og:locale", "dc.language", "dcterms.language")]
    return next((found for tag in tags if (found := languages.tagged(tag))), "")


def canonical_address(tree: Any, address: str) -> str:
    """Return the address the page calls its own, if it is of the site it came from."""
    given: list[str] = [*tree.xpath("//link[@rel='canonical']/@href"), meta(tree, "og:url")]
    for text in given:
        try:
            found = urljoin(address, text.strip())
            parts = urlsplit(found)
        except ValueError:
            continue
        if (
            text.strip()
            and parts.scheme in ("http", "https")
            and "@" not in parts.netloc
            and len(found) <= 2000
            and not re.search(r"[\x00-\x20\x7f-\x9f\\]", found)
            and site(found)
            and site(found) == site(address)
        ):
            return found
    return ""


def site(address: str) -> str:
    """Return the registered site of an address: bbc.co.uk of www.bbc.co.uk. "" of none."""
    try:
        return str(get_fld(address, fail_silently=True) or "")
    except ValueError:
        return ""


def is_for_subscribers(tree: Any) -> bool:
    """Whether the page tells machines that it is not free to read."""
    flags = [each.get("isAccessibleForFree") for each in linked_data(tree)]
    tier = meta(tree, "article:content_tier")
    return any(str(flag).lower() == "false" for flag in flags) or tier in ("locked", "metered")


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _names(value: Any) -> str:
    each = value if isinstance(value, list) else [value]
    names = [_words(one.get("name")) if isinstance(one, dict) else _words(one) for one in each[:10]]
    return "; ".join(name.strip() for name in names if name.strip())
