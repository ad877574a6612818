"""What an editor does with suggestions, and what is refused."""

import pytest

from articles import intake, quality, reviewing
from articles.intake import About
from articles.models import Article, Suggestion
from articles.reviewing import Decided
from relations import recording
from relations.models import Coverage, Fact, ReviewPolicy
from relations.pairs import Pair
from tests import factories
from tests.articles.samples import FOUNDING, VISIT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def editor():
    return factories.user()


@pytest.fixture
def article(editor):
    about = About(published="2022-07-05", publisher="The Test Post")
    return intake.read(intake.add_text(VISIT, by=editor, about=about).article.pk)


def rows(article):
    return list(article.suggestions.exclude(outcome="superseded").order_by("number"))


def test_an_accepted_suggestion_is_a_draft_until_it_is_published(article, editor):
    row = rows(article)[0]

    fact = reviewing.accept(row, by=editor)

    assert fact.publication == "draft"
    assert row.outcome == "accepted"
    assert row.proposal.state == "accepted"
    assert row.proposal.edited_payload is None


def test_what_was_edited_is_kept_beside_what_was_proposed(article, editor):
    row = rows(article)[0]
    payload = {**row.proposal.payload, "headline": "Macron meets Scholz", "date": "2022-07"}

    fact = reviewing.accept(row, by=editor, payload=payload)

    row.refresh_from_db()
    assert fact.headline == "Macron meets Scholz"
    assert row.outcome == "edited"
    assert set(row.edited_fields) == {"headline", "date"}
    assert row.proposal.payload["date"] == "2022-07-03"
    assert row.proposal.edited_payload["date"] == "2022-07"


def test_a_refused_edit_saves_nothing(article, editor):
    row = rows(article)[0]
    payload = {**row.proposal.payload, "detail": {"form": "visit", "visitors": []}}

    with pytest.raises(recording.Refused) as refused:
        reviewing.accept(row, by=editor, payload=payload)

    assert "visitors" in refused.value.message_dict
    row.refresh_from_db()
    assert row.is_open
    assert not Fact.objects.exists()


def test_everything_accepted_is_published_in_one_transaction_and_counts_as_read(article, editor):
    for row in rows(article):
        reviewing.accept(row, by=editor)

    released = reviewing.publish(article, by=editor)

    assert {fact.publication for fact in Fact.objects.all()} == {"published"}
    assert len(released) == 2
    article.refresh_from_db()
    assert article.status == Article.Status.DONE
    coverage = Coverage.objects.get()
    assert (coverage.low_id, coverage.high_id, coverage.facts) == ("DEU", "FRA", 2)
    assert coverage.outcome == "facts"
    assert reviewing.publish(article, by=editor) == []
    assert Fact.objects.count() == 2


def test_one_refusal_and_nothing_of_the_article_is_public(article, editor, monkeypatch):
    from relations.recording import publishing

    for row in rows(article):
        reviewing.accept(row, by=editor)
    second = Fact.objects.order_by("pk").last()
    publish = publishing.publish

    def refuse(fact, **kwargs):
        if fact.pk == second.pk:
            raise recording.Refused({"__all__": "No."})
        return publish(fact, **kwargs)

    monkeypatch.setattr(publishing, "publish", refuse)
    with pytest.raises(recording.Refused) as refused:
        reviewing.publish(article, by=editor)

    assert second.headline in refused.value.messages[0]
    assert not Fact.objects.published().exists()


def test_a_kind_that_requires_a_second_reader_waits_for_one(article, editor):
    ReviewPolicy.objects.create(kind="visit", rule="required")
    for row in rows(article):
        reviewing.accept(row, by=editor)

    reviewing.publish(article, by=editor)

    visit, agreement = Fact.objects.order_by("pk")
    assert (visit.publication, agreement.publication) == ("in_review", "published")
    reviewer = factories.user("Reviewer")
    recording.approve(visit.proposals.get(), by=reviewer)
    visit.refresh_from_db()
    assert visit.publication == "published"
    assert visit.second_read_by == reviewer


def test_a_reviewer_sends_back_with_a_reason(article, editor):
    ReviewPolicy.objects.create(kind="visit", rule="required")
    row = rows(article)[0]
    reviewing.accept(row, by=editor)
    reviewing.publish(article, by=editor)

    with pytest.raises(recording.Refused):
        recording.send_back(row.proposal.result, by=factories.user("Reviewer"), reason=" ")
    fact = recording.send_back(
        row.proposal.result, by=factories.user("Reviewer"), reason="Which palace?"
    )

    assert fact.publication == "draft"
    assert fact.changes.order_by("-id")[0].reason == "Changes asked: Which palace?"


def test_a_rejection_needs_one_of_five_reasons_and_is_kept(article, editor):
    row = rows(article)[0]

    with pytest.raises(recording.Refused):
        reviewing.reject(row, by=editor, reason="")
    reviewing.reject(row, by=editor, reason="unclear", note="who is meant?")

    assert row.reason == "unclear"
    assert row.proposal.state == "rejected"
    assert row.proposal.rejection_reason == "Unclear: who is meant?"
    assert row.found["kind"] == "visit_or_meeting"


@pytest.mark.parametrize("what", ["accept", "reject", "source"])
def test_every_decision_can_be_undone_and_taken_again(article, editor, what):
    other = factories.visit(guest="FRA", host="DEU")
    row = rows(article)[0]
    if what == "accept":
        reviewing.accept(row, by=editor)
    elif what == "reject":
        reviewing.reject(row, by=editor, reason="other")
    else:
        reviewing.add_as_source(row, other, by=editor)

    assert reviewing.last_decided(article, editor) == row
    reviewing.undo(row, by=editor)

    assert row.is_open
    assert row.proposal.state == "proposed"
    assert other.claims.accepted().count() == 1
    assert not Fact.objects.filter(publication="draft").exists()
    assert reviewing.accept(row, by=editor).publication == "draft"


def test_what_is_public_is_not_undone(article, editor):
    row = rows(article)[0]
    reviewing.accept(row, by=editor)
    reviewing.publish(article, by=editor)

    with pytest.raises(recording.Refused) as refused:
        reviewing.undo(row, by=editor)

    assert "correct or retract" in refused.value.messages[0]


def test_of_two_editors_the_second_is_told_and_changes_nothing(article, editor):
    row = rows(article)[0]
    revision = row.revision
    reviewing.reject(Suggestion.objects.get(pk=row.pk), by=factories.user(), reason="unclear")

    with pytest.raises(Decided) as decided:
        reviewing.accept(row, by=editor, revision=revision)

    assert decided.value.row.outcome == "rejected"
    assert not Fact.objects.exists()


def test_accepting_twice_makes_one_fact(article, editor):
    row = rows(article)[0]
    reviewing.accept(row, by=editor, revision=1)

    with pytest.raises(Decided):
        reviewing.accept(row, by=editor, revision=1)

    assert Fact.objects.count() == 1


def test_a_second_source_adds_its_passage_and_changes_nothing_else(article, editor):
    fact = factories.visit("2022-07-03", guest="FRA", host="DEU")
    row = rows(article)[0]

    reviewing.add_as_source(row, fact, by=editor)

    fact.refresh_from_db()
    assert row.outcome == "source"
    assert row.fact == fact
    claim = fact.claims.order_by("pk").last()
    assert claim.quotation == row.proposal.payload["evidence"][0]["quotation"]
    assert claim.version == article.version
    assert Fact.objects.count() == 1


def test_a_version_that_differs_is_kept_beside_the_facts_own_when_asked(article, editor):
    fact = factories.visit("2022-07-02/2022-07-05", guest="FRA", host="DEU")
    row = rows(article)[0]

    reviewing.add_as_source(row, fact, by=editor, keep=["date"])

    fact.refresh_from_db()
    assert fact.date_text == "2022-07-02/2022-07-05"
    assert fact.claims.get(field="date").value == "2022-07-03"


def test_an_article_without_facts_is_read_and_counts_as_coverage(article, editor):
    reviewing.note_no_facts(article, by=editor, pairs=[Pair.parse("BEL-FRA")])

    article.refresh_from_db()
    assert article.status == Article.Status.NO_FACTS
    assert {row.outcome for row in rows(article)} == {"rejected"}
    coverage = Coverage.objects.get()
    assert (str(coverage.low_id), coverage.outcome, coverage.facts) == ("BEL", "nothing", 0)
    assert str(coverage.first_day) == "2022-07-05"


def test_a_person_nobody_has_entered_is_added_when_the_statement_is_accepted(editor):
    from relations.models import Person

    text = "“France is a reliable partner,” German envoy Hildegard Probe said in Paris."
    article = intake.read(intake.add_text(text, by=editor).article.pk)
    [row] = rows(article)
    assert row.proposal.payload["detail"]["speaker"] == {
        "name": "Hildegard Probe", "country": "DEU",
    }  # fmt: skip
    assert not Person.objects.filter(name="Hildegard Probe").exists()

    fact = reviewing.accept(row, by=editor)

    assert fact.statement.speaker.name == "Hildegard Probe"
    assert fact.statement.speaker.country_id == "DEU"


def test_a_new_fact_from_selected_words(article, editor):
    place = reviewing.find_passage(article, "French  President Emmanuel Macron")

    assert article.version.text[slice(*place)] == "French President Emmanuel Macron"
    assert reviewing.find_passage(article, "not in it") is None


def test_presence_names_the_others(article, editor):
    other = factories.user()
    reviewing.see(article, by=other, number=2)

    assert [p.user for p in reviewing.see(article, by=editor)] == [other]


def test_a_draft_is_kept_and_refused_once_it_is_decided(article, editor):
    row = rows(article)[0]
    reviewing.save_draft(row, by=editor, fields={"fields": {"date": "July"}}, revision=1)
    row.refresh_from_db()
    assert row.draft["fields"] == {"date": "July"}

    reviewing.accept(row, by=editor)
    with pytest.raises(Decided):
        reviewing.save_draft(row, by=editor, fields={}, revision=1)


def test_quality_counts_what_was_kept_of_what_was_decided(article, editor):
    first, second = rows(article)
    reviewing.accept(first, by=editor)
    reviewing.reject(second, by=editor, reason="not_a_fact")

    provider = quality.tables()[0].rows[0]

    assert (provider.name, provider.proposed, provider.precision) == ("rules", 2, 0.5)
    assert provider.untouched == 1.0
    assert quality.reasons() == [("Not a fact", 1)]


def test_the_founding_article_yields_its_nine_facts(editor):
    article = intake.read(
        intake.add_text(FOUNDING, by=editor, about=About(published="2022-07-26")).article.pk
    )

    found = [
        (row.proposal.payload["kind"], sorted(c["code"] for c in row.found["countries"]
                                              if c["role"] not in ("subject", "affected")))
        for row in rows(article)
    ]  # fmt: skip

    assert found == [
        ("visit", ["IRN", "RUS"]),
        ("agreement", ["IRN", "RUS"]),
        ("arms_transfer", ["IRN", "RUS"]),
        ("statement", ["IRN", "RUS", "USA"]),
        ("visit", ["IRN", "RUS"]),
        ("statement", ["IRN", "RUS"]),
        ("statement", ["IRN", "USA"]),
        ("statement", ["IRN", "USA"]),
        ("statement", ["IRN", "USA"]),
    ]
