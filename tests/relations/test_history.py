"""What was known when, and that history stays cheap."""

import pytest
from django.db import connection, transaction

from relations import db, recording
from relations.models import Change, ChangePlace, Fact, PairFactVersion, PairTally
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def known_at(position):
    """(fact, verification, date precision) of the public rows known at a position."""
    rows = PairFactVersion.objects.filter(
        publication="published", known_from__lte=position
    ).exclude(known_to__lte=position)
    return sorted(rows.values_list("fact", "verification", "date_precision"))


def test_positions_are_given_once_in_order_and_without_gaps():
    for _ in range(3):
        factories.visit()
        recording.number_changes()

    assert list(Change.objects.numbered().values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert recording.number_changes() == 0


def test_a_pairs_timeline_can_be_read_as_it_was_known():
    fact = factories.visit()
    recording.number_changes()
    published = Change.objects.order_by("-position")[0].position
    recording.add_claims(fact, by=None, evidence=[factories.evidence()])
    recording.number_changes()
    confirmed = Change.objects.order_by("-position")[0].position
    recording.retract(fact, by=None, reason="A hoax")
    recording.number_changes()
    retracted = Change.objects.order_by("-position")[0].position

    assert known_at(0) == []
    assert known_at(published) == [(fact.pk, "reported", "day")]
    assert known_at(confirmed) == [(fact.pk, "corroborated", "day")]
    assert known_at(retracted) == []


def test_what_was_opened_and_closed_in_one_run_was_still_known_in_between():
    fact = factories.visit()
    recording.add_claims(fact, by=None, evidence=[factories.evidence()])
    recording.number_changes()

    versions = PairFactVersion.objects.filter(fact=fact)
    assert not versions.filter(known_from=None).exists()
    assert versions.filter(known_to=None).count() == 1


def places():
    """What is told where: (act, fact) → places, of the acts that readers see."""
    found = {}
    for place, act, fact in ChangePlace.objects.order_by("change", "place").values_list(
        "place", "change__act", "change__fact"
    ):
        found.setdefault((act, fact), []).append(place)
    return found


def test_each_public_act_is_told_of_the_pairs_and_countries_it_concerns():
    factories.visit(publish=False)
    fact = factories.visit()
    recording.number_changes()
    recording.amend(
        fact,
        by=None,
        common=factories.common(evidence=[]),
        detail=recording.VisitValues(
            visitors=[factories.country("USA")], host=factories.country("DEU")
        ),
        reason="It was the American.",
    )
    recording.number_changes()
    recording.retract(fact, by=None, reason="A hoax")
    recording.number_changes()

    assert places() == {
        ("published", fact.pk): ["DEU", "DEU-FRA", "FRA"],
        # who follows the pair that it left learns of it
        ("corrected", fact.pk): ["DEU", "DEU-FRA", "DEU-USA", "FRA", "USA"],
        ("retracted", fact.pk): ["DEU", "DEU-USA", "USA"],
    }


def test_both_acts_of_one_transaction_are_told_of_their_pairs():
    one, other = factories.visit(), factories.visit(guest="USA")
    recording.number_changes()
    recording.merge(other, into=one, by=None, reason="One visit")
    recording.number_changes()

    assert places()["merged", one.pk] == ["DEU", "DEU-FRA", "FRA"]
    assert places()["merged", other.pk] == ["DEU", "DEU-USA", "USA"]


def test_tallies_add_up_and_folding_changes_no_sum():
    facts = [factories.visit() for _ in range(3)]
    recording.retract(facts[0], by=None, reason="x")
    recording.add_claims(facts[1], by=None, evidence=[factories.evidence()])

    def sums():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT verification, sum(facts) FROM relations_pairtally"
                " GROUP BY 1 HAVING sum(facts) <> 0 ORDER BY 1"
            )
            return cursor.fetchall()

    before = sums()
    assert before == [("corroborated", 1), ("reported", 1)]
    assert recording.fold_tallies() == 1

    assert sums() == before
    assert PairTally.objects.count() == 2
    assert recording.fold_tallies() == 0


@pytest.mark.parametrize("many", [5_000])
def test_one_row_and_then_thousands_are_updated_with_fresh_plans(many):
    """A plan kept from a one-row update would join thousands by nested loops: 15 s, not 0.5."""
    fact = factories.visit()
    with transaction.atomic(), db.writing("test"), connection.cursor() as cursor:
        columns = ", ".join(
            column.column
            for column in Fact._meta.concrete_fields
            if column.column not in ("id", "first_day", "last_day", "sort_key", "publication")
        )
        cursor.execute(
            f"INSERT INTO relations_fact ({columns}, publication)"
            f" SELECT {columns}, 'draft' FROM relations_fact, generate_series(1, %s)"
            " WHERE id = %s RETURNING id",
            [many, fact.pk],
        )
        cursor.execute(
            "INSERT INTO relations_pairfact (low_id, high_id, relation, direction, lane, kind,"
            " subtype, verification, status, date_precision, first_day, last_day, sort_key,"
            " publication, is_redistributable, has_money, marks, fact_id)"
            " SELECT 'DEU', 'FRA', 'between', 'backward', 'visit', kind, subtype, verification,"
            " status, date_precision, first_day, last_day, sort_key, publication,"
            " is_redistributable, has_money, marks, id FROM relations_fact"
            " WHERE publication = 'draft'"
        )
        cursor.execute("ANALYZE relations_pairfactversion")
        cursor.execute(
            "UPDATE relations_pairfact SET direction = 'forward' WHERE fact_id = %s", [fact.pk]
        )
        loops = nested_loops(cursor, "UPDATE relations_pairfact SET direction = 'mutual'")

    assert loops == 0
    assert PairFactVersion.objects.filter(direction="mutual", closer=None).count() == many + 1
    assert PairFactVersion.objects.filter(closer=None).count() == many + 1


def nested_loops(cursor, statement):
    """Run a statement and count index look-ups in the history: a nested loop makes one a row."""
    cursor.execute("SELECT pg_stat_force_next_flush()")
    read = (
        "SELECT coalesce(sum(pg_stat_get_xact_numscans(indexrelid)), 0) FROM pg_index"
        " WHERE indrelid = 'relations_pairfactversion'::regclass"
    )
    cursor.execute(read)
    before = cursor.fetchone()[0]
    cursor.execute(statement)
    cursor.execute(read)
    return max(0, cursor.fetchone()[0] - before - 10)
