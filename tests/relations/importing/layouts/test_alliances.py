"""Alliances of COW and ATOP: years folded into spells, and COW's own file with days."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relations.importing.layouts.alliance_by_dyad import CowAllianceByDyad
from relations.importing.layouts.alliance_years import AtopYears, CowAllianceYears

from .conftest import Found

Read = Callable[..., Found]

COW = "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n"
ATOP = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
BY_DYAD = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,"
    "dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,"
    "nonaggression,entente,version\n"
)
LATER = "2,20,2012,1,0,0,0\n"
"""A row that makes 2012 the last year of the file."""


def years(*rows: str, header: str = COW) -> str:
    return header + "".join(f"{row}\n" for row in rows)


def steps(found: Found) -> list[tuple[str, str]]:
    return [(fact.subtype, fact.date.text) for fact in found.facts]


def test_years_in_a_row_are_one_spell_and_a_gap_begins_another(read: Read) -> None:
    found = read(CowAllianceYears(), years(
        "220,255,1925,0,0,1,0", "220,255,1926,0,0,1,0", "220,255,1938,0,0,1,0",
    ) + LATER)  # fmt: skip

    assert [a.key for a in found.agreements] == [
        "years:CAN-USA:2012", "years:DEU-FRA:1925", "years:DEU-FRA:1938",
    ]  # fmt: skip
    assert steps(found)[1:] == [
        ("entered_into_force", "1925"), ("terminated", "1926"),
        ("entered_into_force", "1938"), ("terminated", "1938"),
    ]  # fmt: skip


def test_a_dyad_that_stands_twice_is_one_alliance(read: Read) -> None:
    found = read(CowAllianceYears(), years("2,20,2012,1,0,0,0", "20,2,2012,1,0,0,0"))

    (agreement,) = found.agreements
    assert [party.code for party in agreement.parties] == ["CAN", "USA"]
    assert agreement.type == "alliance"
    assert not found.troubles


def test_rows_in_any_order_make_the_same_spells(read: Read) -> None:
    rows = ["220,255,1926,0,0,1,0", "255,220,1925,0,0,1,0", "220,255,1927,0,0,1,0"]

    forward = read(CowAllianceYears(), years(*rows) + LATER)
    backward = read(CowAllianceYears(), years(*reversed(rows)) + LATER)

    assert forward.agreements == backward.agreements


def test_a_spell_has_all_its_obligations_and_says_when(read: Read) -> None:
    found = read(CowAllianceYears(), years("2,70,1944,0,0,0,1", "2,70,1945,1,0,0,1"))

    (agreement,) = found.agreements
    assert agreement.obligations == ("defense", "entente")
    assert "Defense 1945; entente 1944–1945." in found.facts[0].summary


def test_a_spell_to_the_last_year_of_the_file_is_not_ended(read: Read) -> None:
    found = read(CowAllianceYears(), years("220,255,2011,1,0,0,0") + LATER)

    assert steps(found) == [
        ("entered_into_force", "2012"), ("entered_into_force", "2011"), ("terminated", "2011"),
    ]  # fmt: skip


def test_a_row_without_obligation_neither_makes_nor_prolongs_a_spell(read: Read) -> None:
    found = read(CowAllianceYears(), years(
        "220,255,1925,0,0,1,0", "220,255,1926,0,0,0,0", "220,255,1927,0,0,1,0",
    ) + LATER)  # fmt: skip

    assert [a.key for a in found.agreements][1:] == ["years:DEU-FRA:1925", "years:DEU-FRA:1927"]
    assert [(remark.line, remark.is_refusal) for remark in found.troubles] == [(3, False)]


def test_a_number_that_passes_to_another_state_divides_the_run(read: Read) -> None:
    found = read(CowAllianceYears(), years(
        "220,365,1990,0,0,1,0", "220,365,1991,0,0,1,0", "220,365,1992,0,0,1,0",
    ) + LATER)  # fmt: skip

    assert [a.key for a in found.agreements][1:] == ["years:FRA-RUS:1992", "years:FRA-SUN:1990"]
    assert steps(found)[1:] == [
        ("entered_into_force", "1992"), ("terminated", "1992"),
        ("entered_into_force", "1990"), ("superseded", "1991"),
    ]  # fmt: skip
    assert found.facts[1].headline == (
        "Alliance of France and Russia continues that of France and the Soviet Union (COW)"
    )


def test_a_state_that_changes_its_number_goes_on(read: Read) -> None:
    found = read(CowAllianceYears(), years(
        "2,260,1989,1,0,0,0", "2,260,1990,1,0,0,0", "2,255,1990,1,0,0,0", "2,255,1991,1,0,0,0",
    ))  # fmt: skip

    assert [a.key for a in found.agreements] == ["years:DEU-USA:1989"]
    assert not found.troubles


def test_a_year_is_read_on_a_day_on_which_both_states_existed(read: Read) -> None:
    found = read(CowAllianceYears(), years("365,702,1991,1,0,0,0", "200,365,1991,1,0,0,0"))

    assert {a.key for a in found.agreements} == {"years:RUS-TJK:1991", "years:GBR-SUN:1991"}


def test_two_numbers_of_one_state_make_no_alliance(read: Read) -> None:
    found = read(CowAllianceYears(), years("255,260,1990,1,0,0,0"))

    assert not found.bundles
    assert found.remarks[0].said == "Both numbers stand for Germany in 1990."


def test_cow_rows_that_differ_are_both_counted_and_remarked_on(read: Read) -> None:
    found = read(CowAllianceYears(), years("2,20,2012,1,0,0,0", "20,2,2012,0,0,0,1"))

    assert found.agreements[0].obligations == ("defense", "entente")
    assert [remark.line for remark in found.remarks] == [3]


def test_atop_says_how_the_two_directions_differ(read: Read) -> None:
    found = read(AtopYears(), years(
        "220,255,1925,1,0,0,1,0", "255,220,1925,0,0,0,1,0", header=ATOP,
    ))  # fmt: skip

    assert found.agreements[0].obligations == ("defense", "nonaggression")
    assert "Germany to France: Nonaggression 1925." in found.facts[0].summary
    assert "France to Germany: Defense 1925; nonaggression 1925." in found.facts[0].summary
    assert not found.troubles


def test_atop_says_which_years_have_a_row_of_one_direction_only(read: Read) -> None:
    found = read(AtopYears(), years("2,740,1951,1,0,0,0,1", header=ATOP))

    assert "Japan to the United States: No row 1951." in found.facts[0].summary


OWN = (
    "{keys},year,atopally,defense,offense,neutral,nonagg,consul,shareob,transyr,bilatno,multino,"
    "number,asymm,atopid1,atopid2,version\n"
)
"""The columns of ATOP's own files."""


def test_atops_own_directed_file_is_the_same(read: Read) -> None:
    own = OWN.format(keys="ddyad,stateA,stateB") + "".join((
        "220255,220,255,1925,1,1,0,0,1,0,0,,1,0,1,1,1000,,5.1\n",
        "255220,255,220,1925,1,0,0,0,1,0,0,,1,0,1,1,1000,,5.1\n",
    ))  # fmt: skip

    found = read(AtopYears(), own)
    other = read(AtopYears(), years("220,255,1925,1,0,0,1,0", "255,220,1925,0,0,0,1,0",
                                    header=ATOP))  # fmt: skip

    assert found.agreements == other.agreements
    assert found.facts[0].summary == other.facts[0].summary


def test_atops_own_file_of_dyads_has_each_once_and_no_direction(read: Read) -> None:
    row = "220255,220,255,1925,1,1,0,,1,0,0,,1,0,1,1,1000,,5.1\n"

    found = read(AtopYears(), OWN.format(keys="dyad,mem1,mem2") + row)

    assert found.agreements[0].obligations == ("defense", "nonaggression")
    assert found.facts[0].summary == "One year in the file, 1925. Defense 1925; nonaggression 1925."
    assert not found.troubles


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("2,999,1950,1,0,0,0", "ccode2", "999"),
        ("999,2,1950,1,0,0,0", "ccode1", "999"),
        ("2,20,19x0,1,0,0,0", "year", "19x0"),
        ("2,20,0195,1,0,0,0", "year", "0195"),
        ("2,20,1950,7,0,0,0", "cow_defense", "7"),
    ],
    ids=["unknown second", "unknown first", "no year", "year of antiquity", "neither 0 nor 1"],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_place(
    read: Read, row: str, column: str, value: str
) -> None:
    (refusal,) = read(CowAllianceYears(), years(row) + LATER).refusals

    assert (refusal.line, refusal.column, refusal.value) == (2, column, value)


def test_a_spreadsheets_numbers_and_shuffled_columns_are_read(read: Read) -> None:
    found = read(
        CowAllianceYears(),
        "year;ccode2;ccode1;cow_entente;cow_nonagg;cow_neutral;cow_defense\r\n"
        "1949.0;20.0;2.0;0.0;0.0;0.0;1.0\r\n",
    )

    assert [a.key for a in found.agreements] == ["years:CAN-USA:1949"]


def test_a_cut_file_of_years_says_so(read: Read) -> None:
    (refusal,) = read(CowAllianceYears(), years("2,20,1949,1,0,0,0") + "2,20,19").refusals

    assert "may be cut" in refusal.said


def test_the_facts_quote_the_first_and_the_last_row(read: Read) -> None:
    found = read(CowAllianceYears(), years("220,255,1925,0,0,1,0", "220,255,1926,0,0,1,1") + LATER)

    assert [(f.row, f.quotation) for f in found.facts[1:]] == [
        ("line 2", "220,255,1925,0,0,1,0"), ("line 3", "220,255,1926,0,0,1,1"),
    ]  # fmt: skip


def test_the_release_says_which_years_the_file_covers(
    write: Callable[..., object], read: Read
) -> None:
    layout = CowAllianceYears()
    file = write(years("220,255,1925,0,0,1,0") + LATER)

    release = layout.release([file])  # type: ignore[list-item]

    assert release.name == "COW Formal Alliances, dyad-years, 1925 to 2012"
    assert layout.is_expected({"key": "years:CAN-USA:1949"}, release.scope)
    assert not layout.is_expected({"key": "years:CAN-USA:1949:ends"}, {"from": 1960, "to": 2012})


# --- COW's own file --------------------------------------------------------------------------


def by_dyad(*rows: str) -> str:
    return BY_DYAD + "".join(f"{row}\n" for row in rows)


ENDED = "3,220,France,255,Germany,1,12,1925,7,3,1936,0,0,0,0,1,0,4.1"


def test_an_alliance_of_a_dyad_has_its_days(read: Read) -> None:
    found = read(CowAllianceByDyad(), by_dyad(ENDED))

    assert found.agreements[0].obligations == ("nonaggression",)
    assert steps(found) == [("entered_into_force", "1925-12-01"), ("terminated", "1936-03-07")]


def test_the_yearly_file_has_an_alliance_once(read: Read) -> None:
    yearly = BY_DYAD.replace(",version", ",year,version") + "".join(
        ENDED.replace(",4.1", f",{year},4.1\n") for year in range(1925, 1937)
    )

    found = read(CowAllianceByDyad(), yearly)

    assert steps(found) == [("entered_into_force", "1925-12-01"), ("terminated", "1936-03-07")]
    assert not found.troubles


def test_a_right_censored_alliance_has_not_ended(read: Read) -> None:
    found = read(
        CowAllianceByDyad(),
        by_dyad(
            "210,2,United States,20,Canada,4,4,1949,31,12,2012,0,1,1,0,0,0,4.1",
            "210,2,United States,200,United Kingdom,4,4,1949,,,,0,1,1,,,,4.1",
        ),
    )

    assert steps(found) == [("entered_into_force", "1949-04-04")] * 2


def test_a_left_censored_alliance_began_on_its_day_or_before(read: Read) -> None:
    found = read(
        CowAllianceByDyad(),
        by_dyad("1,200,United Kingdom,235,Portugal,1,1,1816,31,12,2012,1,1,1,0,1,0,4.1"),
    )

    assert steps(found) == [("entered_into_force", "../1816-01-01")]
    assert found.agreements[0].key == "dyad:1:GBR-PRT:1816-01-01"


def test_the_mirror_of_a_row_is_the_same_alliance(read: Read) -> None:
    mirror = "3,255,Germany,220,France,1,12,1925,7,3,1936,0,0,1,0,1,0,4.1"

    found = read(CowAllianceByDyad(), by_dyad(ENDED, mirror))

    assert [a.obligations for a in found.agreements] == [("defense", "nonaggression")]
    assert not found.troubles


def test_rows_of_one_alliance_that_end_on_two_days_are_remarked_on(read: Read) -> None:
    found = read(CowAllianceByDyad(), by_dyad(ENDED, ENDED.replace("7,3,1936", "8,3,1936")))

    assert len(found.agreements) == 1
    assert [(remark.line, remark.value) for remark in found.remarks] == [(3, "1936-03-08")]


def test_a_missing_day_leaves_the_month(read: Read) -> None:
    found = read(CowAllianceByDyad(), by_dyad(ENDED.replace("1,12,1925", "-9,12,1925")))

    assert steps(found)[0] == ("entered_into_force", "1925-12")


def test_a_number_unknown_to_us_is_found_by_its_name(read: Read) -> None:
    found = read(CowAllianceByDyad(), by_dyad(ENDED.replace("255,Germany", "2555,Germany")))

    assert [party.code for party in found.agreements[0].parties] == ["DEU", "FRA"]


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (("255,Germany", "999,Nowhere"), "ccode2"),
        (("255,Germany", "220,France"), "ccode2"),
        (("1,12,1925", "-9,-9,-9"), "dyad_st_year"),
        (("1,12,1925", "31,11,1925"), "dyad_st_year"),
        (("1,12,1925", "x,12,1925"), "dyad_st_day"),
        (("7,3,1936", "7,3,1906"), "dyad_end_year"),
        (("0,0,0,0,1,0,4.1", "0,0,0,0,5,0,4.1"), "nonaggression"),
    ],
    ids=["unknown", "itself", "no start", "no such day", "no number", "backwards", "neither"],
)
def test_a_row_of_a_dyad_that_cannot_be_read_is_refused(
    read: Read, wrong: tuple[str, str], column: str
) -> None:
    found = read(CowAllianceByDyad(), by_dyad(ENDED.replace(*wrong)))

    assert not found.bundles
    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(2, column)]


def test_a_dyad_without_obligations_is_remarked_on(read: Read) -> None:
    found = read(CowAllianceByDyad(), by_dyad(ENDED.replace("0,0,1,0,4.1", "0,0,0,0,4.1")))

    assert not found.bundles
    assert [remark.line for remark in found.remarks] == [2]


def test_a_cut_file_of_dyads_loses_only_its_last_row(read: Read) -> None:
    found = read(CowAllianceByDyad(), by_dyad(ENDED) + "4,220,France,36")

    assert len(found.agreements) == 1
    assert "may be cut" in found.refusals[0].said


def test_the_by_dyad_release_has_the_files_version(
    read: Read, write: Callable[..., object]
) -> None:
    layout = CowAllianceByDyad()

    release = layout.release([write(by_dyad(ENDED))])  # type: ignore[list-item]

    assert release.name == "COW Formal Alliances 4.1, by dyad"
