"""Writing what is staged: things first, then facts, then the change of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from relations import db
from relations.lanes import Kind
from relations.models import DETAILS, Change
from relations.recording.bulk import facts, things
from relations.recording.bulk.snapshots import NEW_TRANSFERS, SNAPSHOTS
from relations.stages import AGREEMENT_STATUS, PROGRESS, TRANSFER_STATUS


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What all records of one application have in common.

    dataset: as in `relations.datasets`; empty for a table of somebody's own, whose facts are an
    editor's like any other. publication: what new
    facts become, published or draft. known_by: the release's day. `verification` and its reason
    are those of one claim by this publisher. act: the name of the change, `reason` its words.
    """

    dataset: str
    by: int | None
    publication: str
    known_by: date
    verification: str
    verification_reason: str
    marks: str
    licence: str
    is_redistributable: bool
    origin_name: str
    origin_version: str
    reason: str
    claimants: tuple[str, ...] = ()


_FEW = 2_000
"""More facts than this, and the planner is told of the rows this transaction wrote itself: by
the statistics of an empty table it would look through a table for every fact."""


def stage_stages(cursor: Any) -> None:
    """Make `bulk_stages`: the status each step leaves a thing in, its place in the order and how
    far along it is."""
    cursor.execute(
        "CREATE TEMP TABLE bulk_stages (kind text, step text, status text, place integer,"
        " along integer) ON COMMIT DROP"
    )
    rows = [
        (kind, step, status, place, PROGRESS.get(status))
        for kind, table in (
            (Kind.AGREEMENT, AGREEMENT_STATUS),
            (Kind.ARMS_TRANSFER, TRANSFER_STATUS),
        )
        for place, (step, status) in enumerate(table.items())
    ]
    cursor.executemany("INSERT INTO bulk_stages VALUES (%s, %s, %s, %s, %s)", rows)


@dataclass(frozen=True, slots=True)
class Document:
    """What follows from one document for the facts that rest on it alone."""

    id: int
    known_by: date
    verification: str
    reason: str
    marks: str
    claimants: tuple[str, ...] = ()


def stage_documents(cursor: Any, documents: Iterable[Document]) -> None:
    """Make `bulk_source`: for rows that name a document of their own, it goes before the terms."""
    cursor.execute(
        "CREATE TEMP TABLE bulk_source (id bigint, known_by date, verification text, reason text,"
        " marks text, claimants varchar[]) ON COMMIT DROP"
    )
    cursor.executemany(
        "INSERT INTO bulk_source VALUES (%s, %s, %s, %s, %s, %s)",
        [
            (one.id, one.known_by, one.verification, one.reason, one.marks, list(one.claimants))
            for one in documents
        ],
    )


def apply(terms: Terms, *, tick: Callable[[str], None] = lambda stage: None) -> None:
    """Write `bulk_thing` and `bulk_fact`; see the package. Inside a transaction of the caller.

    tick: called with what is being done, before each step; may raise to stop.
    """
    values: dict[str, Any] = {name: getattr(terms, name) for name in Terms.__dataclass_fields__} | {
        "claimants": list(terms.claimants)
    }
    with db.writing(Change.Act.PUBLISHED), connection.cursor() as cursor:

        def run(stage: str, *statements: str) -> None:
            tick(stage)
            for statement in statements:
                cursor.execute(statement, values)

        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        cursor.execute("SELECT count(*) > %s FROM bulk_fact", [_FEW])
        is_large = cursor.fetchone()[0]

        def analyze(*tables: str) -> None:
            if is_large:
                cursor.execute("ANALYZE " + ", ".join(f"relations_{table}" for table in tables))

        run("what is here", _WRITTEN, _CHANGED, _BEFORE)
        run("agreements and orders", *things.INSERT, *things.UPDATE)
        analyze("armstransfer", "transferitem", "agreement", "agreementparty", "claim", "person")
        run("details", *facts.UPDATE_DETAILS, *facts.INSERT_DETAILS)
        run("claims", facts.INSERT_CLAIMS)
        # the first of a voice: none of its claims were counted, and all are here now
        analyze("claim", *DETAILS.values())
        run("claims replaced", facts.WITHDRAW_CLAIMS)
        run("facts", facts.CLEAR_PAIRS, facts.UPDATE_FACTS, facts.RETRACT_FACTS,
            facts.INSERT_FACTS)  # fmt: skip
        run("money", *facts.MONEY)
        run("participants", *facts.PARTICIPANTS)
        run("pairs", facts.INSERT_PAIRS)
        run("standing", *things.DERIVE)
        analyze("fact", "participant", "pairfact", "agreement", "agreementparty", "armstransfer",
                "transferitem", *DETAILS.values(), "visit_visitors", "action_senders",
                "action_receivers")  # fmt: skip
        run("history", _SAMPLE, *_CHANGES)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def undoing(dataset: str, batch: int, by: Any) -> Terms:
    """Terms of taking an import back: no new fact is made under them."""
    return Terms(
        dataset=dataset, by=by.pk if by else None, publication="published", known_by=date.min,
        verification="unverified", verification_reason="", marks="", licence="",
        is_redistributable=False, origin_name="", origin_version="",
        reason=f"Import {batch} undone",
    )  # fmt: skip


def bring_back_claims(*statements: str) -> None:
    """Accept again the claims that an import being undone had replaced, and withdraw its own."""
    with db.writing(Change.Act.CORRECTED), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def link_parents(dataset: str) -> None:
    """Lead each agreement just written to its parent; after the registry has their keys."""
    with db.writing(Change.Act.AMENDED), connection.cursor() as cursor:
        cursor.execute(things.PARENTS, {"dataset": dataset})


_WRITTEN = """
    CREATE TEMP TABLE bulk_written ON COMMIT DROP AS SELECT DISTINCT object FROM bulk_fact;
    ANALYZE bulk_written
"""
_CHANGED = """
    CREATE TEMP TABLE bulk_changed ON COMMIT DROP AS
    SELECT DISTINCT object FROM bulk_fact WHERE act <> 'insert'
"""
_BEFORE = f"""
    CREATE TEMP TABLE bulk_before ON COMMIT DROP AS
    {SNAPSHOTS.replace("{ids}", "bulk_changed")}
"""

# Steps of arms orders alone are many enough for a statement of their own; see `NEW_TRANSFERS`.
_ALIKE = "act = 'insert' AND kind = 'arms_transfer' AND NOT values ? 'money'"
_SAMPLE = f"""
    CREATE TEMP TABLE bulk_alike ON COMMIT DROP AS
    SELECT object FROM bulk_fact WHERE {_ALIKE}
      AND thing IN (SELECT transfer_id FROM relations_transferitem
                    GROUP BY transfer_id HAVING count(*) = 1);
    CREATE TEMP TABLE bulk_others ON COMMIT DROP AS
    SELECT object FROM bulk_written EXCEPT SELECT object FROM bulk_alike;
    CREATE TEMP TABLE bulk_first ON COMMIT DROP AS
    SELECT object FROM bulk_alike ORDER BY object LIMIT 1;
    CREATE TEMP TABLE bulk_sample ON COMMIT DROP AS
    {SNAPSHOTS.replace("{ids}", "bulk_first")};
    ANALYZE bulk_alike; ANALYZE bulk_others
"""

# One change a fact: a new one is created and published in the same act.
_RECORD = """
    INSERT INTO relations_change (act, fact_id, revision, by_id, reason, before, after, is_public,
        made_at, writer)
    SELECT CASE WHEN b.id IS NULL THEN
                CASE after.publication WHEN 'published' THEN 'published' ELSE 'created' END
            WHEN after.publication = 'retracted' THEN 'retracted'
            WHEN b.publication = 'retracted' THEN 'published'
            WHEN after.publication = 'published' THEN 'corrected' ELSE 'amended' END,
        after.id, after.revision, %(by)s::int, %(reason)s, b.kept, after.kept,
        'published' IN (after.publication, coalesce(b.publication, 'draft')),
        now(), pg_current_xact_id()::text::bigint
    FROM ({after}) AS after
    LEFT JOIN bulk_before b ON b.id = after.id
"""
_CHANGES = (
    _RECORD.replace("{after}", NEW_TRANSFERS + " AND b.object IN (SELECT object FROM bulk_alike)"),
    _RECORD.replace("{after}", SNAPSHOTS.replace("{ids}", "bulk_others")),
)
