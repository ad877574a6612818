"""What changed, in words: was this, is now that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pages import presenting
from pages.ledger import edtf_words, level_words, number_words
from relations.timeline.alterations import Alteration
from relations.timeline.atom import Entry
from relations.timeline.log import ACT_WORDS, ChangeLine
from relations.timeline.news import Correction
from relations.verification import badge

_NAMES = {
    "badge": "Verification", "stage": "Stage", "quantity": "Number", "sources": "Sources",
    "withdrawn_source": "Sources", "date": "Date", "headline": "Headline", "summary": "Summary",
    "participants": "Who took part", "denied": "Denied by", "admitted": "Admitted by",
    "doubted": "Doubted by",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One alteration in words."""

    what: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.what}: was {self.was}, is now {self.now}"


@dataclass(frozen=True, slots=True)
class ToldLine:
    line: ChangeLine
    act: str
    told: list[Told]


def entry_of(each: ToldLine) -> Entry:
    """The line as an entry of an Atom feed."""
    line = each.line
    said = [*map(str, each.told), *([f"Why: {line.reason}"] if line.reason else [])]
    return Entry(line.fact, line.revision, line.known_at, each.act, line.headline, said)


def codes_in(lines: list[ChangeLine]) -> set[str]:
    """The codes of the states that these acts' words name."""
    found: set[str] = set()
    for line in lines:
        for each in line.alterations:
            for side in (each.was, each.now):
                if each.what == "badge":
                    found |= set(side["claimants"])
                elif each.what in ("denied", "admitted", "doubted"):
                    found |= {code for code in side if code}
                elif each.what == "participants":
                    found |= {code for code, _ in side}
    return found


def told_line(line: ChangeLine, labels: dict[str, str]) -> ToldLine:
    return ToldLine(line, act_words(line), [told(each, labels) for each in line.alterations])


def told_correction(each: Correction, labels: dict[str, str]) -> ToldLine:
    return ToldLine(each.line, act_words(each.line), [told(a, labels) for a in each.alterations])


def act_words(line: ChangeLine) -> str:
    if line.act == "merged":
        return "Merged" if line.merged_into else "Took over another record"
    return ACT_WORDS[line.act]


def told(each: Alteration, labels: dict[str, str]) -> Told:
    """Say one alteration. labels: names of the countries it names, codes where one is missing."""
    if each.what == "amount":
        measure = str((each.now or each.was)["measure"]).replace("_", " ")
        return Told(measure.capitalize(), _amount(each.was), _amount(each.now))
    say: dict[str, Callable[[Any], str]] = {
        "badge": lambda value: _badge(value, labels),
        "stage": lambda value: _plain(value).replace("_", " "),
        "quantity": _quantity,
        "date": _date,
        "participants": lambda value: _participants(value, labels),
        "denied": lambda value: _states(value, labels),
        "admitted": lambda value: _states(value, labels),
        "doubted": lambda value: _states(value, labels),
    }
    words = say.get(each.what, _plain)
    return Told(_NAMES[each.what], words(each.was), words(each.now))


def _plain(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)


def _amount(row: dict[str, Any] | None) -> str:
    if row is None:
        return "nothing"
    ends = {
        name: None if row[f"amount_{name}"] is None else float(row[f"amount_{name}"])
        for name in ("low", "best", "high")
    }
    words = presenting.amount_words(
        {**ends, "currency": row["currency"], "reported": row["reported"]}
    )
    counted = "" if row["counts"] else ", not counted"
    return f"{words} ({level_words(row['verification'])}{counted})"


def _badge(value: dict[str, Any], labels: dict[str, str]) -> str:
    return badge(value["verification"], value["claimants"], labels=labels)


def _quantity(value: dict[str, Any] | None) -> str:
    if value is None:
        return "nothing"
    said = number_words(value["quantity_low"], value["quantity_best"], value["quantity_high"])
    return said or f"“{value['quantity_reported']}”"


def _date(value: tuple[str, str]) -> str:
    start, end = (edtf_words(text) for text in value)
    return f"{start or 'unknown'} to {end}" if end else start or "unknown"


def _states(value: list[str], labels: dict[str, str]) -> str:
    named = [labels.get(code, code) for code in dict.fromkeys(value) if code]
    unnamed = sum(1 for code in value if not code)
    if unnamed:
        named.append("somebody else" if named else "somebody")
    return " and ".join(named) or "nobody"


def _participants(value: list[tuple[str, str]], labels: dict[str, str]) -> str:
    return ", ".join(f"{labels.get(code, code)} ({role})" for code, role in value) or "nobody"
