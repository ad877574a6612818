import pytest

from relations.lanes import ACTIONS, ActionSubtype, Kind
from relations.pairs import InvalidPair, Pair, pair_rows


def rows(kind, subtype, participants, about=()):
    """(pair, relation, direction, lane) of each row."""
    found = pair_rows(kind=kind, subtype=subtype, participants=participants, about=about)
    return [(str(row.pair), row.relation, row.direction, row.lane) for row in found]


def test_a_pair_is_its_codes_in_order_whichever_comes_first():
    assert Pair.of("RUS", "IRN") == Pair.of("IRN", "RUS") == Pair.parse("RUS-IRN")
    assert str(Pair.of("RUS", "IRN")) == "IRN-RUS"


@pytest.mark.parametrize("text", ["IRN", "IRN-IRN", "irn-rus", "IRN-", "IR-RUS", "IRN-RUS-USA", ""])
def test_what_is_no_pair_is_refused(text):
    with pytest.raises(InvalidPair):
        Pair.parse(text)


def test_parties_of_an_agreement_pair_with_each_other():
    found = rows(Kind.AGREEMENT, "signed", [("FRA", "party"), ("DEU", "party"), ("USA", "party")])

    assert [row[0] for row in found] == ["DEU-FRA", "DEU-USA", "FRA-USA"]
    assert {row[1:] for row in found} == {("between", "mutual", "agreement")}


def test_a_transfer_goes_from_supplier_to_recipient():
    assert rows(Kind.ARMS_TRANSFER, "ordered", [("USA", "supplier"), ("FRA", "recipient")]) == [
        ("FRA-USA", "between", "backward", "arms")
    ]


def test_senders_of_a_sanction_make_no_pair_with_each_other():
    found = rows(
        Kind.ACTION, "sanction_imposed",
        [("DEU", "sender"), ("FRA", "sender"), ("USA", "receiver")],
    )  # fmt: skip

    assert [row[0] for row in found] == ["DEU-USA", "FRA-USA"]


def test_receivers_of_a_sanction_make_no_pair_with_each_other():
    found = rows(
        Kind.ACTION, "sanction_imposed",
        [("USA", "sender"), ("DEU", "receiver"), ("FRA", "receiver")],
    )  # fmt: skip

    assert [row[0] for row in found] == ["DEU-USA", "FRA-USA"]


def test_a_third_party_stands_in_its_own_lane():
    found = rows(
        Kind.STATEMENT, "condemns", [("USA", "speaker"), ("DEU", "target")],
        about=[Pair("DEU", "FRA")],
    )  # fmt: skip

    assert found == [
        ("DEU-FRA", "about", "third", "third"),
        ("DEU-USA", "between", "backward", "statement"),
    ]


def test_words_of_a_side_are_not_about_its_own_pair():
    found = rows(
        Kind.STATEMENT, "praises", [("FRA", "speaker"), ("DEU", "target")],
        about=[Pair("DEU", "FRA")],
    )  # fmt: skip

    assert [row[:2] for row in found] == [("DEU-FRA", "between")]


def test_guests_of_a_meeting_meet_each_other_too_but_not_those_of_a_visit():
    guests = [("FRA", "visitor"), ("USA", "visitor"), ("DEU", "host")]

    assert [row[0] for row in rows(Kind.VISIT, "summit", guests)] == [
        "DEU-FRA", "DEU-USA", "FRA-USA",
    ]  # fmt: skip
    assert [row[0] for row in rows(Kind.VISIT, "visit", guests)] == ["DEU-FRA", "DEU-USA"]


def test_the_affected_and_the_subject_make_no_pair():
    assert [row[0] for row in rows(
        Kind.ARMS_TRANSFER, "planned",
        [("DEU", "supplier"), ("FRA", "recipient"), ("USA", "affected")],
    )] == ["DEU-FRA"]  # fmt: skip


def test_more_than_thirty_principals_stand_in_no_pair():
    parties = [(f"A{chr(65 + n // 26)}{chr(65 + n % 26)}", "party") for n in range(31)]

    assert rows(Kind.AGREEMENT, "signed", parties) == []
    assert len(rows(Kind.AGREEMENT, "signed", parties[:30])) == 30 * 29 // 2


def test_every_subtype_of_an_action_has_its_rule():
    assert set(ACTIONS) == set(ActionSubtype)
