import re
from collections import Counter, defaultdict
from datetime import date

import pycountry
import pytest

from relations import countries, dates
from relations.importing.reference import holders
from relations.models import Country, CountryCode, CountrySpell, Office, Tenure
from relations.pairs import CODE_PATTERN, Pair
from relations.timeline import timeline_pairs


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Russian Federation", "RUS"), ("Russian", "RUS"), ("Moscow", "RUS"),
        ("USSR", "SUN"), ("U.S.S.R.", "SUN"), ("U.S.", "USA"), ("the United States", "USA"),
        ("American", "USA"), ("Chinese", "CHN"), ("French", "FRA"), ("Korea, North", "PRK"),
        ("Turkey", "TUR"), ("Turkiye", "TUR"), ("Côte d’Ivoire", "CIV"), ("Viet Nam", "VNM"),
        ("West Germany", "DEU"), ("Burma", "MMR"), ("DR Congo", "COD"), ("Georgia", "GEO"),
        ("Iran (Persia)", "IRN"), ("Soviet", "SUN"), ("Yemen Arab Republic", "YEMENAR"),
    ],
)  # fmt: skip
def test_a_name_finds_its_country(text, code):
    assert countries.resolve(text) == code


@pytest.mark.parametrize(
    "text", ["Georgia, USA", "turkey", "Jordan Peterson", "Congo", "Korea", "", "Congolese"]
)
def test_what_is_no_one_countrys_name_finds_nothing(text):
    assert countries.resolve(text) is None


def test_a_dated_name_holds_only_in_its_years():
    assert countries.resolve("West Germany", date(1980, 1, 1)) == "DEU"
    assert countries.resolve("West Germany", date(2000, 1, 1)) is None


def test_codes_are_capitals_and_labels_and_slugs_are_unique():
    rows = list(countries.rows("countries"))

    assert all(re.match(CODE_PATTERN, row["code"]) for row in rows)
    for name in ("code", "label", "slug"):
        assert [text for text, n in Counter(row[name] for row in rows).items() if n > 1] == []


def test_every_current_iso_code_is_there():
    codes = {row["code"] for row in countries.rows("countries")}

    assert {country.alpha_3 for country in pycountry.countries} <= codes


def test_iso_codes_agree_with_iso():
    given = defaultdict(dict)
    for row in countries.rows("country_codes"):
        if not row["valid_to"]:
            given[row["code"]][row["scheme"]] = row["value"]

    for country in pycountry.countries:
        assert given[country.alpha_3]["iso2"] == country.alpha_2
        assert given[country.alpha_3]["iso_numeric"] == country.numeric


def test_the_lists_numbers_are_all_there():
    numbers = {scheme: set() for scheme in ("cow", "gw")}
    for row in countries.rows("country_codes"):
        if row["scheme"] in numbers:
            numbers[row["scheme"]].add(row["value"])

    # Distinct numbers of COW's membership list of 2016 and of Gleditsch-Ward's with microstates.
    assert (len(numbers["cow"]), len(numbers["gw"])) == (217, 225)


def test_one_number_serves_russia_and_the_soviet_union_at_different_times():
    served = {
        (row["code"], row["valid_from"], row["valid_to"])
        for row in countries.rows("country_codes")
        if (row["scheme"], row["value"]) == ("cow", "365")
    }

    assert served == {
        ("RUS", "1816-01-01", "1922-12-29"),
        ("SUN", "1922-12-30", "1991-12-25"),
        ("RUS", "1991-12-26", ""),
    }


@pytest.mark.parametrize(
    ("code", "spells"),
    [
        ("SUN", [("1922-12-30", "1991-12-25")]),
        ("DDR", [("1949-10-05", "1990-10-02")]),
        ("DEU", [("1816-01-01", "1945-05-07"), ("1949-09-21", "")]),
        ("YMD", [("1967-11-30", "1990-05-21")]),
        ("YEMENAR", [("1918-10-30", "1990-05-21")]),
        ("YEM", [("1990-05-22", "")]),
        ("CSK", [("1918-11-11", "1992-12-31")]),
        ("YUG", [("1918-12-01", "2003-02-03")]),
        ("SCG", [("2003-02-04", "2006-06-04")]),
    ],
)
def test_former_states_have_their_years(code, spells):
    found = [
        (row["valid_from"], row["valid_to"])
        for row in countries.rows("country_spells")
        if row["code"] == code
    ]

    assert sorted(found) == spells


def test_successors_are_right():
    found = {
        (row["predecessor"], row["successor"]): row["kind"] for row in countries.rows("successions")
    }

    assert found["SUN", "RUS"] == "continuation"
    assert found["DDR", "DEU"] == found["YMD", "YEM"] == "merger"
    assert found["CSK", "CZE"] == found["CSK", "SVK"] == "dissolution"
    assert found["YUG", "HRV"] == "secession"


def test_every_holder_has_readable_years_and_a_known_country():
    codes = {row["code"] for row in countries.rows("countries")}
    for row in countries.rows("offices"):
        assert row["country"] in codes
        assert row["rank"] in Office.Rank.values
        for holder in holders(row["holders"]):
            start, end = dates.parse(holder.start), dates.parse(holder.end)
            if start and end:
                assert start.earliest <= end.latest, (row["title"], holder)


@pytest.mark.usefixtures("world")
def test_the_table_loads_and_loading_again_adds_nothing():
    from relations.importing.reference import load_reference

    assert Country.objects.count() == 311
    assert CountrySpell.objects.filter(country="SUN").count() == 1
    assert CountryCode.objects.filter(scheme="cow", value="365").count() == 3
    assert Tenure.objects.filter(person__name="Ali Khamenei").exists()
    again = load_reference()
    assert (again.countries, again.people, again.tenures) == (0, 0, 0)


@pytest.mark.usefixtures("world")
def test_a_state_exists_in_its_years_only():
    on = date(1990, 1, 1)

    assert Country.objects.existing_on(on).filter(pk="SUN").exists()
    assert not Country.objects.existing_on(on).filter(pk="UKR").exists()
    assert Country.objects.existing_on(on).filter(pk="NATO").exists()
    assert Country.objects.states().filter(pk="SUN").exists()


@pytest.mark.usefixtures("world")
def test_russias_timeline_takes_the_soviet_unions_along():
    pair = Pair("IRN", "RUS")

    assert timeline_pairs(pair) == [pair, Pair("IRN", "SUN")]
    assert timeline_pairs(pair, "without") == [pair]
    assert timeline_pairs(pair, "only") == [Pair("IRN", "SUN")]
