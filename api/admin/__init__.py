"""The API in the admin, a module for each of its subjects."""

from api.admin import webhooks

__all__ = ["webhooks"]
