"""The page of a fact: evidence in context, revisions, what it was, how to cite it."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from pages.citing import Citation
from pages.passages import lead, tail
from relations import recording
from relations.models import FactLink
from relations.recording.values import VisitValues
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def corrected(fact, **values):
    common = factories.common(values.pop("date", "2022-07-20"), evidence=[], **values)
    recording.amend(
        fact,
        by=None,
        common=common,
        detail=VisitValues(visitors=[factories.country("FRA")], host=factories.country("DEU")),
        reason="A day later",
    )
    recording.number_changes()
    fact.refresh_from_db()
    return fact


def test_a_quotation_stands_in_its_sentence_and_one_more_on_each_side():
    text = "One is here. Two comes next. The words matter to us. Four follows. Five ends."
    start = text.index("words")

    assert lead(text, start, 2) == "Two comes next. The "
    assert tail(text, start + 5, 2) == " matter to us. Four follows."
    assert lead(text, start, 1) == "The "
    assert tail(text, start + 5, 1) == " matter to us."
    assert lead("words", 0, 2) == tail("words", 5, 2) == ""


def test_context_is_only_the_sentence_where_the_source_keeps_its_rights(client):
    from relations.recording import hold_text

    told = "One is here. Two <b>comes</b> next. The words matter to us. Four follows. Five ends."
    for licence, is_wide in (("CC BY 4.0", True), ("", False)):
        source = factories.source(licence=licence)
        version = hold_text(
            source, by=None, text=told, retrieved_at=datetime(2022, 9, 1, tzinfo=UTC)
        )
        fact = factories.visit(
            evidence=[factories.evidence(source=source, version=version, quotation="words matter")]
        )
        html = page(client, f"/f/{fact.pk}/")

        assert "The <mark>words matter</mark> to us." in html
        assert ("Two &lt;b&gt;comes&lt;/b&gt; next." in html) is is_wide
        assert "<b>comes" not in html


def test_a_correction_is_compared_field_by_field(client):
    fact = factories.visit("2022-07-19", headline="France visits")
    recording.number_changes()
    corrected(fact, headline="France visits Germany", summary="In the rain.")

    html = page(client, f"/f/{fact.pk}/history/")

    assert '<b>was</b> <del dir="auto">France visits</del>' in html
    assert '<b>is now</b> <ins dir="auto">France visits Germany</ins>' in html
    assert "19 July 2022" in html
    assert "20 July 2022" in html
    assert "A day later" in html
    assert "There is no public revision “99”." in page(client, f"/f/{fact.pk}/history/?from=99")
    same = page(client, f"/f/{fact.pk}/history/?from={fact.revision}&to={fact.revision}")
    assert "Readers saw no difference." in same


def test_an_address_with_a_moment_shows_what_readers_saw_then(client):
    fact = factories.visit("2022-07-19", headline="France visits")
    recording.number_changes()
    first = fact.changes.get(act="published").known_at
    corrected(fact, headline="France visits Germany")

    then = page(client, f"/f/{fact.pk}/?as_of={first.isoformat().replace('+00:00', 'Z')}")
    assert '<h1 class="fact-title" dir="auto">France visits</h1>' in then
    assert "old revision" in then
    assert "19 July 2022" in then
    before = (first - timedelta(days=2)).date()
    assert "It was first published on" in page(client, f"/f/{fact.pk}/?as_of={before}", 404)
    assert "France visits Germany" in page(client, f"/f/{fact.pk}/?as_of=2999")
    assert "is no day or moment" in page(client, f"/f/{fact.pk}/?as_of=soon")


def test_a_withdrawn_fact_is_gone_but_its_old_revisions_are_not(client):
    fact = factories.visit(headline="France visits")
    recording.number_changes()
    moment = fact.changes.get(act="published").known_at
    recording.retract(fact, by=None, reason="It was another visit")

    page(client, f"/f/{fact.pk}/", 410)
    then = page(client, f"/f/{fact.pk}/?as_of={moment.isoformat().replace('+00:00', 'Z')}")
    assert "withdrawn later: It was another visit" in then
    assert '<h1 class="fact-title" dir="auto">France visits</h1>' in then


def test_drafts_never_show_in_the_history(client):
    draft = factories.visit(publish=False, headline="A secret draft")
    page(client, f"/f/{draft.pk}/history/", 404)
    page(client, f"/f/{draft.pk}/?as_of=2999", 404)

    corrected_before = recording.publish(draft, by=None)
    recording.number_changes()
    html = page(client, f"/f/{corrected_before.pk}/history/")
    assert html.count('name="from"') == 1


def test_a_citation_pins_the_revision_that_is_read(client):
    fact = factories.visit(headline="France & Germany {meet} 100%")
    recording.number_changes()
    html = page(client, f"/f/{fact.pk}/")

    address = re.search(r"http://testserver(/f/\d+/\?as_of=[^ ,]+)", html)[1]
    corrected(fact, headline="Another headline")
    assert "France &amp; Germany {meet} 100%</h1>" in page(client, address)

    tex = client.get(f"/f/{fact.pk}.bib").content.decode()
    assert tex.startswith(f"@online{{dyad-fact-{fact.pk}-{fact.revision},")
    (item,) = json.loads(client.get(f"/f/{fact.pk}.csl.json").content)
    assert item["note"] == f"Fact {fact.pk}, revision {fact.revision}"


def test_hostile_words_are_defused_in_bibtex():
    made = Citation("dyad-1", "}\\input{/etc/passwd}% $x_1^2~", "", "https://x/", date(2022, 7, 19))

    assert "\\textbackslash{}input\\{/etc/passwd\\}\\% \\$x\\_1" in made.bibtex()
    assert made.text().endswith("read 19 July 2022.")


def test_linked_data_says_who_says_so_and_no_more_precision(client):
    fact = factories.visit("2022-07~")
    hidden = factories.visit(evidence=[factories.evidence(is_redistributable=False)])

    told = json.loads(client.get(f"/f/{fact.pk}.jsonld").content)
    assert told["@type"] == "Claim"
    assert told["temporalCoverage"] == "2022-07~"
    assert told["appearance"][0]["text"] == "The words that carry the fact."
    page(client, f"/f/{hidden.pk}.jsonld", 404)


def test_links_to_drafts_do_not_show(client):
    fact = factories.visit()
    draft = factories.visit(publish=False, headline="A secret draft")
    from relations import db

    with db.writing("test"):
        FactLink.objects.create(fact=fact, kind="part_of", to=draft)
        FactLink.objects.create(fact=draft, kind="part_of", to=fact)

    assert "A secret draft" not in page(client, f"/f/{fact.pk}/")


def test_earlier_and_later_facts_of_the_pair_are_one_link_away(client):
    first, fact, last = (factories.visit(f"2022-07-{day}") for day in ("01", "02", "03"))

    html = page(client, f"/f/{fact.pk}/")

    assert f'rel="prev" href="/f/{first.pk}/"' in html
    assert f'rel="next" href="/f/{last.pk}/"' in html


def test_a_survivor_names_what_was_merged_into_it(client):
    kept, merged = factories.visit(), factories.visit()
    recording.merge(merged, into=kept, by=None, reason="The same visit")

    assert f"Merged from fact {merged.pk}." in page(client, f"/f/{kept.pk}/")


def test_only_web_addresses_become_links(client):
    source = factories.source(address="javascript:alert(1)")
    fact = factories.visit(evidence=[factories.evidence(source=source)])

    assert 'href="javascript' not in page(client, f"/f/{fact.pk}/")


def test_a_fact_page_takes_few_queries(client, django_assert_max_num_queries):
    fact = factories.agreement(
        evidence=[factories.evidence() for _ in range(12)],
        money=[recording.Amount(measure="paid", currency="USD", best=5)],
    )

    with django_assert_max_num_queries(28):
        page(client, f"/f/{fact.pk}/")
