"""Turn bytes from strangers into a text and what is known of it.

    extracted = extraction.extract(fetched.body, content_type=fetched.content_type, …)
    extracted = extraction.from_text(pasted)
    extracted = extraction.from_html(pasted_markup)

`shapes` is what comes out, `decoding` finds the characters, `pages` reads HTML with the help of
`metadata`, `papers` reads PDF, `cleaning` makes plain text plain, `languages` names its language,
`judging` tells what is wrong, `guard` runs the parsers where they can do no harm.
"""

from articles.extraction.reading import extract, from_html, from_text
from articles.extraction.shapes import DEFAULT, Extracted, Key, Limits, Problem

__all__ = [
    "DEFAULT",
    "Extracted",
    "Key",
    "Limits",
    "Problem",
    "extract",
    "from_html",
    "from_text",
]
