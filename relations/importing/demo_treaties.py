"""The treaties of the demo: rows of manytreaties (CC BY 4.0), imported as anybody would.

`data/demo_agreements.csv` and `data/demo_parties.csv` are in the publisher's layout, whole rows
without the columns of coders' remarks. `pick` makes them, `load_treaties` reads them.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from relations import countries
from relations.importing import running
from relations.importing.files import InputFile, NotRecognised
from relations.importing.layouts.manytreaties import ManyTreaties
from relations.importing.layouts.tables import fits
from relations.importing.layouts.treaty_rows import PARTY_COLUMNS
from relations.importing.names import Names
from relations.importing.records import AgreementRecord, Bundle
from relations.models import Import

__all__ = ["AGREEMENTS", "FILES", "MOST_BYTES", "PARTIES", "load_treaties", "pick"]

AGREEMENTS, PARTIES = "demo_agreements.csv", "demo_parties.csv"
FILES = (AGREEMENTS, PARTIES)
MOST_BYTES = 140_000
MOST_PARTIES = 24
"""A treaty of many more has a row for each, and the files are to stay small."""
LEFT_OUT = ("Coder", "Comments")
_TREATIES = ("agreement", "amendment", "protocol")

Row = Mapping[str, str]


def load_treaties() -> int:
    """Import the treaties of the demo; return how many facts are new.

    Nothing is imported where somebody has imported manytreaties before, be it these files or
    more, and where that was undone.
    """
    were = (Import.State.APPLIED, Import.State.UNDOING, Import.State.UNDONE)
    if Import.objects.filter(dataset=ManyTreaties.dataset, state__in=were).exists():
        return 0
    files = [InputFile(countries.DATA / name) for name in FILES]
    (group,) = running.recognise(files)
    report = running.run(running.begin(group), group, write=True)
    return report.kinds["agreement"]["new"]


def pick(files: Sequence[InputFile], *, most_bytes: int = MOST_BYTES) -> dict[str, str]:
    """Choose treaties of a user's two files; return the text of each of FILES.

    Series between two states go first, the longest before the others, up to half of the bytes;
    then treaties of three to MOST_PARTIES, those of the states of these series first. Left out is
    what is no treaty, what an import would not record, and where the two files do not agree on
    which treaties an identifier stands for. All rows of an identifier go together.
    Raise NotRecognised for other files.
    """
    layout = ManyTreaties()
    if layout.claims(files) != list(files) or len({fits(f, PARTY_COLUMNS) for f in files}) != 2:
        raise NotRecognised("Give the agreements and the parties of manytreaties.")
    rows = {name: [row for file in files if fits(file, PARTY_COLUMNS) == (name == PARTIES)
                   for row in _rows(file)] for name in FILES}  # fmt: skip
    sizes = _sizes(rows.values())
    parties = _parties(layout, files, rows[AGREEMENTS])
    series = Counter(pair for pair in parties.values() if len(pair) == 2)
    two = sorted(
        (each for each, pair in parties.items() if len(pair) == 2),
        key=lambda each: (-series[parties[each]], sorted(parties[each]), each),
    )
    chosen = _within(two, sizes, most_bytes // 2)
    often = Counter(code for each in chosen for code in parties[each])
    many = sorted(
        (each for each, codes in parties.items() if len(codes) > 2),
        key=lambda each: (-sum(often[code] for code in parties[each]) / len(parties[each]), each),
    )
    chosen |= _within(many, sizes, most_bytes - sum(sizes[each] for each in chosen))
    chosen |= _within(two, sizes, most_bytes - sum(sizes[each] for each in chosen), chosen)
    return {
        name: _text([row for row in kept if row["treatyID"] in chosen])
        for name, kept in rows.items()
    }


def _rows(file: InputFile) -> list[Row]:
    with file.path.open(encoding=file.encoding, newline="") as opened:
        return list(csv.DictReader(opened))


def _parties(
    layout: ManyTreaties, files: Sequence[InputFile], agreements: Iterable[Row]
) -> dict[str, frozenset[str]]:
    """Return the states of each identifier whose rows are treaties and would all be recorded."""
    found: dict[str, set[str]] = {}
    recorded: Counter[str] = Counter()
    for each in layout.read(files, Names(layout.aliases)):
        if isinstance(each, Bundle) and isinstance(each.thing, AgreementRecord) and each.facts:
            identifier = each.thing.key.partition("#")[0]
            found.setdefault(identifier, set()).update(party.code for party in each.thing.parties)
            recorded[identifier] += 1
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for row in agreements:
        kinds[row["treatyID"]].append(row["TypeAgree"].casefold())
    return {
        identifier: frozenset(codes)
        for identifier, codes in found.items()
        if len(codes) <= MOST_PARTIES
        and kinds[identifier]
        and all(kind in _TREATIES for kind in kinds[identifier])
        and recorded[identifier] == len(kinds[identifier])
    }


def _sizes(tables: Iterable[Sequence[Row]]) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for rows in tables:
        for row in rows:
            sizes[row["treatyID"]] += len(_text([row], with_heading=False).encode())
    return sizes


def _within(
    wanted: Iterable[str], sizes: Mapping[str, int], most: int, already: Iterable[str] = ()
) -> set[str]:
    """Take what fits, in the order wanted."""
    taken: set[str] = set()
    have = set(already)
    for each in wanted:
        if each not in have and sizes[each] <= most:
            taken.add(each)
            most -= sizes[each]
    return taken


def _text(rows: Sequence[Row], *, with_heading: bool = True) -> str:
    written = io.StringIO()
    names = [name for name in (rows[0] if rows else ()) if name not in LEFT_OUT]
    writer = csv.DictWriter(written, names, extrasaction="ignore", lineterminator="\n")
    if with_heading:
        writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
