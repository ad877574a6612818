"""The write side: one function an act, and the only door to the public.

Import the module, so that the call reads as a sentence: ``recording.publish(fact, by=editor)``.
Every function is atomic and keyword-only, takes the actor as `by`, records its Change, and raises
`Refused` (a sentence for each field), `NotAllowed` or `Stale`.
"""

from relations.recording.acts import NotAllowed, Refused, Stale
from relations.recording.checking import Doubt, check_facts
from relations.recording.facts import (
    add_claims,
    amend,
    record,
    record_action,
    record_agreement,
    record_arms_transfer,
    record_statement,
    record_visit,
    withdraw_claim,
)
from relations.recording.merging import Mergeable, merge, survivor, unmerge
from relations.recording.numbering import fold_tallies, number_changes
from relations.recording.payloads import payload_of, read
from relations.recording.proposals import accept, approve, propose, reject
from relations.recording.publishing import (
    publish,
    retract,
    review_rule,
    second_read,
    submit,
)
from relations.recording.roles import ROLES, make_roles
from relations.recording.snapshots import snapshot
from relations.recording.values import (
    ActionValues,
    AgreementValues,
    Amount,
    Evidence,
    FactValues,
    Quantity,
    StatementValues,
    TransferValues,
    VisitValues,
)

__all__ = [
    "ROLES",
    "ActionValues",
    "AgreementValues",
    "Amount",
    "Doubt",
    "Evidence",
    "FactValues",
    "Mergeable",
    "NotAllowed",
    "Quantity",
    "Refused",
    "Stale",
    "StatementValues",
    "TransferValues",
    "VisitValues",
    "accept",
    "add_claims",
    "amend",
    "approve",
    "check_facts",
    "fold_tallies",
    "make_roles",
    "merge",
    "number_changes",
    "payload_of",
    "propose",
    "publish",
    "read",
    "record",
    "record_action",
    "record_agreement",
    "record_arms_transfer",
    "record_statement",
    "record_visit",
    "reject",
    "retract",
    "review_rule",
    "second_read",
    "snapshot",
    "submit",
    "survivor",
    "unmerge",
    "withdraw_claim",
]
