"""Pairs of countries, and the rule which pairs a fact belongs to.

A pair is two codes in alphabetical order, joined by a hyphen: ``IRN-RUS``. Which pairs a fact
stands in follows from who took part in which role; nobody types it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

from django.db import models

from relations.lanes import Kind, Lane, lane_of

__all__ = [
    "CODE_PATTERN",
    "MOST_PRINCIPALS",
    "Direction",
    "InvalidPair",
    "Pair",
    "PairRow",
    "Relation",
    "Role",
    "is_many_sided",
    "pair_rows",
]

CODE_PATTERN = r"^[A-Z]{3,16}$"
MOST_PRINCIPALS = 30
"""A fact with more principals is many-sided: found by shared membership, in no pair's timeline."""


class Role(models.TextChoices):
    PARTY = "party", "party"
    SIGNATORY = "signatory", "signatory"
    SUPPLIER = "supplier", "supplier"
    RECIPIENT = "recipient", "recipient"
    HOST = "host", "host"
    VISITOR = "visitor", "visitor"
    SPEAKER = "speaker", "speaker"
    SENDER = "sender", "sender"
    RECEIVER = "receiver", "receiver"
    TARGET = "target", "target"
    INTERMEDIARY = "intermediary", "intermediary"
    MEDIATOR = "mediator", "mediator"
    GUARANTOR = "guarantor", "guarantor"
    AFFECTED = "affected", "affected"
    SUBJECT = "subject", "subject"


class Relation(models.TextChoices):
    BETWEEN = "between", "between the two"
    ABOUT = "about", "about the two"


class Direction(models.TextChoices):
    """Who acts on whom in a pair: forward is the alphabetically first country on the second."""

    FORWARD = "forward", "first to second"
    BACKWARD = "backward", "second to first"
    MUTUAL = "mutual", "mutual"
    THIRD = "third", "by a third party"


class InvalidPair(ValueError):
    """The text does not name two different countries."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    low: str
    high: str

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise InvalidPair(f"{self.low}-{self.high}: a pair is two different codes in order")

    @classmethod
    def of(cls, one: str, other: str) -> Pair:
        """Return the pair of two codes in either order. Raise InvalidPair for one code twice."""
        if one == other:
            raise InvalidPair(f"{one}: a country makes no pair with itself")
        return cls(min(one, other), max(one, other))

    @classmethod
    def parse(cls, text: str) -> Pair:
        """Read ``IRN-RUS`` or ``RUS-IRN``. Raise InvalidPair."""
        one, hyphen, other = text.partition("-")
        if not (hyphen and re.match(CODE_PATTERN, one) and re.match(CODE_PATTERN, other)):
            raise InvalidPair(f"“{text}” is not a pair of country codes such as IRN-RUS")
        return cls.of(one, other)

    def __contains__(self, code: object) -> bool:
        return code in (self.low, self.high)

    def __str__(self) -> str:
        return f"{self.low}-{self.high}"

    def direction_text(self, direction: str) -> str:
        """Spell a direction as addresses do: IRN-RUS, RUS-IRN, mutual or third."""
        if direction == Direction.FORWARD:
            return f"{self.low}-{self.high}"
        if direction == Direction.BACKWARD:
            return f"{self.high}-{self.low}"
        return str(direction)

    def direction_named(self, text: str) -> Direction | None:
        """Read a direction as addresses spell it; None when it is none of this pair's."""
        spelt = {self.direction_text(member): member for member in Direction}
        return spelt.get(text)


@dataclass(frozen=True, slots=True)
class PairRow:
    """One row of one pair's timeline, before it is written."""

    pair: Pair
    relation: Relation
    direction: Direction
    lane: Lane


_ACTING = frozenset({Role.SUPPLIER, Role.SENDER, Role.SPEAKER, Role.VISITOR})
_ACTED_ON = frozenset({Role.RECIPIENT, Role.RECEIVER, Role.TARGET, Role.HOST})
_EQUAL = frozenset({Role.PARTY, Role.SIGNATORY})
PRINCIPALS = _ACTING | _ACTED_ON | _EQUAL


def is_many_sided(participants: Iterable[tuple[str, str]]) -> bool:
    """Say whether more than MOST_PRINCIPALS countries are principals."""
    return len({code for code, role in participants if role in PRINCIPALS}) > MOST_PRINCIPALS


def pair_rows(
    *,
    kind: Kind,
    subtype: str,
    participants: Iterable[tuple[str, str]],
    about: Iterable[Pair] = (),
) -> list[PairRow]:
    """Return the pair rows of a fact, in order of the pairs.

    `participants` are (country code, role). Equal sides pair with each other; an acting side
    pairs with the side acted on and never with its fellows, except that visitors of a meeting,
    call, talks or summit meet each other too. `about` are the pairs a third party's words or
    acts concern; one that a principal row covers already, or that contains the actor, is left out.
    """
    members = list(participants)
    if is_many_sided(members):
        return []
    acting = {code for code, role in members if role in _ACTING}
    acted_on = {code for code, role in members if role in _ACTED_ON}
    equal = {code for code, role in members if role in _EQUAL}
    rows: dict[Pair, PairRow] = {}

    def add(pair: Pair, relation: Relation, direction: Direction) -> None:
        lane = lane_of(kind, subtype, is_third=relation == Relation.ABOUT)
        rows.setdefault(pair, PairRow(pair, relation, direction, lane))

    for actor, receiver in product(sorted(acting), sorted(acted_on)):
        if actor == receiver:
            continue
        pair = Pair.of(actor, receiver)
        both_ways = actor in acted_on and receiver in acting
        towards = Direction.FORWARD if actor == pair.low else Direction.BACKWARD
        add(pair, Relation.BETWEEN, Direction.MUTUAL if both_ways else towards)
    symmetric = set(equal)
    if kind == Kind.VISIT and subtype != "visit":
        symmetric |= acting
    for one, other in combinations(sorted(symmetric), 2):
        add(Pair(one, other), Relation.BETWEEN, Direction.MUTUAL)
    if equal:
        for one, other in product(sorted(equal), sorted(acting | acted_on)):
            if one != other:
                add(Pair.of(one, other), Relation.BETWEEN, Direction.MUTUAL)
    for pair in sorted(about):
        if not (acting | equal) & {pair.low, pair.high}:
            add(pair, Relation.ABOUT, Direction.THIRD)
    return [rows[pair] for pair in sorted(rows)]
