"""Undoing a whole import: nothing is deleted, people's work stays, the same file again restores."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from relations import recording
from relations.importing.undoing import undo
from relations.models import (
    Change,
    Fact,
    Import,
    PairFact,
    Participant,
    Proposal,
    TransferStep,
    Visit,
)
from tests.relations.importing.sipri_files import deliveries, delivery, order, register

pytestmark = pytest.mark.django_db


def latest():
    return Import.objects.filter(state=Import.State.APPLIED).latest("id")


def test_what_it_made_is_retracted_with_the_reason(importing, tmp_path):
    importing.do(register(tmp_path, order()))

    assert undo(latest()) == {"retracted": 2, "restored": 0, "left": 0}

    fact = Fact.objects.order_by("id")[0]
    assert (fact.publication, fact.retraction_reason) == ("retracted", "Import 1 undone".replace(
        "1", str(Import.objects.get().pk)))  # fmt: skip
    assert not PairFact.objects.filter(publication="published").exists()
    change = Change.objects.filter(fact=fact).latest("id")
    assert (change.act, change.is_public) == ("retracted", True)
    assert change.after == recording.snapshot(fact)
    assert Import.objects.get().state == Import.State.UNDONE


def test_the_same_file_again_brings_the_same_facts_back(importing, tmp_path):
    path = register(tmp_path, order())
    importing.do(path)
    numbers = set(Fact.objects.values_list("pk", flat=True))
    undo(latest())

    report = importing.do(path)

    assert report.counts["new"] == 2
    assert set(Fact.objects.published().values_list("pk", flat=True)) == numbers
    assert PairFact.objects.filter(publication="published").count() == 2


def test_what_it_changed_is_as_it_was_before(importing, tmp_path):
    importing.do(register(tmp_path, order(delivered=50, years="1994"), made="23 Oct 2025"))
    importing.do(register(tmp_path, order(delivered=104)))

    assert undo(latest())["restored"] >= 1

    step = TransferStep.objects.get(step="delivered")
    assert (step.quantity_best, step.fact.date_text) == (50, "1994")
    claim = step.fact.claims.get(status="accepted")
    assert claim.source.published_text == "2025-10-23"


def test_an_import_is_undone_after_the_later_one_that_changed_its_records(importing, tmp_path):
    importing.do(register(tmp_path, order(delivered=50, years="1994"), made="23 Oct 2025"))
    first = latest()
    importing.do(register(tmp_path, order(delivered=104)))

    with pytest.raises(ValidationError, match="undo it first"):
        undo(first)
    undo(latest())
    undo(first)

    assert not Fact.objects.published().exists()


def test_what_people_worked_on_since_is_left_and_reported(importing, tmp_path):
    importing.do(register(tmp_path, order(), order(weapon="Tank-2")))
    batch = latest()
    fact = Fact.objects.get(headline__contains="orders 104 Tank-2")
    common, detail = recording.read({**recording.payload_of(fact), "summary": "Seen."})
    recording.amend(fact, by=None, common=common, detail=detail, reason="Seen")

    assert undo(batch) == {"retracted": 3, "restored": 0, "left": 1}

    assert list(Fact.objects.published()) == [fact]
    assert f"Fact {fact.pk} was worked on" in batch.findings.get(outcome="conflicting").said


def test_nothing_is_undone_twice(importing, tmp_path):
    importing.do(register(tmp_path, order()))
    batch = latest()
    undo(batch)

    with pytest.raises(ValidationError, match="not applied"):
        undo(batch)


def test_undone_deliveries_leave_the_registers_word(importing, tmp_path):
    importing.do(register(tmp_path, order()))
    importing.do(
        deliveries(tmp_path, delivery(year=1994, delivered=50), delivery(year=1995, delivered=54))
    )

    undo(latest())

    steps = TransferStep.objects.filter(fact__publication="published").order_by("step")
    assert list(steps.values_list("step", "quantity_best", "fact__date_text")) == [
        ("delivered", 104, "1994/1995"), ("ordered", 104, "1993"),
    ]  # fmt: skip


def test_what_it_proposed_goes_with_it(importing, tmp_path):
    importing.do(register(tmp_path, order(comment="$5 m deal")))

    undo(latest())

    assert Proposal.objects.get().state == Proposal.State.SUPERSEDED


_TRIPS = (
    "TripID,LeaderFullName,LeaderCountryOrIGO,LeaderRegion,LeaderRole,LeaderTitle,CountryVisited,"
    "RegionVisited,CityVisited,TripYear,TripStartDate,TripEndDate,TripDuration,SourceLink1\n"
)


def _trip(folder, name, host="Germany", person="Emmanuel Macron", city="Berlin"):
    path = folder / name
    row = f"7,{person},France,Europe,G,President,{host},Europe,{city},2022,2022-07-19,,1,"
    path.write_text(f"{_TRIPS}{row}\n")
    return path


@pytest.mark.parametrize("changed", [{"city": "Bonn"}, {"host": "Italy"}, {"person": "Somebody"}])
def test_who_came_and_where_is_as_it_was_before(importing, tmp_path, changed):
    def standing():
        visit = Visit.objects.select_related("fact").get()
        return (
            visit.fact.headline, visit.host_id, visit.place,
            [person.name for person in visit.persons.all()],
            sorted(Participant.objects.values_list("country", "role")),
            list(PairFact.objects.values_list("low", "high", "direction", "publication")),
        )  # fmt: skip

    importing.do(_trip(tmp_path, "a.csv"))
    before = standing()
    importing.do(_trip(tmp_path, "b.csv", **changed))
    assert standing() != before

    undo(latest())

    assert standing() == before
    assert Change.objects.latest("id").after == recording.snapshot(Fact.objects.get())
