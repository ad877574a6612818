"""What several steps leave an agreement or an arms order in."""

import pytest
from django.db import connection

from relations import dates, recording
from relations.recording import TransferValues, bulk
from relations.recording.bulk.things import LATEST
from relations.stages import AGREEMENT_STATUS, TRANSFER_STATUS, StepTaken, status_after
from tests import factories

ORDERS = [
    ([], "planned"),
    (["ordered 2010", "delivered 2012"], "in_delivery"),
    # told together, they sort before the order; no source says that the order came later
    (["ordered 2010", "delivered 2010/2011"], "in_delivery"),
    (["ordered 2010-05", "delivered 2010"], "in_delivery"),
    (["ordered 2010", "delivered 2009"], "ordered"),
    (["ordered 2010", "delivered 2010/2012", "production_started 2011"], "in_delivery"),
    (["ordered 2010", "delivered 2011", "cancelled 2011"], "cancelled"),
    (["cancelled 2010", "delivered 2010-06"], "cancelled"),
    (["cancelled 2010", "ordered 2012"], "ordered"),
    (["ordered 2010", "suspended 2011", "delivered 2012"], "in_delivery"),
    (["delivered 2010/2013", "ordered 2010", "planned 2012"], "in_delivery"),
]
AGREEMENTS = [
    (["signed 2001-03-12", "entered_into_force 2001"], "in_force"),
    (["entered_into_force 2001", "signed 2001-03-12"], "in_force"),
    (["signed 2001", "parliament_approved 2002", "denounced 2001/2003"], "terminated"),
    (["entered_into_force 2001", "suspended 2003", "resumed 2003-09"], "in_force"),
    (["terminated 2001", "signed 2005"], "signed"),
]


def taken(said):
    """Steps as "step date", with the days that PostgreSQL would find."""
    found = []
    for number, text in enumerate(said):
        step, when = text.split()
        date = dates.parse(when)
        first, last = (dates.day_number(day) for day in (date.earliest, date.latest))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT fact_sort_key(%s, %s, %s, %s)",
                [date.earliest, date.latest, str(date.precision), date.latest],
            )
            key = cursor.fetchone()[0]
        found.append(StepTaken(key, step, number, first, last))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "status"), ORDERS)
def test_an_order_stands_where_its_steps_led(said, status):
    assert status_after(taken(said), TRANSFER_STATUS, "planned") == status


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "status"), AGREEMENTS)
def test_an_agreement_stands_where_its_steps_led(said, status):
    assert status_after(taken(said), AGREEMENT_STATUS, "unknown") == status


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("said", "status"), ORDERS[1:])
def test_recording_and_imports_find_the_same(said, status):
    order = None
    for text in said:
        step, when = text.split()
        sides = {"transfer": order} if order else {
            "designation": "Tanks", "supplier": factories.country("DEU"),
            "recipient": factories.country("FRA"),
        }  # fmt: skip
        fact = recording.record_arms_transfer(
            by=None, fact=factories.common(when), transfer=TransferValues(step=step, **sides)
        )
        order = fact.transferstep.transfer
    order.refresh_from_db()
    assert order.status == status

    with connection.cursor() as cursor:
        bulk.stage_stages(cursor)
        cursor.execute("CREATE TEMP TABLE bulk_restated (kind text, object bigint) ON COMMIT DROP")
        cursor.execute("INSERT INTO bulk_restated VALUES ('transfer', %s)", [order.pk])
        cursor.execute(LATEST.format(thing="transfer", step="transferstep", kind="transfer"))
        assert cursor.fetchall() == [(order.pk, status)]
