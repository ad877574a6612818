"""Writing by programs: what they hand in waits at the desk, whoever they are."""

import pytest

from relations import recording
from relations.models import Claim, Fact, Proposal, ReviewPolicy
from tests import factories
from tests.api.asking import V1, Program, pointers, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def program(client):
    return Program(client)


# --- who may ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["facts/", "proposals/", "articles/", "facts/1/claims/",
                                  "facts/1/corrections/"])  # fmt: skip
def test_writing_needs_a_token_a_scope_and_a_role(client, path):
    reader = Program(client, scopes=["read"])
    outsider = Program(client, factories.User.objects.create_user("outsider", is_staff=True))

    assert client.post(V1 + path, {}, content_type="application/json").status_code == 401
    assert "scopes" in reader.refused(path, {}, 403)["detail"]
    assert "Editor role" in outsider.refused(path, {}, 403)["detail"]


def test_one_reads_only_what_one_has_proposed_oneself(client, program):
    mine = program.post("facts/", visit()).json()
    other = Program(client)

    assert [row["id"] for row in program.get("proposals/")["results"]] == [mine["id"]]
    assert other.get("proposals/")["results"] == []
    other.get(f"proposals/{mine['id']}/", 404)
    client.logout()
    assert client.get(f"{V1}proposals/").status_code == 401


@pytest.mark.parametrize("role", ["Editor", "Reviewer", "Administrator"])
def test_nothing_is_public_whoever_proposes_it(client, role):
    program = Program(client, factories.user(role))

    answer = program.post("facts/", visit())

    assert answer.status_code == 201
    assert answer.json()["state"] == "proposed"
    assert not Fact.objects.exists()


# --- facts -----------------------------------------------------------------------------------


def test_a_proposed_fact_keeps_the_tokens_name_and_becomes_what_an_editor_accepts(program):
    answer = program.post("facts/", visit())
    body = answer.json()

    assert answer["Location"] == f"/api/v1/proposals/{body['id']}/"
    assert (body["origin"], body["origin_name"]) == ("api", "nightly mirror")
    assert body["payload"]["detail"]["host"] == "DEU"
    proposal = Proposal.objects.get(pk=body["id"])
    assert proposal.author == program.user
    fact = recording.accept(proposal, by=factories.user())
    told = program.get(f"proposals/{body['id']}/")
    assert (told["state"], told["result"]) == ("accepted", fact.pk)
    assert told["publication"] == "published"


def test_a_rejection_says_why(program):
    number = program.post("facts/", visit()).json()["id"]

    recording.reject(Proposal.objects.get(pk=number), by=factories.user(), reason="Not a fact")

    told = program.get(f"proposals/{number}/")
    assert (told["state"], told["rejection_reason"]) == ("rejected", "Not a fact")


def test_a_fact_is_the_same_at_either_address(program):
    body = visit()

    one, two = program.post("facts/", body).json(), program.post("proposals/", body).json()

    assert one["payload"] == two["payload"]
    assert one["act"] == two["act"] == "record"


def test_proposals_are_paged_newest_first(program):
    source = factories.source()
    numbers = [program.post("facts/", visit(source=source)).json()["id"] for _ in range(3)]

    first = program.get("proposals/?limit=2&state=proposed")
    rest = program.get(first["next"].partition(V1)[2])

    assert [row["id"] for row in first["results"] + rest["results"]] == numbers[::-1]
    assert rest["next"] is None
    assert program.get("proposals/?state=rejected")["results"] == []
    for query in ("state=maybe", "limit=0", "limit=900", "cursor=x", "author=1"):
        program.get(f"proposals/?{query}", 400)


@pytest.mark.parametrize(
    ("kind", "detail"),
    [
        ("agreement", {"step": "signed", "title": "Rail treaty", "parties": ["FRA", "DEU"]}),
        (
            "arms_transfer",
            {"step": "ordered", "supplier": "FRA", "recipient": "DEU", "designation": "UAVs",
             "quantity": {"best": 12}},
        ),
        (
            "statement",
            {"country": "FRA", "act": "praises", "targets": [["DEU", "supportive"]],
             "speaker": {"name": "Somebody New", "country": "FRA"}},
        ),
        ("action", {"action": "loan", "senders": ["FRA"], "receivers": ["DEU"]}),
    ],
)  # fmt: skip
def test_every_kind_is_proposed_and_accepted(program, kind, detail):
    money = [{"measure": "promised", "currency": "EUR", "best": "1000000.50"}]

    answer = program.post("facts/", visit(kind=kind, detail=detail, money=money))

    assert answer.status_code == 201, answer.content
    fact = recording.accept(Proposal.objects.get(), by=factories.user())
    assert fact.kind == kind
    assert fact.publication == "published"


# --- corrections and further sources ---------------------------------------------------------


def test_a_correction_names_its_revision_and_is_applied_by_an_editor(program):
    fact = factories.visit()
    body = {"date": "2022-07", "detail": {"place": "Berlin"}, "public_note": "No day is given"}

    answer = program.post(f"facts/{fact.pk}/corrections/", body, If_Match=f'"{fact.revision}"')

    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["act"], told["fact"], told["base_revision"]) == ("amend", fact.pk, fact.revision)
    recording.accept(Proposal.objects.get(), by=factories.user())
    fact.refresh_from_db()
    assert fact.date_text == "2022-07"
    assert (fact.detail.place, fact.detail.host_id) == ("Berlin", "DEU")


def test_a_correction_without_its_revision_is_428_and_of_an_older_one_412(program):
    fact = factories.visit()
    path, body = f"facts/{fact.pk}/corrections/", {"summary": "Talks.", "public_note": "Added"}

    program.refused(path, body, 428)
    stale = program.refused(path, body, 412, If_Match=f'"{fact.revision - 1}"')
    program.refused(path, body, 412, If_Match='"another"')
    program.refused(path, body, 400, If_Match="2")

    assert stale["revision"] == fact.revision
    assert stale["type"].endswith("/stale-revision")
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("tag", ['W/"{}"', '"9999", "{}"'], ids=["weakened", "one of several"])
def test_a_tag_is_read_as_proxies_and_clients_send_it(program, tag):
    fact = factories.visit()
    body = {"summary": "Talks.", "public_note": "Added"}

    answer = program.post(f"facts/{fact.pk}/corrections/", body, If_Match=tag.format(fact.revision))

    assert answer.json()["base_revision"] == fact.revision


def test_a_correction_is_the_same_at_either_address(program):
    fact = factories.visit()
    body = {"summary": "Talks.", "public_note": "Added"}
    revision = {"fact": fact.pk, "base_revision": fact.revision}

    one = program.post(f"facts/{fact.pk}/corrections/", body, If_Match=f'"{fact.revision}"').json()
    two = program.post("proposals/", body | revision).json()
    three = program.post("proposals/", body | {"fact": fact.pk}, If_Match=f'"{fact.revision}"')

    same = ("act", "fact", "base_revision", "payload", "public_note")
    assert [one[name] for name in same] == [two[name] for name in same]
    assert three.json()["payload"] == one["payload"]
    other = program.refused("proposals/", body | revision, 400, If_Match='"99"')
    assert pointers(other) == ["/base_revision"]
    program.refused("proposals/", body | {"fact": fact.pk}, 428)
    program.refused("proposals/", body | revision | {"base_revision": 99}, 412)


@pytest.mark.parametrize(
    ("body", "status", "at"),
    [
        ({"summary": "Talks."}, 422, "/public_note"),
        ({"date": "2022-07-19", "public_note": "x"}, 422, ""),
        ({"kind": "action", "public_note": "x"}, 400, "/kind"),
        ({"detail": {"host": "FRA"}, "public_note": "x"}, 422, "/detail/host"),
        ({"detail": {"guest": "USA"}, "public_note": "x"}, 400, "/detail/guest"),
    ],
    ids=["without a note", "that changes nothing", "of the kind", "that cannot be", "of nothing"],
)
def test_a_correction_that_could_not_be_accepted_is_refused(program, body, status, at):
    fact = factories.visit()

    problem = program.refused(
        f"facts/{fact.pk}/corrections/", body, status, If_Match=f'"{fact.revision}"'
    )

    assert pointers(problem) == [at]


def test_a_further_source_is_a_proposal_that_needs_no_revision(program):
    fact, source = factories.visit(), factories.source()
    body = {"evidence": [{"source": source.pk, "quotation": "They came.", "asserted_by": ["DEU"]}]}

    answer = program.post(f"facts/{fact.pk}/claims/", body)

    assert answer.status_code == 201, answer.content
    assert not Claim.objects.filter(source=source).exists()
    recording.accept(Proposal.objects.get(), by=factories.user())
    assert Claim.objects.filter(source=source, fact=fact).exists()
    again = program.refused(f"facts/{fact.pk}/claims/", body, 422)
    assert pointers(again) == ["/evidence"]
    assert pointers(program.refused(f"facts/{fact.pk}/claims/", {}, 400)) == ["/evidence"]
    assert pointers(program.refused(f"facts/{fact.pk}/claims/", body | {"date": "2022"}, 400)) == [
        "/date"
    ]


@pytest.mark.parametrize("pk", [999, 10**30])
def test_a_fact_that_is_not_there_has_no_corrections(program, pk):
    program.refused(f"facts/{pk}/corrections/", {"date": "2022"}, 404, If_Match='"1"')
    program.refused(f"facts/{pk}/claims/", {"evidence": [{}]}, 404)


def test_a_retracted_fact_is_not_corrected(program):
    fact = factories.visit()
    recording.retract(fact, by=None, reason="It was another visit")

    problem = program.refused(
        f"facts/{fact.pk}/corrections/", {"date": "2022", "public_note": "x"}, 422,
        If_Match=f'"{fact.revision}"',
    )  # fmt: skip

    assert "withdrawn" in problem["detail"]


# --- dry run ---------------------------------------------------------------------------------


def test_a_dry_run_says_what_would_be_there_and_writes_nothing(program):
    here = factories.visit()
    ReviewPolicy.objects.create(kind="visit", rule="required")

    answer = program.post("facts/?dry_run=true", visit())

    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["headline"] == "France in Germany"
    assert body["pairs"] == [
        {"pair": "DEU-FRA", "lane": "visit", "relation": "between", "direction": "FRA-DEU"}
    ]
    assert (body["verification"], body["badge"]) == ("claimed", "Claimed by France")
    assert body["needs_second_reader"] is True
    assert [each["fact"] for each in body["look_alikes"]] == [here.pk]
    assert Fact.objects.count() == 1
    assert not Proposal.objects.exists()


def test_a_dry_run_of_a_correction_says_what_changes(program):
    fact = factories.visit()

    body = program.post(
        f"facts/{fact.pk}/corrections/?dry_run=true",
        {"date": "2022-07", "public_note": "No day is given"},
        If_Match=f'"{fact.revision}"',
    ).json()

    assert body["changes"] == [{"field": "date", "was": "2022-07-19", "now": "2022-07"}]
    assert body["date"]["text"] == "July 2022"
    fact.refresh_from_db()
    assert fact.date_text == "2022-07-19"


def test_a_dry_run_refuses_what_would_be_refused(program):
    itself = {"form": "visit", "visitors": ["FRA"], "host": "FRA"}

    problem = program.refused("facts/?dry_run=true", visit(detail=itself), 422)

    assert pointers(problem) == ["/detail/host"]
    assert program.refused("facts/?dry_run=maybe", visit(), 400)["errors"][0]["parameter"]
