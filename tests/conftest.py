"""What every test stands on: PostgreSQL, no network, a fixed cast."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

# Playwright runs an event loop in this thread; Django would refuse its own database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from tests.browser import chromium


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Run the embedded server, without the durability that tests do not need."""
    from django.conf import settings

    if settings.IS_DEPLOYED:
        yield
        return
    from config.embedded import database

    with database(settings.PLACES, is_durable=False):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the suite empty the tables that are otherwise never emptied; only this database.

    At the end what a live server's thread still holds is cut, so that the database can be dropped.
    """
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE tgname LIKE '%is_never_emptied'"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but to this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            assert str(address[0]) in ("127.0.0.1", "::1", "localhost"), f"network: {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Forget sums that were added up in another test's transaction, which is undone."""
    from django.core.cache import cache

    from relations.timeline.credits import CREDITS_KEY

    cache.clear()
    # Credits are asked for once a minute, not once a page; their own tests forget them.
    cache.set(CREDITS_KEY, [])


@pytest.fixture(autouse=True)
def _no_part_fails(request: pytest.FixtureRequest) -> Iterator[None]:
    """A part of a page that fails is a failed test, though the page says so and stays usable."""
    failed: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: failed.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("pages.parts")
    logger.addHandler(listener)
    yield
    logger.removeHandler(listener)
    if "parts_fail" not in request.keywords:
        assert not failed


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": chromium(),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that read the demo first, so that a worker loads it once."""
    items.sort(key=lambda item: not _reads_demo(item))
    for item in items:
        if item.get_closest_marker("browser") and chromium() is None:
            item.add_marker(pytest.mark.skip(reason="NO CHROMIUM: browser tests do not run"))


@pytest.fixture(scope="session")
def _reference(django_db_setup: None, django_db_blocker: Any) -> None:
    """Our table of states, once for the session."""
    with django_db_blocker.unblock():
        _load_states()


class Demo:
    """The demo's facts, loaded in a transaction that is open beneath those of the tests.

    To load them takes seconds, and each test that reads them undoes only its own work.
    """

    def __init__(self) -> None:
        self._atomic: Any = None

    def open(self) -> None:
        from django.db import connection, transaction

        from relations import recording
        from relations.importing.demo import load_demo

        if self._atomic is not None and connection.is_usable():
            return
        self.close()
        self._atomic = transaction.atomic()
        self._atomic.__enter__()
        load_demo()
        recording.number_changes()

    def close(self) -> None:
        from django.db import transaction

        if self._atomic is not None:
            transaction.set_rollback(True)
            self._atomic.__exit__(None, None, None)
            self._atomic = None


def _reads_demo(item: pytest.Item) -> bool:
    return "demo" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def _demo(_reference: None, django_db_blocker: Any) -> Iterator[Demo]:
    found = Demo()
    yield found
    with django_db_blocker.unblock():
        found.close()


@pytest.fixture(autouse=True, scope="class")
def _beneath(request: pytest.FixtureRequest) -> None:
    """What lies beneath the transaction of a test: the table of states, and the demo if it asks.

    Of scope "class", which for a test outside a class is the test itself, so that it comes before
    the fixtures of the test. A test that emptied the tables took the states with it.
    """
    item = request.node
    names = set(getattr(item, "fixturenames", ()))
    if not item.get_closest_marker("django_db") and not names & {"db", "transactional_db"}:
        return
    demo = request.getfixturevalue("_demo")
    with request.getfixturevalue("django_db_blocker").unblock():
        if not _reads_demo(item):
            demo.close()
        if names & {"world", "demo"}:
            _load_states()
        if _reads_demo(item):
            demo.open()


def _load_states() -> None:
    from relations.importing.reference import load_reference
    from relations.models import Country

    if not Country.objects.exists():
        load_reference()


@pytest.fixture
def world(db: None) -> None:
    """The table of states."""


@pytest.fixture
def demo(world: None) -> None:
    """The demo's facts, numbered."""
