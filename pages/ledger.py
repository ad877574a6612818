"""What the ledger of promises says of each: its rungs, its figures and its gap in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pages import presenting
from relations import dates
from relations.lanes import Kind
from relations.models import Agreement, ArmsTransfer
from relations.timeline.fulfilment import Amount, Delivered, Figure, Fulfilment, Item, StepFact
from relations.timeline.promise_questions import Question, months_between
from relations.timeline.rows import AmountRow
from relations.verification import CONFIRMED, Verification, badge

RUNG_WORDS = {
    "announced": "Announced", "signed": "Signed", "in_force": "In force",
    "planned": "Planned", "ordered": "Ordered", "delivered": "Delivered",
}  # fmt: skip


def level_words(level: str) -> str:
    """A level as a word beside a number; both confirmed ones are one word."""
    if level in CONFIRMED:
        return "confirmed"
    return str(Verification(level).label).lower()


def stage_words(kind: str, status: str) -> str:
    known = Agreement.Status if kind == Kind.AGREEMENT else ArmsTransfer.Status
    return str(known(status).label)


# --- amounts and numbers -----------------------------------------------------------------


def range_words(row: AmountRow) -> str:
    """An amount with its ends where the source gives them: $40B (between $35B and $45B)."""
    said = presenting.amount_words(dict(row))
    if row["best"] is None:
        return said
    ends = [
        "" if end is None or end == row["best"] else presenting.money(end, row["currency"])
        for end in (row["low"], row["high"])
    ]
    least, most = ends
    if least and most:
        return f"{said} (between {least} and {most})"
    if least or most:
        return f"{said} ({f'at least {least}' if least else f'up to {most}'})"
    return said


def number_words(low: int | None, best: int | None, high: int | None) -> str:
    """A number of things, as wide as it is: 212, 200 to 220, at least 200. Empty: none said."""
    if best is not None and low in (None, best) and high in (None, best):
        return f"{best:,}"
    if best is not None:
        ends = f"{low if low is not None else best:,} to {high if high is not None else best:,}"
        return f"{best:,} ({ends})"
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,} to {high:,}"
    if low is not None:
        return f"at least {low:,}"
    return f"up to {high:,}" if high is not None else ""


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{each}”" for each in words)


# --- the gap -----------------------------------------------------------------------------

_REACHED = (("contracted", "contracted"), ("credit_agreed", "agreed as credit"), ("paid", "paid"))


def gaps(told: Fulfilment) -> list[str]:
    """Say what of a promise became real, in sentences. Amounts are compared, never added."""
    if told.promise.kind == Kind.ARMS_TRANSFER:
        several = len(told.items) > 1
        said = [
            sentence
            for item in told.items
            for sentence in _item_gaps(item, item.designation if several else "")
        ]
        return said or ["Not comparable: nothing is listed as ordered."]
    return _money_gaps(told)


def _money_gaps(told: Fulfilment) -> list[str]:
    if not told.figures:
        return ["No amount is on record."]
    promised = told.figure("promised")
    reached = [
        (words, figure.counted)
        for measure, words in _REACHED
        if (figure := told.figure(measure)) is not None and figure.counted is not None
    ]
    if promised is None or promised.counted is None:
        why = "No amount promised is on record"
        if promised is not None:
            why = f"Not comparable: the amount promised is left out ({_reasons(promised)})"
        said = [f"{range_words(each.row)} {words} ({_level(each)})" for words, each in reached]
        return ["; ".join([why, *said]) + "."]
    if promised.counted.row["best"] is None:
        words = promised.counted.row["reported"] or presenting.amount_words(
            dict(promised.counted.row)
        )
        said = [f"{range_words(each.row)} {how} ({_level(each)})" for how, each in reached]
        return ["; ".join([f"Not comparable: the promise is only “{words}”", *said]) + "."]
    whole = f"Of {range_words(promised.counted.row)} promised ({_level(promised.counted)})"
    if not reached:
        return [f"{whole} nothing is contracted."]
    sentences = [
        f"{whole} {_share(promised.counted, each)} is {words} ({_level(each)})."
        for words, each in reached
    ]
    if not any(words == "paid" for words, _ in reached):
        sentences.append("Nothing is on record as paid.")
    return sentences


def _reasons(figure: Figure) -> str:
    return "; ".join(
        dict.fromkeys(each.row["left_out_reason"].rstrip(".") for each in figure.left_out)
    )


def _level(amount: Amount) -> str:
    return level_words(amount.row["verification"])


def _share(promised: Amount, reached: Amount) -> str:
    """$10B (25%), or the amount alone where the two have no common currency or single value."""
    said = range_words(reached.row)
    whole, part = promised.row["best"], reached.row["best"]
    if promised.row["currency"] != reached.row["currency"]:
        whole, part = promised.row["dollars"], reached.row["dollars"]
        if part is not None:
            said = f"{said}, about {presenting.money(part)},"
    if not whole or part is None:
        return f"{said} (not comparable)"
    return f"{said} ({part / whole:.0%})"


def _item_gaps(item: Item, name: str) -> list[str]:
    ordered = item.ordered
    said = number_words(ordered.low, ordered.best, ordered.high)
    counted = [each for each in item.delivered if each.number.is_said]
    unsaid = sum(each.unsaid for each in item.delivered)
    prefix = f"{name}: " if name else ""
    sentences = []
    if not ordered.is_exact:
        why = (
            f"the number ordered is only {_quoted(ordered.words)}" if ordered.words
            else f"the number ordered is only {said}" if said
            else "no number ordered is on record"
        )  # fmt: skip
        parts = [f"{_delivered(each)} delivered ({level_words(each.level)})" for each in counted]
        sentences.append("; ".join([f"{prefix}Not comparable: {why}", *parts]) + ".")
    elif not counted:
        none = "" if unsaid else f"{prefix}None of {said} delivered, as far as is on record."
        sentences += [none] if none else []
    else:
        assert ordered.best is not None
        for each in counted:
            more = (each.number.best or each.number.low or 0) - (ordered.high or ordered.best)
            over = f", {more:,} more than were ordered" if more > 0 else ""
            sentences.append(
                f"{prefix}{_delivered(each)} of {said} delivered ({level_words(each.level)}){over}."
            )
    if unsaid:
        words = _quoted(dict.fromkeys(w for each in item.delivered for w in each.number.words))
        times = "One delivery names" if unsaid == 1 else f"{unsaid} deliveries name"
        sentences.append(f"{prefix}{times} no number{f': {words}' if words else ''}.")
    return sentences


def _delivered(each: Delivered) -> str:
    return number_words(each.number.low, each.number.best, each.number.high)


# --- the row -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RungLine:
    """A rung as the ladder draws it. state: reached, passed (a later one was reached), open."""

    words: str
    state: str
    fact: StepFact | None
    badge: str
    tone: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    told: Fulfilment
    kind_words: str
    stage: str
    is_off_ladder: bool
    first_badge: str
    first_tone: str
    rungs: list[RungLine]
    figures: list[tuple[Figure, str, str]]
    items: list[tuple[Item, str]]
    gap: list[str]
    silence: str
    denied_by: list[str]


def ledger_row(told: Fulfilment, question: Question, labels: dict[str, str]) -> LedgerRow:
    """Return one row. labels: the names of the states that claim any of its facts."""
    promise = told.promise

    def badge_of(fact: StepFact) -> str:
        parties = (promise.pair.low, promise.pair.high)
        return badge(fact.verification, fact.claimants, parties=parties, labels=labels)

    rungs = [
        RungLine(
            words=RUNG_WORDS[rung.name],
            state="reached" if rung.fact else "passed" if rung.passed else "open",
            fact=rung.fact,
            badge=badge_of(rung.fact) if rung.fact else "",
            tone=presenting.BADGE_TONES.get(rung.fact.verification, "neutral") if rung.fact else "",
        )
        for rung in told.rungs
    ]
    return LedgerRow(
        told=told,
        kind_words="Agreement" if promise.kind == Kind.AGREEMENT else "Arms order",
        stage=stage_words(promise.kind, promise.status),
        is_off_ladder=promise.status not in RUNG_WORDS,
        first_badge=badge_of(told.first),
        first_tone=presenting.BADGE_TONES.get(told.first.verification, "neutral"),
        rungs=rungs,
        figures=[
            (figure, range_words(figure.counted.row), _level(figure.counted))
            if figure.counted
            else (figure, "", "")
            for figure in told.figures
        ],
        items=[
            (item, number_words(item.ordered.low, item.ordered.best, item.ordered.high))
            for item in told.items
        ],
        gap=gaps(told),
        silence=silence_words(promise.last_news, question.at, is_bound=promise.is_held_bound),
        denied_by=sorted({labels[code] for fact in _facts(told) for code in fact.deniers}),
    )


def edtf_words(text: str) -> str:
    """Say a stored date; empty stays empty."""
    return dates.describe(dates.parse(text)) if text else ""


def silence_words(last: date, at: date, *, is_bound: bool) -> str:
    """Say for how long there was no news: no news for 26 months."""
    months = months_between(last, at)
    if is_bound:
        return f"No dated news; last read on {dates.say_day(last)}"
    if months == 0:
        return "News within the last month"
    years = f" ({months // 12} years)" if months >= 36 else ""
    return f"No news for {months} month{'' if months == 1 else 's'}{years}"


def _facts(told: Fulfilment) -> list[StepFact]:
    return [told.first, *(rung.fact for rung in told.rungs if rung.fact)]


def voices_of(told: Iterable[Fulfilment]) -> set[str]:
    """The codes of the states that claim or deny any fact shown in these rows."""
    facts = [fact for each in told for fact in _facts(each)]
    return {code for fact in facts for code in (*fact.claimants, *fact.deniers)}
