"""Briefs: chosen facts with a numbered footnote for every source, as page, Markdown and Word."""

import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.brief import MOST
from pages.files.brief_markdown import escaped
from relations import recording
from relations.models import Fact
from relations.recording.values import Amount
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "<script>alert(1)</script> **bold** [x](javascript:1) \u202e\u200d😀"


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def two():
    later = factories.visit("2022-07-19", headline="A visit to Berlin")
    earlier = factories.visit("2021", headline="A visit to Bonn")
    recording.number_changes()
    return later, earlier


def word(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content)), Document(io.BytesIO(answer.content))


# --- the page ----------------------------------------------------------------------------


def test_a_brief_stands_in_the_order_of_the_timeline_with_a_note_for_every_source(client):
    later, earlier = two()

    html = page(client, f"/brief/?fact={later.pk}&fact={earlier.pk}")

    assert html.index("A visit to Bonn") < html.index("A visit to Berlin")
    assert re.findall(r'<li id="note(\d+)"', html) == ["1", "2", "3", "4"]
    assert set(re.findall(r'href="#note(\d+)"', html)) == {"1", "2", "3", "4"}
    assert f"Dyad, fact {earlier.pk}, revision 2" in html
    assert "<h1><bdi>France and Germany</bdi></h1>" in html
    assert page(client, f"/brief/?fact={later.pk}&fact={earlier.pk}&sort=newest").index(
        "A visit to Berlin"
    )


def test_the_note_of_a_fact_pins_the_revision_that_was_read(client):
    fact, _ = two()
    note = re.search(rf"http://testserver(/f/{fact.pk}/\?as_of=[^<\"]+)", page(
        client, f"/brief/?fact={fact.pk}"
    ))  # fmt: skip
    recording.amend(
        fact,
        by=None,
        common=factories.common("2022-07-19", evidence=[], headline="Something else"),
        detail=recording.values.VisitValues(
            visitors=[factories.country("FRA")], host=factories.country("DEU")
        ),
        reason="Misread.",
    )
    recording.number_changes()

    assert "A visit to Berlin" in page(client, note[1])
    assert "revision 3" in page(client, f"/brief/?fact={fact.pk}")


def test_amounts_say_what_they_are_and_whether_they_count(client):
    fact = factories.agreement(
        step="announced",
        money=[Amount(measure="promised", currency="USD", best=Decimal(40_000_000_000))],
    )

    assert "Promised: $40B" in page(client, f"/brief/?fact={fact.pk}")


@pytest.mark.usefixtures("demo")
def test_a_passage_stands_once_with_all_who_say_it(client):
    fact = Fact.objects.get(headline__contains="$40 billion")

    html = page(client, f"/brief/?fact={fact.pk}")

    assert html.count("<blockquote") == 1
    assert "Russia and Iran:</bdi>" in html or "Iran and Russia:</bdi>" in html


def test_a_denial_says_who_denies(client):
    fact = factories.visit()
    recording.add_claims(
        fact,
        by=None,
        evidence=[
            factories.evidence(
                quotation="There was no visit.",
                polarity="denies",
                asserted_by=[factories.country("FRA")],
            )
        ],
    )

    assert "Denied by France:" in page(client, f"/brief/?fact={fact.pk}")
    assert "> Denied by France: “There was no visit.”" in page(client, f"/brief.md?fact={fact.pk}")


def test_no_ticks_say_how_to_tick(client):
    assert "No facts ticked" in page(client, "/brief/")


def test_drafts_withdrawn_and_merged_facts_are_named_and_left_out(client):
    kept, gone, twin = factories.visit(), factories.visit(headline="Gone"), factories.visit()
    draft = factories.visit(publish=False, headline="A draft")
    recording.retract(gone, by=None, reason="Another visit")
    recording.merge(twin, into=kept, by=None, reason="The same visit")
    asked = "&".join(f"fact={each.pk}" for each in (gone, draft, twin))

    html = page(client, f"/brief/?{asked}")

    assert f"Fact {gone.pk}</a> was withdrawn" in html
    assert f"There is no public fact {draft.pk}." in html
    assert f"Fact {twin.pk} was merged into" in html
    assert "A draft" not in html
    assert html.count('<section class="entry"') == 1


def test_each_fact_stands_once_and_can_be_removed(client):
    later, earlier = two()

    html = page(client, f"/brief/?fact={later.pk}&fact={earlier.pk}&fact={later.pk}&title=Mine")

    assert html.count('<section class="entry"') == 2
    assert f'href="?fact={later.pk}&amp;title=Mine">Remove' in html


def test_bad_values_are_ignored_on_the_page_and_make_no_file(client):
    fact, _ = two()
    query = f"?fact={fact.pk}&fact=x&sort=size&nonsense=1"

    assert page(client, "/brief/" + query).count("Ignored:") == 3
    for form in ("md", "docx"):
        assert "“x” is no number of a fact." in page(client, f"/brief.{form}{query}", 400)
    assert "Name at least one fact" in page(client, "/brief.md", 400)
    assert "There is no public fact 9" in page(client, "/brief.md?fact=9", 400)
    many = "&".join(f"fact={n}" for n in range(1, MOST + 3))
    assert f"A brief holds {MOST} facts at most." in page(client, f"/brief.md?{many}", 400)


@pytest.mark.parametrize("name", ["title", "sort"])
def test_a_second_value_is_ignored_on_the_page_and_makes_no_file(client, name):
    fact, _ = two()
    query = f"?fact={fact.pk}&{name}=newest&{name}=oldest"

    assert f"Give “{name}” once." in page(client, "/brief/" + query)
    for form in ("md", "docx"):
        assert f"Give “{name}” once." in page(client, f"/brief.{form}{query}", 400)


def test_empty_parameters_leave_the_address(client):
    answer = client.get("/brief/?fact=3&title=&sort=newest")

    assert (answer.status_code, answer["Location"]) == (302, "/brief/?fact=3&sort=newest")


def test_a_brief_takes_ten_queries_however_long(client, django_assert_max_num_queries):
    facts = [factories.visit() for _ in range(30)]
    recording.number_changes()
    asked = "&".join(f"fact={each.pk}" for each in facts)

    with django_assert_max_num_queries(10):
        page(client, f"/brief/?{asked}")


@pytest.mark.parametrize("address", ["/r/DEU-FRA/", "/c/FRA/", "/search/?q=visit"])
def test_facts_are_ticked_where_they_stand(client, address):
    fact = factories.visit(headline="A visit")

    html = page(client, address)

    assert html.count(f'<input type="checkbox" form="brief" name="fact" value="{fact.pk}">') == 1
    assert '<form id="brief"' in html


# --- Markdown ----------------------------------------------------------------------------


def test_markdown_has_a_footnote_for_every_mark(client):
    later, earlier = two()

    text = page(client, f"/brief.md?fact={later.pk}&fact={earlier.pk}&title=Two+visits")

    assert text.startswith("# Two visits\n")
    body, notes = re.findall(r"\[\^(\d+)\](?!:)", text), re.findall(r"^\[\^(\d+)\]:", text, re.M)
    assert body == notes == ["1", "2", "3", "4"]
    assert f"<http://testserver/f/{later.pk}/?as_of=" in text


def test_words_of_a_source_are_no_markup(client):
    fact = factories.visit(headline=HOSTILE, evidence=[factories.evidence(quotation=HOSTILE)])

    text = page(client, f"/brief.md?fact={fact.pk}")

    assert "\\<script\\>" in text
    assert "\\*\\*bold\\*\\* \\[x\\](javascript:1)" in text
    assert "<script>alert" not in page(client, f"/brief/?fact={fact.pk}")


@pytest.mark.parametrize(
    ("text", "safe"),
    [("1. one", "1\\. one"), ("- dash", "\\- dash"), ("# no\nheading", "\\# no heading")],
)
def test_a_line_that_looks_like_a_list_is_none(text, safe):
    assert escaped(text) == safe


def test_what_may_not_leave_is_in_no_file_and_counted(client):
    kept = factories.visit(headline="A visit that may leave")
    bound = factories.visit(
        headline="A visit that may not", evidence=[factories.evidence(is_redistributable=False)]
    )
    query = f"?fact={kept.pk}&fact={bound.pk}"

    answer = client.get("/brief.md" + query)
    assert (answer["X-Dyad-Rows"], answer["X-Dyad-Withheld"]) == ("1", "1")
    assert "1 more withheld under their licence." in answer.content.decode()
    assert "may not" not in answer.content.decode()
    assert "A visit that may not" in page(client, "/brief/" + query)

    client.force_login(factories.user())
    assert client.get("/brief.md" + query)["X-Dyad-Rows"] == "2"


# --- Word --------------------------------------------------------------------------------


def test_a_word_document_has_real_footnotes(client):
    later, earlier = two()

    package, document = word(client, f"/brief.docx?fact={later.pk}&fact={earlier.pk}")

    notes = ElementTree.fromstring(package.read("word/footnotes.xml"))
    texts = {note.get(W + "id"): "".join(note.itertext()) for note in notes.findall(W + "footnote")}
    marks = re.findall(
        r'<w:footnoteReference w:id="(\d+)"', package.read("word/document.xml").decode()
    )
    assert marks == ["1", "2", "3", "4"]
    assert set(marks) | {"-1", "0"} == set(texts)
    assert f"Dyad, fact {earlier.pk}, revision 2. http://testserver/f/{earlier.pk}/" in texts["1"]
    assert "footnotes+xml" in package.read("[Content_Types].xml").decode()
    assert document.paragraphs[0].text == "France and Germany"


def test_a_word_document_holds_hostile_and_foreign_words(client):
    source = factories.source(language="fa")
    fact = factories.visit(
        headline=HOSTILE,
        evidence=[factories.evidence(source=source, quotation="دیدار رئیس جمهور")],
    )

    package, document = word(client, f"/brief.docx?fact={fact.pk}")

    xml = package.read("word/document.xml").decode()
    assert "&lt;script&gt;" in xml
    assert '<w:lang w:bidi="fa"/>' in xml
    assert "<w:bidi/>" in xml
    assert any("دیدار رئیس جمهور" in each.text for each in document.paragraphs)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    address=st.sampled_from(["/brief/", "/brief.md", "/brief.docx"]),
    title=WORDS,
    other=st.tuples(st.sampled_from(["fact", "sort", "x"]), WORDS),
)
def test_no_parameter_breaks_a_brief(client, address, title, other):
    fact = factories.visit()
    query = {"fact": [fact.pk], "title": title}
    query[other[0]] = [*query.get(other[0], []), other[1]]

    assert client.get(address, query).status_code in (200, 302, 400)
