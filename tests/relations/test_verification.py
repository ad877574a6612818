import pytest

from relations.verification import Testimony, badge, verify, verify_statement

PARTIES = frozenset({"IRN", "RUS"})


def wire(root="1", owner="agency", asserter="", **more):
    return Testimony(root=root, owner=owner, asserter=asserter or owner, **more)


def state(code, root="1", owner="agency", **more):
    return Testimony(root=root, owner=owner, asserter=f"country:{code}", voice=code, **more)


CASES = {
    "nothing": ([], "unverified"),
    "a lead only": ([wire(is_lead=True)], "unverified"),
    "one paper": ([wire()], "reported"),
    "twelve copies of one wire": ([wire() for _ in range(12)], "reported"),
    "one owner's two papers": ([wire(root="1"), wire(root="2", asserter="other")], "reported"),
    "one anonymous official in two papers": (
        [wire("1", "one", "official"), wire("2", "two", "official")], "reported",
    ),
    "two independent papers": ([wire("1", "one"), wire("2", "two")], "corroborated"),
    "both parties": ([state("IRN"), state("RUS", "2", "two")], "claimed"),
    "a third state": ([state("USA")], "claimed"),
    "two third states": ([state("USA", "1", "one"), state("GBR", "2", "two")], "claimed"),
    "a paper beside a party's claim": ([wire("1", "one"), state("IRN", "2", "two")], "reported"),
    "a paper beside a third state's claim": (
        [wire("1", "one"), state("USA", "2", "two")], "corroborated",
    ),
    "an adversary's claim and an admission": (
        [state("USA"), state("IRN", "2", "two", polarity="admits")], "corroborated",
    ),
    "a joint record": ([wire(is_record=True)], "officially_confirmed"),
    "a party's bare denial": ([state("USA"), state("IRN", polarity="denies")], "claimed"),
    "an outsider's denial": ([wire("1", "one"), wire("2", "two", polarity="denies")], "disputed"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_level_follows_from_the_origins(name):
    testimonies, level = CASES[name]

    assert verify(testimonies, parties=PARTIES).level == level


def test_a_denial_by_a_party_is_a_second_mark():
    finding = verify([state("USA"), state("IRN", polarity="denies")], parties=PARTIES)

    assert finding.deniers == ("IRN",)
    assert finding.claimants == ("USA",)


def test_an_editor_may_override_with_a_reason():
    finding = verify([wire()], parties=PARTIES, override="refuted", override_reason="A forgery")

    assert finding.level == "refuted"
    assert "A forgery" in finding.reason


def test_statements_are_never_confirmed():
    assert verify_statement(is_direct=True).level == "on_record"
    assert verify_statement(is_direct=False).level == "reported_speech"


def test_badges_say_who_claims():
    labels = {"IRN": "Iran", "RUS": "Russia", "USA": "United States"}

    assert badge("claimed", ["IRN", "RUS"], parties=("IRN", "RUS"), labels=labels) == (
        "Claimed by both"
    )
    assert badge("claimed", ["USA"], labels=labels) == "Claimed by the United States"
    assert badge("claimed", ["IRN", "RUS"], labels=labels) == "Claimed by Iran and Russia"
    assert badge("corroborated") == "Confirmed"
    assert badge("reported", data_set="SIPRI (estimate)") == "Per SIPRI (estimate)"
    assert badge("corroborated", data_set="SIPRI (estimate)") == "Confirmed"
