"""What a reader asks for is what the answer holds, and nothing else is done quietly."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import recording
from relations.models import CountryName, Fact, TransferStep
from relations.recording import Quantity, TransferValues
from tests import factories
from tests.api.asking import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

V1 = "/api/v1/"
DE_FR = "pairs/DEU-FRA/timeline/"


def get(client, path, status=200):
    answer = client.get(V1 + path)
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def headlines(body):
    return {row["headline"] for row in body["results"]}


def refused(client, path):
    body = get(client, path, 400)
    assert body["type"] == "/api/problems/bad-parameter"
    return {each["parameter"] for each in body["errors"]}


# --- the shape of a row ------------------------------------------------------------------------


def test_only_the_fields_asked_for_are_there(client):
    factories.visit()
    [row] = get(client, f"{DE_FR}?fields=id,headline")["results"]
    assert set(row) == {"id", "headline"}


def test_what_is_omitted_is_gone_and_the_rest_stays(client):
    factories.visit()
    [whole] = get(client, DE_FR)["results"]
    [row] = get(client, f"{DE_FR}?omit=claims&omit=participants")["results"]
    assert {**row, "claims": whole["claims"], "participants": whole["participants"]} == whole


@pytest.mark.usefixtures("demo")
def test_details_and_sources_are_included_for_every_kind(client):
    rows = get(client, "facts/?include=detail,sources&limit=200")["results"]
    assert {row["kind"] for row in rows} >= {"agreement", "arms_transfer", "statement", "visit"}
    for row in rows:
        assert row["detail"] == get(client, f"facts/{row['id']}/")["detail"]
        assert {s["id"] for s in row["sources"]} == {c["source"]["id"] for c in row["claims"]}


@pytest.mark.usefixtures("demo")
def test_a_page_of_details_takes_the_same_queries_for_any_number(
    client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(24):
        get(client, "facts/?include=detail,sources&codes=cow&limit=200")


@pytest.mark.parametrize("query", ["fields=headlin", "omit=x", "include=everything", "codes=fips",
    "count=all", "lang=xx", "codes=cow&codes=gw"])  # fmt: skip
def test_a_shape_that_is_not_there_is_refused(client, query):
    assert refused(client, f"{DE_FR}?{query}") == {query.split("=")[0]}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", ["facts/?limit=200", "pairs/IRN-RUS/timeline/?limit=5",
    "facts/?kind=statement", "pairs/IRN-RUS/timeline/?lane=arms"])  # fmt: skip
@pytest.mark.parametrize("is_known", [False, True])
def test_rows_as_the_database_writes_them_are_the_rows_as_values(client, path, is_known):
    factories.visit(evidence=[factories.evidence(), factories.evidence(is_redistributable=False)])
    if is_known:
        client.force_login(factories.user())
    written = get(client, path)
    as_values = get(client, f"{path}&include=participants")
    assert written["results"] == as_values["results"]
    assert written["results"]


# --- codes and names on the fact's date -------------------------------------------------------


def code_of(row, country):
    [member] = [each for each in row["participants"] if each["country"] == country]
    return member["codes"]["value"], member["codes"]["reason"]


def test_a_code_is_the_one_of_the_facts_date(client):
    factories.visit(date="2020-01-05")
    [row] = get(client, "pairs/DEU-FRA/timeline/?codes=cow")["results"][:1]
    assert code_of(row, "FRA") == ("220", "")
    assert code_of(row, "DEU") == ("255", "")
    [row] = get(client, "pairs/DEU-FRA/timeline/?codes=m49")["results"][:1]
    assert code_of(row, "DEU") == ("276", "")


def test_a_code_that_is_ambiguous_on_the_date_is_null_with_the_reason(client):
    factories.visit(date="1990")
    [row] = get(client, "pairs/DEU-FRA/timeline/?codes=cow")["results"]
    value, reason = code_of(row, "DEU")
    assert value is None
    assert "The date may mean days" in reason or "had no code" in reason
    assert code_of(row, "FRA") == ("220", "")


def test_a_country_is_named_in_the_language_asked_for(client):
    factories.visit()
    CountryName.objects.create(country_id="DEU", text="Germanie", language="ro", kind="common")
    [row] = get(client, f"{DE_FR}?lang=ro")["results"]
    labels = {each["country"]: each["label"] for each in row["participants"]}
    assert labels["DEU"] == "Germanie"


# --- filters -----------------------------------------------------------------------------------


def test_a_country_in_a_role_finds_only_that_role(client):
    factories.visit(headline="A French visit")
    host = get(client, "facts/?country=DEU&role=host")
    visitor = get(client, "facts/?country=DEU&role=visitor")
    assert headlines(host) ^ headlines(visitor) == {"A French visit"}


def test_a_country_beside_a_pair_narrows_it(client):
    factories.visit()
    assert get(client, "facts/?pair=DEU-FRA&country=USA")["results"] == []
    assert len(get(client, "facts/?pair=DEU-FRA&country=FRA")["results"]) == 1


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("query", "expected"),
    [("min_amount=1", 1), ("min_amount=40000000001", 0), ("max_amount=50000000000", 1),
     ("stance=critical", 4), ("stance=neutral", 0), ("changed_since=2020", 9),
     ("changed_since=2100", 0), ("topic=nothing", 0)],
)  # fmt: skip
def test_a_filter_narrows_a_pair(client, query, expected):
    recording.number_changes()
    assert len(get(client, f"pairs/IRN-RUS/timeline/?{query}")["results"]) == expected


def test_the_category_of_what_is_transferred_narrows(client, demo):
    every = get(client, "facts/?kind=arms_transfer")["results"]
    found = [
        row
        for name in ("aircraft", "missiles", "other")
        for row in get(client, f"facts/?category={name}")["results"]
    ]
    assert {row["id"] for row in found} <= {row["id"] for row in every}


@pytest.mark.parametrize("query", ["country=ZZZ", "role=host", "role=guest&country=DEU",
    "min_amount=x", "min_amount=5&max_amount=4", "stance=angry", "category=ships2",
    "changed_since=soon", "sort=amount", "direction=mutual",
    "country=iran&country=DEU"])  # fmt: skip
def test_a_filter_that_cannot_be_read_finds_no_everything(client, query):
    factories.visit()
    assert refused(client, f"facts/?{query}")


@pytest.mark.parametrize("n", [101, 10_000])
def test_more_ids_than_are_read_are_refused(client, n):
    ids = "&".join(f"source={number}" for number in range(1, n + 1))
    assert get(client, f"facts/?{ids}", 400)["detail"]


# --- counts ------------------------------------------------------------------------------------


def test_nothing_is_counted_unless_asked(client):
    for _ in range(3):
        factories.visit()
    assert "count" not in get(client, DE_FR)
    assert get(client, f"{DE_FR}?count=exact&limit=1")["count"] == {"value": 3, "is": "exact"}
    assert get(client, "facts/?country=DEU&count=exact")["count"] == {"value": 3, "is": "exact"}
    assert get(client, "facts/?count=estimate")["count"]["is"] == "estimate"
    assert get(client, f"{DE_FR}?count=estimate")["count"]["is"] == "estimate"


def test_one_fact_reads_only_what_is_asked_and_nothing_twice(client):
    fact = factories.visit()

    def queries(query):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{V1}facts/{fact.pk}/{query}").status_code == 200
        return len(asked)

    queries("")
    assert queries("?include=detail") == queries("")
    assert queries("?omit=detail,pairs,links") == queries("") - 5


# --- the state of the world --------------------------------------------------------------------


def test_at_a_day_an_agreement_has_the_status_of_its_steps_so_far(client):
    signed = factories.agreement(date="2001-03-12", step="signed")
    agreement = signed.detail.agreement
    factories.agreement(date="2002-04-05", step="entered_into_force", agreement=agreement)

    def status(day):
        rows = get(client, f"agreements/?at={day}")["results"]
        return {row["id"]: row["status"] for row in rows}.get(agreement.pk)

    assert status("2000-12-31") is None
    assert status("2001-12-31") == "signed"
    assert status("2003") == "in_force"
    rows = get(client, "pairs/DEU-FRA/timeline/?at=2001-12-31")["results"]
    assert [(row["id"], row["status"]) for row in rows] == [(signed.pk, "signed")]


def test_at_a_day_an_order_is_delivered_once_all_that_was_ordered_is(client):
    russia, iran = factories.country("RUS"), factories.country("IRN")
    whom = {"designation": "Mi-17", "supplier": russia, "recipient": iran}
    for day, step, pieces in (("2001", "ordered", 10), ("2002", "delivered", 4),
                              ("2003", "delivered", 6)):  # fmt: skip
        values = TransferValues(step=step, quantity=Quantity(best=pieces), **whom)
        fact = recording.record_arms_transfer(by=None, fact=factories.common(day), transfer=values)
        recording.publish(fact, by=None)
        whom = {"transfer": TransferStep.objects.get(pk=fact.pk).transfer}
    recording.number_changes()

    found = {
        day: (
            [row["status"] for row in get(client, f"arms-transfers/?at={day}")["results"]],
            get(client, f"pairs/IRN-RUS/?at={day}")["transfers"]["RUS-IRN"],
        )
        for day in ("2001", "2002", "2003")
    }
    assert found == {
        "2001": (["ordered"], {"ordered": 1}),
        "2002": (["in_delivery"], {"in_delivery": 1}),
        "2003": (["delivered"], {"delivered": 1}),
    }


# --- sums --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_years_say_what_they_leave_out(client):
    body = get(client, "pairs/IRN-RUS/years/")
    assert body["years"] == [{"year": 2022, "facts": 3, "kinds": {"visit": 2, "statement": 1}}]
    assert body["included"] == 3
    assert {each["reason"]: each["facts"] for each in body["excluded"]} == {
        "without a date": 6, "known only to longer than a year": 0, "refuted": 0,
    }  # fmt: skip
    assert body["included"] + 6 == get(client, "pairs/IRN-RUS/")["facts"]


@pytest.mark.usefixtures("demo")
def test_partners_and_the_matrix_say_the_same_of_a_pair(client):
    partners = {row["country"]: row for row in get(client, "countries/IRN/partners/")["results"]}
    assert partners["RUS"]["promised_not_confirmed_usd"] == 40e9
    assert partners["RUS"]["promised_confirmed_usd"] == 0
    cells = {row["pair"]: row["value"] for row in get(client, "matrix/")["results"]}
    assert cells["IRN-RUS"] == partners["RUS"]["facts"] - partners["RUS"]["of_these_by_others"]


@pytest.mark.parametrize("query", ["measure=love", "measure=paid&verification=claimed",
    "measure=visits&lane=arms", "verification=sure"])  # fmt: skip
def test_the_matrix_narrows_by_nothing_it_does_not_count(client, query):
    assert refused(client, f"matrix/?{query}")


# --- conditional -------------------------------------------------------------------------------


def test_an_answer_asked_again_is_not_sent_again_until_a_fact_changes(client):
    factories.visit()
    first = client.get(V1 + DE_FR)
    assert first["Cache-Control"] == "public, no-cache"
    tag = first["ETag"]
    again = client.get(V1 + DE_FR, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == tag
    factories.visit()
    changed = client.get(V1 + DE_FR, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_what_the_signed_in_see_is_private(client):
    factories.visit()
    client.force_login(factories.user())
    assert client.get(V1 + DE_FR)["Cache-Control"] == "private, no-cache"
    assert "Authorization" in client.get(V1 + DE_FR)["Vary"]


def test_a_token_that_may_not_read_gets_what_anybody_gets(client):
    """Of a fact that its licence keeps here: nothing, in a list, a timeline or by number."""
    fact = factories.visit(evidence=[factories.evidence(is_redistributable=False)])
    reader = Program(client)
    sender = Program(client, scopes=["webhooks"])
    for path in (DE_FR, "facts/", "facts/?include=detail", "visits/"):
        assert [row["id"] for row in reader.get(path)["results"]] == [fact.pk]
        assert sender.get(path)["results"] == []
    reader.get(f"facts/{fact.pk}/")
    sender.get(f"facts/{fact.pk}/", 404)


# --- limits ------------------------------------------------------------------------------------


def test_what_is_left_of_the_minute_is_told_and_too_many_are_refused(client, settings):
    settings.API_RATE = 2
    first = client.get(V1)
    assert first["RateLimit-Policy"] == '"default";q=2;w=60'
    assert first["RateLimit"].startswith('"default";r=1;t=')
    client.get(V1)
    third = client.get(V1)
    assert third.status_code == 429
    assert 0 < int(third["Retry-After"]) <= 61
    assert third["Content-Type"] == "application/problem+json"


def test_other_sites_may_read_and_not_write(client):
    answer = client.get(V1, headers={"Origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    asked = client.options(V1, headers={
        "Origin": "https://example.org", "Access-Control-Request-Method": "POST"})  # fmt: skip
    assert "POST" not in asked["Access-Control-Allow-Methods"]


@pytest.mark.django_db(transaction=True)
def test_a_question_the_database_gives_up_is_a_problem_and_no_trace(client):
    from django.db import connection

    factories.visit()
    with connection.execute_wrapper(_slow):
        answer = client.get(f"{V1}facts/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert b"SELECT" not in answer.content
    assert Fact.objects.count() == 1


def _slow(execute, sql, params, many, context):
    if "relations_fact" in sql:
        execute("SET statement_timeout = '5ms'", None, False, context)
        try:
            return execute("SELECT pg_sleep(1)", None, False, context)
        finally:
            execute("SET statement_timeout = 0", None, False, context)
    return execute(sql, params, many, context)


# --- things that last, and the twins of pages --------------------------------------------------


def test_a_thing_that_lasts_is_asked_by_number_and_a_merged_one_leads_on(client):
    first, second = factories.agreement(), factories.agreement(date="2023")
    one, other = first.detail.agreement, second.detail.agreement
    assert get(client, f"agreements/{one.pk}/")["facts"] == [first.pk]
    get(client, "agreements/999999/", 404)
    draft = factories.agreement(publish=False).detail.agreement
    get(client, f"agreements/{draft.pk}/", 404)
    recording.merge(other, into=one, by=factories.user("Reviewer"), reason="The same")
    moved = client.get(f"{V1}agreements/{other.pk}/")
    assert (moved.status_code, moved["Location"]) == (301, f"{V1}agreements/{one.pk}/")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("page", ["/r/IRN-RUS/?lane=arms", "/c/IRN/", "/countries/", "/pairs/",
    "/network/", "/changes/", "/search/?q=drones", "/sources/", "/s/voa-editorials/"])  # fmt: skip
def test_a_page_names_its_twin_in_the_api(client, page):
    html = client.get(page).content.decode()
    [twin] = re.findall(r'rel="alternate" type="application/json" href="([^"]+)"', html)
    assert client.get(unescape(twin)).status_code == 200


@pytest.mark.usefixtures("demo")
def test_a_twin_names_its_page(client):
    body = get(client, "pairs/IRN-RUS/timeline/?lane=arms")
    assert body["page"].endswith("/r/IRN-RUS/?lane=arms")
    assert client.get(body["page"]).status_code == 200
