"""What was known at a moment: asked by `as_of`, and never another answer."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from relations import recording, timeline
from relations.lanes import Kind
from relations.models import Change, Fact
from relations.pairs import Pair
from relations.recording import Amount, payloads
from relations.timeline import then
from relations.timeline.summary_then import summary_then
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

V1 = "/api/v1/"
PAID = Amount(measure="paid", best=3_000_000, currency="USD", reported="3 million")


def get(client, path, status=200):
    answer = client.get(V1 + path)
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def now_known():
    """Number what waits; return the moment as an address spells it."""
    recording.number_changes()
    return quote(Change.objects.latest("position").known_at.isoformat())


def sorted_members(row):
    members = sorted(row["participants"], key=lambda each: (each["role"], each["country"]))
    return {**row, "participants": members}


@pytest.mark.usefixtures("demo")
def test_a_row_of_this_moment_is_the_row_of_today():
    known = then.known_at(Change.objects.latest("position").known_at)
    facts = list(Fact.objects.published())
    assert {fact.kind for fact in facts} == set(Kind)
    for fact in facts:
        today = sorted_members(timeline.row_of(fact))
        was = sorted_members(then.row_then(fact, known))
        if today["speaker"]:
            for row in (today, was):
                row["speaker"]["targets"].sort(key=lambda each: each["country"])
        assert was == today


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("query", ["", "lane=arms", "from=2022-07&to=2022-07", "sort=oldest",
    "verification=claimed", "publisher=voa-editorials", "direction=IRN-RUS"])  # fmt: skip
def test_the_timeline_of_this_moment_is_the_timeline_of_today(client, query):
    moment = now_known()
    today = get(client, f"pairs/IRN-RUS/timeline/?{query}")["results"]
    was = get(client, f"pairs/IRN-RUS/timeline/?{query}&as_of={moment}")["results"]

    assert [row["id"] for row in was] == [row["id"] for row in today]
    assert [row["direction"] for row in was] == [row["direction"] for row in today]


def test_a_correction_leaves_the_answer_for_the_moment_before(client):
    fact = factories.visit(date="2020-03-01")
    before = now_known()
    first = get(client, f"pairs/DEU-FRA/timeline/?as_of={before}")
    payload = {**payloads.payload_of(fact), "headline": "They met after all"}
    common, detail = payloads.read(payload)
    reviewer = factories.user("Reviewer")
    recording.amend(fact, by=reviewer, common=common, detail=detail, reason="It was wrong")
    after = now_known()

    assert get(client, f"pairs/DEU-FRA/timeline/?as_of={before}") == first
    assert first["results"][0]["headline"] != "They met after all"
    [row] = get(client, f"pairs/DEU-FRA/timeline/?as_of={after}")["results"]
    assert row["headline"] == "They met after all"
    assert get(client, f"facts/{fact.pk}/?as_of={before}")["headline"] != row["headline"]
    assert get(client, f"facts/{fact.pk}/?as_of={after}")["headline"] == row["headline"]


def test_details_asked_for_are_those_of_the_moment(client):
    fact = factories.visit(date="2020-03-01")
    before = now_known()
    payload = payloads.payload_of(fact)
    common, detail = payloads.read({**payload, "detail": {**payload["detail"], "place": "Bonn"}})
    recording.amend(fact, by=factories.user("Reviewer"), common=common, detail=detail, reason="No")
    after = now_known()

    for path in (f"pairs/DEU-FRA/timeline/?as_of={before}&include=detail", f"facts/{fact.pk}/"
                 f"?as_of={before}&include=detail"):  # fmt: skip
        body = get(client, path)
        [row] = body.get("results", [body])
        assert row["detail"]["place"] == ""
    then_now = get(client, f"facts/{fact.pk}/?as_of={after}&include=detail")["detail"]
    assert then_now == get(client, f"facts/{fact.pk}/")["detail"]
    assert then_now["place"] == "Bonn"


def test_what_was_withdrawn_since_is_there_for_the_moment_before(client):
    fact = factories.visit(date="2020-03-01")
    before = now_known()
    recording.retract(fact, by=factories.user("Reviewer"), reason="It was another day")
    after = now_known()

    assert len(get(client, f"pairs/DEU-FRA/timeline/?as_of={before}")["results"]) == 1
    assert get(client, f"pairs/DEU-FRA/timeline/?as_of={after}")["results"] == []
    assert get(client, f"facts/{fact.pk}/?as_of={before}")["id"] == fact.pk
    get(client, f"facts/{fact.pk}/?as_of={after}", 404)
    get(client, f"facts/{fact.pk}/", 410)


def test_before_its_publication_a_fact_is_unknown(client):
    earlier = quote((timezone.now() - timedelta(days=1)).isoformat())
    fact = factories.visit(date="2020-03-01")
    now_known()

    assert get(client, f"pairs/DEU-FRA/timeline/?as_of={earlier}")["results"] == []
    get(client, f"facts/{fact.pk}/?as_of={earlier}", 404)


def test_a_source_is_cited_as_it_was_then(client):
    fact = factories.visit(date="2020-03-01")
    source = fact.claims.first().source
    moment = now_known()
    first = get(client, f"facts/{fact.pk}/?as_of={moment}")
    title = source.title
    recording.describe_source(source, by=factories.user("Reviewer"), title="Another title")

    assert get(client, f"facts/{fact.pk}/?as_of={moment}") == first
    assert first["claims"][0]["source"]["title"] == title
    assert get(client, f"facts/{fact.pk}/")["claims"][0]["source"]["title"] == "Another title"


def test_pages_of_a_moment_past_follow_one_another(client):
    for year in range(2000, 2009):
        factories.visit(date=str(year))
    moment = now_known()
    whole = get(client, f"pairs/DEU-FRA/timeline/?as_of={moment}")["results"]
    for fact in Fact.objects.filter(date_text__in=("2003", "2005")):
        recording.retract(fact, by=factories.user("Reviewer"), reason="Read wrongly")
    recording.number_changes()

    found, path = [], f"pairs/DEU-FRA/timeline/?as_of={moment}&limit=2"
    while path:
        page = get(client, path)
        found += page["results"]
        path = page["next"] and page["next"].split(V1, 1)[1]
    assert found == whole
    assert len(get(client, "pairs/DEU-FRA/timeline/")["results"]) == 7


def test_what_stays_here_under_its_licence_stayed_then(client, django_user_model):
    fact = factories.visit(
        date="2020-03-01", evidence=[factories.evidence(is_redistributable=False)]
    )
    moment = now_known()

    assert get(client, f"pairs/DEU-FRA/timeline/?as_of={moment}")["results"] == []
    get(client, f"facts/{fact.pk}/?as_of={moment}", 404)
    client.force_login(factories.user("Reviewer"))
    assert len(get(client, f"pairs/DEU-FRA/timeline/?as_of={moment}")["results"]) == 1


@pytest.mark.parametrize("query", ["as_of=2999-01-01", "as_of=x", "as_of=2020&q=visit",
    "as_of=2020&sort=amount", "as_of=2020&source=3", "as_of=2020&count=exact"])  # fmt: skip
def test_what_cannot_be_said_of_the_past_is_refused(client, query):
    factories.visit()
    assert get(client, f"pairs/DEU-FRA/timeline/?{query}", 400)["errors"]


def test_a_list_of_all_facts_is_not_answered_for_the_past(client):
    assert get(client, "facts/?as_of=2020", 400)["errors"][0]["parameter"] == "as_of"


@pytest.mark.usefixtures("demo")
def test_a_page_of_the_past_takes_the_index_of_versions(django_assert_num_queries):
    known = then.known_at(Change.objects.latest("position").known_at)
    filters = timeline.read([])[0]
    with django_assert_num_queries(2):  # page with predecessors, that of the Soviet Union
        page = timeline.pair_page(Pair.parse("IRN-RUS"), filters, position=known.position)
    with django_assert_num_queries(3):
        then.rows_then(page.places, known)


# --- a pair's summary --------------------------------------------------------------------------


def summary(client, query=""):
    body = get(client, f"pairs/DEU-FRA/{query}")
    return {name: value for name, value in body.items() if name not in ("as_of", "page")}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("query", ["as_of={}", "at=2999-12-31", "at=2999-12-31&as_of={}"])
def test_the_summary_of_this_moment_is_the_summary_of_today(client, query):
    moment = now_known()
    today = get(client, "pairs/IRN-RUS/")
    was = get(client, f"pairs/IRN-RUS/?{query.format(moment)}")

    assert was.pop("as_of")["position"] == Change.objects.latest("position").position
    assert (today.pop("page")[-11:], was.pop("page")) == ("/r/IRN-RUS/", "")
    assert was == today
    assert today["facts"] == 9


def test_the_summary_of_a_moment_never_becomes_another(client):
    signed = factories.agreement(date="2001-03-12")
    factories.visit(date="2002", money=[PAID])
    agreement = signed.detail.agreement
    before = now_known()
    first = get(client, f"pairs/DEU-FRA/?as_of={before}")
    editor = factories.user("Reviewer")
    factories.agreement(date="2003", step="cancelled", agreement=agreement)
    factories.visit(date="2004")
    recording.retract(signed, by=editor, reason="Read wrongly")
    recording.describe_source(signed.claims.first().source, by=editor, title="Another title")
    after = now_known()
    recording.fold_tallies()  # until then today's first year may be that of a fact withdrawn

    assert get(client, f"pairs/DEU-FRA/?as_of={before}") == first
    assert first["facts"] == 2
    assert first["agreements"] == {"signed": 1}
    assert first["money"][3]["dollars"] == 3_000_000
    assert summary(client, f"?as_of={after}") == summary(client)
    assert summary(client)["agreements"] == {"cancelled": 1}


def test_the_summary_at_a_day_counts_what_had_begun_and_how_it_stood(client):
    signed = factories.agreement(date="2001-03-12")
    agreement = signed.detail.agreement
    factories.agreement(date="2003", step="entered_into_force", agreement=agreement)
    factories.visit(date="2002", money=[PAID])
    now_known()

    at_first = summary(client, "?at=2001-12-31")
    assert (at_first["facts"], at_first["agreements"]) == (1, {"signed": 1})
    assert (at_first["visits"], at_first["money"][3]["counted"]) == (0, 0)
    assert summary(client, "?at=2002")["money"][3]["dollars"] == 3_000_000
    assert summary(client, "?at=2003")["agreements"] == {"in_force": 1}
    assert summary(client, "?at=1999")["facts"] == 0


def test_the_summary_at_a_day_counts_what_the_timeline_at_that_day_shows(client):
    for year in ("2001", "2002-05", "2003", "2002-03-05/2004-01-01"):
        factories.visit(date=year)
    now_known()

    for day in ("2000", "2001-06-30", "2002", "2003", "2004"):
        rows = get(client, f"pairs/DEU-FRA/timeline/?at={day}")["results"]
        assert summary(client, f"?at={day}")["facts"] == len(rows)


def test_a_summary_before_anything_was_known_is_empty(client):
    earlier = quote((timezone.now() - timedelta(days=1)).isoformat())
    factories.visit(date="2020-03-01")
    now_known()

    body = get(client, f"pairs/DEU-FRA/?as_of={earlier}")
    assert (body["facts"], body["sources"], body["as_of"]["position"]) == (0, 0, 0)


@pytest.mark.parametrize("query", ["as_of=2999-01-01", "as_of=x", "at=x", "at=2020&at=2021",
    "from=2020"])  # fmt: skip
def test_a_summary_refuses_what_it_does_not_answer(client, query):
    factories.visit()
    assert get(client, f"pairs/DEU-FRA/?{query}", 400)["errors"]


def test_a_summary_of_the_past_takes_few_queries(client, django_assert_num_queries):
    for year in range(2000, 2009):
        factories.agreement(date=str(year))
    now_known()
    with django_assert_num_queries(3):
        summary_then(Pair.parse("DEU-FRA"), then.Known(timezone.now(), 10**6))


@pytest.mark.parametrize("query", ["", "?at=2021"])
def test_money_that_may_not_leave_is_counted_and_not_listed(client, query):
    factories.visit(
        date="2020", money=[PAID], evidence=[factories.evidence(is_redistributable=False)]
    )
    now_known()

    def paid():
        return get(client, f"pairs/DEU-FRA/{query}")["money"][3]

    assert (paid()["counted"], paid()["included"]) == (1, [])
    client.force_login(factories.user("Reviewer"))
    assert [row["best"] for row in paid()["included"]] == [3_000_000]
