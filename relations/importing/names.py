"""Which country or actor a file means, on the day of its row."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from relations import countries
from relations.models import Country, CountryName

__all__ = ["Actor", "Names"]


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor that a file names and that is not here yet; applying the import makes it."""

    code: str
    label: str
    kind: str


@dataclass
class Names:
    """Finds codes for names and numbers, and remembers what it found.

    aliases: what one data set calls a country, by its exact words; goes before everything.
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    new_actors: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._found: dict[tuple[str, date | None], str | None] = {}
        self._near: dict[str, str] = {}
        self._coded: dict[tuple[str, str, date | None], str | None] = {}
        self._names_of: dict[str, set[str]] = {}
        self._labels = dict(Country.objects.values_list("label", "pk"))
        self._names = {code: label for label, code in self._labels.items()}
        self._codes = set(self._names)
        own = CountryName.objects.filter(language="en").values_list("text", "country_id")
        self._own = {countries.normalise(text): code for text, code in own}
        self._own |= {countries.normalise(label): code for label, code in self._labels.items()}

    def country(self, text: str, on: date | None = None) -> str | None:
        """Return the code of the country of this name, or None; `on` settles renamed states.

        A name without one answer on that day falls back to the one it has today: data sets call
        a state by its present name in years before it existed.
        """
        key = (text, on)
        if key not in self._found:
            self._found[key] = self._look_up(text.strip(), on)
        return self._found[key]

    def _look_up(self, text: str, on: date | None) -> str | None:
        if text in self.aliases:
            return self.aliases[text]
        if not text:
            return None
        if on is not None and (code := countries.resolve(text, on)):
            return self._here(code)
        return self._here(countries.resolve(text) or self._own.get(countries.normalise(text)))

    def _here(self, code: str | None) -> str | None:
        return code if code in self._codes else None

    def coded(self, scheme: str, value: str, on: date | None = None) -> str | None:
        """Return the country a list's number stands for on a day; scheme as CountryCode has it.

        Where nobody bore the number that day, the one bearer it has today or ever had.
        """
        key = (scheme, value, on)
        if key not in self._coded:
            code = countries.by_code(scheme, value, on) if on else None
            self._coded[key] = self._here(code or countries.by_code(scheme, value))
        return self._coded[key]

    def label(self, code: str) -> str:
        """Our short name of a code."""
        if code in self.new_actors:
            return self.new_actors[code].label
        return self._names.get(code, code)

    def called(self, code: str) -> frozenset[str]:
        """Return all English names of a country but its capital, as `normalise` writes them.

        Runs one query, the first time.
        """
        if not self._names_of:
            rows = CountryName.objects.filter(language="en").exclude(kind="capital")
            for text, owner in rows.values_list("text", "country_id"):
                self._names_of.setdefault(owner, set()).add(countries.normalise(text))
        return frozenset(self._names_of.get(code, ()))

    def has(self, code: str) -> bool:
        return code in self._codes or code in self.new_actors

    def actor(self, label: str, kind: str) -> str:
        """Return the code of an armed group, organisation or other body; a new one if need be.

        kind: as Country.Kind. The new code is made of the name's letters and is the same for the
        same name in every file.
        """
        if label in self.aliases:
            return self.aliases[label]
        if (code := self.country(label)) is not None:
            return code
        for actor in self.new_actors.values():
            if actor.label == label:
                return actor.code
        code = _code_for(label)
        if code in self._codes or code in self.new_actors:
            digest = hashlib.sha256(label.encode()).digest()
            code = code[:12] + "".join(chr(65 + byte % 26) for byte in digest[:4])
        self.new_actors[code] = Actor(code, label[:80], kind)
        return code

    def nearest(self, text: str) -> str:
        """Return " Did you mean …?" for a name that was not found, or nothing."""
        if text not in self._near:
            near = difflib.get_close_matches(text, self._labels, n=1, cutoff=0.75)
            self._near[text] = f" Did you mean “{near[0]}”?" if near else ""
        return self._near[text]


def _code_for(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).upper()
    letters = "".join(re.findall(r"[A-Z]", re.sub(r"\(.*?\)", "", plain)))
    if len(letters) < 5:
        # three letters are a state's: "PLO (Israel)" is PLOISRAEL
        letters = "".join(re.findall(r"[A-Z]", plain))
    return (letters or "ACTOR")[:16].ljust(3, "X")
