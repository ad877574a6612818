"""Read an HTML page. Runs in the child process: trees of hostile markup grow without bound."""

from __future__ import annotations

import copy
import re
from datetime import date
from typing import Any

import lxml.html
import nh3
import trafilatura

from articles.extraction import cleaning, judging, metadata
from articles.extraction.shapes import DEFAULT, Extracted, Key, Limits, Problem

_SHORT_OF_AN_ARTICLE = 250
_LONGEST_STUB = 1500
_BLOCKS = "//p | //h1 | //h2 | //h3 | //h4 | //li | //blockquote | //pre | //td"
_SUBSCRIBE = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep|unlock)|subscribers? only|only for subscribers"
    r"|(?:exclusively )?for subscribers|already (?:a subscriber|subscribed|have an account)"
    r"|(?:sign|log) in to (?:continue|read)|continue reading (?:with|by|your)"
    r"|to (?:continue|keep) reading|unlock (?:this|the) (?:article|story)"
    r"|become a (?:member|subscriber)"
    r"|réservé aux abonnés|jetzt (?:abonnieren|weiterlesen)|suscríbete para",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")


def read(
    html: str,
    *,
    address: str = "",
    retrieved_on: str = "",
    is_pasted: bool = False,
    limits: Limits = DEFAULT,
) -> Extracted:
    """Return the article of a page. retrieved_on: ISO date; is_pasted: what an editor chose,
    so that nothing in it is judged to be no article."""
    tree = _tree(html)
    if tree is None:
        return Extracted(kind="html", problems=(Problem.of(Key.EMPTY),))
    everything = _all_words(tree)
    if len(everything) > 5 * limits.most_characters:
        return Extracted(kind="html", problems=(judging.too_long(len(everything), limits),))
    body = _tree(nh3.clean(html)) if is_pasted else copy.deepcopy(tree)
    found = None if body is None else _article(copy.deepcopy(body), address)
    text = _text(found)
    if is_pasted and body is not None and len(text) < _SHORT_OF_AN_ARTICLE:
        text = _blocks(body) or text
    title = metadata.title(tree, (found and found.title) or "")
    # The headline again as the first paragraph would be read as a sentence of the article.
    text = text.removeprefix(f"{title}\n\n") if title else text
    extracted = Extracted(
        title=title,
        text=text,
        byline=metadata.byline(tree, (found and found.author) or ""),
        publisher=metadata.publisher(tree, (found and found.sitename) or ""),
        language=metadata.language(tree),
        canonical_address=metadata.canonical_address(tree, address),
        kind="html",
        problems=() if is_pasted else _problems(tree, text, everything),
        # Last, because it takes the page's margins off the tree.
        published=metadata.published(
            tree,
            address=address,
            not_after=date.fromisoformat(retrieved_on) if retrieved_on else date.max,
        ),
    )
    return judging.judged(extracted, limits)


def _tree(html: str) -> Any:
    """Return the document, or None if there is no element in it."""
    # libxml2 takes the text's own declaration of its encoding for true; it is Unicode already.
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html.lstrip("\ufeff")).replace("\x00", "")
    try:
        # The wrapping keeps a fragment of one element from being the root itself.
        tree = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding=None))
    except (lxml.etree.LxmlError, ValueError):
        return None
    return tree


def _all_words(tree: Any) -> str:
    shown = tree.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return " ".join(" ".join(shown).split())


def _article(tree: Any, address: str) -> Any:
    try:
        return trafilatura.bare_extraction(
            tree,
            url=address or None,
            include_comments=False,
            include_tables=True,
            favor_precision=True,
            with_metadata=True,
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, lxml.etree.LxmlError):
        return None  # a page it cannot read is a page without an article


def _text(found: Any) -> str:
    text = cleaning.visible((found and found.text) or "")
    return cleaning.paragraphs(re.sub(r"(?m)^- ", "", text).split("\n"))


def _blocks(tree: Any) -> str:
    blocks = tree.xpath(_BLOCKS)
    texts = [
        cleaning.visible(each.text_content())
        for each in blocks
        if not any(parent in blocks for parent in each.iterancestors())
    ]
    return cleaning.paragraphs(texts or cleaning.plain(tree.text_content()).split("\n\n"))


def _problems(tree: Any, text: str, everything: str) -> tuple[Problem, ...]:
    lines = text.split("\n\n") if text else []
    running = sum(len(line) for line in lines if len(line) >= 60 and _SENTENCE.search(line))
    is_stub = len(text) < _LONGEST_STUB
    if is_stub and running and (metadata.is_for_subscribers(tree) or _SUBSCRIBE.search(everything)):
        return (Problem.of(Key.PAYWALL),)
    is_list = len(lines) >= 8 and running < 0.4 * len(text)
    if not everything:
        return (Problem.of(Key.EMPTY),)
    if running < _SHORT_OF_AN_ARTICLE or is_list:
        return (Problem.of(Key.NOT_AN_ARTICLE),)
    return ()
