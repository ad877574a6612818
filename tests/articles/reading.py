"""Facts as the table of sentences writes them, and whether a suggestion is one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from articles.mentions.names import names_from_files
from articles.shapes import Document, Suggestion
from articles.suggesting import suggest


@dataclass(frozen=True)
class Expected:
    kinds: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    values: dict[str, str]


def expected(line: str) -> Expected:
    kinds, roles, values = (part.strip() for part in line.split("|"))
    return Expected(
        tuple(kinds.split(",")),
        tuple((code, role) for code, _, role in (one.partition(":") for one in roles.split())),
        dict(one.split("=", 1) for one in values.split()),
    )


def suggestions(text: str, published: str = "", publisher: str = "") -> list[Suggestion]:
    return suggest(Document(text, published=published, publisher=publisher), names_from_files())


def is_one(found: Suggestion, wanted: Expected, is_detailed: bool = True) -> bool:
    """Kind and countries, and with `is_detailed` the roles and values as well."""
    if found.kind not in wanted.kinds:
        return False
    have = {party.code: party.role for party in found.countries}
    codes = {code for code, _ in wanted.roles}
    if not codes <= set(have) or (len(codes) > 1 and codes != set(have)):
        return False
    if not is_detailed:
        return True
    if any(role and have[code] != role for code, role in wanted.roles):
        return False
    return all(said(found, key) == value for key, value in wanted.values.items())


def said(found: Suggestion, key: str) -> str:
    amount, quantity = found.amount, found.quantity
    values = {
        "date": found.date,
        "status": found.status,
        "amount": amount and str(amount.best and int(amount.best)),
        "low": amount and str(amount.low and int(amount.low)),
        "high": amount and str(amount.high and int(amount.high)),
        "currency": amount and amount.currency,
        "quantity": quantity and str(quantity.best),
        "stance": found.stances[0][1] if found.stances else "",
        "speaker": found.speaker.name.split()[-1] if found.speaker and found.speaker.name else "",
    }
    return values[key] or ""


@dataclass(frozen=True)
class Row:
    """A text of the table; `facts` is None where readers may differ."""

    table: str
    text: str
    published: str
    facts: tuple[str, ...] | None


def rows() -> list[Row]:
    """Return the table of sentences.txt in its order."""
    found, table = [], ""
    for block in (Path(__file__).parent / "sentences.txt").read_text().split("\n\n"):
        lines = [line for line in block.strip().split("\n") if not line.startswith("# ")]
        if lines and lines[0].startswith("## "):
            table = lines[0][3:]
        elif lines and lines[0]:
            published = next((line[2:] for line in lines[1:] if line.startswith("@ ")), "")
            facts = tuple(line[2:] for line in lines[1:] if line.startswith("= "))
            text = lines[0].replace("\\n", "\n")
            found.append(Row(table, text, published, None if facts == ("?",) else facts))
    return found
