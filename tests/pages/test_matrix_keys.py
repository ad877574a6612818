"""The matrix by keyboard, in a real browser."""

from __future__ import annotations

import pytest

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def facts(transactional_db):
    from relations.importing.reference import load_reference

    load_reference()
    factories.visit("2022-07-19")
    factories.visit("2022-07-20")
    factories.visit("2022-07-21", guest="USA")
    factories.visit("2022-07-22", guest="USA", host="FRA")


@pytest.mark.usefixtures("facts")
def test_the_matrix_is_one_tab_stop_and_arrows_move_between_pairs(live_server, page):
    page.goto(f"{live_server.url}/network/")
    cells = page.locator("table.matrix td a")

    assert cells.count() == 6
    assert page.locator("table.matrix td a[tabindex='0']").count() == 1
    cells.first.focus()
    name = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(name) == "France and Germany: 2 facts"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(name) == "France and United States: 1 fact"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(name) == "Germany and United States: 1 fact"
    page.keyboard.press("Home")
    assert page.evaluate(name) == "Germany and France: 2 facts"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(name) == "Germany and France: 2 facts"
    assert page.locator("table.matrix td a[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/DEU-FRA/")
