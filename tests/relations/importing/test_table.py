"""Any table: its rows become drafts, each with its source and quotation, or are all refused."""

from __future__ import annotations

import pytest

from relations import recording
from relations.importing.undoing import undo
from relations.models import Agreement, ArmsTransfer, Change, Fact, ReviewPolicy, Source
from relations.recording import Refused
from tests import factories
from tests.relations.importing.tables import (
    NUMBERED,
    VISIT_ROWS,
    VISITS,
    last,
    lines,
    mapped,
    numbered,
    take,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


# --- what a row becomes ------------------------------------------------------------------


def test_each_row_becomes_a_draft_with_its_source_and_quotation(tmp_path):
    report = take(text(tmp_path, VISIT_ROWS), VISITS)

    assert report.is_applied
    assert report.counts["new"] == 2
    paris, berlin = Fact.objects.order_by("date_earliest")
    assert (paris.publication, paris.dataset, paris.date_text) == ("draft", "", "2022-07-19")
    assert paris.headline == "France in Germany"
    claim = paris.claims.get()
    assert (claim.quotation, claim.dataset_row) == ("The president came to Berlin.", "")
    assert claim.source.address == "https://example.org/berlin"
    assert claim.source.publisher.name == "example.org"
    assert sorted(paris.participants.values_list("country", "role")) == [
        ("DEU", "host"), ("FRA", "visitor"),
    ]  # fmt: skip
    assert (berlin.date_text, berlin.date_precision) == ("2022-08", "month")
    assert list(berlin.visit.visitors.values_list("pk", flat=True)) == ["DEU"]


def test_a_draft_of_a_table_reads_the_same_after_an_editor_saves_it(tmp_path):
    take(text(tmp_path, VISIT_ROWS), VISITS)
    fact = Fact.objects.order_by("id")[0]
    before = recording.snapshot(fact)

    common, detail = recording.read(recording.payload_of(fact))
    after = recording.snapshot(recording.amend(fact, by=None, common=common, detail=detail))

    assert after == before
    made = Change.objects.filter(fact=fact).order_by("id")[0]
    assert (made.act, made.is_public, made.after) == ("created", False, before)


def test_a_draft_of_a_table_is_published_like_any_other(tmp_path):
    take(text(tmp_path, VISIT_ROWS), VISITS)

    fact = recording.publish(Fact.objects.order_by("id")[0], by=factories.user("Reviewer"))

    assert fact.publication == "published"
    assert fact.verification == "reported"


def test_where_a_second_reader_is_required_a_table_is_no_way_round(tmp_path):
    ReviewPolicy.objects.update_or_create(kind="visit", defaults={"rule": "required"})
    editor = factories.user("Editor")
    take(text(tmp_path, VISIT_ROWS), VISITS, by=editor)
    fact = Fact.objects.order_by("id")[0]

    assert fact.recorded_by == editor
    with pytest.raises(Refused, match="second reader"):
        recording.publish(fact, by=editor)


def test_every_kind_is_read(tmp_path):
    rows = lines(
        "kind;subtype;date;parties;title;supplier;recipient;designation;quantity;country;targets;"
        "speaker;said;senders;receivers;amount;currency;measure;quotation;source_title",
        'agreement;signed;1963-01-22;"France; Germany";Élysée Treaty;;;;;;;;;;;;;;Signed.;Bulletin',
        'agreement;entered into force;1963-07;"Germany; France";élysée treaty;;;;;;;;;;;;;;In.;P',
    )
    rows += lines(
        "arms_transfer;ordered;2020;;;France;Germany;Mirage;24;;;;;;;$2bn;;contracted;Bought.;P",
        "arms_transfer;delivered;2021;;;France;Germany;Mirage;up to 12;;;;;;;;;;Came.;P",
        "statement;warns;2020;;;;;;;France;Germany (critical);The minister;Beware.;;;;;;Said.;P",
        "action;loan;2020;;;;;;;;;;;USA;France;20 million;EUR;paid;Lent.;P",
    )
    every = [
        "kind", "subtype", "date", "parties", "title", "supplier", "recipient", "designation",
        "quantity", "country", "targets", "speaker", "said", "senders", "receivers", "amount",
        "currency", "measure",
    ]  # fmt: skip
    columns = {name: name for name in [*every, "quotation", "source_title"]}

    report = take(text(tmp_path, rows), {"columns": columns})

    assert report.refused == []
    agreement = Agreement.objects.get()
    assert (agreement.status, agreement.dataset, agreement.steps.count()) == ("in_force", "", 2)
    order = ArmsTransfer.objects.get()
    assert (order.status, order.items.get().quantity_best) == ("in_delivery", 24)
    delivered = order.steps.get(step="delivered")
    assert (delivered.quantity_best, delivered.quantity_reported) == (None, "up to 12")
    money = {fact.kind: fact.money.get() for fact in Fact.objects.filter(has_money=True)}
    assert (money["arms_transfer"].currency, money["arms_transfer"].amount_best) == ("USD", 2e9)
    assert (money["action"].measure, money["action"].amount_best) == ("paid", 20_000_000)
    said = Fact.objects.get(kind="statement")
    assert (said.statement.speaker_words, said.statement.quotation) == ("The minister", "Beware.")
    assert said.statement.targets.get().stance == "critical"
    assert Source.objects.filter(title="P").count() == 1


def test_a_country_is_found_by_its_name_on_the_day_of_the_row(tmp_path):
    rows = lines("quotation,source_address,date,visitors,host",
                 "Q,https://example.org/1,1985-03,Moscow,France",
                 "Q,https://example.org/2,2005-03,Moscow,France")  # fmt: skip
    take(text(tmp_path, rows), mapped({"kind": "visit"}, date="date", visitors="visitors",
                                      host="host"))  # fmt: skip

    guests = Fact.objects.order_by("date_earliest").values_list("visit__visitors", flat=True)
    assert list(guests) == ["SUN", "RUS"]


# --- again, changed, undone --------------------------------------------------------------


def test_the_same_rows_under_another_file_name_change_nothing(tmp_path):
    take(text(tmp_path, VISIT_ROWS), VISITS)

    again = take(text(tmp_path, VISIT_ROWS, "visits (1).csv"), VISITS)

    assert (again.counts["new"], again.counts["unchanged"]) == (0, 2)
    assert Fact.objects.count() == 2
    assert set(Fact.objects.values_list("revision", flat=True)) == {1}


def test_two_rows_that_say_the_same_are_two_facts(tmp_path):
    row = VISIT_ROWS.splitlines()[1] + "\n"

    take(text(tmp_path, VISIT_ROWS + row), VISITS)
    again = take(text(tmp_path, VISIT_ROWS + row), VISITS)

    assert Fact.objects.count() == 3
    assert again.counts["unchanged"] == 3


def test_a_row_with_its_own_number_stays_the_same_fact(tmp_path):
    take(text(tmp_path, numbered()), NUMBERED)

    report = take(text(tmp_path, numbered(day="2022-07-20")), NUMBERED)

    assert (report.counts["changed"], report.counts["unchanged"]) == (1, 1)
    [change] = report.changed
    assert change.fields["date"][1][0] == "2022-07-20"
    assert set(Fact.objects.values_list("date_text", flat=True)) == {"2022-07-20", "2022-08"}


def test_another_quotation_is_a_change_and_the_old_one_is_kept_withdrawn(tmp_path):
    take(text(tmp_path, numbered()), NUMBERED)

    take(text(tmp_path, numbered(words="He came.")), NUMBERED)

    fact = Fact.objects.get(date_text="2022-07-19")
    kept = fact.claims.order_by("id").values_list("quotation", "status")
    assert set(kept) == {
        ("The president came to Berlin.", "withdrawn"), ("He came.", "accepted"),
    }  # fmt: skip


def test_a_row_that_an_editor_worked_on_is_left_and_told_as_conflicting(tmp_path):
    take(text(tmp_path, numbered()), NUMBERED)
    recording.publish(Fact.objects.get(date_text="2022-07-19"), by=None)

    report = take(text(tmp_path, numbered(day="2022-07-21")), NUMBERED)

    assert report.counts["conflicting"] == 1
    assert Fact.objects.filter(date_text="2022-07-19", publication="published").exists()


def test_a_row_that_left_the_table_is_told_and_stays(tmp_path):
    take(text(tmp_path, numbered()), NUMBERED)
    shorter = lines(*numbered().splitlines()[:2])

    report = take(text(tmp_path, shorter), NUMBERED)

    assert report.counts["absent"] == 1
    assert Fact.objects.filter(publication="draft").count() == 2


def test_another_table_says_nothing_of_this_one(tmp_path):
    take(text(tmp_path, numbered()), NUMBERED)

    report = take(text(tmp_path, numbered()), {**NUMBERED, "table": "Her visits"})

    assert (report.counts["new"], report.counts["absent"]) == (2, 0)


def test_undoing_takes_the_drafts_back_and_the_same_file_brings_them_again(tmp_path):
    take(text(tmp_path, VISIT_ROWS), VISITS)
    numbers = set(Fact.objects.values_list("pk", flat=True))

    counts = undo(last())

    assert counts == {"retracted": 2, "restored": 0, "left": 0}
    assert set(Fact.objects.values_list("publication", flat=True)) == {"retracted"}
    assert not Change.objects.filter(is_public=True).exists()
    take(text(tmp_path, VISIT_ROWS), VISITS)
    assert set(Fact.objects.values_list("publication", flat=True)) == {"draft"}
    assert set(Fact.objects.values_list("pk", flat=True)) == numbers
