"""A brief of the facts a reader ticked: its page, and the same as Markdown and Word."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pages.brief import MOST, Brief, assemble
from pages.files.brief_docx import docx
from pages.files.brief_markdown import markdown
from pages.views.answering import render_page, unheard, without_empty
from pages.views.files import refuse
from relations.timeline import Problem

LONGEST_TITLE = 200
TYPES = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    facts: tuple[int, ...] = ()
    title: str = ""
    sort: str = "oldest"

    def query(self, without: int = 0, sort: str = "") -> str:
        """The address of the same brief, without one of its facts or in another order."""
        pairs = [("fact", str(pk)) for pk in self.facts if pk != without]
        pairs += [("title", self.title)] if self.title else []
        pairs += [("sort", "newest")] if (sort or self.sort) == "newest" else []
        return f"?{urlencode(pairs)}" if pairs else "?"


def _read(request: HttpRequest) -> tuple[Asked, list[Problem]]:
    problems = unheard(request, "title", "sort", several=("fact",))
    facts: list[int] = []
    for text in request.GET.getlist("fact"):
        if text.isascii() and text.isdigit() and len(text) < 19:
            facts.append(int(text))
        elif text.strip():
            problems.append(Problem("fact", text, f"“{text[:40]}” is no number of a fact."))
    facts = list(dict.fromkeys(facts))
    if len(facts) > MOST:
        problems.append(Problem("fact", "", f"A brief holds {MOST} facts at most."))
        facts = facts[:MOST]
    title = " ".join(request.GET.get("title", "").split())
    if len(title) > LONGEST_TITLE:
        problems.append(Problem("title", title, f"A title has {LONGEST_TITLE} letters at most."))
        title = title[:LONGEST_TITLE]
    sort = request.GET.get("sort", "").strip() or "oldest"
    if sort not in ("oldest", "newest"):
        problems.append(Problem("sort", sort, f"“{sort[:40]}” is no order; use oldest or newest."))
        sort = "oldest"
    return Asked(tuple(facts), title, sort), problems


def _assemble(request: HttpRequest, asked: Asked, *, is_file: bool) -> Brief:
    return assemble(
        asked.facts,
        title=asked.title,
        is_newest_first=asked.sort == "newest",
        absolute=request.build_absolute_uri,
        redistributable_only=is_file and not request.user.is_authenticated,
    )


@require_safe
def brief(request: HttpRequest) -> HttpResponse:
    asked, problems = _read(request)
    if moved := without_empty(request, problems, parse_qsl(asked.query()[1:])):
        return moved
    made = _assemble(request, asked, is_file=False)
    context = {
        "brief": made,
        "asked": asked,
        "problems": problems,
        "entries": [(entry, asked.query(without=entry.row["id"])) for entry in made.entries],
        "query": asked.query(),
        "turned": asked.query(sort="oldest" if asked.sort == "newest" else "newest"),
        "most": MOST,
    }
    return render_page(request, "brief", context)


@require_safe
def file(request: HttpRequest, form: str) -> HttpResponse:
    """A fact that cannot be in it makes no file: a brief with a fact dropped is a wrong brief."""
    asked, problems = _read(request)
    sentences = [problem.sentence for problem in problems]
    if sentences:
        return refuse(sentences, form)
    if not asked.facts:
        return refuse(["Name at least one fact, as in ?fact=12."], form)
    made = _assemble(request, asked, is_file=True)
    sentences = [f"Fact {pk} was withdrawn." for pk in made.withdrawn]
    sentences += [f"There is no public fact {pk}." for pk in made.unknown]
    if sentences:
        return refuse(sentences, form)
    content = markdown(made) if form == "md" else docx(made)
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="brief-{made.made_on}.{form}"'
    answer["X-Dyad-Rows"] = str(len(made.entries))
    answer["X-Dyad-Withheld"] = str(len(made.withheld))
    answer["Vary"] = "Cookie"
    return answer
