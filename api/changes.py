"""The change feed, for mirrors: as JSON from the oldest act on, as Atom from the newest back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from api.authentication import may_see_all
from api.base import ReadView
from api.errors import BadParameters
from api.parameters import pairs_of
from api.problems import REFUSED
from relations.lanes import Kind
from relations.timeline.atom import Entry, changes_feed
from relations.timeline.feed import ChangeRow, feed
from relations.timeline.feed_question import FeedQuestion, read_feed_question
from relations.timeline.log import ACT_WORDS, ACTS
from relations.timeline.then import settled_at


def question_of(request: Request, *, is_newest_first: bool = False) -> FeedQuestion:
    """Read the address. Raise BadParameters naming each parameter that cannot be read."""
    given = [(name, text) for name, text in pairs_of(request.GET) if name != "format"]
    question, problems = read_feed_question(given, is_newest_first=is_newest_first)
    if problems:
        raise BadParameters(problems)
    return question


def address_at(question: FeedQuestion, position: int) -> str:
    """Return the path of the feed after a position, with the same filters and page size."""
    cursor = [("cursor", question.cursor_at(position))]
    limit = [("limit", str(question.limit))]
    return f"/api/v1/changes/?{urlencode([*question.query(), *cursor, *limit])}"


class ClaimRecordSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    field = serializers.CharField(allow_blank=True, help_text="Empty: that it occurred.")
    value = serializers.JSONField()
    source_id = serializers.IntegerField()
    quotation = serializers.CharField(allow_blank=True)
    dataset_row = serializers.CharField(allow_blank=True)
    asserted_by_country_id = serializers.CharField(allow_null=True)
    asserted_by_person_id = serializers.IntegerField(allow_null=True)
    asserted_by_body_id = serializers.IntegerField(allow_null=True)
    asserted_by_words = serializers.CharField(allow_blank=True)
    polarity = serializers.CharField()
    rank = serializers.CharField()
    licence = serializers.CharField(allow_blank=True)


class MoneyRecordSerializer(serializers.Serializer[Any]):
    measure = serializers.CharField()
    currency = serializers.CharField()
    amount_low = serializers.CharField(allow_null=True, help_text="A decimal, as a text.")
    amount_best = serializers.CharField(allow_null=True)
    amount_high = serializers.CharField(allow_null=True)
    reported = serializers.CharField(allow_blank=True)
    price_year = serializers.IntegerField(allow_null=True)
    counts = serializers.BooleanField()
    left_out_reason = serializers.CharField(allow_blank=True)
    verification = serializers.CharField()


class ParticipationSerializer(serializers.Serializer[Any]):
    country = serializers.CharField()
    role = serializers.CharField()


class FactRecordSerializer(serializers.Serializer[Any]):
    """A fact as published, by codes and numbers; what lasts is named by its number."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Kind.choices)
    subtype = serializers.CharField()
    headline = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    date = serializers.CharField(allow_blank=True, help_text="EDTF; empty: unknown.")
    end = serializers.CharField(allow_blank=True, help_text="EDTF; empty: none, or unknown.")
    date_basis = serializers.CharField()
    date_reason = serializers.CharField(allow_blank=True)
    known_by = serializers.DateField(help_text="A bound, never the event's date.")
    is_key = serializers.BooleanField()
    topics = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField()
    verification = serializers.CharField()
    verification_reason = serializers.CharField(allow_blank=True)
    claimants = serializers.ListField(child=serializers.CharField())
    deniers = serializers.ListField(child=serializers.CharField())
    participants = ParticipationSerializer(many=True)
    about = serializers.ListField(child=serializers.CharField())
    detail = serializers.DictField(help_text="The fields of its kind.")
    money = MoneyRecordSerializer(many=True)
    claims = ClaimRecordSerializer(many=True)


class ChangeSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    act = serializers.ChoiceField(ACTS)
    fact = serializers.IntegerField()
    kind = serializers.ChoiceField(Kind.choices)
    revision = serializers.IntegerField(help_text="Of the fact, after the act.")
    known_at = serializers.DateTimeField(help_text="When readers could see it.")
    reason = serializers.CharField(allow_blank=True)
    pairs = serializers.ListField(
        child=serializers.CharField(), help_text="Where the fact stood before or stands after."
    )
    merged_into = serializers.IntegerField(allow_null=True, help_text="The survivor.")
    before = FactRecordSerializer(allow_null=True)
    after = FactRecordSerializer(
        allow_null=True, help_text="What the fact is from then on; null: it is no longer there."
    )


class ChangePageSerializer(serializers.Serializer[Any]):
    results = ChangeSerializer(many=True)
    cursor = serializers.CharField(help_text="Where to go on, now or later; always given.")
    has_more = serializers.BooleanField()
    withheld = serializers.IntegerField(help_text="Acts left out of this page for their licence.")
    next = serializers.CharField(allow_null=True, help_text="Null once everything is read.")
    previous = serializers.CharField(allow_null=True, help_text="Always null.")


def _parameters() -> list[OpenApiParameter]:
    many = {"act": ACTS, "pair": None, "country": None, "kind": tuple(Kind.values)}
    meaning = {
        "act": "What was done; repeat for several.",
        "pair": "Two country codes in either order; repeat for several.",
        "country": "Code of a country that takes part; repeat for several.",
        "kind": "Kind of fact; repeat for several.",
    }
    return [
        *(
            OpenApiParameter(name, OpenApiTypes.STR, many=True, enum=values,
                             description=meaning[name])
            for name, values in many.items()
        ),
        OpenApiParameter("since", OpenApiTypes.STR, description=(
            "Acts known from this day or moment on: 2026-11-29 or 2026-11-29T10:00:00Z.")),
        OpenApiParameter("cursor", OpenApiTypes.STR, description="From `cursor` or `next`."),
        OpenApiParameter("limit", OpenApiTypes.INT, description="Acts looked at, 1 to 200."),
    ]  # fmt: skip


class Changes(ReadView):
    @extend_schema(
        operation_id="changes",
        parameters=_parameters(),
        responses={200: ChangePageSerializer, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Public acts, oldest first, each with the fact before and after.

        Start without a cursor, follow `next`, and come back later with `cursor`. Set each fact to
        its `after`, delete it where that is null: the result is what is published.
        """
        question = question_of(request)
        if may_see_all(request):
            # For others a licence taken back changes the answer too, and no act tells of it.
            self.modified = settled_at()
        page = feed(question, redistributable_only=not may_see_all(request))
        following = request.build_absolute_uri(address_at(question, page.position))
        return Response(
            {
                "results": page.rows,
                "cursor": question.cursor_at(page.position),
                "has_more": page.has_more,
                "withheld": page.withheld,
                "next": following if page.has_more else None,
                "previous": None,
            }
        )


class _WhateverIsAsked(BaseContentNegotiation):
    """A feed has one form: its address says so, and problems stay JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


@method_decorator(vary_on_headers("Authorization", "Cookie"), name="dispatch")
class ChangesAtom(ReadView):
    content_negotiation_class = _WhateverIsAsked

    @extend_schema(
        operation_id="changes_atom",
        parameters=_parameters(),
        responses={
            (200, "application/atom+xml"): OpenApiResponse(OpenApiTypes.STR, "An Atom feed."),
            **REFUSED,
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """The same acts as an Atom feed, newest first, with a link to the older ones."""
        question = question_of(request, is_newest_first=True)
        page = feed(question, redistributable_only=not may_see_all(request))
        kept = [*question.query(), ("limit", str(question.limit))]
        older = urlencode([*kept, ("cursor", question.cursor_at(page.position))])
        text = changes_feed(
            title="Changes, Dyad",
            page=request.build_absolute_uri("/changes/"),
            feed=request.build_absolute_uri(),
            root=request.build_absolute_uri("/"),
            older=request.build_absolute_uri(f"{request.path}?{older}") if page.has_more else "",
            entries=[_entry(row) for row in page.rows],
            withheld=page.withheld,
        )
        return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _entry(row: ChangeRow) -> Entry:
    shown = row["after"] or row["before"]
    return Entry(
        fact=row["fact"],
        revision=row["revision"],
        known_at=row["known_at"],
        act=ACT_WORDS[row["act"]],
        headline=shown["headline"] if shown else f"fact {row['fact']}",
        said=[f"Why: {row['reason']}"] if row["reason"] else [],
    )
