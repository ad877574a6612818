"""Articles from files, and suggestions in the names of the labelling guide."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from articles.mentions.countries import find_countries
from articles.mentions.names import Names
from articles.shapes import Amount, Document, Quantity, Speaker, Suggestion


class BadArticle(ValueError):
    """A file that is no article."""


def article_from(path: Path) -> tuple[str, Document]:
    """Return an article file's id and document; its gold facts are not looked at.

    Raise BadArticle with one sentence.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadArticle(f"{path.name} cannot be read as JSON: {error}.") from error
    if not isinstance(held, dict) or not isinstance(held.get("text"), str):
        raise BadArticle(f"{path.name} has no “text”.")
    if not isinstance(held.get("id"), str) or not held["id"]:
        raise BadArticle(f"{path.name} has no “id”.")
    return held["id"], Document(
        text=held["text"],
        title=_text(held, "title"),
        published=_text(held, "published"),
        publisher=_text(held, "publisher"),
        byline=_text(held, "byline"),
        language=_text(held, "language"),
    )


def prediction(
    article_id: str, document: Document, suggestions: list[Suggestion], names: Names
) -> dict[str, Any]:
    """Return one line for the scorer."""
    found = find_countries(document.text, names, document.published)
    mentioned = dict.fromkeys(
        mention.code for mention in found if not mention.is_place and _is_iso(names, mention.code)
    )
    return {
        "article_id": article_id,
        "countries_mentioned": sorted(mentioned),
        "facts": [
            _fact(suggestion, document.text, names)
            for suggestion in suggestions
            if sum(_is_iso(names, party.code) for party in suggestion.countries) > 1
        ],
    }


def _fact(suggestion: Suggestion, text: str, names: Names) -> dict[str, Any]:
    stances = {stance for _, stance in suggestion.stances}
    asserted = [speaker.name or speaker.title for speaker in suggestion.asserted_by]
    weapon = suggestion.weapon
    return {
        "kind": suggestion.kind,
        "date": suggestion.date or None,
        "countries": [
            {"iso3": party.code, "role": party.role}
            for party in suggestion.countries
            if _is_iso(names, party.code)
        ],
        "title": suggestion.title,
        "status": suggestion.status or None,
        "attributed_to": " and ".join(filter(None, asserted)) or None,
        "value": _value(suggestion.amount),
        "quantity": _quantity(suggestion.quantity),
        "weapon": weapon and {"designation": weapon.designation, "category": weapon.category},
        "speaker": _speaker(suggestion.speaker),
        "quote": suggestion.quote or None,
        "stance": stances.pop() if len(stances) == 1 else None,
        "evidence": suggestion.evidence(text),
        "evidence_start": suggestion.start,
        "evidence_end": suggestion.end,
    }


def _value(amount: Amount | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    best = next(v for v in (amount.best, amount.low, amount.high) if v is not None)
    return {
        "amount": float(best),
        "currency": amount.currency or None,
        "low": None if amount.low is None else float(amount.low),
        "high": None if amount.high is None else float(amount.high),
    }


def _quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    low = quantity.best if quantity.low is None else quantity.low
    high = quantity.best if quantity.high is None else quantity.high
    return {"low": low, "high": high, "unit": quantity.unit}


def _speaker(speaker: Speaker | None) -> dict[str, str | None] | None:
    if speaker is None:
        return None
    return {"name": speaker.name or None, "title": speaker.title or None}


def _is_iso(names: Names, code: str) -> bool:
    return len(code) == 3 and code.isalpha() and names.is_state(code)


def _text(held: dict[str, Any], key: str) -> str:
    value = held.get(key)
    return value if isinstance(value, str) else ""
