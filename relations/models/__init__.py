"""The domain's tables: things that last, things that happen, and why we believe them."""

from relations.models.action import Action
from relations.models.actor import Body, Office, Person, Tenure
from relations.models.agreement import Agreement, AgreementParty, AgreementStep
from relations.models.arms_transfer import ArmsTransfer, TransferItem, TransferStep
from relations.models.change import Change, ChangePlace, PairFactVersion
from relations.models.claim import Claim
from relations.models.context import ContextEvent, PairNote, PeriodFigure
from relations.models.country import (
    Country,
    CountryCode,
    CountryName,
    CountrySpell,
    Succession,
)
from relations.models.coverage import Coverage
from relations.models.fact import (
    COPIED,
    DETAILS,
    WIDE,
    Fact,
    FactLink,
    PairFact,
    PairMark,
    PairPulse,
    PairTally,
    Participant,
    Publication,
    list_of,
)
from relations.models.importing import (
    Import,
    ImportedRecord,
    ImportFinding,
    Outcome,
    SavedMapping,
)
from relations.models.money import ExchangeRate, Money
from relations.models.proposal import Proposal, ReviewPolicy
from relations.models.source import Publisher, Source, SourceVersion
from relations.models.statement import AboutPair, Statement, StatementTarget
from relations.models.topic import Topic
from relations.models.visit import Visit
from relations.models.vote import RollCall, Vote
from relations.models.words import FactWords

__all__ = [
    "COPIED",
    "DETAILS",
    "WIDE",
    "AboutPair",
    "Action",
    "Agreement",
    "AgreementParty",
    "AgreementStep",
    "ArmsTransfer",
    "Body",
    "Change",
    "ChangePlace",
    "Claim",
    "ContextEvent",
    "Country",
    "CountryCode",
    "CountryName",
    "CountrySpell",
    "Coverage",
    "ExchangeRate",
    "Fact",
    "FactLink",
    "FactWords",
    "Import",
    "ImportFinding",
    "ImportedRecord",
    "Money",
    "Office",
    "Outcome",
    "PairFact",
    "PairFactVersion",
    "PairMark",
    "PairNote",
    "PairPulse",
    "PairTally",
    "Participant",
    "PeriodFigure",
    "Person",
    "Proposal",
    "Publication",
    "Publisher",
    "ReviewPolicy",
    "RollCall",
    "SavedMapping",
    "Source",
    "SourceVersion",
    "Statement",
    "StatementTarget",
    "Succession",
    "Tenure",
    "Topic",
    "TransferItem",
    "TransferStep",
    "Visit",
    "Vote",
    "list_of",
]
