"""The page of one article: its text beside its facts, one of them open as a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from articles import reviewing
from articles.models import Article, Suggestion
from pages import runs
from pages.desk import forms, wording
from pages.desk.fields import SuggestionForm
from pages.desk.frame import editor, render
from relations import timeline
from relations.lanes import Kind, Lane, lane_of
from relations.models import Country, Publisher
from relations.pairs import InvalidPair, Pair


@dataclass(frozen=True, slots=True)
class Line:
    """A suggestion as the list shows it when it is not open."""

    row: Suggestion
    lane: str
    kind: str
    parties: str
    date: str


def find(pk: int) -> Article:
    return get_object_or_404(
        Article.objects.select_related(
            "source__publisher", "version", "copy_of", "owner", "source__syndicated_from"
        ),
        pk=pk,
    )


def number_of(said: str | None) -> int | None:
    return int(said) if said and said.isdigit() and len(said) < 9 else None


def see(request: HttpRequest, found: Article, number: int) -> list[dict[str, Any]]:
    return [
        {"name": other.user.get_username(), "number": other.number}
        for other in reviewing.see(found, by=editor(request), number=number)
    ]


def show(
    request: HttpRequest,
    found: Article,
    *,
    number: int | None,
    form: SuggestionForm | None = None,
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
    words = wording.Words([payload_of(row) for row in rows])
    if current is not None and current.is_open:
        if form is None:
            form = form_of(current, words=words)
        if alike is None:
            alike = reviewing.alike_to(current, payload_of(current))
    drafts = reviewing.drafts(found)
    undecided = [row for row in rows if row.is_open]
    payload = form.payload_before if form is not None else {}
    return render(
        request,
        "article",
        {
            "article": found,
            "paragraphs": runs.paragraphs(
                found.version.text if found.version else "",
                [
                    runs.Passage(row.start, row.end, row.number or 0, _lane(row))
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
            "others": see(request, found, (current.number or 0) if current else 0),
            "next_article": next_article(found),
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


def payload_of(row: Suggestion) -> Mapping[str, Any]:
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
) -> SuggestionForm:
    """The suggestion's form: as proposed, with what was typed since over it."""
    payload = payload_of(row)
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
    payload = payload_of(row)
    if forms.is_third_party(payload):
        return str(Lane.THIRD)
    detail = payload.get("detail", {})
    return str(lane_of(payload["kind"], detail.get("action", "other")))


def _line(row: Suggestion, words: wording.Words) -> Line:
    payload = payload_of(row)
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


def next_article(found: Article) -> Article | None:
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


def plain(words: str) -> str:
    return " ".join(words.split())


def open_one(found: Article, row: Suggestion) -> HttpResponse:
    address = reverse("desk:article", args=[found.pk])
    return redirect(f"{address}?s={row.number}#s{row.number}")
