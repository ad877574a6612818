"""The closed registry of what a claim may be about.

Each entry names the path used in `Claim.field`, the JSON value a claim of it carries, and the
column it is projected onto. The empty path is the occurrence itself and carries no value.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClaimField:
    """`value` is "none", "edtf", "text", "quantity" {low, best, high, reported} or
    "money" {low, best, high, currency, reported}."""

    value: str
    column: str


FIELDS: dict[str, ClaimField] = {
    "": ClaimField("none", ""),
    "date": ClaimField("edtf", "fact.date_text"),
    "end": ClaimField("edtf", "fact.end_text"),
    "agreement.bindingness": ClaimField("text", "agreement.bindingness"),
    "agreement.type": ClaimField("text", "agreement.type"),
    "transfer.intended_use": ClaimField("text", "armstransfer.intended_use"),
    "transfer.quantity": ClaimField("quantity", "transferitem.quantity"),
    "step.quantity": ClaimField("quantity", "transferstep.quantity"),
    "item.armed": ClaimField("text", "transferitem.armed"),
    "money.promised": ClaimField("money", "money"),
    "money.contracted": ClaimField("money", "money"),
    "money.credit_agreed": ClaimField("money", "money"),
    "money.paid": ClaimField("money", "money"),
    "statement.quotation": ClaimField("text", "statement.quotation"),
}
