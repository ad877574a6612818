"""Countries, and the page of one: with whom it deals, what it does, what others say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import presenting, sparks
from pages.parts import Parts
from pages.views.answering import read_address, read_words, render_page, unheard
from relations import dates, timeline
from relations.lanes import Lane
from relations.models import Country, CountryCode, CountryName, Money, StatementTarget
from relations.timeline import standing, totals
from relations.timeline.totals import ArmsTotal, MoneyTotal, Partner


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    problems = unheard(request, "q")
    q = read_words(request, problems)
    rows = Country.objects.order_by("label")
    if q:
        rows = rows.filter(Q(label__icontains=q) | Q(pk=q.upper()) | Q(names__text__iexact=q))
        rows = rows.distinct()
    context = {"countries": list(rows), "q": q, "problems": problems}
    return render_page(request, "countries", context)


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    state = Country.objects.filter(Q(pk=code.upper()) | Q(slug=code.lower())).first()
    if state is None:
        context = {"title": "No such country", "sentence": f"No country has the code {code}."}
        return render_page(request, "missing", context, status=404)
    if code != state.pk:
        return redirect("pages:country", code=state.pk, permanent=True)
    wanted = request.GET.get("sort", "").strip()
    filters, problems, elsewhere = read_address(request, ("cursor", "sort"))
    if elsewhere is not None:
        return elsewhere
    problems = [problem for problem in problems if problem.name != "sort"]
    problems += [each for each in unheard(request, "cursor", "sort") if each.name == "sort"]
    if wanted and wanted not in _SORTS:
        sentence = f"the partners cannot be sorted by “{wanted}”; use {', '.join(_SORTS)}."
        problems.append(timeline.Problem("sort", wanted, sentence))
    filters = replace(filters, country=(state.pk,), sort="newest")
    sort = wanted if wanted in _SORTS else "facts"
    parts = Parts()
    return render_page(
        request,
        "country",
        {
            "country": state,
            "problems": problems,
            "sort": sort if sort != "facts" else "",
            "parts": parts,
            **parts.ask("partners", lambda: _partners(state.pk, sort), {}),
            **parts.ask("activity", lambda: _activity(state), {}),
            **parts.ask("facts", lambda: _facts(filters), {}),
            "voices": parts.ask("voices", lambda: standing.said_about(state.pk), []),
            "stances": StatementTarget.Stance,
            "apart": parts.ask("apart", lambda: standing.apart_of(state.pk), None),
            "listing": parts.ask("listing", lambda: _listing(state.pk), {}),
        },
    )


# --- the table of partners ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the table of partners: its words, and what its sort begins with."""

    label: str
    key: Callable[[Partner], tuple[Any, ...]]
    is_number: bool = True


def _by_money(measure: str) -> Callable[[Partner], tuple[Any, ...]]:
    """Confirmed dollars first, then the rest: the two are never added."""

    def key(partner: Partner) -> tuple[Any, ...]:
        total = partner.money.get(measure, MoneyTotal())
        return (-total.confirmed, -total.not_confirmed)

    return key


_SORTS: dict[str, _Column] = {
    "name": _Column("Country", lambda partner: (partner.label,), is_number=False),
    "facts": _Column("Facts", lambda partner: (-partner.total.facts,)),
    "others": _Column("Of these, by others", lambda partner: (-partner.total.others,)),
    **{
        measure.value: _Column(str(measure.label), _by_money(measure.value))
        for measure in Money.Measure
    },
    "supplied": _Column("Arms to it", lambda partner: _by_arms(partner.supplied)),
    "received": _Column("Arms from it", lambda partner: _by_arms(partner.received)),
    "last": _Column(
        "Last fact", lambda partner: (-(partner.total.last_month or -1),), is_number=False
    ),
}


def _by_arms(total: ArmsTotal) -> tuple[Any, ...]:
    return (-total.orders, -total.delivered, -total.planned)


def _partners(code: str, sort: str) -> dict[str, Any]:
    found = totals.partners_of(code, until=presenting.this_month(timezone.localdate()))
    found.sort(key=lambda partner: (*_SORTS[sort].key(partner), partner.label))
    measures = [
        measure for measure in Money.Measure if any(measure.value in each.money for each in found)
    ]
    has_arms = any(each.supplied != ArmsTotal() or each.received != ArmsTotal() for each in found)
    shown = ["name", "facts", "others", *(measure.value for measure in measures)]
    shown += ["supplied", "received", "last"] if has_arms else ["last"]
    years = [year for partner in found for year in partner.total.years]
    first, last = min(years, default=0), max(years, default=0)
    return {
        "partners": [_partner(code, each, measures, first, last) for each in found],
        "heads": [
            {
                "key": key,
                "label": _SORTS[key].label,
                "is_number": _SORTS[key].is_number,
                "is_current": key == sort,
                "order": "ascending" if key == "name" else "descending",
            }
            for key in shown
        ],
        "has_arms": has_arms,
        "has_money": bool(measures),
        "spark_years": (first, last) if years else None,
    }


def _partner(
    code: str, partner: Partner, measures: list[Money.Measure], first: int, last: int
) -> dict[str, Any]:
    total = partner.total
    years = ", ".join(f"{year}: {n}" for year, n in sorted(total.years.items())[-12:])
    return {
        "code": partner.code,
        "label": partner.label,
        "total": total,
        "spark": sparks.spark(total.years, first, last, "") if total.years else "",
        "years": years,
        "money": [
            (measure.value, _dollars(partner.money.get(measure.value)), measure.label)
            for measure in measures
        ],
        "supplied": partner.supplied,
        "received": partner.received,
        "to": f"{code}-{partner.code}",
        "from": f"{partner.code}-{code}",
    }


def _dollars(total: MoneyTotal | None) -> dict[str, Any] | None:
    if total is None:
        return None
    return {
        "confirmed": presenting.money(total.confirmed) if total.confirmed else "",
        "not_confirmed": presenting.money(total.not_confirmed) if total.not_confirmed else "",
        "left_out": total.left_out,
    }


# --- the rest of the page ----------------------------------------------------------------


def _activity(state: Country) -> dict[str, Any]:
    found = standing.activity_of(state.pk)
    lanes = [lane for lane in Lane if any(lane in year for year in found.columns.values())]
    return {
        "activity": found,
        "activity_lanes": lanes,
        "activity_chart": sparks.columns(
            found.columns,
            lanes,
            f"Facts of {state.label} by year and kind; the table below has every number.",
        ),
        "activity_rows": [
            (year, [counts.get(lane, 0) for lane in lanes], sum(counts.values()))
            for year, counts in sorted(found.columns.items(), reverse=True)
        ],
    }


def _facts(filters: timeline.Filters) -> dict[str, Any]:
    page = timeline.fact_page(filters)
    return {
        "groups": list(presenting.groups_of(timeline.rows_of(page.places))),
        "filters": filters,
        "next": page.next,
        "previous": page.previous,
    }


def _listing(code: str) -> dict[str, Any]:
    """The lists' rows with their terms and days in words."""
    found = standing.listing_of(code)
    schemes, kinds = dict(CountryCode.Scheme.choices), dict(CountryName.Kind.choices)
    return {
        "names": [(text, language, kinds[kind]) for text, language, kind in found.names],
        "codes": [
            (schemes[scheme], value, _day(begins), _day(ends))
            for scheme, value, begins, ends in found.codes
        ],
        "spells": [
            (_day(begins) or "before our records", _day(ends) or "now", source.upper())
            for begins, ends, source in found.spells
        ],
        "before": [(pk, name, kind, _day(on)) for pk, name, kind, on in found.before],
        "after": [(pk, name, kind, _day(on)) for pk, name, kind, on in found.after],
    }


def _day(text: str | None) -> str:
    return dates.describe(dates.parse(text)) if text else ""
