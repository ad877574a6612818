"""What is new since a day, and the public log."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from relations import recording
from relations.models import AgreementStep, Change
from relations.pairs import Pair
from relations.recording.values import AgreementValues, Amount, VisitValues
from relations.timeline.alterations import Alteration, alterations
from relations.timeline.log import LogQuestion, log, read_log_question
from relations.timeline.news import news
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

PAIR = Pair("DEU", "FRA")


@pytest.fixture
def at(monkeypatch):
    """Number what was done so far as known at a given moment."""

    def number(day):
        recording.number_changes()
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
        # A change is numbered once; only the suite, as owner of the table, may move its moment.
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE relations_change DISABLE TRIGGER USER")
            cursor.execute(
                "UPDATE relations_change SET known_at = %s"
                " WHERE known_at > now() - interval '1 day'",
                [moment],
            )
            cursor.execute("ALTER TABLE relations_change ENABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    return number


def told(since, *, today=date(2022, 12, 1), pairs=(PAIR,)):
    return news(list(pairs), since=date.fromisoformat(since), today=today)


def amend_visit(fact, **values):
    return recording.amend(
        fact,
        by=None,
        common=factories.common(**{"date": "2022-07-19", "evidence": [], **values}),
        detail=VisitValues(visitors=[factories.country("FRA")], host=factories.country("DEU")),
        reason="The article was misread.",
    )


def amend_agreement(fact, *, money=(), step="announced", **values):
    agreement = AgreementStep.objects.select_related("agreement").get(pk=fact.pk).agreement
    return recording.amend(
        fact,
        by=None,
        common=factories.common(evidence=[], money=money, **values),
        detail=AgreementValues(step=step, agreement=agreement),
        reason="Counted again.",
    )


def dollars(best):
    return Amount(measure="promised", currency="USD", best=Decimal(best))


# --- groups ------------------------------------------------------------------------------


def test_what_happened_since_is_told_from_what_was_learned_since(at):
    factories.visit("2022-07-01")
    at("2022-08-01")
    happened = factories.visit("2022-10-05")
    learned = factories.visit("1999-05-01")
    undated = factories.visit("")
    wide = factories.visit("2022")
    at("2022-10-06")

    found = told("2022-10-01")

    assert [each.fact for each in found.happened] == [happened.pk]
    assert {each.fact for each in found.learned} == {learned.pk, undated.pk, wide.pk}


def test_a_fact_known_before_and_published_again_is_not_learned_twice(at):
    fact = factories.visit("2022-07-01")
    at("2022-08-01")
    recording.retract(fact, by=None, reason="A doubt")
    recording.publish(fact, by=None)
    at("2022-10-06")

    found = told("2022-10-01")

    assert found.learned == []
    assert [each.line.act for each in found.corrected] == ["published", "retracted"]


def test_drafts_are_no_news_and_no_log(at):
    factories.visit("2022-10-05", publish=False)
    at("2022-10-06")

    assert told("2022-10-01").is_empty
    assert log(LogQuestion()).lines == []


def test_an_act_is_news_only_once_it_is_numbered():
    factories.visit("1999")
    assert log(LogQuestion()).lines == []

    recording.number_changes()

    assert [line.act for line in log(LogQuestion()).lines] == ["published"]


def test_an_amount_a_badge_and_a_stage_say_what_they_were_and_are(at):
    fact = factories.agreement("2022-01-01", step="announced", money=[dollars(40)])
    at("2022-08-01")
    amend_agreement(fact, money=[dollars(45)], step="signed", date="2022-01-01")
    recording.add_claims(fact, by=None, evidence=[factories.evidence()])
    at("2022-10-06")

    changed = {
        each.what: (each.was, each.now)
        for correction in told("2022-10-01").changed
        for each in correction.alterations
    }

    assert changed["stage"] == ("announced", "signed")
    assert changed["badge"][0]["verification"] == "reported"
    assert changed["badge"][1]["verification"] == "corroborated"
    assert changed["sources"] == (1, 2)


def test_an_amount_says_what_it_was(at):
    fact = factories.agreement("2022-01-01", money=[dollars(40)])
    at("2022-08-01")
    amend_agreement(fact, money=[dollars(45)], step="signed", date="2022-01-01")
    at("2022-10-06")

    ((correction,),) = [told("2022-10-01").changed]
    (amount,) = correction.alterations

    assert (amount.was["amount_best"], amount.now["amount_best"]) == ("40.00", "45.00")


def test_a_newly_published_step_moves_its_agreement(at):
    fact = factories.agreement("2022-01-01", step="announced")
    at("2022-08-01")
    agreement = AgreementStep.objects.select_related("agreement").get(pk=fact.pk).agreement
    factories.agreement("2022-09-01", step="entered_into_force", agreement=agreement, publish=False)
    signed = factories.agreement("2022-10-03", step="signed", agreement=agreement)
    at("2022-10-06")

    (move,) = told("2022-10-01").moves

    assert (move.was, move.now, move.fact) == ("announced", "signed", signed.pk)


def test_denials_corrections_and_withdrawals_are_one_group(at):
    denied = factories.agreement("2022-01-01")
    corrected = factories.visit("2022-07-19")
    withdrawn = factories.visit("2022-02-01")
    at("2022-08-01")
    denial = factories.evidence(polarity="denies", asserted_by=[factories.country("FRA")])
    recording.add_claims(denied, by=None, evidence=[denial])
    amend_visit(corrected, date="2022-07-20")
    recording.retract(withdrawn, by=None, reason="A hoax")
    at("2022-10-06")

    found = told("2022-10-01")

    words = {each.line.fact: each for each in found.corrected}
    assert words[denied.pk].alterations == [Alteration("denied", [], ["FRA"])]
    assert words[corrected.pk].alterations == [
        Alteration("date", ("2022-07-19", ""), ("2022-07-20", ""))
    ]
    assert (words[withdrawn.pk].line.act, words[withdrawn.pk].line.reason) == (
        "retracted",
        "A hoax",
    )


def test_a_merged_record_names_its_survivor(at):
    one, other = factories.visit("2022-02-01"), factories.visit("2022-02-01")
    at("2022-08-01")
    recording.merge(one, into=other, by=None, reason="The same visit")
    at("2022-10-06")

    survivors = {each.line.fact: each.line.merged_into for each in told("2022-10-01").corrected}

    assert survivors == {one.pk: other.pk, other.pk: None}


def test_promises_that_fell_silent_since_are_gone_stale(at):
    source = factories.source("2021-10-15")
    factories.agreement(
        "2021-10-10", step="announced", evidence=[factories.evidence(source=source)]
    )
    at("2021-10-16")

    assert len(told("2022-10-01").stale) == 1
    assert told("2022-10-20").stale == []
    assert told("2022-09-01", today=date(2022, 10, 1)).stale == []


def test_news_is_of_the_pairs_asked_for_and_each_fact_once(at):
    factories.visit("2022-10-05", guest="USA", host="CHN")
    three = factories.agreement("2022-10-05", parties=("DEU", "FRA", "USA"))
    at("2022-10-06")

    pairs = [PAIR, Pair("DEU", "USA")]

    assert [each.fact for each in told("2022-10-01", pairs=pairs).happened] == [three.pk]
    assert told("2022-10-01", pairs=[]).is_empty


def test_news_takes_eight_statements_whatever_is_new(at, django_assert_max_num_queries):
    for day in range(1, 9):
        fact = factories.agreement(f"2022-10-0{day}", step="announced")
        recording.add_claims(fact, by=None, evidence=[factories.evidence()])
    at("2022-10-09")

    with django_assert_max_num_queries(8):
        found = told("2022-10-01")

    assert len(found.happened) == 8
    assert len(found.changed) == 8


# --- snapshots ---------------------------------------------------------------------------


@pytest.mark.parametrize("missing", [None, {}])
def test_without_a_snapshot_nothing_is_said_to_have_changed(missing):
    assert alterations(missing, {"headline": "x"}) == []
    assert alterations({"headline": "x"}, missing) == []


def test_snapshots_that_lack_what_later_ones_hold_are_compared_all_the_same():
    before = {"headline": "One", "verification": "reported", "claims": []}
    after = {"headline": "Two", "verification": "reported", "claims": [], "money": [], "x": 1}

    assert alterations(before, after) == [Alteration("headline", "One", "Two")]


def test_a_withdrawn_source_and_an_admission_are_told():
    def claim(number, **values):
        return {"id": number, "source_id": number, "polarity": "asserts", **values}

    before = {"claims": [claim(1), claim(2)]}
    after = {
        "claims": [
            claim(1),
            claim(2, status="withdrawn"),
            claim(1, polarity="admits", asserted_by_country_id="FRA") | {"id": 3},
        ]
    }

    assert alterations(before, after) == [
        Alteration("withdrawn_source", 2, 1),
        Alteration("admitted", [], ["FRA"]),
    ]


# --- the log -----------------------------------------------------------------------------


def test_the_log_is_newest_first_and_pages_meet():
    facts = [factories.visit(f"2022-0{n}") for n in range(1, 8)]
    recording.number_changes()
    seen, question = [], LogQuestion()
    while True:
        page = log(question, limit=3)
        seen += [line.fact for line in page.lines]
        if not page.next:
            break
        question, problems = read_log_question([("cursor", page.next)])
        assert problems == []

    assert seen == [fact.pk for fact in reversed(facts)]


def test_the_log_is_narrowed_by_act_pair_and_country():
    visit = factories.visit()
    factories.visit(guest="USA", host="CHN")
    recording.retract(visit, by=None, reason="A hoax")
    recording.number_changes()

    def acts(**question):
        return [line.act for line in log(LogQuestion(**question)).lines]

    assert acts() == ["retracted", "published", "published"]
    assert acts(acts=("retracted",)) == ["retracted"]
    assert acts(pair=PAIR) == ["retracted", "published"]
    assert acts(country="USA") == ["published"]


def test_a_withdrawn_fact_tells_no_more_what_it_said(at):
    fact = factories.visit("2022-07-19")
    amend_visit(fact, date="2022-07-20")
    recording.retract(fact, by=None, reason="A hoax")
    recording.number_changes()

    assert [line.alterations for line in log(LogQuestion()).lines] == [[], [], []]


def test_what_may_not_leave_is_withheld_and_counted():
    factories.visit()
    factories.visit(evidence=[factories.evidence(is_redistributable=False)])
    recording.number_changes()

    page = log(LogQuestion(), redistributable_only=True)

    assert (len(page.lines), page.withheld) == (1, 1)
    assert log(LogQuestion()).withheld == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [("act", "created"), ("pair", "IRN"), ("country", "XXX"), ("cursor", "12"), ("q", "x")],
)
def test_what_the_log_cannot_read_is_named(name, text):
    question, problems = read_log_question([(name, text)])

    assert [problem.name for problem in problems] == [name]
    assert question == LogQuestion()


def test_a_change_never_seen_by_readers_stays_out():
    factories.visit()
    Change.objects.filter(is_public=True).count()
    recording.number_changes()

    lines = log(LogQuestion()).lines

    assert {line.act for line in lines} == {"published"}
    assert all(line.known_at <= timezone.now() + timedelta(seconds=1) for line in lines)
