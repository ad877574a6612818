"""What a column of a table can be: its name in a mapping, its heading, its hint and its kinds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from relations.lanes import ActionSubtype, Kind
from relations.models import (
    Agreement,
    AgreementStep,
    Money,
    Statement,
    StatementTarget,
    TransferStep,
    Visit,
)

__all__ = ["COLUMNS", "REQUIRED", "SUBTYPES", "Column", "known_word", "named", "words_of"]

_K = Kind
_EVERY = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Column:
    """`kinds`: of which kinds of fact it says something. `choices`: the closed list it is of."""

    name: str
    heading: str
    hint: str
    kinds: tuple[Kind, ...] = _EVERY
    choices: type[models.TextChoices] | None = None
    aliases: tuple[str, ...] = ()


SUBTYPES: dict[str, type[models.TextChoices]] = {
    _K.AGREEMENT: AgreementStep.Step,
    _K.ARMS_TRANSFER: TransferStep.Step,
    _K.STATEMENT: Statement.Act,
    _K.VISIT: Visit.Form,
    _K.ACTION: ActionSubtype,
}
_SPOKEN, _MET, _DONE = (_K.STATEMENT,), (_K.VISIT,), (_K.ACTION,)
_AGREED, _SUPPLIED = (_K.AGREEMENT,), (_K.ARMS_TRANSFER,)

COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("kind", "Kind", "agreement, arms_transfer, statement, visit or action",
               choices=Kind, aliases=("type of fact", "event type")),
        Column("subtype", "Subtype", "The step, form, act or kind of action: signed, meeting,"
               " warns, loan", aliases=("step", "form", "act", "action")),
        Column("date", "Date", "As precise as it is known: 2022-07-19, 2022-07, about July 2022",
               aliases=("day", "when", "start", "start date", "event date")),
        Column("end", "End", "Where it lasted: the last day", aliases=("end date", "until")),
        Column("headline", "Headline", "One sentence in the present tense; empty: made for you",
               aliases=("event",)),
        Column("summary", "Summary", "A few sentences", aliases=("description", "notes")),
        Column("parties", "Parties", "Countries, parted by ;", _AGREED,
               aliases=("countries", "signatories")),
        Column("title", "Agreement", "What it is called; rows of one title and the same parties are"
               " steps of one agreement", _AGREED, aliases=("treaty", "agreement title")),
        Column("agreement_type", "Agreement type", "treaty, memorandum_of_understanding …",
               _AGREED, Agreement.Type),
        Column("supplier", "Supplier", "The country that supplies", _SUPPLIED, aliases=("seller",)),
        Column("recipient", "Recipient", "The country that gets it", _SUPPLIED, aliases=("buyer",)),
        Column("designation", "Designation", "What is supplied, in the source’s words", _SUPPLIED,
               aliases=("weapon", "item")),
        Column("quantity", "Quantity", "A number, 20-24, or the source’s words",
               (_K.ARMS_TRANSFER, _K.ACTION), aliases=("number ordered", "quantity reported")),
        Column("order", "Order", "Rows of one order bear the same; empty: those of one supplier,"
               " recipient and designation", _SUPPLIED),
        Column("country", "Speaks for", "The country whose representative speaks", _SPOKEN,
               aliases=("speaker country",)),
        Column("speaker", "Speaker", "Who speaks, as the source names them", _SPOKEN),
        Column("targets", "Targets", "Countries spoken about: Iran (supportive); Israel (critical)",
               _SPOKEN, aliases=("target", "about")),
        Column("said", "Words said", "The speaker’s own words", _SPOKEN),
        Column("visitors", "Visitors", "Countries that came, parted by ;", _MET,
               aliases=("visitor", "guests", "guest")),
        Column("host", "Host", "The country visited", _MET),
        Column("persons", "Persons", "Who came, parted by ;", _MET,
               aliases=("person", "visitor name")),
        Column("level", "Level", "leaders, ministers, envoys, officials, military or parliament",
               _MET,
               Visit.Level),
        Column("senders", "Senders", "Countries that act, parted by ;", _DONE,
               aliases=("sender", "actor", "from")),
        Column("receivers", "Receivers", "Countries acted upon, parted by ;", _DONE,
               aliases=("receiver", "to")),
        Column("place", "Place", "Where", (_K.AGREEMENT, _K.ARMS_TRANSFER, _K.VISIT),
               aliases=("city", "location", "venue")),
        Column("purpose", "Purpose", "What for", (_K.VISIT, _K.ACTION)),
        Column("amount", "Amount", "$40 billion, EUR 20 million, or a number beside a currency",
               aliases=("value", "money")),
        Column("currency", "Currency", "USD, EUR …", aliases=()),
        Column("measure", "Measure", "promised, contracted, credit_agreed or paid",
               choices=Money.Measure),
        Column("source_address", "Source address", "https://… of the document",
               aliases=("source", "url", "link", "address", "source url")),
        Column("source_title", "Source title", "Needed where there is no address",
               aliases=("document", "article")),
        Column("source_date", "Source date", "The day it was published", aliases=("published",)),
        Column("quotation", "Quotation", "The source’s words that carry the fact; required",
               aliases=("quote", "evidence", "text")),
        Column("key", "Own number", "Your own number of the row: it stays the same fact for good",
               aliases=("id", "no", "nr", "row id")),
        Column("number", "Fact number", "Only in files downloaded here: leave it", aliases=()),
        Column("revision", "Revision", "Only in files downloaded here: leave it", aliases=()),
    )
}  # fmt: skip

REQUIRED = ("kind", "quotation")
STANCES = StatementTarget.Stance


def plain(text: str) -> str:
    """Fold a heading or word: small letters, one blank for all that is no letter or number."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("_", " ")))


def named(heading: str) -> str:
    """Return the column that a heading names by itself, or nothing."""
    return _NAMED.get(plain(heading), "")


_NAMED: dict[str, str] = {}
for _column in COLUMNS.values():
    for _name in _column.aliases:
        _NAMED.setdefault(plain(_name), _column.name)
for _column in COLUMNS.values():
    _NAMED[plain(_column.heading)] = _NAMED[plain(_column.name)] = _column.name
_NAMED["title"] = "title"


def known_word(choices: type[models.TextChoices], text: str) -> str | None:
    """Return the key of a word of a closed list, by key or label, capitals aside."""
    said = plain(text)
    for key, label in choices.choices:
        if said in (plain(key), plain(str(label))):
            return str(key)
    return None


def words_of(choices: Iterable[str]) -> str:
    """List words for a sentence, at most thirty."""
    words = [str(word) for word in choices]
    return ", ".join(words[:30]) + (" …" if len(words) > 30 else "")
