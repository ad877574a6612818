"""What the layouts of treaties share: the steps of an agreement as facts, and its kind."""

from __future__ import annotations

from relations.dates import UncertainDate
from relations.importing.layouts.wording import cut, sentence
from relations.importing.records import AgreementRecord, FactRecord

__all__ = ["LONGEST_TITLE", "step", "type_of"]

LONGEST_TITLE = 300

_SAID = {
    "negotiated": "is negotiated",
    "signed": "is signed",
    "entered_into_force": "enters into force",
    "terminated": "ends",
    "expired": "expires",
}
_SAID_OF_PARTY = {"acceded": "accedes to", "withdrawn": "withdraws from"}

_TYPES = (
    ("exchange of notes", "exchange_of_notes"),
    ("exchange of letters", "exchange_of_notes"),
    ("memorandum of understanding", "memorandum_of_understanding"),
    ("amendment", "amendment"),
    ("amending", "amendment"),
    ("protocol", "protocol"),
    ("framework", "framework_agreement"),
    ("declaration", "joint_declaration"),
    ("convention", "treaty"),
    ("treaty", "treaty"),
    ("covenant", "treaty"),
    ("charter", "treaty"),
    ("agreement", "agreement"),
    ("arrangement", "arrangement"),
    ("programme", "plan"),
)


def type_of(title: str) -> str:
    """Return the type that stands first in a title, in the terms of `Agreement.Type`.

    "Protocol to the Convention on …" is a protocol; a treaty that merely mentions an amendment
    further on is a treaty.
    """
    text = title.casefold()
    found = [(at, -len(word), kind) for word, kind in _TYPES if (at := text.find(word)) >= 0]
    return min(found)[2] if found else "other"


def step(
    thing: AgreementRecord,
    subtype: str,
    when: UncertainDate,
    *,
    row: str,
    quotation: str,
    summary: str = "",
    place: str = "",
    party: str | None = None,
    label: str = "",
    mark: str = "",
) -> FactRecord:
    """Return one step of an agreement; of a party with its label, or of all.

    mark: tells several steps of one kind and party apart.
    """
    title = cut(thing.title, 220)
    if party is None:
        said = f"{title} {_SAID[subtype]}"
    else:
        said = f"{label} {_SAID_OF_PARTY[subtype]} {title}"
    key = ":".join(part for part in (thing.key, subtype, party or "", mark) if part)
    return FactRecord(
        key=key,
        kind="agreement",
        subtype=subtype,
        headline=sentence(said),
        quotation=quotation,
        row=row,
        date=when,
        summary=summary,
        detail={"party": party, "place": cut(place, 120)},
    )
