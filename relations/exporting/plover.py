"""PLOVER events as JSON Lines, for those who join facts with machine-coded event data.

Codes follow the PLOVER manual, draft 0.8 of 17 September 2021, and its table from CAMEO; modes are
given where that table has one for exactly this. PLOVER has no place for plain statements, nor for
paperwork: what does not map is left out and counted (docs/exports.md).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from relations.exporting.batches import batches
from relations.exporting.making import Counts, Tick
from relations.exporting.questions import Question
from relations.lanes import ACTIONS, Kind
from relations.pairs import Role
from relations.timeline import TimelineRow

CODEBOOK = "PLOVER draft 0.8, 2021-09-17"

QUADS = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
_QUAD_OF = {code: quad for quad, codes in QUADS.items() for code in codes}


@dataclass(frozen=True, slots=True)
class Coding:
    """A PLOVER event type, its mode (or empty) and its context (or empty)."""

    type: str
    mode: str = ""
    context: str = ""


_D, _M = "diplomatic", "military"
_AGREEMENT_STEPS = {
    "negotiated": Coding("CONSULT", "", _D),
    **dict.fromkeys(("announced", "initialled"), Coding("AGREE", "", _D)),
    **dict.fromkeys(
        ("signed", "definitively_signed", "parliament_approved", "ratified", "accepted",
         "approved", "acceded", "notifications_exchanged", "reaffirmed", "amended", "extended"),
        Coding("SUPPORT", "", _D),
    ),
    **dict.fromkeys(
        ("provisionally_applied", "entered_into_force", "resumed"), Coding("COOPERATE", "", _D)
    ),
    **dict.fromkeys(
        ("suspended", "denounced", "withdrawn", "terminated", "cancelled"),
        Coding("SANCTION", "discontinue", _D),
    ),
}  # fmt: skip
_TRANSFER_STEPS = {
    "negotiated": Coding("CONSULT", "", _M),
    **dict.fromkeys(("planned", "approved", "ordered"), Coding("AGREE", "", _M)),
    **dict.fromkeys(("production_started", "delivered"), Coding("COOPERATE", "", _M)),
    **dict.fromkeys(("suspended", "cancelled"), Coding("SANCTION", "discontinue", _M)),
}
_ACTS = {
    **dict.fromkeys(("praises", "endorses", "justifies"), Coding("SUPPORT", "", _D)),
    "promises": Coding("AGREE", "", _D),
    "calls_for": Coding("REQUEST", "", _D),
    **dict.fromkeys(("warns", "threatens"), Coding("THREATEN", "", _D)),
    **dict.fromkeys(("criticises", "condemns"), Coding("ACCUSE", "disapprove", _D)),
}
_FORMS = {
    "visit": Coding("CONSULT", "visit", _D),
    "call": Coding("CONSULT", "phone", _D),
    **dict.fromkeys(("meeting", "talks", "summit"), Coding("CONSULT", "", _D)),
}
_ACTION_MODES = {
    "ties_cut": "withdraw", "ambassador_recalled": "withdraw", "mission_closed": "withdraw",
    "ambassador_expelled": "expel", "seizure": "seize", "deployment": "troops",
}  # fmt: skip
_ACTION_CONTEXTS = {
    "intelligence_sharing": "intelligence", "court_case": "legal", "extradition": "legal",
}  # fmt: skip
_LANE_CONTEXTS = {"economy": "economic", "military": _M, "visit": _D}


def _of_action(subtype: str) -> Coding:
    rule = ACTIONS[subtype]
    context = _ACTION_CONTEXTS.get(subtype) or _LANE_CONTEXTS.get(rule.lane, "")
    return Coding(rule.plover, _ACTION_MODES.get(subtype, ""), context)


CODINGS: dict[tuple[str, str], Coding] = {
    **{(Kind.AGREEMENT.value, step): coding for step, coding in _AGREEMENT_STEPS.items()},
    **{(Kind.ARMS_TRANSFER.value, step): coding for step, coding in _TRANSFER_STEPS.items()},
    **{(Kind.STATEMENT.value, act): coding for act, coding in _ACTS.items()},
    **{(Kind.VISIT.value, form): coding for form, coding in _FORMS.items()},
    **{(Kind.ACTION.value, str(subtype)): _of_action(subtype) for subtype in ACTIONS},
}
"""(kind, subtype) → its coding; what is not here has none."""

_ACTING = {Role.SUPPLIER, Role.SENDER, Role.SPEAKER, Role.VISITOR}
_ACTED_ON = {Role.RECIPIENT, Role.RECEIVER, Role.TARGET, Role.HOST}
_EQUAL = {Role.PARTY, Role.SIGNATORY}

FIELDS = (
    ("event_id", "integer", "number of the fact"),
    ("event_date", "date", "the day, where it is known to the day; else null"),
    ("earliest", "date", "first day it may have been"),
    ("latest", "date", "last day it may have been"),
    ("event_type", "text", "PLOVER event type"),
    ("event_mode", "text", "PLOVER mode, or empty"),
    ("contexts", "list", "PLOVER contexts"),
    ("quad", "text", "verbal or material, cooperation or conflict"),
    ("actors", "list", "codes of the acting states"),
    ("recipients", "list", "codes of those acted on; the actors again where all act alike"),
    ("is_symmetric", "boolean", "whether all act alike"),
    ("kind", "text", "our kind"),
    ("subtype", "text", "our subtype"),
    ("headline", "text", "one sentence"),
    ("verification", "text", "level"),
    ("quotes", "list", "the passages"),
    ("sources", "list", "title, publisher, address and language of each source"),
    ("credits", "list", "to be given"),
    ("codebook", "text", "version of the codes"),
)


def make_plover(path: Path, question: Question, tick: Tick) -> Counts:
    """Write an event a line. Returns events, and how many facts of each kind do not map."""
    done = 0
    counts: Counter[str] = Counter(events=0)
    with path.open("wb") as file:
        for batch in batches(question):
            lines = []
            for row in batch.rows:
                coding = CODINGS.get((row["kind"], row["subtype"]))
                if coding is None:
                    counts[f"not mapped: {row['kind']} {row['subtype']}"] += 1
                    continue
                lines.append(orjson.dumps(event(row, coding)) + b"\n")
            file.writelines(lines)
            counts["events"] += len(lines)
            done += len(batch.lines)
            tick(done)
    return dict(counts)


def event(row: TimelineRow, coding: Coding) -> dict[str, Any]:
    """Return the event of a fact, with the fields of FIELDS."""
    sides = [_codes(row, roles) for roles in (_ACTING | _EQUAL, _ACTED_ON | _EQUAL)]
    is_symmetric = sides[0] == sides[1] or not sides[1]
    if is_symmetric:
        sides[1] = sides[0]
    when = row["date"]
    claims = row["claims"]
    return {
        "event_id": row["id"],
        "event_date": when["earliest"] if when["precision"] == "day" else None,
        "earliest": when["earliest"],
        "latest": when["latest"],
        "event_type": coding.type,
        "event_mode": coding.mode,
        "contexts": [coding.context] if coding.context else [],
        "quad": _QUAD_OF[coding.type],
        "actors": sides[0],
        "recipients": sides[1],
        "is_symmetric": is_symmetric,
        "kind": row["kind"],
        "subtype": row["subtype"],
        "headline": row["headline"],
        "verification": row["verification"],
        "quotes": _each(claim["quotation"] for claim in claims),
        "sources": list(
            {
                claim["source"]["id"]: {
                    name: claim["source"][name]
                    for name in ("title", "publisher", "address", "language")
                }
                for claim in claims
            }.values()
        ),
        "credits": _each(claim["source"]["credit"] for claim in claims),
        "codebook": CODEBOOK,
    }


def _codes(row: TimelineRow, roles: set[Role]) -> list[str]:
    return _each(each["country"] for each in row["participants"] if each["role"] in roles)


def _each(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
