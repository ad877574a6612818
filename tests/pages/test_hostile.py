"""Addresses nobody means well with: an answer of ours, never a 500."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

LONG = "x" * 5_000


@pytest.mark.parametrize(
    "address",
    [
        "/r/IRN-%00/", "/r/%2e%2e-%2f/", "/r/-/", "/r/---/", f"/r/{LONG}/", "/r/IRN-RUS-USA-FRA/",
        "/c/%00/", "/c/' OR 1=1/", "/f/99999999999999999999/", "/f/-1/",
        "/r/IRN-RUS/?q=%00", "/r/IRN-RUS/?cursor=n999999999999.999999999999999999",
        "/r/IRN-RUS/?cursor=p-1.1&limit=1", f"/r/IRN-RUS/?q={LONG}",
        "/r/IRN-RUS/?from=0001&to=9999",
        "/r/IRN-RUS/?from=9999-12-31", "/r/IRN-RUS/?source=99999999999999999",
        "/r/IRN-RUS/?" + "&".join(["lane=arms"] * 500),
        "/countries/?q=%25%27",
        "/api/v1/pairs/?cursor=%00", "/api/v1/facts/?cursor=n1.1&sort=oldest&country=%C3%A9",
        "/api/v1/sources/?cursor=99999999999999999", "/api/v1/facts/99999999999999999999/",
        "/api/v1/facts/?publisher=%FF", "/api/v1/countries/?cursor=%F0%9F%98%80",
        "/admin/relations/fact/abc/change/",
    ],
)  # fmt: skip
def test_a_hostile_address_is_answered(client, address):
    answer = client.get(address)

    assert answer.status_code in (200, 302, 400, 404)
