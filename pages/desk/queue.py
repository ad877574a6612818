"""The queue: what is to review, what is being read, what failed and why; and the way in."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles import intake
from articles.intake import About, Added
from articles.models import Article, Suggestion
from pages.desk import proposed
from pages.desk.frame import editor, for_editors, render
from relations.recording import Refused

A_PAGE = 50
VIEWS = {
    "review": ("To review", (Article.Status.READY,)),
    "working": ("Being read", (Article.Status.WAITING, *Article.WORKING)),
    "failed": ("Failed", (Article.Status.FAILED,)),
    "done": ("Done", (Article.Status.DONE, Article.Status.NO_FACTS)),
    "all": ("All", tuple(Article.Status)),
}
_ADDRESSES = re.compile(r"(?:https?://\S+[\s,;]*)+")


@for_editors
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("show", "")
    counts = dict(Article.objects.values_list("status").annotate(n=Count("pk")))
    tabs = [
        (key, label, sum(counts.get(status, 0) for status in statuses))
        for key, (label, statuses) in VIEWS.items()
    ]
    if chosen not in VIEWS:
        chosen = "review" if tabs[0][2] or not tabs[1][2] else "working"
    rows = Article.objects.filter(status__in=VIEWS[chosen][1]).order_by("-pk")
    is_mine = request.GET.get("mine") == "1"
    if is_mine:
        rows = rows.filter(owner=editor(request))
    q = request.GET.get("q", "").strip()[:100]
    if q:
        rows = rows.filter(
            Q(title__icontains=q) | Q(publisher_name__icontains=q) | Q(address__icontains=q)
            | Q(pair_hint__iexact=q)
        )  # fmt: skip
    rows = rows.select_related("owner", "copy_of", "source").annotate(
        found=Count("suggestions", filter=~Q(suggestions__outcome=Suggestion.Outcome.SUPERSEDED)),
        open=Count("suggestions", filter=Q(suggestions__outcome=Suggestion.Outcome.OPEN)),
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "queue",
        {
            "proposed": proposed.lines(5),
            "tabs": tabs,
            "chosen": chosen,
            "is_mine": is_mine,
            "q": q,
            "page": page,
            "is_working": any(article.is_working for article in page),
            "given": {name: request.GET.get(name, "") for name in _GIVEN},
            "desk_address": request.build_absolute_uri(reverse("desk:queue")),
        },
    )


_GIVEN = ("what", "title", "publisher", "published", "pair_hint", "address")


@for_editors
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add what was pasted: addresses, HTML or text, or a file; one article opens at once."""
    about = About(
        title=request.POST.get("title", ""),
        publisher=request.POST.get("publisher", ""),
        published=request.POST.get("published", ""),
        pair_hint=request.POST.get("pair_hint", ""),
        address=request.POST.get("address", ""),
    )
    try:
        added = _add(request, about)
        if all(each.article is None for each in added):
            raise Refused({"address": [each.sentence for each in added]})
    except Refused as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        # Nothing typed is lost: the queue shows the form as it was sent.
        response = queue_with(request)
        response.status_code = 422
        return response
    for each in added:
        tell = messages.success if each.is_new else messages.warning
        if len(added) > 1 or not each.is_new:
            tell(request, each.sentence)
    if len(added) == 1 and added[0].article is not None:
        return redirect("desk:article", pk=added[0].article.pk)
    return redirect(reverse("desk:queue") + "?show=working")


def _add(request: HttpRequest, about: About) -> list[Added]:
    by = editor(request)
    files = request.FILES.getlist("file")
    if files:
        return [
            intake.add_file(
                each.name or "file", each.read(intake.MOST_BYTES + 1), by=by, about=about,
                content_type=each.content_type or "",
            )
            for each in files[:20]
        ]  # fmt: skip
    what = request.POST.get("what", "")
    is_word = "://" in what and not any(letter.isspace() for letter in what.strip())
    if is_word or _ADDRESSES.fullmatch(what.strip()):
        return intake.add_addresses(what, by=by, about=about)
    return [intake.add_pasted(what, by=by, about=about)]


def queue_with(request: HttpRequest) -> HttpResponse:
    """The queue with the form filled in as it was sent."""
    request.method = "GET"
    given = request.POST.copy()
    request.GET = given  # type: ignore[assignment]
    return queue(request)


@for_editors
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """How far each asked article is: JSON for the page's progress bars."""
    wanted = [int(each) for each in request.GET.getlist("id")[:A_PAGE] if each.isdigit()]
    rows: list[dict[str, Any]] = [
        {
            "id": article.pk,
            "status": article.status,
            "label": article.get_status_display(),
            "progress": article.progress,
            "is_working": article.is_working,
        }
        for article in Article.objects.filter(pk__in=wanted)
    ]
    return JsonResponse({"results": rows})
