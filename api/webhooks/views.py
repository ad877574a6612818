"""Webhooks of one's own: each view reads the request, makes one call and answers."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters
from api.authentication import may_see_all, needs
from api.base import ReadView
from api.errors import BadFields
from api.models import Scope, Webhook
from api.paging import by, keyset
from api.problems import REFUSED, problem
from api.webhooks import keeping, sending
from api.webhooks.parsing import SmallJSONParser
from api.webhooks.serializers import (
    AnswerSerializer,
    DeliveryListSerializer,
    DeliverySerializer,
    NewWebhookSerializer,
    WebhookChangeSerializer,
    WebhookEnableSerializer,
    WebhookListSerializer,
    WebhookMakeSerializer,
    WebhookSerializer,
)

_WHO = {
    **problem(401, "No token and no session."),
    **problem(403, "The token's scopes do not name “webhooks”."),
}
_FORMS = {
    **problem(413, "The body is too large."),
    **problem(415, "The body is not JSON."),
}
_MINE = {**_WHO, **problem(404, "None of yours has this number."), **REFUSED}
_LONGEST_ID = 10**17
_SECONDS_BETWEEN_PINGS = 10


class _Own(ReadView):
    permission_classes = [needs(Scope.WEBHOOKS)]
    parser_classes = [SmallJSONParser]

    def caller(self, request: Request) -> int:
        number: int | None = request.user.pk
        assert number is not None, "the permission lets nobody unknown in"
        return number

    def webhook(self, request: Request, pk: int) -> Webhook:
        """Return the caller's webhook of a number. Raise Http404 for another's too."""
        rows = Webhook.objects.filter(owner=request.user.pk)
        found = rows.filter(pk=pk).first() if pk < _LONGEST_ID else None
        if found is None:
            raise Http404(f"None of your webhooks has the number {pk}.")
        return found


class Webhooks(_Own):
    @extend_schema(
        operation_id="webhooks", responses={200: WebhookListSerializer, **_WHO, **REFUSED}
    )
    def get(self, request: Request) -> Response:
        """List your webhooks, oldest first; there are few."""
        parameters.only(request.GET)
        rows = Webhook.objects.filter(owner=request.user.pk).order_by("pk")
        return Response(
            {"results": WebhookSerializer(rows, many=True).data, "next": None, "previous": None}
        )

    @extend_schema(
        operation_id="webhook_make",
        request=WebhookMakeSerializer,
        responses={201: NewWebhookSerializer, **_WHO, **REFUSED, **_FORMS},
    )
    def post(self, request: Request) -> Response:
        """Set up a webhook: it is sent what changes from now on. Its secret is shown this once."""
        parameters.only(request.GET)
        values = WebhookMakeSerializer(data=request.data).checked()
        try:
            webhook, secret = keeping.make(
                self.caller(request),
                address=values.pop("address"),
                filters=values,
                may_see_all=may_see_all(request),
            )
        except keeping.Unacceptable as unacceptable:
            raise BadFields(unacceptable.problems) from unacceptable
        return Response({**WebhookSerializer(webhook).data, "secret": secret}, status=201)


class WebhookDetail(_Own):
    @extend_schema(operation_id="webhook", responses={200: WebhookSerializer, **_MINE})
    def get(self, request: Request, pk: int) -> Response:
        """Show one of your webhooks."""
        parameters.only(request.GET)
        return Response(WebhookSerializer(self.webhook(request, pk)).data)

    @extend_schema(
        operation_id="webhook_change",
        request=WebhookChangeSerializer,
        responses={200: WebhookSerializer, **_MINE, **_FORMS},
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Give it another address or other filters; what is not given stays."""
        parameters.only(request.GET)
        webhook = self.webhook(request, pk)
        values = WebhookChangeSerializer(data=request.data).checked()
        try:
            webhook = keeping.change(webhook, values=values)
        except keeping.Unacceptable as unacceptable:
            raise BadFields(unacceptable.problems) from unacceptable
        return Response(WebhookSerializer(webhook).data)

    @extend_schema(
        operation_id="webhook_delete", responses={204: OpenApiResponse(None, "Gone."), **_MINE}
    )
    def delete(self, request: Request, pk: int) -> Response:
        """Delete it with its log."""
        parameters.only(request.GET)
        self.webhook(request, pk).delete()
        return Response(status=204)


class WebhookDeliveries(_Own):
    @extend_schema(
        operation_id="webhook_deliveries",
        parameters=[
            OpenApiParameter("cursor", OpenApiTypes.INT, description="From `next`."),
            OpenApiParameter("limit", OpenApiTypes.INT, description="Rows a page, 1 to 200."),
        ],
        responses={200: DeliveryListSerializer, **_MINE},
    )
    def get(self, request: Request, pk: int) -> Response:
        """The log of deliveries with every answer, newest first."""
        parameters.only(request.GET, "cursor", "limit")
        webhook = self.webhook(request, pk)
        return keyset(request, webhook.deliveries.order_by("-id"), by(DeliverySerializer), "id")


class WebhookPing(_Own):
    @extend_schema(
        operation_id="webhook_ping",
        request=None,
        responses={
            200: AnswerSerializer, **_MINE, **problem(429, "Pinged a moment ago.")
        },
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        """Send a signed body without changes now, and show what came back."""
        parameters.only(request.GET)
        webhook = self.webhook(request, pk)
        # `add` is atomic: a receiver that answers slowly keeps one request waiting, not many.
        if not cache.add(f"webhooks:ping:{webhook.pk}", 1, timeout=_SECONDS_BETWEEN_PINGS):
            raise exceptions.Throttled(wait=_SECONDS_BETWEEN_PINGS)
        return Response(sending.ping(webhook, now=timezone.now()))


class WebhookSecret(_Own):
    @extend_schema(
        operation_id="webhook_secret",
        request=None,
        responses={200: NewWebhookSerializer, **_MINE},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Renew the secret: it is shown this once, and nothing is signed with the old one."""
        parameters.only(request.GET)
        webhook, secret = keeping.renew_secret(self.webhook(request, pk))
        return Response({**WebhookSerializer(webhook).data, "secret": secret})


class WebhookEnable(_Own):
    @extend_schema(
        operation_id="webhook_enable",
        request=WebhookEnableSerializer,
        responses={200: WebhookSerializer, **_MINE, **_FORMS},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Let a disabled webhook go on, from where it stopped or from now on."""
        parameters.only(request.GET)
        webhook = self.webhook(request, pk)
        resume = WebhookEnableSerializer(data=request.data).checked()["resume"]
        webhook = keeping.enable(webhook, resume=resume, now=timezone.now())
        return Response(WebhookSerializer(webhook).data)


def urls() -> list[tuple[str, Any, str]]:
    """The addresses below /api/v1/: path, view, name."""
    return [
        ("webhooks/", Webhooks.as_view(), "webhooks"),
        ("webhooks/<int:pk>/", WebhookDetail.as_view(), "webhook"),
        ("webhooks/<int:pk>/deliveries/", WebhookDeliveries.as_view(), "webhook-deliveries"),
        ("webhooks/<int:pk>/ping/", WebhookPing.as_view(), "webhook-ping"),
        ("webhooks/<int:pk>/secret/", WebhookSecret.as_view(), "webhook-secret"),
        ("webhooks/<int:pk>/enable/", WebhookEnable.as_view(), "webhook-enable"),
    ]
