"""Countries and other bodies that act in the world, with their names, codes and years."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from relations.pairs import CODE_PATTERN

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable


def _period(start: str, end: str) -> Func:
    """The days from start to end, both inclusive; NULL is open."""
    bounds: list[Combinable] = [F(start), F(end), Value("[]")]
    return Func(*bounds, function="daterange", output_field=DateRangeField())


class CountryQuerySet(models.QuerySet["Country"]):
    def existing_on(self, day: date) -> CountryQuerySet:
        """Those with a spell that holds the day; other bodies than states always exist."""
        has_spell = CountrySpell.objects.filter(country=models.OuterRef("pk")).valid_on(day)
        return self.filter(~Q(kind__in=Country.DATED_KINDS) | Q(models.Exists(has_spell)))

    def states(self) -> CountryQuerySet:
        return self.filter(kind__in=Country.DATED_KINDS)


class Country(models.Model):
    """A state, former state, territory, organisation or armed group, by its code."""

    class Kind(models.TextChoices):
        STATE = "state", "State"
        FORMER_STATE = "former_state", "Former state"
        DE_FACTO_STATE = "de_facto_state", "De facto state"
        TERRITORY = "territory", "Territory"
        ORGANISATION = "organisation", "Organisation"
        ARMED_GROUP = "armed_group", "Armed group"
        UNKNOWN = "unknown", "Unknown"

    DATED_KINDS = (Kind.STATE, Kind.FORMER_STATE)

    code = models.CharField(
        max_length=16,
        primary_key=True,
        db_collation="C",
        validators=[RegexValidator(CODE_PATTERN, "A code is 3 to 16 capital letters.")],
        help_text="Three letters for states (ISO 3166 if there is one), longer for other bodies.",
    )
    label = models.CharField(max_length=80, unique=True, help_text="Our own short name.")
    slug = models.SlugField(
        max_length=80,
        unique=True,
        help_text="The name in addresses, such as guinea-bissau.",
    )
    official_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.STATE)
    is_user_assigned = models.BooleanField(
        default=False,
        help_text="The code is not ISO's but from its user-assigned range.",
    )
    note = models.TextField(blank=True, help_text="How lists differ; shown to readers.")

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "countries"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE_PATTERN),
                name="country_code_is_capital_letters",
                violation_error_message="A code is 3 to 16 capital letters.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_dated(self) -> bool:
        """Whether taking part is checked against its years."""
        return self.kind in self.DATED_KINDS


class DatedQuerySet(models.QuerySet[models.Model]):
    """Rows that hold from `valid_from` to `valid_to`, both inclusive; NULL is open."""

    def valid_on(self, day: date) -> DatedQuerySet:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class CountrySpell(models.Model):
    """A stretch of years in which a state existed; several are possible (Austria, Syria)."""

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="spells")
    valid_from = models.DateField(null=True, blank=True, help_text="Empty: before our records.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day. Empty: still exists.")
    source = models.CharField(max_length=40, help_text="gw, cow or own")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="country_spell_ends_after_it_starts",
                violation_error_message="A spell cannot end before it begins.",
            ),
            ExclusionConstraint(
                name="country_spells_do_not_overlap",
                expressions=[
                    ("country", RangeOperators.EQUAL),
                    (_period("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This state already has a spell in these years.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.valid_from or '…'} to {self.valid_to or '…'}"


class CountryName(models.Model):
    """One name of a country: official, common, alias, demonym, capital or former."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", "Official"
        COMMON = "common", "Common"
        ALIAS = "alias", "Alias"
        DEMONYM = "demonym", "Demonym"
        CAPITAL = "capital", "Capital or government"
        FORMER = "former", "Former"

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=12, default="en")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "country",
                "text",
                "language",
                "kind",
                name="country_name_is_listed_once",
            ),
        ]
        indexes = [
            # read by the admin's autocomplete and the search box
            GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="country_name_trigram"),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.country_id})"


class CountryCode(models.Model):
    """A code another list gives a country, as long as that list gives it."""

    class Scheme(models.TextChoices):
        ISO2 = "iso2", "ISO 3166-1 alpha-2"
        ISO3 = "iso3", "ISO 3166-1 alpha-3"
        ISO_NUMERIC = "iso_numeric", "ISO 3166-1 numeric"
        M49 = "m49", "UN M49"
        COW = "cow", "Correlates of War number"
        COW_ABB = "cow_abb", "Correlates of War abbreviation"
        GW = "gw", "Gleditsch-Ward number"

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=12, choices=Scheme.choices)
    value = models.CharField(max_length=12, db_collation="C")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="country_code_ends_after_it_starts",
                violation_error_message="A code cannot end before it begins.",
            ),
            ExclusionConstraint(
                name="country_has_one_code_of_a_scheme_at_a_time",
                expressions=[
                    ("country", RangeOperators.EQUAL),
                    ("scheme", RangeOperators.EQUAL),
                    (_period("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This country has another code of this scheme then.",
            ),
            ExclusionConstraint(
                name="code_serves_one_country_at_a_time",
                expressions=[
                    ("scheme", RangeOperators.EQUAL),
                    ("value", RangeOperators.EQUAL),
                    (_period("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This code serves another country in these years.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Succession(models.Model):
    """One state following another."""

    class Kind(models.TextChoices):
        CONTINUATION = "continuation", "Continuation"
        MERGER = "merger", "Merger"
        DISSOLUTION = "dissolution", "Dissolution"
        SECESSION = "secession", "Secession"
        RESTORATION = "restoration", "Restoration"

    predecessor = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="precessions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    happened_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="state_does_not_succeed_itself",
                violation_error_message="A state does not succeed itself.",
            ),
            models.UniqueConstraint(
                "predecessor",
                "successor",
                "happened_on",
                name="succession_is_listed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} to {self.successor_id}, {self.happened_on}"
