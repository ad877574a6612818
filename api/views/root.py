"""The list of addresses, and the answer where there is nothing."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import ReadView


class Root(ReadView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """List the addresses of the API."""
        names = (
            "countries", "pairs", "facts", "agreements", "arms-transfers", "statements", "visits",
            "actions", "sources", "matrix", "changes", "exports", "webhooks", "schema",
        )  # fmt: skip
        return Response(
            {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in names}
        )


class NothingHere(ReadView):
    @extend_schema(exclude=True)
    def get(self, request: Request, rest: str = "") -> Response:
        """Answer unknown addresses as a problem document, not as a page."""
        raise Http404(f"There is nothing at {request.path}; the addresses are at /api/v1/.")

    post = put = patch = delete = extend_schema(exclude=True)(get)
