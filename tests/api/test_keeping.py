"""A request that is sent twice is done once."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from api.models import KeptAnswer
from api.tasks import forget_answers
from api.writing import keeping
from relations import db
from relations.models import Proposal
from tests import factories
from tests.api.asking import Program, visit

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def program(client, db):
    return Program(client)


def test_the_same_request_gets_the_first_answer_again(program):
    body = visit()

    first = program.post("facts/", body, Idempotency_Key="a1")
    again = program.post("facts/", body, Idempotency_Key="a1")

    assert Proposal.objects.count() == 1
    assert str(KeptAnswer.objects.get()) == "a1: 201"
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Location"] == first["Location"]
    assert again["Idempotent-Replayed"] == "true"
    assert again["Content-Type"] == first["Content-Type"]
    assert not first.has_header("Idempotent-Replayed")


def test_another_key_or_another_token_is_another_request(client, program):
    body = visit()
    program.post("facts/", body, Idempotency_Key="a1")

    program.post("facts/", body, Idempotency_Key="a2")
    Program(client, program.user).post("facts/", body, Idempotency_Key="a1")
    program.post("facts/", body)

    assert Proposal.objects.count() == 4


@pytest.mark.parametrize("change", ["body", "address"])
def test_a_key_with_another_request_is_refused(program, change):
    body = visit()
    program.post("facts/", body, Idempotency_Key="a1")

    path = "proposals/" if change == "address" else "facts/"
    other = {**body, "summary": "Talks."} if change == "body" else body
    problem = program.refused(path, other, 422, Idempotency_Key="a1")

    assert problem["type"] == "/api/problems/idempotency-key-reused"
    assert Proposal.objects.count() == 1


def test_what_was_refused_is_not_kept_and_may_be_mended(program):
    program.refused("facts/", visit(date="2022-13"), 400, Idempotency_Key="a1")

    assert program.post("facts/", visit(), Idempotency_Key="a1").status_code == 201


def test_a_dry_run_keeps_nothing(program):
    body = visit()

    program.post("facts/?dry_run=true", body, Idempotency_Key="a1")

    assert not KeptAnswer.objects.exists()
    assert program.post("facts/", body, Idempotency_Key="a1").status_code == 201


def test_articles_too_are_handed_in_once(program):
    body = {"address": "https://news.example.org/a"}

    first = program.post("articles/", body, Idempotency_Key="a1")
    again = program.post("articles/", body, Idempotency_Key="a1")

    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()


@pytest.mark.parametrize("key", ["", "x" * 256, "naïve"])
def test_a_key_is_printable_and_short(program, key):
    problem = program.refused("facts/", visit(), 400, Idempotency_Key=key)

    assert problem["errors"][0]["header"] == "Idempotency-Key"


def test_a_key_is_free_again_after_a_day(program):
    program.post("facts/", visit(), Idempotency_Key="a1")
    program.post("facts/", visit(), Idempotency_Key="a2")
    past = timezone.now() - keeping.KEPT_FOR - timedelta(minutes=1)
    KeptAnswer.objects.update(kept_at=past)

    answer = program.post("facts/", visit(), Idempotency_Key="a1")

    assert answer.status_code == 201
    assert not answer.has_header("Idempotent-Replayed")
    assert forget_answers() == 1
    assert KeptAnswer.objects.get().key == "a1"


def test_who_is_signed_in_at_the_pages_has_keys_too(client, program):
    client.force_login(program.user)
    program.headers = {}
    body = visit()

    program.post("facts/", body, Idempotency_Key="a1")
    again = program.post("facts/", body, Idempotency_Key="a1")

    assert again["Idempotent-Replayed"] == "true"
    assert Proposal.objects.get().origin_name == ""


@pytest.mark.django_db(transaction=True)
def test_a_request_that_still_runs_is_409(client):
    program = Program(client)
    caller = f"answer {program.user.pk} {program.token.pk} a1"
    taken, done = threading.Event(), threading.Event()

    def run():
        with transaction.atomic():
            db.try_lock_word(caller)
            taken.set()
            done.wait(20)
        connection.close()

    other = threading.Thread(target=run)
    other.start()
    taken.wait(20)
    problem = program.post("facts/", visit(), Idempotency_Key="a1")
    done.set()
    other.join()

    assert problem.status_code == 409
    assert problem["Retry-After"] == "1"
    assert problem.json()["type"] == "/api/problems/idempotency-key-in-use"
    assert program.post("facts/", visit(), Idempotency_Key="a1").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_done_once(client, django_db_blocker):
    user = factories.user()
    body = visit()
    program = Program(client, user)
    answers = []
    together = threading.Barrier(4)

    def run():
        together.wait(20)
        answers.append(program.post("facts/", body, Idempotency_Key="a1").status_code)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Proposal.objects.count() == 1
    assert set(answers) <= {201, 409}
    assert 201 in answers


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_leaves_neither_the_write_nor_the_answer(client):
    program = Program(client)
    program.client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION kill_worker() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;"
            "CREATE TRIGGER kill_worker BEFORE INSERT ON api_keptanswer "
            "EXECUTE FUNCTION kill_worker()"
        )
    try:
        answer = program.post("facts/", visit(), Idempotency_Key="a1")
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER kill_worker ON api_keptanswer")
            cursor.execute("DROP FUNCTION kill_worker()")

    assert answer.status_code == 500
    assert not Proposal.objects.exists()
    assert not KeptAnswer.objects.exists()
    assert program.post("facts/", visit(), Idempotency_Key="a1").status_code == 201


def kept(program, **changes):
    values = {"user": program.user, "token": program.token, "key": "a1", "status": 201,
              "request_digest": "0" * 64, "body": b"{}", "kept_at": timezone.now()}  # fmt: skip
    return KeptAnswer.objects.create(**{**values, **changes})


@pytest.mark.parametrize("has_token", [True, False])
def test_an_answer_is_kept_once(program, has_token):
    token = program.token if has_token else None
    kept(program, token=token)

    with pytest.raises(IntegrityError, match="answer_is_kept_once"):
        kept(program, token=token)


def test_only_what_was_done_is_kept(program):
    with pytest.raises(IntegrityError, match="only_what_was_done_is_kept"):
        kept(program, status=422)


def test_what_was_kept_for_a_token_goes_with_it(program):
    program.post("facts/", visit(), Idempotency_Key="a1")

    program.token.delete()

    assert not KeptAnswer.objects.exists()
    assert User.objects.filter(groups=Group.objects.get(name="Editor")).exists()
