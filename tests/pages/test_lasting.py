"""The pages of an agreement and of an arms order."""

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import recording
from relations.models import Agreement, AgreementStep, ArmsTransfer, Person
from relations.recording.values import AgreementValues, Amount, StatementValues
from tests import factories
from tests.relations.importing.conftest import Importing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

HOSTILE = "<script>alert(1)</script>\u202e\u200d😀" + "x" * 200


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def agreement_of(fact):
    return AgreementStep.objects.select_related("agreement").get(pk=fact.pk).agreement


def test_an_agreement_shows_its_ladder_its_terms_and_its_facts(client):
    announced = factories.agreement(
        "2021-03-01",
        step="announced",
        headline="A treaty is announced",
        money=[Amount(measure="promised", currency="USD", best=Decimal(40_000_000_000))],
    )
    treaty = agreement_of(announced)
    factories.agreement("2022-07-19", agreement=treaty, headline="The treaty is signed")

    html = page(client, f"/agreements/{treaty.pk}/")

    assert '<h1 class="fact-title" dir="auto">Treaty on rail traffic</h1>' in html
    assert 'id="parties"' not in html
    assert "<strong>Signed</strong>" in html
    assert "Of $40B promised (reported once) nothing is contracted." in html
    assert "2 facts, oldest first" in html
    assert html.index("A treaty is announced") < html.index("The treaty is signed")
    assert '<a href="/r/DEU-FRA/">France and Germany</a>' in html
    assert f'href="/agreements/{treaty.pk}/"' in page(client, f"/f/{announced.pk}/")
    assert f'href="/agreements/{treaty.pk}/"' in page(client, "/r/DEU-FRA/promises/")


def test_what_is_said_about_an_agreement_stands_with_it(client):
    treaty = agreement_of(factories.agreement("2021-03-01"))
    said = recording.record_statement(
        by=None,
        fact=factories.common("2022-01-01", headline="Paris speaks of the treaty"),
        statement=StatementValues(
            speaker=Person.objects.create(name="A minister"),
            country=factories.country("FRA"),
            targets=[(factories.country("DEU"), "supportive")],
            about_agreement=treaty,
        ),
    )
    recording.publish(said, by=None)

    assert "Paris speaks of the treaty" in page(client, f"/agreements/{treaty.pk}/")


@pytest.mark.usefixtures("demo")
def test_an_arms_order_keeps_the_words_of_its_number(client):
    order = ArmsTransfer.objects.get(supplier="IRN", recipient="RUS")

    html = page(client, f"/arms/{order.pk}/")

    assert "“up to several hundred”" in html
    assert "the number ordered is only “up to several hundred”" in html
    assert "<dt>Ordered</dt><dd>not known, or not ordered</dd>" in html
    assert re.search(r'Iran</a> <span class="role">supplier', html)


def test_what_has_no_public_fact_is_seen_by_staff_alone(client):
    treaty = agreement_of(factories.agreement(publish=False))

    page(client, f"/agreements/{treaty.pk}/", 404)
    client.force_login(factories.user())
    assert "only staff see this page" in page(client, f"/agreements/{treaty.pk}/")


def test_drafts_of_a_public_agreement_stay_out(client):
    treaty = agreement_of(factories.agreement("2021-03-01"))
    factories.agreement("2022", agreement=treaty, publish=False, headline="A draft")

    html = page(client, f"/agreements/{treaty.pk}/")

    assert "A draft" not in html
    assert "1 fact, oldest first" in html


def test_a_merged_agreement_leads_to_its_survivor(client):
    kept, twin = (agreement_of(factories.agreement()) for _ in range(2))
    recording.merge(twin, into=kept, by=None, reason="The same treaty")

    answer = client.get(f"/agreements/{twin.pk}/")

    assert (answer.status_code, answer["Location"]) == (301, f"/agreements/{kept.pk}/")


def test_a_treaty_of_many_is_found_without_a_pair(client):
    codes = "AUS AUT BEL BGR BRA CAN CHE CHL CHN CUB CYP CZE DEU DNK EGY ESP EST FIN FRA "
    codes += "GBR GRC HRV HUN IND IRL IRN IRQ ISL ITA JPN KAZ KEN"
    treaty = agreement_of(factories.agreement(parties=tuple(codes.split())))

    html = page(client, f"/agreements/{treaty.pk}/")

    assert "It stands on no pair’s timeline" in html
    assert html.count('class="side"') >= 32


def test_parties_are_told_with_how_and_when_each_joined(client, tmp_path):
    parties = tmp_path / "parties.csv"
    parties.write_text(
        "stateID,treatyID,Title,Begin,End,Signature,StateSignature,StateRatification,Force,"
        "StateForce,Term,StateEnd,Coder,Comments\n"
        "DEU,RAIL_1990A,Convention on rail,1990-05-01,,1990-05-01,1990-05-01,1990-06-02,"
        "1991-01-01,1991-01-01,,,,\n"
        "FRA,RAIL_1990A,Convention on rail,1990-05-01,,1990-05-01,,1992-07,1991-01-01,"
        "1992-08,,2001,,\n"
    )
    Importing().do(parties)

    html = page(client, f"/agreements/{Agreement.objects.get().pk}/")

    assert '<a href="#parties">2, with how and when each joined</a>' in html
    cells = re.findall(r"<td>(.*?)</td>", html[html.index('id="parties"') :])
    assert cells == [
        "", "", "July 1992", "August 1992", "2001",
        "Ratification", "1 May 1990", "2 June 1990", "1 January 1991", "",
    ]  # fmt: skip


def test_an_alliance_says_its_obligations(client, tmp_path):
    alliance = tmp_path / "cow.csv"
    alliance.write_text(
        "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n220,255,1951,1,0,1,0\n"
    )
    Importing().do(alliance)

    html = page(client, f"/agreements/{Agreement.objects.get().pk}/")

    assert "<dt>Obligations</dt><dd>Defense, Nonaggression</dd>" in html


def test_parties_of_a_treaty_of_many_take_the_same_queries(
    client, tmp_path, django_assert_max_num_queries
):
    codes = "AUS AUT BEL BGR BRA CAN CHE CHL CHN CUB CYP CZE DEU DNK EGY ESP EST FIN FRA GBR GRC"
    parties = tmp_path / "parties.csv"
    parties.write_text(
        "stateID,treatyID,Title,Begin,End,Signature,StateSignature,StateRatification,Force,"
        "StateForce,Term,StateEnd,Coder,Comments\n"
        + "".join(
            f"{code},RAIL_1995A,Convention on rail,1995-05-01,,1995-05-01,1995-05-01,1996,"
            "1997-01-01,1997-01-01,,,,\n"
            for code in codes.split()
        )
    )
    Importing().do(parties)
    treaty = Agreement.objects.get()

    with django_assert_max_num_queries(16):
        assert page(client, f"/agreements/{treaty.pk}/").count("<td>Ratification</td>") == 21


def test_long_stories_are_paged(client):
    treaty = agreement_of(factories.agreement("2001"))
    for year in range(2002, 2028):
        factories.agreement(str(year), agreement=treaty, step="reaffirmed", headline=f"In {year}")

    first = page(client, f"/agreements/{treaty.pk}/")
    rest = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = page(client, f"/agreements/{treaty.pk}/{rest}")

    assert "27 facts, oldest first" in first
    assert (
        first.count('<article class="card lane'),
        second.count('<article class="card lane'),
    ) == (24, 3)
    assert "In 2027" in second


def test_hostile_titles_stay_words(client):
    fact = recording.record_agreement(
        by=None,
        fact=factories.common(headline=HOSTILE),
        agreement=AgreementValues(
            step="signed",
            title=HOSTILE,
            parties=[factories.country("DEU"), factories.country("FRA")],
        ),
    )
    treaty = agreement_of(recording.publish(fact, by=None))

    html = page(client, f"/agreements/{treaty.pk}/")

    assert "<script>alert" not in html


@pytest.mark.usefixtures("demo")
def test_an_agreement_takes_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    treaty = Agreement.objects.first()
    with django_assert_max_num_queries(16):
        page(client, f"/agreements/{treaty.pk}/")


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(["cursor", "x", "at"]), value=WORDS | st.just("n1.1"))
def test_no_parameter_breaks_an_agreement(client, name, value):
    treaty = agreement_of(factories.agreement())

    assert client.get(f"/agreements/{treaty.pk}/", {name: value}).status_code in (200, 302)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_number_of_nothing_is_a_helping_404(client, number):
    for place in ("agreements", "arms"):
        page(client, f"/{place}/{number}/", 404)
