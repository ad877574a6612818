"""Home, pairs, country, matrix, compare and methodology, without scripts."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

import pytest

from pages import sparks
from relations import recording
from relations.lanes import Lane
from relations.models import Country
from relations.recording.values import ActionValues, Amount, StatementValues, TransferValues
from relations.verification import Verification
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

PAGES = (
    "/",
    "/pairs/",
    "/c/DEU/",
    "/network/",
    "/compare/",
    "/compare/?pair=DEU-FRA&pair=DEU-USA",
    "/compare/?pair=DEU-FRA&split=2022-02-24&span=4y",
    "/compare/rows/?pair=DEU-FRA&measure=agreements",
    "/compare/rows/?pair=DEU-FRA&measure=paid&from=2020&to=2022",
    "/methodology/",
)


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def text_of(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def published(fact):
    return recording.publish(fact, by=None)


def aid(date, *amounts, sender="FRA", receiver="DEU", evidence=None):
    values = {"evidence": evidence} if evidence else {}
    return published(
        recording.record_action(
            by=None,
            fact=factories.common(date, money=amounts, **values),
            action=ActionValues(
                action="aid",
                senders=[factories.country(sender)],
                receivers=[factories.country(receiver)],
            ),
        )
    )


def paid(best, measure="paid"):
    return Amount(measure=measure, currency="USD", best=best)


def words(date, *, speaker="USA", targets=(("FRA", "critical"),), **values):
    return published(
        recording.record_statement(
            by=None,
            fact=factories.common(date, **values),
            statement=StatementValues(
                country=factories.country(speaker),
                speaker_kind="office",
                speaker_words="A minister",
                targets=[(factories.country(code), stance) for code, stance in targets],
            ),
        )
    )


def order(date):
    """Germany orders trucks from France."""
    return published(
        recording.record_arms_transfer(
            by=None,
            fact=factories.common(date),
            transfer=TransferValues(
                step="ordered",
                designation="Trucks",
                supplier=factories.country("FRA"),
                recipient=factories.country("DEU"),
            ),
        )
    )


# --- all of them -------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_site_has_every_page(client, address):
    html = page(client, address)

    assert html.count("<h1") == 1


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("size", [3, 30])
def test_pages_take_at_most_sixteen_queries_at_any_size(
    client, address, size, django_assert_max_num_queries
):
    others = Country.objects.filter(kind="state").exclude(pk__in=["DEU"]).order_by("pk")
    for code in others.filter(spells__valid_to=None).values_list("pk", flat=True)[:size]:
        factories.visit("2022-07-19", guest=code)
    words("2022-07-20", targets=(("DEU", "critical"),))
    factories.agreement("2022-07-21", money=[paid(5)])

    with django_assert_max_num_queries(16):
        page(client, address)


@pytest.mark.parametrize("address", PAGES)
def test_hostile_names_and_headlines_are_text_everywhere(client, address):
    hostile = "</svg><script>alert(1)</script>\u202e\u200d🏴" + "W" * 40
    Country.objects.filter(pk="FRA").update(label=hostile)
    factories.visit("2022-07-19", headline=hostile)
    aid("2022-07-19", paid(5))
    words("2022-07-20", speaker="FRA", targets=(("DEU", "critical"),))

    html = page(client, address)

    assert "<script>alert" not in html
    assert "</svg><script" not in html


@pytest.mark.parametrize("address", PAGES)
def test_headings_have_no_gaps_and_ids_are_single(client, address):
    factories.agreement("2022-07-21", money=[paid(5)])
    words("2022-07-20", targets=(("DEU", "critical"),))

    html = page(client, address)

    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'aria-labelledby="([^"]+)"', html):
        assert target in ids


@pytest.mark.parametrize("address", PAGES)
def test_drafts_and_withdrawn_facts_stay_out(client, address):
    factories.visit("2022-07-19", headline="A draft of a visit", publish=False)
    gone = factories.visit("2022-07-20", headline="A visit that never was")
    recording.retract(gone, by=None, reason="It never was")
    factories.visit("2022-07-21")

    html = page(client, address)

    assert "A draft of a visit" not in html
    assert "A visit that never was" not in html


@pytest.mark.parametrize(
    "address",
    [
        "/pairs/?sort=size&page=0&nonsense=1",
        "/pairs/?page=99999999999999999999&sort=%22%3E",
        "/c/DEU/?sort=size",
        "/c/DEU/?cursor=nonsense",
        "/network/?measure=size&order=random&rows=x&columns=100&lane=sea&from=2022-13&view=map",
        "/network/?from=2022-03-04&to=2021-02-03",
        "/network/?measure=paid&lane=arms&verification=claimed",
        "/compare/?pair=XXX-DEU&pair=DEU-DEU&pair=nonsense",
        "/compare/?pair=DEU-FRA&pair=DEU-USA&from=2024&to=2020&scale=log",
        "/compare/?pair=DEU-FRA&split=2022-13&span=ever",
        "/compare/?pair=DEU-FRA&split=9000-01-01",
        "/compare/?pair=DEU-FRA&split=9999-12-31",
        "/compare/rows/?pair=DEU-FRA&measure=neutral&from=2022&to=2020",
        "/compare/?pair=DEU-FRA&split=0001-01-01&span=4y",
        "/compare/?pair=DEU-FRA&pair=DEU-USA&split=2022-02-24",
        "/compare/?nonsense=1&pair=" + "A-" * 3000,
        "/compare/?pair=DEU-FRA&pair=DEU-USA&pair=FRA-USA&pair=DEU-ITA&pair=DEU-ESP",
        "/compare/rows/?pair=DEU-FRA&measure=orders&direction=mutual&from=2022-13",
    ],
)
def test_bad_values_are_ignored_with_a_notice(client, address):
    assert "Ignored:" in page(client, address)


@pytest.mark.parametrize("address", ["/compare/rows/", "/compare/rows/?pair=DEU-FRA&measure=size"])
def test_rows_of_no_number_are_a_404_that_helps(client, address):
    html = page(client, address, 404)

    assert "/pairs/" in html


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("/pairs/?q=&sort=name", "/pairs/?sort=name"),
        ("/network/?measure=facts&from=&lane=arms", "/network/?lane=arms"),
        ("/compare/?pair=DEU-FRA&pair=&from=", "/compare/?pair=DEU-FRA"),
    ],
)
def test_empty_parameters_leave_the_address(client, address, clean):
    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (302, clean)


# --- home --------------------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_home_counts_and_shows_the_active_pairs_the_newest_facts_and_a_matrix(client):
    html = page(client, "/")
    said = text_of(html)

    assert "Facts 48 Pairs 18 Countries 16 Sources 9 Updated" in said
    assert "Facts dated to May 2023 to April 2024" in said
    assert html.count('<article class="card') == 8
    assert 'aria-label="United States and Iran: 10 facts"' in html
    assert 'action="/search/"' in html


def test_the_change_is_told_against_the_twelve_months_before(client):
    for date in ("2022-07-01", "2022-06-01", "2022-05-01", "2021-06-01"):
        factories.visit(date)

    assert re.search(r"3 facts, \+2", text_of(page(client, "/")))


# --- pairs -------------------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_pairs_are_found_by_a_name_of_either_country(client):
    html = page(client, "/pairs/?q=venez")

    assert "Russia and Venezuela" in html
    assert "Iran and Russia" not in html
    assert "No pair has a country called so" in page(client, "/pairs/?q=atlantis")


def test_pairs_say_the_last_fact_no_more_precisely_than_it_is(client):
    factories.visit("2021")
    factories.visit("", guest="USA")

    html = text_of(page(client, "/pairs/"))

    assert re.search(r"France and Germany 1 1 2021: 1 2021 2021 ", html)
    assert "no date" in html


def test_pairs_go_on_after_a_hundred(client):
    states = Country.objects.filter(kind="state", spells__valid_to=None).exclude(pk="DEU")
    for code in states.order_by("pk").values_list("pk", flat=True)[:101]:
        factories.visit("2026-01-01", guest=code)

    first = page(client, "/pairs/?sort=name")

    assert "101 pairs" in first
    assert 'rel="next" href="?sort=name&amp;page=2"' in first
    second = page(client, "/pairs/?sort=name&page=2")
    assert second.count('<th scope="row">') == 1
    past = page(client, "/pairs/?sort=name&page=3")
    assert "Ignored: There is no page 3; this is the last, page 2." in past
    assert past.count('<th scope="row">') == 1


# --- country -----------------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_a_country_shows_its_partners_first_with_money_and_arms(client):
    html = page(client, "/c/IRN/")
    said = text_of(html)

    assert said.index("Partners") < said.index("Activity by year")
    assert "($40B not confirmed )" in said
    assert "/compare/rows/?pair=IRN-RUS&amp;measure=promised" in html
    assert "1 planned" in said
    assert "Facts that affect it" in said
    assert "The United States helps defend Israel" in said
    assert "11 without a date" in said


def test_confirmed_money_stands_apart_from_the_rest(client):
    twice = [factories.evidence(), factories.evidence()]
    aid("2022-01-01", paid(7_000_000), evidence=twice)
    aid("2022-02-01", paid(2_000_000))

    said = text_of(page(client, "/c/DEU/"))

    assert "$7M confirmed ($2M not confirmed )" in said
    assert "$9M" not in said


@pytest.mark.parametrize(
    ("sort", "first"),
    [("facts", "France"), ("name", "France"), ("paid", "United States"), ("last", "France")],
)
def test_partners_sort_by_any_column(client, sort, first):
    factories.visit("2022-07-19")
    factories.visit("2022-07-20")
    aid("2021", paid(5), sender="USA")

    html = page(client, f"/c/DEU/?sort={sort}")

    assert "Ignored:" not in html
    assert re.search(r'<th scope="row">.*?<bdi>(.*?)</bdi>', html, re.S)[1] == first
    assert html.count("aria-sort") == 1


def test_what_others_say_leads_to_exactly_its_rows(client):
    words("2022-07-20", headline="A minister blames France")
    words("2022-07-21", targets=(("FRA", "neutral"),), headline="A minister speaks of France")

    html = page(client, "/c/FRA/")
    address = unescape(re.search(r'href="(/compare/rows/[^"]+measure=critical[^"]+)"', html)[1])
    rows = page(client, address)

    assert "A minister blames France" in rows
    assert "A minister speaks of France" not in rows
    assert "Counted: 1" in rows


def test_states_before_and_after_are_linked(client):
    html = page(client, "/c/RUS/")

    assert 'After <a href="/c/SUN/">' in html
    assert 'Before <a href="/c/RUS/">' in page(client, "/c/SUN/")


def test_older_facts_keep_the_sort_of_the_partners(client):
    for day in range(1, 29):
        factories.visit(f"2022-07-{day:02}")

    html = page(client, "/c/DEU/?sort=name")
    older = unescape(re.search(r'rel="next" href="([^"]+)"', html)[1])

    assert "sort=name" in older
    assert page(client, f"/c/DEU/{older.split('#')[0]}").count('<article class="card') == 4


# --- matrix ------------------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_a_cell_is_named_and_leads_to_the_pair_under_the_same_filters(client):
    html = page(client, "/network/?view=matrix&lane=visit&from=2022&to=2022")

    assert 'aria-label="Iran and Russia: 2 facts"' in html
    assert 'href="/r/IRN-RUS/?lane=visit&amp;from=2022&amp;to=2022"' in html
    assert 'href="/r/BRA-KOR/' not in html
    assert '<th scope="row">' in html
    assert '<th scope="col">' in html


@pytest.mark.usefixtures("demo")
def test_a_cell_of_money_leads_to_its_rows(client):
    twice = [factories.evidence(), factories.evidence()]
    aid("2022-01-01", paid(7_000_000), evidence=twice)

    html = page(client, "/network/?measure=paid&from=2022")

    assert 'aria-label="France and Germany: $7M"' in html
    assert 'href="/compare/rows/?pair=DEU-FRA&amp;measure=paid&amp;from=2022"' in html
    assert "No pair has anything to show" in page(client, "/network/?measure=contracted")


def test_a_period_tells_how_many_more_may_lie_in_it(client):
    factories.visit("2022-07-19")
    factories.visit("")

    assert "1 more may fall into it" in text_of(page(client, "/network/?from=2022&to=2022"))


def test_the_matrix_shows_forty_countries_a_page_and_every_pair_somewhere(client):
    states = Country.objects.filter(kind="state", spells__valid_to=None).exclude(pk="DEU")
    for code in states.order_by("pk").values_list("pk", flat=True)[:44]:
        factories.visit("2026-01-01", guest=code)

    first = page(client, "/network/")
    cross = page(client, "/network/?columns=2")

    assert first.count('<th scope="row">') == 40
    assert first.count('<th scope="col">') == 40
    assert cross.count('<th scope="col">') == 5
    assert cross.count('class="tone-') - cross.count('<li class="tone-') == 5

    beyond = page(client, "/network/?rows=9&columns=3")
    assert "There is no page 9 of rows; this is the last, page 2." in beyond
    assert "There is no page 3 of columns; this is the last, page 2." in beyond
    assert beyond.count('<th scope="row">') == 5
    assert "There is no page" not in first + cross


# --- compare -----------------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_two_pairs_stand_beside_each_other_with_what_was_read(client):
    html = page(client, "/compare/?pair=IRN-RUS&pair=iran-united-states&from=2015&to=2024")
    said = text_of(html)

    assert "Top-level visits and meetings 0.10 (1) 1 left out 0 (0)" in said
    assert "Iran to Russia" in said
    assert "not recorded" in said
    assert "Words, cooperative" in said


def test_every_rate_leads_to_as_many_rows(client):
    factories.agreement("2021-03-01")
    factories.agreement("2022-03-01")
    factories.agreement("")
    factories.visit("2022-04-01")

    html = page(client, "/compare/?pair=DEU-FRA&pair=DEU-USA&from=2020&to=2023")
    cells = re.findall(r'href="(/compare/rows/[^"]+)">[\d.]+ <span class="soft">\((\d+)\)', html)

    assert len(cells) == 20
    for address, n in cells:
        assert f"Counted: {n}" in page(client, unescape(address))


def test_a_pair_before_and_after_a_day(client):
    factories.agreement("2021-03-01")
    factories.agreement("2022-03-01")
    factories.agreement("2022-04-01")

    said = text_of(page(client, "/compare/?pair=DEU-FRA&split=2022-02-24&span=24m"))

    assert "Before 24 February 2022 24 February 2020 to 23 February 2022" in said
    assert "From 24 February 2022 24 February 2022 to 23 February 2024" in said
    assert re.search(r"Agreements signed 0\.50 \(1\) 1\.0 \(2\)", said)


def test_the_scale_of_a_comparison_is_said_in_words(client):
    address = "/compare/?pair=DEU-FRA&pair=DEU-USA"
    factories.agreement("2021-03-01")

    assert "All strips have one scale" in page(client, address)
    assert "Each strip has its own scale" in page(client, address + "&scale=own")


def test_amounts_are_listed_as_confirmed_not_confirmed_and_left_out(client):
    twice = [factories.evidence(), factories.evidence()]
    aid("2022-01-01", paid(7_000_000), evidence=twice)
    aid("2022-02-01", paid(2_000_000))
    aid("", paid(1_000_000))

    said = text_of(page(client, "/compare/rows/?pair=DEU-FRA&measure=paid&from=2022&to=2022"))

    assert "Confirmed : $7M" in said.replace("Confirmed:", "Confirmed :")
    assert "Not confirmed: $2M" in said
    assert "The source gives no date." in said


# --- methodology -------------------------------------------------------------------------


def test_every_badge_and_every_lane_has_its_place_in_the_methodology(client):
    html = page(client, "/methodology/")

    for level in Verification:
        assert f'id="verification-{level.value}"' in html
    for lane in Lane:
        assert f'id="lane-{lane.value}"' in html
        assert str(lane.label) in html


def test_every_section_of_the_methodology_is_in_its_contents_and_dated(client):
    html = page(client, "/methodology/")
    contents = re.findall(r'<li><a href="#([a-z-]+)">', html.split('class="contents"')[1])

    headings = re.findall(r'<h2 id="([a-z-]+)">', html.split("<footer")[0])
    assert contents == headings
    assert html.count("Version 1, ") == len(headings)


def test_links_into_the_methodology_lead_somewhere(client):
    factories.agreement("2022-07-21", money=[paid(5)])
    words("2022-07-20", targets=(("DEU", "critical"),))
    html = page(client, "/methodology/")

    for address in PAGES:
        for anchor in re.findall(r'/methodology/#([a-z_-]+)"', page(client, address)):
            assert f'id="{anchor}"' in html, (address, anchor)
    for anchor in re.findall(r'href="#([a-z_-]+)"', html):
        assert f'id="{anchor}"' in html


# --- drawings ----------------------------------------------------------------------------


def test_a_long_history_is_drawn_in_at_most_sixty_four_columns():
    years = {1648: {"agreement": 1}, 2022: {"agreement": 3, "visit": 2}}

    drawn = sparks.columns(years, ["agreement", "visit"], "Facts")

    assert drawn is not None
    assert drawn.step == 10
    assert len(drawn.ticks) <= 8
    assert sparks.columns({}, [], "Nothing") is None


def test_columns_are_linear_and_stand_on_each_other():
    drawn = sparks.columns({2022: {"agreement": 3, "visit": 2}}, ["agreement", "visit"], "Facts")

    assert drawn is not None
    assert 'd="M1 100.00v-60.00h8V100.00z"' in drawn.drawing
    assert 'd="M1 40.00v-40.00h8V40.00z"' in drawn.drawing


def test_a_row_of_columns_has_a_name_or_is_decoration():
    assert 'role="img" aria-label="&lt;Facts&gt;"' in sparks.spark({2022: 1}, 2020, 2022, "<Facts>")
    assert ' aria-hidden="true">' in sparks.spark({2022: 1}, 2020, 2022, "")


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (3, 5), (7, 10), (11, 20), (501, 1000)]
)
def test_the_axis_ends_at_one_two_or_five(highest, top):
    assert sparks.ceiling(highest) == top


def test_the_matrix_hands_out_its_cells_as_rows_of_a_file(rf):
    from pages.views.matrix import file_rows

    factories.visit("2022-07-19")

    rows, _, problems = file_rows(
        rf.get("/network/", {"from": "2022", "to": "2022", "lane": "sea"})
    )

    assert rows == [{"pair": "DEU-FRA", "country": "Germany", "other": "France", "facts": 1}]
    assert [problem.name for problem in problems] == ["lane"]


def test_years_beside_a_day_and_a_length_without_one_are_ignored_with_a_notice(client):
    day = "/compare/?pair=DEU-FRA&split=2022-02-24&span=4y"
    years = "/compare/?pair=DEU-FRA&pair=DEU-USA&from=2020&to=2023"

    html = page(client, f"{day}&from=2020&to=2023")
    assert "Ignored: “from” has no use beside “split”" in html
    assert "Ignored: “to” has no use beside “split”" in html
    assert "Ignored: “span” has no use without a day" in page(client, f"{years}&span=4y")
    assert "Ignored:" not in page(client, day) + page(client, years)


def test_a_pair_named_twice_is_compared_once(client):
    html = page(client, "/compare/?pair=DEU-FRA&pair=france-germany&pair=DEU-USA&from=2020&to=2021")

    assert html.count('<span class="under">1 January 2020 to 31 December 2021') == 2


def test_years_that_hold_nothing_can_be_compared(client):
    factories.visit("2021")

    html = page(client, "/compare/?pair=DEU-FRA&pair=DEU-USA&from=2030")

    assert "1 January 2021 to 31 December 2021" in html


def test_swapped_years_are_swapped_back(client):
    factories.agreement("2021-03-01")

    html = page(client, "/compare/rows/?pair=DEU-FRA&measure=agreements&from=2022&to=2020")

    assert "1 January 2020 to 31 December 2022" in html
    assert "Counted: 1" in html


def test_cells_of_visits_and_orders_lead_to_facts_of_their_kind(client):
    factories.visit("2022-07-19")
    order("2022-07-20")

    assert 'href="/r/DEU-FRA/?kind=visit&amp;from=2022"' in page(
        client, "/network/?measure=visits&from=2022"
    )
    html = page(client, "/network/?measure=orders&verification=reported&to=2022")
    assert (
        'href="/r/DEU-FRA/?lane=arms&amp;subtype=ordered&amp;verification=reported&amp;to=2022"'
        in html
    )
    assert "1 arms order" in html
    assert "No pair has" in page(client, "/network/?verification=claimed")


def test_partners_sort_by_arms(client):
    factories.visit("2022-07-19", guest="USA")
    order("2022-07-20")

    html = page(client, "/c/DEU/?sort=received")

    assert re.search(r'<th scope="row">.*?<bdi>(.*?)</bdi>', html, re.S)[1] == "France"
