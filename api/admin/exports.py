"""The list of exports: seen, and stopped, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from api.exports import ordering
from api.models import Export

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Export]
else:
    _ModelAdmin = admin.ModelAdmin


@admin.register(Export)
class ExportAdmin(_ModelAdmin):
    list_display = (
        "id", "owner", "format", "state", "rows_done", "rows_expected", "sees_restricted",
        "position", "bytes", "ordered_at", "finished_at", "expires_at", "error",
    )  # fmt: skip
    list_filter = ("state", "format", "sees_restricted")
    list_select_related = ("owner",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-ordered_at", "-id")
    actions = ("stop",)

    @admin.action(description="Stop the chosen exports", permissions=["view"])
    def stop(self, request: HttpRequest, rows: QuerySet[Export]) -> None:
        stopped = sum(ordering.cancel(export) for export in rows)
        self.message_user(request, f"{stopped} stopped.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
