"""Persons with their office and the country they serve, as the text introduces them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.mentions import titles
from articles.mentions.folding import fold
from articles.mentions.names import Names
from articles.mentions.people import People
from articles.mentions.shapes import Mention
from articles.shapes import Speaker

_OF_COUNTRY = re.compile(r"^(?:'s)?,?\s(?:of|in)\s(?:the\s)?(?:Republic\sof\s)?\Z")
_OF_AFTER_NAME = re.compile(r"(?:,?\sJr\.?,?)?\sof\s(?:the\s)?(?:Republic\sof\s)?")
_ITS_OFFICE = re.compile(
    r"(?:'s?)?\s(?:[A-Za-z]+\s){0,3}?(?:[Mm]inistry|[Aa]rmy|[Mm]ilitary|[Gg]overnment|"
    r"[Dd]epartment|[Ff]orces|"
    r"[Ee]mbassy|[Pp]resident)\b"
)
_FOR_COUNTRY = re.compile(r"^\s(?:for|to|on)\s(?:the\s)?\Z")
_THE = re.compile(r"\b[Tt]he\s$")


def find_persons(
    text: str, names: Names, countries: Sequence[Mention], published: str = ""
) -> tuple[list[Mention], People]:
    """Return persons and offices in text order, never overlapping, and whom the text introduced.

    `countries` are the text's; a mention spans the country's adjective, the office and the name.
    """
    plain = fold(text)
    by_end = {mention.end: mention for mention in countries}
    by_start = {mention.start: mention for mention in countries}
    people = People()
    found: list[Mention] = []
    unknown: list[re.Match[str]] = []
    end = 0
    for match in titles.TITLE.finditer(plain):
        start = match.start()
        if start < end:
            continue
        reader = _Reading(plain, match, names, published, by_end, by_start, end, people)
        speaker = reader.read()
        if speaker is None:
            if _THE.search(plain, max(0, start - 4), start):
                unknown.append(match)
            continue
        people.add(speaker)
        span = (reader.start, reader.end)
        found.append(Mention("person", *span, text[slice(*span)], speaker.code, value=speaker))
        end = reader.end
    for match in unknown:
        known = None if match[0].casefold() in titles.GENERIC else people.titled(match[0], "")
        if known is not None:
            found.append(Mention("person", *match.span(), text[slice(*match.span())], known.code,
                                 value=known))  # fmt: skip
    found.sort(key=lambda mention: mention.start)
    found += _by_name_alone(text, plain, names, people, found, published)
    return sorted(found, key=lambda mention: mention.start), people


class _Reading:
    """One title: who holds it, for which country, and how far the words for both reach."""

    def __init__(
        self,
        plain: str,
        match: re.Match[str],
        names: Names,
        published: str,
        by_end: dict[int, Mention],
        by_start: dict[int, Mention],
        floor: int,
        people: People,
    ) -> None:
        self.people = people
        self.plain, self.names, self.published = plain, names, published
        self.by_end, self.by_start, self.floor = by_end, by_start, floor
        self.start, self.end = match.start(), match.end()
        self.title, self.name, self.code = match[0], "", ""

    def read(self) -> Speaker | None:
        self._country_before()
        if not self.code:
            self._country_after()
        else:
            self._skip_what_for()
        self._name_after()
        if not self.name:
            self._name_before()
        lower = self.title.casefold()
        if not self.code and self.name:
            self._country_of_name()
        self._of_country_after_name()
        self._known_already()
        if not self.code:
            is_generic = lower in titles.GENERIC or lower.split()[-1] in titles.GENERIC
            self.code = "" if is_generic and " " not in lower else self.names.office(self.title)
        if not self.code and not self.name:
            # "the president": whoever bore the title last
            return self._same_title(lower)
        return Speaker(self.name, self.title, self.code)

    def _of_country_after_name(self) -> None:
        """Take "of Ukraine" after "President Zelenskyy"."""
        if not self.name:
            return
        found = _OF_AFTER_NAME.match(self.plain, self.end, self.end + 40)
        mention = self.by_start.get(found.end()) if found else None
        if mention is not None and mention.form == "name":
            self.code, self.end = mention.code, mention.end

    def _known_already(self) -> None:
        known = self.people.get(self.name) if self.name else None
        if known is not None and self.code in ("", known.code):
            self.code = known.code
            self.name = known.name if len(known.name) >= len(self.name) else self.name
            if len(known.title) > len(self.title):
                self.title = known.title
        elif self.code and not self.name:
            twin = self.people.titled(self.title, self.code)
            if twin is not None:
                self.name = twin.name

    def _same_title(self, lower: str) -> Speaker | None:
        if not re.search(
            r"\bthe\s$", self.plain[max(0, self.start - 5) : self.start], re.IGNORECASE
        ):
            return None
        return None if lower in titles.GENERIC else self.people.titled(self.title, "")

    def _country_before(self) -> None:
        at = self.start
        for back in range(48):
            mention = self.by_end.get(at - back)
            if mention is None or mention.start < self.floor:
                continue
            between = self.plain[mention.end : at]
            if between and titles.ADJECTIVES.match(between):
                self.code, self.start = mention.code, mention.start
            return

    def _country_after(self) -> None:
        for ahead in range(2, 30):
            mention = self.by_start.get(self.end + ahead)
            if mention is None:
                continue
            between = self.plain[self.end : mention.start]
            if _OF_COUNTRY.match(between):
                self.code, self.end = mention.code, mention.end
            elif _FOR_COUNTRY.match(between) and "spokes" in self.title.lower():
                self.code = mention.code
                rest = _ITS_OFFICE.match(self.plain, mention.end)
                self.end = rest.end() if rest else mention.end
            elif _FOR_COUNTRY.match(between) and re.search(
                r"envoy|ambassador|representative", self.title, re.IGNORECASE
            ):
                self.title = self.plain[self.start : mention.end]
                self.end = mention.end
            return

    def _skip_what_for(self) -> None:
        """Take "to Germany" of an ambassador, "for Iran" of an envoy into the title."""
        if not re.search(r"envoy|ambassador|representative|coordinator", self.title, re.IGNORECASE):
            return
        begin = self.end - len(self.title)
        for ahead in range(3, 12):
            mention = self.by_start.get(self.end + ahead)
            if mention and _FOR_COUNTRY.match(self.plain[self.end : mention.start]):
                self.end = mention.end
                self.title = self.plain[begin : self.end]
                return

    def _name_after(self) -> None:
        found = titles.NAME_AFTER.match(self.plain, self.end, self.end + 80)
        if not found:
            return
        has_comma = self.plain[self.end : self.end + 1] == ","
        stop = self.plain[found.end() : found.end() + 1]
        # "the foreign minister of Cuba, Bruno Parrilla," but not "the minister, Iran said"
        if has_comma and stop not in (",", ".", ""):
            return
        start = found.start("name")
        country = self.by_start.get(start)
        if country is not None:
            return
        self.name, self.end = self._cut(start, found.end())

    def _name_before(self) -> None:
        found = titles.NAME_BEFORE.search(self.plain[max(self.floor, self.start - 70) : self.start])
        if not found or not self.code:
            return
        begin = max(self.floor, self.start - 70) + found.start("name")
        name = found["name"]
        if any(at in self.by_start for at in range(begin, begin + len(name))):
            return
        if " " not in name and not re.search(r"(?:Mr|Mrs|Ms)\.\s$", self.plain[:begin][-5:]):
            return
        self.name, self.start = name, begin

    def _cut(self, start: int, end: int) -> tuple[str, int]:
        """End a name where a country's begins: "President Putin Russia's"."""
        for at in range(start + 1, end):
            mention = self.by_start.get(at)
            if mention is not None:
                end = at
                break
        name = self.plain[start:end].rstrip()
        name = re.sub(r"'s$|'$", "", name)
        return name, start + len(name)

    def _country_of_surname(self) -> None:
        holder = self.names.surnamed(self.name.split()[-1], self.published)
        self.code = holder.code if holder else ""

    def _country_of_name(self) -> None:
        if self.title.casefold() in ("colonel", "marshal", "mullah", "general", "senator"):
            self._country_of_surname()
            return
        holder = self.names.holder(self.name, self.published) or self.names.surnamed(
            self.name, self.published, self.title if " " not in self.name else ""
        )
        if holder is not None:
            self.code = holder.code


def _by_name_alone(
    text: str,
    plain: str,
    names: Names,
    people: People,
    found: list[Mention],
    published: str,
) -> list[Mention]:
    taken = sorted((mention.start, mention.end) for mention in found)
    extra: list[Mention] = []
    index = 0
    for match in titles.NAME.finditer(plain):
        start, end = match.span()
        while index < len(taken) and taken[index][1] <= start:
            index += 1
        if index < len(taken) and taken[index][0] < end:
            continue
        name = re.sub(r"'s$|'$", "", match[0])
        speaker = _known(name, names, people, published)
        if speaker is not None:
            before = re.search(r"(?:Mr|Mrs|Ms|Dr|Gen)\.?\s$", plain[max(0, start - 6) : start])
            begin = start - len(before[0]) if before else start
            stop = start + len(name)
            extra.append(
                Mention("person", begin, stop, text[begin:stop], speaker.code, value=speaker)
            )
    return extra


def _known(name: str, names: Names, people: People, published: str) -> Speaker | None:
    said = people.get(name)
    words = name.split()
    if said is not None and (
        len(words) == 1
        or set(fold(name).casefold().split()) & set(fold(said.name).casefold().split())
    ):
        return said
    if len(words) == 1 and len(words[0]) < 4:
        return None
    holder = names.holder(name, published)
    if holder is None and len(words) > 1:
        holder = names.holder(" ".join(words[:2]), published)
    if holder is None:
        return None
    speaker = Speaker(holder.person, holder.title if holder.holds(published) else "", holder.code)
    if len(words) > 1:
        people.add(speaker)
    return speaker
