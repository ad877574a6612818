"""Importing as a command does: files in, a report out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.importing import running
from relations.importing.files import InputFile
from relations.importing.reporting import Report
from relations.pairs import Pair


class Importing:
    """`do` applies, `look` is the dry run; both return the report of one import."""

    def look(self, *paths: Path, **how: Any) -> Report:
        return self._run(paths, write=False, **how)

    def do(self, *paths: Path, **how: Any) -> Report:
        return self._run(paths, write=True, **how)

    def _run(
        self, paths: tuple[Path, ...], *, write: bool, layout: str = "auto",
        skips_refused: bool = False, pair: str = "", by: Any = None,
    ) -> Report:  # fmt: skip
        (group,) = running.recognise([InputFile(path) for path in paths], layout)
        batch = running.begin(group, by=by, skips_refused=skips_refused)
        return running.run(batch, group, write=write, pair=Pair.parse(pair) if pair else None)


@pytest.fixture
def importing(world: None) -> Importing:
    return Importing()
