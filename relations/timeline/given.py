"""The parameters of an address as given: what cannot be read is dropped, with a sentence why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relations.timeline.filters import Problem


class Given:
    """name → its texts, each once; problems: what was dropped. known: every name, in the
    canonical order of addresses."""

    def __init__(self, parameters: Iterable[tuple[str, str]], known: Sequence[str]) -> None:
        self.known = tuple(known)
        self.values: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        for name, text in parameters:
            text = text.strip().replace("\0", "")
            if name not in self.known:
                sentence = f"There is no parameter “{name}” here; use {', '.join(self.known)}."
                self.problems.append(Problem(name, text, sentence))
            elif text and text not in self.values.setdefault(name, []):
                self.values[name].append(text)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self.values.get(name, ()))

    def drop(self, name: str, text: str, sentence: str) -> None:
        self.problems.append(Problem(name, text, sentence))
        self.values[name] = [value for value in self.values[name] if value != text]

    def one(self, name: str) -> str:
        """The first text of a name, which is to be given once; empty where there is none."""
        for text in self.texts(name)[1:]:
            self.drop(name, text, f"Give “{name}” once.")
        return next(iter(self.texts(name)), "")

    def several(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """The texts of a closed list."""
        for text in self.texts(name):
            if text not in known:
                self.drop(name, text, f"“{text}” is no {name} known here; use {', '.join(known)}.")
        return self.texts(name)

    def chosen(self, name: str, known: Sequence[str]) -> str:
        """One of a closed list, whose first is the default and not part of an address."""
        self.one(name)
        text = next(iter(self.several(name, known)), known[0])
        if text == known[0]:
            self.values.pop(name, None)
        return text

    def address(self) -> tuple[tuple[str, str], ...]:
        """What was read, in the canonical order."""
        return tuple((name, text) for name in self.known for text in self.texts(name))
