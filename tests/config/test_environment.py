"""The environment is read strictly: a slip stops the start with one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import checks, health
from config.environment import VARIABLES, is_deployed, read_environment

ROOT = Path(__file__).resolve().parents[2]
KEY = "k" * 50
DEPLOYED = {
    "DATABASE_URL": "postgres://dyad@db/dyad",
    "DYAD_SECRET_KEY": KEY,
    "DYAD_ALLOWED_HOSTS": "dyad.example",
}


def refusal(**given: str) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        read_environment(given)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DYAD_DEBUGG", "DYAD_DEBUG"),
        ("DYAD_SECRETKEY", "DYAD_SECRET_KEY"),
        ("DYAD_ALLOWED_HOST", "DYAD_ALLOWED_HOSTS"),
        ("DATABSE_URL", "DATABASE_URL"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("REDIS_ULR", "REDIS_URL"),
        ("VALKEY_URL", "REDIS_URL"),
    ],
)
def test_a_misspelt_variable_is_refused_naming_the_one_meant(name: str, meant: str) -> None:
    assert refusal(**{name: "x"}).endswith(f"did you mean {meant}?")


def test_an_unknown_variable_of_ours_is_refused_naming_the_known() -> None:
    sentence = refusal(DYAD_ZZZZZZ="1")

    assert all(variable.name in sentence for variable in VARIABLES)


def test_variables_of_other_programs_are_left_alone() -> None:
    read_environment({"HOME": "/", "DATABASE_URL_OF_ANOTHER": "x", "REPORT": "x", "PGHOST": "x"})


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"PORT": "eighty"}, "PORT is a number from 1 to 65535"),
        ({"PORT": "0"}, "PORT is a number from 1 to 65535"),
        ({"PORT": "65536"}, "PORT is a number from 1 to 65535"),
        ({"DYAD_WEB_WORKERS": "-1"}, "DYAD_WEB_WORKERS is a number"),
        ({"DYAD_DEBUG": "maybe"}, "DYAD_DEBUG is on or off"),
        ({"DATABASE_URL": "mysql://db/dyad"}, "DATABASE_URL begins with postgres://"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL begins with redis://"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(given: dict[str, str], part: str) -> None:
    assert part in refusal(**given)


@pytest.mark.parametrize("missing", ["DYAD_SECRET_KEY", "DYAD_ALLOWED_HOSTS"])
def test_a_deployment_without_what_it_needs_is_refused(missing: str) -> None:
    given = {name: value for name, value in DEPLOYED.items() if name != missing}

    assert refusal(**given).startswith(f"{missing} is missing")


def test_a_short_secret_key_is_refused() -> None:
    assert "shorter than 50" in refusal(**DEPLOYED | {"DYAD_SECRET_KEY": "short"})


def test_debugging_a_deployment_needs_no_secret_key() -> None:
    reader = read_environment({"DATABASE_URL": "postgres://db/dyad", "DYAD_DEBUG": "on"})

    assert is_deployed(reader)


def test_an_empty_variable_counts_as_not_given() -> None:
    reader = read_environment({"PORT": "", "DATABASE_URL": ""})

    assert reader.int("PORT") == 8000
    assert not is_deployed(reader)


def run(*command: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin", **given}, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip


def test_a_command_with_a_misspelt_variable_says_one_sentence() -> None:
    done = run("manage.py", "check", DYAD_VARR="x")

    assert done.returncode == 1
    assert done.stderr == (
        "Dyad does not start: The environment variable DYAD_VARR is not known; "
        "did you mean DYAD_VAR?\n"
    )


def test_an_address_keeps_its_own_options_beside_the_pool(tmp_path: Path) -> None:
    done = run(
        "-c", "from config import settings as s; print(s.DATABASES['default']['OPTIONS'])",
        **DEPLOYED | {"DATABASE_URL": "postgres://db/dyad?sslmode=require"},
        DYAD_VAR=str(tmp_path),
    )  # fmt: skip

    assert "'sslmode': 'require'" in done.stdout
    assert "'pool'" in done.stdout


def test_the_generated_key_is_kept_and_is_its_owners_only(tmp_path: Path) -> None:
    command = ("-c", "from config import settings; print(settings.SECRET_KEY)")
    first, second = (run(*command, DYAD_VAR=str(tmp_path / "v")).stdout for _ in range(2))

    assert first == second
    assert len(first) > 50
    assert (tmp_path / "v/secret_key").stat().st_mode & 0o777 == 0o600


def test_a_deployment_without_broker_or_trusted_proxy_is_warned(settings) -> None:
    settings.IS_DEPLOYED, settings.HTTPS = True, True
    settings.ENV = read_environment(DEPLOYED)

    assert [message.id for message in checks.deployment()] == ["dyad.W001", "dyad.W002"]


def test_a_complete_deployment_is_not_warned(settings) -> None:
    settings.IS_DEPLOYED, settings.HTTPS = True, True
    settings.ENV = read_environment(
        DEPLOYED | {"REDIS_URL": "redis://valkey:6379/0", "DYAD_TRUSTED_PROXY": "on"}
    )

    assert checks.deployment() == []


@pytest.mark.django_db
def test_health_answers_any_host_and_without_https(client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get("/healthz", headers={"host": "10.0.0.7"})

    assert answer.json() == {"ok": True, "failed": {}}


def test_health_names_the_part_that_does_not_answer(monkeypatch) -> None:
    def fail(key: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(health.cache, "get", fail)

    answer = health.healthz()

    assert answer.status_code == 503
    assert b"ConnectionError" in answer.content


def test_the_readme_lists_every_variable_as_the_settings_do() -> None:
    rows = [line for line in (ROOT / "README.md").read_text().splitlines() if line[:3] == "| `"]

    assert rows == [
        f"| `{variable.name}` | {variable.type} | "
        f"{f'`{variable.default}`' if variable.default else ''} | {variable.meaning} |"
        for variable in VARIABLES
    ]
