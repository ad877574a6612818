"""Marks of a fact on its pair rows, and tallies by both months and status.

`marks` joins what pair rows copy and their fact vouches for; tallies are counted anew from the
pair rows. The triggers that write history are silent while the marks are filled: nothing that a
reader was told changes.
"""

from django.db import migrations

COPIED = (
    "kind, subtype, verification, status, date_precision, first_day, last_day, sort_key, "
    "publication, is_redistributable, has_money"
)
PAIR_COLUMNS = f"low_id, high_id, relation, direction, lane, {COPIED}, marks, fact_id"

# Year * 12 + month - 1 of a day number; an open start, which is 1 January of year 1, is 0.
MONTH = """
CREATE FUNCTION month_number(day integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN day <= -719162 THEN 0 ELSE
        extract(year FROM DATE '1970-01-01' + day)::int * 12
        + extract(month FROM DATE '1970-01-01' + day)::int - 1 END
$$;
"""

FILL = """
SELECT set_config('dyad.act', 'migration', true);
ALTER TABLE relations_pairfact DISABLE TRIGGER USER;
UPDATE relations_fact f SET
    dollars = coalesce((SELECT max(m.dollars_best)::bigint FROM relations_money m
                        WHERE m.fact_id = f.id), -1),
    source_count = (SELECT count(DISTINCT c.source_id) FROM relations_claim c
                    WHERE c.fact_id = f.id AND c.status = 'accepted'),
    marks = array_to_string(ARRAY(
        SELECT 'p:' || s.publisher_id FROM relations_claim c
        JOIN relations_source s ON s.id = c.source_id
        WHERE c.fact_id = f.id AND c.status = 'accepted'
        UNION
        SELECT 's:' || t.speaker_id FROM relations_statement t
        WHERE t.fact_id = f.id AND t.speaker_id IS NOT NULL
        ORDER BY 1), ' ');
UPDATE relations_pairfact p SET marks = f.marks FROM relations_fact f WHERE f.id = p.fact_id;
UPDATE relations_pairfactversion v SET marks = f.marks FROM relations_fact f
    WHERE f.id = v.fact_id AND v.closer IS NULL;
ALTER TABLE relations_pairfact ENABLE TRIGGER USER;
SELECT set_config('dyad.act', '', true);
"""

KEYS = f"""
ALTER TABLE relations_pairfact DROP CONSTRAINT pair_row_agrees_with_its_fact;
ALTER TABLE relations_fact DROP CONSTRAINT fact_copied;
ALTER TABLE relations_fact ADD CONSTRAINT fact_copied UNIQUE (id, {COPIED}, marks);
ALTER TABLE relations_pairfact
    ADD CONSTRAINT pair_row_agrees_with_its_fact
    FOREIGN KEY (fact_id, {COPIED}, marks)
    REFERENCES relations_fact (id, {COPIED}, marks) ON UPDATE CASCADE ON DELETE CASCADE;
DROP TRIGGER version_never_changes ON relations_pairfactversion;
CREATE TRIGGER version_never_changes BEFORE UPDATE OF {PAIR_COLUMNS}, writer
    ON relations_pairfactversion FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER write_belongs_to_an_act BEFORE INSERT OR UPDATE OR DELETE
    ON relations_fact_topics FOR EACH STATEMENT EXECUTE FUNCTION write_belongs_to_an_act();
"""


def _signed(old: bool, new: bool) -> str:
    sides = []
    if new:
        sides.append("SELECT *, 1 AS sign FROM written")
    if old:
        sides.append("SELECT *, -1 AS sign FROM gone")
    return " UNION ALL ".join(sides)


_DIMENSIONS = """
    low_id, high_id, lane, kind, direction, verification, status,
    CASE WHEN date_precision = 'none' THEN -1 ELSE month_number(first_day) END,
    month_number(last_day)"""


def _tally(rows: str) -> str:
    return f"""
        INSERT INTO relations_pairtally (low, high, lane, kind, direction, verification, status,
            first_month, last_month, facts, withheld)
        SELECT {_DIMENSIONS},
               sum(sign), sum(CASE WHEN is_redistributable THEN 0 ELSE sign END)
        FROM ({rows}) AS signed
        WHERE publication = 'published'
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        HAVING sum(sign) <> 0 OR sum(CASE WHEN is_redistributable THEN 0 ELSE sign END) <> 0;
        INSERT INTO relations_pairmark (low, high, mark, facts)
        SELECT low_id, high_id, mark, sum(sign)
        FROM ({rows}) AS signed, unnest(string_to_array(trim(marks || ' f:' || subtype), ' ')) AS mark
        WHERE publication = 'published'
        GROUP BY 1, 2, 3 HAVING sum(sign) <> 0;"""


_OPEN = f"""
        INSERT INTO relations_pairfactversion ({PAIR_COLUMNS}, writer)
        SELECT {PAIR_COLUMNS}, pg_current_xact_id()::text::bigint FROM written;"""

# A handful of rows by their index; more by a plan made for their number (0003_rules).
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


def _history(name: str, old: bool, new: bool) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE old_row record;
BEGIN{_CLOSE if old else ""}{_OPEN if new else ""}{_tally(_signed(old, new))}
    RETURN NULL;
END $$;
"""


HISTORY = (
    _history("pair_row_is_recorded_on_insert", old=False, new=True)
    + _history("pair_row_is_recorded_on_update", old=True, new=True)
    + _history("pair_row_is_recorded_on_delete", old=True, new=False)
)

COUNT = "DELETE FROM relations_pairtally; DELETE FROM relations_pairmark;" + _tally(
    "SELECT *, 1 AS sign FROM relations_pairfact"
)


class Migration(migrations.Migration):
    dependencies = [("relations", "0005_pages")]
    operations = [
        # No way back: the earlier tallies had one month, and the earlier keys no marks.
        migrations.RunSQL([MONTH, FILL, KEYS, HISTORY, COUNT]),
    ]
