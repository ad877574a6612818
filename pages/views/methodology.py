"""How the site works, in words; every term comes from the code, so that the two cannot part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pages.presenting import BADGE_TONES
from pages.views.answering import render_page, unheard
from relations import dates
from relations.dates import Precision
from relations.lanes import ActionSubtype, Kind, Lane, lane_of
from relations.models import AgreementStep, Fact, Money, StatementTarget, TransferStep
from relations.timeline.qualities import Quality, quality_of
from relations.verification import Verification


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its anchor, its heading, and which version of it this is, of which day."""

    anchor: str
    title: str
    version: int = 1
    written: date = date(2026, 11, 23)

    @property
    def written_words(self) -> str:
        return dates.say_day(self.written)


SECTIONS = (
    Section("facts", "What a fact is"),
    Section("kinds", "Kinds and lanes"),
    Section("verification", "How sure a fact is"),
    Section("statements", "Statements and stances"),
    Section("dates", "Dates, and facts without one"),
    Section("money", "Money"),
    Section("arms", "Arms quantities"),
    Section("third-parties", "Said and done by others"),
    Section("words-and-deeds", "Words and deeds, cooperation and conflict"),
    Section("names", "Names of states, and flags"),
    Section("coverage", "What was read"),
    Section("corrections", "Corrections, withdrawal and history"),
    Section("charts", "How charts are drawn"),
    Section("colours", "Colors"),
    Section("search", "Search"),
    Section("files", "Files and licences"),
    Section("gaps", "Known gaps"),
    Section("changes", "Changes of this page"),
)

CHANGES = ((date(2026, 11, 23), "The first version of every section."),)
"""What changed on the page, newest first; a changed section gets a new version and day."""

LEVEL_RULES = {
    Verification.UNVERIFIED: "No accepted claim goes beyond a lead, such as an unverified post.",
    Verification.REPORTED: "One origin says so that is no state, no body of a state and no medium "
    "that a state owns.",
    Verification.CLAIMED: "Asserted only by states, their bodies or the media they own, the "
    "parties or a third, however many outlets repeat it. The badge names who claims it.",
    Verification.CORROBORATED: "Two independent origins say so, at least one of them no state’s; "
    "or another says so and the party concerned admits it.",
    Verification.OFFICIALLY_CONFIRMED: "A joint or registered official record shows that a text "
    "and its parties exist. It does not show that an amount will be paid.",
    Verification.DISPUTED: "Contradicted by an origin that is not a party.",
    Verification.REFUTED: "Shown to be false; set by an editor with a public reason. The fact "
    "stays listed and stands in no count and no chart.",
    Verification.ON_RECORD: "Of statements only: the speaker’s own words are quoted, or the text "
    "is official.",
    Verification.REPORTED_SPEECH: "Of statements only: somebody else tells what was said.",
}
"""One sentence a level. A test keeps the list whole."""

LANE_WORDS = {
    Lane.AGREEMENT: "Treaties, memoranda and announced deals, by each step they take.",
    Lane.ECONOMY: "Aid, loans, payments, projects, energy deliveries and trade measures.",
    Lane.ARMS: "Orders, deliveries, licences and planned supplies, always from one to another.",
    Lane.MILITARY: "Exercises, training, deployments, bases, port calls, intelligence, launches.",
    Lane.VISIT: "Visits, meetings, calls, talks, envoys, ties opened or cut.",
    Lane.STATEMENT: "Words of either state about the other or about what they share.",
    Lane.PRESSURE: "Sanctions, use of force, seizures, detentions, court cases.",
    Lane.THIRD: "Words and acts of anyone else about the two. Never an act of theirs.",
}

MEASURE_WORDS = {
    Money.Measure.PROMISED: "memoranda, announcements, “up to”",
    Money.Measure.CONTRACTED: "a binding contract",
    Money.Measure.CREDIT_AGREED: "a loan or credit line agreed, used or not",
    Money.Measure.PAID: "paid, disbursed or invested",
}

PRECISION_WORDS = {
    Precision.DAY: "drawn on its day",
    Precision.MONTH: "a bar over the month",
    Precision.QUARTER: "a bar over three months",
    Precision.SEASON: "a bar over three months, northern seasons",
    Precision.YEAR: "a bar over the year; never 1 January",
    Precision.DECADE: "a bar over ten years",
    Precision.RANGE: "between two days",
    Precision.BEFORE: "open at its beginning",
    Precision.AFTER: "open at its end",
    Precision.NONE: "in no period and no column; listed by when it was known",
}


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    return render_page(
        request,
        "methodology",
        {
            "problems": unheard(request),
            "sections": SECTIONS,
            "changes": [(dates.say_day(day), sentence) for day, sentence in CHANGES],
            "levels": [
                (level, LEVEL_RULES[level], BADGE_TONES.get(level.value, "neutral"))
                for level in Verification
            ],
            "lanes": [(lane, LANE_WORDS[lane], _actions_of(lane)) for lane in Lane],
            "kinds": Kind,
            "measures": [(measure, MEASURE_WORDS[measure]) for measure in Money.Measure],
            "precisions": [(precision, PRECISION_WORDS[precision]) for precision in Precision],
            "bases": Fact.DateBasis,
            "stances": StatementTarget.Stance,
            "qualities": [(quality, _told(quality)) for quality in Quality],
        },
    )


def _actions_of(lane: Lane) -> str:
    """The subtypes of actions that stand in a lane."""
    return ", ".join(
        str(subtype.label)
        for subtype in ActionSubtype
        if lane_of(Kind.ACTION, subtype.value) == lane
    )


def _told(quality: Quality) -> list[tuple[str, str]]:
    """What counts as this, by kind, out of the same table that counts it."""
    listed: dict[str, Any] = {
        Kind.AGREEMENT: AgreementStep.Step,
        Kind.ARMS_TRANSFER: TransferStep.Step,
        Kind.ACTION: ActionSubtype,
    }
    told = [
        (
            str(kind.label),
            ", ".join(
                str(each.label)
                for each in listed[kind]
                if quality_of(kind.value, each.value) == quality
            ),
        )
        for kind in Kind
        if kind in listed
    ]
    told += [
        (str(Kind.STATEMENT.label), stance.label.lower())
        for stance in StatementTarget.Stance
        if quality_of(Kind.STATEMENT, "", stance.value) == quality
    ]
    if quality_of(Kind.VISIT, "visit") == quality:
        told.append((str(Kind.VISIT.label), "all"))
    return [(kind, words) for kind, words in told if words]
