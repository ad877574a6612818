"""Making the table of states from the published lists: a few rows of them are enough."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from relations.reference import building, lists

COW = """stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
GMY,255,Germany,1816,1,1,1945,5,8,2016
GMY,255,Germany,1990,10,3,2016,12,31,2016
GFR,260,German Federal Republic,1955,5,5,1990,10,2,2016
RUS,365,Russia,1816,1,1,2016,12,31,2016
"""
GW = """gwcode,gwc,country_name,start,end,microstate
255,GMY,Germany (Prussia),1816-01-01,1945-05-07,False
260,GFR,German Federal Republic,1949-09-21,9999-12-31,False
365,RUS,Russia (Soviet Union),1816-01-01,9999-12-31,False
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "states").mkdir()
    (tmp_path / "states" / "cow_states2016.csv").write_text(COW, encoding="utf-8")
    (tmp_path / "states" / "gwstates.csv").write_text(GW, encoding="utf-8")
    return tmp_path


def test_a_number_is_divided_among_those_it_served(folder: Path) -> None:
    codes = building.build(folder)["country_codes"].splitlines()

    assert [row for row in codes if ",cow,365," in row] == [
        "RUS,cow,365,1816-01-01,1922-12-29",
        "RUS,cow,365,1991-12-26,",
        "SUN,cow,365,1922-12-30,1991-12-25",
    ]


def test_a_state_keeps_all_the_numbers_a_list_gave_it(folder: Path) -> None:
    codes = building.build(folder)["country_codes"].splitlines()

    assert [row for row in codes if row.startswith("DEU,cow,")] == [
        "DEU,cow,255,1816-01-01,1945-05-08",
        "DEU,cow,255,1990-10-03,",
        "DEU,cow,260,1955-05-05,1990-10-02",
    ]


def test_years_are_our_own_before_those_of_a_list(folder: Path) -> None:
    spells = building.build(folder)["country_spells"].splitlines()

    assert [row for row in spells if row[:3] in ("DEU", "RUS")] == [
        "DEU,1816-01-01,1945-05-07,gw",
        "DEU,1949-09-21,,gw",
        "RUS,1816-01-01,1922-12-29,own",
        "RUS,1991-12-26,,own",
    ]


def test_years_that_touch_are_joined() -> None:
    day = date.fromisoformat

    spells = [
        (day("2001-01-01"), lists.OPEN),
        (day("1990-01-01"), day("1999-12-31")),
        (day("2000-01-01"), day("2000-12-31")),
        (day("1950-01-01"), day("1960-12-31")),
    ]

    assert list(lists.joined(spells)) == [
        (day("1950-01-01"), day("1960-12-31")),
        (day("1990-01-01"), lists.OPEN),
    ]
    assert list(lists.joined([])) == []


def test_building_again_makes_the_same_bytes(folder: Path) -> None:
    assert building.build(folder) == building.build(folder)


def test_a_list_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gwstates\.csv is not there"):
        call_command("build_countries", tmp_path)


def test_a_number_nobody_knows_is_named(folder: Path) -> None:
    path = folder / "states" / "gwstates.csv"
    path.write_text(GW + "999,ATL,Atlantis,1900-01-01,9999-12-31,False\n", encoding="utf-8")

    with pytest.raises(lists.ListNotUsable, match="gw 999 Atlantis"):
        building.build(folder)


def test_check_names_the_files_that_would_change_and_writes_none(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"countries": "code\n", "successions": "predecessor\nSUN\n"}
    monkeypatch.setattr("relations.management.commands.build_countries.DATA", tmp_path)
    monkeypatch.setattr(building, "build", lambda folder: files)
    (tmp_path / "countries.csv").write_text("code\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"^would change: successions\.csv$"):
        call_command("build_countries", folder, "--check")

    assert not (tmp_path / "successions.csv").exists()
    call_command("build_countries", folder)
    assert (tmp_path / "successions.csv").read_text(encoding="utf-8") == files["successions"]
    call_command("build_countries", folder, "--check")
