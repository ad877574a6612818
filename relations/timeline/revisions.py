"""What a fact was: each of its public revisions as readers saw it, and what differs between two.

A revision is the snapshot that its act kept (`relations.recording`). Only acts after which the fact
was public are revisions; what was drafted before is nobody's but the editors'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from relations import dates
from relations.models import Agreement, ArmsTransfer, Body, Change, Country, Fact, Person, Source
from relations.verification import badge


@dataclass(frozen=True, slots=True)
class Revision:
    """One public state of a fact: its number, when and why it came, and its snapshot.

    known_at: the moment from which readers are told of it; the sequencer gives it within seconds,
    and until then it is None.
    """

    number: int
    act: str
    made_at: datetime
    known_at: datetime | None
    reason: str
    snapshot: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Passage:
    """One claim as a revision had it."""

    quotation: str
    field: str
    source: int
    title: str
    publisher: str
    published: str
    asserted_by: str
    polarity: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A revision in words: what its page said. fields: (name, words) in reading order."""

    revision: Revision
    headline: str
    summary: str
    date: str
    badge: str
    level: str
    reason: str
    fields: list[tuple[str, str]]
    passages: list[Passage]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of two revisions, in words; empty where it was not there."""

    name: str
    was: str
    now: str


def revisions(fact: Fact) -> list[Revision]:
    """Return the public revisions of a fact, oldest first. One query."""
    rows = (
        fact.changes.filter(is_public=True, revision__isnull=False, after__publication="published")
        .order_by("revision", "id")
        .values_list("revision", "act", "made_at", "known_at", "reason", "after")
    )
    acts = dict(Change.Act.choices)
    return [
        Revision(number or 0, str(acts.get(act, act)), made_at, known_at, reason, after or {})
        for number, act, made_at, known_at, reason, after in rows
    ]


def last_revisions(facts: Iterable[int]) -> dict[int, tuple[int, datetime | None]]:
    """Return fact → (number of its last public revision, since when it is known). One query."""
    rows = (
        Change.objects.filter(
            fact__in=list(facts), is_public=True, revision__isnull=False,
            after__publication="published",
        )
        .order_by("fact", "-revision", "-id")
        .distinct("fact")
        .values_list("fact_id", "revision", "known_at")
    )  # fmt: skip
    return {fact: (number or 0, known_at) for fact, number, known_at in rows}


def as_of(every: Iterable[Revision], moment: datetime) -> Revision | None:
    """Return the revision that was public at a moment, or None before the first."""
    found = None
    for revision in every:
        if (revision.known_at or revision.made_at) <= moment:
            found = revision
    return found


def seen(every: Iterable[Revision]) -> list[Seen]:
    """Say revisions in words. Six queries, whatever their number."""
    rows = list(every)
    names = _names(rows)
    return [_seen(revision, names) for revision in rows]


def compare(before: Seen, after: Seen) -> list[FieldChange]:
    """Return the fields on which two revisions differ, in reading order."""
    old, new = dict(_flat(before)), dict(_flat(after))
    return [
        FieldChange(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*new, *old])
        if old.get(name, "") != new.get(name, "")
    ]


def _flat(what: Seen) -> list[tuple[str, str]]:
    passages = [
        (f"Passage in {p.title}" + (f" for {p.field}" if p.field else ""), f"“{p.quotation}”")
        for p in what.passages
        if p.quotation
    ]
    gathered: dict[str, str] = {}
    for name, said in passages:
        gathered[name] = f"{gathered[name]}; {said}" if name in gathered else said
    return [
        ("Headline", what.headline),
        ("Summary", what.summary),
        ("Date", what.date),
        ("Verification", what.badge),
        ("Why", what.reason),
        *what.fields,
        *gathered.items(),
    ]


_Names = Mapping[str, Mapping[Any, Any]]


def _names(rows: list[Revision]) -> _Names:
    """The names of what snapshots know by code or number."""
    codes: set[str] = set()
    wanted: dict[str, set[int]] = {n: set() for n in ("source", "person", "body", "agreement",
                                                      "transfer")}  # fmt: skip
    for revision in rows:
        told = revision.snapshot
        codes |= {p["country"] for p in told["participants"]} | set(told["claimants"])
        codes |= set(told["deniers"])
        for claim in told["claims"]:
            wanted["source"].add(claim["source_id"])
            codes.add(claim["asserted_by_country_id"] or "")
            wanted["person"].add(claim["asserted_by_person_id"] or 0)
            wanted["body"].add(claim["asserted_by_body_id"] or 0)
        detail = told["detail"]
        wanted["person"] |= {detail.get("speaker_id") or 0, *detail.get("persons", ())}
        wanted["agreement"].add(detail.get("agreement_id") or 0)
        wanted["transfer"].add(detail.get("transfer_id") or 0)
    return {
        "country": dict(Country.objects.filter(pk__in=codes).values_list("pk", "label")),
        "source": {
            source.pk: source
            for source in Source.objects.filter(pk__in=wanted["source"]).select_related("publisher")
        },
        "person": dict(Person.objects.filter(pk__in=wanted["person"]).values_list("pk", "name")),
        "body": dict(Body.objects.filter(pk__in=wanted["body"]).values_list("pk", "name")),
        "agreement": dict(
            Agreement.objects.filter(pk__in=wanted["agreement"]).values_list("pk", "title")
        ),
        "transfer": dict(
            ArmsTransfer.objects.filter(pk__in=wanted["transfer"]).values_list("pk", "title")
        ),
    }


def _seen(revision: Revision, names: _Names) -> Seen:
    told = revision.snapshot
    labels = dict(names["country"])
    parties = [p["country"] for p in told["participants"]]
    return Seen(
        revision=revision,
        headline=told["headline"],
        summary=told["summary"],
        date=_date(told["date"], told["known_by"]),
        badge=badge(
            told["verification"], told["claimants"], parties=tuple(dict.fromkeys(parties)),
            labels=labels,
        ),
        level=told["verification"],
        reason=told["verification_reason"],
        fields=_fields(told, names),
        passages=[
            _passage(claim, names) for claim in told["claims"] if claim["status"] == "accepted"
        ],
    )  # fmt: skip


def _date(text: str, known_by: str) -> str:
    if text:
        return dates.describe(dates.parse(text))
    return f"date unknown, known by {dates.say_day(date.fromisoformat(known_by))}"


def _fields(told: dict[str, Any], names: _Names) -> list[tuple[str, str]]:
    labels = names["country"]
    found = [
        ("Step or act", told["subtype"].replace("_", " ")),
        ("Status", told["status"].replace("_", " ")),
        (
            "States",
            ", ".join(
                f"{labels.get(p['country'], p['country'])} ({p['role']})"
                for p in told["participants"]
            ),
        ),
        ("Denied by", ", ".join(labels.get(code, code) for code in told["deniers"])),
        ("Date set", f"{told['date_basis']} {told['date_reason']}".strip()),
        ("Topics", ", ".join(told.get("topics", ()))),
    ]
    for amount in told["money"]:
        ends = " to ".join(
            _amount(amount[name]) for name in ("amount_low", "amount_high") if amount[name]
        )
        best = _amount(amount["amount_best"]) if amount["amount_best"] else ends
        words = f"{best} {amount['currency']}".strip() if best else ""
        said = f"{words} (“{amount['reported']}”)" if amount["reported"] else words
        level = amount["verification"].replace("_", " ")
        found.append((amount["measure"].replace("_", " ").capitalize(), f"{said}, {level}"))
    found += _detail(told["detail"], names)
    return [(name, said) for name, said in found if said]


def _amount(text: str) -> str:
    whole, _, cents = text.partition(".")
    return f"{int(whole):,}" + (f".{cents}" if cents.strip("0") else "")


_WORDS = ("title", "type", "level", "bindingness", "place", "venue", "purpose", "quotation",
          "basis", "mode", "intended_use", "quantity_reported")  # fmt: skip


def _detail(detail: dict[str, Any], names: _Names) -> list[tuple[str, str]]:
    found = [
        (name.replace("_", " ").capitalize(), str(detail[name]).replace("_", " "))
        for name in _WORDS
        if detail.get(name) and detail[name] not in ("unknown", "other")
    ]
    if detail.get("speaker_id"):
        found.append(("Speaker", names["person"].get(detail["speaker_id"], "")))
    if persons := detail.get("persons"):
        found.append(("People", ", ".join(names["person"].get(pk, "") for pk in persons)))
    for end in ("low", "best", "high"):
        if detail.get(f"quantity_{end}") is not None:
            found.append((f"Quantity, {end}", f"{detail[f'quantity_{end}']:,}"))
    return found


def _passage(claim: dict[str, Any], names: _Names) -> Passage:
    source = names["source"].get(claim["source_id"])
    asserter = (
        names["country"].get(claim["asserted_by_country_id"])
        or names["person"].get(claim["asserted_by_person_id"])
        or names["body"].get(claim["asserted_by_body_id"])
        or claim["asserted_by_words"]
    )
    return Passage(
        quotation=claim["quotation"] or claim["dataset_row"],
        field=claim["field"],
        source=claim["source_id"],
        title=source.title if source else "",
        publisher=source.publisher.name if source else "",
        published=source.published_text if source else "",
        asserted_by=asserter,
        polarity=claim["polarity"],
    )
