"""Whom a pronoun or a description means, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from articles.mentions.names import Names
from articles.mentions.regions import REGIONS
from articles.shapes import Speaker
from articles.suggesting.references import Reference

_PRONOUN = re.compile(
    r"\b(?P<one>[Hh]e|[Ss]he)\b|\b(?P<his>(?:[Hh]is|[Hh]er)\s(?:own\s)?(?:country|nation|"
    r"government|"
    r"homeland|administration))\b|"
    r"(?P<pair>\b(?:[Tt]he|[Bb]oth|[Tt]hese|[Tt]hose|"
    r"[Ee]ach of the)\s(?:two\s|three\s|four\s|five\s|six\s|seven\s)?(?:\w+\s)?(?:sides|"
    r"countries|nations|"
    r"governments|states|leaders|neighbou?rs|capitals|presidents|ministers|allies|"
    r"delegations|powers|parties|foes|rivals)\b|\b(?:[Tt]he\s(?:two(?:\smen)?|pair|sides)|"
    r"[Bb]oth|[Tt]hey|[Ee]ach other)\b)"
    r"|(?P<office>\b[Tt]he\s(?:foreign\s|defen[sc]e\s|interior\s)?(?:ministry|department|embassy|"
    r"regime|"
    r"government|administration)\b(?!\sof|\sin))"
    r"|(?P<it>(?:(?<=^)|(?<=[.!?]\s)|(?<=\n)|(?<=\band\s)|(?<=that\s)|"
    r"(?<=,\s))[Ii]t\b(?!'?s?\s(?:is|was|will be|would be)"
    r"\s(?:possible|clear|important|too|not clear|necessary|unclear|striking|the first)))"
    r"|(?P<we>\b[Ww]e\b|\b[Oo]ur\s(?:country|government|administration)\b|"
    r"\b[Tt]he Administration\b)"
    r"|(?P<country>\b(?:[Tt]he|[Tt]hat|[Tt]his)\s(?:island\s|neighboring\s|"
    r"(?P<region>[A-Z]\w+(?:\s[A-Z]\w+)?)\s)?(?:country|nation|kingdom|island)\b(?!'s?\s(?:first|"
    r"only)))"
)
_COUNTS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_OFFICES = re.compile(r"\b(?:ministry|department|embassy|regime|government|administration)\b")
_OFFICE = re.compile(r"minist|spokes|president|premier|chancellor|army|military|secretary|chief|"
                     r"parliament",
                     re.IGNORECASE)  # fmt: skip
_SAYING = re.compile(
    r"\s(?:also\s|later\s|has\s|had\s)?(?:sa(?:id|ys)|told|declared|stated|added|noted|tweeted|"
    r"wrote|"
    r"announced|warned|claimed|alleged|called|accused|condemned|reiterated|stressed)\b"
)


class Resolver:
    """Says whom a pronoun or description means, sentence by sentence in order."""

    def __init__(self, plain: str, names: Names, own: str, main: Sequence[str]) -> None:
        """`own` is the state that speaks as "we", or ""; `main` the article's states, by weight."""
        self.plain, self.names, self.own, self.main = plain, names, own, main
        self.person: Reference | None = None
        self.pair: tuple[str, ...] = ()
        self.people: tuple[Speaker, ...] = ()
        self.states: list[str] = []
        self.subject: str = ""
        self.group: tuple[str, ...] = ()
        self.groups: list[tuple[str, ...]] = []
        self.topic = ""
        self.offices: dict[str, str] = {}
        self.served: dict[str, str] = {}

    def resolve(
        self,
        start: int,
        end: int,
        found: Sequence[Reference],
        quotes: Sequence[tuple[int, int]] = (),
    ) -> list[Reference]:
        """Return a sentence's references with its pronouns, and remember it for the next ones."""
        found = [self._served(reference, start, found) for reference in found]
        result = list(found)
        found = [
            reference
            for reference in found
            if not any(begin <= reference.start < stop for begin, stop in quotes)
        ]
        taken = [(reference.start, reference.end) for reference in result] + list(quotes)
        for match in _PRONOUN.finditer(self.plain, start, end):
            if any(match.start() < stop and begin < match.end() for begin, stop in taken):
                continue
            reference = self._pronoun(match, found)
            if reference is not None:
                result.append(reference)
        result.sort(key=lambda reference: reference.start)
        self._remember(start, found)
        return result

    def _pronoun(self, match: re.Match[str], found: Sequence[Reference]) -> Reference | None:
        span = (match.start(), match.end())
        earlier = [reference for reference in found if reference.end <= match.start()]
        if match["one"] or match["his"]:
            person = self._person(earlier)
            if person is None:
                return None
            speaker = person.speaker
            codes = (speaker.code,) if speaker and speaker.code else person.codes[:1]
            is_person = bool(match["one"])
            return Reference(*span, codes, "pronoun", speaker=speaker if is_person else None)
        if match["pair"]:
            codes = self._pair(earlier, match["pair"].lower())
            if len(codes) < 2:
                return None
            return Reference(*span, codes, "pair", persons=self.people)
        if match["office"]:
            code = self.offices.get(match["office"].lower().split()[-1], "")
            return Reference(*span, (code,), "people") if code else None
        if match["we"]:
            return Reference(*span, (self.own,), "pronoun") if self.own else None
        if match["country"]:
            states = [code for code in self._states(earlier) if code != self.own]
            if match["region"]:
                region = REGIONS.get(match["region"].lower(), frozenset())
                states = [code for code in states if code in region] or [
                    code for code in reversed(self.main) if code in region
                ]
            return Reference(*span, (states[-1],), "pronoun") if states else None
        return Reference(*span, (self.subject,), "pronoun") if self.subject else None

    def _served(self, reference: Reference, start: int, here: Sequence[Reference]) -> Reference:
        """Give a person without a country the article's subject, or the "In Chile," before."""
        speaker = reference.speaker
        if self.own and speaker is not None and self._is_title_alone(reference, speaker):
            return replace(
                reference, codes=(self.own,), speaker=Speaker("", speaker.title, self.own)
            )
        if reference.form != "person" or speaker is None or reference.codes != ("",):
            return reference
        surname = speaker.name.split()[-1] if speaker.name else ""
        there = here[0].codes[0] if here and here[0].start - start < 6 else ""
        is_there = bool(there) and self.plain.startswith("In ", start)
        topic = there if is_there else self.topic
        code = self.served.get(surname) or (topic if _OFFICE.search(speaker.title) else "")
        if not code:
            return reference
        if surname:
            self.served[surname] = code
        named = Speaker(speaker.name, speaker.title, code)
        return replace(reference, codes=(code,), speaker=named)

    def _is_title_alone(self, reference: Reference, speaker: Speaker) -> bool:
        """Whether a government's own text says "the President" and no more."""
        said = self.plain[reference.start : reference.end].lower()
        return said in ("president", "vice president", "secretary", "administration") and bool(
            speaker.title
        )

    def _person(self, earlier: Sequence[Reference]) -> Reference | None:
        persons = [reference for reference in earlier if reference.form == "person"]
        if not persons:
            return self.person
        speaking = [reference for reference in persons if _SAYING.match(self.plain, reference.end)]
        return (speaking or persons)[0]

    def _pair(self, earlier: Sequence[Reference], said: str) -> tuple[str, ...]:
        here = list(dict.fromkeys(self._states(earlier)[len(self.states) :]))
        if said in ("they", "both", "each other"):
            groups = [reference.codes for reference in earlier if len(reference.codes) == 2]
            if not groups and not here:
                return self.group
            return groups[-1] if groups else ()
        if len(here) == 2 and (not self.pair or set(here) & set(self.pair)):
            return tuple(here)
        count = _COUNTS.get(said.split()[1]) if " " in said else None
        if count:
            return next((group for group in reversed(self.groups) if len(group) == count), ())
        if self.pair:
            return self.pair
        return tuple(self.main[:2])

    def _states(self, earlier: Sequence[Reference]) -> list[str]:
        return self.states + [
            code for reference in earlier for code in reference.codes if self.names.is_state(code)
        ]

    def _remember(self, start: int, found: Sequence[Reference]) -> None:
        persons = [reference for reference in found if reference.form == "person"]
        speaking = [r for r in persons if _SAYING.match(self.plain, r.end)]
        if persons:
            self.person = (speaking or persons)[0]
        for reference in found:
            if reference.form == "people" and len(reference.codes) == 1:
                said = self.plain[reference.start : reference.end].lower()
                for word in _OFFICES.findall(said):
                    self.offices[word] = reference.codes[0]
        named = [
            code
            for reference in found
            for code in reference.codes
            if self.names.is_state(code) and reference.form != "place"
        ]
        distinct = tuple(dict.fromkeys(named))
        if len(distinct) == 2:
            self.pair = distinct
            self.people = tuple(
                speaker for reference in persons for speaker in
                (reference.persons or ((reference.speaker,) if reference.speaker else ()))
            )  # fmt: skip
        elif distinct:
            groups = [reference.codes for reference in found if len(reference.codes) == 2]
            self.pair = groups[-1] if groups else self.pair
        self.groups += [reference.codes for reference in found if len(reference.codes) > 2]
        both = [reference.codes for reference in found if len(reference.codes) == 2]
        self.group = both[-1] if both else ()
        self.states = named or self.states
        acting = [
            reference
            for reference in found
            if reference.is_actor and len(reference.codes) == 1
            and self.names.is_state(reference.codes[0])
        ]  # fmt: skip
        leads = bool(acting) and acting[0].start - start < 40
        self.subject = acting[0].codes[0] if leads else ""
        self.topic = self.subject or self.topic
