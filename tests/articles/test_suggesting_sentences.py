"""The table of sentences: what each tells is suggested, and little else."""

from __future__ import annotations

import pytest

from tests.articles.reading import Row, expected, is_one, rows, suggestions

ROWS = rows()
SURE = [row for row in ROWS if row.facts is not None]
SILENT = [row for row in ROWS if row.table == "silence"]


def named(row: Row) -> str:
    return f"{row.table}: {row.text[:60]}"


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.facts is not None],
    ids=lambda row: f"{row.table}: {row.text[:60]}",
)
def test_each_fact_of_a_sentence_is_suggested(row: Row) -> None:
    left = suggestions(row.text, row.published)

    for line in row.facts or ():
        wanted = expected(line)
        found = next((one for one in left if is_one(one, wanted)), None)
        assert found is not None, (line, left)
        left.remove(found)


def test_the_table_has_two_hundred_rows_of_every_kind() -> None:
    kinds = {kind for row in ROWS for line in row.facts or () for kind in expected(line).kinds}

    assert len(ROWS) >= 200
    assert kinds == {
        "agreement", "arms_transfer", "statement", "visit_or_meeting", "sanction",
        "diplomatic_action", "military_cooperation", "trade", "aid", "other",
    }  # fmt: skip


def test_few_suggestions_are_beyond_what_the_table_expects() -> None:
    told = sum(len(row.facts or ()) for row in SURE)
    found = sum(len(suggestions(row.text, row.published)) for row in SURE)

    assert found - told <= 0.03 * told


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.table == "silence"], ids=lambda r: r.text
)
def test_news_of_one_state_or_none_suggests_nothing(row: Row) -> None:
    assert suggestions(row.text, row.published) == []
