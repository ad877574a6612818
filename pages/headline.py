"""The tiles below a pair's name: they count things, not news, and each leads to its rows."""

from __future__ import annotations

from dataclasses import dataclass

from pages.presenting import money
from relations import dates
from relations.lanes import Lane
from relations.pairs import Pair
from relations.timeline import PairSummary, Surroundings


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile. lines: the numbers, largest first; under: what they leave out."""

    name: str
    address: str
    lines: list[str]
    under: str
    is_small: bool = False


_ENDED = ("expired", "terminated", "superseded", "cancelled", "suspended")


def tiles(
    pair: Pair, summary: PairSummary, labels: dict[str, str], around: Surroundings
) -> list[Tile]:
    """Return the tiles in the order of the page; they count the pair whatever its filters."""
    words, acts = summary.words_of_others, summary.acts_of_others
    return [
        Tile("Facts", "?", [f"{summary.facts:,}"], _added(summary, around)),
        _agreements(summary),
        _arms(pair, summary, labels),
        _money(pair, summary),
        Tile(
            "Visits and diplomacy",
            f"?lane={Lane.VISIT}",
            [f"{summary.trips:,} visit{'s' * (summary.trips != 1)}"],
            _join(
                f"{summary.nested:,} more within them" if summary.nested else "",
                f"{summary.visits - summary.trips - summary.nested:,} other acts"
                if summary.visits > summary.trips + summary.nested
                else "",
            ),
        ),
        Tile(
            "Said and done by others",
            f"?lane={Lane.THIRD}",
            [f"{words + acts:,}"],
            f"words {words:,}, acts {acts:,}; counted apart",
        ),
    ]


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _added(summary: PairSummary, around: Surroundings) -> str:
    said = []
    if summary.last_added:
        said.append(f"last added {dates.say_day(summary.last_added)}")
    if around.reviewed_on:
        languages = f" in {', '.join(around.languages)}" if around.languages else ""
        said.append(f"reviewed to {dates.say_day(around.reviewed_on)}{languages}")
    return "; ".join(said)


def _agreements(summary: PairSummary) -> Tile:
    ended = sum(summary.agreements.get(status, 0) for status in _ENDED)
    memoranda = summary.types.get("memorandum_of_understanding", 0)
    announced = summary.agreements.get("announced", 0)
    signed = summary.agreements.get("signed", 0)
    return Tile(
        "Agreements",
        f"?lane={Lane.AGREEMENT}",
        [f"{summary.agreements.get('in_force', 0):,} in force"],
        _join(
            f"{signed:,} signed" if signed else "",
            f"{announced:,} announced" if announced else "",
            f"{memoranda:,} of all memoranda" if memoranda else "",
            f"{ended:,} ended" if ended else "",
        ),
    )


def _arms(pair: Pair, summary: PairSummary, labels: dict[str, str]) -> Tile:
    lines, delivered = [], []
    for way in (f"{pair.high}-{pair.low}", f"{pair.low}-{pair.high}"):
        statuses = summary.transfers.get(way, {})
        supplier, recipient = way.split("-")
        lines.append(f"{labels[supplier]} → {labels[recipient]} {sum(statuses.values()):,}")
        delivered.append(f"{statuses.get('delivered', 0) + statuses.get('in_delivery', 0):,}")
    return Tile(
        "Arms orders", f"?lane={Lane.ARMS}", lines, f"{' and '.join(delivered)} with deliveries",
        is_small=True,
    )  # fmt: skip


def _money(pair: Pair, summary: PairSummary) -> Tile:
    said = {figure.measure: money(figure.dollars) for figure in summary.money}
    left_out = sum(figure.left_out for figure in summary.money)
    rest = f"promised {said['promised']}, credit agreed {said['credit_agreed']}; never added"
    if left_out:
        rest += f"; {left_out:,} amount{'s' * (left_out != 1)} left out"
    return Tile(
        "Money",
        f"/r/{pair}/money/",
        [f"Contracted {said['contracted']}", f"Paid {said['paid']}"],
        rest,
        is_small=True,
    )
