"""The admin as an editor uses it, without a browser."""

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from relations import recording
from relations.admin.forms import FORMS
from relations.lanes import Kind
from relations.models import Fact, Person
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

ADD = "/admin/relations/fact/add/"
LIST = "/admin/relations/fact/"


@pytest.fixture
def editor(client):
    user = factories.user("Editor")
    client.force_login(user)
    return user


def visit_form(**changes):
    return {
        "form": "visit", "visitors": ["FRA"], "host": "DEU", "level": "ministers",
        "date": "about July 2022", "source": factories.source().pk,
        "quotation": "They met in Berlin.", "says_so": "France; Germany",
        "others": "Italy (mediator)", "_save": "Save",
    } | changes  # fmt: skip


def errors_of(answer):
    return {name: list(said) for name, said in answer.context["adminform"].form.errors.items()}


def test_each_kind_is_entered_in_at_most_fourteen_visible_fields(client, editor):
    assert set(FORMS) == set(Kind)
    for kind, form in FORMS.items():
        assert len(form.visible) <= 14, kind
        html = client.get(f"{ADD}?kind={kind}").content.decode()
        assert "Evidence" in html
        assert "Save and add another from this article" in html


def test_an_editor_chooses_the_kind_first(client, editor):
    html = client.get(f"{ADD}?source=5").content.decode()

    assert "?kind=visit&amp;source=5" in html


def test_a_fact_is_entered_with_names_and_plain_words(client, editor):
    answer = client.post(f"{ADD}?kind=visit", visit_form())

    assert answer.status_code == 302
    fact = Fact.objects.get()
    assert fact.publication == "draft"
    assert fact.recorded_by == editor
    assert fact.date_text == "2022-07~"
    assert sorted(fact.participants.values_list("country", "role")) == [
        ("DEU", "host"), ("FRA", "visitor"), ("ITA", "mediator"),
    ]  # fmt: skip
    assert fact.claims.count() == 2
    assert fact.claimants == ["DEU", "FRA"]


def test_publishing_is_a_button(client, editor):
    client.post(f"{ADD}?kind=visit", visit_form(_publish="Save and publish"))

    assert Fact.objects.get().publication == "published"


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"date": "2022-13"}, "date", "“2022-13” is not a date"),
        ({"host": "FRA"}, "host", "France does not visit itself."),
        ({"visitors": ["SUN"], "date": "2022"}, "date", "Soviet Union did not exist then"),
        ({"says_so": "Nobody Known"}, "says_so", "Nobody is called “Nobody Known” here"),
        ({"others": "Italy (king)"}, "others", "“king” is no role"),
        ({"others": "Atlantis"}, "others", "No one country is called “Atlantis”."),
        ({"about": "FRA"}, "about", "is not a pair of country codes"),
        ({"quotation": ""}, "quotation", "Give the words of the source"),
        ({"source": ""}, "source", "Say which source"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    client, editor, change, field, sentence
):
    answer = client.post(f"{ADD}?kind=visit", visit_form(**change))

    assert answer.status_code == 200
    assert sentence in " ".join(errors_of(answer)[field])
    assert not Fact.objects.exists()


def test_a_passage_that_is_not_in_the_text_we_hold_is_refused(client, editor):
    from datetime import UTC, datetime

    from relations.models import SourceVersion

    source = factories.source()
    SourceVersion.objects.create(
        source=source, number=1, text="They met in Bonn.", sha256="0" * 64,
        retrieved_at=datetime(2022, 8, 1, tzinfo=UTC),
    )  # fmt: skip

    answer = client.post(f"{ADD}?kind=visit", visit_form(source=source.pk))

    assert "does not stand in the text" in errors_of(answer)["quotation"][0]


def test_another_from_the_same_article_keeps_source_countries_and_date(client, editor):
    form = visit_form(_addanother="x")
    answer = client.post(f"{ADD}?kind=visit", form)

    assert answer["Location"] == (
        f"{ADD}?source={form['source']}&date=2022-07~&countries=DEU%2CFRA"
    )
    page = client.get(f"{answer['Location']}&kind=agreement")
    assert page.context["adminform"].form.initial["parties"] == ["DEU", "FRA"]


def test_every_kind_is_entered_and_shown_again_unchanged(client, editor):
    lavrov = Person.objects.get(name="Sergei Lavrov")
    source = factories.source().pk
    shared = {"source": source, "quotation": "Words.", "date": "2022-07-19", "_save": "Save"}
    forms = {
        "agreement": {"step": "announced", "title": "Gas deal", "parties": ["DEU", "FRA"],
                      "amount": "up to $40 billion", "measure": "promised"},
        "arms_transfer": {"step": "planned", "supplier": "DEU", "recipient": "FRA",
                          "designation": "UAVs", "weapon_class": "uav", "armed": "some",
                          "quantity": "up to several hundred"},
        "statement": {"speaker": lavrov.pk, "act": "warns", "targets": ["DEU", "FRA"],
                      "stance": "critical", "words": "So be it."},
        "visit": {"form": "meeting", "visitors": ["FRA"], "host": "DEU", "level": "leaders"},
        "action": {"action": "aid", "senders": ["FRA"], "receivers": ["DEU"],
                   "amount": "EUR 20 million", "measure": "paid"},
    }  # fmt: skip
    for kind, form in forms.items():
        answer = client.post(f"{ADD}?kind={kind}", shared | form)
        assert answer.status_code == 302, errors_of(answer)
        fact = Fact.objects.get(kind=kind)
        before = recording.snapshot(fact)

        shown = client.get(f"{LIST}{fact.pk}/change/").context["adminform"].form
        posted = {
            name: value
            for name in shown.fields
            if (value := shown.get_initial_for_field(shown.fields[name], name)) not in (None, False)
        }
        again = client.post(f"{LIST}{fact.pk}/change/", posted | {"_save": "Save"})

        assert again.status_code == 302, errors_of(again)
        fact.refresh_from_db()
        assert recording.snapshot(fact) == before, kind
    assert Fact.objects.get(kind="agreement").money.get().amount_high == 40_000_000_000
    assert Fact.objects.get(kind="statement").statement.country_id == "RUS"


def test_a_correction_of_a_published_fact_asks_for_a_reason(client, editor):
    client.post(f"{ADD}?kind=visit", visit_form(_publish="x"))
    fact = Fact.objects.get()

    refused = client.post(f"{LIST}{fact.pk}/change/", visit_form(date="2022-07", headline="They"))
    assert "Say why the published fact is corrected" in errors_of(refused)["reason"][0]

    client.post(
        f"{LIST}{fact.pk}/change/", visit_form(date="2022-07", headline="They", reason="No day")
    )
    fact.refresh_from_db()
    assert fact.date_text == "2022-07"
    history = client.get(f"{LIST}{fact.pk}/history/").content.decode()
    assert "No day" in history
    assert editor.username in history


def test_several_are_published_retracted_and_merged_with_a_reason(client, editor):
    facts = [factories.visit(publish=False) for _ in range(3)]
    chosen = [fact.pk for fact in facts]

    client.post(LIST, {"action": "publish_selected", "_selected_action": chosen})
    assert Fact.objects.published().count() == 3

    asked = client.post(LIST, {"action": "retract_selected", "_selected_action": chosen[:1]})
    assert "Retract 1 facts?" in asked.content.decode()
    client.post(
        LIST,
        {"action": "retract_selected", "_selected_action": chosen[:1], "reason": "A hoax"},
    )
    assert Fact.objects.get(pk=chosen[0]).retraction_reason == "A hoax"

    client.force_login(factories.user("Reviewer"))
    client.post(
        LIST,
        {"action": "merge_selected", "_selected_action": chosen[1:], "into": chosen[1],
         "reason": "One visit"},
    )  # fmt: skip
    assert Fact.objects.get(pk=chosen[2]).merged_into_id == chosen[1]


def test_a_refused_action_says_why_fact_by_fact(client, editor):
    fact = factories.visit(publish=False, evidence=[])

    answer = client.post(
        LIST, {"action": "publish_selected", "_selected_action": [fact.pk]}, follow=True
    )

    assert f"Fact {fact.pk}: A published fact needs at least one accepted claim" in (
        answer.content.decode()
    )


def test_an_editor_may_neither_merge_nor_second_read_nor_delete(client, editor):
    factories.visit()
    html = client.get(LIST).content.decode()

    assert "publish_selected" in html
    assert "merge_selected" not in html
    assert "second_read_selected" not in html
    assert "delete_selected" not in html


def test_the_reading_of_a_date_is_echoed(client, editor):
    address = reverse("admin:relations_fact_read_date")

    assert client.get(address, {"text": "July 2022"}).json() == {
        "reading": "July 2022", "edtf": "2022-07",
    }  # fmt: skip
    assert "is not a date" in client.get(address, {"text": "soon"}).json()["error"]
    assert client.get(address).json() == {"reading": ""}


def found(client, words):
    """Headlines the list of facts shows for a search."""
    answer = client.get(LIST, {"q": words})
    return [fact.headline for fact in answer.context["cl"].result_list]


def test_facts_are_searched_by_words_and_drafts_by_headline(client, editor):
    draft = factories.visit(headline="A minister of France visits Bonn", publish=False)
    public = factories.visit(headline="A minister of France visits Berlin")
    other = factories.visit(headline="Somebody else travels")

    assert found(client, "minister") == [public.headline, draft.headline]
    assert found(client, "MINISTER bonn") == [draft.headline]
    assert found(client, "-minister France visits") == []
    assert found(client, "minister -bonn berlin") == [public.headline]
    assert found(client, "%") == []
    assert found(client, " ") == [other.headline, public.headline, draft.headline]


def test_a_search_of_facts_reads_indexes_alone(client, editor):
    factories.visit()
    facts = admin.site.get_model_admin(Fact)
    asked, _ = facts.get_search_results(None, Fact.objects.all(), "minister")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = asked.order_by("-id").explain()

    assert "Seq Scan" not in plan
    assert "fact_words" in plan
    assert "fact_by_publication" in plan


def test_change_lists_take_at_most_twelve_queries(client, django_assert_max_num_queries):
    client.force_login(factories.user("Administrator"))
    for _ in range(20):
        factories.agreement()
    names = ("fact", "country", "person", "body", "office", "publisher", "source", "agreement",
             "armstransfer", "proposal", "change", "reviewpolicy")  # fmt: skip
    for name in names:
        with django_assert_max_num_queries(12):
            answer = client.get(f"/admin/relations/{name}/")
        assert answer.status_code in (200, 403), name


def test_a_source_keeps_its_publication_date_as_precise_as_typed(client, editor):
    answer = client.post(
        "/admin/relations/source/add/",
        {
            "title": "A report", "publisher": factories.publisher().pk, "language": "en",
            "published_text": "summer 2022", "retrieved_at_0": "2022-09-01",
            "retrieved_at_1": "12:00:00",
        },
    )  # fmt: skip

    assert answer.status_code == 302, errors_of(answer)
    from relations.models import Source

    source = Source.objects.get(title="A report")
    assert (source.published_text, source.published_precision) == ("2022-22", "season")
