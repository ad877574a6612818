"""An analyst's spreadsheet of five rows becomes drafts, in a real browser."""

from __future__ import annotations

import pytest

from relations.models import Fact, Import
from tests.journeys.accessibility import violations
from tests.journeys.test_editor import live_world, sign_in  # noqa: F401

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("live_world"),
]

ROWS = """When;Guest;Host country;What was said;URL
19 July 2022;Russia;Iran;Putin arrived in Tehran.;https://example.org/1
2022-09;Iran;Uzbekistan;Raisi came to Samarkand.;https://example.org/2
January 2022;Iran;Russia;Raisi met Putin in Moscow.;https://example.org/3
2022-11-09;Russia;Iran;Patrushev was received.;https://example.org/4
2023-03-29;Iran;Russia;Amir-Abdollahian came.;https://example.org/5
"""


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.VAR = tmp_path


def check(page, problems):
    """Nothing was blocked so far, and axe finds nothing; what axe itself does is blocked."""
    assert problems == []
    assert violations(page) == []
    problems.clear()


def test_a_table_of_five_rows_is_mapped_previewed_applied_and_undone(page, live_server, tmp_path):
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    (tmp_path / "visits.csv").write_text(ROWS)
    sign_in(page, live_server)

    page.goto(f"{live_server.url}/desk/")
    page.click("text=Import a table")
    page.set_input_files("#id_uploads", tmp_path / "visits.csv")
    page.click("input[value='Read the files']")

    page.wait_for_selector("text=What each column is")
    check(page, problems)
    page.select_option("select[name=column-3]", "host")
    page.select_option("select[name=column-4]", "quotation")
    page.select_option("select[name=column-5]", "source_address")
    page.select_option("#id_fixed-kind", "visit")
    page.click("button[value=preview]")
    page.wait_for_selector("text=Russia in Iran")
    page.fill("#id_name", "Visits with links")
    page.click("button[value=save]")
    page.wait_for_selector("text=The mapping is kept as “Visits with links”.")
    page.click("button[value=read]")

    page.wait_for_selector("text=What applying would do")
    assert "5 records read" in page.inner_text("#content")
    check(page, problems)
    assert not Fact.objects.exists()
    page.click("button[value=applying]")
    page.wait_for_selector("text=Facts of this import")
    assert page.locator("text=Iran in Russia").count() == 2
    assert Fact.objects.filter(publication="draft").count() == 5

    page.click("text=Undo…")
    page.click("button[value=undoing]")
    page.wait_for_selector("text=Undone")
    assert Fact.objects.filter(publication="retracted").count() == 5
    assert Import.objects.get().state == "undone"
    assert problems == []
