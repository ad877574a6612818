"""One page of a list: its rows, where the next begins, and how many there are if asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def read_page(
    request: Request, key: str = "id", *, found_before: Sequence[Problem] = ()
) -> tuple[int, int | str | None]:
    """Return limit and cursor of a list by its key: a number, or a code.

    Raise BadParameters naming each that cannot be read, after what was found before.
    """
    filters, problems = timeline.read(
        [("limit", text) for text in request.GET.getlist("limit")], allowed=("limit",)
    )
    problems = [*found_before, *problems]
    texts = list(dict.fromkeys(text for text in request.GET.getlist("cursor") if text))
    problems += [Problem("cursor", text[:80], "Give “cursor” once.") for text in texts[1:]]
    cursor: int | str | None = texts[0].replace("\0", "") if texts else None
    if key == "id" and isinstance(cursor, str):
        if cursor.isascii() and cursor.isdigit() and len(cursor) < 18:
            cursor = int(cursor)
        else:
            problems.append(Problem("cursor", cursor[:80], "This cursor is no number."))
    if problems:
        raise BadParameters(problems)
    return filters.limit, cursor


def keyset(
    request: Request, rows: QuerySet[Any], told: Callable[[list[Any]], Any], key: str,
    *, found_before: Sequence[Problem] = (),
) -> Response:  # fmt: skip
    """Page rows by their key: codes upwards, numbers downwards (newest first).

    told: what the rows of a page are as results; found_before: as for `read_page`.
    """
    limit, cursor = read_page(request, key, found_before=found_before)
    if cursor is not None:
        rows = rows.filter(**{f"{key}__{'lt' if key == 'id' else 'gt'}": cursor})
    found = list(rows[: limit + 1])
    page = found[:limit]
    has_more = len(found) > limit
    return Response(
        {
            "results": told(page),
            "next": address_with(request, getattr(page[-1], key)) if has_more else None,
            "previous": None,
        }
    )


def by(serializer: type[Any]) -> Callable[[list[Any]], Any]:
    """Tell the rows of a page by a serializer."""
    return lambda page: serializer(page, many=True).data
