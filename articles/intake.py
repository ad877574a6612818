"""The doors by which an article comes in, and the worker's way with it.

`add_*` queue an article and name what is here already; `read` fetches, extracts, keeps the text,
looks for copies and proposes facts. Each step commits; a worker killed between two leaves the
article for the next (`requeue_abandoned`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from articles import addresses, proposing
from articles.copies import nearest
from articles.extraction import Extracted, Key, Problem, extract, from_html, from_text
from articles.fetching import Fetched, FetchRefused, fetch
from articles.models import LANGUAGE, Article, Original
from articles.suggesting import ProviderFailed
from relations import dates, recording
from relations.models import Source
from relations.pairs import InvalidPair, Pair
from relations.recording import Refused
from relations.recording.acts import Actor, require

MOST_PASTED = 2_000_000
MOST_BYTES = 10_000_000
MOST_ADDRESSES = 200
MOST_ATTEMPTS = 3
ABANDONED_AFTER = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of something added: its article, whether it is new, and a sentence."""

    article: Article | None
    is_new: bool
    sentence: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What the editor says of an article when adding it; empty where the text is to say it."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    pair_hint: str = ""
    address: str = ""
    language: str = ""


def add_address(address: str, *, by: Actor, about: About = About()) -> Added:
    """Queue the page at an address. A known address is named and not queued twice.

    Raise Refused for what is no address.
    """
    require(by, "add_proposal")
    tidy = addresses.tidy(address)
    if tidy is None:
        raise Refused({"address": f"“{address[:200]}” is no http or https address."})
    known = (
        Article.objects.filter(address=tidy).first()
        or Article.objects.filter(source__canonical_address=tidy).first()
    )
    if known is not None:
        return Added(known, False, f"This address is here already: {known}.", address)
    try:
        with transaction.atomic():
            article = _queued(Article.Intake.ADDRESS, by, about, address=tidy)
    except IntegrityError:
        known = Article.objects.get(address=tidy)
        return Added(known, False, f"This address is here already: {known}.", address)
    return Added(article, True, f"Queued: {tidy}", address)


def add_addresses(text: str, *, by: Actor, about: About = About()) -> list[Added]:
    """Queue each address of a list, one a line or parted by spaces; say what became of each."""
    given = list(dict.fromkeys(re.split(r"[\s,;]+", text.strip())))
    if len(given) > MOST_ADDRESSES:
        raise Refused(
            {"addresses": f"At most {MOST_ADDRESSES} addresses at once; here are {len(given)}."}
        )
    return list(_each(given, by, about))


def _each(given: list[str], by: Actor, about: About) -> Iterator[Added]:
    for address in filter(None, given):
        try:
            yield add_address(address, by=by, about=about)
        except Refused as refused:
            yield Added(None, False, " ".join(refused.messages), address)


def add_text(text: str, *, by: Actor, about: About = About(), is_html: bool = False) -> Added:
    """Queue a pasted text or HTML. Raise Refused when it is empty or too long."""
    require(by, "add_proposal")
    if not text.strip():
        raise Refused({"text": "Paste the article's text; there is nothing here yet."})
    if len(text) > MOST_PASTED:
        raise Refused(
            {"text": f"This is {len(text):,} characters; at most {MOST_PASTED:,} are read."}
        )
    kind = "text/html" if is_html else "text/plain"
    intake = Article.Intake.HTML if is_html else Article.Intake.TEXT
    return _add_content(text.encode("utf-8", "replace"), kind, "utf-8", intake, by, about)


_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|article|div|p|h1|section|main)\b", re.I)


def add_pasted(text: str, *, by: Actor, about: About = About()) -> Added:
    """Queue a pasted text, or HTML where it begins as such. Raise Refused."""
    return add_text(text, by=by, about=about, is_html=bool(_MARKUP.match(text)))


def add_file(
    name: str, content: bytes, *, by: Actor, about: About = About(), content_type: str = ""
) -> Added:
    """Queue a file: HTML, PDF or plain text. Raise Refused when it is empty or too big."""
    require(by, "add_proposal")
    if not content:
        raise Refused({"file": f"“{name[:200]}” is empty."})
    if len(content) > MOST_BYTES:
        raise Refused({"file": f"“{name[:200]}” is over {MOST_BYTES // 1_000_000} MB."})
    return _add_content(content, content_type, "", Article.Intake.FILE, by, about, name[:200])


def _add_content(
    content: bytes,
    content_type: str,
    charset: str,
    intake: str,
    by: Actor,
    about: About,
    filename: str = "",
) -> Added:
    digest = hashlib.sha256(content).hexdigest()
    known = Article.objects.filter(originals__sha256=digest).order_by("pk").first()
    if known is not None:
        return Added(known, False, f"This text is here already: {known}.", filename)
    tidy = addresses.tidy(about.address) if about.address else ""
    if tidy is None:
        raise Refused({"address": f"“{about.address[:200]}” is no http or https address."})
    if tidy and (known := Article.objects.filter(address=tidy).first()):
        return Added(known, False, f"This address is here already: {known}.", filename)
    with transaction.atomic():
        article = _queued(intake, by, about, address=tidy, filename=filename)
        Original.objects.create(
            article=article,
            content=content,
            content_type=content_type[:100],
            charset=charset,
            sha256=digest,
            received_at=timezone.now(),
        )
    return Added(article, True, "Queued.", filename)


def _queued(intake: str, by: Actor, about: About, **values: Any) -> Article:
    errors: dict[str, str | list[str]] = {}
    published, hint = "", ""
    try:
        published = dates.parse(about.published).text
    except dates.UnreadableDate as unreadable:
        errors["published"] = str(unreadable)
    try:
        hint = str(Pair.parse(about.pair_hint)) if about.pair_hint.strip() else ""
    except InvalidPair as invalid:
        errors["pair_hint"] = f"{invalid}."
    if about.language and not re.fullmatch(LANGUAGE, about.language):
        errors["language"] = f"“{about.language[:20]}” is no code of a language: fa, pt-BR."
    if errors:
        raise Refused(errors)
    article = Article.objects.create(
        intake=intake,
        title=" ".join(about.title.split())[:400],
        publisher_name=" ".join(about.publisher.split())[:160],
        published=published,
        pair_hint=hint,
        language=about.language,
        added_by=by,  # type: ignore[misc]
        owner=by,
        **values,
    )
    _start(article)
    return article


def _start(article: Article) -> None:
    """Hand the article to a worker once it is committed; without a broker the clock does."""
    from articles.tasks import enqueue

    transaction.on_commit(lambda: enqueue(article.pk))


def retry(article: Article, *, by: Actor) -> Article:
    """Read a failed article again."""
    require(by, "add_proposal")
    changed = Article.objects.filter(pk=article.pk, status=Article.Status.FAILED).update(
        status=Article.Status.WAITING, failure="", failure_sentence="", attempts=0
    )
    article.refresh_from_db()
    if changed:
        _start(article)
    return article


def read_again(article: Article, *, by: Actor) -> Article:
    """Fetch a page anew; a changed text becomes a new version."""
    require(by, "add_proposal")
    if not article.address:
        raise Refused({"__all__": "Only an article with an address can be fetched again."})
    if article.is_working:
        return article
    article.status = Article.Status.WAITING
    article.attempts = 0
    article.save(update_fields=["status", "attempts"])
    _start(article)
    return article


def requeue_abandoned(now: datetime) -> list[int]:
    """Return to the queue what a worker took up and never finished; list what to start.

    The third time it fails, with a sentence: a text that kills workers is not tried for ever.
    """
    stale = Article.objects.filter(status__in=Article.WORKING, started_at__lt=now - ABANDONED_AFTER)
    stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        status=Article.Status.FAILED,
        failure="abandoned",
        failure_sentence=(
            f"The worker stopped {MOST_ATTEMPTS} times while reading this; look at the file first."
        ),
    )
    stale.filter(attempts__lt=MOST_ATTEMPTS).update(status=Article.Status.WAITING)
    late = Article.objects.waiting().filter(added_at__lt=now - timedelta(seconds=20))
    return list(late.values_list("pk", flat=True)[:500])


def read(pk: int) -> Article | None:
    """Do all steps with one article; None when it is not waiting. What fails says why."""
    article = _take(pk)
    if article is None:
        return None
    try:
        _read(article)
    except FetchRefused as refused:
        _fail(article, str(refused.reason_key), str(refused))
    except _Unusable as unusable:
        _fail(article, unusable.key, str(unusable))
    except Refused as refused:
        _fail(article, "refused", " ".join(refused.messages))
    except SoftTimeLimitExceeded:
        _fail(article, "too_slow", "Reading this took too long and was stopped.")
    article.refresh_from_db()
    return article


_EMPTY = Problem(Key.EMPTY, "There is no text in it.", is_fatal=True)


class _Unusable(Exception):
    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


def _take(pk: int) -> Article | None:
    """Take a waiting article up; of two workers one gets it."""
    taken = Article.objects.filter(pk=pk, status=Article.Status.WAITING).update(
        status=Article.Status.FETCHING, started_at=timezone.now(), attempts=F("attempts") + 1
    )
    return Article.objects.get(pk=pk) if taken else None


def _step(article: Article, status: Article.Status) -> None:
    """Say how far it is; a worker that was given up meanwhile stops here."""
    mine = Article.objects.filter(pk=article.pk, attempts=article.attempts)
    if not mine.exclude(status=Article.Status.FAILED).update(status=status):
        raise _Unusable("abandoned", "Another worker has taken this up.")
    article.status = status


def _fail(article: Article, key: str, sentence: str) -> None:
    Article.objects.filter(pk=article.pk, attempts=article.attempts).update(
        status=Article.Status.FAILED, failure=key[:30], failure_sentence=sentence[:400]
    )


def _read(article: Article) -> None:
    original = article.originals.last()
    if article.intake == Article.Intake.ADDRESS:
        original = _keep(article, fetch(article.address))
    assert original is not None
    _step(article, Article.Status.READING)
    extracted = _extract(article, original)
    if not extracted.is_usable:
        problem = next((each for each in extracted.problems if each.is_fatal), _EMPTY)
        raise _Unusable(problem.key, problem.sentence)
    with transaction.atomic():
        _step(article, Article.Status.READING)  # locks the row: nobody overtakes inside
        is_new = _hold(article, extracted, original)
        copy = nearest(article.version) if article.version else None
        _note_copy(article, copy.article if copy else None, copy.likeness if copy else None)
    _step(article, Article.Status.SUGGESTING)
    if is_new:
        _suggest(article)
    with transaction.atomic():
        _step(article, Article.Status.READY)
        if not is_new and not article.suggestions.filter(outcome="open").exists():
            done = article.suggestions.exists()
            _step(article, Article.Status.DONE if done else Article.Status.READY)


def _keep(article: Article, fetched: Fetched) -> Original:
    return Original.objects.create(
        article=article,
        content=fetched.body,
        content_type=fetched.content_type[:100],
        charset=fetched.charset[:40],
        address=fetched.address[:1000],
        sha256=hashlib.sha256(fetched.body).hexdigest(),
        received_at=fetched.retrieved_at,
    )


def _extract(article: Article, original: Original) -> Extracted:
    content = bytes(original.content)
    if article.intake == Article.Intake.TEXT:
        return from_text(content.decode("utf-8", "replace"))
    if article.intake == Article.Intake.HTML:
        return from_html(content.decode("utf-8", "replace"), address=article.address)
    return extract(
        content,
        content_type=original.content_type,
        charset=original.charset,
        address=original.address or article.address,
        filename=article.filename,
    )


def _hold(article: Article, extracted: Extracted, original: Original) -> bool:
    """Keep the text; True when it is a text of this article that was not here before."""
    by = article.added_by
    article.title = article.title or extracted.title[:400] or _headline(extracted.text)
    article.byline = article.byline or extracted.byline[:300]
    article.publisher_name = article.publisher_name or extracted.publisher[:160]
    article.published = article.published or extracted.published
    if article.source is None:
        article.source = _source(article, extracted, original)
    before = article.version_id
    article.version = recording.hold_text(
        article.source, by=by, text=extracted.text, retrieved_at=original.received_at
    )
    article.notes = [problem.sentence for problem in extracted.problems]
    is_new = article.version_id != before
    if is_new and before is not None:
        anchored = recording.reanchor(article.version, by=by)
        article.lost_claims.set(anchored.lost)
        article.notes.append(_said_anchored(len(anchored.moved), len(anchored.lost)))
    article.save(
        update_fields=[
            "title", "byline", "publisher_name", "published", "source", "version", "notes",
        ]
    )  # fmt: skip
    return is_new


def _headline(text: str) -> str:
    """The first line of a pasted text where it stands alone and is no sentence."""
    first, _, rest = text.partition("\n")
    is_title = rest.startswith("\n") and len(first) <= 140 and not first.endswith((".", "”", '"'))
    return first if is_title else ""


def _said_anchored(moved: int, lost: int) -> str:
    said = f"The page has changed. {moved} passages were found again"
    return f"{said}; {lost} are no longer in it." if lost else f"{said}."


def _source(article: Article, extracted: Extracted, original: Original) -> Source:
    canonical = addresses.tidy(extracted.canonical_address) or ""
    known = (
        Source.objects.filter(canonical_address=canonical, merged_into=None).first()
        if canonical
        else None
    )
    return known or recording.add_source(
        by=article.added_by,
        title=article.title or extracted.text[:80].partition("\n")[0],
        publisher=recording.publisher_called(article.publisher_name, article.address),
        retrieved_at=original.received_at,
        address=article.address,
        canonical_address=canonical,
        published=article.published,
        language=article.language or extracted.language,
        sha256=original.sha256,
    )


def _note_copy(article: Article, other: Article | None, likeness: float | None) -> None:
    """Link a near-copy to the text that was here first, so that both count as one origin."""
    if other is None or other.source is None or article.source is None:
        return
    article.copy_of, article.likeness = other, likeness
    article.save(update_fields=["copy_of", "likeness"])
    if article.source.syndicated_from_id is None and other.source_id != article.source_id:
        recording.note_syndication(article.source, root=other.source, by=article.added_by)


def _suggest(article: Article) -> None:
    try:
        proposing.propose_again(article)
    except ProviderFailed as failed:
        article.notes = [*article.notes, f"No facts are suggested: {failed}"]
        article.save(update_fields=["notes"])
