"""Articles handed in by programs: the desk's intake by another door."""

import pytest

from articles import intake
from articles.models import Article
from tests.api.asking import Program, pointers
from tests.articles.samples import VISIT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def program(client):
    return Program(client)


def test_an_article_handed_in_is_read_at_the_desk(program):
    answer = program.post(
        "articles/",
        {"text": VISIT, "title": "Rail", "publisher": "The Test Post", "published": "2022-07-05",
         "language": "en", "pair": "FRA-DEU"},
    )  # fmt: skip

    assert answer.status_code == 202, answer.content
    body = answer.json()
    assert (body["state"], body["is_new"]) == ("waiting", True)
    assert body["desk"] == f"/desk/a/{body['id']}/"
    assert answer["Location"] == f"/api/v1/articles/{body['id']}/"
    article = intake.read(body["id"])
    assert (article.pair_hint, article.added_by) == ("DEU-FRA", program.user)
    told = program.get(f"articles/{body['id']}/")
    assert (told["state"], told["suggestions"]["open"]) == ("ready", 2)
    assert told["source"] == article.source_id
    program.get("articles/999/", 404)


def test_an_article_that_is_here_already_is_named(program):
    first = program.post("articles/", {"address": "https://news.example.org/a"})
    again = program.post("articles/", {"address": "https://news.example.org/a#top"})

    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["is_new"] is False


def test_a_dry_run_of_an_article_queues_nothing(program):
    body = {"address": "https://news.example.org/a"}

    answer = program.post("articles/?dry_run=true", body)

    assert answer.json()["is_new"] is True
    assert not Article.objects.exists()
    known = program.post("articles/", body).json()["id"]
    assert program.post("articles/?dry_run=true", body).json()["article"] == known


@pytest.mark.parametrize(
    ("body", "status", "at"),
    [
        ({}, 400, ""),
        ({"address": "ftp://example.org"}, 422, "/address"),
        ({"text": "   "}, 422, "/text"),
        ({"text": "x" * 2_000_001}, 422, "/text"),
        ({"text": VISIT, "published": "2022-13"}, 400, "/published"),
        ({"text": VISIT, "language": "Persian"}, 422, "/language"),
        ({"text": VISIT, "pair": "FRA"}, 400, "/pair"),
        ({"text": 5}, 400, "/text"),
        ({"body": "x"}, 400, "/body"),
    ],
    ids=["nothing", "no address", "blank", "too long", "date", "language", "pair", "number",
         "unknown"],
)  # fmt: skip
def test_a_bad_article_is_refused_at_its_field(program, body, status, at):
    assert pointers(program.refused("articles/", body, status)) == [at]
    assert not Article.objects.exists()
