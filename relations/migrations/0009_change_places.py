"""Where each public act is told, for readers who follow a pair or a country."""

import django.db.models.deletion
from django.db import migrations, models

# As the sequencer does (relations.recording.numbering), for what is numbered already.
FILL = """
INSERT INTO relations_changeplace (place, position)
SELECT v.low_id || '-' || v.high_id, c.position
FROM relations_change c JOIN relations_pairfactversion v ON v.fact_id = c.fact_id
WHERE c.position IS NOT NULL AND c.is_public
  AND v.publication = 'published'
  AND (v.known_from <= c.position OR v.writer = c.writer)
  AND (v.known_to IS NULL OR v.known_to >= c.position)
UNION
SELECT member ->> 'country', c.position
FROM relations_change c
CROSS JOIN LATERAL (VALUES (c.before), (c.after)) AS side (kept)
CROSS JOIN LATERAL jsonb_array_elements(side.kept -> 'participants') AS member
WHERE c.position IS NOT NULL AND c.is_public AND c.fact_id IS NOT NULL
  AND side.kept ->> 'publication' = 'published'
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("relations", "0008_search")]
    operations = [
        migrations.CreateModel(
            name="ChangePlace",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "place",
                        "change",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("place", models.CharField(db_collation="C", max_length=33)),
                (
                    "change",
                    models.ForeignKey(
                        db_column="position",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="relations.change",
                        to_field="position",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(
                    ("fact__isnull", False), ("is_public", True), ("position__isnull", False)
                ),
                fields=["position"],
                name="change_public",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(
                    ("fact__isnull", False), ("is_public", True), ("position__isnull", False)
                ),
                fields=["act", "position"],
                name="change_public_act",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
