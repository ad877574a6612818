from datetime import date

import pytest

from relations import recording
from relations.models import Change, Fact, PairFact, PairTally, ReviewPolicy
from relations.pairs import Pair
from relations.recording.values import (
    ActionValues,
    AgreementValues,
    Amount,
    StatementValues,
    TransferValues,
    VisitValues,
)
from tests import factories
from tests.factories import common, country, evidence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def refusal(call):
    with pytest.raises(recording.Refused) as refused:
        call()
    return refused.value.message_dict


def pairs_of(fact):
    return [f"{row.low_id}-{row.high_id}" for row in fact.pair_facts.order_by("low", "high")]


# --- recording ---


def test_a_fact_is_a_draft_until_it_is_published():
    fact = factories.visit(publish=False)

    assert fact.publication == "draft"
    assert not PairTally.objects.exists()

    recording.publish(fact, by=None)

    assert fact.publication == "published"
    assert PairTally.objects.get().facts == 1


def test_participants_pairs_and_status_follow_from_the_detail():
    fact = factories.agreement(parties=("DEU", "FRA", "USA"))

    assert sorted(fact.participants.values_list("country_id", "role")) == [
        ("DEU", "party"), ("FRA", "party"), ("USA", "party"),
    ]  # fmt: skip
    assert pairs_of(fact) == ["DEU-FRA", "DEU-USA", "FRA-USA"]
    assert fact.status == fact.agreementstep.agreement.status == "signed"


def test_a_visit_by_a_state_to_itself_is_refused():
    said = refusal(lambda: factories.visit(guest="FRA", host="FRA"))

    assert said == {"host": ["France does not visit itself."]}
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    ("detail", "field"),
    [
        (lambda: AgreementValues(step="signed", title="x", parties=[country("FRA")]), "parties"),
        (lambda: AgreementValues(step="signed", parties=[country("FRA"), country("DEU")]), "title"),
        (lambda: TransferValues(step="ordered", designation="x"), "supplier"),
        (lambda: TransferValues(step="ordered", supplier=country("FRA")), "designation"),
        (lambda: TransferValues(step="ordered", designation="x", supplier=country("FRA"),
                                recipient=country("FRA")), "recipient"),
        (lambda: StatementValues(country=country("FRA")), "speaker"),
        (lambda: StatementValues(country=country("FRA"), speaker_kind="office",
                                 targets=[(country("FRA"), "critical")]), "targets"),
        (lambda: VisitValues(host=country("FRA")), "visitors"),
        (lambda: VisitValues(visitors=[country("FRA")]), "host"),
        (lambda: ActionValues(action="aid", receivers=[country("FRA")]), "senders"),
        (lambda: ActionValues(action="aid", senders=[country("FRA")],
                              receivers=[country("FRA")]), "receivers"),
        (lambda: ActionValues(action="exercise", senders=[country("FRA")]), "receivers"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(detail, field):
    said = refusal(lambda: recording.record(by=None, fact=common(), detail=detail()))

    assert list(said) == [field]
    assert not Fact.objects.exists()


def test_a_state_outside_its_years_is_refused_with_a_hint():
    said = refusal(lambda: factories.visit("1985-05", guest="RUS"))

    assert said == {"date": ["Russia did not exist then (May 1985). Did you mean Soviet Union?"]}
    assert factories.visit("1985-05", guest="SUN").pk
    assert factories.visit("", guest="SUN").pk
    assert factories.visit("1991", guest="RUS").pk
    assert factories.visit("1985-05", guest="RUS", years_override_reason="As the list says").pk


def test_an_unknown_currency_is_refused():
    money = [Amount(measure="paid", currency="XYZ", best=1)]

    assert list(refusal(lambda: factories.agreement(money=money))) == ["currency"]


def test_low_over_high_is_refused_where_the_amount_is_typed():
    money = [Amount(measure="paid", currency="USD", low=2, high=1)]

    said = refusal(lambda: factories.agreement(money=money))

    assert said["__all__"] == ["Low, best and high must be in order and not negative."]


def test_several_who_say_so_make_a_claim_each():
    told = evidence(asserted_by=[country("FRA"), country("DEU")])

    fact = factories.agreement(evidence=[told])

    assert sorted(fact.claims.values_list("asserted_by_country", flat=True)) == ["DEU", "FRA"]
    assert fact.verification == "claimed"
    assert fact.claimants == ["DEU", "FRA"]


def test_known_by_is_the_first_day_an_accepted_source_had_it():
    early, late = factories.source("2022-07-21"), factories.source("2022-08")

    fact = factories.visit("", evidence=[evidence(source=late), evidence(source=early)])

    assert fact.known_by == date(2022, 7, 21)
    recording.withdraw_claim(fact.claims.get(source=early), by=None, reason="Wrong article")
    fact.refresh_from_db()
    assert fact.known_by == date(2022, 8, 31)


def test_two_independent_papers_confirm_and_syndicated_copies_do_not():
    wire = factories.source()
    copy = factories.source(syndicated_from=wire)
    fact = factories.visit(evidence=[evidence(source=wire), evidence(source=copy)])
    assert fact.verification == "reported"

    recording.add_claims(fact, by=None, evidence=[evidence()])

    fact.refresh_from_db()
    assert fact.verification == "corroborated"
    assert PairFact.objects.get(fact=fact).verification == "corroborated"


def test_a_passage_is_claimed_once():
    told = evidence()
    fact = factories.visit(evidence=[told, told])

    assert recording.add_claims(fact, by=None, evidence=[told]) == []
    assert fact.claims.count() == 1


def test_words_about_a_fact_follow_its_pairs():
    treaty = factories.agreement(parties=("DEU", "FRA"))
    words = recording.record_statement(
        by=None, fact=common(),
        statement=StatementValues(
            country=country("USA"), speaker_kind="office", act="praises", about_fact=treaty
        ),
    )  # fmt: skip
    assert pairs_of(words) == ["DEU-FRA"]
    values, detail = recording.read(
        recording.payload_of(treaty)
        | {"detail": {**recording.payload_of(treaty)["detail"], "parties": ["DEU", "ITA"]}}
    )

    recording.amend(treaty, by=None, common=values, detail=detail, reason="France is no party")

    assert pairs_of(treaty) == ["DEU-ITA"]
    assert pairs_of(words) == ["DEU-ITA"]


def test_crossing_thirty_parties_takes_the_fact_off_the_pairs():
    codes = [c.pk for c in country("FRA").__class__.objects.filter(kind="state")[:31]]
    treaty = factories.agreement("", parties=tuple(codes[:30]))
    assert treaty.pair_facts.count() == 435
    payload = recording.payload_of(treaty)
    payload["detail"]["parties"] = codes

    values, detail = recording.read(payload)
    recording.amend(treaty, by=None, common=values, detail=detail, reason="One more party")

    assert treaty.is_many_sided
    assert treaty.pair_facts.count() == 0


# --- amending ---


def test_a_correction_needs_a_public_reason():
    fact = factories.visit()
    values, detail = recording.read(recording.payload_of(fact) | {"date": "2022-07"})

    said = refusal(lambda: recording.amend(fact, by=None, common=values, detail=detail))

    assert list(said) == ["reason"]


def test_amending_without_a_change_changes_nothing_but_the_revision():
    fact = recording.record_statement(
        by=None,
        fact=common(money=(), others=[(country("ITA"), "subject")], about=[Pair("DEU", "FRA")]),
        statement=StatementValues(
            country=country("USA"), speaker_kind="anonymous", speaker_words="US officials",
            act="warns", targets=[(country("DEU"), "critical")], quotation="So be it.",
            is_direct=True,
        ),
    )  # fmt: skip
    before = recording.snapshot(fact)

    values, detail = recording.read(recording.payload_of(fact))
    recording.amend(fact, by=None, common=values, detail=detail)

    assert recording.snapshot(fact) == before


def test_the_second_editor_is_told():
    fact = factories.visit(publish=False)
    read = fact.revision
    values, detail = recording.read(recording.payload_of(fact) | {"summary": "First"})
    recording.amend(fact, by=None, common=values, detail=detail, base_revision=read)

    with pytest.raises(recording.Stale, match="changed by somebody else"):
        recording.amend(fact, by=None, common=values, detail=detail, base_revision=read)


def test_a_fact_keeps_its_kind():
    fact = factories.visit(publish=False)
    values, detail = recording.read(recording.payload_of(factories.agreement(publish=False)))

    assert list(refusal(lambda: recording.amend(
        fact, by=None, common=values, detail=detail))) == ["kind"]  # fmt: skip


# --- publishing, retracting and reading twice ---


def test_publishing_needs_a_claim():
    fact = factories.visit(publish=False, evidence=[])

    assert refusal(lambda: recording.publish(fact, by=None)) == {
        "evidence": ["A published fact needs at least one accepted claim with a source."]
    }


def test_a_retracted_fact_leaves_the_counts_and_keeps_its_number():
    fact = factories.visit()

    recording.retract(fact, by=None, reason="It was another visit")

    assert fact.publication == "retracted"
    assert sum(PairTally.objects.values_list("facts", flat=True)) == 0
    assert list(refusal(lambda: recording.retract(fact, by=None, reason=" "))) == ["reason"]


def test_a_required_second_reader_is_somebody_else():
    ReviewPolicy.objects.create(kind="visit", rule="required")
    editor, reviewer = factories.user(), factories.user("Reviewer")
    fact = recording.record_visit(
        by=editor, fact=common(),
        visit=VisitValues(visitors=[country("FRA")], host=country("DEU")),
    )  # fmt: skip

    refusal(lambda: recording.publish(fact, by=editor))
    with pytest.raises(recording.NotAllowed):
        recording.second_read(fact, by=editor)
    recording.publish(fact, by=reviewer)

    assert fact.second_read_by == reviewer


def test_who_lacks_the_permission_is_refused():
    from django.contrib.auth.models import AnonymousUser

    fact = factories.visit(publish=False)

    for call in (
        lambda: recording.publish(fact, by=AnonymousUser()),
        lambda: recording.merge(fact, into=fact, by=factories.user(), reason="x"),
    ):
        with pytest.raises(recording.NotAllowed):
            call()


# --- the record of each act ---


def test_each_act_is_recorded_with_before_and_after():
    editor = factories.user()
    fact = recording.record_visit(
        by=editor, fact=common(),
        visit=VisitValues(visitors=[country("FRA")], host=country("DEU")),
    )  # fmt: skip
    recording.publish(fact, by=editor)
    values, detail = recording.read(recording.payload_of(fact) | {"date": "2022-07"})
    recording.amend(fact, by=editor, common=values, detail=detail, reason="Day not in the source")

    made = list(Change.objects.filter(fact=fact).order_by("id"))

    assert [change.act for change in made] == ["created", "published", "corrected"]
    assert [change.revision for change in made] == [1, 2, 3]
    assert [change.is_public for change in made] == [False, True, True]
    assert made[2].before["date"] == "2022-07-19"
    assert made[2].after["date"] == "2022-07"
    assert made[2].reason == "Day not in the source"
    assert made[2].by == editor


def test_a_refused_act_leaves_no_record():
    refusal(lambda: factories.visit(guest="FRA", host="FRA"))

    assert not Change.objects.exists()
