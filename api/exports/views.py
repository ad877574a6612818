"""The addresses of exports: each reads the request, makes one call and answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters
from api.authentication import has_scope, needs
from api.base import ReadView, modified_text
from api.errors import BadParameters, Gone
from api.exports import ordering, sending, serializers, tasks
from api.models import Export, Scope
from api.paging import address_with, read_page
from api.problems import problem
from relations.exporting.building import MEDIA, Format
from relations.exporting.questions import PARAMETERS, Question, read_question
from relations.timeline import Problem

_RIGHTS = ("mine", "public")


class TooMany(exceptions.APIException):
    """No more may wait."""

    status_code = 429
    default_code = "too-many-exports"
    wait = 60


class NotReady(exceptions.APIException):
    """The file is not there yet, or will never be."""

    status_code = 409
    default_code = "export-not-ready"


class Expired(Gone):
    default_code = "export-expired"


_NOT_KNOWN = {
    **problem(401, "No token, or an unknown one."),
    **problem(403, "The scope is missing."),
}
_NOT_FOUND = {**problem(404, "No such export, or none of yours.")}
_WRONG = {**problem(400, "A parameter or field that cannot be read; every one is named.")}


class Exports(ReadView):
    permission_classes = [needs(Scope.EXPORTS)]

    @extend_schema(
        operation_id="exports",
        parameters=parameters.documented("cursor", "limit"),
        responses={200: serializers.ExportPageSerializer, **_WRONG, **_NOT_KNOWN},
    )
    def get(self, request: Request) -> Response:
        """Your exports, newest first."""
        parameters.only(request.GET, "cursor", "limit")
        rows = Export.objects.filter(owner=request.user.pk).order_by("-ordered_at", "-id")
        return _listed(request, rows)

    @extend_schema(
        operation_id="order_export",
        request=serializers.OrderSerializer,
        responses={
            200: OpenApiResponse(serializers.ExportSerializer, "One that is there already."),
            202: OpenApiResponse(serializers.ExportSerializer, "Ordered; Location says where."),
            **_WRONG,
            **_NOT_KNOWN,
            **problem(415, "The body is not JSON."),
            **problem(429, "So many exports wait already; Retry-After says when to ask again."),
        },
    )
    def post(self, request: Request) -> Response:
        """Order a file of all facts under filters, or find the one that is there."""
        parameters.only(request.GET)
        question, form = _asked(request)
        try:
            export, is_new = ordering.order(
                by=request.user,  # type: ignore[arg-type]
                question=question,
                form=form,
            )
        except ordering.TooManyExports as many:
            whose = "of your exports wait" if many.is_own else "exports wait for a worker"
            most = ordering.MOST_WAITING if many.is_own else ordering.MOST_WAITING_OF_ALL
            raise TooMany(f"{most} {whose} already; ask again when one is done.") from many
        if is_new:
            tasks.enqueue(export.pk)
            export.refresh_from_db()
        told = _told(request, export)
        headers = {"Location": told["address"]}
        return Response(told, status=202 if is_new else 200, headers=headers)


class ExportDetail(ReadView):
    def get_permissions(self) -> list[BasePermission]:
        if self.request.method == "DELETE":
            return [needs(Scope.EXPORTS)()]
        return [AllowAny()]

    @extend_schema(
        operation_id="export",
        responses={200: serializers.ExportSerializer, **_WRONG, **_NOT_FOUND},
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """How far an export is, and what it holds."""
        parameters.only(request.GET)
        return Response(_told(request, _visible(request, pk)))

    @extend_schema(
        operation_id="remove_export",
        responses={
            204: OpenApiResponse(None, "Stopped, or removed with its file."),
            **_WRONG, **_NOT_KNOWN, **_NOT_FOUND,
        },
    )  # fmt: skip
    def delete(self, request: Request, pk: UUID) -> Response:
        """Stop an export that waits or is built; remove one that is finished, with its file."""
        parameters.only(request.GET)
        export = Export.objects.filter(pk=pk, owner=request.user.pk).first()
        if export is None:
            raise Http404(f"You have no export {pk}.")
        ordering.remove(export)
        return Response(status=204)


class ExportManifest(ReadView):
    @extend_schema(
        operation_id="export_manifest",
        responses={
            200: serializers.ManifestSerializer, **_WRONG, **_NOT_FOUND,
            **problem(409, "It is not finished."), **problem(410, "Its file was thrown away."),
        },
    )  # fmt: skip
    def get(self, request: Request, pk: UUID) -> Response:
        """Counts, schema, licence lines, filters, position and SHA-256 of a finished file."""
        parameters.only(request.GET)
        export = _finished(_visible(request, pk))
        self.modified = export.finished_at
        return Response(export.manifest)


class ExportFile(ReadView):
    @extend_schema(
        operation_id="export_file",
        parameters=[
            OpenApiParameter("Range", OpenApiTypes.STR, OpenApiParameter.HEADER,
                             description="bytes=0-999; one range."),
            OpenApiParameter("If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER),
            OpenApiParameter("If-Modified-Since", OpenApiTypes.STR, OpenApiParameter.HEADER),
        ],
        responses={
            **{(status, media): OpenApiResponse(OpenApiTypes.BINARY, "The file, or a part of it.")
               for status in (200, 206)
               for media in sorted({media.partition(";")[0] for media in MEDIA.values()})},
            304: OpenApiResponse(None, "You have it already."),
            **_WRONG, **_NOT_FOUND,
            **problem(409, "It is not finished."), **problem(410, "Its file was thrown away."),
            **problem(416, "The range begins after the end."),
            **problem(503, "Another file is being sent; Retry-After says when to ask again."),
        },
    )  # fmt: skip
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The file, streamed. Its ETag is its SHA-256; a broken download goes on by range."""
        parameters.only(request.GET)
        export = _finished(_visible(request, pk))
        try:
            return sending.sent(
                request,
                export.path,
                size=export.bytes or 0,
                sha256=export.sha256,
                content_type=MEDIA[Format(export.format)],
                name=export.name,
                modified=modified_text(export.finished_at) if export.finished_at else "",
            )
        except FileNotFoundError as gone:
            raise Expired("The file is no longer here; order it again.") from gone


def _asked(request: Request) -> tuple[Question, str]:
    """Read the body: the question and the format. Raise BadParameters naming every wrong field."""
    body = request.data
    if not isinstance(body, dict):
        raise BadParameters([Problem("", "", "The body is a JSON object: format and filters.")])
    problems: list[Problem] = []
    given: list[tuple[str, str]] = []
    known = ("format", "rights", *PARAMETERS)
    for name, value in body.items():
        if name not in known:
            sentence = f"There is no field “{name[:80]}” here; use {', '.join(known)}."
            problems.append(Problem(name[:80], _short(value), sentence))
            continue
        values = value if isinstance(value, list) else [value]
        if len(values) > 1_000:
            problems.append(Problem(name, "", f"“{name}” has more than 1,000 values."))
        elif not all(type(each) in (str, int) for each in values):
            problems.append(Problem(name, _short(value), f"“{name}” is a text or a list of them."))
        elif name in PARAMETERS:
            given += [(name, str(each)) for each in values]
    form = body.get("format", "")
    if form not in Format.values:
        sentence = f"“format” is one of {', '.join(Format.values)}."
        problems.append(Problem("format", _short(form), sentence))
    rights = body.get("rights", "mine")
    if rights not in _RIGHTS:
        problems.append(Problem("rights", _short(rights), "“rights” is mine or public."))
    # A token without the scope to read sees what anybody sees.
    sees_restricted = rights == "mine" and has_scope(request, Scope.READ)
    question, unread = read_question(given, sees_restricted=sees_restricted)
    problems += unread
    if problems:
        raise BadParameters(problems)
    return question, str(form)


def _short(value: Any) -> str:
    return str(value)[:80]


def _visible(request: Request, pk: UUID) -> Export:
    """An export that the caller may see: their own, or one that holds nothing restricted."""
    export = Export.objects.filter(pk=pk).first()
    is_own = export is not None and export.owner_id == request.user.pk
    if export is None or (
        export.sees_restricted and not (is_own and has_scope(request, Scope.READ))
    ):
        raise Http404(f"There is no export {pk}.")
    return export


def _finished(export: Export) -> Export:
    if export.state == Export.State.EXPIRED:
        raise Expired("The file was thrown away after some days; order it again.")
    if export.state != Export.State.DONE:
        raise NotReady(
            f"The export is {export.get_state_display().lower()}. {export.error}".strip()
        )
    return export


def _told(request: Request, export: Export) -> dict[str, Any]:
    def address(name: str) -> str:
        return request.build_absolute_uri(reverse(f"api:{name}", args=[export.pk]))

    is_done = export.state == Export.State.DONE
    return {
        "id": str(export.pk),
        "address": address("export"),
        "file": address("export-file") if is_done else None,
        "format": export.format,
        "filters": [{"name": name, "value": value} for name, value in export.query],
        "restricted_rows_included": export.sees_restricted,
        "state": export.state,
        "rows_done": export.rows_done,
        "rows_expected": export.rows_expected,
        "withheld": export.withheld,
        "position": export.position,
        "error": export.error,
        "ordered_at": export.ordered_at,
        "started_at": export.started_at,
        "finished_at": export.finished_at,
        "expires_at": export.expires_at,
        "manifest": export.manifest if is_done else None,
    }


def _listed(request: Request, rows: QuerySet[Export]) -> Response:
    """Page by the number of the last export seen."""
    limit, cursor = read_page(request, "uuid")
    if cursor is not None:
        last = rows.filter(pk=str(cursor)).first() if _is_uuid(str(cursor)) else None
        if last is None:
            sentence = "This cursor is not one of a list."
            raise BadParameters([Problem("cursor", _short(cursor), sentence)])
        older = rows.filter(ordered_at=last.ordered_at, pk__lt=last.pk)
        rows = rows.filter(ordered_at__lt=last.ordered_at) | older
    found = list(rows[: limit + 1])
    page = found[:limit]
    following = address_with(request, page[-1].pk if len(found) > limit else None)
    results = [_told(request, export) for export in page]
    return Response({"results": results, "next": following, "previous": None})


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
