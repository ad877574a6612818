"""Spreadsheets: read as they are shown, refused in one sentence, written without formulas."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from relations.importing.files import InputFile
from relations.importing.tables import reading, sheets
from relations.importing.tables.mapping import Mapping
from relations.models import Fact
from tests import factories
from tests.relations.importing.tables import VISITS, sheet, take, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

EIGHT = datetime.fromisoformat("2022-07-19T08:00")
HEADINGS = ["Day", "Guest", "Host", "Words", "Link"]


def cells(file, **mapping):
    with reading.open_sheet(file, Mapping(columns={}, **mapping)) as found:
        return found.headings, [row.cells for row in found.rows]


def test_dates_are_as_precise_as_they_are_shown(tmp_path):
    day = date(2022, 7, 19)
    file = sheet(
        tmp_path, [["A", "B", "C", "D", "E"], [day, day, day, "2022-07", EIGHT]],
        A2="yyyy-mm-dd", B2="mmm yyyy", C2="yyyy", E2="d/m/yyyy h:mm",
    )  # fmt: skip

    _, [row] = cells(file)

    assert row == ["2022-07-19", "2022-07", "2022", "2022-07", "2022-07-19"]


def test_numbers_and_flags_are_written_plainly(tmp_path):
    file = sheet(tmp_path, [["A", "B", "C", "D"], [40.0, 1.25, True, 20_000_000_000]])

    _, [row] = cells(file)

    assert row == ["40", "1.25", "true", "20000000000"]


def test_a_formula_gives_the_value_it_had_when_saved(tmp_path):
    file = sheet(tmp_path, [["A", "B"], ["=1+1", "kept"]])
    with zipfile.ZipFile(file.path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name]
        .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
        .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    )
    with zipfile.ZipFile(file.path, "w") as again:
        for part, content in parts.items():
            again.writestr(part, content)

    assert cells(InputFile(file.path))[1] == [["2", "kept"]]


def test_a_sheet_is_chosen_by_name_and_empty_rows_keep_the_count_of_lines(tmp_path):
    book = openpyxl.Workbook()
    other = book.create_sheet("Visits")
    for row in ([], ["Day", "Guest"], [], ["2022", "France"]):
        other.append(row)
    book.save(tmp_path / "two.xlsx")
    file = InputFile(tmp_path / "two.xlsx")

    with reading.open_sheet(file, Mapping(columns={}, sheet="Visits")) as found:
        assert found.headings == ["Day", "Guest"]
        assert [row.line for row in found.rows] == [4]
    with pytest.raises(reading.Unreadable, match="has no sheet “Other”; it has Sheet, Visits"):
        cells(file, sheet="Other")


def test_a_spreadsheet_is_imported_whatever_its_name_says(tmp_path):
    rows = [HEADINGS, [date(2022, 7, 19), "France", "Germany", "Words.", "https://example.org/"]]
    file = sheet(tmp_path, rows, name="visits.csv", A2="yyyy-mm-dd")

    report = take(file, VISITS)

    assert report.refused == []
    assert Fact.objects.get().date_text == "2022-07-19"


def test_a_text_that_is_called_a_spreadsheet_is_read_as_a_text(tmp_path):
    rows = "Day,Guest,Host,Words,Link\n2022,France,Germany,W,https://example.org/\n"

    take(text(tmp_path, rows, "visits.xlsx"), VISITS)

    assert Fact.objects.count() == 1


# --- hostile files -----------------------------------------------------------------------


def changed(file, **parts):
    """A copy of a spreadsheet with parts put in or replaced."""
    with zipfile.ZipFile(file.path) as whole:
        kept = {name: whole.read(name) for name in whole.namelist()}
    kept |= parts
    path = file.path.with_name("changed.xlsx")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as again:
        for name, content in kept.items():
            again.writestr(name, content)
    return InputFile(path)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_spreadsheet_is_refused_in_one_sentence(tmp_path, part):
    file = sheet(tmp_path, [HEADINGS, *[["2022"] * 5] * 500])
    content = file.path.read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(content[: int(len(content) * part)])

    report = take(InputFile(tmp_path / "cut.xlsx"), VISITS)

    assert [trouble.said for trouble in report.refused] == [
        "cut.xlsx cannot be read as a spreadsheet; it may be cut or damaged."
    ]


def test_a_spreadsheet_with_macros_is_refused(tmp_path):
    file = changed(sheet(tmp_path, [HEADINGS]), **{"xl/vbaProject.bin": b"x"})

    with pytest.raises(reading.Unreadable, match="carries macros"):
        cells(file)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    file = changed(
        sheet(tmp_path, [HEADINGS]), **{"xl/worksheets/big.xml": b" " * 300 * 1024 * 1024}
    )
    assert file.size < 1_000_000

    with pytest.raises(reading.Unreadable, match="unpacks to 314,"):
        cells(file)


def test_a_document_type_is_refused(tmp_path):
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    file = changed(sheet(tmp_path, [HEADINGS]), **{"xl/workbook.xml": laughs})

    with pytest.raises(reading.Unreadable, match="no spreadsheet that a program wrote"):
        cells(file)


def test_a_zip_that_is_no_spreadsheet_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as whole:
        whole.writestr("hello.txt", "hello")

    with pytest.raises(reading.Unreadable, match="no spreadsheet of the kind"):
        cells(InputFile(tmp_path / "a.xlsx"))


def test_a_table_of_very_many_rows_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    report = take(text(tmp_path, "Day,Guest,Host,Words,Link\n" + "2022,a,b,c,d\n" * 4), VISITS)

    assert report.refused[-1].said == (
        "visits.csv has more than 3 rows; divide it into several files."
    )


# --- the template ------------------------------------------------------------------------


def test_the_template_is_read_without_a_mapping_once_its_example_is_replaced(tmp_path):
    made = io.BytesIO()
    sheets.write_template(made)
    (tmp_path / "t.xlsx").write_bytes(made.getvalue())

    [trouble] = take(InputFile(tmp_path / "t.xlsx")).refused
    assert trouble.said == "This is the template's example; delete the row."

    book = openpyxl.load_workbook(io.BytesIO(made.getvalue()))
    page = book["facts"]
    for cell in page[2]:
        if cell.value == sheets.EXAMPLE:
            cell.value = None
    book.save(tmp_path / "t.xlsx")
    assert take(InputFile(tmp_path / "t.xlsx")).is_applied
    assert Fact.objects.get().headline == "Vladimir Putin in Iran"


def test_the_template_has_lists_for_what_is_of_a_closed_list():
    made = io.BytesIO()
    sheets.write_template(made)

    book = openpyxl.load_workbook(made)

    ranges = [rule.sqref for rule in book["facts"].data_validations.dataValidation]
    assert len(ranges) == 5
    assert [cell.value for cell in book["lists"]["A"]][:3] == ["kind", "agreement", "arms_transfer"]


def test_the_template_as_csv_has_the_same_headings(tmp_path):
    (tmp_path / "t.csv").write_bytes(sheets.template_csv())

    [trouble] = take(InputFile(tmp_path / "t.csv")).refused

    assert (trouble.line, trouble.column) == (2, "Own number")


# --- formulas ----------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://x","y")'])
def test_a_cell_that_looks_like_a_formula_leaves_as_text(said):
    fact = factories.visit(headline=said)
    made = io.BytesIO()

    sheets.write_facts(made, [fact])

    page = openpyxl.load_workbook(made)["facts"]
    headings = [cell.value for cell in page[1]]
    cell = page.cell(2, headings.index("Headline") + 1)
    assert (cell.value, cell.data_type) == (said, "s")
    with zipfile.ZipFile(made) as whole:
        assert b"<f>" not in whole.read("xl/worksheets/sheet1.xml")
