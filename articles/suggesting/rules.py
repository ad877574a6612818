"""The provider that needs nothing but this code: frames, reported speech, merging."""

from __future__ import annotations

from collections.abc import Sequence

from articles.mentions.names import Names
from articles.mentions.shapes import Mention
from articles.shapes import Document, Suggestion
from articles.suggesting import (
    broad,
    events,
    filling,
    lists,
    merging,
    reading,
    speech,
    statements,
    titling,
)
from articles.suggesting.drafts import Draft
from articles.suggesting.reading import Article


class RulesProvider:
    """Suggests facts by rules alone."""

    name = "rules"
    version = "1"

    def suggest(self, document: Document, names: Names) -> list[Suggestion]:
        """Return the document's facts in text order."""
        return suggestions(reading.read(document, names))


def suggestions(article: Article) -> list[Suggestion]:
    """Return the facts of an article read, in text order."""
    return [_finished(article, draft) for draft in merging.merged(drafts(article))]


def drafts(article: Article) -> list[Draft]:
    """Return what each sentence tells, the same fact told twice still there twice."""
    found: list[Draft] = []
    recent: list[str] = []
    acted: dict[str, list[str]] = {}
    latest: list[str] = []
    for index, passage in enumerate(article.passages):
        told = speech.speeches(article, index)
        happened = events.events(article, index, told)
        exact = [draft for draft in happened if _is_whole(article, draft)]
        happened += broad.broadly(article, index, told, exact)
        said = statements.statements(
            article, told, happened, recent or article.main, acted, latest + _topic(happened)
        )
        here = [draft for draft in (*happened, *said) if _is_whole(article, draft)]
        here += broad.said_broadly(article, told, here)
        here = here or lists.listed(article, index, found)
        for draft in here:
            filling.fill(article, draft, len(here) == 1)
            draft.words = merging.topic(article.plain[draft.start : draft.end])
        found += sorted(here, key=lambda draft: draft.trigger)
        _remember(here, acted)
        latest = (latest + _topic(here))[-3:]
        del recent[:-40]
        recent += [
            code
            for reference in passage.references
            for code in reference.codes
            if article.names.is_state(code) and reference.form != "place"
        ]
    return found


def _topic(here: Sequence[Draft]) -> list[str]:
    """Return whom words about "the move" in the next sentence are about: who acted last."""
    events = [draft for draft in here if draft.kind != "statement"]
    if events:
        return [events[-1].parties[0].code]
    return [party.code for draft in here[-1:] for party in draft.parties if party.role == "target"]


def _remember(here: Sequence[Draft], acted: dict[str, list[str]]) -> None:
    """Keep who acted last upon whom: what an answer without a name is to."""
    for draft in here:
        if draft.subtype == "other" or "supportive" in dict(draft.stances).values():
            continue
        actors = [p.code for p in draft.parties if p.role in ("party", "speaker", "supplier")]
        for party in draft.parties:
            if party.role == "target":
                acted[party.code] = actors


def _is_whole(article: Article, draft: Draft) -> bool:
    roles = {party.role for party in draft.parties}
    if draft.kind == "statement":
        return {"speaker", "target"} <= roles
    return len(draft.parties) > 1


def _finished(article: Article, draft: Draft) -> Suggestion:
    title = titling.title_of(
        article.names, draft.kind, draft.parties, draft.status, draft.subtype, draft.act,
        draft.speaker, draft.amount, draft.weapon,
    )  # fmt: skip
    return Suggestion(
        kind=draft.kind,
        countries=draft.parties,
        title=title,
        start=draft.start,
        end=draft.end,
        rule=draft.rule,
        date=draft.date,
        date_basis=draft.date_basis,
        status=draft.status,
        asserted_by=draft.asserted_by,
        amount=draft.amount,
        quantity=draft.quantity,
        weapon=draft.weapon,
        speaker=draft.speaker,
        act=draft.act,
        stances=draft.stances,
        quote=draft.quote,
        subtype=draft.subtype,
        place=draft.place,
        persons=draft.persons if draft.kind == "visit_or_meeting" else (),
    )


def mentioned(names: Names, countries: Sequence[Mention]) -> list[str]:
    """Return the states an article names, each once, in text order; a mere place is none."""
    return list(
        dict.fromkeys(
            mention.code
            for mention in countries
            if names.is_state(mention.code) and not mention.is_place
        )
    )
