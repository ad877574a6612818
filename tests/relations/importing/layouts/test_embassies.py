"""The database of embassies: missions as actions, dated where the file has a creation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relations.importing.layouts.embassies import Embassies

from .conftest import Found

Read = Callable[..., Found]

HEADER = (
    "operator;operatorQID;country;countryQID;city;cityQID;address;latitude;longitude;phone;email;"
    "website;facebook;twitter;youtube;picture;type;typeQID;creation;QID;\n"
)
ITEM = "http://www.wikidata.org/entity/"


def mission(
    operator: str = "Germany", country: str = "People's Republic of China", city: str = "Beijing",
    kind: str = "embassy", creation: str = "", item: str = f"{ITEM}Q1",
) -> str:  # fmt: skip
    return (
        f"{operator};{ITEM}Q183;{country};{ITEM}Q148;{city};{ITEM}Q956;17 Street;39.9;116.4;;;"
        f";;;;;{kind};{ITEM}Q3;{creation};{item}\n"
    )


def test_the_sending_state_is_the_operator(read: Read) -> None:
    (fact,) = read(Embassies(), HEADER + mission()).facts

    assert (fact.kind, fact.subtype, fact.key) == ("action", "mission_opened", "Q1:DEU-CHN")
    assert fact.detail["senders"] == ["DEU"]
    assert fact.detail["receivers"] == ["CHN"]
    assert fact.headline == "Germany has an embassy in China (Beijing)"
    assert fact.detail["purpose"] == "Embassy in Beijing, 17 Street"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("", ""),
        ("1927-01-01T00:00:00Z", "1927"),
        ("1972-10-11T00:00:00Z", "1972-10-11"),
        (f"{ITEM}.well-known/genid/1", ""),
    ],
    ids=["none", "a year", "a day", "some day"],
)
def test_a_creation_is_as_precise_as_it_is(read: Read, written: str, read_as: str) -> None:
    (fact,) = read(Embassies(), HEADER + mission(creation=written)).facts

    assert fact.date.text == read_as


def test_a_consulate_says_what_it_is(read: Read) -> None:
    (fact,) = read(Embassies(), HEADER + mission(kind="consulate general", city="")).facts

    assert fact.headline == "Germany has a consulate general in China"


def test_a_mission_without_a_number_has_a_key_of_its_own(read: Read) -> None:
    (fact,) = read(Embassies(), HEADER + mission(item="")).facts

    assert fact.key == "embassy, Beijing:DEU-CHN"


def test_one_mission_for_two_countries_is_two_facts(read: Read) -> None:
    found = read(Embassies(), HEADER + mission() + mission(country="Mongolia"))

    assert [fact.key for fact in found.facts] == ["Q1:DEU-CHN", "Q1:DEU-MNG"]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (mission(operator="Switzerlnd"), "operator"),
        (mission(country="Mongolla"), "country"),
        (mission(country=""), "country"),
    ],
    ids=["misspelt", "misspelt host", "empty"],
)
def test_a_mission_that_cannot_be_read_is_refused(read: Read, text: str, column: str) -> None:
    found = read(Embassies(), HEADER + text)

    assert not found.facts
    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(2, column)]


def test_a_mission_in_itself_is_remarked_on_and_not_recorded(read: Read) -> None:
    found = read(Embassies(), HEADER + mission(country="Germany") + mission())

    assert [fact.key for fact in found.facts] == ["Q1:DEU-CHN"]
    assert [remark.said for remark in found.remarks] == [
        "Germany has no mission in itself; it is not recorded."
    ]


def test_a_creation_that_is_no_date_is_left_out(read: Read) -> None:
    found = read(Embassies(), HEADER + mission(creation="long ago"))

    assert found.facts[0].date.text == ""
    assert [(remark.column, remark.value) for remark in found.remarks] == [("creation", "long ago")]


def test_a_quotation_mark_in_an_address_opens_no_cell(read: Read) -> None:
    row = mission().replace("17 Street", '"Haus Nord, 17 Street')

    found = read(Embassies(), HEADER + row + mission(country="Mongolia"))

    assert [fact.key for fact in found.facts] == ["Q1:DEU-CHN", "Q1:DEU-MNG"]
    assert found.facts[0].summary == 'Embassy in Beijing. "Haus Nord, 17 Street'


def test_a_file_that_a_spreadsheet_has_saved_again_is_read(read: Read) -> None:
    row = (
        mission().replace("17 Street", '"""Haus Nord"", 17 Street"').replace("Germany", '"Germany"')
    )

    (fact,) = read(Embassies(), HEADER + row).facts

    assert fact.summary == 'Embassy in Beijing. "Haus Nord", 17 Street'


def test_a_mission_that_stands_twice_is_one_fact(read: Read) -> None:
    found = read(Embassies(), HEADER + mission() * 2)

    assert len(found.facts) == 1
    assert [remark.said for remark in found.remarks] == ["The mission stands on line 2 already."]


@pytest.mark.parametrize("column", ["operator", "country"])
def test_who_is_no_state_is_an_actor(read: Read, column: str) -> None:
    found = read(Embassies(), HEADER + mission(**{column: "Indigenous Australians"}))

    assert [(a.label, a.kind) for a in found.names.new_actors.values()] == [
        ("Indigenous Australians", "unknown")
    ]
    assert [remark.column for remark in found.remarks] == [column]


def test_a_name_we_do_not_know_is_found_by_its_iso_code(read: Read) -> None:
    header = HEADER.replace("operatorQID;", "operatorQID;operatorISO;")
    row = mission(operator="Danmark").replace(f"{ITEM}Q183;", f"{ITEM}Q183;DK;")

    (fact,) = read(Embassies(), header + row).facts

    assert fact.detail["senders"] == ["DNK"]


def test_a_cut_file_of_missions_says_so(read: Read) -> None:
    found = read(Embassies(), HEADER + mission() + "Germany;http://www.wikid")

    assert len(found.facts) == 1
    assert "may be cut" in found.refusals[0].said
