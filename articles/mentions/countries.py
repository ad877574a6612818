"""Countries in a text: by name, adjective, people, or the seat of their government."""

from __future__ import annotations

import re
from collections import Counter

from articles.mentions import false_friends
from articles.mentions.folding import fold
from articles.mentions.names import Names, day
from articles.mentions.shapes import Mention
from relations.countries import Name

_START = re.compile(r"(?<![A-Za-z0-9'])[A-Z][A-Za-z0-9]*|(?<![A-Za-z])al-(?=[QS])|(?<![A-Za-z])eSw")
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|near|at|outside|around|inside|across|through|downtown|central|via|visit|visits|"
    r"visited|visiting|from|to|for|arrived|reached|left|leave|headquarters in|,)\s|\()$",
    re.IGNORECASE,
)
# "flew to Moscow" is a place, "protested to Moscow" its government.
_MOVES = re.compile(
    r"\b(?:travel|fl[eyi]|visit|trip|go|went|return|arriv|head|c[ao]me|way|sent|send|deport|"
    r"bound|mov|flight|"
    r"tour|br[io]|rout|driv|drove|walk|sail|deliver|ship|fled|flee|transfer|airlift|ambassador|"
    r"envoy|"
    r"rush|journey|back|tak|took|invit|delegation|link|road|close|next|from)\w*[^.;]*$"
)
_METONYM_AFTER = re.compile(
    r"^(?:'s?)?\s(?:to\s|and\s[A-Z]\w+\sto\s|of\s|over\s|that\s|on\s(?!Mon|Tue|Wed|Thu|Fri|Sat|"
    r"Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d))"
)
_SENDS = re.compile(
    r"\b(?:aid|arms|support|ties|relations|weapons|loans?|pressure)\s(?:from|to|"
    r"for)\s$"
)
_ONLY_PLACE = re.compile(
    r"^-(?:based|born)\b|^\s(?:airport|suburb|hotel|summit|court|"
    r"neighborhood)\b"
)
_ALWAYS_GOVERNMENT = frozenset(
    {"Kremlin", "White House", "Pentagon", "State Department", "Downing Street", "Foreign Office",
     "Foggy Bottom", "Capitol Hill", "Whitehall", "10 Downing Street", "Quai d'Orsay", "Blue House",
     "Zhongnanhai", "Treasury Department", "Department of State", "Justice Department",
     "Commerce Department", "Elysee", "Elysee Palace", "Holy See", "Vatican", "Oval Office"}
)  # fmt: skip


def find_countries(text: str, names: Names, published: str = "") -> list[Mention]:
    """Return the countries in text order, never overlapping.

    A name two countries share ("Korea", "Congo") is the one the article names in full elsewhere,
    else the nearest before it; it is left out where nothing decides.
    """
    plain = fold(text)
    on = day(published)
    found: list[tuple[int, int, list[Name]]] = []
    end = 0
    friends = false_friends.Reader(plain)
    for word in _START.finditer(plain):
        if word.start() < end:
            continue
        match = _longest(plain, word.start(), names)
        if match is None:
            continue
        stop, candidates = match
        if friends.is_other(word.start(), stop, candidates[0]):
            end = max(end, friends.end_of_other(word.start(), stop))
            continue
        held = [name for name in candidates if on is None or name.period.holds(on)]
        if on is None:
            held = [name for name in candidates if name.period.valid_to is None]
        found.append((word.start(), stop, held or candidates))
        end = stop
    return _decided(text, plain, found)


def _longest(plain: str, start: int, names: Names) -> tuple[int, list[Name]] | None:
    first = re.match(r"[A-Za-z0-9]+", plain[start : start + 40])
    if first is None:
        return None
    stop, candidates = 0, []
    for said, name in names.by_word.get(first[0].upper(), ()):
        if stop and len(said) < stop - start:
            break
        end = start + len(said)
        piece = plain[start:end]
        is_same = piece == said or (len(said) > 3 and piece.isupper() and piece == said.upper())
        if not is_same or (plain[end : end + 1].isalnum()):
            continue
        stop = end
        candidates.append(name)
    return (stop, candidates) if candidates else None


def _decided(text: str, plain: str, found: list[tuple[int, int, list[Name]]]) -> list[Mention]:
    sure = Counter(
        next(iter(codes))
        for codes in ({name.code for name in candidates} for _, _, candidates in found)
        if len(codes) == 1
    )
    mentions: list[Mention] = []
    latest: list[str] = []
    for start, end, candidates in found:
        codes = {name.code for name in candidates}
        if len(codes) > 1:
            known = [code for code in codes if sure[code]]
            near = [code for code in reversed(latest) if code in codes]
            if len(known) == 1:
                codes = set(known)
            elif near:
                codes = {near[0]}
            else:
                continue
        code = codes.pop()
        name = next(name for name in candidates if name.code == code)
        is_place = name.kind == "capital" and _is_place(plain, start, end)
        latest.append(code)
        form = "former" if name.kind == "former" else name.kind
        form = "name" if form in ("common", "official", "alias") else form
        mentions.append(
            Mention("country", start, end, text[start:end], code, form, is_place=is_place)
        )
    return mentions


def _is_place(plain: str, start: int, end: int) -> bool:
    if plain[start:end] in _ALWAYS_GOVERNMENT or plain[start:end].lower().endswith("ministration"):
        return False
    after = plain[end : end + 30]
    before = plain[max(0, start - 40) : start]
    if _ONLY_PLACE.match(after):
        return True
    if re.match(r",\s[A-Z]", after) and not re.match(r"^,\s[A-Z]\w+\s(?:and|,)", after):
        return True
    if re.search(r"\s-\s$|^\s*$", before) and re.match(r"\s-\s|,\s[A-Z]", after):
        return True
    before = re.sub(r"(?:the|The)\s$", "", before)
    if re.search(r"\bto\s$", before) and not _MOVES.search(plain, max(0, start - 60), start):
        return False
    if not _PLACE_BEFORE.search(before):
        return False
    return not (_SENDS.search(before) or _METONYM_AFTER.match(after))
