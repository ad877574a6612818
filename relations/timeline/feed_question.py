"""What a reader of the change feed asked for, checked: for the API, its Atom and webhooks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from django.utils.dateparse import parse_date, parse_datetime

from relations.lanes import Kind
from relations.models import Country
from relations.pairs import InvalidPair, Pair
from relations.timeline.filters import DEFAULT_LIMIT, MOST, Problem
from relations.timeline.given import Given
from relations.timeline.log import ACTS
from relations.timeline.reading import whole_number

FEED_FILTERS = ("act", "pair", "country", "kind")
FEED_PARAMETERS = (*FEED_FILTERS, "since", "cursor", "limit")
MOST_VALUES = 50
"""Values of one filter."""

_CURSOR = re.compile(r"([pn])(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class FeedQuestion:
    """Which public acts: of any of these names, kinds, pairs and countries (empty: of all).

    position: 0 or the last one that was read. `is_newest_first` reads backwards from it, from the
    end where it is 0. since: acts known from this moment on.
    """

    acts: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    position: int = 0
    limit: int = DEFAULT_LIMIT
    is_newest_first: bool = False

    def cursor_at(self, position: int) -> str:
        """Spell a position; a cursor of one direction is refused in the other."""
        return f"{'n' if self.is_newest_first else 'p'}{position}"

    def query(self) -> list[tuple[str, str]]:
        """Return the filters as parameters of an address, without cursor and limit."""
        since = [("since", self.since.isoformat())] if self.since else []
        return [
            *(("act", act) for act in self.acts),
            *(("pair", str(pair)) for pair in self.pairs),
            *(("country", code) for code in self.countries),
            *(("kind", kind) for kind in self.kinds),
            *since,
        ]


def read_feed_question(
    parameters: Iterable[tuple[str, str]],
    *,
    allowed: Iterable[str] = FEED_PARAMETERS,
    is_newest_first: bool = False,
) -> tuple[FeedQuestion, list[Problem]]:
    """Read parameters; return what could be read and every problem. One query at most."""
    given = Given(parameters, tuple(allowed))
    values, problems = given.values, given.problems
    for name, texts in values.items():
        if name not in FEED_FILTERS:
            problems += [Problem(name, text, f"Give “{name}” once.") for text in texts[1:]]
        elif len(texts) > MOST_VALUES:
            sentence = f"Give at most {MOST_VALUES} values of “{name}”."
            problems.append(Problem(name, texts[MOST_VALUES], sentence))
    if problems:
        return FeedQuestion(is_newest_first=is_newest_first), problems
    pairs, countries = _places(values, problems)
    question = FeedQuestion(
        acts=given.several("act", ACTS),
        pairs=pairs,
        countries=countries,
        kinds=given.several("kind", Kind.values),
        is_newest_first=is_newest_first,
    )
    return _from_where(question, values, problems), problems


def _places(
    values: dict[str, list[str]], problems: list[Problem]
) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    pairs: dict[str, Pair] = {}
    for text in values.get("pair", ()):
        try:
            pairs[text] = Pair.parse(text.upper())
        except InvalidPair as invalid:
            problems.append(Problem("pair", text, f"{invalid}."))
    countries = {text: text.upper() for text in values.get("country", ())}
    asked = {code for pair in pairs.values() for code in (pair.low, pair.high)}
    # A text from a JSON body may hold what PostgreSQL cannot; a code never does.
    asked |= {code for code in countries.values() if code.isascii()}
    known = (
        set(Country.objects.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    )
    for text, pair in pairs.items():
        if missing := [code for code in (pair.low, pair.high) if code not in known]:
            problems.append(Problem("pair", text, f"No country has the code {missing[0]}."))
    for text, code in countries.items():
        if code not in known:
            problems.append(Problem("country", text, f"No country has the code {code}."))
    return tuple(dict.fromkeys(pairs.values())), tuple(dict.fromkeys(countries.values()))


def _from_where(
    question: FeedQuestion, values: dict[str, list[str]], problems: list[Problem]
) -> FeedQuestion:
    for text in values.get("since", ()):
        since = moment(text)
        if since is None:
            sentence = "“since” is a day or a moment, such as 2026-11-29 or 2026-11-29T10:00:00Z."
            problems.append(Problem("since", text, sentence))
        question = replace(question, since=since)
    for text in values.get("cursor", ()):
        position = position_of(text, is_newest_first=question.is_newest_first)
        if position is None:
            sentence = "This cursor is not one that this feed handed out; start without one."
            problems.append(Problem("cursor", text, sentence))
        question = replace(question, position=position or 0)
    for text in values.get("limit", ()):
        limit = whole_number(text, MOST)
        if limit is None:
            problems.append(Problem("limit", text, f"“limit” is a number from 1 to {MOST}."))
        question = replace(question, limit=limit or DEFAULT_LIMIT)
    return question


def position_of(cursor: str, *, is_newest_first: bool = False) -> int | None:
    """Read a cursor of the feed; None where the text is none, or one of the other direction."""
    found = _CURSOR.fullmatch(cursor)
    if not found or found[1] != ("n" if is_newest_first else "p"):
        return None
    return int(found[2])


def moment(text: str) -> datetime | None:
    """Read a day or a moment (ISO 8601; without a zone it is UTC); None where it is neither."""
    # A plus sign that was not percent-encoded arrives as a space.
    for reading in (text, text.replace(" ", "+")):
        try:
            day = parse_date(reading)
            found = datetime.combine(day, time.min) if day else parse_datetime(reading)
            if found is not None:
                aware = found if found.tzinfo else found.replace(tzinfo=UTC)
                return aware.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
