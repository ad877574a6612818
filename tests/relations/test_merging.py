import pytest

from relations import recording
from relations.models import Agreement, Change, Claim, PairTally
from relations.recording.values import Amount
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_merging_facts_moves_claims_and_unmerging_moves_them_back():
    kept, duplicate = factories.visit(), factories.visit()
    before = [recording.snapshot(fact) for fact in (kept, duplicate)]

    recording.merge(duplicate, into=kept, by=None, reason="The same visit")

    assert duplicate.publication == "merged"
    assert recording.survivor(duplicate) == kept
    assert kept.claims.count() == 2
    assert sum(PairTally.objects.values_list("facts", flat=True)) == 1

    recording.unmerge(duplicate, by=None, reason="Two visits after all")

    kept.refresh_from_db()
    assert [recording.snapshot(fact) for fact in (kept, duplicate)] == before
    assert not Claim.objects.exclude(moved_from=None).exists()
    assert Change.objects.filter(act="unmerged").count() == 2


def test_a_record_is_not_merged_twice_nor_into_itself_nor_across_kinds():
    one, other, third = factories.visit(), factories.visit(), factories.agreement()
    for duplicate, into in ((one, one), (one, third)):
        with pytest.raises(recording.Refused):
            recording.merge(duplicate, into=into, by=None, reason="x")
    recording.merge(one, into=other, by=None, reason="x")

    with pytest.raises(recording.Refused):
        recording.merge(other, into=one, by=None, reason="x")
    with pytest.raises(recording.Refused):
        recording.unmerge(other, by=None, reason="x")
    with pytest.raises(recording.Refused):
        recording.merge(factories.visit(), into=other, by=None, reason="  ")


def test_merged_agreements_count_their_money_once_and_unmerge_exactly():
    money = [Amount(measure="promised", currency="USD", best=5)]
    one = factories.agreement(money=money).agreementstep.agreement
    other = factories.agreement(money=money, step="announced").agreementstep.agreement
    before = sorted(
        Agreement.objects.values_list("id", "status", "merged_into"), key=lambda row: row[0]
    )

    recording.merge(other, into=one, by=None, reason="One deal")

    assert one.steps.count() == 2
    assert one.money.filter(counts=True).count() == 1
    recording.unmerge(other, by=None, reason="Two deals")
    assert one.money.filter(counts=True).count() == other.money.filter(counts=True).count() == 1
    assert (
        sorted(Agreement.objects.values_list("id", "status", "merged_into"), key=lambda r: r[0])
        == before
    )


def test_merging_sources_lets_their_claims_count_as_one_origin():
    one, other = factories.source(), factories.source()
    fact = factories.visit(
        evidence=[factories.evidence(source=one), factories.evidence(source=other)]
    )
    assert fact.verification == "corroborated"

    recording.merge(other, into=one, by=None, reason="The same article")

    fact.refresh_from_db()
    assert fact.verification == "reported"
    recording.unmerge(other, by=None, reason="Two articles")
    fact.refresh_from_db()
    assert fact.verification == "corroborated"


def test_merging_sources_says_so_in_the_history_of_the_facts_they_carry():
    one, other = factories.source(), factories.source()
    fact = factories.visit(
        evidence=[factories.evidence(source=one), factories.evidence(source=other)]
    )
    elsewhere = factories.visit()

    recording.merge(other, into=one, by=None, reason="The same article")
    recording.unmerge(other, by=None, reason="Two articles")

    told = Change.objects.filter(fact=fact, act="corrected").order_by("id")
    assert [
        (row.reason, row.before["verification"], row.after["verification"]) for row in told
    ] == [
        ("The same article", "corroborated", "reported"),
        ("Two articles", "reported", "corroborated"),
    ]
    assert told[0].before | {"verification": 0, "verification_reason": 0, "claims": 0} == told[
        1
    ].after | {"verification": 0, "verification_reason": 0, "claims": 0}
    assert not Change.objects.filter(fact=elsewhere, act="corrected").exists()
