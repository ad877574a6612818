"""From a plan to the tables: hand the door what it asks for, then keep what was said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.text import slugify

from relations import dates, fields
from relations.datasets import DATASETS
from relations.importing.layouts import Layout
from relations.importing.names import Names
from relations.importing.records import Release
from relations.importing.staging import Staged
from relations.models import Claim, Country, CountryName, Import, Publisher, Source
from relations.recording import add_source, bulk, publisher_called
from relations.testimonies import as_testimony
from relations.verification import Verification, verify

__all__ = ["apply", "source_of"]

# Numbers follow the order of the file.
_NUMBERED = """
    UPDATE plan_{table} p SET object = numbered.object FROM (
        SELECT n, kind, nextval(pg_get_serial_sequence('relations_{model}', 'id')) AS object
        FROM (SELECT n, kind FROM plan_{table} WHERE act = 'insert' AND {which} ORDER BY n) AS new
    ) AS numbered
    WHERE numbered.n = p.n
"""
_OBJECTS = (
    _NUMBERED.format(table="thing", model="armstransfer", which="kind = 'transfer'"),
    _NUMBERED.format(table="thing", model="agreement", which="kind = 'agreement'"),
    _NUMBERED.format(table="fact", model="fact", which="true"),
    "ANALYZE plan_thing",
    "ANALYZE plan_fact",
)

_VIEWS = """
    CREATE TEMP VIEW bulk_thing AS
    SELECT p.n, p.act, p.kind, p.key, p.object, p.status, coalesce(p.effective, s.values) AS values
    FROM plan_thing p JOIN staged_thing s ON s.n = p.n
    WHERE p.act IS NOT NULL;
    CREATE TEMP VIEW bulk_fact AS
    SELECT p.n, p.act, s.kind, s.subtype, s.status, p.key, p.object, t.object AS thing,
        s.is_many_sided, coalesce(d.id, %s) AS source, s.quotation, s.place,
        coalesce(p.effective, s.values) AS values,
        s.sides, s.pairs
    FROM plan_fact p JOIN staged_fact s ON s.n = p.n
    LEFT JOIN plan_thing t ON t.n = p.thing_n
    LEFT JOIN staged_source d ON d.said = s.source AND s.source <> ''
    WHERE p.act IS NOT NULL
"""

# What was said before a change: for the report and for undoing.
_KEEP_CHANGED = """
    INSERT INTO relations_importfinding (batch_id, outcome, file, line, "column", value, said,
        voice, key, before, after)
    SELECT %(batch)s, 'changed', '', p.line, '', '', '', coalesce(p.other_voice, %(voice)s),
        p.key, jsonb_build_object(
            'values', CASE WHEN p.is_first_word THEN p.others ELSE p.was END,
            'object', p.object, 'batch', p.was_batch,
            'is_fact', {is_fact},
            'mode', CASE WHEN p.other_voice IS NOT NULL THEN 'other'
                         WHEN p.is_first_word THEN 'first' ELSE 'own' END),
        jsonb_build_object('values', s.values)
    FROM plan_{table} p JOIN staged_{table} s ON s.n = p.n
    WHERE p.act IN ('update', 'retract') AND p.outcome IN ('changed', 'covered')
      AND CASE WHEN p.is_first_word THEN p.others ELSE p.was END IS NOT NULL
"""

_KEEP_THINGS = """
    INSERT INTO relations_importedrecord (dataset, voice, kind, key, own_key, thing, object,
        values, fingerprint, matches, rank, revision, is_undone, batch_id, made_by_id)
    SELECT %(dataset)s, %(voice)s, p.kind, p.key,
        CASE WHEN %(keys_are_stable)s THEN s.own_key ELSE p.key END, '', p.object, s.values,
        s.fingerprint, s.matches, s.rank, 0, false, %(batch)s, %(batch)s
    FROM plan_thing p JOIN staged_thing s ON s.n = p.n
    WHERE p.act IS NOT NULL OR p.is_first_word
    ON CONFLICT ON CONSTRAINT imported_record_is_kept_once DO UPDATE SET
        key = EXCLUDED.key, object = EXCLUDED.object, values = EXCLUDED.values,
        fingerprint = EXCLUDED.fingerprint, matches = EXCLUDED.matches, rank = EXCLUDED.rank,
        made_by_id = CASE WHEN relations_importedrecord.is_undone THEN EXCLUDED.made_by_id
                          ELSE relations_importedrecord.made_by_id END,
        is_undone = false, batch_id = EXCLUDED.batch_id
"""
_KEEP_FACTS = """
    INSERT INTO relations_importedrecord (dataset, voice, kind, key, own_key, thing, object,
        values, fingerprint, matches, rank, revision, is_undone, batch_id, made_by_id)
    SELECT %(dataset)s, %(voice)s, 'fact', p.key, p.key, coalesce(t.key, ''), p.object,
        s.values, s.fingerprint, '{}', 0,
        CASE WHEN p.act = 'insert' THEN 1 ELSE f.revision END, false, %(batch)s, %(batch)s
    FROM plan_fact p JOIN staged_fact s ON s.n = p.n
    LEFT JOIN plan_thing t ON t.n = p.thing_n
    LEFT JOIN relations_fact f ON f.id = p.object AND p.act IS DISTINCT FROM 'insert'
    WHERE p.other_voice IS NULL AND p.outcome <> 'covered'
      AND (p.act IS NOT NULL OR (p.is_first_word AND p.outcome = 'unchanged'))
    ON CONFLICT ON CONSTRAINT imported_record_is_kept_once DO UPDATE SET
        object = EXCLUDED.object, values = EXCLUDED.values, fingerprint = EXCLUDED.fingerprint,
        revision = EXCLUDED.revision,
        made_by_id = CASE WHEN relations_importedrecord.is_undone THEN EXCLUDED.made_by_id
                          ELSE relations_importedrecord.made_by_id END,
        is_undone = false, batch_id = EXCLUDED.batch_id
"""
# Another layout's record of the same fact is at the same revision: the change was ours.
_KEEP_REVISIONS = """
    UPDATE relations_importedrecord r SET revision = f.revision
    FROM plan_fact p JOIN relations_fact f ON f.id = p.object
    WHERE p.act IN ('update', 'restore') AND r.dataset = %(dataset)s AND r.kind = 'fact'
      AND r.key = p.key AND r.revision <> f.revision
"""


def apply(
    batch: Import,
    layout: Layout,
    release: Release,
    names: Names,
    staged: Staged,
    *,
    tick: Callable[[str], None],
) -> None:
    """Write the plan of this transaction. tick: called before each step; may raise to stop."""
    _make_actors(names)
    # a table of somebody's own is no data set: each of its rows names its document
    source = source_of(layout.dataset, release, batch) if layout.dataset in DATASETS else None
    batch.source = source
    values: dict[str, Any] = {
        "dataset": layout.dataset,
        "voice": layout.speaks_as,
        "keys_are_stable": layout.keys_are_stable,
        "batch": batch.pk,
    }
    with connection.cursor() as cursor:
        _make_persons(cursor, staged.persons)
        documents = _stage_sources(cursor, staged.sources, batch)
        bulk.stage_stages(cursor)
        bulk.stage_documents(cursor, (_document(each) for each in documents))
        for statement in _OBJECTS:
            cursor.execute(statement)
        cursor.execute(_VIEWS % (source.pk if source else "NULL"))
        bulk.apply(_terms(batch, layout, release, source), tick=tick)
        tick("what was said")
        for table in ("thing", "fact"):
            kept = _KEEP_CHANGED.format(table=table, is_fact=str(table == "fact").lower())
            cursor.execute(kept, values)
        cursor.execute(_KEEP_THINGS, values)
        cursor.execute(_KEEP_FACTS, values)
        cursor.execute(_KEEP_REVISIONS, values)
        bulk.link_parents(layout.dataset)
        layout.settled(cursor, values)
        cursor.execute("DROP VIEW bulk_fact, bulk_thing")


def _terms(batch: Import, layout: Layout, release: Release, source: Source | None) -> bulk.Terms:
    whole = _document(source) if source else None
    return bulk.Terms(
        dataset=layout.dataset if source else "",
        by=batch.by_id,
        publication=layout.publication,
        known_by=whole.known_by if whole else timezone.localdate(batch.made_at),
        verification=whole.verification if whole else str(Verification.UNVERIFIED),
        verification_reason=whole.reason if whole else "",
        marks=whole.marks if whole else "",
        licence=source.licence if source else "",
        is_redistributable=is_redistributable(layout.dataset),
        origin_name=layout.speaks_as,
        origin_version=release.name[:40],
        reason=f"{release.name}, import {batch.pk}"[:300],
    )


def _document(source: Source) -> bulk.Document:
    """What one claim of this source alone makes of a fact, as `recording.deriving` finds it."""
    finding = verify([as_testimony(Claim(source=source))], parties=frozenset())
    return bulk.Document(
        id=source.pk,
        known_by=source.published_latest or timezone.localdate(source.retrieved_at),
        verification=str(finding.level),
        reason=finding.reason,
        marks=f"p:{source.publisher_id}",
        claimants=finding.claimants,
    )


def is_redistributable(dataset: str) -> bool:
    known = DATASETS.get(dataset)
    return known.is_redistributable if known else True


def source_of(dataset: str, release: Release, batch: Import) -> Source:
    """Return the source that is this edition of the data set; a new one if need be."""
    about = DATASETS[dataset]
    publisher, _ = Publisher.objects.get_or_create(
        slug=slugify(about.publisher)[:150],
        defaults={"name": about.publisher, "kind": about.publisher_kind},
    )
    title = f"{about.title}: {release.name}"[:400]
    found = Source.objects.filter(
        publisher=publisher, title=title, kind=Source.Kind.DATASET_RELEASE
    ).first()
    if found is not None:
        return found
    source = Source(
        title=title,
        publisher=publisher,
        kind=Source.Kind.DATASET_RELEASE,
        canonical_address=about.address,
        licence=about.licence,
        credit=about.credit,
        sha256=batch.files[0]["sha256"] if len(batch.files) == 1 else "",
        retrieved_at=batch.made_at,
        is_record=about.publisher_kind == "registry",
    )
    fields.write_date(source, "published", dates.parse(release.published))
    source.save()
    return source


def _make_actors(names: Names) -> None:
    """Add the armed groups and other bodies that the files name and nobody had."""
    actors = list(names.new_actors.values())
    taken = set(Country.objects.values_list("slug", flat=True))
    for actor in actors:
        slug = slugify(actor.label)[:60] or actor.code.lower()
        slug = f"{slug}-{actor.code.lower()}" if slug in taken else slug
        taken.add(slug)
        Country.objects.create(
            code=actor.code, label=actor.label, slug=slug, kind=actor.kind,
            note="Named by a data set; no list of states has it.",
        )  # fmt: skip
        CountryName.objects.create(
            country_id=actor.code, text=actor.label, kind=CountryName.Kind.COMMON
        )


def _make_persons(cursor: Any, persons: Iterable[tuple[str, str]]) -> None:
    rows = sorted(persons)
    cursor.execute(
        """
        INSERT INTO relations_person (name, other_names, country_id)
        SELECT left(said.name, 120), '', nullif(said.country, '')
        FROM unnest(%s::text[], %s::text[]) AS said (name, country)
        ON CONFLICT DO NOTHING
        """,
        [[name for name, _ in rows], [country for _, country in rows]],
    )


def _stage_sources(cursor: Any, said: Iterable[str], batch: Import) -> list[Source]:
    """Find or add the document each row names, by its address or title; return them."""
    cursor.execute("CREATE TEMP TABLE staged_source (said text, id bigint) ON COMMIT DROP")
    # a layout's own "#12" is source 12
    cursor.execute(
        "INSERT INTO staged_source SELECT DISTINCT source, substr(source, 2)::bigint"
        " FROM staged_fact WHERE source LIKE '#%'"
    )
    documents: dict[int, Source] = {}
    for text in sorted(said):
        if text.startswith("#"):
            continue
        address, title, published = (*text.split("\t"), "", "")[:3]
        is_address = address.startswith(("https://", "http://"))
        title = title or address
        found = None if is_address else Source.objects.filter(title=title[:400]).first()
        source = found or add_source(
            by=None,
            title=title,
            publisher=publisher_called("", address if is_address else ""),
            retrieved_at=batch.made_at,
            address=address if is_address else "",
            published=published,
        )
        documents[source.pk] = source
        cursor.execute("INSERT INTO staged_source VALUES (%s, %s)", [text, source.pk])
    return list(documents.values())
