"""How the domain's refusals are said in a problem document: which field, by a JSON pointer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields

from django.core.exceptions import ValidationError
from rest_framework import exceptions

from api.writing.bodies import BadBody, pointer
from relations.recording import FactValues, Refused, Stale
from relations.recording.payloads import VALUES


class NotAccepted(BadBody):
    """A body that can be read and breaks a rule of the domain."""

    status_code = 422
    default_code = "refused"


class StaleRevision(exceptions.APIException):
    """The fact has changed since the revision that was named; `revision` is the present one."""

    status_code = 412
    default_code = "stale-revision"

    def __init__(self, fact: int, revision: int) -> None:
        super().__init__(f"Fact {fact} is now at revision {revision}; read it and decide again.")
        self.extra = {"fact": fact, "revision": revision}


@contextmanager
def said(kind: str = "") -> Iterator[None]:
    """Translate what the domain refuses inside. Raise NotAccepted or StaleRevision.

    `kind` is that of the fact in the body, whose detail's fields stand below /detail.
    """
    try:
        yield
    except Stale as stale:
        raise StaleRevision(stale.fact.pk, stale.fact.revision) from stale
    except ValidationError as refused:
        raise NotAccepted(_errors(refused, kind)) from refused


def _errors(refused: ValidationError, kind: str) -> Iterator[tuple[str, str]]:
    has_fields = hasattr(refused, "error_dict")
    found = refused.message_dict if has_fields else {"__all__": refused.messages}
    for name, sentences in found.items():
        where = _where(name, kind, isinstance(refused, Refused))
        yield from ((where, sentence) for sentence in sentences)


_AT = {
    "__all__": "",
    "reason": "/public_note",
    "addresses": "/address",
    "pair_hint": "/pair",
    "currency": "/money",
}
_COMMON = {each.name for each in fields(FactValues)}
_OF_KIND = {kind: {each.name for each in fields(values)} for kind, values in VALUES.items()}


def _where(name: str, kind: str, is_domains: bool) -> str:
    """A quotation that the domain refuses is the passage; a column's check is the detail's."""
    if name in _AT:
        return _AT[name]
    if name == "quotation" and is_domains:
        return "/evidence"
    plain = name.removesuffix("_text")
    if plain in _COMMON:
        return pointer(plain)
    if name.startswith("quantity_"):
        return pointer("detail", "quantity", name.removeprefix("quantity_"))
    return pointer("detail", name) if name in _OF_KIND.get(kind, ()) else pointer(name)
