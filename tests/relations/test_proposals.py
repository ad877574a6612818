import pytest

from relations import recording
from relations.models import Fact, ReviewPolicy
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def payload(**changes):
    source = changes.pop("source", None) or factories.source()
    return {
        "kind": "visit",
        "date": "2022-07-19",
        "detail": {"form": "visit", "visitors": ["FRA"], "host": "DEU"},
        "evidence": [{"source": source.pk, "quotation": "They met.", "asserted_by": ["FRA"]}],
    } | changes


def test_an_accepted_proposal_is_a_published_fact_and_accepting_twice_changes_nothing():
    editor = factories.user()
    proposal = recording.propose(payload(), by=editor, origin="machine", origin_name="rules")
    assert not Fact.objects.exists()

    fact = recording.accept(proposal, by=editor)
    again = recording.accept(proposal, by=editor)

    assert fact.pk == again.pk
    assert fact.publication == "published"
    assert fact.proposals.get().state == "accepted"


def test_only_a_person_accepts():
    proposal = recording.propose(payload(), by=None, origin="machine")

    with pytest.raises(recording.NotAllowed):
        recording.accept(proposal, by=None)


def test_what_an_editor_changed_is_kept_beside_what_was_proposed():
    editor = factories.user()
    proposal = recording.propose(payload(), by=None)

    fact = recording.accept(proposal, by=editor, edited_payload=payload(date="2022-07"))

    proposal.refresh_from_db()
    assert fact.date_text == "2022-07"
    assert proposal.payload["date"] == "2022-07-19"
    assert proposal.edited_payload["date"] == "2022-07"


def test_a_required_kind_waits_for_approval():
    ReviewPolicy.objects.create(kind="visit", rule="required")
    editor, reviewer = factories.user(), factories.user("Reviewer")
    proposal = recording.propose(payload(), by=editor)

    fact = recording.accept(proposal, by=editor)
    assert fact.publication == "in_review"
    approved = recording.approve(proposal, by=reviewer)

    assert approved.publication == "published"
    assert approved.second_read_by == reviewer


def test_a_correction_is_applied_to_the_revision_it_was_made_from():
    editor = factories.user()
    fact = factories.visit()
    one = recording.propose({"date": "2022-07"}, by=editor, fact=fact, public_note="No day given")
    two = recording.propose({"date": "2022"}, by=editor, fact=fact, public_note="No month given")

    recording.accept(one, by=editor)

    fact.refresh_from_db()
    assert fact.date_text == "2022-07"
    with pytest.raises(recording.Stale):
        recording.accept(two, by=editor)


def test_a_rejection_has_a_reason_and_is_final():
    editor = factories.user()
    proposal = recording.propose(payload(), by=editor)

    with pytest.raises(recording.Refused):
        recording.reject(proposal, by=editor, reason=" ")
    recording.reject(proposal, by=editor, reason="Not a fact")

    with pytest.raises(recording.Refused, match="rejected already"):
        recording.accept(proposal, by=editor)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"date": "2022-13"}, "date"),
        ({"detail": {"form": "visit", "visitors": ["XXX"], "host": "DEU"}}, "visitors"),
        ({"detail": {"form": "visit", "visitors": ["FRA"], "guest": "DEU"}}, "__all__"),
        ({"about": ["FRA"]}, "about"),
        ({"others": [["FRA", "king"]]}, "others"),
        ({"money": [{"measure": "paid", "currency": "USD", "best": "many"}]}, "money"),
    ],
)
def test_an_unreadable_proposal_is_refused_at_its_field(change, field):
    with pytest.raises(recording.Refused) as refused:
        recording.propose(payload(**change), by=None)

    assert list(refused.value.message_dict) == [field]


def test_a_new_person_of_no_known_country_is_added_with_the_fact():
    detail = {"form": "visit", "visitors": ["FRA"], "host": "DEU", "persons": [{"name": "A. N."}]}
    proposal = recording.propose(payload(detail=detail), by=None)

    fact = recording.accept(proposal, by=factories.user())

    assert [person.name for person in fact.detail.persons.all()] == ["A. N."]
