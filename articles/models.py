"""The queue: articles on their way in, what was found in them, and who is at it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from relations.models import Claim, Fact, Proposal, Source, SourceVersion

PAIR_HINT = r"^[A-Z]{3,16}-[A-Z]{3,16}$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$"


class ArticleQuerySet(models.QuerySet["Article"]):
    def waiting(self) -> ArticleQuerySet:
        """What the worker has to do."""
        return self.filter(status=Article.Status.WAITING)

    def to_review(self) -> ArticleQuerySet:
        return self.filter(status=Article.Status.READY)


class Article(models.Model):
    """A text on its way to facts: how it came, how far it is, and why it failed."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        FETCHING = "fetching", "Fetching"
        READING = "reading", "Reading"
        SUGGESTING = "suggesting", "Looking for facts"
        READY = "ready", "To review"
        DONE = "done", "Reviewed"
        NO_FACTS = "no_facts", "Read, no facts"
        FAILED = "failed", "Failed"

    class Intake(models.TextChoices):
        ADDRESS = "address", "Address"
        TEXT = "text", "Pasted text"
        HTML = "html", "Pasted HTML"
        FILE = "file", "File"

    WORKING = (Status.FETCHING, Status.READING, Status.SUGGESTING)
    STEPS = (Status.WAITING, *WORKING, Status.READY)

    intake = models.CharField(max_length=8, choices=Intake.choices)
    address = models.URLField(max_length=1000, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=400, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    publisher_name = models.CharField(max_length=160, blank=True, help_text="As given or found.")
    published = models.CharField(max_length=40, blank=True, help_text="EDTF, as given or found.")
    pair_hint = models.CharField(max_length=33, blank=True, help_text="As in IRN-RUS.")
    language = models.CharField(
        max_length=12, blank=True, help_text="As given: fa, pt-BR. Empty: as the text says."
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    failure = models.CharField(max_length=30, blank=True)
    failure_sentence = models.CharField(max_length=400, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    notes = models.JSONField(default=list, help_text="What to know before reading: sentences.")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    version = models.ForeignKey(
        SourceVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    likeness = models.FloatField(null=True, help_text="To what it copies: 0 to 1.")
    lost_claims = models.ManyToManyField(
        Claim, blank=True, help_text="Passages that the newest version no longer holds."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, help_text="When the worker last took it up.")
    finished_at = models.DateTimeField(null=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=~Q(address=""),
                name="article_address_is_queued_once",
                violation_error_message="This address is in the queue already.",
            ),
            models.CheckConstraint(
                condition=Q(pair_hint="") | Q(pair_hint__regex=PAIR_HINT),
                name="article_pair_hint_is_a_pair",
                violation_error_message="Write a pair as in IRN-RUS.",
            ),
            models.CheckConstraint(
                condition=Q(language="") | Q(language__regex=LANGUAGE),
                name="article_language_is_a_code",
                violation_error_message="Write a language as its code: fa, pt-BR.",
            ),
            models.CheckConstraint(
                condition=~Q(status="failed") | ~Q(failure_sentence=""),
                name="failed_article_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("ready", "done", "no_facts")) | Q(version__isnull=False),
                name="read_article_has_its_text",
            ),
        ]
        indexes = [
            # the queue, newest first within a status
            models.Index(fields=["status", "-id"], name="article_queue"),
        ]

    def __str__(self) -> str:
        return self.title or self.address or self.filename or f"Article {self.pk}"

    @property
    def is_working(self) -> bool:
        return self.status in (*self.WORKING, self.Status.WAITING)

    @property
    def progress(self) -> int:
        """How far the worker is, in per cent."""
        if self.status not in self.STEPS:
            return 100
        return round(100 * self.STEPS.index(self.Status(self.status)) / (len(self.STEPS) - 1))


class Original(models.Model):
    """The bytes an article came as, kept as they were received."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="originals")
    content = models.BinaryField()
    content_type = models.CharField(max_length=100, blank=True)
    charset = models.CharField(max_length=40, blank=True)
    address = models.URLField(max_length=1000, blank=True, help_text="After redirects.")
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.content_type or 'bytes'} of article {self.article_id}"


class Sketch(models.Model):
    """A sample of a text's five-word shingles, to find its near-copies (Broder 1997)."""

    version = models.OneToOneField(SourceVersion, on_delete=models.CASCADE, primary_key=True)
    shingles = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name_plural = "sketches"
        indexes = [GinIndex(fields=["shingles"], name="sketch_shingles")]

    def __str__(self) -> str:
        return f"sketch of version {self.version_id}"


class Suggestion(models.Model):
    """One fact proposed in an article: its passage, its number, and what became of it.

    The proposal keeps the payload as first proposed and as edited. `draft` holds the form's fields
    as last typed, so that nothing is lost before it is decided; `revision` rises with every
    decision, so that two editors notice each other.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", "To review"
        ACCEPTED = "accepted", "Accepted"
        EDITED = "edited", "Accepted, edited"
        SOURCE = "source", "Added as source"
        REJECTED = "rejected", "Rejected"
        SUPERSEDED = "superseded", "Replaced"

    class Reason(models.TextChoices):
        NOT_A_FACT = "not_a_fact", "Not a fact"
        WRONG_PAIR = "wrong_pair", "Wrong countries"
        DUPLICATE = "duplicate", "Told twice"
        UNCLEAR = "unclear", "Unclear"
        OTHER = "other", "Other"

    ACCEPTED = (Outcome.ACCEPTED, Outcome.EDITED)

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="suggestions")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="suggestion")
    version = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True, help_text="NULL: replaced by another.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=80, blank=True)
    found = models.JSONField(default=dict, help_text="What the provider found, as it said it.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    edited_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_skipped = models.BooleanField(default=False)
    draft = models.JSONField(null=True, blank=True)
    draft_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    draft_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("article", "number", name="suggestion_is_numbered_once"),
            models.CheckConstraint(
                condition=~Q(outcome="rejected") | ~Q(reason=""),
                name="rejected_suggestion_has_a_reason",
                violation_error_message="Say why it is rejected.",
            ),
        ]
        indexes = [
            # the quality page counts outcomes by rule
            models.Index(fields=["rule", "outcome"], name="suggestion_quality"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def fact(self) -> Fact | None:
        return self.proposal.result


class Presence(models.Model):
    """An editor who has an article open, and which suggestion they look at."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("article", "user", name="presence_is_listed_once")]

    def __str__(self) -> str:
        return f"{self.user_id} at article {self.article_id}"


class LinkCheck(models.Model):
    """What the nightly look at a source's address found."""

    class State(models.TextChoices):
        ALIVE = "alive", "Answers"
        MOVED = "moved", "Moved"
        GONE = "gone", "Gone"
        UNREACHABLE = "unreachable", "No answer"

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="link_check")
    state = models.CharField(max_length=12, choices=State.choices)
    moved_to = models.URLField(max_length=1000, blank=True)
    sentence = models.CharField(max_length=400, blank=True)
    checked_at = models.DateTimeField()
    since = models.DateTimeField(help_text="The first check that found this state.")

    def __str__(self) -> str:
        return f"source {self.source_id}: {self.state}"
