"""A language model behind an OpenAI-compatible endpoint, off unless an administrator names one.

The endpoint is the administrator's own choice and may stand in a private network, so this is
the one place outside `articles.fetching` that connects anywhere, and the only one that connects
to private addresses. It goes to that one address, follows no redirect, uses no proxy of the
environment and sends the text, the instructions and the key.
"""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import requests
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from urllib3.exceptions import HTTPError

from articles.fetching import bodies, metering
from articles.fetching.policy import Budget, Policy, in_time
from articles.fetching.refusals import FetchRefused, Reason
from articles.shapes import Document, Suggestion
from articles.suggesting import llm_prompt
from articles.suggesting.errors import ProviderFailed
from articles.suggesting.llm_answers import Names, suggestion

logger = logging.getLogger(__name__)

_MOST_ANSWER = 2_000_000
_MOST_FACTS = 200
_TWO_DAYS = 172_800
# To reserve money before the answer is there: a token is about four letters, the instructions
# and the schema about two thousand tokens, an answer seldom more than four thousand.
_LETTERS_A_TOKEN = 4
_TOKENS_ASKED = 2_000
_TOKENS_ANSWERED = 4_000


@dataclass(slots=True)
class Outcome:
    """What one request did, also when it failed.

    model: as configured; version: as the endpoint calls itself. cost: US dollars, estimated
    where the endpoint does not count its tokens. dropped: reasons and how often.
    """

    model: str = ""
    version: str = ""
    seconds: float = 0.0
    tokens_read: int = 0
    tokens_written: int = 0
    cost: Decimal = Decimal(0)
    is_cut: bool = False
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    failure: str = ""


class ModelProvider:
    """The suggestions of the configured model.

    Raise ProviderFailed, with a sentence, for all that a model or its server can do wrong.
    """

    name = "llm"

    def __init__(self) -> None:
        self._set = settings.MODEL
        if not self._set["url"] or not self._set["name"]:
            raise ProviderFailed("No model is configured: set DYAD_MODEL_URL and DYAD_MODEL_NAME.")
        self.version = str(self._set["name"])[:40]
        self.last_run = Outcome()

    def suggest(self, document: Document, names: Names) -> list[Suggestion]:
        """Return what the model finds and the text bears out, in text order.

        Asks once, and not at all when the day's money would not suffice. `last_run` tells
        what it took.
        """
        self.last_run = run = Outcome(model=self._set["name"], version=self.version)
        run.is_cut = len(document.text) > llm_prompt.MOST_CHARACTERS
        begun = time.monotonic()
        try:
            answer = self._asked(document, run)
            facts = _facts(answer)
        except ProviderFailed as failure:
            run.failure = failure.sentence
            raise
        finally:
            run.seconds = time.monotonic() - begun
            logger.info("Asked the model: %s", run)

        def note(reason: str) -> None:
            run.dropped[reason] += 1

        found: dict[tuple[object, ...], Suggestion] = {}
        for fact in facts:
            if (each := suggestion(fact, document, names, note)) is not None:
                found.setdefault((each.kind, each.countries, each.start, each.end), each)
        run.kept = len(found)
        return sorted(found.values(), key=lambda each: (each.start, each.end))

    def _asked(self, document: Document, run: Outcome) -> dict[str, Any]:
        """Return the endpoint's answer, its cost counted."""
        reserved = self._reserve(document)
        answer: dict[str, Any] = {}
        try:
            answer = self._post(llm_prompt.request(document, self._set["name"]))
        finally:
            # A request that failed may have been charged all the same.
            run.cost = self._settle(answer, reserved, run)
        if isinstance(answer.get("model"), str):
            self.version = run.version = answer["model"][:40]
        return answer

    # --- the request -------------------------------------------------------------------------

    def _post(self, asked: dict[str, Any]) -> dict[str, Any]:
        policy = Policy(seconds=float(self._set["timeout"]), most_bytes=_MOST_ANSWER)
        try:
            status, headers, body = in_time(policy, lambda budget: self._exchange(asked, budget))
        except FetchRefused as refusal:
            raise _failed(refusal, self._set["timeout"]) from refusal
        if status != 200:
            raise _refused(status, headers)
        return _object(body)

    def _exchange(self, asked: dict[str, Any], budget: Budget) -> tuple[int, Any, bytes]:
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self._set["key"]:
            headers["Authorization"] = f"Bearer {self._set['key']}"
        address = self._set["url"].rstrip("/") + "/chat/completions"
        with requests.Session() as session:
            session.trust_env = False
            metering.meter(session, budget)
            try:
                request = requests.Request("POST", address, headers=headers, json=asked).prepare()
                # The adapter and not the session, which reads redirects to their end.
                adapter = session.get_adapter(address)
                answer = adapter.send(request, stream=True, timeout=budget.seconds_left())
                with answer:
                    body = bodies.read(answer, _MOST_ANSWER) if answer.status_code == 200 else b""
                    return answer.status_code, answer.headers, body
            except (OSError, HTTPError, ValueError) as error:
                budget.seconds_left()
                raise FetchRefused(Reason.UNREACHABLE) from error

    # --- what it costs -----------------------------------------------------------------------

    def _price(self, read: int, written: int) -> Decimal:
        prices = Decimal(self._set["price_in"]), Decimal(self._set["price_out"])
        return (read * prices[0] + written * prices[1]) / 1_000_000

    def _reserve(self, document: Document) -> Decimal:
        """Take what the request may cost off the day's money before it is sent, so that many
        tasks at once do not spend it many times."""
        letters = min(len(document.text), llm_prompt.MOST_CHARACTERS)
        cost = self._price(letters // _LETTERS_A_TOKEN + _TOKENS_ASKED, _TOKENS_ANSWERED)
        most = Decimal(self._set["most_a_day"])
        if _spend(cost) > most:
            _spend(-cost)
            raise ProviderFailed(
                f"The model has used up its ${most} for today; it rests until tomorrow.",
                is_temporary=True,
            )
        return cost

    def _settle(self, answer: dict[str, Any], reserved: Decimal, run: Outcome) -> Decimal:
        usage = answer.get("usage")
        usage = usage if isinstance(usage, dict) else {}
        run.tokens_read = _count(usage.get("prompt_tokens"))
        run.tokens_written = _count(usage.get("completion_tokens"))
        if not run.tokens_read:
            return reserved
        cost = self._price(run.tokens_read, run.tokens_written)
        _spend(cost - reserved)
        return cost


def _spend(cost: Decimal) -> Decimal:
    """Add to the day's costs and return their sum. In millionths of a dollar, because only
    whole numbers are added atomically by the cache."""
    key = f"model:spent:{timezone.localdate()}"
    cache.add(key, 0, timeout=_TWO_DAYS)
    return Decimal(cache.incr(key, int(cost * 1_000_000))) / 1_000_000


# --- what can go wrong --------------------------------------------------------------------------


def _failed(refusal: FetchRefused, seconds: int) -> ProviderFailed:
    match refusal.reason_key:
        case Reason.TOO_SLOW:
            sentence = f"The model did not answer within {seconds} seconds."
        case Reason.TOO_BIG:
            return ProviderFailed("The model answered more than we read.")
        case Reason.UNREACHABLE:
            sentence = "The model cannot be reached."
        case _:
            sentence = "The model's server sent a broken answer."
    return ProviderFailed(sentence, is_temporary=True)


def _refused(status: int, headers: Any) -> ProviderFailed:
    if status == 429:
        seconds = str(headers.get("Retry-After", ""))
        wait = int(seconds) if seconds.isascii() and seconds.isdigit() and len(seconds) < 6 else 0
        return ProviderFailed(
            "The model is busy; try again later.", is_temporary=True, retry_after=wait
        )
    if status in (401, 403):
        return ProviderFailed("The model's server refuses our key.")
    if 300 <= status < 400:
        return ProviderFailed("The model's server sends us elsewhere; correct DYAD_MODEL_URL.")
    return ProviderFailed(f"The model's server answered {status}.", is_temporary=status >= 500)


def _object(body: bytes | str) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise ProviderFailed("The model did not answer in JSON.") from None
    if not isinstance(answer, dict):
        raise ProviderFailed("The model answered in JSON of another shape.")
    return answer


def _facts(answer: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        choice = answer["choices"][0]
        content, why = choice["message"].get("content"), choice.get("finish_reason")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ProviderFailed("The model answered in JSON of another shape.") from None
    if why == "length":
        raise ProviderFailed("The model's answer broke off: the article is too long for it.")
    if not isinstance(content, str) or not content.strip():
        raise ProviderFailed("The model declined to answer.")
    # Endpoints that do not know schemas let models wrap their answer in Markdown.
    facts = _object(content.strip().removeprefix("```json").strip("`\n ")).get("facts")
    if not isinstance(facts, list):
        raise ProviderFailed("The model answered in JSON of another shape.")
    return [fact for fact in facts[:_MOST_FACTS] if isinstance(fact, dict)]


def _count(given: Any) -> int:
    is_number = isinstance(given, int) and not isinstance(given, bool)
    return given if is_number and 0 <= given < 10**9 else 0
