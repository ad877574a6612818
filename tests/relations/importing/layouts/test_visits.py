"""Visits: China's leaders abroad, COLT, and simple tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relations.datasets import DATASETS
from relations.importing.files import InputFile
from relations.importing.layouts.colt import ColtVisits
from relations.importing.layouts.visit_table import VisitTable
from relations.importing.layouts.visits import ChinaVisits

from .conftest import Found

Read = Callable[..., Found]

CHINA = (
    "Year,Name,Level,Country,Continent,Developed country,Communist country,Developing country,"
    "Original Source,Details\n"
)
COLT = (
    "TripID,LeaderFullName,LeaderCountryOrIGO,LeaderRegion,LeaderRole,LeaderTitle,CountryVisited,"
    "RegionVisited,CityVisited,TripYear,TripStartDate,TripEndDate,TripDuration,SourceLink1\n"
)


def china(*rows: str) -> str:
    return CHINA + "".join(f"{row}\n" for row in rows)


def test_a_year_written_as_a_decimal_is_a_year(read: Read) -> None:
    (fact,) = read(
        ChinaVisits(), china("1949.0,Mao Zedong,President,Soviet Union,,,,,CEIAS,")
    ).facts

    assert (fact.kind, fact.subtype, fact.date.text) == ("visit", "visit", "1949")
    assert fact.headline == "Mao Zedong of China visits the Soviet Union"
    assert fact.detail["visitors"] == ["CHN"]
    assert fact.detail["level"] == "leaders"
    assert fact.summary == "President. Source given: CEIAS"


@pytest.mark.parametrize(
    ("host", "year", "code"),
    [
        ("Soviet Union", 1989, "SUN"),
        ("Russia", 2013, "RUS"),
        ('"Korea, North"', 1990, "PRK"),
        ("Yugoslavia", 1978, "YUG"),
        ("Congo", 2013, "COG"),
    ],
)
def test_the_host_is_the_state_as_named(read: Read, host: str, year: int, code: str) -> None:
    (fact,) = read(ChinaVisits(), china(f"{year}.0,Li Peng,Premier,{host},,,,,CEIAS,")).facts

    assert fact.detail["host"] == code


def test_two_rows_that_say_the_same_are_two_visits(read: Read) -> None:
    row = "2013.0,Xi Jinping,President,Russia,,,,,CEIAS,"

    found = read(ChinaVisits(), china(row, row))

    assert [fact.key for fact in found.facts] == [
        "china:2013:xi-jinping:RUS", "china:2013:xi-jinping:RUS:2",
    ]  # fmt: skip


def test_a_page_of_its_own_is_the_rows_source(read: Read) -> None:
    page = "https://example.org/trips"

    (fact,) = read(ChinaVisits(), china(f"2014.0,Li Keqiang,Premier,Mali,,,,,{page},Talks")).facts

    assert fact.source == f"{page}\t"
    assert fact.detail["purpose"] == "Talks"


def test_details_about_somebody_else_are_remarked_on(read: Read) -> None:
    details = "A deputy minister of foreign affairs meets the ambassador of Pakistan in Beijing."

    found = read(ChinaVisits(), china(f"2023.0,Xi Jinping,President,Pakistan,,,,,x,{details}"))

    assert len(found.facts) == 1
    assert [remark.said for remark in found.remarks] == [
        "The row's details do not mention Xi Jinping."
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("19x9,Li Peng,Premier,Mali,,,,,,", "Year"),
        ("1989.0,Li Peng,Premier,China,,,,,,", "Country"),
        ("1989.0,Li Peng,Premier,,,,,,,", "Country"),
        ("1989.0,Li Peng,Premier,Switzerlnd,,,,,,", "Country"),
    ],
    ids=["no year", "itself", "nowhere", "misspelt"],
)
def test_a_visit_that_cannot_be_read_is_refused(read: Read, row: str, column: str) -> None:
    found = read(ChinaVisits(), china(row))

    assert not found.facts
    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(2, column)]


# --- COLT --------------------------------------------------------------------------------------


def colt(*rows: str) -> str:
    return COLT + "".join(f"{row}\n" for row in rows)


MERKEL = (
    "T-1,Angela Merkel,Germany,Europe,G,Chancellor,France,Europe,Paris,2005,"
    "2005-11-23,2005-11-24,2,https://example.org/a"
)


def test_a_trip_has_its_days_its_city_and_its_number(read: Read) -> None:
    (fact,) = read(ColtVisits(), colt(MERKEL)).facts

    assert (fact.key, fact.date.text, fact.end.text) == ("T-1", "2005-11-23", "2005-11-24")
    assert fact.headline == "Angela Merkel of Germany visits France"
    assert fact.detail["place"] == "Paris"
    assert fact.summary == "Chancellor. 2 days"
    assert fact.source == "https://example.org/a\t"


@pytest.mark.parametrize(
    ("role", "level"),
    [("GS", "leaders"), ("De Facto", "leaders"), ("F", "ministers"), ("CP", "officials"),
     ("?", "unknown")],
)  # fmt: skip
def test_a_role_is_a_level(read: Read, role: str, level: str) -> None:
    (fact,) = read(ColtVisits(), colt(MERKEL.replace(",G,", f",{role},"))).facts

    assert fact.detail["level"] == level


def test_what_is_to_be_determined_is_not_known(read: Read) -> None:
    (fact,) = read(ColtVisits(), colt(
        MERKEL.replace("2005-11-23,2005-11-24,2", "TBD,TBD,TBD").replace("T-1", "")
    )).facts  # fmt: skip

    assert (fact.key, fact.date.text, fact.end.text) == ("2005:angela-merkel:FRA", "2005", "")
    assert fact.summary == "Chancellor"


@pytest.mark.parametrize(
    ("written", "day"),
    [("11/23/2005", "2005-11-23"), ("23/11/2005", "2005-11-23"),
     ("2005-11-23 00:00:00", "2005-11-23"), ("2005-11-23T00:00:00Z", "2005-11-23"),
     ("23-Nov-05", "2005-11-23"), ("11/23/05", "2005-11-23"), ("38679", "2005-11-23"),
     ("2-Jan-69", "1969-01-02")],
)  # fmt: skip
def test_days_of_a_spreadsheet_are_read(read: Read, written: str, day: str) -> None:
    (fact,) = read(ColtVisits(), colt(MERKEL.replace("2005-11-23", written))).facts

    assert fact.date.text == day


def test_a_trip_of_one_day_has_no_end(read: Read) -> None:
    (fact,) = read(ColtVisits(), colt(MERKEL.replace("2005-11-24,2", "2005-11-23,1.0"))).facts

    assert fact.end.text == ""
    assert fact.summary == "Chancellor. 1 day"


def test_the_leader_of_an_organisation_may_be_a_new_actor(read: Read) -> None:
    found = read(ColtVisits(), colt(
        MERKEL.replace("Germany", "Pacific Islands Forum").replace(",G,", ",I,")
    ))  # fmt: skip

    assert [a.label for a in found.names.new_actors.values()] == ["Pacific Islands Forum"]


def test_a_file_in_latin_1_keeps_its_names(write: Callable[..., object], read: Read) -> None:
    layout = ColtVisits()
    text = colt(MERKEL.replace("Angela Merkel", "José Sócrates").replace("Germany", "Portugal"))

    file = write(text, encoding="latin-1")
    (bundle,) = layout.read([file], read(layout, colt(MERKEL)).names)  # type: ignore[list-item]

    assert bundle.facts[0].detail["persons"] == ["José Sócrates"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ((",2005,2005-11-23", ",TBD,soon"), "TripYear"),
        ((",Germany,", ",Germny,"), "LeaderCountryOrIGO"),
        ((",France,", ",,"), "CountryVisited"),
    ],
    ids=["no date", "misspelt", "nowhere"],
)
def test_a_trip_that_cannot_be_read_is_refused(
    read: Read, wrong: tuple[str, str], column: str
) -> None:
    found = read(ColtVisits(), colt(MERKEL.replace(*wrong)))

    assert not found.facts
    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(2, column)]


@pytest.mark.parametrize(
    ("written", "days", "said"),
    [
        (("2005-11-23,2005-11-24", "soon,2005-11-24"), ("2005", "2005-11-24"),
         ("TripStartDate", "soon")),
        (("2005-11-24", "2005-02-30"), ("2005-11-23", ""), ("TripEndDate", "2005-02-30")),
        (("2005-11-24", "2005-11-20"), ("2005-11-23", ""), ("TripEndDate", "2005-11-20")),
        (("2005-11-23,2005-11-24", ",2005-03-01"), ("2005", "2005-03-01"), None),
    ],
    ids=["no day", "no such day", "backwards", "an end alone"],
)  # fmt: skip
def test_a_slip_in_a_day_keeps_no_trip_out(
    read: Read, written: tuple[str, str], days: tuple[str, str], said: tuple[str, str] | None
) -> None:
    found = read(ColtVisits(), colt(MERKEL.replace(*written)))

    (fact,) = found.facts
    assert (fact.date.text, fact.end.text) == days
    assert [(remark.column, remark.value) for remark in found.remarks] == ([said] if said else [])


def test_a_trip_at_home_is_remarked_on_and_not_recorded(read: Read) -> None:
    found = read(ColtVisits(), colt(MERKEL.replace(",France,", ",Germany,"), MERKEL))

    assert [fact.key for fact in found.facts] == ["T-1"]
    assert [remark.said for remark in found.remarks] == [
        "Germany does not visit itself; it is not recorded."
    ]


def test_a_place_that_is_no_country_is_an_actor_with_a_remark(read: Read) -> None:
    found = read(ColtVisits(), colt(MERKEL.replace(",France,", ",Nagorno-Karabakh,")))

    assert [(a.label, a.kind) for a in found.names.new_actors.values()] == [
        ("Nagorno-Karabakh", "unknown")
    ]
    assert [(remark.column, remark.value) for remark in found.remarks] == [
        ("CountryVisited", "Nagorno-Karabakh")
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Turkiye", "TUR"), ("Holy See", "VAT"), ("Cabo Verde", "CPV"), ("Timor Leste", "TLS"),
     ("Congo-Brazzaville", "COG"), ("Congo-Kinshasa", "COD")],
)  # fmt: skip
def test_names_of_the_travel_data_are_understood(read: Read, name: str, code: str) -> None:
    (fact,) = read(ColtVisits(), colt(MERKEL.replace(",France,", f",{name},"))).facts

    assert fact.detail["host"] == code


# --- simple tables -----------------------------------------------------------------------------


def test_a_simple_table_is_read_by_its_headings(read: Read) -> None:
    found = read(
        VisitTable(),
        "Host;Date;Visitor;Person;Level;City;Purpose;URL\n"
        "France;2022-07-19;Germany;A;Foreign minister;Paris;Talks;https://example.org/b\n",
    )

    (fact,) = found.facts
    assert fact.key == "table:2022-07-19:a:FRA"
    assert fact.headline == "A of Germany visits France"
    assert fact.detail["level"] == "ministers"
    assert fact.detail["place"] == "Paris"
    assert fact.source == "https://example.org/b\t"


def test_nobody_is_credited_with_somebodys_own_table() -> None:
    credited = DATASETS[VisitTable.dataset]

    assert VisitTable.dataset not in (ChinaVisits.dataset, ColtVisits.dataset)
    assert "does not name its authors" in credited.credit


@pytest.mark.parametrize("column", ["Quotation", "Kind", "Words"])
def test_a_table_with_quotations_or_kinds_is_somebodys_own(
    write: Callable[..., InputFile], column: str
) -> None:
    assert not VisitTable().claims([write(f"Date,Visitor,Host,{column}\n")])
    assert VisitTable().claims([write("Date,Visitor,Host\n")])


def test_several_visitors_and_persons_are_listed_with_semicolons(read: Read) -> None:
    found = read(
        VisitTable(),
        "year,visitors,host country,persons\n2022.0,Germany; United States,France,A; B\n",
    )

    (fact,) = found.facts
    assert (fact.date.text, fact.detail["visitors"]) == ("2022", ["DEU", "USA"])
    assert fact.detail["persons"] == ["A", "B"]
    assert fact.headline == "A and B of Germany and the United States visit France"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",Germany,France", "date"),
        ("soon,Germany,France", "date"),
        ("2022,,France", "visitor"),
        ("2022,France,France", "host"),
        ("2022,Germany,", "host"),
    ],
    ids=["no date", "a word", "nobody", "itself", "nowhere"],
)
def test_a_row_of_a_simple_table_that_cannot_be_read_is_refused(
    read: Read, row: str, column: str
) -> None:
    found = read(VisitTable(), f"date,visitor,host\n{row}\n")

    assert not found.facts
    assert [(refusal.line, refusal.column) for refusal in found.refusals] == [(2, column)]


def test_a_cut_table_of_visits_says_so(read: Read) -> None:
    found = read(VisitTable(), "date,visitor,host\n2022,Germany,France\n2022,Unit")

    assert len(found.facts) == 1
    assert "may be cut" in found.refusals[0].said
