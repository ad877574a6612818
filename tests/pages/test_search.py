"""Search: what is found, why, and what is never."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.marking import is_marked, marked
from relations import db, recording
from relations.models import Fact
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize(
    ("words", "address"),
    [("iran russia", "/r/IRN-RUS/"), ("RUS-IRN", "/r/IRN-RUS/"), ("Russia and Iran", "/r/IRN-RUS/"),
     ("persia ussr", "/r/IRN-SUN/"), ("russian iranian", "/r/IRN-RUS/"),
     ("moscow tehran", "/r/IRN-RUS/"), ("south korea brazil", "/r/BRA-KOR/"),
     ("côte d'ivoire france", "/r/CIV-FRA/")],
)  # fmt: skip
def test_two_names_in_a_row_are_a_pair(client, words, address):
    html = page(client, f"/search/?q={words.replace(' ', '+')}")

    assert f'href="{address}"' in html.split('id="pairs"')[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("words", "code"),
    [("ussr", "SUN"), ("Persia", "IRN"), ("germny", "DEU"), ("DEU", "DEU"), ("Turkiye", "TUR")],
)
def test_countries_are_found_under_any_name_and_with_a_slip(client, words, code):
    assert f'href="/c/{code}/"' in page(client, f"/search/?q={words}")


@pytest.mark.usefixtures("demo")
def test_facts_are_found_by_headline_quotation_source_and_speaker(client):
    for words, why in (
        ("UAVs", "headline, quotation"),
        ("shoulders", "quotation"),
        ("Sullivan", "headline, speaker"),
        ("deepening relationship", "source"),
        ('"oil and gas"', "quotation"),
    ):
        html = page(client, f"/search/?q={words.replace(' ', '+')}")
        assert '<article class="card' in html, words
        assert why.split(", ")[0] in html.split("found in ")[1].split("<")[0], words
    assert page(client, "/search/?q=putin+-khamenei").count('<article class="card') < page(
        client, "/search/?q=putin"
    ).count('<article class="card')


def test_words_are_found_in_any_script_without_accents_and_by_their_beginning(client):
    factories.visit(headline="Président Médoune rencontre Владимир Путин و رئیس جمهور")

    for words in ("president medoune", "Путин", "رئیس", "renc", "rencontre"):
        assert '<article class="card' in page(client, f"/search/?q={words}"), words
    assert '<article class="card' not in page(client, "/search/?q=zebra")


def test_all_words_stand_in_one_fact_wherever_and_or_takes_either(client):
    factories.visit(
        headline="A zygotic visit",
        evidence=[factories.evidence(quotation="They spoke of quagmires.")],
    )
    factories.visit(
        headline="Another visit",
        evidence=[factories.evidence(quotation="They spoke of quagmires.")],
    )

    for words, n in (
        ("zygotic quagmire", 1),
        ("zygotic nowhere", 0),
        ("zygotic or nowhere", 1),
        ("quagmires -zygotic", 1),
        ('"of quagmires"', 2),
        ('"quagmires spoke"', 0),
    ):
        html = page(client, "/search/?" + urlencode({"q": words}))
        assert html.count('<article class="card') == n, words


def test_the_facts_that_fit_best_have_the_word_in_their_headline(client):
    best = factories.visit("2001", headline="A zygotic visit")
    for _ in range(6):
        said = factories.evidence(quotation="The zygotic visit took place.")
        factories.visit("2022", evidence=[said])

    html = page(client, "/search/?q=zygotic")
    first = html.split("Facts that fit best")[1].split("</article>")[0]
    assert f'href="/f/{best.pk}/' in first
    assert "Facts that fit best" not in page(client, "/search/?q=zygotic&from=2021&to=2021")


@pytest.mark.parametrize("renamed", ["person", "source"])
def test_a_new_name_is_found_and_the_old_is_not(client, renamed):
    fact = factories.statement(headline="Says so")
    claim = fact.claims.get()
    thing = claim.source if renamed == "source" else fact.statement.speaker
    with db.writing("test"):
        type(thing).objects.filter(pk=thing.pk).update(
            **{"title" if renamed == "source" else "name": "Zygotic Quagmire"}
        )

    assert '<article class="card' in page(client, "/search/?q=zygotic+quagmire")


def test_a_bulk_change_of_a_headline_changes_what_is_found(client):
    fact = factories.visit(headline="France visits")
    with db.writing("test"):
        Fact.objects.filter(pk=fact.pk).update(headline="A wholly zygotic matter")

    assert '<article class="card' in page(client, "/search/?q=zygotic")


def test_drafts_and_withdrawn_facts_are_never_found(client):
    factories.visit(headline="A zygotic draft", publish=False)
    recording.retract(factories.visit(headline="A zygotic error"), by=None, reason="Wrong")

    html = page(client, "/search/?q=zygotic")
    assert "Nothing is found for “zygotic”" in html
    assert json.loads(client.get("/search/suggest/?q=zygotic").content) == {"options": []}


def test_filters_narrow_and_the_file_has_the_same_rows(client):
    factories.visit("2021-07-19")
    factories.visit("2022-07-19")

    html = page(client, "/search/?q=germany&from=2022")
    assert html.count('<article class="card') == 1
    answer = client.get("/search.csv?q=germany&from=2022")
    assert answer["X-Dyad-Rows"] == "1"
    assert client.get("/search.csv?q=germany&lane=sea").status_code == 400
    assert client.get("/search.csv").status_code == 400
    assert client.get("/search.atom?q=germany").status_code == 200


def test_suggestions_put_pairs_first(client):
    options = json.loads(client.get("/search/suggest/?q=iran+russia").content)["options"]

    assert options[0] == {"words": "Iran and Russia", "kind": "pair", "address": "/r/IRN-RUS/"}
    assert len(options) <= 8


def test_an_empty_question_gives_examples_and_a_long_one_is_cut(client):
    assert "A pair as “iran russia”" in page(client, "/search/")
    assert "read up to 300 letters" in page(client, f"/search/?q={'x' * 10_000}")


def test_words_are_marked_from_their_offsets_and_escaped(client):
    factories.visit(headline="<b>Meets</b> & <script>meeting</script>")

    html = page(client, "/search/?q=meet")
    assert "&lt;b&gt;<mark>Meets</mark>&lt;/b&gt; &amp; &lt;script&gt;<mark>meeting</mark>" in html
    assert not is_marked(marked("nothing", "else"))
    runs = marked("x " * 300 + "needle " + "y " * 300, "needle", around=40)
    assert is_marked(runs)
    assert len("".join(run.text for run in runs)) < 100


def test_a_search_takes_at_most_sixteen_queries(client, django_assert_max_num_queries):
    for _ in range(30):
        factories.visit()
    with django_assert_max_num_queries(16):
        page(client, "/search/?q=france+germany")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.one_of(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60),
        st.sampled_from(['"', "-", "or or", ":*", "&|!()", "a & !b <-> c", "'; --", "%_%", "\\"]),
    )
)
def test_whatever_is_asked_search_answers(client, text):
    assert client.get("/search/", {"q": text}, follow=True).status_code == 200
    assert client.get("/search/suggest/", {"q": text}).status_code == 200
