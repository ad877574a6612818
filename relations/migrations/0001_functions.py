"""Extensions, and the functions that give a fact its place in a timeline."""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

# The days a fact may have happened on, as numbers since 1970-01-01. An open end is the end of
# the calendar (0001-01-01, 9999-12-31). An undated fact may have happened on any day until it
# was known, so that a window of days finds it exactly when the window begins before that.
DAYS = """
CREATE FUNCTION fact_first_day(earliest date, date_precision text, known_by date)
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(earliest, DATE '0001-01-01') - DATE '1970-01-01'
$$;
CREATE FUNCTION fact_last_day(latest date, date_precision text, known_by date)
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN date_precision = 'none' THEN known_by
                ELSE coalesce(latest, DATE '9999-12-31') END - DATE '1970-01-01'
$$;
"""

# Day number * 16 + level, newest first: a month's days (15), what is known only to the month (10),
# longer stretches that begin in it and open ends (8), undated facts known by then (6); after
# January what is known only to the year (4), then to several years (2).
SORT_KEY = """
CREATE FUNCTION fact_sort_key(earliest date, latest date, date_precision text, known_by date)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN date_precision = 'day'
            THEN (earliest - DATE '1970-01-01')::bigint * 16 + 15
        WHEN date_precision = 'none'
            THEN (known_by - extract(day FROM known_by)::int + 1
                  - DATE '1970-01-01')::bigint * 16 + 6
        WHEN date_precision = 'before'
            THEN (latest - extract(day FROM latest)::int + 1
                  - DATE '1970-01-01')::bigint * 16 + 8
        WHEN date_precision <> 'after' AND latest - earliest > 92
             AND extract(year FROM earliest) = extract(year FROM latest)
            THEN (earliest - extract(doy FROM earliest)::int + 1
                  - DATE '1970-01-01')::bigint * 16 + 4
        WHEN date_precision <> 'after' AND latest - earliest > 92
            THEN (earliest - extract(doy FROM earliest)::int + 1
                  - DATE '1970-01-01')::bigint * 16 + 2
        WHEN date_precision <> 'after'
             AND date_trunc('month', earliest::timestamp) = date_trunc('month', latest::timestamp)
            THEN (earliest - extract(day FROM earliest)::int + 1
                  - DATE '1970-01-01')::bigint * 16 + 10
        ELSE (earliest - extract(day FROM earliest)::int + 1
              - DATE '1970-01-01')::bigint * 16 + 8
    END
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(DAYS, "DROP FUNCTION fact_first_day; DROP FUNCTION fact_last_day;"),
        migrations.RunSQL(SORT_KEY, "DROP FUNCTION fact_sort_key;"),
    ]
