"""An article read once: its sentences, and what stands for whom in each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from articles.mentions.amounts import find_amounts
from articles.mentions.countries import find_countries
from articles.mentions.dates import find_dates
from articles.mentions.folding import fold
from articles.mentions.names import Names
from articles.mentions.persons import find_persons
from articles.mentions.quantities import find_quantities
from articles.mentions.shapes import Mention
from articles.mentions.weapons import find_weapons
from articles.shapes import Document, Speaker
from articles.suggesting import masking, references, sentences
from articles.suggesting.pronouns import Resolver
from articles.suggesting.references import Reference
from articles.suggesting.sentences import Sentence

Found = TypeVar("Found", Mention, Reference)

_OWN = re.compile(
    r"White House|Department of State|State Department|Pentagon|Department of Defense|"
    r"Department of the Treasury", re.IGNORECASE
)  # fmt: skip
_OWN_COUNTRY = (
    ("GBR", re.compile(r"GOV\.UK|Downing Street|Foreign, Commonwealth", re.IGNORECASE)),
    ("RUS", re.compile(r"Kremlin|kremlin\.ru|mid\.ru", re.IGNORECASE)),
)


@dataclass(slots=True)
class Passage:
    """A sentence with its references, masked text and the values named in it."""

    sentence: Sentence
    references: list[Reference]
    masked: masking.Masked
    quotes: list[tuple[int, int]]
    amounts: list[Mention]
    quantities: list[Mention]
    weapons: list[Mention]
    dates: list[Mention]


@dataclass(slots=True)
class Article:
    """A document read: `plain` is its folded text, of the same length.

    own: the state that speaks as "we" (a White House text), or "".
    main: its states, the most named first.
    """

    document: Document
    names: Names
    plain: str
    own: str
    main: list[str]
    countries: list[Mention]
    passages: list[Passage]
    own_speaker: Speaker = field(default_factory=Speaker)


def read(document: Document, names: Names, extra: Sequence[Mention] = ()) -> Article:
    """Read a document; `extra` persons are those another finder has found."""
    text, plain = document.text, fold(document.text)
    countries = find_countries(text, names, document.published)
    persons, _ = find_persons(text, names, countries, document.published)
    countries, persons = _with_extra(countries, persons, extra)
    own = own_state(document)
    weight = Counter(m.code for m in countries if names.is_state(m.code))
    for mention in find_countries(document.title, names, document.published):
        weight[mention.code] += 2
    main = [code for code, _ in weight.most_common()]
    values = {
        "amounts": find_amounts(text),
        "quantities": find_quantities(text),
        "weapons": find_weapons(text),
        "dates": find_dates(text, document.published),
    }
    found = references.joined(
        plain, references.explicit(plain, countries, persons, values["weapons"])
    )
    resolver = Resolver(plain, names, own, main)
    quotes = sentences.quotations(plain)
    cursors = dict.fromkeys(("references", "quotes", *values), 0)
    passages = []
    for sentence in sentences.split(plain):
        here = _within(found, sentence, cursors, "references")
        quoted = _quotes_within(quotes, sentence, cursors)
        here = resolver.resolve(sentence.start, sentence.end, here, quoted)
        held = {name: _within(mentions, sentence, cursors, name)
                for name, mentions in values.items()}  # fmt: skip
        masked = masking.mask(
            plain, sentence.start, sentence.end, here, held["weapons"], held["amounts"], quoted
        )
        passages.append(Passage(sentence, here, masked, quoted, **held))
    article = Article(document, names, plain, own, main, countries, passages)
    if own:
        article.own_speaker = _own_speaker(article)
    return article


def _with_extra(
    countries: list[Mention], persons: list[Mention], extra: Sequence[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """Add persons nobody introduced: no country is named in them, and they act for none."""
    taken = {at for person in persons for at in range(person.start, person.end)}
    strangers = [
        person for person in extra if not taken.intersection(range(person.start, person.end))
    ]
    if not strangers:
        return countries, persons
    within = {at for person in strangers for at in range(person.start, person.end)}
    outside = [country for country in countries if country.start not in within]
    return outside, sorted([*persons, *strangers], key=lambda person: person.start)


def _own_speaker(article: Article) -> Speaker:
    """Return who speaks a government's text: the one its title or first line names."""
    document, names = article.document, article.names
    for line in (document.title, document.byline, document.text.split("\n", 1)[0][:160]):
        if not re.search(r"\b(?:[Ss]tatement|[Rr]emarks|[Ll]etter|[Mm]essage)\b", line):
            continue
        named = find_countries(line, names, document.published)
        for person in find_persons(line, names, named, document.published)[0]:
            if isinstance(person.value, Speaker) and person.code in ("", article.own):
                name = re.split(r"'s\b", person.value.name)[0]
                return Speaker(name, person.value.title, article.own)
    return Speaker()


def own_state(document: Document) -> str:
    """Return the state whose government publishes the text, or ""."""
    if _OWN.search(document.publisher) and "VOA" not in document.publisher:
        return "USA"
    return next((code for code, said in _OWN_COUNTRY if said.search(document.publisher)), "")


def _within(
    items: Sequence[Found], sentence: Sentence, cursors: dict[str, int], name: str
) -> list[Found]:
    at = cursors[name]
    found = []
    while at < len(items) and items[at].start < sentence.end:
        if items[at].start >= sentence.start:
            found.append(items[at])
        at += 1
    cursors[name] = at
    return found


def _quotes_within(
    quotes: Sequence[tuple[int, int]], sentence: Sentence, cursors: dict[str, int]
) -> list[tuple[int, int]]:
    at = cursors["quotes"]
    found = []
    while at < len(quotes) and quotes[at][0] < sentence.end:
        if quotes[at][0] >= sentence.start:
            found.append(quotes[at])
        at += 1
    cursors["quotes"] = at
    return found
