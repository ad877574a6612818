"""Countries and other bodies, with their codes, names and years."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters, serializers
from api.base import ReadView
from api.paging import by, keyset
from api.problems import answers
from relations import timeline
from relations.models import Country


class Countries(ReadView):
    @extend_schema(
        operation_id="countries",
        parameters=parameters.documented("cursor", "limit"),
        responses=answers(serializers.CountryPageSerializer),
    )
    def get(self, request: Request) -> Response:
        """Countries and other bodies, by code."""
        parameters.only(request.GET, "cursor", "limit")
        rows = Country.objects.order_by("code")
        return keyset(request, rows, by(serializers.CountrySerializer), "code")


class CountryDetail(ReadView):
    @extend_schema(
        operation_id="country", responses=answers(serializers.CountryDetailSerializer, 404)
    )
    def get(self, request: Request, code: str) -> Response:
        """One country with its years, codes, names, successions and partners."""
        parameters.only(request.GET)
        country = Country.objects.filter(pk=code.upper()).first()
        if country is None:
            raise Http404(f"No country has the code {code}.")
        base = serializers.CountrySerializer(country).data
        return Response(
            {
                **base,
                "spells": list(
                    country.spells.order_by("valid_from").values("valid_from", "valid_to", "source")
                ),
                "codes": list(
                    country.codes.order_by("scheme", "valid_from").values(
                        "scheme", "value", "valid_from", "valid_to"
                    )
                ),
                "names": list(
                    country.names.order_by("kind", "text").values(
                        "text", "language", "kind", "valid_from", "valid_to"
                    )
                ),
                "predecessors": list(
                    country.precessions.order_by("happened_on").values(
                        "predecessor", "kind", "happened_on"
                    )
                ),
                "successors": list(
                    country.successions.order_by("happened_on").values(
                        "successor", "kind", "happened_on"
                    )
                ),
                "partners": [
                    {"country": code, "facts": facts}
                    for code, facts, _ in timeline.partners(country.pk)[:200]
                ],
            }
        )
