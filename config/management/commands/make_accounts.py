"""`manage.py make_accounts`: the two accounts of a fresh instance."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand

from relations import recording

ACCOUNTS = {"editor": ("Editor",), "reviewer": ("Reviewer", "Administrator")}


class Command(BaseCommand):
    help = "Make the accounts editor and reviewer, with passwords kept in var/passwords."

    def handle(self, *args: Any, **options: Any) -> None:
        recording.make_roles()
        kept = self._kept()
        given = settings.ENV.str("DYAD_PASSWORD")
        for name, roles in ACCOUNTS.items():
            user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
            password = given or kept.get(name) or secrets.token_urlsafe(12)
            # A password changed in the admin stays changed; only a given one overrides it.
            if is_new or name not in kept or (given and not user.check_password(given)):
                user.set_password(password)
                user.save(update_fields=["password"])
            user.groups.set(Group.objects.filter(name__in=roles))
            kept[name] = password
        path = settings.PLACES.passwords
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(f"{name} {password}\n" for name, password in kept.items())

    @staticmethod
    def _kept() -> dict[str, str]:
        try:
            lines = settings.PLACES.passwords.read_text().splitlines()
        except OSError:
            return {}
        return dict(line.split(" ", 1) for line in lines if " " in line)
