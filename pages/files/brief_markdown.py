"""A brief as Markdown, with footnotes as most writers of Markdown know them ([^1])."""

from __future__ import annotations

import re

from pages.brief import Brief, Entry
from relations import dates

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$^!])")
_LIST = re.compile(r"^(\d*)([-+.)])(?=\s|$)")


def markdown(brief: Brief) -> str:
    """Return the brief; every word of a source is escaped, so that none becomes markup."""
    parts = [f"# {escaped(brief.title)}", _head(brief)]
    parts += [_entry(entry) for entry in brief.entries]
    parts.append("\n".join(_note(note.number, note.words, note.address) for note in brief.notes))
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Text on one line of which nothing is read as Markdown or HTML."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST.sub(lambda found: f"{found[1]}\\{found[2]}", line)


def head_words(brief: Brief) -> str:
    """How many facts, made when, and how many stay here."""
    n = len(brief.entries)
    words = f"{n} fact{'' if n == 1 else 's'} of Dyad, {dates.say_day(brief.made_on)}."
    if brief.withheld:
        words += f" {len(brief.withheld)} more withheld under their licence."
    return words


def _head(brief: Brief) -> str:
    return escaped(head_words(brief))


def _entry(entry: Entry) -> str:
    row = entry.row
    lines = [
        f"## {escaped(row['headline'])}[^{entry.pinned.number}]",
        f"{escaped(row['date']['text'])}. **{escaped(row['badge'])}.** {escaped(row['summary'])}",
        *(escaped(said) for said in entry.amounts),
    ]
    for each in entry.quotations:
        lead = f"{escaped(each.lead)}: " if each.lead else ""
        words = f"“{escaped(each.words)}”" if each.is_passage else escaped(each.words)
        lines.append(f"> {lead}{words}[^{each.note.number}]")
    if entry.more:
        lines.append(f"{entry.more} more on the page of the fact.")
    return "\n\n".join(line.rstrip() for line in lines)


def _note(number: int, words: str, address: str) -> str:
    return f"[^{number}]: {escaped(words)}" + (f". <{_address(address)}>" if address else ".")


def _address(address: str) -> str:
    return re.sub(r"[\s<>]", lambda found: f"%{ord(found[0]):02X}", address)
