"""Who calls: a token in the header `Authorization: Token …`, else the session of the pages."""

from __future__ import annotations

from datetime import timedelta
from hmac import compare_digest
from typing import Any

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework import exceptions
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.models import Scope, Token

_NOTED_EVERY = timedelta(minutes=1)


class ScopedTokenAuthentication(TokenAuthentication):  # type: ignore[misc]
    """A token by its digest. Raises AuthenticationFailed for one unknown, expired or retired."""

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Token]:
        try:
            text = token.decode("ascii")
            digest = hash_token(text)
        except (UnicodeDecodeError, TypeError, ValueError):
            raise exceptions.AuthenticationFailed("This is no token of this site.") from None
        rows = Token.objects.select_related("user").filter(
            token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH]
        )
        found = next((row for row in rows if compare_digest(digest, row.digest)), None)
        if found is None:
            raise exceptions.AuthenticationFailed("This is no token of this site.")
        now = timezone.now()
        if found.expiry is not None and found.expiry <= now:
            raise exceptions.AuthenticationFailed(
                f"This token expired on {found.expiry:%Y-%m-%d at %H:%M} UTC; make a new one."
            )
        if not found.user.is_active:
            raise exceptions.AuthenticationFailed("The account of this token is closed.")
        _note_use(found)
        return found.user, found


def _note_use(token: Token) -> None:
    """Keep when a token was last used: one write a minute at most, whoever comes first."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at <= now - _NOTED_EVERY:
        Token.objects.filter(
            Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - _NOTED_EVERY), pk=token.pk
        ).update(last_used_at=now)


def has_scope(request: Request, scope: Scope) -> bool:
    """Whether the caller may use the API for this: by a token that names it, or signed in."""
    if not request.user.is_authenticated:
        return False
    return not isinstance(request.auth, Token) or scope in request.auth.scopes


def may_see_all(request: Request) -> bool:
    """Whether the answer may hold what its licence keeps here: for who may `read`."""
    return has_scope(request, Scope.READ)


def needs(scope: Scope) -> type[BasePermission]:
    """A permission class: somebody known, by a token with this scope or by the pages' session."""

    class Needs(BasePermission):
        message = f"The token's scopes do not name “{scope}”."

        def has_permission(self, request: Request, view: Any) -> bool:
            return has_scope(request, scope)

    return Needs


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document names it."""

    target_class = "api.authentication.ScopedTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token ` and a token made in the admin under API tokens.",
        }
