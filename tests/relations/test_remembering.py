"""Sums are kept for exactly as long as they are true."""

import threading

import pytest
from django.db import connection, transaction

from relations import recording, timeline
from relations.models import Change, Fact, PairPulse
from relations.pairs import Pair
from relations.recording.acts import act
from relations.timeline.remembering import remembered
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

PAIR = Pair("DEU", "FRA")


@pytest.fixture(autouse=True)
def states(transactional_db):
    from relations.importing.reference import load_reference

    load_reference()


def now(**given):
    filters, _ = timeline.read(list(given.items()), pair=PAIR)
    return timeline.moment_of(PAIR, filters), filters


def seen(**given):
    """(facts, whether they were remembered)"""
    moment, filters = now(**given)
    return timeline.pair_view(moment, filters).overview.facts, moment.kept is not None


def test_a_second_look_is_remembered_and_a_published_fact_is_seen_at_once():
    factories.visit()

    assert seen() == (1, False)
    assert seen() == (1, True)
    assert seen(lane="visit") == (1, False)

    factories.visit()
    assert seen() == (2, False)
    assert seen(lane="visit") == (2, False)
    assert seen() == (2, True)


def test_another_pair_is_not_let_go():
    factories.visit()
    seen()

    factories.visit(guest="USA", host="FRA")

    assert seen() == (1, True)


def test_an_amended_amount_lets_go_though_no_pair_row_changed():
    fact = factories.agreement(
        money=[recording.Amount(measure="paid", currency="USD", best=5, reported="$5")]
    )
    seen()
    with act(Change.Act.CORRECTED, by=None, fact=fact, reason="Seven, not five"):
        fact.money.update(amount_best=7, dollars_best=7)

    moment, filters = now()
    figures = {f.measure: f for f in timeline.pair_view(moment, filters).summary.money}

    assert moment.kept is None
    assert figures["paid"].dollars == 7


def test_an_import_that_began_long_before_lets_go_when_it_commits():
    """Its transaction is older than the one whose facts were remembered last."""
    factories.visit()
    seen()
    is_written, may_commit, problems = threading.Event(), threading.Event(), []

    def long_import():
        try:
            with transaction.atomic():
                factories.visit()
                is_written.set()
                assert may_commit.wait(30)
        except Exception as error:  # told to the test below
            problems.append(error)
        finally:
            is_written.set()
            connection.close()

    importing = threading.Thread(target=long_import)
    importing.start()
    assert is_written.wait(30)
    factories.visit()

    assert seen() == (2, False)
    assert seen() == (2, True)
    may_commit.set()
    importing.join()
    assert not problems

    assert seen() == (3, False)
    assert seen() == (3, True)


def test_folding_pulses_lets_go_and_keeps_one_of_each_pair():
    factories.visit()
    for _ in range(60):
        PairPulse.objects.create(low="DEU", high="FRA", writer=1)
    seen()

    recording.fold_tallies()

    assert PairPulse.objects.filter(low="DEU", high="FRA").count() == 1
    assert seen() == (1, False)
    assert seen() == (1, True)


def test_a_transaction_that_writes_neither_keeps_nor_takes():
    factories.visit()
    seen()
    with transaction.atomic():
        factories.visit()
        assert seen() == (2, False)
        assert seen() == (2, False)
        transaction.set_rollback(True)

    assert seen() == (1, True)


def test_a_sum_over_all_pairs_is_let_go_by_any_act():
    asked = []

    def count():
        asked.append(1)
        return Fact.objects.published().count()

    factories.visit()
    assert [remembered("facts", (), count) for _ in range(3)] == [1, 1, 1]
    factories.visit(guest="USA", host="FRA")
    assert [remembered("facts", (), count) for _ in range(3)] == [2, 2, 2]
    assert len(asked) == 2
