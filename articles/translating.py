"""From what a provider found to a payload: the labelling guide's kinds, roles and steps as ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from articles.models import Article
from articles.shapes import Amount, Speaker, Suggestion, Weapon
from relations import dates
from relations.lanes import Kind
from relations.models import Agreement, Country, Person, Statement, TransferItem
from relations.pairs import Pair

_AGREEMENT_STEPS = {
    "signed": "signed", "in_force": "entered_into_force", "approved": "approved",
    "proposed": "proposed", "requested": "proposed", "planned": "announced",
    "underway": "negotiated", "stalled": "negotiated", "suspended": "suspended",
    "ended": "terminated", "rejected": "cancelled", "extended": "extended",
    "severed": "terminated", "completed": "signed", "threatened": "announced",
}  # fmt: skip
_TRANSFER_STEPS = {
    "delivered": "delivered", "completed": "delivered", "signed": "ordered", "agreed": "ordered",
    "approved": "approved", "requested": "offered_or_requested",
    "proposed": "offered_or_requested", "underway": "delivered", "suspended": "suspended",
    "stalled": "suspended", "rejected": "cancelled", "ended": "cancelled", "planned": "planned",
    "in_force": "ordered",
}  # fmt: skip
_VERBAL = ("threatened", "proposed", "planned", "requested")
_ACTION_DEFAULTS = {
    "sanction": "sanction_imposed", "diplomatic_action": "other",
    "military_cooperation": "training", "trade": "other", "aid": "aid", "other": "other",
}  # fmt: skip
_TO_ACT = ("party", "supplier", "sender", "visitor", "speaker")
_ACTED_ON = ("target", "recipient", "receiver", "host")
_ASIDE = ("subject", "affected")


def headline_of(found: Suggestion) -> str:
    """The provider's title; of two people who meet, who meets whom and where."""
    met = [who.name for who in found.persons if who.name]
    if found.kind == "visit_or_meeting" and len(met) == 2 and found.status == "held":
        return f"{met[0]} meets {met[1]}" + (f" in {found.place}" if found.place else "")
    return found.title


def main_pair(found: Iterable[Suggestion]) -> str:
    """The pair that most of an article's facts are of; empty where no fact has one."""
    counts: Counter[str] = Counter()
    for each in found:
        codes = [party.code for party in each.countries if party.role not in (*_ASIDE, "speaker")]
        if len(set(codes)) == 2:
            counts[str(Pair.of(*sorted(set(codes))))] += 1
    return counts.most_common(1)[0][0] if counts else ""


def payload_of(article: Article, found: Suggestion, main: str = "") -> dict[str, Any]:
    """Return the payload that says what was found, in our kinds and roles.

    main: the pair the article is about; a third party's words about one of the two are proposed
    as being about both, for a person to confirm.
    """
    assert article.version is not None
    assert article.source is not None
    known = set(Country.objects.values_list("pk", flat=True))
    roles: dict[str, list[str]] = {}
    for party in found.countries:
        if party.code in known:
            roles.setdefault(party.role, []).append(party.code)
    kind, detail = _detail(found, roles)
    payload: dict[str, Any] = {
        "kind": kind,
        "headline": headline_of(found)[:300],
        **_dated(found),
        "detail": detail,
        "others": _others(roles, detail),
        "about": _about(found, roles, detail, main) if kind == Kind.STATEMENT else [],
    }
    money = _money(found.amount, found)
    if money:
        payload["money"] = [money]
    payload["evidence"] = evidence_of(
        payload,
        source=article.source.pk,
        version=article.version.pk,
        quotation=found.evidence(article.version.text),
        start=found.start,
        end=found.end,
        asserted_by=_asserters(found),
        words=_words_of(found),
    )
    return payload


def evidence_of(
    payload: dict[str, Any],
    *,
    source: int,
    version: int | None,
    quotation: str,
    start: int | None,
    end: int | None,
    asserted_by: list[Any],
    words: str = "",
) -> list[dict[str, Any]]:
    """The passages of a payload: one that it occurred, one for each amount and quantity in it."""
    place = {"source": source, "version": version, "quotation": quotation}
    if start is not None:
        place |= {"start": start, "end": end}
    said: dict[str, Any] = {**place, "asserted_by": asserted_by, "asserted_by_words": words}
    passages = [said]
    for money in payload.get("money") or ():
        value = {
            name: str(money[name])
            for name in ("low", "best", "high", "currency", "reported")
            if money.get(name) not in (None, "")
        }
        passages.append({**said, "field": f"money.{money['measure']}", "value": value})
    detail = payload.get("detail", {})
    quantity = {k: v for k, v in (detail.get("quantity") or {}).items() if v not in (None, "")}
    if quantity and payload["kind"] == Kind.ARMS_TRANSFER:
        field = "step.quantity" if detail.get("transfer") else "transfer.quantity"
        passages.append({**said, "field": field, "value": quantity})
    return passages


def _dated(found: Suggestion) -> dict[str, Any]:
    try:
        text = dates.parse(found.date).text
    except dates.UnreadableDate:
        return {"date": ""}
    if not text or text.startswith("X"):
        return {"date": ""}
    if found.date_basis == "context":
        reason = "The article dates it elsewhere."
        return {"date": text, "date_basis": "editor", "date_reason": reason}
    if found.date_basis == "relative":
        reason = "Worked out from the words and the date of publication."
        return {"date": text, "date_basis": "stated", "date_reason": reason}
    return {"date": text, "date_basis": "stated"}


def _detail(found: Suggestion, roles: dict[str, list[str]]) -> tuple[str, dict[str, Any]]:
    everyone = list(dict.fromkeys(code for role in roles for code in roles[role]))
    acting = [code for role in _TO_ACT for code in roles.get(role, ())]
    acted_on = [code for role in _ACTED_ON for code in roles.get(role, ())]
    match found.kind:
        case "agreement":
            principals = [c for c in everyone if c not in _of(roles, _ASIDE)]
            return Kind.AGREEMENT, {
                "step": _AGREEMENT_STEPS.get(found.status, "announced"),
                "title": _agreement_title(found),
                "type": _among(Agreement.Type, found.subtype, "other"),
                "subjects": [found.subject] if found.subject in Agreement.Subject.values else [],
                "parties": principals,
            }
        case "arms_transfer":
            return Kind.ARMS_TRANSFER, _transfer(found, acting, acted_on)
        case "visit_or_meeting":
            return Kind.VISIT, _visit(found, roles)
        case "statement":
            return Kind.STATEMENT, _statement(found, acting, acted_on)
        case "sanction" if found.status in _VERBAL:
            sender = next(iter(acting), None)
            return Kind.STATEMENT, {
                "country": sender,
                "speaker_kind": "office",
                "speaker_words": "Government",
                "act": "threatens" if found.status == "threatened" else "promises",
                "targets": [(code, "critical") for code in acted_on],
            }
    return Kind.ACTION, _action(found, acting, acted_on)


def _transfer(found: Suggestion, acting: list[str], acted_on: list[str]) -> dict[str, Any]:
    weapon = found.weapon or Weapon()
    quantity: dict[str, Any] = {}
    if found.quantity is not None:
        quantity = {"reported": found.quantity.reported}
        if not found.quantity.is_vague:
            best = {"low": found.quantity.low, "best": found.quantity.best,
                    "high": found.quantity.high}  # fmt: skip
            quantity |= {name: value for name, value in best.items() if value is not None}
    return {
        "step": _TRANSFER_STEPS.get(found.status, "planned"),
        "supplier": next(iter(acting), None),
        "recipient": next(iter(acted_on), None),
        "designation": weapon.designation[:160] or "arms",
        "category": _among(TransferItem.Category, weapon.category, "other"),
        "weapon_class": _among(TransferItem.WeaponClass, weapon.weapon_class, "other"),
        "quantity": quantity,
    }


def _of(roles: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [code for role in names for code in roles.get(role, ())]


def _among(choices: Any, value: str, default: str) -> str:
    return value if value in choices.values else default


def _agreement_title(found: Suggestion) -> str:
    return (found.title or "Agreement")[:300]


def _visit(found: Suggestion, roles: dict[str, list[str]]) -> dict[str, Any]:
    visitors = _of(roles, ("visitor", "party"))
    host = next(iter(roles.get("host", ())), None)
    if not visitors:
        visitors, host = _of(roles, ("speaker", "target", "subject")), host
    return {
        "form": _among(_visit_forms(), found.subtype, "meeting" if host is None else "visit"),
        "visitors": [code for code in dict.fromkeys(visitors) if code != host],
        "host": host,
        "persons": [_person(who) for who in found.persons if who.name],
        "place": found.place[:160],
    }


def _visit_forms() -> Any:
    from relations.models import Visit

    return Visit.Form


def _statement(found: Suggestion, acting: list[str], acted_on: list[str]) -> dict[str, Any]:
    speaker = found.speaker or Speaker()
    country = speaker.code or next(iter(acting), None)
    stances = dict(found.stances)
    detail: dict[str, Any] = {
        "country": country,
        "act": _among(Statement.Act, found.act, "comments"),
        "targets": [(c, stances.get(c, "unclear")) for c in acted_on if c != country],
        "quotation": found.quote.rstrip(" ,"),
        "is_direct": bool(found.quote),
    }
    if speaker.name:
        detail |= {"speaker": _person(speaker, country), "speaker_words": speaker.title[:160]}
    else:
        kind = "office" if speaker.title else "anonymous"
        detail |= {"speaker_kind": kind, "speaker_words": (speaker.title or "not named")[:160]}
    return detail


def _action(found: Suggestion, acting: list[str], acted_on: list[str]) -> dict[str, Any]:
    from relations.lanes import ActionSubtype

    default = _ACTION_DEFAULTS.get(found.kind, "other")
    if found.kind == "sanction" and found.status in ("ended", "suspended"):
        default = "sanction_eased"
    if found.kind == "diplomatic_action" and found.status == "severed":
        default = "ties_cut"
    detail: dict[str, Any] = {
        "action": _among(ActionSubtype, found.subtype, default),
        "senders": [code for code in dict.fromkeys(acting) if code not in acted_on],
        "receivers": list(dict.fromkeys(acted_on)),
        "quantity_reported": found.quantity.reported[:120] if found.quantity else "",
    }
    if not acted_on and len(detail["senders"]) > 1:
        detail["is_mutual"] = True
    return detail


def _others(roles: dict[str, list[str]], detail: dict[str, Any]) -> list[tuple[str, str]]:
    principals = {
        *(detail.get("parties") or ()), *(detail.get("visitors") or ()),
        *(detail.get("senders") or ()), *(detail.get("receivers") or ()),
        *(code for code, _ in detail.get("targets") or ()),
        *(detail.get(name) for name in ("supplier", "recipient", "host", "country")),
    }  # fmt: skip
    return [
        (code, role)
        for role in _ASIDE
        for code in dict.fromkeys(roles.get(role, ()))
        if code not in principals
    ]


def _about(
    found: Suggestion, roles: dict[str, list[str]], detail: dict[str, Any], main: str
) -> list[str]:
    """The pairs a third party speaks of: as found, else its targets; a person confirms."""
    concerned = [code for code, _ in detail["targets"]]
    pairs = [Pair.of(one, other) for one, other in found.about if one != other]
    if not pairs and len(concerned) == 2:
        pairs = [Pair.of(concerned[0], concerned[1])]
    if not pairs and len(concerned) == 1 and main:
        pairs = [pair for pair in (Pair.parse(main),) if concerned[0] in (pair.low, pair.high)]
    if not pairs and len(concerned) == 1:
        pairs = [Pair.of(concerned[0], code) for code in roles.get("subject", ())[:1]]
    about = [str(p) for p in pairs if detail["country"] not in (p.low, p.high)]
    return list(dict.fromkeys(about))


_MEASURES = {"paid", "promised", "contracted", "credit_agreed"}


def _money(amount: Amount | None, found: Suggestion) -> dict[str, Any] | None:
    """The amount as a figure; without a currency or a number it stays words in the passage."""
    if amount is None or not amount.currency:
        return None
    if amount.low is None and amount.best is None and amount.high is None:
        return None
    measure = amount.measure if amount.measure in _MEASURES else "promised"
    if found.kind in ("aid", "trade") and found.status in ("delivered", "completed"):
        measure = "paid"
    if found.kind in ("agreement", "arms_transfer"):
        # What is claimed or announced is a promise until something is signed.
        is_signed = found.status in ("signed", "in_force", "delivered", "completed")
        measure = "contracted" if is_signed else "promised"
    numbers = {"low": amount.low, "best": amount.best, "high": amount.high}
    return {
        "measure": measure,
        "currency": amount.currency,
        "reported": amount.reported[:120],
        **{name: f"{value:f}" for name, value in numbers.items() if value is not None},
    }


def _asserters(found: Suggestion) -> list[Any]:
    """Persons by name; "Russia and Iran" as both; an office without a name speaks for its state."""
    asserters: list[Any] = []
    for who in found.asserted_by:
        if who.name:
            asserters.append({"person": _person(who)})
        else:
            named = _named_in(who.title, found)
            asserters += named or ([who.code] if who.code else [])
    return [each for at, each in enumerate(asserters) if each not in asserters[:at]]


def _named_in(title: str, found: Suggestion) -> list[str]:
    """The fact's countries whose names make up the title of those who say so."""
    codes = [party.code for party in found.countries]
    labels = dict(Country.objects.filter(pk__in=codes).values_list("pk", "label"))
    rest = title
    for label in labels.values():
        rest = rest.replace(label, "")
    is_list = not rest.replace("and", "").replace("the", "").strip(" ,")
    return [code for code in dict.fromkeys(codes) if is_list and labels.get(code, "-") in title]


def _words_of(found: Suggestion) -> str:
    """How the text calls those who say so, where it names neither a person nor a state."""
    return ", ".join(
        who.title
        for who in found.asserted_by
        if who.title and not who.name and not _named_in(who.title, found)
    )[:160]


def _person(who: Speaker, country: str | None = None) -> Any:
    """The id of somebody known, else what a new person is added from once it is accepted."""
    code = who.code or country
    known = Person.objects.filter(name__iexact=who.name)
    match = (known.filter(country=code).first() if code else None) or known.first()
    return match.pk if match else {"name": who.name[:120], "country": code or None}
