"""Second reading, corrections, and how good the suggestions are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import quality as measured
from pages import presenting
from pages.desk import forms, proposed, wording
from pages.desk.frame import editor, for_editors, render
from relations import recording, timeline
from relations.models import Change, Fact, Proposal, Publication
from relations.recording import NotAllowed, Refused, Stale
from relations.recording.differences import differences

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a difference, in words."""

    path: str
    label: str
    was: str
    now: str


@for_editors
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a second reader, and what is public without one."""
    in_review = Fact.objects.filter(publication=Publication.IN_REVIEW)
    alone = Fact.objects.filter(
        publication=Publication.PUBLISHED, second_read_by=None, dataset=""
    ).exclude(recorded_by=None)
    corrections = Proposal.objects.filter(
        state=Proposal.State.PROPOSED, act=Proposal.Act.AMEND
    ).select_related("fact", "author")
    return render(
        request,
        "review",
        {
            "in_review": in_review.select_related("recorded_by").order_by("pk")[:A_PAGE],
            "proposed": proposed.lines(),
            "corrections": corrections.order_by("pk")[:A_PAGE],
            "alone": alone.select_related("published_by").order_by("-published_at")[:A_PAGE],
            "alone_count": alone.count(),
        },
    )


@for_editors
def fact(request: HttpRequest, pk: int) -> HttpResponse:
    """Second-read one fact: what was proposed, what was accepted, and the passages."""
    found = get_object_or_404(Fact, pk=pk)
    if request.method == "POST":
        return _decide_fact(request, found)
    proposal = (
        Proposal.objects.filter(result=found, act=Proposal.Act.RECORD, claims=[])
        .select_related("suggestion__article", "author", "reviewer")
        .first()
    )
    rows: list[Row] = []
    if proposal is not None and proposal.edited_payload:
        rows = _rows(proposal.payload, proposal.edited_payload)
    row = timeline.row_of(found)
    said = wording.Words([proposal.payload]) if proposal else None
    return render(
        request,
        "review_fact",
        {
            "fact": found,
            "card": presenting.card_of(row),
            "row": row,
            "proposal": proposal,
            "rows": rows,
            "words": said,
            "notes": Change.objects.filter(fact=found).exclude(reason="").order_by("-id")[:10],
            "may_read": request.user.has_perm("relations.approve_fact")
            and found.recorded_by_id != request.user.pk,
        },
    )


def _decide_fact(request: HttpRequest, found: Fact) -> HttpResponse:
    by = editor(request)
    reason = request.POST.get("reason", "")
    try:
        match request.POST.get("do"):
            case "approve":
                _approve(found, by)
                messages.success(request, f"Second-read and public: {found.headline}")
            case "send_back":
                recording.send_back(found, by=by, reason=reason)
                messages.success(request, f"Sent back for changes: {found.headline}")
            case "reject":
                recording.retract(found, by=by, reason=reason)
                messages.success(request, f"Rejected: {found.headline}")
            case _:
                messages.error(request, "There is no such act.")
    except (Refused, NotAllowed) as refused:
        for sentence in getattr(refused, "messages", [str(refused)]):
            messages.error(request, sentence)
        return redirect("desk:review-fact", pk=found.pk)
    return redirect("desk:review")


def _approve(found: Fact, by: Any) -> None:
    proposal = Proposal.objects.filter(
        result=found, state=Proposal.State.ACCEPTED, claims=[], act=Proposal.Act.RECORD
    ).first()
    if proposal is not None:
        recording.approve(proposal, by=by)
        return
    read = recording.second_read(found, by=by)
    if read.publication != Publication.PUBLISHED:
        recording.publish(read, by=by)


@for_editors
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposed correction beside what stands; the reviewer takes all of it, a part or none."""
    proposal = get_object_or_404(
        Proposal.objects.select_related("fact", "author"), pk=pk, act=Proposal.Act.AMEND
    )
    assert proposal.fact is not None
    if request.method == "POST":
        return _decide_correction(request, proposal)
    now = recording.payload_of(proposal.fact)
    return render(
        request,
        "review_correction",
        {
            "proposal": proposal,
            "fact": proposal.fact,
            "rows": _rows(now, {**now, **proposal.payload}),
            "is_stale": proposal.base_revision != proposal.fact.revision
            and not recording.adds_only_evidence(proposal.payload),
            "row": timeline.row_of(proposal.fact),
        },
    )


def _decide_correction(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    by = editor(request)
    try:
        if request.POST.get("do") == "reject":
            recording.reject(proposal, by=by, reason=request.POST.get("reason", ""))
            messages.success(request, "The correction is rejected; it is kept.")
            return redirect("desk:review")
        assert proposal.fact is not None
        taken = set(request.POST.getlist("take"))
        if not taken:
            messages.error(request, "Tick the fields to take, or reject the correction.")
            return redirect("desk:review-correction", pk=proposal.pk)
        payload = None
        if not recording.adds_only_evidence(proposal.payload):
            payload = _part(recording.payload_of(proposal.fact), proposal.payload, taken)
        recording.accept(proposal, by=by, edited_payload=payload)
    except Stale:
        messages.error(
            request,
            "The fact has changed since this was proposed; reject it and propose it again.",
        )
        return redirect("desk:review-correction", pk=proposal.pk)
    except (Refused, NotAllowed) as refused:
        for sentence in getattr(refused, "messages", [str(refused)]):
            messages.error(request, sentence)
        return redirect("desk:review-correction", pk=proposal.pk)
    messages.success(request, "The correction is public, with its note.")
    return redirect("desk:review")


def _part(now: dict[str, Any], proposed: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    """The proposed payload with only the ticked fields changed."""
    payload = {**now}
    merged = {**now, **proposed}
    for each in differences(now, merged):
        if each.path not in taken:
            continue
        name, _, inner = each.path.partition(".")
        if inner:
            payload["detail"] = {**payload["detail"], inner: merged["detail"].get(inner)}
        else:
            payload[name] = merged.get(name)
    if "evidence" in proposed:
        payload["evidence"] = proposed["evidence"]
    return payload


_LABELS = {
    "date": "Date", "headline": "Headline", "quotation": "Evidence", "asserted_by": "Who says so",
    "money": "Amount", "others": "Others involved", "about": "About the pairs",
    "detail.targets": "Toward", "detail.country": "Speaks for",
}  # fmt: skip


def _rows(before: dict[str, Any], after: dict[str, Any]) -> list[Row]:
    words = wording.Words([before, after])
    return [
        Row(
            each.path,
            _LABELS.get(each.path)
            or each.path.removeprefix("detail.").replace("_", " ").capitalize(),
            _said(each.path, each.was, words),
            _said(each.path, each.now, words),
        )
        for each in differences(before, after)
    ]


_COUNTRIES = {"parties", "visitors", "senders", "receivers", "supplier", "recipient", "host",
              "country", "party"}  # fmt: skip


def _said(path: str, value: Any, words: wording.Words) -> str:
    """A value of a payload in words."""
    name = path.rpartition(".")[2]
    if value in (None, "", [], ()):
        return "nothing"
    if name in _COUNTRIES:
        return words.countries(value if isinstance(value, list) else [value])
    if name in ("targets", "others"):
        return words.qualified(value)
    if name == "asserted_by":
        return words.asserters(value)
    if name == "persons":
        return words.persons(value)
    if name == "speaker":
        return words.person(value)
    if name == "money":
        return "; ".join(
            f"{row.get('reported') or row.get('best') or row.get('high') or row.get('low')}"
            f" {row.get('currency', '')} ({row.get('measure', '').replace('_', ' ')})"
            for row in value
        )
    if isinstance(value, dict):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


@for_editors
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a correction of a fact: the same form, and a public note."""
    found = get_object_or_404(Fact.objects.with_detail(), pk=pk)
    if found.publication not in (Publication.PUBLISHED, Publication.DRAFT, Publication.IN_REVIEW):
        messages.error(request, "A withdrawn or merged fact is not corrected.")
        return redirect("pages:fact", pk=pk)
    now = _with_evidence(found)
    form = forms.FORMS[found.kind](data=request.POST or None, payload=now)
    note = request.POST.get("note", "").strip()
    if request.method == "POST" and form.is_valid():
        payload = {k: v for k, v in form.payload().items() if k != "evidence"}
        changed = {
            key: value
            for key, value in payload.items()
            if any(d.path.partition(".")[0] == key for d in differences(now, {**now, **payload}))
        }
        try:
            if not changed:
                raise Refused({"__all__": "Nothing is changed yet."})
            if not note:
                raise Refused({"__all__": "Say why it is corrected; readers see this note."})
            proposal = recording.propose(
                changed, by=editor(request), fact=found, public_note=note[:300]
            )
        except Refused as refused:
            for sentence in refused.messages:
                messages.error(request, sentence)
        else:
            messages.success(request, "The correction waits for review.")
            return redirect(reverse("desk:review-correction", args=[proposal.pk]))
    status = 422 if request.method == "POST" else 200
    return render(request, "correct", {"fact": found, "form": form, "note": note}, status=status)


def _with_evidence(found: Fact) -> dict[str, Any]:
    claim = found.claims.accepted().filter(field="").order_by("pk").first()
    said: list[Any] = []
    if claim is not None:
        if claim.asserted_by_person_id:
            said = [{"person": claim.asserted_by_person_id}]
        elif claim.asserted_by_body_id:
            said = [{"body": claim.asserted_by_body_id}]
        elif claim.asserted_by_country_id:
            said = [claim.asserted_by_country_id]
    passage = {
        "source": claim.source_id if claim else None,
        "version": claim.version_id if claim else None,
        "quotation": claim.quotation if claim else "",
        "asserted_by": said,
    }
    return {**recording.payload_of(found), "evidence": [passage]}


@for_editors
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """How many suggestions were right, by provider, kind and rule."""
    return render(
        request,
        "quality",
        {"tables": measured.tables(), "edits": measured.edits(), "reasons": measured.reasons()},
    )
