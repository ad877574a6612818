"""Facts, further sources and corrections: three spellings of one door, and what became of them."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters
from api.models import Token
from api.paging import keyset
from api.parameters import is_dry_run
from api.views import facts
from api.writing import payloads, proposing, written
from api.writing.doors import DRY_RUN, FACT_PROBLEMS, IF_MATCH, KEY, Writing, answers
from api.writing.keeping import once
from relations.models import Proposal
from relations.timeline import Problem

_PROPOSED = {200: written.DryRunSerializer, 201: written.ProposalSerializer}


def _proposed(request: Request, asked: proposing.Asked) -> Response:
    """Hand it in, or say what it would be."""
    if is_dry_run(request.GET):
        return Response(proposing.preview(asked, by=request.user))
    name = request.auth.name if isinstance(request.auth, Token) else ""
    proposal = proposing.hand_in(asked, by=request.user, name=name)
    where = reverse("api:proposal", args=[proposal.pk])
    return Response(written.told_proposal(proposal), status=201, headers={"Location": where})


class FactsAndNew(Writing, facts.Facts):
    reads_openly = True

    @extend_schema(
        operation_id="propose_fact",
        parameters=[KEY, DRY_RUN],
        request=payloads.documented(),
        responses=answers(_PROPOSED),
    )
    @once
    def post(self, request: Request) -> Response:
        """Propose a fact; it waits at the desk."""
        parameters.only(request.GET, "dry_run")
        return _proposed(request, proposing.new_fact(self.body(request)))


class Claims(Writing):
    @extend_schema(
        operation_id="propose_source",
        parameters=[KEY, IF_MATCH, DRY_RUN],
        request=written.FurtherSourceSerializer,
        responses=answers(_PROPOSED, problems={k: FACT_PROBLEMS[k] for k in (404, 412)}),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Propose a further source and passage of a fact."""
        parameters.only(request.GET, "dry_run")
        return _proposed(
            request,
            proposing.further_source(pk, self.body(request), request.headers.get("If-Match")),
        )


class Corrections(Writing):
    @extend_schema(
        operation_id="propose_correction",
        parameters=[KEY, IF_MATCH, DRY_RUN],
        request=payloads.documented_correction(),
        responses=answers(_PROPOSED, problems=FACT_PROBLEMS),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Propose a correction of a fact: only what changes, with a note for the readers."""
        parameters.only(request.GET, "dry_run")
        return _proposed(
            request, proposing.correction(pk, self.body(request), request.headers.get("If-Match"))
        )


class Proposals(Writing):
    @extend_schema(
        operation_id="proposals",
        parameters=[
            OpenApiParameter("state", str, enum=Proposal.State.values, many=True),
            *parameters.documented("cursor", "limit"),
        ],
        responses=answers({200: written.ProposalPageSerializer}, is_write=False),
    )
    def get(self, request: Request) -> Response:
        """What one has proposed oneself, newest first."""
        parameters.only(request.GET, "state", "cursor", "limit")
        states = list(dict.fromkeys(request.GET.getlist("state")))
        known = Proposal.State.values
        wrong = [
            Problem("state", each[:80], f"“{each[:80]}” is no state; use {', '.join(known)}.")
            for each in states
            if each not in known
        ]
        rows = Proposal.objects.filter(author=request.user.pk).select_related("result")
        rows = rows.filter(state__in=states) if states else rows
        return keyset(
            request,
            rows.order_by("-id"),
            lambda page: [written.told_proposal(row) for row in page],
            "id",
            found_before=wrong,
        )

    @extend_schema(
        operation_id="propose",
        parameters=[KEY, IF_MATCH, DRY_RUN],
        request=payloads.documented_correction(is_named=True),
        responses=answers(_PROPOSED, problems={k: FACT_PROBLEMS[k] for k in (404, 412, 428)}),
    )
    @once
    def post(self, request: Request) -> Response:
        """Propose a fact, or with `fact` and `base_revision` a correction of one."""
        parameters.only(request.GET, "dry_run")
        return _proposed(
            request, proposing.any_of(self.body(request), request.headers.get("If-Match"))
        )


class ProposalDetail(Writing):
    @extend_schema(
        operation_id="proposal",
        responses=answers(
            {200: written.ProposalSerializer}, is_write=False,
            problems={404: "One has proposed nothing of this number oneself."},
        ),
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        """What became of a proposal: its state, why it was rejected, the fact it became."""
        parameters.only(request.GET)
        rows = Proposal.objects.filter(author=request.user.pk).select_related("result")
        proposal = rows.filter(pk=pk).first() if pk < 2**63 else None
        if proposal is None:
            raise Http404(f"You have proposed nothing that has the number {pk}.")
        return Response(written.told_proposal(proposal))
