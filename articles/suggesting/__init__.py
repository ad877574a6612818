"""Suggesting facts: a document in, suggestions with their passages out; no database, no network."""

from __future__ import annotations

from articles.mentions.names import Names
from articles.shapes import Document, Suggestion
from articles.suggesting.providers import ProviderMissing, UnknownProvider
from articles.suggesting.providers import provider as _provider

__all__ = ["ProviderMissing", "UnknownProvider", "suggest"]


def suggest(document: Document, names: Names, provider: str = "rules") -> list[Suggestion]:
    """Return the facts the provider of this name finds, in text order.

    Raise UnknownProvider, or ProviderMissing if what the provider needs is not installed.
    """
    return _provider(provider).suggest(document, names)
