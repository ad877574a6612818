"""Names of countries and of those who hold office in them, looked up by their first word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from articles.mentions.folding import fold
from relations import countries

_FIRST_WORD = re.compile(r"[A-Za-z0-9]+")
_STATES = frozenset({"state", "territory", "former_state", "de_facto_state"})
# Parts of a state that news names like states; longer than, so found before, the names in them.
_PARTS = (
    ("GBR", "Northern Ireland", "alias"),
    ("GBR", "Northern Irish", "demonym"),
    ("USA", "USAID", "capital"),
    ("USA", "Development Finance Corporation", "capital"),
    ("USA", "Millennium Challenge Corporation", "capital"),
    ("USA", "Southern Command", "capital"),
    ("USA", "Central Command", "capital"),
    ("USA", "Oval Office", "capital"),
    ("GBR", "Foreign Office", "capital"),
    ("GBR", "Downing Street", "capital"),
    ("GBR", "Whitehall", "capital"),
    ("FRA", "Élysée", "capital"),
    ("ISR", "Knesset", "capital"),
    ("DEU", "Bundestag", "capital"),
    ("RUS", "Duma", "capital"),
    ("USA", "Obama administration", "capital"),
    ("USA", "Bush administration", "capital"),
    ("USA", "Trump administration", "capital"),
    ("USA", "Biden administration", "capital"),
    ("USA", "Clinton administration", "capital"),
    ("USA", "Trump Administration", "capital"),
    ("USA", "Biden-Harris Administration", "capital"),
    ("USA", "Biden Administration", "capital"),
    ("USA", "Treasury Department", "capital"),
    ("USA", "Department of State", "capital"),
    ("USA", "Justice Department", "capital"),
    ("USA", "Commerce Department", "capital"),
)
_SPELLINGS = (("iy", "y"), ("yy", "y"), ("ij", "y"), ("dh", "d"), ("q", "g"), ("kh", "k"))
_BODIES = frozenset({"EUU", "EU", "NATO", "UN", "UNO", "AU", "IAEA"})
_NO_SURNAME = frozenset({"II", "III", "IV", "V", "VI", "Jr", "Jr.", "Saud", "Al", "Thani"})


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office: `start` and `end` are EDTF, "" where unknown."""

    person: str
    code: str
    title: str
    start: str
    end: str

    def holds(self, published: str) -> bool:
        """Whether the person was in office then; True where nothing is known of the dates."""
        if not published or (not self.start and not self.end):
            return True
        begun = not self.start or self.start[: len(published)] <= published[: len(self.start)]
        ended = bool(self.end) and published[: len(self.end)] > self.end[: len(published)]
        return begun and not ended


class Names:
    """Everything the finders look up, built once from plain rows and then only read."""

    def __init__(
        self,
        names: Iterable[countries.Name],
        kinds: dict[str, str],
        offices: Iterable[countries.Office] = (),
        tenures: Iterable[countries.Tenure] = (),
        labels: dict[str, str] | None = None,
    ) -> None:
        """Take rows as `relations.countries` gives them; `kinds` maps a country's code to its kind.

        Only English names are kept.
        """
        self.kinds = kinds
        self.labels = labels or {}
        entries: defaultdict[str, list[tuple[str, countries.Name]]] = defaultdict(list)
        adjectives: dict[str, str] = {}
        always = countries.Period(None, None)
        parts = (countries.Name(code, text, "en", kind, always) for code, text, kind in _PARTS)
        for name in (*names, *parts):
            if name.language not in ("en", ""):
                continue
            if name.text == "the States":  # also the end of "Organization of American States"
                continue
            plain = re.sub(r"^the\s", "", fold(name.text))
            first = _FIRST_WORD.match(plain)
            if first:
                entries[first[0].upper()].append((plain, name))
            if name.kind == "demonym" and not plain.endswith("s"):
                adjectives.setdefault(name.code, plain)
        self.adjectives = adjectives
        self.by_word = {
            word: sorted(found, key=lambda entry: -len(entry[0])) for word, found in entries.items()
        }
        self.holders: dict[str, list[Holder]] = defaultdict(list)
        self.surnames: dict[str, list[Holder]] = defaultdict(list)
        self.offices: dict[str, set[str]] = defaultdict(set)
        self._add_people({office.key: office for office in offices}, tenures)

    def is_state(self, code: str) -> bool:
        """Whether facts are told of this code: a state, a former one, a territory."""
        return self.kinds.get(code, "") in _STATES

    def label(self, code: str) -> str:
        """Return the country's name for a title."""
        return self.labels.get(code, code)

    def holder(self, person: str, published: str) -> Holder | None:
        """Return the office of the one with this full name, by preference the one held then."""
        return _best(self.holders.get(fold(person).casefold(), []), published)

    def surnamed(self, surname: str, published: str, title: str = "") -> Holder | None:
        """Return the holder of an office by surname, if all who fit serve one country.

        With a given name before it the initial must be the holder's: "Bill Gates" is not Robert.
        """
        *given, surname = surname.split() or [""]
        found = self.surnames.get(_spelling(surname), [])
        if given:
            initial = fold(given[0])[:1].casefold()
            found = [one for one in found if fold(one.person)[:1].casefold() == initial]
        if title:
            wanted = fold(title).casefold()
            found = [holder for holder in found if _fits(wanted, holder.title)]
        if published:
            found = [holder for holder in found if holder.holds(published)] or found
        return _best(found, published) if len({holder.code for holder in found}) == 1 else None

    def office(self, title: str) -> str:
        """Return the country that alone has an office of this title, or ""."""
        codes = self.offices.get(fold(title).casefold(), set())
        return next(iter(codes)) if len(codes) == 1 else ""

    def _add_people(
        self, offices: dict[str, countries.Office], tenures: Iterable[countries.Tenure]
    ) -> None:
        for office in offices.values():
            for title in (office.title, *office.aliases):
                self.offices[fold(title).casefold()].add(office.country)
        for tenure in tenures:
            held = offices.get(tenure.office)
            if held is None:
                continue
            holder = Holder(tenure.person, held.country, held.title, tenure.start, tenure.end)
            surnames = {_surname(tenure.person)}
            for name in (tenure.person, *tenure.person_aliases):
                self.holders[fold(name).casefold()].append(holder)
                surnames.add(_surname(name))
            for surname in surnames - {""}:
                self.surnames[_spelling(surname)].append(holder)


@cache
def names_from_files() -> Names:
    """Build the lookup from `relations/data`, once."""
    table = countries.load()
    return Names(
        table.names,
        {country.code: country.kind for country in table.countries},
        countries.offices(),
        countries.tenures(),
        {country.code: country.label for country in table.countries},
    )


def day(published: str) -> date | None:
    """Return a day within a date known to the day, month or year; None for anything else."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", published)
    if not found:
        return None
    year, month, number = (int(part) if part else 1 for part in found.groups())
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _best(found: list[Holder], published: str) -> Holder | None:
    """The office held then, a state's before an organisation's (Prodi, in Rome and in Brussels)."""
    held = [holder for holder in found if holder.holds(published)] or found
    states = (holder for holder in held if holder.code not in _BODIES)
    return next(states, held[0] if held else None)


def _surname(person: str) -> str:
    words = [word for word in fold(person).split() if word not in _NO_SURNAME]
    return words[-1].casefold() if words else ""


def _spelling(surname: str) -> str:
    """Return one key for the ways a name is written: Zelensky, Zelenskyy, Zelenskiy."""
    key = re.sub(r"[^a-z]", "", fold(surname).casefold())
    for said, plain in (
        ("iy", "y"),
        ("yy", "y"),
        ("ij", "y"),
        ("dh", "d"),
        ("q", "g"),
        ("kh", "k"),
    ):
        key = key.replace(said, plain)
    return re.sub(r"(.)\1", r"\1", key)


def _fits(wanted: str, title: str) -> bool:
    have = fold(title).casefold()
    return wanted == have or wanted in have or have in wanted
