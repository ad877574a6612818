"""A request sent twice is done once: `Idempotency-Key`.

The answer is kept in the transaction of the write it tells of, so that a worker that is killed
leaves neither; who sends the same key meanwhile finds its lock taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import KeptAnswer, Token
from api.parameters import is_dry_run
from api.rendering import JSONRenderer
from api.writing import bodies
from relations import db

KEPT_FOR = timedelta(hours=24)
_HEADERS = ("Location", "ETag")


class KeyReused(exceptions.APIException):
    """The key came with another request before."""

    status_code = 422
    default_code = "idempotency-key-reused"
    default_detail = "This Idempotency-Key came with another request; use a new one for this."


class StillRunning(exceptions.APIException):
    """The first request with this key is not answered yet."""

    status_code = 409
    default_code = "idempotency-key-in-use"
    default_detail = "A request with this Idempotency-Key is still running; ask again shortly."
    wait = 1


def once(post: Callable[..., Response]) -> Callable[..., Response | HttpResponse]:
    """Make a view's `post` atomic, and do it once for each Idempotency-Key of a caller.

    What was refused is not kept: nothing was written, and the key may come with a mended body.
    A dry run keeps nothing. The view says in `most_bytes` how much it reads.
    """

    @wraps(post)
    def answer(view: Any, request: Request, **kwargs: Any) -> Response | HttpResponse:
        body = bodies.read(request._request, view.most_bytes)
        key = request.headers.get("Idempotency-Key")
        if key is not None and not (0 < len(key) <= 255 and key.isascii() and key.isprintable()):
            raise bodies.BadHeader(
                "Idempotency-Key", "An Idempotency-Key has 1 to 255 printable ASCII letters."
            )
        with transaction.atomic():
            if key is None or is_dry_run(request.GET):
                return post(view, request, **kwargs)
            caller = _caller(request)
            digest = _digest(request, body)
            kept = _kept(caller, key, digest)
            if kept is not None:
                return _replayed(kept)
            response = post(view, request, **kwargs)
            _keep(caller, key, digest, response)
            return response

    return answer


def forget(before: datetime) -> int:
    """Delete the answers kept before a moment; return how many."""
    return KeptAnswer.objects.filter(kept_at__lt=before).delete()[0]


def _caller(request: Request) -> Mapping[str, Any]:
    token = request.auth if isinstance(request.auth, Token) else None
    return {"user_id": request.user.pk, "token_id": token.pk if token else None}


def _digest(request: Request, body: bytes) -> str:
    head = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(head + body).hexdigest()


def _kept(caller: Mapping[str, Any], key: str, digest: str) -> KeptAnswer | None:
    """The answer given before. Raise StillRunning or KeyReused.

    The lock ends with the transaction, after its rows can be seen: who gets it sees the answer.
    """
    if not db.try_lock_word(f"answer {caller['user_id']} {caller['token_id']} {key}"):
        raise StillRunning
    found = KeptAnswer.objects.filter(
        **_rows(caller), key=key, kept_at__gte=timezone.now() - KEPT_FOR
    ).first()
    if found is not None and found.request_digest != digest:
        raise KeyReused
    return found


def _rows(caller: Mapping[str, Any]) -> dict[str, Any]:
    """The caller as a filter: NULL is asked for by its own name."""
    if caller["token_id"] is None:
        return {"user_id": caller["user_id"], "token__isnull": True}
    return dict(caller)


def _keep(caller: Mapping[str, Any], key: str, digest: str, response: Response) -> None:
    # An answer past its day may still be there: the task comes by the hour.
    KeptAnswer.objects.filter(**_rows(caller), key=key).delete()
    KeptAnswer.objects.create(
        **caller,
        key=key,
        request_digest=digest,
        status=response.status_code,
        headers={name: response[name] for name in _HEADERS if response.has_header(name)},
        body=JSONRenderer().render(response.data),
        kept_at=timezone.now(),
    )


def _replayed(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(
        bytes(kept.body), status=kept.status, content_type=JSONRenderer.media_type
    )
    for name, value in {**kept.headers, "Idempotent-Replayed": "true"}.items():
        response[name] = value
    return response
