"""Lists of names separated by commas, where a name may hold commas itself."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["split_names"]

_LONGEST = 5
"""Parts of one name at most: "Congo, Democratic Republic of the" has two."""


def split_names(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """Return the names of a list in its order, with as few unknown ones as can be.

    Parts that are known only together are one name: "Libya, Yemen, North, Niger" is Libya, North
    Yemen and Niger. Parts that are known each by itself are names of their own, so that
    "Austria, Hungary" is no empire. A part that belongs to no known name stands alone.
    """
    parts = [part for part in (piece.strip() for piece in text.split(",")) if part]
    # from the end: what the best reading of the rest does not know, how many names it has (less
    # than none: more are better), and where its first name ends (longest first)
    best: list[tuple[int, int, int]] = [(0, 0, len(parts))] * (len(parts) + 1)
    for start in range(len(parts) - 1, -1, -1):
        options = []
        for end in range(start + 1, min(start + _LONGEST, len(parts)) + 1):
            known = is_known(", ".join(parts[start:end]))
            if known or end == start + 1:
                unknown, count, _ = best[end]
                options.append((unknown + (not known), count - 1, -end))
        unknown, count, end = min(options)
        best[start] = (unknown, count, -end)
    names = []
    start = 0
    while start < len(parts):
        end = best[start][2]
        names.append(", ".join(parts[start:end]))
        start = end
    return names
