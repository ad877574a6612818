"""Words that look like a country and are not: namesakes, seas, firms, persons, newspapers."""

from __future__ import annotations

import re

from relations.countries import Name

# What may follow a country's name or adjective as one name of something else.
_AFTER = re.compile(
    r"^(?:\s|-)(?:Airlines?|Airways|Ocean|Sea|Sea's|Star Line|University|Post|Times|Wells|Idol|"
    r"Express|Motors|Gooding|Hilton|Smith|Johnson|Moore|Depp|Carter|River|Samoan?|Channel|"
    r"Bulldogs|Tech|Hotspur|Irving|Nationals|Redskins|Capitals|Wizards|Irish|Peterson|Henderson|"
    r"Papers|hat|canal zone|Monthly|Club|Dam|Kelly|Jackson|Heights|Town|Square|Eyre|Beach|"
    r"Stock Exchange|Convention|Conventions|Accords?\b|Agreement|Protocols?|Process|Declaration|"
    r"climate (?:agreement|accord|deal|pact|treaty)|Enterprise Institute|Civil Liberties|"
    r"Red Cross|Heart Association|Medical Association|Psycho|Indians?\b|Saddle|River|Olympics?\b)"
)
_AFTER_STATE_PLACE = re.compile(r"^(?:\sstate\b|\sState\b|,\sD\.?C)")
# Words before that make it part of a longer name.
_BEFORE = re.compile(
    r"\b(?:New|Latin|Native|African|North|South|Central|Mr\.|Mrs\.|Ms\.|Dr\.|George|Denzel|Michael|"
    r"Vernon|Hamilton|Jim|Barbara|River|Little|Miss|Booker T\.|Jack|Old|Kerry|Lake|"
    r"Cardinal|Bank of|Port of|Gulf of|Sea of|Bay of|Air|Radio|Royal|Lady|Sir|Saint|Mount|Fort|"
    r"Via|Young|Steve|Robert|Neil|Eddie|Katie|Deandre|Queen)\s$"
)
_DIRECTIONS = frozenset({"North", "South", "Central", "New", "Latin"})
_NAMESAKES = {
    "Jordan": re.compile(r"^\s(?!Valley|River)(?:[A-Z][a-z]+)\b"),
    "Chad": re.compile(r"^\s[A-Z][a-z]+"),
    "Israel": re.compile(r"^\s(?:Smith|Vazquez|Gonzalez|Folau|Adesanya|Hernandez)"),
    "Georgia": re.compile(r"^(?:'s)?\s(?:Tech|Bulldogs|Governor|governor|Senator|O'Keeffe|Meloni)"),
    "Turkey": re.compile(r"^\s(?:Creek|Point|Day)\b"),
    "Kenya": re.compile(r"^\s(?:Moore|Barris)"),
    "Cuba": re.compile(r"^\sGooding"),
    "Malta": re.compile(r"^\s(?:Conference)\b"),
    "Indian": re.compile(r"^\s(?:Ocean|Wells|Point)\b"),
    "Guinea": re.compile(r"^\s(?:pigs?)\b"),
    "Mali": re.compile(r"^\sKoa"),
    "Paris": re.compile(r"^\s(?:Hilton|Jackson|Saint|climate|Agreement|Accord|Climate|Club)\b"),
    "Washington": re.compile(
        r"^(?:\s(?:Post|Times|Irving|state|State|Institute|Redskins|"
        r"Monthly))\b"
    ),
}
_US_GEORGIA = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Macon|Athens, Georgia|Fort Benning|Georgia Tech|"
    r"U\.?S\.? state of"
    r"|southern state|state of Georgia|Fulton|Alabama|South Carolina|Florida)\b"
)
_TRUE_GEORGIA = re.compile(
    r"\b(?:Georgians?|Tbilisi|Saakashvili|Abkhazia|South Ossetia|Russian?|Caucasus|Armenia|"
    r"Azerbaijan"
    r"|Ukraine|NATO)\b"
)
_DEMONYM_HYPHEN = re.compile(r"\b(?:African|Mexican|Asian|Native|Arab|Latin|Irish|Italian)[-\s]$")
_PERSONAL = frozenset({"Jordan", "Chad", "Israel", "Georgia", "Kenya", "Washington", "Jamaica",
                       "Paris", "London", "Sofia", "Vienna", "Victoria", "Malta", "Lima",
                       "Dominica", "Benin", "Cuba", "China", "India", "Berlin", "Holland",
                       "Wellington", "Ireland", "England", "Bern", "Juba", "Columbia"})  # fmt: skip
_CAPITALISED_BEFORE = re.compile(r"(?:^|[^.!?\"\n]\s)([A-Z][a-z]+)\s$")
_NO_FIRST_NAME = re.compile(
    r"^(?:In|The|And|But|Since|From|With|For|When|While|After|Before|As|At|On|By|Both|If|Since|"
    r"President|Minister|King|Queen|Prince|Premier|Chancellor|Secretary|Ambassador|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Mainland|Northern|Southern|Eastern|Western|Communist|"
    r"Nationalist|Imperial|Soviet|Between|Against|Although|Because|Despite|Under|Over|Neighboring|"
    r"To|Of|Until|Whether|That|Then|Meanwhile|Nuclear|Mother|Greater|Visit|Support|Like|Unlike|"
    r"North|South|East|West|Ministry|Government|Republic|Kingdom|State|Islamic|Also|So|Now)$"
)


class Reader:
    """Decides of one text whether a country's name there is something else's."""

    def __init__(self, plain: str) -> None:
        """Take the folded text."""
        self._plain = plain
        self._is_us_georgia = bool(_US_GEORGIA.search(plain)) and not _TRUE_GEORGIA.search(plain)
        self._has_belgium = "Belgi" in plain

    def is_other(self, start: int, end: int, name: Name) -> bool:
        """Whether the words from start to end are part of something that is no country."""
        before = self._plain[max(0, start - 24) : start]
        after = self._plain[end : end + 28]
        said = self._plain[start:end]
        if after.startswith("$"):
            return True
        if said in ("Brussels",) and not self._has_belgium:
            return True
        if said == "Georgia" and self._is_us_georgia:
            return True
        if said.startswith("American") and _DEMONYM_HYPHEN.search(before):
            return True
        if said in ("America", "American", "Americans", "Americas") and re.search(
            r"\b(?:Latin|South|North|Central|Native|African|Pan|Inter|Ibero)[-\s]$", before
        ):
            return True
        if _AFTER.match(after) and not re.match(r"^\s(?:Square)\b", after):
            return True
        if said == "Washington" and _AFTER_STATE_PLACE.match(after) and "D" not in after[:5]:
            return True
        special = _NAMESAKES.get(said)
        if special and special.match(after) and not re.match(r"^\s(?:on|in)\b", after):
            return not re.match(r"^\s(?:Prime|King|Foreign|President|Minister)\b", after)
        if self._is_part_of_a_longer_name(before, said):
            return True
        return said in _PERSONAL and self._follows_a_first_name(before)

    def end_of_other(self, start: int, end: int) -> int:
        """Return where the other name ends, so that no part of it is read again."""
        found = re.match(r"[-\s](?:Airlines?|Airways|Ocean|Sea)\b", self._plain[end : end + 20])
        return end + found.end() if found else end

    def _is_part_of_a_longer_name(self, before: str, said: str) -> bool:
        found = _BEFORE.search(before)
        if not found:
            return False
        word = found[0].strip()
        if word in ("Bank of", "Port of", "Royal", "Air", "Radio", "Queen"):
            return word in ("Air", "Radio") and said in ("France", "China", "India", "Canada")
        if word in ("North", "South", "Central", "New"):
            return said not in ("Vietnam", "Yemen")
        return True

    def _follows_a_first_name(self, before: str) -> bool:
        found = _CAPITALISED_BEFORE.search(before)
        return bool(found) and not _NO_FIRST_NAME.match(found[1] if found else "")
