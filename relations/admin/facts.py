"""Facts in the admin: enter, amend, publish, retract and merge, each through `recording`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from relations import dates, recording
from relations.admin.forms import FORMS, FactForm
from relations.admin.paging import ListAdmin
from relations.lanes import Kind
from relations.models import Fact, FactWords, Publication
from relations.timeline.words import fits, read_question

_PUBLIC = Publication.PUBLISHED


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=300, help_text="Public.", widget=forms.TextInput(attrs={"class": "vTextField"})
    )


@admin.register(Fact)
class FactAdmin(ListAdmin):
    list_display = ("headline", "kind", "date_words", "verification", "publication", "revision")
    list_filter = ("publication", "kind", "verification")
    search_fields = ("headline",)
    search_help_text = (
        "Words of the headline; of published facts also of quotations, sources and speakers. "
        "“A phrase” and -without are understood there."
    )
    ordering = ("-id",)
    actions = ("publish_selected", "second_read_selected", "retract_selected", "merge_selected")
    add_form_template = "admin/relations/fact/change_form.html"
    change_form_template = "admin/relations/fact/change_form.html"
    object_history_template = "admin/relations/fact/history.html"

    @admin.display(description="date", ordering="sort_key")
    def date_words(self, fact: Fact) -> str:
        return str(fact.date)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Of published facts by the words readers find them by, of others by their headlines.

        Two indexes answer, of words and of what is not published; a headline is looked through
        letter by letter only where it is not public yet.
        """
        if not search_term.strip():
            return queryset, False
        unpublished = Fact.objects.filter(publication__in=set(Publication) - {_PUBLIC})
        drafts, _ = super().get_search_results(request, unpublished, search_term)
        public = FactWords.objects.filter(fits(read_question(search_term)))
        found = public.values("fact").union(drafts.order_by().values("pk"), all=True)
        return queryset.filter(pk__in=found), False

    # --- forms ---------------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: Fact | None = None, change: bool = False, **kwargs: Any
    ) -> type[FactForm]:
        kind = obj.kind if obj else request.GET.get("kind", Kind.AGREEMENT)
        base = FORMS.get(kind, FORMS[Kind.AGREEMENT])
        return type(base.__name__, (base,), {"actor": request.user, "Meta": base.Meta})

    def get_fieldsets(self, request: HttpRequest, obj: Fact | None = None) -> Any:
        form = self.get_form(request, obj)
        evidence = [name for name in ("source", "quotation", "says_so") if name in form.visible]
        detail = [name for name in form.visible if name not in evidence]
        more = [name for name in form.more if name not in form.visible]
        return [
            (None, {"fields": detail}),
            ("Evidence", {"fields": evidence}),
            ("More", {"fields": more, "classes": ["collapse"]}),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What "save and add another from this article" keeps: source, countries, date."""
        kept: dict[str, Any] = {}
        if source := request.GET.get("source"):
            kept["source"] = source
        for name in ("date", "about"):
            if text := request.GET.get(name):
                kept[name] = text
        codes = [code for code in request.GET.get("countries", "").split(",") if code]
        if codes:
            kept |= {"parties": codes, "visitors": codes[-1:], "host": codes[0]}
            kept |= {"supplier": codes[0], "recipient": codes[-1], "targets": codes}
            kept |= {"senders": codes[:1], "receivers": codes[-1:]}
        return kept

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "GET" and request.GET.get("kind") not in FORMS:
            if not self.has_add_permission(request):
                raise PermissionDenied
            kept = request.GET.urlencode()
            context = {
                **self.admin_site.each_context(request),
                "title": "What kind of fact?",
                "kinds": Kind.choices,
                "kept": f"&{kept}" if kept else "",
                "opts": self.opts,
            }
            return TemplateResponse(request, "admin/relations/fact/kinds.html", context)
        kind = Kind(request.GET.get("kind", Kind.AGREEMENT)).label
        return super().add_view(
            request, form_url, {"title": f"Add: {kind}", "is_fact": True, **(extra_context or {})}
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra = {"is_fact": True, **(extra_context or {})}
        if object_id.isdigit():
            fact = Fact.objects.filter(pk=object_id).first()
            if fact is not None:
                extra["claims"] = fact.claims.select_related(
                    "source", "asserted_by_country", "asserted_by_person"
                )
        return super().change_view(request, object_id, form_url, extra)

    # --- saving: the form has recorded already -------------------------------------------

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Fact:
        fact: Fact = form.instance
        return fact

    def save_model(self, request: HttpRequest, obj: Fact, form: Any, change: bool) -> None:
        """Recorded in the form's one call."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Recorded in the form's one call."""

    def response_add(
        self, request: HttpRequest, obj: Fact, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_addanother" in request.POST:
            messages.success(request, f"“{obj}” is saved as fact {obj.pk}.")
            claim = obj.claims.order_by("id").first()
            about = [str(row).removeprefix("about ") for row in obj.about_pairs.all()]
            derived = obj.participants.filter(is_typed=False)
            # What outsiders speak about goes on; they themselves do not take part next.
            codes = (
                about[0].split("-")
                if about
                else sorted(set(derived.values_list("country", flat=True)))
            )
            kept = {
                "source": claim.source_id if claim else "",
                "date": obj.date_text,
                "countries": ",".join(codes),
                "about": "; ".join(about),
            }
            query = urlencode({name: value for name, value in kept.items() if value})
            return HttpResponseRedirect(f"{reverse('admin:relations_fact_add')}?{query}")
        if "_publish" in request.POST:
            messages.success(request, f"“{obj}” is published as fact {obj.pk}.")
            return HttpResponseRedirect(reverse("admin:relations_fact_changelist"))
        return super().response_add(request, obj, post_url_continue)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # facts are retracted or merged, never deleted

    # --- acts on several ------------------------------------------------------------------

    def _each(self, request: HttpRequest, facts: QuerySet[Fact], act: Any, done: str) -> None:
        """Call an act for each fact; say what was done and, fact by fact, what was refused."""
        count = 0
        for fact in facts.order_by("id"):
            try:
                act(fact)
                count += 1
            except (recording.Refused, recording.NotAllowed) as refused:
                said = getattr(refused, "messages", [str(refused)])
                messages.error(request, f"Fact {fact.pk}: {' '.join(said)}")
        if count:
            messages.success(request, f"{count} fact{'s' if count > 1 else ''} {done}.")

    @admin.action(description="Publish", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, facts: QuerySet[Fact]) -> None:
        self._each(
            request, facts, lambda fact: recording.publish(fact, by=request.user), "published"
        )

    @admin.action(description="Second-read", permissions=["approve"])
    def second_read_selected(self, request: HttpRequest, facts: QuerySet[Fact]) -> None:
        self._each(
            request, facts, lambda fact: recording.second_read(fact, by=request.user),
            "second-read",
        )  # fmt: skip

    @admin.action(description="Retract, with a reason", permissions=["publish"])
    def retract_selected(self, request: HttpRequest, facts: QuerySet[Fact]) -> HttpResponse | None:
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            self._each(
                request, facts,
                lambda fact: recording.retract(fact, by=request.user, reason=reason),
                "retracted",
            )  # fmt: skip
            return None
        return self._ask(request, facts, form, "retract_selected", "Retract", into=False)

    @admin.action(description="Merge into one, with a reason", permissions=["merge"])
    def merge_selected(self, request: HttpRequest, facts: QuerySet[Fact]) -> HttpResponse | None:
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        survivor = facts.filter(pk=request.POST.get("into") or 0).first()
        if form.is_valid() and survivor is not None:
            reason = form.cleaned_data["reason"]
            self._each(
                request, facts.exclude(pk=survivor.pk),
                lambda fact: recording.merge(fact, into=survivor, by=request.user, reason=reason),
                f"merged into fact {survivor.pk}",
            )  # fmt: skip
            return None
        return self._ask(request, facts, form, "merge_selected", "Merge", into=True)

    def _ask(
        self, request: HttpRequest, facts: QuerySet[Fact], form: forms.Form, action: str,
        title: str, *, into: bool,
    ) -> HttpResponse:  # fmt: skip
        context = {
            **self.admin_site.each_context(request),
            "title": f"{title} {facts.count()} facts?",
            "facts": facts.order_by("id"),
            "form": form,
            "action": action,
            "into": into,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/relations/fact/reason.html", context)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("relations.publish_fact")

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("relations.approve_fact")

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("relations.merge_fact")

    # --- history and the echo of a date --------------------------------------------------

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        fact = self.get_object(request, object_id)
        changes = fact.changes.select_related("by").order_by("-id")[:200] if fact else []
        return super().history_view(request, object_id, {"changes": changes})

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "read-date/", self.admin_site.admin_view(self.read_date),
                name="relations_fact_read_date",
            )
        ]  # fmt: skip
        return own + super().get_urls()

    def read_date(self, request: HttpRequest) -> JsonResponse:
        """Say how a date would be read, while it is typed."""
        try:
            found = dates.parse(request.GET.get("text", "")[:100])
        except dates.UnreadableDate as unreadable:
            return JsonResponse({"error": str(unreadable)})
        if found.precision == dates.Precision.NONE:
            return JsonResponse({"reading": ""})
        return JsonResponse({"reading": str(found), "edtf": found.text})
