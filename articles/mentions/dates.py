"""Dates in a text as EDTF, relative ones against the day of publication."""

from __future__ import annotations

import re
from datetime import date, timedelta

from articles.mentions.folding import fold
from articles.mentions.shapes import Mention

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun", "July|Jul",
         "August|Aug", "September|Sept|Sep", "October|Oct", "November|Nov", "December|Dec"),
        start=1,
    )
    for name in names.split("|")
}  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
           "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_PATTERN = re.compile(
    r"(?<![\w-])(?:"
    rf"(?P<m1>{_MONTH})\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y1>(?:19|20)\d\d))?(?!\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m2>{_MONTH})(?:,?\s(?P<y2>(?:19|20)\d\d))?"
    rf"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    rf"|(?P<m3>{_MONTH}),?\s(?:of\s)?(?P<y3>(?:19|20)\d\d)"
    r"|(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\s(?:of\s)?(?P<y4>(?:19|20)\d\d)"
    r"|(?P<last>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Cc]oming)\s(?P<unit>year|month|week|"
    + "|".join(_WEEKDAYS)
    + rf"|{_MONTH})"
    r"|(?P<earlier>[Ee]arlier|[Ll]ater)\s(?:this|in the)\s(?P<eunit>year|month|week)"
    r"|(?P<n>\d+|" + "|".join(_COUNTS) + r")\s(?P<nunit>day|week|month|year)s?\s(?:ago|earlier)"
    r"|(?P<word>[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight)"
    r"|(?P<weekday>" + "|".join(_WEEKDAYS) + r")(?!'s?\s(?:paper|edition))"
    # "Tuesday, July 19, 2022" is that day of July, whatever the week of publication
    rf"(?!,?\s(?:{_MONTH}\s\d|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}))"
    rf"|(?:in|since|by|until|early|late|mid|of|"
    rf"last)[-\s](?P<m5>{_MONTH.replace('May', 'May(?=[ .,])')})(?![\w])(?!\s\d)"
    r"|(?:in|since|during|by|from|until|early|late|before|after|of|for)[-\s]"
    r"(?:(?:early|late|mid)[-\s])?(?P<y6>(?:19|20)\d\d)(?![\d,]\d|s\b|\s(?:people|troops|soldiers))"
    r")"
)
_FUTURE = re.compile(
    r"\b(?:will|would|plans?|planned|scheduled|due|expected|is to|are to|upcoming|set to|"
    r"going to|next|coming|begins?|ahead of)\b"
)


def find_dates(text: str, published: str = "") -> list[Mention]:
    """Return the dates as EDTF, in text order; `form` is stated or relative.

    Without a full date of publication no weekday, "yesterday" or "last week" is a date; a month
    or a day without a year has X for the year.
    """
    plain = fold(text)
    base = _day(published)
    year = int(published[:4]) if re.match(r"\d{4}", published) else None
    found = []
    for match in _PATTERN.finditer(plain):
        edtf, form = _read(match, plain, base, year)
        if edtf:
            found.append(
                Mention("date", match.start(), match.end(), text[match.start() : match.end()],
                        form=form, edtf=edtf)
            )  # fmt: skip
    return _with_years(found)


def _read(match: re.Match[str], plain: str, base: date | None, year: int | None) -> tuple[str, str]:
    group = match.groupdict()
    for month, number, said in (("m1", "d1", "y1"), ("m2", "d2", "y2")):
        if group[month]:
            return _month_day(match, plain, base, (group[month], group[number], group[said]))
    if group["iso"]:
        return group["iso"], "stated"
    if group["m3"]:
        return f"{group['y3']}-{_month(group['m3']):02}", "stated"
    if group["season"]:
        return f"{group['y4']}-{_SEASONS[group['season'].lower()]}", "stated"
    if group["y6"]:
        return group["y6"], "stated"
    if group["m5"]:
        return _bare_month(match, plain, base, year)
    return (_relative(group, match, plain, base), "relative")


def _relative(group: dict[str, str], match: re.Match[str], plain: str, base: date | None) -> str:
    if base is None:
        return ""
    if group["word"]:
        shift = {"yesterday": -1, "tomorrow": 1}.get(group["word"].lower(), 0)
        return (base + timedelta(days=shift)).isoformat()
    if group["weekday"]:
        return _weekday(base, group["weekday"], _is_future(plain, match.start()))
    if group["n"]:
        count = int(group["n"]) if group["n"].isdigit() else _COUNTS[group["n"]]
        return _before(base, count, group["nunit"])
    if group["earlier"]:
        return _around(base, 0, group["eunit"])
    way = {"last": -1, "past": -1, "next": 1, "coming": 1, "this": 0}[group["last"].lower()]
    unit = group["unit"]
    if unit in _WEEKDAYS:
        return _weekday(base, unit, way > 0)
    if unit in ("year", "month", "week"):
        return _around(base, way, unit)
    number = _month(unit)
    turn = base.year - (way < 0 and number >= base.month) + (way > 0 and number <= base.month)
    return f"{turn}-{number:02}"


def _around(base: date, way: int, unit: str) -> str:
    if unit == "year":
        return str(base.year + way)
    if unit == "month":
        months = base.year * 12 + base.month - 1 + way
        return f"{months // 12}-{months % 12 + 1:02}"
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=way)
    last = monday + timedelta(days=6)
    return f"{monday}/{min(last, base) if way == 0 else last}"


def _before(base: date, count: int, unit: str) -> str:
    if unit == "year":
        return str(base.year - count)
    if unit == "month":
        return _around(base, -count, "month")
    if unit == "week":
        return f"{base - timedelta(days=7 * count):%Y-%m}"
    return (base - timedelta(days=count)).isoformat()


def _weekday(base: date, name: str, is_future: bool) -> str:
    wanted = _WEEKDAYS.index(name)
    if is_future:
        return (base + timedelta(days=(wanted - base.weekday()) % 7)).isoformat()
    return (base - timedelta(days=(base.weekday() - wanted) % 7)).isoformat()


def _is_future(plain: str, start: int) -> bool:
    sentence = plain[max(0, start - 90) : start]
    sentence = re.split(r"[.!?]\s|\bsaid\b|\bsays\b", sentence)[-1]
    return bool(_FUTURE.search(sentence))


def _month(name: str) -> int:
    return _MONTHS[name.rstrip(".")]


def _month_day(
    match: re.Match[str], plain: str, base: date | None, parts: tuple[str, str, str | None]
) -> tuple[str, str]:
    name, number, year = parts
    month, day = _month(name), int(number)
    if not 1 <= day <= 31:
        return "", ""
    if year:
        return f"{year}-{month:02}-{day:02}", "stated"
    if base is None:
        return f"XXXX-{month:02}-{day:02}", "stated"
    return f"{_year_of(month, base, plain, match.start())}-{month:02}-{day:02}", "relative"


def _bare_month(
    match: re.Match[str], plain: str, base: date | None, year: int | None
) -> tuple[str, str]:
    month = _month(match["m5"])
    if base is None:
        return (f"{year or 'XXXX'}-{month:02}", "stated")
    return f"{_year_of(month, base, plain, match.start())}-{month:02}", "relative"


def _year_of(month: int, base: date, plain: str, start: int) -> int:
    """Return the year nearest in the direction the sentence looks."""
    if _is_future(plain, start):
        return base.year + (month < base.month)
    return base.year - (month > base.month)


def _with_years(found: list[Mention]) -> list[Mention]:
    return [mention for mention in found if not re.fullmatch(r"XXXX-0[0-9]-00", mention.edtf)]


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published) if len(published) == 10 else None
    except ValueError:
        return None
