"""DESTA: treaties with one column a member, and the rows that are no treaties."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relations.importing.layouts.desta import Desta

from .conftest import Found

Read = Callable[..., Found]

WIDTH = 6
HEADER = (
    "number;base_treaty;name;entry_type;consolidated;year;entryforceyear;language;typememb;"
    "regioncon;wto_listed;wto_name;"
    + ";".join([f"c{at}" for at in range(1, WIDTH + 1)] + [f"mc{at}" for at in range(1, WIDTH + 1)])
    + "\n"
)


def entry(
    number: str, group: object, name: str, *members: str, kind: str = "base_treaty",
    year: object = 2003, force: object = 2004, typememb: object = 1, listed: str = "",
) -> str:  # fmt: skip
    """members: "56" or "56=1" with its column of kind."""
    pairs = [member.partition("=")[::2] for member in members]
    cells = [code for code, _ in pairs] + ["NA"] * (WIDTH - len(pairs))
    sides = [side or "0" for _, side in pairs] + ["NA"] * (WIDTH - len(pairs))
    return (
        f'"{number}";{group};"{name}";"{kind}";0;{year};{force};"English";{typememb};"Europe";1;'
        f'"{listed}";' + ";".join(cells + sides) + "\n"
    )


def steps(found: Found) -> list[tuple[str, str, str | None]]:
    return [(fact.subtype, fact.date.text, fact.detail["party"]) for fact in found.facts]


def test_members_are_iso_numbers_without_their_zeros(read: Read) -> None:
    found = read(Desta(), HEADER + entry("1", 1, "Afghanistan India", "4", "356", listed="India"))

    (treaty,) = found.agreements
    assert [party.code for party in treaty.parties] == ["AFG", "IND"]
    assert (treaty.key, treaty.title) == ("1", "Afghanistan India (trade agreement, 2003)")
    assert steps(found) == [("signed", "2003", None), ("entered_into_force", "2004", None)]
    assert found.facts[0].summary == "Notified to the WTO as “India”."


def test_a_treaty_not_in_force_is_only_signed(read: Read) -> None:
    found = read(Desta(), HEADER + entry("21", 21, "A", "12", "788", force="NA"))

    assert [subtype for subtype, _, _ in steps(found)] == ["signed"]


@pytest.mark.parametrize(
    ("number", "year", "code"),
    [
        ("688", 2003, "SCG"), ("688", 2010, "SRB"), ("643", 1985, "SUN"), ("900", 2003, "XKX"),
        ("280", 1970, "DEU"), ("736", 2020, "SDN"), ("891", 2003, "YUG"), ("56", 1976, "BEL"),
    ],
)  # fmt: skip
def test_a_number_is_the_state_of_the_year(read: Read, number: str, year: int, code: str) -> None:
    found = read(Desta(), HEADER + entry("1", 1, "A", "8", number, year=year))

    assert found.agreements[0].parties[1].code == code


def test_an_accession_is_a_step_of_the_base_treaty(read: Read) -> None:
    found = read(
        Desta(),
        HEADER
        + entry("26", 26, "Cartagena", "68", "152", year=1969, force=1969)
        + entry("26+1", 26, "Venezuela", "68=2", "152=2", "862=1", kind="accession", year=1973,
                force="NA", typememb=5),
    )  # fmt: skip

    (treaty,) = found.agreements
    venezuela = treaty.parties[2]
    assert (venezuela.code, venezuela.joined, venezuela.how) == ("VEN", "1973", "accession")
    assert steps(found)[-1] == ("acceded", "1973", "VEN")
    assert found.facts[-1].headline == ("Venezuela accedes to Cartagena (trade agreement, 1969)")
    assert found.facts[-1].row == "line 3"


def test_those_who_join_the_other_side_accede_and_the_partner_does_not(read: Read) -> None:
    found = read(
        Desta(),
        HEADER
        + entry("16", 16, "Algeria EC", "12", "56", year=1976)
        + entry("16+1", 16, "Accession", "12=3", "620=2", "724=2", kind="accession", year=1985,
                typememb=6),
    )  # fmt: skip

    assert [party for subtype, _, party in steps(found) if subtype == "acceded"] == ["PRT", "ESP"]


def test_who_is_a_member_already_may_accede_to_the_other_side(read: Read) -> None:
    found = read(
        Desta(),
        HEADER
        + entry("25", 25, "A", "170", "862", year=2004)
        + entry("25+1", 25, "B", "170=3", "862=2", kind="accession", year=2006, typememb=6),
    )

    assert steps(found)[-1] == ("acceded", "2006", "VEN")
    assert found.agreements[0].parties[1].joined == ""


def test_an_accession_without_marks_is_of_those_who_are_new(read: Read) -> None:
    found = read(
        Desta(),
        HEADER
        + entry("3", 3, "A", "12", "56")
        + entry("3+1", 3, "B", "12", "56", "710", kind="accession", year=2010, typememb=5),
    )

    assert steps(found)[-1] == ("acceded", "2010", "ZAF")


def test_a_withdrawal_ends_a_membership_and_an_accession_begins_another(read: Read) -> None:
    found = read(
        Desta(),
        HEADER
        + entry("22", 22, "A", "76", "862", year=1999)
        + entry("22+1", 22, "C", "76=2", "862=1", kind="accession", year=2010, typememb=5)
        + entry("22_1", 22, "B", "76=2", "862=1", kind="withdrawal", year=2006, typememb=7),
    )

    assert steps(found)[-2:] == [("withdrawn", "2006", "VEN"), ("acceded", "2010", "VEN")]
    assert found.agreements[0].parties[1].left == "2006"
    assert found.agreements[0].parties[1].joined == "2010"


def test_a_withdrawal_of_nobody_is_remarked_on(read: Read) -> None:
    found = read(
        Desta(),
        HEADER
        + entry("22", 22, "A", "76", "862")
        + entry("22_1", 22, "B", "76=2", "862=2", kind="withdrawal", typememb=7),
    )

    assert [remark.said for remark in found.remarks] == [
        "The row does not say whose withdrawal it is."
    ]


def test_a_protocol_belongs_to_the_base_treaty_of_its_group(read: Read) -> None:
    found = read(
        Desta(),
        HEADER
        + entry("27", 26, "Quito", "68", "170", kind="protocol or amendment", year=1987)
        + entry("26", 26, "Cartagena", "68", "170", year=1969)
        + entry("23", 27, "Trujillo", "68", "170", kind="protocol or amendment", year=1996),
    )

    assert [(one.key, one.type, one.parent) for one in found.agreements] == [
        ("27", "protocol", "26"), ("26", "agreement", ""), ("23", "protocol", ""),
    ]  # fmt: skip


def test_a_consolidated_text_is_no_treaty(read: Read) -> None:
    found = read(
        Desta(),
        HEADER + entry("1", 1, "A", "4", "8") + entry("1a", 1, "A", "4", "8", kind="consolidated"),
    )

    assert [one.key for one in found.agreements] == ["1"]
    assert [remark.line for remark in found.remarks] == [3]


def test_what_is_negotiated_is_not_signed(read: Read) -> None:
    found = read(Desta(), HEADER + entry("9", 9, "A", "4", "8", kind="negotiation", force="NA"))

    assert steps(found) == [("negotiated", "2003", None)]


def test_an_accession_without_its_base_treaty_is_remarked_on(read: Read) -> None:
    found = read(Desta(), HEADER + entry("9+1", 9, "A", "4", "8=1", kind="accession"))

    assert not found.bundles
    assert [(remark.column, remark.value) for remark in found.remarks] == [("base_treaty", "9")]


def test_a_treaty_of_one_member_is_remarked_on(read: Read) -> None:
    found = read(Desta(), HEADER + entry("9", 9, "A", "4", "4"))

    assert not found.bundles
    assert [remark.line for remark in found.remarks] == [2]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (entry("", 1, "A", "4", "8"), "number"),
        (entry("1", 1, "", "4", "8"), "name"),
        (entry("1", 1, "A", "4", "8", kind="rumour"), "entry_type"),
        (entry("1", 1, "A", "4", "8", year="NA"), "year"),
        (entry("1", 1, "A", "4", "8", force="10000"), "entryforceyear"),
        (entry("1", 1, "A", "4", "999"), "c2"),
        (entry("7", 7, "A", "4", "8"), "number"),
    ],
    ids=["no number", "no name", "unknown kind", "no year", "no force", "no state", "twice"],
)
def test_a_row_of_desta_that_cannot_be_read_is_refused(read: Read, row: str, column: str) -> None:
    found = read(Desta(), HEADER + entry("7", 7, "B", "4", "8") + row)

    assert [one.key for one in found.agreements] == ["7"]
    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(3, column)]


def test_a_spreadsheets_desta_with_commas_is_read(read: Read) -> None:
    text = (HEADER + entry("1", 1, "A", "4", "8")).replace(";", ",").replace("\n", "\r\n")

    assert len(read(Desta(), text).agreements) == 1


def test_a_cut_file_of_desta_says_so(read: Read) -> None:
    found = read(Desta(), HEADER + entry("1", 1, "A", "4", "8") + '"2";2;"B";"base_')

    assert "may be cut" in found.refusals[0].said


def test_the_release_of_desta_says_its_years(write: Callable[..., object]) -> None:
    release = Desta().release([write(HEADER + entry("1", 1, "A", "4", "8"))])  # type: ignore[list-item]

    assert release.name == "DESTA, treaties of 2003 to 2003"


# --- dyads -------------------------------------------------------------------------------------

DYADS = (
    "country1,country2,iso1,iso2,number,base_treaty,name,entry_type,consolidated,year,"
    "entryforceyear,language,typememb,regioncon,wto_listed,wto_name\n"
)


def dyad(
    first: str, second: str, number: str = "3", name: str = "Pact", *, kind: str = "base_treaty",
    year: object = 1970, force: object = 1971,
) -> str:  # fmt: skip
    """first, second: "Germany=276", or a name alone."""
    one, other = (text.partition("=")[::2] for text in (first, second))
    return (
        f'"{one[0]}",{other[0]},{one[1] or "NA"},{other[1] or "NA"},{number},3,{name},{kind},0,'
        f"{year},{force},English,2,Europe,1,NA\n"
    )


def test_the_dyads_of_a_text_are_one_treaty_of_all_its_members(read: Read) -> None:
    found = read(
        Desta(),
        DYADS
        + dyad("Germany=276", "Yugoslavia=891", force="NA")
        + dyad("Germany=276", '"Korea, South"', number="7", force=1975)
        + dyad("Germany=276", "Ghana=288", force=1973)
        + dyad("Yugoslavia=891", "Ghana=288", force=1971),
    )

    assert [(t.key, [party.code for party in t.parties]) for t in found.agreements] == [
        ("3", ["DEU", "YUG", "GHA"]), ("7", ["DEU", "KOR"]),
    ]  # fmt: skip
    assert steps(found) == [
        ("signed", "1970", None), ("entered_into_force", "1971", None),
        ("signed", "1970", None), ("entered_into_force", "1975", None),
    ]  # fmt: skip


def test_who_stands_in_all_dyads_of_a_step_is_who_moves(read: Read) -> None:
    found = read(
        Desta(),
        DYADS
        + dyad("Germany=276", "Ghana=288") + dyad("Germany=276", "Mali=466")
        + dyad("Ghana=288", "Mali=466")
        + dyad("Togo=768", "Germany=276", "3+1", kind="accession", year=1980)
        + dyad("Togo=768", "Ghana=288", "3+1", kind="accession", year=1980)
        + dyad("Germany=276", "Mali=466", "3-1", kind="withdrawal", year=1990)
        + dyad("Ghana=288", "Mali=466", "3-1", kind="withdrawal", year=1990),
    )  # fmt: skip

    (treaty,) = found.agreements
    assert [(p.code, p.joined, p.left) for p in treaty.parties] == [
        ("DEU", "", ""), ("GHA", "", ""), ("MLI", "", "1990"), ("TGO", "1980", ""),
    ]  # fmt: skip
    assert steps(found)[2:] == [("acceded", "1980", "TGO"), ("withdrawn", "1990", "MLI")]


def test_the_list_goes_before_its_dyads(read: Read) -> None:
    found = read(
        Desta(), HEADER + entry("1", 1, "A", "4", "356"), DYADS + dyad("Mali=466", "Ghana=288")
    )

    assert [treaty.key for treaty in found.agreements] == ["1"]
    assert [remark.file for remark in found.remarks] == ["file1.csv"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (dyad("Nowhere", "Mali=466"), "country1"),
        (dyad("Mali=466", "Nowhere=999"), "iso2"),
        (dyad("Mali=466", "Ghana=288", year="NA"), "year"),
        (dyad("Mali=466", "Ghana=288", number=""), "number"),
    ],
)
def test_a_dyad_that_cannot_be_read_is_refused(read: Read, row: str, column: str) -> None:
    found = read(Desta(), DYADS + row)

    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(2, column)]


def test_a_cut_list_of_dyads_says_so(read: Read) -> None:
    found = read(Desta(), DYADS + dyad("Mali=466", "Ghana=288") + "Togo,Gh")

    assert len(found.agreements) == 1
    assert "may be cut" in found.refusals[0].said
