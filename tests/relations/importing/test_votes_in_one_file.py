"""UN votes in one file: Voeten's own UNVotes.csv and the UN Digital Library's."""

from __future__ import annotations

from datetime import date

import pytest

from relations.importing.errors import NotRecognised
from relations.models import RollCall, Vote
from relations.pairs import Pair
from relations.timeline.beside import beside

pytestmark = pytest.mark.django_db

WHOLE = (
    '"","rcid","ccode","session","member","vote","Country","Countryname","year","date",'
    '"importantvote","amend","para","unres","short","descr","me","nu","di","hr","co","ec"\n'
)
LIBRARY = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,"
    "agenda_title,subjects,total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link\n"
)


def whole(folder, *votes, name="UNVotes.csv"):
    """votes: (roll call, day, COW's number, name, vote) each."""
    rows = "".join(
        f'"{at}",{call},{ccode},{int(day[:4]) - 1945},1,{vote},"XXX","{name}",{day[:4]},{day},'
        f'1,0,0,"R/{call}","SHORT","ON ""{call}""",0,1,1,0,0,0\n'
        for at, (call, day, ccode, name, vote) in enumerate(votes, 1)
    )
    path = folder / name
    path.write_text(WHOLE + rows)
    return path


def library(folder, *votes):
    """votes: (record, day, session, code, name, vote) each."""
    rows = "".join(
        f'{call},{code},"{name}",{vote},{day},{session},A/RES/{session}/{call},A/1,,A/PV.1,'
        '"Peace : resolution / adopted by the General Assembly",Item,,1.0,1.0,0.0,0.0,2.0,x\n'
        for call, day, session, code, name, vote in votes
    )
    path = folder / "2026_02_06_ga_voting.csv"
    path.write_bytes((LIBRARY + rows).encode("utf-8-sig"))
    return path


def cast():
    return sorted(Vote.objects.values_list("roll_call", "country", "choice"))


def test_each_vote_with_its_roll_call_is_read_by_the_state_of_its_day(importing, tmp_path):
    report = importing.do(whole(
        tmp_path,
        (7, "1989-11-02", 365, "Russia", 1), (7, "1989-11-02", 260, "German Federal Republic", 3),
        (9, "2005-12-01", 365, "Russia", 2), (9, "2005-12-01", 345, "Yugoslavia", "1.0"),
        (9, "2005-12-01", 565, "Namibia", 1), (9, "2005-12-01", "NA", "Zanzibar", 3),
    ))  # fmt: skip

    assert (report.layout, report.release) == ("un-votes", "as of 2005-12-01")
    assert (report.counts["new"], report.refused_count, report.rows) == (6, 0, 8)
    assert cast() == [
        (7, "DEU", "no"), (7, "SUN", "yes"), (9, "NAM", "yes"), (9, "RUS", "abstain"),
        (9, "SCG", "yes"), (9, "ZANZIBAR", "no"),
    ]  # fmt: skip
    call = RollCall.objects.get(pk=7)
    assert (call.session, call.voted_on, call.resolution) == (44, date(1989, 11, 2), "R/7")
    assert call.is_important
    assert call.issues == ["Arms control and disarmament", "Nuclear weapons and nuclear material"]


def test_a_member_that_was_absent_or_none_cast_no_vote(importing, tmp_path):
    report = importing.do(whole(
        tmp_path, (1, "1946-01-01", 2, "United States", 1), (1, "1946-01-01", 20, "Canada", 8),
        (1, "1946-01-01", 255, "Germany", 9),
    ))  # fmt: skip

    assert cast() == [(1, "USA", "yes")]
    assert [remark.said for remark in report.remarks] == [
        "2 rows are of members that were absent or none; they are no votes."
    ]


def test_the_three_files_and_the_one_are_the_same_list(importing, tmp_path):
    importing.do(whole(tmp_path, (1, "1946-01-01", 2, "United States", 1)))
    (tmp_path / "votes.csv").write_text("rcid,country,country_code,vote\n1,United States,US,no\n")
    (tmp_path / "calls.csv").write_text(
        "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
        "1.0,1,0,1946-01-01,R/1/1,0,0,SHORT,LONG\n"
    )

    report = importing.do(tmp_path / "votes.csv", tmp_path / "calls.csv")

    assert report.counts["changed"] == 1
    assert cast() == [(1, "USA", "no")]


@pytest.mark.parametrize(
    ("vote", "column", "said"),
    [
        ((1, "1946-13-41", 2, "United States", 1), "date", "“1946-13-41” is not read."),
        (("?", "1946-01-01", 2, "United States", 1), "rcid", "“?” is not read."),
        ((1, "1946-01-01", 2, "United States", 4), "vote", "“4” is no vote."),
        ((1, "1946-01-01", 1, "Nowhere", 1), "countryname",
         "No country is called “Nowhere”; 1 votes."),
    ],
    ids=["no day", "no number", "no vote", "nobody"],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_refused(importing, tmp_path, vote, column, said):
    report = importing.do(whole(tmp_path, vote))

    (refused,) = report.refused
    assert (refused.line, refused.column, refused.said) == (2, column, said)
    assert not Vote.objects.exists()


def test_days_as_spreadsheets_write_them_and_empty_lines_are_read_over(importing, tmp_path):
    path = whole(tmp_path, (1, "1946-01-31", 2, "United States", 1))
    path.write_text(path.read_text().replace("1946-01-31", "1/31/1946") + "\n\n")

    importing.do(path)

    assert RollCall.objects.get().voted_on == date(1946, 1, 31)


def test_a_roll_call_that_stands_twice_in_its_own_file_is_refused(importing, tmp_path):
    call = "1,1,0,1946-01-01,R/1/1,0,0,SHORT,LONG\n"
    (tmp_path / "votes.csv").write_text("rcid,country,country_code,vote\n1,Canada,CA,8\n")
    (tmp_path / "calls.csv").write_text(
        f"rcid,session,importantvote,date,unres,amend,para,short,descr\n{call}{call}"
    )
    (tmp_path / "issues.csv").write_text("rcid,short_name,issue\n9,ec,Economic development\n")

    report = importing.do(*(tmp_path / f"{name}.csv" for name in ("votes", "calls", "issues")))

    assert [refused.said for refused in report.refused] == ["Roll call 1 stands twice."]


def test_a_vote_that_stands_twice_alike_is_one(importing, tmp_path):
    vote = (1, "1946-01-01", 2, "United States", 1)

    report = importing.do(whole(tmp_path, vote, vote))

    assert report.counts["new"] == 1
    assert [remark.said for remark in report.remarks] == [
        "USA has 2 votes in roll call 1, all alike; they are one."
    ]


def test_the_librarys_names_are_those_of_the_day(importing, tmp_path):
    report = importing.do(library(
        tmp_path,
        (100, "1965-12-01", "20", "CHN", "CHINA", "Y"),
        (100, "1965-12-01", "20", "SUN", "USSR", "N"),
        (100, "1965-12-01", "20", "YEM", "YEMEN", "A"),
        (100, "1965-12-01", "20", "BLR", "BYELORUSSIAN SSR", "N"),
        (100, "1965-12-01", "20", "MKD", "ATLANTIS OF THE NORTH", "N"),
        (4025240, "2023-10-27", "ES-10", "CHN", "CHINA", "Y"),
        (4025240, "2023-10-27", "ES-10", "RUS", "RUSSIAN FEDERATION", "Y"),
        (4025240, "2023-10-27", "ES-10", "BEN", "BENIN", "X"),
        (4025240, "2023-10-27", "ES-10", "MKD", "THE FORMER YUGOSLAV REPUBLIC OF MACEDONIA", "Y"),
    ))  # fmt: skip

    assert (report.layout, report.refused_count) == ("un-library-votes", 0)
    assert cast() == [
        (100, "BLR", "no"), (100, "MKD", "no"), (100, "SUN", "no"), (100, "TWN", "yes"),
        (100, "YEMENAR", "abstain"),
        (4025240, "CHN", "yes"), (4025240, "MKD", "yes"), (4025240, "RUS", "yes"),
    ]  # fmt: skip
    call = RollCall.objects.get(pk=4025240)
    assert (call.session, call.resolution, call.title, call.description) == (
        0, "A/RES/ES-10/4025240", "Peace", "Item",
    )  # fmt: skip
    assert [(year.year, year.alike, year.both) for year in beside(Pair.parse("CHN-RUS")).votes] == [
        (2023, 1, 1)
    ]


def test_a_member_nobody_knows_is_refused_by_name(importing, tmp_path):
    report = importing.do(library(tmp_path, (100, "1965-12-01", "20", "QQQ", "ATLANTIS", "Y")))

    assert report.refused[0].said.startswith("No country is called “ATLANTIS”; 1 votes.")


def test_two_lists_of_the_same_votes_are_not_mixed(importing, tmp_path):
    importing.do(whole(tmp_path, (1, "1946-01-01", 2, "United States", 1)))

    with pytest.raises(NotRecognised, match="would count twice; undo that import first"):
        importing.do(library(tmp_path, (100, "1946-01-01", "1", "USA", "UNITED STATES", "Y")))
