"""Writing claims: one for each asserter, each with the passage that carries it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from relations import dates
from relations.claim_fields import FIELDS
from relations.models import Body, Claim, Country, Fact, Person
from relations.recording.acts import Refused
from relations.recording.values import Evidence


def write_claims(fact: Fact, evidence: Sequence[Evidence]) -> list[Claim]:
    """Save a claim for each passage and asserter that is not there yet. Raise Refused."""
    written = []
    for passage in evidence:
        _check_value(passage)
        start, end = _offsets(passage)
        for asserter in passage.asserted_by or (None,):
            claim = Claim(
                fact=fact,
                field=passage.field,
                value=passage.value,
                source=passage.source,
                version=passage.version,
                quotation=passage.quotation,
                dataset_row=passage.dataset_row,
                start=start,
                end=end,
                asserted_by_words=passage.asserted_by_words,
                polarity=passage.polarity,
                rank=passage.rank,
                rank_reason=passage.rank_reason,
                licence=passage.licence or passage.source.licence,
                is_redistributable=passage.is_redistributable,
                origin=passage.origin,
                origin_name=passage.origin_name,
                origin_version=passage.origin_version,
                **_asserter(asserter),
            )
            if _is_there(claim):
                continue
            try:
                claim.clean_fields(exclude=["fact"])
            except ValidationError as error:
                said = [sentence for words in error.message_dict.values() for sentence in words]
                raise Refused({"evidence": said}) from error
            claim.save()
            written.append(claim)
    return written


def _asserter(asserter: Country | Person | Body | None) -> dict[str, Any]:
    match asserter:
        case Person():
            return {
                "asserted_by_person": asserter,
                "asserted_by_country": asserter.country,
            }
        case Body():
            return {
                "asserted_by_body": asserter,
                "asserted_by_country": asserter.country,
            }
        case Country():
            return {"asserted_by_country": asserter}
        case None:
            return {}


def _offsets(passage: Evidence) -> tuple[int | None, int | None]:
    """Where the quotation stands, in code points; looked up when only the version is given."""
    if passage.version is None:
        return None, None
    if passage.start is not None:
        return passage.start, passage.end
    start = passage.version.text.find(passage.quotation)
    if start < 0 or not passage.quotation:
        raise Refused({"quotation": "This quotation does not stand in the text of its source."})
    return start, start + len(passage.quotation)


def _is_there(claim: Claim) -> bool:
    same = Claim.objects.accepted().filter(
        fact=claim.fact,
        field=claim.field,
        source=claim.source,
        quotation=claim.quotation,
        dataset_row=claim.dataset_row,
        polarity=claim.polarity,
        asserted_by_country=claim.asserted_by_country,
        asserted_by_person=claim.asserted_by_person,
        asserted_by_body=claim.asserted_by_body,
        asserted_by_words=claim.asserted_by_words,
    )
    return any(row.value == claim.value for row in same)


_KEYS = {
    "quantity": {"low", "best", "high", "reported"},
    "money": {"low", "best", "high", "currency", "reported"},
}


def _check_value(passage: Evidence) -> None:
    """Raise Refused unless the value has the shape its field is registered with."""
    if passage.field not in FIELDS:
        raise Refused({"evidence": f"“{passage.field}” is no field that can be claimed."})
    shape = FIELDS[passage.field].value
    value = passage.value
    if value is None:
        return
    if shape == "none":
        raise Refused({"evidence": "A claim that it occurred carries no value."})
    if shape == "edtf":
        try:
            dates.parse(str(value))
        except dates.UnreadableDate as unreadable:
            raise Refused({"evidence": str(unreadable)}) from unreadable
    elif shape == "text" and not isinstance(value, str):
        raise Refused({"evidence": f"A claim of {passage.field} carries a text."})
    elif shape in _KEYS and not (isinstance(value, dict) and value.keys() <= _KEYS[shape]):
        raise Refused({"evidence": f"A claim of {passage.field} carries low, best, high or words."})
