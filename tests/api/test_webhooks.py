"""Webhooks: each change once and in order, whatever the receiver does."""

from __future__ import annotations

import json
import re
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction

from api import tasks
from api.models import Delivery, Scope, Token, Webhook
from api.webhooks import keeping, sending
from api.webhooks.signing import secret_of
from relations import recording
from relations.models import Change
from tests import factories
from tests.articles.hostile import Hostile, answer, drip, free_port, redirect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

WEBHOOKS = "/api/v1/webhooks/"
START = datetime(2026, 3, 1, tzinfo=UTC)
OK = answer(200, "thanks", content_type="text/plain")


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_MAY_BE_LOCAL = True
    with Hostile(pages={"/hook": OK}) as hostile:
        yield hostile


@pytest.fixture
def owner():
    user = factories.user()
    user.email = "owner@example.org"
    user.save()
    return user


@pytest.fixture
def webhook(receiver, owner):
    return made(owner, receiver)


@pytest.fixture
def member(client, owner):
    client.force_login(owner)
    return client


def made(owner, receiver, *, may_see_all=True, **filters):
    webhook, _ = keeping.make(
        owner.pk, address=receiver.address("/hook"), filters=filters, may_see_all=may_see_all
    )
    return webhook


def published(count=1, **values):
    facts = [factories.visit(**values) for _ in range(count)]
    recording.number_changes()
    return facts


def bodies(receiver):
    return [json.loads(body) for body in receiver.bodies]


def told(receiver):
    """The facts of the deliveries, as a receiver that honours the key keeps them."""
    kept = {}
    for headers, body in zip(receiver.headers, bodies(receiver), strict=True):
        kept.setdefault(headers["dyad-delivery"], body["changes"])
    return [row["fact"] for rows in kept.values() for row in rows]


def post(client, address, body, status=None):
    got = client.post(address, json.dumps(body), content_type="application/json")
    assert status is None or got.status_code == status, got.content[:400]
    return got


# --- a delivery --------------------------------------------------------------------------------


def test_a_delivery_carries_the_rows_of_the_feed(receiver, webhook, member):
    [fact] = published()
    cursor = f"p{webhook.position}"

    assert sending.send(webhook.pk, now=START)

    [body] = bodies(receiver)
    rows = member.get("/api/v1/changes/").json()["results"]
    assert body["changes"] == rows
    assert body["changes"][0]["fact"] == fact.pk
    assert body["webhook"] == webhook.pk
    assert body["to"] == f"p{rows[-1]['position']}"
    assert [row["position"] for row in member.get(body["next"]).json()["results"]] == [
        rows[-1]["position"]
    ]
    assert int(body["from"][1:]) >= int(cursor[1:])
    assert receiver.asked == ["POST /hook"]
    assert receiver.headers[0]["content-type"] == "application/json"
    assert receiver.headers[0]["dyad-webhook"] == str(webhook.pk)
    assert not sending.send(webhook.pk, now=START)


def test_what_was_there_before_is_not_sent(receiver, owner):
    published()
    webhook = made(owner, receiver)

    assert sending.due(START) == []
    assert not sending.send(webhook.pk, now=START)
    assert receiver.asked == []


def test_only_what_the_filters_let_through_is_sent(receiver, owner):
    webhook = made(owner, receiver, pair=["USA-DEU"], kind=["visit"], act=["published"])
    published()
    [fact] = published(guest="USA")
    recording.add_claims(fact, by=None, evidence=[factories.evidence()])
    recording.number_changes()

    while sending.send(webhook.pk, now=START):
        pass

    assert told(receiver) == [fact.pk]
    webhook.refresh_from_db()
    assert webhook.position == Change.objects.order_by("-position")[0].position
    assert sending.due(START) == []


def test_a_delivery_has_at_most_a_hundred_rows(receiver, webhook, monkeypatch):
    monkeypatch.setattr(sending, "MOST_ROWS", 2)
    facts = published(5)

    assert tasks.send_webhooks() == 1

    assert [len(body["changes"]) for body in bodies(receiver)] == [2, 2, 1]
    assert told(receiver) == [fact.pk for fact in facts]
    assert sending.MOST_ROWS == 2
    assert re.search(r"^MOST_ROWS = 100$", Path(sending.__file__).read_text(), re.MULTILINE)


@pytest.mark.parametrize(("may_see_all", "count"), [(True, 1), (False, 0)])
def test_what_its_licence_keeps_here_goes_only_to_who_may_read_it(
    receiver, owner, may_see_all, count
):
    webhook = made(owner, receiver, may_see_all=may_see_all)
    published(evidence=[factories.evidence(is_redistributable=False)])

    sending.send(webhook.pk, now=START)

    assert len(told(receiver)) == count


def test_a_retry_does_not_send_what_was_withdrawn_meanwhile(receiver, webhook):
    receiver.pages["/hook"] = answer(500)
    [fact] = published(headline="A visit that was not")
    sending.send(webhook.pk, now=START)
    recording.retract(fact, by=None, reason="A hoax")

    sending.send(webhook.pk, now=START + timedelta(minutes=1))

    assert b"A visit that was not" in receiver.bodies[0]
    assert b"A visit that was not" not in receiver.bodies[1]


# --- a receiver that is down -------------------------------------------------------------------


def test_a_receiver_that_was_down_gets_everything_once_and_in_order(receiver, webhook):
    receiver.pages["/hook"] = answer(500, "broken", content_type="text/plain")
    now, facts = START, []
    for turn in range(8):
        facts += published(2)
        if turn == 5:
            receiver.pages["/hook"] = OK
        sending.send(webhook.pk, now=now)
        now += timedelta(hours=3)
    while sending.send(webhook.pk, now=now):
        pass

    assert told(receiver) == [fact.pk for fact in facts]
    keys = [headers["dyad-delivery"] for headers in receiver.headers]
    assert len(set(keys)) < len(keys)
    states = Delivery.objects.values_list("state", flat=True).distinct()
    assert set(states) == {"accepted"}


def test_the_next_range_waits_for_the_one_before(receiver, webhook):
    receiver.pages["/hook"] = answer(503)
    first = published()
    sending.send(webhook.pk, now=START)
    second = published()

    sending.send(webhook.pk, now=START + timedelta(seconds=9))
    assert len(receiver.asked) == 1
    receiver.pages["/hook"] = OK
    sending.send(webhook.pk, now=START + timedelta(seconds=10))
    sending.send(webhook.pk, now=START + timedelta(seconds=10))

    assert [[row["fact"] for row in body["changes"]] for body in bodies(receiver)] == [
        [first[0].pk], [first[0].pk], [second[0].pk],
    ]  # fmt: skip


def test_gaps_grow_over_two_days_and_then_it_is_disabled_with_a_notice(
    receiver, webhook, member, django_capture_on_commit_callbacks
):
    receiver.pages["/hook"] = answer(500, "x" * 2_000, content_type="text/plain")
    published()
    now, tries = START, []
    with django_capture_on_commit_callbacks(execute=True):
        while webhook.is_active:
            assert sending.due(now) == [webhook.pk]
            assert not sending.send(webhook.pk, now=now)
            tries.append(now)
            delivery = webhook.deliveries.get()
            now = delivery.next_try_at or now
            webhook.refresh_from_db()

    gaps = [after - before for before, after in pairwise(tries)]
    assert gaps == sorted(gaps)
    assert timedelta(hours=47) < tries[-1] - START < timedelta(hours=49)
    assert delivery.state == "failed"
    assert delivery.attempts == len(tries) == len(delivery.answers)
    assert delivery.answers[0] == {
        "at": START.isoformat(), "status": 500, "answer": "x" * 500, "error": "",
    }  # fmt: skip
    shown = member.get(f"{WEBHOOKS}{webhook.pk}/").json()
    assert shown["is_active"] is False
    assert "It answered 500." in shown["notice"]
    assert shown["disabled_at"]
    assert sending.due(now + timedelta(days=9)) == []
    [message] = mail.outbox
    assert message.to == ["owner@example.org"]
    assert f"webhook {webhook.pk} is disabled" in message.subject


def disabled(receiver, webhook):
    receiver.pages["/hook"] = answer(500)
    published()
    now = START
    for _ in range(len(sending.GAPS) + 1):
        sending.send(webhook.pk, now=now)
        now = webhook.deliveries.get().next_try_at or now
    receiver.pages["/hook"] = OK
    webhook.refresh_from_db()
    assert not webhook.is_active
    return webhook.deliveries.get()


def test_enabled_from_where_it_stopped_it_misses_nothing_and_keeps_the_key(
    receiver, webhook, member
):
    failed = disabled(receiver, webhook)
    later = published()[0]

    post(member, f"{WEBHOOKS}{webhook.pk}/enable/", {"resume": "stopped"}, 200)
    tasks.send_webhooks()

    keys = [headers["dyad-delivery"] for headers in receiver.headers]
    assert set(keys[:-1]) == {str(failed.key)}
    assert told(receiver)[-1] == later.pk
    assert len(told(receiver)) == 2


def test_enabled_from_now_on_it_leaves_the_range_to_the_feed(receiver, webhook, member):
    disabled(receiver, webhook)
    cursor = member.get(f"{WEBHOOKS}{webhook.pk}/").json()["cursor"]

    post(member, f"{WEBHOOKS}{webhook.pk}/enable/", {"resume": "now"}, 200)
    before = len(receiver.asked)
    tasks.send_webhooks()

    assert len(receiver.asked) == before
    assert len(member.get(f"/api/v1/changes/?cursor={cursor}").json()["results"]) == 1
    [fact] = published()
    tasks.send_webhooks()
    assert bodies(receiver)[-1]["changes"][0]["fact"] == fact.pk


def test_the_webhook_of_a_closed_account_is_disabled(receiver, webhook, owner):
    published()
    owner.is_active = False
    owner.save()

    assert not sending.send(webhook.pk, now=START)

    webhook.refresh_from_db()
    assert webhook.disabled_reason == "The account of its owner is closed."
    assert receiver.asked == []


# --- hostile receivers -------------------------------------------------------------------------


def outcome(webhook):
    published()
    sending.send(webhook.pk, now=START)
    return webhook.deliveries.get()


def test_a_redirect_is_not_followed(receiver, webhook):
    receiver.pages["/hook"] = redirect(receiver.address("/elsewhere"), 307)

    delivery = outcome(webhook)

    assert receiver.asked == ["POST /hook"]
    assert delivery.state == "waiting"
    assert delivery.answers[0]["status"] == 307
    assert "redirects are not followed" in delivery.answers[0]["error"]


def test_an_endless_answer_is_read_to_its_limit(receiver, webhook):
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
    receiver.pages["/hook"] = drip(start, b"y" * 60_000, every=0.001)

    delivery = outcome(webhook)

    assert delivery.state == "accepted"
    assert delivery.answers[0]["answer"] == "y" * 500


def test_a_receiver_that_says_nothing_is_left_after_its_time(receiver, webhook, monkeypatch):
    monkeypatch.setattr("api.webhooks.receivers.SECONDS", 0.4)
    receiver.pages["/hook"] = drip(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n", every=0.2)

    delivery = outcome(webhook)

    assert delivery.answers[0]["error"] == "The site took too long to answer."
    assert delivery.next_try_at == START + sending.GAPS[0]


@pytest.mark.parametrize(
    "sent", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"],
    ids=["closes", "no HTTP", "cut short"],
)  # fmt: skip
def test_a_broken_answer_is_no_crash(receiver, webhook, sent):
    receiver.pages["/hook"] = lambda handler: handler.wfile.write(sent)

    delivery = outcome(webhook)

    # A status is the receiver's word, however its body ends.
    assert delivery.state == ("accepted" if b"200" in sent else "waiting")
    assert delivery.attempts == 1


def test_an_answer_that_is_no_text_is_kept_as_far_as_it_can_be(receiver, webhook):
    receiver.pages["/hook"] = answer(200, b"\x00\xff\xfeok", content_type="text/plain")

    assert outcome(webhook).answers[0]["answer"] == "\ufffd\ufffdok"


def test_a_receiver_that_is_gone_is_tried_again(receiver, owner):
    webhook, _ = keeping.make(
        owner.pk, address=f"http://127.0.0.1:{free_port()}/", filters={}, may_see_all=True
    )

    assert "could not be reached" in outcome(webhook).answers[0]["error"]


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1234/", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/",
     "https://169.254.169.254/latest", "http://example.org/", "https://example.org:8443/",
     "ftp://example.org/", "https://user:pass@example.org/", "//example.org", "nonsense",
     "https://example.org/\x00", "https://" + "a" * 3000, "https://[fd00::1]/",
     "https://[::ffff:127.0.0.1]/"],
)  # fmt: skip
def test_addresses_that_are_not_public_and_secure_are_refused(member, settings, address):
    settings.WEBHOOKS_MAY_BE_LOCAL = False

    body = post(member, WEBHOOKS, {"address": address}, 400).json()

    assert body["errors"][0]["pointer"] == "/address"
    assert not Webhook.objects.exists()


def test_a_name_that_leads_into_a_private_network_is_refused_when_it_is_asked(
    receiver, owner, settings
):
    """The check is made on the number that is connected to, so a name cannot change its mind."""
    settings.WEBHOOKS_MAY_BE_LOCAL = False
    webhook, _ = keeping.make(owner.pk, address="https://localhost/", filters={}, may_see_all=True)

    delivery = outcome(webhook)

    assert delivery.answers[0]["error"] == (
        "The address leads into a private network and is not fetched."
    )


def test_a_receiver_kept_from_debugging_is_refused_when_the_setting_is_off(
    receiver, webhook, settings
):
    settings.WEBHOOKS_MAY_BE_LOCAL = False

    assert outcome(webhook).state == "waiting"
    assert receiver.asked == []


# --- signatures --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def recipe():
    """The function that docs/webhooks.md tells receivers to use."""
    text = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    names = {}
    exec(found[1], names)
    return names["is_genuine"]


def test_the_documented_recipe_tells_genuine_from_forged(receiver, webhook, recipe):
    published()
    sending.send(webhook.pk, now=START)
    header, body = receiver.headers[0]["dyad-signature"], receiver.bodies[0]
    secret, now = secret_of(webhook), int(START.timestamp())

    assert recipe(secret, header, body, now)
    assert recipe(secret, header, body, now + 299)
    assert not recipe(secret, header, body, now + 301), "an old delivery, played again"
    assert not recipe(secret, header, body + b" ", now)
    assert not recipe("another secret", header, body, now)
    assert not recipe(secret, header.replace("v1=", "v1=0"), body, now)
    assert not recipe(secret, header.replace(f"t={now}", f"t={now + 1}"), body, now)
    for broken in ("", "t=", "v1=", "t=x,v1=y", "nonsense", "t=1,t=2"):
        assert not recipe(secret, broken, body, now)


def test_each_webhook_has_a_secret_of_its_own_that_is_shown_once_and_kept_nowhere(member, receiver):
    answers = [
        post(member, WEBHOOKS, {"address": receiver.address("/hook")}, 201).json() for _ in range(2)
    ]

    assert answers[0]["secret"] != answers[1]["secret"]
    assert answers[0]["secret"].startswith("dyad_whsec_")
    for address in (WEBHOOKS, f"{WEBHOOKS}{answers[0]['id']}/"):
        assert answers[0]["secret"] not in member.get(address).content.decode()
    row = Webhook.objects.values().get(pk=answers[0]["id"])
    assert answers[0]["secret"][11:] not in str(row)


def test_a_renewed_secret_counts_at_once_and_what_was_refused_comes_signed_anew(
    receiver, webhook, member, recipe
):
    old = secret_of(webhook)
    [fact] = published()
    receiver.pages["/hook"] = answer(503, "not yet", content_type="text/plain")
    sending.send(webhook.pk, now=START)

    new = post(member, f"{WEBHOOKS}{webhook.pk}/secret/", {}, 200).json()["secret"]
    receiver.pages["/hook"] = OK
    later = START + timedelta(minutes=1)
    assert sending.send(webhook.pk, now=later)

    assert new != old
    for number, (moment, genuine, other) in enumerate(((START, old, new), (later, new, old))):
        header, body = receiver.headers[number]["dyad-signature"], receiver.bodies[number]
        assert recipe(genuine, header, body, int(moment.timestamp()))
        assert not recipe(other, header, body, int(moment.timestamp()))
    assert told(receiver) == [fact.pk]
    assert new not in member.get(f"{WEBHOOKS}{webhook.pk}/").content.decode()


def test_a_secret_is_renewed_by_its_owner_only(client, webhook):
    before = secret_of(webhook)
    client.force_login(factories.user())
    post(client, f"{WEBHOOKS}{webhook.pk}/secret/", {}, 404)
    webhook.refresh_from_db()
    assert secret_of(webhook) == before


# --- workers -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_neither_loses_nor_duplicates(receiver, owner):
    """The receiver has the body, the worker dies before it can say so: the key is the same."""
    webhook = made(owner, receiver)
    facts = published(2)
    [backend] = _asked("SELECT pg_backend_pid()")

    def kill(handler):
        killer = connection.copy()
        with killer.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
        killer.close()
        OK(handler)

    receiver.pages["/hook"] = kill
    with pytest.raises(Exception, match=r"terminat|closed|lost"):
        sending.send(webhook.pk, now=START)
    connection.close()
    receiver.pages["/hook"] = OK
    assert webhook.deliveries.get().state == "waiting"
    assert sending.send(webhook.pk, now=START)

    assert len(receiver.asked) == 2
    assert receiver.headers[0]["dyad-delivery"] == receiver.headers[1]["dyad-delivery"]
    assert told(receiver) == [fact.pk for fact in facts]


def _asked(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


@pytest.mark.django_db(transaction=True)
def test_a_second_worker_leaves_alone_what_the_first_is_sending(receiver, owner):
    webhook = made(owner, receiver)
    published()
    is_asked, goes_on = threading.Event(), threading.Event()

    def wait(handler):
        is_asked.set()
        goes_on.wait(8)
        OK(handler)

    receiver.pages["/hook"] = wait
    sent = []

    def work():
        try:
            sent.append(sending.send(webhook.pk, now=START))
        finally:
            connection.close()

    first = threading.Thread(target=work)
    first.start()
    assert is_asked.wait(8)
    assert not sending.send(webhook.pk, now=START)
    goes_on.set()
    first.join(10)

    assert sent == [True]
    assert len(receiver.asked) == 1


# --- rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("webhook_has_an_address", {"address": ""}),
        ("webhook_acts_are_known", {"acts": ["created"]}),
        ("webhook_kinds_are_known", {"kinds": ["war"]}),
        ("webhook_has_a_position", {"position": -1}),
        ("disabled_webhook_says_when_and_why", {"is_active": False}),
    ],
)
def test_a_webhook_keeps_its_rules(webhook, rule, values):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Webhook.objects.filter(pk=webhook.pk).update(**values)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("delivery_ends_after_it_starts", {"first": 5, "last": 4}),
        ("waiting_delivery_has_its_next_try", {"first": 1, "last": 2, "state": "waiting"}),
    ],
)
def test_a_delivery_keeps_its_rules(webhook, rule, values):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        webhook.deliveries.create(**values)


def test_a_webhook_waits_for_one_delivery_at_a_time(webhook):
    webhook.deliveries.create(first=1, last=2, next_try_at=START)
    with (
        pytest.raises(IntegrityError, match="webhook_waits_for_one_delivery"),
        transaction.atomic(),
    ):
        webhook.deliveries.create(first=3, last=4, next_try_at=START)


# --- the addresses -----------------------------------------------------------------------------


def test_a_webhook_is_made_read_changed_and_deleted(member, receiver):
    sent = {"address": receiver.address("/hook"), "pair": ["RUS-IRN"], "act": ["published"]}
    new = post(member, WEBHOOKS, sent, 201).json()
    address = f"{WEBHOOKS}{new['id']}/"

    assert new["pair"] == ["IRN-RUS"]
    assert (new["act"], new["kind"], new["country"]) == (["published"], [], [])
    del new["secret"]
    assert member.get(address).json() == new
    assert member.get(WEBHOOKS).json()["results"] == [new]

    changed = member.patch(address, json.dumps({"country": ["fra"]}), "application/json").json()
    assert changed == {**new, "country": ["FRA"]}
    assert member.delete(address).status_code == 204
    assert member.get(address).status_code == 404


def test_a_ping_is_signed_and_shows_the_answer(member, webhook, receiver, recipe):
    got = post(member, f"{WEBHOOKS}{webhook.pk}/ping/", {}, 200).json()

    assert (got["status"], got["answer"], got["error"]) == (200, "thanks", "")
    [body] = bodies(receiver)
    assert body["ping"] is True
    assert body["changes"] == []
    header = receiver.headers[0]["dyad-signature"]
    moment = int(header.partition(",")[0][2:])
    assert recipe(secret_of(webhook), header, receiver.bodies[0], moment)
    again = post(member, f"{WEBHOOKS}{webhook.pk}/ping/", {}, 429)
    assert again["Retry-After"] == "10"
    cache.clear()
    receiver.pages["/hook"] = answer(404)
    assert post(member, f"{WEBHOOKS}{webhook.pk}/ping/", {}, 200).json()["status"] == 404


def test_the_log_of_deliveries_is_paged_newest_first(member, webhook, receiver):
    for _ in range(3):
        published()
        sending.send(webhook.pk, now=START)

    first = member.get(f"{WEBHOOKS}{webhook.pk}/deliveries/?limit=2").json()
    second = member.get(first["next"]).json()

    rows = first["results"] + second["results"]
    assert [row["first"] for row in rows] == sorted((r["first"] for r in rows), reverse=True)
    assert len(rows) == 3
    assert second["next"] is None
    assert rows[0]["answers"][0]["answer"] == "thanks"
    for query in ("limit=0", "cursor=x", "limit=1&limit=2", "page=2"):
        assert member.get(f"{WEBHOOKS}{webhook.pk}/deliveries/?{query}").status_code == 400


def test_only_ones_own_webhooks_are_there(client, webhook):
    client.force_login(factories.user("Administrator"))

    assert client.get(WEBHOOKS).json()["results"] == []
    for method, path in (
        ("get", ""), ("delete", ""), ("patch", ""), ("get", "deliveries/"), ("post", "ping/"),
        ("post", "enable/"),
    ):  # fmt: skip
        got = getattr(client, method)(f"{WEBHOOKS}{webhook.pk}/{path}")
        assert got.status_code == 404, (method, path)
    assert Webhook.objects.filter(pk=webhook.pk).exists()
    assert client.get(f"{WEBHOOKS}{'9' * 40}/").status_code == 404


def test_a_token_needs_the_scope(client, owner, receiver):
    assert client.get(WEBHOOKS).status_code == 401
    for scopes, status in (([Scope.READ], 403), ([Scope.WEBHOOKS], 201)):
        _, token = Token.objects.create(user=owner, name="mirror", scopes=scopes)
        got = client.post(
            WEBHOOKS, json.dumps({"address": receiver.address("/hook")}), "application/json",
            headers={"Authorization": f"Token {token}"},
        )  # fmt: skip
        assert got.status_code == status
    assert not Webhook.objects.get().may_see_all, "the token does not name read"


def test_one_person_has_a_limited_number(member, receiver, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_WEBHOOKS", 1)
    post(member, WEBHOOKS, {"address": receiver.address("/hook")}, 201)

    assert (
        "delete one first"
        in post(member, WEBHOOKS, {"address": receiver.address("/hook")}, 400).json()["detail"]
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "address"),
        ({"address": 5}, "address"),
        ({"address": None}, "address"),
        ({"addres": "https://example.org/"}, "addres"),
        ({"address": "https://example.org/", "secret": "mine"}, "secret"),
        ({"address": "https://example.org/", "is_active": False}, "is_active"),
        ({"address": "https://example.org/", "pair": "DEU-FRA"}, "pair"),
        ({"address": "https://example.org/", "pair": ["DEU-DEU"]}, "pair"),
        ({"address": "https://example.org/", "pair": ["DEU-XXX"]}, "pair"),
        ({"address": "https://example.org/", "country": ["é" * 9]}, "country"),
        ({"address": "https://example.org/", "country": [["FRA"]]}, "country"),
        ({"address": "https://example.org/", "act": ["created"]}, "act"),
        ({"address": "https://example.org/", "kind": {"a": 1}}, "kind"),
        ({"address": "https://example.org/", "country": ["FRA"] * 10_000}, None),
        ([], ""),
        ("text", ""),
        (None, ""),
    ],
)
def test_a_body_that_cannot_be_taken_is_refused_and_the_field_named(member, body, field):
    got = post(member, WEBHOOKS, body)

    assert got.status_code == (400 if field is not None else 413)
    assert got["Content-Type"] == "application/problem+json"
    if field is not None:
        assert f"/{field}" in [error["pointer"] for error in got.json()["errors"]]
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("raw", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"address": "\\ud800"}', "application/json", 400),
        (b'{"address": NaN}', "application/json", 400),
        (b"[" * 10_000, "application/json", 400),
        (b" " * 20_000, "application/json", 413),
        (b"address=x", "application/x-www-form-urlencoded", 415),
    ],
    ids=["cut", "empty", "no UTF-8", "half a letter", "NaN", "deep", "large", "a form"],
)
def test_a_body_that_is_no_small_json_is_a_problem(member, raw, content_type, status):
    got = member.post(WEBHOOKS, raw, content_type=content_type)

    assert got.status_code == status, got.content
    assert got["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("body", [{}, {"resume": "later"}, {"resume": "now", "x": 1}])
def test_going_on_says_from_where(member, webhook, body):
    got = post(member, f"{WEBHOOKS}{webhook.pk}/enable/", body, 400)

    assert got.json()["errors"][0]["pointer"] in ("/resume", "/x")


# --- the admin ---------------------------------------------------------------------------------


def test_the_admin_shows_webhooks_without_their_secret(client, webhook, receiver):
    client.force_login(factories.user("Administrator"))
    published()
    sending.send(webhook.pk, now=START)
    delivery = webhook.deliveries.get()

    for path in ("webhook/", f"webhook/{webhook.pk}/change/", "delivery/",
                 f"delivery/{delivery.pk}/change/"):  # fmt: skip
        page = client.get(f"/admin/api/{path}")
        assert page.status_code == 200, path
        assert str(webhook.salt) not in page.content.decode()
    client.force_login(factories.user("Editor"))
    assert client.get("/admin/api/webhook/").status_code == 403


def test_the_admin_enables_and_sends_again(client, webhook, receiver):
    failed = disabled(receiver, webhook)
    client.force_login(factories.user("Administrator"))

    def act(model, action, pk):
        data = {"action": action, "_selected_action": [pk]}
        return client.post(f"/admin/api/{model}/", data, follow=True).content.decode()

    assert "enable it first" in act("delivery", "send_again", failed.pk)
    assert "1 enabled" in act("webhook", "enable_from_now", webhook.pk)
    assert "1 sent again" in act("delivery", "send_again", failed.pk)
    tasks.send_webhooks()

    failed.refresh_from_db()
    assert failed.state == "accepted"
    assert receiver.headers[-1]["dyad-delivery"] == str(failed.key)


def test_who_may_only_look_cannot_send_again(client, webhook, receiver):
    failed = disabled(receiver, webhook)
    looker = factories.user()
    looker.user_permissions.add(Permission.objects.get(codename="view_delivery"))
    client.force_login(looker)

    client.post("/admin/api/delivery/", {"action": "send_again", "_selected_action": [failed.pk]})

    failed.refresh_from_db()
    assert failed.state == "failed"
