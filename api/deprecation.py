"""What of `/v1/` is to go: one table, told by headers and in the OpenAPI document.

`Deprecation` (RFC 9745) says since when, `Sunset` (RFC 8594) when it will answer no more, and a
link where to read what to do instead. A line here comes with one in CHANGELOG.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

NOTICE = timedelta(days=365)
"""So long at least between the two: the promise of docs/api.md."""


@dataclass(frozen=True, slots=True)
class Deprecated:
    """An address, or one of its parameters, that is to go.

    address: as the OpenAPI document spells it, such as `/api/v1/pairs/{pair}/years/`, or empty for
    a parameter wherever it is taken; link: where it is told what to use instead. Raise ValueError
    for a notice that is too short, or of nothing.
    """

    since: date
    sunset: date
    link: str
    address: str = ""
    parameter: str = ""

    def __post_init__(self) -> None:
        if self.sunset < self.since + NOTICE:
            raise ValueError("What is to go is announced twelve months before.")
        if not (self.address or self.parameter):
            raise ValueError("Name an address or a parameter.")

    def is_at(self, address: str) -> bool:
        return not self.address or _plain(self.address) == _plain(address)


DEPRECATED: tuple[Deprecated, ...] = ()

_PLACE = re.compile(r"<[^>]*>|\{[^}]*\}")


def _plain(address: str) -> str:
    """An address without the names of its parts, which urls.py and OpenAPI spell differently."""
    return _PLACE.sub("{}", "/" + address.lstrip("/"))


def announce(request: HttpRequest, response: HttpResponse) -> None:
    """Say in headers what of this request is to go; the earliest days where that is several."""
    if not DEPRECATED or request.resolver_match is None:
        return
    route = request.resolver_match.route
    found = [
        each for each in DEPRECATED
        if each.is_at(route) and (not each.parameter or each.parameter in request.GET)
    ]  # fmt: skip
    if not found:
        return
    response["Deprecation"] = f"@{_seconds(min(each.since for each in found))}"
    response["Sunset"] = http_date(_seconds(min(each.sunset for each in found)))
    links = [f'<{link}>; rel="deprecation"' for link in _links(found)]
    response["Link"] = ", ".join([*filter(None, [response.get("Link")]), *links])


def _links(found: Sequence[Deprecated]) -> list[str]:
    return list(dict.fromkeys(each.link for each in found))


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time.min, tzinfo=UTC).timestamp())


def mark(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Mark it in the OpenAPI document: a hook of drf-spectacular."""
    for each in DEPRECATED:
        for address, operations in result["paths"].items():
            for operation in operations.values() if each.is_at(address) else ():
                if not each.parameter:
                    operation["deprecated"] = True
                for parameter in operation.get("parameters", ()):
                    if parameter["name"] == each.parameter:
                        parameter["deprecated"] = True
    return result
