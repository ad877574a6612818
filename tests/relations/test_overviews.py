"""What pairs and countries add up to, and what every sum leaves out."""

from __future__ import annotations

import pytest

from relations import recording
from relations.pairs import Pair
from relations.recording.values import ActionValues, Amount, StatementValues, TransferValues
from relations.timeline import standing, totals
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

UNTIL = 2026 * 12 + 10
RHINE = Pair("DEU", "FRA")


def of_pairs(**values):
    return totals.pair_totals(until=UNTIL, **values)


def published(fact):
    return recording.publish(fact, by=None)


def aid(date, *, sender="USA", receiver="DEU", **values):
    return published(
        recording.record_action(
            by=None,
            fact=factories.common(date, **values),
            action=ActionValues(
                action="aid",
                senders=[factories.country(sender)],
                receivers=[factories.country(receiver)],
            ),
        )
    )


def words(date, *, speaker="USA", targets=(("FRA", "critical"),), about=(), others=()):
    return published(
        recording.record_statement(
            by=None,
            fact=factories.common(
                date, about=about, others=[(factories.country(c), role) for c, role in others]
            ),
            statement=StatementValues(
                country=factories.country(speaker),
                speaker_kind="office",
                speaker_words="A minister",
                targets=[(factories.country(code), stance) for code, stance in targets],
            ),
        )
    )


def test_a_pair_counts_its_own_facts_apart_from_those_of_others():
    factories.visit("2022-07-19")
    factories.agreement("2021")
    words("2022-08-01", about=[RHINE])

    rhine = next(row for row in of_pairs().rows if row.pair == RHINE)

    assert (rhine.own, rhine.others, rhine.facts) == (2, 1, 3)
    assert rhine.label == "France and Germany"
    assert rhine.first_month == 2021 * 12


def test_the_newest_twelve_months_end_with_the_last_dated_fact_and_not_today():
    for date in ("2022-07-19", "2021-08-01", "2021-07-31", "2020-08-01"):
        factories.visit(date)

    found = of_pairs()

    assert found.newest == 2022 * 12 + 6
    assert (found.rows[0].lately, found.rows[0].before) == (2, 2)


def test_a_date_in_the_future_does_not_move_the_newest_months():
    factories.visit("2022-07-19")
    factories.visit("2062-07-19")

    assert of_pairs().newest == 2022 * 12 + 6


def test_the_last_fact_is_said_no_more_precisely_than_it_is_known():
    factories.visit("2022-07-19")
    assert of_pairs().rows[0].last == "July 2022"

    factories.visit("2023")
    assert of_pairs().rows[0].last == "2023"


def test_years_hold_only_what_is_dated_within_them():
    for date in ("2022-07-19", "2022", "2021-12/2022-01", "202X", ""):
        factories.visit(date)

    assert totals.facts_by_period([RHINE]) == {RHINE: {2022: 2}}
    assert totals.facts_by_period([RHINE], months=3) == {RHINE: {2022 * 4 + 2: 1}}


def test_a_withdrawn_fact_leaves_no_trace_in_the_totals():
    old = factories.visit("1950-01-01")
    factories.visit("2022-07-19")
    recording.retract(old, by=None, reason="It was another visit")

    assert of_pairs().rows[0].first_month == 2022 * 12 + 6
    assert of_pairs().rows[0].own == 1


def test_a_refuted_fact_and_a_draft_are_in_no_count():
    factories.visit("2022-07-19")
    factories.visit("2022-07-20", publish=False)
    factories.visit("2022-07-21", verification_override="refuted", override_reason="Never met")

    assert of_pairs().rows[0].own == 1
    assert standing.activity_of("FRA").facts == 1


def test_an_answer_is_not_kept_over_a_new_fact():
    factories.visit("2022-07-19")
    assert of_pairs().rows[0].own == 1

    factories.visit("2022-07-20")
    assert of_pairs().rows[0].own == 2


@pytest.mark.parametrize("sort", totals.PAIR_SORTS)
def test_pairs_sort_by_every_column_and_page_without_gaps(sort):
    factories.visit("2022-07-19")
    factories.visit("2021-07-19", guest="USA")
    factories.visit("2020-07-19", guest="USA", host="FRA")

    whole = [row.pair for row in of_pairs(sort=sort).rows]
    paged = [of_pairs(sort=sort, start=n, limit=1).rows[0].pair for n in range(3)]

    assert len(whole) == 3
    assert whole == paged
    assert of_pairs(sort=sort, limit=1).all == 3


def test_money_with_a_partner_keeps_measures_and_confirmed_apart():
    usd = {"currency": "USD"}
    aid("2022-01-01", money=[Amount(measure="paid", best=5, **usd)])
    aid("2022-02-01", money=[Amount(measure="promised", best=7, **usd)])
    aid(
        "2022-03-01",
        money=[Amount(measure="paid", best=11, **usd)],
        evidence=[
            factories.evidence(),
            factories.evidence(),
            factories.evidence(field="money.paid", value={"currency": "USD", "best": 11}),
            factories.evidence(field="money.paid", value={"currency": "USD", "best": 11}),
        ],
    )
    aid("2022-04-01", money=[Amount(measure="paid", reported="millions", **usd)])

    (partner,) = totals.partners_of("DEU", until=UNTIL)

    assert partner.code == "USA"
    paid, promised = partner.money["paid"], partner.money["promised"]
    assert (paid.confirmed, paid.not_confirmed) == (11, 5)
    assert (paid.amounts, paid.left_out) == (2, 1)
    assert (promised.not_confirmed, promised.confirmed) == (7, 0)


def test_arms_are_counted_by_direction_and_a_plan_is_no_order():
    for supplier, recipient, step in (
        ("FRA", "DEU", "ordered"),
        ("FRA", "DEU", "planned"),
        ("DEU", "FRA", "delivered"),
    ):
        published(
            recording.record_arms_transfer(
                by=None,
                fact=factories.common("2022-07-19"),
                transfer=TransferValues(
                    step=step,
                    title=f"{step} by {supplier}",
                    designation="Trucks",
                    supplier=factories.country(supplier),
                    recipient=factories.country(recipient),
                ),
            )
        )

    (partner,) = totals.partners_of("DEU", until=UNTIL)

    assert (partner.received.orders, partner.received.planned) == (1, 1)
    assert partner.supplied.orders == 1


def test_activity_counts_a_fact_once_however_many_partners_it_has():
    factories.agreement("2022-07-19", parties=("DEU", "FRA", "USA"))
    factories.visit("2021")
    factories.visit("")
    factories.visit("2019-12/2020-01")

    found = standing.activity_of("DEU")

    assert found.facts == 4
    assert found.columns == {2022: {"agreement": 1}, 2021: {"visit": 1}}
    assert (found.undated, found.longer) == (1, 1)


def test_facts_of_one_state_only_and_facts_that_affect_it_stand_apart():
    alone = words("2022-07-19", speaker="DEU", targets=())
    hit = words("2022-07-20", targets=(("FRA", "critical"),), others=[("DEU", "affected")])
    factories.visit("2022-07-21")

    found = standing.apart_of("DEU")

    assert [line.fact for line in found.alone] == [alone.pk]
    assert [line.fact for line in found.affected] == [hit.pk]
    assert (found.alone_count, found.affected_count, found.shared_count) == (1, 1, 0)


def test_what_others_say_about_a_country_is_counted_by_speaker_and_stance():
    words("2022-07-19", targets=(("FRA", "critical"),))
    words("2022-08", targets=(("FRA", "supportive"),))
    words("2022-09-01", speaker="FRA", targets=(("DEU", "neutral"),))

    (voice,) = standing.said_about("FRA")

    assert (voice.speaker, voice.stances, voice.last) == (
        "USA", {"critical": 1, "supportive": 1}, "August 2022",
    )  # fmt: skip


@pytest.mark.parametrize("size", [3, 30])
def test_partners_take_the_same_statements_at_any_number(size, django_assert_max_num_queries):
    from relations.models import Country

    others = Country.objects.filter(kind="state").exclude(pk__in=["DEU"]).order_by("pk")[:size]
    for code in others.values_list("pk", flat=True):
        factories.visit("2026-07-19", guest=code)

    with django_assert_max_num_queries(5):
        assert len(totals.partners_of("DEU", until=UNTIL)) == size
