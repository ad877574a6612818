"""Near-copies: which text we hold repeats another, whole or in part.

A text's sketch is the hashes of its five-word shingles that are divisible by four (Broder 1997,
sampling modulo m): two sketches share about the part of words that the texts share, also where
one is cut short. PostgreSQL finds candidates by a GIN index on the sample.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from articles.models import Article, Sketch
from relations.models import SourceVersion

WIDTH = 5
EVERY = 4
MOST = 1_000
COPIED = 0.5
"""The part of the shorter text from which one counts as a copy of the other."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """The article whose text is repeated, and how much of the shorter one: 0 to 1."""

    article: Article
    likeness: float


def sketch_of(text: str) -> list[int]:
    """Return the sampled shingle hashes of a text, sorted, at most `MOST`."""
    words = [word.casefold() for word in _WORD.findall(text)]
    hashes = {
        _hash(" ".join(words[at : at + WIDTH])) for at in range(max(1, len(words) - WIDTH + 1))
    }
    sampled = {each for each in hashes if each % EVERY == 0}
    return sorted(sampled if len(words) > 40 else hashes)[:MOST]


def _hash(shingle: str) -> int:
    digest = hashlib.blake2b(shingle.encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big")


def remember(version: SourceVersion) -> Sketch:
    """Keep the sketch of a version, once."""
    sketch, _ = Sketch.objects.get_or_create(
        version=version, defaults={"shingles": sketch_of(version.text)}
    )
    return sketch


def nearest(version: SourceVersion) -> Copy | None:
    """Return the article that this text repeats most, of another source; None below `COPIED`."""
    mine = set(remember(version).shingles)
    best: Copy | None = None
    candidates = (
        Sketch.objects.filter(shingles__overlap=sorted(mine)[:200])
        .exclude(version__source=version.source_id)
        .order_by("pk")[:200]
    )
    for sketch in candidates:
        theirs = set(sketch.shingles)
        likeness = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
        if likeness < COPIED or (best is not None and likeness <= best.likeness):
            continue
        article = Article.objects.filter(version=sketch.version_id).order_by("pk").first()
        if article is not None:
            best = Copy(article, round(likeness, 3))
    return best
