"""Imports in the admin: files in, the plan first, applied, cancelled, resumed, undone."""

from __future__ import annotations

import concurrent.futures
import io
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from relations import tasks
from relations.importing import keeping, working
from relations.models import Fact, Import, SavedMapping
from tests import factories
from tests.relations.importing.tables import VISIT_ROWS

pytestmark = pytest.mark.django_db

S = Import.State
OURS = VISIT_ROWS.replace(
    "Day,Guest,Host,Words,Link", "Kind,Date,Visitors,Host,Quotation,Source address"
)
OURS = OURS.replace("\n2022", "\nvisit,2022")
COLUMNS = {
    "column-1": "date", "column-2": "visitors", "column-3": "host", "column-4": "quotation",
    "column-5": "source_address", "fixed-kind": "visit", "table": "Visits", "heading_row": "1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def states(world, settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def desk(client):
    """A client with somebody of a role signed in, and who it is."""

    def sign_in(role="Editor"):
        client.user = factories.user(role)
        client.force_login(client.user)
        return client

    return sign_in


def upload(client, content=OURS, name="visits.csv", layout="auto", status=302):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    answer = client.post(reverse("admin:relations_import_add"), {"uploads": file, "layout": layout})
    assert answer.status_code == status
    return answer


def page(client, batch=None, status=200):
    batch = batch or Import.objects.get()
    answer = client.get(reverse("admin:relations_import_change", args=[batch.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def do(client, act, batch=None, **data):
    batch = batch or Import.objects.get()
    answer = client.post(
        reverse("admin:relations_import_do", args=[batch.pk]), {"act": act, **data}, follow=True
    )
    batch.refresh_from_db()
    return answer.content.decode()


# --- in ----------------------------------------------------------------------------------


def test_files_are_read_at_once_and_nothing_is_written(desk):
    client = desk()

    answer = upload(client)

    batch = Import.objects.get()
    assert answer.url == reverse("admin:relations_import_change", args=[batch.pk])
    assert (batch.state, batch.counts["new"], batch.by) == (S.PLANNED, 2, client.user)
    assert not Fact.objects.exists()
    assert "What applying would do" in page(client)


def test_a_file_nobody_knows_becomes_a_table_whose_columns_are_asked_for(desk):
    client = desk()

    answer = upload(client, VISIT_ROWS.replace("Guest,Host", "Coming,Receiving"))

    batch = Import.objects.get()
    assert (batch.layout, batch.state, batch.mapping) == ("table", S.WAITING, None)
    assert answer.url == reverse("admin:relations_import_columns", args=[batch.pk])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\x00\x01", "neither a text nor a spreadsheet"),
        (b"PK\x03\x04cut", "may be cut or damaged"),
        (b"just words\nand more\n", "not recognised"),
    ],
    ids=["empty", "pdf", "cut", "words"],
)
def test_what_is_no_table_is_refused_on_the_form_and_not_kept(desk, content, sentence, tmp_path):
    answer = upload(desk(), content, status=422)

    assert sentence in answer.content.decode()
    assert not Import.objects.exists()
    assert list((tmp_path / "imports").glob("*")) == []


def test_several_files_are_imports_of_their_own(desk):
    client = desk()
    files = [SimpleUploadedFile(f"{n}.csv", OURS.encode()) for n in (1, 2)]

    answer = client.post(
        reverse("admin:relations_import_add"), {"uploads": files, "layout": "auto"}
    )

    assert answer.url == reverse("admin:relations_import_changelist")
    assert Import.objects.filter(state=S.PLANNED).count() == 2
    assert "1.csv" in page(client, Import.objects.order_by("id")[0])


def test_the_list_shows_states_and_counts(desk):
    client = desk()
    upload(client)

    listed = client.get(reverse("admin:relations_import_changelist")).content.decode()

    assert "Planned: nothing is written yet" in listed
    assert "2 new" in listed
    assert "Import a table" in listed


# --- columns -----------------------------------------------------------------------------


def columns_page(client, batch, **data):
    address = reverse("admin:relations_import_columns", args=[batch.pk])
    return client.post(address, data) if data else client.get(address)


def test_the_columns_page_shows_the_first_rows_and_guesses(desk):
    client = desk()
    upload(client, VISIT_ROWS, layout="table")

    shown = columns_page(client, Import.objects.get()).content.decode()

    assert "The president came to Berlin." in shown
    assert '<option value="date" selected>' in shown
    assert "Say which column is the kind of fact" in shown


def test_the_preview_shows_the_first_rows_as_facts(desk):
    client = desk()
    upload(client, VISIT_ROWS + "2022,Narnia,France,W,https://example.org/\n", layout="table")

    shown = columns_page(client, Import.objects.get(), do="preview", **COLUMNS).content.decode()

    assert "France in Germany" in shown
    assert "19 July 2022" in shown
    assert "Guest: No one country is called “Narnia”." in shown
    assert not Fact.objects.exists()


def test_a_mapping_is_kept_under_a_name_and_used_for_the_next_table(desk):
    client = desk()
    upload(client, VISIT_ROWS, layout="table")
    first = Import.objects.get()
    columns_page(client, first, do="save", name="Our visits", **COLUMNS)
    saved = SavedMapping.objects.get()
    assert (saved.name, saved.by) == ("Our visits", client.user)
    assert "table" not in saved.mapping
    upload(client, VISIT_ROWS, name="next.csv", layout="table")
    batch = Import.objects.order_by("-pk")[0]

    shown = columns_page(client, batch, do="use", saved=saved.pk).content.decode()

    assert "France in Germany" in shown
    assert 'value="next"' in shown


def test_the_table_is_read_by_its_columns(desk):
    client = desk()
    upload(client, VISIT_ROWS, layout="table")
    batch = Import.objects.get()

    answer = columns_page(client, batch, do="read", **COLUMNS)

    batch.refresh_from_db()
    assert answer.url == reverse("admin:relations_import_change", args=[batch.pk])
    assert (batch.state, batch.release, batch.counts["new"]) == (S.PLANNED, "Visits", 2)
    assert batch.mapping["columns"]["visitors"] == "Guest"


def test_a_table_without_enough_columns_is_not_read(desk):
    client = desk()
    upload(client, VISIT_ROWS, layout="table")

    answer = columns_page(client, Import.objects.get(), do="read", **{"column-1": "date"})

    assert answer.status_code == 422
    assert "Say which column is the quotation" in answer.content.decode()


def test_two_columns_of_one_meaning_are_refused(desk):
    client = desk()
    upload(client, VISIT_ROWS, layout="table")

    answer = columns_page(
        client, Import.objects.get(), do="read", **{**COLUMNS, "column-2": "date"}
    )

    assert "Two columns are “Date”; choose one." in answer.content.decode()


# --- the plan, and what follows ----------------------------------------------------------


def test_refused_rows_are_shown_with_line_and_column(desk):
    client = desk()
    upload(client, OURS + "visit,2022,Narnia,France,,https://example.org/\n")

    shown = page(client)

    assert "<td>4</td>" in shown
    assert "No one country is called “Narnia”." in shown
    assert "Give the source&#x27;s words that carry the fact." in shown


def test_five_thousand_refused_rows_are_shown_within_bounds(desk):
    client = desk()
    upload(client, OURS + "visit,2022,Narnia,France,,https://example.org/\n" * 5_000)

    shown = page(client)

    assert "Refused: the first 1,000 of 10,000" in shown
    assert len(shown) < 500_000


def test_an_editor_applies_a_table_of_their_own_as_drafts(desk):
    client = desk()
    upload(client)

    shown = do(client, "applying")

    assert Import.objects.get().state == S.APPLIED
    assert set(Fact.objects.values_list("publication", "recorded_by")) == {
        ("draft", client.user.pk)
    }  # fmt: skip
    assert "France in Germany" in shown


def test_with_refused_rows_nothing_is_applied_unless_they_are_left_out(desk):
    client = desk()
    upload(client, OURS + "visit,2022,Narnia,France,W,https://example.org/\n")

    do(client, "applying")
    assert (Import.objects.get().state, Fact.objects.count()) == (S.REFUSED, 0)
    do(client, "applying", skip="1")

    assert (Import.objects.get().state, Fact.objects.count()) == (S.APPLIED, 2)


def test_what_a_release_changes_is_shown_before_and_after(desk):
    client = desk()
    rows = OURS.replace("Kind,", "Own number,Kind,").replace("\nvisit", "\n1,visit", 1)
    rows = rows.replace("\nvisit", "\n2,visit")
    upload(client, rows)
    do(client, "applying")
    upload(client, rows.replace("2022-07-19", "2022-07-20"))
    batch = Import.objects.order_by("-pk")[0]

    shown = page(client, batch)

    assert '<td dir="auto">2022-07-19</td><td dir="auto">2022-07-20</td>' in shown
    do(client, "applying", batch)
    assert '<td dir="auto">2022-07-19</td><td dir="auto">2022-07-20</td>' in page(client, batch)


def test_undoing_is_confirmed_and_retracts_the_drafts(desk):
    client = desk()
    upload(client)
    do(client, "applying")
    batch = Import.objects.get()

    asked = client.get(reverse("admin:relations_import_undo", args=[batch.pk])).content.decode()
    assert "visit: 2 made" in asked
    do(client, "undoing")

    assert Import.objects.get().state == S.UNDONE
    assert set(Fact.objects.values_list("publication", flat=True)) == {"retracted"}


def test_the_page_tells_how_far_a_worker_is_without_script_too(desk, monkeypatch):
    client = desk()
    upload(client)
    batch = Import.objects.get()
    Import.objects.update(state=S.APPLYING, stage="facts", done=50, total=200)

    shown = page(client)
    told = client.get(reverse("admin:relations_import_progress", args=[batch.pk]))

    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in shown
    assert 'value="25"' in shown
    assert told.json() == {"state": "applying", "stage": "facts", "percent": 25}
    assert "<style" not in shown
    assert "onclick" not in shown


def test_what_waits_for_a_worker_is_cancelled_at_once(desk, monkeypatch):
    monkeypatch.setattr("relations.tasks.work_on_import.delay", lambda *args: None)
    client = desk()
    upload(client)

    do(client, "cancel")

    assert Import.objects.get().state == S.CANCELLED
    assert "Resume" in page(client)


def test_an_import_is_resumed(desk):
    client = desk()
    upload(client)
    Import.objects.update(state=S.CANCELLED)

    do(client, "planning")

    assert Import.objects.get().state == S.PLANNED


def test_what_cannot_be_done_now_is_said(desk):
    client = desk()
    upload(client)
    do(client, "applying")

    assert "is at another step now" in do(client, "applying")


def test_files_that_are_gone_are_asked_for_again(desk, tmp_path):
    client = desk()
    upload(client)
    (tmp_path / "imports" / str(Import.objects.get().pk) / "0").unlink()

    assert "upload them again" in do(client, "applying")


# --- who may -----------------------------------------------------------------------------


def test_an_editor_does_not_apply_or_undo_what_others_brought(desk):
    upload(desk())
    other = desk()

    assert "A reviewer applies it" in page(other)
    answer = other.post(
        reverse("admin:relations_import_do", args=[Import.objects.get().pk]), {"act": "applying"}
    )
    assert answer.status_code == 403
    assert not Fact.objects.exists()
    undo = other.get(reverse("admin:relations_import_undo", args=[Import.objects.get().pk]))
    assert undo.status_code == 403


def test_a_reviewer_applies_and_undoes(desk):
    upload(desk())
    reviewer = desk("Reviewer")

    do(reviewer, "applying")
    assert Import.objects.get().state == S.APPLIED
    do(reviewer, "undoing")

    assert Import.objects.get().state == S.UNDONE


def test_somebody_without_a_role_sees_nothing(client, desk):
    upload(desk())
    client.force_login(User.objects.create_user("nobody", is_staff=True))

    page(client, status=403)
    upload(client, status=403)
    assert client.get(reverse("admin:relations_import_template", args=["csv"])).status_code == 403


# --- out ---------------------------------------------------------------------------------


def sheet_of(answer):
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book["facts"]]


def test_the_template_is_downloaded(desk):
    client = desk()

    table = sheet_of(client.get(reverse("admin:relations_import_template", args=["xlsx"])))
    text = client.get(reverse("admin:relations_import_template", args=["csv"]))

    assert table[0][0] == "Kind"
    assert text.content.decode("utf-8-sig").splitlines()[0].split(",") == table[0]
    assert client.get(reverse("admin:relations_import_template", args=["exe"])).status_code == 404


def test_drafts_of_an_import_and_facts_of_a_pair_are_downloaded(desk):
    client = desk()
    upload(client)
    do(client, "applying")

    drafts = sheet_of(
        client.get(reverse("admin:relations_import_drafts", args=[Import.objects.get().pk]))
    )
    pair = sheet_of(client.get(reverse("admin:relations_import_facts"), {"pair": "DEU-FRA"}))

    assert drafts[0][:2] == ["Fact number", "Revision"]
    assert len(drafts) == 3
    fact = Fact.objects.get(date_text="2022-07-19")
    assert [row[:2] for row in pair[1:]] == [[str(fact.pk), "1"]]
    wrong = client.get(reverse("admin:relations_import_facts"), {"pair": "nobody"}, follow=True)
    assert "nobody" in wrong.content.decode()


# --- workers -----------------------------------------------------------------------------


def test_files_are_forgotten_after_some_days(desk, tmp_path):
    upload(desk())
    folder = tmp_path / "imports" / str(Import.objects.get().pk)
    assert folder.is_dir()

    assert keeping.forget_old(timezone.now()) == 0
    assert keeping.forget_old(timezone.now() + keeping.KEPT + timedelta(hours=1)) == 1

    assert not folder.exists()
    assert Import.objects.get().folder == ""


@pytest.mark.parametrize(
    ("state", "back"),
    [(S.PLANNING, S.WAITING), (S.APPLYING, S.PLANNED), (S.UNDOING, S.APPLIED)],
)
def test_what_a_dead_worker_left_goes_back(desk, state, back):
    upload(desk())
    Import.objects.update(state=state, stage="facts")

    assert working.sweep() == []

    batch = Import.objects.get()
    assert (batch.state, batch.message) == (back, working._GONE)


def test_what_waits_is_taken_up_by_the_sweep(desk, monkeypatch):
    with monkeypatch.context() as away:
        away.setattr("relations.tasks.work_on_import.delay", lambda *args: None)
        upload(desk())
    assert Import.objects.get().state == S.PLANNING

    assert tasks.sweep_imports() == 1

    assert Import.objects.get().state == S.PLANNED


def test_a_worker_that_has_an_import_keeps_others_from_it(desk, monkeypatch):
    upload(desk())
    batch = Import.objects.get()
    seen = []
    run = working.running.run

    def slow(*args, **options):
        seen.append((working.work(batch.pk), working.sweep()))
        return run(*args, **options)

    monkeypatch.setattr(working.running, "run", slow)
    working.ask(batch, S.APPLYING, by=None)
    working.work(batch.pk)

    assert seen == [("another worker has it", [])]
    assert Import.objects.get().state == S.APPLIED


@pytest.mark.django_db(transaction=True)
def test_cancelling_in_the_middle_leaves_nothing(desk, monkeypatch):
    upload(desk())
    batch = Import.objects.get()
    working.ask(batch, S.APPLYING, by=None)
    monkeypatch.setattr(working, "_EVERY", 0)
    applying = working.running.applying.apply

    def cancelled(*args, tick, **options):
        def told(stage):
            if stage == "history":
                _elsewhere(lambda: working.cancel(Import.objects.get(pk=batch.pk)))
            tick(stage)

        return applying(*args, tick=told, **options)

    monkeypatch.setattr(working.running.applying, "apply", cancelled)
    working.work(batch.pk)

    assert Import.objects.get().state == S.CANCELLED
    assert not Fact.objects.exists()


def _elsewhere(act):
    """Do something as another process would: in a thread with its own connection."""

    def run():
        try:
            act()
        finally:
            connection.close()

    with concurrent.futures.ThreadPoolExecutor(1) as one:
        one.submit(run).result()


def test_a_failure_is_told_and_leaves_nothing(desk, monkeypatch, caplog):
    upload(desk())
    batch = Import.objects.get()
    working.ask(batch, S.APPLYING, by=None)

    def broken(*args, **options):
        raise ValueError("a bug")

    monkeypatch.setattr(working.running, "run", broken)
    working.work(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.message) == (
        S.FAILED, "It failed, and nothing was written; the log of the site says why.",
    )  # fmt: skip
    assert "a bug" in caplog.text


def test_an_import_beside_another_of_the_same_data_set_waits(desk, monkeypatch):
    upload(desk())
    batch = Import.objects.get()
    working.ask(batch, S.APPLYING, by=None)

    def busy(*args, **options):
        raise working.running.Busy

    with monkeypatch.context() as other:
        other.setattr(working.running, "run", busy)
        working.work(batch.pk)
    assert (Import.objects.get().state, working.sweep()) == (S.APPLYING, [batch.pk])

    working.work(batch.pk)
    assert Import.objects.get().state == S.APPLIED


def test_a_file_of_a_known_data_set_is_read_by_its_layout_and_by_none_other(desk):
    client = desk("Reviewer")

    upload(client, OURS, layout="sipri-register", status=422)

    assert not Import.objects.exists()


def test_files_that_are_too_large_or_too_many_are_refused(desk, monkeypatch, tmp_path):
    monkeypatch.setattr(keeping, "MOST_BYTES", 10)
    monkeypatch.setattr(keeping, "MOST_FILES", 1)
    client = desk()

    assert "is too large" in upload(client, status=422).content.decode()
    files = [SimpleUploadedFile(f"{n}.csv", b"a,b") for n in (1, 2)]
    answer = client.post(
        reverse("admin:relations_import_add"), {"uploads": files, "layout": "auto"}
    )
    assert "Choose from one to 1 files." in answer.content.decode()


def test_columns_of_what_is_applied_stay(desk):
    client = desk()
    upload(client)
    do(client, "applying")

    answer = columns_page(client, Import.objects.get(), do="read", **COLUMNS)

    assert "is written, or being worked on" in answer.content.decode()


def test_a_mapping_without_a_name_or_of_too_little_is_not_kept(desk):
    client = desk()
    upload(client, VISIT_ROWS, layout="table")
    batch = Import.objects.get()

    named = columns_page(client, batch, do="save", name="", **COLUMNS).content.decode()
    columns_page(client, batch, do="save", name="Little", **{"column-1": "date"})

    assert "Give the mapping a name" in named
    assert not SavedMapping.objects.exists()


def test_a_page_of_columns_without_files_leads_back(desk, tmp_path):
    client = desk()
    upload(client, VISIT_ROWS, layout="table")
    (tmp_path / "imports" / str(Import.objects.get().pk) / "0").unlink()

    answer = columns_page(client, Import.objects.get())

    assert answer.url == reverse("admin:relations_import_changelist")


def test_addresses_of_nothing_and_acts_without_a_button(desk):
    client = desk()
    upload(client)
    batch = Import.objects.get()

    assert client.get(reverse("admin:relations_import_change", args=[999])).status_code == 404
    assert client.get(reverse("admin:relations_import_do", args=[batch.pk])).status_code == 302
    assert "is not being worked on" in do(client, "cancel")
    Import.objects.update(state=S.PLANNING, stage="reading", by=None)
    other = desk()
    assert (
        other.post(
            reverse("admin:relations_import_do", args=[batch.pk]), {"act": "cancel"}
        ).status_code
        == 302
    )
    Import.objects.update(state=S.APPLYING)
    assert (
        other.post(
            reverse("admin:relations_import_do", args=[batch.pk]), {"act": "cancel"}
        ).status_code
        == 403
    )


def test_a_broker_that_is_away_loses_nothing(desk, monkeypatch):
    def away(*args):
        raise tasks.work_on_import.OperationalError

    monkeypatch.setattr("relations.tasks.work_on_import.delay", away)

    upload(desk())

    assert (Import.objects.get().state, Import.objects.get().stage) == (S.PLANNING, working.QUEUED)


def test_an_undoing_that_is_refused_leaves_the_import_applied_and_says_why(desk):
    client = desk()
    rows = OURS.replace("Kind,", "Own number,Kind,").replace("\nvisit", "\n1,visit", 1)
    rows = rows.replace("\nvisit", "\n2,visit")
    for day in ("19", "20"):
        upload(client, rows.replace("2022-07-19", f"2022-07-{day}"))
        do(client, "applying", Import.objects.order_by("-pk")[0])
    first, later = Import.objects.order_by("pk")

    shown = do(client, "undoing", first)

    assert (first.state, first.stage) == (S.APPLIED, "")
    assert f"Import {later.pk} changed records of this one; undo it first." in shown
