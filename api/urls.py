"""Addresses of the API; `/v1/` is a promise (docs/api.md)."""

from django.urls import include, path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer

from api import views
from api.writing import articles, proposals
from relations.lanes import Kind


class Schema(SpectacularAPIView):
    renderer_classes = [OpenApiJsonRenderer, OpenApiYamlRenderer]


class Reference(SpectacularSwaggerSplitView):
    renderer_classes = [TemplateHTMLRenderer]


v1 = [
    path("", views.Root.as_view(), name="root"),
    path("countries/", views.Countries.as_view(), name="countries"),
    path("countries/<str:code>/", views.CountryDetail.as_view(), name="country"),
    path("pairs/", views.Pairs.as_view(), name="pairs"),
    path("pairs/<str:pair>/", views.PairSummary.as_view(), name="pair"),
    path("pairs/<str:pair>/timeline/", views.PairTimeline.as_view(), name="pair-timeline"),
    path("facts/", proposals.FactsAndNew.as_view(), name="facts"),
    path("facts/<int:pk>/", views.FactDetail.as_view(), name="fact"),
    path("facts/<int:pk>/claims/", proposals.Claims.as_view(), name="claims"),
    path("facts/<int:pk>/corrections/", proposals.Corrections.as_view(), name="corrections"),
    path("proposals/", proposals.Proposals.as_view(), name="proposals"),
    path("proposals/<int:pk>/", proposals.ProposalDetail.as_view(), name="proposal"),
    path("articles/", articles.Articles.as_view(), name="articles"),
    path("articles/<int:pk>/", articles.ArticleDetail.as_view(), name="article"),
    path("agreements/", views.Agreements.as_view(), name="agreements"),
    path("arms-transfers/", views.ArmsTransfers.as_view(), name="arms-transfers"),
    path("statements/", views.Facts.as_view(kind=Kind.STATEMENT), name="statements"),
    path("visits/", views.Facts.as_view(kind=Kind.VISIT), name="visits"),
    path("actions/", views.Facts.as_view(kind=Kind.ACTION), name="actions"),
    path("sources/", views.Sources.as_view(), name="sources"),
    path("schema/", Schema.as_view(), name="schema"),
    re_path(r"^(?P<rest>.*)$", views.NothingHere.as_view()),
]

app_name = "api"
urlpatterns = [
    path("", Reference.as_view(url_name="api:schema"), name="reference"),
    path("v1/", include(v1)),
]
