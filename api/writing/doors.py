"""What every address that writes shares: who may, how much is read, what may be answered."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.authentication import needs
from api.base import ReadView
from api.models import Scope
from api.problems import problem
from api.writing import bodies


class AtTheDesk(BasePermission):
    """Who may enter the desk."""

    message = "Writing is for editors. Ask an administrator for the Editor role."

    def has_permission(self, request: Request, view: Any) -> bool:
        user: Any = request.user
        return bool(user.is_staff and user.has_perm("relations.add_proposal"))


class Writing(ReadView):
    """A view whose POST writes; `reads_openly` where its GET is anybody's."""

    reads_openly: ClassVar[bool] = False
    most_bytes: ClassVar[int] = bodies.MOST_BYTES
    parser_classes = [bodies.StrictJSONParser]

    def get_permissions(self) -> list[Any]:
        if self.reads_openly and self.request.method != "POST":
            return list(super().get_permissions())
        return [needs(Scope.WRITE)(), AtTheDesk()]

    def body(self, request: Request) -> dict[str, Any]:
        """The object that was sent, empty where nothing was. Raise what the parser raises."""
        data = request.data
        assert isinstance(data, dict)
        return data

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if not self.reads_openly or request.method == "POST":
            response["Cache-Control"] = "no-store"
        return response


_PROBLEMS = {
    400: "The body, a parameter or a header cannot be read; `errors` names each.",
    401: "No token, or one that is unknown or expired.",
    403: "The token's scopes or its person's role do not reach this far.",
    406: "JSON is served.",
    413: "The body is over the limit of this address.",
    415: "The content is not application/json in UTF-8.",
    429: "Too many requests.",
    503: "The database did not answer in time.",
}
_WRITE_PROBLEMS = {
    409: "A request with this Idempotency-Key is still running.",
    422: "A rule of the domain refuses it, or the Idempotency-Key came with another request.",
}
FACT_PROBLEMS = {
    404: "There is no such fact.",
    412: "The fact has changed since the revision named; `revision` is the present one.",
    428: "A correction names its revision in If-Match.",
}


def answers(
    done: dict[int, Any], *, is_write: bool = True, problems: dict[int, str] | None = None
) -> dict[Any, Any]:
    """All statuses of an address for the OpenAPI document."""
    said = {**_PROBLEMS, **(_WRITE_PROBLEMS if is_write else {}), **(problems or {})}
    if not is_write:
        said = {code: text for code, text in said.items() if code not in (413, 415)}
    found: dict[Any, Any] = {(code, "application/json"): shape for code, shape in done.items()}
    for code, text in sorted(said.items()):
        found |= problem(code, text)
    return found


KEY = OpenApiParameter(
    "Idempotency-Key", str, "header",
    description="1 to 255 letters: sent again within 24 hours, the first answer is given again.",
)  # fmt: skip
IF_MATCH = OpenApiParameter(
    "If-Match", str, "header", description='The fact\'s revision in quotation marks: "3".'
)
DRY_RUN = OpenApiParameter(
    "dry_run", bool, description="true: everything is checked, nothing is written."
)
