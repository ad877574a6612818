"""What a proposal would make, tried before anybody is asked to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from relations import db
from relations.models import Fact, Proposal
from relations.recording import facts, payloads, proposals, publishing
from relations.recording.acts import Actor, Refused, Stale, require
from relations.recording.differences import differences


@contextmanager
def tried(
    payload: Mapping[str, Any],
    *,
    by: Actor,
    fact: Fact | None = None,
    base_revision: int | None = None,
    public_note: str = "",
) -> Iterator[Fact]:
    """Yield the fact that accepting the payload would make, or correct; afterwards all is undone.

    Raise Refused for what accepting would refuse, NotAllowed, or Stale when `fact` is no longer
    at `base_revision`.
    """
    require(by, "add_proposal")
    with db.undone():
        if fact is None:
            common, detail = payloads.read(payload)
            made = facts.record(by=None, fact=common, detail=detail)
            yield publishing.release(made, by=None)
        else:
            mine = Fact.objects.get(pk=fact.pk)
            if base_revision not in (None, mine.revision):
                assert base_revision is not None
                raise Stale(mine, base_revision)
            yield proposals.apply(
                payload, to=mine, by=None, reason=public_note, base_revision=base_revision
            )


@transaction.atomic
def hand_in(
    payload: Mapping[str, Any],
    *,
    by: Actor,
    fact: Fact | None = None,
    base_revision: int | None = None,
    origin: str = Proposal.Origin.API,
    origin_name: str = "",
    public_note: str = "",
) -> Proposal:
    """Propose what could be accepted as it stands; it is tried first.

    `payload` of a correction is what `correction_of` returns. Raise Refused, NotAllowed or Stale.
    """
    with tried(payload, by=by, fact=fact, base_revision=base_revision, public_note=public_note):
        pass
    return proposals.propose(
        payload,
        by=by,
        fact=fact,
        base_revision=base_revision,
        origin=origin,
        origin_name=origin_name,
        public_note=public_note,
    )


def correction_of(fact: Fact, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload that changes of a fact what is given, a detail in part too.

    What is given as it stands already is left out. Raise Refused when nothing would change.
    """
    now = payloads.payload_of(fact)
    if given.get("kind", fact.kind) != fact.kind:
        raise Refused({"kind": "A fact keeps its kind; retract it and record another."})
    wanted = {**given}
    if "detail" in given:
        wanted["detail"] = {**now["detail"], **given["detail"]}
    roots = {each.path.partition(".")[0] for each in differences(now, {**now, **wanted})}
    changed = {
        name: value
        for name, value in wanted.items()
        if name in roots or (name == "evidence" and value)
    }
    if not changed:
        raise Refused({"__all__": "Nothing would change: the fact says this already."})
    return changed
