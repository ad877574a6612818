"""What docs/api.md says of writing works as it is typed, and answers what the schema says."""

import json
import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from api import problems
from api.writing import written
from relations.models import Fact, Proposal, Source
from tests.api.asking import Program, visit

ROOT = Path(__file__).parent.parent.parent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def commands():
    """The curl commands of the section: path, headers, data."""
    section = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").partition("## Writing")[2]
    block = re.search(r"```sh\n(.*?)```", section, re.S)[1].replace("\\\n", " ")
    for command in re.split(r"^(?=curl )", block, flags=re.M)[1:]:
        words = shlex.split(command)
        pairs = list(pairwise(words))
        headers = dict(after.split(": ", 1) for word, after in pairs if word == "-H")
        data = next((after for word, after in pairs if word == "-d"), None)
        yield words[-1].removeprefix("localhost:8000/api/v1/"), headers, data


@pytest.mark.usefixtures("demo")
def test_the_examples_of_writing_work_as_typed(client):
    program = Program(client)
    fact = Fact.objects.published().order_by("pk").first()
    source = Source.objects.order_by("pk").first()
    answers = []

    for path, headers, data in commands():
        assert headers.pop("Authorization") == "Token $TOKEN"
        path = path.replace("facts/1/", f"facts/{fact.pk}/")
        if data is None:
            answers.append((path, program.client.get(f"/api/v1/{path}", headers=program.headers)))
            continue
        assert headers.pop("Content-Type") == "application/json"
        data = data.replace('"source": 1', f'"source": {source.pk}')
        named = {name.replace("-", "_"): value for name, value in headers.items()}
        answers.append((path, program.post(path, data, **named)))

    assert [answer.status_code for _, answer in answers] == [202, 200, 201, 200], [
        answer.content for _, answer in answers
    ]
    assert [row["act"] for row in answers[-1][1].json()["results"]] == ["amend"]
    assert Proposal.objects.get(act="amend", origin="api").fact == fact


def same_fields(serializer, value):
    required = {name for name, field in serializer.fields.items() if field.required}
    assert required <= set(value) <= set(serializer.fields)
    for name, field in serializer.fields.items():
        child = getattr(field, "child", None)
        if hasattr(child, "fields") and value.get(name):
            same_fields(child, value[name][0])
        elif hasattr(field, "fields") and value.get(name):
            same_fields(field, value[name])


def test_answers_have_the_fields_that_the_schema_says(client):
    from tests import factories

    program, fact = Program(client), factories.visit()
    correction = {"summary": "Talks.", "public_note": "Added", "fact": fact.pk}

    made = program.post("facts/", visit()).json()
    same_fields(written.ProposalSerializer(), made)
    same_fields(written.ProposalPageSerializer(), program.get("proposals/"))
    tried = program.post("facts/?dry_run=true", visit()).json()
    assert tried["look_alikes"]
    same_fields(written.DryRunSerializer(), tried)
    tried = program.post("proposals/?dry_run=true", correction, If_Match=f'"{fact.revision}"')
    assert tried.json()["changes"]
    same_fields(written.DryRunSerializer(), tried.json())
    article = program.post("articles/", {"text": "They met."}).json()
    same_fields(written.ArticleSerializer(), article)
    same_fields(written.ArticleSerializer(), program.get(f"articles/{article['id']}/"))
    body = {"text": "They met again."}
    same_fields(
        written.ArticleDryRunSerializer(), program.post("articles/?dry_run=true", body).json()
    )
    same_fields(problems.ProblemSerializer(), program.refused("facts/", {}, 400))


def test_every_status_of_writing_is_documented(client):
    paths = json.loads(client.get("/api/v1/schema/?format=json").content)["paths"]

    def statuses(path, method="post"):
        return set(paths[f"/api/v1/{path}"][method]["responses"])

    writing = {"400", "401", "403", "406", "409", "413", "415", "422", "429", "503"}
    assert statuses("articles/") == writing | {"200", "202"}
    assert statuses("facts/") == writing | {"200", "201"}
    assert statuses("facts/{id}/claims/") == writing | {"200", "201", "404", "412"}
    corrected = writing | {"200", "201", "404", "412", "428"}
    assert statuses("facts/{id}/corrections/") == statuses("proposals/") == corrected
    reading = {"200", "400", "401", "403", "406", "429", "503"}
    assert statuses("proposals/", "get") == reading
    assert statuses("proposals/{id}/", "get") == statuses("articles/{id}/", "get")
    assert statuses("proposals/{id}/", "get") == reading | {"404"}
    for path in ("facts/", "proposals/", "articles/"):
        names = {each["name"] for each in paths[f"/api/v1/{path}"]["post"]["parameters"]}
        assert {"Idempotency-Key", "dry_run"} <= names
