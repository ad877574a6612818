"""An editor enters the founding article's nine facts by hand, in a real browser."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from relations import recording
from relations.models import Fact, Publisher
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("live_world"),
]

THREAT = (
    "Russia deepening an alliance with Iran to kill Ukrainians is something that the whole world "
    "should look at and see as a profound threat"
)


class Hands:
    """Clicks and types, and counts: a click, a field filled, a key pressed is one action."""

    def __init__(self, page):
        self.page = page
        self.actions = 0

    def click(self, selector):
        self.actions += 1
        self.page.click(selector)

    def fill(self, **fields):
        for name, text in fields.items():
            self.actions += 1
            self.page.fill(f"#id_{name}", text)

    def select(self, **fields):
        for name, value in fields.items():
            self.actions += 1
            self.page.select_option(f"#id_{name}", value)

    def choose(self, name, *labels):
        """Pick from an autocomplete field: a click, the words, Enter."""
        several = self.page.locator(f".field-{name} .select2-selection--multiple").count()
        for label in labels:
            self.actions += 3
            if several:
                field = self.page.locator(f".field-{name} .select2-search__field")
                field.click()
            else:
                self.page.click(f".field-{name} .select2-selection")
                field = self.page.locator(".select2-dropdown .select2-search__field")
            field.press_sequentially(label)
            self.page.locator(".select2-results__option--highlighted", has_text=label).wait_for()
            field.press("Enter")
            self.page.locator(f".field-{name} .select2-selection", has_text=label).wait_for()

    def drop(self, name, label):
        """Take one value out of a field that holds several."""
        self.actions += 1
        self.page.locator(f".field-{name} .select2-selection__choice", has_text=label).locator(
            ".select2-selection__choice__remove"
        ).click()
        self.page.keyboard.press("Escape")

    def another(self, kind):
        """Save, and begin the next fact from the same article."""
        self.click("input[name=_addanother]")
        self.page.wait_for_url("**/fact/add/?**")
        self.kind(kind)

    def kind(self, kind):
        self.click(f"a[href*='kind={kind}']")
        self.page.wait_for_selector("#id_headline")


@pytest.fixture
def live_world(transactional_db):
    """The table of states and an editor, in the database the live server reads."""
    from relations.importing.reference import load_reference

    load_reference()
    Publisher.objects.create(
        name="VOA Editorials", slug="voa-editorials", kind="state_media", owner_country_id="USA"
    )
    editor = factories.user("Editor")
    User.objects.filter(pk=editor.pk).update(username="editor")
    editor.refresh_from_db()
    editor.set_password("a long enough password")
    editor.save()


def sign_in(page, live_server):
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "a long enough password")
    page.click("input[type=submit]")
    page.wait_for_selector("#site-name")


def test_an_editor_enters_the_nine_facts_by_hand(page, live_server):
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(page, live_server)
    hands = Hands(page)

    page.goto(f"{live_server.url}/admin/relations/source/add/")
    hands.fill(title="Russia and Iran Deepening Their Relationship")
    hands.choose("publisher", "VOA Editorials")
    hands.click("input[name=_save]")

    page.goto(f"{live_server.url}/admin/relations/fact/add/")
    hands.kind("agreement")
    hands.fill(title="Russia-Iran oil and gas development deal", amount="$40 billion")
    hands.choose("parties", "Iran", "Russia")
    hands.choose("source", "Russia and Iran")
    hands.fill(
        quotation="Russia and Iran claiming they reached a $40 billion deal in oil and gas",
        says_so="Russia; Iran",
    )

    hands.another("arms_transfer")
    hands.fill(designation="UAVs", quantity="up to several hundred")
    hands.select(weapon_class="uav", armed="some")
    hands.fill(
        quotation="preparing to provide Russia with up to several hundred UAVs",
        says_so="Jake Sullivan",
        others="Ukraine (affected)",
    )

    hands.another("visit")
    hands.choose("persons", "Vladimir Putin", "Ebrahim Raisi")
    hands.select(level="leaders")
    hands.fill(date="19 July 2022", place="Saadabad palace, Tehran")
    hands.fill(quotation="shakes hands with Iranian President Ebrahim Raisi prior to their talks")

    hands.another("visit")
    hands.select(form="meeting", level="leaders")
    hands.choose("persons", "Vladimir Putin", "Ali Khamenei")
    hands.fill(quotation="Vladimir Putin met in Tehran with Iran’s Supreme Leader Ali Khamenei")

    hands.another("statement")
    hands.choose("speaker", "Ali Khamenei")
    hands.drop("targets", "Iran")
    hands.select(act="endorses", stance="supportive")
    hands.fill(quotation="the Supreme Leader offered his support to Putin for Russia’s war")

    hands.another("statement")
    hands.choose("speaker", "Jake Sullivan")
    hands.select(act="warns", stance="critical")
    hands.fill(words=THREAT, about="IRN-RUS", date="")

    for name, act, words in (
        ("Ned Price", "criticises", "It’s now clear that was entirely hollow."),
        ("Ned Price", "calls_for", "Iran has a choice"),
        ("Robert Malley", "comments", "That’s a choice that rests squarely on the shoulders of"),
    ):
        hands.another("statement")
        hands.choose("speaker", name)
        hands.drop("targets", "Russia")
        hands.select(act=act, stance="critical")
        hands.fill(words=words)
    hands.click("input[name=_save]")

    hands.click("#action-toggle")
    page.select_option("select[name=action]", "publish_selected")
    hands.actions += 1
    hands.click("button[name=index]")
    page.wait_for_selector(".messagelist .success")

    print(f"\nThe nine facts took {hands.actions} actions by hand (aim: 110).")
    assert Fact.objects.published().count() == 9
    assert problems == []
    page.goto(f"{live_server.url}/r/IRN-RUS/")
    assert page.locator("article.card").count() == 9
    assert page.locator("article.card-third").count() == 4
    assert page.locator(".badge", has_text="Claimed by both").count() == 1
    recording.number_changes()
    assert hands.actions <= 110


def test_the_reading_of_a_date_appears_while_it_is_typed(page, live_server):
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/relations/fact/add/?kind=visit")

    page.fill("#id_date", "about July 2022")
    page.press("#id_date", "Tab")

    page.wait_for_selector(".date-echo")
    assert page.inner_text(".date-echo") == "Read as: about July 2022"


@pytest.mark.parametrize("width", [320, 1440])
def test_the_pair_page_needs_no_script_and_never_scrolls_sideways(browser, live_server, width):
    from relations.importing.demo import load_demo

    Publisher.objects.all().delete()
    load_demo()
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()

    page.goto(f"{live_server.url}/r/RUS-IRN/?lane=arms")

    assert page.url.endswith("/r/IRN-RUS/?lane=arms")
    assert page.locator("article.card").count() == 1
    page.check("input[value=visit]")
    page.click("text=Apply filters")
    assert page.url.endswith("/r/IRN-RUS/?lane=arms&lane=visit")
    assert page.locator("article.card").count() == 3
    box = page.locator("body").bounding_box()
    widest = page.locator("main").bounding_box()
    assert box["width"] <= width
    assert widest["width"] <= width
    context.close()
