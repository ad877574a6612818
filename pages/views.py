"""Pages: each view reads the address, calls the read side and renders."""

from __future__ import annotations

from calendar import month_name
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db.models import Q
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from pages import presenting, routes
from pages.framing import THEMES, frame
from relations import timeline
from relations.lanes import Lane
from relations.models import Country, Fact, Publication, Source
from relations.pairs import Pair
from relations.timeline import Filters
from relations.verification import Verification

CARDS = 24
PAIR_PARAMETERS = tuple(n for n in timeline.ORDER if n not in ("country", "limit"))
_OWN_LANES = tuple(lane for lane in Lane.values if lane != Lane.THIRD)


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**context, **frame(request), "contact": settings.CONTACT}
    response = render(request, f"pages/{template}.html", context, status=status)
    response.headers["Vary"] = "Cookie"
    return response


def _read(
    request: HttpRequest, allowed: tuple[str, ...], pair: Pair | None = None
) -> tuple[Filters, list[timeline.Problem], HttpResponse | None]:
    """The filters, what was ignored, and where to go when the address holds empty parameters."""
    given = [(name, text) for name, texts in request.GET.lists() for text in texts]
    filters, problems = timeline.read(given, allowed=allowed, pair=pair, limit=CARDS)
    if any(not text.strip() for _, text in given):
        query = filters.query(cursor=filters.cursor)
        clean = request.GET.copy()
        clean.clear()
        for name, text in query:
            clean.appendlist(name, text)
        place = request.path + (f"?{clean.urlencode()}" if query else "")
        return filters, problems, HttpResponseRedirect(place)
    return filters, problems, None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    busiest = timeline.busiest_pairs(10)
    labels = _labels(code for pair, _ in busiest for code in (pair.low, pair.high))
    newest = timeline.rows_of(timeline.fact_page(timeline.read([], limit=8)[0]).places)
    return _render(
        request,
        "home",
        {
            "busiest": [(pair, labels[pair.low], labels[pair.high], n) for pair, n in busiest],
            "cards": [presenting.card_of(row) for row in newest],
        },
    )


def _labels(codes: Any) -> dict[str, str]:
    return dict(Country.objects.filter(pk__in=set(codes)).values_list("pk", "label"))


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    rows = timeline.busiest_pairs(500)
    labels = _labels(code for pair, _ in rows for code in (pair.low, pair.high))
    return _render(
        request,
        "pairs",
        {"pairs": [(pair, labels[pair.low], labels[pair.high], n) for pair, n in rows]},
    )


@require_safe
def pair(request: HttpRequest, text: str) -> HttpResponse:
    try:
        found = routes.find_pair(text)
    except routes.NoSuchPair as missing:
        context = {"title": "No such pair", "sentence": missing.sentence, "known": missing.known}
        return _render(request, "missing", context, status=404)
    if not found.is_canonical:
        query = request.META.get("QUERY_STRING", "")
        place = f"/r/{found.pair}/" + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(place)
    filters, problems, elsewhere = _read(request, PAIR_PARAMETERS, found.pair)
    if elsewhere is not None:
        return elsewhere
    return _render(request, "pair", _pair_context(found, filters, problems))


def _pair_context(
    found: routes.Found, filters: Filters, problems: list[timeline.Problem]
) -> dict[str, Any]:
    both = timeline.timeline_pairs(found.pair, filters.predecessor)
    only_third = filters.lane == (Lane.THIRD,)
    own = tuple(lane for lane in (filters.lane or _OWN_LANES) if lane != Lane.THIRD)
    page = timeline.pair_page(
        found.pair, _with_lanes(filters, (Lane.THIRD,) if only_third else own), pairs=both
    )
    shows_others = not only_third and (not filters.lane or Lane.THIRD in filters.lane)
    others = (
        timeline.pair_page(found.pair, _with_lanes(filters.at(None), (Lane.THIRD,)), pairs=both)
        if shows_others and filters.cursor is None
        else timeline.Page([], None, None)
    )
    rows = timeline.rows_of([*page.places, *others.places])
    third = {place.fact for place in others.places}
    summary = timeline.pair_summary(found.pair)
    facets = timeline.tally(found.pair, lane=filters.lane, verification=filters.verification)
    is_plain = not (set(filters.given) - {"lane", "verification", "sort", "cursor", "limit"})
    return {
        "found": found,
        "pair": found.pair,
        "predecessors": _predecessors(found.pair, both),
        "summary": summary,
        "filters": filters,
        "problems": problems,
        "count": facets.facts if is_plain and len(both) == 1
        else timeline.count(found.pair, filters),
        "most": 10_000,
        "groups": list(presenting.groups_of(r for r in rows if r["id"] not in third)),
        "others": [presenting.card_of(row) for row in rows if row["id"] in third],
        "more_others": others.next is not None,
        "next": page.next,
        "previous": page.previous,
        "lanes": [
            (lane.value, lane.label, facets.lanes.get(lane.value, 0) if is_plain else None)
            for lane in Lane
        ],
        "levels": _levels(facets if is_plain else None),
        "money": [
            (figure.label, presenting.figure_words(figure), figure) for figure in summary.money
        ],
        "query": filters.query(),
    }  # fmt: skip


def _predecessors(pair: Pair, pairs: list[Pair]) -> list[tuple[Pair, str, int]]:
    """(pair, its names, its facts) of each predecessor's pair that has facts."""
    counted = [(other, timeline.tally(other).facts) for other in pairs if other != pair]
    labels = _labels(code for other, n in counted if n for code in (other.low, other.high))
    return [
        (other, " and ".join(sorted((labels[other.low], labels[other.high]))), n)
        for other, n in counted
        if n
    ]


def _with_lanes(filters: Filters, lanes: tuple[str, ...]) -> Filters:
    return replace(filters, lane=tuple(str(lane) for lane in lanes))


_LEVELS = (
    ("confirmed", "Confirmed", ("corroborated", "officially_confirmed")),
    *(
        (level.value, str(level.label), (level.value,))
        for level in Verification
        if level.label != "Confirmed"
    ),
)


def _levels(facets: timeline.Tally | None) -> list[tuple[str, str, int | None]]:
    return [
        (
            name,
            label,
            sum(facets.verifications.get(each, 0) for each in holds) if facets else None,
        )
        for name, label, holds in _LEVELS
    ]


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:100]
    rows = Country.objects.order_by("label")
    if q:
        rows = rows.filter(Q(label__icontains=q) | Q(pk=q.upper()) | Q(names__text__iexact=q))
        rows = rows.distinct()
    return _render(request, "countries", {"countries": list(rows), "q": q})


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    state = Country.objects.filter(Q(pk=code.upper()) | Q(slug=code.lower())).first()
    if state is None:
        context = {"title": "No such country", "sentence": f"No country has the code {code}."}
        return _render(request, "missing", context, status=404)
    if code != state.pk:
        return redirect("pages:country", code=state.pk, permanent=True)
    filters, problems, elsewhere = _read(request, ("cursor", "sort"))
    if elsewhere is not None:
        return elsewhere
    page = timeline.fact_page(replace(filters, country=(state.pk,)))
    partners = timeline.partners(state.pk)
    labels = _labels(code for code, *_ in partners)
    return _render(
        request,
        "country",
        {
            "country": state,
            "spells": state.spells.order_by("valid_from"),
            "codes": state.codes.order_by("scheme", "valid_from"),
            "before": state.precessions.select_related("predecessor").order_by("happened_on"),
            "after": state.successions.select_related("successor").order_by("happened_on"),
            "partners": [
                (Pair.of(state.pk, other), other, labels[other], n, _month(last))
                for other, n, last in partners
            ],
            "groups": list(presenting.groups_of(timeline.rows_of(page.places))),
            "filters": filters,
            "problems": problems,
            "next": page.next,
            "previous": page.previous,
        },
    )


def _month(number: int | None) -> str:
    if number is None or number < 0:
        return "no date"
    return f"{month_name[number % 12 + 1]} {number // 12}"


@require_safe
def fact(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Fact.objects.select_related("merged_into"), pk=pk)
    if found.merged_into_id is not None and found.publication == Publication.MERGED:
        return redirect("pages:fact", pk=found.merged_into_id, permanent=True)
    is_staff = bool(getattr(request.user, "is_staff", False))
    was_public = found.published_at is not None
    if not (found.is_public or is_staff or was_public):
        raise Http404(f"There is no public fact {pk}.")
    history = found.changes.select_related("by").order_by("-id")
    if not is_staff:
        history = history.filter(is_public=True)
    context: dict[str, Any] = {"fact": found, "history": list(history[:50]), "is_staff": is_staff}
    if found.publication == Publication.RETRACTED:
        return _render(request, "withdrawn", context, status=410)
    row = timeline.row_of(found)
    pairs_in = list(found.pair_facts.select_related("low", "high").order_by("low", "high"))
    detail = Fact.objects.with_detail().get(pk=pk).detail
    context |= {
        "card": presenting.card_of(row),
        "row": row,
        "amounts": [(amount, presenting.amount_words(dict(amount))) for amount in row["amounts"]],
        "detail": detail,
        "kind_template": f"pages/kinds/{found.kind}.html",
        "pairs_in": pairs_in,
        "links": found.links.select_related("to"),
        "linked_from": found.linked_from.select_related("fact").filter(
            fact__publication=Publication.PUBLISHED
        ),
        "sources": Source.objects.filter(claims__fact=found).distinct(),
    }
    return _render(request, "fact", context)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen colours in a cookie and go back."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "system")
    if chosen in THEMES:
        response.set_cookie(
            "theme", chosen, max_age=31_536_000, samesite="Lax", httponly=True,
            secure=settings.HTTPS,
        )  # fmt: skip
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it here on pages that name none, such as the admin's."""
    return redirect(static("pages/icon.svg"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One sentence for what cannot be read at all, such as more than a form may hold."""
    sentence = "This request cannot be read."
    if isinstance(exception, RequestDataTooBig):
        sentence = f"This is more than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000} MB."
    return _render(request, "missing", {"title": "Too large", "sentence": sentence}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) if type(exception) is Http404 and exception.args else ""
    if not isinstance(exception, Http404) or "path" in sentence or not sentence:
        sentence = "There is nothing at this address."
    return _render(request, "missing", {"title": "Not found", "sentence": sentence}, status=404)
