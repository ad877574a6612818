"""What stands beside a pair's timeline: alliances and shared treaties, and votes in the UN."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters
from api.authentication import may_see_all
from api.base import ReadView
from api.errors import BadParameters
from api.paging import address_with, known, pair_at, read_page
from api.problems import answers
from api.serializers import ClaimSourceSerializer
from relations.models import Agreement, RollCall, Source, Vote
from relations.timeline import Problem
from relations.timeline.beside import Alliance, beside, sources_of_agreements, voting
from relations.timeline.votes import CHOICES, BothVotes, votes_of

MOST_SHARED = 200


class CitedSourceSerializer(ClaimSourceSerializer):
    licence = serializers.CharField(allow_blank=True)


class AllianceSerializer(serializers.Serializer[Any]):
    """One spell of an alliance, as one data set has it."""

    agreement = serializers.IntegerField()
    fact = serializers.IntegerField(help_text="The first fact of it.")
    dataset = serializers.CharField(allow_blank=True, help_text="Empty: entered here.")
    per = serializers.CharField(help_text="Whose word it is.")
    title = serializers.CharField()
    obligations = serializers.ListField(child=serializers.ChoiceField(Agreement.Obligation.choices))
    first = serializers.IntegerField(allow_null=True, help_text="Year; null: unknown.")
    last = serializers.IntegerField(allow_null=True, help_text="Year; null: goes on, or unknown.")
    first_text = serializers.CharField(allow_blank=True, help_text="EDTF.")
    last_text = serializers.CharField(allow_blank=True, help_text="EDTF.")
    sources = CitedSourceSerializer(many=True)


class SharedTreatySerializer(serializers.Serializer[Any]):
    agreement = serializers.IntegerField()
    title = serializers.CharField()
    status = serializers.CharField()
    parties = serializers.IntegerField()
    since = serializers.CharField(allow_blank=True, help_text="EDTF: when the later one joined.")
    sources = CitedSourceSerializer(many=True)


class BesideSerializer(serializers.Serializer[Any]):
    pair = serializers.CharField()
    alliances = AllianceSerializer(many=True)
    disagreements = serializers.ListField(child=serializers.CharField())
    shared_count = serializers.IntegerField()
    shared_treaties = SharedTreatySerializer(many=True)
    page = serializers.CharField()


class VoteYearSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    both = serializers.IntegerField(help_text="Roll calls in which both voted.")
    alike = serializers.IntegerField()
    apart = serializers.IntegerField()
    rate = serializers.FloatField(help_text="alike / both")


class RollCallSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    voted_on = serializers.DateField()
    session = serializers.IntegerField()
    resolution = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    issues = serializers.ListField(child=serializers.CharField())
    votes = serializers.DictField(
        child=serializers.ChoiceField(Vote.Choice.choices), help_text="By the country's code."
    )
    is_alike = serializers.BooleanField()


class PairVotesSerializer(serializers.Serializer[Any]):
    pair = serializers.CharField()
    both = serializers.IntegerField(help_text="Roll calls in which both voted, of all years.")
    alike = serializers.IntegerField()
    apart = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True, help_text="alike / both; null: no roll call.")
    years = VoteYearSerializer(many=True)
    source = CitedSourceSerializer(allow_null=True)  # type: ignore[assignment]
    results = RollCallSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    page = serializers.CharField()


class PairBeside(ReadView):
    @extend_schema(operation_id="pair_beside", responses=answers(BesideSerializer, 404))
    def get(self, request: Request, pair: str) -> Response:
        """A pair's alliances by data set, where these disagree, and treaties of many that both
        are parties to: the 200 joined last."""
        parameters.only(request.GET)
        between = pair_at(pair)
        withhold = not may_see_all(request)
        found = beside(between, most=MOST_SHARED, redistributable_only=withhold)
        if not found:
            known(between)
        agreements = [each.id for each in found.alliances] + [each.id for each in found.shared]
        cited = sources_of_agreements(agreements, redistributable_only=withhold)
        return Response(
            {
                "pair": str(between),
                "alliances": [
                    {**_alliance(each), "sources": _sources(cited.get(each.id, ()))}
                    for each in found.alliances
                ],
                "disagreements": found.disagreements,
                "shared_count": found.shared_count,
                "shared_treaties": [
                    {
                        "agreement": each.id,
                        "title": each.title,
                        "status": each.status,
                        "parties": each.parties,
                        "since": each.since,
                        "sources": _sources(cited.get(each.id, ())),
                    }
                    for each in found.shared
                ],
                "page": request.build_absolute_uri(f"/r/{between}/"),
            }
        )


class PairVotes(ReadView):
    @extend_schema(
        operation_id="pair_votes",
        parameters=[
            parameters.chosen("only", CHOICES),
            *parameters.documented("cursor", "limit"),
        ],
        responses=answers(PairVotesSerializer, 404),
    )
    def get(self, request: Request, pair: str) -> Response:
        """How the two voted in the UN General Assembly: by year, and roll calls, newest first."""
        parameters.only(request.GET, "only", "cursor", "limit")
        between = pair_at(pair)
        only, problems = _only(request)
        limit, cursor = read_page(request, found_before=problems)
        page = votes_of(between, only=only, after=_number(cursor), limit=limit)
        if cursor is not None and not page.votes:
            _refuse_unknown(cursor)
        found = voting(between)
        if not found.votes:
            known(between)
        source = found.votes_source and Source.objects.select_related("publisher").get(
            pk=found.votes_source[0]
        )
        asked = f"?only={only}" if only else ""
        return Response(
            {
                "pair": str(between),
                "both": found.both,
                "alike": found.alike,
                "apart": found.both - found.alike,
                "rate": found.rate if found.both else None,
                "years": [
                    {
                        "year": each.year,
                        "both": each.both,
                        "alike": each.alike,
                        "apart": each.opposite,
                        "rate": each.rate,
                    }
                    for each in found.votes
                ],
                "source": _sources([source])[0] if source else None,
                "results": [_roll_call(each, between.low, between.high) for each in page.votes],
                "next": address_with(request, page.next),
                "previous": None,
                "page": request.build_absolute_uri(f"/r/{between}/votes/{asked}"),
            }
        )


def _only(request: Request) -> tuple[str, list[Problem]]:
    texts = list(dict.fromkeys(text for text in request.GET.getlist("only") if text))
    problems = [
        Problem("only", text[:40], f"“{text[:40]}” is not one of {', '.join(CHOICES)}.")
        for text in texts
        if text not in CHOICES
    ]
    problems += [Problem("only", text[:40], "Give “only” once.") for text in texts[1:]]
    return (texts[0] if texts else ""), problems


def _number(cursor: int | str | None) -> int | None:
    return cursor if isinstance(cursor, int) else None


def _refuse_unknown(cursor: int | str) -> None:
    """Say that a roll call is not there (any more), where the page after it would look empty."""
    if not RollCall.objects.filter(pk=cursor).exists():
        raise BadParameters([Problem("cursor", str(cursor), "This cursor is no roll call.")])


def _alliance(each: Alliance) -> dict[str, Any]:
    return {
        "agreement": each.id,
        "fact": each.fact,
        "dataset": each.dataset,
        "per": each.source,
        "title": each.title,
        "obligations": each.obligations,
        "first": each.first,
        "last": each.last,
        "first_text": each.first_text,
        "last_text": each.last_text,
    }


def _roll_call(each: BothVotes, low: str, high: str) -> dict[str, Any]:
    return {
        "number": each.number,
        "voted_on": each.voted_on,
        "session": each.session,
        "resolution": each.resolution,
        "title": each.title,
        "description": each.description,
        "issues": each.issues,
        "votes": {low: each.low, high: each.high},
        "is_alike": each.is_alike,
    }


def _sources(sources: Iterable[Source]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.pk,
            "title": each.title,
            "publisher": each.publisher.name,
            "publisher_slug": each.publisher.slug,
            "address": each.address,
            "published": each.published_text,
            "language": each.language,
            "credit": each.credit,
            "licence": each.licence,
        }
        for each in sources
    ]
