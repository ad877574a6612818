"""The pages of promises and voices."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from relations import recording
from relations.models import AgreementStep
from relations.recording.values import Amount
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

HOSTILE = "<script>alert(1)</script>\u202e\u200d😀" + "x" * 250


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def headings(html):
    return [int(level) for level in re.findall(r"<h([1-6])", html)]


def assert_no_gap(html):
    levels = headings(html)
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


# --- promises ----------------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_the_promises_of_the_demo_say_their_gaps(client):
    html = page(client, "/r/IRN-RUS/promises/")

    assert "Of $40B promised (claimed) nothing is contracted." in html
    assert "the number ordered is only “up to several hundred”" in html
    assert "Claimed by both" in html
    assert "date unknown, known by 12 November 2026" in html
    assert "badge-ok" not in html
    assert_no_gap(html)


@pytest.mark.parametrize(
    ("spelt", "address"),
    [
        ("/r/RUS-IRN/promises/?sort=gap", "/r/IRN-RUS/promises/?sort=gap"),
        ("/r/russia-iran/promises/", "/r/IRN-RUS/promises/"),
    ],
)
def test_other_spellings_of_a_ledger_move_to_the_one_address(client, spelt, address):
    answer = client.get(spelt)

    assert (answer.status_code, answer["Location"]) == (301, address)


def test_a_ledger_of_no_pair_is_a_404_that_helps(client):
    assert "No country is called XXX here." in page(client, "/r/XXX-IRN/promises/", 404)


def test_empty_parameters_leave_the_address_of_the_ledger(client):
    answer = client.get("/r/DEU-FRA/promises/?kind=&status=&silent=12&sort=age")

    assert (answer.status_code, answer["Location"]) == (302, "/r/DEU-FRA/promises/?silent=12")


def test_bad_values_are_ignored_with_a_notice_on_the_ledger(client):
    html = page(client, "/r/DEU-FRA/promises/?kind=visit&silent=x&nonsense=1&cursor=1&at=soon")

    assert html.count("Ignored:") == 5


def test_a_pair_without_promises_says_so(client):
    assert "No promises yet" in page(client, "/r/DEU-FRA/promises/")
    factories.agreement()
    assert "No promises match" in page(client, "/r/DEU-FRA/promises/?kind=arms_transfer")


def test_promises_go_on_after_a_page(client):
    for number in range(30):
        factories.agreement(f"20{number:02}")

    html = page(client, "/r/DEU-FRA/promises/")

    assert "30 promises" in html
    assert html.count('class="card promise') == 25
    more = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert page(client, f"/r/DEU-FRA/promises/{more}").count('class="card promise') == 5


def test_the_ledger_of_a_day_says_how_long_it_was_silent_then(client):
    source = factories.source("2022-09-15")
    factories.agreement("2022-07-19", evidence=[factories.evidence(source=source)])

    assert "No news for 26 months" in page(client, "/r/DEU-FRA/promises/?at=2024-11-20")
    assert "No promises yet" in page(client, "/r/DEU-FRA/promises/?at=2020")


def test_what_a_predecessor_promised_stands_in_the_ledger_and_is_named(client):
    factories.agreement("1985", parties=("FRA", "SUN"))

    assert "of France and Soviet Union" in page(client, "/r/FRA-RUS/promises/")
    html = page(client, "/r/FRA-RUS/promises/?predecessor=without")
    assert "of France and Soviet Union" not in html


def test_hostile_titles_and_words_stay_text_on_the_ledger(client):
    fact = factories.agreement(
        money=[Amount(measure="promised", currency="USD", reported=HOSTILE[:120])]
    )
    agreement = AgreementStep.objects.select_related("agreement").get(pk=fact.pk).agreement
    factories.agreement(
        agreement=agreement, step="reaffirmed",
        money=[
            Amount(measure="promised", currency="USD", best=Decimal(5), counts=False,
                   left_out_reason="<img src=x onerror=alert(1)>")
        ],
    )  # fmt: skip

    html = page(client, "/r/DEU-FRA/promises/")

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert" in html


def test_a_page_of_promises_takes_few_queries(client, django_assert_max_num_queries):
    for number in range(1, 10):
        factories.agreement(
            f"2022-0{number}",
            money=[Amount(measure="promised", currency="USD", best=Decimal(number))],
        )

    with django_assert_max_num_queries(12):
        assert page(client, "/r/DEU-FRA/promises/").count('class="card promise') == 9


def test_drafts_are_on_no_ledger(client):
    factories.agreement(publish=False)
    fact = factories.agreement()
    recording.retract(fact, by=None, reason="A hoax")

    assert "No promises yet" in page(client, "/r/DEU-FRA/promises/")


# --- voices ------------------------------------------------------------------------------


def says(code, field="", value=None, **values):
    return factories.evidence(
        asserted_by=[factories.country(code)], field=field, value=value, **values
    )


def test_versions_stand_side_by_side_with_their_letters(client):
    factories.agreement(
        evidence=[
            says("DEU"),
            says("DEU", "money.promised", {"best": "40000000000", "currency": "USD"}),
            says("FRA", "money.promised", {"high": "30000000000", "currency": "USD"}),
        ]
    )

    html = page(client, "/r/DEU-FRA/voices/")

    assert "2 versions" in html
    assert html.index("Version A") < html.index("$40B") < html.index("Version B")
    assert "up to $30B" in html
    assert "Germany says" in html
    assert "1 August 2022" in html
    assert_no_gap(html)


def test_a_denial_is_said_in_words_and_dated(client):
    source = factories.source("2022-11-03")
    factories.agreement(evidence=[says("DEU"), says("FRA", polarity="denies", source=source)])

    html = page(client, "/r/DEU-FRA/voices/")

    assert "Denies it" in html
    assert "3 November 2022" in html


@pytest.mark.usefixtures("demo")
def test_each_stance_of_others_opens_what_was_said(client):
    html = page(client, "/r/IRN-RUS/voices/")

    assert 'href="/r/IRN-RUS/?lane=third"' in html
    assert 'aria-label="4 critical, United States"' in html
    assert page(client, "/r/IRN-RUS/?lane=third").count('<article class="card') == 4
    assert_no_gap(html)


def test_a_pair_nobody_disagrees_about_says_so(client):
    html = page(client, "/r/DEU-FRA/voices/?cursor=x&lane=arms")

    assert html.count("Ignored:") == 2
    assert "No fact of the two is told in more than one version." in html
    assert "Nobody else is on record" in html
    assert client.get("/r/FRA-DEU/voices/")["Location"] == "/r/DEU-FRA/voices/"
    assert client.get("/r/DEU-FRA/voices/?cursor=")["Location"] == "/r/DEU-FRA/voices/"


def test_hostile_values_and_names_stay_text_among_the_voices(client):
    factories.agreement(
        evidence=[
            says("DEU", "transfer.intended_use", HOSTILE),
            says("FRA", "transfer.intended_use", "<img src=x onerror=alert(1)>"),
            says("FRA", "step.quantity", {"best": "<b>", "reported": "<i>"}),
            says("FRA", "step.quantity", {"best": "9" * 400, "reported": "x"}),
            says("FRA", "money.paid", {"best": "nan"}),
            says("DEU", "date", "2022~"),
            factories.evidence(asserted_by_words="<u>officials</u>"),
        ]
    )

    html = page(client, "/r/DEU-FRA/voices/")

    for markup in ("<script>alert", "<img src=x", "<b><", "<i>", "<u>"):
        assert markup not in html
    assert "about 2022" in html


def test_a_page_of_voices_takes_few_queries(client, django_assert_max_num_queries):
    for number in range(1, 10):
        factories.agreement(
            f"2022-0{number}", evidence=[says("DEU"), says("FRA", polarity="denies")]
        )

    with django_assert_max_num_queries(12):
        assert page(client, "/r/DEU-FRA/voices/").count("Denies it") == 9
