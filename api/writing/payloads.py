"""The body of a proposed fact, as `relations.recording.values` has it: one shape a kind.

The fields are read off the write side's own values, so that the two cannot part. What only an
editor states (an override of the verification, of a state's years) and what only an import knows
(the row of a data set) is no field here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.db import models
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from api.writing import fields as given
from api.writing.bodies import BadBody, pointer
from relations.dates import UncertainDate
from relations.lanes import Kind
from relations.models import (
    Action,
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Claim,
    Country,
    Fact,
    FactLink,
    Money,
    Person,
    Statement,
    StatementTarget,
    TransferItem,
    TransferStep,
    Visit,
)
from relations.pairs import Pair, Role
from relations.recording import Amount, Evidence, FactValues, Quantity
from relations.recording.payloads import VALUES

_MODELS: dict[Any, tuple[type[models.Model], ...]] = {
    VALUES[Kind.AGREEMENT]: (AgreementStep, Agreement),
    VALUES[Kind.ARMS_TRANSFER]: (TransferStep, ArmsTransfer, TransferItem),
    VALUES[Kind.STATEMENT]: (Statement,),
    VALUES[Kind.VISIT]: (Visit,),
    VALUES[Kind.ACTION]: (Action,),
    FactValues: (Fact,),
    Evidence: (Claim,),
    Amount: (Money,),
    Quantity: (),
}
_NOT_HERE = {
    FactValues: {
        "verification_override", "override_reason", "years_override_reason", "dataset",
        "dataset_key",
    },
    Evidence: {"origin", "origin_name", "origin_version"},
}  # fmt: skip
_COUPLES: dict[str, type[Any]] = {
    "others": given.couple_of(
        given.key_of(Country), given.word_of(Role.values), ["UKR", "affected"]
    ),
    "targets": given.couple_of(
        given.key_of(Country), given.word_of(StatementTarget.Stance.values), ["RUS", "critical"]
    ),
    "links": given.couple_of(
        given.word_of(FactLink.Kind.values), given.key_of(Fact), ["reacts_to", 12]
    ),
}
_MOST_TEXT = 20_000


@cache
def shape(kind: str, *, is_correction: bool = False) -> type[given.Strict]:
    """Return the serializer of a fact's body of one kind; of a correction nothing is required."""
    values: Any = VALUES[kind]
    detail = _object(values, f"{_camel(kind)}Detail", is_part=is_correction)
    attributes: dict[str, Any] = dict(_fields(FactValues, is_part=is_correction))
    attributes["kind"] = given.word_of([kind])(required=not is_correction)
    attributes["detail"] = detail(required=not is_correction)
    attributes["public_note"] = given.Text(
        required=False, max_length=300, help_text="For the readers: why it is corrected."
    )
    name = f"{_camel(kind)}{'Correction' if is_correction else 'Payload'}"
    return type(name, (given.Strict,), attributes)


def read(data: Mapping[str, Any], *, kind: str = "", is_correction: bool = False) -> dict[str, Any]:
    """Return the body as a payload. Raise BadBody with a pointer for every wrong field."""
    kind = kind or str(data.get("kind"))
    if kind not in VALUES:
        raise BadBody([("/kind", f"“{kind[:40]}” is no kind of fact; use {', '.join(VALUES)}.")])
    return check(shape(kind, is_correction=is_correction), data)


def check(form: type[given.Strict], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a body of this form. Raise BadBody."""
    serializer = form(data=data)
    if not serializer.is_valid():
        raise BadBody(_pointed(serializer.errors, ()))
    return dict(serializer.validated_data)


def _pointed(errors: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            yield from _pointed(inner, path if name == "non_field_errors" else (*path, name))
    elif isinstance(errors, Sequence) and not isinstance(errors, str):
        for place, inner in enumerate(errors):
            yield from _pointed(inner, path if isinstance(inner, str) else (*path, place))
    else:
        yield pointer(*path), str(errors)


def documented() -> PolymorphicProxySerializer:
    """The bodies of new facts, for the OpenAPI document."""
    return PolymorphicProxySerializer(
        component_name="FactPayload",
        serializers={str(kind): shape(str(kind)) for kind in VALUES},
        resource_type_field_name="kind",
    )


def documented_correction(*, is_named: bool = False) -> type[given.Strict]:
    """The body of a correction whatever its kind; `is_named` where a body may be either."""
    attributes: dict[str, Any] = dict(_fields(FactValues, is_part=True))
    attributes["kind"] = serializers.ChoiceField(Kind.choices, required=False)
    attributes["detail"] = serializers.DictField(
        required=False, help_text="As in a fact of this kind; of a correction, what changes."
    )
    attributes["public_note"] = given.Text(required=False, max_length=300)
    if is_named:
        attributes["fact"] = serializers.IntegerField(
            required=False, help_text="The fact to correct. Without it, a new fact."
        )
        attributes["base_revision"] = serializers.IntegerField(
            required=False, help_text="Its revision; or say it in If-Match."
        )
    return type("Proposed" if is_named else "Correction", (given.Strict,), attributes)


@cache
def _object(values: type[Any], name: str, *, is_part: bool = False) -> type[given.Strict]:
    return type(
        f"{name}Part" if is_part else name,
        (given.Strict,),
        dict(_fields(values, is_part=is_part)),
    )


def _fields(values: type[Any], *, is_part: bool = False) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(values)
    for each in fields(values):
        if each.name in _NOT_HERE.get(values, ()):
            continue
        has_default = each.default is not MISSING or each.default_factory is not MISSING
        options: dict[str, Any] = {"required": not (has_default or is_part)}
        yield each.name, _field(values, each, hints[each.name], options)


def _field(values: type[Any], each: Field[Any], hint: Any, options: dict[str, Any]) -> Any:
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
        options["allow_null"] = True
    if get_origin(hint) is Sequence:
        return _list(each.name, get_args(hint)[0], options)
    if hint is str:
        return _text(values, each.name, options)
    if hint is bool:
        return given.Flag(**options)
    if hint is int:
        return given.Whole(min_value=0, max_value=2**31 - 1, **options)
    if hint is Decimal:
        return given.Number(**options)
    if hint is UncertainDate:
        return given.DateText(max_length=120, **options)
    if hint is Quantity:
        return _object(Quantity, "Quantity")(**options)
    if hint is Person:
        return given.PersonKey(**options)
    if hint is Any:
        options.pop("allow_null", None)
        return serializers.JSONField(allow_null=True, **options)
    return given.key_of(hint)(**options)


def _list(name: str, hint: Any, options: dict[str, Any]) -> Any:
    objects = {Evidence: "Evidence", Amount: "Amount"}
    if hint in objects:
        rows: Any = _object(hint, objects[hint])
        return rows(many=True, max_length=given.MOST_LISTED, **options)
    child: Any
    if name in _COUPLES:
        child = _COUPLES[name]()
    elif name == "asserted_by":
        child = given.Asserter()
    elif hint is Pair:
        child = given.PairText()
    elif hint is Person:
        child = given.PersonKey()
    elif hint is str:
        child = given.word_of(Agreement.Subject.values)()
    else:
        child = given.key_of(hint)()
    return serializers.ListField(child=child, max_length=given.MOST_LISTED, **options)


def _text(values: type[Any], name: str, options: dict[str, Any]) -> Any:
    """A text as long as its column, or one of its column's words."""
    column = next(
        (
            model._meta.get_field(name)
            for model in _MODELS[values]
            if name in {field.name for field in model._meta.get_fields()}
        ),
        None,
    )
    words = [str(key) for key, _ in getattr(column, "choices", None) or ()]
    if words:
        is_blank = bool(getattr(column, "blank", False)) and "" not in words
        return given.word_of(["", *words] if is_blank else words)(**options)
    most = getattr(column, "max_length", None)
    is_blank = not options["required"]
    return given.Text(max_length=most or _MOST_TEXT, allow_blank=is_blank, **options)


def _camel(kind: str) -> str:
    return kind.title().replace("_", "")
