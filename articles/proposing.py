"""Looking for facts in an article, and putting what is found in the queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction

from articles import names, suggesting
from articles.models import Article
from articles.models import Suggestion as Row
from articles.shapes import Document, Suggestion
from articles.translating import headline_of, main_pair, payload_of
from relations import recording
from relations.lanes import Kind
from relations.models import Proposal


def propose(article: Article, document: Document, provider: str = "") -> list[Row]:
    """Look for facts in the article's newest text and put each in the queue, once.

    Open suggestions of an older version, and those of a run before this, are replaced; what was
    decided stays. Raise ProviderFailed.
    """
    chosen = suggesting.provider(provider or settings.SUGGESTIONS)
    found = chosen.suggest(document, names.from_database())
    return write(article, found, name=chosen.name, version=chosen.version)


def propose_again(article: Article) -> list[Row]:
    """Look for facts anew, after something missing was filled in; decisions and drafts stay."""
    article = Article.objects.select_related("source", "version").get(pk=article.pk)
    if article.source is None or article.version is None:
        return []
    return propose(article, document_of(article))


def document_of(article: Article) -> Document:
    """The article's newest text with what is known of it."""
    assert article.source is not None
    assert article.version is not None
    return Document(
        text=article.version.text,
        title=article.title,
        published=article.source.published_text,
        publisher=article.publisher_name,
        byline=article.byline,
        language=article.source.language,
    )


def payload_of_passage(article: Article, start: int, end: int, *, kind: str = "") -> dict[str, Any]:
    """What a fact in this passage would be: as found there, else an empty one of `kind`."""
    assert article.version is not None
    document = document_of(article)
    passage = article.version.text[start:end]
    found = suggesting.suggest(replace(document, text=passage), names.from_database())
    place = {"source": article.source_id, "version": article.version.pk, "quotation": passage,
             "start": start, "end": end}  # fmt: skip
    if found:
        payload = payload_of(article, replace(found[0], start=start, end=end))
        if not kind or payload["kind"] == kind:
            return payload
    blank: dict[str, dict[str, Any]] = {
        Kind.AGREEMENT: {"step": "announced"},
        Kind.ARMS_TRANSFER: {"step": "planned"},
        Kind.STATEMENT: {"country": None, "speaker_kind": "office"},
        Kind.VISIT: {"form": "visit"},
        Kind.ACTION: {"action": "other"},
    }
    chosen = kind if kind in blank else str(Kind.ACTION)
    return {"kind": chosen, "detail": blank[Kind(chosen)], "evidence": [place]}


@transaction.atomic
def write(article: Article, found: Iterable[Suggestion], *, name: str, version: str) -> list[Row]:
    """Save what a provider found as proposals, numbered by their place in the text."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    assert article.version is not None
    _supersede(article)
    decided = {
        (row.start, row.end, row.found.get("kind"))
        for row in article.suggestions.exclude(outcome=Row.Outcome.SUPERSEDED)
    }
    taken = set(article.suggestions.values_list("number", flat=True))
    free = (number for number in count(1) if number not in taken)
    rows = []
    found = sorted(found, key=lambda each: (each.start, each.end))
    main = article.pair_hint or main_pair(found)
    for each in found:
        if (each.start, each.end, each.kind) in decided:
            continue
        proposal = recording.propose(
            payload_of(article, each, main),
            by=None,
            version=article.version,
            origin=Proposal.Origin.MACHINE,
            origin_name=name,
            origin_version=version,
        )
        rows.append(
            Row.objects.create(
                article=article,
                proposal=proposal,
                version=article.version,
                number=next(free),
                start=each.start,
                end=each.end,
                title=headline_of(each)[:300],
                rule=each.rule[:80],
                found=_plain(asdict(each)),
            )
        )
    return rows


def _supersede(article: Article) -> None:
    for row in article.suggestions.filter(outcome=Row.Outcome.OPEN, draft__isnull=True):
        row.outcome, row.number = Row.Outcome.SUPERSEDED, None
        row.save(update_fields=["outcome", "number"])
        Proposal.objects.filter(pk=row.proposal_id).update(state=Proposal.State.SUPERSEDED)


def _plain(value: Any) -> Any:
    """JSON of a dataclass's values: numbers as texts where they are decimals, no empty fields."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each not in (None, "", (), [])}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool) else str(value)
