"""What a layout makes of a file: records of one language, whatever the columns were.

A layout reads rows and yields a `Bundle` for each thing it found (an order, an agreement, or
nothing lasting) with the facts that belong to it, and a `Trouble` for each row it cannot take or
wants to remark on. It never touches the database; the engine compares, plans and applies.

Keys are the layout's own and stable over releases: `dataset` and key name a record for good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from relations.dates import NO_DATE, UncertainDate
from relations.lanes import Kind
from relations.pairs import Role

__all__ = [
    "MOST_TROUBLES",
    "AgreementRecord",
    "Bundle",
    "FactRecord",
    "Number",
    "Party",
    "Release",
    "Suggestion",
    "TransferRecord",
    "Trouble",
    "Troubles",
    "sides_of",
]

LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that is refused, or a remark on one that is taken all the same.

    line: of the file, from 1, as an editor shows it; 0 for the whole file. column: the heading,
    or the position where headings are empty. said: one sentence.
    """

    line: int
    said: str
    column: str = ""
    value: str = ""
    is_refusal: bool = True
    file: str = ""


MOST_TROUBLES = 1_000
"""So many refusals, and so many remarks, are kept one by one; the rest are counted."""


@dataclass
class Troubles:
    """What was refused and what was remarked on while files were read: all counted."""

    refused_count: int = 0
    remark_count: int = 0
    refused: list[Trouble] = field(default_factory=list)
    remarks: list[Trouble] = field(default_factory=list)

    def note(self, trouble: Trouble) -> None:
        kept = self.refused if trouble.is_refusal else self.remarks
        if trouble.is_refusal:
            self.refused_count += 1
        else:
            self.remark_count += 1
        if len(kept) < MOST_TROUBLES:
            kept.append(trouble)


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity as the source has it; all None where it is unknown."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    reported: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party to an agreement and how it became one; dates are EDTF texts, empty if unknown.

    how: signature, ratification, acceptance, approval, accession, succession,
    definitive_signature, confirmation or empty.
    """

    code: str
    signed: str = ""
    joined: str = ""
    how: str = ""
    in_force: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class TransferRecord:
    """An arms order.

    matches: texts to find the same order of an earlier release by where the key is new, from the
    strictest to the loosest; an empty text matches nothing. rank: orders candidates of one text,
    such as the year. years: of delivery, as the file lists them.
    """

    key: str
    title: str
    supplier: str | None
    recipient: str | None
    designation: str
    ordered: UncertainDate = NO_DATE
    mode: str = "unknown"
    category: str = "other"
    weapon_class: str = "other"
    condition: str = "unknown"
    quantity: Number = Number()
    tiv_ordered: Decimal | None = None
    tiv_delivered: Decimal | None = None
    years: tuple[int, ...] = ()
    matches: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class AgreementRecord:
    """An agreement with its parties; `parent` is the key of another agreement of the data set."""

    key: str
    title: str
    parties: tuple[Party, ...]
    type: str = "other"
    level: str = "unknown"
    bindingness: str = "unknown"
    subjects: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    registration: str = ""
    text_address: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class FactRecord:
    """Something that happened, with the row that carries it.

    detail, by kind:
      agreement      {"party": code or None, "place": text}
      arms_transfer  {"low", "best", "high": numbers or None, "reported": text, "place": text}
      statement      {"country": code, "quotation": text, "language": "en", "act": is `subtype`,
                      "targets": [[code, stance], …], "venue": text}
      visit          {"level", "host": code or None, "visitors": [code, …],
                      "persons": [name, …], "place", "purpose"}
      action         {"is_mutual": bool, "senders": [code, …], "receivers": [code, …],
                      "purpose", "reported"}
    quotation: the row as it stands in the file. row: where it stands ("line 47", "lines 3 to 9").
    headline: one sentence in the present tense, at most 300 characters.
    source: where a row names a document of its own, its address, a tab, its title and, where it
    is known, a tab and its day (EDTF); address or title may be empty. Empty: the release itself.
    money: [{measure, currency, low, best, high, reported, price_year}], numbers as texts.
    """

    key: str
    kind: str
    subtype: str
    headline: str
    quotation: str
    row: str
    date: UncertainDate = NO_DATE
    end: UncertainDate = NO_DATE
    summary: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[tuple[str, str], ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    source: str = ""
    money: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something in a remark of the file for a person to confirm; becomes a Proposal.

    fact: the key of the fact it would correct. money: [{measure, currency, low, best, high,
    reported}], others: [[code, role]].
    """

    fact: str
    passage: str
    money: tuple[Mapping[str, Any], ...] = ()
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """One thing of a file with its facts. line: the first it was read from."""

    line: int
    thing: TransferRecord | AgreementRecord | None
    facts: tuple[FactRecord, ...]
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """Which edition of which data set a file is, and how much of it.

    name: as readers see it ("Trade register of 18 May 2026"). published: EDTF, empty if the file
    does not say. scope: what the file covers, for judging what is absent from it; see the
    layout's own `is_expected`. scope_words: the same for readers.
    """

    dataset: str
    name: str
    published: str = ""
    scope: Mapping[str, Any] = field(default_factory=dict)
    scope_words: str = ""


def sides_of(
    fact: FactRecord, thing: TransferRecord | AgreementRecord | None
) -> tuple[tuple[str, str], ...]:
    """Return (country code, role) of everybody the detail makes a participant, sorted.

    The same rule as `relations.recording.details.participants_of`; a test holds them together.
    """
    detail = fact.detail
    members: set[tuple[str, str]] = set()
    if isinstance(thing, AgreementRecord):
        if fact.kind == Kind.AGREEMENT:
            members = {(party.code, Role.PARTY.value) for party in thing.parties}
    elif isinstance(thing, TransferRecord):
        if thing.supplier:
            members.add((thing.supplier, Role.SUPPLIER.value))
        if thing.recipient:
            members.add((thing.recipient, Role.RECIPIENT.value))
    if fact.kind == Kind.STATEMENT:
        members = {(detail["country"], Role.SPEAKER.value)}
        members |= {(code, Role.TARGET.value) for code, _ in detail.get("targets", ())}
    elif fact.kind == Kind.VISIT:
        members = _all(detail.get("visitors", ()), Role.VISITOR)
        if detail.get("host"):
            members.add((detail["host"], Role.HOST.value))
    elif fact.kind == Kind.ACTION:
        is_mutual = bool(detail.get("is_mutual"))
        members = _all(detail["senders"], Role.PARTY if is_mutual else Role.SENDER)
        members |= _all(detail["receivers"], Role.PARTY if is_mutual else Role.RECEIVER)
    return tuple(sorted(members | set(fact.others)))


def _all(codes: Sequence[str], role: Role) -> set[tuple[str, str]]:
    return {(code, role.value) for code in codes}
