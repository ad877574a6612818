"""Whole files of facts: each format holds the same facts, for those who may have them."""

import asyncio
import csv
import datetime
import hashlib
import io
import itertools
import json
import re
import sqlite3
from decimal import Decimal

import duckdb
import orjson
import pytest
from datasette.app import Datasette
from django.core.management import CommandError, call_command

from relations import dates, recording, timeline
from relations.exporting import COLUMNS, batches, plover, sipri
from relations.exporting.building import ENDINGS, Format, build, schema_of
from relations.exporting.questions import read_question
from relations.lanes import Kind
from relations.models import Claim, Fact, Publication, Topic
from relations.recording.values import (
    ActionValues,
    Amount,
    Quantity,
    TransferValues,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

HOSTILE = 'He said: "No",\r\nthen =1+1\t\\n \u202bسلام\u202c 🕊️ \\ {"a": 1}'


def question(sees_restricted=False, **given):
    asked = [(name.rstrip("_"), text) for name, text in given.items()]
    found, problems = read_question(asked, sees_restricted=sees_restricted)
    assert not problems, problems
    return found


def made(tmp_path, form, asked=None, **given):
    """(path, manifest)"""
    path = tmp_path / f"file.{ENDINGS[Format(form)]}"
    manifest = build(
        path, asked or question(**given), form, begun=lambda _: None, tick=lambda _: None
    )
    return path, manifest


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def transfer(step="ordered", date="2022-07-19", common=None, **values):
    """A French order of German arms, or a step of it, published."""
    values |= {"supplier": factories.country("DEU"), "recipient": factories.country("FRA")}
    fact = recording.record_arms_transfer(
        by=None,
        fact=factories.common(date, **(common or {})),
        transfer=TransferValues(step=step, **values),
    )
    return recording.publish(fact, by=None)


def action(subtype="sanction_imposed", **common):
    fact = recording.record_action(
        by=None,
        fact=factories.common(**common),
        action=ActionValues(
            action=subtype,
            senders=[factories.country("USA")],
            receivers=[factories.country("FRA")],
        ),
    )
    return recording.publish(fact, by=None)


@pytest.fixture
def every_kind():
    """A fact of each kind, with dates, money, a trip, topics, restricted claims and odd names."""
    closed = factories.evidence(is_redistributable=False, quotation="Closed words")
    trip = factories.visit("2022-07-18/2022-07-20", summary=HOSTILE)
    state = factories.source(
        publisher=factories.publisher("state_media", owner_country=factories.country("USA"))
    )
    drones, _ = Topic.objects.get_or_create(slug="drones", defaults={"name": "Drones"})
    facts = [
        trip,
        factories.visit(evidence=[factories.evidence(quotation=HOSTILE), closed],
                        links=[("part_of", trip)], headline=HOSTILE[:80].replace("\r\n", " ")),
        factories.agreement("2022-07~", is_key=True, money=[
            Amount(measure="promised", currency="USD", best=Decimal("40000000000.50"),
                   reported="$40 billion"),
            Amount(measure="paid", currency="IRR", low=Decimal(3), high=Decimal(7)),
        ]),
        factories.agreement("", end=dates.parse("2023"), evidence=[factories.evidence(
            source=state, asserted_by=[factories.country("USA")])]),
        factories.statement("2022", topics=[drones]),
        transfer(designation="Kite “3”", condition="second_hand", weapon_class="uav",
                 quantity=Quantity(low=10, high=20, reported="some")),
        action("aid"),
        action(date="../2022-03"),
    ]  # fmt: skip
    return facts


def api_rows(places, *, withhold):
    return orjson.loads(orjson.dumps(timeline.rows_of(places, redistributable_only=withhold)))


@pytest.mark.usefixtures("every_kind", "demo")
def test_rows_made_in_bulk_are_those_of_a_page(tmp_path):
    filters, _ = timeline.read([], limit=200)
    kinds = set()
    for given, sees_restricted in itertools.product(({}, {"pair": "DEU-FRA"}), (False, True)):
        path, _ = made(tmp_path, "jsonl", sees_restricted=sees_restricted, **given)
        asked = question(**given).pair
        withhold = not sees_restricted
        if asked:
            page = timeline.pair_page(asked, filters, redistributable_only=withhold)
        else:
            page = timeline.fact_page(filters, redistributable_only=withhold)

        theirs = sorted(api_rows(page.places, withhold=withhold), key=lambda row: row["id"])
        assert lines(path) == theirs
        kinds |= {row["kind"] for row in theirs}
    assert kinds == set(Kind.values)


@pytest.mark.usefixtures("every_kind")
def test_a_pair_with_predecessors_names_each_fact_once(tmp_path):
    factories.visit("1980-01-01", guest="SUN", host="DDR")
    factories.visit("2001-01-01", guest="RUS", host="USA")
    factories.visit("1980-01-01", guest="SUN", host="USA")

    with_, _ = made(tmp_path, "jsonl", pair="RUS-USA")
    without, _ = made(tmp_path / "2", "jsonl", pair="RUS-USA", predecessor="without")

    assert [row["pair"] for row in lines(with_)] == ["RUS-USA", "SUN-USA"]
    assert [row["pair"] for row in lines(without)] == ["RUS-USA"]


def rows_in(path, form):
    """(facts told of, every text of the file)"""
    if form == "jsonl":
        return [row["id"] for row in lines(path)], path.read_text(encoding="utf-8")
    if form == "plover":
        return [row["event_id"] for row in lines(path)], path.read_text(encoding="utf-8")
    if form in ("csv", "sipri"):
        text = path.read_bytes().decode()
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        if form == "csv":
            return [int(row["fact"]) for row in rows], text
        told = [row["Comments"].rpartition("facts ")[2].split(", ") for row in rows]
        return [int(fact) for facts in told for fact in facts], text
    if form == "parquet":
        rows = duckdb.sql(f"SELECT * FROM '{path}'").fetchall()
        return [row[0] for row in rows], repr(rows)
    file = sqlite3.connect(path)
    texts = [file.execute(f"SELECT * FROM {table}").fetchall()
             for table in ("facts", "participants", "claims", "sources", "pairs")]  # fmt: skip
    file.close()
    return [row[0] for row in texts[0]], repr(texts)


@pytest.mark.parametrize("form", Format.values)
def test_a_draft_a_retracted_fact_and_a_restricted_row_are_in_no_file(tmp_path, form):
    def each(words, **evidence):
        proof = factories.evidence(quotation=f"Passage {words}", **evidence)
        return transfer(designation=f"Thing {words}", common={"evidence": [proof]})

    opened = each("open")
    restricted = each("closed", is_redistributable=False)
    retracted = recording.retract(each("retracted"), by=None, reason="It was none")
    draft = recording.record_arms_transfer(
        by=None,
        fact=factories.common(),
        transfer=TransferValues(step="ordered", designation="Thing draft",
                                supplier=factories.country("DEU")),
    )  # fmt: skip
    assert draft.publication == Publication.DRAFT
    assert retracted.publication == Publication.RETRACTED

    path, manifest = made(tmp_path, form)
    facts, text = rows_in(path, form)
    assert facts == [opened.pk]
    assert not re.findall(r"(?:Thing|Passage) (?:closed|draft|retracted)", text)
    assert manifest["withheld"] == 1

    path, manifest = made(tmp_path, form, sees_restricted=True)
    facts, text = rows_in(path, form)
    assert sorted(facts) == [opened.pk, restricted.pk]
    assert manifest["withheld"] == 0
    assert manifest["restricted_rows_included"] is True


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "sqlite", "plover"])
def test_odd_texts_survive(tmp_path, form):
    quoted = factories.visit(evidence=[factories.evidence(quotation=HOSTILE)], headline="=1+1 🕊️")

    path, _ = made(tmp_path, form)

    if form == "csv":
        [row] = csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""))
        assert (row["quotations"], row["headline"]) == (HOSTILE, "'=1+1 🕊️")
    elif form == "parquet":
        [(words, headline)] = duckdb.sql(f"SELECT quotations, headline FROM '{path}'").fetchall()
        assert (words, headline) == ([HOSTILE], quoted.headline)
    elif form == "sqlite":
        file = sqlite3.connect(path)
        assert file.execute("SELECT quotation FROM claims").fetchone() == (HOSTILE,)
        file.close()
    elif form == "jsonl":
        assert lines(path)[0]["claims"][0]["quotation"] == HOSTILE
    else:
        assert lines(path)[0]["quotes"] == [HOSTILE]


@pytest.mark.usefixtures("every_kind")
def test_a_csv_is_that_of_a_page_with_rfc_4180_line_ends(client, tmp_path):
    path, manifest = made(tmp_path, "csv", pair="DEU-FRA")

    page = b"".join(client.get("/r/DEU-FRA.csv").streaming_content).decode()
    ours = path.read_bytes().decode()

    assert ours.startswith("fact,revision,page,pair,")
    assert ours.endswith("\r\n")
    by_fact = [sorted(csv.reader(io.StringIO(text, newline="")), key=str) for text in (page, ours)]
    assert by_fact[0] == by_fact[1]
    assert [each["name"] for each in manifest["schema"]] == [column.name for column in COLUMNS]


@pytest.mark.usefixtures("every_kind")
def test_duckdb_reads_typed_columns_of_the_parquet_file(tmp_path):
    path, _ = made(tmp_path, "parquet")

    kinds = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')")
                 .fetchall())  # fmt: skip
    assert (kinds["earliest"], kinds["promised_best"], kinds["fact"], kinds["participants"]) == (
        "DATE", "DOUBLE", "BIGINT", "VARCHAR[]",
    )  # fmt: skip
    assert len(duckdb.sql(f"FROM '{path}'")) == Fact.objects.published().count()
    [extremes] = duckdb.sql(f"SELECT max(promised_best), min(earliest) FROM '{path}'").fetchall()
    assert extremes == (40_000_000_000.5, datetime.date(2022, 1, 1))


@pytest.mark.usefixtures("every_kind")
def test_datasette_opens_the_sqlite_file(tmp_path):
    path, manifest = made(tmp_path, "sqlite", sees_restricted=True)

    async def ask(place):
        datasette = Datasette([str(path)])
        answer = await datasette.client.get(place)
        assert answer.status_code == 200, answer.text
        return answer.json()

    tables = {table["name"]: table["count"] for table in asyncio.run(ask("/file.json"))["tables"]}
    for table, rows in manifest["counts"].items():
        assert tables[table] == rows
    assert tables["facts"] == Fact.objects.published().count()
    assert tables["claims"] == Claim.objects.accepted().count()
    found = asyncio.run(ask("/file/facts.json?_search=governments&_shape=array"))
    assert isinstance(found, list)
    file = sqlite3.connect(path)
    assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    file.close()


def test_orders_have_the_shape_of_sipris_register(tmp_path):
    order = transfer(designation="Konkurs", condition="second_hand",
                     quantity=Quantity(best=104, reported="104"))  # fmt: skip
    deal = order.transferstep.transfer
    for date, number in (("2023-01-02", 40), ("2024", 10)):
        transfer("delivered", date, transfer=deal, designation="Konkurs", condition="second_hand",
                 quantity=Quantity(best=number))  # fmt: skip

    path, manifest = made(tmp_path, "sipri")

    header, row = csv.reader(io.StringIO(path.read_bytes().decode(), newline=""))
    assert header == [name for name, _, _ in sipri.HEADER]
    assert header[3] == header[5] == header[9] == " "
    assert row[:12] == ["France", "Germany", "2022", "", "104", "", "Konkurs",
                        "Other, or not said", "50", "", "2023; 2024", "Second hand"]  # fmt: skip
    assert manifest["counts"] == {"orders": 1}

    later, _ = made(tmp_path, "sipri", from_="2024")
    [_, row] = csv.reader(io.StringIO(later.read_bytes().decode(), newline=""))
    assert (row[2], row[8], row[10]) == ("", "10", "2024")


@pytest.mark.usefixtures("every_kind")
def test_plover_says_what_does_not_map(tmp_path):
    path, manifest = made(tmp_path, "plover")

    events = {row["subtype"]: row for row in lines(path)}
    assert events["sanction_imposed"]["event_type"] == "SANCTION"
    assert events["sanction_imposed"]["actors"] == ["USA"]
    assert events["sanction_imposed"]["recipients"] == ["FRA"]
    assert events["signed"]["is_symmetric"] is True
    assert events["visit"]["event_mode"] == "visit"
    assert {row["codebook"] for row in events.values()} == {plover.CODEBOOK}
    assert manifest["counts"]["not mapped: statement comments"] == 1
    mapped = manifest["counts"]["events"]
    assert mapped + 1 == Fact.objects.published().count()


@pytest.mark.parametrize("form", Format.values)
@pytest.mark.usefixtures("every_kind")
def test_the_manifest_says_what_the_file_is(tmp_path, form):
    recording.number_changes()

    path, manifest = made(tmp_path, form, kind="arms_transfer")

    assert manifest["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert manifest["bytes"] == path.stat().st_size
    assert manifest["filters"] == [{"name": "kind", "value": "arms_transfer"}]
    assert manifest["position"] > 0
    assert manifest["facts"] == 1
    assert {each["credit"] for each in manifest["credits"]} >= {""}
    assert schema_of(form) == manifest["schema"]
    json.dumps(manifest)


@pytest.mark.parametrize("form", Format.values)
def test_an_empty_answer_is_a_file_too(tmp_path, form):
    path, manifest = made(tmp_path, form)

    assert rows_in(path, form)[0] == []
    assert manifest["facts"] == 0


class Stopped(Exception):
    pass


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "sqlite", "plover"])
def test_what_is_stopped_midway_leaves_nothing(tmp_path, monkeypatch, form):
    monkeypatch.setattr(batches, "BATCH", 2)
    for day in range(1, 8):
        factories.visit(f"2022-07-{day:02}")

    def tick(done):
        if done >= 4:
            raise Stopped

    with pytest.raises(Stopped):
        build(tmp_path / "file", question(), form, begun=lambda _: None, tick=tick)

    assert list(tmp_path.iterdir()) == []
    path, manifest = made(tmp_path, form)
    assert len(rows_in(path, form)[0]) == manifest["facts"] == 7


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ([("kind", "war")], "kind"), ([("pair", "FRA")], "pair"), ([("pair", "FRA-XXX")], "pair"),
        ([("pair", "DEU-FRA"), ("pair", "FRA-USA")], "pair"), ([("country", "XXX")], "country"),
        ([("sort", "oldest")], "sort"), ([("limit", "5")], "limit"), ([("hue", "red")], "hue"),
        ([("direction", "mutual")], "direction"), ([("from", "2023"), ("to", "2022")], "from"),
        ([("pair", "DEU-FRA"), ("country", "FRA")], "country"), ([("q", "x" * 400)], "q"),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_read_is_named(given, name):
    _, problems = read_question(given, sees_restricted=False)

    assert [problem.name for problem in problems] == [name]


def test_one_question_has_one_spelling():
    one, _ = read_question(
        [("kind", "visit"), ("pair", "FRA-DEU"), ("kind", "action")], sees_restricted=False
    )
    other, _ = read_question(
        [("pair", "DEU-FRA"), ("kind", "action"), ("kind", "visit")], sees_restricted=False
    )

    assert one.query == other.query == [
        ("pair", "DEU-FRA"), ("kind", "action"), ("kind", "visit"),
    ]  # fmt: skip


def test_the_command_writes_a_file_with_its_manifest(tmp_path, capsys):
    factories.visit()
    factories.visit(evidence=[factories.evidence(is_redistributable=False)])
    out = tmp_path / "facts.jsonl"

    call_command("export", "jsonl", "--pair", "DEU-FRA", "--kind", "visit", "--out", str(out))
    assert len(lines(out)) == 1
    manifest = json.loads((tmp_path / "facts.jsonl.manifest.json").read_text())
    assert manifest["withheld"] == 1
    assert manifest["sha256"] in capsys.readouterr().out

    call_command("export", "jsonl", "--all-rights", "--out", str(out))
    assert len(lines(out)) == 2
    with pytest.raises(CommandError, match="is no kind known here"):
        call_command("export", "jsonl", "--kind", "war", "--out", str(out))
