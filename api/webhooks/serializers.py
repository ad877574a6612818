"""What is asked and answered at the addresses of webhooks."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.errors import BadFields
from api.models import Delivery, Webhook
from relations.lanes import Kind
from relations.timeline import Problem
from relations.timeline.log import ACTS


class _Strict(serializers.Serializer[Any]):
    """Raises BadFields for what is wrong and for what is not known."""

    def checked(self) -> dict[str, Any]:
        """Return the fields that were given."""
        data = self.initial_data
        if not isinstance(data, dict):
            raise BadFields([Problem("", "", "The body is one JSON object.")])
        known = ", ".join(self.fields)
        problems = [
            Problem(name, "", f"There is no field “{_shown(name)}” here; use {known}.")
            for name in data
            if name not in self.fields
        ]
        if not self.is_valid():
            problems += [
                Problem(name, "", _sentence(name, errors)) for name, errors in self.errors.items()
            ]
        if problems:
            raise BadFields(problems)
        found: dict[str, Any] = self.validated_data
        return found


def _shown(name: str) -> str:
    return name[:40]


def _sentence(name: str, errors: Any) -> str:
    """One sentence of DRF's errors, which nest by position for lists."""
    if isinstance(errors, dict):
        place, errors = next(iter(errors.items()))
        return f"“{name}”, value {place}: {_sentence(name, errors).partition(': ')[2]}"
    return f"“{name}”: {errors[0]}" if errors else f"“{name}” cannot be read."


def _values(choices: Any, meaning: str) -> Any:
    # Codes and pairs are checked by the feed's own reader, which knows them.
    child: Any = (
        serializers.ChoiceField(choices) if choices else serializers.CharField(max_length=40)
    )
    return serializers.ListField(
        child=child, required=False, max_length=50, help_text=f"{meaning} Empty: all."
    )


class WebhookChangeSerializer(_Strict):
    address = serializers.CharField(
        max_length=2000, required=False, help_text="https://, a public address, port 443."
    )
    act = _values(ACTS, "Acts.")
    pair = _values(None, "Pairs, such as IRN-RUS.")
    country = _values(None, "Codes of countries that take part.")
    kind = _values(Kind.choices, "Kinds of fact.")


class WebhookMakeSerializer(WebhookChangeSerializer):
    address = serializers.CharField(
        max_length=2000, help_text="https://, a public address, port 443."
    )


class WebhookEnableSerializer(_Strict):
    resume = serializers.ChoiceField(
        ("stopped", "now"),
        help_text="stopped: nothing is missed; now: what came meanwhile is left to the feed.",
    )


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    act: Any = serializers.ListField(source="acts", child=serializers.CharField())
    pair: Any = serializers.ListField(source="pairs", child=serializers.CharField())
    country: Any = serializers.ListField(source="countries", child=serializers.CharField())
    kind: Any = serializers.ListField(source="kinds", child=serializers.CharField())
    cursor = serializers.SerializerMethodField(
        help_text="Up to where changes were accepted; `/changes/` goes on from it."
    )
    notice = serializers.CharField(
        source="disabled_reason", help_text="Why it is disabled; empty while it is active."
    )

    class Meta:
        model = Webhook
        fields = [
            "id", "address", "act", "pair", "country", "kind", "is_active", "disabled_at",
            "notice", "cursor", "made_at",
        ]  # fmt: skip

    def get_cursor(self, webhook: Webhook) -> str:
        return f"p{webhook.position}"


class NewWebhookSerializer(WebhookSerializer):
    secret = serializers.CharField(
        read_only=True, help_text="Shown this once; signatures are made with it."
    )

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]


class WebhookListSerializer(serializers.Serializer[Any]):
    results = WebhookSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class AnswerSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True, help_text="Null: there was no answer.")
    answer = serializers.CharField(allow_blank=True, help_text="Its first 500 letters.")
    error = serializers.CharField(allow_blank=True, help_text="Why there was none.")


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    answers: Any = AnswerSerializer(many=True)

    class Meta:
        model = Delivery
        fields = [
            "id", "key", "first", "last", "state", "attempts", "next_try_at", "made_at", "answers",
        ]  # fmt: skip


class DeliveryListSerializer(serializers.Serializer[Any]):
    results = DeliverySerializer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
