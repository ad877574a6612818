"""The least each record needs; whatever a test is about stands in the test.

The cast is France, Germany and the United States, of the table of states.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import Group, User

from relations import dates, fields, recording
from relations.models import Country, Fact, Person, Publisher, Source
from relations.recording.values import (
    AgreementValues,
    Evidence,
    FactValues,
    StatementValues,
    VisitValues,
)

_numbers = iter(range(1, 10**9))


def country(code: str) -> Country:
    return Country.objects.get(pk=code)


def user(role: str = "Editor") -> User:
    recording.make_roles()
    made = User.objects.create_user(f"user{next(_numbers)}", is_staff=True)
    made.groups.add(Group.objects.get(name=role))
    return made


def publisher(kind: str = "newspaper", **values: Any) -> Publisher:
    number = next(_numbers)
    return Publisher.objects.create(
        name=f"Publisher {number}", slug=f"publisher-{number}", kind=kind, **values
    )


def source(published: str = "2022-08-01", **values: Any) -> Source:
    values.setdefault("publisher", None)
    values["publisher"] = values["publisher"] or publisher()
    values.setdefault("title", f"Article {next(_numbers)}")
    values.setdefault("retrieved_at", datetime(2022, 9, 1, tzinfo=UTC))
    made = Source(**values)
    fields.write_date(made, "published", dates.parse(published))
    made.save()
    return made


def evidence(**values: Any) -> Evidence:
    values.setdefault("quotation", "The words that carry the fact.")
    return Evidence(source=values.pop("source", None) or source(), **values)


def common(date: str = "2022-07-19", **values: Any) -> FactValues:
    if "evidence" not in values:
        values["evidence"] = [evidence()]
    return FactValues(date=dates.parse(date), **values)


def visit(
    date: str = "2022-07-19", *, guest: str = "FRA", host: str = "DEU", publish: bool = True,
    **values: Any,
) -> Fact:  # fmt: skip
    """A visit of France to Germany, published."""
    fact = recording.record_visit(
        by=None,
        fact=common(date, **values),
        visit=VisitValues(visitors=[country(guest)], host=country(host)),
    )
    return recording.publish(fact, by=None) if publish else fact


def agreement(
    date: str = "2022-07-19", *, parties: tuple[str, ...] = ("DEU", "FRA"), step: str = "signed",
    publish: bool = True, agreement: Any = None, **values: Any,
) -> Fact:  # fmt: skip
    """An agreement of France and Germany, signed and published."""
    fact = recording.record_agreement(
        by=None,
        fact=common(date, **values),
        agreement=AgreementValues(
            step=step,
            agreement=agreement,
            title="" if agreement else "Treaty on rail traffic",
            parties=[] if agreement else [country(code) for code in parties],
        ),
    )
    return recording.publish(fact, by=None) if publish else fact


def statement(date: str = "2022-07-19", *, publish: bool = True, **values: Any) -> Fact:
    """A French statement about Germany by a speaker of its own, published."""
    number = next(_numbers)
    fact = recording.record_statement(
        by=None,
        fact=common(date, **values),
        statement=StatementValues(
            speaker=Person.objects.create(name=f"Speaker {number}"),
            country=country("FRA"),
            targets=[(country("DEU"), "supportive")],
        ),
    )
    return recording.publish(fact, by=None) if publish else fact
