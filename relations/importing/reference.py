"""Loads our own table of states, offices and their holders from `relations/data`.

What is there already is left alone, so that an editor's mending in the admin stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from relations import countries, dates, fields
from relations.models import (
    Body,
    Country,
    CountryCode,
    CountryName,
    CountrySpell,
    Office,
    Person,
    Succession,
    Tenure,
)

_BODIES = (
    # (in the body's name, its kind)
    ("Ministry of Defence", Body.Kind.MILITARY),
    ("Department of Defense", Body.Kind.MILITARY),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows are new."""

    countries: int
    people: int
    tenures: int


@transaction.atomic
def load_reference() -> Loaded:
    """Add the states, offices and holders that are not there yet; may run again."""
    new = _countries()
    people, tenures = _offices()
    return Loaded(new, people, tenures)


def _countries() -> int:
    there = set(Country.objects.values_list("pk", flat=True))
    rows = [row for row in countries.rows("countries") if row["code"] not in there]
    if not rows:
        return 0
    new = {row["code"] for row in rows}
    Country.objects.bulk_create(
        Country(
            code=row["code"],
            label=row["label"],
            slug=row["slug"],
            official_name=row["official_name"],
            kind=row["kind"],
            is_user_assigned=bool(row["is_user_assigned"]),
            note=row["note"],
        )
        for row in rows
    )
    CountryName.objects.bulk_create(
        CountryName(
            country_id=row["code"],
            text=row["text"],
            language=row["language"],
            kind=row["kind"],
            **_years(row),
        )
        for row in countries.rows("country_names")
        if row["code"] in new
    )
    CountryCode.objects.bulk_create(
        CountryCode(country_id=row["code"], scheme=row["scheme"], value=row["value"], **_years(row))
        for row in countries.rows("country_codes")
        if row["code"] in new
    )
    CountrySpell.objects.bulk_create(
        CountrySpell(country_id=row["code"], source=row["source"], **_years(row))
        for row in countries.rows("country_spells")
        if row["code"] in new
    )
    Succession.objects.bulk_create(
        (
            Succession(
                predecessor_id=row["predecessor"],
                successor_id=row["successor"],
                kind=row["kind"],
                happened_on=date.fromisoformat(row["happened_on"]),
            )
            for row in countries.rows("successions")
        ),
        ignore_conflicts=True,
    )
    return len(new)


def _years(row: dict[str, str]) -> dict[str, date | None]:
    return {
        name: date.fromisoformat(row[name]) if row[name] else None
        for name in ("valid_from", "valid_to")
    }


@dataclass(frozen=True, slots=True)
class Holder:
    """One person's time in an office, as `offices.csv` writes it."""

    name: str
    start: str
    end: str
    is_current: bool


def holders(text: str) -> Iterator[Holder]:
    """Read ``Name start/end; Name start/..``. Raise ValueError for what is not so written."""
    for part in text.split(";"):
        name, _, years = part.strip().rpartition(" ")
        start, slash, end = years.partition("/")
        if not (name and slash):
            raise ValueError(f"“{part}” is not “Name start/end”")
        yield Holder(name, start, "" if end == ".." else end, end == "..")


def _offices() -> tuple[int, int]:
    other_names = {row["name"]: row["other_names"] for row in countries.rows("own/people")}
    people = {(person.name, person.country_id): person for person in Person.objects.all()}
    before = len(people)
    tenures = 0
    there: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, title in Office.objects.values_list("body__name", "title"):
        there[name, title].add(title)
    for row in countries.rows("offices"):
        if there[row["body"], row["title"]]:
            continue
        body, _ = Body.objects.get_or_create(
            country_id=row["country"],
            name=row["body"],
            defaults={"kind": _body_kind(row["body"])},
        )
        office = Office.objects.create(
            body=body,
            country_id=row["country"],
            title=row["title"],
            other_titles=row["other_titles"],
            rank=row["rank"],
        )
        for holder in holders(row["holders"]):
            key = (holder.name, row["country"])
            if key not in people:
                people[key] = Person.objects.create(
                    name=holder.name,
                    country_id=row["country"],
                    other_names=other_names.get(holder.name, ""),
                )
            tenure = Tenure(person=people[key], office=office, is_current=holder.is_current)
            fields.write_date(tenure, "start", dates.parse(holder.start))
            fields.write_date(tenure, "end", dates.parse(holder.end))
            tenure.save()
            tenures += 1
    return len(people) - before, tenures


def _body_kind(name: str) -> str:
    for words, kind in _BODIES:
        if words in name:
            return kind
    return Body.Kind.GOVERNMENT
