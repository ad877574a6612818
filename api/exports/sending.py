"""How an export's file leaves: in large blocks, whole or a range of it, few at a time.

A server process keeps a thread for as long as a reader takes; of its four, pages' files have two
at most and exports one, so that slow readers never stop the pages.
"""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework import exceptions
from rest_framework.request import Request

from api.base import has_it

FILES_AT_ONCE = 1
_BLOCK = 4_000_000
_places = threading.BoundedSemaphore(FILES_AT_ONCE)
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Busy(exceptions.APIException):
    """Another reader has the place for files."""

    status_code = 503
    default_code = "busy"
    default_detail = "Another file is being sent just now; ask again in a minute."
    wait = 60


class NoSuchRange(exceptions.APIException):
    """The range begins after the end of the file."""

    status_code = 416
    default_code = "no-such-range"


class _Part:
    """Some bytes of a file, read when they are sent; its place is given back with it."""

    def __init__(self, path: Path, start: int, length: int) -> None:
        if not _places.acquire(blocking=False):
            raise Busy
        try:
            self._file: IO[bytes] = path.open("rb")
        except BaseException:
            _places.release()
            raise
        # Also when an answer is dropped unread.
        self.close = weakref.finalize(self, _give_back, self._file)
        self._file.seek(start)
        self._left = length

    def __iter__(self) -> Iterator[bytes]:
        while self._left and (block := self._file.read(min(_BLOCK, self._left))):
            self._left -= len(block)
            yield block


def _give_back(file: IO[bytes]) -> None:
    file.close()
    _places.release()


def sent(
    request: Request, path: Path, *, size: int, sha256: str, content_type: str, name: str,
    modified: str,
) -> HttpResponseBase:  # fmt: skip
    """Answer with a finished file, 206 with a part of it, or 304 to who has it.

    modified: when it was finished, as an HTTP date. Raise Busy, or NoSuchRange.
    """
    tag = f'"{sha256}"'
    # A compressed part is no part of the file, and its length would not be known.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response: HttpResponseBase
    if has_it(request, tag, modified):
        response = HttpResponse(status=304)
    else:
        start, end, is_part = _range(request, size, (tag, modified))
        response = StreamingHttpResponse(_Part(path, start, end - start), content_type=content_type)
        response["Content-Length"] = str(end - start)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        if is_part:
            response.status_code = 206
            response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["ETag"] = tag
    if modified:
        response["Last-Modified"] = modified
    response["Accept-Ranges"] = "bytes"
    return response


def _is_version(request: Request, versions: tuple[str, str]) -> bool:
    """Whether a part is wanted of this very file: by its tag or its date (RFC 9110, 13.1.5)."""
    asked = request.headers.get("If-Range")
    return asked is None or asked in filter(None, versions)


def _range(request: Request, size: int, versions: tuple[str, str]) -> tuple[int, int, bool]:
    """Return (start, end after the last, whether it is a part). Several ranges: the whole."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if not found or not any(found.groups()) or not _is_version(request, versions):
        return 0, size, False
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size, True
    start, end = int(first), min(int(last) + 1 if last else size, size)
    if last and int(last) < int(first):
        return 0, size, False
    if start >= size:
        raise NoSuchRange(f"The file has {size} bytes.")
    return start, end, True
