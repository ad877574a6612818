"""Adding the people a fact names for the first time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relations.models import Person
from relations.recording.values import DetailValues, Evidence, StatementValues, VisitValues


def save_new(evidence: Sequence[Evidence], detail: DetailValues | None = None) -> None:
    """Save every person who is not stored yet; the same name and country is one person."""
    for person in _named(evidence, detail):
        if person._state.adding:
            stored, _ = Person.objects.get_or_create(name=person.name, country=person.country)
            person.pk = stored.pk
            person._state.adding = False
            person._state.db = stored._state.db


def _named(evidence: Sequence[Evidence], detail: DetailValues | None) -> Iterator[Person]:
    for passage in evidence:
        yield from (who for who in passage.asserted_by if isinstance(who, Person))
    if isinstance(detail, StatementValues) and detail.speaker is not None:
        yield detail.speaker
    if isinstance(detail, VisitValues):
        yield from detail.persons
