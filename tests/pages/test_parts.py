"""A part of a page that fails says so in its place; the rest stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.parts_fail]


@contextmanager
def without(table: str) -> Iterator[None]:
    """A table that cannot be read for a while: each statement that names it fails."""

    def ask(execute: Any, sql: str, *rest: Any) -> Any:
        if table in sql:
            raise OperationalError("the server closed the connection unexpectedly")
        return execute(sql, *rest)

    with connection.execute_wrapper(ask):
        yield


TILES, CHARTS, LIST = 'class="tiles"', 'id="glance-name"', "<article"


@pytest.mark.parametrize(
    ("table", "address", "sentence", "stays", "goes"),
    [
        ("relations_contextevent", "/r/IRN-RUS/", "What is around the charts",
         (TILES, CHARTS, LIST), ()),
        ("relations_pairtally", "/r/IRN-RUS/", "The numbers and charts could not", (LIST,),
         (TILES, CHARTS)),
        ("relations_claim", "/r/IRN-RUS/", "The list of facts could not", (TILES, CHARTS),
         (LIST, "No facts match")),
        ("relations_countryname", "/c/IRN/", "Where it is listed could not",
         ('id="partners"', LIST), ("No facts yet",)),
        ("relations_factlink", "/", "The newest facts could not",
         ('id="busiest"', 'class="counts"'), ()),
        ("relations_countryname", "/search/?q=drones", "Pairs, countries, people and articles",
         (LIST,), ("Nothing is found",)),
    ],
)  # fmt: skip
def test_what_fails_is_named_in_its_place(
    demo: None, client: Client, table: str, address: str, sentence: str, stays: tuple[str, ...],
    goes: tuple[str, ...],
) -> None:  # fmt: skip
    with without(table):
        answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("could not be loaded") == 1
    assert sentence in text
    assert f'href="{address}">Retry</a>' in text
    assert [each for each in stays if each not in text] == []
    assert [each for each in goes if each in text] == []


def test_a_part_that_fails_is_kept_by_no_cache_and_comes_back(demo: None, client: Client) -> None:
    with without("relations_claim"):
        answer = client.get("/r/IRN-RUS/")
    assert answer["Cache-Control"] == "no-store"
    assert LIST in client.get("/r/IRN-RUS/").content.decode()


def test_a_file_is_refused_whole(demo: None, client: Client, settings: Any) -> None:
    """A file without a part of it would be a wrong file: here nothing is left out quietly."""
    client.raise_request_exception = False
    with without("relations_claim"):
        assert client.get("/r/IRN-RUS.csv").status_code == 500
