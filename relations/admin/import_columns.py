"""The page on which the columns of a table get their meaning, with its first rows as facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from relations.importing import keeping, working
from relations.importing.tables.columns import COLUMNS, SUBTYPES
from relations.importing.tables.mapping import BadMapping, Mapping
from relations.importing.tables.previewing import first_rows, preview
from relations.importing.tables.reading import Unreadable
from relations.models import Import, SavedMapping
from relations.recording import Refused
from relations.tasks import enqueue_import

__all__ = ["view"]

FIXED = ("kind", "subtype", "level", "agreement_type", "measure", "currency", "source_title",
         "source_address", "source_date")  # fmt: skip


@dataclass(frozen=True)
class _Heading:
    place: int
    text: str
    samples: list[str]
    chosen: str


@dataclass(frozen=True)
class _Fixed:
    name: str
    label: str
    value: str
    words: list[tuple[str, str]]


def view(site: Any, request: HttpRequest, batch: Import) -> HttpResponse:
    """Show the columns; preview, keep under a name, or read the table by them."""
    wrong: list[str] = []
    try:
        [file, *_] = keeping.files_of(batch)
        mapping = _mapping(request, batch)
        headings, rows = first_rows(file, mapping)
    except (Refused, Unreadable) as refused:
        for said in getattr(refused, "messages", [str(refused)]):
            messages.error(request, said)
        return HttpResponseRedirect(reverse("admin:relations_import_changelist"))
    if request.method == "POST":
        if request.POST.get("do") != "use":
            mapping, wrong = _posted(request, mapping, headings)
        if not wrong and (answer := _done(request, batch, mapping)):
            return answer
    elif not mapping.columns:
        guess = Mapping.guessed(headings, mapping.table)
        mapping = replace(guess, sheet=mapping.sheet, heading_row=mapping.heading_row)
    found = preview(file, mapping)
    found.wrong = wrong or found.wrong
    context = {
        **site.admin_site.each_context(request), "title": f"Columns of {batch.files[0]['name']}",
        "opts": site.opts, "batch": batch, "mapping": mapping, "preview": found,
        "headings": _headings(mapping, headings, rows), "columns": COLUMNS.values(),
        "fixed": [_fixed(name, mapping) for name in FIXED],
        "saved": SavedMapping.objects.order_by("name")[:200],
    }  # fmt: skip
    return TemplateResponse(
        request, "admin/relations/import/columns.html", context,
        status=422 if found.wrong and request.POST.get("do") == "read" else 200,
    )  # fmt: skip


def _mapping(request: HttpRequest, batch: Import) -> Mapping:
    """What the page starts from: a saved mapping that was chosen, else the import's own."""
    number = request.POST.get("saved", "") if request.POST.get("do") == "use" else ""
    kept: Any = batch.mapping
    if number.isdigit() and (saved := SavedMapping.objects.filter(pk=number).first()):
        kept = saved.mapping
    try:
        mapping = Mapping.of(kept) if kept else Mapping(columns={})
    except BadMapping:
        mapping = Mapping(columns={})
    heading_row = request.POST.get("heading_row") or request.GET.get("heading_row") or ""
    if heading_row.isdigit() and 0 < int(heading_row) < 1_000:
        mapping = replace(mapping, heading_row=int(heading_row))
    sheet = request.POST.get("sheet", mapping.sheet)[:100]
    return replace(mapping, sheet=sheet, table=mapping.table or batch.release)


def _posted(
    request: HttpRequest, mapping: Mapping, headings: list[str]
) -> tuple[Mapping, list[str]]:
    """Read the form: the mapping as it was sent, and what is wrong with it."""
    columns: dict[str, str | int] = {}
    wrong = []
    for place, heading in enumerate(headings, 1):
        name = request.POST.get(f"column-{place}", "")
        if name not in COLUMNS:
            continue
        if name in columns:
            wrong.append(f"Two columns are “{COLUMNS[name].heading}”; choose one.")
        is_alone = heading and [h.casefold() for h in headings].count(heading.casefold()) == 1
        columns[name] = heading if is_alone and not heading.isdigit() else place
    fixed = {
        name: text
        for name in FIXED
        if (text := request.POST.get(f"fixed-{name}", "").strip()[:1_000])
    }
    table = " ".join(request.POST.get("table", "").split())[:150]
    return replace(mapping, columns=columns, fixed=fixed, table=table or mapping.table), wrong


def _done(request: HttpRequest, batch: Import, mapping: Mapping) -> HttpResponse | None:
    """Keep the mapping, or read the table by it; None where the page is shown again."""
    try:
        match request.POST.get("do"):
            case "save":
                saved = keeping.save_mapping(request.POST.get("name", ""), mapping, by=request.user)
                messages.success(request, f"The mapping is kept as “{saved.name}”.")
            case "read":
                keeping.set_mapping(batch, Mapping.of(mapping.as_json()))
                working.ask(batch, Import.State.PLANNING, by=_user(request))
                enqueue_import(batch.pk)
                return HttpResponseRedirect(
                    reverse("admin:relations_import_change", args=[batch.pk])
                )
    except BadMapping:
        return None
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    return None


def _user(request: HttpRequest) -> Any:
    return request.user


def _headings(mapping: Mapping, headings: list[str], rows: list[list[str]]) -> list[_Heading]:
    places, _ = mapping.positions(headings)
    chosen = {place: name for name, place in places.items()}
    return [
        _Heading(place + 1, heading, [row[place][:80] for row in rows], chosen.get(place, ""))
        for place, heading in enumerate(headings)
    ]


def _fixed(name: str, mapping: Mapping) -> _Fixed:
    column = COLUMNS[name]
    words: list[tuple[str, str]] = []
    if column.choices is not None:
        words = [(str(key), str(label)) for key, label in column.choices.choices]
    elif name == "subtype":
        words = [
            (str(key), f"{label} ({kind.replace('_', ' ')})")
            for kind, choices in SUBTYPES.items()
            for key, label in choices.choices
        ]
    return _Fixed(name, column.heading, str(mapping.fixed.get(name, "")), words)
