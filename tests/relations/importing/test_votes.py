"""UN votes: a layer of its own, with Namibia in it and the Soviet Union apart."""

from __future__ import annotations

from datetime import date

import pytest

from relations.importing.undoing import undo
from relations.models import Fact, Import, RollCall, Vote
from relations.pairs import Pair
from relations.timeline.beside import beside
from relations.timeline.votes import votes_of

pytestmark = pytest.mark.django_db


def files(folder, votes, calls="", issues=""):
    """Write the three files; calls and votes are lines without their headings."""
    calls = calls or (
        '1,44,0,1989-11-02,R/44/1,0,0,OUTER SPACE,"TO KEEP \\WEAPONS\\\\ OUT OF SPACE"\n'
        "2,60,1,2005-12-01,R/60/2,0,0,TRADE,ON TRADE\n"
        "3,61,0,2006-12-01,R/61/3,0,0,DEBT,ON DEBT\n"
    )
    paths = [folder / name for name in ("votes.csv", "calls.csv", "issues.csv")]
    paths[0].write_text(f"rcid,country,country_code,vote\n{votes}")
    paths[1].write_text(f"rcid,session,importantvote,date,unres,amend,para,short,descr\n{calls}")
    paths[2].write_text(f"rcid,short_name,issue\n{issues}")
    return paths


VOTES = (
    "1,Russia,RU,yes\n1,Namibia,NA,yes\n1,India,IN,no\n"
    "2,Russia,RU,yes\n2,Namibia,NA,abstain\n2,India,IN,yes\n"
    "3,Russia,RU,no\n3,India,IN,no\n3,Federal Republic of Germany,NA,yes\n"
)


def test_votes_are_kept_by_roll_call_and_make_no_facts(importing, tmp_path):
    report = importing.do(*files(tmp_path, VOTES, issues="2,ec,Economic development\n"))

    assert report.counts == {
        "new": 9, "changed": 0, "unchanged": 0, "absent": 0, "conflicting": 0, "refused": 0,
    }  # fmt: skip
    assert not Fact.objects.exists()
    call = RollCall.objects.get(pk=2)
    assert (call.voted_on, call.issues, call.is_important) == (
        date(2005, 12, 1), ["Economic development"], True,
    )  # fmt: skip
    assert RollCall.objects.get(pk=1).description == "TO KEEP WEAPONS OUT OF SPACE"


def test_na_is_namibia_and_no_missing_value(importing, tmp_path):
    importing.do(*files(tmp_path, VOTES))

    assert Vote.objects.filter(country="NAM").count() == 2
    assert Vote.objects.filter(country="DEU").count() == 1


def test_a_continuing_states_earlier_votes_are_its_predecessors(importing, tmp_path):
    importing.do(*files(tmp_path, VOTES))

    assert set(Vote.objects.filter(country="SUN").values_list("roll_call", flat=True)) == {1}
    assert set(Vote.objects.filter(country="RUS").values_list("roll_call", flat=True)) == {2, 3}


def test_the_same_again_changes_nothing_and_a_mended_vote_changes_one(importing, tmp_path):
    importing.do(*files(tmp_path, VOTES))

    assert importing.do(*files(tmp_path, VOTES)).counts["unchanged"] == 9
    mended = importing.do(*files(tmp_path, VOTES.replace("3,India,IN,no", "3,India,IN,yes")))
    assert (mended.counts["changed"], mended.counts["unchanged"]) == (1, 8)
    assert Vote.objects.get(country="IND", roll_call=3).choice == "yes"


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("1,Atlantis,AT,yes", "country", "No country is called “Atlantis”; 1 votes."),
        ("9,India,IN,yes", "rcid", "Roll call 9 is in no file of roll calls; 1 votes."),
        ("1,India,IN,maybe", "vote", "“maybe” is no vote."),
    ],
)
def test_what_is_not_read_is_refused_and_nothing_is_written(importing, tmp_path, row, column, said):
    report = importing.do(*files(tmp_path, f"1,Russia,RU,yes\n{row}\n"))

    (refused,) = report.refused
    assert (refused.line, refused.column, refused.said) == (3, column, said)
    assert not Vote.objects.exists()


def test_two_votes_of_one_country_in_one_roll_call_are_refused(importing, tmp_path):
    report = importing.do(*files(tmp_path, "1,India,IN,yes\n1,India,IN,no\n"))

    assert "IND has 2 votes in roll call 1." in report.refused[0].said


def test_undoing_takes_its_votes_away(importing, tmp_path):
    importing.do(*files(tmp_path, VOTES))

    undo(Import.objects.get())

    assert not RollCall.objects.exists()


def test_a_pair_has_its_agreement_by_year_and_each_roll_call(importing, tmp_path):
    importing.do(*files(tmp_path, VOTES))

    found = beside(Pair.parse("IND-RUS"))
    assert [(year.year, year.alike, year.both) for year in found.votes] == [
        (2005, 1, 1), (2006, 1, 1),
    ]  # fmt: skip
    assert (found.both, found.rate) == (2, 1.0)
    page = votes_of(Pair.parse("IND-RUS"), limit=1)
    assert [(each.number, each.low, each.high) for each in page.votes] == [(3, "no", "no")]
    assert [each.number for each in votes_of(Pair.parse("IND-RUS"), after=page.next).votes] == [2]
    apart = votes_of(Pair.parse("IND-NAM"), only="apart")
    assert [each.number for each in apart.votes] == [2, 1]


def test_what_stands_beside_a_pair_is_one_query(importing, django_assert_num_queries):
    with django_assert_num_queries(1):
        beside(Pair.parse("IND-RUS"))
