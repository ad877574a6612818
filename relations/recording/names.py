"""From names an editor types to the records they mean."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db.models import Q

from relations import countries
from relations.models import Body, Country, CountryName, Person
from relations.pairs import InvalidPair, Pair, Role


def _country(name: str) -> Country | None:
    found = Country.objects.filter(Q(pk=name.upper()) | Q(label__iexact=name)).first()
    if found is not None:
        return found
    matches = CountryName.objects.filter(text__iexact=name).values_list("country", flat=True)
    codes = set(matches[:3])
    code = codes.pop() if len(codes) == 1 else countries.resolve(name)
    return Country.objects.filter(pk=code).first() if code else None


def country_named(name: str) -> Country:
    """Return the country of a code, label or alias. Raise ValidationError."""
    found = _country(name.strip())
    if found is None:
        raise ValidationError(f"No one country is called “{name.strip()}”.")
    return found


def asserters_named(text: str) -> list[Country | Person | Body]:
    """Read ``Russia; Iran`` or ``Jake Sullivan``. Raise ValidationError naming the unknown."""
    found: list[Country | Person | Body] = []
    for name in _parts(text):
        who = (
            Person.objects.filter(name__iexact=name).order_by("id").first()
            or _country(name)
            or Body.objects.filter(name__iexact=name, merged_into=None).first()
            or _by_other_name(name)
        )
        if who is None:
            raise ValidationError(f"Nobody is called “{name}” here; add the person first.")
        found.append(who)
    return found


def _by_other_name(name: str) -> Person | None:
    people = Person.objects.filter(other_names__icontains=name)
    exact = [
        person for person in people if name.casefold() in person.other_names.casefold().split("|")
    ]
    return exact[0] if len(exact) == 1 else None


def others_named(text: str) -> list[tuple[Country, str]]:
    """Read ``Ukraine (affected); Colombia``: a country and its role, subject where none is said."""
    found = []
    for part in _parts(text):
        match = re.fullmatch(r"(.+?)\s*\((\w+)\)", part)
        name, role = (match[1], match[2].lower()) if match else (part, str(Role.SUBJECT))
        if role not in Role.values:
            raise ValidationError(f"“{role}” is no role; use {', '.join(Role.values)}.")
        found.append((country_named(name), role))
    return found


def pairs_named(text: str) -> list[Pair]:
    """Read ``IRN-RUS; RUS-VEN``. Raise ValidationError."""
    try:
        return [Pair.parse(part) for part in _parts(text)]
    except InvalidPair as invalid:
        raise ValidationError(f"{invalid}.") from invalid


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
