"""`import`, `imports`, `undo_import`: what they print, and the status they exit with."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from relations.models import Fact, Import
from tests.relations.importing.sipri_files import order, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def run(*arguments):
    """Return the exit status and what stood on stdout and stderr."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command(*map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue(), err.getvalue()


def test_a_clean_dry_run_exits_with_0_and_writes_nothing(tmp_path):
    status, out, _ = run("import", register(tmp_path, order()), "--dry-run")

    assert status == 0
    assert "Dry run: nothing was written." in out
    assert not Fact.objects.exists()


def test_refused_rows_exit_with_2_and_name_line_and_column(tmp_path):
    path = register(tmp_path, order(), order("Atlantis"))

    status, out, _ = run("import", path)

    assert status == 2
    assert "line 14, Recipient: No country is called “Atlantis”." in out
    assert not Fact.objects.exists()
    status, out, _ = run("import", path, "--skip-refused")
    assert (status, Fact.objects.count()) == (0, 2)


def test_a_remark_is_no_refusal(tmp_path):
    from tests.relations.importing.sipri_files import deliveries, delivery

    path = deliveries(tmp_path, delivery(delivered=5), delivery(delivered=6))
    status, out, _ = run("import", path)

    assert status == 0
    assert "the later row is taken" in out


def test_an_unknown_file_exits_with_3(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("nothing of the kind")

    status, out, err = run("import", path)

    assert (status, out) == (3, "")
    assert "notes.txt: not recognised" in err


def test_json_is_one_document_and_progress_goes_to_stderr(tmp_path):
    path = register(tmp_path, order(), order("Atlantis"))

    status, out, err = run("import", path, "--json", "--dry-run", "--pair", "IRN-RUS")

    document = json.loads(out)
    assert status == 2
    assert document["counts"] == {
        "new": 2, "changed": 0, "unchanged": 0, "absent": 0, "conflicting": 0, "refused": 1,
    }  # fmt: skip
    assert document["pair"]["kinds"] == {"arms_transfer": {"new": 2}}
    assert document["refused"][0]["line"] == 14
    assert "reading" in err or "comparing" in err


def test_a_file_that_is_not_there_is_said_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="no such file"):
        call_command("import", str(tmp_path / "nowhere.csv"))


def test_imports_are_listed_and_undone_by_number(tmp_path):
    run("import", register(tmp_path, order()))
    number = Import.objects.get().pk

    assert "trade register of 18 May 2026  (2 new)" in run("imports")[1]
    assert json.loads(run("imports", "--json")[1])[0]["counts"]["new"] == 2
    assert "2 facts retracted" in run("undo_import", number)[1]
    with pytest.raises(CommandError, match="not applied"):
        call_command("undo_import", str(number))
    with pytest.raises(CommandError, match="There is no import"):
        call_command("undo_import", "999999")
