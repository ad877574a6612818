"""What a deployment can get wrong and a start would not show, as `check --deploy` warnings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def deployment(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of settings that only make sense for an instance on one machine."""
    found: list[checks.CheckMessage] = []
    if settings.IS_DEPLOYED and not settings.ENV.str("REDIS_URL"):
        found.append(
            checks.Warning(
                "DATABASE_URL is set but REDIS_URL is not.",
                hint="Web, worker and beat need one broker they all reach; set REDIS_URL.",
                id="dyad.W001",
            )
        )
    if settings.IS_DEPLOYED and settings.HTTPS and not settings.ENV.bool("DYAD_TRUSTED_PROXY"):
        found.append(
            checks.Warning(
                "Every request is redirected to https, and no proxy is trusted to say it was.",
                hint=(
                    "Set DYAD_TRUSTED_PROXY=on behind a proxy that overwrites X-Forwarded-Proto, "
                    "or DYAD_HTTPS=off."
                ),
                id="dyad.W002",
            )
        )
    return found
