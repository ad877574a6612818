"""The desk's pages: who may enter, what they show, and that nothing typed is lost."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from articles import intake, reviewing
from articles.intake import About
from articles.models import Article, Suggestion
from relations import recording
from relations.models import Coverage, Fact, Proposal, Publisher, ReviewPolicy
from tests import factories
from tests.articles.samples import FOUNDING, VISIT, WIRE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def editor(client):
    made = factories.user()
    client.force_login(made)
    return made


@pytest.fixture
def article(editor):
    about = About(published="2022-07-05", publisher="The Test Post")
    return intake.read(intake.add_text(VISIT, by=editor, about=about).article.pk)


def form_of(response):
    """What a browser would send of the open suggestion's form, untouched."""
    form = response.context["form"]
    data = {"kind": str(form.kind), "revision": response.context["current"].revision}
    for name in form.fields:
        value = form[name].value()
        if value is True:
            data[name] = "on"
        elif value not in (None, False):
            data[name] = value
    data["seen"] = [each.fact.pk for each in response.context["alike"]]
    return data


def decide(client, article, do, number=1, **changes):
    page = client.get(f"/desk/a/{article.pk}/?s={number}")
    data = {**form_of(page), "do": do, **changes}
    return client.post(f"/desk/a/{article.pk}/s/{number}/", data)


def test_strangers_sign_in_first_and_readers_are_told(client):
    assert client.get("/desk/").headers["Location"] == "/admin/login/?next=/desk/"
    client.force_login(User.objects.create_user("reader", is_staff=True))

    response = client.get("/desk/")

    assert response.status_code == 403
    assert "Editor role" in response.content.decode()


def test_an_empty_desk_says_what_to_do(client, editor):
    page = client.get("/desk/").content.decode()

    assert "Nothing waits for review" in page
    assert "Add to Dyad" in page


def test_an_address_from_the_bookmarklet_is_shown_and_not_queued_by_looking(client, editor):
    page = client.get("/desk/?what=https://news.example/1").content.decode()

    assert "https://news.example/1</textarea>" in page
    assert not Article.objects.exists()


def test_several_addresses_are_queued_and_each_is_answered(client, editor):
    response = client.post(
        "/desk/add/", {"what": "https://a.example/1 https://a.example/2"}, follow=True
    )

    assert Article.objects.count() == 2
    assert response.content.decode().count("Queued: https://a.example") == 2


def test_files_are_taken_and_a_scan_says_why_it_failed(client, editor):
    good = SimpleUploadedFile("visit.txt", VISIT.encode(), "text/plain")
    bad = SimpleUploadedFile("scan.pdf", b"%PDF-1.4 nothing", "application/pdf")

    client.post("/desk/add/", {"file": [good, bad]})
    for pk in Article.objects.values_list("pk", flat=True):
        intake.read(pk)

    page = client.get("/desk/?show=failed").content.decode()
    assert "The PDF is damaged and cannot be read." in page
    assert "Retry" in page
    assert Article.objects.get(filename="visit.txt").suggestions.count() == 2


def test_what_is_refused_when_adding_stays_in_the_form(client, editor):
    response = client.post(
        "/desk/add/", {"what": VISIT, "published": "the other day", "publisher": "The Post"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "the other day" in page
    assert "French President Emmanuel Macron" in page
    assert not Article.objects.exists()


def test_html_is_known_by_its_marks(client, editor):
    client.post("/desk/add/", {"what": "<p>France and Germany signed a treaty on rail.</p>"})

    assert Article.objects.get().intake == "html"


def test_the_article_stands_beside_its_facts_with_its_tasks(client, article):
    page = client.get(f"/desk/a/{article.pk}/").content.decode()

    assert "Suggested facts" in page
    assert "0 of 2 reviewed" in page
    assert "Say what The Test Post is" in page
    assert article.version.sha256[:8] in page
    assert 'data-n="1"' in page


def test_accepting_untouched_keeps_the_proposal_as_it_was(client, article):
    response = decide(client, article, "accept")

    row = article.suggestions.get(number=1)
    assert response.headers["Location"].endswith(f"/desk/a/{article.pk}/?s=2#s2")
    assert row.outcome == "accepted"
    assert row.proposal.edited_payload is None


@pytest.mark.parametrize("number", [1, 2])
def test_every_form_says_what_its_suggestion_says(client, article, number):
    """The way through the form and back changes nothing of a payload."""
    page = client.get(f"/desk/a/{article.pk}/?s={number}")
    form = page.context["form"]
    bound = type(form)(form_of(page), article=article, payload=form.payload_before)

    assert bound.is_valid(), bound.errors
    assert not bound.has_changed()


@pytest.mark.parametrize("number", range(1, 10))
def test_so_does_every_form_of_the_founding_article(client, editor, number):
    article = intake.read(
        intake.add_text(FOUNDING, by=editor, about=About(published="2022-07-26")).article.pk
    )
    page = client.get(f"/desk/a/{article.pk}/?s={number}")
    form = page.context["form"]
    bound = type(form)(form_of(page), article=article, payload=form.payload_before)

    assert bound.is_valid(), bound.errors
    assert not bound.has_changed(), bound.changed_data


def test_an_edit_is_marked_and_its_fields_are_known(client, article):
    decide(client, article, "accept", date="July 2022", headline="Macron in Berlin")

    row = article.suggestions.get(number=1)
    assert row.outcome == "edited"
    assert set(row.edited_fields) == {"date", "headline"}
    assert row.fact.date_text == "2022-07"


def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(client, article):
    response = decide(client, article, "accept", date="soonish", place="Chancellery")

    page = response.content.decode()
    assert response.status_code == 422
    assert "soonish" in page
    assert "Chancellery" in page
    assert article.suggestions.get(number=1).is_open


def test_words_that_are_not_in_the_text_are_no_evidence(client, article):
    response = decide(client, article, "accept", quotation="They signed a treaty on fish.")

    assert "do not stand in the article’s text" in response.content.decode()
    assert not Fact.objects.exists()


def test_another_passage_is_found_where_it_stands(client, article):
    decide(client, article, "accept", quotation="met German Chancellor Olaf Scholz in Berlin")

    row = article.suggestions.get(number=1)
    claim = row.fact.claims.get()
    assert claim.quotation == "met German Chancellor Olaf Scholz in Berlin"
    assert article.version.text[claim.start : claim.end] == claim.quotation
    assert (row.start, row.end) == (claim.start, claim.end)


def test_a_state_that_did_not_exist_is_named_and_may_be_overridden(client, editor):
    text = "East Germany and France signed a treaty on rail traffic on 4 July 2022."
    article = intake.read(intake.add_text(text, by=editor).article.pk)
    page = client.get(f"/desk/a/{article.pk}/?s=1")
    data = {**form_of(page), "do": "accept", "parties": "East Germany; France"}

    refused = client.post(f"/desk/a/{article.pk}/s/1/", data)
    assert "did not exist then" in refused.content.decode()

    client.post(
        f"/desk/a/{article.pk}/s/1/", {**data, "years_override_reason": "As the text has it."}
    )
    assert Fact.objects.count() == 1


def test_a_kind_is_changed_without_losing_countries_date_and_passage(client, article):
    page = client.get(f"/desk/a/{article.pk}/?s=1")
    data = {**form_of(page), "do": "kind", "kind": "action"}
    client.post(f"/desk/a/{article.pk}/s/1/", data)

    form = client.get(f"/desk/a/{article.pk}/?s=1").context["form"]

    assert str(form.kind) == "action"
    assert {form["senders"].value(), form["receivers"].value()} == {"France", "Germany"}
    assert form["date"].value() == "2022-07-03"
    assert "Macron met" in form["quotation"].value()


def test_who_says_so_may_be_several_and_somebody_new(client, article):
    decide(client, article, "accept", says_so="France; Hildegard Probe (Germany)")

    fact = article.suggestions.get(number=1).fact
    assert set(fact.claims.values_list("asserted_by_country", flat=True)) == {"FRA", "DEU"}
    assert fact.claims.filter(asserted_by_person__name="Hildegard Probe").exists()


def test_an_unknown_name_is_said_and_how_to_add_it(client, article):
    response = decide(client, article, "accept", says_so="Nobody Known")

    assert "write “Nobody Known (France)”" in response.content.decode()


def test_a_likely_duplicate_is_asked_about_before_it_is_accepted(client, article):
    factories.visit("2022-07-03", guest="FRA", host="DEU", evidence=[
        factories.evidence(quotation="President Emmanuel Macron met Chancellor Olaf Scholz in "
                                     "Berlin on 3 July 2022")])  # fmt: skip
    page = client.get(f"/desk/a/{article.pk}/?s=1")
    assert "Possible duplicate" in page.content.decode()
    data = {**form_of(page), "do": "accept"}

    asked = client.post(f"/desk/a/{article.pk}/s/1/", {**data, "seen": []})
    assert asked.status_code == 422
    assert "here already" in asked.content.decode()

    fact = Fact.objects.get()
    client.post(f"/desk/a/{article.pk}/s/1/", {**data, "do": "source", "to": fact.pk})
    assert Fact.objects.count() == 1
    assert article.suggestions.get(number=1).outcome == "source"


def test_both_may_be_kept_and_linked(client, article):
    other = factories.visit("2022-07-03", guest="FRA", host="DEU")

    decide(client, article, "accept", **{f"link-{other.pk}": "part_of"})

    fact = article.suggestions.get(number=1).fact
    assert [(link.kind, link.to) for link in fact.links.all()] == [("part_of", other)]


def test_an_amount_that_is_off_is_shown_as_a_contradiction(client, article):
    amount = recording.Amount(measure="contracted", currency="EUR", best=300_000_000)
    said = factories.evidence(quotation="France and Germany signed an agreement on rail traffic")
    before = factories.agreement("2022-07-04", evidence=[said], money=[amount])
    page = client.get(f"/desk/a/{article.pk}/?s=2")
    assert "off by 33%" in page.content.decode()
    data = {**form_of(page), "do": "source", "to": before.pk,
            f"keep-{before.pk}": "money.contracted"}  # fmt: skip

    client.post(f"/desk/a/{article.pk}/s/2/", data)

    kept = before.claims.get(field="money.contracted")
    assert kept.value["best"] == "200000000"
    assert before.money.get().amount_best == 300_000_000


def test_a_statement_of_a_third_party_is_split_into_its_parts(client, editor):
    text = "“Russia arms Iran’s drones,” said German Chancellor Olaf Scholz of Moscow and Tehran."
    article = intake.read(intake.add_text(text, by=editor).article.pk)
    number = article.suggestions.get(proposal__payload__kind="statement").number
    page = client.get(f"/desk/a/{article.pk}/?s={number}").content.decode()
    assert "What is claimed in it" in page

    client.post(f"/desk/a/{article.pk}/s/{number}/", {"do": "claim"})

    made = article.suggestions.order_by("-number")[0]
    assert made.rule == "claim in a statement"
    assert made.proposal.payload["evidence"][0]["asserted_by"]


def test_a_rejection_needs_a_reason(client, article):
    response = decide(client, article, "reject", reason="nonsense")
    assert "Choose why it is rejected." in response.content.decode()

    decide(client, article, "reject", reason="unclear")
    assert article.suggestions.get(number=1).outcome == "rejected"


def test_the_second_of_two_editors_sees_both_versions(client, article):
    page = client.get(f"/desk/a/{article.pk}/?s=1")
    data = {**form_of(page), "do": "accept", "place": "Chancellery"}
    reviewing.reject(article.suggestions.get(number=1), by=factories.user(), reason="unclear")

    response = client.post(f"/desk/a/{article.pk}/s/1/", data)

    assert response.status_code == 409
    assert "Somebody else was here first" in response.content.decode()
    assert not Fact.objects.exists()


def test_a_draft_is_kept_until_it_is_decided(client, article):
    answer = client.post(
        f"/desk/a/{article.pk}/s/1/draft/", {"revision": 1, "place": "Chancel", "kind": "visit"}
    )
    assert "saved_at" in answer.json()

    form = client.get(f"/desk/a/{article.pk}/?s=1").context["form"]
    assert form["place"].value() == "Chancel"

    decide(client, article, "accept", place="Chancellery")
    late = client.post(f"/desk/a/{article.pk}/s/1/draft/", {"revision": 1, "place": "x"})
    assert late.status_code == 409


def test_read_no_facts_is_one_button_and_counts(client, article):
    client.post(f"/desk/a/{article.pk}/do/", {"do": "no_facts", "pair": "BEL-FRA"})

    article.refresh_from_db()
    assert article.status == "no_facts"
    assert Coverage.objects.get().outcome == "nothing"


def test_publishing_shows_on_the_pair_page_and_in_the_api(client, article):
    for number in (1, 2):
        decide(client, article, "accept", number)
    client.post(f"/desk/a/{article.pk}/do/", {"do": "publish"})

    assert client.get("/r/DEU-FRA/").content.decode().count("<article") == 2
    rows = client.get("/api/v1/pairs/DEU-FRA/timeline/").json()["results"]
    assert len(rows) == 2
    again = client.post(f"/desk/a/{article.pk}/do/", {"do": "publish"}, follow=True)
    assert "published already" in again.content.decode()
    assert Fact.objects.count() == 2


def test_the_publishers_kind_is_settled_in_place(client, article):
    client.post(
        f"/desk/a/{article.pk}/do/",
        {"do": "describe", "field": "publisher_kind", "value": "newspaper"},
    )

    assert Publisher.objects.get(name="The Test Post").kind == "newspaper"


def test_letters_of_an_article_are_never_markup(client, editor):
    text = (
        "<b>Bold</b> France and Germany signed a rail treaty & more on 4 July 2022."
        " <script>alert(1)</script>"
    )
    article = intake.read(
        intake.add_text(text, by=editor, about=About(title="<script>x</script>")).article.pk
    )

    page = client.get(f"/desk/a/{article.pk}/").content.decode()

    assert "<script>alert" not in page
    assert "<script>x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_no_article_takes_more_queries_for_more_facts(
    client, editor, django_assert_max_num_queries
):
    one = intake.read(intake.add_text(VISIT, by=editor).article.pk)
    many = intake.read(intake.add_text(FOUNDING, by=editor).article.pk)
    counts = []
    for article in (one, many):
        client.get(f"/desk/a/{article.pk}/")
        with django_assert_max_num_queries(60) as asked:
            client.get(f"/desk/a/{article.pk}/")
        counts.append(len(asked))

    assert abs(counts[0] - counts[1]) <= 6


def test_the_queue_asks_the_same_for_one_article_and_for_ten(
    client, editor, django_assert_num_queries
):
    for n in range(10):
        intake.add_text(f"{VISIT} {n}", by=editor)
        if n in (0, 9):
            with django_assert_num_queries(11):
                client.get("/desk/?show=all")


# --- second reading and corrections ------------------------------------------------------------


@pytest.fixture
def in_review(article, editor):
    ReviewPolicy.objects.create(kind="visit", rule="required")
    row = article.suggestions.get(number=1)
    reviewing.accept(row, by=editor, payload={**row.proposal.payload, "date": "2022-07"})
    reviewing.publish(article, by=editor)
    return row.proposal.result


def test_a_reviewer_sees_what_was_changed_and_publishes(client, in_review):
    reviewer = factories.user("Reviewer")
    client.force_login(reviewer)
    assert in_review.headline in client.get("/desk/review/").content.decode()

    page = client.get(f"/desk/review/f/{in_review.pk}/").content.decode()
    assert "2022-07-03" in page
    assert "Was proposed" in page
    assert "Macron met" in page
    client.post(f"/desk/review/f/{in_review.pk}/", {"do": "approve"})

    in_review.refresh_from_db()
    assert in_review.publication == "published"
    assert in_review.second_read_by == reviewer


def test_who_recorded_a_fact_does_not_second_read_it(client, in_review, editor):
    response = client.post(f"/desk/review/f/{in_review.pk}/", {"do": "approve"}, follow=True)

    in_review.refresh_from_db()
    assert in_review.publication == "in_review"
    assert "message-error" in response.content.decode()


def test_changes_are_asked_with_a_reason_that_the_editor_sees(client, in_review):
    client.force_login(factories.user("Reviewer"))
    client.post(f"/desk/review/f/{in_review.pk}/", {"do": "send_back", "reason": "Which day?"})

    in_review.refresh_from_db()
    assert in_review.publication == "draft"
    assert "Which day?" in client.get(f"/desk/review/f/{in_review.pk}/").content.decode()


def test_a_correction_is_proposed_with_a_note_and_taken_in_part(client, editor):
    fact = factories.visit("2022-07-03", guest="FRA", host="DEU")
    page = client.get(f"/desk/correct/{fact.pk}/")
    data = {n: page.context["form"][n].value() or "" for n in page.context["form"].fields}
    data |= {"date": "2022-07-04", "place": "Berlin", "kind": "visit"}
    data = {k: v for k, v in data.items() if v}

    without = client.post(f"/desk/correct/{fact.pk}/", data)
    assert "Say why it is corrected" in without.content.decode()
    client.post(f"/desk/correct/{fact.pk}/", {**data, "note": "The day after."})
    proposal = Proposal.objects.get()
    fact.refresh_from_db()
    assert fact.date_text == "2022-07-03"

    client.force_login(factories.user("Reviewer"))
    shown = client.get(f"/desk/review/p/{proposal.pk}/").content.decode()
    assert "The day after." in shown
    client.post(f"/desk/review/p/{proposal.pk}/", {"do": "accept", "take": ["date"]})

    fact.refresh_from_db()
    assert fact.date_text == "2022-07-04"
    assert fact.visit.place == ""
    assert fact.changes.order_by("-id")[0].reason == "The day after."


def test_a_correction_overtaken_by_another_is_said(client, editor):
    fact = factories.visit("2022-07-03", guest="FRA", host="DEU")
    proposal = recording.propose(
        {"date": "2022-07-04"}, by=editor, fact=fact, public_note="The day after."
    )
    common, detail = recording.read({**recording.payload_of(fact), "summary": "More."})
    recording.amend(fact, by=editor, common=common, detail=detail, reason="Summary")

    response = client.post(
        f"/desk/review/p/{proposal.pk}/", {"do": "accept", "take": ["date"]}, follow=True
    )

    assert "has changed since" in response.content.decode()
    fact.refresh_from_db()
    assert fact.date_text == "2022-07-03"


def test_staff_see_how_good_the_suggestions_are(client, article, editor):
    reviewing.accept(article.suggestions.get(number=1), by=editor)
    reviewing.reject(article.suggestions.get(number=2), by=editor, reason="not_a_fact")

    page = client.get("/desk/quality/").content.decode()

    assert "0.50" in page
    assert "Not a fact" in page


def test_the_admin_leads_to_the_desk(client, editor, article):
    page = client.get("/admin/articles/article/").content.decode()

    assert f"/desk/a/{article.pk}/" in page
    assert Suggestion.objects.count() == 2


def test_a_page_that_changed_is_a_new_version_and_asks_about_passages_that_are_gone(
    client, editor, monkeypatch
):
    from django.utils import timezone

    from articles.fetching import Fetched

    texts = iter(
        [VISIT, VISIT.replace("signed an agreement on rail traffic", "talked of rail traffic")]
    )

    def page(address):
        body = "".join(f"<p>{line}</p>" for line in next(texts).split("\n\n"))
        html = f"<html><body><article>{body}<p>{WIRE}</p></article></body></html>"
        return Fetched(
            address, 200, "text/html", "utf-8", html.encode(), timezone.now(), (), "", ""
        )

    monkeypatch.setattr(intake, "fetch", page)
    article = intake.add_address("https://news.example/1", by=editor).article
    article = intake.read(article.pk)
    for number in (1, 2):
        decide(client, article, "accept", number)
    client.post(f"/desk/a/{article.pk}/do/", {"do": "publish"})

    client.post(f"/desk/a/{article.pk}/do/", {"do": "again"})
    intake.read(article.pk)

    article.refresh_from_db()
    assert article.version.number == 2
    shown = client.get(f"/desk/a/{article.pk}/").content.decode()
    assert "No longer in the text" in shown
    [lost, *_] = article.lost_claims.order_by("pk")
    assert lost.version.number == 1
    for claim in article.lost_claims.all():
        client.post(f"/desk/a/{article.pk}/do/", {"do": "keep_claim", "claim": claim.pk})
    assert not article.lost_claims.exists()
    assert lost.fact.claims.accepted().exists()
