"""Who says what: versions of a fact, independent origins, and the stance of others."""

import pytest

from relations import recording
from relations.pairs import Pair
from relations.recording.values import StatementValues
from relations.timeline.voices import stances_of_others, version_key, voices
from relations.verification import Testimony, independent_origins, verify
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

PAIR = Pair("DEU", "FRA")


def says(code, field="", value=None, *, published="2022-08-01", **values):
    return factories.evidence(
        asserted_by=[factories.country(code)] if code else [],
        field=field,
        value=value,
        source=factories.source(published),
        **values,
    )


def statement(speaker, act="comments", *, date="2022-08-05", publish=True, **values):
    about = values.pop("about", ())
    fact = recording.record_statement(
        by=None,
        fact=factories.common(date, about=about),
        statement=StatementValues(
            country=factories.country(speaker), act=act, speaker_kind="office", **values
        ),
    )
    return recording.publish(fact, by=None) if publish else fact


def test_two_values_of_a_field_stand_in_the_columns_of_those_who_say_them():
    dollars = {"best": "40000000000", "currency": "USD"}
    fewer = {"best": "30000000000", "currency": "USD"}
    fact = factories.agreement(
        evidence=[
            says("DEU"),
            says("FRA"),
            says("DEU", "money.promised", dollars),
            says("FRA", "money.promised", fewer),
            says("USA", "money.promised", dollars, published="2022-09"),
        ]
    )

    (told,) = voices(PAIR).facts

    assert told.fact == fact.pk
    occurrence, promised = told.fields
    assert (occurrence.name, occurrence.versions) == ("", 1)
    assert (promised.name, promised.versions, promised.differs) == ("money.promised", 2, True)
    assert [said.version for said in promised.first] == [0]
    assert [said.version for said in promised.second] == [1]
    assert [(said.version, said.by, said.said_on) for said in promised.others] == [
        (0, "United States", "September 2022")
    ]


def test_a_fact_told_in_one_version_is_not_listed():
    factories.agreement(
        evidence=[
            says("DEU", "money.promised", {"best": "40000000000", "reported": "$40 billion"}),
            says("FRA", "money.promised", {"best": "40000000000.00", "reported": "40bn dollars"}),
        ]
    )
    factories.visit()

    assert voices(PAIR).facts == []


def test_a_denial_an_admission_and_a_doubt_are_dated():
    fact = factories.agreement(evidence=[says("DEU")])
    recording.add_claims(
        fact, by=None, evidence=[says("FRA", polarity="denies", published="2022-11-03")]
    )

    (told,) = voices(PAIR).facts

    (denial,) = told.fields[0].second
    assert (denial.polarity, denial.said_on) == ("denies", "3 November 2022")
    assert told.fields[0].versions == 2


def test_an_admission_alone_is_worth_a_row():
    factories.agreement(evidence=[says("DEU"), says("FRA", polarity="admits")])

    (told,) = voices(PAIR).facts

    assert told.fields[0].versions == 1
    assert [said.polarity for said in told.fields[0].second] == ["admits"]


def test_a_denial_that_is_a_statement_of_its_own_counts_once_it_is_public():
    fact = factories.agreement(evidence=[says("DEU")])
    statement("FRA", "denies", about_fact=fact, publish=False)
    assert voices(PAIR).facts == []

    denial = statement("FRA", "denies", about_fact=fact, date="2022-08-09")

    (told,) = voices(PAIR).facts
    assert [(said.fact, said.said_on) for said in told.fields[0].second] == [
        (denial.pk, "9 August 2022")
    ]


def test_withdrawn_claims_and_drafts_are_no_versions():
    fact = factories.agreement(evidence=[says("DEU")])
    (denial,) = recording.add_claims(fact, by=None, evidence=[says("FRA", polarity="denies")])
    recording.withdraw_claim(denial, by=None, reason="Misread")
    factories.agreement(evidence=[says("DEU"), says("FRA", polarity="denies")], publish=False)

    assert voices(PAIR).facts == []


def test_pages_of_versions_go_on_after_a_cursor(django_assert_max_num_queries):
    facts = [
        factories.agreement(f"2022-0{n}-01", evidence=[says("DEU"), says("FRA", polarity="denies")])
        for n in range(1, 6)
    ]

    with django_assert_max_num_queries(6):
        page = voices(PAIR, limit=3)
    rest = voices(PAIR, limit=3, cursor=page.next)

    assert [told.fact for told in page.facts + rest.facts] == [f.pk for f in reversed(facts)]
    assert rest.next is None


# --- independent origins -----------------------------------------------------------------


def told(root, owner, asserter, voice=""):
    return Testimony(root=root, owner=owner, asserter=asserter, voice=voice)


@pytest.mark.parametrize(
    ("testimonies", "number"),
    [
        ([], 0),
        ([told("1", "FRA", "a", "FRA"), told("2", "DEU", "b", "DEU")], 0),
        ([told("1", "x", "a")], 1),
        ([told("1", "x", "a"), told("1", "y", "b")], 1),
        ([told("1", "x", "a"), told("2", "x", "b")], 1),
        ([told("1", "x", "a"), told("2", "y", "b")], 2),
        ([told("1", "USA", "a", "USA"), told("2", "GBR", "b", "GBR")], 1),
        ([told("1", "USA", "a", "USA"), told("2", "y", "b"), told("3", "z", "c")], 3),
        ([told("1", "x", "a"), told("2", "y", "b"), told("2", "z", "c"), told("4", "w", "d")], 3),
    ],
    ids=["none", "the parties", "one", "one document", "one owner", "two", "two states",
         "a state and two papers", "three of four"],
)  # fmt: skip
def test_independent_origins_are_counted_as_verification_counts_them(testimonies, number):
    parties = frozenset({"DEU", "FRA"})

    assert independent_origins(testimonies, parties=parties) == number
    is_corroborated = verify(testimonies, parties=parties).level == "corroborated"
    assert is_corroborated == (number >= 2)


def test_a_copied_article_is_no_second_origin():
    original = factories.source()
    copy = factories.source(syndicated_from=original)
    factories.agreement(
        evidence=[
            factories.evidence(source=original),
            factories.evidence(source=copy),
            says("FRA", polarity="denies"),
        ]
    )

    (row,) = voices(PAIR).facts

    assert row.fields[0].origins == 1


@pytest.mark.parametrize(
    ("name", "one", "other", "is_same"),
    [
        ("date", "2022-07", "July 2022", True),
        ("date", "2022-07", "2022-07~", False),
        ("date", "2022-07", "soon", False),
        ("step.quantity", {"best": 5}, {"low": "5", "best": "5", "high": 5.0}, True),
        ("step.quantity", {"best": 5}, {"low": 5}, False),
        ("step.quantity", {"reported": "Dozens "}, {"reported": "dozens"}, True),
        ("money.paid", {"best": 5, "currency": "USD"}, {"best": 5, "currency": "EUR"}, False),
        ("money.paid", {"best": "<b>"}, {"best": "x"}, False),
        ("item.armed", "Yes", "yes", True),
    ],
)
def test_versions_are_told_apart_by_what_they_mean(name, one, other, is_same):
    same = version_key(name, one, "asserts") == version_key(name, other, "asserts")

    assert same is is_same
    assert version_key(name, one, "asserts") != version_key(name, one, "denies")


# --- others ------------------------------------------------------------------------------


def test_the_stance_of_others_is_counted_by_country_and_year():
    france, germany = factories.country("FRA"), factories.country("DEU")
    about = [PAIR]
    for date, targets in (
        ("2022-08-05", [(france, "critical"), (germany, "critical")]),
        ("2022", [(france, "critical"), (germany, "unclear")]),
        ("2022-09", [(france, "supportive"), (germany, "critical")]),
        ("", []),
    ):
        statement("USA", date=date, about=about, targets=targets)
    statement("GBR", date="2021", about=about, targets=[(france, "supportive")])
    statement("GBR", date="2021", about=about, targets=[(france, "supportive")], publish=False)
    statement("FRA", date="2021", targets=[(germany, "supportive")])

    rows = [(row.country, row.year, row.stances) for row in stances_of_others(PAIR)]

    assert rows == [
        ("USA", 2022, {"critical": 2, "mixed": 1}),
        ("USA", None, {"unclear": 1}),
        ("GBR", 2021, {"supportive": 1}),
    ]
