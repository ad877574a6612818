"""Countries, people, sources and other things that last."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest

from relations import dates, fields
from relations.admin.paging import ListAdmin, TabularInline
from relations.models import (
    Agreement,
    ArmsTransfer,
    Body,
    Change,
    ContextEvent,
    Country,
    CountryCode,
    CountryName,
    CountrySpell,
    Office,
    PairNote,
    PeriodFigure,
    Person,
    Proposal,
    Publisher,
    ReviewPolicy,
    Source,
    Tenure,
    Topic,
)


class DatedAdmin(ListAdmin):
    """Keeps the columns of uncertain dates agreeing with the text that is typed."""

    dated: tuple[str, ...] = ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        for prefix in self.dated:
            fields.write_date(obj, prefix, dates.parse(getattr(obj, f"{prefix}_text")))
        super().save_model(request, obj, form, change)


class ReadOnlyAdmin(ListAdmin):
    """What only `recording` writes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NameInline(TabularInline):
    model = CountryName
    extra = 0
    max_num = 40


class CodeInline(TabularInline):
    model = CountryCode
    extra = 0


class SpellInline(TabularInline):
    model = CountrySpell
    extra = 0


@admin.register(Country)
class CountryAdmin(ListAdmin):
    list_display = ("label", "code", "kind")
    list_filter = ("kind",)
    search_fields = ("code", "label")
    ordering = ("label",)
    prepopulated_fields = {"slug": ("label",)}
    inlines = (SpellInline, CodeInline, NameInline)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """What begins with the words, nearest first: "Iran" is not Albania for its Tirana."""
        term = search_term.strip()
        if not term:
            return queryset, False
        named = CountryName.objects.filter(country=OuterRef("pk"), text__istartswith=term)
        nearness = Case(
            When(Q(label__iexact=term) | Q(pk=term.upper()), then=Value(0)),
            When(label__istartswith=term, then=Value(1)),
            default=Value(2),
        )
        found = queryset.filter(Q(label__icontains=term) | Q(pk=term.upper()) | Exists(named))
        return found.order_by(nearness, "label"), False


class TenureInline(TabularInline):
    model = Tenure
    extra = 0
    fields = ("office", "start_text", "end_text", "is_current")
    autocomplete_fields = ("office",)


@admin.register(Person)
class PersonAdmin(ListAdmin):
    list_display = ("name", "country")
    list_select_related = ("country",)
    search_fields = ("name", "other_names")
    ordering = ("name",)
    autocomplete_fields = ("country",)
    inlines = (TenureInline,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for tenure in formset.save(commit=False):
            if isinstance(tenure, Tenure):
                for prefix in ("start", "end"):
                    text = getattr(tenure, f"{prefix}_text")
                    fields.write_date(tenure, prefix, dates.parse(text))
            tenure.save()
        for gone in formset.deleted_objects:
            gone.delete()


@admin.register(Body)
class BodyAdmin(ListAdmin):
    list_display = ("name", "kind", "country")
    list_select_related = ("country",)
    list_filter = ("kind",)
    search_fields = ("name",)
    ordering = ("name",)
    autocomplete_fields = ("country",)


@admin.register(Office)
class OfficeAdmin(ListAdmin):
    list_display = ("title", "body", "country", "rank")
    list_select_related = ("body", "country")
    list_filter = ("rank",)
    search_fields = ("title", "other_titles", "country__label")
    ordering = ("country", "title")
    autocomplete_fields = ("body", "country")


@admin.register(Publisher)
class PublisherAdmin(ListAdmin):
    list_display = ("name", "kind", "owner_country")
    list_select_related = ("owner_country",)
    list_filter = ("kind",)
    search_fields = ("name", "slug")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("country", "owner_country", "owner_body")


@admin.register(Source)
class SourceAdmin(DatedAdmin):
    dated = ("published",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("title", "publisher", "published_text", "retrieved_at")
    list_select_related = ("publisher",)
    search_fields = ("title", "address", "publisher__name")
    ordering = ("-id",)
    autocomplete_fields = ("publisher", "syndicated_from")
    fields = (
        "title", "publisher", "address", "published_text", "retrieved_at", "language", "licence",
        "credit", "archive_address", "syndicated_from", "is_record",
    )  # fmt: skip

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        from django.utils import timezone

        return {"retrieved_at": timezone.now(), **super().get_changeform_initial_data(request)}


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    list_display = ("title", "type", "status")
    list_filter = ("status", "type")
    search_fields = ("title", "registration")
    ordering = ("-id",)


@admin.register(ArmsTransfer)
class ArmsTransferAdmin(ReadOnlyAdmin):
    list_display = ("title", "supplier", "recipient", "status")
    list_select_related = ("supplier", "recipient")
    list_filter = ("status", "mode")
    search_fields = ("title",)
    ordering = ("-id",)


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("act", "state", "origin", "author", "proposed_at")
    list_select_related = ("author",)
    list_filter = ("state", "origin")
    ordering = ("-id",)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "act", "fact", "by", "reason", "position")
    list_select_related = ("fact", "by")
    list_filter = ("act",)
    ordering = ("-id",)


@admin.register(ReviewPolicy)
class ReviewPolicyAdmin(ListAdmin):
    list_display = ("kind", "rule")
    ordering = ("kind",)


@admin.register(Topic)
class TopicAdmin(ListAdmin):
    list_display = ("name", "slug", "is_dossier", "note")
    list_filter = ("is_dossier",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(ContextEvent)
class ContextEventAdmin(ListAdmin):
    list_display = ("label", "happened_on", "low", "high")
    search_fields = ("label",)
    autocomplete_fields = ("low", "high")
    list_select_related = ("low", "high")


@admin.register(PairNote)
class PairNoteAdmin(ListAdmin):
    list_display = ("low", "high", "text")
    search_fields = ("text", "low__label", "high__label")
    autocomplete_fields = ("low", "high")
    list_select_related = ("low", "high")


@admin.register(PeriodFigure)
class PeriodFigureAdmin(ListAdmin):
    list_display = ("reporter", "partner", "measure", "first_day", "last_day", "value", "unit")
    list_filter = ("measure",)
    search_fields = ("reporter__label", "partner__label")
    autocomplete_fields = ("reporter", "partner", "source")
    list_select_related = ("reporter", "partner")
