"""The pair page as its readers use it: without script, by keys, on a phone, on paper."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from benchmarks.pairs import fill
from tests import factories
from tests.journeys.accessibility import violations
from tests.journeys.widths import overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def states(transactional_db):
    from relations.importing.reference import load_reference

    load_reference()


@pytest.fixture
def many(states):
    """2,000 facts of every kind between France and Germany."""
    fill({2_000: ("DEU", "FRA")})


@pytest.fixture
def some(states):
    """Thirty facts, some of them coarse or undated."""
    for month in range(1, 13):
        factories.visit(f"2021-{month:02}-10")
        factories.agreement(f"2022-{month:02}-10", step="announced")
    for day in ("2022", "2022-07", "", "2022-07-19", "../2020", "2019~"):
        factories.visit(day)


def watched(page):
    problems: list[str] = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


@pytest.mark.usefixtures("many")
def test_without_script_everything_is_there_and_every_link_works(browser, live_server, client):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/r/DEU-FRA/")

    assert page.locator(".tiles > div").count() == 6
    assert page.locator(".row-columns svg a").count() > 40
    assert page.locator(".row-money path").count() >= 1
    assert page.locator(".row-arms").count() == 2
    assert page.locator(".lane-row:not(.lane-axis)").count() == 8
    assert page.locator(".card").count() == 24
    assert page.locator("button.apply").first.is_visible()
    assert page.locator(".only-script").first.is_hidden()
    for name in ("lane", "verification", "direction", "topic", "status", "source", "speaker"):
        assert page.locator(f"input[name={name}]").count() >= 2, name

    page.check("input[name=lane][value=arms]")
    page.click("button.apply >> nth=0")
    assert urlsplit(page.url).query == "lane=arms"
    hrefs = {link.get_attribute("href") for link in page.locator("main a[href]").all()[:400:9]}
    for href in hrefs:
        if href.startswith(("/", "?")):
            address = href if href.startswith("/") else f"/r/DEU-FRA/{href}"
            assert client.get(address, follow=True).status_code == 200, address
    page.click("[data-more]")
    expect(page.locator(".card")).to_have_count(24)
    assert "cursor=" in page.url


@pytest.mark.usefixtures("many")
def test_the_page_stays_light_whatever_the_number(client):
    html = client.get("/r/DEU-FRA/").content

    assert len(gzip.compress(html)) < 40 * 1024
    assert len(re.findall(rb"<[a-z]", html)) < 3_500
    from django.contrib.staticfiles import finders

    def weight(*names):
        return len(gzip.compress(b"".join(Path(finders.find(n)).read_bytes() for n in names)))

    assert weight("pages/dyad.css", "pages/pair.css") < 12 * 1024
    assert weight("pages/frame.js", "pages/pair.js") < 10 * 1024


@pytest.mark.usefixtures("many")
def test_keys_walk_the_charts_and_the_focus_survives_a_filter(page, live_server):
    problems = watched(page)
    page.goto(f"{live_server.url}/r/DEU-FRA/")

    for lane in page.locator(".lane-row .plot[data-chart]").all():
        assert lane.locator("a[tabindex='0']").count() == 1
    page.locator(".lane-row .plot[data-chart] a[tabindex='0']").first.focus()
    was = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    now = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert now != was
    assert page.locator(".tip").inner_text() == now
    page.keyboard.press("Escape")
    assert page.locator(".tip").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**from=**")

    page.goto(f"{live_server.url}/r/DEU-FRA/")
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.id") == "q"
    page.focus("#lane-visit")
    page.keyboard.press("Space")
    page.wait_for_url("**lane=visit")
    expect(page.locator("#said")).to_contain_text("facts")
    assert page.evaluate("document.activeElement.id") == "lane-visit"
    assert page.locator(".chip").count() == 1

    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.keyboard.press("]")
    page.wait_for_url("**from=**")
    page.keyboard.press("0")
    page.wait_for_url(lambda url: "from" not in url)
    assert [name for name, _ in parse_qsl(urlsplit(page.url).query, keep_blank_values=True)] == [
        "lane"
    ]
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.id") != "q"
    assert problems == []


@pytest.mark.usefixtures("many")
def test_the_window_moves_by_handle_by_drag_and_by_typing(page, live_server):
    problems = watched(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/r/DEU-FRA/")

    page.focus("#handle-start")
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    page.wait_for_url("**from=**")
    assert page.evaluate("document.activeElement.id") == "handle-start"

    box = page.locator("[data-strip]").bounding_box()
    page.goto(f"{live_server.url}/r/DEU-FRA/")
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, y, steps=4)
    page.mouse.up()
    page.wait_for_url("**from=*&to=*")

    page.fill("#from", "2022-07")
    page.fill("#to", "2022-07")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=2022-07&to=2022-07")
    assert page.locator("#lanes-name").inner_text() == "July 2022"
    page.go_back()
    page.wait_for_url(lambda url: "from=2022-07&" not in url)
    assert problems == []


@pytest.mark.usefixtures("many")
def test_more_facts_are_appended_in_place(page, live_server):
    page.goto(f"{live_server.url}/r/DEU-FRA/")

    page.click("[data-more]")
    expect(page.locator(".card")).to_have_count(48)

    ids = page.eval_on_selector_all(".card", "cards => cards.map(card => card.id)")
    assert len(set(ids)) == 48
    headings = page.locator(".month-name").all_inner_texts()
    assert len(headings) == len(set(headings))


@pytest.mark.usefixtures("some")
def test_an_answer_that_fails_is_said_in_place_and_the_page_stays(page, live_server):
    page.goto(f"{live_server.url}/r/DEU-FRA/")
    page.route("**/r/DEU-FRA/?*", lambda route: route.fulfill(status=500, body=""))

    page.check("#lane-visit")

    page.wait_for_selector("text=The server did not answer.")
    assert page.locator(".card").count() == 24


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(browser, live_server, theme):
    for width in (1440, 390):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
        )
        page = context.new_page()
        for query in ("", "?from=2022-07&to=2022-07", "?lane=arms"):
            page.goto(f"{live_server.url}/r/DEU-FRA/{query}")
            told = [
                (each["id"], [node["html"][:120] for node in each["nodes"]])
                for each in violations(page)
            ]
            assert told == [], (width, query)
        context.close()


@pytest.mark.usefixtures("many")
def test_nothing_scrolls_sideways(page, live_server):
    page.goto(f"{live_server.url}/r/DEU-FRA/?from=2021")
    assert list(overflows(page)) == []


@pytest.mark.usefixtures("some")
def test_paper_keeps_quotations_sources_and_the_filter_sentence(page, live_server):
    page.goto(f"{live_server.url}/r/DEU-FRA/?lane=visit&from=2021")
    page.emulate_media(media="print")

    assert page.locator(".card blockquote").first.is_visible()
    assert page.locator(".card-foot").first.is_visible()
    assert "Kind Visits and diplomacy" in page.locator(".on-paper").inner_text()
    assert "/r/DEU-FRA/?lane=visit&from=2021" in page.locator(".on-paper").inner_text()
    for name in (".bar", ".rail", ".foot", ".list-tools", ".windows"):
        assert page.locator(name).first.is_hidden(), name


@pytest.mark.usefixtures("some")
def test_a_phone_opens_the_filters_as_a_sheet(browser, live_server):
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{live_server.url}/r/DEU-FRA/")

    page.click("[data-sheet=open]")
    assert page.evaluate("document.body.classList.contains('sheet-open')")
    page.check("#lane-visit")
    page.wait_for_url("**lane=visit")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.body.classList.contains('sheet-open')")
    assert page.locator(".card").first.is_visible()
