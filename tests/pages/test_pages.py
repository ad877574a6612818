"""The pages, without scripts."""

import pytest

from relations import recording
from relations.recording.values import StatementValues
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.usefixtures("demo")
def test_the_pair_page_shows_the_nine_facts_with_their_quotations(client):
    html = page(client, "/r/IRN-RUS/")

    assert "<h1>Iran and Russia</h1>" in html
    assert html.count('<article class="card') == 9
    assert html.count("<mark>") == 9
    assert "date unknown, known by 12 November 2026" in html
    assert "19 July 2022" in html
    assert "Claimed by both" in html
    assert "$40B" in html
    assert "up to several hundred UAVs" in html
    assert html.count("card-third") == 4
    assert "badge-ok" not in html


@pytest.mark.usefixtures("demo")
def test_filters_are_in_the_address(client):
    assert page(client, "/r/IRN-RUS/?lane=arms").count('<article class="card') == 1
    assert page(client, "/r/IRN-RUS/?lane=third").count('<article class="card') == 4
    assert page(client, "/r/IRN-RUS/?verification=claimed").count('<article class="card') == 4
    assert page(client, "/r/IRN-RUS/?from=2022-07&to=2022-07").count('<article class="card') == 9
    assert page(client, "/r/IRN-RUS/?from=2023&to=2024&lane=visit").count("<article") == 0
    assert page(client, "/r/IRN-RUS/?q=threat").count('<article class="card') == 1
    assert "No facts match these filters" in page(client, "/r/IRN-RUS/?q=zebra")


@pytest.mark.parametrize(
    ("spelt", "address"),
    [
        ("/r/RUS-IRN/", "/r/IRN-RUS/"),
        ("/r/rus-irn/?lane=arms", "/r/IRN-RUS/?lane=arms"),
        ("/r/russia-iran/", "/r/IRN-RUS/"),
        ("/r/guinea-bissau-iran/", "/r/GNB-IRN/"),
        ("/r/iran-guinea-bissau/", "/r/GNB-IRN/"),
        ("/c/iran/", "/c/IRN/"),
    ],
)
def test_other_spellings_move_to_the_one_address(client, spelt, address):
    answer = client.get(spelt)

    assert (answer.status_code, answer["Location"]) == (301, address)


def test_a_wrong_pair_is_a_404_that_helps(client):
    html = page(client, "/r/XXX-IRN/", 404)

    assert "No country is called XXX here." in html
    assert "/c/IRN/" in html
    assert "makes no pair with itself" in page(client, "/r/IRN-IRN/", 404)
    assert "write two countries" in page(client, "/r/IRN/", 404)
    assert "There is nothing at this address." in page(client, "/nowhere/", 404)
    assert "There is no public fact 999." not in page(client, "/c/XXX/", 404)


def test_bad_values_are_ignored_with_a_notice(client):
    html = page(client, "/r/DEU-FRA/?lane=sea&from=2022-13&nonsense=1")

    assert html.count("Ignored:") == 3


def test_empty_parameters_leave_the_address(client):
    answer = client.get("/r/DEU-FRA/?q=&from=&lane=visit&to=")

    assert (answer.status_code, answer["Location"]) == (302, "/r/DEU-FRA/?lane=visit")


def test_a_pair_without_facts_says_so(client):
    html = page(client, "/r/DEU-FRA/")

    assert "No facts yet" in html
    assert "/c/DEU/" in html


def test_older_facts_are_one_link_away(client):
    for day in range(1, 29):
        factories.visit(f"2022-07-{day:02}")

    html = page(client, "/r/DEU-FRA/")

    assert html.count('<article class="card') == 24
    older = html.split('rel="next" data-more href="')[1].split('"')[0]
    assert page(client, f"/r/DEU-FRA/{older}").count('<article class="card') == 4


def test_predecessors_stand_on_the_same_timeline_and_are_named(client):
    factories.visit("1985", guest="SUN", host="FRA")

    html = page(client, "/r/FRA-RUS/")

    assert "France and Soviet Union" in html
    assert html.count('<article class="card') == 1
    assert page(client, "/r/FRA-RUS/?predecessor=without").count("<article") == 0


def test_quotations_and_headlines_are_escaped(client):
    factories.visit(
        headline="<script>alert(1)</script>",
        evidence=[factories.evidence(quotation="<img src=x onerror=alert(1)>")],
    )

    html = page(client, "/r/DEU-FRA/")

    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_a_fact_page_shows_evidence_reason_and_history(client):
    fact = factories.agreement()

    html = page(client, f"/f/{fact.pk}/")

    assert "The words that carry the fact." in html
    assert "Why “Reported once”" in html
    assert "Published" in html
    assert "Treaty on rail traffic" in html


@pytest.mark.usefixtures("demo")
def test_every_kind_has_a_fact_page(client):
    from relations.models import Fact

    for kind in ("agreement", "arms_transfer", "statement", "visit", "action"):
        fact = Fact.objects.filter(kind=kind).order_by("id")[0]
        assert fact.headline in page(client, f"/f/{fact.pk}/").replace("&#x27;", "'")


def test_a_withdrawn_fact_is_gone_with_its_reason_and_a_merged_one_moves(client):
    gone, kept, merged = factories.visit(), factories.visit(), factories.visit()
    recording.retract(gone, by=None, reason="It was another visit")
    recording.merge(merged, into=kept, by=None, reason="The same visit")

    assert "It was another visit" in page(client, f"/f/{gone.pk}/", 410)
    moved = client.get(f"/f/{merged.pk}/")
    assert (moved.status_code, moved["Location"]) == (301, f"/f/{kept.pk}/")


def test_a_draft_is_for_staff_only(client):
    draft = factories.visit(publish=False)

    page(client, f"/f/{draft.pk}/", 404)
    client.force_login(factories.user())
    assert "only staff see this page" in page(client, f"/f/{draft.pk}/")


@pytest.mark.parametrize(("guest", "host"), [("FRA", "DEU"), ("DEU", "FRA")])
def test_a_card_names_first_who_acts_on_whom(client, guest, host):
    factories.visit(guest=guest, host=host)

    html = page(client, "/r/DEU-FRA/")

    sides = html.split('<span class="sides">')[1].split("</p>")[0]
    names = {"FRA": "France", "DEU": "Germany"}
    assert sides.index(names[guest]) < sides.index("→") < sides.index(names[host])


def test_statements_carry_a_quotation_mark_and_never_a_tick(client):
    words = recording.record_statement(
        by=None,
        fact=factories.common(),
        statement=StatementValues(
            country=factories.country("FRA"), speaker_kind="office", act="praises",
            speaker_words="A minister", targets=[(factories.country("DEU"), "supportive")],
        ),
    )  # fmt: skip
    recording.publish(words, by=None)

    html = page(client, "/r/DEU-FRA/")

    assert "level-reported_speech" in html
    assert "A minister" in html


@pytest.mark.usefixtures("demo")
def test_home_pairs_countries_and_a_country_answer(client):
    assert "Iran and United States" in page(client, "/")
    assert "Iran and Russia" in page(client, "/pairs/")
    assert "Soviet Union" in page(client, "/countries/")
    assert "Soviet Union" in page(client, "/countries/?q=ussr")
    html = page(client, "/c/RUS/")
    assert "After <a" in html
    assert "Iran" in html


def test_an_empty_site_says_so(client):
    assert "No facts yet." in page(client, "/")
    assert "No facts yet." in page(client, "/pairs/")
    assert "Nothing is called so here." in page(client, "/countries/?q=atlantis")


def test_the_chosen_colours_are_kept_in_a_cookie(client):
    answer = client.post("/theme/", {"theme": "dark", "next": "/pairs/"})
    assert answer["Location"] == "/pairs/"
    assert 'data-theme="dark"' in page(client, "/")

    client.post("/theme/", {"theme": "pink", "next": "//evil.example/"})
    assert 'data-theme="dark"' in page(client, "/")
    assert client.post("/theme/", {"theme": "light", "next": "https://evil.example/"})[
        "Location"
    ] == "/"  # fmt: skip


def test_pages_carry_a_strict_policy_and_no_inline_script(client):
    answer = client.get("/")

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy.split("style-src-attr")[0]
    assert answer.content.count(b"<script") == answer.content.count(b'<script type="module" src=')


def test_the_pair_page_takes_at_most_sixteen_queries_at_any_size(
    client, django_assert_max_num_queries
):
    for _ in range(30):
        factories.visit()
    factories.agreement(money=[recording.Amount(measure="paid", currency="USD", best=5)])

    with django_assert_max_num_queries(16):
        page(client, "/r/DEU-FRA/")
