"""Imports in the admin: files in, the plan as the default view, applied, cancelled, undone."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from relations.admin import import_columns
from relations.admin.import_plan import PlanView, kinds_of, percent
from relations.admin.lasting import ReadOnlyAdmin
from relations.importing import keeping, working
from relations.importing.files import MOST_BYTES, NotRecognised
from relations.importing.layouts.known import LAYOUTS
from relations.importing.tables import sheets
from relations.models import Fact, Import, Publication
from relations.pairs import InvalidPair, Pair
from relations.recording import Refused
from relations.tasks import enqueue_import

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_S = Import.State


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files]


def _layouts() -> list[tuple[str, str]]:
    return [
        ("auto", "Find out"),
        ("table", "A table of my own: say what its columns are"),
        *((layout.name, layout.label) for layout in LAYOUTS),
    ]


class UploadForm(forms.Form):
    uploads = FilesField(
        label="Files",
        help_text=f"CSV or XLSX, as downloaded or as you wrote it; at most "
        f"{MOST_BYTES // 1024 // 1024} MB each. Several files are read together where they are "
        "one data set.",
    )
    layout = forms.ChoiceField(label="What they are", choices=_layouts, initial="auto")


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ("id", "name", "layout", "state", "found", "by", "made_at")
    list_display_links = ("id", "name")
    list_filter = ("state", "layout")
    list_select_related = ("by",)
    ordering = ("-id",)
    change_list_template = "admin/relations/import/change_list.html"

    @admin.display(description="edition or table")
    def name(self, batch: Import) -> str:
        return batch.release or "…"

    @admin.display(description="facts")
    def found(self, batch: Import) -> str:
        said = [f"{count:,} {outcome}" for outcome, count in batch.counts.items() if count]
        return ", ".join(said) or "–"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("relations.add_import")

    def get_urls(self) -> list[URLPattern]:
        def own(address: str, view: Any, name: str) -> URLPattern:
            guarded: Any = self.admin_site.admin_view(view)
            return path(address, guarded, name=f"relations_import_{name}")  # type: ignore[no-any-return]

        return [
            own("template.<str:form>", self.template, "template"),
            own("facts.xlsx", self.facts_of_pair, "facts"),
            own("<int:pk>/columns/", self.columns, "columns"),
            own("<int:pk>/do/", self.do, "do"),
            own("<int:pk>/undo/", self.confirm_undo, "undo"),
            own("<int:pk>/progress/", self.progress, "progress"),
            own("<int:pk>/drafts.xlsx", self.drafts, "drafts"),
            *super().get_urls(),
        ]

    # --- in ------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
        if not is_sent and request.GET.get("layout"):
            form = UploadForm(initial={"layout": request.GET["layout"]})
        if is_sent and form.is_valid():
            files = [(file.name, file.chunks()) for file in form.cleaned_data["uploads"]]
            try:
                made = keeping.receive(files, by=request.user, layout=form.cleaned_data["layout"])
            except (Refused, NotRecognised) as refused:
                form.add_error("uploads", getattr(refused, "messages", [str(refused)]))
            else:
                return self._begun(request, made)
        context = {
            **self.admin_site.each_context(request), "title": "Import files", "form": form,
            "opts": self.opts,
        }  # fmt: skip
        status = 422 if is_sent else 200
        return TemplateResponse(
            request, "admin/relations/import/upload.html", context, status=status
        )

    def _begun(self, request: HttpRequest, made: list[Import]) -> HttpResponse:
        """Read what can be read at once; lead to the one import, or to the list."""
        for batch in made:
            if batch.layout != "table" or batch.mapping is not None:
                working.ask(batch, _S.PLANNING, by=request.user)
                enqueue_import(batch.pk)
        if len(made) > 1:
            messages.info(request, f"These files are {len(made)} imports.")
            return HttpResponseRedirect(reverse("admin:relations_import_changelist"))
        return HttpResponseRedirect(self._address(made[0]))

    def _address(self, batch: Import) -> str:
        awaits_columns = batch.layout == "table" and batch.mapping is None
        name = "columns" if awaits_columns else "change"
        return reverse(f"admin:relations_import_{name}", args=[batch.pk])

    def columns(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._found(request, pk)
        if batch.layout != "table" or not self.has_add_permission(request):
            raise PermissionDenied
        return import_columns.view(self, request, batch)

    # --- the plan ------------------------------------------------------------------------

    def _found(self, request: HttpRequest, pk: int) -> Import:
        batch = Import.objects.select_related("by").filter(pk=pk).first()
        if not self.has_view_permission(request):
            raise PermissionDenied
        if batch is None:
            raise Http404(f"There is no import {pk}.")
        return batch

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        batch = self._found(request, int(object_id) if object_id.isdigit() else 0)
        if batch.layout == "table" and batch.mapping is None and batch.state == _S.WAITING:
            return HttpResponseRedirect(self._address(batch))
        context = {
            **self.admin_site.each_context(request), "title": str(batch), "opts": self.opts,
            "batch": batch, "plan": PlanView(batch, request.user),
        }  # fmt: skip
        return TemplateResponse(request, "admin/relations/import/plan.html", context)

    def progress(self, request: HttpRequest, pk: int) -> JsonResponse:
        """How far it is, for the page that polls."""
        batch = self._found(request, pk)
        answer = JsonResponse(
            {"state": batch.state, "stage": batch.stage, "percent": percent(batch)}
        )
        answer["Cache-Control"] = "no-store"
        return answer

    # --- acts ----------------------------------------------------------------------------

    def do(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the pressed button says; a refusal is told on the page."""
        batch = self._found(request, pk)
        if request.method != "POST":
            return HttpResponseRedirect(self._address(batch))
        wanted = request.POST.get("act", "")
        by: Any = request.user
        try:
            if wanted == "cancel":
                if not working.may(by, batch.state, batch):
                    raise PermissionDenied
                working.cancel(batch)
                messages.info(request, "It stops at the next step; nothing is half-written.")
            elif wanted in (_S.PLANNING, _S.APPLYING, _S.UNDOING):
                skips = "skip" in request.POST if wanted == _S.APPLYING else None
                working.ask(batch, _S(wanted), by=by, skips_refused=skips)
                enqueue_import(batch.pk, by.pk)
        except Refused as refused:
            messages.error(request, " ".join(refused.messages))
        return HttpResponseRedirect(reverse("admin:relations_import_change", args=[pk]))

    def confirm_undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._found(request, pk)
        if not working.may(request.user, _S.UNDOING, batch):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request), "title": f"Undo import {pk}?",
            "opts": self.opts, "batch": batch, "kinds": kinds_of(batch),
        }  # fmt: skip
        return TemplateResponse(request, "admin/relations/import/undo.html", context)

    # --- out -----------------------------------------------------------------------------

    def template(self, request: HttpRequest, form: str) -> HttpResponse:
        """The table to fill in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if form == "csv":
            answer = HttpResponse(sheets.template_csv(), content_type="text/csv; charset=utf-8")
            answer["Content-Disposition"] = 'attachment; filename="dyad-template.csv"'
            return answer
        if form != "xlsx":
            raise Http404
        made = io.BytesIO()
        sheets.write_template(made)
        return _sent(made, "dyad-template.xlsx")

    def facts_of_pair(self, request: HttpRequest) -> HttpResponse:
        """Facts of a pair that are drafts, in review or public, to change and bring back."""
        try:
            pair = Pair.parse(request.GET.get("pair", ""))
        except InvalidPair as invalid:
            messages.error(request, f"{invalid}.")
            return HttpResponseRedirect(reverse("admin:relations_import_add"))
        facts = Fact.objects.filter(pair_facts__low=pair.low, pair_facts__high=pair.high)
        return self._facts(request, facts, f"dyad-{pair}.xlsx")

    def drafts(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The facts that an import made and that are not withdrawn."""
        batch = self._found(request, pk)
        facts = Fact.objects.filter(pk__in=batch.made_records.filter(kind="fact").values("object"))
        return self._facts(request, facts, f"dyad-import-{pk}.xlsx")

    def _facts(self, request: HttpRequest, facts: QuerySet[Fact], name: str) -> HttpResponse:
        if not request.user.has_perm("relations.view_fact"):
            raise PermissionDenied
        standing = (Publication.DRAFT, Publication.IN_REVIEW, Publication.PUBLISHED)
        chosen = facts.filter(publication__in=standing).order_by("-sort_key", "-id").distinct()
        made = io.BytesIO()
        sheets.write_facts(made, chosen[: sheets.MOST_FACTS])
        return _sent(made, name)


def _sent(made: io.BytesIO, name: str) -> HttpResponse:
    made.seek(0)
    answer: Any = FileResponse(made, as_attachment=True, filename=name, content_type=_XLSX)
    answer["Cache-Control"] = "no-store"
    return answer  # type: ignore[no-any-return]
