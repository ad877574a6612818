"""Every sort of page for every reader: both themes, wide and narrow, enlarged, from the right."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from relations import recording
from relations.models import Agreement, ArmsTransfer, Fact, Source
from relations.recording.values import VisitValues
from tests import factories
from tests.beside import allied, votes
from tests.journeys.accessibility import violations
from tests.journeys.widths import ROOT, overflows

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

HOSTILE = "<b>خبر</b> \u202e\u200d😀 " + "Donaudampfschifffahrtsgesellschaft" * 8
PAGES = (
    "/", "/pairs/", "/countries/", "/c/IRN/", "/network/", "/network/?measure=visits",
    "/r/IRN-RUS/", "/r/IRN-RUS/?lane=arms&q=nothing", "/r/IRN-RUS/money/",
    "/r/IRN-RUS/promises/", "/r/IRN-RUS/voices/", "/r/IRN-RUS/votes/",
    "/r/IRN-RUS/changes/?since=2020", "/r/CHN-GBR/", "/r/CAN-USA/", "/r/DNK-SWE/",
    "/r/CAN-USA/votes/", "/compare/?pair=IRN-RUS&pair=DEU-FRA",
    "/compare/?pair=IRN-RUS&split=2022-07-19", "/search/", "/search/?q=russia",
    "/search/?q=nothinglikethis", "/changes/", "/methodology/", "/brief/",
    "/r/DEU-FRA/", "/r/DEU-FRA/votes/", "/r/DEU-FRA/votes/?only=apart", "/nowhere/", "/sources/",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(_demo, django_db_blocker, tmp_path_factory):
    """A server that all tests here read and none changes, and the addresses of its pages."""
    with django_db_blocker.unblock():
        _demo.close()
        found = fill(tmp_path_factory.mktemp("beside"))
        server = LiveServer("localhost")
        yield server.url, found
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


def fill(folder):
    """The demo, alliances and votes, and facts that were amended, withdrawn and are hard to set.

    Return an address a page.
    """
    from relations.importing.demo import load_demo
    from relations.importing.demo_treaties import load_treaties
    from relations.importing.reference import load_reference

    load_reference()
    load_demo()
    load_treaties()
    allied(folder, "220,255,1951,1,0,0,0\n", "220,255,1952,1,0,0,0,1\n")
    votes(folder, [("yes", "yes"), ("yes", "no")] * 30)
    hard = factories.visit(
        headline=HOSTILE[:290],
        summary=HOSTILE,
        evidence=[factories.evidence(quotation=HOSTILE, source=factories.source(language="fa"))],
    )
    recording.amend(
        hard,
        by=None,
        common=factories.common("2022-07", evidence=[], headline="A visit, amended"),
        detail=VisitValues(visitors=[factories.country("FRA")], host=factories.country("DEU")),
        reason=HOSTILE,
    )
    gone = factories.visit("2021", headline=HOSTILE[:290])
    recording.retract(gone, by=None, reason="The article was withdrawn.")
    factories.visit("2020-02-02", headline=HOSTILE[:290])
    recording.number_changes()
    facts = list(Fact.objects.published().order_by("pk").values_list("pk", flat=True))
    ticked = "&".join(f"fact={pk}" for pk in facts[:12])
    source = Source.objects.order_by("pk").first()
    return [
        *PAGES,
        *(f"/f/{pk}/" for pk in (facts[0], facts[1], hard.pk, gone.pk)),
        f"/f/{hard.pk}/history/",
        f"/f/{hard.pk}/?as_of=2999-01-01",
        f"/agreements/{Agreement.objects.order_by('pk').first().pk}/",
        f"/agreements/{_of_many().pk}/",
        f"/arms/{ArmsTransfer.objects.order_by('pk').first().pk}/",
        f"/brief/?{ticked}",
        f"/a/{source.pk}/",
        f"/s/{source.publisher.slug}/",
    ]


def _of_many():
    """The treaty with most parties."""
    return Agreement.objects.annotate(n=Count("parties")).order_by("-n", "pk").first()


def test_axe_finds_nothing_on_any_page(browser, site):
    root, addresses = site
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    told = []
    for address in addresses:
        page.goto(root + address)
        for theme, width, direction in (
            ("light", 1440, "ltr"), ("dark", 1440, "ltr"), ("light", 390, "ltr"),
            ("dark", 390, "rtl"),
        ):  # fmt: skip
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(f"direction => {{ {ROOT}.dir = direction }}", direction)
            told += [
                (address, theme, width, each["id"], each["nodes"][0]["html"][:160])
                for each in violations(page)
            ]
    assert told == []


def test_no_page_scrolls_sideways_or_complains(browser, site):
    root, addresses = site
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: (
            message.type == "error"
            and "Failed to load resource" not in message.text
            and problems.append(message.text)
        ),
    )
    wide = []
    for address in addresses:
        page.goto(root + address)
        wide += [(address, *each) for each in overflows(page)]
    assert not wide, "\n".join(map(str, wide))
    assert problems == []


def test_every_page_reads_without_script(browser, site):
    root, addresses = site
    page = browser.new_context(java_script_enabled=False).new_page()
    for address in addresses:
        page.goto(root + address)
        assert page.locator("h1").count() == 1, address
        assert page.locator("main").inner_text().strip(), address


def test_links_of_every_page_lead_somewhere(site):
    _, addresses = site
    client = Client()
    seen: set[str] = set()
    broken = []
    for address in addresses:
        html = client.get(address).content.decode()
        for href in _links(html):
            place = _inside(address, href)
            if place and place not in seen:
                seen.add(place)
                answer = client.get(place, follow=True)
                answer.getvalue()
                is_there = answer.status_code in (200, 410)
                broken += [] if is_there else [(address, place, answer.status_code)]
    assert len(seen) > 100
    assert broken == []


def _links(html):
    return [unescape(each) for each in re.findall(r'<(?:a|link) [^>]*href="([^"]+)"', html)]


def _inside(address, href):
    """The address on this site that a link leads to, None for others, files kept by the server."""
    if href.startswith("?"):
        return address.partition("?")[0] + href.partition("#")[0]
    if not href.startswith("/") or href.startswith(("/static/", "/admin/", "/desk/")):
        return None
    return href.partition("#")[0]
