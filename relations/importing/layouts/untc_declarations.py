"""Declarations, reservations and objections of the UN Treaty Collection, as text files.

"#Country" begins what a state has said; below it stand its words, on one line or several, or
nothing. The file says neither when nor by whom exactly it was said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from relations.importing.files import InputFile, place_of
from relations.importing.layouts.organisations import is_organisation
from relations.importing.layouts.untc_tables import number_of, participant
from relations.importing.layouts.wording import all_called, called, cut, sentence
from relations.importing.names import Names
from relations.importing.records import Bundle, FactRecord, Trouble

__all__ = ["is_declarations", "read_declarations"]

_LONGEST_VENUE = 160
_OBJECTS = re.compile(r"\bobject(s|ed|ions?|ing)\b", re.I)
_RESERVATION = re.compile(
    r"(?:reservations?|declarations?|understandings?)\b[^.;]{0,60}?\b"
    r"(?:made|formulated|entered|submitted|put forward)\s+(?:\w+\s+){0,3}?by\s+"
    r"(?:the\s+)?(?:Governments?\s+of\s+)?(?:the\s+)?(?P<who>[A-Z][^.;:]{2,120})"
)


def is_declarations(file: InputFile) -> bool:
    """Whether a file is named like a treaty and begins with "#Country"."""
    first = next((line for line in file.first_lines if line.strip("\ufeff \t")), "")
    return number_of(file) is not None and first.lstrip("\ufeff").startswith("#")


def read_declarations(
    file: InputFile, number: str, title: str, names: Names
) -> Iterator[Bundle | Trouble]:
    """Yield a statement for each state that has said something."""
    taken: Counter[str] = Counter()
    for line, last, name, text in _sections(file):
        code = participant(names, name)
        if code is None and is_organisation(name):
            code = names.actor(name, "organisation")
        if code is None:
            said = f"No participant is called {name}.{names.nearest(name)}"
            yield Trouble(line, said, "#", name, file=file.name)
            continue
        if not text:
            said = "Nothing stands under this name."
            yield Trouble(line, said, "#", name, is_refusal=False, file=file.name)
            continue
        taken[code] += 1
        targets = [target for target in _targets(text, names) if target != code]
        key = f"{number}:declaration:{code}"
        if taken[code] > 1:
            key += f":{taken[code]}"
        who, short = called(names, code), cut(_the(title), 200)
        said = f"{who} makes a declaration on {short}"
        if targets:
            others = all_called(names, targets)
            said = f"{who} objects to what {others} said on {short}"
        fact = FactRecord(
            key=key,
            kind="statement",
            subtype="comments",
            headline=sentence(said),
            quotation=text,
            row=place_of(line, last),
            detail={
                "country": code,
                "quotation": text,
                "language": "en",
                "targets": [[target, "critical"] for target in targets],
                "venue": cut(title, _LONGEST_VENUE),
            },
        )
        yield Bundle(line, None, (fact,))


def _the(title: str) -> str:
    """Return a title as it stands in a sentence: "the Convention on Special Missions"."""
    return title if title.startswith("Treaty ") else f"the {title}"


def _sections(file: InputFile) -> Iterator[tuple[int, int, str, str]]:
    """Yield (line, last line, name, text) for each heading."""
    name, start, last = "", 0, 0
    words: list[str] = []
    for line, text in file.lines():
        text = text.lstrip("\ufeff")
        if text.startswith("#"):
            if name:
                yield start, last, name, "\n".join(words).strip()
            name, start, last, words = text.lstrip("# ").strip(), line, line, []
        elif text.strip():
            words.append(text.rstrip())
            last = line
    if name:
        yield start, last, name, "\n".join(words).strip()


def _targets(text: str, names: Names) -> list[str]:
    """Return the states whose reservation a text objects to, each once, in its order."""
    if not _OBJECTS.search(text):
        return []
    found: dict[str, None] = {}
    for match in _RESERVATION.finditer(text):
        for part in re.split(r",|\band\b", match["who"]):
            words = re.sub(r"^(?:by\s+|the\s+|Governments?\s+of\s+)+", "", part.strip()).split()
            for length in range(min(len(words), 8), 0, -1):
                if (code := participant(names, " ".join(words[:length]))) is not None:
                    found[code] = None
                    break
    return list(found)
