"""The demo: facts of nine articles, entered through recording as an editor would.

`data/demo.json` holds, per article, the source and its facts as payloads (`recording.read`) with
people by name and other facts by the key given to them. Only short quotations are kept.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction

from relations import countries, dates, fields, recording
from relations.models import Fact, Person, Publisher, Source


def load_demo() -> int:
    """Load the articles that are not here yet; return how many facts are new.

    A demo editor records, a demo reviewer publishes. One transaction an article: it is here
    whole or not at all.
    """
    articles = json.loads((countries.DATA / "demo.json").read_text(encoding="utf-8"))
    editor, reviewer = _demo_user("demo-editor", "Editor"), _demo_user("demo-reviewer", "Reviewer")
    return sum(_load_article(article, editor, reviewer) for article in articles)


def _demo_user(name: str, role: str) -> User:
    """An account nobody can sign in with."""
    recording.make_roles()
    user, is_new = User.objects.get_or_create(username=name)
    if is_new:
        user.set_unusable_password()
        user.save()
        user.groups.set(Group.objects.filter(name=role))
    return user


@transaction.atomic
def _load_article(article: dict[str, Any], editor: User, reviewer: User) -> int:
    about = article["publisher"]
    publisher, _ = Publisher.objects.get_or_create(
        slug=about["slug"],
        defaults={
            "name": about["name"],
            "kind": about["kind"],
            "country_id": about.get("country"),
            "owner_country_id": about.get("owner_country"),
            "note": about.get("note", ""),
        },
    )
    if Source.objects.filter(publisher=publisher, title=article["title"]).exists():
        return 0
    source = Source(
        title=article["title"],
        publisher=publisher,
        address=article.get("address", ""),
        licence=article["licence"],
        credit=article.get("credit", ""),
        retrieved_at=datetime.fromisoformat(article["retrieved"]).replace(tzinfo=UTC),
    )
    fields.write_date(source, "published", dates.parse(article.get("published", "")))
    source.save()
    recorded: dict[str, Fact] = {}
    for payload in article["facts"]:
        key = payload.pop("key", "")
        values, detail = recording.read(_resolved(payload, source, recorded))
        fact = recording.record(by=editor, fact=values, detail=detail)
        recording.publish(fact, by=reviewer)
        if key:
            recorded[key] = fact
    return len(article["facts"])


def _resolved(payload: dict[str, Any], source: Source, recorded: dict[str, Fact]) -> dict[str, Any]:
    """Put records in the place of names: people, the source, facts recorded before."""
    detail = dict(payload["detail"])
    if speaker := detail.get("speaker"):
        detail["speaker"] = _person(speaker)
    if persons := detail.get("persons"):
        detail["persons"] = [_person(name) for name in persons]
    resolved = {**payload, "detail": detail}
    resolved["evidence"] = [
        {
            **passage,
            "source": source,
            "asserted_by": [
                {"person": _person(who["person"])} if isinstance(who, dict) else who
                for who in passage["asserted_by"]
            ],
        }
        for passage in payload["evidence"]
    ]
    if inferred := payload.get("date_inferred_from"):
        resolved["date_inferred_from"] = recorded[inferred.removeprefix("fact:")]
    resolved["links"] = [
        (kind, recorded[to.removeprefix("fact:")]) for kind, to in payload.get("links", ())
    ]
    return resolved


def _person(name: str) -> Person:
    return Person.objects.filter(name=name).order_by("id")[0]
