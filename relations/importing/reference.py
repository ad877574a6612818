"""Loads our own table of states, offices and their holders from `relations/data`.

What is there already is left alone, so that an editor's mending in the admin stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from relations import countries, dates, fields
from relations.models import (
    Body,
    ContextEvent,
    Country,
    CountryCode,
    CountryName,
    CountrySpell,
    Office,
    Person,
    Succession,
    Tenure,
    Topic,
)

_BODIES = (
    # (in the body's name, its kind)
    ("Armed Forces", Body.Kind.MILITARY),
    ("Army", Body.Kind.MILITARY),
    ("Guard Corps", Body.Kind.MILITARY),
    ("Tatmadaw", Body.Kind.MILITARY),
    ("House of Representatives", Body.Kind.PARLIAMENT),
    ("Communist Party", Body.Kind.PARTY),
    ("Workers' Party", Body.Kind.PARTY),
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
    _topics()
    _context()
    people, tenures = _offices()
    return Loaded(new, people, tenures)


def _topics() -> None:
    Topic.objects.bulk_create(
        (
            Topic(slug=row["slug"], name=row["name"], note=row["note"].replace(";", ","))
            for row in countries.rows("topics")
        ),
        ignore_conflicts=True,
    )


def _context() -> None:
    """The labels above charts, only where an editor has not begun the list."""
    if ContextEvent.objects.exists():
        return
    ContextEvent.objects.bulk_create(
        ContextEvent(
            low_id=row["low"],
            high_id=row["high"],
            happened_on=date.fromisoformat(row["happened_on"]),
            label=row["label"],
        )
        for row in countries.rows("context_events")
    )


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


def _offices() -> tuple[int, int]:
    """Add the offices that are not there yet, with all who held them, in bulk."""
    there = set(Office.objects.values_list("country_id", "body__name", "title"))
    rows = [row for row in countries.offices() if (row.country, row.body, row.title) not in there]
    bodies = _bodies(rows)
    offices = {
        row.key: Office(
            body=bodies[row.country, row.body],
            country_id=row.country,
            title=row.title,
            other_titles="|".join(row.aliases),
            rank=row.rank,
        )
        for row in rows
    }
    Office.objects.bulk_create(offices.values())
    held = [tenure for tenure in countries.tenures() if tenure.office in offices]
    people = {(person.name, person.country_id): person for person in Person.objects.all()}
    new = {}
    for holder in held:
        key = (holder.person, offices[holder.office].country_id)
        if key not in people:
            people[key] = new[key] = Person(
                name=holder.person,
                country_id=key[1],
                other_names="|".join(holder.person_aliases),
            )
    Person.objects.bulk_create(new.values())
    Tenure.objects.bulk_create(_tenure(holder, offices[holder.office], people) for holder in held)
    return len(new), len(held)


def _bodies(rows: list[countries.Office]) -> dict[tuple[str, str], Body]:
    """Return the bodies of the offices by country and name, the missing ones added."""
    bodies = {(body.country_id, body.name): body for body in Body.objects.all()}
    new = {
        (row.country, row.body): Body(
            country_id=row.country, name=row.body, kind=_body_kind(row.body)
        )
        for row in rows
        if (row.country, row.body) not in bodies
    }
    Body.objects.bulk_create(new.values())
    return bodies | new


def _tenure(
    holder: countries.Tenure, office: Office, people: dict[tuple[str, str | None], Person]
) -> Tenure:
    tenure = Tenure(
        person=people[holder.person, office.country_id],
        office=office,
        is_current=holder.end_known == "open",
    )
    fields.write_date(tenure, "start", dates.parse(holder.start))
    fields.write_date(tenure, "end", dates.parse(holder.end))
    return tenure


def _body_kind(name: str) -> str:
    for words, kind in _BODIES:
        if words in name:
            return kind
    return Body.Kind.GOVERNMENT
