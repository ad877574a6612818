"""One hand-over at a time: what is due, what is in it, and when it is tried again.

A range of changes is fixed in a row of its own before anything is sent, and the row is locked
while it is. A worker that is killed leaves the row waiting: the next one sends the same range
under the same key, and a receiver that honours keys gets everything once.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest

from api.changes import address_at
from api.models import Delivery, Webhook
from api.webhooks import notices, receivers
from api.webhooks.keeping import question_of
from api.webhooks.signing import secret_of, signature
from articles.fetching import FetchRefused
from relations.timeline.feed import feed, last_position

MOST_ROWS = 100
GAPS = (
    timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30),
    timedelta(hours=2), timedelta(hours=6), timedelta(hours=15), timedelta(hours=24),
)  # fmt: skip
"""Between one attempt and the next; after the last of them, 48 hours in, it is given up."""
_KEPT = 500
"""Letters of an answer that the log keeps."""


def due(now: datetime) -> list[int]:
    """Return the webhooks to be looked at: a try is due, or there are newer changes."""
    waiting = Delivery.objects.filter(webhook=OuterRef("pk"), state=Delivery.State.WAITING)
    rows = Webhook.objects.filter(is_active=True).filter(
        Exists(waiting.filter(next_try_at__lte=now))
        | (~Exists(waiting) & Q(position__lt=last_position()))
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def send(webhook_id: int, *, now: datetime) -> bool:
    """Send a webhook its next range, if one is due; return whether it was accepted."""
    delivery = _next(webhook_id, now)
    return delivery is not None and _attempt(delivery, now)


def ping(webhook: Webhook, *, now: datetime) -> dict[str, Any]:
    """Send a signed body without changes; return the log's row: at, status, answer, error."""
    cursor = question_of(webhook, position=webhook.position, limit=1).cursor_at(webhook.position)
    body = orjson.dumps(
        {"webhook": webhook.pk, "ping": True, "from": cursor, "to": cursor, "next": None,
         "changes": []}
    )  # fmt: skip
    return _hand_over(webhook, uuid.uuid4(), body, now)


@transaction.atomic
def _next(webhook_id: int, now: datetime) -> int | None:
    """The delivery to be tried now, made where there are newer changes; None: nothing, or
    another worker is at it."""
    webhook = (
        Webhook.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("owner")
        .filter(pk=webhook_id, is_active=True)
        .first()
    )
    if webhook is None:
        return None
    if not webhook.owner.is_active:
        _disable(webhook, now, "The account of its owner is closed.")
        return None
    waiting = webhook.deliveries.filter(state=Delivery.State.WAITING).first()
    if waiting is not None:
        is_due = waiting.next_try_at is not None and waiting.next_try_at <= now
        return waiting.pk if is_due else None
    newest = last_position()
    while webhook.position < newest:
        question = question_of(webhook, position=webhook.position, limit=MOST_ROWS)
        page = feed(question, redistributable_only=not webhook.may_see_all, up_to=newest)
        if page.rows:
            made = webhook.deliveries.create(
                first=page.rows[0]["position"], last=page.position, next_try_at=now
            )
            return made.pk
        # Nothing here for this webhook: it need not be looked through again.
        webhook.position = page.position if page.has_more else newest
        webhook.save(update_fields=["position"])
    return None


@transaction.atomic
def _attempt(delivery_id: int, now: datetime) -> bool:
    """Send under the row's lock; a worker that finds it locked leaves it to the other."""
    delivery = (
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("webhook")
        .filter(
            pk=delivery_id,
            state=Delivery.State.WAITING,
            next_try_at__lte=now,
            webhook__is_active=True,
        )
        .first()
    )
    if delivery is None:
        return False
    webhook = delivery.webhook
    answer = _hand_over(webhook, delivery.key, body_of(delivery), now)
    delivery.attempts += 1
    delivery.answers = [*delivery.answers, answer]
    is_accepted = _is_accepted(answer)
    if is_accepted:
        delivery.state, delivery.next_try_at = Delivery.State.ACCEPTED, None
        Webhook.objects.filter(pk=webhook.pk).update(position=Greatest("position", delivery.last))
    elif delivery.attempts <= len(GAPS):
        delivery.next_try_at = now + GAPS[delivery.attempts - 1]
    else:
        delivery.state, delivery.next_try_at = Delivery.State.FAILED, None
    delivery.save()
    if delivery.state == Delivery.State.FAILED:
        said = answer["error"] or f"It answered {answer['status']}."
        _disable(webhook, now, f"Nothing was accepted for two days. {said}")
    return is_accepted


def body_of(delivery: Delivery) -> bytes:
    """Return the body as it is sent now: a fact that was withdrawn since shows only that it was."""
    webhook = delivery.webhook
    question = question_of(webhook, position=delivery.first - 1, limit=MOST_ROWS)
    page = feed(question, redistributable_only=not webhook.may_see_all, up_to=delivery.last)
    return orjson.dumps(
        {
            "webhook": webhook.pk,
            "from": question.cursor_at(delivery.first - 1),
            "to": question.cursor_at(delivery.last),
            "next": address_at(question, delivery.first - 1),
            "changes": page.rows,
        }
    )


def _hand_over(webhook: Webhook, key: uuid.UUID, body: bytes, now: datetime) -> dict[str, Any]:
    headers = {
        "Content-Type": "application/json",
        "Dyad-Signature": signature(secret_of(webhook), body, int(now.timestamp())),
        "Dyad-Delivery": str(key),
        "Dyad-Webhook": str(webhook.pk),
    }
    found: dict[str, Any] = {"at": now.isoformat(), "status": None, "answer": "", "error": ""}
    try:
        answer = receivers.hand_over(webhook.address, body, headers)
    except FetchRefused as refused:
        return found | {"error": refused.sentence}
    if 300 <= answer.status < 400:
        found["error"] = "It sends us elsewhere; redirects are not followed."
    # PostgreSQL keeps no NUL in a text.
    said = answer.beginning.decode("utf-8", "replace").replace("\0", "")[:_KEPT]
    return found | {"status": answer.status, "answer": said}


def _is_accepted(answer: dict[str, Any]) -> bool:
    return answer["status"] is not None and 200 <= answer["status"] < 300


def _disable(webhook: Webhook, now: datetime, reason: str) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(
        is_active=False, disabled_at=now, disabled_reason=reason[:300]
    )
    transaction.on_commit(lambda: notices.tell_owner(webhook.pk))
