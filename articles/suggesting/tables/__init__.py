"""The tables of frames, by what they tell of."""

from articles.suggesting.tables import (
    agreements,
    aid,
    arms,
    diplomacy,
    incidents,
    meetings,
    military,
    sanctions,
    trade,
)

FRAMES = (
    *meetings.FRAMES,
    *agreements.FRAMES,
    *arms.FRAMES,
    *sanctions.FRAMES,
    *diplomacy.FRAMES,
    *military.FRAMES,
    *trade.FRAMES,
    *aid.FRAMES,
    *incidents.FRAMES,
)
