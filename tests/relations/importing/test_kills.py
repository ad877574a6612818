"""A worker or a database that dies in the middle: nothing is half there, the next run completes."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from relations.importing import running
from relations.importing.files import InputFile
from relations.models import ArmsTransfer, Change, Fact, Import, ImportedRecord, PairTally
from tests.relations.importing.sipri_files import order, register

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


@pytest.fixture
def other() -> BaseDatabaseWrapper:
    """Another session on the same database, to end the first from."""
    second = connections.create_connection("default")
    yield second
    second.close()


@pytest.mark.parametrize("stage", ["comparing", "facts", "pairs", "what was said"])
def test_a_session_ended_in_the_middle_leaves_nothing_half_there(tmp_path, other, stage):
    (group,) = running.recognise([InputFile(register(tmp_path, order(), order(weapon="Tank-2")))])
    batch = running.begin(group)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()[0]

    def progress(now: str, done: int, total: int) -> None:
        if now == stage:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ours])

    with pytest.raises(OperationalError):
        running.run(batch, group, write=True, progress=progress)
    connection.close()

    for model in (Fact, ArmsTransfer, Change, ImportedRecord, PairTally):
        assert not model.objects.exists()
    assert Import.objects.get().state == Import.State.WAITING
    again = running.run(running.begin(group), group, write=True)
    assert again.counts["new"] == 4
    assert Fact.objects.published().count() == 4


def test_two_imports_of_one_data_set_do_not_mix(tmp_path, other):
    (group,) = running.recognise([InputFile(register(tmp_path, order()))])
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('import sipri', 0))")

        with pytest.raises(running.Busy, match="under way"):
            running.run(running.begin(group), group, write=True)

        cursor.execute("ROLLBACK")
    assert running.run(running.begin(group), group, write=True).is_applied
