"""Which rows of manytreaties' two files are one treaty.

An identifier is made of the parties, the year and a letter, so that different treaties of one
year share it: in the agreements file several titles, in the parties file each state several
times. A treaty is therefore an identifier with a title and a beginning, and what the parties file
says belongs to the agreement of its identifier that began the same day and is titled most alike:
the two files do not write titles in the same way. What belongs to none is a treaty that has
parties and no row of its own.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from relations.importing.files import Row

__all__ = ["PartyRow", "Treaty", "keys_of", "merged"]

_COMMON = frozenset((
    "a", "and", "between", "by", "concerning", "for", "from", "government", "governments", "in",
    "its", "of", "on", "or", "regarding", "relating", "republic", "respecting", "state", "states",
    "the", "their", "to", "treaty", "agreement", "with",
))  # fmt: skip
_ALIKE_ON_ONE_DAY = 0.35
_ALIKE_ANYWAY = 0.75


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One state's row; dates as the file has them."""

    code: str
    signed: str
    ratified: str
    in_force: str
    left: str


@dataclass(slots=True)
class Treaty:
    """A treaty as far as the files know it; dates as they have them."""

    identifier: str
    title: str
    begin: str
    signature: str
    force: str
    term: str
    end: str
    row: Row
    file: str
    has_agreement: bool
    kind: str = ""
    ambit: str = ""
    domain: str = ""
    subject: str = ""
    place: str = ""
    published: str = ""
    address: str = ""
    grounds: str = ""
    parties: list[PartyRow] = field(default_factory=list)

    @property
    def words(self) -> frozenset[str]:
        return _words(self.title)

    @property
    def group(self) -> tuple[str, str, str]:
        return self.identifier, " ".join(sorted(self.words)), _day(self.begin)


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold())) - _COMMON


def _day(text: str) -> str:
    return text.rstrip("?~%")


def _likeness(one: Treaty, other: Treaty) -> float:
    mine, theirs = one.words, other.words
    if not mine or not theirs:
        return 1.0 if mine == theirs else 0.0
    return len(mine & theirs) / min(len(mine), len(theirs))


def merged(agreements: Iterable[Treaty], others: Iterable[Treaty]) -> list[Treaty]:
    """Give each agreement the parties that are its own; return all treaties, by identifier.

    agreements: of the agreements file. others: of the parties file, with parties.
    """
    found: defaultdict[str, list[Treaty]] = defaultdict(list)
    for treaty in agreements:
        found[treaty.identifier].append(treaty)
    waiting: defaultdict[str, list[Treaty]] = defaultdict(list)
    for treaty in others:
        waiting[treaty.identifier].append(treaty)
    for identifier, groups in waiting.items():
        found[identifier] = _joined(found[identifier], groups)
    return [treaty for treaties in found.values() for treaty in treaties]


def _joined(agreements: list[Treaty], groups: list[Treaty]) -> list[Treaty]:
    pairs = sorted(
        (
            (not same_day, -likeness, at, to)
            for at, group in enumerate(groups)
            for to, agreement in enumerate(agreements)
            for likeness in [_likeness(group, agreement)]
            for same_day in [_day(group.begin) == _day(agreement.begin)]
            if likeness >= (_ALIKE_ON_ONE_DAY if same_day else _ALIKE_ANYWAY)
        ),
    )
    joined: set[int] = set()
    served: set[int] = set()
    for _, _, at, to in pairs:
        if at not in joined and to not in served:
            agreements[to].parties.extend(groups[at].parties)
            joined.add(at)
            served.add(to)
    return agreements + [group for at, group in enumerate(groups) if at not in joined]


def keys_of(treaties: Iterable[Treaty]) -> dict[int, str]:
    """Return a key for each treaty, by its place in the list.

    The identifier where it is one treaty's alone; of several the first to begin has it, and the
    others have it with a mark made of their title and day.
    """
    listed = list(treaties)
    by_identifier: defaultdict[str, list[int]] = defaultdict(list)
    for at, treaty in enumerate(listed):
        by_identifier[treaty.identifier].append(at)
    keys: dict[int, str] = {}
    taken: set[str] = set()
    for identifier, places in by_identifier.items():
        places.sort(key=lambda at: (_day(listed[at].begin) or "9", listed[at].group[1]))
        for rank, at in enumerate(places):
            key = identifier[:90]
            if rank or key in taken:
                mark = hashlib.sha256("|".join(listed[at].group).encode()).hexdigest()[:8]
                key = f"{key}#{mark}"
            taken.add(key)
            keys[at] = key
    return keys
