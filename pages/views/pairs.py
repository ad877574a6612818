"""All pairs, as a table that sorts by each of its columns."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import presenting, sparks
from pages.views.answering import past_the_last, read_words, render_page, unheard, without_empty
from relations.models import Country
from relations.timeline import Problem, totals
from relations.timeline.reading import whole_number
from relations.timeline.totals import MOST_PAIRS, PairTotal, PairTotals

_PAGE = 100
_HEADS = {
    "name": "Pair",
    "facts": "Facts",
    "others": "Of these, by others",
    "lately": "Newest 12 months",
    "first": "First",
    "last": "Last fact",
}


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    q, sort, page, problems = read(request)
    if moved := without_empty(request, problems, parse_qsl(address(q=q, sort=sort, page=page)[1:])):
        return moved
    codes = codes_of(q)
    found = _page_of(page, sort, codes)
    if page > 1 and not found.rows:
        last = max(_pages(_page_of(1, sort, codes)), 1)
        problems.append(past_the_last(page, last))
        page, found = last, _page_of(last, sort, codes)
    pages = _pages(found)
    return render_page(
        request,
        "pairs",
        {
            "pairs": _with_sparks(found.rows),
            "found": found,
            "newest": presenting.twelve_months(found.newest),
            "q": q,
            "leaves": min(found.all, MOST_PAIRS),
            "file_query": address(q=q, sort=sort).rstrip("?"),
            "problems": problems,
            "heads": [
                (key, label, address(q=q, sort=key), key == sort) for key, label in _HEADS.items()
            ],
            "is_ascending": sort in ("name", "first"),
            "start": (page - 1) * _PAGE + 1,
            "previous": address(q=q, sort=sort, page=page - 1) if page > 1 else "",
            "next": address(q=q, sort=sort, page=page + 1) if page < pages else "",
        },
    )


def _page_of(page: int, sort: str, codes: list[str] | None) -> PairTotals:
    until = presenting.this_month(timezone.localdate())
    start = (page - 1) * _PAGE
    return totals.pair_totals(until=until, sort=sort, codes=codes, start=start, limit=_PAGE)


def _pages(found: PairTotals) -> int:
    return (min(found.all, MOST_PAIRS) + _PAGE - 1) // _PAGE


def address(*, q: str = "", sort: str = "facts", page: int = 1) -> str:
    """The canonical query string, without what is empty or the default."""
    given = [
        ("q", q),
        ("sort", "" if sort == "facts" else sort),
        ("page", page if page > 1 else ""),
    ]
    query = urlencode([(name, value) for name, value in given if value])
    return f"?{query}" if query else "?"


def read(request: HttpRequest) -> tuple[str, str, int, list[Problem]]:
    problems = unheard(request, "q", "sort", "page")
    q = read_words(request, problems)
    sort = request.GET.get("sort", "").strip() or "facts"
    if sort not in totals.PAIR_SORTS:
        known = ", ".join(totals.PAIR_SORTS)
        problems.append(
            Problem("sort", sort, f"Pairs cannot be sorted by “{sort[:80]}”; use {known}.")
        )
        sort = "facts"
    text = request.GET.get("page", "").strip() or "1"
    most = MOST_PAIRS // _PAGE
    page = whole_number(text, most)
    if page is None:
        problems.append(Problem("page", text, f"“page” is a number from 1 to {most}."))
    return q, sort, page or 1, problems


def codes_of(q: str) -> list[str] | None:
    """The countries whose name holds the words, None for no words; pairs of either are found."""
    if not q:
        return None
    found = (
        Country.objects.filter(
            Q(label__icontains=q) | Q(pk=q.upper()) | Q(names__text__icontains=q)
        )
        .values_list("pk", flat=True)
        .distinct()
    )
    return list(found)


def _with_sparks(rows: list[PairTotal]) -> list[dict[str, Any]]:
    every = [year for row in rows for year in row.years]
    return [
        {
            "total": row,
            "first": str(row.first_month // 12) if row.first_month is not None else "",
            "spark": sparks.spark(row.years, min(every), max(every), "") if row.years else "",
            "years": ", ".join(f"{y}: {n}" for y, n in sorted(row.years.items())[-12:]),
        }
        for row in rows
    ]
