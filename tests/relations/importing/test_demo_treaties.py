"""The treaties of the demo: openly licensed rows, chosen by a command, imported once."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from relations.countries import DATA
from relations.importing.demo_treaties import AGREEMENTS, FILES, PARTIES, load_treaties
from relations.importing.undoing import undo
from relations.models import Agreement, Fact, Import, Outcome, PairFact, Source
from relations.pairs import Pair
from relations.timeline.beside import beside
from relations.timeline.credits import CREDITS_KEY
from relations.timeline.credits import credits as printed_credits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

CREDIT = "Hollway and others, manytreaties (CC BY 4.0)"


def build(folder, *files, **options):
    out = StringIO()
    call_command("build_demo_treaties", *files, to=folder, stdout=out, **options)
    return out.getvalue()


def rows(path):
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def written(folder, agreements, parties):
    """A user's two files: agreements as (identifier, kind), parties as identifier → states."""
    one, two = folder / "agreements.csv", folder / "parties.csv"
    one.write_text(
        "treatyID,Title,Begin,Signature,Force,TypeAgree,TypeAmbit,Coder,Comments\n"
        + "".join(
            f"{name},Treaty {name},1990-01-01,1990-01-01,1991-01-01,{kind},,Someone,Changed\n"
            for name, kind in agreements
        )
    )
    two.write_text(
        "stateID,treatyID,Title,Begin,Signature,StateSignature,StateRatification,StateForce,"
        "Coder,Comments\n"
        + "".join(
            f"{code},{name},Treaty {name},1990-01-01,1990-01-01,1990-01-01,1990-06-01,"
            "1991-01-01,Someone,Not sure\n"
            for name, codes in parties.items()
            for code in codes.split()
        )
    )
    return one, two


# --- the rows we ship ------------------------------------------------------------------------


def test_the_rows_are_few_and_carry_no_coders_remarks():
    assert sum((DATA / name).stat().st_size for name in FILES) < 150_000
    for name in FILES:
        assert not {"Coder", "Comments"} & set(rows(DATA / name)[0])


def test_choosing_again_from_the_rows_chosen_changes_nothing(tmp_path):
    build(tmp_path, *(DATA / name for name in FILES))

    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_pairs_get_depth_and_each_fact_its_credit():
    new = load_treaties()

    assert new == Fact.objects.published().count() > 150
    assert Agreement.objects.count() == len(rows(DATA / AGREEMENTS))
    deep = {
        pair: PairFact.objects.filter(low=pair[:3], high=pair[4:]).count()
        for pair in ("CAN-USA", "SUN-USA", "ARG-URY", "ESP-FRA")
    }
    assert min(deep.values()) >= 8, deep
    assert beside(Pair.parse("DNK-SWE")).shared_count >= 3
    assert {source.credit for source in Source.objects.all()} == {CREDIT}
    assert not Fact.objects.filter(is_redistributable=False).exists()


def test_nothing_of_them_is_refused_and_they_are_credited_under_every_page(client):
    load_treaties()
    cache.delete(CREDITS_KEY)

    batch = Import.objects.get()
    assert (batch.layout, batch.state) == ("manytreaties", Import.State.APPLIED)
    assert not batch.findings.filter(outcome=Outcome.REFUSED).exists()
    assert printed_credits() == [CREDIT]
    assert CREDIT in client.get("/r/CAN-USA/").content.decode()


def test_loading_again_adds_nothing():
    load_treaties()

    assert load_treaties() == 0
    assert Import.objects.count() == 1


def test_what_an_editor_undid_stays_undone():
    load_treaties()
    undo(Import.objects.get(), by=None)

    assert load_treaties() == 0
    assert not Fact.objects.published().exists()


def test_who_has_imported_manytreaties_gets_no_narrower_edition(importing, tmp_path):
    importing.do(*written(tmp_path, [("X_1990A", "Agreement")], {"X_1990A": "DEU FRA"}))

    assert load_treaties() == 0
    assert Import.objects.count() == 1


# --- choosing --------------------------------------------------------------------------------


def test_series_of_two_and_treaties_of_a_few_are_chosen_whole(tmp_path):
    many = "AUS AUT BEL BGR BRA CAN CHE CHL CHN CUB CYP CZE DEU DNK EGY ESP EST FIN FRA GBR GRC"
    files = written(
        tmp_path,
        [("A_1990A", "Agreement"), ("B_1990P", "Protocol"), ("C_1990A", "Agreement"),
         ("D_1990R", "Resolution"), ("E_1990A", "Agreement"), ("F_1990A", "Agreement")],
        {"A_1990A": "DEU FRA", "B_1990P": "FRA DEU", "C_1990A": "DEU FRA ITA",
         "D_1990R": "DEU FRA", "E_1990A": f"{many} HUN IND ITA IRL", "F_1990A": "DEU"},
    )  # fmt: skip

    said = build(tmp_path, *files)

    assert [row["treatyID"] for row in rows(tmp_path / AGREEMENTS)] == [
        "A_1990A", "B_1990P", "C_1990A",
    ]  # fmt: skip
    assert len(rows(tmp_path / PARTIES)) == 7
    assert "demo_agreements.csv: 3 rows" in said


def test_where_there_is_no_room_the_longest_series_goes_first(tmp_path):
    files = written(
        tmp_path,
        [("A_1990A", "Agreement"), ("B_1990A", "Agreement"), ("C_1990A", "Agreement")],
        {"A_1990A": "GBR USA", "B_1990A": "DEU FRA", "C_1990A": "DEU FRA"},
    )

    build(tmp_path, *files, most_bytes=600)

    assert [row["treatyID"] for row in rows(tmp_path / AGREEMENTS)] == ["B_1990A", "C_1990A"]


def test_other_files_are_not_chosen_from(tmp_path):
    one, two = written(tmp_path, [("A_1990A", "Agreement")], {"A_1990A": "DEU FRA"})
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")

    for files in ((one,), (one, other), (other,), (one, two, other), (tmp_path / "none.csv",)):
        with pytest.raises(CommandError):
            build(tmp_path, *files)


def test_the_command_loads_articles_and_treaties():
    out = StringIO()
    call_command("load_demo", stdout=out)

    assert out.getvalue() == f"{Fact.objects.published().count()} demo facts added.\n"
    assert Agreement.objects.filter(dataset="manytreaties").exists()
    assert Agreement.objects.filter(dataset="").exists()
