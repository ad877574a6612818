"""From a pasted article to nine published facts, in a real browser: by keys, without script."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Suggestion
from relations import recording
from relations.models import Claim, Fact
from tests import factories
from tests.articles.samples import FOUNDING, VISIT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("states"),
]


@pytest.fixture
def states(transactional_db):
    """The table of states and two editors, in the database the live server reads."""
    from relations.importing.reference import load_reference

    load_reference()
    for name in ("editor", "second"):
        made = factories.user("Editor")
        User.objects.filter(pk=made.pk).update(username=name)
        made.refresh_from_db()
        made.set_password("a long enough password")
        made.save()


def sign_in(page, live_server, name="editor"):
    page.goto(f"{live_server.url}/desk/")
    page.fill("#id_username", name)
    page.fill("#id_password", "a long enough password")
    page.click("input[type=submit]")
    page.wait_for_selector("#id_what")


def watched(page):
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    return problems


def test_a_pasted_article_becomes_nine_published_facts_with_few_keys(page, live_server):
    problems = watched(page)
    sign_in(page, live_server)
    actions = 0

    def press(key, until):
        nonlocal actions
        actions += 1
        page.keyboard.press(key)
        page.wait_for_selector(until)

    page.fill("#id_what", FOUNDING)
    page.keyboard.press("Control+Enter")
    actions += 2
    page.wait_for_selector("[data-suggestion]")
    assert page.locator("h1").inner_text() == "Russia and Iran draw closer"
    page.fill("#task-published", "26 July 2022")
    page.click("text=Add it >> nth=0")
    actions += 2
    page.wait_for_selector("text=published 26 July 2022")
    page.locator("body").click(position={"x": 5, "y": 5})
    for number in range(2, 10):
        press("a", f"#s{number}.open")
    press("a", "text=All 9 reviewed")
    press("p", "text=9 facts are public now.")

    print(f"\nNine facts from a pasted article took {actions} actions (aim: 25).")
    assert actions <= 25
    assert Fact.objects.published().count() == 9
    assert problems == []
    page.goto(f"{live_server.url}/r/IRN-RUS/")
    assert page.locator("article.card").count() == 9
    assert page.locator(".badge", has_text="Claimed by both").count() == 1
    answer = page.request.get(f"{live_server.url}/api/v1/pairs/IRN-RUS/timeline/").json()
    assert all(row["claims"][0]["quotation"] for row in answer["results"])
    recording.number_changes()


def test_beside_the_demo_the_same_article_is_nine_times_a_second_source(page, live_server):
    from relations.importing.demo import load_demo

    load_demo()
    before = Fact.objects.count()
    sign_in(page, live_server)
    page.fill("#id_what", FOUNDING)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-suggestion]")
    page.locator("body").click(position={"x": 5, "y": 5})

    for number in range(1, 10):
        page.wait_for_selector(f"#s{number}.open .alike")
        assert page.locator(".acts .primary").inner_text().startswith("Add as source")
        page.keyboard.press("d")
    page.wait_for_selector("text=All 9 reviewed")

    assert Fact.objects.count() == before
    taken = list(Suggestion.objects.order_by("number").values_list("proposal__result", flat=True))
    assert len(set(taken)) == 9
    assert Suggestion.objects.filter(outcome="source").count() == 9
    assert Claim.objects.filter(version__isnull=False, asserted_by_country="RUS").count() == 1


@pytest.mark.parametrize("width", [390, 1440])
def test_everything_is_done_without_script_too(browser, live_server, width):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    sign_in(page, live_server)
    page.fill("#id_what", VISIT)
    page.click("text=Add Ctrl")

    page.fill("#id_place", "Chancellery")
    page.click("button[value=accept]")
    page.wait_for_selector("text=Accepted, edited")
    page.select_option("#id_reason", "unclear")
    page.click("button[value=reject]")
    page.wait_for_selector("text=All 2 reviewed")
    page.click("#s2 a.line-link")
    page.click("button[value=undo]:has-text('Undo Z')")
    page.wait_for_selector("#s2.open")
    page.click("button[value=accept]")
    page.fill("#new-quotation", "French President Emmanuel Macron met German Chancellor")
    page.select_option("#new-kind", "visit")
    page.click("text=New fact N")
    page.wait_for_selector("#s3.open")
    page.select_option("#id_reason", "duplicate")
    page.click("button[value=reject]")
    page.click("button[value=publish]")
    page.wait_for_selector("text=2 facts are public now.")

    assert page.locator("main").bounding_box()["width"] <= width
    assert Fact.objects.published().count() == 2
    assert Article.objects.get().status == "done"
    context.close()


def test_words_selected_in_the_text_become_a_fact_exactly_as_selected(page, live_server):
    problems = watched(page)
    sign_in(page, live_server)
    page.fill("#id_what", VISIT)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-suggestion]")

    page.evaluate(
        """() => {
            const run = [...document.querySelectorAll('[data-at]')]
                .find((each) => each.textContent.includes('signed an agreement'));
            const node = run.firstChild;
            const at = node.data.indexOf('signed an agreement');
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 'signed an agreement'.length);
            const selection = window.getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
        }"""
    )
    page.keyboard.press("n")
    page.wait_for_selector("#s3.open")

    assert page.input_value("#id_quotation") == "signed an agreement"
    made = Suggestion.objects.get(number=3)
    assert made.version.text[made.start : made.end] == "signed an agreement"
    assert problems == []


def test_what_is_typed_is_saved_and_a_second_editor_is_noticed(browser, live_server):
    one, other = browser.new_context(), browser.new_context()
    first, second = one.new_page(), other.new_page()
    sign_in(first, live_server)
    first.fill("#id_what", VISIT)
    first.keyboard.press("Control+Enter")
    first.wait_for_selector("[data-suggestion]")
    address = first.url
    first.fill("#id_place", "Chancellery")
    first.press("#id_place", "Tab")
    first.wait_for_selector("[data-saved]:has-text('Draft saved')")

    sign_in(second, live_server, "second")
    second.goto(address)
    assert second.input_value("#id_place") == "Chancellery"
    assert "editor is here" in second.inner_text("[data-presence]")
    second.click("button[value=accept]")
    second.wait_for_selector("#s2.open")
    first.fill("#id_place", "Another place")
    first.click("button[value=reject]")

    first.wait_for_selector("text=Somebody else was here first")
    assert Fact.objects.count() == 1
    assert Suggestion.objects.get(number=1).outcome == "edited"
    one.close()
    other.close()
