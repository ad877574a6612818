"""Dates, amounts, quantities and weapons of a draft, from its passage."""

from __future__ import annotations

from collections.abc import Sequence

from articles.mentions.shapes import Mention
from articles.shapes import Amount, Quantity, Weapon
from articles.suggesting.dating import date_of
from articles.suggesting.drafts import Draft
from articles.suggesting.reading import Article

_WITH_AMOUNT = frozenset({"aid", "trade", "agreement", "arms_transfer"})
_WITH_QUANTITY = frozenset(
    {"aid", "trade", "arms_transfer", "military_cooperation", "other", "diplomatic_action"}
)


def fill(article: Article, draft: Draft, is_alone: bool) -> None:
    """Set what the passage says; the rest of the sentence counts where the draft `is_alone`."""
    passage = article.passages[draft.passage]
    whole = (passage.sentence.start, passage.sentence.end)
    span = whole if is_alone else (draft.start, draft.end)
    draft.date, draft.date_basis = date_of(article.plain, passage.dates, *span, draft.trigger)
    if not draft.date and whole[0] < draft.start:
        # "In 2018, …": a date that opens the sentence holds for what follows
        opening = (whole[0], min(whole[0] + 40, draft.start))
        draft.date, draft.date_basis = date_of(
            article.plain, passage.dates, *opening, draft.trigger
        )
    if not draft.date and draft.kind == "statement":
        near = (passage.sentence.start, min(passage.sentence.end, draft.trigger + 40))
        draft.date, draft.date_basis = date_of(article.plain, passage.dates, *near, draft.trigger)
    if draft.kind in _WITH_AMOUNT:
        value = _nearest(passage.amounts, span, draft.trigger)
        draft.amount = value if isinstance(value, Amount) else None
    counts = draft.kind != "diplomatic_action" or draft.subtype == "ambassador_expelled"
    if draft.kind in _WITH_QUANTITY and counts:
        value = _nearest(passage.quantities, span, draft.trigger)
        draft.quantity = value if isinstance(value, Quantity) else None
    if draft.kind == "arms_transfer":
        draft.weapon = _weapon(article, passage.weapons, span)


def _nearest(mentions: Sequence[Mention], span: tuple[int, int], trigger: int) -> object:
    inside = [m for m in mentions if span[0] <= m.start and m.end <= span[1]]
    return min(inside, key=lambda m: abs(m.start - trigger)).value if inside else None


def _weapon(article: Article, weapons: Sequence[Mention], span: tuple[int, int]) -> Weapon | None:
    inside = [m for m in weapons if span[0] <= m.start and m.end <= span[1]]
    if not inside or not isinstance(inside[0].value, Weapon):
        return None
    first, last = inside[0], inside[0]
    for following in inside[1:]:
        if article.plain[last.end : following.start] in (" and ", ", ", ", and "):
            last = following
    said = article.document.text[first.start : last.end]
    return Weapon(said, inside[0].value.category, inside[0].value.weapon_class)
