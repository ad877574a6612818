"""manytreaties (Global Governance Observatory): agreements and their parties, in two files.

Either file is read alone as far as it goes: parties without an agreement row bring title and
dates of their own, and a bilateral agreement without party rows has the two states of its
identifier if its title names both. Anything else with fewer than two parties is remarked on and
not recorded. States are those the codes stood for on the day a party signed, joined or was bound
(RUS in 1971 is the Soviet Union). Dates are as precise as the file has them; 9999-12-31 is open,
and a year below 1000 is taken for a slip and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from relations import countries
from relations.dates import NO_DATE, UncertainDate, UnreadableDate
from relations.importing.files import InputFile
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.tables import fits
from relations.importing.layouts.treaties import LONGEST_TITLE, step, type_of
from relations.importing.layouts.treaty_groups import Treaty, keys_of, merged
from relations.importing.layouts.treaty_rows import (
    AGREEMENT_COLUMNS,
    PARTY_COLUMNS,
    date_of,
    first_day,
    read_agreements,
    read_parties,
)
from relations.importing.layouts.treaty_states import state_of
from relations.importing.layouts.wording import cut
from relations.importing.names import Names
from relations.importing.records import AgreementRecord, Bundle, FactRecord, Party, Release, Trouble

__all__ = ["ManyTreaties"]


_SUBJECTS = (
    ("energy_gas", r"natural gas"),
    ("nuclear", r"nuclear|atomic"),
    ("water", r"water|river|lake"),
    ("agriculture", r"veterinary|plant (pest|protection)|livestock|locust|foot and mouth|agricult"),
    ("transport", r"transport|navigation|road traffic"),
    ("border", r"delimitation|boundar"),
    ("investment", r"investment"),
    ("space", r"outer space"),
)
_Dated = Callable[[str, str], UncertainDate]

_DOMAINS = {"environment": "environment", "trade": "trade", "health": "health"}


class ManyTreaties(Layout):
    """The agreements and parties of the GGO data set."""

    name = "manytreaties"
    label = "manytreaties, agreements and parties"
    dataset = "manytreaties"

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [
            file for file in files if fits(file, AGREEMENT_COLUMNS) or fits(file, PARTY_COLUMNS)
        ]

    def release(self, files: Sequence[InputFile]) -> Release:
        what = sorted({"parties" if fits(file, PARTY_COLUMNS) else "agreements" for file in files})
        said = " and ".join(what)
        return Release(self.dataset, f"manytreaties, {said}", scope={"files": what},
                       scope_words=said)  # fmt: skip

    def is_expected(self, values: Mapping[str, Any], scope: Mapping[str, Any]) -> bool:
        return len(scope.get("files", ())) > 1

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        agreements: dict[tuple[str, str, str], Treaty] = {}
        groups: dict[tuple[str, str, str], Treaty] = {}
        shared: dict[str, int] = {}
        for file in files:
            if fits(file, PARTY_COLUMNS):
                yield from read_parties(file, names, groups)
            else:
                yield from read_agreements(file, agreements, shared)
        treaties = merged(agreements.values(), groups.values())
        keys = keys_of(treaties)
        recorded = set(keys.values())
        for at, treaty in enumerate(treaties):
            yield from _treaty(treaty, keys[at], recorded, names)


def _treaty(
    treaty: Treaty, key: str, recorded: set[str], names: Names
) -> Iterator[Bundle | Trouble]:
    remarks: list[Trouble] = []

    def dated(column: str, text: str) -> UncertainDate:
        try:
            return date_of(text)
        except UnreadableDate as error:
            said = f"This is not a date and is left out: {error.why}."
            remarks.append(
                Trouble(treaty.row.line, said, column, text, is_refusal=False, file=treaty.file)
            )
            return NO_DATE

    signature, force = dated("Signature", treaty.signature), dated("Force", treaty.force)
    end = dated("Term", treaty.term) if treaty.term else dated("End", treaty.end)
    begin = dated("Begin", treaty.begin) if signature == force == NO_DATE else NO_DATE
    parties = _parties(treaty, names, dated)
    yield from remarks
    if len(parties) < 2:
        said = "The files name fewer than two parties; the treaty is not recorded."
        yield Trouble(
            treaty.row.line, said, "treatyID", treaty.identifier, is_refusal=False,
            file=treaty.file,
        )  # fmt: skip
        return
    parent = treaty.identifier.partition(":")[2]
    record = AgreementRecord(
        key=key,
        title=cut(treaty.title, LONGEST_TITLE),
        parties=tuple(parties.values()),
        type=_type(treaty),
        subjects=_subjects(treaty),
        registration=_registration(treaty.published),
        text_address=_address(treaty.address),
        parent=parent if parent in recorded and parent != key else "",
    )
    steps = [("signed", signature), ("entered_into_force", force)]
    steps.append(("expired" if "expir" in treaty.grounds.casefold() else "terminated", end))
    dated_steps = [(name, day) for name, day in steps if day != NO_DATE]
    if signature == force == NO_DATE:
        dated_steps.insert(0, ("signed", begin))
    yield Bundle(treaty.row.line, record, tuple(_steps(treaty, record, dated_steps)))


def _steps(
    treaty: Treaty, record: AgreementRecord, dated: Sequence[tuple[str, UncertainDate]]
) -> Iterator[FactRecord]:
    without_rows = not treaty.parties
    for name, day in dated:
        said = []
        if without_rows:
            said.append("The parties are those of the identifier and the title.")
        if name == "signed" and not treaty.signature:
            said.append("The file has a beginning and neither signature nor entry into force.")
        yield step(
            record,
            name,
            day,
            row=treaty.row.place,
            quotation=treaty.row.raw,
            summary=" ".join(said),
            place=treaty.place if name == "signed" else "",
        )


def _parties(treaty: Treaty, names: Names, dated: _Dated) -> dict[str, Party]:
    """Return the parties by code, each once, with the first of each date."""
    found: dict[str, Party] = {}
    for row in treaty.parties:
        texts = [
            dated(column, text).text
            for column, text in (
                ("StateSignature", row.signed),
                ("StateRatification", row.ratified),
                ("StateForce", row.in_force),
                ("StateEnd", row.left),
            )
        ]
        kept = found.get(row.code, Party(row.code))
        signed, joined, in_force, left = (
            old or new
            for old, new in zip(
                (kept.signed, kept.joined, kept.in_force, kept.left), texts, strict=True
            )
        )
        how = "ratification" if signed and joined else "signature" if signed else ""
        found[row.code] = Party(row.code, signed, joined, how, in_force, left)
    if not found and treaty.ambit in ("Bilateral", "External"):
        found = _of_identifier(treaty, names)
    return found


def _of_identifier(treaty: Treaty, names: Names) -> dict[str, Party]:
    """Return the two states of an identifier such as CAN-USA_1984N, if the title names both.

    What stands in brackets does not count: it may name who else is concerned.
    """
    pair = re.match(r"([A-Z]{2,3})-([A-Z]{3})(\[[A-Z]+\])?_", treaty.identifier)
    if not pair:
        return {}
    on = first_day([treaty.signature, treaty.begin])
    title = f" {countries.normalise(re.sub(r'[(].*?[)]', ' ', treaty.title))} "
    found: dict[str, Party] = {}
    for code in pair.groups()[:2]:
        then, now = state_of(names, code, on), state_of(names, code, None)
        if then is None or not any(
            f" {name} " in title for one in (then, now) if one for name in names.called(one)
        ):
            return {}
        found[then] = Party(then)
    return found


def _type(treaty: Treaty) -> str:
    kind = treaty.kind.casefold()
    if kind in ("amendment", "protocol"):
        return kind
    found = type_of(treaty.title)
    return "agreement" if found == "other" and kind == "agreement" else found


def _subjects(treaty: Treaty) -> tuple[str, ...]:
    found = [_DOMAINS[treaty.domain.casefold()]] if treaty.domain.casefold() in _DOMAINS else []
    text = treaty.subject.casefold()
    found += [subject for subject, words in _SUBJECTS if re.search(words, text)]
    return tuple(found)


def _registration(published: str) -> str:
    found = re.search(r"\d+ UNTS [\w:.]+", published)
    return found[0].rstrip(".") if found else ""


def _address(text: str) -> str:
    found = re.search(r"https?://[^\s\"<>|]+", text)
    return found[0][:1000] if found else ""
