"""The states of manystates: three letters as ISO has them, and some of its own, on a day."""

from __future__ import annotations

from datetime import date

from relations.importing.names import Names

__all__ = ["state_of", "state_then"]

_OWN = {
    "ABK": "ABKHAZIA", "ALG": "DZA", "AUH": "AUSTRIAHUNGARY", "BAD": "BADEN", "BAV": "BAVARIA",
    "DRV": "VNM", "EAZ": "ZANZIBAR", "EC": "EUU", "EEC": "EUU", "EU": "EUU", "EUE": "EUU",
    "EUN": "EUU", "EUR": "EUU", "GCL": "GREATCOLOMBIA", "GFR": "DEU", "HAN": "HANOVER",
    "HSE": "HESSEKASSEL", "HSG": "HESSEDARMSTADT", "KOS": "XKX", "MEC": "MECKLENBURG",
    "MOD": "MODENA", "OFS": "ORANGEFREESTATE", "PAP": "PAPALSTATES", "PMA": "PARMA",
    "PPR": "POL", "PRM": "PARMA", "PRU": "DEU", "RVN": "SVNM", "SAR": "ITA", "SAX": "SAXONY",
    "SIC": "TWOSICILIES", "SOT": "SOUTHOSSETIA", "TBT": "TIBET", "TRA": "TRANSVAAL",
    "TUS": "TUSCANY", "UPC": "CENTRALAMERICA", "USR": "SUN", "WRT": "WURTTEMBERG", "YAR": "YEMENAR",
    "YPR": "YMD", "GDR": "DDR", "KSV": "XKX", "UAR": "EGY", "ZAN": "ZANZIBAR",
}  # fmt: skip
"""Codes that are not ISO's. Prussia is DEU and Sardinia ITA, as in the lists of states."""

_LABELS = {
    "BRE": "Bremen", "DZG": "Free City of Danzig", "FRK": "Frankfurt", "HAW": "Hawaii",
    "HBG": "Hamburg", "LBK": "Lübeck", "LUC": "Lucca", "NAS": "Nassau", "OLD": "Oldenburg",
    "TEX": "Texas",
}  # fmt: skip
"""States that have signed treaties and are not in our table; they become actors."""

_THEN = {
    "AUT": ((date(1, 1, 1), date(1918, 11, 11), "AUSTRIAHUNGARY"),),
    "CZE": ((date(1918, 10, 28), date(1992, 12, 31), "CSK"),),
    "KOR": ((date(1, 1, 1), date(1910, 8, 29), "KOREA"),),
    "RUS": ((date(1922, 12, 30), date(1991, 12, 25), "SUN"),),
    "SCG": ((date(1918, 12, 1), date(2003, 2, 3), "YUG"),),
    "SRB": (
        (date(1918, 12, 1), date(2003, 2, 3), "YUG"),
        (date(2003, 2, 4), date(2006, 6, 4), "SCG"),
    ),
    "YEM": ((date(1, 1, 1), date(1990, 5, 21), "YEMENAR"),),
}
"""Whose state a code meant on a day: the data set gives a state one code through its renamings."""


def state_then(code: str, on: date) -> str:
    """Return the state that stood, on a day, where the one of this code stands today."""
    for start, end, then in _THEN.get(code, ()):
        if start <= on <= end:
            return then
    return code


def state_of(names: Names, code: str, on: date | None) -> str | None:
    """Return our code for one of manystates' on a day; None if nobody knows it."""
    code = code.strip().upper()
    if on is not None and (then := state_then(code, on)) != code:
        return then
    if code in _OWN:
        return _OWN[code]
    if code in _LABELS:
        return names.actor(_LABELS[code], "former_state")
    return names.coded("iso3", code, on) or (code if names.has(code) and len(code) == 3 else None)
