"""Agreements, which last, and their steps, which happen."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from relations import fields
from relations.lanes import Kind
from relations.models.actor import Body
from relations.models.country import Country
from relations.models.detail import Detail
from relations.pairs import Role


class Agreement(models.Model):
    """A text, or an announced deal, between countries."""

    class Type(models.TextChoices):
        TREATY = "treaty", "Treaty"
        AGREEMENT = "agreement", "Agreement"
        PROTOCOL = "protocol", "Protocol"
        AMENDMENT = "amendment", "Amendment"
        EXCHANGE_OF_NOTES = "exchange_of_notes", "Exchange of notes"
        MEMORANDUM = "memorandum_of_understanding", "Memorandum of understanding"
        FRAMEWORK = "framework_agreement", "Framework agreement"
        CONTRACT = "contract", "Contract"
        JOINT_DECLARATION = "joint_declaration", "Joint declaration"
        COMMUNIQUE = "communique", "Communiqué"
        PLAN = "plan", "Plan"
        ARRANGEMENT = "arrangement", "Arrangement"
        ALLIANCE = "alliance", "Alliance"
        OTHER = "other", "Other, or not said"

    class Level(models.TextChoices):
        INTERSTATE = "interstate", "Interstate"
        INTERGOVERNMENTAL = "intergovernmental", "Intergovernmental"
        AGENCY = "agency", "Agency"
        COMPANY = "company", "Company"
        SUBNATIONAL = "subnational", "Subnational"
        UNKNOWN = "unknown", "Not known"

    class Bindingness(models.TextChoices):
        BINDING = "binding", "Binding"
        NON_BINDING = "non_binding", "Not binding"
        UNKNOWN = "unknown", "Not known"

    class Status(models.TextChoices):
        ANNOUNCED = "announced", "Announced"
        SIGNED = "signed", "Signed"
        PROVISIONALLY_APPLIED = "provisionally_applied", "Provisionally applied"
        IN_FORCE = "in_force", "In force"
        SUSPENDED = "suspended", "Suspended"
        EXPIRED = "expired", "Expired"
        TERMINATED = "terminated", "Terminated"
        SUPERSEDED = "superseded", "Superseded"
        CANCELLED = "cancelled", "Cancelled"
        UNKNOWN = "unknown", "Unknown"

    class Subject(models.TextChoices):
        ENERGY_OIL = "energy_oil", "Oil"
        ENERGY_GAS = "energy_gas", "Gas"
        NUCLEAR = "nuclear", "Nuclear"
        TRADE = "trade", "Trade"
        INVESTMENT = "investment", "Investment"
        FINANCE = "finance", "Finance"
        TRANSPORT = "transport", "Transport"
        DEFENCE_COOPERATION = "defence_cooperation", "Defence cooperation"
        ARMS = "arms", "Arms"
        INTELLIGENCE = "intelligence", "Intelligence"
        TECHNOLOGY = "technology", "Technology"
        SPACE = "space", "Space"
        AGRICULTURE = "agriculture", "Agriculture"
        WATER = "water", "Water"
        BORDER = "border", "Border"
        JUSTICE = "justice", "Justice"
        HEALTH = "health", "Health"
        CULTURE_EDUCATION = "culture_education", "Culture and education"
        ENVIRONMENT = "environment", "Environment"
        OTHER = "other", "Other"

    class Obligation(models.TextChoices):
        """Of an alliance, in the words of COW and ATOP."""

        DEFENSE = "defense", "Defense"
        OFFENSE = "offense", "Offense"
        NEUTRALITY = "neutrality", "Neutrality"
        NONAGGRESSION = "nonaggression", "Nonaggression"
        CONSULTATION = "consultation", "Consultation"
        ENTENTE = "entente", "Entente"

    title = models.CharField(max_length=300)
    type = models.CharField(max_length=28, choices=Type.choices, default=Type.OTHER)
    level = models.CharField(max_length=18, choices=Level.choices, default=Level.UNKNOWN)
    bindingness = models.CharField(
        max_length=12, choices=Bindingness.choices, default=Bindingness.UNKNOWN
    )
    subjects = ArrayField(
        models.CharField(max_length=20, choices=Subject.choices),
        default=list,
        blank=True,
    )
    obligations = ArrayField(
        models.CharField(max_length=16, choices=Obligation.choices),
        default=list,
        blank=True,
        help_text="What the parties of an alliance promise each other.",
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    registration = models.CharField(
        max_length=60, blank=True, help_text="Number in a register: UNTS I-…, LoN, WTI."
    )
    text_address = models.URLField(max_length=1000, blank=True)
    status = models.CharField(
        max_length=24, choices=Status.choices, default=Status.UNKNOWN, editable=False
    )
    low = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    high = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
    )
    dataset = models.CharField(max_length=40, blank=True, default="", editable=False)
    dataset_key = models.CharField(max_length=120, blank=True, default="", editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="agreement_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="agreement_is_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lt=F("high")),
                name="agreement_pair_is_low_high",
            ),
            models.UniqueConstraint(
                fields=["dataset", "dataset_key"],
                condition=~Q(dataset=""),
                name="agreement_is_imported_once",
            ),
        ]
        indexes = [
            # the agreements tile of a pair page
            models.Index(fields=["low", "high", "status"], name="agreement_of_a_pair"),
        ]

    def __str__(self) -> str:
        return self.title


class AgreementParty(models.Model):
    """A country that is party to an agreement, or a body that signed it.

    How and when it became one are EDTF texts, as precise as a treaty register has them: parties
    of a treaty of 190 join on 190 days, which are its data and not 190 facts of every pair.
    """

    class How(models.TextChoices):
        SIGNATURE = "signature", "Signature"
        DEFINITIVE_SIGNATURE = "definitive_signature", "Definitive signature"
        RATIFICATION = "ratification", "Ratification"
        ACCEPTANCE = "acceptance", "Acceptance"
        APPROVAL = "approval", "Approval"
        ACCESSION = "accession", "Accession"
        SUCCESSION = "succession", "Succession"
        CONFIRMATION = "confirmation", "Formal confirmation"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="agreements")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.PARTY)
    how = models.CharField(max_length=24, choices=How.choices, blank=True, default="")
    signed = fields.edtf_field("When it signed.")
    joined = fields.edtf_field("When it ratified, acceded or succeeded.")
    in_force = fields.edtf_field("Since when it is bound.")
    left = fields.edtf_field("When it ceased to be a party.")

    class Meta:
        verbose_name_plural = "agreement parties"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "country", "body", "role"],
                nulls_distinct=False,
                name="agreement_party_is_listed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.country_id}, {self.role}"


class AgreementStep(Detail):
    """One thing that happened to an agreement: announced, signed, entered into force."""

    class Step(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        ANNOUNCED = "announced", "announced"
        NEGOTIATED = "negotiated", "negotiated"
        INITIALLED = "initialled", "initialled"
        SIGNED = "signed", "signed"
        DEFINITIVELY_SIGNED = "definitively_signed", "definitively signed"
        PARLIAMENT_APPROVED = "parliament_approved", "approved by parliament"
        RATIFIED = "ratified", "ratified"
        ACCEPTED = "accepted", "accepted"
        APPROVED = "approved", "approved"
        ACCEDED = "acceded", "acceded to"
        SUCCEEDED = "succeeded", "succeeded to"
        NOTIFICATIONS_EXCHANGED = "notifications_exchanged", "notifications exchanged"
        PROVISIONALLY_APPLIED = "provisionally_applied", "provisionally applied"
        ENTERED_INTO_FORCE = "entered_into_force", "entered into force"
        REGISTERED = "registered", "registered"
        REAFFIRMED = "reaffirmed", "reaffirmed"
        AMENDED = "amended", "amended"
        EXTENDED = "extended", "extended"
        SUSPENDED = "suspended", "suspended"
        RESUMED = "resumed", "resumed"
        DENOUNCED = "denounced", "denounced"
        WITHDRAWN = "withdrawn", "withdrawn from"
        TERMINATED = "terminated", "terminated"
        EXPIRED = "expired", "expired"
        SUPERSEDED = "superseded", "superseded"
        CANCELLED = "cancelled", "cancelled"

    KIND = Kind.AGREEMENT

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=24, choices=Step.choices)
    party = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The party that took this step. Empty: all of them.",
    )
    place = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.AGREEMENT), name="agreement_step_is_of_its_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} (fact {self.pk})"

    @property
    def subtype(self) -> str:
        return self.step
