"""The admin: editors enter facts in one form, the door to the public is `recording`."""

from relations.admin import facts, imports, lasting  # noqa: F401
