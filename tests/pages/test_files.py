"""Files of what a page shows: exactly its rows, in its order, for those who may have them."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree

import pytest

from pages.files import COLUMNS
from relations import recording
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def table(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    rows = list(csv.DictReader(io.StringIO(body(answer).decode(), newline="")))
    assert len(rows) == int(answer["X-Dyad-Rows"])
    return rows


@pytest.fixture
def many():
    for month in range(1, 13):
        for day in ("04", "19"):
            factories.visit(f"2022-{month:02}-{day}")
        factories.agreement(f"2022-{month:02}", step="announced")
    factories.visit("")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "query", ["", "?lane=visit", "?from=2022-03&to=2022-05", "?sort=oldest", "?sort=amount&q=visit"]
)
def test_the_file_has_the_rows_of_the_page_in_its_order(client, query, monkeypatch):
    from pages.views import files

    monkeypatch.setattr(files, "BATCH", 5)
    rows = table(client, f"/r/DEU-FRA.csv{query}")
    html = client.get(f"/r/DEU-FRA/{query}").content.decode()

    ids = [part.split('id="f')[1].split('"')[0] for part in html.split('<article class="card')[1:]]
    assert [row["fact"] for row in rows][: len(ids)] == ids
    assert f"CSV of these {len(rows)}" in html
    assert len({row["fact"] for row in rows}) == len(rows)


def test_one_row_is_this_one(client):
    factories.visit()

    assert "CSV of this 1" in client.get("/r/DEU-FRA/").content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("lane=sea", "“sea” is no lane"), ("nonsense=1", "There is no parameter “nonsense”"),
     ("from=2023&to=2022", "“from” is after “to”"), ("cursor=n1.1", "no parameter “cursor”"),
     ("limit=5", "no parameter “limit”")],
)  # fmt: skip
@pytest.mark.parametrize("extension", ["csv", "json", "xlsx", "atom"])
def test_a_wrong_filter_makes_no_file(client, query, sentence, extension):
    answer = client.get(f"/r/DEU-FRA.{extension}?{query}")

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert answer["Content-Type"] == "text/plain"


def test_other_spellings_move_with_their_filters(client):
    answer = client.get("/r/france-germany.csv?lane=arms")

    assert (answer.status_code, answer["Location"]) == (301, "/r/DEU-FRA.csv?lane=arms")
    assert client.get("/r/XXX-FRA.csv").status_code == 404
    assert client.get("/c/XXX.csv").status_code == 404


def test_words_survive_the_round_trip_and_are_never_run(client):
    told = "=cmd()|'a'!A1, \"said\"\r\nсказал رئيس جمهور 🕊"
    factories.visit(headline=told[:280], summary="-1+1")
    (row,) = table(client, "/r/DEU-FRA.csv")

    assert row["headline"] == "'" + told
    assert row["summary"] == "'-1+1"
    document = json.loads(body(client.get("/r/DEU-FRA.json")))
    assert document["facts"][0]["headline"] == told
    sheet = zipfile.ZipFile(io.BytesIO(body(client.get("/r/DEU-FRA.xlsx"))))
    assert b"<f>" not in sheet.read("xl/worksheets/sheet1.xml")


def test_an_undated_fact_has_no_date_and_an_unknown_amount_no_number(client):
    factories.visit("", evidence=[factories.evidence(source=factories.source("2022-08-01"))])
    factories.agreement(
        "2022~", money=[recording.Amount(measure="promised", currency="USD", reported="billions")]
    )
    dated, undated = sorted(table(client, "/r/DEU-FRA.csv"), key=lambda row: row["date"] == "")

    assert (undated["date"], undated["earliest"], undated["latest"]) == ("", "", "")
    assert undated["known_by"] == "2022-08-01"
    assert undated["date_in_words"] == "date unknown, known by 1 August 2022"
    assert (dated["date"], dated["earliest"], dated["latest"]) == (
        "2022~", "2022-01-01", "2022-12-31",
    )  # fmt: skip
    assert (dated["promised_best"], dated["promised_reported"]) == ("", "billions")
    assert dated["paid_best"] == ""


def test_what_may_not_leave_stays_and_is_counted(client):
    factories.visit("2022-01-01")
    factories.visit("2022-02-01", evidence=[factories.evidence(is_redistributable=False)])

    answer = client.get("/r/DEU-FRA.csv")
    assert (answer["X-Dyad-Rows"], answer["X-Dyad-Withheld"]) == ("1", "1")
    assert len(table(client, "/r/DEU-FRA.csv")) == 1
    html = client.get("/r/DEU-FRA/").content.decode()
    assert "CSV of this 1" in html
    assert "1 of them stay here under their licence" in html
    about = json.loads(body(client.get("/r/DEU-FRA.json")))["about"]
    assert about["withheld under their licence"] == 1

    client.force_login(factories.user())
    assert len(table(client, "/r/DEU-FRA.csv")) == 2


def test_drafts_and_withdrawn_facts_are_in_no_file(client):
    factories.visit(publish=False)
    recording.retract(factories.visit(), by=None, reason="Another visit")

    for extension in ("csv", "json", "atom"):
        assert b"/f/" not in body(client.get(f"/r/DEU-FRA.{extension}"))


@pytest.mark.usefixtures("many")
def test_a_spreadsheet_says_what_it_is_of(client):
    book = zipfile.ZipFile(io.BytesIO(body(client.get("/r/DEU-FRA.xlsx?lane=visit"))))

    rows = book.read("xl/worksheets/sheet1.xml").decode().count("<row ")
    about = book.read("xl/worksheets/sheet2.xml").decode()
    assert rows == 25 + 1
    assert "lane=visit" in about
    assert "withheld" in about


@pytest.mark.usefixtures("many")
def test_a_country_has_the_same_files(client):
    rows = table(client, "/c/FRA.csv?lane=visit")

    assert len(rows) == 25
    assert len(table(client, "/c/FRA.csv")) == 37


def test_a_feed_tells_what_was_published_last(client):
    factories.visit("2022-07-19", headline="The first <b>visit</b>")
    factories.visit("1999-07-19", headline="An older visit, told later")

    root = ElementTree.fromstring(client.get("/r/DEU-FRA.atom").content)
    space = {"a": "http://www.w3.org/2005/Atom"}
    titles = [
        entry.findtext("a:title", namespaces=space) for entry in root.findall("a:entry", space)
    ]

    assert titles == ["An older visit, told later", "The first <b>visit</b>"]
    ids = [entry.findtext("a:id", namespaces=space) for entry in root.findall("a:entry", space)]
    assert all(each.startswith("tag:testserver,2026:fact/") for each in ids)
    assert all(e.findtext("a:updated", namespaces=space) for e in root.findall("a:entry", space))
    assert "application/atom+xml" in client.get("/r/DEU-FRA/").content.decode()


def test_every_column_is_described(request):
    told = (request.config.rootpath / "docs" / "files.md").read_text(encoding="utf-8")

    for column in COLUMNS:
        assert f"| `{column.name}` | {column.holds} |" in told
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
