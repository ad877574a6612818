"""The order of a timeline, its pages, windows and filters, and what they cost."""

from dataclasses import replace
from functools import partial
from itertools import product
from urllib.parse import parse_qsl

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import db, recording, timeline
from relations.models import Change
from relations.pairs import Pair
from relations.recording.values import StatementValues
from relations.timeline import paging, scanning
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PAIR = Pair("DEU", "FRA")


def read(*given, pair=PAIR):
    filters, problems = timeline.read(list(given), pair=pair)
    assert problems == []
    return filters


def dates_shown(*given):
    page = timeline.pair_page(PAIR, read(*given))
    return [row["date"]["edtf"] or "undated" for row in timeline.rows_of(page.places)]


# --- order ---

IN_ORDER = [
    "2022-08-01", "2022-07-31", "2022-07-19", "2022-07-01", "2022-07", "2022-07/..",
    "undated", "2022-06-30", "2022-06-10/2022-07-20", "2022-02", "2022-01-31", "2022-01", "2022",
    "2021-12-31", "2021", "2020-03/2021-05", "2020-01-02", "202X", "2019-12-31",
]  # fmt: skip


def test_a_months_days_come_before_the_month_and_january_before_its_year():
    source = factories.source("2022-07-20")
    shuffled = sorted(IN_ORDER, key=hash)
    for text in shuffled:
        factories.visit(
            "" if text == "undated" else text, evidence=[factories.evidence(source=source)]
        )

    newest = dates_shown()
    oldest = dates_shown(("sort", "oldest"))

    assert oldest == newest[::-1]
    wanted = [text for text in IN_ORDER if text not in ("2020-03/2021-05", "202X")]
    assert [text for text in newest if text in wanted] == wanted


def test_an_undated_fact_stands_last_in_the_month_it_was_known_by():
    source = factories.source("2022-07-26")
    factories.visit("", evidence=[factories.evidence(source=source)])

    [place] = timeline.pair_page(PAIR, read()).places
    [row] = timeline.rows_of([place])

    assert row["date"]["text"] == "date unknown, known by 26 July 2022"
    assert row["date"]["earliest"] is None


# --- pages ---


def walk(filters):
    """Every fact, page by page, and back again."""
    seen, page = [], timeline.pair_page(PAIR, filters)
    while True:
        seen += [place.fact for place in page.places]
        if page.next is None:
            break
        page = timeline.pair_page(PAIR, filters.from_cursor(page.next))
    back = [place.fact for place in page.places]
    while page.previous is not None:
        page = timeline.pair_page(PAIR, filters.from_cursor(page.previous))
        back = [place.fact for place in page.places] + back
    return seen, back


def many(count, **changes):
    """Copies of one published visit and its pair row, all on the same day."""
    fact = factories.visit(**changes)
    with transaction.atomic(), db.writing("test"), connection.cursor() as cursor:
        names = [
            column.column
            for column in type(fact)._meta.concrete_fields
            if column.column not in ("id", "first_day", "last_day", "sort_key", "publication")
        ]
        columns = ", ".join(names)
        cursor.execute(
            f"INSERT INTO relations_fact ({columns}, publication) SELECT {columns}, 'draft'"
            " FROM relations_fact, generate_series(1, %s) WHERE id = %s",
            [count, fact.pk],
        )
        cursor.execute(
            "INSERT INTO relations_visit (fact_id, kind, form, level, place, purpose)"
            " SELECT id, kind, 'visit', 'unknown', '', '' FROM relations_fact"
            " WHERE publication = 'draft'"
        )
        cursor.execute(
            "INSERT INTO relations_claim (fact_id, field, source_id, quotation, dataset_row,"
            " asserted_by_words, polarity, rank, rank_reason, status, licence,"
            " is_redistributable, origin, origin_name, origin_version)"
            " SELECT f.id, '', c.source_id, c.quotation, '', '', 'asserts', 'normal', '',"
            " 'accepted', '', true, 'person', '', '' FROM relations_fact f, relations_claim c"
            " WHERE f.publication = 'draft' AND c.fact_id = %s",
            [fact.pk],
        )
        cursor.execute(
            "UPDATE relations_fact SET publication = 'published' WHERE publication = 'draft'"
        )
        cursor.execute(
            "INSERT INTO relations_pairfact (low_id, high_id, relation, direction, lane, kind,"
            " subtype, verification, status, date_precision, first_day, last_day, sort_key,"
            " publication, is_redistributable, has_money, marks, fact_id)"
            " SELECT 'DEU', 'FRA', 'between', 'backward', 'visit', kind, subtype, verification,"
            " status, date_precision, first_day, last_day, sort_key, publication,"
            " is_redistributable, has_money, marks, id FROM relations_fact WHERE id > %s",
            [fact.pk],
        )
    return fact


def test_timeline_pages_through_a_thousand_facts_of_one_year():
    many(1_100, date="2022")

    seen, back = walk(read(("limit", "100")))

    assert len(seen) == len(set(seen)) == 1_101
    assert back == seen


def test_a_last_page_that_is_exactly_full_has_no_next():
    for _ in range(4):
        factories.visit()

    first = timeline.pair_page(PAIR, read(("limit", "2")))
    second = timeline.pair_page(PAIR, read(("limit", "2")).from_cursor(first.next))

    assert second.next is None
    assert first.previous is None


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(
        st.sampled_from(["", "2022", "2022-07", "2022-07-19", "202X", "../2022-07", "2022-08/.."]),
        max_size=9,
    ),
    limit=st.integers(1, 4),
)
def test_paging_neither_repeats_nor_skips(texts, limit):
    with transaction.atomic():
        facts = {factories.visit(text).pk for text in texts}
        for sort in timeline.SORTS:
            seen, back = walk(read(("limit", str(limit)), ("sort", sort)))
            assert set(seen) == facts
            assert len(seen) == len(facts)
            assert back == seen
        transaction.set_rollback(True)


# --- windows ---


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("2022-07-01", True), ("2022-07-31", True), ("2022-06-30", False), ("2022-08-01", False),
        ("2022-07", True), ("2022-06", False), ("2022", True), ("202X", True), ("2021", False),
        ("../2022-06", False), ("../2022-08", True), ("2022-08/..", False), ("2022-06/..", True),
        ("2022-06-20/2022-07-01", True), ("2022-06-01/2022-06-30", False),
    ],
)  # fmt: skip
def test_a_window_holds_what_may_have_happened_in_it(text, inside):
    fact = factories.visit(text)

    window = timeline.pair_page(PAIR, read(("from", "2022-07"), ("to", "2022-07")))

    assert ([place.fact for place in window.places] == [fact.pk]) == inside


@pytest.mark.parametrize(("begins", "inside"), [("2022-07", True), ("2022-09", False)])
def test_an_undated_fact_is_in_a_window_that_begins_before_it_was_known(begins, inside):
    source = factories.source("2022-07-26")
    factories.visit("", evidence=[factories.evidence(source=source)])

    window = timeline.pair_page(PAIR, read(("from", begins)))

    assert bool(window.places) == inside


def test_a_window_pages_through_narrow_and_wide_dates_together():
    for text in ("2022-07-19", "2022", "2022-07-18", "202X", "2022-07", "", "2021-05-05"):
        factories.visit(text, evidence=[factories.evidence(source=factories.source("2022-07-30"))])

    seen, back = walk(read(("from", "2022"), ("to", "2022"), ("limit", "2")))

    assert len(seen) == 6
    assert back == seen


# --- filters ---


def test_each_filter_finds_its_facts_and_only_them():
    visit = factories.visit()
    treaty = factories.agreement()
    words = recording.record_statement(
        by=None, fact=factories.common("2022-07-20"),
        statement=StatementValues(
            country=factories.country("FRA"), speaker_kind="office", act="praises",
            targets=[(factories.country("DEU"), "supportive")],
        ),
    )  # fmt: skip
    recording.publish(words, by=None)
    source = visit.claims.get().source

    def found(*given):
        return {place.fact for place in timeline.pair_page(PAIR, read(*given)).places}

    assert found(("lane", "visit")) == {visit.pk}
    assert found(("lane", "visit"), ("lane", "agreement")) == {visit.pk, treaty.pk}
    assert found(("kind", "statement")) == {words.pk}
    assert found(("subtype", "signed")) == {treaty.pk}
    assert found(("verification", "reported_speech")) == {words.pk}
    assert found(("verification", "confirmed")) == set()
    assert found(("status", "signed")) == {treaty.pk}
    assert found(("direction", "FRA-DEU")) == {visit.pk, words.pk}
    assert found(("direction", "mutual")) == {treaty.pk}
    assert found(("source", str(source.pk))) == {visit.pk}
    assert found(("publisher", source.publisher.slug)) == {visit.pk}
    assert found(("q", "RAIL")) == {treaty.pk}
    assert found(("q", "words that carry")) == {visit.pk, treaty.pk, words.pk}
    assert found(("lane", "arms")) == set()


def test_timeline_hides_drafts_and_retracted_facts():
    factories.visit(publish=False)
    recording.retract(factories.visit(), by=None, reason="x")

    assert timeline.pair_page(PAIR, read()).places == []


def test_what_may_not_be_redistributed_stays_here():
    factories.visit(evidence=[factories.evidence(is_redistributable=False)])

    assert timeline.pair_page(PAIR, read()).places != []
    assert timeline.pair_page(PAIR, read(), redistributable_only=True).places == []
    assert timeline.pair_summary(PAIR).tally.withheld == 1


def test_wrong_parameters_are_named_all_at_once():
    filters, problems = timeline.read(
        [
            ("lane", "sea"), ("from", "2022-13"), ("limit", "0"), ("cursor", "x"), ("pairr", "x"),
            ("source", "1!"), ("sort", "random"), ("q", "a"), ("q", "b"), ("direction", "USA-FRA"),
        ],
        pair=PAIR,
    )  # fmt: skip

    assert {problem.name for problem in problems} == {
        "lane", "from", "limit", "cursor", "pairr", "source", "sort", "q", "direction",
    }  # fmt: skip
    assert filters.lane == ()


def test_swapped_dates_are_swapped_back_and_said():
    filters, [problem] = timeline.read([("from", "2023"), ("to", "2022")], pair=PAIR)

    assert (filters.start.year, filters.end.year) == (2022, 2023)
    assert "swapped" in problem.sentence


def test_the_canonical_address_keeps_one_order_and_drops_what_is_empty():
    filters = read(("q", "x"), ("to", "2022"), ("lane", "arms"), ("sort", "newest"))

    assert filters.query() == [("lane", "arms"), ("to", "2022"), ("q", "x")]
    assert filters.query(lane=None, q="y") == [("to", "2022"), ("q", "y")]


# --- facts of a country, and all ---


def test_a_countrys_facts_are_listed_once_each():
    fact = factories.visit(others=[(factories.country("FRA"), "mediator")])
    factories.visit(guest="USA")
    filters = replace(timeline.read([])[0], country=("FRA",))

    assert [place.fact for place in timeline.fact_page(filters).places] == [fact.pk]


def test_all_facts_page_by_kind_and_window():
    visit, treaty = factories.visit(), factories.agreement("2020")

    def found(*given):
        return [place.fact for place in timeline.fact_page(timeline.read(list(given))[0]).places]

    assert found() == [visit.pk, treaty.pk]
    assert found(("kind", "agreement")) == [treaty.pk]
    assert found(("from", "2021")) == [visit.pk]
    assert found(("lane", "agreement")) == [treaty.pk]
    assert found(("country", "FRA"), ("kind", "visit"), ("from", "2022"), ("to", "2022")) == [
        visit.pk
    ]


# --- what it costs ---


def test_a_page_takes_the_same_queries_whatever_it_holds(django_assert_num_queries):
    for _ in range(3):
        factories.visit()
    filters = read()
    with django_assert_num_queries(1):  # page, with predecessors
        page = timeline.pair_page(PAIR, filters)
    with django_assert_num_queries(3):  # heads, participants, claims
        timeline.rows_of(page.places)


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ([("verification", "disputed")], "pair_timeline_verification"),
        ([("lane", "arms")], "pair_timeline_lane"),
        ([("status", "signed")], "pair_timeline_status"),
        ([("direction", "mutual")], "pair_timeline_direction"),
    ],
)
def test_a_rare_value_on_a_busy_pair_is_found_by_its_index(filters, index):
    many(3_000)
    shown = plan_of(*filters)
    assert f"using {index} " in shown
    assert "Sort" not in shown


def facts_of_every_date():
    """Of dates narrow, wide and unknown; one that may not leave, one that was withdrawn since."""
    withdrawn = factories.visit(date="2004")
    for year in ("1999", "2001", "2003-05-06", "2003-05", "2007-01/2009-03", ""):
        factories.visit(date=year)
    factories.statement(date="2003")
    factories.visit(date="2002", evidence=[factories.evidence(is_redistributable=False)])
    recording.number_changes()
    known = Change.objects.latest("position").position
    recording.retract(withdrawn, by=factories.user("Reviewer"), reason="Read wrongly")
    recording.number_changes()
    return known


def test_the_written_list_of_all_facts_pages_as_the_orms_does(monkeypatch):
    facts_of_every_date()
    for sort, withhold, asked in product(
        ("newest", "oldest"), (False, True),
        ("", "kind=visit", "kind=visit&kind=statement&verification=reported", "from=2001",
         "from=2001&to=2005&status=held"),
    ):  # fmt: skip
        page_of = partial(timeline.fact_page, redistributable_only=withhold)
        given = (("sort", sort), *parse_qsl(asked))
        assert scanning.is_of_fact_columns(read(*given))
        written = pages_of(page_of, *given)
        with monkeypatch.context() as patch:
            patch.setattr(paging, "is_of_fact_columns", lambda filters: False)
            assert written == pages_of(page_of, *given), asked
        assert written[0].places


def pages_of(page_of, *given):
    """Every page of two rows, one after the other."""
    found, cursor = [], None
    while True:
        found.append(page_of(read(("limit", "2"), *given).from_cursor(cursor)))
        cursor = found[-1].next
        if cursor is None:
            return found


def plan_of(*given):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE relations_pairfact")
        sql, values = scanning.statement(PAIR, read(*given), False)
        cursor.execute(f"EXPLAIN {sql}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_the_whole_of_a_busy_pair_is_paged_by_its_index():
    many(3_000)
    shown = plan_of()
    assert "using pair_timeline " in shown
    assert "Sort" not in shown


def test_the_written_statement_pages_as_the_orms_does(monkeypatch):
    known = facts_of_every_date()
    for sort, withhold, position, asked in product(
        ("newest", "oldest"), (False, True), (None, known),
        ("", "kind=visit", "kind=visit&kind=statement", "verification=reported", "subtype=visit",
         "lane=visit&status=held", "direction=FRA-DEU", "from=2001", "to=2003-06",
         "from=2001&to=2005&kind=visit"),
    ):  # fmt: skip
        page_of = partial(
            timeline.pair_page, PAIR, redistributable_only=withhold, position=position
        )
        given = (("sort", sort), *parse_qsl(asked))
        assert scanning.is_of_columns(read(*given))
        written = pages_of(page_of, *given)
        with monkeypatch.context() as patch:
            patch.setattr(paging, "is_of_columns", lambda filters: False)
            assert written == pages_of(page_of, *given), (asked, position)
        assert written[0].places
