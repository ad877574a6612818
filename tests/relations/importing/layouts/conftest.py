"""Small files in the layouts of the real ones, written by each test itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from relations.importing.files import InputFile
from relations.importing.layouts import Layout
from relations.importing.names import Names
from relations.importing.records import AgreementRecord, Bundle, FactRecord, Trouble


@dataclass
class Found:
    """What a layout made of some files."""

    bundles: list[Bundle]
    troubles: list[Trouble]
    names: Names

    @property
    def agreements(self) -> list[AgreementRecord]:
        return [b.thing for b in self.bundles if isinstance(b.thing, AgreementRecord)]

    @property
    def facts(self) -> list[FactRecord]:
        return [fact for bundle in self.bundles for fact in bundle.facts]

    @property
    def refusals(self) -> list[Trouble]:
        return [trouble for trouble in self.troubles if trouble.is_refusal]

    @property
    def remarks(self) -> list[Trouble]:
        return [trouble for trouble in self.troubles if not trouble.is_refusal]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., InputFile]:
    def written(text: str, name: str = "file.csv", encoding: str = "utf-8") -> InputFile:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return InputFile(path)

    return written


@pytest.fixture
def read(write: Callable[..., InputFile], db: None, _reference: None) -> Callable[..., Found]:
    """Read texts with a layout; keyword arguments are file names without their ending."""

    def reading(layout: Layout, *texts: str, **named: str) -> Found:
        files = [write(text, f"file{at}.csv") for at, text in enumerate(texts)]
        files += [write(text, f"{name}.csv") for name, text in named.items()]
        names = Names(layout.aliases)
        assert layout.claims(files) == files
        layout.release(files)
        found = list(layout.read(files, names))
        return Found(
            [row for row in found if isinstance(row, Bundle)],
            [row for row in found if isinstance(row, Trouble)],
            names,
        )

    return reading
