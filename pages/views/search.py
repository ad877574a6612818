"""Search: pairs, countries, people, facts and articles, each with why it matched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from pages import presenting, rail
from pages.marking import Run, is_marked, marked
from pages.parts import Parts
from pages.presenting import Card
from pages.views.answering import CARDS, read_address, render_page
from relations import timeline
from relations.lanes import Lane
from relations.timeline import Filters, TimelineRow
from relations.timeline.searching import best_facts, named
from relations.timeline.words import LONGEST

PARAMETERS = (
    "q", "lane", "kind", "subtype", "verification", "status", "topic", "source", "publisher",
    "speaker", "from", "to", "sort", "cursor",
)  # fmt: skip
MOST = 10_000
BEST = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact found: its card, its words marked, and where they stand."""

    card: Card
    headline: list[Run]
    quotation: list[Run]
    why: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    filters, problems, elsewhere = read_address(request, PARAMETERS)
    if elsewhere is not None:
        return elsewhere
    if any(len(text) > LONGEST for text in request.GET.getlist("q")):
        sentence = f"The question is read up to {LONGEST} letters."
        problems.append(timeline.Problem("q", "", sentence))
    text = filters.q
    context: dict[str, Any] = {
        "q": text,
        "filters": filters,
        "problems": problems,
        "lanes": [(lane.value, str(lane.label)) for lane in Lane],
        "levels": [(value, words) for value, words, _ in rail.LEVELS],
        "sorts": (("newest", "Newest first"), ("oldest", "Oldest first")),
    }
    if filters.given:
        parts = Parts()
        found = parts.ask("names", lambda: named(text), None)
        context |= {"parts": parts, "found": found, "most": MOST}
        context |= parts.ask("facts", lambda: _facts(filters), {})
        context["is_empty"] = not (parts.failed or found or context["hits"])
    return render_page(request, "search", context)


def _facts(filters: Filters) -> dict[str, Any]:
    """The facts found: on the first page those that fit best before all by date."""
    page = timeline.fact_page(replace(filters, limit=CARDS))
    count = timeline.count_found(filters, most=MOST)
    is_ranked = bool(filters.q) and filters.cursor is None and count > BEST
    best = best_facts(filters, limit=BEST) if is_ranked else []
    hits = [_hit(row, filters.q) for row in timeline.rows_of([*best, *page.places])]
    return {
        "best": hits[: len(best)],
        "hits": hits[len(best) :],
        "count": count,
        "next": page.next,
        "previous": page.previous,
    }


def _hit(row: TimelineRow, text: str) -> Hit:
    card = presenting.card_of(row)
    headline = marked(row["headline"], text)
    quotation = next(
        (
            runs
            for claim in row["claims"]
            if is_marked(runs := marked(claim["quotation"], text, around=140))
        ),
        marked(card.quotation, text, around=140),
    )
    speaker = row["speaker"]["name"] if row["speaker"] else ""
    titles = (claim["source"]["title"] for claim in row["claims"])
    where = [
        ("headline", is_marked(headline)),
        ("quotation", is_marked(quotation)),
        ("summary", is_marked(marked(row["summary"], text))),
        ("speaker", is_marked(marked(speaker, text))),
        ("source", any(is_marked(marked(title, text)) for title in titles)),
    ]
    return Hit(card, headline, quotation, ", ".join(name for name, is_there in where if is_there))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """At most eight suggestions for what is being typed, pairs first, as JSON."""
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    found = named(text, limit=4)
    options = [
        {"words": names, "kind": "pair", "address": reverse("pages:pair", args=[str(pair)])}
        for pair, names in found.pairs
    ]
    options += [
        {
            "words": f"{country.label} ({country.why})" if country.why else country.label,
            "kind": "country",
            "address": reverse("pages:country", args=[country.key]),
        }
        for country in found.countries
    ]
    options += [
        {"words": person.label, "kind": "person", "address": said_by(person.key)}
        for person in found.people
    ]
    return JsonResponse({"options": options[:8]})


def said_by(person: str) -> str:
    """The address of what somebody said."""
    return reverse("pages:search") + "?" + urlencode({"speaker": person})
