"""`manage.py write_vocabulary`: docs/vocabulary.md from the enumerations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import models

from relations import lanes, pairs, verification
from relations.dates import Precision
from relations.models import (
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Body,
    Change,
    Country,
    Fact,
    FactLink,
    Money,
    Office,
    Publication,
    Publisher,
    Statement,
    StatementTarget,
    TransferItem,
    TransferStep,
    Visit,
)

_LISTS: tuple[tuple[str, type[models.TextChoices]], ...] = (
    ("Kind", lanes.Kind),
    ("Lane", lanes.Lane),
    ("Verification", verification.Verification),
    ("Polarity of a claim", verification.Polarity),
    ("Publication", Publication),
    ("Role", pairs.Role),
    ("Relation to a pair", pairs.Relation),
    ("Date precision", Precision),
    ("Date basis", Fact.DateBasis),
    ("Agreement type", Agreement.Type),
    ("Agreement level", Agreement.Level),
    ("Agreement subject", Agreement.Subject),
    ("Agreement step", AgreementStep.Step),
    ("Agreement status", Agreement.Status),
    ("Transfer mode", ArmsTransfer.Mode),
    ("Transfer step", TransferStep.Step),
    ("Transfer status", ArmsTransfer.Status),
    ("Arms category (SIPRI)", TransferItem.Category),
    ("Weapon class (ours)", TransferItem.WeaponClass),
    ("Statement act", Statement.Act),
    ("Stance", StatementTarget.Stance),
    ("Visit form", Visit.Form),
    ("Visit level", Visit.Level),
    ("Measure of money", Money.Measure),
    ("Link between facts", FactLink.Kind),
    ("Act of the record", Change.Act),
    ("Country kind", Country.Kind),
    ("Body kind", Body.Kind),
    ("Rank of an office", Office.Rank),
    ("Publisher kind", Publisher.Kind),
)

PATH = Path(settings.BASE_DIR) / "docs" / "vocabulary.md"


def vocabulary() -> str:
    """Return the page: every key with its label, and the table of actions."""
    lines = [
        "# Vocabulary",
        "",
        "Made by `manage.py write_vocabulary`. One spelling in the database, pages, API and files.",
    ]
    for title, choices in _LISTS:
        lines += ["", f"## {title}", ""]
        lines += [f"- `{member.value}` {member.label}" for member in choices]
    lines += [
        "",
        "## Actions",
        "",
        "| subtype | lane | sides | quality | PLOVER (2021) |",
        "|---|---|---|---|---|",
    ]
    for subtype in lanes.ActionSubtype:
        rule = lanes.ACTIONS[subtype]
        quality = " ".join(
            (
                "cooperative" if rule.is_cooperative else "conflictual",
                "material" if rule.is_material else "verbal",
            )
        )
        sides = "directed" if rule.is_directed else "mutual"
        lines.append(f"| `{subtype}` | {rule.lane} | {sides} | {quality} | {rule.plover} |")
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Write docs/vocabulary.md."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(vocabulary(), encoding="utf-8")
