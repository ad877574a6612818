"""Make plain text plain: what an editor sees is what is stored."""

from __future__ import annotations

import re
import statistics
import unicodedata

# Persian and the Indic scripts spell with these two; anywhere else they only hide something.
_JOINERS = "\u200c\u200d"
_USES_JOINERS = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff]")
_NEW_LINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟:][\"'”’»)\]]*$")


def visible(text: str) -> str:
    """Return the text in NFC, without control, zero-width, bidirectional and unassigned
    characters; spaces of any kind become a space, ends of line of any kind a new line."""
    text = unicodedata.normalize("NFC", _NEW_LINES.sub("\n", text))
    kept = []
    for place, character in enumerate(text):
        if " " <= character <= "~" or character == "\n":
            kept.append(character)
        elif character == "\t" or unicodedata.category(character) == "Zs":
            kept.append(" ")
        elif character in _JOINERS:
            if _joins(text, place):
                kept.append(character)
        elif unicodedata.category(character) not in _DROPPED:
            kept.append(character)
    # Dropping a character can bring together two that compose.
    return unicodedata.normalize("NFC", "".join(kept))


def _joins(text: str, place: int) -> bool:
    return bool(
        0 < place < len(text) - 1
        and _USES_JOINERS.match(text[place - 1])
        and _USES_JOINERS.match(text[place + 1])
    )


def line(text: str, longest: int = 500) -> str:
    """Return one line of at most so many characters: a title, a name."""
    return " ".join(visible(text).split())[:longest].strip()


def paragraphs(lines: list[str]) -> str:
    """Return the text of these paragraphs, each of one line, empty ones left out."""
    cleaned = (" ".join(each.split()) for each in lines)
    return "\n\n".join(each for each in cleaned if each)


def plain(text: str) -> str:
    """Return typed or pasted text as paragraphs.

    Empty lines part paragraphs, and lines between them are one; without any empty line, each
    line is a paragraph, unless they look broken to a width.
    """
    text = re.sub(r"\n[ \n]*\n", "\n\n", visible(text).strip())
    if "\n\n" in text:
        return paragraphs(text.split("\n\n"))
    lines = [each for each in text.split("\n") if each.strip()]
    return paragraphs([" ".join(lines)] if _is_broken_to_a_width(lines) else lines)


def _is_broken_to_a_width(lines: list[str]) -> bool:
    if len(lines) < 3:
        return False
    lengths = [len(each) for each in lines[:-1]]
    open_ends = sum(not _ENDS_SENTENCE.search(each.strip()) for each in lines[:-1])
    return (
        40 <= statistics.median(lengths) <= 100
        and max(lengths) <= 110
        and open_ends >= 0.6 * len(lengths)
    )


def unhyphenated(text: str) -> str:
    """Join words parted at the end of a line.

    "inter-\\nnational" becomes "international", but "state-\\nowned" stays "state-owned" when
    the text writes it so elsewhere.
    """

    def joined(match: re.Match[str]) -> str:
        with_hyphen = f"{match[1]}-{match[2]}"
        return with_hyphen if with_hyphen in text else match[1] + match[2]

    return re.sub(r"([^\W\d_]{2,})[-\u2010]\n([^\W\d_A-Z]{2,})", joined, text)
