"""What every view shares: reading the address, rendering in the frame, naming countries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.http import MAX_URL_REDIRECT_LENGTH, url_has_allowed_host_and_scheme

from pages.framing import frame
from relations import timeline
from relations.models import Country
from relations.pairs import Pair
from relations.timeline import Filters, Problem

CARDS = 24


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**context, **frame(request), "contact": settings.CONTACT}
    response = render(request, f"pages/{template}.html", context, status=status)
    response.headers["Vary"] = "Cookie"
    if (parts := context.get("parts")) and parts.failed:
        response.headers["Cache-Control"] = "no-store"
    return response


def given(request: HttpRequest) -> list[tuple[str, str]]:
    """The parameters of an address, in its order."""
    return [(name, text) for name, texts in request.GET.lists() for text in texts]


def without_empty(
    request: HttpRequest,
    problems: Sequence[object] = (),
    query: list[tuple[str, str]] | None = None,
) -> HttpResponse | None:
    """Lead to the address without its empty parameters, None where it has none.

    query: the canonical one, taken where all could be read. What cannot be read stays, so that the
    page there says so. An address too long to be led to is answered where it is.
    """
    every = given(request)
    kept = [(name, text) for name, text in every if text.strip()]
    told = kept if query is None or problems else query
    place = request.path + (f"?{urlencode(told)}" if told else "")
    if len(kept) == len(every) or len(iri_to_uri(place)) > MAX_URL_REDIRECT_LENGTH:
        return None
    return HttpResponseRedirect(place)


def unheard(request: HttpRequest, *allowed: str, several: tuple[str, ...] = ()) -> list[Problem]:
    """What a page that reads these parameters would pass over: other names, and second values.

    several: those that may stand more than once.
    """
    every = given(request)
    use = f"; use {', '.join((*allowed, *several))}" if allowed or several else ""
    problems = [
        Problem(name, text, f"There is no parameter “{name[:80]}” here{use}.")
        for name, text in every
        if name not in (*allowed, *several) and text.strip()
    ]
    return problems + [
        Problem(name, "", f"Give “{name}” once.")
        for name in allowed
        if len({text.strip() for each, text in every if each == name}) > 1
    ]


def read_words(request: HttpRequest, problems: list[Problem], *, longest: int = 100) -> str:
    """The words looked for in a list; a longer question is told and cut."""
    text = request.GET.get("q", "").strip()
    if len(text) > longest:
        problems.append(Problem("q", text, f"“q” is read up to {longest} letters."))
    return text[:longest]


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The address of this site that a form names; `otherwise` where it names none or a long one.

    It leaves room: it may be carried in the address of the page that asks who somebody is.
    """
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if is_ours and len(quote(back)) < MAX_URL_REDIRECT_LENGTH // 2 else otherwise


def past_the_last(page: int, last: int, name: str = "page") -> Problem:
    of = "" if name == "page" else f" of {name}"
    return Problem(name, str(page), f"There is no page {page}{of}; this is the last, page {last}.")


def read_address(
    request: HttpRequest, allowed: tuple[str, ...], pair: Pair | None = None
) -> tuple[Filters, list[Problem], HttpResponse | None]:
    """The filters, what was ignored, and where to go when the address holds empty parameters."""
    filters, problems = timeline.read(given(request), allowed=allowed, pair=pair, limit=CARDS)
    query = filters.query(cursor=filters.cursor)
    return filters, problems, without_empty(request, problems, query)


def labels_of(codes: Any) -> dict[str, str]:
    return dict(Country.objects.filter(pk__in=set(codes)).values_list("pk", "label"))
