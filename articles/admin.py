"""The queue in the admin: to look things up and to mend; the work is done at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.models import Article, LinkCheck, Suggestion

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class Looked(_ModelAdmin):
    """Shown, not edited: the desk's functions are the only way to change these."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("relations.view_proposal")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("relations.view_proposal")


@admin.register(Article)
class ArticleAdmin(Looked):
    list_display = ("title_text", "status", "publisher_name", "published", "pair_hint", "owner",
                    "added_at", "at_desk")  # fmt: skip
    list_filter = ("status", "intake", "added_at")
    list_select_related = ("owner",)
    search_fields = ("title", "address", "publisher_name")
    ordering = ("-id",)

    @admin.display(description="article")
    def title_text(self, article: Article) -> str:
        return str(article)

    @admin.display(description="desk")
    def at_desk(self, article: Article) -> str:
        return format_html(
            '<a href="{}">At the desk</a>', reverse("desk:article", args=[article.pk])
        )


@admin.register(Suggestion)
class SuggestionAdmin(Looked):
    list_display = ("title", "outcome", "reason", "rule", "article", "decided_by", "decided_at")
    list_filter = ("outcome", "reason", "proposal__origin_name")
    list_select_related = ("article", "decided_by")
    search_fields = ("title", "rule")
    ordering = ("-id",)


@admin.register(LinkCheck)
class LinkCheckAdmin(Looked):
    list_display = ("source", "state", "since", "checked_at", "sentence")
    list_filter = ("state",)
    list_select_related = ("source",)
    ordering = ("-since",)
