"""docker-compose.yml and Dockerfile agree with the settings. (There is no engine in the tests.)"""

import re
from pathlib import Path

import pytest
import yaml

from config.environment import VARIABLES
from config.storage import StaticFiles
from tests.config import running

COMPOSE = yaml.safe_load((running.ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (running.ROOT / "Dockerfile").read_text()
KNOWN = {variable.name for variable in VARIABLES}
LASTING = ("web", "worker", "beat", "postgres", "valkey")


def test_it_has_the_parts_that_up_runs() -> None:
    assert set(COMPOSE["services"]) == {*LASTING, "migrate"}


@pytest.mark.parametrize("name", LASTING)
def test_each_part_says_whether_it_is_well_and_is_restarted(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate"])
def test_every_variable_is_one_that_the_settings_know(name: str) -> None:
    service = COMPOSE["services"][name]

    assert set(service["environment"]) <= KNOWN
    assert service["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_every_variable_an_operator_gives_is_known_too() -> None:
    text = (running.ROOT / "docker-compose.yml").read_text()

    assert set(re.findall(r"\$\{(\w+)", text)) - KNOWN == {"POSTGRES_PASSWORD"}


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("postgres", "/var/lib/postgresql"),
        ("valkey", "/data"),
        ("beat", "/var/lib/dyad/beat"),
    ],
)
def test_what_must_last_is_in_a_volume_of_its_own(name: str, folder: str) -> None:
    assert COMPOSE["services"][name]["volumes"] == [f"{name}:{folder}"]
    assert name in COMPOSE["volumes"]


def test_texts_sort_as_in_the_embedded_server() -> None:
    postgres = COMPOSE["services"]["postgres"]

    assert postgres["image"] == "postgres:18"
    arguments = postgres["environment"]["POSTGRES_INITDB_ARGS"]
    assert "--locale-provider=builtin --builtin-locale=C.UTF-8" in arguments


def test_the_image_is_pinned_by_hash_and_not_run_as_root() -> None:
    assert "--require-hashes -r requirements/run.txt" in DOCKERFILE
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE) == ["dyad"]
    assert set(re.findall(r"(DYAD_\w+)=", DOCKERFILE)) <= KNOWN


def test_static_files_are_collected_without_the_extras_of_npm(tmp_path: Path) -> None:
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    (tmp_path / "fonts.css").write_text("a{src:url(vendor/inter/latin.woff2)}")

    done = list(storage.post_process({"fonts.css": (storage, "fonts.css")}))

    assert not [error for _, _, error in done if isinstance(error, Exception)]
    assert (tmp_path / "staticfiles.json").exists()


def test_static_files_that_ought_to_be_there_are_missed(tmp_path: Path) -> None:
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    (tmp_path / "dyad.css").write_text("a{src:url(pages/typo.svg)}")

    done = list(storage.post_process({"dyad.css": (storage, "dyad.css")}))

    assert any(isinstance(error, Exception) for _, _, error in done)


def test_web_and_worker_share_the_files_ordered_and_those_uploaded() -> None:
    shared = {"exports", "imports"}
    for name in ("web", "worker"):
        assert set(COMPOSE["services"][name]["volumes"]) == {
            f"{folder}:/var/lib/dyad/{folder}" for folder in shared
        }
    assert shared <= set(COMPOSE["volumes"])
