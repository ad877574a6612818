"""What is new: of a pair, of the pairs a reader watches, and the public log."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pages import ledger, presenting, telling
from pages.models import MOST_WATCHED, Watch
from pages.views.answering import given, labels_of, render_page, way_back, without_empty
from pages.views.files import TYPES, refuse
from pages.views.pair import find
from relations import dates
from relations.pairs import Pair
from relations.timeline import Problem
from relations.timeline import log as logs
from relations.timeline import news as newest
from relations.timeline.atom import changes_feed
from relations.verification import badge

DEFAULT_DAYS = 30
_VISIT = "visited"


@require_safe
def pair(request: HttpRequest, text: str) -> HttpResponse:
    found = find(request, text, "/r/{}/changes/")
    if isinstance(found, HttpResponse):
        return found
    is_watched = (
        request.user.is_authenticated
        and Watch.objects.of(request.user).filter(low=found.low, high=found.high).exists()
    )
    context = {"pair": found.pair, "labels": found.labels, "is_watched": is_watched}
    return _news(request, "changes", [found.pair], context)


@require_safe
def watched(request: HttpRequest) -> HttpResponse:
    """The changes of all pairs a reader watches, on one page."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    pairs = Watch.objects.of(request.user).pairs()
    return _news(request, "watched", pairs, {}, is_several=True)


@require_POST
def watch(request: HttpRequest, text: str) -> HttpResponse:
    """Watch a pair, or stop watching it (`watch=off`), and go back."""
    found = find(request, text, "/r/{}/changes/")
    if isinstance(found, HttpResponse):
        return found
    back = way_back(request, f"/r/{found.pair}/changes/")
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    mine = Watch.objects.of(request.user)
    if request.POST.get("watch") == "off":
        mine.filter(low=found.pair.low, high=found.pair.high).delete()
    elif mine.count() >= MOST_WATCHED:
        sentence = f"You watch {MOST_WATCHED} pairs, the most there can be; stop one first."
        messages.warning(request, sentence)
    else:
        Watch.objects.get_or_create(user=request.user, low=found.low, high=found.high)
    return HttpResponseRedirect(back)


def _news(
    request: HttpRequest,
    template: str,
    pairs: list[Pair],
    context: dict[str, Any],
    *,
    is_several: bool = False,
) -> HttpResponse:
    if moved := without_empty(request):
        return moved
    today = timezone.localdate()
    last, cookie = _visits(request.COOKIES.get(_VISIT, ""), today)
    since, problems = _since(request, today)
    found = newest.news(pairs, since=since, today=today)
    lines = [each.line for each in (*found.changed, *found.corrected)]
    facts = [*found.happened, *found.learned]
    codes = {code for fact in facts for code in fact.claimants} | telling.codes_in(lines)
    codes |= {code for each in pairs for code in (each.low, each.high)}
    labels = labels_of(codes)
    context |= {
        "news": found,
        "since": since,
        "since_words": dates.say_day(since),
        "problems": problems,
        "watched": [(each, _names(each, labels)) for each in pairs] if is_several else [],
        "happened": [_line(fact, labels) for fact in found.happened],
        "learned": [_line(fact, labels) for fact in found.learned],
        "moves": [
            (move, ledger.stage_words(move.kind, move.was), ledger.stage_words(move.kind, move.now))
            for move in found.moves
        ],
        "changed": [telling.told_correction(each, labels) for each in found.changed],
        "corrected": [telling.told_correction(each, labels) for each in found.corrected],
        "stale": [
            (
                each,
                ledger.silence_words(each.last_news, today, is_bound=each.is_held_bound),
                _names(each.pair, labels),
            )
            for each in found.stale
        ],
        "stale_months": newest.STALE_MONTHS,
        "most": newest.MOST,
        "windows": [
            (words, day.isoformat(), day == since)
            for words, day in (
                ("7 days", today - timedelta(days=7)),
                ("30 days", today - timedelta(days=30)),
                *((("Since your last visit", last),) if last else ()),
            )
        ],
    }
    response = render_page(request, template, context)
    response.set_cookie(
        _VISIT, cookie, max_age=400 * 86_400, path=request.path, samesite="Lax", httponly=True,
        secure=settings.HTTPS,
    )  # fmt: skip
    return response


def _names(pair: Pair, labels: dict[str, str]) -> str:
    return " and ".join(sorted((labels[pair.low], labels[pair.high]), key=str.casefold))


def _line(fact: newest.NewsFact, labels: dict[str, str]) -> tuple[newest.NewsFact, str, str, str]:
    """(the fact, its badge in words, its tone, the names of its pair)"""
    parties = (fact.pair.low, fact.pair.high) if fact.relation == "between" else ()
    words = badge(fact.verification, fact.claimants, parties=parties, labels=labels)
    tone = presenting.BADGE_TONES.get(fact.verification, "neutral")
    return fact, words, tone, _names(fact.pair, labels)


def _since(request: HttpRequest, today: date) -> tuple[date, list[Problem]]:
    """The first day asked for; the default and a notice where it cannot be read."""
    problems = [
        Problem(name, text, f"There is no parameter “{name}” here; use since.")
        for name, text in given(request)
        if name != "since"
    ]
    texts = request.GET.getlist("since")
    problems += [Problem("since", text, "Give “since” once.") for text in texts[1:]]
    if texts:
        try:
            return dates.parse_window(texts[0], is_end=False), problems
        except dates.UnreadableDate as unreadable:
            problems.append(Problem("since", texts[0], str(unreadable)))
    return today - timedelta(days=DEFAULT_DAYS), problems


def _visits(cookie: str, today: date) -> tuple[date | None, str]:
    """The day of the visit before today's, and what the cookie holds from now on.

    It holds two days: the last visit before today, and today. Anything else in it is forgotten.
    """
    known: list[date] = []
    for text in cookie.split(".")[:2]:
        try:
            known.append(date.fromisoformat(text))
        except ValueError:
            continue
    earlier = [day for day in known if day < today]
    last = max(earlier, default=None)
    return last, ".".join(day.isoformat() for day in (last, today) if day is not None)


# --- the public log ----------------------------------------------------------------------


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    question, problems = logs.read_log_question(given(request))
    if moved := without_empty(request, problems, question.query()):
        return moved
    page = logs.log(question)
    codes = telling.codes_in(page.lines)
    codes |= {question.pair.low, question.pair.high} if question.pair else set()
    labels = labels_of(codes | ({question.country} if question.country else set()))
    context: dict[str, Any] = {
        "question": question,
        "problems": problems,
        "lines": [telling.told_line(line, labels) for line in page.lines],
        "acts": [(act, words) for act, words in logs.ACT_WORDS.items()],
        "more": _query([*question.query(), ("cursor", page.next)]) if page.next else "",
        "first_page": _query(question.query()) or "?",
        "feed": "/changes.atom" + _query(question.query()),
        "is_first": question.before is None,
        "of": _names(question.pair, labels)
        if question.pair and {question.pair.low, question.pair.high} <= labels.keys()
        else labels.get(question.country, ""),
    }
    return render_page(request, "log", context)


@require_safe
def log_feed(request: HttpRequest) -> HttpResponse:
    return _feed(request, "Changes, Dyad", "/changes/", None)


@require_safe
def pair_feed(request: HttpRequest, text: str) -> HttpResponse:
    found = find(request, text, "/r/{}/changes.atom")
    if isinstance(found, HttpResponse):
        return found
    title = f"Changes, {' and '.join(found.labels)}, Dyad"
    return _feed(request, title, f"/r/{found.pair}/changes/", found.pair)


def _feed(request: HttpRequest, title: str, page: str, pair: Pair | None) -> HttpResponse:
    """A feed with a wrong filter is refused: one with a filter dropped would be a wrong feed."""
    asked = [(name, text) for name, text in given(request) if text.strip()]
    question, problems = logs.read_log_question(asked, pair=pair)
    if problems:
        return refuse([problem.sentence for problem in problems], "atom")
    found = logs.log(question, redistributable_only=not request.user.is_authenticated)
    labels = labels_of(telling.codes_in(found.lines))
    kept = question.query()
    text = changes_feed(
        title=title,
        page=request.build_absolute_uri(page + ("" if pair else _query(kept))),
        feed=request.build_absolute_uri(),
        root=request.build_absolute_uri("/"),
        older=request.build_absolute_uri(request.path + _query([*kept, ("cursor", found.next)]))
        if found.next
        else "",
        entries=[telling.entry_of(telling.told_line(line, labels)) for line in found.lines],
        withheld=found.withheld,
    )
    answer = HttpResponse(text, content_type=TYPES["atom"])
    answer["Vary"] = "Cookie"
    return answer


def _query(parameters: list[tuple[str, str]]) -> str:
    return f"?{urlencode(parameters)}" if parameters else ""
