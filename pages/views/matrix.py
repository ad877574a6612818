"""Who deals with whom: the matrix of countries."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from pages import presenting
from pages.rail import LEVELS
from pages.views.answering import given, past_the_last, render_page, unheard, without_empty
from relations import timeline
from relations.lanes import Lane
from relations.pairs import Pair
from relations.timeline import Filters, Problem
from relations.timeline.matrix import (
    MONEY,
    Matrix,
    Measure,
    Order,
    Question,
    Step,
    matrix_rows,
    steps_of,
    tone_of,
)
from relations.timeline.matrix import matrix as ask_matrix
from relations.timeline.reading import whole_number

A_PAGE = 40
_OWN = ("view", "measure", "order", "rows", "columns")
_SHARED = ("lane", "verification", "from", "to")


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    reading = read(request)
    if moved := without_empty(request, reading.problems, reading.query()):
        return moved
    found = ask_matrix(reading.question)
    return render_page(request, "matrix", _context(reading, found))


@dataclass(frozen=True, slots=True)
class Reading:
    """The address, read: the question, the shared filters, which forty by forty, and notices."""

    question: Question
    filters: Filters
    rows: int
    columns: int
    problems: list[Problem]

    def query(self, **changes: Any) -> list[tuple[str, str]]:
        asked = self.question
        own = {
            "measure": "" if asked.measure == Measure.FACTS else asked.measure,
            "order": "" if asked.order == Order.ACTIVITY else asked.order,
            "rows": self.rows if self.rows > 1 else "",
            "columns": self.columns if self.columns > 1 else "",
            **changes,
        }
        given = [(name, str(value)) for name, value in own.items() if value and value != 1]
        return [*self.filters.query(), *given]

    def address(self, **changes: Any) -> str:
        query = urlencode(self.query(**changes))
        return f"?{query}" if query else "?"


def read(request: HttpRequest) -> Reading:
    """Read the address; what cannot be read is told and ignored."""
    shared = [(name, text) for name, text in given(request) if name not in _OWN]
    filters, problems = timeline.read(shared, allowed=_SHARED)
    own = {name: text.strip() for name, text in given(request) if name in _OWN}
    problems += [each for each in unheard(request, *_OWN) if each.name in _OWN]
    view = own.get("view", "")
    if view not in ("", "matrix"):
        problems.append(Problem("view", view, "There is only the view “matrix” yet."))
    measure = _one_of(own.get("measure", ""), Measure.values, "measure", problems)
    order = _one_of(own.get("order", ""), Order.values, "order", problems)
    if filters.lane and measure != Measure.FACTS:
        problems.append(Problem("lane", filters.lane[0], "A kind narrows the measure Facts only."))
    if filters.verification and measure in MONEY:
        sentence = "Money is shown as confirmed only."
        problems.append(Problem("verification", filters.verification[0], sentence))
    if (filters.start and filters.start.day != 1) or (
        filters.end and filters.end.day != monthrange(filters.end.year, filters.end.month)[1]
    ):
        sentence = "the matrix counts whole months, so the first and last are taken whole."
        problems.append(Problem("from", "", sentence))
    question = Question(
        measure=measure,
        first=presenting.this_month(filters.start) if filters.start else None,
        last=presenting.this_month(filters.end) if filters.end else None,
        lane=filters.lane if measure == Measure.FACTS else (),
        verification=filters.verification if measure not in MONEY else (),
        order=order,
    )
    rows = _number(own.get("rows", ""), "rows", problems)
    columns = _number(own.get("columns", ""), "columns", problems)
    return Reading(question, filters, rows, columns, problems)


def _one_of(text: str, known: list[str], name: str, problems: list[Problem]) -> str:
    if text and text not in known:
        sentence = f"“{text[:80]}” is no {name} known here; use {', '.join(known)}."
        problems.append(Problem(name, text, sentence))
    return text if text in known else known[0]


def _number(text: str, name: str, problems: list[Problem]) -> int:
    number = whole_number(text, 99) if text else 1
    if number is None:
        problems.append(Problem(name, text, f"“{name}” is a number from 1 to 99."))
    return number or 1


# --- what the template shows -------------------------------------------------------------


def _context(reading: Reading, found: Matrix) -> dict[str, Any]:
    question = reading.question
    pages = max(1, -(-len(found.countries) // A_PAGE))
    across = _slice(found, min(reading.columns, pages))
    down = _slice(found, min(reading.rows, pages))
    past = [
        past_the_last(number, pages, name)
        for name, number in (("rows", reading.rows), ("columns", reading.columns))
        if number > pages
    ]
    return {
        "reading": reading,
        "filters": reading.filters,
        "file_query": reading.address(rows=1, columns=1).rstrip("?"),
        "problems": [*reading.problems, *past],
        "found": found,
        "across": [label for _, label in across],
        "rows": rows_of(found, down, across, reading),
        "legend": [(step.tone, bounds(step, question.measure)) for step in _steps(found)],
        "measures": Measure,
        "orders": Order,
        "lanes": Lane,
        "levels": LEVELS,
        "chosen_levels": reading.filters.given.get("verification", ()),
        "measure_label": Measure(question.measure).label,
        "is_money": question.measure in MONEY,
        "pages": _pages(reading, pages, len(found.countries)) if pages > 1 else [],
    }


def _slice(found: Matrix, page: int) -> list[tuple[str, str]]:
    return found.countries[(page - 1) * A_PAGE : page * A_PAGE]


def _steps(found: Matrix) -> list[Step]:
    """Steps of all cells, so that every page of the matrix has one scale."""
    return steps_of(found.cells.values())


def rows_of(
    found: Matrix, down: list[tuple[str, str]], across: list[tuple[str, str]], reading: Reading
) -> list[dict[str, Any]]:
    """Rows of the table, their cells drawn: 1,600 of them take a template half a second."""
    steps = _steps(found)
    measure, query = reading.question.measure, reading.filters.query()

    def cell(row: tuple[str, str], column: tuple[str, str]) -> str:
        if row == column:
            return '<td class="self"></td>'
        pair = Pair.of(row[0], column[0])
        n = found.cells.get(pair)
        if n is None:
            return "<td></td>"
        name = escape(f"{row[1]} and {column[1]}: {_said(n, measure)}")
        address = escape(_address(pair, measure, query))
        tone = tone_of(n, steps)
        return f'<td class="tone-{tone}"><a href="{address}" aria-label="{name}"></a></td>'

    return [
        {
            "code": row[0],
            "label": row[1],
            "cells": mark_safe("".join(cell(row, column) for column in across)),
        }
        for row in down
    ]


def _address(pair: Pair, measure: str, query: list[tuple[str, str]]) -> str:
    """The rows behind a cell, under the same filters."""
    if measure in MONEY:
        kept = [(name, value) for name, value in query if name in ("from", "to")]
        given = [("pair", str(pair)), ("measure", measure), *kept]
        return f"{reverse('pages:compare-rows')}?{urlencode(given)}"
    kept = list(query)
    if measure == Measure.VISITS:
        kept = [("kind", "visit"), *(each for each in query if each[0] != "lane")]
    elif measure == Measure.ORDERS:
        kept = [each for each in query if each[0] != "lane"]
        kept = [("lane", "arms"), ("subtype", "ordered"), *kept]
    place = reverse("pages:pair", args=[pair])
    return f"{place}?{urlencode(kept)}" if kept else place


_WORDS = {Measure.FACTS: "fact", Measure.VISITS: "visit", Measure.ORDERS: "arms order"}


def _said(n: float, measure: str) -> str:
    if measure in MONEY:
        return presenting.money(n)
    return f"{n:,.0f} {_WORDS[Measure(measure)]}{'' if n == 1 else 's'}"


def bounds(step: Step, measure: str) -> str:
    """What a step of the legend holds: "2 to 5"."""
    say = presenting.money if measure in MONEY else (lambda n: f"{n:,.0f}")
    least, most = say(step.least), say(step.most)
    return least if least == most else f"{least} to {most}"


def _pages(reading: Reading, pages: int, countries: int) -> list[dict[str, Any]]:
    """Links to the other forties, of rows and of columns."""
    return [
        {
            "name": words,
            "links": [
                (
                    f"{(n - 1) * A_PAGE + 1} to {min(n * A_PAGE, countries)}",
                    reading.address(**{name: n}),
                    n == min(getattr(reading, name), pages),
                )
                for n in range(1, pages + 1)
            ],
        }
        for name, words in (("rows", "Rows: countries"), ("columns", "Columns: countries"))
    ]


def file_rows(request: HttpRequest) -> tuple[list[dict[str, Any]], str, list[Problem]]:
    """The cells of this address as plain rows for a file, their measure, and what was not read."""
    reading = read(request)
    measure = str(reading.question.measure)
    return matrix_rows(ask_matrix(reading.question), measure), measure, reading.problems
