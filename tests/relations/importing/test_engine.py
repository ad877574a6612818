"""The engine: dry run, one act or none, the same twice, changed by a release, history kept."""

from __future__ import annotations

import pytest
from django.db import connection, connections
from django.db.models import Sum

from relations import recording
from relations.importing import running
from relations.importing.files import InputFile, NotRecognised
from relations.importing.undoing import undo
from relations.lanes import Kind
from relations.models import (
    ArmsTransfer,
    Change,
    Claim,
    Fact,
    Import,
    ImportedRecord,
    PairFact,
    PairFactVersion,
    PairTally,
    Source,
    TransferStep,
)
from tests.relations.importing.sipri_files import deliveries, delivery, order, register

pytestmark = pytest.mark.django_db


def test_a_dry_run_tells_and_writes_nothing(importing, tmp_path):
    report = importing.look(register(tmp_path, order()))

    assert (report.rows, report.counts["new"], report.is_applied) == (1, 2, False)
    assert report.kinds == {"arms_transfer": {"new": 2}}
    assert report.things == {"transfer": {"new": 1}}
    assert not Fact.objects.exists()
    assert not Source.objects.exists()
    assert Import.objects.get().state == Import.State.PLANNED


def test_an_import_makes_public_facts_with_their_row_as_evidence(importing, tmp_path):
    importing.do(register(tmp_path, order()))

    fact = Fact.objects.get(subtype="delivered")
    claim = Claim.objects.get(fact=fact)
    assert (fact.publication, fact.dataset, fact.verification) == ("published", "sipri", "reported")
    assert (claim.dataset_row, claim.origin, claim.is_redistributable) == (
        "line 13",
        "import",
        False,
    )
    assert claim.quotation.startswith("Iran,Russia,1993")
    assert claim.source.title == "SIPRI Arms Transfers Database: trade register of 18 May 2026"
    assert claim.source.kind == Source.Kind.DATASET_RELEASE
    assert str(claim.source.published) == "18 May 2026"
    assert "SIPRI" in claim.source.credit


def test_its_pair_rows_tallies_and_history_are_those_of_any_fact(importing, tmp_path):
    importing.do(register(tmp_path, order()))
    recording.number_changes()

    rows = PairFact.objects.filter(low="IRN", high="RUS").values_list("lane", "direction")
    assert set(rows) == {("arms", "backward")}
    assert PairTally.objects.filter(low="IRN").aggregate(n=Sum("facts"))["n"] == 2
    assert PairFactVersion.objects.filter(low="IRN", known_from__isnull=False).count() == 2
    assert set(Change.objects.values_list("act", "is_public", "revision")) == {
        ("published", True, 1)
    }


def test_what_history_keeps_of_an_imported_fact_is_its_snapshot(importing, tmp_path):
    importing.do(register(tmp_path, order(), order("China", "unknown supplier(s)")))

    for change in Change.objects.select_related("fact"):
        assert change.after == recording.snapshot(change.fact)


def test_snapshots_of_many_are_those_of_one_for_every_kind(demo):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE every AS SELECT id AS object FROM relations_fact")
        from relations import db
        from relations.recording.bulk import SNAPSHOTS

        cursor.execute(SNAPSHOTS.replace("{ids}", "every"))
        kept = {row[0]: db.json_value(row[3]) for row in cursor.fetchall()}
        cursor.execute("DROP TABLE every")

    facts = list(Fact.objects.all())
    assert {fact.kind for fact in facts} == set(Kind.values)
    for fact in facts:
        assert kept[fact.pk] == recording.snapshot(fact)


def test_the_same_file_twice_changes_nothing(importing, tmp_path):
    path = register(tmp_path, order(), order(weapon="Tank-2"))
    importing.do(path)
    before = (Change.objects.count(), Claim.objects.count(), ImportedRecord.objects.count())

    again = importing.do(path)

    assert again.counts == {
        "new": 0, "changed": 0, "unchanged": 4, "absent": 0, "conflicting": 0, "refused": 0,
    }  # fmt: skip
    assert (
        Change.objects.count(), Claim.objects.count(), ImportedRecord.objects.count(),
    ) == before  # fmt: skip


def test_a_release_changes_field_by_field_and_keeps_the_old_claim(importing, tmp_path):
    importing.do(register(tmp_path, order(delivered=50, years="1994"), made="23 Oct 2025"))
    fact = Fact.objects.get(subtype="delivered")

    report = importing.do(register(tmp_path, order(delivered=104), made="18 May 2026"))

    fields = {name for each in report.changed for name in each.fields}
    assert {"best", "date", "years", "reported"} <= fields
    fact.refresh_from_db()
    assert (fact.revision, fact.date_text) == (2, "1994/1995")
    assert fact.transferstep.quantity_best == 104
    claims = fact.claims.order_by("id").values_list("status", "source__published_text")
    assert list(claims) == [("withdrawn", "2025-10-23"), ("accepted", "2026-05-18")]
    change = Change.objects.filter(fact=fact).latest("id")
    assert (change.act, change.before["detail"]["quantity_best"]) == ("corrected", 50)
    assert change.after == recording.snapshot(fact)


def test_an_absent_order_is_reported_and_never_withdrawn(importing, tmp_path):
    importing.do(register(tmp_path, order(), order(weapon="Tank-2"), made="23 Oct 2025"))

    report = importing.do(register(tmp_path, order()))

    assert report.counts["absent"] == 1
    assert report.absent[0]["title"].startswith("Tank-2")
    assert Fact.objects.published().count() == 4


@pytest.mark.parametrize(
    "narrower",
    [
        {"supplier": "China"},
        {"recipient": "Iraq "},
        {"years": (2000, 2010)},
    ],
    ids=["of another supplier", "of another recipient", "of other years"],
)
def test_a_narrower_export_is_no_withdrawal(importing, tmp_path, narrower):
    importing.do(register(tmp_path, order(), made="23 Oct 2025"))

    report = importing.do(register(tmp_path, **narrower))

    assert report.counts["absent"] == 0


def test_an_export_of_fewer_years_takes_nothing_back(importing, tmp_path):
    importing.do(register(tmp_path, order(), made="23 Oct 2025"))

    report = importing.do(
        register(
            tmp_path, order(delivered=50, years="1994", tiv=("0.11", "11.44", "5.5")),
            years=(1990, 1994),
        )
    )  # fmt: skip

    assert (report.counts["changed"], report.counts["unchanged"]) == (0, 2)
    assert TransferStep.objects.get(step="delivered").quantity_best == 104


def test_what_an_editor_changed_since_is_not_written_over(importing, tmp_path):
    importing.do(register(tmp_path, order(delivered=50, years="1994"), made="23 Oct 2025"))
    fact = Fact.objects.get(subtype="delivered")
    common, detail = recording.read(
        {**recording.payload_of(fact), "summary": "Seen at the port.",
         "years_override_reason": "As the register has it"}
    )  # fmt: skip
    recording.amend(fact, by=None, common=common, detail=detail, reason="Added what was seen")

    report = importing.do(register(tmp_path, order(delivered=104)))

    assert report.counts["conflicting"] == 1
    fact.refresh_from_db()
    assert (fact.summary, fact.transferstep.quantity_best) == ("Seen at the port.", 50)


def test_a_fact_retracted_by_an_editor_stays_retracted(importing, tmp_path):
    importing.do(register(tmp_path, order(), made="23 Oct 2025"))
    fact = Fact.objects.get(subtype="ordered")
    recording.retract(fact, by=None, reason="Never signed")

    importing.do(register(tmp_path, order()))
    report = importing.do(register(tmp_path, order(comment="Another remark")))

    fact.refresh_from_db()
    assert fact.publication == "retracted"
    assert report.counts["conflicting"] == 1


def test_one_refused_row_and_nothing_is_written(importing, tmp_path):
    path = register(tmp_path, order(), order("Atlantis"))

    report = importing.do(path)

    assert not report.is_applied
    (refused,) = report.refused
    assert (refused.line, refused.column, refused.value) == (14, "Recipient", "Atlantis")
    assert not Fact.objects.exists()
    assert Import.objects.get().state == Import.State.REFUSED
    assert importing.do(path, skips_refused=True).is_applied
    assert Fact.objects.count() == 2


def test_five_thousand_errors_are_counted_and_a_thousand_told(importing, tmp_path):
    report = importing.do(register(tmp_path, *(order(f"Atlantis {n}") for n in range(5_000))))

    assert report.counts["refused"] == report.refused_count == 5_000
    assert len(report.refused) == 1_000
    assert Import.objects.get().findings.count() == 1_000


def test_a_cancelled_import_leaves_everything_as_it_was(importing, tmp_path):
    (group,) = running.recognise([InputFile(register(tmp_path, order()))])
    batch = running.begin(group)

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "history":
            raise running.Cancelled

    with pytest.raises(running.Cancelled):
        running.run(batch, group, write=True, progress=progress)

    assert not Fact.objects.exists()
    assert not ArmsTransfer.objects.exists()
    assert not Source.objects.exists()


def test_facts_of_one_pair_are_counted_when_asked(importing, tmp_path):
    report = importing.look(register(tmp_path, order(), order("China")), pair="RUS-IRN")

    assert report.as_json()["pair"] == {
        "name": "IRN-RUS", "kinds": {"arms_transfer": {"new": 2}},
    }  # fmt: skip


def test_a_file_of_no_layout_is_named(importing, tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("a,b\n1,2\n")

    with pytest.raises(NotRecognised, match=r"notes\.csv: not recognised"):
        running.recognise([InputFile(path)])
    with pytest.raises(NotRecognised, match="There is no layout “sipry”"):
        running.recognise([InputFile(path)], "sipry")


def test_imported_facts_stay_out_of_what_may_leave(importing, tmp_path):
    importing.do(register(tmp_path, order()))

    assert not Fact.objects.published().redistributable().exists()


def test_the_page_of_an_imported_fact_says_where_its_row_stands(importing, tmp_path, client):
    importing.do(register(tmp_path, order()))

    page = client.get(f"/f/{Fact.objects.get(subtype='ordered').pk}/").content.decode()

    assert "Per SIPRI (estimate)" in page
    assert "trade register of 18 May 2026</a>, line 13," in page
    assert "Source: SIPRI Arms Transfers Database" in page


def test_remarks_do_not_crowd_out_refusals(importing, tmp_path):
    rows = [delivery(number=n, delivered=k) for n in range(1, 1_102) for k in (1, 2)]
    report = importing.look(deliveries(tmp_path, *rows, delivery(recipient="Atlantis")))

    assert (report.remark_count, len(report.remarks)) == (1_101, 1_000)
    assert [refused.value for refused in report.refused] == ["Atlantis"]


def test_a_lock_on_votes_is_busy_as_on_every_data_set(world, tmp_path):
    votes, calls = tmp_path / "votes.csv", tmp_path / "calls.csv"
    votes.write_text("rcid,country,country_code,vote\n1,India,IN,yes\n")
    calls.write_text(
        "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
        "1,60,0,2005-12-01,R/1,0,0,TRADE,ON TRADE\n"
    )
    (group,) = running.recognise([InputFile(votes), InputFile(calls)])
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('import un-votes', 0))")

        with pytest.raises(running.Busy):
            running.run(running.begin(group), group, write=True)

        cursor.execute("ROLLBACK")
    other.close()


def test_a_second_layout_that_tells_the_same_again_is_warned_of(importing, tmp_path):
    years = tmp_path / "years.csv"
    years.write_text(
        "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n220,255,1930,0,0,1,0\n"
    )
    dyads = tmp_path / "dyads.csv"
    dyads.write_text(
        "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,"
        "dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,"
        "nonaggression,entente,version\n"
        "3,220,France,255,Germany,1,12,1925,7,3,1936,0,0,0,0,1,0,4.1\n"
    )
    assert not importing.look(dyads).remarks
    importing.do(years)

    (remark,) = importing.look(dyads).remarks

    assert "will stand twice" in remark.said
    undo(Import.objects.filter(state="applied").get())
    assert not importing.look(dyads).remarks
