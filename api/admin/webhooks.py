"""Webhooks and their log: shown, not edited; acts call `api.webhooks.keeping`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from api.models import Delivery, Webhook
from api.webhooks import keeping

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class _Shown(_ModelAdmin):
    show_full_result_count = False
    ordering = ("-id",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_act_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"api.change_{self.opts.model_name}")


@admin.register(Webhook)
class WebhookAdmin(_Shown):
    list_display = ("id", "address", "owner", "is_active", "disabled_reason", "position", "made_at")
    list_filter = ("is_active",)
    list_select_related = ("owner",)
    search_fields = ("address", "owner__username")
    # The salt is half of the secret.
    exclude = ("salt",)
    actions = ("enable_from_stop", "enable_from_now")

    @admin.action(description="Enable, from where it stopped", permissions=["act"])
    def enable_from_stop(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        self._enable(request, webhooks, "stopped")

    @admin.action(description="Enable, with what comes from now on", permissions=["act"])
    def enable_from_now(self, request: HttpRequest, webhooks: QuerySet[Webhook]) -> None:
        self._enable(request, webhooks, "now")

    def _enable(self, request: HttpRequest, webhooks: QuerySet[Webhook], resume: Any) -> None:
        disabled = list(webhooks.filter(is_active=False).order_by("id"))
        for webhook in disabled:
            keeping.enable(webhook, resume=resume, now=timezone.now())
        messages.success(request, f"{len(disabled)} enabled.")


@admin.register(Delivery)
class DeliveryAdmin(_Shown):
    list_display = ("key", "webhook", "first", "last", "state", "attempts", "last_answer",
                    "next_try_at")  # fmt: skip
    list_filter = ("state",)
    list_select_related = ("webhook",)
    search_fields = ("=key", "=webhook__id")
    fields = ("webhook", "key", "first", "last", "state", "attempts", "next_try_at", "made_at",
              "log")  # fmt: skip
    readonly_fields = ("log",)
    actions = ("send_again",)

    @admin.display(description="last answer")
    def last_answer(self, delivery: Delivery) -> str:
        if not delivery.answers:
            return ""
        last = delivery.answers[-1]
        return last["error"] or str(last["status"])

    @admin.display(description="answers")
    def log(self, delivery: Delivery) -> str:
        return format_html(
            "<pre>{}</pre>", json.dumps(delivery.answers, indent=1, ensure_ascii=False)
        )

    @admin.action(description="Send again", permissions=["act"])
    def send_again(self, request: HttpRequest, deliveries: QuerySet[Delivery]) -> None:
        count = 0
        for delivery in deliveries.order_by("id"):
            try:
                keeping.send_again(delivery, now=timezone.now())
                count += 1
            except keeping.Unacceptable as unacceptable:
                messages.error(request, f"{delivery.key}: {unacceptable}")
        if count:
            messages.success(request, f"{count} sent again within seconds.")
