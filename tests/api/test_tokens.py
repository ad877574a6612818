"""API tokens: made in the admin by the person they stand for, shown once, revoked."""

import logging
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import serializers
from django.utils import timezone

from api.models import Scope, Token
from relations.models import Proposal
from tests import factories
from tests.api.asking import V1, Program, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

ADMIN = "/admin/api/token/"


@pytest.fixture
def editor(client):
    made = factories.user()
    client.force_login(made)
    return made


def make(client, **changes):
    form = {"name": "nightly mirror", "scopes": ["read", "write"], "days": 30}
    return client.post(f"{ADMIN}add/", {**form, **changes})


def shown(answer):
    return answer.context["shown_once"]


def test_an_editor_makes_a_token_and_a_program_writes_a_draft_with_it(client, editor):
    token = shown(make(client))
    client.logout()

    answer = client.post(
        f"{V1}facts/", visit(headline="France visits Germany for rail"),
        content_type="application/json", headers={"Authorization": f"Token {token}"},
    )  # fmt: skip

    assert answer.status_code == 201, answer.content
    assert Proposal.objects.get().author == editor
    client.force_login(factories.user())
    for page in ("/desk/", "/desk/review/", answer.json()["desk"]):
        assert "France visits Germany for rail" in client.get(page).content.decode()
    assert Token.objects.get().last_used_at is not None


def test_a_token_has_its_persons_name_scopes_and_days(client, editor):
    make(client, days=365)

    token = Token.objects.get()
    assert (token.user, token.name, token.scopes) == (editor, "nightly mirror", ["read", "write"])
    assert abs(token.expiry - timezone.now() - timedelta(days=365)) < timedelta(minutes=1)
    assert f"until {token.expiry:%-d %B %Y}" in make(client, days=365).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": 366}, "days"),
        ({"days": 0}, "days"),
        ({"days": ""}, "days"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
    ],
)
def test_a_token_that_cannot_be_is_refused_at_its_field(client, editor, change, field):
    answer = make(client, **change)

    assert list(answer.context["adminform"].form.errors) == [field]
    assert not Token.objects.exists()


def test_the_token_is_nowhere_but_on_the_answer(client, editor, caplog):
    caplog.set_level(logging.DEBUG)

    answer = make(client)
    token = shown(answer)

    assert token in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert token not in caplog.text
    assert token not in serializers.serialize(
        "json", [*Token.objects.all(), *LogEntry.objects.all()]
    )
    assert all(token not in str(session.get_decoded()) for session in Session.objects.all())
    assert all(token not in cookie.value for cookie in client.cookies.values())
    assert "messages" not in client.cookies
    for page in (ADMIN, f"{ADMIN}{Token.objects.get().pk}/change/", "/admin/"):
        assert token not in client.get(page).content.decode()


def test_an_editor_sees_and_revokes_only_their_own(client, editor):
    mine = Program(client, editor, name="mine").token
    other = Program(client, name="another's").token

    listed = client.get(ADMIN).content.decode()

    assert "mine" in listed
    assert "another&#x27;s" not in listed
    assert client.get(f"{ADMIN}{other.pk}/change/").status_code == 302
    client.post(f"{ADMIN}{other.pk}/delete/", {"post": "yes"})
    assert Token.objects.filter(pk=other.pk).exists()
    assert "Revoke" in client.get(f"{ADMIN}{mine.pk}/delete/").content.decode()
    client.post(f"{ADMIN}{mine.pk}/delete/", {"post": "yes"})
    assert not Token.objects.filter(pk=mine.pk).exists()


def test_an_administrator_sees_and_revokes_all_and_reads_none(client):
    program = Program(client)
    program.post("facts/", visit(), Idempotency_Key="a1")
    text = program.headers["Authorization"].partition(" ")[2]
    client.force_login(factories.user("Administrator"))

    page = client.get(f"{ADMIN}{program.token.pk}/change/").content.decode()

    assert "nightly mirror" in client.get(ADMIN).content.decode()
    assert text not in page
    client.post(f"{ADMIN}{program.token.pk}/delete/", {"post": "yes"})
    assert program.post("facts/", visit()).status_code == 401


def test_nobody_changes_a_token(client, editor):
    token = Program(client, editor).token

    client.post(f"{ADMIN}{token.pk}/change/", {"name": "x", "scopes": Scope.values, "days": 365})

    token.refresh_from_db()
    assert token.scopes == ["read", "write"]


def test_who_is_no_editor_makes_no_token(client):
    client.force_login(User.objects.create_user("reader", is_staff=True))

    assert make(client).status_code == 403
    assert not Token.objects.exists()


def test_an_expired_token_stays_in_the_list_and_is_refused(client, editor):
    program = Program(client, editor)
    Token.objects.update(expiry=timezone.now() - timedelta(days=1))

    assert "ended" in client.get(ADMIN).content.decode()
    assert "expired" in program.post("facts/", visit()).json()["detail"]
    Token.objects.update(expiry=None)
    assert "never" in client.get(ADMIN).content.decode()


def test_the_last_use_is_shown(client, editor):
    program = Program(client, editor)
    assert program.post("facts/", visit()).status_code == 201

    assert Token.objects.get().last_used_at is not None
    assert f"{timezone.now():%Y}" in client.get(ADMIN).content.decode()
