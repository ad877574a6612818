"""The `type` of a problem leads to what it means and how to mend it."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from rest_framework.exceptions import APIException

import api
from api.problem_types import TYPES

pytestmark = pytest.mark.django_db


def problems():
    """Every exception of the API and of the framework that becomes a problem document."""
    for module in walk_packages(api.__path__, "api."):
        if ".migrations" not in module.name:
            import_module(module.name)
    waiting, found = [APIException], []
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += below
    return found


def test_every_problem_has_an_entry_with_its_status():
    for problem in problems():
        kind = TYPES[problem.default_code.replace("_", "-")]
        assert kind.status == problem.status_code, problem


def test_every_slug_written_in_the_code_has_an_entry():
    root = Path(api.__file__).parent.parent
    written = {
        slug
        for package in ("api", "config", "tests")
        for path in (root / package).rglob("*.py")
        for slug in re.findall(r"/api/problems/([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert written - set(TYPES) <= {"no-such-type"}


def test_no_entry_is_there_that_nothing_leads_to():
    assert set(TYPES) == {each.default_code.replace("_", "-") for each in problems()}


@pytest.mark.parametrize("slug", TYPES)
def test_each_type_resolves_for_people_and_for_programs(client, slug):
    kind = TYPES[slug]
    page = client.get(kind.address, headers={"Accept": "text/html"})
    values = client.get(kind.address, headers={"Accept": "application/json"})

    assert (page.status_code, values.status_code) == (200, 200)
    assert page["Content-Type"].startswith("text/html")
    assert kind.slug in page.content.decode()
    assert values.json() == {
        "type": kind.address, "slug": slug, "status": kind.status, "title": kind.title,
        "meaning": kind.meaning, "mending": kind.mending,
    }  # fmt: skip
    assert "Accept" in page["Vary"]


def test_one_page_lists_them_all_under_the_strict_policy(client):
    page = client.get("/api/problems/")
    html = page.content.decode()

    for slug in TYPES:
        assert f'id="{slug}"' in html
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "<script" not in html
    assert "style=" not in html
    assert client.head("/api/problems/").status_code == 200


def test_programs_get_the_list_as_json(client):
    answer = client.get("/api/problems/", headers={"Accept": "application/json"})
    assert [each["slug"] for each in answer.json()["results"]] == list(TYPES)


def test_a_type_that_is_none_is_not_found(client):
    address = "/api/problems/no-such-type"
    assert client.get(address).status_code == 404
    answer = client.get(address, headers={"Accept": "application/json"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_problem_leads_to_its_entry(client):
    problem = client.get("/api/v1/pairs/?nonsense=1").json()
    answer = client.get(problem["type"], headers={"Accept": "application/json"}).json()
    assert (answer["title"], answer["status"]) == (problem["title"], problem["status"])
