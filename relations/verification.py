"""How sure a fact is: one documented rule from its claims to its level.

An *origin* is (root document after syndication, owner of the publisher, asserter). Two origins
are independent when all three differ and neither is a party to the fact, a body of a party or a
medium owned by one. States that only repeat each other do not confirm: of two independent
origins at least one must be no state's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db import models

from relations.sentences import listed

__all__ = [
    "CONFIRMED",
    "Finding",
    "Polarity",
    "Testimony",
    "Verification",
    "badge",
    "independent_origins",
    "verify",
    "verify_statement",
]


class Verification(models.TextChoices):
    UNVERIFIED = "unverified", "Unverified"
    REPORTED = "reported", "Reported once"
    CLAIMED = "claimed", "Claimed"
    CORROBORATED = "corroborated", "Confirmed"
    OFFICIALLY_CONFIRMED = "officially_confirmed", "Confirmed"
    DISPUTED = "disputed", "Disputed"
    REFUTED = "refuted", "Refuted"
    ON_RECORD = "on_record", "On record"
    REPORTED_SPEECH = "reported_speech", "Reported speech"


CONFIRMED = frozenset({Verification.CORROBORATED, Verification.OFFICIALLY_CONFIRMED})


class Polarity(models.TextChoices):
    ASSERTS = "asserts", "asserts"
    DENIES = "denies", "denies"
    DOUBTS = "doubts", "doubts"
    ADMITS = "admits", "admits"


@dataclass(frozen=True, slots=True)
class Testimony:
    """One accepted claim, seen as evidence.

    `voice` is the code of the state that speaks through it: the asserter's state, else the state
    that owns the publisher; empty when no state does. `is_record` marks a joint or registered
    official record, `is_lead` a mere lead (an unverified social post).
    """

    root: str
    owner: str
    asserter: str
    voice: str = ""
    polarity: str = Polarity.ASSERTS
    is_record: bool = False
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """The level, the states that claim it, the parties that deny it, and why in one sentence."""

    level: Verification
    reason: str
    claimants: tuple[str, ...] = ()
    deniers: tuple[str, ...] = ()


def verify(
    testimonies: Sequence[Testimony],
    *,
    parties: frozenset[str],
    override: str = "",
    override_reason: str = "",
) -> Finding:
    """Return the finding of a fact's occurrence, or of one of its fields.

    Precedence: override, disputed, officially confirmed, corroborated, claimed, reported,
    unverified ("refuted" is only ever an override). A party's bare denial changes no level.
    """
    told = [t for t in testimonies if t.polarity in (Polarity.ASSERTS, Polarity.ADMITS)]
    against = [t for t in testimonies if t.polarity in (Polarity.DENIES, Polarity.DOUBTS)]
    solid = [t for t in told if not t.is_lead]
    claimants = tuple(sorted({t.voice for t in solid if t.voice}))
    deniers = tuple(sorted({t.voice for t in against if t.voice in parties}))

    def found(level: Verification, reason: str) -> Finding:
        return Finding(level, reason, claimants, deniers)

    if override:
        return found(Verification(override), f"Set by an editor: {override_reason}")
    if any(t.voice not in parties for t in against):
        return found(Verification.DISPUTED, "Contradicted by an origin that is not a party.")
    if any(t.is_record for t in solid):
        return found(
            Verification.OFFICIALLY_CONFIRMED,
            "A joint or registered official record shows that the text and its parties exist.",
        )
    admitted = any(t.polarity == Polarity.ADMITS and t.voice in parties for t in solid)
    if admitted and any(t.voice not in parties for t in solid):
        return found(Verification.CORROBORATED, "Claimed by another and admitted by a party.")
    if any(_independent(one, other, parties) for one, other in combinations(solid, 2)):
        return found(Verification.CORROBORATED, "Two independent origins say so.")
    if not solid:
        return found(Verification.UNVERIFIED, "No accepted claim goes beyond a lead.")
    if all(t.voice for t in solid):
        return found(
            Verification.CLAIMED,
            "Asserted only by states, their bodies or the media they own.",
        )
    return found(Verification.REPORTED, "One origin that is no state's says so.")


def _independent(one: Testimony, other: Testimony, parties: frozenset[str]) -> bool:
    differ = one.root != other.root and one.owner != other.owner and one.asserter != other.asserter
    outside = one.voice not in parties and other.voice not in parties
    return differ and outside and not (one.voice and other.voice)


def independent_origins(testimonies: Sequence[Testimony], *, parties: frozenset[str]) -> int:
    """Count origins that say so, stand outside the parties and are independent of each other.

    Two or more is what `verify` calls corroborated; states that repeat each other count as one.
    The number is never too high; among very many entangled origins it may be too low.
    """
    solid = [
        t for t in dict.fromkeys(testimonies)
        if t.polarity in (Polarity.ASSERTS, Polarity.ADMITS) and not t.is_lead
        and t.voice not in parties
    ]  # fmt: skip
    largest = 0
    for first in solid:
        chosen = [first]
        for other in solid:
            if all(_independent(each, other, parties) for each in chosen):
                chosen.append(other)
        largest = max(largest, len(chosen))
    return largest


def verify_statement(*, is_direct: bool, override: str = "", override_reason: str = "") -> Finding:
    """Statements are not confirmed: the speaker is on record, or it is reported speech."""
    if override:
        return Finding(Verification(override), f"Set by an editor: {override_reason}")
    if is_direct:
        return Finding(Verification.ON_RECORD, "The speaker's own words are quoted.")
    return Finding(Verification.REPORTED_SPEECH, "The words are told by somebody else.")


def badge(
    level: str,
    claimants: Sequence[str] = (),
    *,
    parties: Sequence[str] = (),
    labels: dict[str, str] | None = None,
    data_set: str = "",
) -> str:
    """Say a level as pages do: "Claimed by both", "Claimed by Iran", "Per SIPRI (estimate)".

    A data set's word is named as long as it stands alone; once others bear it out or dispute it,
    the level is what they together make.

    `parties` are the two codes of the pair in view, `labels` the names of the claimants.
    """
    if data_set and level in (Verification.REPORTED, Verification.UNVERIFIED):
        return f"Per {data_set}"
    if level != Verification.CLAIMED or not claimants:
        return str(Verification(level).label)
    names = labels or {}
    if len(parties) == 2 and set(claimants) == set(parties):
        return "Claimed by both"
    said = [_with_article(names.get(code, code)) for code in claimants]
    return f"Claimed by {listed(said)}"


_THE = {"United States", "United Kingdom", "Soviet Union", "Netherlands", "Philippines"}


def _with_article(name: str) -> str:
    return f"the {name}" if name in _THE or name.startswith("United ") else name
