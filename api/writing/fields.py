"""The fields of a body: each takes one JSON type, looks its record up and says what is wrong.

Values come out as they came in: what is proposed is kept as it was proposed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from relations import dates
from relations.models import Body, Country, Person
from relations.pairs import InvalidPair, Pair

MOST_LISTED = 200
_MOST_ID = 2**63 - 1


class Strict(serializers.Serializer[Any]):
    """An object whose unknown fields are refused with the known ones, together with all else."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError("This is an object: {…}.")
        errors: dict[str, Any] = {}
        value: dict[str, Any] = {}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as refused:
            errors = dict(refused.detail) if isinstance(refused.detail, dict) else {}
        known = ", ".join(self.fields)
        for name in data:
            if name not in self.fields:
                errors[name] = [f"There is no field “{name[:80]}” here; use {known}."]
        if errors:
            raise serializers.ValidationError(errors)
        return dict(value)


class Text(serializers.CharField):
    """A text, no number; as it is, with its spaces."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, "allow_blank": True, **options})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("This is a text in quotation marks.")
        return super().to_internal_value(data)


def word_of(choices: Sequence[str]) -> type[Text]:
    """Return a field for one of a closed list of words."""
    words = [str(each) for each in choices]
    known = {"enum": words} if len(words) > 1 else {"const": words[0]}

    @extend_schema_field({"type": "string", **known})
    class Word(Text):
        def __init__(self, **options: Any) -> None:
            super().__init__(**{"allow_blank": "" in words, **options})

        def to_internal_value(self, data: Any) -> str:
            text = super().to_internal_value(data)
            if text not in words:
                said = ", ".join(word or "“”" for word in words)
                raise serializers.ValidationError(f"“{text[:40]}” is not known; use {said}.")
            return text

    return Word


@extend_schema_field({"type": "string", "description": "EDTF or plain words: 2022-07, July 2022."})
class DateText(Text):
    """An uncertain date."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            return dates.parse(text).text
        except dates.UnreadableDate as unreadable:
            raise serializers.ValidationError(str(unreadable)) from None


@extend_schema_field({"type": "string", "example": "IRN-RUS"})
class PairText(Text):
    def to_internal_value(self, data: Any) -> str:
        try:
            pair = Pair.parse(super().to_internal_value(data))
        except InvalidPair as invalid:
            raise serializers.ValidationError(f"{invalid}.") from None
        for code in (pair.low, pair.high):
            _known(Country, code)
        return str(pair)


@extend_schema_field({"type": "boolean"})
class Flag(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("This is true or false.")
        return data


class Whole(serializers.IntegerField):
    """A whole number, no text and no 1.0."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError("This is a whole number.")
        return data


@extend_schema_field({"type": ["number", "string"], "minimum": 0})
class Number(serializers.Field[Any, Any, Any, Any]):
    """An amount in full units: a number, or its digits as a text where none may be lost."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            if isinstance(data, bool) or not isinstance(data, int | float | str):
                raise InvalidOperation
            number = Decimal(str(data))
        except InvalidOperation:
            raise serializers.ValidationError("This is a number.") from None
        if not number.is_finite() or not 0 <= number < Decimal(10) ** 18:
            raise serializers.ValidationError("This is a number from 0 to a million billions.")
        return data


def _known(model: type[models.Model], key: Any) -> Any:
    if not model._default_manager.filter(pk=key).exists():
        name = model._meta.verbose_name
        raise serializers.ValidationError(f"No {name} is called {str(key)[:40]!r} here.")
    return key


def key_of(model: type[models.Model]) -> type[serializers.Field[Any, Any, Any, Any]]:
    """Return a field for the number or code of a record that is here."""
    is_text = not isinstance(model._meta.pk, models.AutoField | models.OneToOneField)
    description = f"{model._meta.verbose_name}: its {'code' if is_text else 'number'}"

    @extend_schema_field({"type": "string" if is_text else "integer", "description": description})
    class Key(serializers.Field[Any, Any, Any, Any]):
        def to_internal_value(self, data: Any) -> Any:
            if is_text and not (isinstance(data, str) and len(data) <= 50):
                raise serializers.ValidationError("This is a code in quotation marks.")
            if not is_text and (isinstance(data, bool) or not isinstance(data, int)):
                raise serializers.ValidationError("This is the number of a record.")
            if not is_text and not 0 < data <= _MOST_ID:
                raise serializers.ValidationError("No record has this number.")
            return _known(model, data)

    return Key


class NewPerson(Strict):
    """Somebody who may not be entered yet: added once their fact is recorded."""

    name = Text(max_length=160, allow_blank=False)
    country = key_of(Country)(required=False, allow_null=True)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer"},
            {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "country": {"type": "string"}},
            },
        ],
        "description": "The number of a person, or the name and country of somebody new.",
    }
)
class PersonKey(serializers.Field[Any, Any, Any, Any]):
    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            return NewPerson().run_validation(data)
        return key_of(Person)().run_validation(data)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string"},
            {"type": "object", "minProperties": 1, "maxProperties": 1},
        ],
        "description": "A country's code, or one of {person: 3}, {body: 5}.",
    }
)
class Asserter(serializers.Field[Any, Any, Any, Any]):
    """Who says so: a country, a person or a body."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return key_of(Country)().run_validation(data)
        sorts: dict[str, Any] = {
            "person": PersonKey(), "body": key_of(Body)(), "country": key_of(Country)(),
        }  # fmt: skip
        if len(data) != 1 or not data.keys() <= sorts.keys():
            raise serializers.ValidationError("Name one: a code, {person: …} or {body: …}.")
        [(sort, key)] = data.items()
        return {sort: sorts[sort].run_validation(key)}


def couple_of(
    first: type[serializers.Field[Any, Any, Any, Any]],
    second: type[serializers.Field[Any, Any, Any, Any]],
    example: list[Any],
) -> type[serializers.Field[Any, Any, Any, Any]]:
    """Return a field for a list of two, such as ["UKR", "affected"]."""

    @extend_schema_field(
        {"type": "array", "items": {}, "minItems": 2, "maxItems": 2, "example": example}
    )
    class Couple(serializers.Field[Any, Any, Any, Any]):
        def to_internal_value(self, data: Any) -> list[Any]:
            if not isinstance(data, list) or len(data) != 2:
                raise serializers.ValidationError(f"This is a list of two, such as {example}.")
            return [
                field().run_validation(each)
                for field, each in zip((first, second), data, strict=True)
            ]

    return Couple
