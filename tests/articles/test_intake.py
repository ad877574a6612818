"""How an article comes in: what is new, what is here already, what fails and why."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from articles import intake
from articles.intake import About
from articles.models import Article, Suggestion
from relations import recording
from relations.models import Claim, Proposal, SourceVersion
from tests import factories
from tests.articles.samples import FOUNDING, VISIT, WIRE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def added(text, by=None, **about):
    """The article of a pasted text, read."""
    article = intake.add_text(text, by=by or factories.user(), about=About(**about)).article
    return intake.read(article.pk)


def test_a_pasted_text_is_kept_and_its_facts_are_proposed_not_recorded():
    article = added(VISIT, published="2022-07-05", publisher="The Test Post")

    assert article.status == Article.Status.READY
    assert article.title == "Paris and Berlin speak of rail"
    assert article.version.text == VISIT.strip()
    assert bytes(article.originals.get().content).decode() == VISIT
    assert article.source.publisher.kind == "unknown"
    rows = list(article.suggestions.order_by("number"))
    assert [row.proposal.payload["kind"] for row in rows] == ["visit", "agreement"]
    assert {row.proposal.state for row in rows} == {"proposed"}
    assert not Claim.objects.exists()


def test_each_suggestion_stands_in_the_text_where_it_says():
    article = added(FOUNDING)

    for row in article.suggestions.all():
        passage = row.proposal.payload["evidence"][0]
        assert article.version.text[row.start : row.end] == passage["quotation"]


def test_the_same_text_is_named_and_not_queued_twice():
    first = added(VISIT)

    again = intake.add_text(VISIT, by=factories.user())

    assert not again.is_new
    assert again.article == first
    assert "here already" in again.sentence


def test_an_address_is_found_whatever_its_tracking():
    by = factories.user()
    first = intake.add_address("https://News.example/a?id=1&utm_source=x#top", by=by)

    again = intake.add_address("https://news.example/a?id=1", by=by)

    assert first.is_new
    assert again.article == first.article


def test_a_list_of_addresses_says_what_became_of_each():
    rows = intake.add_addresses(
        "https://a.example/1\nhttps://a.example/1#b, ftp://a.example/2 nonsense",
        by=factories.user(),
    )

    assert [(row.is_new, row.article is None) for row in rows] == [
        (True, False), (False, False), (False, True), (False, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Paste the article"), ("  \n ", "Paste the article"), ("x" * 2_000_001, "characters")],
)
def test_an_empty_or_endless_paste_is_refused_in_one_sentence(text, words):
    with pytest.raises(recording.Refused) as refused:
        intake.add_text(text, by=factories.user())

    assert words in refused.value.messages[0]
    assert not Article.objects.exists()


def test_what_the_editor_says_of_it_is_checked_all_at_once():
    with pytest.raises(recording.Refused) as refused:
        intake.add_text(
            VISIT, by=factories.user(), about=About(published="the other day", pair_hint="FRA")
        )

    assert set(refused.value.message_dict) == {"published", "pair_hint"}


def test_a_text_that_cannot_be_read_fails_with_its_reason_and_retry_is_possible():
    by = factories.user()
    article = intake.add_file("scan.pdf", b"%PDF-1.4 nothing", by=by).article

    failed = intake.read(article.pk)

    assert failed.status == "failed"
    assert failed.failure == "broken_pdf"
    assert failed.failure_sentence == "The PDF is damaged and cannot be read."
    assert intake.retry(failed, by=by).status == "waiting"


def test_of_two_workers_one_reads_an_article():
    article = intake.add_text(VISIT, by=factories.user()).article

    assert intake.read(article.pk) is not None
    assert intake.read(article.pk) is None
    assert article.suggestions.count() == 2


def test_what_a_killed_worker_left_is_taken_up_again_and_the_third_time_given_up():
    article = intake.add_text(VISIT, by=factories.user()).article
    now = timezone.now()
    long_ago = now - timedelta(hours=1)
    Article.objects.filter(pk=article.pk).update(
        status="reading", started_at=long_ago, attempts=1, added_at=long_ago
    )

    assert intake.requeue_abandoned(now) == [article.pk]
    assert intake.read(article.pk).status == "ready"

    Article.objects.filter(pk=article.pk).update(status="reading", started_at=long_ago, attempts=3)
    assert intake.requeue_abandoned(now) == []
    article.refresh_from_db()
    assert article.status == "failed"
    assert "stopped 3 times" in article.failure_sentence


def test_a_worker_given_up_meanwhile_writes_nothing(monkeypatch):
    article = intake.add_text(VISIT, by=factories.user()).article
    extract = intake._extract

    def overtaken(*args):
        Article.objects.filter(pk=article.pk).update(attempts=2)
        return extract(*args)

    monkeypatch.setattr(intake, "_extract", overtaken)
    intake.read(article.pk)

    article.refresh_from_db()
    assert article.status != "failed"
    assert not SourceVersion.objects.filter(source__articles=article).exists() or (
        not article.suggestions.exists()
    )


def test_a_near_copy_is_linked_as_syndicated_from_the_first():
    first = added(WIRE, publisher="The Wire", address="https://wire.example/1")
    copy = added(
        "From our agency. " + WIRE.replace("on Monday", "this week"),
        publisher="The Daily",
        address="https://daily.example/9",
    )

    assert copy.copy_of == first
    assert copy.likeness > 0.7
    assert copy.source.syndicated_from == first.source


def test_a_text_cut_short_is_still_a_copy_and_another_text_is_none():
    first = added(WIRE)
    cut = added(WIRE[: len(WIRE) // 2] + "…")
    other = added(FOUNDING)

    assert cut.copy_of == first
    assert other.copy_of is None


def test_a_changed_page_is_a_new_version_and_its_passages_are_found_again():
    by = factories.user()
    article = added(VISIT, by=by)
    from articles import reviewing

    for row in article.suggestions.order_by("number"):
        reviewing.accept(row, by=by)
    reviewing.publish(article, by=by)
    changed = "An update. " + VISIT.replace("signed an agreement on rail", "initialled a plan for")

    version = recording.hold_text(article.source, by=by, text=changed, retrieved_at=timezone.now())
    anchored = recording.reanchor(version, by=by)

    assert version.number == 2
    assert {claim.version_id for claim in anchored.moved} == {version.pk}
    assert all(changed[c.start : c.end] == c.quotation for c in anchored.moved)
    assert anchored.lost
    assert all(claim.version.number == 1 for claim in anchored.lost)


def test_a_missing_date_is_a_task_and_filling_it_in_dates_the_suggestions_anew():
    from articles import proposing, reviewing

    by = factories.user()
    article = added("Talks\n\nFrance and Germany signed a trade agreement on Monday.", by=by)
    assert [task.field for task in reviewing.tasks_of(article)] == ["published", "publisher"]
    [before] = article.suggestions.all()
    assert before.proposal.payload["date"] == ""

    reviewing.describe(article, by=by, field="published", value="6 July 2022")
    proposing.propose_again(article)

    [now] = article.suggestions.exclude(outcome="superseded")
    assert now.proposal.payload["date"] == "2022-07-04"
    assert now.number == 1
    before.refresh_from_db()
    assert before.outcome == Suggestion.Outcome.SUPERSEDED
    assert before.proposal.state == Proposal.State.SUPERSEDED


def test_a_reader_without_the_role_adds_nothing():
    from django.contrib.auth.models import User

    with pytest.raises(recording.NotAllowed):
        intake.add_text(VISIT, by=User.objects.create_user("reader"))


def test_a_language_given_is_the_sources_and_stands_as_its_code():
    assert added(VISIT, language="pt-BR").source.language == "pt-BR"
    assert added(WIRE).source.language == "en"

    with pytest.raises(recording.Refused, match="no code of a language"):
        added(FOUNDING, language="Persian")
    with pytest.raises(IntegrityError, match="article_language_is_a_code"):
        Article.objects.create(intake="text", language="Persian")
