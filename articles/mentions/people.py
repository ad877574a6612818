"""Whom an article has introduced so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.mentions.folding import fold
from articles.shapes import Speaker


@dataclass(slots=True)
class People:
    """Who the article has introduced: by surname, and the latest of each title."""

    by_surname: dict[str, Speaker] = field(default_factory=dict)
    introduced: list[Speaker] = field(default_factory=list)

    def add(self, speaker: Speaker) -> None:
        words = fold(speaker.name).split()
        if words and speaker.code:
            self.introduced.append(speaker)
            surname = words[-1].casefold()
            known = self.by_surname.get(surname)
            if known is None or len(known.name) <= len(speaker.name) or not known.code:
                self.by_surname[surname] = speaker
            for alias in (words[0], " ".join(words[-2:])):
                if len(words) > 1:
                    self.by_surname.setdefault(alias.casefold(), speaker)

    def titled(self, title: str, code: str) -> Speaker | None:
        """Return the one introduced last with this title, of that country if one is given."""
        wanted = _rank(title)
        for speaker in reversed(self.introduced):
            if code in ("", speaker.code) and _rank(speaker.title) == wanted:
                return speaker
        return None

    def get(self, name: str) -> Speaker | None:
        """Return the one meant by a name or surname."""
        words = fold(name).casefold().split()
        if not words:
            return None
        return self.by_surname.get(words[-1]) or (
            self.by_surname.get(words[0]) if len(words) == 1 else None
        )


_RANKS = (
    ("king", "monarch", "queen", "sultan", "emir"),
    ("prime minister", "premier"),
    ("spokesman", "spokeswoman", "spokesperson"),
    ("leader", "president"),
)


def _rank(title: str) -> str:
    lower = title.casefold()
    for ranks in _RANKS:
        if any(lower.endswith(rank) for rank in ranks) and "supreme" not in lower:
            return "vice " * lower.startswith("vice") + ranks[0]
    return lower
