"""Read a model's facts and believe none of them: what the text does not bear out is dropped."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from articles.extraction import cleaning
from articles.shapes import Amount, Document, Party, Quantity, Speaker, Suggestion, Weapon
from articles.suggesting.llm_prompt import BASES, KINDS, ROLES, STANCES, STATUSES
from relations import dates

_LONGEST_PASSAGE = 1200
_SHORTEST_PASSAGE = 12
_LARGEST = Decimal(10) ** 15
Note = Callable[[str], None]


class Names(Protocol):
    """The part of the names' lookup that is needed here."""

    def is_state(self, code: str) -> bool:
        """Whether facts are told of this code."""


def suggestion(
    fact: dict[str, Any], document: Document, names: Names, note: Note
) -> Suggestion | None:
    """Return the fact as a suggestion, or None where its passage, kind or states do not hold.

    note: called with a short reason for everything that is left out.
    """
    text = document.text
    kind = fact.get("kind")
    if kind not in KINDS:
        note("a fact of unknown kind")
        return None
    place = _passage(text, fact.get("evidence"))
    if place is None:
        note("a fact whose passage is not in the text")
        return None
    countries = _countries(fact.get("countries"), names, note)
    if all(party.role == "subject" for party in countries):
        note("a fact without a state")
        return None
    quote = _stripped(fact.get("quote"))
    if quote and quote not in text:
        note("a quotation that is not in the text")
        quote = ""
    date, basis = _date(fact, note)
    stance = fact.get("stance")
    is_statement = kind == "statement"
    return Suggestion(
        kind=kind,
        countries=countries,
        title=_words(fact.get("title"), 300),
        start=place[0],
        end=place[1],
        rule="model",
        date=date,
        date_basis=basis,
        status=_choice(fact.get("status"), STATUSES),
        asserted_by=_asserters(fact.get("attributed_to"), text, note),
        amount=_amount(fact.get("value"), text, note),
        quantity=_quantity(fact.get("quantity"), text, note),
        weapon=_weapon(fact.get("weapon"), text, note),
        speaker=_speaker(fact.get("speaker"), text, names, note) if is_statement else None,
        stances=tuple(
            (party.code, str(stance))
            for party in countries
            if is_statement and stance in STANCES and party.role == "target"
        ),
        quote=quote,
    )


def _passage(text: str, given: Any) -> tuple[int, int] | None:
    """Return the first place of the passage. A passage of one word or of the whole article is
    no evidence."""
    passage = _stripped(given)
    if not _SHORTEST_PASSAGE <= len(passage) <= _LONGEST_PASSAGE or " " not in passage:
        return None
    start = text.find(passage)
    return (start, start + len(passage)) if start >= 0 else None


def _countries(given: Any, names: Names, note: Note) -> tuple[Party, ...]:
    found: dict[str, Party] = {}
    for each in given[:60] if isinstance(given, list) else ():
        code = _words(each.get("iso3"), 16).upper() if isinstance(each, dict) else ""
        role = each.get("role") if isinstance(each, dict) else None
        if not code or not names.is_state(code) or role not in ROLES:
            note("a country or role we do not know")
        else:
            found.setdefault(code, Party(code, role))
    return tuple(found.values())


def _date(fact: dict[str, Any], note: Note) -> tuple[str, str]:
    said = _words(fact.get("date"), 40)
    try:
        date = dates.parse(said).text
    except dates.UnreadableDate:
        note("a date that cannot be read")
        return "", ""
    # Where the model does not say what its date rests on, the weakest is assumed.
    return date, (_choice(fact.get("date_basis"), BASES) or "context") if date else ""


def _asserters(given: Any, text: str, note: Note) -> tuple[Speaker, ...]:
    said = _words(given, 160)
    if said and not _all_in(said, text):
        note("a source that is not named in the text")
        return ()
    return (Speaker(name=said),) if said else ()


def _amount(given: Any, text: str, note: Note) -> Amount | None:
    if not isinstance(given, dict):
        return None
    low, best, high = (_number(given.get(name)) for name in ("low", "amount", "high"))
    if low is best is high is None:
        return None
    reported = _reported(given, text)
    if not reported:
        note("an amount that is not in the text")
        return None
    currency = _words(given.get("currency"), 3).upper()
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
        currency = ""
    return Amount(low, best, high, currency, reported=reported)


def _quantity(given: Any, text: str, note: Note) -> Quantity | None:
    if not isinstance(given, dict):
        return None
    low, high = (_number(given.get(name)) for name in ("low", "high"))
    if low is high is None:
        return None
    reported = _reported(given, text)
    if not reported:
        note("a quantity that is not in the text")
        return None
    is_exact = low is not None and low == high
    return Quantity(
        low=int(low) if low is not None and not is_exact else None,
        best=int(low) if low is not None and is_exact else None,
        high=int(high) if high is not None and not is_exact else None,
        unit=_words(given.get("unit"), 40),
        reported=reported,
        is_vague=given.get("vague") is True,
    )


def _reported(given: dict[str, Any], text: str) -> str:
    reported = _stripped(given.get("reported"))[:200]
    return reported if reported and reported in text else ""


def _weapon(given: Any, text: str, note: Note) -> Weapon | None:
    named = _words(given.get("designation"), 160) if isinstance(given, dict) else ""
    if not named:
        return None
    if not _all_in(named, text):
        note("a weapon that is not in the text")
        return None
    return Weapon(named, _words(given.get("category"), 60))


def _speaker(given: Any, text: str, names: Names, note: Note) -> Speaker | None:
    if not isinstance(given, dict):
        return None
    name, title = _words(given.get("name"), 120), _words(given.get("title"), 160)
    if name and not _all_in(name, text):
        note("a speaker who is not named in the text")
        name = ""
    if title and not _all_in(title, text):
        title = ""
    code = _words(given.get("iso3"), 16).upper()
    return Speaker(name, title, code if names.is_state(code) else "") if name or title else None


def _all_in(said: str, text: str) -> bool:
    """Whether each word stands in the text; names are put together from several places."""
    folded = text.casefold()
    return all(word.strip(".,'’\"") in folded for word in said.casefold().split())


def _choice(given: Any, known: tuple[str, ...]) -> str:
    return given if isinstance(given, str) and given in known else ""


def _stripped(given: Any) -> str:
    return given.strip(' \n\t“”"') if isinstance(given, str) else ""


def _words(given: Any, longest: int) -> str:
    return cleaning.line(given[:2000], longest) if isinstance(given, str) else ""


def _number(given: Any) -> Decimal | None:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    try:
        number = Decimal(str(given))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and 0 <= number < _LARGEST else None
