#!/usr/bin/env python
"""Runs a command; without DATABASE_URL the embedded PostgreSQL runs for as long as it is needed."""

import os
import secrets
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["suggest_facts"]:
        # It signs nothing, and no folder is made for a key.
        os.environ.setdefault("DYAD_SECRET_KEY", secrets.token_urlsafe(64))
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        from config import embedded

        with embedded.services_for(sys.argv[1:]):
            execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, embedded.CannotStart) as error:
        sys.exit(f"Dyad does not start: {error}")


if __name__ == "__main__":
    main()
