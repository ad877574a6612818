"""A question in words: read once, then asked of the words of facts, titles and texts alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from relations.models import FactWords

LONGEST = 300
"""So many letters of a question are read."""

_MOST_TERMS = 24
_TERM = re.compile(
    r"""(?P<minus>(?<!\S)[-\u2212])? (?:
        ["\u201c\u201d\u201e\u00ab\u00bb] (?P<phrase>[^"\u201c\u201d\u201e\u00ab\u00bb]*)
        (?P<closed>["\u201c\u201d\u201e\u00ab\u00bb]|$)
        | (?P<word>[^\s"\u201c\u201d\u201e\u00ab\u00bb]+) )""",
    re.VERBOSE,
)
_SAYS_SOMETHING = re.compile(r"\w", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or a phrase in its order. is_begun: the last word may go on."""

    text: str
    is_excluded: bool = False
    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: alternatives, each a list of terms that must all fit."""

    alternatives: tuple[tuple[Term, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.alternatives)

    @property
    def wanted(self) -> list[Term]:
        """Every term that may be marked where it stands."""
        return [term for terms in self.alternatives for term in terms if not term.is_excluded]

    def sql(self) -> tuple[str, list[str]]:
        """The question as an expression of PostgreSQL's type tsquery, and its parameters."""
        if not self.alternatives:
            return "''::tsquery", []
        parts, given = [], []
        for terms in self.alternatives:
            every = []
            for term in terms:
                call = "words_begun(%s)" if term.is_begun else "words_query(%s)"
                every.append(f"(!! {call})" if term.is_excluded else call)
                given.append(term.text)
            parts.append("(" + " && ".join(every) + ")")
        return "(" + " || ".join(parts) + ")", given


def read_question(text: str) -> Question:
    """Read words, “quoted phrases”, -excluded words and "or", as search engines do.

    Of a long text the first letters and terms are read. What stands last, outside quotation
    marks, may be the beginning of a word. Nothing typed is ever an operator of the database.
    """
    alternatives: list[list[Term]] = [[]]
    found = list(_TERM.finditer(text[:LONGEST]))
    for place, match in enumerate(found[:_MOST_TERMS]):
        word, phrase = match["word"], match["phrase"]
        if word is not None and word.lower() == "or" and not match["minus"]:
            if alternatives[-1] and place + 1 < len(found):
                alternatives.append([])
                continue
            if place:
                continue
        told = (phrase if word is None else word).strip()
        if not _SAYS_SOMETHING.search(told):
            continue
        is_excluded = bool(match["minus"])
        is_begun = word is not None and place + 1 == len(found) and not is_excluded
        alternatives[-1].append(Term(told, is_excluded, is_begun))
    return Question(tuple(tuple(terms) for terms in alternatives if terms))


class _Fits(models.Func):
    """Whether a vector of words fits a question."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


def fits(question: Question, column: str = "words") -> models.Func:
    """Return the condition that a vector of words fits."""
    sql, given = question.sql()
    return _Fits(models.F(column), RawSQL(sql, given, output_field=models.TextField()))


def holds(question: Question, key: str) -> Exists:
    """Return the condition that the words of the fact in the outer column `key` fit."""
    words: Any = FactWords.objects.filter(fact=OuterRef(key)).filter(fits(question))
    return Exists(words)
