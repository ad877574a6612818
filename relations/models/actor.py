"""Bodies, people and offices: those through whom states speak and act."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from relations import fields
from relations.dates import UncertainDate
from relations.models.country import Country


class Body(models.Model):
    """A ministry, armed force, company, parliament or authority of one country."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", "Government or ministry"
        MILITARY = "military", "Armed force"
        PARLIAMENT = "parliament", "Parliament"
        COURT = "court", "Court"
        COMPANY = "company", "Company"
        PARTY = "party", "Political party"
        AUTHORITY = "authority", "Other authority"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.GOVERNMENT)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="bodies")
    is_state_owned = models.BooleanField(default=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint("country", "name", name="body_is_listed_once"),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="body_is_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who speaks or acts for a state, or in their own name."""

    name = models.CharField(max_length=120)
    other_names = models.CharField(
        max_length=300, blank=True, help_text="Other spellings, separated by |."
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        help_text="The state they are known with. Empty: none known.",
    )

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint("name", "country", name="person_is_listed_once"),
        ]
        indexes = [
            # read by the admin's autocomplete and the search box
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="person_name_trigram"),
        ]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A post: President of Russia, spokesperson of the State Department."""

    class Rank(models.TextChoices):
        HEAD_OF_STATE = "head_of_state", "Head of state"
        HEAD_OF_GOVERNMENT = "head_of_government", "Head of government"
        MINISTER = "minister", "Minister"
        DEPUTY = "deputy", "Deputy"
        OFFICIAL = "official", "Official"
        SPOKESPERSON = "spokesperson", "Spokesperson"
        AMBASSADOR = "ambassador", "Ambassador"
        COMMANDER = "commander", "Commander"
        LEGISLATOR = "legislator", "Legislator"
        EXECUTIVE = "executive", "Executive"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="offices")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="offices")
    title = models.CharField(max_length=160)
    other_titles = models.CharField(max_length=300, blank=True, help_text="Separated by |.")
    rank = models.CharField(max_length=20, choices=Rank.choices)

    class Meta:
        constraints = [models.UniqueConstraint("body", "title", name="office_is_listed_once")]

    def __str__(self) -> str:
        return f"{self.title}, {self.country_id}"


class Tenure(models.Model):
    """A person in an office for a time, as precisely as it is known."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tenures")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="tenures")
    start_text = fields.edtf_field("First day: 2022-07-19, 2022-07 or 2022. Empty: unknown.")
    start_earliest = fields.day_field()
    start_latest = fields.day_field()
    start_precision = fields.precision_field()
    end_text = fields.edtf_field("Last day. Empty: still in office, or unknown.")
    end_earliest = fields.day_field()
    end_latest = fields.day_field()
    end_precision = fields.precision_field()
    is_current = models.BooleanField(
        default=False,
        help_text="Still in office when last checked; else an empty end is unknown.",
    )

    class Meta:
        constraints = [
            *fields.date_constraints("tenure_start", "start"),
            *fields.date_constraints("tenure_end", "end"),
            models.CheckConstraint(
                condition=Q(end_latest__isnull=True)
                | Q(start_earliest__isnull=True)
                | Q(start_earliest__lte=F("end_latest")),
                name="tenure_ends_after_it_starts",
                violation_error_message="A tenure cannot end before it begins.",
            ),
            models.UniqueConstraint("person", "office", "start_text", name="tenure_is_listed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in office {self.office_id}"

    @property
    def start(self) -> UncertainDate:
        return fields.read_date(self, "start")

    @property
    def end(self) -> UncertainDate:
        return fields.read_date(self, "end")
