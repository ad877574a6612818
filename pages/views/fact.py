"""The page of one fact: its evidence, its revisions, how to cite it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import passages, presenting
from pages.citing import Citation, pinned
from pages.views.answering import render_page, unheard
from relations import dates, timeline
from relations.models import Fact, Publication
from relations.timeline.reading import read_moment, whole_number
from relations.timeline.revisions import Revision, as_of, compare, revisions, seen

LISTED = 50
_AS_TYPED = {"ensure_ascii": False}


def _find(request: HttpRequest, pk: int) -> Fact:
    """Return a fact that is or was public, or any for staff. Raise Http404."""
    found = Fact.objects.select_related("merged_into").filter(pk=pk).first()
    is_staff = bool(getattr(request.user, "is_staff", False))
    if found is None or not (found.is_public or found.published_at is not None or is_staff):
        raise Http404(f"There is no public fact {pk}.")
    return found


@require_safe
def fact(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    if found.publication == Publication.MERGED and found.merged_into_id is not None:
        return redirect("pages:fact", pk=found.merged_into_id, permanent=True)
    is_staff = bool(getattr(request.user, "is_staff", False))
    problems = unheard(request, "as_of")
    if text := request.GET.get("as_of", "").strip():
        moment = read_moment(text)
        if moment is not None:
            return _then(request, found, moment, problems)
        sentence = f"“{text[:60]}” is no day or moment; write 2026-11-12 or 2026-11-12T10:30:00Z."
        problems.append(timeline.Problem("as_of", text, sentence))
    history = found.changes.select_related("by").order_by("-id")
    if not is_staff:
        history = history.filter(is_public=True)
    context: dict[str, Any] = {
        "fact": found, "history": list(history[:LISTED]), "is_staff": is_staff,
        "problems": problems,
    }  # fmt: skip
    if found.publication == Publication.RETRACTED:
        return render_page(request, "withdrawn", context, status=410)
    return render_page(request, "fact", context | _present(request, found))


def _present(request: HttpRequest, found: Fact) -> dict[str, Any]:
    row = timeline.row_of(found)
    pairs_in = list(found.pair_facts.select_related("low", "high").order_by("low", "high"))
    published = {"fact__publication": Publication.PUBLISHED}
    before, after = timeline.neighbors(found)
    return {
        "card": presenting.card_of(row),
        "row": row,
        "amounts": [(amount, presenting.amount_words(dict(amount))) for amount in row["amounts"]],
        "detail": Fact.objects.with_detail().get(pk=found.pk).detail,
        "kind_template": f"pages/kinds/{found.kind}.html",
        "pairs_in": pairs_in,
        "evidence": passages.in_context(found),
        "links": found.links.select_related("to").filter(to__publication=Publication.PUBLISHED),
        "linked_from": found.linked_from.select_related("fact").filter(**published),
        "statements_about": found.statements_about.select_related("fact").filter(**published)[:20],
        "merged": found.merged_from.order_by("pk").values_list("pk", flat=True)[:20],
        "before": before,
        "after": after,
        "citation": _citation(request, found),
    }


def _citation(request: HttpRequest, found: Fact, revision: Revision | None = None) -> Citation:
    last = revision or next(reversed(revisions(found)), None)
    number = last.number if last else found.revision
    moment = pinned(last.known_at if last else None)
    return Citation(
        key=f"dyad-fact-{found.pk}-{number}",
        title=last.snapshot["headline"] if last else found.headline,
        note=f"Fact {found.pk}, revision {number}",
        address=request.build_absolute_uri(
            reverse("pages:fact", args=[found.pk]) + f"?as_of={moment}"
        ),
        seen_on=timezone.localdate(),
    )


def _then(
    request: HttpRequest, found: Fact, moment: datetime, problems: list[timeline.Problem]
) -> HttpResponse:
    """The fact as readers saw it at a moment."""
    every = revisions(found)
    revision = as_of(every, moment)
    if revision is None:
        first = (
            f" It was first published on {dates.say_day(every[0].made_at.date())}." if every else ""
        )
        raise Http404(f"Fact {found.pk} was not public then.{first}")
    (then,) = seen([revision])
    return render_page(
        request,
        "revision",
        {
            "fact": found,
            "then": then,
            "problems": problems,
            "is_latest": found.is_public and revision.number == every[-1].number,
            "citation": _citation(request, found, revision),
        },
    )


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    every = revisions(found)
    if not every:
        raise Http404(f"Fact {pk} has no public revision.")
    numbers = [revision.number for revision in every]
    wanted, problems = _two(request, numbers)
    before, after = seen([r for n in wanted for r in every if r.number == n][:2])
    return render_page(
        request,
        "fact_history",
        {
            "fact": found,
            "revisions": every[::-1],
            "before": before,
            "after": after,
            "changes": compare(before, after),
            "problems": [each.sentence for each in unheard(request, "from", "to")] + problems,
        },
    )


def _two(request: HttpRequest, numbers: list[int]) -> tuple[tuple[int, int], list[str]]:
    """The two revisions asked for; else the last two."""
    last = numbers[-1]
    chosen = {"from": numbers[-2] if len(numbers) > 1 else last, "to": last}
    problems = []
    for name in chosen:
        if text := request.GET.get(name, "").strip():
            number = whole_number(text, last)
            if number in numbers:
                chosen[name] = number
            else:
                problems.append(f"There is no public revision “{text[:40]}”.")
    return (min(chosen.values()), max(chosen.values())), problems


@require_safe
def cite(request: HttpRequest, pk: str, form: str) -> HttpResponse:
    """BibTeX and CSL JSON as files, and the fact as JSON-LD."""
    return _cite(request, int(pk), form)


def _cite(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    found = _find(request, pk)
    if not found.is_public:
        raise Http404(f"There is no public fact {pk}.")
    citation = _citation(request, found)
    if form == "bib":
        answer = HttpResponse(citation.bibtex(), content_type="application/x-bibtex; charset=utf-8")
    elif form == "csl.json":
        answer = JsonResponse(
            [citation.csl()], safe=False, json_dumps_params={"ensure_ascii": False}
        )
    else:
        withhold = not request.user.is_authenticated
        if withhold and not found.is_redistributable:
            raise Http404(f"Fact {pk} stays here under its licence.")
        answer = JsonResponse(
            presenting.linked_data(
                timeline.row_of(found, redistributable_only=withhold),
                request.build_absolute_uri(reverse("pages:fact", args=[pk])),
            ),
            json_dumps_params=_AS_TYPED,
            content_type="application/ld+json",
        )
    answer["Content-Disposition"] = f'inline; filename="{citation.key}.{form}"'
    return answer
