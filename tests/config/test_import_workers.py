"""Imports by a real worker: done, and killed in the middle."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config import running
from tests.config.test_up import Instance, up

pytestmark = pytest.mark.services

ROWS = 4_000
ASK = """
import sys
from pathlib import Path
from relations.importing import keeping, working
from relations.models import Import
from relations.tasks import enqueue_import
if {receive}:
    [batch] = keeping.receive([("table.csv", [Path({path!r}).read_bytes()])], by=None)
else:
    batch = Import.objects.get()
working.ask(batch, Import.State[{wanted!r}], by=None)
enqueue_import(batch.pk)
"""


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with up(tmp_path_factory.mktemp("imports") / "var") as found:
        manage(found, "load_reference")
        yield found


def manage(instance: Instance, *command: str) -> None:
    said, _ = running.start("manage.py", *command, DYAD_VAR=instance.places.var).communicate(
        timeout=90
    )
    assert "Error" not in said, said


def ask(instance: Instance, wanted: str, path: Path | None = None) -> None:
    code = ASK.format(receive=path is not None, path=str(path), wanted=wanted)
    manage(instance, "shell", "-v0", "-c", code)


def told(instance: Instance) -> tuple[str, str]:
    [(state, stage)] = instance.rows("SELECT state, stage FROM relations_import")
    return state, stage


def table(path: Path) -> Path:
    heading = "Kind,Date,Visitors,Host,Quotation,Source address,Summary"
    rows = [
        f"visit,{1960 + n % 60},France,Germany,Words {n}.,https://example.org/{n % 5},Row {n}"
        for n in range(ROWS)
    ]
    path.write_text("\n".join([heading, *rows]) + "\n")
    return path


def test_a_worker_killed_in_the_middle_leaves_nothing_and_resuming_completes(
    instance: Instance, tmp_path: Path
) -> None:
    ask(instance, "PLANNING", table(tmp_path / "table.csv"))
    running.until(lambda: told(instance) == ("planned", ""), "it is read", 60)
    [(counts,)] = instance.rows("SELECT counts FROM relations_import")
    assert (counts if isinstance(counts, dict) else json.loads(counts))["new"] == ROWS

    ask(instance, "APPLYING")
    running.until(
        lambda: told(instance)[1] in ("facts", "participants", "pairs", "history"),
        "it is being written", 60,
    )  # fmt: skip
    for pid, command in running.living(str(instance.places.var)).items():
        if "celery" in command:
            with contextlib.suppress(ProcessLookupError):
                running.kill(pid)

    # the sweep is every half minute
    running.until(lambda: told(instance) == ("planned", ""), "it went back", 120)
    [(message,)] = instance.rows("SELECT message FROM relations_import")
    assert message == "Its worker stopped in the middle. Nothing was written; resume it."
    assert instance.rows("SELECT count(*) FROM relations_fact") == [(0,)]
    ask(instance, "APPLYING")
    running.until(lambda: told(instance)[0] == "applied", "it is applied", 90)
    assert instance.rows("SELECT count(*) FROM relations_fact WHERE publication = 'draft'") == [
        (ROWS,)
    ]
