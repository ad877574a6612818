"""What is proposed is tried first, and a trial leaves nothing behind."""

import pytest

from relations import recording
from relations.models import Change, Claim, Fact, PairFact, Person, Proposal
from tests import factories
from tests.relations.test_proposals import payload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_a_trial_shows_the_fact_and_leaves_nothing_behind():
    editor = factories.user()
    persons = {"form": "visit", "visitors": ["FRA"], "host": "DEU",
               "persons": [{"name": "Somebody New", "country": "FRA"}]}  # fmt: skip

    with recording.tried(payload(detail=persons), by=editor) as fact:
        assert [str(row) for row in fact.pair_facts.all()] == [f"DEU-FRA fact {fact.pk}"]
        assert fact.verification == "claimed"

    for model in (Fact, PairFact, Claim, Change, Proposal):
        assert not model.objects.exists()
    assert not Person.objects.filter(name="Somebody New").exists()


def test_what_could_only_be_refused_is_not_handed_in():
    editor = factories.user()
    itself = {"form": "visit", "visitors": ["FRA"], "host": "FRA"}

    with pytest.raises(recording.Refused, match="does not visit itself"):
        recording.hand_in(payload(detail=itself), by=editor)
    with pytest.raises(recording.Refused, match="at least one accepted claim"):
        recording.hand_in(payload(evidence=[]), by=editor)
    assert not Proposal.objects.exists()


def test_a_correction_keeps_only_what_it_changes():
    fact = factories.visit()

    changed = recording.correction_of(
        fact, {"date": "2022-07-19", "summary": "Talks.", "detail": {"place": "Berlin"}}
    )

    assert set(changed) == {"summary", "detail"}
    assert changed["detail"]["host"] == "DEU"
    with pytest.raises(recording.Refused, match="keeps its kind"):
        recording.correction_of(fact, {"kind": "action"})
    with pytest.raises(recording.Refused, match="Nothing would change"):
        recording.correction_of(fact, {"date": "2022-07-19"})


def test_a_correction_of_another_revision_is_stale():
    fact = factories.visit()

    with pytest.raises(recording.Stale):
        recording.hand_in(
            {"summary": "Talks."}, by=None, fact=fact, base_revision=1, public_note="Added"
        )
    fact.refresh_from_db()
    assert fact.summary == ""


def test_a_proposed_source_is_added_whatever_else_has_changed():
    editor, fact, another = factories.user(), factories.visit(), factories.source()
    passage = [{"source": another.pk, "quotation": "They came.", "asserted_by": ["DEU"]}]
    proposal = recording.hand_in({"evidence": passage}, by=editor, fact=fact)
    recording.accept(
        recording.hand_in({"summary": "Talks."}, by=editor, fact=fact, public_note="Added"),
        by=editor,
    )

    recording.accept(proposal, by=editor)

    fact.refresh_from_db()
    assert fact.summary == "Talks."
    assert fact.claims.filter(source=another, quotation="They came.").exists()
    with pytest.raises(recording.Refused, match="these passages already"):
        recording.hand_in({"evidence": passage}, by=editor, fact=fact)
