"""Every file is of one layout only, and a file of none is nobody's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relations.importing.files import InputFile
from relations.importing.layouts import Layout
from relations.importing.layouts.known import LAYOUTS
from relations.importing.layouts.visits import Visits
from relations.importing.layouts.wording import all_called
from relations.importing.names import Names

from . import (
    test_alliances,
    test_desta,
    test_disputes,
    test_embassies,
    test_manytreaties,
    test_sanctions,
    test_untc,
    test_visits,
)

OURS = [layout for layout in LAYOUTS if not layout.name.startswith("sipri")]

FILES = {
    "cow-alliance-years": test_alliances.COW,
    "atop-years": test_alliances.ATOP,
    "cow-alliance-by-dyad": test_alliances.BY_DYAD,
    "cow-mid": test_disputes.HEADER,
    "gsdb": test_sanctions.HEADER,
    "leader-visits": test_visits.CHINA,
    "colt": test_visits.COLT,
    "visits": "date,visitor,host\n",
    "embassies": test_embassies.HEADER,
    "manytreaties": test_manytreaties.PARTIES,
    "desta": test_desta.HEADER,
    "untc": test_untc.INDEX,
    "un-votes": "rcid,country,country_code,vote\n",
    "un-library-votes": "undl_id,ms_code,ms_name,ms_vote,date,session,resolution\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_of_one_layout_only(write: Callable[..., InputFile], name: str) -> None:
    file = write(FILES[name])

    assert [layout.name for layout in LAYOUTS if layout.claims([file])] == [name]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "a,b\n1,2\n", "year,name\n", "Recipient,Supplier,Year of order, \n"]
)
def test_a_file_of_no_layout_is_nobodys(write: Callable[..., InputFile], text: str) -> None:
    file = write(text, "4-8.csv")

    assert not [layout.name for layout in LAYOUTS if layout.claims([file])]


@pytest.mark.parametrize("layout", OURS, ids=lambda layout: layout.name)
def test_a_layout_takes_its_own_files_from_among_others(
    write: Callable[..., InputFile], layout: Layout
) -> None:
    files = [write(text, f"file{at}.csv") for at, text in enumerate(FILES.values())]

    (own,) = layout.claims(files)

    assert own is files[list(FILES).index(layout.name)]


@pytest.mark.parametrize("layout", OURS, ids=lambda layout: layout.name)
@pytest.mark.usefixtures("db", "_reference")
def test_a_file_of_headings_holds_nothing_and_has_a_release(
    write: Callable[..., InputFile], layout: Layout
) -> None:
    file = write(FILES[layout.name])

    release = layout.release([file])

    assert list(layout.read([file], Names())) == []
    assert release.dataset == layout.dataset
    assert 0 < len(release.name) <= 200


def test_a_layout_that_reads_nothing_yet_says_so(write: Callable[..., InputFile]) -> None:
    class Empty(Visits):
        needed = ()
        prefix = ""

    file, layout = write("a\n1\n"), Layout()

    for act in (
        layout.claims,
        layout.release,
        lambda files: layout.read(files, Names.__new__(Names)),
    ):
        with pytest.raises(NotImplementedError):
            act([file])
    with pytest.raises(NotImplementedError):
        list(Empty().read([file], Names.__new__(Names)))
    assert layout.is_expected({}, {})


@pytest.mark.usefixtures("db", "_reference")
def test_of_many_countries_the_first_are_named() -> None:
    codes = ["DEU", "FRA", "GBR", "ITA", "ESP", "USA", "CAN"]

    assert all_called(Names(), codes, 3) == "Germany, France and 5 others"


@pytest.mark.usefixtures("db", "_reference")
def test_a_country_is_called_by_its_label_and_known_by_all_its_names() -> None:
    names = Names()
    actor = names.actor("CoCom", "organisation")

    assert names.label("USA") == "United States"
    assert names.label(actor) == "CoCom"
    assert names.label("QQQ") == "QQQ"
    assert {"soviet union", "union of soviet socialist republics"} <= names.called("SUN")
    assert "moscow" not in names.called("SUN")
