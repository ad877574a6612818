"""The command: article files in, JSON lines out, no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ARTICLE = {
    "id": "a",
    "title": None,
    "published": "2022-07-26",
    "publisher": "A paper",
    "text": "Russia sold India 24 fighter jets for $2 billion on Monday.",
    "facts": "never read",
}


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


def run(folder: Path) -> None:
    call_command("suggest_facts", articles=str(folder), out=str(folder / "out.jsonl"))


def test_a_line_has_the_names_of_the_labelling_guide(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ARTICLE))

    run(tmp_path)

    (line,) = written(tmp_path)
    assert line["article_id"] == "a"
    assert line["countries_mentioned"] == ["IND", "RUS"]
    (fact,) = line["facts"]
    assert fact["kind"] == "arms_transfer"
    assert fact["countries"] == [
        {"iso3": "RUS", "role": "supplier"}, {"iso3": "IND", "role": "recipient"},
    ]  # fmt: skip
    assert fact["date"] == "2022-07-25"
    assert fact["value"] == {"amount": 2e9, "currency": "USD", "low": None, "high": None}
    assert fact["quantity"] == {"low": 24, "high": 24, "unit": "fighter jets"}
    assert fact["weapon"]["designation"] == "fighter jets"
    text = str(ARTICLE["text"])
    assert text[fact["evidence_start"] : fact["evidence_end"]] == fact["evidence"]


def test_a_bad_file_is_reported_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ARTICLE))
    (tmp_path / "b.json").write_text("{not json")
    (tmp_path / "c.json").write_text('{"id": "c"}')
    (tmp_path / "d.json").write_bytes(b"\xff\xfe")
    (tmp_path / "e.json").write_text(json.dumps(ARTICLE))

    with pytest.raises(SystemExit) as ended:
        run(tmp_path)

    assert ended.value.code == 1
    assert [line["article_id"] for line in written(tmp_path)] == ["a"]
    said = capsys.readouterr().err
    assert all(name in said for name in ("b.json", "c.json", "d.json", "e.json"))


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no \*\.json files"):
        run(tmp_path)


def test_the_command_needs_no_database_no_environment_and_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ARTICLE))
    root = Path(__file__).parents[2]
    environment = {"PATH": os.environ["PATH"], "DYAD_VAR": str(tmp_path / "var")}

    done = subprocess.run(
        [sys.executable, str(root / "manage.py"), "suggest_facts", "--articles", str(tmp_path),
         "--out", str(tmp_path / "out.jsonl")],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "var").exists()
    assert len(written(tmp_path)) == 1
