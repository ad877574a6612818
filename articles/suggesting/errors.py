"""How a provider fails."""

from __future__ import annotations


class ProviderFailed(Exception):
    """The provider gave no suggestions; the sentence says why, for an editor.

    is_temporary: a later attempt may succeed; retry_after: seconds it asks us to wait, or 0.
    """

    def __init__(self, sentence: str, *, is_temporary: bool = False, retry_after: int = 0) -> None:
        self.sentence = sentence
        self.is_temporary = is_temporary
        self.retry_after = retry_after
        super().__init__(sentence)
