"""Whole files, ordered and fetched as other tools do."""

import concurrent.futures
import hashlib
import json
import time
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.http import parse_http_date

from api.exports import building, ordering, sending, tasks
from api.models import Export, Scope, Token
from relations import recording
from relations.exporting import batches
from relations.exporting.building import Format
from tests import factories

# The builder tells of its progress by a connection of its own: nothing is seen inside a test's
# transaction.
pytestmark = pytest.mark.django_db(transaction=True)

V1 = "/api/v1/exports/"
S = Export.State


@pytest.fixture(autouse=True)
def states(transactional_db, settings, tmp_path):
    from relations.importing.reference import load_reference

    load_reference()
    settings.VAR = tmp_path


@pytest.fixture
def queued(monkeypatch):
    """Orders wait, as with a worker that is busy."""
    monkeypatch.setattr(tasks, "enqueue", lambda pk: None)


def person(*scopes, **values):
    """(headers with a token of these scopes, the person)"""
    user = values.get("user") or factories.user()
    _, text = Token.objects.create(user=user, name="test", scopes=list(scopes or Scope.values))
    return {"HTTP_AUTHORIZATION": f"Token {text}"}, user


def order(client, headers, status=202, /, **body):
    answer = client.post(V1, json.dumps(body), content_type="application/json", **headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()


def content(answer):
    return b"".join(answer.streaming_content)


def address(export, what=""):
    return f"{V1}{export['id']}/{what}"


def test_an_ordered_file_is_built_and_fetched(client):
    factories.visit()
    headers, _ = person()

    answer = client.post(
        V1, json.dumps({"format": "jsonl", "kind": "visit"}), content_type="application/json",
        **headers,
    )  # fmt: skip
    assert answer.status_code == 202
    export = client.get(answer["Location"], **headers).json()
    assert export["state"] == "done"
    assert (export["rows_done"], export["rows_expected"], export["withheld"]) == (1, 1, 0)

    file = client.get(export["file"], **headers)
    text = content(file)
    manifest = client.get(address(export, "manifest/"), **headers).json()
    assert manifest == export["manifest"]
    assert hashlib.sha256(text).hexdigest() == manifest["sha256"] == file["ETag"].strip('"')
    assert int(file["Content-Length"]) == len(text) == manifest["bytes"]
    assert file["Content-Disposition"] == f'attachment; filename="{manifest["file"]}"'
    assert manifest["position"] == export["position"] > 0


def test_json_lines_equal_the_rows_of_the_api(client):
    factories.visit()
    factories.statement("2021")
    factories.visit(evidence=[factories.evidence(is_redistributable=False)])
    headers, _ = person()

    for rights, who in (("mine", headers), ("public", {})):
        export = order(client, headers, format="jsonl", rights=rights)
        ours = [
            json.loads(line) for line in content(client.get(export["file"], **who)).splitlines()
        ]
        theirs = client.get("/api/v1/facts/", **who).json()["results"]
        assert sorted(ours, key=lambda row: row["id"]) == sorted(theirs, key=lambda row: row["id"])
        assert export["withheld"] == (0 if rights == "mine" else 1)


@pytest.mark.parametrize("form", Format.values)
def test_every_format_can_be_ordered(client, form):
    factories.visit()
    headers, _ = person()

    export = order(client, headers, format=form)

    assert export["state"] == "done"
    text = content(client.get(export["file"], **headers))
    assert hashlib.sha256(text).hexdigest() == export["manifest"]["sha256"]


def test_the_same_question_is_built_once_for_each_position(client):
    factories.visit()
    headers, _ = person()

    first = order(client, headers, format="csv", pair="FRA-DEU", kind=["visit", "action"])
    again = order(client, headers, 200, format="csv", pair="DEU-FRA", kind=["action", "visit"])
    assert again["id"] == first["id"]
    assert order(client, headers, format="jsonl", pair="DEU-FRA", kind=["action", "visit"])

    factories.visit()
    recording.number_changes()
    later = order(client, headers, format="csv", pair="DEU-FRA", kind=["visit", "action"])
    assert later["id"] != first["id"]
    assert later["position"] > first["position"]


def test_a_public_file_is_shared_and_a_restricted_one_is_its_owners(client):
    factories.visit()
    one, _ = person()
    other, _ = person()

    public = order(client, one, format="csv", rights="public")
    assert order(client, other, 200, format="csv", rights="public")["id"] == public["id"]
    assert client.get(public["file"]).status_code == 200

    own = order(client, one, format="csv")
    assert order(client, other, format="csv")["id"] != own["id"]
    for who in ({}, other):
        for what in ("", "file/", "manifest/"):
            problem(client.get(address(own, what), **who), 404)


def test_a_token_without_the_scope_to_read_gets_what_anybody_gets(client):
    factories.visit(evidence=[factories.evidence(is_redistributable=False)])
    headers, _ = person(Scope.EXPORTS)

    export = order(client, headers, format="csv")

    assert export["restricted_rows_included"] is False
    assert export["withheld"] == 1


def test_ordering_needs_its_scope(client):
    reading, _ = person(Scope.READ)
    body = json.dumps({"format": "csv"})

    problem(client.post(V1, body, content_type="application/json"), 401)
    problem(client.post(V1, body, content_type="application/json", **reading), 403)
    problem(client.get(V1, **reading), 403)
    problem(client.delete(f"{V1}{uuid.uuid4()}/"), 401)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"format": "doc"}, {"format"}), ({}, {"format"}),
        ({"format": "csv", "colour": "red", "kind": "war"}, {"colour", "kind"}),
        ({"format": "csv", "kind": {"a": 1}}, {"kind"}), ({"format": ["csv"]}, {"format"}),
        ({"format": "csv", "rights": "all"}, {"rights"}),
        ({"format": "csv", "limit": 5}, {"limit"}),
        ({"format": "csv", "from": "2023", "to": "2022"}, {"from"}),
        ({"format": "csv", "kind": ["visit"] * 1001}, {"kind"}),
        ({"format": "csv", "pair": "FRA-FRA"}, {"pair"}), ([], {""}), ("csv", {""}),
        ({"format": "csv", "is": True, "source": True}, {"is", "source"}),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(client, body, names):
    headers, _ = person()

    answer = client.post(V1, json.dumps(body), content_type="application/json", **headers)

    assert {error["parameter"] for error in problem(answer, 400)["errors"]} == names
    assert not Export.objects.exists()


def test_a_body_that_is_no_json_is_refused(client):
    headers, _ = person()

    problem(client.post(V1, "{", content_type="application/json", **headers), 400)
    problem(client.post(V1, "format=csv", content_type="text/plain", **headers), 415)
    problem(client.post(f"{V1}?x=1", "{}", content_type="application/json", **headers),
            400)  # fmt: skip


def test_a_bounded_number_waits(client, queued, monkeypatch):
    headers, _ = person()
    kinds = ("visit", "action", "statement", "agreement", "arms_transfer")
    for kind in kinds:
        order(client, headers, format="csv", kind=kind)

    answer = client.post(V1, '{"format": "csv"}', content_type="application/json", **headers)
    assert "5 of your exports wait" in problem(answer, 429)["detail"]
    assert answer["Retry-After"] == "60"
    assert order(client, headers, 200, format="csv", kind="visit")["state"] == "waiting"

    monkeypatch.setattr(ordering, "MOST_WAITING_OF_ALL", 5)
    other, _ = person()
    answer = client.post(V1, '{"format": "csv"}', content_type="application/json", **other)
    assert "wait for a worker" in problem(answer, 429)["detail"]


def test_one_file_of_a_person_is_built_at_a_time(client, queued):
    headers, _ = person()
    first, second = (order(client, headers, format=form)["id"] for form in ("csv", "jsonl"))
    Export.objects.filter(pk=first).update(state=S.RUNNING, seen_at=timezone.now())

    assert building.run(uuid.UUID(second)) is None
    assert Export.objects.get(pk=second).state == S.WAITING
    with pytest.raises(IntegrityError, match="one_running_export_a_person"), transaction.atomic():
        Export.objects.filter(pk=second).update(state=S.RUNNING)

    Export.objects.filter(pk=first).update(state=S.WAITING)
    assert tasks.build_export(first) == S.DONE
    assert building.next_of(Export.objects.get(pk=first)) == uuid.UUID(second)


def test_your_exports_are_listed_newest_first(client, queued):
    headers, _ = person()
    other, _ = person()
    made = [order(client, headers, format=form)["id"] for form in ("csv", "jsonl", "sqlite")]
    order(client, other, format="csv")

    first = client.get(f"{V1}?limit=2", **headers).json()
    second = client.get(first["next"], **headers).json()

    assert [row["id"] for row in first["results"] + second["results"]] == made[::-1]
    assert second["next"] is None
    problem(client.get(f"{V1}?cursor=x&limit=0", **headers), 400)
    problem(client.get(f"{V1}?pages=1", **headers), 400)


def test_a_file_that_is_not_done_is_a_conflict(client, queued):
    headers, _ = person()
    export = order(client, headers, format="csv")

    assert export["file"] is export["manifest"] is None
    assert "waiting" in problem(client.get(address(export, "file/"), **headers), 409)["detail"]
    problem(client.get(address(export, "manifest/"), **headers), 409)


def test_a_waiting_export_is_cancelled_and_a_finished_one_removed(client, monkeypatch):
    headers, _ = person()
    other, _ = person()
    done = order(client, headers, format="csv")
    monkeypatch.setattr(tasks, "enqueue", lambda pk: None)
    waiting = order(client, headers, format="jsonl")
    path = Export.objects.get(pk=done["id"]).path
    assert path.exists()

    problem(client.delete(address(done), **other), 404)
    assert client.delete(address(waiting), **headers).status_code == 204
    assert client.delete(address(done), **headers).status_code == 204

    assert client.get(address(waiting), **headers).json()["state"] == "cancelled"
    assert building.run(uuid.UUID(waiting["id"])) is None
    problem(client.get(address(done), **headers), 404)
    assert not path.exists()


def elsewhere(act):
    """Do it in another connection, as another process would."""

    def run():
        try:
            act()
        finally:
            connection.close()

    with concurrent.futures.ThreadPoolExecutor(1) as other:
        other.submit(run).result()


def test_an_export_cancelled_midway_stops_and_leaves_nothing(client, queued, monkeypatch, tmp_path):
    for day in range(1, 8):
        factories.visit(f"2022-07-{day:02}")
    headers, _ = person()
    export = order(client, headers, format="jsonl")
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(building, "_EVERY", 0)
    reading = batches.rows.fetch
    asked = []

    def fetch(*args, **values):
        asked.append(1)
        if len(asked) == 2:
            assert client.get(address(export), **headers).json()["state"] == "running"
            elsewhere(lambda: ordering.cancel(Export.objects.get(pk=export["id"])))
        return reading(*args, **values)

    monkeypatch.setattr(batches.rows, "fetch", fetch)
    ended = building.run(uuid.UUID(export["id"]))

    assert ended.state == S.CANCELLED
    assert ended.manifest is None
    assert list((tmp_path / "exports").iterdir()) == []


class Killed(BaseException):
    """What no code catches."""


def test_a_worker_killed_midway_leaves_nothing_half_and_the_next_builds_it(
    client, queued, monkeypatch, tmp_path
):
    factories.visit()
    headers, _ = person()
    export = order(client, headers, format="csv")
    fetch = batches.rows.fetch

    def killed(*args, **values):
        raise Killed

    monkeypatch.setattr(batches.rows, "fetch", killed)
    with pytest.raises(Killed):
        building.run(uuid.UUID(export["id"]))
    problem(client.get(address(export, "file/"), **headers), 409)
    monkeypatch.setattr(batches.rows, "fetch", fetch)

    assert building.sweep(timezone.now()) == []
    assert building.sweep(timezone.now() + building.SILENT + timedelta(seconds=1)) == [
        uuid.UUID(export["id"])
    ]
    assert building.run(uuid.UUID(export["id"])).state == S.DONE
    assert len(content(client.get(address(export, "file/"), **headers)).splitlines()) == 2


def test_an_export_whose_worker_dies_three_times_fails(client, queued):
    headers, _ = person()
    export = order(client, headers, format="csv")
    long_ago = timezone.now() - timedelta(hours=1)
    Export.objects.update(state=S.RUNNING, attempts=3, seen_at=long_ago)

    building.sweep(timezone.now())

    told = client.get(address(export), **headers).json()
    assert (told["state"], told["error"]) == ("failed", "Its worker stopped three times.")


@pytest.mark.filterwarnings("ignore")
def test_what_goes_wrong_is_a_failed_export_with_a_sentence(client, monkeypatch, caplog):
    def broken(*args, **values):
        raise OSError("no space left")

    monkeypatch.setattr(building, "build", broken)
    headers, _ = person()
    export = order(client, headers, format="csv")

    assert export["state"] == "failed"
    assert "could not be built" in export["error"]
    assert "no space left" in caplog.text


def test_an_expired_file_is_gone(client):
    headers, _ = person()
    export = order(client, headers, format="csv")
    path = Export.objects.get(pk=export["id"]).path

    building.sweep(timezone.now() + building.KEPT + timedelta(minutes=1))

    assert not path.exists()
    problem(client.get(address(export, "file/"), **headers), 410)
    problem(client.get(address(export, "manifest/"), **headers), 410)
    assert order(client, headers, format="csv")["id"] != export["id"]


def test_what_ended_long_ago_is_forgotten_and_what_waits_or_is_done_is_not(client):
    _, user = person()
    ended = timezone.now()
    kept = {"owner": user, "format": "csv", "finished_at": ended}
    for state in (S.FAILED, S.CANCELLED, S.EXPIRED):
        Export.objects.create(**kept, state=state, error="It failed.")
    waiting = Export.objects.create(owner=user, format="csv")

    building.sweep(ended + building.REMEMBERED - timedelta(minutes=1))
    assert Export.objects.count() == 4
    building.sweep(ended + building.REMEMBERED)
    assert list(Export.objects.all()) == [waiting]


def test_a_lost_file_is_gone_and_built_again(client):
    headers, _ = person()
    export = order(client, headers, format="csv")
    Export.objects.get(pk=export["id"]).path.unlink()

    problem(client.get(address(export, "file/"), **headers), 410)
    assert order(client, headers, format="csv")["id"] != export["id"]


def test_a_download_goes_on_where_it_broke_off(client):
    factories.visit()
    headers, _ = person()
    export = order(client, headers, format="csv")
    place = address(export, "file/")
    whole = content(client.get(place, **headers))
    size = len(whole)

    def part(text, status=206, **more):
        answer = client.get(place, HTTP_RANGE=text, **more, **headers)
        assert answer.status_code == status
        return content(answer), answer

    begun, answer = part("bytes=0-9")
    assert answer["Content-Range"] == f"bytes 0-9/{size}"
    rest, _ = part("bytes=10-")
    assert begun + rest == whole
    assert part("bytes=-7")[0] == whole[-7:]
    tag = answer["ETag"]
    assert part("bytes=0-9", HTTP_IF_RANGE=tag)[0] == whole[:10]
    assert part("bytes=0-9", 200, HTTP_IF_RANGE='"other"')[0] == whole
    for several in ("bytes=0-1,4-5", "bytes=9-3", "lines=1-2", "bytes=-"):
        assert part(several, 200)[0] == whole
    problem(client.get(place, HTTP_RANGE=f"bytes={size}-", **headers), 416)
    assert client.get(place, HTTP_IF_NONE_MATCH=tag, **headers).status_code == 304
    packed = client.get(place, HTTP_ACCEPT_ENCODING="gzip", **headers)
    assert content(packed) == whole


def test_a_file_and_its_manifest_say_when_they_were_finished(client):
    factories.visit()
    headers, _ = person()
    export = order(client, headers, format="jsonl")
    time.sleep(1.05)
    answer = client.get(address(export, "file/"), **headers)
    whole, modified = content(answer), answer["Last-Modified"]
    finished = Export.objects.get(pk=export["id"]).finished_at.timestamp()

    assert finished <= parse_http_date(modified) < finished + 1
    for place in (address(export, "file/"), address(export, "manifest/")):
        again = client.get(place, HTTP_IF_MODIFIED_SINCE=modified, **headers)
        assert (again.status_code, again["Last-Modified"]) == (304, modified)
    begun = client.get(
        address(export, "file/"), HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE=modified, **headers
    )
    assert (begun.status_code, content(begun)) == (206, whole[:10])


def test_slow_readers_never_hold_every_thread(client):
    headers, _ = person()
    export = order(client, headers, format="csv")
    place = address(export, "file/")

    reading = [client.get(place, **headers) for _ in range(sending.FILES_AT_ONCE)]
    refused = client.get(place, **headers)
    problem(refused, 503)
    assert refused["Retry-After"] == "60"

    for answer in reading:
        answer.close()
    assert client.get(place, **headers).status_code == 200


def test_an_administrator_sees_exports_and_stops_them(client, queued):
    headers, _ = person()
    export = order(client, headers, format="csv")
    client.force_login(User.objects.create_superuser("root"))
    page = "/admin/api/export/"

    assert export["id"] in client.get(page).content.decode()
    assert client.get(f"{page}{export['id']}/change/").status_code == 200
    assert client.get(f"{page}add/").status_code == 403
    client.post(page, {"action": "stop", "_selected_action": [export["id"]]})

    assert Export.objects.get().state == S.CANCELLED


def test_the_schema_describes_exports(client):
    cache.clear()
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]

    assert set(paths[V1]["post"]["responses"]) == {"200", "202", "400", "401", "403", "415", "429"}
    assert {"200", "206", "304", "404", "409", "410", "416", "503"} <= set(
        paths[f"{V1}{{id}}/file/"]["get"]["responses"]
    )
