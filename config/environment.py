"""Every variable the project reads from its environment, and a strict reader of them.

A misspelt or missing variable stops the start with one sentence.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

import environ
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    type: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        "DATABASE_URL", "address", "", "PostgreSQL address. Empty: one is run below DYAD_VAR."
    ),
    Variable(
        "REDIS_URL", "address", "", "Redis or Valkey address. Empty: one is run below DYAD_VAR."
    ),
    Variable("PORT", "number", "8000", "Port of the pages and the API."),
    Variable(
        "DYAD_VAR",
        "folder",
        "var",
        "Folder for data, logs and passwords of an undeployed instance.",
    ),
    Variable("DYAD_HOST", "text", "127.0.0.1", "Address to listen on."),
    Variable("DYAD_PASSWORD", "text", "", "Password of the demo accounts. Empty: generated."),
    Variable(
        "DYAD_SECRET_KEY", "text", "", "Signs sessions; at least 50 characters, required deployed."
    ),
    Variable("DYAD_DEBUG", "on/off", "off", "Show errors in the browser. Never on in public."),
    Variable("DYAD_ALLOWED_HOSTS", "list", "", "Names this site answers to, separated by commas."),
    Variable("DYAD_HTTPS", "on/off", "", "on or off. Empty: on when deployed."),
    Variable("DYAD_TRUSTED_PROXY", "on/off", "off", "Believe the proxy's X-Forwarded-Proto."),
    Variable(
        "DYAD_TRUSTED_ORIGINS", "list", "", "https:// origins forms may come from, by commas."
    ),
    Variable("DYAD_WEB_WORKERS", "number", "1", "Processes that answer requests."),
    Variable("DYAD_TASK_WORKERS", "number", "1", "Processes that run tasks."),
    Variable("DYAD_POOL", "number", "8", "Most database connections of one process."),
    Variable(
        "DYAD_STATEMENT_TIMEOUT", "number", "20", "Seconds a page or the API may ask the database."
    ),
    Variable("DYAD_API_RATE", "number", "300", "Requests a minute of one address without a token."),
    Variable("DYAD_API_TOKEN_RATE", "number", "3000", "Requests a minute of one token."),
    Variable(
        "DYAD_PG_BINDIR", "folder", "", "Folder of PostgreSQL 17 or newer programs to use instead."
    ),
    Variable("DYAD_SUGGESTIONS", "text", "rules", "Who proposes facts: rules, spacy or llm."),
    Variable(
        "DYAD_MODEL_URL", "text", "", "OpenAI-compatible endpoint (…/v1) for llm. Empty: none."
    ),
    Variable("DYAD_MODEL_NAME", "text", "", "The model's name there."),
    Variable("DYAD_MODEL_KEY", "text", "", "Its key."),
    Variable("DYAD_MODEL_TIMEOUT", "number", "60", "Seconds to wait for its answer."),
    Variable("DYAD_MODEL_PRICE_IN", "text", "0", "US dollars for a million tokens read."),
    Variable("DYAD_MODEL_PRICE_OUT", "text", "0", "US dollars for a million tokens written."),
    Variable("DYAD_MODEL_MAX_COST", "text", "1", "US dollars a day, from which it is not asked."),
    Variable("DYAD_CONTACT", "text", "", "Address for corrections, shown in the footer."),
    Variable(
        "DYAD_EMAIL_URL", "text", "", "smtp+tls://user:password@host:587. Empty: no mail is sent."
    ),
    Variable(
        "DYAD_TEST", "on/off", "off", "Set by the test suite: tasks run in place, fast passwords."
    ),
    Variable("DYAD_REQUIRE_BROWSER", "on/off", "off", "A missing Chromium fails the tests."),
)


_OTHER_NAMES = {
    "DATABASE_URI": "DATABASE_URL",
    "DB_URL": "DATABASE_URL",
    "VALKEY_URL": "REDIS_URL",
    "REDIS_URI": "REDIS_URL",
}


def _slip_of_the_keyboard(name: str) -> str | None:
    """Return the address that is meant by a name of nearly the same letters (DATABSE_URL)."""
    addresses = ("DATABASE_URL", "REDIS_URL")
    if name in addresses or name.startswith("DYAD_"):
        return None
    # Below 0.85 lie names of other programs, such as DATABASE_URL_TEST or RAIDS_URL.
    return next(iter(difflib.get_close_matches(name, addresses, n=1, cutoff=0.85)), None)


def read_environment(given: Mapping[str, str] | None = None) -> environ.Env:
    """Return the checked environment. Raise ImproperlyConfigured with one sentence."""
    values = dict(os.environ if given is None else given)
    known = {variable.name: variable for variable in VARIABLES}
    for name in values:
        if name.startswith("DYAD_") and name not in known:
            guesses = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
            hint = (
                f"; did you mean {guesses[0]}?" if guesses else f"; known are {', '.join(known)}."
            )
            raise ImproperlyConfigured(f"The environment variable {name} is not known{hint}")
    for name in values:
        meant = _OTHER_NAMES.get(name) or _slip_of_the_keyboard(name)
        if meant is not None and meant not in values:
            raise ImproperlyConfigured(f"{name} is not read here; did you mean {meant}?")
    reader = environ.Env()
    reader.ENVIRON = {
        **{variable.name: variable.default for variable in VARIABLES},
        **{name: value for name, value in values.items() if value != ""},
    }
    _check(reader)
    return reader


def is_deployed(reader: environ.Env) -> bool:
    """Whether the operator brings the database: then nothing is guessed or generated."""
    return bool(reader.str("DATABASE_URL"))


def _check(reader: environ.Env) -> None:
    for name in (variable.name for variable in VARIABLES if variable.type == "number"):
        text = reader.str(name)
        if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
            raise ImproperlyConfigured(f"{name} is a number from 1 to 65535, not “{text}”.")
    for name in (variable.name for variable in VARIABLES if variable.type == "on/off"):
        text = reader.str(name)
        if text.lower() not in ("on", "off", "1", "0", "true", "false", "yes", "no", ""):
            raise ImproperlyConfigured(f"{name} is on or off, not “{text}”.")
    for name in ("DYAD_MODEL_PRICE_IN", "DYAD_MODEL_PRICE_OUT", "DYAD_MODEL_MAX_COST"):
        text = reader.str(name)
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text):
            raise ImproperlyConfigured(f"{name} is an amount such as 0.50, not “{text}”.")
    model = reader.str("DYAD_MODEL_URL")
    if model and not model.startswith(("http://", "https://")):
        raise ImproperlyConfigured("DYAD_MODEL_URL begins with http:// or https://.")
    if bool(model) != bool(reader.str("DYAD_MODEL_NAME")):
        raise ImproperlyConfigured("DYAD_MODEL_URL and DYAD_MODEL_NAME are set together.")
    if reader.str("DYAD_SUGGESTIONS") not in ("rules", "spacy", "llm"):
        raise ImproperlyConfigured("DYAD_SUGGESTIONS is rules, spacy or llm.")
    mail = reader.str("DYAD_EMAIL_URL")
    if mail and not mail.startswith(("smtp://", "smtp+tls://", "smtp+ssl://")):
        raise ImproperlyConfigured(
            "DYAD_EMAIL_URL begins with smtp://, smtp+tls:// or smtp+ssl://."
        )
    if database := reader.str("DATABASE_URL"):
        if not database.startswith(("postgres://", "postgresql://")):
            raise ImproperlyConfigured(
                "DATABASE_URL begins with postgres://user:password@host/name."
            )
        if not reader.bool("DYAD_DEBUG") and not reader.bool("DYAD_TEST"):
            if len(reader.str("DYAD_SECRET_KEY")) < 50:
                raise ImproperlyConfigured(
                    "DYAD_SECRET_KEY is missing or shorter than 50 characters; it is required "
                    "with DATABASE_URL."
                )
            if not reader.str("DYAD_ALLOWED_HOSTS"):
                raise ImproperlyConfigured(
                    "DYAD_ALLOWED_HOSTS is missing; name the hosts this site answers to."
                )
    redis = reader.str("REDIS_URL")
    if redis and not redis.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured("REDIS_URL begins with redis://, rediss:// or unix://.")
