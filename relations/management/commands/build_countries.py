"""`manage.py build_countries FOLDER`: make our table of states from the published lists.

FOLDER holds `states/cow_states2016.csv` and `states/gwstates.csv`; ISO 3166 comes from pycountry.
What is ours is in `relations/data/own/`. Run again, it makes the same files.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from relations.countries import DATA

OURS = {
    # COW and GW numbers whose names ISO does not know; a number may serve several (SPLITS).
    56: "LCA", 57: "VCT", 58: "ATG", 60: "KNA", 89: "CENTRALAMERICA", 99: "GREATCOLOMBIA",
    115: "SUR", 240: "HANOVER", 245: "BAVARIA", 255: "DEU", 260: "DEU", 265: "DDR", 267: "BADEN",
    269: "SAXONY", 271: "WURTTEMBERG", 273: "HESSEKASSEL", 275: "HESSEDARMSTADT",
    280: "MECKLENBURG", 300: "AUSTRIAHUNGARY", 315: "CSK", 325: "ITA", 327: "PAPALSTATES",
    329: "TWOSICILIES", 332: "MODENA", 335: "PARMA", 337: "TUSCANY", 343: "MKD", 345: "YUG",
    346: "BIH", 347: "XKX", 365: "RUS", 370: "BLR", 396: "ABKHAZIA", 397: "SOUTHOSSETIA",
    402: "CPV", 437: "CIV", 439: "BFA", 490: "COD", 510: "TZA", 511: "ZANZIBAR", 552: "ZWE",
    563: "TRANSVAAL", 564: "ORANGEFREESTATE", 572: "SWZ", 580: "MDG", 630: "IRN", 640: "TUR",
    678: "YEMENAR", 680: "YMD", 711: "TIBET", 730: "KOREA", 731: "PRK", 775: "MMR", 780: "LKA",
    811: "KHM", 815: "VNM", 816: "VNM", 817: "SVNM", 835: "BRN", 860: "TLS", 990: "WSM",
}  # fmt: skip

# A list's one number, divided among our states: (code, first day, last day).
SPLITS = {
    345: [
        ("SRB", "1800-01-01", "1918-11-30"),
        ("YUG", "1918-12-01", "2003-02-03"),
        ("SCG", "2003-02-04", "2006-06-04"),
        ("SRB", "2006-06-05", "9999-12-31"),
    ],
    365: [
        ("RUS", "1800-01-01", "1922-12-29"),
        ("SUN", "1922-12-30", "1991-12-25"),
        ("RUS", "1991-12-26", "9999-12-31"),
    ],
    678: [
        ("YEMENAR", "1800-01-01", "1990-05-21"),
        ("YEM", "1990-05-22", "9999-12-31"),
    ],
}
STATES_WITHOUT_LIST = ("PSE",)
# Names of two countries, or words that are something else more often: nobody's.
NOT_NAMES = {"Congo"}
DATED_NAMES = {
    ("DEU", "West Germany"): ("1949-05-23", "1990-10-02"),
    ("DEU", "Bonn"): ("1949-05-23", "1990-10-02"),
    ("DEU", "West German"): ("1949-05-23", "1990-10-02"),
    ("RUS", "Russian Empire"): ("1721-11-02", "1917-09-13"),
    ("TUR", "Ottoman Empire"): ("1299-01-01", "1922-11-01"),
    ("IRN", "Persia"): ("1501-01-01", "1935-03-21"),
    ("DEU", "Prussia"): ("1701-01-18", "1871-01-17"),
}

Table = list[Sequence[str]]


class Command(BaseCommand):
    help = "Make relations/data/*.csv from the published lists of states; --check compares only."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        changed = []
        for name, table in build(options["folder"]).items():
            path = DATA / f"{name}.csv"
            text = _text(table)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                changed.append(path.name)
                if not options["check"]:
                    path.write_text(text, encoding="utf-8")
            print(f"{path.name}: {len(table) - 1} rows")
        if changed and options["check"]:
            raise CommandError(f"would change: {', '.join(changed)}")


def _text(table: Table) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()


def _own(name: str) -> list[dict[str, str]]:
    with (DATA / "own" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build(folder: Path) -> dict[str, Table]:
    """Return every file as a table with its header."""
    import pycountry

    labels = {row["code"]: row["label"] for row in _own("labels")}
    listed = _listed(folder, pycountry)
    states = {code for code, *_ in listed} | set(STATES_WITHOUT_LIST)
    countries: dict[str, list[str]] = {}
    names: set[tuple[str, ...]] = set()
    codes: set[tuple[str, ...]] = set()
    for country in pycountry.countries:
        code = country.alpha_3
        label = str(labels.get(code) or getattr(country, "common_name", country.name))
        official = getattr(country, "official_name", country.name)
        kind = "state" if code in states or code == "VAT" else "territory"
        countries[code] = [code, label, official, kind, "", ""]
        for text in {official, country.name, getattr(country, "common_name", country.name)}:
            if text != label and text not in NOT_NAMES:
                names.add((code, text, "en", "official" if text == official else "alias", "", ""))
        for scheme, value in (
            ("iso2", country.alpha_2), ("iso3", code),
            ("iso_numeric", country.numeric), ("m49", country.numeric),
        ):  # fmt: skip
            if not (scheme == "m49" and code == "TWN"):
                codes.add((code, scheme, value, *_iso_years(code, scheme)))
    for row in _own("entities"):
        code = row["code"]
        assigned = "1" if code == "XKX" else ""
        countries[code] = [code, row["label"], "", row["kind"], assigned, row["note"]]
    countries["TWN"][5] = "Listed by ISO, COW and Gleditsch-Ward; no UN member since 1971."
    countries["PSE"][5] = "UN observer state; listed by ISO, not by COW or Gleditsch-Ward."
    countries["VAT"][5] = "UN observer state (the Holy See)."
    _former(pycountry, codes, countries)
    for code, label in ((code, row[1]) for code, row in countries.items()):
        names.add((code, label, "en", "common", "", ""))
    for row in _own("names"):
        for column, kind in (("demonyms", "demonym"), ("capitals", "capital"),
                             ("aliases", "alias")):  # fmt: skip
            for text in filter(None, (part.strip() for part in row[column].split(";"))):
                names.add((row["code"], text, "en", kind, "", ""))
    for (code, text), (start, end) in DATED_NAMES.items():
        kind = "capital" if text == "Bonn" else "former"
        names.add((code, text, "en", "demonym" if text == "West German" else kind, start, end))
    spells = _spells(listed)
    for code, scheme, value, start, end in _list_codes(listed):
        codes.add((code, scheme, value, start, end))
    return {
        "countries": [
            ("code", "label", "official_name", "kind", "is_user_assigned", "note", "slug"),
            *sorted((*row, _slug(row[1])) for row in countries.values()),
        ],
        "country_names": [
            ("code", "text", "language", "kind", "valid_from", "valid_to"),
            *sorted(_one_kind_each(names)),
        ],
        "country_codes": [
            ("code", "scheme", "value", "valid_from", "valid_to"), *sorted(codes),
        ],
        "country_spells": [("code", "valid_from", "valid_to", "source"), *sorted(spells)],
        "successions": [
            ("predecessor", "successor", "kind", "happened_on"),
            *(tuple(row.values()) for row in _own("successions")),
        ],
    }  # fmt: skip


def _one_kind_each(names: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """A text once a country: common before official before what is left."""
    order = ("common", "official", "alias", "demonym", "capital", "former")
    seen: set[tuple[str, str]] = set()
    for row in sorted(names, key=lambda row: (row[0], row[1], order.index(row[3]))):
        if (row[0], row[1]) not in seen:
            seen.add((row[0], row[1]))
            yield row


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


Listed = list[tuple[str, str, str, str, str, str]]


def _listed(folder: Path, pycountry: Any) -> Listed:
    """(our code, list, number, abbreviation, first day, last day or empty) of every row."""
    found: Listed = []
    for name, of in (("gwstates.csv", "gw"), ("cow_states2016.csv", "cow")):
        path = folder / "states" / name
        if not path.exists():
            raise CommandError(f"{path} is not there.")
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if of == "gw":
                    number, abbreviation, label = row["gwcode"], row["gwc"], row["country_name"]
                    start, end = row["start"], row["end"]
                else:
                    number, abbreviation, label = row["ccode"], row["stateabb"], row["statenme"]
                    start = _day(row["styear"], row["stmonth"], row["stday"])
                    end = _day(row["endyear"], row["endmonth"], row["endday"])
                    end = "9999-12-31" if end == "2016-12-31" else end
                parts = SPLITS.get(int(number)) or [
                    (_code(int(number), label, pycountry), start, end)
                ]
                for code, first, last in parts:
                    low, high = max(start, first), min(end, last)
                    if low <= high:
                        found.append((code, of, number, abbreviation, low, high))
    return found


def _day(year: str, month: str, day: str) -> str:
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def _code(number: int, label: str, pycountry: Any) -> str:
    if number in OURS:
        return OURS[number]
    for field in ("name", "common_name", "official_name"):
        if found := pycountry.countries.get(**{field: label}):
            return str(found.alpha_3)
    raise CommandError(f"Nobody knows {label} ({number}).")


def _open(day: str) -> str:
    return "" if day == "9999-12-31" else day


def _spells(listed: Listed) -> set[tuple[str, str, str, str]]:
    """Gleditsch-Ward's years, COW's for whom only COW lists."""
    by_code: dict[str, dict[str, set[tuple[str, str]]]] = {}
    for code, of, _, _, start, end in listed:
        by_code.setdefault(code, {}).setdefault(of, set()).add((start, end))
    return {
        (code, start, _open(end), of)
        for code, lists in by_code.items()
        for of in [("gw" if "gw" in lists else "cow")]
        for start, end in _joined(lists[of])
    }


def _joined(spells: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join spells that overlap or touch."""
    joined: list[tuple[str, str]] = []
    for start, end in sorted(spells):
        if joined and start <= _next(joined[-1][1]):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _next(day: str) -> str:
    return day if day == "9999-12-31" else str(date.fromisoformat(day) + timedelta(days=1))


def _list_codes(listed: Listed) -> Iterable[tuple[str, str, str, str, str]]:
    for code, of, number, abbreviation, start, end in listed:
        yield code, of, number, start, _open(end)
        if of == "cow":
            yield code, "cow_abb", abbreviation, start, _open(end)


def _iso_years(code: str, scheme: str) -> tuple[str, str]:
    """Since when ISO gives the code, where another state had it before; else open."""
    if code == "YEM":
        return ("1990-08-14", "") if scheme in ("iso_numeric", "m49") else ("", "")
    if code == "DEU" and scheme in ("iso_numeric", "m49"):
        return ("1990-10-03", "")
    return ("", "")


def _former(pycountry: Any, codes: set[tuple[str, ...]], countries: dict[str, list[str]]) -> None:
    years = {
        "SUN": ("1974-01-01", "1992-08-30"),
        "YUG": ("1974-01-01", "2003-07-22"),
        "SCG": ("2003-07-23", "2006-09-26"),
        "CSK": ("1974-01-01", "1993-06-15"),
        "DDR": ("1974-01-01", "1990-10-30"),
        "YMD": ("1974-01-01", "1990-08-14"),
    }
    for former in pycountry.historic_countries:
        code = former.alpha_3
        if code in years:
            countries[code][2] = getattr(former, "official_name", former.name)
            for scheme, value in (("iso2", former.alpha_2), ("iso3", code)):
                codes.add((code, scheme, value, *years[code]))
            if numeric := getattr(former, "numeric", ""):
                codes.add((code, "iso_numeric", numeric, *years[code]))
