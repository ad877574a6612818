"""What an editor does with one suggestion: each act answers with the next or with what is wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles import reviewing
from articles.models import Article, Suggestion
from articles.reviewing import Decided
from pages.desk import forms
from pages.desk.board import find, form_of, number_of, open_one, payload_of, plain, show
from pages.desk.fields import SuggestionForm
from pages.desk.frame import editor, for_editors
from relations.models import Fact
from relations.recording import Refused

SURE = 0.75
"""From this likeness on Accept asks first: the fact is most likely here already."""


def _suggestion(found: Article, number: int) -> Suggestion:
    rows = found.suggestions.select_related("proposal", "article__source", "version")
    return get_object_or_404(rows, number=number)


@for_editors
@require_POST
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Accept, add as source, reject, skip, undo, or show as another kind."""
    found = find(pk)
    row = _suggestion(found, number)
    row.article = found
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404("There is no such act.")
    try:
        return act(request, found, row)
    except Decided as decided:
        messages.warning(request, str(decided))
        form = _bound(request, row) if decided.row.is_open else None
        return show(request, found, number=number, form=form, conflict=decided.row, status=409)
    except Refused as refused:
        return _refused(request, found, row, refused)


def _refused(
    request: HttpRequest, found: Article, row: Suggestion, refused: Refused
) -> HttpResponse:
    """Show each sentence at its field, with what was typed."""
    form = _bound(request, row) if row.is_open and "headline" in request.POST else None
    for name, said in refused.message_dict.items():
        shown = _SHOWN_AT.get(name, name)
        if form is not None and shown in form.fields:
            form.add_error(shown, said)
        else:
            for sentence in said:
                messages.error(request, sentence)
    return show(request, found, number=row.number, form=form, status=422)


_SHOWN_AT = {"evidence": "quotation", "money": "amount", "title": "headline"}


def _bound(request: HttpRequest, row: Suggestion) -> SuggestionForm:
    form = form_of(row, data=request.POST)
    form.is_valid()
    return form


def _revision(request: HttpRequest) -> int | None:
    return number_of(request.POST.get("revision"))


def _next(found: Article, row: Suggestion | None = None) -> HttpResponse:
    """Open the next suggestion after this one; at the end, the offer to publish."""
    waiting = found.suggestions.filter(outcome=Suggestion.Outcome.OPEN, is_skipped=False)
    after = waiting.filter(number__gt=row.number).first() if row and row.number else None
    target = after or waiting.first() or found.suggestions.filter(outcome="open").first()
    address = reverse("desk:article", args=[found.pk])
    return redirect(f"{address}?s={target.number}#s{target.number}" if target else f"{address}#end")


def _accept(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    return _do_accept(request, found, row) or _next(found, row)


def _do_accept(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse | None:
    """Accept; a page to show when the form is refused or the fact looks to be here already."""
    form = _bound(request, row)
    payload, place = _checked(form, found, row)
    if payload is None:
        return show(request, found, number=row.number, form=form, status=422)
    seen = {each for each in request.POST.getlist("seen") if each.isdigit()}
    alike = reviewing.alike_to(row, payload)
    unseen = [each for each in alike if each.score >= SURE and str(each.fact.pk) not in seen]
    if unseen:
        said = "This looks like a fact that is here already. Add the source to it, or keep both."
        messages.warning(request, said)
        return show(
            request, found, number=row.number, form=form, alike=alike, is_sure=True, status=422
        )
    payload = _linked(request, payload)
    is_same = not _is_edited(form, row) and payload.get("links") == row.proposal.payload.get(
        "links"
    )
    reviewing.accept(
        row,
        by=editor(request),
        payload=None if is_same else payload,
        revision=_revision(request),
    )
    if place is not None and place != (row.start, row.end):
        Suggestion.objects.filter(pk=row.pk).update(start=place[0], end=place[1])
    return None


def _is_edited(form: SuggestionForm, row: Suggestion) -> bool:
    return form.has_changed() or form.payload_before != row.proposal.payload


def _linked(request: HttpRequest, payload: dict[str, Any]) -> dict[str, Any]:
    """Add the links chosen beside possible duplicates: ``link-12=contradicts``."""
    links = [
        (kind, int(name.removeprefix("link-")))
        for name, kind in request.POST.items()
        if name.startswith("link-") and kind and name.removeprefix("link-").isdigit()
    ]
    return {**payload, "links": [*payload.get("links", ()), *links]} if links else payload


def _checked(
    form: SuggestionForm, found: Article, row: Suggestion
) -> tuple[dict[str, Any] | None, tuple[int, int] | None]:
    """The form's payload with its passage placed in the text; None when something is refused."""
    if not form.is_valid():
        return None, None
    quotation = form.cleaned_data["quotation"]
    assert found.version is not None
    held = row.version.text[row.start : row.end]
    if plain(quotation) == plain(held) and row.start < row.end:
        place: tuple[int, int] | None = (row.start, row.end)
        version = row.version
    else:
        place = reviewing.find_passage(found, quotation.strip())
        version = found.version
    if place is None:
        form.add_error("quotation", "These words do not stand in the article’s text.")
        return None, None
    payload = form.payload(place)
    for passage in payload["evidence"]:
        passage["quotation"] = version.text[place[0] : place[1]]
        passage["version"] = version.pk
        passage["source"] = found.source_id
    return payload, place


def _another(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    """Accept, and begin the next fact of the same countries and date."""
    refused = _do_accept(request, found, row)
    if refused is not None:
        return refused
    row.refresh_from_db()
    before = row.proposal.edited_payload or row.proposal.payload
    kept = {name: before[name] for name in ("kind", "date", "date_basis", "date_reason", "about")
            if name in before}  # fmt: skip
    detail = forms.as_kind(before, before["kind"])["detail"]
    assert found.version is not None
    payload = {
        **kept,
        "detail": detail,
        "evidence": [{"source": found.source_id, "version": found.version.pk, "quotation": ""}],
    }
    made = reviewing.add_suggestion(
        found, by=editor(request), payload=payload, start=0, end=0, title="New fact"
    )
    return open_one(found, made)


def _source(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    form = _bound(request, row)
    payload, _ = _checked(form, found, row)
    if payload is None:
        return show(request, found, number=row.number, form=form, status=422)
    to = number_of(request.POST.get("to"))
    fact = Fact.objects.filter(pk=to or 0).first()
    if fact is None:
        raise Refused({"__all__": "Choose the fact that the source is added to."})
    reviewing.add_as_source(
        row,
        fact,
        by=editor(request),
        payload=payload,
        keep=request.POST.getlist(f"keep-{fact.pk}"),
        revision=_revision(request),
    )
    return _next(found, row)


def _reject(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    reviewing.reject(
        row,
        by=editor(request),
        reason=request.POST.get("reason", ""),
        note=request.POST.get("note", ""),
        revision=_revision(request),
    )
    return _next(found, row)


def _skip(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    reviewing.skip(row, by=editor(request))
    return _next(found, row)


def _undo(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    reviewing.undo(row, by=editor(request), revision=_revision(request))
    return open_one(found, row)


def _kind(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    """Keep what is typed and show the fields of another kind."""
    kind = request.POST.get("kind", "")
    if kind not in forms.FORMS:
        raise Refused({"__all__": f"“{kind}” is no kind of fact."})
    reviewing.save_draft(
        row, by=editor(request), fields={"fields": _typed(request)}, revision=_revision(request)
    )
    return open_one(found, row)


def _claim(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    """The fact that somebody states, beside their statement: the same passage, their word."""
    said = payload_of(row)
    detail = said.get("detail", {})
    speaker = detail.get("speaker")
    who = {"person": speaker} if speaker else detail.get("country")
    pair = next(iter(said.get("about") or ()), "")
    sides = pair.split("-") if pair else [code for code, _ in detail.get("targets") or ()]
    first = dict(next(iter(said.get("evidence") or ()), {}))
    payload = {
        "kind": "action",
        "detail": {"action": "other", "senders": sides[:1], "receivers": sides[1:2]},
        "evidence": [{**first, "asserted_by": [who] if who else []}],
    }
    made = reviewing.add_suggestion(
        found,
        by=editor(request),
        payload=payload,
        start=row.start,
        end=row.end,
        title="What is claimed in it",
        rule="claim in a statement",
    )
    return open_one(found, made)


_ACTS = {
    "accept": _accept, "another": _another, "source": _source, "reject": _reject, "skip": _skip,
    "undo": _undo, "kind": _kind, "claim": _claim,
}  # fmt: skip


def _typed(request: HttpRequest) -> dict[str, Any]:
    hidden = ("csrfmiddlewaretoken", "do", "revision", "seen", "to", "reason", "note")
    return {
        name: value[:20_000]
        for name, value in request.POST.items()
        if name not in hidden and not name.startswith(("link-", "keep-"))
    }


@for_editors
@require_POST
def draft(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Keep what is typed so far; JSON, so that the page can say when."""
    row = _suggestion(find(pk), number)
    try:
        saved = reviewing.save_draft(
            row, by=editor(request), fields={"fields": _typed(request)},
            revision=_revision(request),
        )  # fmt: skip
    except Decided as decided:
        return JsonResponse({"error": str(decided)}, status=409)
    assert saved.draft_at is not None
    return JsonResponse({"saved_at": saved.draft_at.isoformat()})
