"""What all pages of the desk share: who may enter, and the frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.urls import reverse

from articles.models import Article
from pages import framing
from relations.models import Fact, Proposal, Publication


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let staff in who may propose facts; others sign in first or get a sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not (user.is_staff and user.has_perm("relations.add_proposal")):
            said = "The desk is for editors. Ask an administrator for the Editor role."
            return render(request, "denied", {"sentence": said}, status=403)
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as denied:
            return render(request, "denied", {"sentence": str(denied)}, status=403)

    return guarded


def editor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def render(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    counts = {
        "to_review": Article.objects.to_review().count(),
        "to_second_read": second_reading(),
    }
    context = {**framing.frame(request), **counts, **context}
    response = django_render(request, f"desk/{template}.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def second_reading() -> int:
    """How many facts, proposals of programs and corrections wait for a second reader."""
    waiting = Proposal.objects.filter(state=Proposal.State.PROPOSED)
    return (
        Fact.objects.filter(publication=Publication.IN_REVIEW).count()
        + waiting.filter(Q(act=Proposal.Act.AMEND) | Q(origin=Proposal.Origin.API)).count()
    )


def proposed_facts() -> QuerySet[Proposal]:
    """Facts that programs have proposed by the API, and nobody has decided."""
    return Proposal.objects.filter(
        state=Proposal.State.PROPOSED, act=Proposal.Act.RECORD, origin=Proposal.Origin.API
    )


def sentences(errors: dict[str, list[str]]) -> str:
    return " ".join(sentence for said in errors.values() for sentence in said)
