"""From promise to delivery, and who says what: two pages of a pair."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import hearing, ledger, presenting
from pages.views.answering import given, labels_of, render_page, without_empty
from pages.views.pair import find
from relations import timeline
from relations.timeline import fulfilment, promise_questions
from relations.timeline import promises as promised
from relations.timeline import voices as heard
from relations.verification import badge

_KINDS = (("", "Agreements and arms orders"), ("agreement", "Agreements"),
          ("arms_transfer", "Arms orders"))  # fmt: skip
_SORTS = (("age", "Oldest promise first"), ("size", "Largest first"), ("gap", "Widest gap first"),
          ("silence", "Longest silent first"))  # fmt: skip
_SILENT = (6, 12, 24, 36, 60)


@require_safe
def promises(request: HttpRequest, text: str) -> HttpResponse:
    found = find(request, text, "/r/{}/promises/")
    if isinstance(found, HttpResponse):
        return found
    question, problems = promise_questions.read_question(given(request), today=timezone.localdate())
    if moved := without_empty(request, problems, question.query()):
        return moved
    pairs = timeline.timeline_pairs(found.pair, question.predecessor)
    page = promised.promises(pairs, question)
    told = fulfilment.fulfilments(page.promises, question)
    others = {code for each in page.promises for code in (each.pair.low, each.pair.high)}
    labels = labels_of(ledger.voices_of(told) | others)
    context: dict[str, Any] = {
        "pair": found.pair,
        "labels": found.labels,
        "names": labels,
        "question": question,
        "problems": problems,
        "rows": [ledger.ledger_row(each, question, labels) for each in told],
        "total": page.total,
        "is_filtered": bool(
            question.kinds != promise_questions.KINDS or question.statuses or question.silent
        ),
        "more": _query([*question.query(), ("cursor", str(page.next))]) if page.next else "",
        "first_page": _query(question.query()) or "?",
        "is_first": question.cursor is None,
        "kinds": _KINDS,
        "statuses": [
            (each, each.replace("_", " ").capitalize()) for each in promise_questions.STATUSES
        ],
        "sorts": _SORTS,
        "silences": sorted({*_SILENT, *([question.silent] if question.silent else [])}),
    }
    return render_page(request, "promises", context)


@require_safe
def voices(request: HttpRequest, text: str) -> HttpResponse:
    found = find(request, text, "/r/{}/voices/")
    if isinstance(found, HttpResponse):
        return found
    cursor, problems = _cursor(request)
    if moved := without_empty(request):
        return moved
    page = heard.voices(found.pair, cursor=cursor)
    names = (found.low.label, found.high.label)
    labels = labels_of({found.pair.low, found.pair.high}.union(*(f.claimants for f in page.facts)))
    stances = heard.stances_of_others(found.pair)
    context: dict[str, Any] = {
        "pair": found.pair,
        "labels": found.labels,
        "names": names,
        "problems": problems,
        "facts": [
            (
                fact,
                badge(
                    fact.verification,
                    fact.claimants,
                    parties=(found.pair.low, found.pair.high),
                    labels=labels,
                ),
                presenting.BADGE_TONES.get(fact.verification, "neutral"),
                hearing.voice_rows(fact, names),
            )
            for fact in page.facts
        ],
        "more": _query([("cursor", str(page.next))]) if page.next else "",
        "is_first": cursor is None,
        "stances": stances,
        "stance_names": heard.STANCES,
        "most_stances": heard.MOST_STANCES,
    }
    return render_page(request, "voices", context)


def _cursor(request: HttpRequest) -> tuple[timeline.Cursor | None, list[timeline.Problem]]:
    """The cursor of an address that takes nothing else."""
    filters, problems = timeline.read(given(request), allowed=("cursor",))
    return filters.cursor, problems


def _query(parameters: list[tuple[str, str]]) -> str:
    return f"?{urlencode(parameters)}" if parameters else ""
