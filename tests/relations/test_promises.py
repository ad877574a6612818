"""From promise to delivery: the ladder, its gaps and its silence."""

from datetime import date
from decimal import Decimal

import pytest

from pages import ledger
from relations import recording
from relations.models import AgreementStep, TransferStep
from relations.pairs import Pair
from relations.recording.values import Amount, Quantity, StatementValues, TransferValues
from relations.timeline import fulfilment, promises
from relations.timeline.promise_questions import SORTS, Question, months_before, read_question
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

PAIR = Pair("DEU", "FRA")
DAY = date(2024, 9, 1)


def ask(pairs=(PAIR,), *, at=DAY, **question):
    return promises.promises(list(pairs), Question(at=at, **question)).promises


def told(**question):
    asked = Question(at=question.pop("at", DAY), **question)
    found = promises.promises([PAIR], asked).promises
    return fulfilment.fulfilments(found, asked)


def dollars(measure, amount=None, **values):
    best = None if amount is None else Decimal(amount)
    return Amount(measure=measure, currency=values.pop("currency", "USD"), best=best, **values)


def agreement_of(fact):
    return AgreementStep.objects.select_related("agreement").get(pk=fact.pk).agreement


def order(
    date="2022-07-19", *, step="ordered", quantity=None, publish=True, transfer=None, **common
):
    """An order of tanks by France from Germany, published."""
    whom = (
        {"transfer": transfer}
        if transfer
        else {
            "designation": "Tanks",
            "supplier": factories.country("DEU"),
            "recipient": factories.country("FRA"),
        }
    )
    fact = recording.record_arms_transfer(
        by=None,
        fact=factories.common(date, **common),
        transfer=TransferValues(step=step, quantity=quantity or Quantity(), **whom),
    )
    return recording.publish(fact, by=None) if publish else fact


def transfer_of(fact):
    return TransferStep.objects.select_related("transfer").get(pk=fact.pk).transfer


def confirmed():
    """Two independent newspapers."""
    return [factories.evidence(), factories.evidence()]


# --- rows and stages ---------------------------------------------------------------------


def test_an_agreement_is_one_row_whatever_its_steps():
    first = factories.agreement("2022-07", step="announced")
    factories.agreement("2022-09-01", step="signed", agreement=agreement_of(first))
    factories.agreement("2023-01-01", step="reaffirmed", agreement=agreement_of(first))

    (promise,) = ask()

    assert (promise.title, promise.status, promise.facts) == ("Treaty on rail traffic", "signed", 3)
    assert promise.first_fact == first.pk
    assert promise.reaffirmed == 1


def test_the_two_states_reaffirm_by_saying_so_and_others_do_not():
    fact = factories.agreement("2022-07-19")
    for speaker, act in (("FRA", "promises"), ("USA", "confirms"), ("DEU", "criticises")):
        said = recording.record_statement(
            by=None,
            fact=factories.common("2023-02-01"),
            statement=StatementValues(
                country=factories.country(speaker), act=act, speaker_kind="office",
                about_agreement=agreement_of(fact),
            ),
        )  # fmt: skip
        recording.publish(said, by=None)

    assert [promise.reaffirmed for promise in ask()] == [1]


def test_a_draft_moves_no_promise_and_makes_none():
    fact = factories.agreement("2022-07-19", step="announced")
    factories.agreement(
        "2022-09-01", step="entered_into_force", agreement=agreement_of(fact), publish=False
    )
    factories.agreement("2022-09-01", publish=False)

    assert [(promise.status, promise.facts) for promise in ask()] == [("announced", 1)]


def test_what_was_withdrawn_or_shown_false_is_no_promise():
    recording.retract(factories.agreement(), by=None, reason="A hoax")
    factories.agreement(verification_override="refuted", override_reason="Both deny it.")

    assert ask() == []


def test_the_ladder_names_the_surest_fact_of_each_rung_and_what_was_passed():
    first = factories.agreement("2022-07", step="announced")
    sure = factories.agreement(
        "2022-08-01", step="announced", agreement=agreement_of(first), evidence=confirmed()
    )
    factories.agreement("2023-01-01", step="entered_into_force", agreement=agreement_of(first))

    (row,) = told()

    announced, signed, in_force = row.rungs
    assert (announced.fact.fact, announced.passed) == (sure.pk, True)
    assert (signed.fact, signed.passed) == (None, True)
    assert in_force.fact.date["text"] == "1 January 2023"
    assert row.first.fact == first.pk
    assert row.first.date["text"] == "July 2022"


def test_what_a_pair_of_others_agreed_is_not_its_own():
    factories.agreement(parties=("FRA", "USA"))
    factories.agreement(parties=("DEU", "FRA", "USA"))

    assert len(ask()) == 1


# --- figures and gaps --------------------------------------------------------------------


def test_measures_stand_side_by_side_with_what_is_left_out_and_why():
    first = factories.agreement(
        "2022-07", step="announced",
        money=[dollars("promised", 40_000_000_000), dollars("contracted", 10_000_000_000)],
    )  # fmt: skip
    factories.agreement(
        "2022-09", step="reaffirmed", agreement=agreement_of(first),
        money=[dollars("promised", 45_000_000_000, counts=False, left_out_reason="Said again.")],
    )  # fmt: skip

    (row,) = told()

    assert [figure.measure for figure in row.figures] == ["promised", "contracted"]
    promised = row.figure("promised")
    assert promised.counted.row["best"] == 40_000_000_000
    assert [each.row["left_out_reason"] for each in promised.left_out] == ["Said again."]
    assert ledger.gaps(row) == [
        "Of $40B promised (reported once) $10B (25%) is contracted (reported once).",
        "Nothing is on record as paid.",
    ]


@pytest.mark.parametrize(
    ("money", "sentence"),
    [
        ([], "No amount is on record."),
        ([dollars("promised", 40_000_000_000)],
         "Of $40B promised (reported once) nothing is contracted."),
        ([dollars("promised", high=Decimal(40_000_000_000), reported="up to $40 billion")],
         "Not comparable: the promise is only “up to $40 billion”."),
        ([dollars("promised", 10, low=Decimal(8), high=Decimal(12)), dollars("paid", 5)],
         "Of $10 (between $8 and $12) promised (reported once) $5 (50%) is paid (reported once)."),
        ([dollars("promised", 10), dollars("paid", 5, currency="EUR")],
         "Of $10 promised (reported once) EUR 5 (not comparable) is paid (reported once)."),
        ([dollars("contracted", 5)],
         "No amount promised is on record; $5 contracted (reported once)."),
    ],
    ids=["none", "promised alone", "only words", "paid in part", "currencies", "no promise"],
)  # fmt: skip
def test_the_gap_of_an_agreement_is_a_sentence(money, sentence):
    factories.agreement(money=money)

    (row,) = told()

    assert ledger.gaps(row)[0] == sentence


def test_deliveries_are_added_within_a_level_and_never_across():
    first = order(quantity=Quantity(best=500), evidence=confirmed())
    transfer = transfer_of(first)
    for month, number, evidence in (
        ("2023-01", 112, confirmed()),
        ("2023-02", 100, confirmed()),
        ("2023-03", 50, [factories.evidence(asserted_by=[factories.country("DEU")])]),
    ):
        order(
            month, step="delivered", transfer=transfer, quantity=Quantity(best=number),
            evidence=evidence,
        )  # fmt: skip

    (row,) = told()

    assert ledger.gaps(row) == [
        "212 of 500 delivered (confirmed).",
        "50 of 500 delivered (claimed).",
    ]
    assert row.promise.status == "in_delivery"
    assert row.rungs[2].fact.verification == "corroborated"


@pytest.mark.parametrize(
    ("ordered", "delivered", "sentences"),
    [
        (Quantity(best=500), None, ["None of 500 delivered, as far as is on record."]),
        (Quantity(reported="several hundred"), Quantity(best=212),
         ["Not comparable: the number ordered is only “several hundred”;"
          " 212 delivered (reported once)."]),
        (Quantity(low=400, high=500), Quantity(best=212),
         ["Not comparable: the number ordered is only 400 to 500;"
          " 212 delivered (reported once)."]),
        (Quantity(), Quantity(best=212),
         ["Not comparable: no number ordered is on record; 212 delivered (reported once)."]),
        (Quantity(best=500), Quantity(reported="dozens"),
         ["One delivery names no number: “dozens”."]),
        (Quantity(best=500), Quantity(low=200, best=212, high=220),
         ["212 (200 to 220) of 500 delivered (reported once)."]),
        (Quantity(best=500), Quantity(best=600),
         ["600 of 500 delivered (reported once), 100 more than were ordered."]),
    ],
    ids=["none", "words", "a range", "nothing", "a delivery in words", "ends", "too many"],
)  # fmt: skip
def test_the_gap_of_an_order_is_a_sentence(ordered, delivered, sentences):
    first = order(quantity=ordered)
    if delivered:
        order("2023-01", step="delivered", transfer=transfer_of(first), quantity=delivered)

    (row,) = told()

    assert ledger.gaps(row) == sentences


def test_a_signed_order_goes_before_the_words_of_its_plan():
    first = order("2022-01", step="planned", quantity=Quantity(reported="several hundred"))
    order("2022-06", transfer=transfer_of(first), quantity=Quantity(best=300))

    (row,) = told()

    assert ledger.gaps(row) == ["None of 300 delivered, as far as is on record."]


def test_an_order_is_delivered_when_its_number_is_reached():
    first = order(quantity=Quantity(best=10))
    order("2023", step="delivered", transfer=transfer_of(first), quantity=Quantity(best=10))

    assert [promise.status for promise in ask()] == ["delivered"]


# --- silence -----------------------------------------------------------------------------


def test_silence_is_counted_from_the_newest_fact_or_source():
    source = factories.source("2022-09-15")
    factories.agreement("2022-07-19", evidence=[factories.evidence(source=source)])

    (promise,) = ask(at=date(2024, 11, 20))

    assert promise.last_news == date(2022, 9, 15)
    assert promise.months_silent(date(2024, 11, 20)) == 26
    assert promise.months_silent(date(2024, 11, 14)) == 25
    words = ledger.silence_words(promise.last_news, date(2024, 11, 20), is_bound=False)
    assert words == "No news for 26 months"


def test_a_month_is_not_taken_for_its_first_day_and_no_news_comes_from_the_future():
    source = factories.source("2022-07-02")
    factories.agreement("2022", evidence=[factories.evidence(source=source)])

    assert ask(at=date(2023, 6, 1))[0].last_news == date(2022, 12, 31)
    assert ask(at=date(2022, 8, 1))[0].last_news == date(2022, 8, 1)


def test_where_nothing_is_dated_the_day_of_reading_is_only_a_bound():
    factories.agreement("", evidence=[factories.evidence(source=factories.source(""))])

    (promise,) = ask()

    assert (promise.last_news, promise.is_held_bound) == (date(2022, 9, 1), True)


def test_the_ledger_of_an_earlier_day_knows_no_later_facts():
    first = factories.agreement("2022-07-19", step="announced")
    factories.agreement("2023-07-19", step="signed", agreement=agreement_of(first))

    assert [p.status for p in ask(until=date(2023, 1, 1))] == ["announced"]
    assert ask(until=date(2022, 1, 1)) == []


def test_only_what_is_open_falls_silent():
    factories.agreement("2022-01-01", step="announced")
    factories.agreement("2022-01-01", step="entered_into_force")
    factories.agreement("2024-08-01", step="announced")

    assert len(ask(silent=12)) == 1
    assert len(ask()) == 3


def test_what_went_stale_is_what_fell_silent_since_a_day():
    factories.agreement("2022-09-15", step="announced")
    asked = Question(at=date(2023, 10, 1), silent=12)

    def stale(since):
        return promises.promises([PAIR], asked, stale_since=(since, 12)).promises

    assert len(stale(date(2023, 9, 1))) == 1
    assert stale(date(2023, 9, 20)) == []


# --- order and pages ---------------------------------------------------------------------


def test_promises_sort_by_age_size_gap_and_silence():
    old = factories.agreement("2020", money=[dollars("promised", 10), dollars("paid", 9)])
    large = factories.agreement(
        "2022", money=[dollars("promised", 99_000), dollars("paid", 50_000)]
    )
    words = factories.agreement("2021", step="announced")

    def firsts(sort):
        return [promise.first_fact for promise in ask(sort=sort)]

    assert firsts("age") == [old.pk, words.pk, large.pk]
    assert firsts("size")[0] == large.pk
    assert firsts("size")[-1] == words.pk
    assert firsts("gap") == [large.pk, old.pk, words.pk]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_promises_meet_without_a_gap(sort):
    for number in range(1, 8):
        factories.agreement(f"2022-0{number}", money=[dollars("promised", number % 3 * 1_000)])
        order(f"2022-0{number}", quantity=Quantity(best=number))
    seen, question = [], Question(at=DAY, sort=sort)
    while True:
        page = promises.promises([PAIR], question, limit=5)
        seen += [(each.kind, each.id) for each in page.promises]
        assert page.total == 14
        if page.next is None:
            break
        question = Question(at=DAY, sort=sort, cursor=page.next)

    assert len(seen) == len(set(seen)) == 14


def test_an_agreement_and_an_order_of_one_number_are_two_rows():
    factories.agreement()
    order()

    rows = told()

    assert {row.promise.kind for row in rows} == {"agreement", "arms_transfer"}
    assert [bool(row.items) for row in rows if row.promise.kind == "agreement"] == [False]


def test_a_page_takes_seven_statements_whatever_it_holds(django_assert_max_num_queries):
    for number in range(1, 7):
        first = order(f"2022-0{number}", quantity=Quantity(best=number))
        order("2023", step="delivered", transfer=transfer_of(first), quantity=Quantity(best=1))
        factories.agreement(f"2022-0{number}", money=[dollars("promised", number)])

    with django_assert_max_num_queries(7):
        assert len(told()) == 12


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 3, 31), 13, date(2023, 2, 28)),
        (date(2024, 1, 15), 12, date(2023, 1, 15)),
        (date(3, 1, 1), 1_200, date(1, 1, 1)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(day, months, found):
    assert months_before(day, months) == found


@pytest.mark.parametrize(
    ("name", "text"),
    [("kind", "visit"), ("status", "done"), ("silent", "0"), ("silent", "x"), ("sort", "name"),
     ("at", "soon"), ("cursor", "n1"), ("predecessor", "never"), ("lane", "arms")],
)  # fmt: skip
def test_what_cannot_be_read_is_named(name, text):
    question, problems = read_question([(name, text)], today=DAY)

    assert [problem.name for problem in problems] == [name]
    assert question == Question(at=DAY)
