"""What a card, a heading and a tile say, from the rows of `relations.timeline`."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static

from relations import countries, dates
from relations.lanes import Lane
from relations.timeline import MoneyFigure, ParticipantRow, TimelineRow
from relations.verification import Verification

LONGEST_QUOTATION = 280

BADGE_TONES = {
    "corroborated": "ok",
    "officially_confirmed": "ok",
    "claimed": "warn",
    "disputed": "bad",
    "refuted": "bad",
}


LEVELS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("confirmed", "Confirmed", ("corroborated", "officially_confirmed")),
    *(
        (level.value, str(level.label), (level.value,))
        for level in Verification
        if level.label != "Confirmed"
    ),
)
"""What a filter by verification offers: its spelling, its badge, and the levels it holds."""


@cache
def _flags() -> dict[str, str]:
    """The flag's file of each country that has one; present flags only, former states have none."""
    return {
        row["code"]: row["value"].lower()
        for row in countries.rows("country_codes")
        if row["scheme"] == "iso2" and not row["valid_to"]
    }


@cache
def _has_flags() -> bool:
    return finders.find("vendor/flags/fr.svg") is not None


def flag_address(code: str) -> str:
    """Return the address of a flag, or empty: pages then show the code in a tile."""
    name = _flags().get(code)
    if not name or not _has_flags():
        return ""
    return static(f"vendor/flags/{name}.svg")


@cache
def has_fonts() -> bool:
    return finders.find("vendor/inter/inter-latin-wght-normal.woff2") is not None


def money(amount: float, currency: str = "USD") -> str:
    """Say an amount as cards do: $40B, $1.2B, $115M, EUR 20M."""
    sign = "$" if currency == "USD" else f"{currency} "
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")):
        if amount >= size:
            return f"{sign}{_short(amount / size)}{letter}"
    return f"{sign}{_short(amount)}"


def _short(number: float) -> str:
    text = f"{number:.1f}" if number < 100 else f"{number:.0f}"
    return text.removesuffix(".0")


def amount_words(amount: dict[str, Any]) -> str:
    """Say one amount: the single value, its bounds in words, or the source's words."""
    currency = amount["currency"]
    if amount["best"] is not None:
        return money(amount["best"], currency)
    low, high = amount["low"], amount["high"]
    if low is not None and high is not None:
        return f"{money(low, currency)} to {money(high, currency)}"
    if low is not None:
        return f"over {money(low, currency)}"
    if high is not None:
        return f"up to {money(high, currency)}"
    return str(amount["reported"])


@dataclass(frozen=True, slots=True)
class Card:
    """A fact as the list shows it."""

    row: TimelineRow
    lane_label: str
    tone: str
    amount: str
    amount_note: str
    quantity: str
    quotation: str
    quotation_language: str
    sides: list[dict[str, str]]
    arrow: str
    sources: int
    source: dict[str, Any] | None

    @property
    def is_third(self) -> bool:
        return self.row["lane"] == Lane.THIRD


_ACTING = ("supplier", "sender", "speaker", "visitor", "party", "signatory")
_ACTED_ON = ("recipient", "receiver", "target", "host")


def card_of(row: TimelineRow) -> Card:
    amount = row["amounts"][0] if row["amounts"] else None
    claim = next((claim for claim in row["claims"] if claim["quotation"]), None)
    quotation = claim["quotation"] if claim else ""
    if len(quotation) > LONGEST_QUOTATION:
        quotation = quotation[:LONGEST_QUOTATION].rsplit(" ", 1)[0] + " …"
    actors = [p for p in row["participants"] if p["role"] in _ACTING]
    targets = [p for p in row["participants"] if p["role"] in _ACTED_ON]
    quantity = row["quantity"]
    return Card(
        row=row,
        lane_label=str(Lane(row["lane"]).label),
        tone=BADGE_TONES.get(row["verification"], "neutral"),
        amount=amount_words(dict(amount)) if amount else "",
        amount_note=_amount_note(dict(amount)) if amount else "",
        quantity=f"{quantity['reported']} {quantity['designation']}".strip()
        if quantity and quantity["reported"]
        else "",
        quotation=quotation,
        quotation_language=claim["source"]["language"] if claim else "",
        sides=_sides(actors, targets),
        arrow="to" if actors and targets else "and",
        sources=len({claim["source"]["id"] for claim in row["claims"]}),
        source=dict(claim["source"]) if claim else None,
    )


def _sides(actors: list[ParticipantRow], targets: list[ParticipantRow]) -> list[dict[str, str]]:
    """Up to three on each side; `side` is empty where nobody acts on another."""
    both = bool(actors and targets)
    return [
        {"country": who["country"], "label": who["label"], "side": side if both else ""}
        for side, members in (("from", actors[:3]), ("to", targets[:3]))
        for who in members
    ]


def _amount_note(amount: dict[str, Any]) -> str:
    words = str(amount["measure"]).replace("_", " ")
    level = {"claimed": "claimed", "reported": "reported once", "unverified": "unverified"}.get(
        amount["verification"], ""
    )
    return f"{level}, {words}" if level else words


@dataclass(frozen=True, slots=True)
class Group:
    """The cards under one heading: a month, or a year whose month is not known."""

    heading: str
    cards: list[Card]


def groups_of(rows: Iterable[TimelineRow]) -> Iterator[Group]:
    """Group rows, which are in order, by month."""
    group: Group | None = None
    for row in rows:
        heading = str(dates.heading_of(row["sort_key"]))
        if group is None or group.heading != heading:
            if group is not None:
                yield group
            group = Group(heading, [])
        group.cards.append(card_of(row))
    if group is not None:
        yield group


def figure_words(figure: MoneyFigure) -> str:
    return money(figure.dollars) if figure.dollars else "none"


def this_month(today: date) -> int:
    """The number of a day's month: year * 12 + month - 1."""
    return today.year * 12 + today.month - 1


def month_words(number: int) -> str:
    return f"{month_name[number % 12 + 1]} {number // 12}"


def twelve_months(newest: int | None) -> str:
    """The newest twelve months in words: August 2021 to July 2022."""
    return "" if newest is None else f"{month_words(newest - 11)} to {month_words(newest)}"
