"""What stands beside a pair, for programs: alliances, shared treaties, votes."""

from __future__ import annotations

import re

import pytest

from relations.models import Agreement
from tests import factories
from tests.beside import allied, rail, votes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

V1 = "/api/v1/pairs/"
THREE = [("yes", "yes"), ("yes", "no"), ("abstain", "yes")]


def get(client, path, status=200):
    answer = client.get(V1 + path)
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


# --- alliances and treaties ------------------------------------------------------------------


def test_alliances_stand_side_by_side_with_whose_word_each_is(client, tmp_path):
    allied(tmp_path, "220,255,1951,1,0,0,0\n220,255,1952,1,0,0,0\n", "220,255,1951,1,0,0,0,1\n")

    body = get(client, "FRA-DEU/beside/")

    assert body["pair"] == "DEU-FRA"
    cow, atop = sorted(body["alliances"], key=lambda each: each["per"], reverse=True)
    assert (cow["per"], cow["dataset"], cow["obligations"]) == (
        "COW", "cow-alliances", ["defense"],
    )  # fmt: skip
    assert (atop["obligations"], atop["first"]) == (["consultation", "defense"], 1951)
    assert [each["credit"] for each in cow["sources"]] == [
        "Gibler, International Military Alliances, 1648-2008 (2009), Correlates of War"
    ]
    assert any(
        "ATOP says consultation and defense, COW says defense" in said
        for said in body["disagreements"]
    )
    assert client.get(f"/api/v1/facts/{cow['fact']}/").status_code == 200
    assert client.get(f"/api/v1/agreements/{cow['agreement']}/").status_code == 200


def test_a_treaty_of_many_is_shared_with_its_source(client, tmp_path):
    rail(tmp_path)

    body = get(client, "DEU-FRA/beside/")

    assert body["shared_count"] == 1
    [treaty] = body["shared_treaties"]
    assert (treaty["title"], treaty["parties"]) == ("Convention on rail", 3)
    assert [each["licence"] for each in treaty["sources"]] == ["CC BY 4.0"]
    assert body["alliances"] == []


def test_what_its_licence_keeps_here_is_not_beside_a_pair(client, tmp_path, monkeypatch):
    monkeypatch.setattr("relations.importing.applying.is_redistributable", lambda dataset: False)
    rail(tmp_path)
    allied(tmp_path, "220,255,1951,1,0,0,0\n")

    body = get(client, "DEU-FRA/beside/")
    client.force_login(factories.user())
    whole = get(client, "DEU-FRA/beside/")

    assert (body["alliances"], body["shared_count"], body["shared_treaties"]) == ([], 0, [])
    assert (len(whole["alliances"]), whole["shared_count"]) == (1, 1)


def test_a_pair_with_nothing_beside_it_says_so_and_an_unknown_one_is_none(client):
    assert get(client, "DEU-FRA/beside/")["alliances"] == []
    get(client, "DEU-XXQ/beside/", 404)
    get(client, "DEU-XXQ/votes/", 404)
    assert get(client, "DEU-FRA/beside/?lane=arms", 400)["errors"]


def test_beside_takes_the_same_queries_for_any_number(
    client, tmp_path, django_assert_max_num_queries
):
    rail(tmp_path)
    allied(tmp_path, "220,255,1951,1,0,0,0\n", "220,255,1951,1,0,0,0,1\n")

    with django_assert_max_num_queries(5):
        get(client, "DEU-FRA/beside/")


def test_an_agreement_says_how_and_when_each_became_a_party(client, tmp_path):
    rail(tmp_path)
    treaty = Agreement.objects.get()

    body = client.get(f"/api/v1/agreements/{treaty.pk}/").json()

    assert body["parties"] == ["DEU", "FRA", "ITA"]
    assert body["participation"][1] == {
        "country": "FRA", "body": "", "role": "party", "how": "ratification",
        "signed": "1990-05-01", "joined": "1992-07", "in_force": "1992-08", "left": "",
    }  # fmt: skip
    assert body["obligations"] == []


# --- votes -----------------------------------------------------------------------------------


def test_votes_are_summed_by_year_and_listed_newest_first(client, tmp_path):
    votes(tmp_path, THREE)

    body = get(client, "FRA-DEU/votes/")

    assert (body["both"], body["alike"], body["apart"], body["rate"]) == (3, 1, 2, 1 / 3)
    assert body["years"][0] == {"year": 2001, "both": 1, "alike": 1, "apart": 0, "rate": 1.0}
    assert [each["number"] for each in body["results"]] == [3, 2, 1]
    assert body["results"][1] == {
        "number": 2, "voted_on": "2002-12-01", "session": 60, "resolution": "R/2",
        "title": "TRADE", "description": "ON TRADE", "issues": ["Economic development"],
        "votes": {"DEU": "no", "FRA": "yes"}, "is_alike": False,
    }  # fmt: skip
    assert "Voeten" in body["source"]["credit"]
    assert client.get(f"/api/v1/sources/{body['source']['id']}/").status_code == 200
    assert client.get(f"/a/{body['source']['id']}/").status_code == 200
    assert body["next"] is None


@pytest.mark.parametrize(("only", "numbers"), [("alike", [1]), ("apart", [3, 2])])
def test_votes_are_narrowed_to_those_alike_or_apart(client, tmp_path, only, numbers):
    votes(tmp_path, THREE)

    body = get(client, f"DEU-FRA/votes/?only={only}")

    assert [each["number"] for each in body["results"]] == numbers
    assert body["both"] == 3


def test_votes_are_paged_to_the_last(client, tmp_path):
    votes(tmp_path, THREE)
    seen, place = [], f"{V1}DEU-FRA/votes/?limit=1"

    while place:
        body = client.get(place).json()
        seen += [each["number"] for each in body["results"]]
        place = body["next"]

    assert seen == [3, 2, 1]


@pytest.mark.parametrize(
    "query",
    ["only=both", "only=alike&only=apart", "cursor=x", "cursor=99", "cursor=99999999999999999",
     "limit=0", "after=1", "lane=arms"],
)  # fmt: skip
def test_what_votes_cannot_read_is_refused(client, tmp_path, query):
    votes(tmp_path, THREE)

    assert get(client, f"DEU-FRA/votes/?{query}", 400)["errors"]


def test_two_that_never_voted_have_no_rate(client):
    body = get(client, "DEU-FRA/votes/")

    assert (body["rate"], body["years"], body["results"], body["source"]) == (None, [], [], None)


def test_votes_asked_again_are_not_sent_again(client, tmp_path):
    votes(tmp_path, THREE)
    first = client.get(f"{V1}DEU-FRA/votes/")

    again = client.get(f"{V1}DEU-FRA/votes/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


# --- pages and their twins -------------------------------------------------------------------


def test_the_page_of_votes_and_the_api_name_each_other(client, tmp_path):
    votes(tmp_path, THREE)

    html = client.get("/r/DEU-FRA/votes/?only=apart").content.decode()
    [twin] = re.findall(r'rel="alternate" type="application/json" href="([^"]+)"', html)
    body = client.get(twin).json()

    assert [each["number"] for each in body["results"]] == [3, 2]
    assert body["page"].endswith("/r/DEU-FRA/votes/?only=apart")
    assert '<link rel="stylesheet" href="/static/pages/pair.css">' in html


def test_the_pair_page_leads_to_what_the_api_has_beside_it(client, tmp_path):
    rail(tmp_path)

    html = client.get("/r/DEU-FRA/").content.decode()

    assert 'href="/api/v1/pairs/DEU-FRA/beside/"' in html
    assert 'href="/r/DEU-FRA/votes/"' in html
    assert "3 parties, both since July 1992" in html
    assert get(client, "DEU-FRA/beside/")["page"].endswith("/r/DEU-FRA/")
