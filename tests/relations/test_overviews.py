"""What pairs and countries add up to, and what every sum leaves out."""

from __future__ import annotations

import pytest

from relations import dates, recording
from relations.lanes import ActionSubtype
from relations.models import AgreementStep, Country, TransferStep
from relations.pairs import Direction, Pair
from relations.recording.values import (
    ActionValues,
    Amount,
    StatementValues,
    TransferValues,
    VisitValues,
)
from relations.timeline import behind, comparing, matrix, qualities, standing, totals, windows
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


def arms(step, supplier, recipient, date="2022-07-19"):
    return published(
        recording.record_arms_transfer(
            by=None,
            fact=factories.common(date),
            transfer=TransferValues(
                step=step,
                title=f"{step} by {supplier}",
                designation="Trucks",
                supplier=factories.country(supplier),
                recipient=factories.country(recipient),
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

    assert totals.facts_by_period([RHINE], months=12) == {RHINE: {2022: 2}}
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


def test_names_are_as_they_are_now_also_of_numbers_that_are_remembered():
    factories.visit("2022-07-19")
    assert of_pairs().rows[0].label == "France and Germany"
    assert asked().countries == [("FRA", "France"), ("DEU", "Germany")]

    Country.objects.filter(pk="FRA").update(label="Gaul")

    assert of_pairs().rows[0].label == "Gaul and Germany"
    assert ("FRA", "Gaul") in asked().countries


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
    arms("ordered", "FRA", "DEU")
    arms("planned", "FRA", "DEU")
    arms("delivered", "DEU", "FRA")

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
    others = Country.objects.filter(kind="state").exclude(pk__in=["DEU"]).order_by("pk")[:size]
    for code in others.values_list("pk", flat=True):
        factories.visit("2026-07-19", guest=code)

    with django_assert_max_num_queries(5):
        assert len(totals.partners_of("DEU", until=UNTIL)) == size


# --- the matrix ------------------------------------------------------------------------------


def asked(**values):
    return matrix.matrix(matrix.Question(**values))


def test_a_cell_counts_what_the_two_did_and_not_what_others_said():
    factories.visit("2022-07-19")
    words("2022-08-01", about=[RHINE])

    assert asked().cells[RHINE] == 1
    assert asked(lane=("third",)).cells == {RHINE: 1}
    assert asked(lane=("arms",)).cells == {}


def test_a_period_counts_what_is_dated_within_it_and_tells_what_may_be():
    for date in ("2022-07-19", "2022", "2021-12/2022-01", "", "2019"):
        factories.visit(date)

    found = asked(first=2022 * 12, last=2022 * 12 + 11)

    assert found.cells == {RHINE: 2}
    assert found.outside == 2
    assert asked().cells == {RHINE: 5}


def test_the_matrix_shows_orders_visits_and_confirmed_money():
    factories.visit("2022-07-19")
    arms("ordered", "FRA", "DEU")
    arms("planned", "FRA", "DEU")
    usd = {"currency": "USD"}
    aid("2022-01-01", money=[Amount(measure="paid", best=5, **usd)])
    twice = [factories.evidence(), factories.evidence()]
    aid("2022-01-02", money=[Amount(measure="paid", best=7, **usd)], evidence=twice)

    assert asked(measure="visits").cells == {RHINE: 1}
    assert asked(measure="orders").cells == {RHINE: 1}
    assert asked(measure="paid").cells == {Pair("DEU", "USA"): 7}
    assert asked(measure="contracted").cells == {}
    assert asked(measure="orders", first=2023 * 12).cells == {}
    assert asked(measure="paid", first=2023 * 12).cells == {}


def test_countries_stand_by_activity_or_by_alphabet():
    factories.visit("2022-07-19")
    factories.visit("2022-07-20")
    factories.visit("2022-07-21", guest="USA", host="FRA")

    assert [code for code, _ in asked().countries] == ["FRA", "DEU", "USA"]
    assert [code for code, _ in asked(order="alphabet").countries] == ["FRA", "DEU", "USA"]


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([], []),
        ([4], [(4, 4)]),
        ([1, 1, 1, 1, 1, 9], [(1, 1), (9, 9)]),
        ([1, 2, 3, 4, 5], [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]),
        ([1] * 50 + [2, 3, 40, 50, 60], [(1, 1), (2, 60)]),
    ],
    ids=["none", "one", "mostly equal", "five", "one tail"],
)
def test_steps_hold_as_many_cells_each_and_equal_numbers_one_tone(values, bounds):
    steps = matrix.steps_of(values)

    assert [(step.least, step.most) for step in steps] == bounds
    assert all(step.least <= value <= step.most
               for value in values
               for step in steps
               if step.tone == matrix.tone_of(value, steps))  # fmt: skip


# --- comparing ---------------------------------------------------------------------------------


def window(start, end, pair=RHINE):
    return windows.Window(pair, dates.parse(start).earliest, dates.parse(end).latest)


def column(start="2020", end="2023", pair=RHINE):
    (found,) = comparing.compared([window(start, end, pair)])
    return found


def leaders(date, **values):
    return published(
        recording.record_visit(
            by=None,
            fact=factories.common(date, **values),
            visit=VisitValues(
                visitors=[factories.country("FRA")], host=factories.country("DEU"), level="leaders"
            ),
        )
    )


def test_a_rate_counts_what_is_dated_wholly_within_its_window():
    for date in ("2020-01-01", "2023-12-31", "2022", "2019-12/2020-01", "", "2019"):
        leaders(date)

    found = column()

    assert (found.rate("visits").n, found.rate("visits").left_out) == (3, 2)
    assert found.window.years == pytest.approx(4, abs=0.01)


def test_an_agreement_counts_once_however_many_signings_tell_of_it():
    first = factories.agreement("2021-03-01")
    lasting = first.agreementstep.agreement
    factories.agreement("2021-04-01", agreement=lasting, parties=())
    factories.agreement("2021-05-01", agreement=lasting, parties=(), step="ratified")

    rows = behind.rows_behind(window("2020", "2023"), "agreements")

    assert column().rate("agreements").n == 1
    assert len(rows.included) == 1
    assert [line.note for line in rows.left_out] == [
        "The same agreement or order again: counted once."
    ]


def test_a_meeting_within_a_trip_is_not_counted_beside_it():
    trip = leaders("2022-07-19")
    leaders("2022-07-20", links=[("part_of", trip)])

    rows = behind.rows_behind(window("2020", "2023"), "visits")

    assert (column().rate("visits").n, column().rate("visits").left_out) == (1, 1)
    assert rows.left_out[0].note == "Part of a visit that is counted itself."


def test_statements_count_each_way_by_their_stance_toward_the_other():
    words("2022-01-01", speaker="FRA", targets=(("DEU", "critical"), ("USA", "supportive")))
    words("2022-01-02", speaker="DEU", targets=(("FRA", "supportive"),))

    found = column()

    assert found.rate("critical", "backward").n == 1
    assert found.rate("supportive", "forward").n == 1
    assert found.rate("supportive", "backward").n == 0


def test_the_four_series_part_words_from_deeds_and_cooperation_from_conflict():
    leaders("2022-02-01")
    words("2022-02-02", speaker="FRA", targets=(("DEU", "critical"),))
    words("2022-02-02", speaker="FRA", targets=(("DEU", "mixed"),))
    aid("2022-04-01", sender="FRA")
    arms("delivered", "FRA", "DEU", date="2022")
    arms("delivered", "FRA", "DEU", date="")

    found = column()

    assert found.series == {
        "verbal_cooperative": {2022 * 4: 1},
        "verbal_conflictual": {2022 * 4: 1},
        "material_cooperative": {2022 * 4 + 1: 1},
        "material_conflictual": {},
    }
    assert (found.coarse, found.undated, found.neither) == (1, 1, 1)


def test_every_subtype_has_its_place_in_the_series():
    for kind, subtypes in {
        "action": ActionSubtype.values,
        "visit": ["visit", "call"],
        "agreement": AgreementStep.Step.values,
        "arms_transfer": TransferStep.Step.values,
    }.items():
        for subtype in subtypes:
            assert qualities.quality_of(kind, subtype) in (None, *qualities.Quality)
    assert qualities.quality_of("agreement", "denounced") == "verbal_conflictual"
    assert qualities.quality_of("agreement", "expired") is None
    assert qualities.quality_of("arms_transfer", "observed_in_use") is None
    assert qualities.quality_of("arms_transfer", "cancelled") == "material_conflictual"


def test_every_number_has_exactly_its_rows():
    for date in ("2021-01-01", "2022", "", "2019-12/2020-01"):
        leaders(date)
        factories.agreement(date)
        arms("ordered", "FRA", "DEU", date=date)
        words(date, speaker="FRA", targets=(("DEU", "critical"),))

    found = column()

    for measure in windows.Counted.values:
        for direction in ("", "forward", "backward"):
            if bool(direction) == (measure in windows.DIRECTED):
                way = Direction(direction) if direction else None
                rows = behind.rows_behind(found.window, measure, way)
                rate = found.rate(measure, direction)
                assert (len(rows.included), len(rows.left_out)) == (rate.n, rate.left_out)
    assert found.rate("orders", "backward").n == 2


def test_money_of_a_window_lists_what_it_holds_and_why_the_rest_is_out():
    usd = {"currency": "USD"}
    aid("2022-01-01", money=[Amount(measure="paid", best=5, **usd)])
    aid("2022-01-02", money=[Amount(measure="paid", reported="millions", **usd)])
    aid("", money=[Amount(measure="paid", best=9, **usd)])
    aid("2022-01-03", money=[
        Amount(measure="paid", best=8, counts=False, left_out_reason="A running total.", **usd)
    ])  # fmt: skip
    pair = Pair("DEU", "USA")

    dollars = column(pair=pair).money["paid"]
    rows = behind.rows_behind(window("2020", "2023", pair), "paid").amounts

    assert (dollars.not_confirmed, dollars.amounts, dollars.left_out) == (5, 1, 3)
    assert {row.reason for row in rows} == {
        "", "No single amount, or no rate to dollars.", "The source gives no date.",
        "A running total.",
    }  # fmt: skip
    whole = behind.rows_behind(windows.Window.whole(pair), "paid").amounts
    assert sum(row.dollars for row in whole if not row.reason) == 14


def test_what_was_read_stands_beside_the_numbers():
    editor = factories.user("Reviewer")
    recording.record_coverage(factories.source("2022-08-01"), by=editor, read=[RHINE])
    recording.record_coverage(factories.source("2019-08-01"), by=editor, read=[RHINE])

    reading = column().reading

    assert (reading.sources, reading.nothing_found) == (1, 1)
    assert column(pair=Pair("DEU", "USA")).reading.sources == 0


def test_before_and_after_are_two_windows_of_one_pair(django_assert_num_queries):
    leaders("2021-07-01")
    leaders("2022-03-01")
    leaders("2022-04-01")
    halves = [window("2018-02-24", "2022-02-23"), window("2022-02-24", "2026-02-23")]

    with django_assert_num_queries(3):
        before, after = comparing.compared(halves)

    assert (before.rate("visits").n, after.rate("visits").n) == (1, 2)


def test_the_years_compared_are_those_of_dated_facts():
    assert comparing.dated_years([RHINE], until=UNTIL) is None
    leaders("2015-07-01")
    leaders("2021")
    leaders("2062")

    assert comparing.dated_years([RHINE], until=UNTIL) == (2015, 2021)


# --- rows for files ----------------------------------------------------------------------------


def test_partners_are_plain_rows_with_confirmed_and_other_money_in_columns_of_their_own():
    usd = {"currency": "USD"}
    aid("2022-01-01", money=[Amount(measure="paid", best=5, **usd)])
    arms("ordered", "FRA", "DEU")

    rows = totals.partner_rows(totals.partners_of("DEU", until=UNTIL))

    by_code = {row["country"]: row for row in rows}
    assert by_code["USA"]["paid_confirmed_usd"] == 0
    assert by_code["USA"]["paid_not_confirmed_usd"] == 5
    assert by_code["USA"]["pair"] == "DEU-USA"
    assert by_code["FRA"]["arms_received_orders"] == 1
    assert by_code["FRA"]["last"] == "July 2022"


def test_cells_are_plain_rows_greatest_first():
    factories.visit("2022-07-19")
    factories.visit("2022-07-20")
    factories.visit("2022-07-21", guest="USA")

    assert matrix.matrix_rows(asked(), "facts") == [
        {"pair": "DEU-FRA", "country": "Germany", "other": "France", "facts": 2},
        {"pair": "DEU-USA", "country": "Germany", "other": "United States", "facts": 1},
    ]
