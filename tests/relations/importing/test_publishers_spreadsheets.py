"""Data sets whose publishers give them as XLSX: read as their CSV is."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import pytest

from relations.importing import keeping
from relations.importing.errors import Unreadable
from relations.importing.files import InputFile
from relations.importing.running import recognise
from relations.models import Claim, Fact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

HEADINGS = [
    "TripID", "LeaderFullName", "LeaderCountryOrIGO", "LeaderRole", "CountryVisited",
    "CityVisited", "TripStartDate", "TripEndDate", "TripDuration", "Notes", "TripYear",
]  # fmt: skip
TRIPS = [
    ["T-1", "Angela Merkel", "Germany", "G", "France", "Paris",
     datetime.fromisoformat("2005-11-23"), date(2005, 11, 24), 2, "two\nlines, one cell", 2005],
    [],
    ["T-2", "Angela Merkel", "Germany", "G", "United States", None, None, None, "TBD", None, 2006],
]  # fmt: skip


def workbook(folder, name="travel.xlsx", trips=TRIPS, explained=40):
    """Write COLT's sheet behind one that explains its columns."""
    book = openpyxl.Workbook()
    book.active.title = "Codebook"
    for number in range(explained):
        book.active.append([f"Column {number}", "What it says, at length"])
    sheet = book.create_sheet("Master")
    for row in [HEADINGS, *trips]:
        sheet.append(row)
    path = folder / name
    book.save(path)
    return path


def test_travel_is_read_from_its_own_sheet_as_from_csv(importing, tmp_path):
    report = importing.do(workbook(tmp_path))

    assert (report.layout, report.rows, report.refused_count) == ("colt", 2, 0)
    first, second = Fact.objects.order_by("first_day")
    assert (first.date_text, first.end_text) == ("2005-11-23", "2005-11-24")
    assert (second.date_text, second.end_text) == ("2006", "")
    assert first.visit.place == "Paris"
    rows = Claim.objects.values_list("dataset_row", flat=True)
    assert sorted(row.rpartition(", ")[2] for row in rows) == ["line 2", "line 4"]


def test_the_same_travel_as_csv_changes_nothing(importing, tmp_path):
    importing.do(workbook(tmp_path))
    lines = [
        ",".join(HEADINGS),
        "T-1,Angela Merkel,Germany,G,France,Paris,11/23/2005,11/24/2005,2,two,2005",
        "T-2,Angela Merkel,Germany,G,United States,,,,TBD,,2006",
    ]
    path = tmp_path / "travel.csv"
    path.write_text("\n".join(lines) + "\n")

    assert importing.do(path).counts["unchanged"] == 2


def test_an_uploaded_workbook_is_kept_and_read_again_by_the_worker(tmp_path, settings):
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    path = workbook(tmp_path)

    [batch] = keeping.receive([(path.name, [path.read_bytes()])], by=None)
    group = keeping.group_of(batch)

    assert batch.layout == "colt"
    assert len(list(group.files[0].rows())) == 4


def test_the_text_of_a_workbook_is_gone_with_its_file(tmp_path):
    file = InputFile(workbook(tmp_path))
    made = file.text_path

    assert made.exists()
    del file
    assert not made.exists()


def test_a_workbook_of_no_sheet_we_know_is_not_recognised(tmp_path):
    path = tmp_path / "other.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["One", "Two"])
    book.save(path)

    with pytest.raises(Exception, match="not recognised"):
        recognise([InputFile(path)])


def test_a_damaged_workbook_says_so(tmp_path):
    path = workbook(tmp_path)
    path.write_bytes(path.read_bytes()[:3_000])

    with pytest.raises(Unreadable, match="cannot be read as a spreadsheet"):
        recognise([InputFile(path)])
