"""Files of what a page shows: exactly its rows, in its order, for those who may have them."""

import concurrent.futures
import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest
from django.db import connection

from pages.files import rows_json
from pages.views import files as views
from relations import recording, timeline
from relations.exporting import COLUMNS, csv_lines, defused
from tests import factories
from tests.relations.test_timeline import many as many_visits

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
    assert answer["Content-Type"].startswith(
        "application/problem+json" if extension == "json" else "text/plain"
    )


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


def test_a_wrong_filter_of_json_is_a_problem_document(client):
    answer = client.get("/r/DEU-FRA.json?lane=sea")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert "“sea” is no lane" in json.loads(answer.content)["detail"]


def test_a_question_that_would_be_cut_makes_no_file(client):
    assert b"at most 300 letters" in client.get(f"/r/DEU-FRA.csv?q={'a' * 301}").content
    assert client.get("/c/FRA.csv?sort=amount").status_code == 400


@pytest.mark.parametrize(
    "told",
    ["=1+1", "'=1+1", "''-1", "-1", " =1", "\t1", "\n1", "＝1", "'quoted' words", "plain", "", "1"],
)
def test_what_an_apostrophe_leads_is_got_back_by_taking_it_away(told):
    led = defused(told)
    again = led[1:] if re.match(r"'+(\s*[=+\-@＝＋－＠]|[\t\r\n])", led) else led

    assert again == told
    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", led)
    assert defused(-5) == -5


def test_amounts_are_plain_numbers(client):
    factories.agreement(money=[recording.Amount(measure="paid", currency="USD", best=4e17, low=0)])
    (row,) = table(client, "/r/DEU-FRA.csv")

    assert (row["paid_low"], row["paid_best"], row["paid_high"]) == ("0", "4" + "0" * 17, "")
    assert row["paid_dollars"] == row["paid_best"]
    assert row["promised_best"] == ""


def test_directions_are_spelt_as_in_addresses(client):
    factories.visit()
    (row,) = table(client, "/r/DEU-FRA.csv")

    assert row["direction"] == "FRA-DEU"
    assert len(table(client, "/r/DEU-FRA.csv?direction=FRA-DEU")) == 1


def test_two_thousand_rows_come_in_batches_each_once_and_in_order(client):
    many_visits(2_100)
    rows = table(client, "/r/DEU-FRA.csv?sort=oldest")

    numbers = [int(row["fact"]) for row in rows]
    assert len(numbers) == 2_101
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 2_101


def test_rows_are_written_as_they_are_read():
    """The writers take rows one at a time: no list of all of them is ever made."""
    taken = 0

    def rows():
        nonlocal taken
        for number in range(1_000):
            taken += 1
            yield [number]

    lines = csv_lines(["n"], rows())
    next(lines)
    assert taken <= 60
    parts = rows_json({"id": number} for number in range(1_000))
    assert next(parts) == b'\n{"id":0}'


def test_a_third_reader_waits_while_two_files_are_sent(client):
    factories.visit()
    first, second = client.get("/r/DEU-FRA.csv"), client.get("/r/DEU-FRA.json")

    third = client.get("/r/DEU-FRA.csv")
    assert (third.status_code, third["Retry-After"]) == (503, "60")
    assert client.get("/r/DEU-FRA/").status_code == 200

    body(first)
    assert len(table(client, "/r/DEU-FRA.csv")) == 1
    body(second)


def test_a_file_that_fails_gives_its_place_back(client, monkeypatch):
    factories.visit()

    def broken(*_):
        raise RuntimeError("disk full")

    monkeypatch.setattr(views, "csv_lines", broken)
    for _ in range(4):
        with pytest.raises(RuntimeError):
            client.get("/r/DEU-FRA.csv")
    assert client.get("/r/DEU-FRA.json").status_code == 200


def test_a_file_says_how_long_it_is(client):
    factories.visit()
    for extension in ("csv", "json", "xlsx"):
        answer = client.get(f"/r/DEU-FRA.{extension}")
        assert len(body(answer)) == int(answer["Content-Length"])


def test_a_countrys_feed_tells_what_was_published_last(client):
    factories.visit("2022-07-19", headline="Published first")
    factories.visit("1999-07-19", headline="Published last")

    text = client.get("/c/FRA.atom").content.decode()

    assert text.index("Published last") < text.index("Published first")
    assert client.get("/c/france.atom")["Location"] == "/c/FRA.atom"
    assert client.get("/c/fra.csv?lane=visit")["Location"] == "/c/FRA.csv?lane=visit"


@pytest.mark.django_db(transaction=True)
def test_a_file_is_of_one_moment_though_facts_are_published_meanwhile(client, monkeypatch):
    for day in range(1, 8):
        factories.visit(f"2022-07-{day:02}")
    monkeypatch.setattr(views, "BATCH", 2)
    reading = timeline.rows_of
    told = []

    def rows_of(places, **values):
        if not told:
            with concurrent.futures.ThreadPoolExecutor(1) as other:
                other.submit(publish_elsewhere).result()
            told.append(True)
        return reading(places, **values)

    def publish_elsewhere():
        try:
            factories.visit("2022-07-01")
        finally:
            connection.close()

    monkeypatch.setattr(timeline, "rows_of", rows_of)

    assert len(table(client, "/r/DEU-FRA.csv")) == 7
    assert len(table(client, "/r/DEU-FRA.csv")) == 8


def test_every_column_is_described(request):
    told = (request.config.rootpath / "docs" / "files.md").read_text(encoding="utf-8")

    for column in COLUMNS:
        assert f"| `{column.name}` | {column.holds} |" in told
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)


# --- tables of pages ---------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("/pairs/", "/pairs"),
        ("/pairs/?q=iran&sort=name", "/pairs"),
        ("/c/IRN/", "/c/IRN/partners"),
        ("/network/", "/network"),
        ("/network/?measure=visits", "/network"),
    ],
)
def test_a_table_and_its_files_hold_the_same_rows(client, place, file):
    html = client.get(place).content.decode()
    found = re.search(rf'href="({file}\.csv[^"]*)">CSV of (?:these|this) (\d+)', html)
    address = found[1].replace("&amp;", "&")

    rows = list(csv.DictReader(io.StringIO(client.get(address).content.decode())))
    document = json.loads(client.get(address.replace(".csv", ".json")).content)
    book = zipfile.ZipFile(io.BytesIO(client.get(address.replace(".csv", ".xlsx")).content))

    assert len(rows) == int(found[2]) == len(document["rows"]) > 0
    assert document["about"]["rows"] == len(rows)
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == len(rows) + 1
    assert list(rows[0]) == list(document["rows"][0])


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/pairs.csv?sort=size", "Pairs cannot be sorted by “size”"),
        ("/pairs.csv?page=2", "leave “page” out"),
        ("/pairs.csv?lane=arms", "no parameter “lane”"),
        ("/c/IRN/partners.csv?sort=facts", "no parameter “sort”"),
        ("/network.csv?measure=love", "“love” is no measure"),
        ("/network.csv?from=2022-07-19", "whole months"),
    ],
)
def test_a_wrong_question_makes_no_table(client, address, sentence):
    answer = client.get(address)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_an_empty_table_keeps_its_columns(client):
    assert client.get("/network.csv").content == b"pair,country,other,facts\r\n"
    assert client.get("/c/XXX/partners.csv").status_code == 404
