"""Files and feeds: refuse what a page would ignore, then send exactly the rows of the view."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from tempfile import TemporaryFile
from typing import Any

from django.db import connection, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import files
from pages.files import COLUMNS, About
from pages.views.pair import PARAMETERS, find
from relations import timeline
from relations.models import Change, Country
from relations.timeline import Filters, Page, TimelineRow

BATCH = 250
FEED = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "atom": "application/atom+xml; charset=utf-8",
}
_NOT_IN_FILES = ("cursor", "limit")


class ExtensionConverter:
    """The end of an address that names a file."""

    regex = "|".join(TYPES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def refuse(request: HttpRequest, sentences: list[str]) -> HttpResponse:
    """A wrong filter makes no file: a file with a filter dropped is a wrong file."""
    return HttpResponse("\n".join(sentences) + "\n", status=400, content_type="text/plain")


def _filters(
    request: HttpRequest, allowed: tuple[str, ...], pair: Any = None
) -> Filters | HttpResponse:
    given = [(name, text) for name, texts in request.GET.lists() for text in texts if text.strip()]
    names = [name for name in allowed if name not in _NOT_IN_FILES]
    filters, problems = timeline.read(given, allowed=names, pair=pair, limit=BATCH)
    if problems:
        return refuse(request, [problem.sentence for problem in problems])
    return filters


@require_safe
def pair(request: HttpRequest, text: str, extension: str) -> HttpResponseBase:
    """The timeline of a pair under its filters."""
    found = find(request, text, "/r/{}." + extension)
    if isinstance(found, HttpResponse):
        return found
    filters = _filters(request, PARAMETERS, found.pair)
    if isinstance(filters, HttpResponse):
        return filters
    withhold = not request.user.is_authenticated
    both = timeline.timeline_pairs(found.pair, filters.predecessor)

    def page_of(asked: Filters) -> Page:
        return timeline.pair_page(found.pair, asked, pairs=both, redistributable_only=withhold)

    names = " and ".join(found.labels)
    if extension == "atom":
        return _feed(request, names, f"/r/{found.pair}/", page_of, filters, withhold)
    now = timeline.moment_of(found.pair, filters)
    overview = timeline.pair_view(now, filters).overview
    withheld = overview.withheld if withhold else 0
    about = _about(
        request, names, f"/r/{found.pair}/", filters, overview.facts - withheld, withheld
    )
    return _file(extension, _file_name(str(found.pair), filters), about, page_of, filters, withhold)


_COUNTRY = (
    "lane", "kind", "subtype", "verification", "status", "topic", "source", "publisher", "speaker",
    "from", "to", "q", "sort",
)  # fmt: skip


@require_safe
def country(request: HttpRequest, code: str, extension: str) -> HttpResponseBase:
    """The facts of a country under filters."""
    state = Country.objects.filter(pk=code.upper()).first()
    if state is None:
        sentence = f"No country has the code {code}.\n"
        return HttpResponse(sentence, status=404, content_type="text/plain")
    filters = _filters(request, _COUNTRY)
    if isinstance(filters, HttpResponse):
        return filters
    withhold = not request.user.is_authenticated
    filters = replace(filters, country=(state.pk,), sort="newest")

    def page_of(asked: Filters) -> Page:
        return timeline.fact_page(asked, redistributable_only=withhold)

    place = f"/c/{state.pk}/"
    if extension == "atom":
        return _feed(request, state.label, place, page_of, filters, withhold)
    rows, every = timeline.count_facts(filters, redistributable_only=withhold)
    about = _about(request, state.label, place, filters, rows, every - rows)
    return _file(extension, _file_name(state.pk, filters), about, page_of, filters, withhold)


@require_safe
def search(request: HttpRequest, extension: str) -> HttpResponseBase:
    """All facts that match a question."""
    filters = _filters(request, ("q", *(name for name in _COUNTRY if name != "q")))
    if isinstance(filters, HttpResponse):
        return filters
    if not filters.given:
        return refuse(request, ["Ask for something: words, a kind, a source or dates."])
    withhold = not request.user.is_authenticated
    filters = replace(filters, sort=filters.sort if filters.sort == "oldest" else "newest")

    def page_of(asked: Filters) -> Page:
        return timeline.fact_page(asked, redistributable_only=withhold)

    if extension == "atom":
        return _feed(request, "Search", "/search/", page_of, filters, withhold)
    rows, every = timeline.count_facts(filters, redistributable_only=withhold)
    about = _about(request, "Search", "/search/", filters, rows, every - rows)
    return _file(extension, _file_name("search", filters), about, page_of, filters, withhold)


def _file_name(name: str, filters: Filters) -> str:
    chosen = [value for key, value in filters.query() if key != "sort"]
    words = re.sub(r"[^A-Za-z0-9]+", "-", "-".join([name, *chosen])).strip("-")
    return words[:80]


def _about(
    request: HttpRequest, title: str, place: str, filters: Filters, rows: int, withheld: int
) -> About:
    query = request.META.get("QUERY_STRING", "")
    return About(
        title=title,
        address=request.build_absolute_uri(place + (f"?{query}" if query else "")),
        filters="; ".join(f"{name}={value}" for name, value in filters.query()) or "none",
        rows=rows,
        withheld=withheld,
        made_at=timezone.now(),
    )


def _every_row(
    page_of: Callable[[Filters], Page], filters: Filters, withhold: bool
) -> Iterator[TimelineRow]:
    """All rows of a view in its order, batch by batch, as they were at one moment."""
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        if is_own:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        asked = replace(filters, limit=BATCH, cursor=None)
        while True:
            page = page_of(asked)
            yield from timeline.rows_of(page.places, redistributable_only=withhold)
            if page.next is None:
                return
            asked = asked.at(page.next)


def _file(
    extension: str,
    name: str,
    about: About,
    page_of: Callable[[Filters], Page],
    filters: Filters,
    withhold: bool,
) -> HttpResponseBase:
    facts = _every_row(page_of, filters, withhold)
    names = [column.name for column in COLUMNS]
    rows = ([column.read(row) for column in COLUMNS] for row in facts)
    answer: HttpResponseBase
    if extension == "xlsx":
        file = TemporaryFile()  # noqa: SIM115, closed with the answer
        files.write_xlsx(file, about, names, rows)
        file.seek(0)
        answer = FileResponse(file, content_type=TYPES[extension])
    else:
        parts = (
            files.csv_lines(names, rows) if extension == "csv" else files.json_parts(about, facts)
        )
        answer = StreamingHttpResponse(parts, content_type=TYPES[extension])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    answer["X-Dyad-Rows"] = str(about.rows)
    answer["X-Dyad-Withheld"] = str(about.withheld)
    answer["Vary"] = "Cookie"
    return answer


def _feed(
    request: HttpRequest,
    title: str,
    place: str,
    page_of: Callable[[Filters], Page],
    filters: Filters,
    withhold: bool,
) -> HttpResponse:
    """What was published last, whatever order the address asks for: a feed is news."""
    asked = replace(filters, limit=FEED, sort="added" if place.startswith("/r/") else "newest")
    rows = timeline.rows_of(page_of(asked).places, redistributable_only=withhold)
    changed = dict(
        Change.objects.filter(fact__in=[row["id"] for row in rows], is_public=True)
        .order_by("made_at")
        .values_list("fact", "made_at")
    )
    query = request.META.get("QUERY_STRING", "")
    text = files.atom(
        title=f"{title}, Dyad",
        page=request.build_absolute_uri(place + (f"?{query}" if query else "")),
        feed=request.build_absolute_uri(),
        host=request.get_host(),
        rows=rows,
        changed=changed,
    )
    answer = HttpResponse(text, content_type=TYPES["atom"])
    answer["Vary"] = "Cookie"
    return answer
