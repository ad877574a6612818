"""Addresses of the API; `/v1/` is a promise (docs/api.md)."""

from django.urls import include, path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer

from api import changes
from api.exports import views as exports
from api.views import countries, facts, lasting, pairs, root, summaries
from api.views.problem_types import problem_types
from api.webhooks import views as webhooks
from api.writing import articles, proposals
from relations.lanes import Kind


class Schema(SpectacularAPIView):
    renderer_classes = [OpenApiJsonRenderer, OpenApiYamlRenderer]


class Reference(SpectacularSwaggerSplitView):
    renderer_classes = [TemplateHTMLRenderer]


v1 = [
    path("", root.Root.as_view(), name="root"),
    path("countries/", countries.Countries.as_view(), name="countries"),
    path("countries/<str:code>/", countries.CountryDetail.as_view(), name="country"),
    path("countries/<str:code>/partners/", summaries.Partners.as_view(), name="partners"),
    path("matrix/", summaries.MatrixView.as_view(), name="matrix"),
    path("pairs/", pairs.Pairs.as_view(), name="pairs"),
    path("pairs/<str:pair>/", pairs.PairSummary.as_view(), name="pair"),
    path("pairs/<str:pair>/timeline/", facts.PairTimeline.as_view(), name="pair-timeline"),
    path("pairs/<str:pair>/years/", summaries.PairYears.as_view(), name="pair-years"),
    path("facts/", proposals.FactsAndNew.as_view(), name="facts"),
    path("facts/<int:pk>/", facts.FactDetail.as_view(), name="fact"),
    path("agreements/", lasting.Agreements.as_view(), name="agreements"),
    path("agreements/<int:pk>/", lasting.AgreementDetail.as_view(), name="agreement"),
    path("arms-transfers/", lasting.ArmsTransfers.as_view(), name="arms-transfers"),
    path("arms-transfers/<int:pk>/", lasting.ArmsTransferDetail.as_view(), name="arms-transfer"),
    path("statements/", facts.Facts.as_view(kind=Kind.STATEMENT), name="statements"),
    path("visits/", facts.Facts.as_view(kind=Kind.VISIT), name="visits"),
    path("actions/", facts.Facts.as_view(kind=Kind.ACTION), name="actions"),
    path("sources/", lasting.Sources.as_view(), name="sources"),
    path("sources/<int:pk>/", lasting.SourceDetail.as_view(), name="source"),
    path("changes/", changes.Changes.as_view(), name="changes"),
    path("changes.atom", changes.ChangesAtom.as_view(), name="changes-atom"),
    *(path(at, view, name=name) for at, view, name in webhooks.urls()),
    path("exports/", exports.Exports.as_view(), name="exports"),
    path("exports/<uuid:pk>/", exports.ExportDetail.as_view(), name="export"),
    path("exports/<uuid:pk>/file/", exports.ExportFile.as_view(), name="export-file"),
    path("exports/<uuid:pk>/manifest/", exports.ExportManifest.as_view(), name="export-manifest"),
    path("facts/<int:pk>/claims/", proposals.Claims.as_view(), name="claims"),
    path("facts/<int:pk>/corrections/", proposals.Corrections.as_view(), name="corrections"),
    path("proposals/", proposals.Proposals.as_view(), name="proposals"),
    path("proposals/<int:pk>/", proposals.ProposalDetail.as_view(), name="proposal"),
    path("articles/", articles.Articles.as_view(), name="articles"),
    path("articles/<int:pk>/", articles.ArticleDetail.as_view(), name="article"),
    path("schema/", Schema.as_view(), name="schema"),
    re_path(r"^(?P<rest>.*)$", root.NothingHere.as_view()),
]

app_name = "api"
urlpatterns = [
    path("", Reference.as_view(url_name="api:schema"), name="reference"),
    path("problems/", problem_types, name="problems"),
    # The addresses that problem documents give have no slash at their end.
    path("problems/<str:slug>", problem_types, name="problem"),
    path("v1/", include(v1)),
]
