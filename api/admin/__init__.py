"""The API in the admin, a module for each of its subjects."""

from api.admin import exports, tokens, webhooks

__all__ = ["exports", "tokens", "webhooks"]
