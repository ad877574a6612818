"""Find the characters in the bytes."""

from __future__ import annotations

import codecs
import re

# Encodings of real pages. Python knows more that no page uses and that take for ever or do
# other things altogether (punycode, unicode_escape, utf-7).
_KNOWN = frozenset(
    codecs.lookup(name).name
    for name in (
        "utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "gb2312", "gbk", "gb18030", "big5",
        "euc-jp", "iso-2022-jp", "shift_jis", "cp932", "euc-kr", "cp949", "koi8-r", "koi8-u",
        "cp866", "tis-620", "mac-roman", "cp874",
        *(f"iso-8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
        *(f"cp125{part}" for part in range(9)),
    )
)  # fmt: skip
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_MOST_DAMAGED = 0.002

# UTF-8 read as Windows-1252: the bytes of one character as two to four.
_HIGH = "\u0080-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = re.compile(f"[{_HIGH}]{{2,}}")
_CP1252 = {bytes([byte]).decode("cp1252", "replace"): byte for byte in range(0x80, 0x100)}


def decoded(body: bytes, charset: str = "") -> tuple[str, bool]:
    """Return the text and whether it is damaged.

    charset: as the header gave it, or "". Byte order mark, header, <meta>, UTF-8 and
    Windows-1252 are tried in this order; the first that fits every byte is taken.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _judged(body.decode(name, "replace"))
    meta = _META.search(body[:4096])
    declared = [_known(charset), _known(meta[1].decode("ascii") if meta else "")]
    # UTF-8 does not come about by accident, and Latin-1 is what servers say by default.
    if declared[0] in _WESTERN or not declared[0]:
        declared.insert(0, declared[1] if declared[1] not in ("", *_WESTERN) else "utf-8")
    for name in [*declared, "utf-8", "cp1252"]:
        if not name:
            continue
        try:
            return _judged(body.decode("cp1252" if name in _WESTERN else name))
        except UnicodeError:
            continue
    return _judged(body.decode("utf-8", "replace"))


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    return found if found in _KNOWN else ""


def _judged(text: str) -> tuple[str, bool]:
    text = repaired(text)
    return text, is_damaged(text)


def is_damaged(text: str) -> bool:
    """Whether so many characters are lost that the text says something else."""
    lost = sum(text.count(character) for character in ("\ufffd", "\x00", "\x81", "\x8d", "\x9d"))
    return lost > 3 and lost > _MOST_DAMAGED * len(text)


def repaired(text: str) -> str:
    """Return the text with UTF-8 that was once read as Windows-1252 put right ("â€™" is "’").

    Only where it is certain: a sequence of three such characters, or three of two; "Ã©" alone
    may be what somebody wrote.
    """
    runs = [(match, _put_right(match[0])) for match in _MISREAD.finditer(text)]
    good = [(match, right) for match, right in runs if right]
    if not any("â€" in match[0] for match, _ in good) and len(good) < 3:
        return text
    pieces, place = [], 0
    for match, right in good:
        pieces += [text[place : match.start()], right]
        place = match.end()
    return "".join(pieces) + text[place:]


def _put_right(run: str) -> str:
    try:
        # Windows-1252 leaves five bytes undefined; programs pass them through as C1 controls.
        raw = bytes(_CP1252[each] if each in _CP1252 else ord(each) for each in run)
        return raw.decode("utf-8")
    except ValueError:
        return ""
