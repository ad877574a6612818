"""An answer is packed as the caller weighs the codings it takes."""

import gzip

import brotli
import pytest

from config.compression import coding_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

COUNTRIES = "/api/v1/countries/"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0.1, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("identity, br;q=0.9", "identity"),
        ("*;q=0", "identity"),
        ("GZIP ; Q=0.3", "gzip"),
        ("br;q=nan, gzip;q=9", "identity"),
        ("zstd", "identity"),
    ],
)
def test_the_coding_is_the_one_liked_best(accepted, coding):
    assert coding_of(accepted) == coding


def asked(client, path=COUNTRIES, accepted="", **headers):
    return client.get(path, headers={"Accept-Encoding": accepted, **headers})


@pytest.mark.parametrize(
    ("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_the_api_packs_what_unpacks_to_the_same(client, coding, unpack):
    plain = asked(client)
    packed = asked(client, accepted=coding)

    assert packed["Content-Encoding"] == coding
    assert unpack(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert packed["ETag"] == f"W/{plain['ETag']}"
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer["Vary"]
    assert not plain.has_header("Content-Encoding")


def test_a_coding_that_is_refused_is_not_sent(client):
    for path in (COUNTRIES, "/methodology/"):
        answer = asked(client, path, "gzip;q=0, br;q=0")
        assert not answer.has_header("Content-Encoding")


def test_pages_are_packed_with_gzip(client):
    assert asked(client, "/methodology/", "gzip, br")["Content-Encoding"] == "gzip"


def test_what_is_known_already_is_known_by_either_tag(client):
    tag = asked(client, accepted="br")["ETag"]
    again = asked(client, accepted="br", **{"If-None-Match": tag})
    assert again.status_code == 304
    assert "Accept-Encoding" in again["Vary"]


def test_a_short_answer_is_sent_as_it_is(client):
    answer = asked(client, "/api/v1/pairs/", "br")
    assert not answer.has_header("Content-Encoding")
