"""How a program asks: with a token, in JSON."""

import json

from api.models import Token
from tests import factories

V1 = "/api/v1/"


class Program:
    """A program with a token of its own, of an editor unless another person is given."""

    def __init__(self, client, user=None, scopes=("read", "write"), name="nightly mirror"):
        self.client = client
        self.user = user or factories.user()
        self.token, text = Token.objects.create(user=self.user, scopes=list(scopes), name=name)
        self.headers = {"Authorization": f"Token {text}"}

    def get(self, path, status=200):
        answer = self.client.get(V1 + path, headers=self.headers)
        assert answer.status_code == status, answer.content[:500]
        return answer.json()

    def post(self, path, body, *, content_type="application/json", **headers):
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(
            V1 + path, content, content_type=content_type, headers={**self.headers, **named}
        )

    def refused(self, path, body, status, **options):
        """The problem document that a POST is refused with."""
        answer = self.post(path, body, **options)
        assert answer.status_code == status, answer.content[:800]
        assert answer["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == status
        assert problem["title"]
        return problem


def pointers(problem):
    return [error["pointer"] for error in problem["errors"]]


def visit(**changes):
    """A visit of France to Germany as a program proposes it."""
    source = changes.pop("source", None) or factories.source()
    return {
        "kind": "visit",
        "date": "2022-07-19",
        "detail": {"form": "visit", "visitors": ["FRA"], "host": "DEU"},
        "evidence": [{"source": source.pk, "quotation": "They met.", "asserted_by": ["FRA"]}],
    } | changes
