"""Statements: reported speech and quotations with a target and a stance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from articles.shapes import Party
from articles.suggesting import speech
from articles.suggesting.drafts import Draft
from articles.suggesting.reading import Article
from articles.suggesting.speech import Speech
from articles.suggesting.tables import stances


def statements(
    article: Article,
    told: Sequence[Speech],
    events: Sequence[Draft],
    recent: Sequence[str],
    acted: Mapping[str, Sequence[str]],
    latest: Sequence[str],
) -> list[Draft]:
    """Return the statements of a sentence's speeches.

    Reported speech that only tells a fact of `events` is that fact and no statement of its own.
    """
    found = []
    for said in told:
        own = said.speaker.codes[0]
        answer = tuple(reversed(acted.get(own, ())))
        draft = _statement(article, said, events, (*recent, *answer), (*latest, *answer))
        if draft is not None:
            found.append(draft)
    return found


def _is_named(article: Article, said: Speech, targets: Sequence[str]) -> bool:
    """Whether the words are about the state itself, not only about "Russian gas"."""
    start, end = speech.words_of(article, said)
    return any(
        reference.is_actor and set(reference.codes) & set(targets)
        for reference in article.passages[said.passage].references
        if start <= reference.start < end
    )


def _statement(
    article: Article,
    said: Speech,
    events: Sequence[Draft],
    recent: Sequence[str],
    latest: Sequence[str],
) -> Draft | None:
    passage = article.passages[said.passage]
    targets, is_guess = speech.targets(article, said, recent, latest)
    speakers = [code for code in said.speaker.codes if article.names.is_state(code)]
    own = speakers[0] if speakers else ""
    is_intro = said.quote is None and article.plain[passage.sentence.end - 1] == ":"
    said_itself = re.sub(r"[^a-z]", "", passage.masked.text[said.begin : said.end])
    is_intro = is_intro or (said.quote is None and len(said_itself) < 4)
    if not targets or not own or is_intro:
        return None
    start, end = speech.words_of(article, said)
    at = passage.masked.origin(said.verb_at)
    inside = [
        event
        for event in events
        if event.kind != "statement"
        and (start <= event.trigger < end or abs(event.trigger - at) < 3)
    ]
    same = [
        event
        for event in events
        if event.kind == "statement" and (abs(event.trigger - at) < 3 or event.speaker is not None)
        and own in event.codes()
    ]  # fmt: skip
    if same or (inside and said.quote is None):
        return None
    words = f"{said.verb} {article.plain[start:end]}"
    if said.quote:
        words = article.plain[slice(*said.quote)] + " " + words
    attitude = stances.stance(words)
    speaker = speech.named(said.speaker, article)
    is_bare = said.quote is None and attitude == "neutral"
    if is_bare and (is_guess or not _is_named(article, said, targets)):
        return None
    roles = [*((code, "speaker") for code in speakers), *((code, "target") for code in targets)]
    act = stances.act(said.verb, words, attitude)
    return Draft(
        "statement",
        tuple(Party(code, role) for code, role in roles),
        passage.sentence.start,
        passage.sentence.end,
        "quotation" if said.quote else "reported speech",
        said.passage,
        at,
        status="denied" if act == "denies" else "made",
        asserted_by=(speaker,),
        speaker=speaker,
        act=act,
        stances=tuple((code, attitude) for code in targets),
        quote=article.document.text[slice(*said.quote)] if said.quote else "",
        is_continued=said.is_pronoun,
    )
