"""API tokens in the admin: made by the person they stand for, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from api.models import Scope, Token
from relations.admin.paging import ListAdmin

MOST_DAYS = 365

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Token]
else:
    _ModelForm = forms.ModelForm


class TokenForm(_ModelForm):
    """What a new token is asked: its name, what it may do, how long."""

    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, widget=forms.CheckboxSelectMultiple, label="It may"
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=MOST_DAYS,
        initial=90,
        label="Days until it ends",
        help_text=f"At most {MOST_DAYS}.",
    )

    class Meta:
        model = Token
        fields = ("name", "scopes")


@admin.register(Token)
class TokenAdmin(ListAdmin):
    """A person sees, makes and revokes their own; who oversees tokens sees and revokes all.

    Nobody reads one: only its digest is kept. The token stands on the answer to the form and
    nowhere else: not in a message, which a cookie or the session would keep.
    """

    form = TokenForm
    list_display = ("name", "user", "said_scopes", "created", "ends", "last_used_at", "beginning")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    ordering = ("-created",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows if _oversees(request) else rows.filter(user=request.user.pk)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ("name", "scopes", "days")
        return ("name", "user", "said_scopes", "created", "ends", "last_used_at", "beginning")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and _is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_theirs(request, obj)

    @admin.display(description="may")
    def said_scopes(self, token: Token) -> str:
        return ", ".join(token.scopes)

    @admin.display(description="ends", ordering="expiry")
    def ends(self, token: Token) -> str:
        if token.expiry is None:
            return "never"
        day = f"{token.expiry:%Y-%m-%d}"
        return f"ended {day}" if token.expiry <= timezone.now() else day

    @admin.display(description="begins with")
    def beginning(self, token: Token) -> str:
        return f"{token.token_key[:8]}…"

    @sensitive_variables()
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.digest, obj.shown_once = get_digest_token()
        obj.token_key = obj.shown_once[: CONSTANTS.TOKEN_KEY_LENGTH]
        obj.user = request.user
        obj.expiry = timezone.now() + timedelta(days=form.cleaned_data["days"])
        obj.save(force_insert=True)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "API token",
            "token": obj,
            "shown_once": obj.shown_once,
        }
        response = TemplateResponse(request, "admin/api/token/made.html", context)
        response["Cache-Control"] = "no-store"
        return response


def _oversees(request: HttpRequest) -> bool:
    return request.user.has_perm("api.oversee_token")


def _is_theirs(request: HttpRequest, token: Token | None) -> bool:
    return token is None or token.user_id == request.user.pk or _oversees(request)
