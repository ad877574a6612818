"""How a file leaves: made whole first, then sent in large blocks, few at a time.

A file that breaks off looks like a whole one, so it is made on disk, from one moment of the
database, before its first byte is sent; its length and its count of rows are then known. The server
keeps a thread for as long as a reader takes a response in parts: four slow readers of a long file
once stopped every page. So a reader on a slow line holds neither a database connection nor, up to
some megabytes, a thread, and at most FILES_AT_ONCE threads of a process are ever theirs.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from django.http import StreamingHttpResponse

FILES_AT_ONCE = 2  # of the four threads a server process has
_BLOCK = 4_000_000
_places = threading.BoundedSemaphore(FILES_AT_ONCE)


class Busy(Exception):
    """So many files are being made or sent already."""


class Draft:
    """A file being made on disk; `head` stands before what is written to `file`."""

    def __init__(self) -> None:
        self.file: IO[bytes] = TemporaryFile()  # noqa: SIM115, closed with the answer
        self.head = b""
        # Also when an answer is dropped unread: its place is given back with it.
        self.close = weakref.finalize(self, _give_back, self.file)

    def __len__(self) -> int:
        return len(self.head) + self.file.seek(0, 2)

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(0)
        block = self.head + self.file.read(_BLOCK)
        while block:
            yield block
            block = self.file.read(_BLOCK)


def _give_back(file: IO[bytes]) -> None:
    file.close()
    _places.release()


@contextmanager
def drafting() -> Iterator[Draft]:
    """Make a file; what goes wrong gives its place back. Raise Busy where none is free."""
    if not _places.acquire(blocking=False):
        raise Busy
    draft = Draft()
    try:
        yield draft
    except BaseException:
        draft.close()
        raise


def sent(draft: Draft, *, content_type: str, name: str) -> StreamingHttpResponse:
    """Answer with a finished file. name: ASCII, with its extension."""
    length = len(draft)
    answer = StreamingHttpResponse(draft, content_type=content_type)
    answer["Content-Length"] = str(length)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
