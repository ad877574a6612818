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
from relations.recording.payloads import headline_of, payload_of, read
from relations.recording.proposals import (
    accept,
    accept_as_source,
    adds_only_evidence,
    approve,
    propose,
    reject,
    reopen,
)
from relations.recording.publishing import (
    publish,
    publish_together,
    release,
    retract,
    review_rule,
    second_read,
    send_back,
    submit,
)
from relations.recording.roles import ROLES, make_roles
from relations.recording.snapshots import details_of, snapshot
from relations.recording.sources import (
    NOT_NAMED,
    Reanchored,
    add_source,
    describe_publisher,
    describe_source,
    hold_text,
    note_syndication,
    publisher_called,
    reanchor,
    record_coverage,
)
from relations.recording.trials import correction_of, hand_in, tried
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
    "NOT_NAMED",
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
    "Reanchored",
    "Refused",
    "Stale",
    "StatementValues",
    "TransferValues",
    "VisitValues",
    "accept",
    "accept_as_source",
    "add_claims",
    "add_source",
    "adds_only_evidence",
    "amend",
    "approve",
    "check_facts",
    "correction_of",
    "describe_publisher",
    "describe_source",
    "details_of",
    "fold_tallies",
    "hand_in",
    "headline_of",
    "hold_text",
    "make_roles",
    "merge",
    "note_syndication",
    "number_changes",
    "payload_of",
    "propose",
    "publish",
    "publish_together",
    "publisher_called",
    "read",
    "reanchor",
    "record",
    "record_action",
    "record_agreement",
    "record_arms_transfer",
    "record_coverage",
    "record_statement",
    "record_visit",
    "reject",
    "release",
    "reopen",
    "retract",
    "review_rule",
    "second_read",
    "send_back",
    "snapshot",
    "submit",
    "survivor",
    "tried",
    "unmerge",
    "withdraw_claim",
]
