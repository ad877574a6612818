"""How commands show an import: a line of progress, and the plan as a table."""

from __future__ import annotations

import time
from typing import Any

from relations.importing.reporting import OUTCOMES, Report

_SHOWN = 20


class Progress:
    """One line on stderr that is written over; on no terminal, a line for each stage."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.is_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self.stage, self.at = "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self.is_terminal and (stage != self.stage or now - self.at > 0.2):
            share = done / total if total else 0
            bar = "#" * round(share * 30)
            self.stream.write(f"\r{stage:<24} [{bar:<30}] {share:4.0%}  ", ending="")
            self.at = now
        elif not self.is_terminal and stage != self.stage:
            self.stream.write(f"{stage}…")
        self.stage = stage

    def end(self) -> None:
        if self.is_terminal and self.stage:
            self.stream.write("")


def table_of(report: Report, *, is_dry: bool) -> str:
    """The plan for people: counts by kind and outcome, then what wants a look."""
    title = f"{report.dataset or report.layout}: {report.release}"
    lines = [title, f"Layout {report.layout}; {report.scope}".rstrip("; "), ""]
    names = [str(outcome) for outcome in OUTCOMES[:3]] + ["conflicting"]
    lines.append(f"{'':<21}" + "".join(f"{name:>13}" for name in names))
    lasting = {"transfer": "orders", "agreement": "agreements", "roll_call": "roll calls"}
    listed = [(lasting.get(kind, kind), counts) for kind, counts in report.things.items()]
    listed += [(f"{kind.replace('_', ' ')} facts", n) for kind, n in report.kinds.items()]
    for label, counts in listed:
        label = label.replace("vote facts", "votes")
        lines.append(f"{label:<21}" + "".join(f"{counts.get(name, 0):>13,}" for name in names))
    if report.pair is not None:
        lines.append(f"\nOf {report.pair_name}:")
        for kind, counts in report.pair.items():
            lines.append(
                f"{kind.replace('_', ' '):<21}"
                + "".join(f"{counts.get(name, 0):>13,}" for name in names)
            )
    lines.append(
        f"\n{report.rows:,} records read, {report.refused_count:,} rows refused, "
        f"{report.remark_count:,} remarks, {report.counts['absent']:,} absent from the file"
        + (f", {report.suggestions:,} suggestions for the desk" if report.suggestions else "")
    )
    if report.new_actors:
        lines.append(f"New actors: {', '.join(sorted(report.new_actors))}")
    lines += _troubles("Refused", report.refused, report.refused_count)
    lines += _troubles("Remarks", report.remarks, report.remark_count)
    lines += _changes(report)
    if report.absent:
        lines.append("\nAbsent from the file, left as they are:")
        lines += [f"  {each['title'] or each['key']}" for each in report.absent[:_SHOWN]]
        lines += _more(report.counts["absent"])
    lines.append("\n" + _verdict(report, is_dry=is_dry))
    return "\n".join(lines)


def _troubles(heading: str, troubles: list[Any], count: int) -> list[str]:
    if not count:
        return []
    lines = [f"\n{heading}:"]
    for trouble in troubles[:_SHOWN]:
        column = f", {trouble.column}" if trouble.column.strip() else ""
        place = f"line {trouble.line}{column}: " if trouble.line else ""
        lines.append(f"  {place}{trouble.said}")
    return lines + _more(count)


def _changes(report: Report) -> list[str]:
    if not report.changed:
        return []
    lines = ["\nChanged by this release:"]
    for each in report.changed[:_SHOWN]:
        mark = " (conflicting: changed here since, left)" if each.outcome == "conflicting" else ""
        lines.append(f"  line {each.line}{mark}")
        for name, (before, after) in each.fields.items():
            lines.append(f"    {name}: {_short(before)} → {_short(after)}")
    return lines + _more(len(report.changed))


def _short(value: Any) -> str:
    if isinstance(value, list) and len(value) == 4 and value[0] is not None:
        value = value[0]
    text = "nothing" if value in (None, "", []) else str(value)
    return text if len(text) <= 70 else text[:69] + "…"


def _more(count: int) -> list[str]:
    return [f"  and {count - _SHOWN:,} more"] if count > _SHOWN else []


def _verdict(report: Report, *, is_dry: bool) -> str:
    if report.is_applied:
        return f"Applied as import {report.batch}; undo it: manage.py undo_import {report.batch}"
    if report.refused_count and not is_dry:
        return "Nothing was written: mend the rows above, or skip them with --skip-refused."
    return "Dry run: nothing was written."
