"""One article at the desk, and the acts on the whole of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from articles import intake, proposing, reviewing
from articles.models import Article
from pages.desk.board import find, next_article, number_of, open_one, plain, see, show
from pages.desk.frame import editor, for_editors, render
from relations.models import Fact
from relations.pairs import InvalidPair, Pair
from relations.recording import Refused


@for_editors
@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    found = find(pk)
    if found.version is None or (found.is_working and not found.suggestions.exists()):
        return render(request, "reading", {"article": found, "others": see(request, found, 0)})
    return show(request, found, number=number_of(request.GET.get("s")))


@for_editors
@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """A sign of life; answers who else is at this article."""
    found = get_object_or_404(Article, pk=pk)
    number = number_of(request.POST.get("s")) or 0
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
            "others": see(request, found, number),
            "decided": newest.number if is_fresh and newest else None,
        }
    )


@for_editors
@require_POST
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A fact from selected text; the passage is found in the text, exactly as selected."""
    found = find(pk)
    if found.version is None:
        raise Http404("The text is not read yet.")
    quotation = request.POST.get("quotation", "").strip()
    start, end = (number_of(request.POST.get(name)) for name in ("start", "end"))
    held = found.version.text[start:end] if start is not None and end is not None else ""
    place = (
        (start, end)
        if start is not None and end is not None and held and plain(held) == plain(quotation)
        else reviewing.find_passage(found, quotation)
    )
    if place is None:
        said = "These words do not stand in the article’s text." if quotation else (
            "Select words in the text first, or paste them here."
        )  # fmt: skip
        messages.error(request, said)
        return show(request, found, number=None, status=422)
    payload = proposing.payload_of_passage(found, *place, kind=request.POST.get("kind", ""))
    made = reviewing.add_suggestion(
        found, by=editor(request), payload=payload, start=place[0], end=place[1], title="New fact"
    )
    return open_one(found, made)


@for_editors
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Acts on the whole article: publish, no facts, retry, read again, take, describe."""
    found = find(pk)
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
                claim = get_object_or_404(
                    found.lost_claims, pk=number_of(request.POST.get("claim"))
                )
                reviewing.settle_lost(found, claim, by=by, withdraw=what == "withdraw_claim")
            case "undo":
                row = reviewing.last_decided(found, by)
                if row is None:
                    raise Refused({"__all__": "You have decided nothing here that can be undone."})
                reviewing.undo(row, by=by)
                return open_one(found, row)
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
    following = next_article(found)
    return redirect("desk:article", pk=following.pk) if following else redirect("desk:queue")
