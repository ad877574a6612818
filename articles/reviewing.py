"""What an editor does with suggestions: each act is atomic, can be undone, and loses nothing.

A decision names the revision it was made on; when somebody else decided meanwhile it is refused
with `Decided`, and both are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from articles.models import Article, Presence, Suggestion
from relations import recording, timeline
from relations.models import Claim, Fact, Proposal, Publication, Publisher
from relations.pairs import Pair
from relations.recording.acts import Refused, require
from relations.recording.differences import differences

HERE = timedelta(seconds=45)
"""How long after their last sign of life an editor counts as present."""


class Decided(Exception):
    """Somebody else has decided or changed this suggestion since it was read."""

    def __init__(self, row: Suggestion) -> None:
        self.row = row
        who = row.decided_by or row.draft_by
        name = who.get_username() if who else "somebody else"
        said = row.get_outcome_display().lower()
        super().__init__(f"Suggestion {row.number} was changed by {name} meanwhile: {said}.")


@contextmanager
def _deciding(row: Suggestion, by: User, revision: int | None) -> Iterator[Suggestion]:
    """Lock the suggestion, check the revision, and stamp the decision."""
    require(by, "publish_fact")
    with transaction.atomic():
        locked = (
            Suggestion.objects.select_for_update(of=("self",))
            .select_related("proposal", "article", "decided_by", "draft_by", "version")
            .get(pk=row.pk)
        )
        if revision is not None and locked.revision != revision:
            raise Decided(locked)
        yield locked
        locked.revision += 1
        locked.decided_by = by
        locked.decided_at = timezone.now()
        locked.save()
    row.refresh_from_db()


def accept(
    row: Suggestion,
    *,
    by: User,
    payload: Mapping[str, Any] | None = None,
    revision: int | None = None,
) -> Fact:
    """Make a draft fact of a suggestion, as proposed or as edited. Raise Refused or Decided."""
    with _deciding(row, by, revision) as locked:
        _refuse_decided(locked)
        changed = _changed(locked, payload)
        fact = recording.accept(
            locked.proposal, by=by, edited_payload=payload if changed else None, publish=False
        )
        locked.outcome = Suggestion.Outcome.EDITED if changed else Suggestion.Outcome.ACCEPTED
        locked.edited_fields = changed
        locked.title = fact.headline
        locked.is_skipped, locked.draft = False, None
        _reopen_article(locked.article)
    return fact


def _changed(row: Suggestion, payload: Mapping[str, Any] | None) -> list[str]:
    if payload is None:
        return []
    found = differences(row.proposal.payload, payload)
    return [each.path[:40] for each in found]


def add_as_source(
    row: Suggestion,
    to: Fact,
    *,
    by: User,
    payload: Mapping[str, Any] | None = None,
    keep: Iterable[str] = (),
    revision: int | None = None,
) -> Fact:
    """Add the suggestion's passage to a fact that is here already.

    `keep` names the fields on which ours differs and is kept as another version of the fact's
    (`date`, `money.promised`); else only the occurrence is claimed. Raise Refused or Decided.
    """
    with _deciding(row, by, revision) as locked:
        _refuse_decided(locked)
        said = payload or locked.proposal.payload
        first = {k: v for k, v in said["evidence"][0].items() if k not in ("field", "value")}
        passages = [first]
        wanted = set(keep)
        passages += [
            {**first, "field": each.field, "value": each.value}
            for each in timeline.compare(said, to).differences
            if each.field and each.field in wanted
        ]
        recording.accept_as_source(locked.proposal, to=to, by=by, evidence=passages)
        locked.outcome = Suggestion.Outcome.SOURCE
        locked.is_skipped, locked.draft = False, None
        _reopen_article(locked.article)
    return to


def reject(
    row: Suggestion,
    *,
    by: User,
    reason: str,
    note: str = "",
    revision: int | None = None,
) -> Suggestion:
    """Turn a suggestion down for one of five reasons; it is kept. Raise Refused or Decided."""
    if reason not in Suggestion.Reason.values:
        raise Refused({"reason": "Choose why it is rejected."})
    with _deciding(row, by, revision) as locked:
        _refuse_decided(locked)
        said = str(Suggestion.Reason(reason).label)
        recording.reject(
            locked.proposal, by=by, reason=f"{said}: {note.strip()}"[:200] if note.strip() else said
        )
        locked.outcome = Suggestion.Outcome.REJECTED
        locked.reason = reason
        locked.is_skipped, locked.draft = False, None
        _reopen_article(locked.article)
    return row


def skip(row: Suggestion, *, by: User) -> Suggestion:
    """Leave a suggestion for later; it comes after the others."""
    require(by, "add_proposal")
    Suggestion.objects.filter(pk=row.pk, outcome=Suggestion.Outcome.OPEN).update(is_skipped=True)
    row.refresh_from_db()
    return row


def undo(row: Suggestion, *, by: User, revision: int | None = None) -> Suggestion:
    """Take a decision back; the suggestion is open again. Raise Refused once its fact is public."""
    with _deciding(row, by, revision) as locked:
        if locked.is_open:
            raise Refused({"__all__": "There is nothing to undo here."})
        if locked.outcome == Suggestion.Outcome.SUPERSEDED:
            raise Refused({"__all__": "Another suggestion has taken its place."})
        edited = locked.proposal.edited_payload
        recording.reopen(locked.proposal, by=by)
        locked.outcome = Suggestion.Outcome.OPEN
        locked.reason, locked.edited_fields = "", []
        locked.draft = {"payload": edited} if edited else None
        _reopen_article(locked.article)
    return row


def last_decided(article: Article, by: User) -> Suggestion | None:
    """Return the suggestion that this editor decided last and that can be undone."""
    return (
        article.suggestions.filter(decided_by=by)
        .exclude(outcome__in=(Suggestion.Outcome.OPEN, Suggestion.Outcome.SUPERSEDED))
        .order_by("-decided_at")
        .first()
    )


def save_draft(
    row: Suggestion, *, by: User, fields: Mapping[str, Any], revision: int | None = None
) -> Suggestion:
    """Keep what is typed so far. Raise Decided when it was decided meanwhile."""
    require(by, "add_proposal")
    with transaction.atomic():
        locked = Suggestion.objects.select_for_update().get(pk=row.pk)
        if not locked.is_open or (revision is not None and locked.revision != revision):
            raise Decided(locked)
        locked.draft = dict(fields)
        locked.draft_by = by
        locked.draft_at = timezone.now()
        locked.save(update_fields=["draft", "draft_by", "draft_at"])
    return locked


def add_suggestion(
    article: Article,
    *,
    by: User,
    payload: Mapping[str, Any],
    start: int,
    end: int,
    title: str = "",
    rule: str = "by hand",
) -> Suggestion:
    """Put a fact that a person found among the suggestions, open."""
    version = article.version
    assert version is not None
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        proposal = recording.propose(
            payload, by=by, version=article.version, origin=Proposal.Origin.PERSON
        )
        number = (article.suggestions.aggregate(n=Max("number"))["n"] or 0) + 1
        _reopen_article(article)
        return Suggestion.objects.create(
            article=article,
            proposal=proposal,
            version=version,
            number=number,
            start=start,
            end=end,
            title=title[:300],
            rule=rule,
        )


def find_passage(article: Article, quotation: str) -> tuple[int, int] | None:
    """Return where a passage stands in the text; spaces and quotation marks may differ."""
    assert article.version is not None
    text = article.version.text
    words = quotation.split()
    if not words:
        return None
    at = text.find(quotation)
    if at >= 0:
        return at, at + len(quotation)
    pattern = r"\s+".join(_loosely(word) for word in words)
    found = re.search(pattern, text)
    return found.span() if found else None


def _loosely(word: str) -> str:
    loose = re.escape(word)
    for marks in ("'’‘", '"“”', "-–—"):
        for mark in marks:
            loose = loose.replace(re.escape(mark), f"[{marks}]")
    return loose


def _refuse_decided(row: Suggestion) -> None:
    if not row.is_open:
        raise Decided(row)


def _reopen_article(article: Article) -> None:
    """A decision taken or undone after the end makes the article one to finish again."""
    Article.objects.filter(
        pk=article.pk, status__in=(Article.Status.DONE, Article.Status.NO_FACTS)
    ).update(status=Article.Status.READY, finished_at=None)


def alike_to(
    row: Suggestion, payload: Mapping[str, Any] | None = None, limit: int = 3
) -> list[timeline.LookAlike]:
    """Return the facts that a suggestion may repeat, drafts of the same article too."""
    said = payload or row.proposal.edited_payload or row.proposal.payload
    own = [row.proposal.result_id] if row.proposal.result_id else []
    return timeline.look_alikes(said, known_by=known_by(row.article), exclude=own, limit=limit)


def known_by(article: Article) -> date:
    """The day by which an article's facts were known: of publication, else of retrieval."""
    source = article.source
    if source is None:
        return timezone.localdate(article.added_at)
    return source.published_latest or timezone.localdate(source.retrieved_at)


def drafts(article: Article) -> list[Fact]:
    """Return the article's accepted facts that are not public yet."""
    return list(
        Fact.objects.filter(
            proposals__suggestion__article=article,
            proposals__suggestion__outcome__in=Suggestion.ACCEPTED,
            publication=Publication.DRAFT,
        ).order_by("pk")
    )


def publish(article: Article, *, by: User) -> list[Fact]:
    """Publish all accepted drafts of an article in one transaction, and note what was read.

    Facts of a kind that requires a second reader go to review. Publishing twice does it once.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        released = recording.publish_together(drafts(article), by=by)
        _finish(article, by)
    return released


def _finish(article: Article, by: User) -> None:
    if article.suggestions.filter(outcome=Suggestion.Outcome.OPEN).exists():
        return
    found: dict[Pair, int] = {}
    kept = article.suggestions.filter(
        outcome__in=(*Suggestion.ACCEPTED, Suggestion.Outcome.SOURCE)
    ).select_related("proposal")
    if not kept:
        return
    for row in kept:
        if row.proposal.result is None:
            continue
        for low, high in row.proposal.result.pair_facts.values_list("low_id", "high_id"):
            pair = Pair.of(low, high)
            found[pair] = found.get(pair, 0) + 1
    if article.source is not None:
        recording.record_coverage(
            article.source, by=by, found=found, read=_hinted(article) - set(found)
        )
    article.status = Article.Status.DONE
    article.finished_at = timezone.now()
    article.save(update_fields=["status", "finished_at"])


def _hinted(article: Article) -> set[Pair]:
    return {Pair.parse(article.pair_hint)} if article.pair_hint else set()


def note_no_facts(article: Article, *, by: User, pairs: Iterable[Pair] = ()) -> Article:
    """Record that an article was read and holds no fact; what is open is rejected as no fact."""
    require(by, "publish_fact")
    if article.source is None:
        raise Refused({"__all__": "This article has no text that could have been read."})
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        kept = (*Suggestion.ACCEPTED, Suggestion.Outcome.SOURCE)
        if article.suggestions.filter(outcome__in=kept).exists():
            raise Refused(
                {"__all__": "Facts were accepted from this article; publish them instead."}
            )
        for row in article.suggestions.filter(outcome=Suggestion.Outcome.OPEN):
            reject(row, by=by, reason=Suggestion.Reason.NOT_A_FACT)
        assert article.source is not None
        read = {*pairs, *_hinted(article)}
        recording.record_coverage(article.source, by=by, read=read)
        article.status = Article.Status.NO_FACTS
        article.finished_at = timezone.now()
        article.save(update_fields=["status", "finished_at"])
    return article


def take(article: Article, *, by: User | None) -> Article:
    """Make an editor the article's owner, or nobody."""
    article.owner = by
    article.save(update_fields=["owner"])
    return article


def see(article: Article, *, by: User, number: int = 0) -> list[Presence]:
    """Note that an editor is here; return the others who are."""
    now = timezone.now()
    Presence.objects.update_or_create(
        article=article, user=by, defaults={"number": number, "seen_at": now}
    )
    return list(
        article.presences.filter(seen_at__gte=now - HERE)
        .exclude(user=by)
        .select_related("user")
        .order_by("user__username")
    )


@dataclass(frozen=True, slots=True)
class Task:
    """Something missing: `field` is what the desk asks for in place; empty: shown only."""

    field: str
    sentence: str


def tasks_of(article: Article) -> list[Task]:
    """Return what is missing of an article, as things to do."""
    tasks = []
    source = article.source
    if source is not None:
        if not source.published_text:
            tasks.append(Task("published", "Publication date missing"))
        if source.publisher.name == recording.NOT_NAMED:
            tasks.append(Task("publisher", "Publisher missing"))
        elif source.publisher.kind == Publisher.Kind.UNKNOWN:
            said = f"Say what {source.publisher} is: newspaper, wire, state media"
            tasks.append(Task("publisher_kind", said))
    return tasks


def settle_lost(
    article: Article, claim: Claim, *, by: User, withdraw: bool, reason: str = ""
) -> Article:
    """Decide on a cited passage that the newest text no longer holds.

    It stays on the older version it cites, or is withdrawn with a reason. Raise Refused.
    """
    require(by, "change_fact")
    with transaction.atomic():
        if withdraw:
            said = reason.strip() or "The page no longer says so"
            recording.withdraw_claim(claim, by=by, reason=said)
        article.lost_claims.remove(claim)
    return article


def describe(article: Article, *, by: User, field: str, value: str) -> Article:
    """Fill in what was missing. Suggestions nobody has decided are read again with it."""
    source = article.source
    if source is None:
        raise Refused({field: "The text is not read yet."})
    if not value.strip():
        raise Refused({field: "There is nothing here yet."})
    if field == "published":
        recording.describe_source(source, by=by, published=value)
        article.published = source.published_text
    elif field == "publisher":
        publisher = recording.publisher_called(value)
        recording.describe_source(source, by=by, publisher=publisher)
        article.publisher_name = publisher.name
    elif field == "publisher_kind":
        recording.describe_publisher(source.publisher, by=by, kind=value)
    else:
        raise Refused({"__all__": f"“{field}” is nothing that can be missing."})
    article.save(update_fields=["published", "publisher_name"])
    return article
