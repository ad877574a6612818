"""What a text names: countries, people, money, numbers, weapons, dates, places."""

from __future__ import annotations

from decimal import Decimal

import pytest

from articles.mentions.amounts import find_amounts
from articles.mentions.countries import find_countries
from articles.mentions.dates import find_dates
from articles.mentions.folding import fold
from articles.mentions.names import Names, names_from_files
from articles.mentions.persons import find_persons
from articles.mentions.places import find_places
from articles.mentions.quantities import find_quantities
from articles.mentions.weapons import find_weapons
from articles.shapes import Amount, Quantity, Speaker, Weapon
from relations import countries

NAMES = names_from_files()


def codes(text: str, published: str = "") -> list[str]:
    found = find_countries(text, NAMES, published)
    return [mention.code for mention in found if not mention.is_place]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. and the UK met.", ["USA", "GBR"]),
        ("American, British and French troops", ["USA", "GBR", "FRA"]),
        ("The Kremlin answered the White House and the Pentagon.", ["RUS", "USA", "USA"]),
        ("Beijing warned Washington.", ["CHN", "USA"]),
        ("Iran’s president said Türkiye agreed.", ["IRN", "TUR"]),
        ("FACT SHEET: UKRAINE", ["UKR"]),
        ("#US blockade of Cuba", ["USA", "CUB"]),
        ("Niger and Nigeria", ["NER", "NGA"]),
        ("Guinea, Equatorial Guinea, Guinea-Bissau and Papua New Guinea",
         ["GIN", "GNQ", "GNB", "PNG"]),
        ("Northern Ireland and Ireland", ["GBR", "IRL"]),
        ("North Korea and South Korea", ["PRK", "KOR"]),
        ("South Korea said Korea would help.", ["KOR", "KOR"]),
        ("the Democratic Republic of Congo and the Congolese army", ["COD", "COD"]),
        ("Dominica and the Dominican Republic", ["DMA", "DOM"]),
        ("the President of the Republic of Korea", ["KOR"]),
        ("Sao Tome and Principe", ["STP"]),
    ],
    ids=str,
)  # fmt: skip
def test_a_country_is_found_by_name_adjective_people_or_seat(
    text: str, expected: list[str]
) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan scored.", "Chad Smith plays drums.", "They ate turkey.",
        "New Mexico and New England", "American Airlines flies.", "The Indian Ocean is warm.",
        "Ships crossed the South China Sea.", "the Washington Post", "Paris Hilton",
        "the Paris Agreement", "US$3 billion", "Latin American leaders", "African American voters",
        "the Inter-American Development Bank", "the governor of Georgia in Atlanta",
        "Booker T. Washington", "the Organization of American States", "a china cup",
    ],
)  # fmt: skip
def test_a_false_friend_is_no_country(text: str) -> None:
    found = [code for code in codes(text) if NAMES.is_state(code)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "is_place"),
    [
        ("They met in Vienna.", True),
        ("Vienna rejected the plan.", False),
        ("ties between Moscow and Washington", False),
        ("a Paris-based group", True),
        ("SAN JOSE - Talks began in Havana on Friday.", True),
    ],
)
def test_a_capital_where_something_happens_is_a_place(text: str, is_place: bool) -> None:
    assert find_countries(text, NAMES)[0].is_place is is_place


def test_a_name_of_two_countries_is_left_out_when_nothing_decides() -> None:
    assert codes("Korean food is hot.") == []


def test_former_states_are_found_by_the_date_of_publication() -> None:
    assert codes("The Soviet Union and East Germany", "1985-05-01") == ["SUN", "DDR"]
    assert codes("Moscow agreed.", "1985-05-01") == ["SUN"]
    assert codes("Moscow agreed.", "2005-05-01") == ["RUS"]


def test_offsets_count_code_points_of_the_text_as_it_is() -> None:
    text = "“São Paulo” — Brazil’s 🇧🇷 port; Côte d’Ivoire"

    for mention in find_countries(text, NAMES):
        assert text[mention.start : mention.end] == mention.text
    assert len(fold(text)) == len(text)


def test_names_can_be_built_from_any_rows() -> None:
    always = countries.Period(None, None)
    names = Names(
        [countries.Name("FRA", "France", "en", "common", always)],
        {"FRA": "state"},
        [countries.Office("FRA-p", "FRA", "", "President", "head_of_state", ())],
        [countries.Tenure("FRA-p", "Ann Example", (), "2001", "2005", "known")],
    )

    holder = names.holder("Ann Example", "2003-01-01")

    assert holder is not None
    assert holder.code == "FRA"
    assert names.holder("Nobody Known", "") is None
    assert [mention.code for mention in find_countries("France, Spain", names)] == ["FRA"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Iranian President Ebrahim Raisi spoke.", Speaker("Ebrahim Raisi", "President", "IRN")),
        ("Bruno Parrilla, the foreign minister of Cuba, left.",
         Speaker("Bruno Parrilla", "foreign minister", "CUB")),
        ("The foreign minister of Peru, Oscar Maurtua, left.",
         Speaker("Oscar Maurtua", "foreign minister", "PER")),
        ("State Department spokesman Sean McCormack spoke.",
         Speaker("Sean McCormack", "State Department spokesman", "USA")),
        ("Iran's Supreme Leader Ali Khamenei met them.",
         Speaker("Ali Khamenei", "Supreme Leader", "IRN")),
        ("US Ambassador to Germany Richard Grenell left.",
         Speaker("Richard Grenell", "Ambassador to Germany", "USA")),
        ("President Volodymyr Zelenskyy of Ukraine spoke.",
         Speaker("Volodymyr Zelenskyy", "President", "UKR")),
        ("The Saudi monarch arrived.", Speaker("", "monarch", "SAU")),
        ("A spokeswoman for China's foreign ministry, Jiang Yu, spoke.",
         Speaker("Jiang Yu", "spokeswoman", "CHN")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_person_is_found_with_office_and_country(text: str, speaker: Speaker) -> None:
    persons, _ = find_persons(text, NAMES, find_countries(text, NAMES))

    assert speaker in [person.value for person in persons]


def test_a_surname_or_a_title_later_means_the_one_introduced() -> None:
    text = (
        "Peruvian President Ana Quispe spoke. Mr. Ruiz waited. Quispe left. The president rested."
    )

    persons, _ = find_persons(text, NAMES, find_countries(text, NAMES))

    assert [person.text for person in persons if person.code == "PER"] == [
        "Peruvian President Ana Quispe", "Quispe", "president",
    ]  # fmt: skip


def test_a_holder_of_an_office_is_known_without_introduction() -> None:
    text = "Angela Merkel met Barack Obama."

    persons, _ = find_persons(text, NAMES, [], "2015-06-01")

    assert [person.code for person in persons] == ["DEU", "USA"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$40 billion", (None, 40_000_000_000, None, "USD")),
        ("more than $308 million", (308_000_000, None, None, "USD")),
        ("up to 10 million pounds", (None, None, 10_000_000, "GBP")),
        ("nearly US$3.5 billion", (None, None, 3_500_000_000, "USD")),
        ("500 million euros", (None, 500_000_000, None, "EUR")),
        ("$1,200,000", (None, 1_200_000, None, "USD")),
        ("two billion dollars", (None, 2_000_000_000, None, "USD")),
        ("€5 to 6 million", (5_000_000, None, 6_000_000, "EUR")),
    ],
)
def test_money_is_read_in_whole_units(text: str, amount: tuple[object, ...]) -> None:
    found = find_amounts(f"They spent {text} on it.")

    value = found[0].value
    assert isinstance(value, Amount)
    low, best, high, currency = amount
    wanted = [None if one is None else Decimal(str(one)) for one in (low, best, high)]
    assert [value.low, value.best, value.high] == wanted
    assert value.currency == currency


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("30 T-72 tanks", (None, 30, None, "tanks")),
        ("18 Leopard 2 tanks", (None, 18, None, "tanks")),
        ("over 600 individuals", (600, None, None, "individuals")),
        ("one million additional doses", (None, 1_000_000, None, "doses")),
        ("twenty-four fighter jets", (None, 24, None, "fighter jets")),
    ],
)
def test_counted_things_are_read(text: str, quantity: tuple[object, ...]) -> None:
    value = find_quantities(f"They sent {text}.")[0].value

    assert isinstance(value, Quantity)
    assert (value.low, value.best, value.high, value.unit) == quantity


def test_a_vague_quantity_is_a_range() -> None:
    value = find_quantities("up to several hundred UAVs")[0].value

    assert isinstance(value, Quantity)
    assert value.is_vague
    assert (value.low, value.high) == (200, 900)


def test_a_year_is_no_quantity() -> None:
    assert find_quantities("In 2003 troops left.") == []


@pytest.mark.parametrize(
    ("text", "designation", "category", "weapon_class"),
    [
        ("30 Su-35 fighter jets", "Su-35 fighter jets", "aircraft", "combat_aircraft"),
        ("Shahed-136 drones", "Shahed-136 drones", "missiles", "loitering_munition"),
        ("armed drones", "armed drones", "aircraft", "uav"),
        ("T-72 tanks", "T-72 tanks", "armoured_vehicles", "other"),
        ("Patriot missile systems", "Patriot missile systems", "air_defence", "other"),
        ("assault rifles", "assault rifles", "other", "small_arms"),
        ("two submarines", "submarines", "ships", "other"),
        ("attack helicopters", "attack helicopters", "aircraft", "helicopter"),
        ("artillery shells", "artillery shells", "artillery", "other"),
    ],
)
def test_weapons_are_classed(text: str, designation: str, category: str, weapon_class: str) -> None:
    value = find_weapons(text)[0].value

    assert value == Weapon(designation, category, weapon_class)


@pytest.mark.parametrize(
    ("text", "published", "edtf"),
    [
        ("on July 19, 2022", "", "2022-07-19"),
        ("19 July 2022", "", "2022-07-19"),
        ("in July 2022", "", "2022-07"),
        ("since 2011", "", "2011"),
        ("in August", "", "XXXX-08"),
        ("on March 3", "", "XXXX-03-03"),
        ("in August", "2019-10-27", "2019-08"),
        ("in December", "2019-10-27", "2018-12"),
        ("they will meet on December 10", "2019-10-27", "2019-12-10"),
        ("on Friday", "2019-10-27", "2019-10-25"),
        ("they will meet on Monday", "2019-10-27", "2019-10-28"),
        ("yesterday", "2019-10-27", "2019-10-26"),
        ("last year", "2019-10-27", "2018"),
        ("next month", "2019-12-27", "2020-01"),
        ("two years ago", "2019-10-27", "2017"),
        ("earlier this month", "2019-10-27", "2019-10"),
        ("in the spring of 2021", "", "2021-21"),
        ("last week", "2019-10-27", "2019-10-14/2019-10-20"),
    ],
)
def test_dates_are_edtf(text: str, published: str, edtf: str) -> None:
    assert [mention.edtf for mention in find_dates(text, published)] == [edtf]


@pytest.mark.parametrize("text", ["on Friday", "yesterday", "last week", "earlier this month"])
@pytest.mark.parametrize("published", ["", "2019", "2019-10"])
def test_without_a_day_of_publication_a_relative_date_is_none(text: str, published: str) -> None:
    assert find_dates(text, published) == []


def test_places_are_named() -> None:
    found = find_places("They met in San Jose, Costa Rica on Friday, and at Camp David in May.")

    assert [mention.text for mention in found] == ["San Jose, Costa Rica", "Camp David"]
