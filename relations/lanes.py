"""Kinds of fact, the subtypes of actions, and the one table from them to a timeline's lanes.

PLOVER codes follow the codebook of 2021 (Open Event Data Alliance); they are an export coding,
never the schema. Statements without an act of their own have no PLOVER code.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

__all__ = ["ACTIONS", "ActionRule", "ActionSubtype", "Kind", "Lane", "lane_of"]


class Kind(models.TextChoices):
    AGREEMENT = "agreement", "Agreement"
    ARMS_TRANSFER = "arms_transfer", "Arms transfer"
    STATEMENT = "statement", "Statement"
    VISIT = "visit", "Visit or meeting"
    ACTION = "action", "Action"


class Lane(models.TextChoices):
    """The groups of a timeline, in the order pages draw them."""

    AGREEMENT = "agreement", "Agreements"
    ECONOMY = "economy", "Trade, aid and money"
    ARMS = "arms", "Arms transfers"
    MILITARY = "military", "Military"
    VISIT = "visit", "Visits and diplomacy"
    STATEMENT = "statement", "Statements"
    PRESSURE = "pressure", "Sanctions, disputes"
    THIRD = "third", "Said and done by others"


class ActionSubtype(models.TextChoices):
    TIES_ESTABLISHED = "ties_established", "ties established or restored"
    TIES_CUT = "ties_cut", "ties cut"
    RECOGNITION = "recognition", "recognition"
    AMBASSADOR_RECALLED = "ambassador_recalled", "ambassador recalled"
    AMBASSADOR_EXPELLED = "ambassador_expelled", "ambassador or diplomats expelled"
    AMBASSADOR_SUMMONED = "ambassador_summoned", "ambassador summoned"
    MISSION_OPENED = "mission_opened", "mission opened"
    MISSION_CLOSED = "mission_closed", "mission closed"
    SANCTION_IMPOSED = "sanction_imposed", "sanction imposed"
    SANCTION_EASED = "sanction_eased", "sanction eased"
    TRADE_MEASURE = "trade_measure", "trade measure"
    LOAN = "loan", "loan"
    GRANT = "grant", "grant"
    PAYMENT = "payment", "payment"
    AID = "aid", "aid"
    PROJECT_STARTED = "project_started", "project started"
    PROJECT_COMPLETED = "project_completed", "project completed"
    PROJECT_SUSPENDED = "project_suspended", "project suspended"
    ENERGY_DELIVERY = "energy_delivery", "energy delivery"
    EXERCISE = "exercise", "exercise"
    DEPLOYMENT = "deployment", "deployment"
    BASE_ACCESS = "base_access", "base access"
    TRAINING = "training", "training"
    PORT_CALL = "port_call", "port call"
    INTELLIGENCE_SHARING = "intelligence_sharing", "intelligence sharing"
    SPACE_LAUNCH = "space_launch", "space launch"
    DISPUTE = "dispute", "militarised dispute"
    USE_OF_FORCE = "use_of_force", "use of force"
    SEIZURE = "seizure", "seizure"
    CYBER = "cyber", "cyber operation"
    DETENTION = "detention", "detention"
    PRISONER_EXCHANGE = "prisoner_exchange", "prisoner exchange"
    EXTRADITION = "extradition", "extradition"
    COURT_CASE = "court_case", "court case"
    VOTE_OR_VETO = "vote_or_veto", "vote or veto"
    MEMBERSHIP_SUPPORTED = "membership_supported", "membership supported"
    OTHER = "other", "other"


@dataclass(frozen=True, slots=True)
class ActionRule:
    """What a subtype means by default: its lane, whether it has a direction, and its coding."""

    lane: Lane
    is_directed: bool
    is_cooperative: bool
    is_material: bool
    plover: str


def _rule(lane: Lane, sides: str, quality: str, plover: str) -> ActionRule:
    tone, _, form = quality.partition(" ")
    return ActionRule(lane, sides == "directed", tone == "cooperative", form == "material", plover)


_A, _L = ActionSubtype, Lane
ACTIONS: dict[str, ActionRule] = {
    _A.TIES_ESTABLISHED: _rule(_L.VISIT, "mutual", "cooperative material", "COOPERATE"),
    _A.TIES_CUT: _rule(_L.VISIT, "directed", "conflictual material", "SANCTION"),
    _A.RECOGNITION: _rule(_L.VISIT, "directed", "cooperative verbal", "SUPPORT"),
    _A.AMBASSADOR_RECALLED: _rule(_L.VISIT, "directed", "conflictual material", "SANCTION"),
    _A.AMBASSADOR_EXPELLED: _rule(_L.VISIT, "directed", "conflictual material", "SANCTION"),
    _A.AMBASSADOR_SUMMONED: _rule(_L.VISIT, "directed", "conflictual verbal", "PROTEST"),
    _A.MISSION_OPENED: _rule(_L.VISIT, "directed", "cooperative material", "COOPERATE"),
    _A.MISSION_CLOSED: _rule(_L.VISIT, "directed", "conflictual material", "SANCTION"),
    _A.SANCTION_IMPOSED: _rule(_L.PRESSURE, "directed", "conflictual material", "SANCTION"),
    _A.SANCTION_EASED: _rule(_L.PRESSURE, "directed", "cooperative material", "CONCEDE"),
    _A.TRADE_MEASURE: _rule(_L.ECONOMY, "directed", "conflictual material", "SANCTION"),
    _A.LOAN: _rule(_L.ECONOMY, "directed", "cooperative material", "AID"),
    _A.GRANT: _rule(_L.ECONOMY, "directed", "cooperative material", "AID"),
    _A.PAYMENT: _rule(_L.ECONOMY, "directed", "cooperative material", "COOPERATE"),
    _A.AID: _rule(_L.ECONOMY, "directed", "cooperative material", "AID"),
    _A.PROJECT_STARTED: _rule(_L.ECONOMY, "mutual", "cooperative material", "COOPERATE"),
    _A.PROJECT_COMPLETED: _rule(_L.ECONOMY, "mutual", "cooperative material", "COOPERATE"),
    _A.PROJECT_SUSPENDED: _rule(_L.ECONOMY, "mutual", "conflictual material", "RETREAT"),
    _A.ENERGY_DELIVERY: _rule(_L.ECONOMY, "directed", "cooperative material", "COOPERATE"),
    _A.EXERCISE: _rule(_L.MILITARY, "mutual", "cooperative material", "COOPERATE"),
    _A.DEPLOYMENT: _rule(_L.MILITARY, "directed", "cooperative material", "MOBILIZE"),
    _A.BASE_ACCESS: _rule(_L.MILITARY, "directed", "cooperative material", "COOPERATE"),
    _A.TRAINING: _rule(_L.MILITARY, "directed", "cooperative material", "AID"),
    _A.PORT_CALL: _rule(_L.MILITARY, "directed", "cooperative material", "COOPERATE"),
    _A.INTELLIGENCE_SHARING: _rule(_L.MILITARY, "directed", "cooperative material", "COOPERATE"),
    _A.SPACE_LAUNCH: _rule(_L.MILITARY, "directed", "cooperative material", "COOPERATE"),
    _A.DISPUTE: _rule(_L.PRESSURE, "directed", "conflictual material", "COERCE"),
    _A.USE_OF_FORCE: _rule(_L.PRESSURE, "directed", "conflictual material", "ASSAULT"),
    _A.SEIZURE: _rule(_L.PRESSURE, "directed", "conflictual material", "COERCE"),
    _A.CYBER: _rule(_L.PRESSURE, "directed", "conflictual material", "ASSAULT"),
    _A.DETENTION: _rule(_L.PRESSURE, "directed", "conflictual material", "COERCE"),
    _A.PRISONER_EXCHANGE: _rule(_L.VISIT, "mutual", "cooperative material", "CONCEDE"),
    _A.EXTRADITION: _rule(_L.VISIT, "directed", "cooperative material", "COOPERATE"),
    _A.COURT_CASE: _rule(_L.PRESSURE, "directed", "conflictual verbal", "ACCUSE"),
    _A.VOTE_OR_VETO: _rule(_L.VISIT, "directed", "cooperative verbal", "SUPPORT"),
    _A.MEMBERSHIP_SUPPORTED: _rule(_L.VISIT, "directed", "cooperative verbal", "SUPPORT"),
    _A.OTHER: _rule(_L.VISIT, "directed", "cooperative verbal", "CONSULT"),
}

_LANES = {
    Kind.AGREEMENT: Lane.AGREEMENT,
    Kind.ARMS_TRANSFER: Lane.ARMS,
    Kind.STATEMENT: Lane.STATEMENT,
    Kind.VISIT: Lane.VISIT,
}


def lane_of(kind: str, subtype: str, *, is_third: bool = False) -> Lane:
    """Return the lane of a fact in a pair; a third party's words and acts have their own."""
    if is_third:
        return Lane.THIRD
    if kind == Kind.ACTION:
        return ACTIONS[subtype].lane
    return _LANES[Kind(kind)]
