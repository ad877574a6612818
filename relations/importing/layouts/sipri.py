"""What SIPRI's files have in common: names, words, scopes, headlines and likenesses.

Names are SIPRI's own, over all releases: renamed ones lead to one actor. SIPRI tells former
states apart itself, so its names are read without a day; order years before a state existed
("Russia" 1970) are SIPRI's way and remarked on.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from relations import countries
from relations.dates import NO_DATE, UncertainDate, parse
from relations.importing.layouts import Layout
from relations.importing.names import Names
from relations.importing.records import Trouble

__all__ = ["ALIASES", "CONDITIONS", "FIRST_YEAR", "LIKENESSES", "Side", "scope_of"]

ALIASES = {
    "East Germany (GDR)": "DDR",
    "Saint Vincent": "VCT",
    "Congo": "COG",
    "Korea": "KOR",
    "Macedonia (FYROM)": "MKD",
    "Yemen Arab Republic (North Yemen)": "YEMENAR",
    "Hezbollah (Lebanon)": "HEZBOLLAH",
    "Hamas (Palestine)": "HAMAS",
    "PIJ (Israel/Palestine)": "ISLAMICJIHAD",
    "Palestinian Islamic Jihad (Israel/Palestine)": "ISLAMICJIHAD",
    "Houthi (Yemen)": "HOUTHIS",
    "Houthi rebels (Yemen)": "HOUTHIS",
    "Huthi rebels (Yemen)": "HOUTHIS",
    "Islamic State": "ISIS",
    "Taliban": "TALIBAN",
    "PKK (Turkey)": "PKK",
    "PKK (Turkiye)": "PKK",
}
_RENAMED = {
    # earlier names of one actor, by the latest
    "Libya HoR": "House of Representatives (Libya)",
    "HoR (Libya)": "House of Representatives (Libya)",
}
_DE_FACTO = {"Libya GNC", "Biafra", "Katanga", "Northern Cyprus", "Libya HoR", "HoR (Libya)",
             "House of Representatives (Libya)"}  # fmt: skip
# "(multiple sellers)" and "Unknown country" stand in exports of before 2023
_UNKNOWN = re.compile(r"^(unknown (supplier|recipient|country)|\(?multiple )", re.I)

CONDITIONS = {
    "new": "new",
    "second hand": "second_hand",
    "second hand but modernized": "second_hand_modernised",
    "second hand but modernised": "second_hand_modernised",
    "": "unknown",
}
CATEGORIES = {
    "aircraft": "aircraft",
    "airdefencesystems": "air_defence",
    "antisubmarinewarfareweapons": "anti_submarine",
    "aswweapons": "anti_submarine",
    "armouredvehicles": "armoured_vehicles",
    "artillery": "artillery",
    "engines": "engines",
    "missiles": "missiles",
    "navalweapons": "naval_weapons",
    "satellites": "satellites",
    "sensors": "sensors",
    "ships": "ships",
    "other": "other",
}
FIRST_YEAR = 1900
LIKENESSES = 9
_MOST = 2_147_483_647
_ABBREVIATED = {
    "apc": "armoured personnel carrier", "ifv": "infantry fighting vehicle",
    "ac": "aircraft", "bvraam": "beyond visual range air to air missile",
}  # fmt: skip


class SipriLayout(Layout):
    """What SIPRI's layouts of orders share."""

    dataset = "sipri"
    aliases = ALIASES
    likenesses = LIKENESSES

    def is_expected(self, values: Mapping[str, Any], scope: Mapping[str, Any]) -> bool:
        return is_expected(values, scope)


class Side:
    """One side of an order: its code, or nothing where SIPRI does not know it."""

    @staticmethod
    def read(text: str, names: Names, line: int, column: str) -> str | Trouble | None:
        """Return a code, None for an unknown side, or the refusal."""
        name = " ".join(text.split())
        if _UNKNOWN.match(name):
            return None
        stars = len(name) - len(name.rstrip("*"))
        name = name.rstrip("*†").strip()
        if not name:
            return Trouble(line, f"{column} is empty.", column)
        if name in _DE_FACTO:
            return names.actor(_RENAMED.get(name, name), "de_facto_state")
        if stars:
            return names.actor(name, "armed_group" if stars == 1 else "organisation")
        code = names.country(name)
        if code is None:
            return Trouble(
                line, f"No country is called “{name}”.{names.nearest(name)}", column, name
            )
        return code


def split(text: str, delimiter: str, wanted: int) -> list[str]:
    """Split a row: as it stands, or by the rules of CSV where that alone makes the wanted cells.

    A spreadsheet that parts by semicolons pads a file of commas with them, line by line.
    """
    if delimiter != ";":
        text = text.rstrip(";")
    plain = text.split(delimiter)
    if '"' in text and len(plain) != wanted:
        quoted = next(csv.reader([text], delimiter=delimiter), [])
        if len(quoted) >= wanted and not any(quoted[wanted:]):
            return quoted[:wanted]
    while len(plain) > wanted and not plain[-1].strip():
        plain.pop()
    if '"' in text and len(plain) == wanted:
        return [_unquoted(cell) for cell in plain]
    return plain


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def whole(text: str, line: int, column: str) -> int | Trouble | None:
    """Read a number of things; empty is unknown."""
    said = text.strip()
    if not said:
        return None
    if not said.isascii() or not said.isdigit() or int(said) > _MOST:
        return Trouble(line, f"“{said[:40]}” is no number of things.", column, said)
    return int(said)


def tiv(text: str, line: int, column: str) -> Decimal | Trouble | None:
    """Read a number of millions of trend-indicator values; empty is unknown."""
    said = text.strip()
    if not said:
        return None
    try:
        value = Decimal(said)
    except InvalidOperation:
        return Trouble(line, f"“{said[:40]}” is no TIV.", column, said)
    if not 0 <= value < 10**9:
        return Trouble(line, f"“{said[:40]}” is no TIV.", column, said)
    return value


def year(text: str, is_uncertain: bool, line: int, column: str) -> UncertainDate | Trouble:
    """Read a year; a flagged one is marked as SIPRI marks it, with “?”."""
    said = text.strip()
    if not said:
        return NO_DATE
    if not (len(said) == 4 and said.isascii() and said.isdigit() and int(said) >= FIRST_YEAR):
        return Trouble(line, f"“{said[:40]}” is no year.", column, said)
    return year_date(int(said), is_uncertain)


@lru_cache(maxsize=2_000)
def year_date(number: int, is_uncertain: bool = False) -> UncertainDate:
    return parse(f"{number}?" if is_uncertain else str(number))


@lru_cache(maxsize=5_000)
def years_date(years: tuple[int, ...]) -> UncertainDate:
    """The years from the first to the last of a list; the list itself is kept beside it."""
    if not years:
        return NO_DATE
    first, last = min(years), max(years)
    return parse(str(first)) if first == last else parse(f"{first}/{last}")


def lived(code: str | None, number: int) -> bool:
    """Whether a state existed in any part of a year; bodies without spells always did."""
    if code is None:
        return True
    spells = _spells().get(code)
    if spells is None:
        return True
    return any(
        (period.valid_from is None or period.valid_from <= date(number, 12, 31))
        and (period.valid_to is None or period.valid_to >= date(number, 1, 1))
        for period in spells
    )


@lru_cache(maxsize=1)
def _spells() -> dict[str, tuple[countries.Period, ...]]:
    dated = {
        country.code
        for country in countries.load().countries
        if country.kind in ("state", "former_state")
    }
    found: dict[str, tuple[countries.Period, ...]] = {}
    for spell in countries.load().spells:
        if spell.code in dated:
            found[spell.code] = (*found.get(spell.code, ()), spell.period)
    return found


# --- words -------------------------------------------------------------------------------


def label(code: str | None, names: Names, unknown: str) -> str:
    return unknown if code is None else names.label(code)


def what(designation: str, description: str) -> str:
    """The weapon as headlines name it: "V-46-6 (vehicle engine)"."""
    if not description or description.lower() == designation.lower():
        return designation
    return f"{designation} ({description})"


def title(from_whom: str, to_whom: str, weapon: str, order_year: str) -> str:
    return f"{weapon}, {from_whom} to {to_whom}" + (f", {order_year}" if order_year else "")


def ordered_headline(from_whom: str, to_whom: str, weapon: str, number: str) -> str:
    things = f"{number.rstrip('?')} {weapon}" if number else weapon
    return _begun(f"{to_whom} orders {things} from {from_whom}")


def delivered_headline(
    from_whom: str, to_whom: str, weapon: str, number: str, years: Sequence[int]
) -> str:
    counted = number.rstrip("?")
    things = f"{counted} {weapon}" if counted not in ("", "0") else weapon
    when = ""
    if years:
        first, last = min(years), max(years)
        when = f", {first}" if first == last else f", {first} to {last}"
    return _begun(f"{from_whom} delivers {things} to {to_whom}{when}")


def years_words(years: Sequence[int]) -> str:
    """The years of delivery where they leave some out between the first and the last."""
    if len(years) > 1 and max(years) - min(years) + 1 != len(years):
        return f"Years of delivery: {', '.join(map(str, years))}."
    return ""


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def weapon_class(description: str) -> str:
    """Our class of a weapon by SIPRI's description."""
    said = description.lower()
    for words, ours in (
        ("loitering", "loitering_munition"),
        ("one-way attack", "loitering_munition"),
        ("uav", "uav"),
        ("drone", "uav"),
        ("helicopter", "helicopter"),
        ("fighter aircraft", "combat_aircraft"),
        ("fga aircraft", "combat_aircraft"),
        ("ground-attack aircraft", "combat_aircraft"),
        ("combat aircraft", "combat_aircraft"),
        ("bomber", "combat_aircraft"),
        ("ground attack aircraft", "combat_aircraft"),
        ("engine", "components"),
    ):
        if words in said:
            return ours
    return "other"


def category(text: str) -> str | None:
    """SIPRI's category by its name, whose spelling drifts; None for one it does not have."""
    return CATEGORIES.get(re.sub(r"[^a-z]", "", text.lower()), None if text.strip() else "other")


def likenesses(
    *,
    supplier: str | None,
    recipient: str | None,
    order_year: str,
    designation: str,
    description: str = "",
    ordered: str = "",
    delivered: int | None = None,
    years: Sequence[int] = (),
    status: str = "",
    comment: str | None = None,
) -> tuple[str, ...]:
    """Texts to find the same order by in another release or layout, strictest first.

    There is no order number in the register, and one in four rows changes from one release to the
    next: all of it, with the remark, with what was delivered, with the number ordered, by sides,
    year and designation, the same with what was delivered for the designation and without the year
    (two years apart at most), and last by how the designation begins and by the kind of weapon.
    The deliveries call one weapon in four otherwise than the register does ("Pucara" and "IA-58A
    Pucara", "Mi-24D" and "Mi-24D/Mi-25", "ship engine 6001-8000" and "ship engine").
    """
    sides = f"{supplier or '?'}|{recipient or '?'}"
    plain = re.sub(r"[^a-z0-9]+", "", designation.lower())
    nature = f"{sides}|{order_year}|{plain}"
    kind = " ".join(
        _ABBREVIATED.get(word, word) for word in re.findall(r"[a-z0-9]+", description.lower())
    )
    total = f"{delivered}|{';'.join(map(str, years))}" if delivered else ""
    begins = re.sub(r"[^a-z0-9]+", "", re.split(r"[\s/]", designation.lower())[0])
    whole_row = ""
    if comment is not None:
        words = "|".join((nature, kind, ordered, total, status, comment))
        whole_row = hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()
    return (
        whole_row,
        f"{nature}|{hashlib.md5(comment.encode(), usedforsecurity=False).hexdigest()}"
        if comment
        else "",
        f"{nature}|={total}" if total else "",
        f"{nature}|#{ordered}" if ordered else "",
        nature,
        f"{sides}|{order_year}|={total}" if total else "",
        f"{sides}|{plain}",
        f"{sides}|{order_year}|^{begins}" if len(begins) > 1 else "",
        f"{sides}|{order_year}|{kind}|{ordered}"
        if kind and ordered and comment is not None
        else "",
    )


# --- scope -------------------------------------------------------------------------------

_REGISTER = re.compile(
    r"arms from (?P<supplier>.+?)\s+to (?P<recipient>.+?)\s*\. Deals with (?P<what>.+?) made for"
    r"\s+(?:the )?year range .(?P<first>\d{4}|Not specified). to .(?P<last>\d{4}|Not specified).",
    re.I,
)
_DEALS = re.compile(
    r"buyer '(?P<recipient>.+?)' and seller\s+'(?P<supplier>.+?)' and the years from "
    r"(?P<first>\d{4}) to (?P<last>\d{4})",
    re.I,
)


def scope_of(head: str) -> dict[str, Any]:
    """Read what a file covers from its first line; nothing found means everything."""
    found = _REGISTER.search(head) or _DEALS.search(head)
    if found is None:
        return {}
    scope: dict[str, Any] = {}
    for name in ("supplier", "recipient"):
        said = found[name].strip()
        if said.lower() != "all countries":
            scope[name] = said
    if found["first"].isdigit():
        scope["first"], scope["last"] = int(found["first"]), int(found["last"])
    return scope


def scope_words(scope: Mapping[str, Any]) -> str:
    sides = (
        f"from {scope.get('supplier', 'all countries')} to "
        f"{scope.get('recipient', 'all countries')}"
    )
    if "first" in scope:
        return f"{sides}, deliveries of {scope['first']} to {scope['last']} only"
    return f"{sides}, all years and orders not yet delivered"


def is_expected(values: Mapping[str, Any], scope: Mapping[str, Any]) -> bool:
    """Whether an order kept here would stand in a file of this scope."""
    if values["kind"] != "transfer":
        return False
    for name in ("supplier", "recipient"):
        wanted = scope.get(name)
        if wanted is not None and values.get(name) != countries.resolve(wanted):
            return False
    if "first" in scope:
        return any(scope["first"] <= one <= scope["last"] for one in values.get("years") or ())
    return True
