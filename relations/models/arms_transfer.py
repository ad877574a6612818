"""Arms orders, which last, and their steps, which happen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from relations import fields
from relations.lanes import Kind
from relations.models.country import Country
from relations.models.detail import Detail


def quantity_constraints(name: str, prefix: str = "quantity") -> list[models.BaseConstraint]:
    """Constraints that a low, best and high number are in order and not negative."""
    low, best, high = f"{prefix}_low", f"{prefix}_best", f"{prefix}_high"
    condition = Q()
    for column in (low, best, high):
        condition &= Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": 0})
    for smaller, greater in ((low, best), (best, high), (low, high)):
        condition &= (
            Q(**{f"{smaller}__isnull": True})
            | Q(**{f"{greater}__isnull": True})
            | Q(**{f"{smaller}__lte": F(greater)})
        )
    return [
        models.CheckConstraint(
            condition=condition,
            name=f"{name}_low_best_high_in_order",
            violation_error_message="Low, best and high must be in order and not negative.",
        )
    ]


class ArmsTransfer(models.Model):
    """An order or deal: who supplies what kind of arms to whom."""

    class Mode(models.TextChoices):
        SALE = "sale", "Sale"
        GIFT_AID = "gift_aid", "Gift or aid"
        LOAN_LEASE = "loan_lease", "Loan or lease"
        BARTER = "barter", "Barter"
        LICENSED_PRODUCTION = "licensed_production", "Licensed production"
        TECHNOLOGY_TRANSFER = "technology_transfer", "Technology transfer"
        UNKNOWN = "unknown", "Not known"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        ORDERED = "ordered", "Ordered"
        IN_DELIVERY = "in_delivery", "In delivery"
        DELIVERED = "delivered", "Delivered"
        SUSPENDED = "suspended", "Suspended"
        CANCELLED = "cancelled", "Cancelled"
        RETURNED = "returned", "Returned"

    title = models.CharField(max_length=300)
    supplier = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supplies",
        db_index=False,
        help_text="Empty: not known.",
    )
    recipient = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        db_index=False,
        help_text="Empty: not known.",
    )
    mode = models.CharField(max_length=20, choices=Mode.choices, default=Mode.UNKNOWN)
    ordered_text = fields.edtf_field("When it was ordered. Empty: unknown, or not ordered.")
    ordered_earliest = fields.day_field()
    ordered_latest = fields.day_field()
    ordered_precision = fields.precision_field()
    intended_use = models.CharField(max_length=300, blank=True, help_text="As the source says.")
    tiv_ordered = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Millions of SIPRI trend-indicator values. Empty: unknown. Not money.",
    )
    tiv_delivered = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    status = models.CharField(
        max_length=12, choices=Status.choices, default=Status.PLANNED, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        db_index=False,
    )
    dataset = models.CharField(max_length=40, blank=True, default="", editable=False)
    dataset_key = models.CharField(max_length=120, blank=True, default="", editable=False)

    class Meta:
        constraints = [
            *fields.date_constraints("arms_transfer_ordered", "ordered"),
            models.CheckConstraint(
                condition=Q(supplier__isnull=False) | Q(recipient__isnull=False),
                name="transfer_has_a_supplier_or_a_recipient",
                violation_error_message="Name the supplier or the recipient; one may be unknown.",
            ),
            models.CheckConstraint(
                condition=Q(supplier__isnull=True)
                | Q(recipient__isnull=True)
                | ~Q(supplier=F("recipient")),
                name="transfer_is_between_two_countries",
                violation_error_message="A country does not supply itself.",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="transfer_is_not_merged_into_itself",
            ),
            models.UniqueConstraint(
                fields=["dataset", "dataset_key"],
                condition=~Q(dataset=""),
                name="transfer_is_imported_once",
            ),
        ]
        indexes = [
            # the arms tile of a pair page
            models.Index(fields=["supplier", "recipient", "status"], name="transfer_of_a_pair"),
            models.Index(fields=["recipient"], name="transfer_of_a_recipient"),
            *fields.sparse_indexes("transfer", "merged_into"),
        ]

    def __str__(self) -> str:
        return self.title


class TransferItem(models.Model):
    """One kind of weapon in an order, with the number ordered."""

    class Category(models.TextChoices):
        """SIPRI's list alone."""

        AIRCRAFT = "aircraft", "Aircraft"
        AIR_DEFENCE = "air_defence", "Air defence"
        ANTI_SUBMARINE = "anti_submarine", "Anti-submarine"
        ARMOURED_VEHICLES = "armoured_vehicles", "Armoured vehicles"
        ARTILLERY = "artillery", "Artillery"
        ENGINES = "engines", "Engines"
        MISSILES = "missiles", "Missiles"
        NAVAL_WEAPONS = "naval_weapons", "Naval weapons"
        SATELLITES = "satellites", "Satellites"
        SENSORS = "sensors", "Sensors"
        SHIPS = "ships", "Ships"
        OTHER = "other", "Other"

    class WeaponClass(models.TextChoices):
        UAV = "uav", "UAV"
        LOITERING_MUNITION = "loitering_munition", "Loitering munition"
        MUNITIONS = "munitions", "Munitions"
        SMALL_ARMS = "small_arms", "Small arms"
        COMPONENTS = "components", "Components"
        TRAINING = "training", "Training"
        COMBAT_AIRCRAFT = "combat_aircraft", "Combat aircraft"
        HELICOPTER = "helicopter", "Helicopter"
        OTHER = "other", "Other, or not said"

    class Armed(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        SOME = "some", "Some of them"
        UNKNOWN = "unknown", "Not known"

    class Condition(models.TextChoices):
        NEW = "new", "New"
        SECOND_HAND = "second_hand", "Second hand"
        MODERNISED = "second_hand_modernised", "Second hand, modernised"
        UNKNOWN = "unknown", "Not known"

    transfer = models.ForeignKey(ArmsTransfer, on_delete=models.CASCADE, related_name="items")
    designation = models.CharField(max_length=160, help_text="As the source says.")
    category = models.CharField(max_length=20, choices=Category.choices, default=Category.OTHER)
    weapon_class = models.CharField(
        max_length=20, choices=WeaponClass.choices, default=WeaponClass.OTHER
    )
    armed = models.CharField(max_length=8, choices=Armed.choices, default=Armed.UNKNOWN)
    condition = models.CharField(
        max_length=24, choices=Condition.choices, default=Condition.UNKNOWN
    )
    quantity_low = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: unknown.")
    quantity_best = models.PositiveIntegerField(null=True, blank=True)
    quantity_high = models.PositiveIntegerField(null=True, blank=True)
    quantity_reported = models.CharField(
        max_length=120, blank=True, help_text="The words: “up to several hundred”."
    )
    is_editors_reading = models.BooleanField(
        default=False, help_text="The numbers are an editor's reading of the words."
    )

    class Meta:
        constraints = quantity_constraints("transfer_item")

    def __str__(self) -> str:
        return self.designation


class TransferStep(Detail):
    """One thing that happened to an order: planned, ordered, delivered in part."""

    class Step(models.TextChoices):
        CONSIDERED = "considered", "considered"
        OFFERED_OR_REQUESTED = "offered_or_requested", "offered or requested"
        PLANNED = "planned", "planned"
        NEGOTIATED = "negotiated", "negotiated"
        APPROVED = "approved", "approved"
        ORDERED = "ordered", "ordered"
        PRODUCTION_STARTED = "production_started", "production started"
        DELIVERED = "delivered", "delivered"
        OBSERVED_IN_USE = "observed_in_use", "observed in use"
        SUSPENDED = "suspended", "suspended"
        CANCELLED = "cancelled", "cancelled"
        RETURNED = "returned", "returned"

    KIND = Kind.ARMS_TRANSFER

    transfer = models.ForeignKey(ArmsTransfer, on_delete=models.PROTECT, related_name="steps")
    item = models.ForeignKey(TransferItem, on_delete=models.PROTECT, null=True, blank=True)
    step = models.CharField(max_length=24, choices=Step.choices)
    quantity_low = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: unknown.")
    quantity_best = models.PositiveIntegerField(null=True, blank=True)
    quantity_high = models.PositiveIntegerField(null=True, blank=True)
    quantity_reported = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.ARMS_TRANSFER),
                name="transfer_step_is_of_its_kind",
            ),
            *quantity_constraints("transfer_step"),
        ]

    def __str__(self) -> str:
        return f"{self.step} (fact {self.pk})"

    @property
    def subtype(self) -> str:
        return self.step
