"""Who suggests: the rules, the rules helped by spaCy, or a model."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from articles.mentions.names import Names
from articles.shapes import Document, Suggestion

_WHERE = {
    "rules": ("articles.suggesting.rules", "RulesProvider"),
    "spacy": ("articles.suggesting.parsed", "SpacyProvider"),
    "llm": ("articles.suggesting.llm", "ModelProvider"),
}
NAMES = tuple(_WHERE)


class UnknownProvider(LookupError):
    """No provider has this name."""


class ProviderMissing(RuntimeError):
    """What the provider needs is not installed."""


class Provider(Protocol):
    """Whoever suggests the facts of a document."""

    name: str
    version: str

    def suggest(self, document: Document, names: Names) -> list[Suggestion]:
        """Return the document's facts in text order."""


def provider(name: str) -> Provider:
    """Return the provider of this name. Raise UnknownProvider, or ProviderMissing."""
    if name not in _WHERE:
        raise UnknownProvider(f"“{name}” is no provider; known are {', '.join(_WHERE)}.")
    module, provider_class = _WHERE[name]
    try:
        return cast(Provider, getattr(import_module(module), provider_class)())
    except ModuleNotFoundError as error:
        raise ProviderMissing(
            f"The provider “{name}” needs {error.name}, which is missing."
        ) from error
