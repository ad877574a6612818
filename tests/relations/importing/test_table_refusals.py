"""What a table is refused for: everything at once, each with its line and column."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from relations.importing import running
from relations.importing.files import NotRecognised
from relations.importing.tables.mapping import BadMapping, Mapping, read_yaml
from relations.models import Fact, Import
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


# --- what is refused, all at once --------------------------------------------------------


def refused(report):
    return [(trouble.line, trouble.column, trouble.said) for trouble in report.refused]


def test_rows_without_source_or_quotation_are_refused_with_line_and_column(tmp_path):
    rows = lines("Day,Guest,Host,Words,Link",
                 "2022,France,Germany,,https://example.org/1",
                 "2022,France,Germany,Words,",
                 "2022,France,Germany,Words,ftp://example.org/2")  # fmt: skip

    report = take(text(tmp_path, rows), VISITS)

    assert refused(report) == [
        (2, "Words", "Give the source's words that carry the fact."),
        (3, "Link", "Name the source: its address or its title."),
        (4, "Link", "An address begins with https:// or http://."),
    ]
    assert Import.objects.get().state == "refused"
    assert not Fact.objects.exists()


def test_everything_wrong_with_a_row_is_told_at_once(tmp_path):
    rows = lines("Day,Guest,Host,Words,Link", "2022-13-01,Frence,Germany,,no")

    report = take(text(tmp_path, rows), VISITS)

    assert [column for _, column, _ in refused(report)] == ["Words", "Link", "Day", "Guest"]
    assert "Did you mean “France”?" in report.refused[3].said


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("visit", {"visitors": "France", "host": "France"}, "does not visit itself"),
        ("visit", {"host": "France"}, "Say who came."),
        ("agreement", {"subtype": "signed", "title": "T", "parties": "France"}, "at least two"),
        ("agreement", {"subtype": "signed", "parties": "France; Germany"}, "Name the agreement"),
        ("agreement", {"subtype": "shaken", "title": "T", "parties": "France; Germany"},
         "“shaken” is nothing of kind agreement"),
        ("arms_transfer", {"subtype": "ordered", "supplier": "France", "recipient": "Germany"},
         "Say what is supplied"),
        ("arms_transfer", {"subtype": "ordered", "designation": "X"}, "supplier or the recipient"),
        ("statement", {"targets": "France"}, "Say for which country they speak."),
        ("statement", {"country": "France", "targets": "France"}, "does not speak about itself"),
        ("action", {"subtype": "loan", "receivers": "France"}, "Say which country acted."),
        ("action", {"senders": "France"}, "Say what of kind action"),
        ("action", {"subtype": "loan", "senders": "France", "amount": "much", "measure": "paid"},
         "is no amount with a currency"),
        ("action", {"subtype": "loan", "senders": "France", "amount": "$1", "measure": ""},
         "Say what the amount is"),
        ("action", {"subtype": "loan", "senders": "France", "amount": "XXQ 5", "measure": "paid"},
         "is no currency"),
        ("arms_transfer", {"subtype": "ordered", "supplier": "France", "designation": "X",
                           "quantity": "99999999999"}, "too large"),
        ("voyage", {}, "“voyage” is not known here"),
        ("visit", {"visitors": "France", "host": "#REF!"}, "error of the spreadsheet"),
        ("visit", {"visitors": "France", "host": "Germany", "place": "x" * 200}, "it may have 120"),
    ],
)  # fmt: skip
def test_what_the_domain_refuses_a_table_refuses(tmp_path, kind, said, sentence):
    values = {"kind": kind, "quotation": "Q", "source_address": "https://example.org/", **said}
    rows = lines("\t".join(values), "\t".join(values.values()))

    report = take(text(tmp_path, rows), {"columns": {name: name for name in values}})

    assert sentence in " ".join(trouble.said for trouble in report.refused)
    assert not Fact.objects.exists()


def test_a_number_that_stands_twice_is_refused(tmp_path):
    rows = numbered().replace("\n2,", "\n1,")

    report = take(text(tmp_path, rows), NUMBERED)

    assert refused(report) == [(3, "No", "Number 1 stands in line 2 too.")]


def test_a_cell_that_says_nothing_of_the_kind_is_remarked_on(tmp_path):
    rows = lines("quotation,source_address,visitors,host,supplier",
                 "Q,https://example.org/,France,Germany,Italy")  # fmt: skip
    columns = {"visitors": "visitors", "host": "host", "supplier": "supplier"}

    report = take(text(tmp_path, rows), mapped({"kind": "visit"}, **columns))

    assert report.is_applied
    assert [(t.line, t.column) for t in report.remarks] == [(2, "supplier")]


def test_a_state_outside_its_years_is_remarked_on_and_taken(tmp_path):
    rows = lines("quotation,source_address,date,visitors,host",
                 "Q,https://example.org/,1995,SUN,France")  # fmt: skip
    columns = {"date": "date", "visitors": "visitors", "host": "host"}

    report = take(text(tmp_path, rows), mapped({"kind": "visit"}, **columns))

    assert [t.said for t in report.remarks] == ["Soviet Union did not exist then (1995)."]
    assert report.is_applied


def test_five_thousand_bad_rows_are_counted_and_told_within_bounds(tmp_path):
    rows = VISIT_ROWS + "2022,Nowhere,Nobody,,\n" * 5_000

    report = take(text(tmp_path, rows), VISITS)

    assert report.refused_count == 20_000
    assert len(report.refused) == 1_000
    assert Import.objects.get().findings.count() == 1_000
    assert not Fact.objects.exists()


def test_refused_rows_may_be_skipped(tmp_path):
    rows = VISIT_ROWS + "2022,Nowhere,France,W,https://example.org/\n"

    report = take(text(tmp_path, rows), VISITS, skips_refused=True)

    assert (report.counts["new"], report.refused_count) == (2, 1)
    assert Fact.objects.count() == 2


# --- files as they come ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8-sig")],
    ids=["comma", "semicolon and windows", "tab and utf-16", "bar and a mark"],
)
def test_any_delimiter_and_encoding_is_read(tmp_path, delimiter, encoding):
    rows = VISIT_ROWS.replace(",", delimiter).replace("president", "président")

    take(text(tmp_path, rows, encoding=encoding), VISITS)

    assert Fact.objects.filter(claims__quotation="The président came to Berlin.").exists()


def test_quoted_cells_hold_delimiters_and_line_breaks(tmp_path):
    rows = lines("Day,Guest,Host,Words,Link",
                 '2022,France,Germany,"One, two\nthree",https://example.org/1',
                 "2022,Nowhere,Germany,W,https://example.org/1")  # fmt: skip

    report = take(text(tmp_path, rows), VISITS, skips_refused=True)

    assert Fact.objects.get().claims.get().quotation == "One, two\nthree"
    assert report.refused[0].line == 4


def test_the_line_a_spreadsheet_adds_before_the_headings_is_understood(tmp_path):
    take(text(tmp_path, "sep=;\n" + VISIT_ROWS.replace(",", ";")), VISITS)

    assert Fact.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n\n", "no row of headings"),
        (b"%PDF-1.7\x00\x01\x02", "neither a text nor a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old spreadsheet"),
        (b"a,b\n1,2\n", "has no column “Day”"),
        (b'Day,Guest,Host,Words,Link\n"' + b"x" * 1_100_000, "quotation mark"),
    ],
    ids=["empty", "blank", "pdf", "old spreadsheet", "other columns", "open quotation"],
)
def test_a_file_that_is_no_such_table_is_refused_in_one_sentence(tmp_path, content, sentence):
    (tmp_path / "visits.csv").write_bytes(content)
    file = text(tmp_path, "", "other.csv")
    file = type(file)(tmp_path / "visits.csv")

    report = take(file, VISITS)

    assert sentence in report.refused[0].said
    assert not Fact.objects.exists()


def test_a_row_with_more_cells_than_headings_is_refused(tmp_path):
    report = take(text(tmp_path, VISIT_ROWS.replace("came to", "came, to")), VISITS)

    assert report.refused[0].said == "The row has 6 cells where 5 are expected."


# --- mappings ----------------------------------------------------------------------------


def test_a_table_with_our_headings_needs_no_mapping(tmp_path):
    rows = lines("Kind,Date,Visitors,Host,Quotation,Source address",
                 "visit,2022,France,Germany,Q,https://example.org/")  # fmt: skip

    report = take(text(tmp_path, rows))

    assert (report.layout, report.counts["new"]) == ("table", 1)


def test_a_table_of_unknown_headings_is_not_recognised(tmp_path):
    with pytest.raises(NotRecognised, match="map its columns"):
        running.recognise([text(tmp_path, "One,Two\n1,2\n")])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "has the parts"),
        ({"columns": []}, "is a list of column: value"),
        ({"colums": {}}, "no part “colums”"),
        ({"columns": {"dat": "Day"}}, "“dat” under columns is no column"),
        ({"columns": {"date": ["Day"]}}, "needs a text or a number"),
        ({"columns": {"date": "Day"}}, "Say which column is the quotation"),
        ({**VISITS, "delimiter": ";;"}, "one character"),
        ({**VISITS, "encoding": "klingon"}, "is no encoding"),
        ({**VISITS, "heading_row": 0}, "line of the headings"),
        ({"columns": {"number": "Fact number"}}, "come with their revision"),
        (mapped({"kind": "action"}, amount="a"), "what the amounts are"),
    ],
)
def test_a_mapping_that_does_not_say_enough_is_refused(given, sentence):
    with pytest.raises(BadMapping, match=sentence):
        Mapping.of(given)


def test_a_mapping_is_read_from_yaml_and_its_columns_by_position(tmp_path):
    (tmp_path / "m.yaml").write_text(
        "table: Visits\ncolumns: {date: 1, visitors: 2, host: 3, quotation: 4, source_address: 5}\n"
        "fixed: {kind: visit, date: 2022-07-19}\n"
    )
    mapping = read_yaml(tmp_path / "m.yaml")

    report = take(text(tmp_path, VISIT_ROWS), mapping)

    assert (report.release, report.counts["new"]) == ("Visits", 2)
    assert mapping.fixed["date"] == "2022-07-19"
    assert Mapping.of(mapping.as_json()) == mapping


@pytest.mark.parametrize("content", ["a: [", "!!python/object:os.system {}", "x" * 200_000])
def test_a_mapping_that_is_no_plain_yaml_is_refused(tmp_path, content):
    (tmp_path / "m.yaml").write_text(content)

    with pytest.raises(BadMapping):
        read_yaml(tmp_path / "m.yaml")


def test_the_command_takes_a_mapping(tmp_path, capsys):
    file = text(tmp_path, VISIT_ROWS)
    (tmp_path / "m.yaml").write_text(
        "columns: {date: Day, visitors: Guest, host: Host, quotation: Words,"
        " source_address: Link}\nfixed: {kind: visit}\n"
    )

    call_command("import", str(file.path), "--mapping", str(tmp_path / "m.yaml"))

    assert "Applied as import" in capsys.readouterr().out
    assert last().mapping["fixed"] == {"kind": "visit"}


def test_the_command_says_what_a_mapping_lacks(tmp_path, capsys):
    file = text(tmp_path, VISIT_ROWS)
    (tmp_path / "m.yaml").write_text("columns: {date: Day}\n")

    with pytest.raises(SystemExit) as ended:
        call_command("import", str(file.path), "--mapping", str(tmp_path / "m.yaml"))

    assert ended.value.code == 3
    assert "Say which column is the quotation" in capsys.readouterr().err
