"""The change feed: what a mirror needs to hold what we hold."""

from __future__ import annotations

import re
from contextlib import suppress
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.models import Scope, Token
from relations import db, recording
from relations.models import Change, Claim, Fact
from relations.recording.snapshots import detail_snapshot
from relations.timeline.feed import feed
from relations.timeline.feed_question import FeedQuestion, read_feed_question
from relations.timeline.replay import DETAIL, public_snapshot, replay
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

CHANGES = "/api/v1/changes/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def get(client, query="", status=200):
    answer = client.get(CHANGES + query)
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def acts(body):
    return [(row["act"], row["fact"]) for row in body["results"]]


def everything(client, query="", limit=2):
    """All rows, page by page, as a mirror reads them."""
    rows, address = [], f"{CHANGES}?limit={limit}&{query}"
    while address:
        body = client.get(address).json()
        rows += body["results"]
        address = body["next"]
    return rows


def kept_here(**values):
    return factories.evidence(is_redistributable=False, **values)


@pytest.fixture
def member(client):
    user = factories.user()
    client.force_login(user)
    return user


# --- what is told ------------------------------------------------------------------------------


def test_acts_are_told_oldest_first_from_the_moment_a_fact_is_public(client):
    draft = factories.visit(publish=False)
    fact = factories.visit()
    recording.add_claims(fact, by=None, evidence=[factories.evidence()], reason="Another paper")
    recording.number_changes()

    body = get(client)

    assert acts(body) == [("published", fact.pk), ("corrected", fact.pk)]
    published, corrected = body["results"]
    assert published["before"] is None
    assert published["after"] == corrected["before"]
    assert published["after"]["verification"] == "reported"
    assert corrected["after"]["verification"] == "corroborated"
    assert corrected["reason"] == "Another paper"
    assert corrected["pairs"] == ["DEU-FRA"]
    assert corrected["position"] > published["position"]
    assert (published["revision"], corrected["revision"]) == (2, 3)
    assert draft.pk not in {row["fact"] for row in body["results"]}


def test_what_is_not_numbered_yet_is_not_told(client):
    factories.visit()

    assert get(client)["results"] == []


def test_a_withdrawn_fact_shows_only_that_it_is_and_why(client):
    fact = factories.visit(headline="A visit that was not")
    recording.add_claims(fact, by=None, evidence=[factories.evidence()])
    recording.number_changes()
    recording.retract(fact, by=None, reason="A hoax")
    recording.number_changes()

    body = get(client)

    assert [row["act"] for row in body["results"]] == ["published", "corrected", "retracted"]
    assert all(row["before"] is row["after"] is None for row in body["results"])
    assert body["results"][-1]["reason"] == "A hoax"
    assert b"A visit that was not" not in client.get(CHANGES).content
    assert b"A visit that was not" not in client.get("/api/v1/changes.atom").content


def test_what_was_merged_into_a_withdrawn_fact_is_withdrawn_with_it(client):
    last, middle, first = (factories.visit(headline=f"Hoax {n}") for n in range(3))
    recording.merge(first, into=middle, by=None, reason="One visit")
    recording.merge(middle, into=last, by=None, reason="One visit")
    recording.retract(last, by=None, reason="A hoax")
    recording.number_changes()

    assert all(row["before"] is row["after"] is None for row in get(client)["results"])


def test_a_merged_fact_names_its_survivor(client):
    kept, duplicate = factories.visit(), factories.visit()
    recording.merge(duplicate, into=kept, by=None, reason="One visit")
    recording.number_changes()

    gone, survivor = get(client)["results"][-2:]

    assert (gone["act"], gone["fact"], gone["merged_into"]) == ("merged", duplicate.pk, kept.pk)
    assert gone["after"] is None
    assert len(survivor["after"]["claims"]) == 2
    assert survivor["merged_into"] is None


def test_a_published_draft_shows_nothing_of_the_draft(client):
    fact = factories.visit(publish=False, headline="First words")
    recording.amend(
        fact, by=None, common=factories.common(evidence=[], headline="Second words"),
        detail=recording.VisitValues(
            visitors=[factories.country("FRA")], host=factories.country("DEU")
        ),
    )  # fmt: skip
    recording.publish(fact, by=None)
    recording.number_changes()

    assert b"First words" not in client.get(CHANGES).content
    assert get(client)["results"][0]["after"]["headline"] == "Second words"


def test_a_record_names_what_lasts_by_number_and_nothing_that_may_be_a_draft(client):
    spoken_of = factories.visit(publish=False)
    fact = factories.statement(links=[("part_of", spoken_of)])
    treaty = factories.agreement()
    recording.number_changes()

    found = {row["fact"]: row["after"] for row in get(client)["results"]}

    assert found[treaty.pk]["detail"] == {
        "agreement_id": treaty.agreementstep.agreement_id, "step": "signed", "party_id": None,
        "place": "",
    }  # fmt: skip
    assert "links" not in found[fact.pk]
    assert "about_fact_id" not in found[fact.pk]["detail"]


LEFT_OUT = {
    "agreement": {"title", "type", "level", "bindingness", "subjects", "parties",
                  "agreement_status"},
    "arms_transfer": {"title", "supplier", "recipient", "mode", "intended_use", "transfer_status",
                      "items"},
    "statement": {"about_fact_id", "speaker", "office"},
    "visit": set(),
    "action": set(),
}  # fmt: skip


def delivery():
    fact = recording.record_arms_transfer(
        by=None, fact=factories.common(),
        transfer=recording.TransferValues(
            step="delivered", title="Tanks", supplier=factories.country("DEU"),
            recipient=factories.country("FRA"), designation="Leopard 2",
        ),
    )  # fmt: skip
    return recording.publish(fact, by=None)


def sanction():
    fact = recording.record_action(
        by=None, fact=factories.common(),
        action=recording.ActionValues(
            action="sanction_imposed", senders=[factories.country("USA")],
            receivers=[factories.country("DEU")],
        ),
    )  # fmt: skip
    return recording.publish(fact, by=None)


MAKE = {
    "agreement": factories.agreement, "arms_transfer": delivery, "action": sanction,
    "statement": factories.statement, "visit": factories.visit,
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(LEFT_OUT))
def test_each_field_of_a_detail_is_public_or_left_out_on_purpose(kind):
    fact = MAKE[kind]()

    assert set(detail_snapshot(fact)) == {*DETAIL[fact.kind]} | LEFT_OUT[kind]
    assert not {*DETAIL[fact.kind]} & LEFT_OUT[kind]


# --- licences ----------------------------------------------------------------------------------


def test_claims_that_may_not_be_passed_on_stay_here_for_who_is_not_signed_in(client):
    mixed = factories.visit(evidence=[factories.evidence(), kept_here(quotation="Kept words.")])
    factories.visit(evidence=[kept_here()])
    recording.number_changes()

    body = get(client)

    assert acts(body) == [("published", mixed.pk)]
    assert len(body["results"][0]["after"]["claims"]) == 1
    assert body["withheld"] == 1
    assert b"Kept words." not in client.get(CHANGES).content


def test_who_is_signed_in_gets_them(client, member):
    factories.visit(evidence=[kept_here(quotation="Kept words.")])
    recording.number_changes()

    body = get(client)

    assert body["withheld"] == 0
    assert body["results"][0]["after"]["claims"][0]["quotation"] == "Kept words."


@pytest.mark.parametrize(("scope", "count"), [(Scope.READ, 1), (Scope.WEBHOOKS, 0)])
def test_a_token_gets_them_if_it_may_read(client, scope, count):
    factories.visit(evidence=[kept_here()])
    recording.number_changes()
    _, token = Token.objects.create(user=factories.user(), name="mirror", scopes=[scope])

    answer = client.get(CHANGES, headers={"Authorization": f"Token {token}"})

    assert len(answer.json()["results"]) == count


def test_a_fact_that_loses_its_last_free_claim_is_gone_for_those_without_rights(client):
    free = factories.evidence()
    fact = factories.visit(evidence=[free, kept_here()])
    recording.withdraw_claim(
        fact.claims.get(source=free.source), by=None, reason="Not what it says"
    )
    recording.number_changes()

    body = get(client)

    assert acts(body) == [("published", fact.pk), ("corrected", fact.pk)]
    assert body["results"][1]["after"] is None
    assert replay(body["results"]) == {}


def test_a_claim_whose_licence_was_taken_back_leaves_history_too(client):
    fact = factories.visit(evidence=[factories.evidence(quotation="Once free."), kept_here()])
    recording.number_changes()
    with db.writing("test"):
        Claim.objects.filter(fact=fact).update(is_redistributable=False)

    assert get(client)["withheld"] == 1
    assert b"Once free." not in client.get(CHANGES).content


def test_the_withdrawal_of_what_they_never_had_is_withheld_too(client):
    fact = factories.visit(evidence=[kept_here()])
    recording.retract(fact, by=None, reason="A secret reason")
    recording.number_changes()

    assert get(client)["results"] == []
    assert get(client)["withheld"] == 2


# --- pages -------------------------------------------------------------------------------------


def test_every_page_says_where_to_go_on_the_last_one_too(client):
    facts = [factories.visit().pk for _ in range(3)]
    recording.number_changes()

    first = get(client, "?limit=2")
    second = client.get(first["next"]).json()

    assert [row["fact"] for row in first["results"] + second["results"]] == facts
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert second["next"] is None
    later = factories.visit()
    recording.number_changes()
    assert acts(get(client, f"?cursor={second['cursor']}")) == [("published", later.pk)]


def test_an_empty_page_can_be_gone_on_from(client):
    assert get(client)["cursor"] == "p0"
    fact = factories.visit()
    recording.number_changes()
    assert acts(get(client, "?cursor=p0")) == [("published", fact.pk)]
    cursor = get(client)["cursor"]
    assert get(client, f"?cursor={cursor}") == {
        "results": [], "cursor": cursor, "has_more": False, "withheld": 0, "next": None,
        "previous": None,
    }  # fmt: skip


def test_reading_while_others_write_neither_repeats_nor_skips(client):
    seen, cursor = [], "p0"
    for turn in range(6):
        factories.visit()
        if turn % 2:
            recording.number_changes()
        body = get(client, f"?limit=1&cursor={cursor}")
        seen += [row["position"] for row in body["results"]]
        cursor = body["cursor"]
    recording.number_changes()
    seen += [row["position"] for row in everything(client, f"cursor={cursor}")]

    assert seen == list(
        Change.objects.numbered().filter(is_public=True).values_list("position", flat=True)
    )


# --- filters -----------------------------------------------------------------------------------


def test_the_feed_is_filtered_by_act_pair_country_and_kind(client):
    visit = factories.visit()
    treaty = factories.agreement(parties=("FRA", "USA"))
    recording.retract(treaty, by=None, reason="Never signed")
    recording.number_changes()

    def facts(query):
        return [row["fact"] for row in get(client, f"?{query}")["results"]]

    assert facts("act=retracted") == [treaty.pk]
    assert facts("pair=FRA-DEU") == [visit.pk]
    assert facts("pair=DEU-FRA&pair=USA-FRA") == [visit.pk, treaty.pk, treaty.pk]
    assert facts("country=USA") == [treaty.pk, treaty.pk]
    assert facts("country=deu&country=USA&act=published") == [visit.pk, treaty.pk]
    assert facts("kind=visit") == [visit.pk]
    assert facts("pair=DEU-FRA&country=USA") == []


def test_who_follows_a_pair_learns_that_a_fact_has_left_it(client):
    fact = factories.visit()
    recording.number_changes()
    recording.amend(
        fact, by=None, common=factories.common(evidence=[]), reason="It was the American.",
        detail=recording.VisitValues(
            visitors=[factories.country("USA")], host=factories.country("DEU")
        ),
    )  # fmt: skip
    recording.number_changes()

    rows = get(client, "?pair=DEU-FRA")["results"]

    assert [row["act"] for row in rows] == ["published", "corrected"]
    assert rows[1]["pairs"] == ["DEU-FRA", "DEU-USA"]


def test_since_takes_a_day_or_a_moment(client):
    factories.visit()
    recording.number_changes()
    moment = Change.objects.order_by("-position")[0].known_at

    assert len(get(client, f"?since={moment.isoformat()}")["results"]) == 1
    assert len(get(client, f"?since={moment.date()}")["results"]) == 1
    assert len(get(client, f"?since={moment:%Y-%m-%dT%H:%M:%S}Z")["results"]) == 1
    assert get(client, "?since=2999-01-01")["results"] == []


@pytest.mark.parametrize(
    "query",
    ["act=created", "act=x", "pair=DEU", "pair=DEU-DEU", "pair=DEU-XXX", "country=XXX", "kind=war",
     "since=yesterday", "since=2022-13-01", "since=2022-01-01&since=2023-01-01", "cursor=n5",
     "cursor=12", "cursor=p" + "9" * 19, "cursor=p-1", "limit=0", "limit=201", "limit=x", "as_of=1",
     "lane=arms", "country=" + "&country=".join(f"A{n:02}" for n in range(51))],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_named(client, query):
    answer = client.get(f"{CHANGES}?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_years_at_the_ends_of_time_are_moments_or_refused(client):
    for text in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01"):
        assert client.get(CHANGES, {"since": text}).status_code in (200, 400)


# --- cost --------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_signed_in", [True, False], ids=["signed in", "anonymous"])
def test_a_page_takes_the_same_few_queries_whatever_it_holds(is_signed_in):
    def count(limit):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = feed(FeedQuestion(limit=limit), redistributable_only=not is_signed_in)
        assert len(page.rows) == limit
        return len(captured)

    facts = [factories.visit() for _ in range(4)]
    recording.merge(facts[0], into=facts[1], by=None, reason="One visit")
    recording.merge(facts[2], into=facts[3], by=None, reason="One visit")
    recording.number_changes()

    assert count(1) == count(8) <= (3 if is_signed_in else 4)


@pytest.fixture
def busy():
    """Enough numbered acts that reading them all would be the worse plan."""
    fact = factories.visit()
    rare = factories.visit(guest="USA")
    recording.number_changes()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO relations_change (act, fact_id, revision, reason, is_public, made_at,"
            " writer, position, known_at) SELECT 'corrected', %s, 2, '', n %% 2 = 0, now(), 1,"
            " 100 + n, now() FROM generate_series(1, 20000) n",
            [fact.pk],
        )
        cursor.execute(
            "INSERT INTO relations_changeplace (place, position)"
            " SELECT place, position FROM relations_change, (VALUES ('DEU-FRA'), ('FRA')) p (place)"
            " WHERE position > 100 AND is_public"
        )
        cursor.execute("ANALYZE relations_change, relations_changeplace, relations_fact")
    return rare


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("cursor=p5000", "change_public"),
        ("act=retracted", "change_public_act"),
        ("pair=DEU-FRA&cursor=p15000", "relations_changeplace"),
        ("pair=DEU-USA", "relations_changeplace_pkey"),
        ("country=USA", "relations_changeplace_pkey"),
        ("country=FRA&cursor=p300", "relations_changeplace_pkey"),
    ],
)
def test_a_page_is_a_short_walk_along_an_index(busy, query, index):
    pairs = [tuple(part.split("=")) for part in query.split("&")]
    question, problems = read_feed_question(pairs)
    assert not problems
    with CaptureQueriesContext(connection) as captured:
        feed(question, redistributable_only=False)
    statement = next(q["sql"] for q in captured if '"before"' in q["sql"])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + statement)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert index in plan, plan
    assert "Seq Scan on relations_change" not in plan, plan
    assert "Sort" not in plan, plan
    assert int(re.search(r"shared hit=(\d+)", plan)[1]) < 400, plan


# --- a mirror ----------------------------------------------------------------------------------


def current(*, redistributable_only):
    """What is published, by number: what a whole file of now would hold."""
    records = {
        fact.pk: public_snapshot(
            recording.snapshot(fact), redistributable_only=redistributable_only
        )
        for fact in Fact.objects.published()
    }
    return {number: record for number, record in records.items() if record is not None}


WRITES = ("record", "publish", "correct", "add", "add_kept", "withdraw", "retract", "merge",
          "unmerge", "read", "merge_sources", "unmerge_sources", "merge_agreements",
          "unmerge_agreements", "number", "follow")  # fmt: skip


class Writers:
    """Editors who do anything at all; what the rules refuse is left undone."""

    def __init__(self):
        self.facts, self.sources, self.agreements = [], [], []
        self.other = factories.user("Reviewer")

    def record(self, a, b):
        common = {"evidence": [self.evidence(a, is_redistributable=b % 3 > 0)]}
        if a in (5, 7):
            fact = (delivery if a == 5 else sanction)()
        elif a == 4:
            links = [("part_of", self.fact(b))] if self.facts else []
            fact = factories.statement(links=links, **common)
        elif a % 3:
            fact = factories.visit(guest=("FRA", "USA")[b % 2], publish=bool(a % 2), **common)
        else:
            money = [recording.Amount(measure="promised", currency="USD", best=b)]
            fact = factories.agreement(publish=bool(b % 2), money=money, **common)
            self.agreements.append(fact.agreementstep.agreement)
        self.facts.append(fact.pk)

    def evidence(self, a, **values):
        if not self.sources or a % 2:
            self.sources.append(factories.source())
        return factories.evidence(source=self.sources[a % len(self.sources)],
                                  quotation=f"Words {a}.", **values)  # fmt: skip

    def fact(self, number):
        return Fact.objects.get(pk=self.facts[number % len(self.facts)])

    def publish(self, a, b):
        recording.publish(self.fact(a), by=None)

    def correct(self, a, b):
        fact = self.fact(a)
        if fact.kind == "visit":
            detail = recording.VisitValues(
                visitors=[factories.country(("FRA", "USA", "GBR")[b % 3])],
                host=factories.country("DEU"),
            )
            common = factories.common(f"2022-07-{1 + b % 28:02}", evidence=[], headline=f"Now {b}")
            recording.amend(fact, by=None, common=common, detail=detail, reason="Misread")
        elif fact.kind == "agreement":
            # The title is the agreement's and so that of all its steps.
            detail = recording.AgreementValues(
                step="signed", agreement=fact.agreementstep.agreement, title=f"Treaty {b}",
                parties=[factories.country(code) for code in ("DEU", ("FRA", "USA")[b % 2])],
            )  # fmt: skip
            recording.amend(fact, by=None, common=factories.common(evidence=[]), detail=detail,
                            reason="Renamed")  # fmt: skip

    def add(self, a, b):
        recording.add_claims(self.fact(a), by=None, evidence=[self.evidence(b)])

    def add_kept(self, a, b):
        kept = self.evidence(b, is_redistributable=False)
        recording.add_claims(self.fact(a), by=None, evidence=[kept])

    def withdraw(self, a, b):
        claims = list(self.fact(a).claims.accepted().order_by("id"))
        if claims:
            recording.withdraw_claim(claims[b % len(claims)], by=None, reason="Misread")

    def retract(self, a, b):
        recording.retract(self.fact(a), by=None, reason="A hoax")

    def merge(self, a, b):
        recording.merge(self.fact(a), into=self.fact(b), by=None, reason="One event")

    def unmerge(self, a, b):
        recording.unmerge(self.fact(a), by=None, reason="Two events")

    def read(self, a, b):
        recording.second_read(self.fact(a), by=self.other)

    def merge_sources(self, a, b):
        self.lasting(recording.merge, self.sources, a, b)

    def unmerge_sources(self, a, b):
        self.lasting(recording.unmerge, self.sources, a)

    def merge_agreements(self, a, b):
        self.lasting(recording.merge, self.agreements, a, b)

    def unmerge_agreements(self, a, b):
        self.lasting(recording.unmerge, self.agreements, a)

    def lasting(self, act, rows, a, b=None):
        if not rows:
            return
        one = rows[a % len(rows)]
        one.refresh_from_db()
        if b is None:
            act(one, by=None, reason="Two things")
            return
        other = rows[b % len(rows)]
        other.refresh_from_db()
        act(one, into=other, by=None, reason="One thing")


@settings(
    max_examples=30, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    writes=st.lists(
        st.tuples(st.sampled_from(WRITES), st.integers(0, 7), st.integers(0, 7)),
        min_size=8, max_size=30,
    )
)  # fmt: skip
@example([("add", 0, 1), ("number", 0, 0), ("merge_sources", 0, 1), ("number", 0, 0)])
@example(
    [("record", 3, 1), ("record", 3, 3), ("number", 0, 0), ("merge_agreements", 0, 1),
     ("follow", 7, 0), ("number", 0, 0), ("unmerge_agreements", 0, 0)]
)  # fmt: skip
def test_replaying_the_feed_gives_what_is_published(writes):
    writers = Writers()
    start = Change.objects.numbered().last()
    begin = start.position if start else 0
    mirrors = {True: ({}, begin), False: ({}, begin)}
    already = set(Fact.objects.values_list("pk", flat=True))

    def follow(limit):
        for kept_back, (facts, position) in mirrors.items():
            question = FeedQuestion(position=position, limit=limit)
            page = feed(question, redistributable_only=kept_back)
            assert all(row["position"] > position for row in page.rows)
            mirrors[kept_back] = (replay(page.rows, facts), page.position)
        return page.has_more

    writers.record(1, 1)
    for name, a, b in writes:
        if name == "number":
            recording.number_changes()
        elif name == "follow":
            follow(1 + a)
        else:
            with suppress(recording.Refused):
                getattr(writers, name)(a, b)
    recording.number_changes()
    while follow(3):
        pass

    for kept_back, (facts, _) in mirrors.items():
        now = current(redistributable_only=kept_back)
        assert facts == {number: each for number, each in now.items() if number not in already}
        question = FeedQuestion(position=begin, limit=10_000)
        assert replay(feed(question, redistributable_only=kept_back).rows) == facts


# --- Atom --------------------------------------------------------------------------------------


def entries(client, query=""):
    answer = client.get(f"/api/v1/changes.atom{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    older = root.find("a:link[@rel='next']", ATOM)
    titles = [entry.findtext("a:title", "", ATOM) for entry in root.findall("a:entry", ATOM)]
    return titles, None if older is None else older.get("href")


def test_atom_tells_the_same_acts_newest_first_and_leads_to_the_older(client):
    fact = factories.visit(headline="A visit")
    recording.retract(factories.visit(headline="A hoax visit"), by=None, reason="A hoax")
    factories.visit(evidence=[kept_here()])
    recording.number_changes()

    titles, older = entries(client, "?limit=2")
    rest, end = entries(client, older.removeprefix("http://testserver/api/v1/changes.atom"))

    gone = Fact.objects.get(publication="retracted").pk
    assert titles == [f"Withdrawn: fact {gone}"]
    assert rest == [f"Published: fact {gone}", "Published: A visit"]
    assert end is None
    assert entries(client, "?act=published&kind=visit")[0] == [
        f"Published: fact {gone}", "Published: A visit",
    ]  # fmt: skip
    assert fact.is_public


def test_an_act_has_one_id_in_the_feeds_of_pages_and_api(client):
    factories.visit()
    recording.number_changes()

    ids = [
        ElementTree.fromstring(client.get(address).content).findtext("a:entry/a:id", "", ATOM)
        for address in ("/changes.atom", "/api/v1/changes.atom")
    ]

    assert ids[0] == ids[1] != ""


@pytest.mark.parametrize("query", ["cursor=p5", "act=x", "pair=XXX-DEU", "lane=arms"])
def test_a_wrong_filter_of_the_atom_feed_is_a_problem_document(client, query):
    answer = client.get(f"/api/v1/changes.atom?{query}", headers={"Accept": "application/atom+xml"})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
