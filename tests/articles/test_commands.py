"""add_article, suggestion_quality, and the tasks that run by the clock."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import fetching, links, tasks
from articles.fetching import FetchRefused, LinkState, Reason, State
from articles.models import Article, LinkCheck
from tests import factories
from tests.articles.samples import VISIT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def run(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_a_file_is_added_as_at_the_desk(tmp_path):
    file = tmp_path / "visit.txt"
    file.write_text(VISIT)

    said = run("add_article", str(file), published="2022-07-05", publisher="The Test Post")

    article = Article.objects.get()
    assert said.strip() == (
        f"Paris and Berlin speak of rail: 2 facts suggested. /desk/a/{article.pk}/"
    )
    assert article.source.published_text == "2022-07-05"
    assert "here already" in run("add_article", str(file))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("scan.pdf", b"%PDF-1.4 x", "damaged"), ("empty.txt", b"", "is empty")],
)
def test_what_cannot_be_read_says_why_and_fails(tmp_path, name, content, words):
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(CommandError, match=words):
        run("add_article", str(file))


def test_a_missing_file_and_a_private_address_are_refused():
    with pytest.raises(CommandError, match="cannot be read"):
        run("add_article", "/nowhere/at/all.txt")
    with pytest.raises(CommandError, match="private network"):
        run("add_article", "http://127.0.0.1/page")


def test_quality_is_a_command_too(tmp_path):
    file = tmp_path / "visit.txt"
    file.write_text(VISIT)
    run("add_article", str(file))

    said = run("suggestion_quality")

    assert "Provider" in said
    assert "rules" in said
    assert "Rejected: -" in said


def test_the_worker_reads_an_article_and_twice_does_no_harm():
    from articles import intake

    article = intake.add_text(VISIT, by=None).article

    assert tasks.read_article(article.pk) == "ready"
    assert tasks.read_article(article.pk) == "not waiting"


def test_a_refused_page_fails_with_the_sentence(monkeypatch):
    from articles import intake

    def refuse(address):
        raise FetchRefused(Reason.ROBOTS)

    monkeypatch.setattr(intake, "fetch", refuse)
    article = intake.add_address("https://news.example/1", by=None).article

    tasks.read_article(article.pk)

    article.refresh_from_db()
    assert (article.status, article.failure) == ("failed", "robots")
    assert "robots.txt" in article.failure_sentence


def test_addresses_of_cited_sources_are_looked_at_once_a_week(monkeypatch):
    source = factories.source(address="https://news.example/1")
    factories.source(address="https://news.example/uncited")
    factories.visit(evidence=[factories.evidence(source=source)])
    answers = iter(
        [LinkState(State.ALIVE), LinkState(State.GONE, sentence="There is no page."),
         LinkState(State.GONE)]
    )  # fmt: skip
    monkeypatch.setattr(fetching, "check", lambda address: next(answers))

    assert links.check_some(NOW) == 1
    assert links.check_some(NOW + timedelta(days=1)) == 0
    assert links.check_some(NOW + timedelta(days=8)) == 1
    assert links.check_some(NOW + timedelta(days=16)) == 1

    check = LinkCheck.objects.get()
    assert (check.state, check.since) == ("gone", NOW + timedelta(days=8))


def test_what_was_queued_without_a_broker_is_taken_up_by_the_clock():
    from articles import intake

    article = intake.add_text(VISIT, by=None).article
    Article.objects.update(added_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert tasks.requeue() == 1
    article.refresh_from_db()
    assert article.status == "ready"
