"""The names that mentions are looked up by, from the database instead of the files."""

from __future__ import annotations

from articles.mentions.names import Names
from relations import countries
from relations.models import Country, CountryName, Office, Tenure


def from_database() -> Names:
    """Build the lookup from the tables, which editors may have added to. Four queries."""
    states = list(Country.objects.values_list("pk", "kind", "label"))
    return Names(
        (
            countries.Name(code, text, language, kind, countries.Period(start, end))
            for code, text, language, kind, start, end in CountryName.objects.order_by(
                "country", "text"
            ).values_list("country", "text", "language", "kind", "valid_from", "valid_to")
        ),
        {code: kind for code, kind, _ in states},
        [
            countries.Office(
                str(office.pk),
                office.country_id,
                office.body.name,
                office.title,
                office.rank,
                tuple(filter(None, office.other_titles.split("|"))),
            )
            for office in Office.objects.select_related("body").order_by("pk")
        ],
        [
            countries.Tenure(
                str(tenure.office_id),
                tenure.person.name,
                tuple(filter(None, tenure.person.other_names.split("|"))),
                tenure.start_text,
                tenure.end_text,
                "open" if tenure.is_current else ("known" if tenure.end_text else "unknown"),
            )
            for tenure in Tenure.objects.select_related("person").order_by("pk")
        ],
        {code: label for code, _, label in states},
    )
