"""Telling an owner that a webhook was disabled, by mail where an address is known."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import send_mail

from api.models import Webhook

logger = logging.getLogger(__name__)


def tell_owner(webhook_id: int) -> None:
    """Send one mail; one that cannot be sent is a line in the log: the API and the admin show
    the notice too."""
    webhook = Webhook.objects.select_related("owner").filter(pk=webhook_id).first()
    if webhook is None or webhook.is_active or not webhook.owner.email:
        return
    try:
        send_mail(
            subject=f"Dyad: webhook {webhook.pk} is disabled",
            message=(
                f"Your webhook {webhook.pk} to {webhook.address} is disabled.\n\n"
                f"{webhook.disabled_reason}\n\n"
                f"POST /api/v1/webhooks/{webhook.pk}/enable/ lets it go on, from where it "
                "stopped or from now on.\n"
            ),
            from_email=None,
            recipient_list=[webhook.owner.email],
        )
    except (OSError, SMTPException) as error:
        logger.warning("no mail about webhook %s: %s", webhook.pk, error)
