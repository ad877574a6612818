"""The three roles and what each may do."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

_EDITED = (
    "source", "sourceversion", "publisher", "person", "body", "office", "tenure", "agreement",
    "armstransfer", "countryname", "exchangerate", "coverage", "topic", "contextevent", "pairnote",
    "periodfigure",
)  # fmt: skip

EDITOR = frozenset(
    {
        "add_fact",
        "change_fact",
        "view_fact",
        "publish_fact",
        "add_proposal",
        "view_proposal",
        "add_import",
        "view_import",
        "add_savedmapping",
    }
    | {f"{verb}_{model}" for verb in ("add", "change", "view") for model in _EDITED}
    | {f"view_{model}" for model in ("country", "change", "claim", "reviewpolicy", "money")}
)
REVIEWER = EDITOR | {
    "approve_fact", "merge_fact", "change_proposal", "change_import", "undo_import",
}  # fmt: skip
ADMINISTRATOR = REVIEWER | {
    "change_reviewpolicy", "add_reviewpolicy", "change_country", "add_country",
    "change_countryspell", "change_countrycode", "add_countrycode", "add_countryspell",
    "change_succession", "add_succession",
}  # fmt: skip

_WEBHOOKS = ("view_webhook", "change_webhook", "view_delivery", "change_delivery")

ROLES = {"Editor": EDITOR, "Reviewer": REVIEWER, "Administrator": ADMINISTRATOR}

_TOKENS = frozenset({"add_token", "view_token", "delete_token"})
# The door above keeps its own records; here its permissions are names.
ELSEWHERE = {
    "Editor": {"api": _TOKENS},
    "Reviewer": {"api": _TOKENS},
    "Administrator": {"api": _TOKENS | {"oversee_token"}},
}


def make_roles() -> None:
    """Create or update the groups of the three roles; may run again."""
    for name, codenames in ROLES.items():
        wanted = Q(content_type__app_label="relations", codename__in=codenames)
        for app, others in ELSEWHERE[name].items():
            wanted |= Q(content_type__app_label=app, codename__in=others)
        if name == "Administrator":
            wanted |= Q(content_type__app_label="auth")
            wanted |= Q(content_type__app_label="api", codename__in=_WEBHOOKS)
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(wanted))
