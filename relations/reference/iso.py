"""ISO 3166 as pycountry has it: today's codes, and the withdrawn ones with their years.

pycountry is needed to make the files, not to read them, so it is imported here alone and late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from relations.reference.lists import OPEN

# Withdrawn alpha-3 codes and the country they were for. What is not here is nobody of ours:
# islands and zones that no list of states or statistics asks for.
WITHDRAWN = {
    "AFI": "DJI",
    "ANT": "ANT",
    "BUR": "MMR",
    "BYS": "BLR",
    "CSK": "CSK",
    "DDR": "DDR",
    "DHY": "BEN",
    "HVO": "BFA",
    "PCI": "PCI",
    "RHO": "ZWE",
    "SCG": "SCG",
    "SUN": "SUN",
    "TMP": "TLS",
    "VDR": "VNM",
    "YMD": "YMD",
    "YUG": "YUG",
    "ZAR": "COD",
}
FIRST_EDITION = date(1974, 1, 1)
SCHEMES = ("iso2", "iso3", "iso_numeric")


@dataclass(frozen=True, slots=True)
class Current:
    """A country or territory of ISO 3166-1."""

    alpha_2: str
    alpha_3: str
    numeric: str
    name: str
    common: str
    official: str


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a country with the days it holds; `date.min` and `date.max` are open."""

    code: str
    scheme: str
    value: str
    start: date
    end: date


def current() -> Iterator[Current]:
    import pycountry

    for row in pycountry.countries:
        common = getattr(row, "common_name", row.name)
        official = getattr(row, "official_name", common)
        yield Current(row.alpha_2, row.alpha_3, row.numeric, row.name, common, official)


def withdrawn() -> Iterator[Code]:
    """Yield the codes of WITHDRAWN. Their last day is the one before ISO withdrew them."""
    import pycountry

    for row in pycountry.historic_countries:
        if row.alpha_3 not in WITHDRAWN:
            continue
        end = _last_day(row.withdrawal_date)
        values = (row.alpha_2, row.alpha_3, getattr(row, "numeric", ""))
        for scheme, value in zip(SCHEMES, values, strict=True):
            if value:
                yield Code(WITHDRAWN[row.alpha_3], scheme, value, FIRST_EDITION, end)


def codes(corrections: list[Code]) -> list[Code]:
    """Return every ISO code; `corrections` replace all codes of their country and scheme.

    A code that another country had before begins on the day after; so does a country's new code
    after its old one. Numeric codes are M49's as well, but for Taiwan, which M49 does not list.
    """
    corrected = {(code.code, code.scheme) for code in corrections}
    found = [code for code in withdrawn() if (code.code, code.scheme) not in corrected]
    found += corrections
    for row in current():
        values = (row.alpha_2, row.alpha_3, row.numeric)
        for scheme, value in zip(SCHEMES, values, strict=True):
            if (row.alpha_3, scheme) not in corrected:
                _add(found, row.alpha_3, scheme, value)
    return [*found, *(_as_m49(code) for code in found if _is_m49(code))]


def _add(found: list[Code], country: str, scheme: str, value: str) -> None:
    earlier = [code for code in found if code.scheme == scheme]
    same = [code for code in earlier if (code.code, code.value) == (country, value)]
    for code in same:
        found.remove(code)
    ends = [code.end for code in earlier if country == code.code or value == code.value]
    ends = [] if same else ends
    start = max(ends) + timedelta(days=1) if ends else date.min
    found.append(Code(country, scheme, value, start, OPEN))


def _is_m49(code: Code) -> bool:
    return code.scheme == "iso_numeric" and code.code != "TWN"


def _as_m49(code: Code) -> Code:
    return Code(code.code, "m49", code.value, code.start, code.end)


def _last_day(withdrawal: str) -> date:
    """The day before the withdrawal; a year alone is taken to its end."""
    if len(withdrawal) == 4:
        return date(int(withdrawal), 12, 31)
    return date.fromisoformat(withdrawal) - timedelta(days=1)
