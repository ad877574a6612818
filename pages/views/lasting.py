"""An agreement and an arms order: how far it came, its terms, every fact of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import ledger, presenting
from pages.views.answering import CARDS, labels_of, render_page, unheard, without_empty
from relations.lanes import Kind
from relations.models import Agreement, ArmsTransfer
from relations.timeline import Problem, fulfilment, rows_of
from relations.timeline import promises as promised
from relations.timeline.cursors import Cursor, InvalidCursor
from relations.timeline.lasting import MOST_PAIRS, find, pairs_of, story
from relations.timeline.promise_questions import KINDS, Question


@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, Kind.AGREEMENT, pk)


@require_safe
def arms_order(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, Kind.ARMS_TRANSFER, pk)


def _page(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    found = find(kind, pk)
    if found is None:
        raise _none(kind, pk)
    if found.merged_into_id is not None:
        name = "agreement" if kind == Kind.AGREEMENT else "arms-order"
        return redirect(f"pages:{name}", pk=found.merged_into_id, permanent=True)
    if moved := without_empty(request):
        return moved
    cursor, problems = _cursor(request)
    told = story(kind, pk, cursor=cursor, limit=CARDS)
    if not (told.count or getattr(request.user, "is_staff", False)):
        raise _none(kind, pk)
    pairs = pairs_of(kind, pk)
    question = Question(at=timezone.localdate())
    only = {each: [pk] if each == kind else [] for each in KINDS}
    page = promised.promises(pairs[:MOST_PAIRS], question, only=only)
    fulfilled = fulfilment.fulfilments(page.promises, question)
    codes = ledger.voices_of(fulfilled)
    codes |= {code for pair in pairs[:MOST_PAIRS] for code in (pair.low, pair.high)}
    labels = labels_of(codes)
    context: dict[str, Any] = {
        "kind": kind.value,
        "thing": found,
        "stage": ledger.stage_words(kind, (*page.promises, found)[0].status),
        "terms": _agreement_terms(found) if isinstance(found, Agreement) else _order_terms(found),
        "pairs": [
            (pair, _names(labels[pair.low], labels[pair.high])) for pair in pairs[:MOST_PAIRS]
        ],
        "more_pairs": max(len(pairs) - MOST_PAIRS, 0),
        "problems": problems,
        "promises": [ledger.ledger_row(each, question, labels) for each in fulfilled],
        "names": labels,
        "cards": [presenting.card_of(row) for row in rows_of(told.places)],
        "count": told.count,
        "next": told.next,
        "is_first": cursor is None,
    }  # fmt: skip
    return render_page(request, "lasting", context)


def _none(kind: Kind, pk: int) -> Http404:
    what = "agreement" if kind == Kind.AGREEMENT else "arms order"
    return Http404(f"There is no {what} {pk} with a public fact.")


def _names(one: str, other: str) -> str:
    return " and ".join(sorted((one, other), key=str.casefold))


def _cursor(request: HttpRequest) -> tuple[Cursor | None, list[Problem]]:
    problems = unheard(request, "cursor")
    if text := request.GET.get("cursor", ""):
        try:
            return Cursor.parse(text), problems
        except InvalidCursor as invalid:
            problems.append(Problem("cursor", text, str(invalid)))
    return None, problems


_JOINED = ("signed", "joined", "in_force", "left")


def _agreement_terms(found: Agreement) -> dict[str, Any]:
    parties = list(found.parties.select_related("country", "body").order_by("country__label"))
    joined = [
        (each, [ledger.edtf_words(getattr(each, name)) for name in _JOINED]) for each in parties
    ]
    return {
        "parties": parties,
        "joined": joined if any(each.how or any(days) for each, days in joined) else [],
        "obligations": [str(Agreement.Obligation(each).label) for each in found.obligations],
        "subjects": [str(Agreement.Subject(each).label) for each in found.subjects],
        "children": list(
            found.children.filter(
                merged_into=None, steps__fact__publication="published"
            ).distinct().order_by("title")[:20]
        ),
        "parent": found.parent
        if found.parent and found.parent.steps.filter(fact__publication="published").exists()
        else None,
    }  # fmt: skip


def _order_terms(found: ArmsTransfer) -> dict[str, Any]:
    return {
        "sides": [
            (side, role)
            for side, role in ((found.supplier, "supplier"), (found.recipient, "recipient"))
        ],
        "items": [
            (
                item,
                ledger.number_words(item.quantity_low, item.quantity_best, item.quantity_high),
            )
            for item in found.items.order_by("pk")
        ],
        "ordered": ledger.edtf_words(found.ordered_text),
    }
