"""How a provider fails."""

from __future__ import annotations


class ProviderFailed(Exception):
    """The provider gave no suggestions; the sentence says why, for an editor."""
