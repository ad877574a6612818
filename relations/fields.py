"""The four columns of an uncertain date, and the constraints that keep them agreeing."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractMonth, ExtractYear
from django.db.models.lookups import Exact

from relations import dates
from relations.dates import Precision, UncertainDate


def validate_edtf(text: str) -> None:
    """Refuse text that is neither EDTF nor plain words for one date."""
    try:
        dates.parse(text)
    except dates.UnreadableDate as unreadable:
        raise ValidationError(str(unreadable), code="unreadable_date") from unreadable


def edtf_field(help_text: str = "") -> models.CharField[str, str]:
    """The text of an uncertain date; empty means unknown."""
    return models.CharField(
        max_length=40,
        blank=True,
        default="",
        validators=[validate_edtf],
        help_text=help_text,
    )


def sparse_indexes(table: str, *columns: str) -> list[models.Index]:
    """Indexes of foreign keys that are nearly always empty: on the rows that have one.

    For keys with `db_index=False`. An index of every row would be written for each of ten million
    facts, to find a handful.
    """
    return [
        models.Index(
            fields=[column], name=f"{table}_{column}", condition=Q(**{f"{column}__isnull": False})
        )
        for column in columns
    ]


def day_field() -> models.DateField[Any, Any]:
    """One end of the days an uncertain date may mean; NULL means open or unknown."""
    return models.DateField(null=True, blank=True, editable=False)


def precision_field() -> models.CharField[str, str]:
    return models.CharField(
        max_length=8, choices=Precision.choices, default=Precision.NONE, editable=False
    )


def read_date(instance: models.Model, prefix: str) -> UncertainDate:
    """Return the uncertain date kept in the four columns that begin with `prefix`."""
    return UncertainDate(
        getattr(instance, f"{prefix}_text"),
        getattr(instance, f"{prefix}_earliest"),
        getattr(instance, f"{prefix}_latest"),
        cast(Precision, getattr(instance, f"{prefix}_precision")),
    )


def write_date(instance: models.Model, prefix: str, value: UncertainDate) -> None:
    """Set the four columns from one value: the only way they are ever set."""
    setattr(instance, f"{prefix}_text", value.text)
    setattr(instance, f"{prefix}_earliest", value.earliest)
    setattr(instance, f"{prefix}_latest", value.latest)
    setattr(instance, f"{prefix}_precision", value.precision)


_TEXT_OF = {
    Precision.DAY: r"^\d{4}-\d{2}-\d{2}[?~%]?$",
    Precision.MONTH: r"^\d{4}-(0[1-9]|1[0-2])[?~%]?$",
    Precision.QUARTER: r"^\d{4}-3[3-6][?~%]?$",
    Precision.SEASON: r"^\d{4}-2[1-4][?~%]?$",
    Precision.YEAR: r"^\d{4}[?~%]?$",
    Precision.DECADE: r"^\d{3}X[?~%]?$",
    Precision.RANGE: r"^[0-9X?~%-]+/[0-9X?~%-]+$",
    Precision.BEFORE: r"^\.\./[0-9X?~%-]+$",
    Precision.AFTER: r"^[0-9X?~%-]+/\.\.$",
    Precision.NONE: r"^$",
}


def date_constraints(name: str, prefix: str) -> list[models.BaseConstraint]:
    """Constraints that an uncertain date's text, days and precision say the same.

    `name` begins the constraints' names. The days of one month or one year are checked to be
    that month's or year's first and last; longer forms only by their text and order.
    """
    text, low, high = f"{prefix}_text", f"{prefix}_earliest", f"{prefix}_latest"
    precision = f"{prefix}_precision"
    agrees = Q()
    for member, pattern in _TEXT_OF.items():
        rule = Q(**{precision: member, f"{text}__regex": pattern})
        if member == Precision.NONE:
            rule &= Q(**{f"{low}__isnull": True, f"{high}__isnull": True})
        else:
            rule &= Q(**{f"{low}__isnull": member == Precision.BEFORE})
            rule &= Q(**{f"{high}__isnull": member == Precision.AFTER})
        if member == Precision.DAY:
            rule &= Q(**{low: F(high)})
        if member == Precision.MONTH:
            rule &= Q(_same(ExtractYear, low, high) & _same(ExtractMonth, low, high))
        if member in (Precision.MONTH, Precision.QUARTER, Precision.SEASON):
            rule &= Q(**{f"{low}__day": 1, f"{high}__day__gte": 28})
        if member in (Precision.YEAR, Precision.DECADE):
            rule &= Q(
                **{
                    f"{low}__day": 1,
                    f"{low}__month": 1,
                    f"{high}__day": 31,
                    f"{high}__month": 12,
                }
            )
        if member == Precision.YEAR:
            rule &= Q(_same(ExtractYear, low, high))
        agrees |= rule
    return [
        models.CheckConstraint(
            condition=agrees,
            name=f"{name}_precision_agrees_with_text",
            violation_error_message="The date's text, days and precision do not say the same.",
        ),
        models.CheckConstraint(
            condition=Q(**{f"{low}__isnull": True})
            | Q(**{f"{high}__isnull": True})
            | Q(**{f"{low}__lte": F(high)}),
            name=f"{name}_earliest_before_latest",
            violation_error_message="A date cannot end before it begins.",
        ),
    ]


def _same(part: Any, low: str, high: str) -> Any:

    return Exact(part(low), part(high))


__all__ = [
    "date_constraints",
    "day_field",
    "edtf_field",
    "precision_field",
    "read_date",
    "validate_edtf",
    "write_date",
]
