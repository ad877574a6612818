"""A text as sentences, quotations kept whole, with the heading or lead-in each stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"[.!?]+[\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9#$])|\n\s*\n|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Sgt|Capt|Adm|Sen|Rep|Gov|St|Jr|Sr|No|Jan|Feb|Mar|Apr|"
    r"Aug|Sept?|Oct|Nov|Dec|vs|Prof|Rev|Inc|Corp|Ltd|Co|Amb|Pres|approx)|\b(?<!War )[A-Z]|"
    r"\b[a-z]\.[a-z])\.$"
)
_INITIALS = re.compile(r"(?:\b[A-Z]\.){2,}$")
_STARTS_SENTENCE = re.compile(
    r"\s+[\"'(]?(?:The|In|On|At|He|She|It|They|We|But|And|A|An|This|That|These|Those|For|As|"
    r"Earlier|Last|Meanwhile|However|Mr|Ms|Mrs|There|Some|After|"
    r"Before|During|Under|According|Both|His|Her|Its|Their|Also)\b"
)
_BULLET = re.compile(r"\s*(?:[•·*▪◦–—-]|\d{1,2}[.)])\s+")
_QUOTE = re.compile(r"\"[^\"\n]{2,1500}?\"(?!\w)|\"[^\"\n]{20,1500}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's offsets in the text.

    lead: index of the sentence or heading that a list item stands under, or -1.
    """

    start: int
    end: int
    paragraph: int
    is_heading: bool = False
    lead: int = -1


def quotations(plain: str) -> list[tuple[int, int]]:
    """Return (start, end) of the words between quotation marks, in folded text."""
    found = []
    for match in _QUOTE.finditer(plain):
        end = match.end() - 1 if match[0].endswith('"') else match.end()
        if plain[match.start() - 1 : match.start()].isalnum():
            continue
        found.append((match.start() + 1, end))
    return found


def split(plain: str) -> list[Sentence]:
    """Return the sentences of folded text; one that ends within a quotation goes on after it."""
    inside = [(start, end) for start, end in quotations(plain)]
    sentences: list[Sentence] = []
    start, paragraph, quote = 0, 0, 0
    for match in _END.finditer(plain):
        end = match.end()
        is_break = match[0].startswith("\n")
        if not is_break:
            while quote < len(inside) and inside[quote][1] < end - 1:
                quote += 1
            if quote < len(inside) and inside[quote][0] < match.start() < inside[quote][1] - 1:
                continue
            before = plain[max(start, match.start() - 12) : match.start() + 1]
            if match[0] == "." and _ABBREVIATION.search(before):
                is_initials = _INITIALS.search(before) and _STARTS_SENTENCE.match(plain, end)
                if not is_initials:
                    continue
        elif match[0] == "\n" and not _is_line_end(plain, start, match.start(), end):
            continue
        _add(sentences, plain, start, match.start() if is_break else end, paragraph)
        start = end
        paragraph += is_break
    _add(sentences, plain, start, len(plain), paragraph)
    return sentences


def _is_line_end(plain: str, start: int, at: int, after: int) -> bool:
    line = plain[plain.rfind("\n", 0, at) + 1 : at]
    return bool(
        _BULLET.match(plain, after)
        or _BULLET.match(line)
        or re.search(r"[.:;!?\"]\s*$", line)
        or len(line) < 60
    )


def _add(sentences: list[Sentence], plain: str, start: int, end: int, paragraph: int) -> None:
    bullet = _BULLET.match(plain, start, end)
    begin = bullet.end() if bullet else start
    while begin < end and plain[begin].isspace():
        begin += 1
    while end > begin and plain[end - 1].isspace():
        end -= 1
    if begin >= end:
        return
    said = plain[begin:end]
    is_first = not sentences or sentences[-1].paragraph != paragraph
    is_heading = (
        is_first and not bullet and len(said) < 140 and not re.search(r"[.!?\"';,)]$", said)
    )
    lead = -1
    if bullet and sentences:
        lead = _lead(sentences, plain)
    sentences.append(Sentence(begin, end, paragraph, is_heading, lead))


def _lead(sentences: list[Sentence], plain: str) -> int:
    """Return the sentence before the list: the same as the item's above, or the one above."""
    above = sentences[-1]
    if above.lead >= 0:
        return above.lead
    if above.is_heading or plain[above.end - 1] == ":" or len(sentences) < 2:
        return len(sentences) - 1
    return len(sentences) - 1
