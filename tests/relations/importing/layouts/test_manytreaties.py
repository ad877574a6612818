"""manytreaties: agreements and parties in two files that do not agree on everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from relations.dates import UnreadableDate
from relations.importing.files import InputFile
from relations.importing.layouts.manytreaties import ManyTreaties
from relations.importing.layouts.treaties import type_of
from relations.importing.layouts.treaty_rows import date_of
from relations.importing.layouts.treaty_states import state_of
from relations.importing.names import Names

from .conftest import Found

Read = Callable[..., Found]

AGREEMENTS = (
    "treatyID,Title,Begin,End,Signature,Force,Term,Grounds,TypeDomain,TypeAgree,TypeAmbit,"
    "TypeGeo,TypeSubject,Location,Published,TextURL\n"
)
PARTIES = (
    "stateID,treatyID,Title,Begin,End,Signature,StateSignature,StateRatification,Force,StateForce,"
    "Term,StateEnd\n"
)


def agreement(
    identifier: str = "CAN-USA_1972A",
    title: str = "Agreement Between Canada And The United States",
    begin: str = "1972-04-15", end: str = "", signature: str = "1972-04-15", force: str = "",
    term: str = "", grounds: str = "", domain: str = "Environment", kind: str = "Agreement",
    ambit: str = "Bilateral", subject: str = "", place: str = "", published: str = "",
    address: str = "",
) -> str:  # fmt: skip
    return (
        f'{identifier},"{title}",{begin},{end},{signature},{force},{term},{grounds},{domain},'
        f"{kind},{ambit},,{subject},{place},{published},{address}\n"
    )


def party(
    state: str, identifier: str = "CAN-USA_1972A",
    title: str = "Agreement Between The Government Of Canada And The United States",
    begin: str = "1972-04-15", end: str = "", signature: str = "1972-04-15", signed: str = "",
    ratified: str = "", force: str = "", in_force: str = "", left: str = "",
) -> str:  # fmt: skip
    return (
        f'{state},{identifier},"{title}",{begin},{end},{signature},{signed},{ratified},{force},'
        f"{in_force},,{left}\n"
    )


def codes(found: Found) -> list[tuple[str, ...]]:
    return [tuple(party.code for party in agreement.parties) for agreement in found.agreements]


def steps(found: Found) -> list[tuple[str, str]]:
    return [(fact.subtype, fact.date.text) for fact in found.facts]


BOTH = party("CAN", signed="1972-04-15") + party("USA", signed="1972-04-15")


def test_both_files_together_make_an_agreement_with_its_parties(read: Read) -> None:
    found = read(
        ManyTreaties(),
        AGREEMENTS + agreement(force="1973-01-02", term="1978-11-22", end="1978-11-22"),
        PARTIES + BOTH,
    )

    (treaty,) = found.agreements
    assert (treaty.key, treaty.type, treaty.subjects) == (
        "CAN-USA_1972A", "agreement", ("environment",),
    )  # fmt: skip
    assert codes(found) == [("CAN", "USA")]
    assert steps(found) == [
        ("signed", "1972-04-15"), ("entered_into_force", "1973-01-02"),
        ("terminated", "1978-11-22"),
    ]  # fmt: skip
    assert not found.troubles


def test_the_order_of_the_files_does_not_matter(read: Read) -> None:
    files = AGREEMENTS + agreement(), PARTIES + BOTH

    assert read(ManyTreaties(), *files).bundles == read(ManyTreaties(), *reversed(files)).bundles


def test_a_party_has_dates_of_its_own(read: Read) -> None:
    found = read(
        ManyTreaties(),
        PARTIES
        + party("CAN", signed="1972-04-15", ratified="1973-01-01", in_force="1973-02-01")
        + party("USA", signed="1972-04-16", left="1980-05-05")
        + party("MEX", ratified="1975-01-01", left="9999-12-31"),
    )

    canada, mexico, america = sorted(found.agreements[0].parties, key=lambda one: one.code)
    assert (canada.signed, canada.joined, canada.how) == (
        "1972-04-15", "1973-01-01", "ratification",
    )  # fmt: skip
    assert canada.in_force == "1973-02-01"
    assert (america.how, america.left) == ("signature", "1980-05-05")
    assert (mexico.joined, mexico.how, mexico.left) == ("1975-01-01", "", "")


def test_parties_without_an_agreement_row_are_a_treaty(read: Read) -> None:
    found = read(ManyTreaties(), PARTIES + BOTH)

    assert found.agreements[0].title.startswith("Agreement Between The Government Of Canada")
    assert steps(found) == [("signed", "1972-04-15")]


def test_a_state_that_stands_twice_is_one_party(read: Read) -> None:
    found = read(
        ManyTreaties(),
        PARTIES + BOTH + party("USA", ratified="1973-03-03") + party("EUE") + party("EUU"),
    )

    assert codes(found) == [("CAN", "USA", "EUU")]
    assert found.agreements[0].parties[1].joined == "1973-03-03"


def test_an_agreement_alone_has_the_states_of_its_identifier_if_its_title_names_them(
    read: Read,
) -> None:
    found = read(ManyTreaties(), AGREEMENTS + agreement())

    assert codes(found) == [("CAN", "USA")]
    assert found.facts[0].summary == "The parties are those of the identifier and the title."


@pytest.mark.parametrize(
    "row",
    [
        agreement("BGD-PAK_1959A", "Indo-Pakistan Agreement On Border Disputes"),
        agreement("KAZ-KGZ_2000A", "Agreement Between Uzbekistan And Kyrgyzstan (Kazakhstan)"),
        agreement("KAZ-KGZ_1997A", "Agreement Between Kazakhstan And Kyrgyzstan", ambit="Regional"),
        agreement("VTRNRM_1961A", "Convention On Veterinary Medicine"),
        agreement("POL-PPQ_1965A", "Convention Between Poland And Yugoslavia"),
    ],
    ids=["another title", "in brackets only", "of more than two", "no states", "unknown code"],
)
def test_a_treaty_with_fewer_than_two_parties_is_remarked_on(read: Read, row: str) -> None:
    found = read(ManyTreaties(), AGREEMENTS + row)

    assert not found.bundles
    assert [(remark.line, remark.column) for remark in found.remarks] == [(2, "treatyID")]


def test_two_treaties_of_one_identifier_are_two_agreements_with_their_own_parties(
    read: Read,
) -> None:
    lakes = "Agreement Between Canada And The United States On The Great Lakes"
    river = "Agreement Between Canada And The United States On The St John River"
    found = read(
        ManyTreaties(),
        AGREEMENTS
        + agreement(title=river, begin="1972-09-21", signature="1972-09-21")
        + agreement(title=lakes, term="1978-11-22"),
        PARTIES
        + party("CAN", title=lakes, left="1978-11-22")
        + party("USA", title=lakes)
        + party("CAN", title=river, begin="1972-09-21")
        + party("USA", title=river, begin="1972-09-21"),
    )

    first, second = sorted(found.agreements, key=lambda one: one.key)
    assert (first.key, first.title) == ("CAN-USA_1972A", lakes)
    assert second.key.startswith("CAN-USA_1972A#")
    assert [one.left for one in first.parties] == ["1978-11-22", ""]
    assert [one.left for one in second.parties] == ["", ""]
    assert [remark.line for remark in found.remarks] == [3]


def test_parties_of_another_treaty_of_the_identifier_are_not_the_agreements(read: Read) -> None:
    found = read(
        ManyTreaties(),
        AGREEMENTS + agreement(title="Treaty On Nuclear Tests"),
        PARTIES
        + party("CAN", title="Energy Cooperation", begin="1972-06-01")
        + party("USA", title="Energy Cooperation", begin="1972-06-01"),
    )

    assert [one.title for one in found.agreements] == ["Energy Cooperation"]
    assert [remark.column for remark in found.remarks] == ["treatyID"]


def test_a_third_title_of_an_identifier_is_a_treaty_of_its_own(read: Read) -> None:
    fish, talks = "Treaty On Fish In Lakes", "International Treaty On Fish In Lakes"
    found = read(
        ManyTreaties(),
        AGREEMENTS + agreement(title=fish),
        PARTIES
        + party("CAN", title=fish)
        + party("USA", title=fish)
        + party("CAN", title=talks)
        + party("USA", title=talks),
    )

    assert [one.title for one in found.agreements] == [fish, talks]


def test_titles_of_common_words_alone_are_alike(read: Read) -> None:
    found = read(
        ManyTreaties(),
        AGREEMENTS + agreement(title="The Treaty"),
        PARTIES + party("CAN", title="A Treaty") + party("USA", title="A Treaty"),
    )

    assert [one.title for one in found.agreements] == ["The Treaty"]
    assert codes(found) == [("CAN", "USA")]


def test_a_treaty_without_any_date_has_the_states_of_today(read: Read) -> None:
    found = read(
        ManyTreaties(),
        PARTIES + party("RUS", begin="", signature="") + party("USA", begin="", signature=""),
    )

    assert codes(found) == [("RUS", "USA")]
    assert steps(found) == [("signed", "")]


def test_a_party_is_dated_by_the_first_date_that_is_one(read: Read) -> None:
    found = read(ManyTreaties(), PARTIES + party("RUS", signed="soon", ratified="1990-01-01")
                 + party("USA"))  # fmt: skip

    assert codes(found) == [("SUN", "USA")]
    assert [remark.value for remark in found.remarks] == ["soon"]


def test_a_row_that_stands_twice_is_one_treaty_with_a_remark(read: Read) -> None:
    found = read(ManyTreaties(), AGREEMENTS + agreement() * 2)

    assert len(found.agreements) == 1
    assert found.remarks[0].said == "Line 2 is the same treaty; the two are one."


def test_keys_stay_when_rows_change_their_order(read: Read) -> None:
    rows = [
        agreement(title="Agreement Between Canada And The United States On Water"),
        agreement(title="Agreement Between Canada And The United States On Fish"),
    ]

    there = read(ManyTreaties(), AGREEMENTS + "".join(rows)).agreements
    back = read(ManyTreaties(), AGREEMENTS + "".join(reversed(rows))).agreements

    assert {one.key: one.title for one in there} == {one.key: one.title for one in back}


def test_an_amendment_belongs_to_the_treaty_it_names(read: Read) -> None:
    found = read(
        ManyTreaties(),
        AGREEMENTS
        + agreement()
        + agreement("CAN-USA_1980E:CAN-USA_1972A", kind="Amendment")
        + agreement("CAN-USA[NA]_1981E:NOBODY_1900A", kind="Amendment"),
    )

    assert [(one.type, one.parent) for one in found.agreements] == [
        ("agreement", ""), ("amendment", "CAN-USA_1972A"), ("amendment", ""),
    ]  # fmt: skip


def test_what_expired_did_not_merely_end(read: Read) -> None:
    found = read(
        ManyTreaties(), AGREEMENTS + agreement(end="1980-01-01", grounds="Expired automatically")
    )

    assert steps(found)[-1] == ("expired", "1980-01-01")


def test_a_beginning_alone_is_said_to_be_one(read: Read) -> None:
    found = read(ManyTreaties(), AGREEMENTS + agreement(signature=""))

    assert steps(found) == [("signed", "1972-04-15")]
    assert "neither signature nor entry into force" in found.facts[0].summary


def test_a_date_that_is_none_is_remarked_on_and_left_out(read: Read) -> None:
    found = read(ManyTreaties(), AGREEMENTS + agreement(force="0197-05-01", term="soon"))

    assert steps(found) == [("signed", "1972-04-15")]
    assert [(remark.column, remark.value) for remark in found.remarks] == [
        ("Force", "0197-05-01"), ("Term", "soon"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("1927-12-10?", "1927-12-10?"),
        ("1981-09..1981-10", "1981-09/1981-10"),
        ("..1990-01-01", "../1990-01-01"),
        ("1990-01-01..", "1990-01-01/.."),
        ("2018-10", "2018-10"),
        ("9999-12-31", ""),
        ("NA", ""),
    ],
)
def test_dates_are_as_precise_as_written(written: str, read_as: str) -> None:
    assert date_of(written).text == read_as


@pytest.mark.parametrize("written", ["0998-05-01", "-450-01-01", "1990-13-01", "?"])
def test_dates_that_are_none_are_refused(written: str) -> None:
    with pytest.raises(UnreadableDate):
        date_of(written)


@pytest.mark.parametrize(
    ("code", "on", "state"),
    [
        ("RUS", date(1971, 2, 12), "SUN"),
        ("RUS", date(1994, 5, 4), "RUS"),
        ("SRB", date(1957, 6, 21), "YUG"),
        ("SRB", date(2004, 1, 1), "SCG"),
        ("CZE", date(1965, 6, 16), "CSK"),
        ("YEM", date(1969, 3, 20), "YEMENAR"),
        ("AUT", date(1889, 4, 15), "AUSTRIAHUNGARY"),
        ("AUH", date(1889, 4, 15), "AUSTRIAHUNGARY"),
        ("ALG", date(1979, 5, 25), "DZA"),
        ("EUE", date(2002, 11, 21), "EUU"),
        ("PRU", date(1850, 1, 1), "DEU"),
        ("GBR", None, "GBR"),
        ("QQQ", None, None),
    ],
)
@pytest.mark.usefixtures("db", "_reference")
def test_a_code_is_the_state_it_stood_for_on_the_day(
    code: str, on: date | None, state: str | None
) -> None:
    assert state_of(Names(), code, on) == state


@pytest.mark.usefixtures("db", "_reference")
def test_a_state_that_is_not_in_our_table_becomes_an_actor() -> None:
    names = Names()

    assert state_of(names, "DZG", None) in names.new_actors


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Protocol to the Convention on Diplomatic Relations", "protocol"),
        ("Convention on Special Missions", "treaty"),
        ("Exchange Of Notes Constituting An Agreement", "exchange_of_notes"),
        ("Optional Annex", "other"),
    ],
)
def test_the_type_is_what_the_title_says_first(title: str, kind: str) -> None:
    assert type_of(title) == kind


def test_register_address_and_subjects_are_taken_from_their_columns(read: Read) -> None:
    found = read(
        ManyTreaties(),
        AGREEMENTS
        + agreement(
            subject="Nuclear Energy", place="Geneva", published="BGBl. 1969 125 UNTS 22 and more",
            address='"""https://example.org/a"""',
        ),
    )  # fmt: skip

    (treaty,) = found.agreements
    assert treaty.registration == "125 UNTS 22"
    assert treaty.text_address == "https://example.org/a"
    assert treaty.subjects == ("environment", "nuclear")
    assert found.facts[0].detail["place"] == "Geneva"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (PARTIES + BOTH + party("?"), "stateID"),
        (PARTIES + BOTH + party("MEX", ""), "treatyID"),
        (AGREEMENTS + agreement() + agreement(""), "treatyID"),
        (AGREEMENTS + agreement() + agreement(title=""), "Title"),
    ],
    ids=["no state", "no treaty", "no identifier", "no title"],
)
def test_a_row_of_a_treaty_that_cannot_be_read_is_refused(
    read: Read, text: str, column: str
) -> None:
    found = read(ManyTreaties(), text)

    assert len(found.agreements) == 1
    assert [refusal.column for refusal in found.refusals] == [column]


def test_a_code_that_nobody_has_is_an_actor_said_once(read: Read) -> None:
    found = read(ManyTreaties(), PARTIES + BOTH + party("QQQ") + party("QQQ"))

    assert len(found.agreements[0].parties) == 3
    assert [(a.label, a.kind) for a in found.names.new_actors.values()] == [("QQQ", "unknown")]
    assert [(remark.column, remark.value) for remark in found.remarks] == [("stateID", "QQQ")]


def test_cut_files_of_treaties_say_so(read: Read) -> None:
    found = read(
        ManyTreaties(), AGREEMENTS + agreement() + "X_1990A,Half", PARTIES + BOTH + "CAN,X_19"
    )

    assert len(found.agreements) == 1
    assert ["may be cut" in refusal.said for refusal in found.refusals] == [True, True]


def test_one_file_alone_says_nothing_of_treaties_that_are_not_in_it(
    write: Callable[..., InputFile],
) -> None:
    layout = ManyTreaties()
    agreements, parties = write(AGREEMENTS, "a.csv"), write(PARTIES, "p.csv")

    assert layout.is_expected({"key": "A"}, layout.release([agreements, parties]).scope)
    assert not layout.is_expected({"key": "A"}, layout.release([parties]).scope)
