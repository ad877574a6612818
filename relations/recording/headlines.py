"""The sentence a fact gets when an editor writes none: present tense, no adjectives."""

from __future__ import annotations

from collections.abc import Iterable

from relations.lanes import ActionSubtype
from relations.models import AgreementStep, Country, TransferStep
from relations.recording.values import (
    ActionValues,
    AgreementValues,
    DetailValues,
    StatementValues,
    TransferValues,
    VisitValues,
)
from relations.sentences import listed

_FORMS = {
    "visit": "{guests} in {host}",
    "meeting": "{everyone} meet",
    "call": "{everyone} speak by phone",
    "talks": "{everyone} hold talks",
    "summit": "{everyone} meet at a summit",
}


def headline_for(detail: DetailValues) -> str:
    """Return a headline from the detail alone, at most 300 characters."""
    return _sentence(detail)[:300]


def _sentence(detail: DetailValues) -> str:
    match detail:
        case AgreementValues():
            title = detail.title or (detail.agreement.title if detail.agreement else "agreement")
            step = AgreementStep.Step(detail.step).label
            if detail.party:
                return f"{title}: {step} by {detail.party}"
            return f"{title}: {step}"
        case TransferValues():
            transfer = detail.transfer
            supplier = detail.supplier or (transfer.supplier if transfer else None)
            recipient = detail.recipient or (transfer.recipient if transfer else None)
            what = detail.designation or (transfer.title if transfer else "arms")
            words = detail.quantity.reported
            step = TransferStep.Step(detail.step).label
            things = f"{words} {what}" if words and what not in words else words or what
            return (
                f"{supplier or 'Unknown supplier'} to {recipient or 'unknown recipient'}: "
                f"{things}, {step}"
            )
        case StatementValues():
            who = str(detail.speaker or detail.speaker_words or detail.office or detail.country)
            whom = _join(country for country, _ in detail.targets)
            verb = detail.act.replace("_", " ")
            return (
                f"{who} {verb} on {whom}"
                if whom and verb == "comments"
                else (f"{who} {verb} {whom}".strip())
            )
        case VisitValues():
            guests = _join(detail.persons) or _join(detail.visitors)
            everyone = _join([*detail.visitors, *([detail.host] if detail.host else [])])
            return _FORMS[detail.form].format(
                guests=guests, host=detail.host or detail.place, everyone=everyone
            )
        case ActionValues():
            label = str(ActionSubtype(detail.action).label)
            senders, receivers = _join(detail.senders), _join(detail.receivers)
            return f"{senders}: {label}" + (f", {receivers}" if receivers else "")


def _join(names: Iterable[Country | object]) -> str:
    return listed([str(name) for name in names])
