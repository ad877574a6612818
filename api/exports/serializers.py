"""The shapes of exports, for the OpenAPI document; answers are plain values of the same names."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.models import Export
from relations import timeline
from relations.exporting.building import Format


def _several(known: str = "") -> serializers.ListField:
    """A filter of one or several values; known: the parameter of lists that names them."""
    said = f"Of: {', '.join(timeline.CHOICES[known])}." if known else ""
    return serializers.ListField(child=serializers.CharField(), required=False, help_text=said)


class OrderSerializer(serializers.Serializer[Any]):
    """What is ordered: a format and the filters of lists; a filter may be one value or several."""

    format = serializers.ChoiceField(Format.choices)
    rights = serializers.ChoiceField(
        ["mine", "public"],
        required=False,
        help_text="public: only what anybody may have, so that the file may be passed on.",
    )
    pair = serializers.CharField(required=False, help_text="IRN-RUS, in either order.")
    country = _several()
    lane = _several("lane")
    kind = _several("kind")
    subtype = _several("subtype")
    verification = _several("verification")
    status = _several("status")
    direction = _several()
    topic = _several()
    source = _several()  # type: ignore[assignment]
    publisher = _several()
    speaker = _several()
    q = serializers.CharField(required=False)
    predecessor = serializers.ChoiceField(timeline.PREDECESSORS, required=False)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python's."""
        said = "2022, 2022-07 or 2022-07-19; overlap with what the date may mean."
        return super().get_fields() | {
            name: serializers.CharField(required=False, help_text=said) for name in ("from", "to")
        }


class FilterSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    value = serializers.CharField()


class CreditSerializer(serializers.Serializer[Any]):
    licence = serializers.CharField(allow_blank=True)
    credit = serializers.CharField(allow_blank=True, help_text="To be given.")
    claims = serializers.IntegerField()


class ColumnSerializer(serializers.Serializer[Any]):
    table = serializers.CharField(required=False, help_text="Of SQLite only.")
    name = serializers.CharField(allow_blank=True)
    type = serializers.CharField()
    meaning = serializers.CharField()


class ManifestSerializer(serializers.Serializer[Any]):
    """What a file is: enough to check it, cite it and go on from it."""

    format = serializers.ChoiceField(Format.choices)
    file = serializers.CharField(help_text="Its name.")
    media_type = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of the whole file; also its ETag.")
    bytes = serializers.IntegerField()
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="Rows by table; of PLOVER, what does not map."
    )
    facts = serializers.IntegerField(help_text="Facts that match and may leave.")
    withheld = serializers.IntegerField(help_text="Facts that match and stay under their licence.")
    restricted_rows_included = serializers.BooleanField()
    filters = FilterSerializer(many=True)
    position = serializers.IntegerField(help_text="The last change it holds.")
    as_of = serializers.DateTimeField(help_text="When that change was known.")
    made_at = serializers.DateTimeField()
    credits = CreditSerializer(many=True)
    schema = ColumnSerializer(many=True)


class ExportSerializer(serializers.Serializer[Any]):
    """An ordered file. rows_expected, withheld, position: null until it is begun."""

    id = serializers.UUIDField()
    address = serializers.URLField()
    file = serializers.URLField(allow_null=True, help_text="Null until it is done.")
    format = serializers.ChoiceField(Format.choices)
    filters = FilterSerializer(many=True)
    restricted_rows_included = serializers.BooleanField()
    state = serializers.ChoiceField(Export.State.choices)
    rows_done = serializers.IntegerField()
    rows_expected = serializers.IntegerField(allow_null=True, help_text="An estimate.")
    withheld = serializers.IntegerField(allow_null=True)
    position = serializers.IntegerField(allow_null=True)
    error = serializers.CharField(allow_blank=True)
    ordered_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    manifest = ManifestSerializer(allow_null=True)


class ExportPageSerializer(serializers.Serializer[Any]):
    results = ExportSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class WrongValueSerializer(serializers.Serializer[Any]):
    parameter = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()
