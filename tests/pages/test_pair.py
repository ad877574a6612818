"""The page of a pair: what it counts, what it draws, and what it never does."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import recording, timeline
from relations.lanes import Lane
from relations.pairs import Pair
from relations.recording.values import StatementValues
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

PAIR = Pair("DEU", "FRA")


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def view_of(query="", pair=PAIR):
    parameters = [tuple(part.split("=")) for part in query.split("&") if part]
    filters, problems = timeline.read(parameters, pair=pair)
    assert not problems
    return timeline.pair_view(timeline.moment_of(pair, filters), filters)


def words(act="praises", **values):
    fact = recording.record_statement(
        by=None,
        fact=factories.common(**values),
        statement=StatementValues(
            country=factories.country("FRA"),
            speaker_kind="office",
            act=act,
            speaker_words="A minister",
            targets=[(factories.country("DEU"), "supportive")],
        ),
    )
    return recording.publish(fact, by=None)


# --- the founding article ----------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_one_source_shows_the_nine_facts_of_the_founding_article(client):
    html = page(client, "/r/IRN-RUS/?source=voa-editorials")

    assert html.count('<article class="card') == 9
    assert html.count("card-third") == 4
    found = view_of("source=voa-editorials", Pair("IRN", "RUS")).overview
    assert found.facets["lane"] == {
        "agreement": 1, "arms": 1, "visit": 2, "statement": 1, "third": 4,
    }  # fmt: skip
    assert html.count("Part of <a") == 2
    assert html.count("date unknown, known by") >= 6


@pytest.mark.usefixtures("demo")
def test_a_claimed_deal_is_in_no_figure_but_promised(client):
    html = page(client, "/r/IRN-RUS/")
    figures = {f.measure: f for f in timeline.money_figures(Pair("IRN", "RUS"))}

    assert "Claimed by both" in html
    assert "Contracted $0" in html
    assert figures["promised"].dollars == 40e9
    assert figures["promised"].confirmed == 0
    assert all(figures[name].counted == 0 for name in ("contracted", "credit_agreed", "paid"))
    assert "$40B" in page(client, "/r/IRN-RUS/money/")


@pytest.mark.usefixtures("demo")
def test_others_words_stand_in_their_own_lane_and_tile_alone(client):
    html = page(client, "/r/IRN-RUS/")

    assert "words 4, acts 0; counted apart" in html
    columns = view_of("", Pair("IRN", "RUS")).overview.columns
    assert all(Lane.THIRD not in lanes for lanes in columns.values())
    for card in re.findall(r'<article class="card.*?</article>', html, re.S):
        if "lane-statement" in card or "card-third" in card:
            assert "badge-ok" not in card


# --- counting ----------------------------------------------------------------------------


def test_counts_of_a_facet_ignore_its_own_choice_and_obey_the_rest():
    factories.visit("2022-01-10")
    factories.visit("2022-02-10", guest="DEU", host="FRA")
    factories.agreement("2022-03-10")
    factories.agreement("2020-03-10")

    found = view_of("lane=visit&from=2022").overview

    assert found.facts == 2
    assert found.facets["lane"] == {"visit": 2, "agreement": 1}
    assert sum(found.facets["direction"].values()) == 2


def test_open_facets_count_topics_sources_and_speakers():
    paper = factories.publisher()
    source = factories.source(publisher=paper)
    from relations.models import Topic

    drones = Topic.objects.get(pk="drones")
    factories.visit(topics=[drones], evidence=[factories.evidence(source=source)])
    factories.visit(topics=[drones])
    factories.agreement()

    every = timeline.named(view_of().marks)
    of_one = timeline.named(view_of(f"source={paper.slug}").marks)

    assert [(each.label, each.facts) for each in every["topic"]] == [("Drones", 2)]
    assert [each.facts for each in of_one["topic"]] == [1]
    assert sum(each.facts for each in of_one["source"]) == 3


@pytest.mark.parametrize(
    "query",
    ["", "lane=visit", "from=2022&to=2022", "from=2022-07-05&to=2022-07-20", "q=meet",
     "lane=visit&lane=agreement&verification=reported", "sort=amount", "status=held&from=2021"],
)  # fmt: skip
def test_the_count_is_the_number_of_rows_one_can_page_through(query):
    for day in ("2022-07-04", "2022-07-19", "2022-07", "2022", "2021~", "", "2022-06/2022-08"):
        factories.visit(day)
        factories.agreement(day)
    parameters = [tuple(part.split("=")) for part in query.split("&") if part]
    filters, _ = timeline.read([*parameters, ("limit", "3")], pair=PAIR)

    seen, cursor = [], None
    while True:
        found = timeline.pair_page(PAIR, filters.from_cursor(cursor))
        seen += [place.fact for place in found.places]
        cursor = found.next
        if cursor is None:
            break

    assert len(seen) == len(set(seen)) == view_of(query).overview.facts


def test_lanes_add_up_bins_strips_and_undated_facts():
    for day in ("2022-07-04", "2022-07", "2022", ""):
        factories.visit(day, evidence=[factories.evidence(source=factories.source("2022-09-01"))])

    lane = view_of("from=2022&to=2022").overview.lanes["visit"]

    assert lane.facts == 4
    assert lane.undated == 1
    assert sum(a + b for a, b in lane.bins.values()) + sum(s.facts for s in lane.strips) == 3


def test_a_year_only_fact_is_never_drawn_on_the_first_of_january_at_week_level():
    factories.visit("2022")

    overview = view_of("from=2022&to=2022").overview

    assert overview.window.step.name == "week"
    assert overview.lanes["visit"].bins == {}
    (strip,) = overview.lanes["visit"].strips
    assert strip.last - strip.first > 50
    (mark,) = overview.marks
    assert (mark.first.isoformat(), mark.last.isoformat()) == ("2022-01-01", "2022-12-31")


@pytest.mark.parametrize(
    ("query", "step"),
    [("from=2022-07-01&to=2022-08-31", "day"), ("from=2022", "week"), ("from=2019", "month"),
     ("from=2010", "quarter"), ("", "year"), ("from=1800", "five_years"),
     ("from=1500", "decade"), ("from=1000", "quarter_century"), ("from=0001", "century")],
)  # fmt: skip
def test_the_ladder_takes_the_finest_step_of_at_most_64_bins(query, step):
    factories.visit("1980-01-01")
    factories.visit("2022-12-31")

    window = view_of(query).overview.window

    assert window.step.name == step
    assert window.bins <= 64


def test_refuted_facts_stand_in_the_list_and_in_no_chart(client):
    factories.visit("2022-01-10")
    factories.visit(
        "2022-02-10", verification_override="refuted", override_reason="The plane never left."
    )

    overview = view_of().overview

    assert overview.facts == 2
    assert overview.refuted == 1
    assert overview.lanes["visit"].facts == 1
    assert overview.columns == {2022: {"visit": 1}}


def test_predecessors_are_on_the_timeline_and_not_in_the_tiles(client):
    factories.visit("1985-05-01", guest="SUN", host="FRA")
    for month in range(1, 6):
        factories.visit(f"1995-0{month}-01", guest="RUS", host="FRA")

    html = page(client, "/r/FRA-RUS/")

    assert "+ 1 as <a" in html
    assert view_of("", Pair("FRA", "RUS")).overview.facts == 6
    assert view_of("", Pair("FRA", "RUS")).summary.facts == 5
    assert html.count('<article class="card') == 6
    assert page(client, "/r/FRA-RUS/?predecessor=only").count('<article class="card') == 1
    assert page(client, "/r/FRA-RUS/?predecessor=without").count('<article class="card') == 5


def test_a_predecessor_whose_code_sorts_otherwise_keeps_who_acts_on_whom():
    """RUS-SRB, but SRB-SUN: forward there is backward here."""
    factories.visit("1945-01-01", guest="SUN", host="POL")
    fact = factories.visit("1985-05-01", guest="SUN", host="SAU")

    found = view_of("direction=RUS-SAU", Pair("RUS", "SAU")).overview
    filters, _ = timeline.read([("direction", "RUS-SAU")], pair=Pair("RUS", "SAU"))

    assert found.facts == 1
    assert [p.fact for p in timeline.pair_page(Pair("RUS", "SAU"), filters).places] == [fact.pk]


def test_other_orders_put_the_amount_the_sources_and_the_latest_first():
    small = factories.agreement(
        "2022-01-01", money=[recording.Amount(measure="paid", currency="USD", best=5)]
    )
    large = factories.agreement(
        "2020-01-01", money=[recording.Amount(measure="paid", currency="USD", best=5_000)]
    )
    cited = factories.visit("2021-01-01", evidence=[factories.evidence(), factories.evidence()])

    def first(sort):
        filters, _ = timeline.read([("sort", sort), ("limit", "2")], pair=PAIR)
        one = timeline.pair_page(PAIR, filters)
        two = timeline.pair_page(PAIR, filters.from_cursor(one.next))
        return [place.fact for place in (*one.places, *two.places)]

    assert first("amount") == [large.pk, small.pk, cited.pk]
    assert first("sources")[0] == cited.pk
    assert first("added") == [cited.pk, large.pk, small.pk]


# --- what a page says --------------------------------------------------------------------


def test_years_have_no_separators_and_dates_no_more_precision_than_stored(client):
    for day in ("2022-07", "2022", "2022-07-19", "2021-12~", "../2020"):
        factories.visit(day)

    html = re.sub(r"<[^>]*>", " ", page(client, "/r/DEU-FRA/"))

    assert not re.search(r"\b[12],\d{3}\b", html)
    assert "about December 2021" in html
    assert "before 2020" in html
    assert html.count("1 January 2022") == html.count("31 December 2022") == 0


def test_few_facts_have_cards_and_no_charts(client):
    for day in range(1, 5):
        factories.visit(f"2022-07-0{day}")
    assert "Relationship at a glance" not in page(client, "/r/DEU-FRA/")

    factories.visit("2022-07-05")
    assert "Relationship at a glance" in page(client, "/r/DEU-FRA/")


def test_nothing_matches_names_the_filter_that_brings_most_back(client):
    for day in range(1, 6):
        factories.visit(f"2022-07-0{day}")

    html = page(client, "/r/DEU-FRA/?lane=visit&from=2023")

    assert "No facts match these filters." in html
    assert 'href="?lane=visit">leave it out' in html
    assert html.count("lane-row k-") == 8


def test_chosen_filters_are_chips_that_leave(client):
    for day in range(1, 6):
        factories.visit(f"2022-07-0{day}")

    html = page(client, "/r/DEU-FRA/?lane=visit&lane=arms&q=meet")

    assert 'href="?lane=arms&amp;q=meet"><bdi>Kind Visits and diplomacy</bdi>' in html
    assert 'href="?lane=visit&amp;lane=arms"><bdi>Text meet</bdi>' in html


def test_a_note_labels_series_and_reading_stand_around_the_charts(client):
    from relations.models import ContextEvent, Country, Coverage, PairNote, PeriodFigure

    source = factories.source("2022-08-01")
    for year in (2019, 2020, 2021, 2022, 2023):
        factories.visit(f"{year}-07-19")
    low, high = Country.objects.get(pk="DEU"), Country.objects.get(pk="FRA")
    PairNote.objects.create(low=low, high=high, text="Read with care.")
    ContextEvent.objects.create(low=low, high=high, happened_on="2020-03-01", label="Borders shut")
    for year in (2020, 2021):
        PeriodFigure.objects.create(
            reporter=low, partner=high, measure="exports", first_day=f"{year}-01-01",
            last_day=f"{year}-12-31", value=year * 10**6, unit="EUR", source=source,
            dataset_row="row 1",
        )  # fmt: skip
    Coverage.objects.create(
        low=low, high=high, source=source, first_day="2018-01-01", last_day="2022-12-31",
        outcome="nothing", reviewed_on="2023-01-05",
    )  # fmt: skip

    html = page(client, "/r/DEU-FRA/")

    assert "Read with care." in html
    assert "Borders shut" in html
    assert "Germany says: exports" in html
    assert "2022: reviewed, 1 sources by 5 January 2023" in html
    assert "2023: not reviewed" in html


def test_a_missing_side_of_a_window_is_the_end_of_the_period(client):
    factories.visit("2019-05-05")
    factories.visit("2022-05-05")

    assert view_of("from=2020").overview.window.end.year == 2022
    assert view_of("to=2020").overview.window.start.year == 2019
    assert view_of("from=2030").overview.facts == 0
    assert view_of("to=1900").overview.facts == 0


# --- bounds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["", "?lane=visit", "?from=2021-03-04&to=2022-07-19", "?q=meet&status=held",
     "?topic=drones&source=nobody&speaker=1&verification=confirmed", "?sort=amount"],
)  # fmt: skip
def test_a_view_takes_at_most_sixteen_queries(client, query, django_assert_max_num_queries):
    for day in range(1, 29):
        factories.visit(f"2022-07-{day:02}")
    factories.agreement(money=[recording.Amount(measure="paid", currency="USD", best=5)])
    words()
    factories.visit("1985-05-01", guest="DEU", host="FRA")

    with django_assert_max_num_queries(16):
        page(client, f"/r/DEU-FRA/{query}")


PARAMETERS = st.lists(
    st.tuples(
        st.sampled_from([*timeline.ORDER, "pair", "at", "nonsense"]),
        st.one_of(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
            st.sampled_from(["2022", "0001", "9999-12-31", "2022-02-30", "-1", "99999999999999999",
                             "n1.1", "p-9999999.1", "n5~1.1", "IRN-RUS", "mutual", "amount",
                             "visit", "%", "'", "\u202e", "🕊" * 20, "1" * 4000]),
        ),
    ),
    max_size=5,
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parameters=PARAMETERS)
def test_whatever_the_address_holds_the_page_answers_with_a_notice(client, parameters):
    answer = client.get("/r/DEU-FRA/", parameters, follow=True)

    assert answer.status_code == 200


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parameters=PARAMETERS)
def test_whatever_the_address_holds_a_pair_with_facts_answers(client, parameters):
    if not timeline.pair_summary(PAIR).facts:
        for day in ("2022-07-04", "2022", "", "../2020", "2021/.."):
            factories.visit(day)

    answer = client.get("/r/DEU-FRA/", parameters, follow=True)

    assert answer.status_code == 200


HOSTILE = ("<script>alert(1)</script>", "\u202eevil", "x" * 300, "🕊\u200d🕊" * 40, '"onload="x')


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_escaped_and_contained(client, text):
    paper = factories.publisher()
    type(paper).objects.filter(pk=paper.pk).update(name=text[:100])
    for day in range(1, 7):
        factories.visit(
            f"2022-07-0{day}",
            headline=text[:300],
            summary=text * 3,
            evidence=[
                factories.evidence(quotation=text * 4, source=factories.source(publisher=paper))
            ],
        )

    html = page(client, "/r/DEU-FRA/?q=" + text[:50].replace("&", ""))
    html += page(client, "/r/DEU-FRA/")

    assert "<script>alert" not in html
    assert '"onload="x' not in html
