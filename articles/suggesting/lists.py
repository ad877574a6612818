"""Lists under a heading: who gives and who receives stands above the list, or in its text."""

from __future__ import annotations

import re

from articles.shapes import Amount, Party
from articles.suggesting.drafts import Draft
from articles.suggesting.reading import Article, Passage

_GIFT = re.compile(
    r"\b(?:assistance|aid|support|relief|funding|grants?|loans?|package|donations?|contribution|"
    r"food|medical|"
    r"vaccines?|humanitarian|doses)\b",
    re.IGNORECASE,
)
_NO_GIFT = re.compile(
    r"\b(?:invest\w*|trade|exports?|imports?|contracts?|"
    r"sanctions?)\b",
    re.IGNORECASE,
)


_GIVES = re.compile(r"\b(?:announc|provid|commit|deliver|contribut|pledg|giv)\w*\b")


def listed(article: Article, index: int, earlier: list[Draft]) -> list[Draft]:
    """Return the gift a list item tells, which names its amount and maybe nobody.

    The giver is the state that acts above the list, or the one that speaks; the receiver another
    state of the item, of the line above, or of the item before.
    """
    passage = article.passages[index]
    lead = passage.sentence.lead
    said = article.plain[passage.sentence.start : passage.sentence.end]
    if (
        lead < 0
        or not passage.amounts
        or not _is_gift(article, passage, said)
        or _NO_GIFT.search(said)
    ):
        return []
    giver = article.own or _first(article, article.passages[lead], ())
    if not giver:
        return []
    above = [draft for draft in earlier if draft.kind == "aid" and draft.passage >= lead]
    receiver = (
        _first(article, passage, (giver,))
        or _first(article, article.passages[lead], (giver,))
        or next((p.code for draft in reversed(above) for p in draft.parties
                 if p.role == "recipient"), "")
        or next((code for code in article.main if code != giver), "")
    )  # fmt: skip
    if not receiver:
        return []
    amount = passage.amounts[0]
    draft = Draft(
        "aid",
        (Party(giver, "supplier"), Party(receiver, "recipient")),
        passage.sentence.start,
        passage.sentence.end,
        "list of gifts",
        index,
        amount.start,
        status="announced",
        subtype="aid",
    )
    draft.amount = amount.value if isinstance(amount.value, Amount) else None
    return [draft]


def _is_gift(article: Article, passage: Passage, said: str) -> bool:
    after = article.plain[passage.amounts[0].end : passage.amounts[0].end + 24]
    return bool(_GIFT.search(said) or re.match(r"\s(?:for|to)\s(?:the\s)?[A-Z]", after))


def _first(article: Article, passage: Passage, others: tuple[str, ...]) -> str:
    return next(
        (
            code
            for reference in passage.references
            for code in reference.codes
            if article.names.is_state(code) and code not in others
        ),
        "",
    )
