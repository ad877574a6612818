"""What an act changed of a fact, from the snapshots kept before and after it.

Only what a reader could see: the stage is that of the fact itself, since an agreement's own
stored status also counts drafts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Snapshot = Mapping[str, Any]

STANDING = ("amount", "badge", "stage", "quantity", "sources")
"""What changes how much of something is real, and how sure it is; the rest are corrections."""


@dataclass(frozen=True, slots=True)
class Alteration:
    """One thing that was and is now. what: amount, badge, stage, quantity, sources, denied,
    admitted, doubted, date, headline, summary, participants or withdrawn_source.

    was, now: as the snapshot spells them; an amount is its dictionary with `measure`, a badge
    {"verification", "claimants"}, None is nothing. denied, admitted, doubted: state codes.
    """

    what: str
    was: Any
    now: Any


def alterations(before: Snapshot | None, after: Snapshot | None) -> list[Alteration]:
    """Return what differs between two snapshots; nothing where one is missing."""
    if not before or not after:
        return []
    found = [
        *_amounts(before, after),
        *_one("badge", _badge(before), _badge(after)),
        *_one("stage", before.get("subtype"), after.get("subtype")),
        *_one("quantity", _quantity(before), _quantity(after)),
        *_sources(before, after),
        *_against(before, after),
        *_one("date", _dates(before), _dates(after)),
        *_one("headline", before.get("headline"), after.get("headline")),
        *_one("summary", before.get("summary"), after.get("summary")),
        *_one("participants", _participants(before), _participants(after)),
    ]
    return found


def _one(what: str, was: Any, now: Any) -> list[Alteration]:
    return [] if was == now else [Alteration(what, was, now)]


_AMOUNT = (
    "measure", "currency", "amount_low", "amount_best", "amount_high", "reported", "counts",
    "verification",
)  # fmt: skip


def _amounts(before: Snapshot, after: Snapshot) -> list[Alteration]:
    old, new = (
        {row["measure"]: {name: row.get(name) for name in _AMOUNT} for row in each.get("money", ())}
        for each in (before, after)
    )
    return [
        Alteration("amount", old.get(measure), new.get(measure))
        for measure in dict.fromkeys((*old, *new))
        if old.get(measure) != new.get(measure)
    ]


def _badge(each: Snapshot) -> dict[str, Any]:
    return {
        "verification": each.get("verification"),
        "claimants": list(each.get("claimants") or ()),
    }


_QUANTITY = ("quantity_low", "quantity_best", "quantity_high", "quantity_reported")


def _quantity(each: Snapshot) -> dict[str, Any] | None:
    detail = each.get("detail") or {}
    found = {name: detail.get(name) for name in _QUANTITY}
    return found if any(value not in (None, "") for value in found.values()) else None


def _accepted(each: Snapshot) -> dict[int, Mapping[str, Any]]:
    return {
        row["id"]: row
        for row in each.get("claims", ())
        if row.get("status", "accepted") == "accepted"
    }


def _sources(before: Snapshot, after: Snapshot) -> list[Alteration]:
    old, new = ({row["source_id"] for row in _accepted(e).values()} for e in (before, after))
    what = "sources" if len(new) >= len(old) else "withdrawn_source"
    return _one(what, len(old), len(new))


_AGAINST = {"denies": "denied", "admits": "admitted", "doubts": "doubted"}


def _against(before: Snapshot, after: Snapshot) -> list[Alteration]:
    """Denials, admissions and doubts that came or went, by the state that speaks where known."""
    old, new = _accepted(before), _accepted(after)
    found = []
    for polarity, what in _AGAINST.items():
        was, now = (
            sorted(
                row.get("asserted_by_country_id") or ""
                for row in claims.values()
                if row.get("polarity") == polarity
            )
            for claims in (old, new)
        )
        if what == "denied" and was != now:
            codes = (list(before.get("deniers") or was), list(after.get("deniers") or now))
            was, now = codes if codes[0] != codes[1] else (was, now)
        found += _one(what, was, now)
    return found


def _dates(each: Snapshot) -> tuple[str, str]:
    return str(each.get("date") or ""), str(each.get("end") or "")


def _participants(each: Snapshot) -> list[tuple[str, str]]:
    return sorted((row["country"], row["role"]) for row in each.get("participants", ()))
