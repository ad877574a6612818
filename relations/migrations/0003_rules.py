"""The rules Django cannot say: copies that cannot disagree, history that cannot be escaped.

Each rule raises an integrity error whose constraint name is the rule. Statement triggers that
join the rows just written with a large table do so by EXECUTE, or row by row for a handful:
PL/pgSQL keeps the plan of a connection's first call, and a plan made for one row took 15 s
for 10,000 where a fresh one takes 0.06 s.
"""

from django.db import migrations

COPIED = (
    "kind, subtype, verification, status, date_precision, first_day, last_day, sort_key, "
    "publication, is_redistributable, has_money"
)
PAIR_COLUMNS = f"low_id, high_id, relation, direction, lane, {COPIED}, fact_id"

DETAILS = {
    "relations_agreementstep": "step",
    "relations_transferstep": "step",
    "relations_statement": "act",
    "relations_visit": "form",
    "relations_action": "action",
}

KEYS = f"""
ALTER TABLE relations_fact
    ADD CONSTRAINT fact_kind_and_subtype UNIQUE (id, kind, subtype),
    ADD CONSTRAINT fact_place UNIQUE (id, sort_key, publication),
    ADD CONSTRAINT fact_copied UNIQUE (id, {COPIED});
ALTER TABLE relations_participant
    ADD CONSTRAINT participant_agrees_with_its_fact
    FOREIGN KEY (fact_id, sort_key, publication)
    REFERENCES relations_fact (id, sort_key, publication) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE relations_pairfact
    ADD CONSTRAINT pair_row_agrees_with_its_fact
    FOREIGN KEY (fact_id, {COPIED})
    REFERENCES relations_fact (id, {COPIED}) ON UPDATE CASCADE ON DELETE CASCADE;
""" + "".join(
    f"""
ALTER TABLE {table}
    ADD CONSTRAINT {table.removeprefix("relations_")}_agrees_with_its_fact
    FOREIGN KEY (fact_id, kind, {subtype}) REFERENCES relations_fact (id, kind, subtype)
    DEFERRABLE INITIALLY DEFERRED;
"""
    for table, subtype in DETAILS.items()
)

DROP_KEYS = (
    """
ALTER TABLE relations_participant DROP CONSTRAINT participant_agrees_with_its_fact;
ALTER TABLE relations_pairfact DROP CONSTRAINT pair_row_agrees_with_its_fact;
"""
    + "".join(
        f"ALTER TABLE {table} DROP CONSTRAINT "
        f"{table.removeprefix('relations_')}_agrees_with_its_fact;\n"
        for table in DETAILS
    )
    + """
ALTER TABLE relations_fact DROP CONSTRAINT fact_copied, DROP CONSTRAINT fact_place,
    DROP CONSTRAINT fact_kind_and_subtype;
"""
)

# --- every write belongs to an act -------------------------------------------------------

GUARDED = (
    "fact", "participant", "pairfact", "claim", "money", "agreementstep", "transferstep",
    "statement", "visit", "action", "statementtarget", "aboutpair", "factlink", "agreement",
    "agreementparty", "armstransfer", "transferitem", "visit_visitors", "visit_persons",
    "action_senders", "action_receivers",
)  # fmt: skip

GUARD = """
CREATE FUNCTION write_belongs_to_an_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('dyad.act', true), '') = '' THEN
        RAISE EXCEPTION '% is written only inside an act of relations.recording', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'write_belongs_to_an_act', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER write_belongs_to_an_act BEFORE INSERT OR UPDATE OR DELETE "
    f"ON relations_{table} FOR EACH STATEMENT EXECUTE FUNCTION write_belongs_to_an_act();\n"
    for table in GUARDED
)

DROP_GUARD = "DROP FUNCTION write_belongs_to_an_act CASCADE;"

# --- what never changes ------------------------------------------------------------------


def _refuse(table: str, rule: str, event: str, level: str = "STATEMENT", when: str = "") -> str:
    condition = f" WHEN ({when})" if when else ""
    return (
        f"CREATE TRIGGER {rule} BEFORE {event} ON relations_{table} FOR EACH {level}{condition} "
        f"EXECUTE FUNCTION refuse();\n"
    )


KEPT = (
    """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refused on %: %', TG_OP, TG_TABLE_NAME, replace(TG_NAME, '_', ' ')
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME,
              TABLE = TG_TABLE_NAME;
END $$;
"""
    + "".join(
        _refuse(table, f"{rule}_is_never_deleted", "DELETE")
        + _refuse(table, f"{rule}_is_never_emptied", "TRUNCATE")
        for table, rule in (
            ("fact", "fact"),
            ("change", "change"),
            ("pairfactversion", "version"),
            ("sourceversion", "source_text"),
        )
    )
    + _refuse("sourceversion", "source_text_never_changes", "UPDATE")
    + _refuse(
        "change",
        "change_never_changes",
        "UPDATE OF act, fact_id, agreement_id, transfer_id, source_id, publisher_id, body_id, "
        "revision, by_id, reason, before, after, is_public, made_at, writer",
    )
    + _refuse(
        "change",
        "change_is_numbered_once",
        "UPDATE OF position, known_at",
        "ROW",
        "OLD.position IS NOT NULL",
    )
    + _refuse("pairfactversion", "version_never_changes", f"UPDATE OF {PAIR_COLUMNS}, writer")
    + _refuse(
        "pairfactversion",
        "version_is_closed_once",
        "UPDATE OF closer, known_from, known_to",
        "ROW",
        "OLD.closer IS NOT NULL AND NEW.closer IS DISTINCT FROM OLD.closer"
        " OR OLD.known_from IS NOT NULL AND NEW.known_from IS DISTINCT FROM OLD.known_from"
        " OR OLD.known_to IS NOT NULL AND NEW.known_to IS DISTINCT FROM OLD.known_to",
    )
)

DROP_KEPT = "DROP FUNCTION refuse CASCADE;"

# --- what a published fact has -----------------------------------------------------------

PUBLISHED = """
CREATE FUNCTION published_fact_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
    EXECUTE $sql$
        SELECT n.id FROM written n WHERE n.publication = 'published' AND NOT EXISTS (
            SELECT FROM relations_claim c WHERE c.fact_id = n.id AND c.status = 'accepted') LIMIT 1
    $sql$ INTO found;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'fact % is published without an accepted claim', found
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'published_fact_has_a_claim', TABLE = 'relations_fact';
    END IF;
    EXECUTE $sql$
        SELECT n.id FROM written n WHERE n.publication = 'published' AND NOT CASE n.kind
            WHEN 'agreement' THEN
                EXISTS (SELECT FROM relations_agreementstep d WHERE d.fact_id = n.id)
            WHEN 'arms_transfer' THEN
                EXISTS (SELECT FROM relations_transferstep d WHERE d.fact_id = n.id)
            WHEN 'statement' THEN
                EXISTS (SELECT FROM relations_statement d WHERE d.fact_id = n.id)
            WHEN 'visit' THEN EXISTS (SELECT FROM relations_visit d WHERE d.fact_id = n.id)
            ELSE EXISTS (SELECT FROM relations_action d WHERE d.fact_id = n.id) END LIMIT 1
    $sql$ INTO found;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'fact % is published without a detail', found
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'published_fact_has_a_detail', TABLE = 'relations_fact';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER published_fact_is_whole_insert AFTER INSERT ON relations_fact
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION published_fact_is_whole();
CREATE TRIGGER published_fact_is_whole_update AFTER UPDATE ON relations_fact
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION published_fact_is_whole();

CREATE FUNCTION published_fact_keeps_a_claim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
    EXECUTE $sql$
        SELECT o.fact_id FROM gone o JOIN relations_fact f ON f.id = o.fact_id
        WHERE f.publication = 'published' AND NOT EXISTS (
            SELECT FROM relations_claim c WHERE c.fact_id = f.id AND c.status = 'accepted') LIMIT 1
    $sql$ INTO found;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'fact % is published and would lose its last claim', found
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'published_fact_has_a_claim', TABLE = 'relations_claim';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER published_fact_keeps_a_claim_update AFTER UPDATE ON relations_claim
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION published_fact_keeps_a_claim();
CREATE TRIGGER published_fact_keeps_a_claim_delete AFTER DELETE ON relations_claim
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION published_fact_keeps_a_claim();

CREATE FUNCTION required_fact_is_second_read() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM relations_reviewpolicy WHERE rule = 'required') THEN
        RETURN NULL;
    END IF;
    EXECUTE $sql$
        SELECT n.id FROM written n JOIN relations_reviewpolicy p ON p.kind = n.kind
        WHERE p.rule = 'required' AND n.publication = 'published' AND n.dataset = ''
          AND (n.second_read_by_id IS NULL OR n.second_read_by_id = n.recorded_by_id)
    $sql$ || CASE WHEN TG_OP = 'UPDATE' THEN $sql$
          AND EXISTS (SELECT FROM gone o WHERE o.id = n.id AND o.publication <> 'published')
    $sql$ ELSE '' END || ' LIMIT 1' INTO found;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'fact % needs a second reader', found
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'published_fact_is_second_read', TABLE = 'relations_fact';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER required_fact_is_second_read_insert AFTER INSERT ON relations_fact
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION required_fact_is_second_read();
CREATE TRIGGER required_fact_is_second_read_update AFTER UPDATE ON relations_fact
    REFERENCING OLD TABLE AS gone NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION required_fact_is_second_read();
"""

DROP_PUBLISHED = """
DROP FUNCTION published_fact_is_whole CASCADE;
DROP FUNCTION published_fact_keeps_a_claim CASCADE;
DROP FUNCTION required_fact_is_second_read CASCADE;
"""

# --- a quotation stands in its text ------------------------------------------------------

QUOTATION = """
CREATE FUNCTION claim_quotation_stands_in_its_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
    EXECUTE $sql$
        SELECT n.id FROM written n JOIN relations_sourceversion v ON v.id = n.version_id
        WHERE (v.source_id <> n.source_id AND NOT EXISTS (
                SELECT FROM relations_source s
                WHERE s.id = v.source_id AND s.merged_into_id = n.source_id))
           OR substr(v.text, n.start + 1, n."end" - n.start) IS DISTINCT FROM n.quotation LIMIT 1
    $sql$ INTO found;
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'the quotation of claim % is not in its source''s text', found
            USING ERRCODE = 'integrity_constraint_violation',
                  CONSTRAINT = 'claim_quotation_stands_in_its_text', TABLE = 'relations_claim';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER claim_quotation_stands_in_its_text_insert AFTER INSERT ON relations_claim
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION claim_quotation_stands_in_its_text();
CREATE TRIGGER claim_quotation_stands_in_its_text_update AFTER UPDATE ON relations_claim
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION claim_quotation_stands_in_its_text();
"""

DROP_QUOTATION = "DROP FUNCTION claim_quotation_stands_in_its_text CASCADE;"

# --- no cycles ---------------------------------------------------------------------------

CHAINS = (
    ("source", "syndicated_from_id", "syndication_has_no_cycle"),
    ("source", "merged_into_id", "source_merge_has_no_cycle"),
    ("publisher", "merged_into_id", "publisher_merge_has_no_cycle"),
    ("body", "merged_into_id", "body_merge_has_no_cycle"),
    ("agreement", "merged_into_id", "agreement_merge_has_no_cycle"),
    ("agreement", "parent_id", "agreement_parents_have_no_cycle"),
    ("armstransfer", "merged_into_id", "transfer_merge_has_no_cycle"),
    ("fact", "merged_into_id", "fact_merge_has_no_cycle"),
)

CYCLES = """
CREATE FUNCTION has_no_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    next_id bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    steps integer := 0;
BEGIN
    WHILE next_id IS NOT NULL LOOP
        steps := steps + 1;
        IF next_id = NEW.id OR steps > 1000 THEN
            RAISE EXCEPTION '% % would lead back to itself', TG_TABLE_NAME, NEW.id
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME,
                      TABLE = TG_TABLE_NAME;
        END IF;
        EXECUTE format('SELECT %I FROM %I WHERE id = $1', TG_ARGV[0], TG_TABLE_NAME)
            INTO next_id USING next_id;
    END LOOP;
    RETURN NULL;
END $$;
""" + "".join(
    f"CREATE TRIGGER {rule} AFTER INSERT OR UPDATE OF {column} ON relations_{table} "
    f"FOR EACH ROW WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION has_no_cycle('{column}');\n"
    for table, column, rule in CHAINS
)

DROP_CYCLES = "DROP FUNCTION has_no_cycle CASCADE;"

# --- history and tallies of pair rows ----------------------------------------------------

_MONTH = (
    "CASE WHEN date_precision = 'none' OR first_day <= -719162 THEN -1 ELSE "
    "extract(year FROM DATE '1970-01-01' + first_day)::int * 12 "
    "+ extract(month FROM DATE '1970-01-01' + first_day)::int - 1 END"
)


def _tally(old: bool, new: bool) -> str:
    sides = []
    if new:
        sides.append("SELECT *, 1 AS sign FROM written")
    if old:
        sides.append("SELECT *, -1 AS sign FROM gone")
    return f"""
        INSERT INTO relations_pairtally
            (low, high, lane, kind, direction, verification, month, facts, withheld)
        SELECT low_id, high_id, lane, kind, direction, verification, {_MONTH},
               sum(sign), sum(CASE WHEN is_redistributable THEN 0 ELSE sign END)
        FROM ({" UNION ALL ".join(sides)}) AS rows
        WHERE publication = 'published'
        GROUP BY 1, 2, 3, 4, 5, 6, 7
        HAVING sum(sign) <> 0 OR sum(CASE WHEN is_redistributable THEN 0 ELSE sign END) <> 0;"""


_OPEN = f"""
        INSERT INTO relations_pairfactversion ({PAIR_COLUMNS}, writer)
        SELECT {PAIR_COLUMNS}, pg_current_xact_id()::text::bigint FROM written;"""

# A handful of rows by their index; more by a plan made for their number.
_CLOSE = """
        IF (SELECT count(*) FROM gone) <= 8 THEN
            FOR old_row IN SELECT low_id, high_id, fact_id FROM gone LOOP
                UPDATE relations_pairfactversion SET closer = pg_current_xact_id()::text::bigint
                WHERE fact_id = old_row.fact_id AND low_id = old_row.low_id
                  AND high_id = old_row.high_id AND closer IS NULL;
            END LOOP;
        ELSE
            EXECUTE $sql$
                UPDATE relations_pairfactversion v SET closer = pg_current_xact_id()::text::bigint
                FROM gone o WHERE v.fact_id = o.fact_id AND v.low_id = o.low_id
                  AND v.high_id = o.high_id AND v.closer IS NULL
            $sql$;
        END IF;"""


def _history(name: str, event: str, old: bool, new: bool) -> str:
    tables = ("OLD TABLE AS gone " if old else "") + ("NEW TABLE AS written" if new else "")
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE old_row record;
BEGIN{_CLOSE if old else ""}{_OPEN if new else ""}{_tally(old, new)}
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON relations_pairfact REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


HISTORY = (
    _history("pair_row_is_recorded_on_insert", "INSERT", old=False, new=True)
    + _history("pair_row_is_recorded_on_update", "UPDATE", old=True, new=True)
    + _history("pair_row_is_recorded_on_delete", "DELETE", old=True, new=False)
)

DROP_HISTORY = """
DROP FUNCTION pair_row_is_recorded_on_insert CASCADE;
DROP FUNCTION pair_row_is_recorded_on_update CASCADE;
DROP FUNCTION pair_row_is_recorded_on_delete CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("relations", "0002_initial")]
    operations = [
        migrations.RunSQL(KEYS, DROP_KEYS),
        migrations.RunSQL(GUARD, DROP_GUARD),
        migrations.RunSQL(KEPT, DROP_KEPT),
        migrations.RunSQL(PUBLISHED, DROP_PUBLISHED),
        migrations.RunSQL(QUOTATION, DROP_QUOTATION),
        migrations.RunSQL(CYCLES, DROP_CYCLES),
        migrations.RunSQL(HISTORY, DROP_HISTORY),
    ]
