"""The fact: the head that is the timeline's row, and what is derived from its detail."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from relations import fields
from relations.dates import NO_DATE, Precision, UncertainDate
from relations.lanes import Kind, Lane
from relations.models.country import Country
from relations.models.topic import Topic
from relations.pairs import Direction, Relation, Role
from relations.verification import Verification

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from relations.models.detail import Detail


class Publication(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    RETRACTED = "retracted", "Retracted"
    MERGED = "merged", "Merged"


class FactQuerySet(models.QuerySet["Fact"]):
    def published(self) -> FactQuerySet:
        return self.filter(publication=Publication.PUBLISHED)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser | None) -> FactQuerySet:
        """What a reader of pages may see: published facts, all facts for staff."""
        if user is not None and getattr(user, "is_staff", False):
            return self
        return self.published()

    def redistributable(self) -> FactQuerySet:
        """Those that may leave by API, file or feed for readers who are not signed in."""
        return self.filter(is_redistributable=True)

    def with_detail(self) -> FactQuerySet:
        """Join the five details; one query."""
        return self.select_related(
            "agreementstep__agreement",
            "transferstep__transfer",
            "statement__speaker",
            "statement__office",
            "visit",
            "action",
        )


class Fact(models.Model):
    """Something that happened, or is said to have happened, between states or to one of them.

    `sort_key`, `first_day` and `last_day` are computed by PostgreSQL from the date and `known_by`
    (see `relations.dates`). `subtype` is the detail's step, act, form or subtype; `status` is
    derived from the agreement or order, or the kind. All that is marked not editable comes out
    of `relations.recording`.
    """

    class DateBasis(models.TextChoices):
        STATED = "stated", "Stated by the source"
        INFERRED = "inferred", "Inferred from another fact"
        REPORTED = "reported", "Reported, not by the source itself"
        EDITOR = "editor", "Set by an editor"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    subtype = models.CharField(max_length=24, editable=False)
    headline = models.CharField(
        max_length=300,
        help_text="One sentence in the present tense. Empty: made from a template.",
    )
    summary = models.TextField(blank=True, help_text="What the source does not say matters too.")
    language = models.CharField(max_length=12, default="en", editable=False)

    date_text = fields.edtf_field("2022-07-19, July 2022, about 2022… Empty: the source has none.")
    date_earliest = fields.day_field()
    date_latest = fields.day_field()
    date_precision = fields.precision_field()
    end_text = fields.edtf_field("Last day of what went on for a while. Empty: none, or unknown.")
    end_earliest = fields.day_field()
    end_latest = fields.day_field()
    end_precision = fields.precision_field()
    date_basis = models.CharField(
        max_length=10, choices=DateBasis.choices, default=DateBasis.STATED
    )
    date_reason = models.CharField(max_length=200, blank=True)
    date_inferred_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    known_by = models.DateField(
        editable=False, help_text="A bound: the first day an accepted source had it."
    )

    is_key = models.BooleanField(default=False, help_text="Marked on the page, never moved.")
    status = models.CharField(max_length=24, editable=False, default="unknown")
    verification = models.CharField(
        max_length=20,
        choices=Verification.choices,
        default=Verification.UNVERIFIED,
        editable=False,
    )
    verification_reason = models.CharField(max_length=300, editable=False, default="")
    verification_override = models.CharField(
        max_length=20, choices=Verification.choices, blank=True, default=""
    )
    override_reason = models.CharField(max_length=200, blank=True, default="")
    claimants = ArrayField(
        models.CharField(max_length=16), default=list, editable=False, blank=True
    )
    deniers = ArrayField(models.CharField(max_length=16), default=list, editable=False, blank=True)
    is_many_sided = models.BooleanField(default=False, editable=False)
    is_redistributable = models.BooleanField(default=False, editable=False)
    has_money = models.BooleanField(default=False, editable=False)
    dollars = models.BigIntegerField(
        default=-1, editable=False, help_text="Its largest amount; -1 where it has none in dollars."
    )
    source_count = models.PositiveIntegerField(default=0, editable=False)
    marks = models.TextField(
        default="",
        editable=False,
        blank=True,
        help_text="Publishers, topics and speaker, for pair timelines: “p:7 s:12 t:drones”.",
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="facts")
    years_override_reason = models.CharField(
        max_length=200,
        blank=True,
        default="",
        editable=False,
        help_text="Why a state takes part outside its years.",
    )

    publication = models.CharField(
        max_length=10,
        choices=Publication.choices,
        default=Publication.DRAFT,
        editable=False,
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    retraction_reason = models.CharField(max_length=300, blank=True, default="", editable=False)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        db_index=False,
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    second_read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, editable=False)
    dataset = models.CharField(max_length=40, blank=True, default="", editable=False)
    dataset_key = models.CharField(max_length=120, blank=True, default="", editable=False)

    first_day = models.GeneratedField(
        expression=Func(
            F("date_earliest"),
            F("date_precision"),
            F("known_by"),
            function="fact_first_day",
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    last_day = models.GeneratedField(
        expression=Func(
            F("date_latest"),
            F("date_precision"),
            F("known_by"),
            function="fact_last_day",
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    sort_key = models.GeneratedField(
        expression=Func(
            F("date_earliest"),
            F("date_latest"),
            F("date_precision"),
            F("known_by"),
            function="fact_sort_key",
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [
            *fields.date_constraints("fact_date", "date"),
            *fields.date_constraints("fact_end", "end"),
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True)
                | Q(end_latest__isnull=True)
                | Q(date_earliest__lte=F("end_latest")),
                name="fact_ends_after_it_starts",
                violation_error_message="It cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=~Q(date_basis="inferred") | Q(date_inferred_from__isnull=False),
                name="inferred_date_names_its_fact",
                violation_error_message="Say from which fact the date is inferred.",
            ),
            models.CheckConstraint(
                condition=~Q(date_basis="editor") | ~Q(date_reason=""),
                name="editors_date_has_a_reason",
                violation_error_message="A date set by an editor needs its reason.",
            ),
            models.CheckConstraint(
                condition=Q(verification_override="") | ~Q(override_reason=""),
                name="override_has_a_reason",
                violation_error_message="An overridden level needs its public reason.",
            ),
            models.CheckConstraint(
                condition=~Q(publication="retracted") | ~Q(retraction_reason=""),
                name="retraction_has_a_reason",
                violation_error_message="Say why the fact is retracted.",
            ),
            models.CheckConstraint(
                condition=Q(publication="merged", merged_into__isnull=False)
                | (~Q(publication="merged") & Q(merged_into__isnull=True)),
                name="merged_fact_names_its_survivor",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="fact_is_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(headline=""),
                name="fact_has_a_headline",
                violation_error_message="A fact needs a headline.",
            ),
            models.UniqueConstraint(
                fields=["dataset", "dataset_key"],
                condition=~Q(dataset=""),
                name="fact_is_imported_once",
            ),
        ]
        indexes = [
            # the API's list of all facts, newest first
            models.Index(
                F("sort_key").desc(),
                F("id").desc(),
                name="fact_newest_published",
                condition=Q(publication="published"),
            ),
            # the same list of one kind
            models.Index(
                F("kind"),
                F("sort_key").desc(),
                F("id").desc(),
                name="fact_newest_of_a_kind",
                condition=Q(publication="published"),
            ),
            # the admin's change lists, which show drafts first
            models.Index(fields=["publication", "-id"], name="fact_by_publication"),
            *fields.sparse_indexes(
                "fact",
                "date_inferred_from",
                "merged_into",
                "recorded_by",
                "published_by",
                "second_read_by",
            ),
        ]
        permissions = [
            ("publish_fact", "Can publish facts"),
            ("approve_fact", "Can second-read facts"),
            ("merge_fact", "Can merge facts"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def date(self) -> UncertainDate:
        return fields.read_date(self, "date")

    @property
    def end(self) -> UncertainDate:
        return fields.read_date(self, "end")

    @property
    def is_public(self) -> bool:
        return self.publication == Publication.PUBLISHED

    @property
    def detail(self) -> Detail:
        """The typed half; one query unless it was joined (`with_detail`)."""
        return cast("Detail", getattr(self, DETAILS[Kind(self.kind)]))


DETAILS = {
    Kind.AGREEMENT: "agreementstep",
    Kind.ARMS_TRANSFER: "transferstep",
    Kind.STATEMENT: "statement",
    Kind.VISIT: "visit",
    Kind.ACTION: "action",
}
"""The name of a fact's one-to-one relation to its detail, by kind."""

COPIED = (
    "kind",
    "subtype",
    "verification",
    "status",
    "date_precision",
    "first_day",
    "last_day",
    "sort_key",
    "publication",
    "is_redistributable",
    "has_money",
    "marks",
)
"""The columns a pair row copies. Each is NOT NULL on both sides: a composite foreign key with a
NULL in it checks nothing. (`marks` is text because PostgreSQL takes no array into such a key.)
The migration of rules makes the key, with ON UPDATE CASCADE."""


class Participant(models.Model):
    """A country in a role, derived from the detail; "others involved" are typed.

    `sort_key` and `publication` are copies kept by the database, so that a country's own
    timeline is one index scan.
    """

    # the key to the fact is the composite one, its index that of the unique rule
    fact = models.ForeignKey(
        Fact,
        on_delete=models.CASCADE,
        related_name="participants",
        db_constraint=False,
        db_index=False,
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="participations", db_index=False
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    is_typed = models.BooleanField(default=False, help_text="Typed by an editor, not derived.")
    sort_key = models.BigIntegerField(editable=False)
    publication = models.CharField(max_length=10, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("fact", "country", "role", name="participant_is_listed_once")
        ]
        indexes = [
            # whether a country takes part in anything, drafts as well
            models.Index(fields=["country"], name="participant_country"),
            # a country's facts, newest first
            models.Index(
                F("country"),
                F("sort_key").desc(),
                F("fact").desc(),
                name="participant_timeline",
                condition=Q(publication="published"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} as {self.role}"


def list_of(marks: F) -> Func:
    """The marks as an array, for the index on them and for those who read by it."""
    return Func(
        marks, Value(" "), function="string_to_array", output_field=ArrayField(models.TextField())
    )


class PairColumns(models.Model):
    """The columns that pages and the API filter a pair's timeline by; all NOT NULL."""

    low = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", db_index=False)
    high = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", db_index=False)
    relation = models.CharField(max_length=8, choices=Relation.choices)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    lane = models.CharField(max_length=10, choices=Lane.choices)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    subtype = models.CharField(max_length=24)
    verification = models.CharField(max_length=20, choices=Verification.choices)
    status = models.CharField(max_length=24)
    date_precision = models.CharField(max_length=8, choices=Precision.choices)
    first_day = models.IntegerField()
    last_day = models.IntegerField()
    sort_key = models.BigIntegerField()
    publication = models.CharField(max_length=10, choices=Publication.choices)
    is_redistributable = models.BooleanField()
    has_money = models.BooleanField()
    marks = models.TextField(default="")

    class Meta:
        abstract = True


WIDE = Q(last_day__gt=F("first_day") + 31)
"""Facts that may lie outside any window their sort key suggests: found by their own index."""


def _timeline(name: str, *columns: str, condition: Q | None = None) -> models.Index:
    published = Q(publication="published")
    return models.Index(
        F("low"),
        F("high"),
        *(F(column) for column in columns),
        F("sort_key").desc(),
        F("fact").desc(),
        name=name,
        condition=published & condition if condition else published,
    )


class PairFact(PairColumns):
    """One row of a pair's timeline. Derived, never edited; it cannot disagree with its fact."""

    pk = models.CompositePrimaryKey("low", "high", "fact")
    fact = models.ForeignKey(
        Fact, on_delete=models.CASCADE, related_name="pair_facts", db_constraint=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="pair_is_low_high"),
            models.CheckConstraint(
                condition=Q(relation="about", direction="third", lane="third")
                | (Q(relation="between") & ~Q(direction="third") & ~Q(lane="third")),
                name="third_parties_have_their_own_lane",
            ),
        ]
        indexes = [
            # the pair page and the API's timeline, unfiltered
            _timeline("pair_timeline"),
            # the same, filtered by a facet that may be rare on a busy pair
            _timeline("pair_timeline_verification", "verification"),
            _timeline("pair_timeline_lane", "lane"),
            _timeline("pair_timeline_subtype", "kind", "subtype"),
            _timeline("pair_timeline_status", "status"),
            _timeline("pair_timeline_direction", "direction"),
            # facts of wide or unknown dates, merged into a window of days
            _timeline("pair_timeline_wide", condition=WIDE),
            # the money tile of a pair page
            _timeline("pair_timeline_money", condition=Q(has_money=True)),
            # a rare publisher, topic or speaker on a busy pair
            GinIndex(list_of(F("marks")), name="pair_row_marks"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id}-{self.high_id} fact {self.fact_id}"


class PairTally(models.Model):
    """Counts of published pair rows as signed deltas: readers sum, a task folds.

    Statement triggers append deltas in the writer's own transaction, so that a fact published
    now is counted in the next request and nobody waits for an import. `first_month` and
    `last_month` are year * 12 + month - 1 of the first and the last day it may mean (an open end
    is OPEN_START or OPEN_END); an undated fact has UNDATED and the month it was known by.
    """

    UNDATED, OPEN_START, OPEN_END = -1, 0, 119_999

    low = models.CharField(max_length=16, db_collation="C")
    high = models.CharField(max_length=16, db_collation="C")
    lane = models.CharField(max_length=10)
    kind = models.CharField(max_length=16)
    direction = models.CharField(max_length=8)
    verification = models.CharField(max_length=20)
    status = models.CharField(max_length=24)
    first_month = models.IntegerField()
    last_month = models.IntegerField()
    facts = models.IntegerField()
    withheld = models.IntegerField(help_text="Of these, not redistributable.")

    class Meta:
        verbose_name_plural = "pair tallies"
        indexes = [
            # the tiles, facet counts and yearly columns of a pair page
            models.Index(fields=["low", "high", "first_month"], name="pair_tally_of_a_pair"),
            # a country's partners
            models.Index(fields=["high"], name="pair_tally_of_the_second"),
        ]

    def __str__(self) -> str:
        return f"{self.low}-{self.high} {self.lane} {self.first_month}: {self.facts:+}"


class PairMark(models.Model):
    """Counts of a pair's published rows by mark and by subtype (`f:`), kept as PairTally is."""

    low = models.CharField(max_length=16, db_collation="C")
    high = models.CharField(max_length=16, db_collation="C")
    mark = models.CharField(max_length=60)
    facts = models.IntegerField()

    class Meta:
        indexes = [
            # the facets of a pair page: sources, topics, speakers
            models.Index(fields=["low", "high", "mark"], name="pair_mark_of_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.low}-{self.high} {self.mark}: {self.facts:+}"


class PairPulse(models.Model):
    """A sign that something of a pair changed: which transaction wrote it. Of every act also one
    of the empty pair, for facts that are in none.

    Written by statement triggers on pair rows and on changes, in the writer's own transaction. A
    sum remembered under a snapshot holds as long as no pulse came that the snapshot did not see
    (`relations.timeline.remembering`): also when a long import commits after a short edit.
    """

    low = models.CharField(max_length=16, db_collation="C")
    high = models.CharField(max_length=16, db_collation="C")
    writer = models.BigIntegerField()

    class Meta:
        indexes = [
            # whether what is remembered of a pair still holds
            models.Index(fields=["low", "high", "writer"], name="pair_pulse_of_a_pair"),
            # the same of what is added up over all pairs
            models.Index(fields=["writer"], name="pair_pulse_by_writer"),
        ]

    def __str__(self) -> str:
        return f"{self.low}-{self.high} by {self.writer}"


class FactLink(models.Model):
    """How one fact relates to another."""

    class Kind(models.TextChoices):
        PART_OF = "part_of", "part of"
        IMPLEMENTS = "implements", "implements"
        AMENDS = "amends", "amends"
        SUPERSEDES = "supersedes", "supersedes"
        DELIVERS = "delivers", "delivers"
        REACTS_TO = "reacts_to", "reacts to"
        CONTRADICTS = "contradicts", "contradicts"
        STATED_IN = "stated_in", "stated in"

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    to = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="linked_from")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(fact=F("to")),
                name="fact_is_not_linked_to_itself",
                violation_error_message="A fact is not linked to itself.",
            ),
            models.UniqueConstraint("fact", "kind", "to", name="fact_link_is_listed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} {self.kind} {self.to_id}"


__all__ = [
    "NO_DATE",
    "Fact",
    "FactLink",
    "PairFact",
    "PairMark",
    "PairPulse",
    "PairTally",
    "Participant",
    "Publication",
    "list_of",
]
