"""Small words of the templates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pages import ledger, presenting
from pages.parts import Parts
from relations.timeline import Filters
from relations.timeline.credits import credits as data_credits

register = template.Library()


@register.simple_tag
def flag(code: str, size: str = "small") -> SafeString:
    """A flag beside the country's name, or its code in a tile where there is none."""
    return presenting.flag_markup(code, size)


@register.simple_tag
def address(filters: Filters, **changes: Any) -> str:
    """The canonical query string with some parameters changed, beginning with "?" or empty."""
    cursor = changes.pop("cursor", None)
    query = urlencode(filters.query(cursor=cursor, **changes))
    return f"?{query}" if query else "?"


@register.simple_tag
def file_query(filters: Filters) -> str:
    """The query string of a file of this view: the whole of it, from no cursor on."""
    query = urlencode(filters.query())
    return f"?{query}" if query else ""


@register.filter
def words(value: str) -> str:
    """A term as words: entered_into_force → entered into force."""
    return str(value).replace("_", " ")


@register.filter
def dated(text: str) -> str:
    """A stored date as readers say it: 1963-05-08 → 8 May 1963; empty stays empty."""
    return ledger.edtf_words(text)


@register.filter
def plain(value: int) -> str:
    """A count with thousands separators; years never pass through here."""
    return f"{value:,}"


@register.filter
def percent(share: float) -> str:
    """A share as readers say it: 0.873 → 87%; less than one in a hundred has a decimal."""
    return f"{share:.0%}" if share >= 0.01 or share == 0 else f"{share:.1%}"


@register.simple_tag
def credits() -> list[str]:
    """Whom to credit under every page: the data sets whose rows are here."""
    return data_credits()


@register.filter
def dollars(value: float) -> str:
    """An amount of US dollars as cards say it: $40B."""
    return presenting.money(value)


@register.filter
def at(values: dict[str, Any], name: str) -> Any:
    """The value under a name, or nothing."""
    return values.get(name)


@register.filter
def first_of(values: tuple[str, ...] | None) -> str:
    """The first of a parameter's values, or empty."""
    return values[0] if values else ""


@register.filter
def tone(level: str) -> str:
    """The color of a badge: ok, warn, bad or neutral."""
    return presenting.BADGE_TONES.get(level, "neutral")


@register.filter
def is_web(address: str) -> bool:
    """Whether an address may become a link: http and https only."""
    return str(address).lower().startswith(("http://", "https://"))


class PartNode(template.Node):
    """`{% part parts "name" "In words" %}…{% endpart %}`."""

    child_nodelists = ("nodelist",)

    def __init__(
        self, parts: FilterExpression, name: FilterExpression, words: FilterExpression,
        nodelist: NodeList,
    ) -> None:  # fmt: skip
        self.parts, self.name, self.words, self.nodelist = parts, name, words, nodelist

    def render(self, context: template.Context) -> SafeString:
        parts: Parts = self.parts.resolve(context)
        name = self.name.resolve(context)
        if name not in parts.failed:
            try:
                return self.nodelist.render(context)
            except Exception:
                parts.fail(name)
        said = {"words": self.words.resolve(context), "request": context.get("request")}
        return render_to_string("pages/failed.html", said)


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """A part of a page: what stands between, or, where it failed, a sentence and Retry."""
    _, *bits = token.split_contents()
    if len(bits) != 3:
        raise template.TemplateSyntaxError('Write {% part parts "name" "In words" %}.')
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    parts, name, words = map(parser.compile_filter, bits)
    return PartNode(parts, name, words, nodelist)
