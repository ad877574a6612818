"""COW's disputes: one fact for each dispute of two states, sides and levels in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relations.importing.files import InputFile
from relations.importing.layouts.disputes import CowDisputes

from .conftest import Found

Read = Callable[..., Found]

HEADER = (
    "dispnum,ccode1,ccode2,year,dispongoing,disponset,sidea1,sidea2,fatality1,fatality2,"
    "fatalpre1,fatalpre2,hiact1,hiact2,hostlev1,hostlev2,orig1,orig2\n"
)
THREAT = (
    "611,2,365,1964,1,1,1,0,6,0,-9,0,20,1,5,2,1,0",
    "611,365,2,1964,1,1,0,1,0,6,0,-9,1,20,2,5,0,1",
)


def rows(*lines: str) -> str:
    return HEADER + "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("column", ["midongoing", "gmlmidongoing"])
def test_disputes_of_others_are_not_taken_for_cows(
    write: Callable[..., InputFile], column: str
) -> None:
    assert CowDisputes().claims([write(HEADER)])
    assert not CowDisputes().claims([write(HEADER.replace("dispongoing", column))])


def test_both_directions_and_all_years_are_one_fact(read: Read) -> None:
    found = read(CowDisputes(), rows(
        *THREAT, *(line.replace("1964,1,1", "1965,1,0") for line in THREAT)
    ))  # fmt: skip

    (fact,) = found.facts
    assert (fact.kind, fact.subtype) == ("action", "dispute")
    assert (fact.date.text, fact.end.text) == ("1964", "1965")
    assert fact.row == "lines 2 to 5"
    assert not found.troubles


def test_side_a_is_the_sender_whichever_row_comes_first(read: Read) -> None:
    forward = read(CowDisputes(), rows(*THREAT))
    backward = read(CowDisputes(), rows(*reversed(THREAT)))

    assert forward.facts[0].detail == backward.facts[0].detail
    assert forward.facts[0].summary == backward.facts[0].summary
    assert forward.facts[0].detail["senders"] == ["USA"]
    assert forward.facts[0].detail["receivers"] == ["SUN"]
    assert forward.facts[0].key == "611:SUN-USA"


def test_levels_are_said_in_words_and_missing_ones_are_not_known(read: Read) -> None:
    found = read(CowDisputes(), rows("173,2,365,1958,1,1,0,1,-9,-9,-9,-9,7,1,3,2,1,0"))

    assert found.facts[0].headline == (
        "Militarised dispute of the Soviet Union and the United States begins: "
        "display of force (COW 173)"
    )
    assert found.facts[0].summary == (
        "COW dispute 173, 1958. Side A: the Soviet Union, hostility threat to use force, "
        "action threat to use force, deaths not known. Side B: the United States (originator), "
        "hostility display of force, action show of force, deaths not known."
    )


def test_deaths_are_a_band_or_an_exact_number(read: Read) -> None:
    found = read(CowDisputes(), rows("1,2,70,1846,1,1,1,0,6,1,-9,14,20,20,5,5,1,1"))

    assert "deaths more than 999." in found.facts[0].summary
    assert "deaths 14." in found.facts[0].summary


def test_a_dispute_with_a_pause_says_its_years(read: Read) -> None:
    line = "258,220,255,1939,1,1,1,0,6,6,-9,-9,20,20,5,5,0,1"

    found = read(CowDisputes(), rows(line, line.replace("1939", "1944")))

    assert found.facts[0].end.text == "1944"
    assert "COW dispute 258, 1939 and 1944." in found.facts[0].summary


def test_a_dispute_without_known_sides_has_no_direction(read: Read) -> None:
    found = read(CowDisputes(), rows(THREAT[0].replace("1964,1,1,1,0", "1964,1,1,-9,-9")))

    assert found.facts[0].detail["is_mutual"] is True
    assert "One side: the United States" in found.facts[0].summary


def test_sides_known_from_the_other_row_count(read: Read) -> None:
    found = read(CowDisputes(), rows(
        THREAT[0].replace("1964,1,1,1,0", "1964,1,1,-9,-9"), THREAT[1],
    ))  # fmt: skip

    assert found.facts[0].detail["senders"] == ["USA"]


def test_rows_that_change_sides_are_remarked_on(read: Read) -> None:
    found = read(CowDisputes(), rows(THREAT[0], THREAT[0].replace("1964,1,1,1,0", "1965,1,1,0,1")))

    assert found.facts[0].detail["senders"] == ["USA"]
    assert [(remark.line, remark.column) for remark in found.remarks] == [(3, "sidea1")]


def test_two_numbers_of_one_state_in_a_dispute_keep_two_facts(read: Read) -> None:
    found = read(CowDisputes(), rows(
        "9,2,255,1990,1,1,1,0,0,0,0,0,1,1,2,2,1,1", "9,2,260,1990,1,1,1,0,0,0,0,0,1,1,2,2,1,1",
    ))  # fmt: skip

    assert [fact.key for fact in found.facts] == ["9:DEU-USA", "9:DEU-USA:2-260"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (THREAT[0].replace("611,2,365", "611,2,999"), "ccode2"),
        (THREAT[0].replace("611,2,365", "611,999,365"), "ccode1"),
        (THREAT[0].replace("611,2,365", "611,2,2"), "ccode2"),
        (THREAT[0].replace("611", "", 1), "dispnum"),
        (THREAT[0].replace("1964", "19x4"), "year"),
        (THREAT[0].replace("1964", "0"), "year"),
        (THREAT[0].replace(",5,2,1,0", ",war,2,1,0"), "hostlev1"),
    ],
    ids=["second", "first", "itself", "no dispute", "no number", "no year", "no level"],
)
def test_a_row_of_a_dispute_that_cannot_be_read_is_refused(
    read: Read, row: str, column: str
) -> None:
    found = read(CowDisputes(), rows(row))

    assert not found.bundles
    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(2, column)]


def test_dyadic_disputes_are_the_same_facts(read: Read) -> None:
    own = (
        "disno,dyindex,statea,namea,stateb,nameb,strtday,strtmnth,strtyr,year,endday,endmnth,"
        "endyear,outcome,settlmnt,fatlev,highact,hihost,recip,sideaa,fatleva,highmcaa,hihosta,"
        "orignata,sideab,fatlevb,highmcab,hihostb,orignatb,rolea,roleb,war,durindx\n"
        "611,1,2,USA,365,RUS,5,8,1964,1964,5,8,1964,5,1,6,20,5,1,1,6,20,5,1,0,0,1,2,0,1,3,1,1\n"
    )

    (fact,) = read(CowDisputes(), own).facts
    (other,) = read(CowDisputes(), rows(*THREAT)).facts

    assert (fact.key, fact.detail, fact.summary) == (other.key, other.detail, other.summary)


def test_a_cut_file_of_disputes_says_so(read: Read) -> None:
    found = read(CowDisputes(), rows(*THREAT) + "612,2,365,19")

    assert len(found.facts) == 1
    assert "may be cut" in found.refusals[0].said


def test_the_release_of_disputes_says_its_years(write: Callable[..., object]) -> None:
    release = CowDisputes().release([write(rows(*THREAT))])  # type: ignore[list-item]

    assert release.name == "COW Militarized Interstate Disputes, 1964 to 1964"
