"""Words to find facts, names and titles by.

One function folds any text into plain words: compatibility forms and accents away, Arabic letters
as Persian writes them, digits as 0 to 9, small letters, everything else a space. So "S-400",
"Bandar-e Abbas" and "می‌خواهد" are two or more words in text and question alike, and no parser
takes "Mi-17" for "mi" and minus seventeen. Each word is kept twice: as it stands, which is right
in every language, and as English stems, which is right for most of our texts and harmless for the
rest; the language a source gives is too often missing or wrong to choose by.

The words of a published fact are written by statement triggers, so that a bulk write that goes
round relations.recording keeps them as well. They ask by EXECUTE: see 0003_rules.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Immutable, so that indexes may hold it: the dictionary of unaccent is named, and small letters
# and classes of letters are those of PostgreSQL's own C.UTF-8, whatever the database was made with.
FOLDING = r"""
CREATE FUNCTION fold_words(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        lower(public.unaccent('public.unaccent', translate(
            regexp_replace(
                normalize(said, NFKD),
                '[\u0300-\u036F\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED\u00AD\u200B\u200D-\u200F\u202A-\u202E\u2060-\u2069\uFE00-\uFE0F\uFEFF]',
                '', 'g'),
            'يىكة٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹',
            'ییکه01234567890123456789'
        )) COLLATE "pg_c_utf8"),
        '[^[:alnum:]]+', ' ', 'g'))
$$;

CREATE FUNCTION words_vector(said text, weight "char" DEFAULT 'D') RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT setweight(
        to_tsvector('pg_catalog.simple', folded.words)
            || to_tsvector('pg_catalog.english', folded.words), weight)
    FROM (SELECT public.fold_words(left(said, 20000)) AS words OFFSET 0) AS folded
$$;

-- A word, or several in this order. Nothing in it is an operator.
CREATE FUNCTION words_query(said text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT phraseto_tsquery('pg_catalog.simple', folded.words)
        || phraseto_tsquery('pg_catalog.english', folded.words)
    FROM (SELECT public.fold_words(said) AS words OFFSET 0) AS folded
$$;

-- The same, and what begins with the last word, once it has three letters.
CREATE FUNCTION words_begun(said text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.words_query(said) || CASE WHEN folded.words ~ '[^ ]{3}$'
        THEN (phraseto_tsquery('pg_catalog.simple', folded.words)::text || ':*')::tsquery
        ELSE ''::tsquery END
    FROM (SELECT public.fold_words(said) AS words OFFSET 0) AS folded
$$;
"""

DROP_FOLDING = """
DROP FUNCTION words_begun(text);
DROP FUNCTION words_query(text);
DROP FUNCTION words_vector(text, "char");
DROP FUNCTION fold_words(text);
"""

INDEXES = """
-- names typed whole or begun, and names spelt nearly so
CREATE INDEX country_name_folded ON relations_countryname (fold_words(text) text_pattern_ops);
CREATE INDEX country_name_alike ON relations_countryname USING gin (fold_words(text) gin_trgm_ops);
CREATE INDEX person_name_alike ON relations_person
    USING gin (fold_words(name || ' ' || other_names) gin_trgm_ops);
CREATE INDEX body_name_alike ON relations_body USING gin (fold_words(name) gin_trgm_ops);
-- titles of sources, by their words
CREATE INDEX source_title_words ON relations_source USING gin (words_vector(title, 'A'));
"""

DROP_INDEXES = """
DROP INDEX country_name_folded, country_name_alike, person_name_alike, body_name_alike,
    source_title_words;
"""

WRITING = """
CREATE FUNCTION write_fact_words(facts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $sql$
        DELETE FROM relations_factwords w USING relations_fact f
        WHERE w.fact_id = ANY($1) AND f.id = w.fact_id AND f.publication <> 'published'
    $sql$ USING facts;
    EXECUTE $sql$
        INSERT INTO relations_factwords (fact_id, words)
        SELECT f.id,
               words_vector(f.headline, 'A')
               || words_vector(concat_ws(' ', said.quotations, s.quotation, s.translation), 'B')
               || words_vector(f.summary, 'C')
               || words_vector(concat_ws(' ', said.titles, said.asserters, p.name, p.other_names,
                                         s.speaker_words, o.title, b.name), 'D')
        FROM relations_fact f
        LEFT JOIN relations_statement s ON s.fact_id = f.id
        LEFT JOIN relations_person p ON p.id = s.speaker_id
        LEFT JOIN relations_office o ON o.id = s.office_id
        LEFT JOIN relations_body b ON b.id = s.body_id
        LEFT JOIN LATERAL (
            SELECT string_agg(DISTINCT c.quotation, ' ') AS quotations,
                   string_agg(DISTINCT r.title, ' ') AS titles,
                   string_agg(DISTINCT concat_ws(' ', a.name, a.other_names, g.name,
                                                 c.asserted_by_words), ' ') AS asserters
            FROM relations_claim c
            JOIN relations_source r ON r.id = c.source_id
            LEFT JOIN relations_person a ON a.id = c.asserted_by_person_id
            LEFT JOIN relations_body g ON g.id = c.asserted_by_body_id
            WHERE c.fact_id = f.id AND c.status = 'accepted'
        ) said ON true
        WHERE f.id = ANY($1) AND f.publication = 'published'
        ORDER BY f.id
        ON CONFLICT (fact_id) DO UPDATE SET words = EXCLUDED.words
        WHERE relations_factwords.words IS DISTINCT FROM EXCLUDED.words
    $sql$ USING facts;
END $$;

-- TG_ARGV: which facts the statement touched, as a query of the rows written and gone; and
-- whether a sum that pages remember may change without an act on the fact (0007_pulses).
CREATE FUNCTION fact_words_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE facts bigint[];
BEGIN
    EXECUTE 'SELECT array_agg(DISTINCT fact) FROM (' || TG_ARGV[0] || ') AS touched (fact)'
        INTO facts;
    IF facts IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM write_fact_words(facts);
    IF TG_ARGV[1] = 'pulse' THEN
        EXECUTE $sql$
            INSERT INTO relations_pairpulse (low, high, writer)
            SELECT DISTINCT low_id, high_id, pg_current_xact_id()::text::bigint
            FROM relations_pairfact WHERE fact_id = ANY($1)
        $sql$ USING facts;
    END IF;
    RETURN NULL;
END $$;
"""

_RENAMED = {
    "person": (
        "(n.name, n.other_names) IS DISTINCT FROM (o.name, o.other_names)",
        "SELECT s.fact_id FROM relations_statement s JOIN renamed r ON r.id = s.speaker_id"
        " UNION SELECT c.fact_id FROM relations_claim c JOIN renamed r"
        " ON r.id = c.asserted_by_person_id",
    ),
    "body": (
        "n.name IS DISTINCT FROM o.name",
        "SELECT s.fact_id FROM relations_statement s JOIN renamed r ON r.id = s.body_id"
        " UNION SELECT c.fact_id FROM relations_claim c JOIN renamed r"
        " ON r.id = c.asserted_by_body_id",
    ),
    "office": (
        "n.title IS DISTINCT FROM o.title",
        "SELECT s.fact_id FROM relations_statement s JOIN renamed r ON r.id = s.office_id",
    ),
    "source": (
        "n.title IS DISTINCT FROM o.title",
        "SELECT c.fact_id FROM relations_claim c JOIN renamed r ON r.id = c.source_id",
    ),
}


def _trigger(table: str, event: str, touched: str, pulse: str = "") -> str:
    tables = {
        "INSERT": "NEW TABLE AS written",
        "UPDATE": "OLD TABLE AS gone NEW TABLE AS written",
        "DELETE": "OLD TABLE AS gone",
    }[event]
    return (
        f"CREATE TRIGGER fact_words_follow_{event.lower()} AFTER {event} ON relations_{table}"
        f" REFERENCING {tables} FOR EACH STATEMENT"
        f" EXECUTE FUNCTION fact_words_follow($sql${touched}$sql$, '{pulse}');\n"
    )


TRIGGERS = (
    _trigger("fact", "INSERT", "SELECT id FROM written WHERE publication = 'published'")
    + _trigger(
        "fact",
        "UPDATE",
        "SELECT n.id FROM written n JOIN gone o ON o.id = n.id"
        " WHERE 'published' IN (n.publication, o.publication)"
        " AND (n.publication, n.headline, n.summary)"
        " IS DISTINCT FROM (o.publication, o.headline, o.summary)",
    )
    + _trigger("claim", "INSERT", "SELECT fact_id FROM written")
    + _trigger(
        "claim",
        "UPDATE",
        "SELECT unnest(ARRAY[n.fact_id, o.fact_id]) FROM written n JOIN gone o ON o.id = n.id"
        " WHERE (n.fact_id, n.status, n.quotation, n.source_id, n.asserted_by_person_id,"
        " n.asserted_by_body_id, n.asserted_by_words) IS DISTINCT FROM (o.fact_id, o.status,"
        " o.quotation, o.source_id, o.asserted_by_person_id, o.asserted_by_body_id,"
        " o.asserted_by_words)",
    )
    + _trigger("claim", "DELETE", "SELECT fact_id FROM gone")
    + _trigger("statement", "INSERT", "SELECT fact_id FROM written")
    + _trigger("statement", "UPDATE", "SELECT fact_id FROM written")
    + "".join(
        _trigger(
            table,
            "UPDATE",
            "WITH renamed AS MATERIALIZED (SELECT n.id FROM written n JOIN gone o ON o.id = n.id"
            f" WHERE {changed}) {facts}",
            "pulse",
        )
        for table, (changed, facts) in _RENAMED.items()
    )
)

DROP_WRITING = """
DROP FUNCTION fact_words_follow CASCADE;
DROP FUNCTION write_fact_words(bigint[]);
"""

FILL = "SELECT write_fact_words(array_agg(id)) FROM relations_fact WHERE publication = 'published';"


class Migration(migrations.Migration):
    dependencies = [("relations", "0007_pulses")]
    operations = [
        migrations.RunSQL(FOLDING, DROP_FOLDING),
        migrations.CreateModel(
            name="FactWords",
            fields=[
                (
                    "fact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="relations.fact",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name_plural": "words of facts",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="fact_words")
                ],
            },
        ),
        migrations.RunSQL(INDEXES, DROP_INDEXES),
        migrations.RunSQL(WRITING, DROP_WRITING),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # Last, so that filling an old table is one statement.
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
