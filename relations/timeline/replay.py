"""A fact's public record, as the change feed carries it and as it is now: one definition.

The record names lasting things and people by number: an agreement's title, its status or a
person's name change without an act on the fact, and would make a replayed feed disagree with the
facts. What depends on drafts (the status of an agreement) or may name one (links, the fact a
statement speaks of, the fact a date is inferred from) is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from relations import db
from relations.lanes import Kind
from relations.models import Claim, Publication

Snapshot = Mapping[str, Any]


class PublicRecord(TypedDict):
    """A published fact by codes and numbers; dates in EDTF, amounts as decimal texts."""

    id: int
    kind: str
    subtype: str
    headline: str
    summary: str
    date: str
    end: str
    date_basis: str
    date_reason: str
    known_by: str
    is_key: bool
    topics: list[str]
    status: str
    verification: str
    verification_reason: str
    claimants: list[str]
    deniers: list[str]
    participants: list[dict[str, Any]]
    about: list[str]
    detail: dict[str, Any]
    money: list[dict[str, Any]]
    claims: list[dict[str, Any]]


_HEAD = (
    "id", "kind", "subtype", "headline", "summary", "date", "end", "date_basis", "date_reason",
    "known_by", "is_key", "topics", "status", "verification", "verification_reason", "claimants",
    "deniers", "about",
)  # fmt: skip
DETAIL: dict[str, tuple[str, ...]] = {
    Kind.AGREEMENT: ("agreement_id", "step", "party_id", "place"),
    Kind.ARMS_TRANSFER: (
        "transfer_id", "item_id", "step", "quantity_low", "quantity_best", "quantity_high",
        "quantity_reported", "place",
    ),
    Kind.STATEMENT: (
        "speaker_kind", "speaker_id", "office_id", "body_id", "country_id", "speaks_for",
        "speaker_words", "act", "quotation", "quotation_language", "translation", "basis",
        "venue", "about_agreement_id", "about_transfer_id", "is_direct", "targets",
    ),
    Kind.VISIT: ("form", "level", "host_id", "visitors", "persons", "place", "purpose"),
    Kind.ACTION: (
        "action", "is_mutual", "senders", "receivers", "body_id", "purpose", "quantity_reported",
    ),
}  # fmt: skip
"""What of a detail is in the record, by kind; a column that is not named here is not public."""
_PARTICIPANT = ("country", "role")
_MONEY = (
    "measure", "currency", "amount_low", "amount_best", "amount_high", "reported", "price_year",
    "counts", "left_out_reason", "verification",
)  # fmt: skip
_CLAIM = (
    "id", "field", "value", "source_id", "quotation", "dataset_row", "asserted_by_country_id",
    "asserted_by_person_id", "asserted_by_body_id", "asserted_by_words", "polarity", "rank",
    "licence",
)  # fmt: skip


def public_snapshot(
    snapshot: Snapshot | None,
    *,
    redistributable_only: bool,
    taken_back: frozenset[int] | set[int] = frozenset(),
) -> PublicRecord | None:
    """Return what readers may have of a snapshot; None where it was not published.

    snapshot: of `recording.snapshot`, now or as a Change keeps it. redistributable_only: with the
    claims that may be passed on only, None without one; taken_back: claims that no longer may,
    by number.
    """
    if snapshot is None or snapshot["publication"] != Publication.PUBLISHED:
        return None
    claims = [row for row in snapshot["claims"] if row["status"] == Claim.Status.ACCEPTED]
    if redistributable_only:
        claims = [
            row for row in claims if row["is_redistributable"] and row["id"] not in taken_back
        ]
        if not claims:
            return None
    record: Any = {
        **_part(snapshot, _HEAD),
        "participants": [_part(row, _PARTICIPANT) for row in snapshot["participants"]],
        "detail": _part(snapshot["detail"], DETAIL[snapshot["kind"]]),
        "money": [_part(row, _MONEY) for row in snapshot["money"]],
        "claims": [_part(row, _CLAIM) for row in claims],
    }
    return record  # type: ignore[no-any-return]


def claims_taken_back(snapshots: Iterable[Snapshot | None]) -> set[int]:
    """Return the claims of snapshots that could be passed on then and cannot be now. One query."""
    told = {claim["id"] for each in snapshots for claim in (each or {}).get("claims", ())}
    return {claim for (claim,) in db.ask_prepared(_TAKEN_BACK, [list(told)])[1]}


_TAKEN_BACK = "SELECT id FROM relations_claim WHERE id = ANY(%s) AND NOT is_redistributable"


def _part(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The named values; one that an old snapshot does not have yet is None."""
    return {name: values.get(name) for name in names}


def replay(
    rows: Iterable[Mapping[str, Any]], onto: Mapping[int, Any] | None = None
) -> dict[int, Any]:
    """Return fact → record after these rows of the feed, in order; the whole rule for a mirror.

    A row's `after` is what the fact is from then on; None: it is no longer there.
    """
    facts = dict(onto or {})
    for row in rows:
        if row["after"] is None:
            facts.pop(row["fact"], None)
        else:
            facts[row["fact"]] = row["after"]
    return facts
