"""The read API as other tools see it."""

import json

import pytest
from openapi_spec_validator import validate

from api import serializers
from relations import recording
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

V1 = "/api/v1/"


def get(client, path, status=200):
    answer = client.get(V1 + path)
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def problem(client, path, status):
    answer = client.get(V1 + path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"].startswith("/api/problems/")
    return body


@pytest.mark.usefixtures("demo")
def test_the_founding_article_is_nine_facts_with_quotations(client):
    body = get(client, "pairs/RUS-IRN/timeline/")

    assert len(body["results"]) == 9
    assert body["next"] is body["previous"] is None
    for row in body["results"]:
        assert row["claims"]
        assert all(claim["quotation"] for claim in row["claims"])
        assert {claim["source"]["publisher"] for claim in row["claims"]} == {"VOA Editorials"}
    assert [row["relation"] for row in body["results"]].count("about") == 4
    [deal] = [row for row in body["results"] if row["kind"] == "agreement"]
    assert deal["badge"] == "Claimed by both"
    assert deal["amounts"][0]["best"] == 40e9
    assert deal["amounts"][0]["measure"] == "promised"
    assert deal["date"]["precision"] == "none"
    [uavs] = [row for row in body["results"] if row["kind"] == "arms_transfer"]
    assert uavs["quantity"]["reported"] == "up to several hundred"
    assert uavs["quantity"]["low"] is uavs["quantity"]["high"] is None
    assert uavs["quantity"]["armed"] == "some"
    assert uavs["direction"] == "IRN-RUS"
    dated = [row for row in body["results"] if row["date"]["precision"] == "day"]
    assert {row["date"]["edtf"] for row in dated} == {"2022-07-19"}
    assert len(dated) == 3


@pytest.mark.usefixtures("demo")
def test_the_deal_is_in_no_figure_but_promised(client):
    figures = {row["measure"]: row for row in get(client, "pairs/IRN-RUS/")["money"]}

    assert figures["promised"]["dollars"] == 40e9
    assert [row["reported"] for row in figures["promised"]["included"]] == ["$40 billion"]
    assert all(figures[name]["dollars"] == 0 for name in ("contracted", "credit_agreed", "paid"))


def test_a_pair_reads_the_same_in_either_order(client):
    factories.visit()

    assert get(client, "pairs/FRA-DEU/timeline/") == get(client, "pairs/DEU-FRA/timeline/")
    assert get(client, "pairs/FRA-DEU/") == get(client, "pairs/DEU-FRA/")


def test_an_unknown_parameter_is_refused_with_the_known_ones(client):
    body = problem(client, "pairs/DEU-FRA/timeline/?pairr=x&lane=sea", 400)

    assert {error["parameter"] for error in body["errors"]} == {"pairr", "lane"}
    assert "use lane, kind" in body["detail"]


@pytest.mark.parametrize(
    "query",
    ["from=2022-13", "from=2023&to=2022", "limit=500", "limit=x", "cursor=abc", "sort=best",
     "direction=USA-FRA", "as_of=tomorrow", "source=x!", "predecessor=maybe"],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_refused(client, query):
    problem(client, f"pairs/DEU-FRA/timeline/?{query}", 400)


@pytest.mark.parametrize("path", ["pairs/XXX-IRN/", "pairs/IRN/", "pairs/IRN-IRN/timeline/",
                                  "facts/999/", "countries/XXX/", "nothing/"])  # fmt: skip
def test_what_is_not_there_is_a_problem_document(client, path):
    problem(client, path, 404)


def test_pages_follow_next_and_previous(client):
    facts = [factories.visit(f"2022-07-{day:02}").pk for day in range(1, 8)]

    first = get(client, "pairs/DEU-FRA/timeline/?limit=3")
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    again = client.get(third["previous"]).json()

    seen = [row["id"] for page in (first, second, third) for row in page["results"]]
    assert seen == facts[::-1]
    assert again["results"] == second["results"]
    assert third["next"] is None


def test_facts_are_filtered_by_pair_country_and_kind(client):
    visit, treaty = factories.visit(), factories.agreement(parties=("FRA", "USA"))

    def ids(query):
        return [row["id"] for row in get(client, f"facts/?{query}")["results"]]

    assert set(ids("")) == {visit.pk, treaty.pk}
    assert ids("pair=FRA-DEU") == [visit.pk]
    assert set(ids("country=FRA")) == {visit.pk, treaty.pk}
    assert ids("country=USA") == [treaty.pk]
    assert ids("kind=visit") == [visit.pk]
    assert [row["id"] for row in get(client, "visits/")["results"]] == [visit.pk]
    assert get(client, "statements/")["results"] == []
    problem(client, "facts/?pair=FRA", 400)


def test_a_fact_says_its_detail_pairs_and_why_it_is_believed(client):
    fact = factories.visit()

    body = get(client, f"facts/{fact.pk}/")

    assert body["pairs"] == ["DEU-FRA"]
    assert body["detail"]["visitors"] == ["FRA"]
    assert body["verification_reason"] == "One origin that is no state's says so."


def test_a_draft_is_nowhere(client):
    draft = factories.visit(publish=False)

    assert get(client, "facts/")["results"] == []
    assert get(client, "pairs/")["results"] == []
    assert get(client, "sources/")["results"] == []
    problem(client, f"facts/{draft.pk}/", 404)


def test_a_withdrawn_fact_is_gone_and_a_merged_one_moves(client):
    gone, kept, merged = factories.visit(), factories.visit(), factories.visit()
    recording.retract(gone, by=None, reason="It was another visit")
    recording.merge(merged, into=kept, by=None, reason="The same visit")

    assert "It was another visit" in problem(client, f"facts/{gone.pk}/", 410)["detail"]
    moved = client.get(f"{V1}facts/{merged.pk}/")
    assert (moved.status_code, moved["Location"]) == (301, f"/api/v1/facts/{kept.pk}/")


def test_what_may_not_be_redistributed_leaves_only_for_those_signed_in(client):
    closed = factories.visit(evidence=[factories.evidence(is_redistributable=False)])
    both = factories.visit(
        evidence=[factories.evidence(), factories.evidence(is_redistributable=False)]
    )

    rows = get(client, "pairs/DEU-FRA/timeline/")["results"]
    assert [row["id"] for row in rows] == [both.pk]
    assert len(rows[0]["claims"]) == 1
    assert get(client, "pairs/DEU-FRA/")["withheld"] == 1
    assert len(get(client, "facts/")["results"]) == 1
    problem(client, f"facts/{closed.pk}/", 404)

    client.force_login(factories.user())
    assert len(get(client, "pairs/DEU-FRA/timeline/")["results"]) == 2


def test_lasting_things_are_listed_once_a_public_fact_refers_to_them(client):
    factories.agreement()
    factories.agreement(publish=False)

    [row] = get(client, "agreements/")["results"]

    assert row["parties"] == ["DEU", "FRA"]
    assert get(client, "agreements/?country=USA")["results"] == []
    assert get(client, "arms-transfers/")["results"] == []
    assert len(get(client, "sources/")["results"]) == 1


def test_countries_page_by_code(client):
    first = get(client, "countries/?limit=2")
    second = client.get(first["next"]).json()

    codes = [row["code"] for page in (first, second) for row in page["results"]]
    assert codes == sorted(codes)
    assert len(set(codes)) == 4
    russia = get(client, "countries/rus/")
    assert {"predecessor": "SUN", "kind": "continuation", "happened_on": "1991-12-26"} in (
        russia["predecessors"]
    )


def test_pairs_are_listed_with_their_counts(client):
    factories.visit()
    factories.visit(guest="USA")

    body = get(client, "pairs/?limit=1")
    assert [row["pair"] for row in body["results"]] == ["DEU-FRA"]
    assert [row["pair"] for row in client.get(body["next"]).json()["results"]] == ["DEU-USA"]
    assert [row["pair"] for row in get(client, "pairs/?country=USA")["results"]] == ["DEU-USA"]
    problem(client, "pairs/?country=XXX", 400)
    problem(client, "pairs/?cursor=x", 400)


def test_the_root_lists_addresses_that_answer(client):
    for name, address in get(client, "").items():
        expected = 401 if name in ("exports", "webhooks") else 200
        assert client.get(address).status_code == expected


def test_the_schema_is_valid_openapi_3_1(client):
    answer = client.get(f"{V1}schema/?format=json")
    schema = json.loads(answer.content)

    assert schema["openapi"].startswith("3.1")
    validate(schema)
    assert "/api/v1/pairs/{pair}/timeline/" in schema["paths"]
    assert client.get("/api/").status_code == 200


@pytest.mark.usefixtures("demo")
def test_the_serializers_describe_the_rows_exactly(client):
    def compare(serializer, value, path):
        fields = serializer.fields
        assert set(value) == set(fields), path
        for name, field in fields.items():
            if isinstance(value[name], dict) and hasattr(field, "fields"):
                compare(field, value[name], f"{path}.{name}")
            elif isinstance(value[name], list) and hasattr(field, "child"):
                for each in value[name]:
                    if hasattr(field.child, "fields"):
                        compare(field.child, each, f"{path}.{name}[]")

    for row in get(client, "facts/?limit=200")["results"]:
        compare(serializers.FactRowSerializer(), row, "row")
        compare(serializers.FactSerializer(), get(client, f"facts/{row['id']}/"), "fact")


def test_a_timeline_page_takes_few_queries(client, django_assert_num_queries):
    for _ in range(5):
        factories.visit()

    with django_assert_num_queries(2):  # page with predecessors, rows
        get(client, "pairs/DEU-FRA/timeline/")
    with django_assert_num_queries(2):  # page, rows
        get(client, "facts/")
