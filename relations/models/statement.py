"""Statements: who said what about whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from relations.lanes import Kind
from relations.models.actor import Body, Office, Person
from relations.models.country import Country
from relations.models.detail import Detail


class Statement(Detail):
    """Words of a state's representative, with their stance toward each target."""

    class SpeakerKind(models.TextChoices):
        NAMED = "named", "Named person"
        OFFICE = "office", "Office only"
        ANONYMOUS = "anonymous", "Anonymous (“US official”)"
        DOCUMENT = "document", "Document"

    class SpeaksFor(models.TextChoices):
        GOVERNMENT = "government", "Government"
        PARLIAMENT = "parliament", "Parliament"
        MILITARY = "military", "Military"
        PARTY = "party", "Party"
        COMPANY = "company", "Company"
        SELF = "self", "Themselves"

    class Act(models.TextChoices):
        PRAISES = "praises", "praises"
        ENDORSES = "endorses", "endorses"
        JUSTIFIES = "justifies", "justifies"
        PROMISES = "promises", "promises"
        CALLS_FOR = "calls_for", "calls for"
        WARNS = "warns", "warns"
        THREATENS = "threatens", "threatens"
        CRITICISES = "criticises", "criticises"
        CONDEMNS = "condemns", "condemns"
        CLAIMS = "claims", "claims"
        CONFIRMS = "confirms", "confirms"
        DENIES = "denies", "denies"
        COMMENTS = "comments", "comments"

    KIND = Kind.STATEMENT

    speaker_kind = models.CharField(
        max_length=10, choices=SpeakerKind.choices, default=SpeakerKind.NAMED
    )
    speaker = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="statements",
        help_text="The country spoken for.",
    )
    speaks_for = models.CharField(
        max_length=10, choices=SpeaksFor.choices, default=SpeaksFor.GOVERNMENT
    )
    speaker_words = models.CharField(
        max_length=160,
        blank=True,
        help_text="As the source names them: “a senior official”.",
    )
    act = models.CharField(max_length=12, choices=Act.choices, default=Act.COMMENTS)
    quotation = models.TextField(blank=True, help_text="Their words, in the original language.")
    quotation_language = models.CharField(max_length=12, blank=True, default="en")
    translation = models.TextField(blank=True)
    basis = models.CharField(max_length=160, blank=True, help_text="As given: “US intelligence”.")
    venue = models.CharField(max_length=160, blank=True)
    about_fact = models.ForeignKey(
        "relations.Fact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements_about",
        help_text="The fact it speaks of; its pairs are taken and kept in step.",
    )
    about_agreement = models.ForeignKey(
        "relations.Agreement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    about_transfer = models.ForeignKey(
        "relations.ArmsTransfer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_direct = models.BooleanField(
        default=False,
        help_text="Direct speech or an official text, not reported speech.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.STATEMENT), name="statement_is_of_its_kind"
            ),
            models.CheckConstraint(
                condition=~Q(speaker_kind="named") | Q(speaker__isnull=False),
                name="named_statement_has_a_speaker",
                violation_error_message="Name the person, or say that only the office is known.",
            ),
            models.CheckConstraint(
                condition=Q(is_direct=False) | ~Q(quotation="") | Q(speaker_kind="document"),
                name="direct_statement_has_a_quotation",
                violation_error_message="Direct speech needs the words that were said.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} (fact {self.pk})"

    @property
    def subtype(self) -> str:
        return self.act


class StatementTarget(models.Model):
    """Whom a statement takes a stance toward."""

    class Stance(models.TextChoices):
        SUPPORTIVE = "supportive", "Supportive"
        NEUTRAL = "neutral", "Neutral"
        CRITICAL = "critical", "Critical"
        MIXED = "mixed", "Mixed"
        UNCLEAR = "unclear", "Unclear"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="targets")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="targeted_by")
    stance = models.CharField(max_length=10, choices=Stance.choices, default=Stance.UNCLEAR)

    class Meta:
        constraints = [
            models.UniqueConstraint("statement", "country", name="statement_target_is_listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.stance} toward {self.country_id}"


class AboutPair(models.Model):
    """A pair that a third party's words or act concern, as an editor confirmed."""

    fact = models.ForeignKey("relations.Fact", on_delete=models.CASCADE, related_name="about_pairs")
    low = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    high = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lt=F("high")),
                name="about_pair_is_low_high",
                violation_error_message="A pair is two different countries.",
            ),
            models.UniqueConstraint("fact", "low", "high", name="about_pair_is_listed_once"),
        ]

    def __str__(self) -> str:
        return f"about {self.low_id}-{self.high_id}"
