"""One article at the desk: its text, its suggested facts, and the acts on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles import intake, proposing, reviewing
from articles.models import Article, Suggestion
from articles.reviewing import Decided
from pages.desk import forms, text, wording
from pages.desk.frame import editor, for_editors, render
from relations import timeline
from relations.lanes import Kind, Lane, lane_of
from relations.models import Country, Fact, Publisher
from relations.pairs import InvalidPair, Pair
from relations.recording import Refused

SURE = 0.75
"""From this likeness on Accept asks first: the fact is most likely here already."""


@dataclass(frozen=True, slots=True)
class Line:
    """A suggestion as the list shows it when it is not open."""

    row: Suggestion
    lane: str
    kind: str
    parties: str
    date: str


@for_editors
@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    found = _article(pk)
    if found.version is None or (found.is_working and not found.suggestions.exists()):
        return render(request, "reading", {"article": found, "others": _see(request, found, 0)})
    return _page(request, found, number=_number(request.GET.get("s")))


def _article(pk: int) -> Article:
    return get_object_or_404(
        Article.objects.select_related(
            "source__publisher", "version", "copy_of", "owner", "source__syndicated_from"
        ),
        pk=pk,
    )


def _number(said: str | None) -> int | None:
    return int(said) if said and said.isdigit() and len(said) < 9 else None


def _see(request: HttpRequest, found: Article, number: int) -> list[dict[str, Any]]:
    return [
        {"name": other.user.get_username(), "number": other.number}
        for other in reviewing.see(found, by=editor(request), number=number)
    ]


def _page(
    request: HttpRequest,
    found: Article,
    *,
    number: int | None,
    form: forms.SuggestionForm | None = None,
    conflict: Suggestion | None = None,
    alike: list[timeline.LookAlike] | None = None,
    is_sure: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The article's page with one suggestion open; `form` keeps what was typed after a refusal."""
    rows = list(
        found.suggestions.exclude(outcome=Suggestion.Outcome.SUPERSEDED)
        .select_related("proposal__result", "decided_by", "draft_by")
        .order_by("number")
    )
    current = _current(rows, number)
    words = wording.Words([_payload(row) for row in rows])
    if current is not None and current.is_open:
        if form is None:
            form = form_of(current, words=words)
        if alike is None:
            alike = reviewing.alike_to(current, _payload(current))
    drafts = reviewing.drafts(found)
    undecided = [row for row in rows if row.is_open]
    payload = form.payload_before if form is not None else {}
    return render(
        request,
        "article",
        {
            "article": found,
            "paragraphs": text.paragraphs(
                found.version.text if found.version else "",
                [
                    text.Passage(row.start, row.end, row.number or 0, _lane(row))
                    for row in rows
                    if row.start < row.end
                ],
            ),
            "lines": [_line(row, words) for row in rows],
            "current": current,
            "form": form,
            "conflict": _line(conflict, words) if conflict else None,
            "alike": alike or [],
            "is_sure": is_sure,
            "is_third": forms.is_third_party(payload) if payload else False,
            "over": timeline.over_delivered(payload) if payload else "",
            "drafts": drafts,
            "undecided": len(undecided),
            "reviewed": len(rows) - len(undecided),
            "tasks": reviewing.tasks_of(found),
            "lost": list(found.lost_claims.select_related("fact").order_by("pk")[:50]),
            "publisher_kinds": Publisher.Kind.choices,
            "others": _see(request, found, (current.number or 0) if current else 0),
            "next_article": _next_article(found),
            "reasons": Suggestion.Reason.choices,
            "kinds": Kind.choices,
            "countries": Country.objects.order_by("label").values_list("label", flat=True),
            "last": reviewing.last_decided(found, editor(request)),
            "pair": found.pair_hint or _likely_pair(rows),
        },
        status=status,
    )


def _current(rows: list[Suggestion], number: int | None) -> Suggestion | None:
    """The one asked for, else the first open one, those skipped last."""
    for row in rows:
        if row.number == number:
            return row
    waiting = [row for row in rows if row.is_open]
    return next((row for row in waiting if not row.is_skipped), next(iter(waiting), None))


def _payload(row: Suggestion) -> Mapping[str, Any]:
    draft = row.draft or {}
    if "payload" in draft:
        return dict(draft["payload"])
    payload: Mapping[str, Any] = row.proposal.edited_payload or row.proposal.payload
    kind = (draft.get("fields") or {}).get("kind")
    if kind and kind != payload.get("kind") and kind in forms.FORMS:
        return forms.as_kind(payload, kind)
    return payload


def form_of(
    row: Suggestion, *, words: wording.Words | None = None, data: Any = None
) -> forms.SuggestionForm:
    """The suggestion's form: as proposed, with what was typed since over it."""
    payload = _payload(row)
    fields = (row.draft or {}).get("fields")
    made = forms.FORMS[payload["kind"]](
        data=data, article=row.article, payload=payload, words=words
    )
    if data is None and fields:
        for name, value in fields.items():
            if name in made.fields:
                made.initial[name] = value
    return made


def _lane(row: Suggestion) -> str:
    payload = _payload(row)
    if forms.is_third_party(payload):
        return str(Lane.THIRD)
    detail = payload.get("detail", {})
    return str(lane_of(payload["kind"], detail.get("action", "other")))


def _line(row: Suggestion, words: wording.Words) -> Line:
    payload = _payload(row)
    detail = payload.get("detail", {})
    one = [
        *(detail.get("parties") or ()), *(detail.get("visitors") or ()),
        *(detail.get("senders") or ()), detail.get("supplier"), detail.get("country"),
    ]  # fmt: skip
    other = [
        *(detail.get("receivers") or ()), *(code for code, _ in detail.get("targets") or ()),
        detail.get("recipient"), detail.get("host"),
    ]  # fmt: skip
    sides = [words.countries(side).replace("; ", ", ") for side in (one, other) if any(side)]
    return Line(
        row=row,
        lane=_lane(row),
        kind=str(Kind(payload["kind"]).label),
        parties=" → ".join(sides)
        if len(sides) == 2
        else sides[0].replace(", ", " ↔ ")
        if sides
        else "no country",
        date=payload.get("date") or "no date",
    )


def _next_article(found: Article) -> Article | None:
    return (
        Article.objects.to_review().filter(pk__lt=found.pk).order_by("-pk").first()
        or Article.objects.to_review().exclude(pk=found.pk).order_by("-pk").first()
    )


def _likely_pair(rows: list[Suggestion]) -> str:
    """The pair that most suggestions name, to record as read where no fact is kept."""
    counts: dict[str, int] = {}
    for row in rows:
        codes = [c.get("code", "") for c in row.found.get("countries", ())][:2]
        try:
            pair = str(Pair.of(codes[0], codes[1]))
        except (InvalidPair, IndexError):
            continue
        counts[pair] = counts.get(pair, 0) + 1
    return max(counts, key=lambda pair: counts[pair], default="")


def _suggestion(found: Article, number: int) -> Suggestion:
    rows = found.suggestions.select_related("proposal", "article__source", "version")
    return get_object_or_404(rows, number=number)


@for_editors
@require_POST
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Accept, add as source, reject, skip, undo, or show as another kind."""
    found = _article(pk)
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
        return _page(request, found, number=number, form=form, conflict=decided.row, status=409)
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
    return _page(request, found, number=row.number, form=form, status=422)


_SHOWN_AT = {"evidence": "quotation", "money": "amount", "title": "headline"}


def _bound(request: HttpRequest, row: Suggestion) -> forms.SuggestionForm:
    form = form_of(row, data=request.POST)
    form.is_valid()
    return form


def _revision(request: HttpRequest) -> int | None:
    return _number(request.POST.get("revision"))


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
        return _page(request, found, number=row.number, form=form, status=422)
    seen = {each for each in request.POST.getlist("seen") if each.isdigit()}
    alike = reviewing.alike_to(row, payload)
    unseen = [each for each in alike if each.score >= SURE and str(each.fact.pk) not in seen]
    if unseen:
        said = "This looks like a fact that is here already. Add the source to it, or keep both."
        messages.warning(request, said)
        return _page(
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


def _is_edited(form: forms.SuggestionForm, row: Suggestion) -> bool:
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
    form: forms.SuggestionForm, found: Article, row: Suggestion
) -> tuple[dict[str, Any] | None, tuple[int, int] | None]:
    """The form's payload with its passage placed in the text; None when something is refused."""
    if not form.is_valid():
        return None, None
    quotation = form.cleaned_data["quotation"]
    assert found.version is not None
    held = row.version.text[row.start : row.end]
    if _plain(quotation) == _plain(held) and row.start < row.end:
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


def _plain(words: str) -> str:
    return " ".join(words.split())


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
    return _open(found, made)


def _open(found: Article, row: Suggestion) -> HttpResponse:
    address = reverse("desk:article", args=[found.pk])
    return redirect(f"{address}?s={row.number}#s{row.number}")


def _source(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    form = _bound(request, row)
    payload, _ = _checked(form, found, row)
    if payload is None:
        return _page(request, found, number=row.number, form=form, status=422)
    to = _number(request.POST.get("to"))
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
    return _open(found, row)


def _kind(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    """Keep what is typed and show the fields of another kind."""
    kind = request.POST.get("kind", "")
    if kind not in forms.FORMS:
        raise Refused({"__all__": f"“{kind}” is no kind of fact."})
    reviewing.save_draft(
        row, by=editor(request), fields={"fields": _typed(request)}, revision=_revision(request)
    )
    return _open(found, row)


def _claim(request: HttpRequest, found: Article, row: Suggestion) -> HttpResponse:
    """The fact that somebody states, beside their statement: the same passage, their word."""
    said = _payload(row)
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
    return _open(found, made)


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
    row = _suggestion(_article(pk), number)
    try:
        saved = reviewing.save_draft(
            row, by=editor(request), fields={"fields": _typed(request)},
            revision=_revision(request),
        )  # fmt: skip
    except Decided as decided:
        return JsonResponse({"error": str(decided)}, status=409)
    assert saved.draft_at is not None
    return JsonResponse({"saved_at": saved.draft_at.isoformat()})


@for_editors
@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """A sign of life; answers who else is at this article."""
    found = get_object_or_404(Article, pk=pk)
    number = _number(request.POST.get("s")) or 0
    newest = (
        found.suggestions.filter(decided_at__isnull=False)
        .exclude(decided_by=editor(request))
        .order_by("-decided_at")
        .first()
    )
    is_fresh = (
        newest is not None
        and newest.decided_at is not None
        and (timezone.now() - newest.decided_at < reviewing.HERE)
    )
    return JsonResponse(
        {
            "others": _see(request, found, number),
            "decided": newest.number if is_fresh and newest else None,
        }
    )


@for_editors
@require_POST
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A fact from selected text; the passage is found in the text, exactly as selected."""
    found = _article(pk)
    if found.version is None:
        raise Http404("The text is not read yet.")
    quotation = request.POST.get("quotation", "").strip()
    start, end = (_number(request.POST.get(name)) for name in ("start", "end"))
    held = found.version.text[start:end] if start is not None and end is not None else ""
    place = (
        (start, end)
        if start is not None and end is not None and held and _plain(held) == _plain(quotation)
        else reviewing.find_passage(found, quotation)
    )
    if place is None:
        said = "These words do not stand in the article’s text." if quotation else (
            "Select words in the text first, or paste them here."
        )  # fmt: skip
        messages.error(request, said)
        return _page(request, found, number=None, status=422)
    payload = proposing.payload_of_passage(found, *place, kind=request.POST.get("kind", ""))
    made = reviewing.add_suggestion(
        found, by=editor(request), payload=payload, start=place[0], end=place[1], title="New fact"
    )
    return _open(found, made)


@for_editors
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Acts on the whole article: publish, no facts, retry, read again, take, describe."""
    found = _article(pk)
    by = editor(request)
    here = redirect("desk:article", pk=pk)
    try:
        match request.POST.get("do"):
            case "publish":
                released = reviewing.publish(found, by=by)
                for sentence in _said_released(released):
                    messages.success(request, sentence)
                return redirect(reverse("desk:article", args=[pk]) + "#end")
            case "no_facts":
                said = request.POST.get("pair", "")
                pairs = [Pair.parse(each) for each in said.replace(",", " ").split()]
                reviewing.note_no_facts(found, by=by, pairs=pairs)
                messages.success(request, f"Noted: read, no facts. {found}")
                return _go_on(found)
            case "retry":
                intake.retry(found, by=by)
            case "again":
                intake.read_again(found, by=by)
            case "take":
                mine = found.owner_id == by.pk
                reviewing.take(found, by=None if mine else by)
            case "describe":
                field = request.POST.get("field", "")
                reviewing.describe(found, by=by, field=field, value=request.POST.get("value", ""))
                if field == "published":
                    proposing.propose_again(found)
            case "keep_claim" | "withdraw_claim" as what:
                claim = get_object_or_404(found.lost_claims, pk=_number(request.POST.get("claim")))
                reviewing.settle_lost(found, claim, by=by, withdraw=what == "withdraw_claim")
            case "undo":
                row = reviewing.last_decided(found, by)
                if row is None:
                    raise Refused({"__all__": "You have decided nothing here that can be undone."})
                reviewing.undo(row, by=by)
                return _open(found, row)
            case _:
                raise Http404("There is no such act.")
    except Refused as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    except InvalidPair as invalid:
        messages.error(request, f"{invalid}.")
    return here


def _said_released(released: list[Fact]) -> list[str]:
    public = [fact for fact in released if fact.is_public]
    waiting = len(released) - len(public)
    said = []
    if public:
        number = len(public)
        said.append(f"{number} fact{'s are' if number != 1 else ' is'} public now.")
    if waiting:
        said.append(f"{waiting} wait{'s' if waiting == 1 else ''} for a second reader.")
    return said or ["Finished: everything here is published already."]


def _go_on(found: Article) -> HttpResponse:
    following = _next_article(found)
    return redirect("desk:article", pk=following.pk) if following else redirect("desk:queue")
