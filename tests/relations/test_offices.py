"""Offices and who held them: written by hand, so checked by machine."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

import pytest

from relations import countries

CODES = {country.code for country in countries.load().countries}
OFFICES = {office.key: office for office in countries.offices()}
TENURES = list(countries.tenures())
RANKS = {
    "head_of_state", "head_of_government", "minister", "deputy", "official", "spokesperson",
    "ambassador", "commander", "legislator", "executive",
}  # fmt: skip
DATE = re.compile(r"^\d{4}(-\d\d(-\d\d)?)?$")


def test_offices_have_a_country_a_rank_and_holders() -> None:
    held = {tenure.office for tenure in TENURES}

    assert set(OFFICES) == held
    assert {office.rank for office in OFFICES.values()} == RANKS
    assert {office.country for office in OFFICES.values()} <= CODES
    titles = {(office.country, office.body, office.title) for office in OFFICES.values()}
    assert len(titles) == len(OFFICES)


def test_tenures_are_edtf_and_end_after_they_start() -> None:
    for tenure in TENURES:
        assert DATE.match(tenure.start), tenure
        assert tenure.end == "" or DATE.match(tenure.end), tenure
        shorter = min(len(tenure.start), len(tenure.end or tenure.start))
        assert tenure.start[:shorter] <= (tenure.end or tenure.start)[:shorter], tenure
        for text in filter(None, (tenure.start, tenure.end)):
            date.fromisoformat(text + "-01-01"[len(text) - 4 :])


def test_an_end_is_known_exactly_where_it_stands() -> None:
    assert {tenure.end_known for tenure in TENURES} == {"known", "open", "unknown"}

    assert [tenure for tenure in TENURES if bool(tenure.end) != (tenure.end_known == "known")] == []


def test_a_person_has_the_same_other_names_in_every_office() -> None:
    aliases = defaultdict(set)
    for tenure in TENURES:
        aliases[tenure.person].add(tenure.person_aliases)

    assert [person for person, names in aliases.items() if len(names) > 1] == []


def test_a_tenure_is_listed_once() -> None:
    keys = [(tenure.person, tenure.office, tenure.start) for tenure in TENURES]

    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("person", "office", "day"),
    [
        ("Vladimir Putin", "RUS-president", "2022-07-19"),
        ("Ali Khamenei", "IRN-supreme-leader", "2022-07-19"),
        ("Ebrahim Raisi", "IRN-president", "2022-07-19"),
        ("Jake Sullivan", "USA-national-security-advisor", "2022-07-11"),
        ("Ned Price", "USA-state-department-spokesperson", "2022-07-20"),
        ("Robert Malley", "USA-special-envoy-for-iran", "2022-07-20"),
        ("Emily Horne", "USA-national-security-council-spokesperson", "2022-01-11"),
        ("Joe Biden", "USA-president", "2024-04-18"),
        ("Donald Trump", "USA-president", "2019-10-25"),
        ("Mike Pompeo", "USA-secretary-of-state", "2019-01-21"),
        ("Elaine Chao", "USA-secretary-of-transportation", "2019-10-25"),
        ("Richard Grenell", "USA-ambassador-to-germany", "2019-01-21"),
        ("Steffen Seibert", "DEU-government-spokesperson", "2019-01-21"),
        ("Angela Merkel", "DEU-chancellor", "2019-01-21"),
        ("Bruno Rodríguez Parrilla", "CUB-foreign-minister", "2019-10-25"),
        ("Carlos Lage", "CUB-vice-president", "2004-11-19"),
        ("Martín Torrijos", "PAN-president", "2004-11-19"),
        ("Mireya Moscoso", "PAN-president", "2004-08-26"),
        ("José Vicente Rangel", "VEN-vice-president", "2005-01-01"),
        ("Sergei Lavrov", "RUS-foreign-minister", "2005-01-01"),
        ("Manmohan Singh", "IND-prime-minister", "2006-01-25"),
        ("A. P. J. Abdul Kalam", "IND-president", "2006-01-25"),
        ("Abdullah of Saudi Arabia", "SAU-king", "2006-01-25"),
        ("Hu Jintao", "CHN-president", "2006-01-23"),
        ("Luiz Inácio Lula da Silva", "BRA-president", "2004-11-16"),
        ("Roh Moo-hyun", "KOR-president", "2004-11-16"),
        ("Bashar al-Assad", "SYR-president", "2019-01-21"),
        ("Mikhail Gorbachev", "SUN-president", "1991-12-25"),
    ],
)
def test_whom_the_news_quotes_was_in_office_that_day(person: str, office: str, day: str) -> None:
    in_office = {
        tenure.person
        for tenure in TENURES
        if tenure.office == office
        and tenure.start <= day
        and (not tenure.end or day[: len(tenure.end)] <= tenure.end)
    }

    assert person in in_office
