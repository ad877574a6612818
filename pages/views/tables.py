"""The tables of pages as files: all pairs, the partners of a country, the cells of the matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import files, presenting
from pages.files import About
from pages.views import matrix as matrices
from pages.views import pairs as every_pair
from pages.views import sources as every_source
from pages.views.answering import unheard
from pages.views.files import TYPES, refuse
from relations.models import Country
from relations.timeline import Problem, sourcing, totals
from relations.timeline.totals import MOST_PAIRS, PAIR_COLUMNS, PARTNER_COLUMNS


class TableConverter:
    """The end of an address that names the file of a table."""

    regex = "csv|json|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def _whole(problems: Sequence[Problem], page: int, extension: str) -> HttpResponse | None:
    """Refuse what cannot be read, and a page of what a file holds whole; None where all is well."""
    sentences = [problem.sentence for problem in problems]
    if page > 1:
        sentences.append("A file holds all pages: leave “page” out.")
    return refuse(sentences, extension) if sentences else None


@require_safe
def pairs(request: HttpRequest, extension: str) -> HttpResponse:
    q, sort, page, problems = every_pair.read(request)
    if refusal := _whole(problems, page, extension):
        return refusal
    until = presenting.this_month(timezone.localdate())
    found = totals.pair_totals(
        until=until, sort=sort, codes=every_pair.codes_of(q), limit=MOST_PAIRS
    )
    rows = totals.pair_rows(found.rows)
    return answer(request, extension, "Pairs", "pairs", "/pairs/", PAIR_COLUMNS, rows)


@require_safe
def partners(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    state = Country.objects.filter(pk=code).first()
    if state is None:
        return refuse([f"No country has the code {code}."], extension, status=404)
    if problems := unheard(request):
        return refuse([problem.sentence for problem in problems], extension)
    found = totals.partners_of(code, until=presenting.this_month(timezone.localdate()))
    title = f"Partners of {state.label}"
    rows = totals.partner_rows(found)
    return answer(request, extension, title, code, f"/c/{code}/", PARTNER_COLUMNS, rows)


@require_safe
def matrix(request: HttpRequest, extension: str) -> HttpResponse:
    rows, measure, problems = matrices.file_rows(request)
    if problems:
        return refuse([each.sentence for each in problems], extension)
    names = ("pair", "country", "other", measure)
    return answer(request, extension, "Matrix", "matrix", "/network/", names, rows)


@require_safe
def sources(request: HttpRequest, extension: str) -> HttpResponse:
    q, kind, page, problems = every_source.read(request)
    if refusal := _whole(problems, page, extension):
        return refusal
    found = list(sourcing.publishers(q=q, kind=kind)[:MOST_PAIRS])
    rows = sourcing.publisher_rows(sourcing.publisher_totals(found))
    return answer(request, extension, "Sources", "sources", "/sources/", sourcing.COLUMNS, rows)


def answer(
    request: HttpRequest, extension: str, title: str, name: str, place: str,
    names: Sequence[str], rows: Sequence[dict[str, Any]],
) -> HttpResponse:  # fmt: skip
    """Answer with the file of a table. place: the address of its page."""
    query = request.META.get("QUERY_STRING", "")
    about = About(
        title=title,
        address=request.build_absolute_uri(place + (f"?{query}" if query else "")),
        filters="; ".join(f"{key}={value}" for key, value in request.GET.items()) or "none",
        rows=len(rows),
        withheld=0,
        made_at=timezone.now(),
        licence="Numbers counted by Dyad; each links to its facts, which name their sources.",
    )
    response = HttpResponse(
        files.table(extension, about, names, rows), content_type=TYPES[extension]
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response["X-Dyad-Rows"] = str(len(rows))
    return response
