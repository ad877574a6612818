from datetime import date

import pytest

from relations.importing.reference import load_reference
from relations.models import Country, CountryCode, CountrySpell, Tenure
from relations.pairs import Pair
from relations.timeline import timeline_pairs


@pytest.mark.usefixtures("world")
def test_the_table_loads_and_loading_again_adds_nothing():
    assert Country.objects.count() == 327
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
