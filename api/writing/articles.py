"""Articles on their way to the desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api import parameters
from api.parameters import is_dry_run
from api.writing import bodies, payloads, refusals, written
from api.writing.doors import DRY_RUN, KEY, Writing, answers
from api.writing.keeping import once
from articles import intake
from articles.models import Article
from relations import db


class Articles(Writing):
    most_bytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

    @extend_schema(
        operation_id="add_article",
        parameters=[KEY, DRY_RUN],
        request=written.ArticleGivenSerializer,
        responses=answers(
            {200: written.ArticleSerializer, 202: written.ArticleSerializer},
        ),
    )
    @once
    def post(self, request: Request) -> Response:
        """Hand in an article: 202, it is being read; 200, it was here already, or a dry run."""
        parameters.only(request.GET, "dry_run")
        given = payloads.check(written.ArticleGivenSerializer, self.body(request))
        if is_dry_run(request.GET):
            with db.undone():
                added = _added(given, request)
                known = None if added.is_new else added.article
            return Response(
                {
                    "dry_run": True,
                    "is_new": added.is_new,
                    "article": known.pk if known else None,
                    "detail": added.sentence,
                }
            )
        added = _added(given, request)
        assert added.article is not None
        return Response(
            {**written.told_article(added.article), "is_new": added.is_new},
            status=202 if added.is_new else 200,
            headers={"Location": reverse("api:article", args=[added.article.pk])},
        )


def _added(given: dict[str, Any], request: Request) -> intake.Added:
    about = intake.About(
        **{name: given[name] for name in ("title", "publisher", "published", "language")
           if name in given},
        pair_hint=given.get("pair", ""),
        address=given.get("address", ""),
    )  # fmt: skip
    with refusals.said():
        if "text" in given:
            return intake.add_pasted(given["text"], by=request.user, about=about)
        if "address" in given:
            return intake.add_address(given["address"], by=request.user, about=about)
    raise bodies.BadBody([("", "Give an address or a text.")])


class ArticleDetail(Writing):
    @extend_schema(
        operation_id="article",
        responses=answers(
            {200: written.ArticleSerializer}, is_write=False,
            problems={404: "There is no such article."},
        ),
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        """How far the desk is with an article, and how many facts it suggests."""
        parameters.only(request.GET)
        article = Article.objects.filter(pk=pk).first() if pk < 2**63 else None
        if article is None:
            raise Http404(f"There is no article {pk}.")
        return Response(written.told_article(article))
