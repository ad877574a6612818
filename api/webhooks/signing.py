"""Signatures: who receives a delivery can tell that it comes from here, and when it was sent.

The secret is derived from the site's key and the webhook's salt, and kept nowhere. Signing needs
the secret itself, so a digest would not do; and what cannot be encrypted without another
dependency is better not stored (docs/adr/0011).
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.utils.crypto import salted_hmac

from api.models import Webhook


def secret_of(webhook: Webhook) -> str:
    """Return the webhook's secret; shown once, when it is made."""
    digest = salted_hmac("api.webhooks", str(webhook.salt), algorithm="sha256").digest()
    return "dyad_whsec_" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def signature(secret: str, body: bytes, moment: int) -> str:
    """Return the header's value for a body sent at a moment, in Unix seconds."""
    signed = hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"
