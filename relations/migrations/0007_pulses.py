"""Signs of change, for what pages remember."""

from django.db import migrations, models


def _rows(name: str, event: str, table: str) -> str:
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO relations_pairpulse (low, high, writer)
    SELECT DISTINCT low_id, high_id, pg_current_xact_id()::text::bigint FROM {table};
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON relations_pairfact
    REFERENCING {"OLD TABLE AS gone" if table == "gone" else "NEW TABLE AS written"}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


# An act on a fact may leave its pair rows as they were and still change what a page adds up:
# an amount, the type of an agreement. The empty pair stands for facts that are in none. EXECUTE plans anew for the number of rows (0003_rules).
CHANGES = """
CREATE FUNCTION pair_pulses_with_a_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $sql$
        INSERT INTO relations_pairpulse (low, high, writer)
        SELECT DISTINCT low, high, pg_current_xact_id()::text::bigint FROM (
            SELECT p.low_id AS low, p.high_id AS high
            FROM written c JOIN relations_pairfact p ON p.fact_id = c.fact_id
            UNION ALL
            SELECT a.low_id, a.high_id
            FROM written c JOIN relations_agreement a ON a.id = c.agreement_id
            WHERE a.low_id IS NOT NULL
            UNION ALL
            SELECT least(t.supplier_id, t.recipient_id), greatest(t.supplier_id, t.recipient_id)
            FROM written c JOIN relations_armstransfer t ON t.id = c.transfer_id
            WHERE t.supplier_id IS NOT NULL AND t.recipient_id IS NOT NULL
            UNION ALL
            SELECT '', '' FROM written) touched
    $sql$;
    RETURN NULL;
END $$;
CREATE TRIGGER pair_pulses_with_a_change AFTER INSERT ON relations_change
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION pair_pulses_with_a_change();
"""

PULSES = (
    _rows("pair_pulses_on_insert", "INSERT", "written")
    + _rows("pair_pulses_on_update", "UPDATE", "written")
    + _rows("pair_pulses_on_delete", "DELETE", "gone")
    + CHANGES
)
DROP = """
DROP FUNCTION pair_pulses_on_insert CASCADE;
DROP FUNCTION pair_pulses_on_update CASCADE;
DROP FUNCTION pair_pulses_on_delete CASCADE;
DROP FUNCTION pair_pulses_with_a_change CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0006_marks_and_months"),
    ]

    operations = [
        migrations.CreateModel(
            name="PairPulse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("low", models.CharField(db_collation="C", max_length=16)),
                ("high", models.CharField(db_collation="C", max_length=16)),
                ("writer", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["low", "high", "writer"], name="pair_pulse_of_a_pair"),
                    models.Index(fields=["writer"], name="pair_pulse_by_writer"),
                ],
            },
        ),
        migrations.RunSQL(PULSES, DROP),
    ]
