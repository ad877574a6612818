"""Facts downloaded as a table, changed, and brought back."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from relations import recording
from relations.importing.files import InputFile
from relations.importing.tables import sheets
from relations.importing.undoing import undo
from relations.models import Fact, Proposal
from tests import factories
from tests.relations.importing.tables import VISIT_ROWS, VISITS, last, take, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def brought_back(tmp_path):
    """Download facts, change cells by (fact, heading), and import the file again."""

    def bring(facts, changes=(), before=None, **options):
        made = io.BytesIO()
        sheets.write_facts(made, facts)
        book = openpyxl.load_workbook(made)
        page = book["facts"]
        headings = [cell.value for cell in page[1]]
        rows = {page.cell(row, 1).value: row for row in range(2, page.max_row + 1)}
        for fact, heading, value in changes:
            page.cell(rows[str(fact.pk)], headings.index(heading) + 1).value = value
        book.save(tmp_path / "back.xlsx")
        if before is not None:
            before()
        return take(InputFile(tmp_path / "back.xlsx"), **options)

    return bring


def test_what_was_not_changed_changes_nothing(brought_back):
    facts = [factories.visit(), factories.agreement(), factories.statement()]

    report = brought_back(facts)

    assert report.counts["unchanged"] == 3
    assert (report.refused, report.remarks, report.changed) == ([], [], [])
    assert [fact.revision for fact in Fact.objects.order_by("id")] == [
        fact.revision for fact in facts
    ]


def test_a_changed_draft_is_amended(brought_back):
    fact = factories.visit(publish=False)

    report = brought_back([fact], [(fact, "Date", "July 2022"), (fact, "Host", "United States")])

    assert report.counts["changed"] == 1
    assert report.changed[0].fields == {
        "date": ("2022-07-19", "July 2022"), "host": ("Germany", "United States"),
    }  # fmt: skip
    fact.refresh_from_db()
    assert (fact.date_text, fact.publication) == ("2022-07", "draft")
    assert Fact.objects.with_detail().get(pk=fact.pk).visit.host_id == "USA"
    assert not Proposal.objects.exists()


def test_of_a_public_fact_a_correction_is_proposed(brought_back):
    fact = factories.visit()
    editor = factories.user()

    brought_back([fact], [(fact, "Purpose", "Talks on rail")], by=editor)

    proposal = Proposal.objects.get()
    assert (proposal.fact, proposal.base_revision) == (fact, fact.revision)
    assert (proposal.author, proposal.origin) == (editor, "import")
    assert proposal.payload["detail"]["purpose"] == "Talks on rail"
    fact.refresh_from_db()
    assert Fact.objects.with_detail().get(pk=fact.pk).visit.purpose == ""


def test_the_same_correction_is_proposed_once(brought_back):
    fact = factories.visit()

    brought_back([fact], [(fact, "Purpose", "Talks")])
    again = brought_back([fact], [(fact, "Purpose", "Talks")])

    assert again.counts["unchanged"] == 1
    assert Proposal.objects.count() == 1


def test_a_newer_revision_is_never_written_over(brought_back):
    fact = factories.visit(publish=False)

    def somebody_else():
        common, detail = recording.read({**recording.payload_of(fact), "summary": "Newer"})
        recording.amend(fact, by=None, common=common, detail=detail)

    report = brought_back([fact], [(fact, "Summary", "Older")], before=somebody_else)

    assert report.counts["conflicting"] == 1
    assert Fact.objects.get(pk=fact.pk).summary == "Newer"


def test_a_dry_run_writes_nothing(brought_back):
    fact = factories.visit(publish=False)

    report = brought_back([fact], [(fact, "Summary", "Said")], write=False)

    assert report.counts["changed"] == 1
    assert Fact.objects.get(pk=fact.pk).summary == ""


def test_a_wrong_cell_is_refused_with_its_line_and_column(brought_back):
    fact = factories.visit(publish=False)

    report = brought_back([fact], [(fact, "Date", "2022-13")])

    assert [(t.column, t.line) for t in report.refused] == [("Date", 2)]
    assert Fact.objects.get(pk=fact.pk).revision == fact.revision


@pytest.mark.parametrize(
    ("heading", "value", "sentence"),
    [
        ("Kind", "action", "keeps its kind"),
        ("Subtype", "signed", "is nothing of kind visit"),
        ("Host", "France", "does not visit itself"),
        ("Host", "Narnia", "No one country is called “Narnia”"),
        ("Revision", "", "lost its revision"),
        ("Fact number", "99999999", "There is no fact 99999999."),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(brought_back, heading, value, sentence):
    fact = factories.visit()

    report = brought_back([fact], [(fact, heading, value)])

    assert sentence in " ".join(trouble.said for trouble in report.refused)
    assert not Proposal.objects.exists()


def test_a_withdrawn_fact_is_refused(brought_back):
    fact = factories.visit()

    report = brought_back([fact], before=lambda: recording.retract(fact, by=None, reason="Not so"))

    assert report.refused[0].said == f"Fact {fact.pk} is withdrawn or merged."


def test_evidence_is_left_as_it_is_with_a_remark(brought_back):
    fact = factories.visit()

    report = brought_back([fact], [(fact, "Quotation", "Other words")])

    assert report.counts["unchanged"] == 1
    assert report.remarks[0].said == "Left as it is: evidence is added at the desk."


def test_undoing_gives_amended_drafts_back_and_takes_proposals_back(brought_back):
    draft, public = factories.visit(publish=False), factories.visit(date="2023")
    changes = [(draft, "Summary", "Changed"), (public, "Summary", "Changed")]
    brought_back([draft, public], changes)

    counts = undo(last())

    assert counts["restored"] == 1
    assert Fact.objects.get(pk=draft.pk).summary == ""
    assert Proposal.objects.get().state == "superseded"


def test_undoing_leaves_a_draft_that_was_worked_on_since(brought_back):
    draft = factories.visit(publish=False)
    brought_back([draft], [(draft, "Summary", "Changed")])
    recording.publish(Fact.objects.get(pk=draft.pk), by=None)

    counts = undo(last())

    assert (counts["restored"], counts["left"]) == (0, 1)
    assert Fact.objects.get(pk=draft.pk).summary == "Changed"


def test_new_rows_stand_beside_those_that_come_back(brought_back, tmp_path):
    take(text(tmp_path, VISIT_ROWS), VISITS)
    drafts = list(Fact.objects.order_by("id"))

    report = brought_back(drafts, [(drafts[0], "Summary", "Seen")])

    assert (report.counts["changed"], report.counts["unchanged"]) == (1, 1)
    assert Fact.objects.get(pk=drafts[0].pk).summary == "Seen"


@pytest.mark.parametrize(
    ("record", "changes", "detail"),
    [
        ("agreement", {"Agreement": "Treaty on canals", "Parties": "France; Italy",
                       "Agreement type": "treaty"},
         {"title": "Treaty on canals", "parties": ["FRA", "ITA"], "type": "treaty"}),
        ("statement", {"Targets": "Germany (critical); Italy", "Words said": "Beware."},
         {"targets": [["DEU", "critical"], ["ITA", "unclear"]], "quotation": "Beware."}),
        ("transfer", {"Quantity": "20-24", "Recipient": "Italy"},
         {"recipient": "ITA",
          "quantity": {"low": 20, "best": None, "high": 24, "reported": "20-24"}}),
        ("action", {"Receivers": "Italy", "Quantity": "two ships"},
         {"receivers": ["ITA"], "quantity_reported": "two ships"}),
        ("visit", {"Persons": "Jean Martin; Anne Petit", "Level": "ministers",
                   "Subtype": "meeting"},
         {"persons": [{"name": "Jean Martin"}, {"name": "Anne Petit"}], "level": "ministers",
          "form": "meeting"}),
    ],
    ids=["agreement", "statement", "transfer", "action", "visit"],
)  # fmt: skip
def test_every_kind_comes_back(brought_back, record, changes, detail):
    fact = _RECORDS[record]()

    report = brought_back([fact], [(fact, heading, said) for heading, said in changes.items()])

    assert (report.refused, report.remarks) == ([], [])
    payload = Proposal.objects.get().payload["detail"]
    assert {name: payload[name] for name in detail} == detail
    again = brought_back([recording.accept(Proposal.objects.get(), by=factories.user("Reviewer"))])
    assert again.counts["unchanged"] == 1


def _transfer():
    fact = recording.record_arms_transfer(
        by=None,
        fact=factories.common(),
        transfer=recording.TransferValues(
            step="ordered", supplier=factories.country("FRA"), designation="Mirage",
            recipient=factories.country("DEU"), quantity=recording.Quantity(low=3, high=5),
        ),
    )  # fmt: skip
    return recording.publish(fact, by=None)


def _action(**common):
    fact = recording.record_action(
        by=None,
        fact=factories.common(**common),
        action=recording.ActionValues(
            action="loan", senders=[factories.country("FRA")],
            receivers=[factories.country("DEU")],
        ),
    )  # fmt: skip
    return recording.publish(fact, by=None)


_RECORDS = {
    "agreement": factories.agreement, "statement": factories.statement, "transfer": _transfer,
    "action": _action, "visit": factories.visit,
}  # fmt: skip


def _amounts(*measures):
    return [
        recording.Amount(measure=measure, currency="EUR", best=Decimal(20), reported="20 euros")
        for measure in measures
    ]


def test_an_amount_comes_back(brought_back):
    fact = _action(money=_amounts("paid"))

    brought_back([fact], [(fact, "Amount", "25 million"), (fact, "End", "2023")])

    payload = Proposal.objects.get().payload
    assert payload["end"] == "2023"
    [money] = payload["money"]
    assert (money["currency"], money["best"], money["measure"]) == ("EUR", "25000000", "paid")


def test_of_several_amounts_none_is_changed_here(brought_back):
    fact = _action(money=_amounts("paid", "promised"))

    report = brought_back([fact], [(fact, "Amount", "$1"), (fact, "Measure", "paid")])

    assert "several amounts" in report.refused[0].said


def test_a_fact_that_stands_twice_is_refused(brought_back):
    one, other = factories.visit(), factories.visit(date="2023")

    report = brought_back([one, other], [(other, "Fact number", str(one.pk))])

    assert report.refused[0].said == f"Fact {one.pk} stands in line 2 too."


def test_a_column_of_another_kind_is_left_out_with_a_remark(brought_back):
    fact = factories.visit()

    report = brought_back([fact], [(fact, "Supplier", "France"), (fact, "Purpose", "Rail")])

    assert [(t.column, t.is_refusal) for t in report.remarks] == [("Supplier", False)]
    assert Proposal.objects.get().payload["detail"]["purpose"] == "Rail"


def test_a_kind_by_its_label_is_the_same_kind(brought_back):
    fact = factories.visit()

    report = brought_back([fact], [(fact, "Kind", "Visit or meeting")])

    assert report.counts["unchanged"] == 1
