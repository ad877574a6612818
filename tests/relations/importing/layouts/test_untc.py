"""UN Treaty Collection: index, tables whose titles differ, declarations without dates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relations.importing.files import InputFile
from relations.importing.layouts.untc import UnTreaties
from relations.importing.layouts.untc_tables import number_of
from relations.importing.names import Names
from relations.importing.records import AgreementRecord, Bundle, Party, Trouble

from .conftest import Found

ReadFiles = Callable[..., Found]

INDEX = "chapter_no,treaty_no,treaty_name,url,chapter_url,chapter_name\n"
CEDAW = (
    '4,8,"Convention on the Elimination of Discrimination. New York, 18 December 1979",'
    "http://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&mtdsg_no=IV-8&chapter=4,,"
    "Human Rights\n"
)
TABLE = 'Participant,Signature,"Ratification, Acceptance(A), Approval(AA), Accession(a)"\n'
TWO = "France,17 Jul 1980,14 Dec 1983\nGermany,,10 Jul 1985 a\n"


@pytest.fixture
def read(tmp_path: Path, db: None, _reference: None) -> ReadFiles:
    """Read files given as name=text, "4-8.csv" for instance."""

    def reading(files: dict[str, str]) -> Found:
        written = []
        for name, text in files.items():
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            written.append(InputFile(path))
        layout, names = UnTreaties(), Names()
        assert layout.claims(written) == written
        layout.release(written)
        found = list(layout.read(written, names))
        return Found(
            [row for row in found if isinstance(row, Bundle)],
            [row for row in found if isinstance(row, Trouble)],
            names,
        )

    return reading


def treaty(found: Found) -> AgreementRecord:
    (one,) = found.agreements
    return one


def table_of(read: ReadFiles, title: str, cell: str) -> Party:
    """Return how Germany stands in a table with one column of this title."""
    text = f'Participant,"{title}"\nFrance,1 Jan 1980\nGermany,{cell}\n'
    return treaty(read({"4-8.csv": text})).parties[1]


def test_index_and_table_make_an_agreement_with_place_and_day(read: ReadFiles) -> None:
    found = read({"index.csv": INDEX + CEDAW, "4-8.csv": TABLE + TWO})

    one = treaty(found)
    assert (one.key, one.title) == ("4-8", "Convention on the Elimination of Discrimination")
    assert (one.type, one.registration) == ("treaty", "UNTC IV-8")
    assert one.parties == (
        Party("FRA", "1980-07-17", "1983-12-14", "ratification"),
        Party("DEU", "", "1985-07-10", "accession"),
    )
    (fact,) = found.facts
    assert (fact.subtype, fact.date.text) == ("signed", "1979-12-18")
    assert fact.detail["place"] == "New York"
    assert not found.troubles


@pytest.mark.parametrize(
    ("letter", "how"),
    [
        ("", "ratification"), (" a", "accession"), (" A", "acceptance"), (" AA", "approval"),
        (" d", "succession"), (" s", "definitive_signature"), (" c", "confirmation"), (" P", ""),
    ],
    ids=["none", "a", "A", "AA", "d", "s", "c", "P"],
)  # fmt: skip
def test_a_letter_says_how_a_state_joined(read: ReadFiles, letter: str, how: str) -> None:
    party = table_of(read, "Ratification, Accession(a)", f"9 Sep 1981{letter}")

    assert (party.joined, party.how) == ("1981-09-09", how)


@pytest.mark.parametrize(
    ("title", "cell", "how"),
    [
        ("Accession", "1 Mar 1980", "accession"),
        ("Acceptance, Succession(d)", "1 Mar 1980", "acceptance"),
        ("Formal confirmation(f), Ratification", "1 Mar 1980 f", "confirmation"),
        ("Definitive signature(n), Ratification", "1 Mar 1980 n", "definitive_signature"),
    ],
)
def test_the_title_says_what_dates_and_letters_mean(
    read: ReadFiles, title: str, cell: str, how: str
) -> None:
    party = table_of(read, title, cell)

    assert (party.joined, party.how) == ("1980-03-01", how)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("5 Sept 2000", "2000-09-05"), ("19 July 2006", "2006-07-19"),
        ("[ 3 Apr 1984 ]", "1984-04-03"), ("12  May  1992 a 2", "1992-05-12"),
    ],
)  # fmt: skip
def test_english_days_are_read_as_they_are_written(read: ReadFiles, written: str, day: str) -> None:
    assert table_of(read, "Accession", written).joined == day


def test_a_signature_alone_makes_a_signatory(read: ReadFiles) -> None:
    party = treaty(read({"4-8.csv": TABLE + TWO + "Iran (Islamic Republic of),18 May 1977,\n"}))

    assert party.parties[2] == Party("IRN", "1977-05-18", "", "signature")


def test_who_succeeds_to_a_signature_is_bound_by_what_follows(read: ReadFiles) -> None:
    found = read({"21-6.csv": (
        'Participant,"Signature, Succession to signature(d)","Accession(a), Ratification"\n'
        "Slovakia,28 May 1993 d,8 May 1996\nGermany,,14 Oct 1994 a\n"
    )})  # fmt: skip

    assert [(p.signed, p.joined, p.how) for p in treaty(found).parties] == [
        ("1993-05-28", "1996-05-08", "ratification"), ("", "1994-10-14", "accession"),
    ]  # fmt: skip


def test_a_definitive_signature_in_the_column_of_signatures_binds(read: ReadFiles) -> None:
    party = table_of(read, "Signature, Definitive signature(s)", "1 Mar 1980 s")

    assert (party.signed, party.joined, party.how) == ("", "1980-03-01", "definitive_signature")


def test_days_in_brackets_are_of_participants_that_have_withdrawn(read: ReadFiles) -> None:
    found = read({"19-21.csv": (
        "Participant,Signature,Ratification\nTurkey,[  7 Sep 1981 ],[29 Aug 1990 ]\n"
        "Germany,10 Mar 1981,15 Aug 1985\n"
    )})  # fmt: skip

    assert [(p.code, p.joined) for p in treaty(found).parties] == [
        ("TUR", "1990-08-29"), ("DEU", "1985-08-15"),
    ]  # fmt: skip
    assert ["has withdrawn since" in remark.said for remark in found.remarks] == [True]


def test_a_list_of_participants_alone_says_who_takes_part(read: ReadFiles) -> None:
    found = read({"1-4.csv": "Participant\nAustria\nBelgium\n"})

    assert [(p.code, p.signed, p.how) for p in treaty(found).parties] == [
        ("AUT", "", ""), ("BEL", "", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Participant 3, 4", "Germany"),
        ("Participant", "Germany (2)"),
        ("Participant", "Germany 4, 5"),
    ],
)
def test_footnotes_of_a_table_are_no_part_of_its_words(
    read: ReadFiles, heading: str, name: str
) -> None:
    found = read({"4-8.csv": (
        f'"{heading}",Ratification\n"{name}",1 Jan 1980\nFrance,1 Jan 1981\n'
    )})  # fmt: skip

    assert [party.code for party in treaty(found).parties] == ["DEU", "FRA"]


def test_of_two_tables_of_one_treaty_the_last_is_read(read: ReadFiles) -> None:
    table = "Participant,Ratification\nGermany,1 Jan 1980\n{},1 Jan 1981\n"

    found = read({"12-1.a.csv": table.format("France"), "12-1-a.csv": table.format("Mali")})

    assert [party.code for party in treaty(found).parties] == ["DEU", "MLI"]
    assert [remark.said for remark in found.remarks] == [
        "12-1.a.csv is of this treaty too; this one is read."
    ]


def test_entry_into_force_and_denunciation_are_the_partys_own(read: ReadFiles) -> None:
    text = (
        "Participant,Accession,Entry into force,Denunciation\n"
        "France,1 Jan 1980,1 Feb 1980,1 Mar 1990\nGermany,1 Jan 1981,,\n"
    )

    assert treaty(read({"4-8.csv": text})).parties[0] == Party(
        "FRA", "", "1980-01-01", "accession", "1980-02-01", "1990-03-01"
    )


def test_a_table_without_ways_of_joining_has_its_days_of_adoption(read: ReadFiles) -> None:
    text = (
        "Participant,Resolution,Date of Adoption,Registration Date,Registration Number\n"
        "Afghanistan,34 (I),9 Nov 1946,14 Dec 1946,7\nZambia,,,1 Dec 1964,7498\n"
    )

    assert treaty(read({"1-2.csv": text})).parties == (
        Party("AFG", "", "1946-11-09"), Party("ZMB", "", "1964-12-01"),
    )  # fmt: skip


def test_other_columns_are_left_alone(read: ReadFiles) -> None:
    text = (TABLE + TWO).replace('(a)"', '(a)",Notification under article 25').replace(
        "1983\n", "1983,10 Jun 1985\n"
    )  # fmt: skip

    assert treaty(read({"10-9.csv": text})).parties[0].joined == "1983-12-14"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("Libyan Arab Jamahiriya", "LBY"),
        ("Russian Federation", "RUS"),
        ("Czech Republic", "CZE"),
        ("St. Vincent and the Grenadines", "VCT"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Yugoslavia (former)", "YUG"),
        ("Holy See", "VAT"),
        ("China 2", "CHN"),
        ('"Serbia 1, 3"', "SRB"),
    ],
)
def test_participants_have_the_names_of_2015(read: ReadFiles, name: str, code: str) -> None:
    found = read({"4-8.csv": TABLE + TWO + f"{name},,5 Mar 2003 a\n"})

    assert treaty(found).parties[2].code == code


def test_a_participant_that_stands_twice_is_one(read: ReadFiles) -> None:
    found = read({"4-8.csv": TABLE + TWO + "France,1 Jan 1981,1 Feb 1985\nGermany,3 Mar 1981,\n"})

    assert treaty(found).parties == (
        Party("FRA", "1980-07-17", "1983-12-14", "ratification"),
        Party("DEU", "1981-03-03", "1985-07-10", "accession"),
    )


def test_a_row_without_any_action_is_no_party(read: ReadFiles) -> None:
    found = read({"4-8.csv": TABLE + TWO + "Palau,,\n"})

    assert len(treaty(found).parties) == 2
    assert [(remark.line, remark.value) for remark in found.remarks] == [(4, "Palau")]


def test_an_organisation_that_is_not_here_becomes_a_party(read: ReadFiles) -> None:
    found = read({"4-8.csv": TABLE + TWO + "European Space Agency,,5 Mar 2003 A\n"})

    assert [actor.label for actor in found.names.new_actors.values()] == ["European Space Agency"]
    assert len(treaty(found).parties) == 3


def test_a_table_without_the_index_is_called_by_its_number(read: ReadFiles) -> None:
    found = read({"4-8.csv": TABLE + TWO})

    assert treaty(found).title == "Treaty 4-8 of the UN Treaty Collection"
    assert found.facts[0].date.text == "1980-07-17"
    assert "The day is that of the first signature." in found.facts[0].summary


@pytest.mark.parametrize(
    "files",
    [{"index.csv": INDEX + CEDAW}, {"4-8.csv": TABLE + "France,17 Jul 1980,\n"}],
    ids=["index without table", "one party"],
)
def test_a_treaty_without_two_parties_is_remarked_on(
    read: ReadFiles, files: dict[str, str]
) -> None:
    found = read(files)

    assert not found.bundles
    assert [remark.value for remark in found.remarks] == ["4-8"]


@pytest.mark.parametrize(
    ("name", "title", "place", "day"),
    [
        ("Charter (of A). San Francisco, 26 June 1945", "Charter (of A)", "San Francisco",
         "1945-06-26"),
        ("Declarations of the Court. 15 October 1946", "Declarations of the Court", "",
         "1946-10-15"),
        ("Treaty. Washington, D.C., 4 May 1960", "Treaty", "Washington, D.C.", "1960-05-04"),
        ("Treaty on a Moon", "Treaty on a Moon", "", "1980-07-17"),
        ("Treaty. Rome, 31 June 1960", "Treaty. Rome, 31 June 1960", "", "1980-07-17"),
    ],
    ids=["both", "no place", "comma in place", "neither", "no such day"],
)  # fmt: skip
def test_place_and_day_stand_at_the_end_of_a_name(
    read: ReadFiles, name: str, title: str, place: str, day: str
) -> None:
    found = read({"index.csv": f'{INDEX}4,8,"{name}",,,\n', "4-8.csv": TABLE + TWO})

    assert treaty(found).title == title
    assert (found.facts[0].detail["place"], found.facts[0].date.text) == (place, day)


def test_an_amendment_belongs_to_its_treaty(read: ReadFiles) -> None:
    amendment = '4,8.a,"Amendment to article 20. New York, 22 December 1995",,,Disarmament\n'

    found = read({
        "index.csv": INDEX + CEDAW + amendment, "4-8.csv": TABLE + TWO, "4-8.a.csv": TABLE + TWO,
    })  # fmt: skip

    assert [(one.key, one.type, one.parent) for one in found.agreements] == [
        ("4-8", "treaty", ""), ("4-8.a", "amendment", "4-8"),
    ]  # fmt: skip
    assert found.agreements[1].subjects == ("arms",)


@pytest.mark.parametrize(
    ("text", "column", "line"),
    [
        ("Nowhere,,5 Mar 2003 a\n", "Participant", 4),
        ("Palau,soon,\n", "Signature", 4),
        ("Palau,31 Feb 2003,\n", "Signature", 4),
    ],
    ids=["unknown", "no day", "no such day"],
)
def test_a_participant_that_cannot_be_read_is_refused(
    read: ReadFiles, text: str, column: str, line: int
) -> None:
    found = read({"4-8.csv": TABLE + TWO + text})

    assert len(treaty(found).parties) == 2
    assert [(refusal.column, refusal.line) for refusal in found.refusals] == [(column, line)]


def test_rows_of_the_index_without_a_name_or_twice_are_said(read: ReadFiles) -> None:
    found = read({"index.csv": INDEX + CEDAW + "4,9,,,,\n" + CEDAW, "4-8.csv": TABLE + TWO})

    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(3, "treaty_name")]
    assert [(remark.line, remark.value) for remark in found.remarks] == [(4, "4-8")]


def test_a_table_of_headings_makes_no_treaty(read: ReadFiles) -> None:
    found = read({"4-8.csv": TABLE, "4-9.txt": "#\nNobody said this.\n"})

    assert not found.bundles
    assert not found.troubles


def test_cut_files_of_the_collection_say_so(read: ReadFiles) -> None:
    found = read({"index.csv": INDEX + CEDAW + "4,9", "4-8.csv": TABLE + TWO + '"Iran (Isl'})

    assert ["may be cut" in refusal.said for refusal in found.refusals] == [True, True]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("4-8.csv", "4-8"), ("4-8.a.csv", "4-8.a"), ("4-8-a.txt", "4-8.a"),
        ("3-2.10.csv", "3-2.10"),
        ("untc_10-9.csv", "10-9"), ("table.csv", None), ("2024-10.txt", None),
    ],
)  # fmt: skip
def test_a_file_is_named_like_its_treaty(tmp_path: Path, name: str, number: str | None) -> None:
    (tmp_path / name).touch()

    assert number_of(InputFile(tmp_path / name)) == number


def test_files_say_nothing_of_treaties_they_are_not_of(tmp_path: Path) -> None:
    (tmp_path / "4-8.csv").write_text(TABLE + TWO, encoding="utf-8")
    (tmp_path / "4-9.txt").write_text("#Chile\nNo.\n", encoding="utf-8")
    layout = UnTreaties()

    release = layout.release([InputFile(tmp_path / name) for name in ("4-8.csv", "4-9.txt")])

    assert release.name == "UN Treaty Collection, files of 2 treaties"
    assert layout.is_expected({"key": "4-8"}, release.scope)
    assert layout.is_expected({"key": "4-9:declaration:CHL"}, release.scope)
    assert not layout.is_expected({"key": "4-9:signed"}, release.scope)
    assert not layout.is_expected({"key": "4-8:declaration:CHL"}, release.scope)


# --- declarations ------------------------------------------------------------------------------


def test_a_declaration_is_a_statement_without_a_date(read: ReadFiles) -> None:
    found = read({
        "index.csv": INDEX + CEDAW, "4-8.csv": TABLE + TWO,
        "4-8.txt": "#Chile\nChile does not\nconsider itself bound.\n\n"
        "#Libyan Arab Jamahiriya\nNo.\n",
    })  # fmt: skip

    chile, libya = found.facts[1:]
    assert (chile.kind, chile.subtype, chile.date.text) == ("statement", "comments", "")
    assert chile.detail["quotation"] == "Chile does not\nconsider itself bound."
    assert chile.detail["targets"] == []
    assert chile.detail["venue"] == "Convention on the Elimination of Discrimination"
    assert chile.headline == (
        "Chile makes a declaration on the Convention on the Elimination of Discrimination"
    )
    assert chile.row == "lines 1 to 3"
    assert (libya.key, libya.detail["country"]) == ("4-8:declaration:LBY", "LBY")


def test_an_objection_is_toward_the_state_it_names(read: ReadFiles) -> None:
    found = read({
        "4-9.txt": "#Sweden\nThe Government objects to the reservations made by the Government of "
        "the German Democratic Republic and by Chile upon ratification, which are void.\n",
    })  # fmt: skip

    (fact,) = found.facts
    assert fact.detail["targets"] == [["DDR", "critical"], ["CHL", "critical"]]
    assert fact.headline == (
        "Sweden objects to what East Germany and Chile said on "
        "Treaty 4-9 of the UN Treaty Collection"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Reservations made by Chile are noted.",
        "We object to torture and make no reservation.",
        "We object to the reservation made by Sweden.",
    ],
    ids=["no objection", "of nobody", "of itself"],
)
def test_other_words_have_no_target(read: ReadFiles, text: str) -> None:
    (fact,) = read({"4-9.txt": f"#Sweden\n{text}\n"}).facts

    assert fact.detail["targets"] == []


def test_a_state_that_declares_twice_makes_two_statements(read: ReadFiles) -> None:
    found = read({"4-9.txt": "#Chile\nOne.\n#Chile\nTwo.\n"})

    assert [fact.key for fact in found.facts] == [
        "4-9:declaration:CHL", "4-9:declaration:CHL:2",
    ]  # fmt: skip


def test_a_name_with_nothing_below_and_an_unknown_one_are_said(read: ReadFiles) -> None:
    found = read({"4-9.txt": "\ufeff#Belarus\r\n\r\n#Nowhere\r\nNo.\r\n#Chile\r\nYes.\r\n"})

    assert [(remark.line, remark.value) for remark in found.remarks] == [(1, "Belarus")]
    assert [(refusal.line, refusal.value) for refusal in found.refusals] == [(3, "Nowhere")]
    assert [fact.detail["quotation"] for fact in found.facts] == ["Yes."]


def test_an_organisation_may_declare_and_the_last_of_two_files_is_read(read: ReadFiles) -> None:
    found = read({
        "18-12.a.txt": "#Austria\nFirst.\n\n",
        "18-12-a.txt": "#Andean Community\nIt is so.\n\n#Austria\nSecond.\n\n",
    })  # fmt: skip

    assert [fact.quotation for fact in found.facts] == ["It is so.", "Second."]
    assert [(a.label, a.kind) for a in found.names.new_actors.values()] == [
        ("Andean Community", "organisation")
    ]
    assert [remark.said for remark in found.remarks] == [
        "18-12.a.txt is of this treaty too; this one is read."
    ]
