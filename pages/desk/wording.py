"""A payload's records as an editor reads and types them, and back.

Lists are parted by semicolons: ``Russia; Iran``, ``Russia (critical); Iran (supportive)``,
``Jake Sullivan; Ned Price (United States)``. A person nobody has entered yet is written with the
country they are known with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from relations.models import Body, Country, Person
from relations.recording import names

_ROLE = re.compile(r"(.+?)\s*\(([^()]+)\)")


def parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


# --- reading what was typed ------------------------------------------------------------------


def codes(text: str) -> list[str]:
    """Codes of the countries named. Raise ValidationError naming the unknown."""
    return list(dict.fromkeys(names.country_named(part).pk for part in parts(text)))


def code(text: str) -> str | None:
    """The code of one country, None where nothing is typed."""
    found = codes(text)
    if len(found) > 1:
        raise ValidationError("Name one country here.")
    return found[0] if found else None


def people(text: str) -> list[Any]:
    """Ids of people; of somebody new a name and country."""
    return [_person(part) for part in parts(text)]


def _person(said: str) -> Any:
    known = Person.objects.filter(name__iexact=said).order_by("id").first()
    if known is not None:
        return known.pk
    match = _ROLE.fullmatch(said)
    if match is None:
        raise ValidationError(
            f"Nobody is called “{said}” here; write “{said} (France)” to add somebody of France."
        )
    country = names.country_named(match[2])
    same = Person.objects.filter(name__iexact=match[1], country=country).first()
    return same.pk if same else {"name": match[1], "country": country.pk}


def asserters(text: str) -> list[Any]:
    """Countries as codes, people and bodies as ``{"person": …}`` and ``{"body": …}``."""
    found: list[Any] = []
    for part in parts(text):
        try:
            [who] = names.asserters_named(part)
        except ValidationError:
            found.append({"person": _person(part)})
            continue
        if isinstance(who, Country):
            found.append(who.pk)
        else:
            found.append({"person" if isinstance(who, Person) else "body": who.pk})
    return found


def targets(text: str, stances: Iterable[str]) -> list[tuple[str, str]]:
    """``Russia (critical); Iran``: codes with their stance, "unclear" where none is said."""
    known = set(stances)
    found = []
    for part in parts(text):
        match = _ROLE.fullmatch(part)
        stance = match[2].strip().lower() if match else "unclear"
        if stance not in known:
            raise ValidationError(f"“{stance}” is no stance; use {', '.join(sorted(known))}.")
        found.append((names.country_named(match[1] if match else part).pk, stance))
    return found


# --- saying what is there ----------------------------------------------------------------------


class Words:
    """Labels of the countries, people and bodies that payloads name; asked for together."""

    def __init__(self, payloads: Iterable[Mapping[str, Any]]) -> None:
        self.labels = dict(Country.objects.values_list("pk", "label"))
        people: set[int] = set()
        bodies: set[int] = set()
        for payload in payloads:
            _collect(payload, people, bodies)
        self.people = {
            person.pk: person for person in Person.objects.filter(pk__in=people)
        } if people else {}  # fmt: skip
        self.bodies = (
            dict(Body.objects.filter(pk__in=bodies).values_list("pk", "name")) if bodies else {}
        )

    def country(self, key: Any) -> str:
        return self.labels.get(str(key), str(key)) if key else ""

    def countries(self, keys: Iterable[Any] | None) -> str:
        return "; ".join(self.country(key) for key in keys or () if key)

    def person(self, key: Any) -> str:
        if isinstance(key, Mapping):
            country = self.country(key.get("country"))
            return f"{key['name']} ({country})" if country else str(key["name"])
        known = self.people.get(key)
        return known.name if known else ""

    def persons(self, keys: Iterable[Any] | None) -> str:
        return "; ".join(filter(None, (self.person(key) for key in keys or ())))

    def asserters(self, keys: Iterable[Any] | None) -> str:
        return "; ".join(filter(None, (self._asserter(key) for key in keys or ())))

    def _asserter(self, key: Any) -> str:
        if not isinstance(key, Mapping):
            return self.country(key)
        [(sort, value)] = key.items()
        return self.person(value) if sort == "person" else self.bodies.get(value, "")

    def qualified(self, rows: Iterable[Any] | None) -> str:
        """``Russia (critical); Iran``: countries with a stance or role in brackets."""
        return "; ".join(
            self.country(key) + (f" ({word})" if word not in ("unclear", "subject") else "")
            for key, word in rows or ()
        )


def _collect(payload: Mapping[str, Any], people: set[int], bodies: set[int]) -> None:
    detail = payload.get("detail", {})
    given = [detail.get("speaker"), *(detail.get("persons") or ())]
    for passage in payload.get("evidence") or ():
        for who in passage.get("asserted_by") or ():
            if isinstance(who, Mapping):
                given.append(who.get("person"))
                if isinstance(who.get("body"), int):
                    bodies.add(who["body"])
    people |= {key for key in given if isinstance(key, int)}
