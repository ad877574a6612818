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
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from relations import countries, dates
from relations.lanes import Lane
from relations.timeline import MoneyFigure, TimelineRow

LONGEST_QUOTATION = 280

BADGE_TONES = {
    "corroborated": "ok",
    "officially_confirmed": "ok",
    "claimed": "warn",
    "disputed": "bad",
    "refuted": "bad",
}


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
class Voice:
    """Who speaks or acts on a card of a third party."""

    country: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """A fact as the list shows it. `direction` is markup: flags and names in their order."""

    row: TimelineRow
    lane_label: str
    tone: str
    amount: str
    amount_note: str
    quantity: str
    quotation: str
    quotation_language: str
    direction: SafeString
    voice: Voice | None
    also: str
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
    quantity = row["quantity"]
    first = claim or (row["claims"][0] if row["claims"] else None)
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
        direction=_direction(row),
        voice=_voice(row),
        also=_also(row),
        sources=len({claim["source"]["id"] for claim in row["claims"]}),
        source=dict(first["source"]) if first else None,
    )


def flag_markup(code: str, size: str = "small") -> SafeString:
    """A flag beside the country's name, or its code in a tile where there is none."""
    if address := flag_address(code):
        return format_html('<img class="flag flag-{}" src="{}" alt="">', size, address)
    return format_html(
        '<span class="flag flag-{} flag-tile" aria-hidden="true">{}</span>', size, code[:3]
    )


_TO = mark_safe(' <span aria-hidden="true">→</span><span class="unseen">to</span> ')
_AND = mark_safe(' <span aria-hidden="true">↔</span><span class="unseen">and</span> ')
_COMMA = mark_safe(", ")


def _direction(row: TimelineRow) -> SafeString:
    """Who acts on whom: by the pair's row where there is one, else by their roles."""
    labels = {who["country"]: who["label"] for who in row["participants"]}
    low, _, high = row["pair"].partition("-")
    if low in labels and high in labels and row["direction"] != "third":
        # A predecessor's pair has codes of its own; the row spells its direction with them.
        is_backward = row["direction"] == f"{high}-{low}"
        way = [[high], [low]] if is_backward else [[low], [high]]
        arrow = _AND if row["direction"] == "mutual" else _TO
    else:
        actors = _codes(row, _ACTING)
        targets = [code for code in _codes(row, _ACTED_ON) if code not in actors]
        way = [actors[:3], targets[:3]]
        arrow = _TO if targets else _AND
        if not targets:
            way = [[code] for code in actors[:3]]
    sides = (_COMMA.join(_side(code, labels[code]) for code in side) for side in way if side)
    return mark_safe(arrow.join(sides))  # every part was made here and is escaped


def _codes(row: TimelineRow, roles: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(w["country"] for w in row["participants"] if w["role"] in roles))


def _side(code: str, label: str) -> SafeString:
    return format_html('<span class="side">{}{}</span>', flag_markup(code), label)


def _voice(row: TimelineRow) -> Voice | None:
    if speaker := row["speaker"]:
        named = ", ".join(word for word in (speaker["name"], speaker["office"]) if word)
        return Voice(speaker["country"], named)
    acting = [who for who in row["participants"] if who["role"] in _ACTING]
    return Voice(acting[0]["country"], acting[0]["label"]) if acting else None


def _also(row: TimelineRow) -> str:
    """Other states that took part: the fact stands on their pairs' pages too."""
    if not row["pair"] or row["relation"] != "between":
        return ""
    pair = row["pair"].split("-")
    others = dict.fromkeys(
        who["label"]
        for who in row["participants"]
        if who["country"] not in pair and who["role"] in (*_ACTING, *_ACTED_ON)
    )
    return ", ".join(others)


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


def groups_of(rows: Iterable[TimelineRow], *, is_by_date: bool = True) -> Iterator[Group]:
    """Group rows, which are in order, by month; in another order they are one group."""
    group: Group | None = None
    for row in rows:
        heading = str(dates.heading_of(row["sort_key"])) if is_by_date else ""
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


def linked_data(row: TimelineRow, address: str) -> dict[str, Any]:
    """Say a fact as a schema.org Claim: who says so, where, and in which words.

    A date that is no single day is given as EDTF text; nothing is made more precise.
    """
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": address,
        "url": address,
        "identifier": f"fact/{row['id']}",
        "version": row["revision"],
        "name": row["headline"],
        "description": row["summary"],
        "temporalCoverage": row["date"]["edtf"],
        "creativeWorkStatus": row["badge"],
        "about": [
            {"@type": "Country", "identifier": who["country"], "name": who["label"]}
            for who in row["participants"]
        ],
        "appearance": [
            {
                "@type": "CreativeWork",
                "name": claim["source"]["title"],
                "publisher": {"@type": "Organization", "name": claim["source"]["publisher"]},
                "url": claim["source"]["address"],
                "datePublished": claim["source"]["published"],
                "inLanguage": claim["source"]["language"],
                "license": claim["licence"],
                "text": claim["quotation"],
            }
            for claim in row["claims"]
        ],
    }
    return {name: value for name, value in said.items() if value not in ("", [], None)}
