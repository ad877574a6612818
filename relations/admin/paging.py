"""Change lists of any size: no full count."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.paginator import Paginator

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
    _ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    # Django's classes take their models as parameters only for the type checker.
    _Paginator, _ModelAdmin, TabularInline = Paginator, admin.ModelAdmin, admin.TabularInline


class BoundedPaginator(_Paginator):
    """Counts at most `most` rows, so that a list of ten million costs no more than the first."""

    most = 5_000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: self.most].count())


class ListAdmin(_ModelAdmin):
    """What every change list here has in common."""

    paginator = BoundedPaginator
    show_full_result_count = False
    list_per_page = 50
