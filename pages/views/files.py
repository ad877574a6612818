"""Files and feeds: refuse what a page would ignore, then send exactly the rows of the view."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import orjson
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import files
from pages.files import About
from pages.views.pair import PARAMETERS, find
from relations import db, timeline
from relations.exporting import COLUMNS, csv_lines
from relations.models import Change, Country
from relations.pairs import Pair
from relations.timeline import Filters, Page, Place, TimelineRow
from relations.timeline.words import LONGEST

BATCH = 400
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


def refuse(sentences: Sequence[str], extension: str, status: int = 400) -> HttpResponse:
    """Say in sentences why there is no file; as a problem document (RFC 9457) where JSON is asked.

    A wrong filter makes no file: a file with a filter dropped is a wrong file.
    """
    if extension != "json":
        said = "".join(f"{sentence}\n" for sentence in sentences)
        return HttpResponse(said, content_type="text/plain; charset=utf-8", status=status)
    problem = {"status": status, "title": "There is no such file", "detail": " ".join(sentences)}
    return HttpResponse(
        orjson.dumps(problem), content_type="application/problem+json", status=status
    )


def _filters(
    request: HttpRequest, extension: str, allowed: tuple[str, ...], pair: Pair | None = None
) -> Filters | HttpResponse:
    given = [(name, text) for name, texts in request.GET.lists() for text in texts if text.strip()]
    names = [name for name in allowed if name not in _NOT_IN_FILES]
    filters, problems = timeline.read(given, allowed=names, pair=pair, limit=BATCH)
    sentences = [problem.sentence.replace("; the two are swapped", "") for problem in problems] + [
        f"“q” is at most {LONGEST} letters."
        for name, text in given
        if name == "q" and len(text.strip()) > LONGEST
    ]
    return refuse(sentences, extension) if sentences else filters


@dataclass(frozen=True, slots=True)
class View:
    """What a file is of: a page of it from any cursor on, and how many of all its facts stay here.

    place: the address of its page. withheld: how many facts may not leave under their licence.
    newest: the facts of it that were published last.
    """

    title: str
    name: str
    place: str
    page_of: Callable[[Filters], Page]
    withheld: Callable[[], int]
    newest: Callable[[], list[Place]]
    is_withholding: bool


@require_safe
def pair(request: HttpRequest, text: str, extension: str) -> HttpResponseBase:
    """The timeline of a pair under its filters."""
    found = find(request, text, "/r/{}." + extension)
    if isinstance(found, HttpResponse):
        return found
    filters = _filters(request, extension, PARAMETERS, found.pair)
    if isinstance(filters, HttpResponse):
        return filters
    withhold = not request.user.is_authenticated

    def page_of(asked: Filters) -> Page:
        both = timeline.timeline_pairs(found.pair, asked.predecessor)
        return timeline.pair_page(found.pair, asked, pairs=both, redistributable_only=withhold)

    view = View(
        title=" and ".join(found.labels),
        name=str(found.pair),
        place=f"/r/{found.pair}/",
        page_of=page_of,
        withheld=lambda: timeline.withheld_of_pair(found.pair, filters),
        newest=lambda: page_of(replace(filters, limit=FEED, sort="added")).places,
        is_withholding=withhold,
    )
    return answer(request, extension, view, filters)


FACT_PARAMETERS = (
    "lane", "kind", "subtype", "verification", "status", "topic", "source", "publisher", "speaker",
    "from", "to", "q", "sort",
)  # fmt: skip


@require_safe
def country(request: HttpRequest, code: str, extension: str) -> HttpResponseBase:
    """The facts of a country under filters."""
    state = Country.objects.filter(Q(pk=code.upper()) | Q(slug=code.lower())).first()
    if state is None:
        return refuse([f"No country is called {code} here."], extension, status=404)
    if code != state.pk:
        query = request.META.get("QUERY_STRING", "")
        place = f"/c/{state.pk}.{extension}" + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(place)
    filters = _filters(request, extension, FACT_PARAMETERS)
    if isinstance(filters, HttpResponse):
        return filters
    filters = replace(filters, country=(state.pk,))
    return _facts(request, extension, filters, state.label, state.pk, f"/c/{state.pk}/")


def _facts(
    request: HttpRequest, extension: str, filters: Filters, title: str, name: str, place: str
) -> HttpResponseBase:
    """The facts of no pair in particular."""
    if filters.sort not in timeline.BY_DATE:
        return refuse(["Outside a pair facts stand by date: newest or oldest."], extension)
    withhold = not request.user.is_authenticated

    def page_of(asked: Filters) -> Page:
        return timeline.fact_page(asked, redistributable_only=withhold)

    view = View(
        title=title,
        name=name,
        place=place,
        page_of=page_of,
        withheld=lambda: timeline.withheld_facts(filters),
        newest=lambda: timeline.newest_facts(filters, FEED, redistributable_only=withhold),
        is_withholding=withhold,
    )
    return answer(request, extension, view, filters)


@require_safe
def search(request: HttpRequest, extension: str) -> HttpResponseBase:
    """All facts that match a question."""
    filters = _filters(request, extension, FACT_PARAMETERS)
    if isinstance(filters, HttpResponse):
        return filters
    if not filters.given:
        sentence = "Ask for something: words, a kind, a source or dates."
        return refuse([sentence], extension)
    return _facts(request, extension, filters, "Search", "search", "/search/")


def answer(request: HttpRequest, extension: str, view: View, filters: Filters) -> HttpResponseBase:
    """Answer with the file or the feed of a view."""
    if extension == "atom":
        response: HttpResponseBase = _feed(request, view)
    else:
        try:
            response = _file(request, extension, view, filters)
        except files.Busy:
            sentence = "Other files are being made just now; ask again in a minute."
            response = refuse([sentence], extension, status=503)
            response["Retry-After"] = "60"
    response["Vary"] = "Cookie"
    return response


def _file(request: HttpRequest, extension: str, view: View, filters: Filters) -> HttpResponseBase:
    names = [column.name for column in COLUMNS]
    written = 0

    def facts() -> Iterator[TimelineRow]:
        nonlocal written
        for row in _every_row(view, filters):
            written += 1
            yield row

    rows = ([column.cell(row) for column in COLUMNS] for row in facts())
    with files.drafting() as draft, db.one_moment():
        withheld = view.withheld() if view.is_withholding else 0

        def about() -> About:
            return _about(request, view, filters, written, withheld)

        if extension == "xlsx":
            files.write_xlsx(draft.file, about, names, rows)
        else:
            parts = csv_lines(names, rows) if extension == "csv" else files.rows_json(facts())
            for part in parts:
                draft.file.write(part)
            if extension == "json":
                draft.head = files.head_json(about())
    response = files.sent(
        draft, content_type=TYPES[extension], name=f"{_file_name(view, filters)}.{extension}"
    )
    response["X-Dyad-Rows"] = str(written)
    response["X-Dyad-Withheld"] = str(withheld)
    return response


def _every_row(view: View, filters: Filters) -> Iterator[TimelineRow]:
    """All rows of a view in its order, batch by batch."""
    asked = replace(filters, limit=BATCH, cursor=None)
    while True:
        page = view.page_of(asked)
        yield from timeline.rows_of(page.places, redistributable_only=view.is_withholding)
        if page.next is None:
            return
        asked = asked.from_cursor(page.next)


def _file_name(view: View, filters: Filters) -> str:
    chosen = [value for key, value in filters.query() if key != "sort"]
    words = re.sub(r"[^A-Za-z0-9]+", "-", "-".join([view.name, *chosen])).strip("-")
    return words[:80]


def _about(request: HttpRequest, view: View, filters: Filters, rows: int, withheld: int) -> About:
    return About(
        title=view.title,
        address=_page_address(request, view),
        filters="; ".join(f"{name}={value}" for name, value in filters.query()) or "none",
        rows=rows,
        withheld=withheld,
        made_at=timezone.now(),
    )


def _page_address(request: HttpRequest, view: View) -> str:
    query = request.META.get("QUERY_STRING", "")
    return request.build_absolute_uri(view.place + (f"?{query}" if query else ""))


def _feed(request: HttpRequest, view: View) -> HttpResponse:
    """What was published last, whatever order the address asks for: a feed is news."""
    rows = timeline.rows_of(view.newest(), redistributable_only=view.is_withholding)
    changed = dict(
        Change.objects.filter(fact__in=[row["id"] for row in rows], is_public=True)
        .order_by("made_at")
        .values_list("fact", "made_at")
    )
    text = files.atom(
        title=f"{view.title}, Dyad",
        page=_page_address(request, view),
        feed=request.build_absolute_uri(),
        host=request.get_host(),
        rows=rows,
        changed=changed,
    )
    return HttpResponse(text, content_type=TYPES["atom"])
