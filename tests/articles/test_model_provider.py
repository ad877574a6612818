"""The model provider against a stand-in server that answers well, late, and rubbish."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.cache import cache

from articles.mentions.names import names_from_files
from articles.shapes import Document
from articles.suggesting import ProviderFailed
from articles.suggesting.llm import ModelProvider

TEXT = "France and Germany signed a rail treaty on Monday. “It is a good day,” said the minister."
FACT = {
    "kind": "agreement",
    "countries": [{"iso3": "FRA", "role": "party"}, {"iso3": "DEU", "role": "party"}],
    "title": "France and Germany sign a rail treaty",
    "date": "2022-07-04",
    "status": "signed",
    "attributed_to": None,
    "value": None,
    "quantity": None,
    "weapon": None,
    "speaker": None,
    "quote": None,
    "stance": None,
    "evidence": "France and Germany signed a rail treaty on Monday.",
}


class StandIn:
    """A server that answers what a test puts into `answer`: bytes, a status, or a function."""

    def __init__(self):
        self.asked = []
        self.answer = completion(FACT)
        self.status = 200
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                stand_in.asked.append((self.path, dict(self.headers), self.rfile.read(length)))
                answer = stand_in.answer
                if callable(answer):
                    answer = answer(self)
                self.send_response(stand_in.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"


def completion(*facts, usage=(1000, 200)):
    return json.dumps(
        {
            "model": "standin-1",
            "choices": [{"message": {"content": json.dumps({"facts": facts})}}],
            "usage": {"prompt_tokens": usage[0], "completion_tokens": usage[1]},
        }
    ).encode()


@pytest.fixture
def model(settings):
    cache.clear()
    stand_in = StandIn()
    threading.Thread(target=stand_in.server.serve_forever, daemon=True).start()
    settings.MODEL = {
        "url": stand_in.url, "name": "standin", "key": "secret", "timeout": 2,
        "price_in": "2", "price_out": "10", "most_a_day": "0.005",
    }  # fmt: skip
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()


def suggest(provider=None, text=TEXT):
    provider = provider or ModelProvider()
    return provider.suggest(Document(text, published="2022-07-06"), names_from_files())


def test_a_good_answer_is_a_suggestion_with_its_place(model):
    provider = ModelProvider()

    [found] = suggest(provider)

    assert found.evidence(TEXT) == FACT["evidence"]
    assert [(p.code, p.role) for p in found.countries] == [("FRA", "party"), ("DEU", "party")]
    assert (found.kind, found.date, found.status) == ("agreement", "2022-07-04", "signed")
    assert provider.version == "standin-1"


def test_the_text_is_handed_over_as_data_with_the_schema(model):
    suggest()

    path, headers, body = model.asked[0]
    sent = json.loads(body)
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert TEXT in sent["messages"][1]["content"]
    assert TEXT not in sent["messages"][0]["content"]


def test_tokens_and_cost_are_counted_and_the_cap_of_the_day_holds(model):
    provider = ModelProvider()
    suggest(provider)
    assert str(provider.last_run.cost) == "0.004"
    suggest()

    with pytest.raises(ProviderFailed, match="its cap"):
        suggest()
    assert len(model.asked) == 2


@pytest.mark.parametrize(
    ("change", "dropped"),
    [
        ({"evidence": "France and Germany signed a road treaty."}, "passage"),
        ({"evidence": ""}, "passage"),
        ({"evidence": 7}, "passage"),
        ({"kind": "friendship"}, "kind"),
        ({"countries": [{"iso3": "XXX", "role": "party"}]}, "countries"),
        ({"countries": "FRA"}, "countries"),
    ],
)
def test_what_the_text_does_not_bear_out_is_dropped(model, change, dropped):
    model.answer = completion({**FACT, **change}, FACT)
    provider = ModelProvider()

    assert len(suggest(provider)) == 1
    assert provider.last_run.dropped[dropped] == 1


def test_a_quotation_that_was_never_said_is_dropped_and_the_fact_kept(model):
    model.answer = completion({**FACT, "quote": "It is a bad day"})

    [found] = suggest()

    assert found.quote == ""


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"<html>busy</html>", b"[]", b"{}", b'{"choices": []}',
        b'{"choices": [{"message": {"content": "no json"}}]}',
        b'{"choices": [{"message": {"content": "[1]"}}]}',
        b'{"choices": [{"message": {"content": "{\\"facts\\": 3}"}}]}',
        b"[" * 100_000, b"x" * 3_000_000,
    ],
    ids=["nothing", "html", "list", "empty", "no choice", "prose", "array", "number", "deep",
         "endless"],
)  # fmt: skip
def test_rubbish_ends_in_a_sentence(model, answer):
    model.answer = answer

    with pytest.raises(ProviderFailed, match=r"\.$"):
        suggest()


def test_odd_values_of_fields_are_left_out(model):
    odd = {"date": "someday", "value": {"amount": "NaN", "low": True, "high": 1e300},
           "quantity": [], "weapon": "gun", "speaker": 3, "stance": "angry", "status": "fine",
           "attributed_to": {"a": 1}, "title": None}  # fmt: skip
    model.answer = completion({**FACT, **odd}, "not a fact", None)

    [found] = suggest()

    assert (found.date, found.amount, found.quantity, found.status) == ("", None, None, "")


@pytest.mark.parametrize(
    ("status", "words"),
    [(429, "busy"), (500, "answered 500"), (401, "key"), (302, "answered 302")],
)
def test_an_error_of_the_server_is_said(model, status, words):
    model.status = status

    with pytest.raises(ProviderFailed, match=words):
        suggest()


def test_a_model_that_never_answers_is_left(model, settings):
    settings.MODEL = {**settings.MODEL, "timeout": 0.3}
    model.answer = lambda handler: time.sleep(1.5) or b"{}"

    with pytest.raises(ProviderFailed, match="did not answer"):
        suggest()


def test_it_is_off_unless_configured(settings):
    settings.MODEL = {**settings.MODEL, "url": ""}

    with pytest.raises(ProviderFailed, match="No model is configured"):
        ModelProvider()
