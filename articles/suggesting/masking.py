"""A sentence with each reference, weapon, amount and quotation as one character.

Frames are then plain patterns: `A` may act, `M` only qualifies, `L` is a place, `W` a weapon,
`N` an amount, `Q` a quotation. Private-use characters stand for them, so no text can fake one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.mentions.shapes import Mention
from articles.suggesting.references import Reference

_ACTOR, _QUALIFIER, _PLACE, _WEAPON, _AMOUNT = 0xE000, 0xE400, 0xE800, 0xEC00, 0xF000
_QUOTE = "\uf400"

_CLASSES = {
    "A": "[\ue000-\ue3ff]",
    "M": "[\ue400-\ue7ff]",
    "X": "[\ue000-\ue7ff]",
    "L": "[\ue000-\uebff]",
    "W": "[\uec00-\uefff]",
    "N": "[\uf000-\uf3ff]",
    "Q": _QUOTE,
    # a stretch of one clause without a state or people in it
    "gap": "[^\ue000-\ue7ff;:]{0,70}?",
    "far": "[^;:]{0,110}?",
    "adj": "(?:[a-z-]+,? ){0,3}?",
    "be": "(?:is|are|was|were|be|been|being)",
    "P": "(?:[\ue400-\ue7ff]|[\ue000-\ue3ff](?='))",
    "the": "(?:the |an? |its |their |his |her |all |new |more |further |additional |visiting |"
    "neighbou?ring |northern |southern |eastern |western |central |north|south|east|west|-|"
    "war-torn |southeastern |northeastern |northwestern |southwestern |nearby |then-)*",
}  # fmt: skip


def compile_frame(pattern: str) -> re.Pattern[str]:
    """Compile a frame's pattern, with <A>, <gap> and so on for the classes above."""
    for name, said in _CLASSES.items():
        pattern = pattern.replace(f"<{name}>", said)
    return re.compile(pattern.replace("(?P[", "(?P<"))


@dataclass(slots=True)
class Masked:
    """The masked sentence in small letters, and the way back to the text's offsets."""

    text: str
    references: Sequence[Reference]
    weapons: Sequence[Mention]
    amounts: Sequence[Mention]
    source: str = ""
    _at: list[int] = field(default_factory=list)
    _origin: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)

    def origin(self, position: int) -> int:
        """Return the text's offset of the character at a masked position."""
        index = bisect_right(self._at, position) - 1
        if self._ends[index] >= 0 and position > self._at[index]:
            return self._ends[index]
        return self._origin[index] + (0 if self._ends[index] >= 0 else position - self._at[index])

    def end_origin(self, position: int) -> int:
        """Return the text's offset after the character before a masked position."""
        index = bisect_right(self._at, max(position - 1, 0)) - 1
        if self._ends[index] >= 0:
            return self._ends[index]
        return self._origin[index] + position - self._at[index]

    def reference(self, char: str) -> Reference | None:
        code = ord(char)
        return self.references[code & 0x3FF] if _ACTOR <= code < _WEAPON else None

    def positions(self) -> list[tuple[int, Reference]]:
        """Return where each reference stands in the masked text."""
        return [
            (at, self.references[ord(char) & 0x3FF])
            for at, char in enumerate(self.text)
            if "\ue000" <= char < "\uec00"
        ]


def mask(
    plain: str,
    start: int,
    end: int,
    references: Sequence[Reference],
    weapons: Sequence[Mention],
    amounts: Sequence[Mention],
    quotes: Sequence[tuple[int, int]],
) -> Masked:
    """Mask plain[start:end]; a quotation of fewer than four words stays as it is."""
    long_quotes = [
        (max(begin - 1, start), min(stop + 1, end))
        for begin, stop in quotes
        if plain.count(" ", begin, stop) >= 3
    ]
    pieces: list[tuple[int, int, str]] = [(begin, stop, _QUOTE) for begin, stop in long_quotes]
    for index, reference in enumerate(references[:1024]):
        base = _ACTOR if reference.is_actor else _QUALIFIER
        base = _PLACE if reference.form == "place" else base
        pieces.append((reference.start, reference.end, chr(base + index)))
    for base, mentions in ((_WEAPON, weapons), (_AMOUNT, amounts)):
        pieces += [
            (mention.start, mention.end, chr(base + index))
            for index, mention in enumerate(mentions[:1024])
        ]
    pieces.sort(key=lambda piece: (piece[0], -piece[1]))
    masked = Masked("", references, weapons, amounts, plain)
    out: list[str] = []
    length, at = 0, start
    for begin, stop, char in pieces:
        if begin < at:
            continue
        if begin > at:
            masked._at.append(length)
            masked._origin.append(at)
            masked._ends.append(-1)
            out.append(plain[at:begin])
            length += begin - at
        masked._at.append(length)
        masked._origin.append(begin)
        masked._ends.append(stop)
        out.append(char)
        length += 1
        at = stop
    masked._at.append(length)
    masked._origin.append(at)
    masked._ends.append(-1)
    out.append(plain[at:end])
    masked.text = "".join(out).replace("\n", " ").lower()
    return masked
