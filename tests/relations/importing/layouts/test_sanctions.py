"""GSDB: cases of sanctions, their lists of senders and targets, and what is still going on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.importing.layouts.name_lists import split_names
from relations.importing.layouts.sanctions import GlobalSanctions

from .conftest import Found

Read = Callable[..., Found]

HEADER = (
    "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,"
    "financial,travel,other,target_mult,sender_mult,objective,success\n"
)
KNOWN = (
    "Congo, Democratic Republic of the", "Egypt, Arab Rep.", "France", "Hungary", "Korea, North",
    "Korea, South", "Libya", "Niger", "Vietnam, North", "Yemen, North",
)  # fmt: skip


def case(
    target: str = "Iran", sender: str = "United States", begin: object = 2019, end: object = 2022,
    what: str = "0,,0,0,1,0,0", objective: str = "terrorism", success: str = "ongoing",
    number: object = 1120,
) -> str:  # fmt: skip
    return (
        f'{HEADER}{number},"{target}","{sender}",{begin},{end},{what},0,0,'
        f'"{objective}","{success}"\n'
    )


# --- lists of names ----------------------------------------------------------------------------


@given(st.lists(st.sampled_from(KNOWN), max_size=12))
def test_known_names_joined_by_commas_are_split_again(names: list[str]) -> None:
    assert split_names(", ".join(names), KNOWN.__contains__) == names


def test_a_list_with_a_comma_in_one_name_is_split_right() -> None:
    text = "Mauritania, Djibouti, Comoros, Jordan, Libya, Yemen, North, Niger"
    known = {"Mauritania", "Djibouti", "Comoros", "Jordan", "Libya", "Yemen", "Niger", *KNOWN}

    assert split_names(text, known.__contains__) == [
        "Mauritania", "Djibouti", "Comoros", "Jordan", "Libya", "Yemen, North", "Niger",
    ]  # fmt: skip


def test_names_known_each_by_itself_are_not_put_together() -> None:
    known = {"Austria", "Hungary", "Austria, Hungary"}

    assert split_names("Austria, Hungary", known.__contains__) == ["Austria", "Hungary"]


def test_unknown_names_stand_alone_and_spoil_nothing() -> None:
    assert split_names("CoCom, Egypt, Arab Rep., Nobody,", KNOWN.__contains__) == [
        "CoCom", "Egypt, Arab Rep.", "Nobody",
    ]  # fmt: skip


# --- cases -------------------------------------------------------------------------------------


def test_a_case_is_one_fact_of_all_senders_on_all_targets(read: Read) -> None:
    found = read(GlobalSanctions(), case(
        "Korea, North, Egypt, Arab Rep.", "EU, Turkey, Congo, Democratic Republic of the",
    ))  # fmt: skip

    (fact,) = found.facts
    assert (fact.kind, fact.subtype, fact.key) == ("action", "sanction_imposed", "1120")
    assert fact.detail["senders"] == ["EUU", "TUR", "COD"]
    assert fact.detail["receivers"] == ["PRK", "EGY"]
    assert not found.troubles


def test_an_ongoing_case_has_no_end(read: Read) -> None:
    (fact,) = read(GlobalSanctions(), case(
        objective="democracy,human_rights", success="failed,ongoing",
    )).facts  # fmt: skip

    assert (fact.date.text, fact.end.text) == ("2019", "")
    assert fact.summary == (
        "GSDB case 1120. Ongoing in 2022, the last year of the release. "
        "Objectives: democracy (failed) and human rights (ongoing)."
    )


def test_a_case_that_ended_in_the_last_year_has_an_end(read: Read) -> None:
    (fact,) = read(GlobalSanctions(), case(success="failed")).facts

    assert fact.end.text == "2022"


def test_a_case_that_ended_before_the_last_year_has_an_end_whatever_was_pursued(read: Read) -> None:
    passed_on = case("Libya", "EEC", 1986, 1992, number=314)

    found = read(GlobalSanctions(), passed_on + case().removeprefix(HEADER))

    assert [(fact.key, fact.end.text) for fact in found.facts] == [("314", "1992"), ("1120", "")]
    assert found.facts[0].summary == "GSDB case 314. Objective: terrorism (ongoing)."


def test_a_body_that_acts_on_itself_acts_on_its_members(read: Read) -> None:
    found = read(GlobalSanctions(), case("ECOWAS", "ECOWAS", 1998, 2022, "0,,1,0,0,0,0"))

    (fact,) = found.facts
    assert fact.headline == "ECOWAS imposes sanctions on Members of ECOWAS: arms"
    assert not found.refusals
    assert [remark.said for remark in found.remarks] == [
        "It acts on itself; the targets are its members."
    ]


def test_the_headline_says_who_did_what_to_whom(read: Read) -> None:
    (fact,) = read(GlobalSanctions(), case(what='1,"exp_compl, imp_part",1,0,0,0,0')).facts

    assert fact.headline == "The United States imposes sanctions on Iran: trade and arms"
    assert fact.detail["purpose"] == "Sanctions: trade (all exports and some imports) and arms"


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("Yemen, North", 1985, "YEMENAR"),
        ("Yemen, North", 2014, "YEM"),
        ("FRY", 1994, "YUG"),
        ("Ethiopia (excludes Eritrea)", 1999, "ETH"),
        ("EEU", 2022, "EAEU"),
        ("EEC", 1982, "EUU"),
        ("UN", 1966, "UNO"),
        ("League of Arab States", 1950, "ARABLEAGUE"),
        ("North Vietnam", 1954, "VNM"),
        ("Vietnam, North", 1954, "VNM"),
        ("Soviet Union", 1962, "SUN"),
        ("German Democratic Republic", 1954, "DDR"),
        ("Rhodesia", 1966, "ZWE"),
        ("South Vietnam", 1964, "SVNM"),
        ("South Vietnam", 1976, "VNM"),
        ("South Vietnam", 2015, "VNM"),
        ("Cyprus (Northern)", 1974, "NORTHERNCYPRUS"),
        ("CSCE", 1992, "OSCE"),
    ],
)
def test_names_of_the_data_set_are_understood(read: Read, name: str, year: int, code: str) -> None:
    found = read(GlobalSanctions(), case(name, "India", year, 2022))

    assert found.facts[0].detail["receivers"] == [code]
    assert not found.troubles


def test_an_organisation_that_is_not_here_becomes_an_actor_with_a_remark(read: Read) -> None:
    found = read(GlobalSanctions(), case("China", "CoCom", 1950, 1985))

    assert [(actor.label, actor.kind) for actor in found.names.new_actors.values()] == [
        ("CoCom", "organisation")
    ]
    assert [(remark.column, remark.value) for remark in found.remarks] == [
        ("sanctioning_state", "CoCom")
    ]
    assert found.facts[0].headline == "CoCom imposes sanctions on China: financial"


def test_a_target_that_is_no_country_is_an_actor_of_unknown_kind(read: Read) -> None:
    found = read(GlobalSanctions(), case("Bosnian Serbs", "EU", 1994, 1996))

    assert [actor.kind for actor in found.names.new_actors.values()] == ["unknown"]


def test_a_misspelt_country_is_refused_with_the_right_one(read: Read) -> None:
    found = read(GlobalSanctions(), case("Switzerlnd"))

    (refusal,) = found.refusals
    assert (refusal.line, refusal.column, refusal.value) == (2, "sanctioned_state", "Switzerlnd")
    assert refusal.said == "No country is called Switzerlnd. Did you mean “Switzerland”?"
    assert not found.bundles


def test_a_sender_among_the_targets_is_left_out(read: Read) -> None:
    found = read(GlobalSanctions(), case("France, Libya", "France, Niger"))

    assert found.facts[0].detail["senders"] == ["NER"]
    assert found.remarks[0].said == "France would act on itself and is left out."


def test_lists_of_objectives_and_success_of_two_lengths_are_both_said(read: Read) -> None:
    (fact,) = read(GlobalSanctions(), case(
        objective="democracy,end_war", success="failed",
    )).facts  # fmt: skip

    assert fact.summary.endswith("Objectives: democracy and ending war. Success: failed.")


def test_a_case_without_objective_or_kind_is_still_a_case(read: Read) -> None:
    (fact,) = read(GlobalSanctions(), case(what="0,,0,0,0,0,0", objective="", success="")).facts

    assert fact.headline == "The United States imposes sanctions on Iran"
    assert fact.summary == "GSDB case 1120."


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (case(number=""), "case_id"),
        (case(number="x"), "case_id"),
        (case(begin="19xx"), "begin"),
        (case(begin=2020, end=2019), "end"),
        (case(end="NA"), "end"),
        (case(target=""), "sanctioned_state"),
        (case(target="France", sender="France"), "sanctioning_state"),
        (case(what="0,,0,0,3,0,0"), "financial"),
    ],
    ids=["no number", "a word", "no year", "backwards", "no end", "nobody", "itself", "3"],
)
def test_a_case_that_cannot_be_read_is_refused(read: Read, text: str, column: str) -> None:
    found = read(GlobalSanctions(), text)

    assert not found.bundles
    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(2, column)]


def test_a_case_that_stands_twice_is_refused_the_second_time(read: Read) -> None:
    found = read(GlobalSanctions(), case() + case().removeprefix(HEADER))

    assert len(found.facts) == 1
    assert found.refusals[0].said == "Line 2 is the same case."


def test_a_cut_file_of_cases_says_so(read: Read) -> None:
    found = read(GlobalSanctions(), case() + '1121,"Libya","United Sta')

    assert len(found.facts) == 1
    assert "may be cut" in found.refusals[0].said


def test_the_release_of_sanctions_says_its_last_year(write: Callable[..., object]) -> None:
    release = GlobalSanctions().release([write(case())])  # type: ignore[list-item]

    assert release.name == "Global Sanctions Data Base, cases to 2022"
