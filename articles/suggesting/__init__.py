"""Suggesting facts: a document in, suggestions with their passages out; no database, no network."""

from __future__ import annotations

from articles.mentions.names import Names
from articles.shapes import Document, Suggestion
from articles.suggesting.errors import ProviderFailed
from articles.suggesting.providers import Provider, ProviderMissing, UnknownProvider, provider

__all__ = [
    "Provider",
    "ProviderFailed",
    "ProviderMissing",
    "UnknownProvider",
    "provider",
    "suggest",
]


def suggest(document: Document, names: Names, by: str = "rules") -> list[Suggestion]:
    """Return the facts the provider of this name finds, in text order.

    Raise UnknownProvider, or ProviderMissing if what the provider needs is not installed.
    """
    return provider(by).suggest(document, names)
