"""Sources: the table of publishers, one publisher, one article with its passages marked."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from pages import ledger, passages, presenting, runs
from pages.views.answering import past_the_last, read_words, render_page, unheard, without_empty
from relations.models import Publisher
from relations.timeline import Problem, rows_of, sourcing
from relations.timeline.reading import whole_number
from relations.timeline.sourcing import Document, Drawn

_PAGE = 50
_MOST_PAGES = 1_000


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    q, kind, page, problems = read(request)
    if moved := without_empty(request):
        return moved
    paged = _paged(sourcing.publishers(q=q, kind=kind), page, problems)
    query = urlencode([(name, text) for name, text in (("q", q), ("kind", kind)) if text])
    return render_page(
        request,
        "sources",
        {
            "publishers": [
                (total, sourcing.owner_of(total.publisher))
                for total in sourcing.publisher_totals(list(paged))
            ],
            "paged": paged,
            "kinds": Publisher.Kind.choices,
            "q": q,
            "kind": kind,
            "query": query,
            "file_query": f"?{query}" if query else "",
            "problems": problems,
        },
    )


def read(request: HttpRequest) -> tuple[str, str, int, list[Problem]]:
    """Return the words, the kind and the page that are asked for, and what cannot be read."""
    problems = unheard(request, "q", "kind", "page")
    q = read_words(request, problems)
    kind = request.GET.get("kind", "").strip()
    if kind and kind not in Publisher.Kind.values:
        known = ", ".join(Publisher.Kind.values)
        problems.append(Problem("kind", kind, f"No publisher is “{kind[:80]}”; use {known}."))
        kind = ""
    page, trouble = _page_number(request)
    return q, kind, page, problems + trouble


def _page_number(request: HttpRequest) -> tuple[int, list[Problem]]:
    text = request.GET.get("page", "").strip() or "1"
    page = whole_number(text, _MOST_PAGES)
    if page is not None:
        return page, []
    return 1, [Problem("page", text, f"“page” is a number from 1 to {_MOST_PAGES}.")]


def _paged(rows: QuerySet[Any], number: int, problems: list[Problem]) -> Page[Any]:
    """The page of that number; the last, with a notice, where there are fewer."""
    paginator = Paginator(rows, _PAGE)
    if number > paginator.num_pages:
        problems.append(past_the_last(number, paginator.num_pages))
    return paginator.get_page(number)


@require_safe
def publisher(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Publisher.objects.select_related(
            "country", "owner_country", "owner_body__country", "merged_into"
        ),
        slug=slug.replace("\0", ""),
    )
    if found.merged_into is not None:
        return redirect("pages:publisher", slug=found.merged_into.slug, permanent=True)
    if moved := without_empty(request):
        return moved
    page, problems = _page_number(request)
    problems += unheard(request, "page")
    [total] = sourcing.publisher_totals([found])
    if not total.documents:
        raise Http404(f"No public fact is known from {found.name}.")
    paged = _paged(sourcing.documents_of(found), page, problems)
    context: dict[str, Any] = {
        "publisher": found,
        "total": total,
        "owner": sourcing.owner_of(found),
        "sisters": sourcing.sisters(found),
        "documents": [(each, ledger.edtf_words(each.published_text)) for each in paged],
        "paged": paged,
        "query": "",
        "problems": problems,
    }
    return render_page(request, "publisher", context)


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    found = sourcing.document(pk)
    if found is None:
        raise Http404(f"There is no article {pk}.")
    if found.source.merged_into_id is not None:
        return redirect("pages:source", pk=found.source.merged_into_id, permanent=True)
    if not (found.is_public or getattr(request.user, "is_staff", False)):
        raise Http404(f"There is no article {pk} with a public fact.")
    if moved := without_empty(request):
        return moved
    rows = {row["id"]: row for row in rows_of([each.place for each in found.drawn])}
    shown = [each for each in found.drawn if each.place.fact in rows]
    numbered = [
        (number, each, presenting.card_of(rows[each.place.fact]))
        for number, each in enumerate(shown, start=1)
    ]
    context: dict[str, Any] = {
        "source": found.source,
        "version": found.version,
        "published": ledger.edtf_words(found.source.published_text),
        "owner": sourcing.owner_of(found.source.publisher),
        "facts": numbered,
        "count": found.count,
        "roll_calls": found.roll_calls,
        "problems": unheard(request),
        **_text(found, numbered),
    }
    return render_page(request, "article", context)


def _text(found: Document, numbered: list[tuple[int, Drawn, presenting.Card]]) -> dict[str, Any]:
    """The text whole where its licence allows, else each passage with its sentence."""
    text = found.version.text if found.version is not None else ""
    marked = [
        runs.Passage(start, end, number, card.row["lane"], "" if later else f"p{number}")
        for number, each, card in numbered
        for later, (start, end) in enumerate(each.spans)
    ]
    if not text:
        return {"paragraphs": [], "excerpts": []}
    if found.source.licence:
        return {"paragraphs": runs.paragraphs(text, marked), "excerpts": []}
    excerpts = [
        (
            each,
            passages.lead(text, each.start, 1),
            text[each.start : each.end],
            passages.tail(text, each.end, 1),
        )
        for each in sorted(marked, key=lambda p: (p.start, p.end, p.number))
    ]
    return {"paragraphs": [], "excerpts": excerpts}
