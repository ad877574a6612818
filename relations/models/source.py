"""Where we know it from: publishers, their documents, and the texts we hold of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from relations import fields
from relations.dates import UncertainDate
from relations.models.actor import Body
from relations.models.country import Country


class Publisher(models.Model):
    """Who publishes: an office, wire, newspaper, broadcaster, registry or data set."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", "Official"
        WIRE = "wire", "Wire"
        NEWSPAPER = "newspaper", "Newspaper"
        STATE_MEDIA = "state_media", "State media"
        BROADCASTER = "broadcaster", "Broadcaster"
        THINK_TANK = "think_tank", "Think tank"
        REGISTRY = "registry", "Registry"
        DATASET = "dataset", "Data set"
        SOCIAL = "social", "Social media"
        ACADEMIC = "academic", "Academic"
        UNKNOWN = "unknown", "Not known yet"

    name = models.CharField(max_length=160, unique=True)
    slug = models.SlugField(max_length=160, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publishers",
    )
    owner_country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_publishers",
        help_text="The state that owns it or speaks through it. Empty: none.",
    )
    owner_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_publishers",
    )
    note = models.TextField(blank=True, help_text="On ownership; shown to readers.")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="publisher_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("official", "state_media"))
                | Q(owner_country__isnull=False)
                | Q(owner_body__isnull=False),
                name="official_publisher_has_an_owner",
                violation_error_message="An official or state publisher needs its owner.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """A document or a data set's release."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "Document"
        DATASET_RELEASE = "dataset_release", "Data set release"

    title = models.CharField(max_length=400)
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.DOCUMENT)
    address = models.URLField(max_length=1000, blank=True, help_text="Empty: not on the web.")
    canonical_address = models.URLField(max_length=1000, blank=True)
    archive_address = models.URLField(max_length=1000, blank=True)
    published_text = fields.edtf_field("As the document says. Empty: it does not say.")
    published_earliest = fields.day_field()
    published_latest = fields.day_field()
    published_precision = fields.precision_field()
    retrieved_at = models.DateTimeField(help_text="When we first held it.")
    language = models.CharField(max_length=12, blank=True, default="en")
    licence = models.CharField(max_length=120, blank=True, help_text="Empty: all rights reserved.")
    credit = models.CharField(max_length=300, blank=True, help_text="Shown wherever it is used.")
    sha256 = models.CharField(max_length=64, blank=True)
    syndicated_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="syndications",
        help_text="The document this one repeats; both count as one origin.",
    )
    cites = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="cited_by")
    is_record = models.BooleanField(
        default=False,
        verbose_name="joint or registered official record",
        help_text="A joint communiqué or a treaty register, not one side's press release.",
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
    )

    class Meta:
        constraints = [
            *fields.date_constraints("source_published", "published"),
            models.UniqueConstraint(
                fields=["address"],
                condition=~Q(address="") & Q(merged_into__isnull=True),
                name="source_address_is_listed_once",
                violation_error_message="This address is already a source.",
            ),
            models.CheckConstraint(
                condition=~Q(syndicated_from=F("id")),
                name="source_does_not_repeat_itself",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="source_is_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def published(self) -> UncertainDate:
        return fields.read_date(self, "published")


class SourceVersion(models.Model):
    """The text of a source as it stood when we read it. It never changes (T)."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    retrieved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("source", "number", name="source_version_is_numbered_once"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="source_version_has_a_sha256",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of source {self.source_id}"
