"""Plain letters for matching, with every offset kept."""

from __future__ import annotations

import unicodedata

_SAME = {
    "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"',
    "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\u00a0": " ",
    "\t": " ", "\u2009": " ", "\u202f": " ", "ß": "s", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ı": "i", "æ": "a", "Æ": "A", "œ": "o", "Œ": "O", "þ": "t", "ð": "d",
}  # fmt: skip
_KNOWN: dict[str, str] = {}


def fold(text: str) -> str:
    """Return the text with plain letters and quotation marks, as long as it was."""
    if text.isascii() and "`" not in text and "\t" not in text:
        return text
    return "".join(char if char < "`" else _folded(char) for char in text.replace("\t", " "))


def _folded(char: str) -> str:
    known = _KNOWN.get(char)
    if known is None:
        if "\ue000" <= char <= "\uf8ff":
            return " "  # private use: the masks of `suggesting` are
        base = _SAME.get(char) or unicodedata.normalize("NFKD", char)[0]
        known = _KNOWN[char] = _SAME.get(base, base)
    return known
