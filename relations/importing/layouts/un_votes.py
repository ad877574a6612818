"""Votes of the UN General Assembly: roll calls, their issues, and how each country voted.

A layer of its own, with tables of its own and no facts: 870,000 votes would bury every timeline.
Three files are read together; votes without the roll calls they are of have no day and are
refused. "NA" is Namibia's code and no missing value; countries are read by name. What the data
set calls Russia was the Soviet Union until it ended: a continuing state's earlier votes are its
predecessor's.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from relations import countries
from relations.importing.files import InputFile
from relations.importing.layouts import Layout, Read
from relations.importing.names import Names
from relations.importing.records import Release, Trouble, Troubles
from relations.importing.reporting import Report
from relations.models import Import, Source

__all__ = ["UnVotes", "plan_votes", "write_votes"]

ROLL_CALLS = (
    "rcid",
    "session",
    "importantvote",
    "date",
    "unres",
    "amend",
    "para",
    "short",
    "descr",
)
VOTES = ("rcid", "country", "country_code", "vote")
ISSUES = ("rcid", "short_name", "issue")
_CHOICES = {"yes": "yes", "no": "no", "abstain": "abstain", "1": "yes", "2": "abstain", "3": "no"}
_ALIASES = {
    "St. Vincent & Grenadines": "VCT",
    "Federal Republic of Germany": "DEU",
    "Yemen People's Republic": "YMD",
    "Congo": "COG",
    "Congo - Brazzaville": "COG",
    "Congo - Kinshasa": "COD",
    "Myanmar (Burma)": "MMR",
    "Zanzibar": "ZANZIBAR",
}


class UnVotes(Layout):
    name = "un-votes"
    label = "UN General Assembly votes"
    dataset = "un-votes"
    aliases = _ALIASES

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if _part(file)]

    def release(self, files: Sequence[InputFile]) -> Release:
        return Release(self.dataset, "as of " + _last_day(files))

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        """Votes are no records: `plan_votes` reads them into tables of their own."""
        yield from ()


def _part(file: InputFile) -> str:
    lines = file.first_lines
    header = tuple(cell.strip().strip('"') for cell in lines[0].split(",")) if lines else ()
    for part, columns in (("calls", ROLL_CALLS), ("votes", VOTES), ("issues", ISSUES)):
        if set(columns) <= set(header):
            return part
    return ""


def _last_day(files: Sequence[InputFile]) -> str:
    days = [row["date"] for file in files if _part(file) == "calls" for _, row in _rows(file)]
    return max(
        (day for day in days if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day or "")),
        default="an unknown day",
    )


def _rows(file: InputFile) -> Iterator[tuple[int, dict[str, str]]]:
    with file.path.open(encoding=file.encoding, errors="replace", newline="") as opened:
        reader = csv.DictReader(opened)
        for row in reader:
            yield reader.line_num, {key: value or "" for key, value in row.items() if key}


# --- reading -----------------------------------------------------------------------------


@dataclass
class _Read(Troubles):
    """What was read: the day of each roll call, and what was refused."""

    calls: dict[int, date] = field(default_factory=dict)


_STAGE = """
    CREATE TEMP TABLE staged_call (number integer, session integer, voted_on date,
        resolution text, title text, description text, is_important boolean) ON COMMIT DROP;
    CREATE TEMP TABLE staged_issue (number integer, issue text) ON COMMIT DROP;
    CREATE TEMP TABLE staged_vote (number integer, country text COLLATE "C", choice text)
        ON COMMIT DROP;
"""


def _stage(
    cursor: Any, files: Sequence[InputFile], names: Names, tick: Callable[[int], None]
) -> _Read:
    read = _Read()
    cursor.execute(_STAGE)
    by_part: dict[str, list[InputFile]] = {"calls": [], "issues": [], "votes": []}
    for file in files:
        by_part[_part(file)].append(file)
    with cursor.copy("COPY staged_call FROM STDIN") as copy:
        for file in by_part["calls"]:
            for line, row in _rows(file):
                if call := _call(file, line, row, read):
                    copy.write_row(call)
    with cursor.copy("COPY staged_issue FROM STDIN") as copy:
        for file in by_part["issues"]:
            for _, row in _rows(file):
                if row["rcid"].isdigit() and int(row["rcid"]) in read.calls and row["issue"]:
                    copy.write_row((int(row["rcid"]), row["issue"][:60]))
    with cursor.copy("COPY staged_vote FROM STDIN") as copy:
        for file in by_part["votes"]:
            _stage_votes(copy, file, names, read, tick)
    cursor.execute("ANALYZE staged_call; ANALYZE staged_vote")
    return read


def _call(file: InputFile, line: int, row: dict[str, str], read: _Read) -> tuple[Any, ...] | None:
    try:
        number, day = int(row["rcid"]), date.fromisoformat(row["date"])
    except ValueError:
        column, value = ("date", row["date"]) if row["rcid"].isdigit() else ("rcid", row["rcid"])
        read.note(Trouble(line, f"“{value[:40]}” is not read.", column, value, file=file.name))
        return None
    if number in read.calls:
        read.note(Trouble(line, f"Roll call {number} stands twice.", "rcid", file=file.name))
        return None
    read.calls[number] = day
    return (
        number, int(row["session"]) if row["session"].isdigit() else 0, day, row["unres"][:40],
        _clean(row["short"])[:300], _clean(row["descr"]), row["importantvote"] == "1",
    )  # fmt: skip


def _clean(text: str) -> str:
    """Broken escapes of the data set are taken out; its words stay."""
    return " ".join(text.replace("\\", "").replace('""', "").split())


@dataclass(frozen=True, slots=True)
class _Voter:
    """Who voted under a name: from `since` on the state itself, before it its predecessor."""

    code: str
    before: str
    since: date


def _stage_votes(
    copy: Any, file: InputFile, names: Names, read: _Read, tick: Callable[[int], None]
) -> None:
    voters: dict[str, _Voter | None] = {}
    unknown: dict[str, tuple[int, int]] = {}
    orphans: dict[str, tuple[int, int]] = {}
    for line, row in _rows(file):
        if line % 20_000 == 0:
            tick(line)
        number = int(row["rcid"]) if row["rcid"].isdigit() else -1
        day = read.calls.get(number)
        if day is None:
            first, count = orphans.get(row["rcid"], (line, 0))
            orphans[row["rcid"]] = (first, count + 1)
            continue
        choice = _CHOICES.get(row["vote"].strip().lower())
        if choice is None:
            read.note(
                Trouble(line, f"“{row['vote'][:40]}” is no vote.", "vote", row["vote"],
                        file=file.name)
            )  # fmt: skip
            continue
        name = row["country"]
        if name not in voters:
            voters[name] = _voter(name, names)
        voter = voters[name]
        if voter is None:
            first, count = unknown.get(name, (line, 0))
            unknown[name] = (first, count + 1)
            continue
        copy.write_row((number, voter.code if day >= voter.since else voter.before, choice))
    for name, (line, count) in unknown.items():
        read.note(
            Trouble(
                line, f"No country is called “{name}”; {count:,} votes.{names.nearest(name)}",
                "country", name, file=file.name,
            )
        )  # fmt: skip
    for rcid, (line, count) in orphans.items():
        read.note(
            Trouble(
                line, f"Roll call {rcid} is in no file of roll calls; {count:,} votes.", "rcid",
                rcid, file=file.name,
            )
        )  # fmt: skip


def _voter(name: str, names: Names) -> _Voter | None:
    code = names.country(name)
    if code is None:
        return None
    for succession in countries.load().successions:
        if succession.successor == code and succession.kind == "continuation":
            return _Voter(code, succession.predecessor, succession.happened_on)
    return _Voter(code, code, date.min)


# --- comparing and writing ---------------------------------------------------------------

_PLAN = """
    SELECT (SELECT count(*) FROM staged_call s LEFT JOIN relations_rollcall r USING (number)
            WHERE r.number IS NULL),
           (SELECT count(*) FROM staged_call),
           (SELECT count(*) FROM staged_vote s LEFT JOIN relations_vote v
                ON v.roll_call_id = s.number AND v.country_id = s.country
            WHERE v.choice IS NULL),
           (SELECT count(*) FROM staged_vote s JOIN relations_vote v
                ON v.roll_call_id = s.number AND v.country_id = s.country
            WHERE v.choice <> s.choice),
           (SELECT count(*) FROM staged_vote),
           (SELECT count(*) FROM relations_vote v JOIN staged_call c ON c.number = v.roll_call_id
            WHERE NOT EXISTS (SELECT FROM staged_vote s WHERE s.number = v.roll_call_id
                              AND s.country = v.country_id))
"""
_TWICE = """
    SELECT number, country, count(*) FROM staged_vote GROUP BY 1, 2 HAVING count(*) > 1
    ORDER BY 1, 2 LIMIT 1000
"""
_ONCE = """
    DELETE FROM staged_vote s USING (
        SELECT ctid, row_number() OVER (PARTITION BY number, country ORDER BY ctid) AS turn
        FROM staged_vote) AS counted
    WHERE s.ctid = counted.ctid AND counted.turn > 1
"""
_WRITE = (
    """
    INSERT INTO relations_rollcall (number, session, voted_on, resolution, title, description,
        is_important, issues, source_id, batch_id)
    SELECT c.number, c.session, c.voted_on, c.resolution, c.title, c.description, c.is_important,
        ARRAY(SELECT DISTINCT i.issue FROM staged_issue i WHERE i.number = c.number ORDER BY 1),
        %(source)s, %(batch)s
    FROM staged_call c
    ON CONFLICT (number) DO UPDATE SET session = EXCLUDED.session,
        voted_on = EXCLUDED.voted_on, resolution = EXCLUDED.resolution, title = EXCLUDED.title,
        description = EXCLUDED.description, is_important = EXCLUDED.is_important,
        issues = EXCLUDED.issues
    """,
    """
    INSERT INTO relations_vote (roll_call_id, country_id, choice)
    SELECT number, country, choice FROM staged_vote
    ON CONFLICT (country_id, roll_call_id) DO UPDATE SET choice = EXCLUDED.choice
    WHERE relations_vote.choice <> EXCLUDED.choice
    """,
)


def plan_votes(
    files: Sequence[InputFile],
    report: Report,
    *,
    progress: Callable[[str, int, int], None],
    total: int,
) -> None:
    """Read votes into staging and say in the report what they would change."""
    with connection.cursor() as cursor:
        read = _stage(cursor, files, Names(_ALIASES), lambda line: progress("reading", line, total))
        cursor.execute(_TWICE)
        for number, country, count in cursor.fetchall():
            read.note(
                Trouble(
                    0, f"{country} has {count} votes in roll call {number}.", "country", country
                )
            )
        cursor.execute(_ONCE)
        progress("comparing", total, total)
        cursor.execute(_PLAN)
        new_calls, calls, new, changed, votes, absent = cursor.fetchone()
    report.rows = calls + votes + read.refused_count
    found = {"new": new, "changed": changed, "unchanged": votes - new - changed}
    report.things = {"roll_call": {"new": new_calls, "unchanged": calls - new_calls}}
    report.kinds = {"vote": found}
    report.counts = {
        **found, "absent": absent, "conflicting": 0, "refused": read.refused_count,
    }  # fmt: skip
    report.take(read)


def write_votes(batch: Import, source: Source) -> None:
    """Write what `plan_votes` staged in this transaction."""
    with connection.cursor() as cursor:
        for statement in _WRITE:
            cursor.execute(statement, {"source": source.pk, "batch": batch.pk})
