"""What is new on pages: of a pair, of the pairs a reader watches, and the public log."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.models import MOST_WATCHED, Watch
from relations import recording
from relations.models import Country
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

NEWS = "/r/DEU-FRA/changes/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = "<script>alert(1)</script>\u202e\u200d😀" + "x" * 250


@pytest.fixture
def reader(client):
    user = factories.user()
    client.force_login(user)
    return user


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def group(html, name):
    """The words of one group of news."""
    return re.sub(r"\s+", " ", html.partition(f'id="{name}"')[2].partition("</section>")[0])


def watch(client, pair="DEU-FRA", **values):
    return client.post(f"/r/{pair}/watch/", {"watch": "on", **values})


# --- what is new of a pair ---------------------------------------------------------------


def test_news_comes_in_five_groups(client):
    factories.visit("2022-10-05", headline="A visit of October")
    factories.visit("1999-05-01", headline="A visit long ago")
    gone = factories.visit("1998", headline="A visit that was not")
    recording.retract(gone, by=None, reason="The article was withdrawn.")
    factories.agreement("2022-07-19", headline="A treaty nobody heard of since")
    recording.number_changes()

    html = page(client, NEWS + "?since=2022-10-01")

    assert "A visit of October" in group(html, "happened")
    assert "A visit long ago" in group(html, "learned")
    assert "Nothing" in group(html, "changed")
    assert "Why: <bdi>The article was withdrawn.</bdi>" in group(html, "corrected")
    assert "Treaty on rail traffic" in group(html, "stale")


def test_a_correction_says_what_was_and_what_is(client):
    fact = factories.visit("2022-07-01", headline="A visit to Bonn")
    recording.amend(
        fact,
        by=None,
        common=factories.common("2022-07-02", evidence=[], headline="A visit to Berlin"),
        detail=recording.values.VisitValues(
            visitors=[factories.country("FRA")], host=factories.country("DEU")
        ),
        reason="The article was misread.",
    )
    recording.number_changes()

    told = group(page(client, NEWS + "?since=2022-10-01"), "corrected")

    assert '<bdi class="was">A visit to Bonn</bdi>' in told
    assert '<bdi class="now">A visit to Berlin</bdi>' in told
    assert '<bdi class="was">1 July 2022</bdi>' in told


def test_a_pair_without_news_says_so(client):
    assert "Nothing new since 1 October 2022" in page(client, NEWS + "?since=2022-10-01")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=soon", "“soon”"),
        ("since=2022&since=2023", "Give “since” once."),
        ("lane=visit", "There is no parameter “lane” here; use since."),
    ],
)
def test_what_news_cannot_read_is_ignored_with_a_notice(client, query, sentence):
    html = page(client, f"{NEWS}?{query}")

    assert html.count("Ignored:") == 1
    assert sentence in html


def test_an_empty_day_leaves_the_address(client):
    assert client.get(NEWS + "?since=")["Location"] == NEWS


def test_other_spellings_move(client):
    answer = client.get("/r/france-germany/changes/?since=2022")

    assert (answer.status_code, answer["Location"]) == (301, NEWS + "?since=2022")
    assert client.get("/r/XXX-FRA/changes/").status_code == 404


def test_the_browser_remembers_the_last_visit_and_nobody_else(client):
    client.cookies["visited"] = "2022-09-01.2022-09-05"

    answer = client.get(NEWS)

    assert '?since=2022-09-05">Since your last visit</a>' in answer.content.decode()
    cookie = answer.cookies["visited"]
    assert cookie.value.startswith("2022-09-05.")
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (NEWS, True, "Lax")


@pytest.mark.parametrize("cookie", ["", "x", "9999-12-31", "<script>.2022", "." * 500])
def test_a_cookie_that_says_nothing_is_forgotten(client, cookie):
    client.cookies["visited"] = cookie

    assert "Since your last visit" not in page(client, NEWS)


# --- watching ----------------------------------------------------------------------------


def test_a_watched_pair_stands_on_one_page_with_the_others(client, reader):
    factories.visit("2022-10-05", headline="A visit of October")
    factories.visit("2022-10-06", guest="IRN", host="RUS", headline="A visit elsewhere")
    recording.number_changes()

    assert "No pairs watched yet" in page(client, "/watched/")
    assert watch(client)["Location"] == NEWS
    watch(client)
    html = page(client, "/watched/?since=2022-10-01")

    assert Watch.objects.of(reader).count() == 1
    assert "A visit of October" in html
    assert "A visit elsewhere" not in html
    assert "Stop watching this pair" in page(client, NEWS)
    watch(client, watch="off")
    assert not Watch.objects.of(reader).exists()


def test_watching_belongs_to_one_reader(client, reader):
    watch(client)
    client.force_login(factories.user())

    assert "No pairs watched yet" in page(client, "/watched/")


def test_what_is_ignored_is_said_with_and_without_a_watched_pair(client, reader):
    address = "/watched/?since=soon&lane=arms"

    assert page(client, address).count("Ignored:") == 2
    watch(client)
    assert page(client, address).count("Ignored:") == 2


def test_who_is_not_signed_in_is_asked_to(client):
    for answer in (client.get("/watched/"), watch(client)):
        assert answer.status_code == 302
        assert "login" in answer["Location"]
    assert "Watch this pair" not in page(client, NEWS)
    assert client.get("/r/DEU-FRA/watch/").status_code == 405


def test_a_form_sends_back_to_this_site_alone(client, reader):
    assert watch(client, next="https://elsewhere.example/")["Location"] == NEWS
    assert watch(client, next="/r/DEU-FRA/?lane=arms")["Location"] == "/r/DEU-FRA/?lane=arms"


def test_so_many_pairs_and_no_more_are_watched(client, reader):
    others = Country.objects.exclude(pk__in=("DEU", "FRA")).order_by("pk")[:MOST_WATCHED]
    deu = factories.country("DEU")
    Watch.objects.bulk_create(
        Watch(user=reader, low=min(deu, each, key=key), high=max(deu, each, key=key))
        for each in others
    )

    answer = client.post("/r/DEU-FRA/watch/", {"watch": "on"}, follow=True)

    assert f"You watch {MOST_WATCHED} pairs" in answer.content.decode()
    assert Watch.objects.of(reader).count() == MOST_WATCHED


def key(country):
    return country.pk


# --- the public log ----------------------------------------------------------------------


def test_the_log_tells_every_act_newest_first(client):
    factories.visit(headline="The first")
    recording.retract(factories.visit(headline="The second"), by=None, reason="Wrong pair.")
    recording.number_changes()

    html = page(client, "/changes/")

    acts = re.findall(r'<b class="act">([^<]+)</b>', html)
    assert acts == ["Withdrawn", "Published", "Published"]
    assert "Wrong pair." in html
    assert re.findall(r'class="act">([^<]+)', page(client, "/changes/?act=retracted")) == [
        "Withdrawn"
    ]
    assert "Every change: France and Germany" in page(client, "/changes/?pair=FRA-DEU")
    assert "No changes match these filters" in page(client, "/changes/?country=JPN")


def test_the_log_of_nothing_says_so(client):
    assert "Nothing is published yet." in page(client, "/changes/")


def test_the_log_pages_on_by_its_cursor(client):
    for _ in range(52):
        factories.visit()
    recording.number_changes()

    first = page(client, "/changes/?act=published")
    older = re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")
    second = page(client, "/changes/" + older)

    assert (first.count('class="act"'), second.count('class="act"')) == (50, 2)
    assert 'href="?act=published">Back to the newest' in second


def test_the_feeds_of_the_log_have_an_entry_an_act(client):
    factories.visit(headline=HOSTILE[:200])
    factories.visit(guest="IRN", host="RUS", headline="Elsewhere")
    recording.number_changes()

    every, pair = (
        ElementTree.fromstring(client.get(address).content).findall("a:entry", ATOM)
        for address in ("/changes.atom", "/r/DEU-FRA/changes.atom")
    )

    assert (len(every), len(pair)) == (2, 1)
    assert pair[0].findtext("a:id", namespaces=ATOM).startswith("tag:testserver,2026:fact/")
    assert pair[0].findtext("a:title", namespaces=ATOM).startswith("Published: <script>")


@pytest.mark.parametrize(
    "address", ["/changes.atom?act=eaten", "/changes.atom?pair=XXX-FRA",
                "/r/DEU-FRA/changes.atom?since=2022", "/changes.atom?cursor=9"],
)  # fmt: skip
def test_a_wrong_filter_makes_no_feed(client, address):
    answer = client.get(address)

    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")


def test_hostile_words_stay_words(client):
    factories.visit("2022-10-05", headline=HOSTILE)
    recording.number_changes()

    for address in (NEWS + "?since=2022", "/changes/"):
        html = page(client, address)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


@pytest.mark.usefixtures("demo")
def test_news_and_the_log_take_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page(client, "/r/IRN-RUS/changes/?since=2020-01-01")
    with django_assert_max_num_queries(6):
        page(client, "/changes/?country=IRN")


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    address=st.sampled_from([NEWS, "/changes/", "/changes.atom"]),
    name=st.sampled_from(["since", "act", "pair", "country", "cursor", "x"]),
    value=WORDS,
)
def test_no_parameter_breaks_what_is_new(client, address, name, value):
    assert client.get(address, {name: value}).status_code in (200, 302, 400)
