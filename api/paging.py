"""One page of a list: its rows, where the next begins, and how many there are if asked."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import BadParameters
from relations import timeline
from relations.models import Country
from relations.pairs import InvalidPair, Pair
from relations.timeline import Filters, Problem, then


def pair_at(text: str) -> Pair:
    """Read the pair of an address. Raise Http404."""
    try:
        return Pair.parse(text.upper())
    except InvalidPair as invalid:
        raise Http404(f"{invalid}.") from invalid


def known(pair: Pair) -> None:
    """Raise Http404 for a code that no country has; asked only where nothing was found."""
    if missing := unknown_codes((pair.low, pair.high)):
        raise Http404(f"No country has the code {' or '.join(missing)}.")


def unknown_codes(codes: tuple[str, ...]) -> list[str]:
    found = set(Country.objects.filter(pk__in=codes).values_list("pk", flat=True))
    return sorted(set(codes) - found)


def known_at(filters: Filters) -> then.Known | None:
    """How far the record had come at `as_of`, if that is asked. Raise BadParameters."""
    if filters.as_of is None:
        return None
    try:
        return then.known_at(filters.as_of)
    except then.NotYet as early:
        text = filters.given["as_of"][0]
        raise BadParameters([Problem("as_of", text, str(early))]) from early


def address_with(request: Request, cursor: object) -> str | None:
    """The same address from another cursor on; None where there is none."""
    if cursor is None:
        return None
    query = request.GET.copy()
    query["cursor"] = str(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def limit_of(request: Request) -> int:
    filters, problems = timeline.read(
        [("limit", text) for text in request.GET.getlist("limit")], allowed=("limit",)
    )
    if problems:
        raise BadParameters(problems)
    return filters.limit


def keyset(request: Request, rows: QuerySet[Any], serializer: type[Any], key: str) -> Response:
    """Page rows by their key: codes upwards, numbers downwards (newest first)."""
    limit = limit_of(request)
    if cursor := request.GET.get("cursor"):
        if key == "id":
            if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 18):
                raise BadParameters([Problem("cursor", cursor, "This cursor is no number.")])
            rows = rows.filter(id__lt=int(cursor))
        else:
            rows = rows.filter(**{f"{key}__gt": cursor.replace("\0", "")})
    found = list(rows[: limit + 1])
    page = found[:limit]
    has_more = len(found) > limit
    return Response(
        {
            "results": serializer(page, many=True).data,
            "next": address_with(request, getattr(page[-1], key)) if has_more else None,
            "previous": None,
        }
    )
