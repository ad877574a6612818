"""What the stages of the pipeline hand to each other: plain values, no database, no network.

`extraction` makes a `Document` of bytes, `mentions` and `suggesting` read a `Document`,
`proposing` turns each `Suggestion` into a `Proposal`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is known of where it comes from.

    text: plain text, paragraphs parted by an empty line; offsets count its Unicode code points.
    published: EDTF to the precision known ("2022-07-26", "2022-07") or "".
    language: ISO 639-1 in small letters, or "".
    """

    text: str
    title: str = ""
    published: str = ""
    publisher: str = ""
    byline: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A country's part in a suggested fact.

    role: as in `relations.pairs.Role`; of a one-sided act "party" acts and "target" is acted upon.
    """

    code: str
    role: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: a name, an office, or both. code: the country spoken for, or ""."""

    name: str = ""
    title: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as the text gives it, in whole units of `currency` (ISO 4217, "" when unnamed).

    "More than" sets low, "up to" and "nearly" set high, a plain figure sets best.
    measure: promised | contracted | credit_agreed | paid, or "" where the text leaves it open.
    """

    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None
    currency: str = ""
    measure: str = ""
    reported: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many, with the words as reported; a vague one ("several hundred") has low and high
    as a reading, and `is_vague`."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    unit: str = ""
    reported: str = ""
    is_vague: bool = False


@dataclass(frozen=True, slots=True)
class Weapon:
    """designation: as the text names it; category: SIPRI's list; weapon_class: ours."""

    designation: str = ""
    category: str = ""
    weapon_class: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One fact a provider found, with the passage that carries it.

    kind: the labelling guide's: agreement, arms_transfer, statement, visit_or_meeting, sanction,
        diplomatic_action, military_cooperation, trade, aid, other.
    start, end: the evidence passage in the document's text, code points, end exclusive.
    date: EDTF of the event; "" where the text does not carry it. Never silently the date of
        publication: `date_basis` says "stated" (the passage names it), "relative" (worked out from
        "on Friday" and the publication date) or "context" (named elsewhere in the article).
    status: announced, claimed, agreed, signed, in_force, approved, planned, proposed, requested,
        underway, delivered, completed, held, imposed, threatened, rejected, denied, suspended,
        stalled, ended, severed, extended, reported, made.
    asserted_by: who says so when the article only reports it; empty: the article itself.
    act: a statement's, from `relations.models.Statement` (praises, condemns, …).
    stances: (country code, supportive | critical | neutral | mixed) of a statement's targets.
    about: pairs of codes a third party's statement is about.
    quote: the words quoted, an exact substring of the text, without quotation marks.
    subtype: the agreement's type, the action's subtype or the visit's form, where known.
    subject: an agreement's subject (`energy_oil`, …), where known.
    host, place: of a visit. persons: names of those who met.
    rule: the name of the rule or model part that found it.
    """

    kind: str
    countries: tuple[Party, ...]
    title: str
    start: int
    end: int
    rule: str
    date: str = ""
    date_basis: str = ""
    status: str = ""
    asserted_by: tuple[Speaker, ...] = ()
    amount: Amount | None = None
    quantity: Quantity | None = None
    weapon: Weapon | None = None
    speaker: Speaker | None = None
    act: str = ""
    stances: tuple[tuple[str, str], ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    quote: str = ""
    subtype: str = ""
    subject: str = ""
    place: str = ""
    persons: tuple[Speaker, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def evidence(self, text: str) -> str:
        """Return the passage as it stands in the text."""
        return text[self.start : self.end]
