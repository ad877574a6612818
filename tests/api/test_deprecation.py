"""What is to go is announced a year before, on each answer it concerns and on no other."""

from datetime import date
from pathlib import Path

import pytest

from api import deprecation
from api.deprecation import Deprecated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

V1 = "/api/v1/"
DAYS = {"since": date(2027, 1, 1), "sunset": date(2028, 1, 1)}
YEARS = Deprecated(**DAYS, link="https://example.org/years", address="/api/v1/pairs/{pair}/years/")
OLDEST = Deprecated(
    since=date(2027, 3, 1), sunset=date(2028, 6, 1), link="https://example.org/sort",
    parameter="sort",
)  # fmt: skip


@pytest.fixture
def announced(monkeypatch):
    monkeypatch.setattr(deprecation, "DEPRECATED", (YEARS, OLDEST))


@pytest.mark.usefixtures("announced")
def test_an_address_that_is_to_go_says_since_when_until_when_and_what_instead(client):
    answer = client.get(f"{V1}pairs/DEU-FRA/years/")

    assert answer.status_code == 200
    assert answer["Deprecation"] == "@1798761600"
    assert answer["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
    assert answer["Link"] == '<https://example.org/years>; rel="deprecation"'


@pytest.mark.usefixtures("announced")
def test_a_parameter_that_is_to_go_says_so_where_it_is_given(client):
    given = client.get(f"{V1}pairs/DEU-FRA/timeline/?sort=oldest")
    assert given["Deprecation"] == "@1803859200"
    assert given["Link"] == '<https://example.org/sort>; rel="deprecation"'
    assert "Deprecation" not in client.get(f"{V1}pairs/DEU-FRA/timeline/")


@pytest.mark.usefixtures("announced")
def test_of_several_the_earliest_days_are_told_and_every_link(client):
    answer = client.get(f"{V1}pairs/DEU-FRA/years/?sort=oldest")
    assert answer.status_code == 400
    assert answer["Deprecation"] == "@1798761600"
    assert answer["Link"].count("rel=") == 2


@pytest.mark.usefixtures("announced")
def test_who_has_the_answer_already_is_told_too(client):
    tag = client.get(f"{V1}pairs/DEU-FRA/years/")["ETag"]
    again = client.get(f"{V1}pairs/DEU-FRA/years/", headers={"If-None-Match": tag})
    assert (again.status_code, again["Deprecation"]) == (304, "@1798761600")


@pytest.mark.usefixtures("announced")
def test_the_openapi_document_marks_it(client):
    paths = client.get(f"{V1}schema/?format=json").json()["paths"]
    years = paths["/api/v1/pairs/{pair}/years/"]["get"]
    timeline = paths["/api/v1/pairs/{pair}/timeline/"]["get"]

    assert years["deprecated"] is True
    assert "deprecated" not in timeline
    assert [p["name"] for p in timeline["parameters"] if p.get("deprecated")] == ["sort"]


@pytest.mark.usefixtures("announced")
def test_pages_of_other_sites_may_read_it(client):
    answer = client.get(f"{V1}pairs/DEU-FRA/years/", headers={"Origin": "https://example.org"})
    assert {"Deprecation", "Sunset", "Link"} <= set(
        answer["Access-Control-Expose-Headers"].split(", ")
    )


def test_without_an_entry_nothing_is_said(client):
    answer = client.get(f"{V1}pairs/DEU-FRA/years/?sort=oldest")
    assert not {"Deprecation", "Sunset", "Link"} & set(answer.headers)


def test_a_notice_of_less_than_twelve_months_is_refused():
    with pytest.raises(ValueError, match="twelve months"):
        Deprecated(since=date(2027, 1, 1), sunset=date(2027, 12, 31), link="x", parameter="sort")
    with pytest.raises(ValueError, match="Name an address"):
        Deprecated(**DAYS, link="x")


def test_what_is_announced_stands_in_the_changelog():
    changelog = Path(__file__).parents[2].joinpath("CHANGELOG.md").read_text(encoding="utf-8")
    for each in deprecation.DEPRECATED:
        assert each.address in changelog
        assert each.parameter in changelog
