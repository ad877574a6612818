"""How many of what: arms, troops, goods, people."""

from __future__ import annotations

import re

from articles.mentions.folding import fold
from articles.mentions.shapes import Mention
from articles.shapes import Quantity

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "dozen": 12, "hundred": 100,
}  # fmt: skip
_VAGUE = {
    "several": (3, 9), "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 900),
    "several hundred": (200, 900), "several dozen": (36, 99), "a few dozen": (24, 60),
    "several thousand": (2000, 9000), "thousands": (2000, 9000),
    "tens of thousands": (20000, 90000),
    "a few hundred": (200, 400), "hundreds of thousands": (200000, 900000),
    "millions": (2000000, 9000000), "a few": (2, 5),
}  # fmt: skip
_UNIT = (
    r"(?:UAVs?|drones?|aircraft|(?:fighter|war|combat)?\s?(?:jets?|planes?)|helicopters?|tanks?|"
    r"missiles?|rockets?|launchers?|batter(?:y|ies)|rifles?|guns?|howitzers?|shells?|rounds?|"
    r"(?:armou?red\s|military\s|combat\s)?vehicles?|ships?|vessels?|frigates?|submarines?|boats?|"
    r"warships?|troops?|soldiers?|personnel|peacekeepers?|marines?|sailors?|trainers?|advis[eo]rs?|"
    r"doses?|vaccines?|tons?|tonnes?|metric tons?|barrels?|cubic met(?:er|re)s|bushels?|kilograms?|"
    r"people|civilians?|prisoners?|diplomats?|hostages?|refugees?|students?|individuals?|entities|"
    r"companies|banks|officials|agreements?|accords?|deals?|documents?|memorandums?|contracts?|"
    r"centrifuges?|reactors?|warheads?|generators?|ventilators?|masks?|tents|blankets|trucks?|"
    r"doctors|cars|buses|bombs?|systems?|sets?|units?|bases?|sites?|flights?|workers?|experts?)"
)
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:\s(?:million|billion|thousand))?|"
    r"(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
    r"(?:[-\s](?:million|thousand|hundred|dozen|one|two|three|four|five|six|seven|eight|nine))?"
)
_PATTERN = re.compile(
    r"(?<!handed )(?<!hand )(?P<hedge>\b(?:more than|over|at least|up to|as many as|nearly|"
    r"almost|about|around|some|"
    r"an additional|another|approximately|roughly)\s)?"
    rf"(?<![\w$€£.,-])(?:(?P<vague>{'|'.join(sorted(_VAGUE, key=len, reverse=True))})"
    rf"(?:\sof)?|(?P<number>{_NUMBER}))"
    rf"(?:\s(?:of\s)?(?!to\b|and\b|in\b|by\b|from\b|for\b|with\b|at\b|on\b|billion\b|percent\b)"
    rf"(?:[A-Za-z][\w.-]*|\d{{1,3}}(?=\s[a-z]))){{0,4}}?\s(?P<unit>{_UNIT})\b",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|"
    r"hundreds?|thousands?|millions?|several|few|scores)\b",
    re.IGNORECASE,
)


def find_quantities(text: str) -> list[Mention]:
    """Return counted things in text order; a count of years or of days is none."""
    plain = fold(text)
    found = []
    for line in re.finditer(r"[^\n]+", plain):
        if not _HINT.search(line[0]):
            continue
        for match in _PATTERN.finditer(plain, line.start(), line.end()):
            quantity = _quantity(match, text[match.start() : match.end()])
            if quantity is not None:
                found.append(
                    Mention("quantity", match.start(), match.end(), quantity.reported,
                            value=quantity)
                )  # fmt: skip
    return found


def _quantity(match: re.Match[str], reported: str) -> Quantity | None:
    unit, hedge = match["unit"].lower(), (match["hedge"] or "").lower()
    if match["vague"]:
        low, high = _VAGUE[match["vague"].lower()]
        return Quantity(low, None, high, unit, reported, is_vague=True)
    number = _number(match["number"].lower())
    if number is None or (1900 <= number <= 2100 and "," not in match["number"]):
        return None
    if hedge.startswith(("more", "over", "at least")):
        return Quantity(number, None, None, unit, reported)
    if hedge.startswith(("up to", "as many", "nearly", "almost")):
        return Quantity(None, None, number, unit, reported)
    return Quantity(None, number, None, unit, reported)


def _number(said: str) -> int | None:
    total = 0.0
    for word in said.replace("-", " ").replace(",", "").split():
        if word in ("million", "billion", "thousand"):
            total = (total or 1) * {"million": 1e6, "billion": 1e9, "thousand": 1e3}[word]
        elif word in ("hundred", "dozen"):
            total = (total or 1) * _WORDS[word]
        elif word in _WORDS:
            total += _WORDS[word]
        else:
            try:
                total += float(word)
            except ValueError:
                return None
    return int(total) if total else None
