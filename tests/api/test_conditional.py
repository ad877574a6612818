"""What a caller has already is not sent again, and no answer says it is older than it is."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from api.base import modified_text
from relations import recording
from relations.models import Change
from tests import factories
from tests.api.asking import Program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

V1 = "/api/v1/"
YEARS = "pairs/DEU-FRA/years/"


@pytest.fixture
def settled():
    """A fact whose acts became known in a second that is over."""
    fact = factories.visit(date="2020-03-01")
    recording.number_changes()
    time.sleep(1.05)
    return fact


def get(client, path, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(V1 + path, headers=named)


@pytest.mark.parametrize("path", [YEARS, "pairs/", "pairs/DEU-FRA/?at=2021",
    "pairs/DEU-FRA/?at=2021&as_of={}"])  # fmt: skip
def test_a_sum_says_when_the_record_changed_last(client, settled, path):
    moment = timezone.now().isoformat().replace("+", "%2B")
    answer = get(client, path.format(moment), **Program(client, scopes=["read"]).headers)

    newest = Change.objects.latest("position").known_at
    said = datetime.fromtimestamp(parse_http_date(answer["Last-Modified"]), UTC)
    assert newest <= said < newest + timedelta(seconds=1)


def test_who_has_it_since_then_gets_no_body(client, settled):
    first = get(client, YEARS)
    again = get(client, YEARS, If_Modified_Since=first["Last-Modified"])

    assert (again.status_code, again.content) == (304, b"")
    assert again["Last-Modified"] == first["Last-Modified"]
    assert again["ETag"] == first["ETag"]


def test_who_has_an_older_answer_gets_the_new_one(client, settled):
    first = get(client, YEARS)
    factories.visit(date="2021-03-01")
    assert get(client, YEARS, If_Modified_Since=first["Last-Modified"]).status_code == 200

    recording.number_changes()
    time.sleep(1.05)
    again = get(client, YEARS, If_Modified_Since=first["Last-Modified"])
    assert (again.status_code, again.json()["included"]) == (200, 2)


def test_a_tag_wins_over_a_date(client, settled):
    modified = get(client, YEARS)["Last-Modified"]
    asked = {"If_Modified_Since": modified, "If_None_Match": '"another"'}
    assert get(client, YEARS, **asked).status_code == 200


@pytest.mark.parametrize("since", ["yesterday", "", http_date(4_000_000_000)])
def test_a_date_that_is_none_or_lies_ahead_is_passed_over(client, settled, since):
    assert get(client, YEARS, If_Modified_Since=since).status_code == 200


def test_while_an_act_waits_for_its_moment_nothing_is_said(client, settled):
    factories.visit(date="2021-03-01")
    assert "Last-Modified" not in get(client, YEARS)


def test_a_moment_of_this_second_is_not_told_yet():
    now = time.time()
    assert modified_text(datetime.fromtimestamp(int(now) + 0.999, UTC)) == ""
    assert modified_text(datetime.fromtimestamp(int(now) - 0.001, UTC)) == http_date(int(now))


@pytest.mark.parametrize("path", ["pairs/DEU-FRA/timeline/", "facts/", "pairs/DEU-FRA/",
    "pairs/DEU-FRA/?at=2021", "countries/FRA/", "matrix/", "changes.atom"])  # fmt: skip
def test_what_may_change_without_an_act_says_nothing_and_has_a_tag(client, settled, path):
    answer = get(client, path)
    assert answer["ETag"]
    assert "Last-Modified" not in answer


def test_the_feed_says_it_to_those_whom_no_licence_keeps_anything_from(client, settled):
    assert "Last-Modified" not in get(client, "changes/")
    mirror = Program(client, scopes=["read"])
    assert get(client, "changes/", **mirror.headers)["Last-Modified"]


def test_a_feed_reader_asks_again_by_the_tag(client, settled):
    first = get(client, "changes.atom")
    again = get(client, "changes.atom", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
