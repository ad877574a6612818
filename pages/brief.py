"""A brief: chosen facts in the order of the timeline, every word of them with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils import timezone

from pages import presenting
from pages.citing import pinned
from pages.ledger import level_words
from relations.models import Country, Fact, Publication
from relations.timeline import Place, TimelineRow, rows_of
from relations.timeline.revisions import last_revisions
from relations.timeline.rows import ClaimRow

MOST = 200
"""So many facts one brief holds: some sixty pages."""
MOST_QUOTATIONS = 6
_AGAINST = {"denies": "Denied", "admits": "Admitted", "doubts": "Doubted"}


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote. address: where it leads, or empty."""

    number: int
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """What carries a fact: the passage, or the row of a data set. lead: “Denied by Iran”."""

    words: str
    lead: str
    language: str
    is_passage: bool
    note: Note


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of a brief. amounts: one sentence each; more: passages that stand on its page only."""

    row: TimelineRow
    pinned: Note
    amounts: list[str]
    quotations: list[Quotation]
    more: int


@dataclass(slots=True)
class Brief:
    """withheld: the facts whose words may not leave under their licence; withdrawn: no longer
    public; merged: (asked for, its survivor); unknown: never were public."""

    title: str
    made_on: date
    entries: list[Entry] = field(default_factory=list)
    withheld: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    merged: list[tuple[int, int]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)

    @property
    def notes(self) -> list[Note]:
        return [
            note
            for entry in self.entries
            for note in (entry.pinned, *(each.note for each in entry.quotations))
        ]

    @property
    def facts(self) -> list[int]:
        return [entry.row["id"] for entry in self.entries]


def assemble(
    asked: Sequence[int],
    *,
    title: str,
    is_newest_first: bool,
    absolute: Callable[[str], str],
    redistributable_only: bool,
) -> Brief:
    """Write a brief of the facts of some numbers. Seven queries, whatever their number.

    absolute: makes a full address of a path. redistributable_only: for a file that leaves.
    """
    brief = Brief(title, timezone.localdate())
    facts = _public(asked, brief)
    if redistributable_only:
        brief.withheld = sorted(fact.pk for fact in facts if not fact.is_redistributable)
        facts = [fact for fact in facts if fact.is_redistributable]
    facts.sort(key=lambda fact: (fact.sort_key, fact.pk), reverse=is_newest_first)
    places = [Place(fact.sort_key, fact.pk) for fact in facts]
    rows = rows_of(places, redistributable_only=redistributable_only)
    revisions = last_revisions(row["id"] for row in rows)
    labels = _labels(rows)
    number = 0

    def note(words: str, address: str) -> Note:
        nonlocal number
        number += 1
        return Note(number, words, address)

    for row in rows:
        revision, known_at = revisions.get(row["id"], (row["revision"], None))
        place = reverse("pages:fact", args=[row["id"]]) + f"?as_of={pinned(known_at)}"
        own = note(f"Dyad, fact {row['id']}, revision {revision}", absolute(place))
        passages = _passages(row["claims"])
        quotations = [_quotation(each, labels, note) for each in passages[:MOST_QUOTATIONS]]
        more = len(passages) - len(quotations)
        brief.entries.append(Entry(row, own, _amounts(row), quotations, more))
    brief.title = title or _title(rows)
    return brief


def _public(asked: Sequence[int], brief: Brief) -> list[Fact]:
    """The facts that are public, each once; the others are noted. Two queries."""
    found = Fact.objects.in_bulk(dict.fromkeys(asked))
    ahead = {
        pk: fact.merged_into_id
        for pk, fact in found.items()
        if fact.publication == Publication.MERGED and fact.merged_into_id
    }
    survivors = Fact.objects.in_bulk(set(ahead.values()) - found.keys())
    chosen: dict[int, Fact] = {}
    for number in dict.fromkeys(asked):
        into = ahead.get(number)
        if into:
            brief.merged.append((number, into))
        fact = found.get(into or number) or survivors.get(into or number)
        if fact is not None and fact.publication == Publication.PUBLISHED:
            chosen[fact.pk] = fact
        elif fact is not None and fact.publication == Publication.RETRACTED and fact.published_at:
            brief.withdrawn.append(number)
        else:
            brief.unknown.append(number)
    return list(chosen.values())


def _labels(rows: Iterable[TimelineRow]) -> dict[str, str]:
    codes = {claim["asserted_by_country"] for row in rows for claim in row["claims"]} - {None}
    return dict(Country.objects.filter(pk__in=codes).values_list("pk", "label"))


def _passages(claims: Iterable[ClaimRow]) -> list[list[ClaimRow]]:
    """Claims by the passage that carries them; a part of a longer passage is not said again."""
    found: dict[tuple[int, str, str], list[ClaimRow]] = {}
    for claim in claims:
        if words := claim["quotation"] or claim["data_set_row"]:
            key = (claim["source"]["id"], claim["polarity"], words)
            found.setdefault(key, []).append(claim)
    return [
        same
        for (source, polarity, words), same in found.items()
        if not any(
            other != words and words in other
            for source_of, polarity_of, other in found
            if (source_of, polarity_of) == (source, polarity)
        )
    ]


def _quotation(
    same: Sequence[ClaimRow], labels: dict[str, str], note: Callable[[str, str], Note]
) -> Quotation:
    claim = same[0]
    source = claim["source"]
    published = source["published"]
    words = f"“{source['title']}”, {source['publisher']}"
    words += f", published {published}" if published else ", publication date not given"
    words += f". {source['credit']}" if source["credit"] else ""
    names = [each["asserted_by"] or labels.get(each["asserted_by_country"] or "") for each in same]
    by = " and ".join(dict.fromkeys(name for name in names if name))
    lead = _AGAINST.get(claim["polarity"], "")
    lead = f"{lead} by {by}" if lead and by else lead or by
    return Quotation(
        words=claim["quotation"] or claim["data_set_row"],
        lead=lead,
        language=source["language"],
        is_passage=bool(claim["quotation"]),
        note=note(words, source["address"] if source["address"].startswith("http") else ""),
    )


def _amounts(row: TimelineRow) -> list[str]:
    said = []
    for amount in row["amounts"]:
        measure = amount["measure"].replace("_", " ").capitalize()
        words = presenting.amount_words(dict(amount))
        reported = f" (“{amount['reported']}”)" if amount["reported"] != words else ""
        counted = "" if amount["counts"] else f". Not counted: {amount['left_out_reason']}"
        level = level_words(amount["verification"])
        said.append(f"{measure}: {words}{reported}, {level}{counted}".rstrip(". ") + ".")
    return said


def _title(rows: Sequence[TimelineRow]) -> str:
    """The two states that all its facts share, else how many there are."""
    each = [{side["label"] for side in row["participants"] if side["label"]} for row in rows]
    shared = set.intersection(*each) if each else set()
    if len(shared) == 2:
        one, other = sorted(shared, key=str.casefold)
        return f"{one} and {other}"
    return f"{len(rows)} fact{'' if len(rows) == 1 else 's'}"
