"""Votes of the UN General Assembly: roll calls, their issues, and how each country voted.

A layer of its own, with tables of its own and no facts: 870,000 votes would bury every timeline.
Three files are read together, or one in which each vote repeats its roll call; votes without the
roll calls they are of have no day and are refused. "NA" is Namibia's code and no missing value;
countries are read by name, or by COW's number on the day of the vote. What the data set calls
Russia was the Soviet Union until it ended: a continuing state's earlier votes are its
predecessor's. A member that was absent, or none yet, cast no vote.

The UN's own library numbers the same roll calls by its records. The two lists are not mixed, since
each roll call would count twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from relations.importing.errors import NotRecognised
from relations.importing.files import InputFile
from relations.importing.layouts import Layout, Read
from relations.importing.layouts import un_votes_files as votes_files
from relations.importing.layouts.un_votes_files import Call, Voter
from relations.importing.names import Names
from relations.importing.records import Release, Trouble, Troubles
from relations.importing.reporting import Report
from relations.models import Import, RollCall, Source

__all__ = ["LibraryVotes", "UnVotes", "plan_votes", "write_votes"]


class UnVotes(Layout):
    name = "un-votes"
    label = "UN General Assembly votes"
    dataset = "un-votes"
    aliases = votes_files.ALIASES
    parts: tuple[str, ...] = ("calls", "votes", "issues", "whole")

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if votes_files.part_of(file) in self.parts]

    def release(self, files: Sequence[InputFile]) -> Release:
        return Release(self.dataset, "as of " + _last_day(files))

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        """Votes are no records: `plan_votes` reads them into tables of their own."""
        yield from ()


class LibraryVotes(UnVotes):
    name = "un-library-votes"
    label = "UN General Assembly votes, UN Digital Library"
    dataset = "un-library-votes"
    parts = ("library",)


def _last_day(files: Sequence[InputFile]) -> str:
    last = date.min
    for file in files:
        if votes_files.part_of(file) in ("calls", "whole", "library"):
            days = {row["date"] for _, row in votes_files.rows_of(file)}
            last = max([last, *filter(None, map(votes_files.day_of, days))])
    return "an unknown day" if last == date.min else last.isoformat()


# --- reading -----------------------------------------------------------------------------


@dataclass
class _Read(Troubles):
    """What was read: the roll calls, and what was refused."""

    calls: dict[int, Call] = field(default_factory=dict)
    issues: list[tuple[int, str]] = field(default_factory=list)


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
    by_part: dict[str, list[InputFile]] = {}
    for file in files:
        by_part.setdefault(votes_files.part_of(file), []).append(file)
    for file in by_part.get("calls", ()):
        for line, row in votes_files.rows_of(file):
            _take_call(file, line, row, read, is_once=True)
    for file in by_part.get("issues", ()):
        for _, row in votes_files.rows_of(file):
            number = votes_files.number_of(row)
            if number in read.calls and row["issue"]:
                read.issues.append((number, row["issue"][:60]))
    with cursor.copy("COPY staged_vote FROM STDIN") as copy:
        for part in ("votes", "whole", "library"):
            for file in by_part.get(part, ()):
                _stage_votes(copy, file, names, read, tick, repeats_calls=part != "votes")
    with cursor.copy("COPY staged_call FROM STDIN") as copy:
        for call in read.calls.values():
            copy.write_row(
                (call.number, call.session, call.voted_on, call.resolution, call.title,
                 call.description, call.is_important)
            )  # fmt: skip
    with cursor.copy("COPY staged_issue FROM STDIN") as copy:
        repeated = [(call.number, issue) for call in read.calls.values() for issue in call.issues]
        for pair in [*read.issues, *repeated]:
            copy.write_row(pair)
    cursor.execute("ANALYZE staged_call; ANALYZE staged_vote")
    return read


def _take_call(
    file: InputFile, line: int, row: votes_files.Row, read: _Read, *, is_once: bool
) -> None:
    try:
        call = votes_files.call_of(row)
    except ValueError as unreadable:
        column = str(unreadable)
        value = row[column]
        read.note(Trouble(line, f"“{value[:40]}” is not read.", column, value, file=file.name))
        return
    if is_once and call.number in read.calls:
        read.note(Trouble(line, f"Roll call {call.number} stands twice.", "rcid", file=file.name))
        return
    read.calls.setdefault(call.number, call)


def _stage_votes(
    copy: Any, file: InputFile, names: Names, read: _Read, tick: Callable[[int], None], *,
    repeats_calls: bool,
) -> None:  # fmt: skip
    voters: dict[tuple[str, str], Voter | None] = {}
    unknown: dict[tuple[str, str], tuple[int, int]] = {}
    orphans: dict[str, tuple[int, int]] = {}
    without_vote = 0
    for line, row in votes_files.rows_of(file):
        if line % 20_000 == 0:
            tick(line)
        number = votes_files.number_of(row)
        if repeats_calls and number not in read.calls:
            _take_call(file, line, row, read, is_once=False)
        call = read.calls.get(number) if number is not None else None
        if call is None:
            if not repeats_calls:
                first, count = orphans.get(row["rcid"], (line, 0))
                orphans[row["rcid"]] = (first, count + 1)
            continue
        said = row["ms_vote" if "ms_vote" in row else "vote"].strip()
        word = said.lower().removesuffix(".0")
        if word in votes_files.NO_VOTE or (repeats_calls and not word):
            without_vote += 1
            continue
        choice = votes_files.CHOICES.get(word)
        if choice is None:
            column = "ms_vote" if "ms_vote" in row else "vote"
            read.note(
                Trouble(line, f"“{said[:40]}” is no vote.", column, said, file=file.name)
            )  # fmt: skip
            continue
        named = votes_files.voter_of(row, names)
        if named not in voters:
            voters[named] = votes_files.find_voter(*named, names)
        voter = voters[named]
        if voter is None:
            first, count = unknown.get(named, (line, 0))
            unknown[named] = (first, count + 1)
            continue
        copy.write_row((call.number, voter(call.voted_on), choice))
    for (column, text), (line, count) in unknown.items():
        name = text.partition("\t")[0]
        read.note(
            Trouble(
                line, f"No country is called “{name}”; {count:,} votes.{names.nearest(name)}",
                column, name, file=file.name,
            )
        )  # fmt: skip
    for rcid, (line, count) in orphans.items():
        read.note(
            Trouble(
                line, f"Roll call {rcid} is in no file of roll calls; {count:,} votes.", "rcid",
                rcid, file=file.name,
            )
        )  # fmt: skip
    if without_vote:
        said = f"{without_vote:,} rows are of members that were absent or none; they are no votes."
        read.note(Trouble(0, said, "vote", is_refusal=False, file=file.name))


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
    SELECT number, country, count(*), count(DISTINCT choice) > 1 FROM staged_vote
    GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 1, 2 LIMIT 1000
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
    layout: Layout,
    files: Sequence[InputFile],
    report: Report,
    *,
    progress: Callable[[str, int, int], None],
    total: int,
) -> None:
    """Read votes into staging and say in the report what they would change.

    Raise NotRecognised where another list's roll calls are here.
    """
    if other := RollCall.objects.exclude(batch__layout=layout.name).select_related("batch").first():
        raise NotRecognised(
            f"The votes of another list are here (import {other.batch_id}) and would count twice; "
            "undo that import first."
        )
    with connection.cursor() as cursor:
        read = _stage(
            cursor, files, Names(layout.aliases), lambda line: progress("reading", line, total)
        )
        cursor.execute(_TWICE)
        for number, country, count, is_contradicting in cursor.fetchall():
            said = f"{country} has {count} votes in roll call {number}" + (
                "." if is_contradicting else ", all alike; they are one."
            )
            read.note(Trouble(0, said, "country", country, is_refusal=is_contradicting))
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
