"""Facts that programs propose by the API: read, mended, accepted or rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from pages.desk import forms, wording
from pages.desk.board import number_of
from pages.desk.fields import SuggestionForm
from pages.desk.frame import editor, for_editors, proposed_facts, render
from relations import recording, timeline
from relations.models import Fact, Proposal, Source
from relations.recording import NotAllowed, Refused

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A proposed fact as a list shows it."""

    proposal: Proposal
    headline: str


def lines(limit: int = A_PAGE) -> list[Line]:
    """The proposed facts that wait, oldest first."""
    rows = proposed_facts().select_related("author").order_by("pk")[:limit]
    return [Line(row, recording.headline_of(row.payload)) for row in rows]


@for_editors
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposed fact as a form, beside its passages and what it may repeat."""
    rows = Proposal.objects.filter(act=Proposal.Act.RECORD, origin=Proposal.Origin.API)
    found = get_object_or_404(rows.select_related("author", "reviewer", "result"), pk=pk)
    form = forms.FORMS[found.payload["kind"]](
        data=request.POST if request.POST.get("do") == "accept" else None, payload=found.payload
    )
    if request.method == "POST":
        try:
            said = _decide(request, found, form)
        except (Refused, NotAllowed) as refused:
            for sentence in getattr(refused, "messages", [str(refused)]):
                messages.error(request, sentence)
        else:
            if said:
                messages.success(request, said)
                return redirect("desk:review")
    payload = found.edited_payload or found.payload
    sources = Source.objects.select_related("publisher").in_bulk(
        [passage["source"] for passage in payload.get("evidence") or ()]
    )
    words = wording.Words([payload])
    return render(
        request,
        "review_proposal",
        {
            "proposal": found,
            "headline": recording.headline_of(payload),
            "form": form,
            "passages": [
                {
                    **passage,
                    "source": sources.get(passage["source"]),
                    "who": words.asserters(passage.get("asserted_by")),
                }
                for passage in payload.get("evidence") or ()
            ],
            "alike": _alike(found) if found.state == Proposal.State.PROPOSED else [],
        },
        status=422 if request.method == "POST" else 200,
    )


def _alike(found: Proposal) -> list[timeline.LookAlike]:
    return timeline.look_alikes(found.payload, known_by=timezone.localdate(found.proposed_at))


def _decide(request: HttpRequest, found: Proposal, form: SuggestionForm) -> str:
    """Do what was chosen and say it; nothing where the form is refused."""
    by = editor(request)
    match request.POST.get("do"):
        case "reject":
            recording.reject(found, by=by, reason=request.POST.get("reason", ""))
            return "The proposal is rejected; it is kept, and its program can read why."
        case "source":
            to = Fact.objects.filter(pk=number_of(request.POST.get("to")) or 0).first()
            if to is None:
                raise Refused({"__all__": "Choose the fact that the source is added to."})
            recording.accept_as_source(found, to=to, by=by, evidence=found.payload["evidence"])
            return f"Added as a source of: {to.headline}"
        case "accept":
            if not form.is_valid():
                return ""
            fact = recording.accept(found, by=by, edited_payload=_edited(found, form))
            return f"{fact.get_publication_display()}: {fact.headline}"
        case _:
            raise Refused({"__all__": "There is no such act."})


def _edited(found: Proposal, form: SuggestionForm) -> dict[str, Any] | None:
    """What the form changed, with the amounts and passages that it does not show."""
    if not form.has_changed():
        return None
    payload = form.payload()
    for name in ("money", "evidence"):
        payload[name] = [*payload.get(name, ()), *(found.payload.get(name) or ())[1:]]
    if "quotation" not in form.changed_data:
        # The form shows the words and who says them; the rest of the passage stays as proposed.
        first = dict((found.payload.get("evidence") or [{}])[0])
        kept = {k: v for k, v in first.items() if not k.startswith("asserted_by")}
        payload["evidence"][0] = {**payload["evidence"][0], **kept}
    return payload
