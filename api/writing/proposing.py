"""One door for what is proposed: a fact, a further source of one, a correction.

However it is spelt, it becomes a `Proposal` that waits at the desk; a dry run answers what it would
make and leaves nothing behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from rest_framework import exceptions

from api.writing import fields as given
from api.writing import payloads, refusals
from api.writing.bodies import BadBody, BadHeader
from relations import recording, timeline
from relations.models import Fact, Proposal, ReviewPolicy
from relations.pairs import Pair
from relations.recording.acts import Actor
from relations.recording.differences import FieldDifference, differences


class RevisionMissing(exceptions.APIException):
    """A correction that does not say which revision of the fact it was made on."""

    status_code = 428
    default_code = "revision-missing"
    default_detail = (
        "A correction needs the header If-Match with the fact's revision in quotation marks."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What is proposed. `fact` and `base_revision` of a correction; without one a new fact."""

    payload: dict[str, Any]
    kind: str
    public_note: str = ""
    fact: Fact | None = None
    base_revision: int | None = None
    changes: tuple[FieldDifference, ...] = ()


def new_fact(data: Mapping[str, Any]) -> Asked:
    """Read a new fact. Raise BadBody."""
    payload = payloads.read(data)
    note = payload.pop("public_note", "")
    return Asked(payload, payload["kind"], note)


def any_of(data: Mapping[str, Any], if_match: str | None) -> Asked:
    """Read either: with `fact` it is a correction of it. Raise as the two do."""
    if "fact" not in data:
        return new_fact(data)
    named = {name: data[name] for name in ("fact", "base_revision") if name in data}
    values = payloads.check(NamedFact, named)
    rest = {name: value for name, value in data.items() if name not in named}
    return correction(values["fact"], rest, if_match, values.get("base_revision"))


class NamedFact(given.Strict):
    """The fact that a correction at proposals/ is of, and the revision it was made on."""

    fact = given.key_of(Fact)()
    base_revision = given.Whole(required=False, min_value=1, max_value=2**31 - 1)


def correction(
    pk: int, data: Mapping[str, Any], if_match: str | None, base_revision: int | None = None
) -> Asked:
    """Read a correction of a fact. Raise BadBody, RevisionMissing, StaleRevision or Http404.

    What adds passages and changes nothing needs no revision.
    """
    fact = _fact(pk)
    payload = payloads.read(data, kind=fact.kind, is_correction=True)
    note = payload.pop("public_note", "")
    revision = _revision(fact, if_match, base_revision)
    if revision is None and not recording.adds_only_evidence(payload):
        raise RevisionMissing
    with refusals.said(fact.kind):
        if revision is not None and revision != fact.revision:
            raise recording.Stale(fact, revision)
        changed = recording.correction_of(fact, payload)
    now = recording.payload_of(fact)
    changes = tuple(differences(now, {**now, **changed}))
    return Asked(changed, fact.kind, note, fact, revision, changes)


def further_source(pk: int, data: Mapping[str, Any], if_match: str | None) -> Asked:
    """Read passages that are to carry a fact that is here. Raise as `correction` does."""
    foreign = [name for name in data if name not in ("evidence", "public_note")]
    if foreign:
        said = "Passages are added here; what changes the fact goes to its corrections/."
        raise BadBody([(f"/{name[:80]}", said) for name in foreign])
    if not data.get("evidence"):
        raise BadBody([("/evidence", "Give at least one passage: a source and its words.")])
    return correction(pk, {"public_note": "Source added", **data}, if_match)


def _fact(pk: int) -> Fact:
    fact = Fact.objects.with_detail().filter(pk=pk).first() if pk < 2**63 else None
    if fact is None:
        raise Http404(f"There is no fact {pk}.")
    return fact


_ETAG = re.compile(r'(?:W/)?"([^"]*)"')


def _revision(fact: Fact, if_match: str | None, base_revision: int | None) -> int | None:
    """The revision named; a list of tags names the fact's own where it holds it.

    A weak tag is taken too: a proxy that packs an answer weakens it, and it names a revision, not
    bytes.
    """
    if if_match is None:
        return base_revision
    tags = _ETAG.findall(if_match)
    if not tags or _ETAG.sub("", if_match).strip(" ,\t"):
        raise BadHeader("If-Match", 'If-Match names a revision in quotation marks: "3".')
    revisions = [int(tag) if tag.isascii() and tag.isdigit() and len(tag) < 10 else -1
                 for tag in tags]  # fmt: skip
    named = fact.revision if fact.revision in revisions else revisions[0]
    if base_revision not in (None, named):
        raise BadBody([("/base_revision", "If-Match names another revision.")])
    return named


def hand_in(asked: Asked, *, by: Actor, name: str) -> Proposal:
    """Propose it under a token's name. Raise NotAccepted, StaleRevision or NotAllowed."""
    with refusals.said(asked.kind):
        return recording.hand_in(
            asked.payload,
            by=by,
            fact=asked.fact,
            base_revision=asked.base_revision,
            origin=Proposal.Origin.API,
            origin_name=name,
            public_note=asked.public_note,
        )


def preview(asked: Asked, *, by: Actor) -> dict[str, Any]:
    """Return what the fact would be, as DryRunSerializer has it. Raise as `hand_in` does."""
    with (
        refusals.said(asked.kind),
        recording.tried(
            asked.payload,
            by=by,
            fact=asked.fact,
            base_revision=asked.base_revision,
            public_note=asked.public_note,
        ) as fact,
    ):
        return _described(asked, fact)


def _described(asked: Asked, fact: Fact) -> dict[str, Any]:
    row = timeline.row_of(fact)
    pairs = [_pair(each) for each in fact.pair_facts.order_by("low", "high")]
    return {
        "dry_run": True,
        "act": Proposal.Act.AMEND if asked.fact else Proposal.Act.RECORD,
        "fact": asked.fact.pk if asked.fact else None,
        "kind": fact.kind,
        "subtype": fact.subtype,
        "headline": fact.headline,
        "date": row["date"],
        "status": fact.status,
        "pairs": pairs,
        "lanes": sorted({pair["lane"] for pair in pairs}),
        "participants": row["participants"],
        "verification": fact.verification,
        "badge": row["badge"],
        "verification_reason": fact.verification_reason,
        "needs_second_reader": recording.review_rule(fact.kind) == ReviewPolicy.Rule.REQUIRED,
        "changes": [
            {"field": each.path, "was": each.was, "now": each.now} for each in asked.changes
        ],
        "look_alikes": _look_alikes(asked, fact),
    }


def _pair(row: Any) -> dict[str, Any]:
    pair = Pair.of(row.low_id, row.high_id)
    return {
        "pair": str(pair),
        "lane": row.lane,
        "relation": row.relation,
        "direction": pair.direction_text(row.direction),
    }


def _look_alikes(asked: Asked, fact: Fact) -> list[dict[str, Any]]:
    payload = asked.payload
    if asked.fact is not None:
        payload = {**recording.payload_of(fact), **payload}
    return [
        {
            "fact": alike.fact.pk,
            "headline": alike.fact.headline,
            "score": alike.score,
            "reasons": list(alike.reasons),
            "differences": [each.sentence for each in alike.differences],
        }
        for alike in timeline.look_alikes(payload, known_by=fact.known_by, exclude=[fact.pk])
    ]
