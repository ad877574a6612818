"""What is sent: JSON as RFC 8259 has it and no looser, small, shallow and said once.

Every fault is named by a JSON pointer (RFC 6901), all of them at once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from rest_framework import exceptions
from rest_framework.parsers import BaseParser

MOST_BYTES = 1_000_000
MOST_DEEP = 20
_MOST_ERRORS = 100
_MOST_NUMBER = 2**63 - 1


class BadBody(exceptions.APIException):
    """A body that cannot be read; `errors` are (JSON pointer, sentence), "" the whole body."""

    status_code = 400
    default_code = "bad-field"

    def __init__(self, errors: Iterable[tuple[str, str]]) -> None:
        found = list(errors)[:_MOST_ERRORS]
        super().__init__(" ".join(dict.fromkeys(said for _, said in found)))
        self.extra = {"errors": [{"pointer": where, "detail": said} for where, said in found]}


class BadHeader(exceptions.APIException):
    """A header that cannot be read."""

    status_code = 400
    default_code = "bad-header"

    def __init__(self, header: str, said: str) -> None:
        super().__init__(said)
        self.extra = {"errors": [{"header": header, "detail": said}]}


class BodyTooLarge(exceptions.APIException):
    """A body over the limit of its address; it is not read."""

    status_code = 413
    default_code = "body-too-large"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most:,} bytes are read here.")


def pointer(*steps: str | int) -> str:
    """Return the JSON pointer of a field: pointer("evidence", 0) is "/evidence/0"."""
    return "".join(f"/{_escaped(step)}" for step in steps)


def _escaped(step: str | int) -> str:
    plain = str(step)[:80].encode("utf-8", "replace").decode()
    return plain.replace("~", "~0").replace("/", "~1")


def read(request: HttpRequest, most: int) -> bytes:
    """Return the bytes of a request. Raise BodyTooLarge or BadHeader before anything is read."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise BadHeader("Content-Length", "Content-Length is a number of bytes.") from None
    if length > most:
        raise BodyTooLarge(most)
    return request.body


class StrictJSONParser(BaseParser):
    """An object in UTF-8 JSON. Raises BadBody, or UnsupportedMediaType for another charset."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        charset = (media_type or "").partition(";")[2]
        charset = charset.strip().lower().removeprefix("charset=").strip('"')
        if charset not in ("", "utf-8", "utf8"):
            raise exceptions.UnsupportedMediaType(
                media_type or "", f"JSON is read in UTF-8, not in “{charset[:40]}”."
            )
        return loads(stream.read())


def loads(content: bytes) -> dict[str, Any]:
    """Read a JSON object. Raise BadBody naming every double, deep or impossible value."""
    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise BadBody([("", "The body is not UTF-8.")]) from None
    except RecursionError:
        raise BadBody([("", _TOO_DEEP)]) from None
    except json.JSONDecodeError as error:
        said = f"The body is no JSON: {error.msg}, line {error.lineno}, column {error.colno}."
        raise BadBody([("", said)]) from None
    except ValueError:
        raise BadBody([("", "The body holds a number of thousands of digits.")]) from None
    errors = list(_faults(value))
    if not errors and not isinstance(value, dict):
        errors = [("", "The body is a JSON object: {…}.")]
    if errors:
        raise BadBody(errors)
    return dict(value)


_TOO_DEEP = f"The body is nested deeper than {MOST_DEEP}."


class _Doubled(dict[str, Any]):
    """An object that names a field twice: which of the two is meant is not guessed."""

    doubled: list[str]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    seen: set[str] = set()
    doubled = _Doubled(value)
    doubled.doubled = list(
        dict.fromkeys(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    )
    return doubled


def _faults(value: Any) -> Iterator[tuple[str, str]]:
    """Walk the whole value without recursion: what is deep is what is being looked for."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while waiting:
        path, each = waiting.pop()
        if isinstance(each, dict | list) and len(path) >= MOST_DEEP:
            yield pointer(*path), _TOO_DEEP
            continue
        match each:
            case dict():
                for name in getattr(each, "doubled", ()):
                    yield pointer(*path, name), f"“{name[:80]}” is given twice."
                for name, inner in reversed(each.items()):
                    if not _is_text(name):
                        yield pointer(*path), "A name of a field holds no readable text."
                    waiting.append(((*path, name), inner))
            case list():
                waiting += (((*path, i), each[i]) for i in reversed(range(len(each))))
            case str() if not _is_text(each):
                yield pointer(*path), "A text holds no NUL and no half of a character."
            case float() if not math.isfinite(each):
                yield pointer(*path), "NaN and infinity are no numbers here."
            case int() if abs(each) > _MOST_NUMBER:
                yield pointer(*path), "This number is too large."
            case _:
                pass


def _is_text(text: str) -> bool:
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False
