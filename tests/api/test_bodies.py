"""What is sent badly is refused with the field's JSON pointer, and nothing is half-written."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.writing import payloads
from relations import db, recording
from relations.models import Fact, Proposal
from tests import factories
from tests.api.asking import Program, pointers, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def program(client):
    yield Program(client)
    assert not Proposal.objects.exists()
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    ("content", "at"),
    [
        (b"", "/kind"),
        (b"{", ""),
        (b"[]", ""),
        (b'"x"', ""),
        (b"null", ""),
        ('{"kind": "visit"}'.encode("utf-16"), ""),
        (b'{"kind": "\xff"}', ""),
        (b"\xef\xbb\xbf{}", ""),
        (b'{"kind": NaN}', "/kind"),
        (b'{"money": [{"best": -Infinity}]}', "/money/0/best"),
        (b'{"money": [{"best": 1e999}]}', "/money/0/best"),
        (b'{"money": [{"best": ' + b"9" * 30 + b"}]}", "/money/0/best"),
        (b'{"n": ' + b"9" * 5000 + b"}", ""),
        (b'{"kind": "visit", "kind": "action"}', "/kind"),
        (b'{"detail": {"a/b~": 1, "a/b~": 1}}', "/detail/a~1b~0"),
        (b'{"kind": "\\u0000"}', "/kind"),
        (b'{"kind": "\\ud800"}', "/kind"),
        (b'{"a":' * 21 + b"1" + b"}" * 21, "/a" * 20),
        (b"[" * 50_000, ""),
    ],
    ids=["nothing", "half", "list", "text", "null", "utf-16", "no utf-8", "byte order mark", "nan",
         "infinity", "infinite by exponent", "over 64 bits", "thousands of digits", "doubled",
         "doubled below", "nul", "half a character", "deep", "very deep"],
)  # fmt: skip
def test_what_is_no_strict_json_is_refused(program, content, at):
    problem = program.refused("facts/", content, 400)

    assert pointers(problem) == [at]
    assert problem["type"] == "/api/problems/bad-field"


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1",
     "application/xml", "multipart/form-data; boundary=x"],
)  # fmt: skip
def test_another_content_type_is_415(program, content_type):
    program.refused("facts/", json.dumps(visit()), 415, content_type=content_type)


def test_a_body_over_a_megabyte_is_413(program):
    program.refused("facts/", visit(summary="x" * 1_000_001), 413)
    program.refused("articles/", {"text": "x" * 14_000_001}, 413)


def test_all_faults_are_named_at_once(program):
    body = visit(
        sumary="x", date="2022-13", is_key="yes",
        detail={"visitors": ["XXX", "FRA"], "guest": "USA", "form": "party", "level": 5,
                "place": "x" * 121},
        evidence=[{"quotation": "They met."}, {"source": 10**18, "asserted_by": [{"god": 1}]}],
        others=[["UKR"], ["UKR", "king"]], about=["FRA-FRA"], topics=["nothing"],
        verification_override="corroborated",
    )  # fmt: skip

    problem = program.refused("facts/", body, 400)

    assert set(pointers(problem)) == {
        "/sumary", "/date", "/is_key", "/detail/visitors/0", "/detail/guest", "/detail/form",
        "/detail/level", "/detail/place", "/evidence/0/source", "/evidence/1/source",
        "/evidence/1/asserted_by/0", "/others/0", "/others/1", "/about/0", "/topics/0",
        "/verification_override",
    }  # fmt: skip
    assert "use evidence" in problem["detail"]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"detail": {"visitors": ["FRA"], "host": "FRA"}}, "/detail/host"),
        ({"detail": {"visitors": [], "host": "FRA"}}, "/detail/visitors"),
        ({"evidence": []}, "/evidence"),
        ({"date": "1700"}, "/date"),
        ({"money": [{"measure": "paid", "currency": "QQQ", "best": 1}]}, "/money"),
        (
            {"kind": "arms_transfer",
             "detail": {"step": "ordered", "supplier": "FRA", "recipient": "DEU",
                        "designation": "UAVs", "quantity": {"reported": "many " * 40}}},
            "/detail/quantity/reported",
        ),
        ({"money": [{"measure": "paid", "currency": "USD"}]}, ""),
        ({"money": [{"measure": "paid", "currency": "USD", "low": 9, "best": 1}]}, ""),
    ],
    ids=["itself", "nobody", "no evidence", "before there was one", "no currency",
         "many words", "no amount",
         "reversed amounts"],
)  # fmt: skip
def test_what_breaks_a_rule_is_422_at_its_field(program, change, at):
    problem = program.refused("facts/", visit(**change), 422)

    assert pointers(problem)[0] == at
    assert problem["type"] == "/api/problems/refused"
    assert "SELECT" not in json.dumps(problem)


def test_a_passage_that_does_not_stand_in_its_text_is_refused(program):
    source = factories.source()
    version = recording.hold_text(
        source, by=None, text="They met in Berlin.", retrieved_at=source.retrieved_at
    )
    passage = {"source": source.pk, "version": version.pk, "quotation": "They quarrelled."}

    assert pointers(program.refused("facts/", visit(evidence=[passage]), 422)) == ["/evidence"]


def test_an_unknown_parameter_is_refused(program):
    assert program.refused("facts/?dryrun=true", visit(), 400)["errors"][0]["parameter"] == "dryrun"


@pytest.mark.parametrize("body", [{"fact": "x"}, {"fact": 999}, {"fact": True}, {"fact": None}])
def test_a_correction_of_no_fact_is_refused_at_its_number(program, body):
    assert pointers(program.refused("proposals/", body, 400)) == ["/fact"]


_STRANGE = st.sampled_from(
    [None, True, 0, -1, 1.5, 10**18, 2**63, "", "x", "FRA", "2022-07", "x" * 400, [], {}, [[]],
     [None], ["FRA"], ["FRA", "DEU"], [["UKR", "affected"]], {"name": "A. Person"}, {"person": 1},
     [{"source": 1}], [{"measure": "paid", "currency": "EUR", "best": 1}], {"best": -5},
     "\ufffe", "é" * 160, 1e300, [{"field": "date", "value": {"low": 1}}]]
)  # fmt: skip
_VALID = {
    "agreement": {"step": "signed", "title": "Rail treaty", "parties": ["FRA", "DEU"]},
    "arms_transfer": {"step": "ordered", "supplier": "FRA", "recipient": "DEU",
                      "designation": "UAVs", "quantity": {"best": 12}},
    "statement": {"country": "FRA", "act": "praises", "targets": [["DEU", "supportive"]],
                  "speaker_kind": "office", "quotation": "Rail."},
    "visit": {"visitors": ["FRA"], "host": "DEU", "persons": [{"name": "A. Person"}]},
    "action": {"action": "loan", "senders": ["FRA"], "receivers": ["DEU"]},
}  # fmt: skip


@pytest.mark.fuzz
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_body_is_answered_with_500(client, data):
    with db.undone():
        program = Program(client)
        program.client.raise_request_exception = False
        kind = data.draw(st.sampled_from(sorted(_VALID)))
        passage = {"source": factories.source().pk, "quotation": "They met."}
        body = visit(kind=kind, detail=dict(_VALID[kind]), evidence=[passage], money=[])
        shape = payloads.shape(kind)()
        names = {"": list(shape.fields), "detail": list(shape.fields["detail"].fields),
                 "evidence": list(shape.fields["evidence"].child.fields)}  # fmt: skip
        inside = {"": body, "detail": body["detail"], "evidence": passage}
        for _ in range(data.draw(st.integers(1, 3))):
            where = data.draw(st.sampled_from(sorted(names)))
            inside[where][data.draw(st.sampled_from(names[where]))] = data.draw(_STRANGE)

        answer = program.post("facts/", body)

        assert answer.status_code in (201, 400, 422), (body, answer.content[:300])
        if answer.status_code == 201:
            recording.accept(Proposal.objects.get(), by=factories.user())


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"detail": "visit"}, "/detail"),
        ({"kind": 5}, "/kind"),
        ({"headline": 5}, "/headline"),
        ({"is_key": "yes"}, "/is_key"),
        (
            {"evidence": [{"source": 1, "asserted_by": [{"person": 10**9}]}]},
            "/evidence/0/asserted_by/0",
        ),
        ({"about": ["FRA-XXX"]}, "/about/0"),
        ({"topics": [5]}, "/topics/0"),
        ({"evidence": [{"source": "1", "start": 1.0}]}, "/evidence/0/source"),
        ({"evidence": [{"source": -1}]}, "/evidence/0/source"),
        ({"evidence": [{"source": 1, "start": 1.0}]}, "/evidence/0/start"),
        ({"money": [{"measure": "paid", "currency": "EUR", "best": -1}]}, "/money/0/best"),
        ({"money": [{"measure": "paid", "currency": "EUR", "best": "many"}]}, "/money/0/best"),
        ({"money": [{"measure": "paid", "currency": "EUR", "best": True}]}, "/money/0/best"),
        ({"detail": {"persons": [{"name": "", "country": "FRA"}]}}, "/detail/persons/0/name"),
        ({"detail": {"persons": [10**9]}}, "/detail/persons/0"),
        ({"detail": {"persons": [{"name": "A", "born": 1}]}}, "/detail/persons/0/born"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_where_it_stands(program, change, at):
    assert at in pointers(program.refused("facts/", visit(**change), 400))


def test_a_name_of_a_field_is_a_text_too(program):
    assert pointers(program.refused("facts/", b'{"\\u0000": 1}', 400)) == [""]


def test_a_length_that_is_no_number_is_refused(program):
    problem = program.refused("facts/", b"{}", 400, Content_Length="many")

    assert problem["errors"][0]["header"] == "Content-Length"
