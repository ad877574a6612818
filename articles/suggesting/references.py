"""Who the words of an article stand for: states, their people, pronouns and descriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.mentions.cities import CITIES
from articles.mentions.shapes import Mention
from articles.shapes import Speaker

_ACTORS = (
    r"(?:government|governments|officials?|authorities|authority|forces?|troops?|military|army|"
    r"navy|"
    r"soldiers?|police|warplanes?|jets?|aircraft|fighter jets|airstrikes|gunmen|side|sides|"
    r"leaders?|leadership|regime|administration|parliament|lawmakers?|legislators?|senate|congress|"
    r"court|courts|diplomats?|negotiators?|delegation|envoys?|ministers?|presidents?|ministry|"
    r"company|companies|firms?|airlines?|bank|banks|media|prosecutors?|people|nationals?|citizens?|"
    r"commanders?|generals?|rulers?|cabinet|embassy|ambassadors?|mission|intelligence|state|"
    r"monarchy|team|counterparts?|peacekeepers?|warships?|ships?|coast guard|security forces|"
    r"guards?|republic|capital|nation|producers?|exporters?|farmers|experts|scientists|engineers|"
    r"oil company|gas company|energy company|gas giant|monopoly|agency|spokes\w+|drones|tanks|"
    r"instructors?|commandos|operatives|rangers|trainers?|pilots?|investors?|rebels?|tourists?|"
    r"students?|journalists?|"
    r"helicopters?|"
    r"fighters?|crews?|sailors?|marines?|fishermen|boats?|vessels?|tankers?|planes?|group|lawmaker|"
    r"investigators|police officers|judges?|importers|ministries|missionaries|activists?|workers|"
    r"artillery|aviation|regulators?|customs|agents?|hackers|teams|doctors|envoy)"
)
_AFTER_ADJECTIVE = re.compile(
    rf"\s(?:(?!(?:to|in|of|and|for|on|with|by|at|from|that|is|was|are|were|has|have|had|will|would|"
    rf"said|says?|told|who|which|as|but|or|against|after|before|over|into|than|could|should|may|"
    rf"the|"
    rf"a|an|its|their|his|her|\w+ed|\w+s)\b)[A-Za-z][\w-]*\s){{0,2}}{_ACTORS}\b(?!-)"
)
_AFTER_NAME = re.compile(
    rf"(?:'s?)?\s(?:(?:new|own|state|foreign|defen[sc]e|interior|military|top|central|ruling|upper|"
    rf"lower|house of|air|armed|ministry of|department of|communist|Foreign|Defen[sc]e|State|"
    rf"security|nuclear|interim|transitional|senior|trade|Treasury|Commerce|Justice|[A-Z][a-z]+)\s)"
    rf"{{0,2}}(?:{_ACTORS}|(?:Department|Ministry|Agency|Congress|Senate|Parliament|Government|"
    rf"House|Supreme Court|Embassy|Army|Navy|Air Force|Guards?|Corps|Forces|Command|Council|"
    rf"Police|Service|Treasury|Commission|Administration|Office)"
    rf"(?:\s(?:of|for)\s(?:the\s)?[A-Z]\w+(?:\s(?:and\s)?[A-Z]\w+)*)?)\b"
)
_BEFORE_NAME = re.compile(
    r"(?:\b[Tt]he\s)?\b(?:[Gg]overnments?|[Pp]eople|[Rr]epublic|[Ll]eaders?|[Pp]arliament|"
    r"[Oo]fficials|"
    r"[Aa]uthorities|[Aa]rmy|[Kk]ingdom|[Pp]residents|[Ff]oreign ministers|[Mm]inisters|"
    r"[Dd]efense ministers|[Cc]ounterparts|[Aa]mbassadors?|[Ee]nvoys|[Cc]itizens|"
    r"[Rr]epresentatives|"
    r"[Ll]eadership|[Ll]awmakers|[Dd]iplomats|[Ff]oreign ministry|"
    r"[Dd]efense ministry|[Dd]elegation|[Pp]resident|[Cc]ourt|[Pp]olice|[Rr]egime|[Rr]ulers|"
    r"[Dd]octors|[Cc]ompanies|"
    r"(?:[A-Z]\w+\s)?(?:Ministry|Department|Agency|Office|Bank)(?:\s(?:of|for)\s"
    r"[A-Z]\w+(?:\s[A-Z]\w+)?)?)\s(?:of|from|in)\s(?:the\s)?$"
)
_FIRM = re.compile(
    r"\s(?:(?:state|national|energy|oil|gas|aircraft|car|natural|privately|owned|state-owned|"
    r"state-run|defense|telecom\w*)[\s-]){0,3}(?:airline|carrier|company|firm|bank|giant|group|"
    r"manufacturer|monopoly|contractor|conglomerate|agency|newspaper|broadcaster|oil company)\s"
    r"(?P<name>[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,2})"
)
# Names that stand before a noun where others have an adjective: "U.S. aid", "UK exports".
_KNOWN_FIRMS = {
    "Gazprom": "RUS", "Rosneft": "RUS", "Lukoil": "RUS", "Rosoboronexport": "RUS", "Rosatom": "RUS",
    "BP": "GBR", "BAE Systems": "GBR", "British Airways": "GBR", "TotalEnergies": "FRA",
    "Air France": "FRA", "Dassault": "FRA", "Areva": "FRA", "Renault": "FRA", "Eni": "ITA",
    "Boeing": "USA", "Lockheed Martin": "USA", "ExxonMobil": "USA", "Exxon Mobil": "USA",
    "Chevron": "USA", "American Airlines": "USA", "General Electric": "USA", "Google": "USA",
    "Huawei": "CHN", "ZTE": "CHN", "CNPC": "CHN", "Sinopec": "CHN", "CNOOC": "CHN",
    "Petrobras": "BRA", "Petroleos de Venezuela": "VEN", "PDVSA": "VEN", "Aramco": "SAU",
    "Siemens": "DEU", "Volkswagen": "DEU", "Deutsche Bank": "DEU", "Lufthansa": "DEU",
    "Samsung": "KOR", "Hyundai": "KOR", "Toyota": "JPN", "Mitsubishi": "JPN", "Naftogaz": "UKR",
    "Statoil": "NOR", "Equinor": "NOR", "Repsol": "ESP", "Petronas": "MYS", "Pemex": "MEX",
}  # fmt: skip
_CITY = re.compile(
    r"\b(?:in|to|at|near|from|of|for|outside|visit(?:s|ed)?|reached|left|over)\s(?:the\s|\w+ern\s)?"
    rf"(?P<city>{'|'.join(sorted(map(re.escape, CITIES), key=len, reverse=True))})\b(?!-)"
)
_ABBREVIATED = frozenset({"U.S.", "US", "United States", "UK", "U.K.", "USA", "UAE", "U.A.E."})
_JOIN = re.compile(
    r"^(?:\s(?:and|&)\s|,\sand\s|,\s|\s-\s|-|/|\sas well as\s|\sor\s)(?:the\s|"
    r"both\s|his\s|her\s|visiting\s)?$"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A stretch that stands for one state or more.

    form: name, person, people (its officials, forces, firms), adjective, place, pair or pronoun.
    codes: in text order; organisations and armed groups have theirs, a person of no known state "".
    is_actor: whether it can act; an adjective or a possessive ("Iran's missiles") cannot.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    form: str
    is_actor: bool = True
    speaker: Speaker | None = None
    persons: tuple[Speaker, ...] = ()


def explicit(
    plain: str,
    countries: Sequence[Mention],
    persons: Sequence[Mention],
    weapons: Sequence[Mention] = (),
) -> list[Reference]:
    """Return what is named outright, in text order: countries outside a person's, and persons."""
    found = [
        Reference(
            person.start,
            person.end,
            (person.code,),
            "person",
            speaker=person.value if isinstance(person.value, Speaker) else None,
        )
        for person in persons
    ]
    spans = sorted((reference.start, reference.end) for reference in found)
    at = 0
    for mention in countries:
        while at < len(spans) and spans[at][1] <= mention.start:
            at += 1
        if at < len(spans) and spans[at][0] < mention.end:
            continue
        limit = spans[at][0] if at < len(spans) else len(plain)
        floor = spans[at - 1][1] if at else 0
        found.append(_country(plain, mention, floor, limit))
    found += _cities(plain, countries, persons)
    arms = {weapon.start for weapon in weapons}
    found = [_without_arms(reference, arms, countries) for reference in found]
    found += _firms(plain, countries)
    found.sort(key=lambda reference: (reference.start, -reference.end))
    kept: list[Reference] = []
    for reference in found:
        if not kept or reference.start >= kept[-1].end:
            kept.append(reference)
    return kept


def _cities(
    plain: str, countries: Sequence[Mention], persons: Sequence[Mention]
) -> list[Reference]:
    """Return cities that are no capitals, as places of their country."""
    taken = {at for mention in (*countries, *persons) for at in (mention.start, mention.end - 1)}
    return [
        Reference(match.start("city"), match.end("city"), (CITIES[match["city"]],), "place", False)
        for match in _CITY.finditer(plain)
        if match.start("city") not in taken
    ]


def _without_arms(reference: Reference, arms: set[int], countries: Sequence[Mention]) -> Reference:
    """Leave "Russian" of "Russian fighter jets", which is a weapon and acts for nobody."""
    if reference.form != "people" or not arms:
        return reference
    inside = [at for at in range(reference.start, reference.end) if at in arms]
    if not inside:
        return reference
    adjective = next(m for m in countries if reference.start <= m.start < reference.end)
    span = (adjective.start, adjective.end)
    if adjective.form == "name":
        return Reference(*span, reference.codes, "name")
    return Reference(*span, reference.codes, "adjective", is_actor=False)


def _country(plain: str, mention: Mention, floor: int, limit: int) -> Reference:
    start, end = mention.start, mention.end
    plural = mention.form == "demonym" and plain[start:end].endswith("s") and mention.code
    if mention.form == "demonym" and not (plural and not plain[start:end].endswith("ss")):
        noun = _AFTER_ADJECTIVE.match(plain, end, min(limit, end + 60))
        if noun:
            return Reference(_the(plain, start), noun.end(), (mention.code,), "people")
        # "the Chinese have said", "the British and the French"
        if re.match(r"\s(?:have|has|said|say|are|were|will|had)\b", plain[end : end + 10]):
            return Reference(_the(plain, start), end, (mention.code,), "people")
        return Reference(start, end, (mention.code,), "adjective", is_actor=False)
    before = _BEFORE_NAME.search(plain, max(floor, start - 60), start)
    if before:
        return Reference(before.start(), end, (mention.code,), "people")
    if mention.is_place:
        return Reference(start, end, (mention.code,), "place", is_actor=False)
    noun = _AFTER_NAME.match(plain, end, min(limit, end + 70))
    if noun and (noun[0].startswith("'") or mention.form != "former"):
        return Reference(_the(plain, start), noun.end(), (mention.code,), "people")
    is_possessive = bool(re.match(r"'s?\s|-(?!\s)", plain[end : end + 3]))
    if (
        not is_possessive
        and plain[start:end] in _ABBREVIATED
        and re.match(
            r"\s(?:sanctions?|aid|assistance|imports?|exports?|policy|support|oil|gas|missiles?|"
            r"weapons|"
            r"embargo|treasury|dollars?|soil|territory|humanitarian|military aid|foreign policy|"
            r"nuclear|airspace|interests|foreign|economic|trade|concerns?|investment|visa|blockade|"
            r"personnel|commitment|relations|ties|security assistance|bilateral|leadership in)\b",
            plain[end : end + 22],
        )
    ):
        return Reference(_the(plain, start), end, (mention.code,), "adjective", is_actor=False)
    return Reference(_the(plain, start), end, (mention.code,), "name", is_actor=not is_possessive)


def _the(plain: str, start: int) -> int:
    return start - 4 if plain[max(0, start - 4) : start].lower() == "the " else start


def _firms(plain: str, countries: Sequence[Mention]) -> list[Reference]:
    """Return firms the text gives a nationality ("Iranian airline Mahan Air"), and them later."""
    known = {name: code for name, code in _KNOWN_FIRMS.items() if name in plain}
    found: list[Reference] = []
    for mention in countries:
        if mention.form not in ("demonym", "name"):
            continue
        firm = _FIRM.match(plain, mention.end, mention.end + 90)
        if not firm:
            continue
        found.append(Reference(mention.start, firm.end(), (mention.code,), "firm"))
        known[firm["name"]] = mention.code
        first = firm["name"].split()[0]
        if len(first) > 4:
            known.setdefault(first, mention.code)
    for name, code in sorted(known.items(), key=lambda item: -len(item[0])):
        for match in re.finditer(rf"\b{re.escape(name)}\b", plain):
            is_actor = not plain.startswith("'s", match.end())
            found.append(Reference(match.start(), match.end(), (code,), "firm", is_actor))
    return found


def joined(plain: str, found: Sequence[Reference]) -> list[Reference]:
    """Merge "Russia and Iran", "Russian and Iranian officials", "A, B and C" into one each."""
    merged: list[Reference] = []
    position = 0
    while position < len(found):
        chain = [found[position]]
        while position + 1 < len(found) and _continues(plain, chain, found, position):
            position += 1
            chain.append(found[position])
        merged.append(_merge(chain) if len(chain) > 1 else chain[0])
        position += 1
    return merged


def _continues(
    plain: str, chain: list[Reference], found: Sequence[Reference], position: int
) -> bool:
    last, following = found[position], found[position + 1]
    between = plain[last.end : following.start]
    if len(between) > 12 or not _JOIN.match(between):
        return False
    if (last.form == "place") != (following.form == "place"):
        return False
    if last.form == "place" and "and" not in between and not _ends_in_and(plain, found, position):
        return False
    if between.strip() == "," and not _ends_in_and(plain, found, position + 1):
        return False
    if last.codes == following.codes and between.strip() != "and":
        return False
    if last.is_actor and not following.is_actor:
        return between in ("-", "/")
    return True


def _ends_in_and(plain: str, found: Sequence[Reference], position: int) -> bool:
    for index in range(position, min(position + 8, len(found) - 1)):
        between = plain[found[index].end : found[index + 1].start]
        if re.match(r",?\s(?:and|or)\s", between) and len(between) < 14:
            return True
        if between != ", ":
            return False
    return False


def _merge(chain: list[Reference]) -> Reference:
    codes = tuple(dict.fromkeys(code for reference in chain for code in reference.codes))
    persons = tuple(reference.speaker for reference in chain if reference.speaker)
    return Reference(
        chain[0].start,
        chain[-1].end,
        codes,
        "person" if persons and len(persons) == len(chain) else chain[-1].form,
        is_actor=chain[-1].is_actor,
        speaker=persons[0] if persons else None,
        persons=persons,
    )
