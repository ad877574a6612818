"""Whether a thing is planned, threatened, denied or done, from the words before its verb."""

from __future__ import annotations

import re

_NOT = re.compile(r"\b(?:not|never|no longer|neither|without|nor|cannot|fail(?:s|ed)? to)\b|n't\b")
_MOODS = (
    ("rejected", re.compile(r"\b(?:refus|declin|reject|rul(?:es|ed) out|oppos)\w*\s(?:to\s)?")),
    ("denied", re.compile(r"\b(?:denie[sd]|denying|deny)\b")),
    ("threatened", re.compile(r"\bthreat(?:en(?:s|ed|ing)?|s)?\b(?:\sto\b|\sof\b)?")),
    ("suspended", re.compile(r"\b(?:suspend|postpon|halt|delay|froze|freez|put off|call(?:ed)? off|"
                             r"cancel)\w*")),
    ("requested", re.compile(r"\b(?:ask|urg|call(?:s|ed|ing)? (?:for|on)|request|demand|press|want|"
                             r"appeal|encourag|plead|seek|sought|push)\w*\b")),
    ("agreed", re.compile(r"\bagree(?:s|d|ing)? (?:in principle )?(?:to|on|that)\b|"
                          r"\bagreement to\b|\bagree to\b")),
    ("proposed", re.compile(r"\b(?:offer(?:s|ed|ing)? to|propos\w+|suggest\w+|consider\w*|"
                            r"mull\w*|recommend\w*)\b")),
    ("approved", re.compile(r"\bapprov(?:ed?|es|ing)\b|\bauthoriz\w+")),
    ("planned", re.compile(
        r"\b(?:will|would|plans?|planning|planned|preparing|prepares?|intends?|set to|due to|"
        r"is to|are to|going to|expected to|scheduled|ready to|hopes? to|aims? to|vow(?:s|ed)? to|"
        r"promis\w+ to|pledg\w+ to|may|might|could|shall|is about to|considering|poised to|"
        r"committed to|willing|prepared to|upcoming|next|decided to|wants? to|"
        r"announced plans|be)\b|'ll\b")),
    ("announced", re.compile(r"\bannounc(?:e[sd]?|ing)\b")),
    ("claimed", re.compile(r"\b(?:claim(?:s|ed|ing)?|alleg(?:es|ed|ing|edly)|accus\w+|reportedly|"
                           r"purported\w*)\b")),
    ("underway", re.compile(r"\b(?:is|are|has been|have been|continu\w+ to|still|began|begun|"
                            r"start\w*)\s*(?:\w+ly\s)?$")),
)  # fmt: skip
_ING = re.compile(r"\w+ing\b")


def negated(aux: str) -> bool:
    """Whether the words between actor and verb deny it."""
    return bool(_NOT.search(aux))


def status(aux: str, trigger: str, default: str, kind: str) -> str:
    """Return the status: by the words between actor and verb, else by the frame's own."""
    for name, said in _MOODS:
        if not said.search(aux):
            continue
        if name == "planned" and re.search(r"\b(?:has|have|had|been)(?: \w+ly)? ?$", aux):
            continue
        if name == "underway" and not (_ING.match(trigger) or "continu" in aux or "beg" in aux):
            continue
        if name == "planned" and kind == "agreement" and "agreed" in trigger:
            return "agreed"
        if name == "announced" and kind in ("sanction", "aid", "trade"):
            return "announced"
        if name == "suspended" and default in ("ended", "severed"):
            return name
        return name
    return default
