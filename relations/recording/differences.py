"""What two payloads say differently, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from relations.recording.payloads import VALUES

_EMPTY: tuple[Any, ...] = (None, "", [], {}, (), False)
_HEADS = ("start", "end", "source", "version", "origin", "origin_name", "origin_version")


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field, as a dotted path ("detail.parties"), with both values; empty ones are None."""

    path: str
    was: Any
    now: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldDifference]:
    """Return the fields on which `after` differs from `before`, in the order of `after`.

    A field that one leaves out and the other leaves empty is the same. Places of passages are
    not compared, their words are.
    """
    old, new = dict(_flat(_whole(before))), dict(_flat(_whole(after)))
    paths = [*new, *(path for path in old if path not in new)]
    return [
        FieldDifference(path, old.get(path), new.get(path))
        for path in paths
        if _comparable(old.get(path)) != _comparable(new.get(path))
    ]


def _whole(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload with the defaults of its kind where it leaves a field of its detail out."""
    values = VALUES.get(str(payload.get("kind", "")))
    defaults = {each.name: each.default for each in fields(values)} if values else {}
    plain = {k: v for k, v in defaults.items() if isinstance(v, str | bool) and v not in _EMPTY}
    return {**payload, "detail": {**plain, **dict(payload.get("detail", {}))}}


def _flat(payload: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in payload.items():
        if name == "detail":
            for inner, each in dict(value).items():
                yield f"detail.{inner}", _none(each)
        elif name == "evidence":
            first = next(iter(value), None) or {}
            yield "quotation", _none(first.get("quotation"))
            yield "asserted_by", _none(first.get("asserted_by"))
            yield "asserted_by_words", _none(first.get("asserted_by_words"))
        else:
            yield name, _none(value)


def _none(value: Any) -> Any:
    if isinstance(value, Mapping):
        value = {k: v for k, v in value.items() if v not in _EMPTY and k not in _HEADS}
    return None if any(value is each or value == each for each in _EMPTY) else value


def _comparable(value: Any) -> Any:
    """Tuples as lists and numbers as texts: what JSON makes of a payload is the same payload."""
    if isinstance(value, Mapping):
        return {key: _comparable(each) for key, each in value.items() if each not in _EMPTY}
    if isinstance(value, list | tuple):
        return [_comparable(each) for each in value]
    return None if value is None else str(value)
