"""The documentation says what is so."""

import re
from pathlib import Path

import pytest

from relations import timeline
from relations.management.commands.write_vocabulary import PATH, vocabulary

ROOT = Path(__file__).parent.parent


def test_the_vocabulary_is_that_of_the_code():
    assert PATH.read_text(encoding="utf-8") == vocabulary()


def test_every_link_of_the_documentation_leads_somewhere():
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_parameter_is_documented():
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")

    for name in timeline.ORDER:
        assert name in text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("page", ["README.md", "docs/api.md"])
def test_the_examples_answer(client, page):
    text = (ROOT / page).read_text(encoding="utf-8")
    addresses = re.findall(r"curl -s '?localhost:8000(/[^'\s]+)", text)

    assert addresses
    for address in addresses:
        path = address.replace("facts/1/", "facts/")
        assert client.get(path).status_code == 200, address


def test_every_point_of_the_pages_names_a_test_that_is_there():
    told = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")

    named = re.findall(r"`((?:pages|journeys)/\w+\.py)::(\w+)`", told)
    assert len(named) >= 14
    for path, name in named:
        assert f"def {name}(" in (ROOT / "tests" / path).read_text(encoding="utf-8"), name
