"""Setting up webhooks: one function an act; bad input is refused field by field."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.contrib.auth import get_user_model
from django.db import transaction

from api.models import Delivery, Webhook
from api.webhooks import receivers
from api.webhooks.signing import secret_of
from articles.fetching import FetchRefused
from relations.timeline import Problem
from relations.timeline.feed import last_position
from relations.timeline.feed_question import FEED_FILTERS, FeedQuestion, read_feed_question

MOST_WEBHOOKS = 20
"""Of one person."""
COLUMNS = {"act": "acts", "pair": "pairs", "country": "countries", "kind": "kinds"}


class Unacceptable(Exception):
    """Values that cannot be kept, each with its field and a sentence."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problem.sentence for problem in problems))


@transaction.atomic
def make(
    owner: int, *, address: str, filters: Mapping[str, Sequence[str]],
    may_see_all: bool,
) -> tuple[Webhook, str]:  # fmt: skip
    """Keep a webhook that is told of changes from now on; return it with its secret.

    owner: number of the person. filters: act, pair, country and kind, as the change feed spells
    them; what is missing or empty lets all through. Raise Unacceptable.
    """
    # Locked, so that two requests at once do not pass the limit together.
    get_user_model()._default_manager.select_for_update().get(pk=owner)
    if Webhook.objects.filter(owner=owner).count() >= MOST_WEBHOOKS:
        sentence = f"You have {MOST_WEBHOOKS} webhooks; delete one first."
        raise Unacceptable([Problem("address", address, sentence)])
    webhook = Webhook.objects.create(
        owner_id=owner,
        may_see_all=may_see_all,
        position=last_position(),
        **_checked({"address": address, **filters}),
    )
    return webhook, secret_of(webhook)


@transaction.atomic
def change(webhook: Webhook, *, values: Mapping[str, Any]) -> Webhook:
    """Give a webhook another address or other filters; what is not given stays."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    for name, value in _checked(values).items():
        setattr(webhook, name, value)
    webhook.save()
    return webhook


@transaction.atomic
def renew_secret(webhook: Webhook) -> tuple[Webhook, str]:
    """Give a webhook another secret and return it; nothing is signed with the old one any more.

    Waits for a hand-over that is under way. What its receiver refuses until it knows the new one is
    tried again, signed anew.
    """
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    webhook.salt = uuid.uuid4()
    webhook.save(update_fields=["salt"])
    return webhook, secret_of(webhook)


@transaction.atomic
def enable(webhook: Webhook, *, resume: Literal["stopped", "now"], now: datetime) -> Webhook:
    """Let a disabled webhook go on: from where it stopped, or with what comes from now on.

    From where it stopped, the delivery that failed is tried again under its key.
    """
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if webhook.is_active:
        return webhook
    stopped = webhook.deliveries.exclude(state=Delivery.State.ACCEPTED).filter(
        last__gt=webhook.position
    )
    if resume == "now":
        stopped.filter(state=Delivery.State.WAITING).update(
            state=Delivery.State.FAILED, next_try_at=None
        )
        webhook.position = max(webhook.position, last_position())
    elif newest := stopped.order_by("-id").first():
        newest.state, newest.attempts, newest.next_try_at = Delivery.State.WAITING, 0, now
        newest.save(update_fields=["state", "attempts", "next_try_at"])
    webhook.is_active, webhook.disabled_at, webhook.disabled_reason = True, None, ""
    webhook.save()
    return webhook


@transaction.atomic
def send_again(delivery: Delivery, *, now: datetime) -> Delivery:
    """Let a delivery be sent anew, under its key. Raise Unacceptable where that breaks order."""
    webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    waiting = webhook.deliveries.filter(state=Delivery.State.WAITING).exclude(pk=delivery.pk)
    if not webhook.is_active or waiting.exists():
        sentence = (
            "Another delivery of this webhook waits already."
            if webhook.is_active
            else "This webhook is disabled; enable it first."
        )
        raise Unacceptable([Problem("delivery", str(delivery.key), sentence)])
    delivery.state, delivery.attempts, delivery.next_try_at = Delivery.State.WAITING, 0, now
    delivery.save(update_fields=["state", "attempts", "next_try_at"])
    return delivery


def question_of(webhook: Webhook, *, position: int, limit: int) -> FeedQuestion:
    """Return what this webhook is told of, after a position."""
    question, problems = read_feed_question(_parameters(webhook), allowed=FEED_FILTERS)
    assert not problems, problems
    return FeedQuestion(
        acts=question.acts, pairs=question.pairs, countries=question.countries,
        kinds=question.kinds, position=position, limit=limit,
    )  # fmt: skip


def _parameters(webhook: Webhook) -> list[tuple[str, str]]:
    return [(name, value) for name, column in COLUMNS.items() for value in getattr(webhook, column)]


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that these values are. Raise Unacceptable naming every field that is wrong."""
    problems: list[Problem] = []
    columns: dict[str, Any] = {}
    if "address" in values:
        try:
            columns["address"] = receivers.checked(values["address"])
        except FetchRefused as refused:
            problems.append(Problem("address", values["address"], refused.sentence))
    given = [(name, each) for name in FEED_FILTERS for each in values.get(name, ())]
    question, wrong = read_feed_question(given, allowed=FEED_FILTERS)
    if problems := problems + wrong:
        raise Unacceptable(problems)
    read = {
        "act": list(question.acts),
        "pair": [str(pair) for pair in question.pairs],
        "country": list(question.countries),
        "kind": list(question.kinds),
    }
    return columns | {COLUMNS[name]: read[name] for name in FEED_FILTERS if name in values}
