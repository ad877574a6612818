"""The API in the admin, a module for each of its subjects."""

from api.admin import exports, webhooks

__all__ = ["exports", "webhooks"]
