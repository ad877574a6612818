"""Addresses of the pages. The address is the view."""

from django.urls import path, re_path, register_converter

from pages.views import (
    behind,
    brief,
    changes,
    compare,
    countries,
    fact,
    files,
    frame,
    home,
    ledger,
    matrix,
    methodology,
    money,
    pair,
    pairs,
    search,
)

app_name = "pages"
register_converter(files.ExtensionConverter, "extension")
urlpatterns = [
    path("", home.home, name="home"),
    path("pairs/", pairs.pairs, name="pairs"),
    path("r/<str:text>.<extension:extension>", files.pair, name="pair-file"),
    path("r/<str:text>/", pair.pair, name="pair"),
    path("r/<str:text>/money/", money.money, name="pair-money"),
    path("r/<str:text>/promises/", ledger.promises, name="promises"),
    path("r/<str:text>/voices/", ledger.voices, name="voices"),
    path("r/<str:text>/changes/", changes.pair, name="pair-changes"),
    path("r/<str:text>/changes.atom", changes.pair_feed, name="pair-changes-feed"),
    path("r/<str:text>/watch/", changes.watch, name="watch"),
    path("watched/", changes.watched, name="watched"),
    path("changes/", changes.log, name="changes"),
    path("changes.atom", changes.log_feed, name="changes-feed"),
    path("countries/", countries.countries, name="countries"),
    path("c/<str:code>.<extension:extension>", files.country, name="country-file"),
    path("c/<str:code>/", countries.country, name="country"),
    path("network/", matrix.matrix, name="network"),
    path("compare/", compare.compare, name="compare"),
    path("compare/rows/", behind.rows, name="compare-rows"),
    path("methodology/", methodology.methodology, name="methodology"),
    path("f/<int:pk>/", fact.fact, name="fact"),
    path("f/<int:pk>/history/", fact.history, name="fact-history"),
    re_path(r"^f/(?P<pk>\d{1,18})\.(?P<form>bib|csl\.json|jsonld)$", fact.cite, name="fact-cite"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search.<extension:extension>", files.search, name="search-file"),
    path("brief/", brief.brief, name="brief"),
    re_path(r"^brief\.(?P<form>md|docx)$", brief.file, name="brief-file"),
    path("favicon.ico", frame.favicon),
    path("theme/", frame.theme, name="theme"),
]
