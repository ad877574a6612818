"""The shapes of what writing answers, and how a proposal and an article are told."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from rest_framework import serializers

from api.serializers import DateSerializer, ParticipantSerializer
from api.writing import fields as given
from articles import intake
from articles.models import Article, Suggestion
from relations.lanes import Kind, Lane
from relations.models import Proposal
from relations.pairs import Relation
from relations.verification import Verification

S = serializers.Serializer[Any]


class ArticleGivenSerializer(given.Strict):
    """An article to read: its address, or its text with the address it is from."""

    address = given.Text(required=False, help_text="Fetched by the desk's worker.")
    text = given.Text(required=False, help_text=f"Text or HTML, to {intake.MOST_PASTED:,} letters.")
    title = given.Text(required=False, max_length=400)
    publisher = given.Text(required=False, max_length=160)
    published = given.DateText(required=False, max_length=120)
    language = given.Text(required=False, max_length=12, help_text="A code: fa, pt-BR.")
    pair = given.PairText(required=False, help_text="The pair it is about, as in IRN-RUS.")


class ArticleSerializer(S):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(Article.Status.choices)
    state_label = serializers.CharField()
    progress = serializers.IntegerField(help_text="Per cent.")
    is_new = serializers.BooleanField(required=False, help_text="False: it was here already.")
    failure = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    publisher = serializers.CharField(allow_blank=True)
    published = serializers.CharField(allow_blank=True, help_text="EDTF.")
    language = serializers.CharField(allow_blank=True)
    source: Any = serializers.IntegerField(
        allow_null=True, help_text="What evidence from it names, once it is read."
    )
    version = serializers.IntegerField(allow_null=True, help_text="Its text, likewise.")
    suggestions = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many, by what became of them."
    )
    desk = serializers.CharField(help_text="Where an editor reads it.")


class ArticleDryRunSerializer(S):
    dry_run = serializers.BooleanField()
    is_new = serializers.BooleanField()
    article = serializers.IntegerField(allow_null=True, help_text="The one that is here already.")
    detail = serializers.CharField()


class ProposalSerializer(S):
    id = serializers.IntegerField()
    act = serializers.ChoiceField(Proposal.Act.choices)
    state = serializers.ChoiceField(Proposal.State.choices)
    fact = serializers.IntegerField(allow_null=True, help_text="The fact to correct.")
    base_revision = serializers.IntegerField(allow_null=True)
    payload = serializers.DictField(help_text="As first proposed.")
    is_edited = serializers.BooleanField(help_text="Whether it was accepted with changes.")
    public_note = serializers.CharField(allow_blank=True)
    origin = serializers.ChoiceField(Proposal.Origin.choices)
    origin_name = serializers.CharField(allow_blank=True, help_text="The token's name.")
    rejection_reason = serializers.CharField(allow_blank=True)
    result = serializers.IntegerField(allow_null=True, help_text="The fact it became.")
    publication = serializers.CharField(allow_blank=True, help_text="Of that fact.")
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    desk = serializers.CharField(help_text="Where an editor decides.")


class ProposalPageSerializer(S):
    results = ProposalSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class PlaceSerializer(S):
    pair = serializers.CharField()
    lane = serializers.ChoiceField(Lane.choices)
    relation = serializers.ChoiceField([*Relation.values])
    direction = serializers.CharField()


class FieldChangeSerializer(S):
    field = serializers.CharField()
    was = serializers.JSONField(allow_null=True)
    now = serializers.JSONField(allow_null=True)


class LookAlikeSerializer(S):
    fact = serializers.IntegerField()
    headline = serializers.CharField()
    score = serializers.FloatField(help_text="0 to 1; from 0.5 on.")
    reasons = serializers.ListField(child=serializers.CharField())
    differences = serializers.ListField(child=serializers.CharField())


class DryRunSerializer(S):
    """What a proposal would make once it is accepted; nothing was written."""

    dry_run = serializers.BooleanField()
    act = serializers.ChoiceField(Proposal.Act.choices)
    fact = serializers.IntegerField(allow_null=True)
    kind = serializers.ChoiceField(Kind.choices)
    subtype = serializers.CharField()
    headline = serializers.CharField()
    date = DateSerializer()
    status = serializers.CharField()
    pairs = PlaceSerializer(many=True)
    lanes = serializers.ListField(child=serializers.CharField())
    participants = ParticipantSerializer(many=True)
    verification = serializers.ChoiceField(Verification.choices)
    badge = serializers.CharField()
    verification_reason = serializers.CharField(allow_blank=True)
    needs_second_reader = serializers.BooleanField()
    changes = FieldChangeSerializer(many=True)
    look_alikes = LookAlikeSerializer(many=True)


class FurtherSourceSerializer(given.Strict):
    """Passages that are to carry a fact that is here already."""

    evidence = serializers.ListField(child=serializers.DictField(), help_text="As in a fact.")
    public_note = given.Text(required=False, max_length=300)


def told_proposal(proposal: Proposal) -> dict[str, Any]:
    """A proposal as ProposalSerializer has it; `result` joined."""
    result = proposal.result
    desk = "review-correction" if proposal.act == Proposal.Act.AMEND else "review-proposal"
    return {
        "id": proposal.pk,
        "act": proposal.act,
        "state": proposal.state,
        "fact": proposal.fact_id,
        "base_revision": proposal.base_revision,
        "payload": proposal.payload,
        "is_edited": proposal.edited_payload is not None,
        "public_note": proposal.public_note,
        "origin": proposal.origin,
        "origin_name": proposal.origin_name,
        "rejection_reason": proposal.rejection_reason,
        "result": result.pk if result else None,
        "publication": result.publication if result else "",
        "proposed_at": proposal.proposed_at,
        "decided_at": proposal.decided_at,
        "desk": reverse(f"desk:{desk}", args=[proposal.pk]),
    }


def told_article(article: Article) -> dict[str, Any]:
    """An article as ArticleSerializer has it; one query for its suggestions."""
    counts = dict(
        article.suggestions.order_by().values_list("outcome").annotate(number=Count("pk"))
    )
    return {
        "id": article.pk,
        "state": article.status,
        "state_label": article.get_status_display(),
        "progress": article.progress,
        "failure": article.failure_sentence if article.status == Article.Status.FAILED else "",
        "title": article.title,
        "address": article.address,
        "publisher": article.publisher_name,
        "published": article.published,
        "language": article.language,
        "source": article.source_id,
        "version": article.version_id,
        "suggestions": {
            str(outcome): counts.get(outcome, 0)
            for outcome in Suggestion.Outcome.values
            if outcome != Suggestion.Outcome.SUPERSEDED
        },
        "desk": reverse("desk:article", args=[article.pk]),
    }
