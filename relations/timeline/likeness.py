"""Which facts a new one looks like, and where the two say different things.

Read before a suggestion is accepted: the same event told by another source is a second source
and not a second fact, and a version that differs is put to the editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

from django.db.models import Q, Sum

from relations import dates
from relations.lanes import Kind
from relations.models import (
    Agreement,
    ArmsTransfer,
    Fact,
    PairFact,
    Person,
    Publication,
    TransferStep,
    Visit,
)
from relations.pairs import Pair

ENOUGH = 0.5
"""The likeness from which a fact is shown as a possible duplicate."""

_OFF = Decimal("0.10")  # an amount off by more than a tenth is another amount
_LIVE = (Publication.DRAFT, Publication.IN_REVIEW, Publication.PUBLISHED)
_MOST = 300


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which two versions part. `field` is a key of `claim_fields.FIELDS` or "";
    `value` is ours as a claim of that field carries it."""

    field: str
    ours: str
    theirs: str
    sentence: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A fact that may be the same. score: 0 to 1; reasons: what the two share, in words."""

    fact: Fact
    score: float
    reasons: tuple[str, ...]
    differences: tuple[Difference, ...] = field(default=())


def look_alikes(
    payload: Mapping[str, Any], *, known_by: date, exclude: Iterable[int] = (), limit: int = 3
) -> list[LookAlike]:
    """Return the facts that the payload may repeat, the likeliest first. A dozen queries.

    payload: as `recording.propose` takes it. known_by: the day its source was published or read.
    """
    pairs = _pairs(payload)
    if not pairs:
        return []
    start, end = _window(payload, known_by)
    places = Q()
    for pair in pairs:
        places |= Q(low_id=pair.low, high_id=pair.high)
    found = (
        PairFact.objects.filter(
            places,
            kind=payload["kind"],
            publication__in=_LIVE,
            first_day__lte=dates.day_number(end),
            last_day__gte=dates.day_number(start),
        )
        .exclude(fact__in=list(exclude))
        .order_by("-sort_key", "-fact_id")
        .values_list("fact_id", flat=True)[:_MOST]
    )
    facts = (
        Fact.objects.with_detail()
        .filter(pk__in=set(found))
        .prefetch_related("claims", "money", "participants", "visit__persons")
    )
    people = _people(payload)
    alike = [_compare(payload, people, fact) for fact in facts]
    best = sorted((a for a in alike if a.score >= ENOUGH), key=lambda a: (-a.score, a.fact.pk))
    return best[:limit]


def compare(payload: Mapping[str, Any], fact: Fact) -> LookAlike:
    """Return how much the payload is like one fact, and where the two differ."""
    return _compare(payload, _people(payload), fact)


def over_delivered(payload: Mapping[str, Any]) -> str:
    """Say by how much a delivery goes over what its order says, or nothing."""
    detail = payload.get("detail", {})
    if payload["kind"] != Kind.ARMS_TRANSFER or detail.get("step") != "delivered":
        return ""
    order = ArmsTransfer.objects.filter(pk=detail.get("transfer") or 0).first()
    quantity = detail.get("quantity") or {}
    number = quantity.get("low") or quantity.get("best")
    if order is None or not number:
        return ""
    ordered = order.items.aggregate(n=Sum("quantity_best"), m=Sum("quantity_high"))
    most = ordered["m"] or ordered["n"]
    before = (
        order.steps.filter(step="delivered", fact__publication__in=_LIVE).aggregate(
            n=Sum("quantity_best")
        )["n"]
        or 0
    )
    if most is None or before + int(number) <= most:
        return ""
    return f"With this delivery {before + int(number)} are delivered; {most} were ordered."


def _pairs(payload: Mapping[str, Any]) -> set[Pair]:
    """The pairs a payload would stand in, by its principals."""
    detail = payload.get("detail", {})
    one: list[str] = []
    other: list[str] = []
    match payload["kind"]:
        case Kind.AGREEMENT:
            one = list(detail.get("parties") or ())
            if detail.get("agreement"):
                agreement = Agreement.objects.filter(pk=detail["agreement"]).first()
                one += agreement.parties.values_list("country_id", flat=True) if agreement else []
        case Kind.ARMS_TRANSFER:
            one, other = [detail.get("supplier") or ""], [detail.get("recipient") or ""]
        case Kind.STATEMENT:
            one = [detail.get("country") or ""]
            other = [code for code, _ in detail.get("targets") or ()]
        case Kind.VISIT:
            one = [*(detail.get("visitors") or ()), detail.get("host") or ""]
        case Kind.ACTION:
            one = list(detail.get("senders") or ())
            other = list(detail.get("receivers") or ())
    members = product(one, other) if other else combinations(one, 2)
    pairs = {Pair.of(a, b) for a, b in members if a and b and a != b}
    return pairs | {Pair.parse(text) for text in payload.get("about") or ()}


def _window(payload: Mapping[str, Any], known_by: date) -> tuple[date, date]:
    """The days the payload may speak of; an undated one of any day before it was known."""
    try:
        when = dates.parse(payload.get("date") or "")
    except dates.UnreadableDate:
        when = dates.NO_DATE
    start = when.earliest or when.latest or date.min
    end = when.latest or when.earliest or known_by
    return start, max(start, end)


def _people(payload: Mapping[str, Any]) -> set[str]:
    detail = payload.get("detail", {})
    given = [detail.get("speaker"), *(detail.get("persons") or ())]
    names = {who["name"] for who in given if isinstance(who, Mapping)}
    keys = [who for who in given if isinstance(who, int)]
    names |= set(Person.objects.filter(pk__in=keys).values_list("name", flat=True))
    return {name.casefold() for name in names}


def _people_of(fact: Fact) -> set[str]:
    detail = fact.detail
    speaker = getattr(detail, "speaker", None)
    names = {speaker.name} if speaker is not None else set()
    if isinstance(detail, Visit):
        names |= {person.name for person in detail.persons.all()}
    return {name.casefold() for name in names}


def _compare(payload: Mapping[str, Any], people: set[str], fact: Fact) -> LookAlike:
    reasons = ["the same countries and kind"]
    differences = [*_date(payload, fact, reasons), *_money(payload, fact, reasons)]
    differences += _quantity(payload, fact)
    score = 0.3
    if fact.subtype == _subtype(payload):
        score += 0.1
    score += 0.1 if "the same date" in reasons else 0.0
    score += 0.2 if "the same amount" in reasons else 0.0
    theirs = _people_of(fact)
    if people and theirs:
        shared = len(people & theirs) / len(people | theirs)
        score += 0.3 * shared - (0.3 if not people & theirs else 0.1 * (1 - shared))
        if people & theirs:
            reasons.append("the same people")
    words = _shared(_words_of(payload), _words_of_fact(fact))
    score += 0.6 * words
    if words >= 0.5:
        reasons.append("similar words")
    if any(claim.polarity == "denies" for claim in fact.claims.all()):
        differences.append(Difference("", "", "", f"It is denied: {_deniers(fact)}."))
    return LookAlike(fact, min(1.0, round(score, 3)), tuple(reasons), tuple(differences))


def _deniers(fact: Fact) -> str:
    return ", ".join(fact.deniers) or "one source says it is not so"


def _subtype(payload: Mapping[str, Any]) -> str:
    detail = payload.get("detail", {})
    return str(next((detail[n] for n in ("step", "act", "form", "action") if n in detail), ""))


def _date(payload: Mapping[str, Any], fact: Fact, reasons: list[str]) -> list[Difference]:
    try:
        ours = dates.parse(payload.get("date") or "")
    except dates.UnreadableDate:
        return []
    theirs = fact.date
    if not ours or not theirs:
        return []
    if ours.text == theirs.text:
        reasons.append("the same date")
        return []
    said = f"Dated {dates.describe(ours)} here and {dates.describe(theirs)} there."
    return [Difference("date", dates.describe(ours), dates.describe(theirs), said, ours.text)]


def _money(payload: Mapping[str, Any], fact: Fact, reasons: list[str]) -> list[Difference]:
    differences = []
    for ours in payload.get("money") or ():
        mine = _figure(ours)
        for theirs in fact.money.all():
            if theirs.currency != ours.get("currency") or theirs.measure != ours.get("measure"):
                continue
            other = theirs.amount_best or theirs.amount_high or theirs.amount_low
            if mine is None or other is None:
                continue
            if abs(mine - other) <= _OFF * max(mine, other):
                reasons.append("the same amount")
                continue
            said = (
                f"{ours['currency']} {mine:,.0f} here and {other:,.0f} there: "
                f"off by {abs(mine - other) / max(mine, other):.0%}."
            )
            value = {k: v for k, v in ours.items() if k in _CLAIMED and v not in (None, "")}
            differences.append(
                Difference(f"money.{theirs.measure}", f"{mine:,.0f}", f"{other:,.0f}", said, value)
            )
    return differences


_CLAIMED = ("low", "best", "high", "currency", "reported")


def _figure(amount: Mapping[str, Any]) -> Decimal | None:
    given = next((amount[n] for n in ("best", "high", "low") if amount.get(n)), None)
    return Decimal(str(given)) if given is not None else None


def _quantity(payload: Mapping[str, Any], fact: Fact) -> list[Difference]:
    ours = payload.get("detail", {}).get("quantity") or {}
    step = fact.detail
    if not isinstance(step, TransferStep) or not ours.get("best"):
        return []
    theirs = step.quantity_best or (step.item.quantity_best if step.item else None)
    if theirs is None or theirs == int(ours["best"]):
        return []
    value = {k: v for k, v in ours.items() if k in ("low", "best", "high", "reported")}
    said = f"{ours['best']} here and {theirs} there."
    return [Difference("step.quantity", str(ours["best"]), str(theirs), said, value)]


_WORD = re.compile(r"\w{4,}")


def _words_of(payload: Mapping[str, Any]) -> set[str]:
    said = [row.get("quotation", "") for row in payload.get("evidence") or ()]
    detail = payload.get("detail", {})
    return _words(" ".join([*said, detail.get("quotation") or ""]))


def _words_of_fact(fact: Fact) -> set[str]:
    said = [claim.quotation for claim in fact.claims.all()]
    return _words(" ".join([*said, getattr(fact.detail, "quotation", "") or ""]))


def _words(text: str) -> set[str]:
    return {word.casefold()[:6] for word in _WORD.findall(text)}


def _shared(one: set[str], other: set[str]) -> float:
    """The part of the shorter passage's words that the other has too, 0 to 1."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))
