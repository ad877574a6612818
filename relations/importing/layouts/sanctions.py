"""Global Sanctions Data Base: one fact for each case, all its senders on all its targets.

Senders and targets are lists with commas whose names hold commas too. Organisations and groups
act like states; one that is not here yet becomes an actor, with a remark, unless its name looks
like a misspelt country. A body that acts on itself acts on its members (ECOWAS on ECOWAS). A case
is dated by its first year; the last is its end, but for cases that were ongoing when the release
was made: an objective that was still pursued when a case passed to another sender ("EEC" to "EU")
leaves that case ended. What was sanctioned is the purpose; objectives and their success, which
are parallel lists, are the summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from relations.dates import NO_DATE
from relations.importing.files import InputFile, Row
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.name_lists import split_names
from relations.importing.layouts.numbers import day_of
from relations.importing.layouts.organisations import is_organisation
from relations.importing.layouts.tables import Table, Unreadable, fits, values_in, when
from relations.importing.layouts.wording import all_called, called, cut, sentence
from relations.importing.names import Names
from relations.importing.records import Bundle, FactRecord, Release, Trouble
from relations.sentences import listed

__all__ = ["GlobalSanctions"]

_TYPES = ("trade", "arms", "military", "financial", "travel", "other")
_NEEDED = ("case_id", "sanctioned_state", "sanctioning_state", "begin", "end", *_TYPES)

_TYPE_WORDS = {
    "trade": "trade", "arms": "arms", "military": "military assistance",
    "financial": "financial", "travel": "travel", "other": "other",
}  # fmt: skip
_TRADE = {
    "exp_compl": "all exports", "imp_compl": "all imports",
    "exp_part": "some exports", "imp_part": "some imports",
}  # fmt: skip
_OBJECTIVES = {
    "policy_change": "change of policy", "destab_regime": "destabilising the regime",
    "territorial_conflict": "territorial conflict", "prevent_war": "preventing war",
    "terrorism": "terrorism", "end_war": "ending war", "human_rights": "human rights",
    "democracy": "democracy", "other": "other",
}  # fmt: skip
_SUCCESS = {
    "success_total": "reached", "success_part": "partly reached", "failed": "failed",
    "nego_settlement": "settled by negotiation", "ongoing": "ongoing",
}  # fmt: skip

_UNITED = {
    "Yemen, North": (date(1990, 5, 22), "YEM"),
    "South Vietnam": (date(1976, 1, 1), "VNM"), "Vietnam, South": (date(1976, 1, 1), "VNM"),
}  # fmt: skip
"""From when on a name stands for the united state: the data set keeps the old name after it."""


class GlobalSanctions(Layout):
    """The case version of GSDB, release 3 and those of the same columns."""

    name = "gsdb"
    label = "Global Sanctions Data Base, cases"
    dataset = "gsdb"
    aliases: ClassVar[Mapping[str, str]] = {
        "AU": "AFRICANUNION", "OAU": "AFRICANUNION",
        "Organization of African Unity": "AFRICANUNION",
        "Organisation of African Unity": "AFRICANUNION", "EC": "EUU", "EEC": "EUU",
        "European Communities": "EUU", "EEU": "EAEU", "UNSC": "UNO",
        "Ethiopia (excludes Eritrea)": "ETH", "Ethiopia (includes Eritrea)": "ETH",
        "Vietnam, North": "VNM", "North Vietnam": "VNM", "Vietnam, South": "SVNM",
        "Yemen, South": "YMD", "Malaya": "MYS", "Transjordan": "JOR", "Ceylon": "LKA",
        "Burma": "MMR", "Malagasy Republic": "MDG", "Macedonia, FYR": "MKD", "Congo": "COG",
        "Congo, Rep.": "COG", "Congo, Dem. Rep.": "COD", "Zaire": "COD", "Lao PDR": "LAO",
        "Rhodesia": "ZWE", "Hong Kong, China": "HKG", "Iran, Islamic Rep.": "IRN",
        "Korea, Rep.": "KOR", "Korea, Dem. Rep.": "PRK", "FRY": "YUG", "Gaza": "PSE",
        "Germany, East": "DDR", "Germany, West": "DEU", "Upper Volta": "BFA", "Dahomey": "BEN",
        "Cyprus (Northern)": "NORTHERNCYPRUS", "CSCE": "OSCE",
    }  # fmt: skip

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if fits(file, _NEEDED)]

    def release(self, files: Sequence[InputFile]) -> Release:
        last = _last_year(files)
        said = f"cases to {last}" if last else "cases"
        return Release(self.dataset, f"Global Sanctions Data Base, {said}", scope_words=said)

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        seen: dict[str, int] = {}
        last = _last_year(files)
        for file in files:
            table = Table(file, _NEEDED)
            yield from table.each(partial(self._case, names=names, seen=seen, last=last))

    def _case(
        self, table: Table, row: Row, names: Names, seen: dict[str, int], last: int
    ) -> Iterator[Bundle | Trouble]:
        number = table.number(row, "case_id")
        if number is None:
            raise Unreadable("The case has no number.", "case_id")
        begin, end = table.year(row, "begin"), table.year(row, "end")
        if end < begin:
            raise Unreadable("The case ends before it begins.", "end", str(end))
        if (first := seen.setdefault(str(number), row.line)) != row.line:
            raise Unreadable(f"Line {first} is the same case.", "case_id", str(number))
        types, purpose = _sanctioned(table, row)
        senders, remarks = self._actors(table, row, "sanctioning_state", names, begin)
        targets, more = self._actors(table, row, "sanctioned_state", names, begin)
        yield from remarks
        yield from more
        if senders == targets and is_organisation(table.text(row, "sanctioning_state")):
            targets = [names.actor(f"Members of {called(names, senders[0])}", "unknown")]
            said = "It acts on itself; the targets are its members."
            yield table.remark(row, said, "sanctioned_state")
        if on_itself := [code for code in senders if code in targets]:
            senders = [code for code in senders if code not in targets]
            said = f"{all_called(names, on_itself)} would act on itself and is left out."
            if not senders:
                raise Unreadable(sentence(said), "sanctioning_state")
            yield table.remark(row, sentence(said), "sanctioning_state")
        summary, is_pursued = self._outcome(table, row)
        is_ongoing = is_pursued and end == last
        if is_ongoing:
            summary = f"Ongoing in {end}, the last year of the release. {summary}"
        verb = "imposes" if len(senders) == 1 else "impose"
        fact = FactRecord(
            key=str(number),
            kind="action",
            subtype="sanction_imposed",
            headline=sentence(
                f"{all_called(names, senders)} {verb} sanctions on {all_called(names, targets)}"
                + (f": {types}" if types else "")
            ),
            quotation=row.raw,
            row=row.place,
            date=when(str(begin)),
            end=NO_DATE if is_ongoing else when(str(end)),
            summary=f"GSDB case {number}. {summary}".strip(),
            detail={
                "is_mutual": False,
                "senders": senders,
                "receivers": targets,
                "purpose": cut(purpose),
                "reported": "",
            },
        )
        yield Bundle(row.line, None, (fact,))

    def _actors(
        self, table: Table, row: Row, column: str, names: Names, year: int
    ) -> tuple[list[str], list[Trouble]]:
        """Return the codes of a list, in its order and once each, with remarks on new actors."""
        text = table.text(row, column)
        day = day_of(year)
        found: dict[str, None] = {}
        remarks = []
        for name in split_names(text, lambda part: _country(names, part, day) is not None):
            if (code := _country(names, name, day)) is None:
                is_body = is_organisation(name)
                if not is_body and (hint := names.nearest(name)):
                    raise Unreadable(f"No country is called {name}.{hint}", column, name)
                is_sender = column == "sanctioning_state"
                kind = "organisation" if is_body or is_sender else "unknown"
                code = names.actor(name, kind)
                remarks.append(
                    table.remark(row, f"“{name}” is no country we know; it is an actor of its own.",
                                 column, name)
                )  # fmt: skip
            found[code] = None
        if not found:
            raise Unreadable("The case names nobody.", column)
        return list(found), remarks

    def _outcome(self, table: Table, row: Row) -> tuple[str, bool]:
        """Say each objective with its success, and whether any is still pursued."""
        objectives = _parts(table.text(row, "objective"))
        results = _parts(table.text(row, "success"))
        words = [_OBJECTIVES.get(word, word.replace("_", " ")) for word in objectives]
        outcomes = [_SUCCESS.get(word, word.replace("_", " ")) for word in results]
        is_ongoing = "ongoing" in results
        if not words:
            return "", is_ongoing
        if len(words) != len(outcomes):
            return f"Objectives: {listed(words)}. Success: {listed(outcomes)}.", is_ongoing
        pairs = [f"{word} ({outcome})" for word, outcome in zip(words, outcomes, strict=True)]
        return f"{'Objective' if len(pairs) == 1 else 'Objectives'}: {listed(pairs)}.", is_ongoing


def _country(names: Names, name: str, day: date) -> str | None:
    since, united = _UNITED.get(name, (date.max, ""))
    return united if day >= since else names.country(name, day)


def _last_year(files: Sequence[InputFile]) -> int:
    """Return the last year in which a case ends: that of the release. 0 where there is none."""
    ends = {text[:4] for text in values_in(files, _NEEDED, "end")}
    return max((int(end) for end in ends if end.isdigit()), default=0)


def _sanctioned(table: Table, row: Row) -> tuple[str, str]:
    """Return the kinds of sanctions in short, and in full with what of trade."""
    kinds, full = [], []
    for column in _TYPES:
        value = table.number(row, column)
        if value not in (0, 1, None):
            raise Unreadable("This is 0 or 1.", column, str(value))
        if value != 1:
            continue
        kinds.append(_TYPE_WORDS[column])
        trade = [_TRADE.get(p, p) for p in _parts(table.text(row, "descr_trade"))]
        full.append(f"trade ({listed(trade)})" if column == "trade" and trade else kinds[-1])
    return listed(kinds), f"Sanctions: {listed(full)}" if full else ""


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
