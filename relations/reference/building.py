"""Makes the tables of `relations/data` from the lists, ISO 3166, CLDR and `own/`.

The same inputs make the same bytes: every table is sorted, nothing reads the clock.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from babel import Locale

from relations.reference import iso, lists
from relations.reference.lists import OPEN, Listing

LANGUAGES = ("de", "es", "fr", "ru")  # common names in these come from CLDR

HEADERS = {
    "countries": (
        "code", "label", "official_name", "kind", "is_user_assigned", "note", "slug",
    ),
    "country_names": ("code", "text", "language", "kind", "valid_from", "valid_to"),
    "country_codes": ("code", "scheme", "value", "valid_from", "valid_to"),
    "country_spells": ("code", "valid_from", "valid_to", "source"),
    "successions": ("predecessor", "successor", "kind", "happened_on"),
}  # fmt: skip

# Where two kinds give one text, the first of these keeps it.
KINDS = ("common", "official", "demonym", "capital", "alias", "former")
USER_ASSIGNED = ("XKX",)
STATES_ON_NO_LIST = ("PSE", "VAT")
# On the lists or in ISO, and a name of two countries: only the dated rows of own/ may say it.
AMBIGUOUS = ("Congo", "Korea", "Yemen", "Vietnam", "Viet Nam", "Yugoslavia", "Macedonia")
# Former states whose name is now a region's: it is theirs only while they lasted.
REGIONS_NOW = (
    "BADEN", "BAVARIA", "HANOVER", "HESSEDARMSTADT", "HESSEKASSEL", "MECKLENBURG", "MODENA",
    "PARMA", "SAXONY", "TIBET", "TRANSVAAL", "TUSCANY", "WURTTEMBERG", "ZANZIBAR",
)  # fmt: skip

Row = tuple[str, ...]


def build(folder: Path) -> dict[str, str]:
    """Return the text of every file by its name. Raise ListNotUsable when a list is not."""
    listed = lists.listings(folder)
    countries = _countries({row.code for row in listed})
    tables: dict[str, Iterable[Row]] = {
        "countries": countries.values(),
        "country_names": _names(listed, countries),
        "country_codes": _codes(listed),
        "country_spells": _spells(listed),
        "successions": (tuple(row.values()) for row in lists.own("successions")),
    }
    return {name: _text(HEADERS[name], rows) for name, rows in tables.items()}


def _text(header: Sequence[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *sorted(set(rows))])
    return out.getvalue()


def slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _countries(listed: set[str]) -> dict[str, Row]:
    """Return the rows by code: ISO's with our labels, then those ISO does not know."""
    ours = {row["code"]: row for row in lists.own("labels")}
    rows: dict[str, Row] = {}
    for country in iso.current():
        code = country.alpha_3
        kind = "state" if code in listed or code in STATES_ON_NO_LIST else "territory"
        own = ours.get(code, {})
        label = own.get("label") or country.common
        official = own.get("official_name") or country.official
        rows[code] = (code, label, official, kind, "", own.get("note", ""), slug(label))
    for row in lists.own("entities"):
        code, label = row["code"], row["label"]
        assigned = "1" if code in USER_ASSIGNED else ""
        rows[code] = (
            code, label, row["official_name"], row["kind"], assigned, row["note"], slug(label),
        )  # fmt: skip
    return rows


def _names(listed: list[Listing], countries: dict[str, Row]) -> Iterator[Row]:
    """Yield each text once a country and language, the dated rows of own/ before all others."""
    found: dict[tuple[str, str, str], Row] = {}
    dated: set[Row] = set()
    for row in lists.own("dated_names"):
        dated.add(tuple(row.values()))
        found[row["code"], row["text"], row["language"]] = ()
    yield from dated
    ends = {row.code: lists.text(row.end) for row in listed if row.code in REGIONS_NOW}
    for code, text, language, kind in sorted(
        {*_common_names(countries), *_listed_names(listed), *_own_names(), *_translations()},
        key=lambda row: (row[0], row[1], row[2], KINDS.index(row[3])),
    ):
        if (code, text, language) not in found:
            found[code, text, language] = (code, text, language, kind, "", ends.get(code, ""))
    yield from filter(None, found.values())


def _common_names(countries: dict[str, Row]) -> Iterator[Row]:
    for code, label, official, *_ in countries.values():
        yield code, label, "en", "common"
        if official and official not in AMBIGUOUS:
            yield code, official, "en", "official"
    for country in iso.current():
        for text in (country.name, country.common, country.official):
            if text not in AMBIGUOUS:
                yield country.alpha_3, text, "en", "alias"


def _listed_names(listed: list[Listing]) -> Iterator[Row]:
    """The lists' own spellings, where a number serves one country only."""
    served: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in listed:
        served[row.source, row.number].add(row.code)
    for row in listed:
        if len(served[row.source, row.number]) == 1 and row.name not in AMBIGUOUS:
            yield row.code, row.name, "en", "alias"


def _own_names() -> Iterator[Row]:
    columns = (("demonyms", "demonym"), ("capitals", "capital"), ("aliases", "alias"))
    for row in lists.own("names"):
        for column, kind in columns:
            for text in filter(None, (part.strip() for part in row[column].split(";"))):
                yield row["code"], text, "en", kind


def _translations() -> Iterator[Row]:
    for language in LANGUAGES:
        territories = Locale(language).territories
        for country in iso.current():
            yield country.alpha_3, str(territories[country.alpha_2]), language, "common"


def _codes(listed: list[Listing]) -> Iterator[Row]:
    corrections = [
        iso.Code(
            row["code"],
            row["scheme"],
            row["value"],
            lists.day(row["valid_from"], date.min),
            lists.day(row["valid_to"], OPEN),
        )
        for row in lists.own("codes")
    ]
    for code in iso.codes(corrections):
        yield code.code, code.scheme, code.value, lists.text(code.start), lists.text(code.end)
    for row in listed:
        years = (lists.text(row.start), lists.text(row.end))
        yield row.code, row.source, row.number, *years
        if row.source == "cow":
            yield row.code, "cow_abb", row.abbreviation, *years


def _spells(listed: list[Listing]) -> Iterator[Row]:
    """Yield our own years, else Gleditsch-Ward's, else those of COW."""
    own = lists.own("spells")
    for row in own:
        yield row["code"], row["valid_from"], row["valid_to"], row["source"]
    done = {row["code"] for row in own}
    by_source: defaultdict[str, defaultdict[str, set[tuple[date, date]]]]
    by_source = defaultdict(lambda: defaultdict(set))
    for listing in listed:
        by_source[listing.source][listing.code].add((listing.start, listing.end))
    for source in ("gw", "cow"):
        for code, stretches in by_source[source].items():
            if code not in done:
                for start, end in lists.joined(stretches):
                    yield code, lists.text(start), lists.text(end), source
        done |= set(by_source[source])
