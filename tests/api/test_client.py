"""A client generated from the schema reads the API as its documents say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.wsgi import application

WSGI = httpx.WSGITransport(app=application)
SCHEMA = "http://localhost/api/v1/schema/?format=json"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "one_connection")]


@pytest.fixture
def generated(one_connection: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The client's package, generated and imported."""
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps(httpx.Client(transport=WSGI).get(SCHEMA).json()))
    answer = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(schema),
         "--output-path", str(tmp_path / "made"), "--meta", "none", "--overwrite"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout + answer.stderr
    package = tmp_path / "dyad_client"
    (tmp_path / "made").rename(package)
    monkeypatch.syspath_prepend(str(tmp_path))
    return __import__("dyad_client")


def test_a_generated_client_reads_the_founding_article(generated: Any) -> None:
    import dyad_client.models  # type: ignore[import-not-found]
    from dyad_client.api.pairs import pair_timeline  # type: ignore[import-not-found]

    lane = dyad_client.models.PairTimelineLaneItem("arms")
    client = generated.Client(base_url="http://testserver")
    client.set_httpx_client(httpx.Client(transport=WSGI, base_url="http://localhost"))

    page = pair_timeline.sync(client=client, pair="IRN-RUS", lane=[lane])

    [fact] = page.results
    assert fact.headline == "Iran prepares to provide Russia with up to several hundred UAVs"
    assert fact.quantity.reported == "up to several hundred"
    assert fact.claims[0].source.publisher == "VOA Editorials"
