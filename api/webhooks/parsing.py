"""Bodies of requests, small and strict: read to a limit, UTF-8, no nesting bomb, no NaN."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework import exceptions
from rest_framework.parsers import BaseParser

MOST_BYTES = 16_384


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "body-too-large"
    default_detail = f"The body may have at most {MOST_BYTES} bytes."


class SmallJSONParser(BaseParser):
    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise exceptions.ParseError(f"The body is no JSON: {error}.") from error
