"""What every format has in common: how it tells of its progress, and what it counts."""

from __future__ import annotations

from collections.abc import Callable

Tick = Callable[[int], None]
"""Called after each batch with the number of rows done; it may raise to stop the writing."""

Counts = dict[str, int]
"""What a file holds: name of a table, or `facts` or `orders` → rows."""
