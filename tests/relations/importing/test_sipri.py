"""SIPRI's layouts and their traps: how each is read, and that no weapon is counted twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from relations import recording
from relations.importing.files import InputFile
from relations.importing.layouts.sipri import likenesses, scope_of
from relations.importing.layouts.sipri_register import SipriRegister, rows
from relations.importing.records import Trouble
from relations.models import ArmsTransfer, Country, Fact, Proposal, TransferItem, TransferStep
from tests.relations.importing.sipri_files import (
    REGISTER,
    deals,
    deliveries,
    delivery,
    order,
    register,
)

pytestmark = pytest.mark.django_db


def delivered():
    """The number of weapons that public facts say were delivered."""
    return TransferStep.objects.filter(step="delivered", fact__publication="published").aggregate(
        n=Sum("quantity_best")
    )["n"]


# --- the register ------------------------------------------------------------------------


def test_an_order_keeps_years_numbers_and_what_is_uncertain(importing, tmp_path):
    importing.do(register(tmp_path, order(flags="???", years="1994; 1995; 1998")))

    ordered, handed = Fact.objects.order_by("subtype")[::-1]
    assert (ordered.date_text, handed.date_text) == ("1993?", "1994/1998")
    assert handed.summary == "Years of delivery: 1994, 1995, 1998."
    assert ordered.summary == "For tanks"
    assert handed.headline == "Russia delivers 104 Engine-1 (vehicle engine) to Iran, 1994 to 1998"
    step = handed.transferstep
    assert (step.quantity_best, step.quantity_reported) == (104, "104?")
    item = TransferItem.objects.get()
    assert (item.quantity_best, item.quantity_reported, item.condition) == (104, "104?", "new")
    transfer = ArmsTransfer.objects.get()
    assert (transfer.supplier_id, transfer.recipient_id) == ("RUS", "IRN")
    assert (transfer.tiv_ordered, transfer.status) == (Decimal("11.44"), "delivered")


def test_an_order_without_deliveries_is_one_fact(importing, tmp_path):
    importing.do(register(tmp_path, order(delivered=0, years="", ordered="")))

    assert Fact.objects.get().subtype == "ordered"
    assert ArmsTransfer.objects.get().status == "ordered"


def test_an_empty_number_ordered_is_unknown_also_with_a_tiv_of_0(importing, tmp_path):
    importing.do(register(tmp_path, order(ordered="", tiv=("0.11", "0", "11.44"))))

    assert TransferItem.objects.get().quantity_best is None
    assert ArmsTransfer.objects.get().tiv_ordered is None


def test_more_delivered_than_ordered_is_no_error(importing, tmp_path):
    assert importing.do(register(tmp_path, order(ordered=100, delivered=104))).is_applied


def test_a_line_break_in_a_remark_is_one_row(importing, tmp_path):
    report = importing.do(register(tmp_path, order(comment="For tanks;\r\nfrom a line"), order()))

    assert report.rows == 2
    assert Fact.objects.filter(summary="For tanks; from a line").exists()
    claims = Fact.objects.get(summary="For tanks; from a line").claims.get()
    assert claims.dataset_row == "lines 13 to 14"


def test_a_row_cut_in_the_middle_is_refused_with_its_line(importing, tmp_path):
    whole = order()
    report = importing.look(register(tmp_path, order(weapon="Tank-2"), whole[: len(whole) // 2]))

    (refused,) = report.refused
    assert refused.line == 14
    assert "may have been cut" in refused.said


def test_a_row_cut_in_the_middle_does_not_swallow_the_next(importing, tmp_path):
    report = importing.look(register(tmp_path, "Iran,Russia,1993,,104", order(weapon="Tank-2")))

    assert [trouble.line for trouble in report.refused] == [13]
    assert report.counts["new"] == 2


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_letters_outside_ascii_are_read_in_any_encoding(importing, tmp_path, encoding):
    path = register(tmp_path, order(weapon="Wärtsilä 12V32"), encoding=encoding)

    importing.do(path)

    assert TransferItem.objects.get().designation == "Wärtsilä 12V32"


def test_a_spreadsheets_saved_copy_is_read_the_same(importing, tmp_path):
    path = register(tmp_path, order(comment="For tanks"))
    lines = path.read_text("cp1252").splitlines()
    saved = [f"{line};;" for line in lines[:11]]
    saved += [";".join(f'"{cell}"' for cell in line.split(",")) for line in lines[11:]]
    path.write_bytes("\r\n".join(saved).encode("utf-8-sig"))

    report = importing.do(path)

    assert (report.counts["new"], report.counts["refused"]) == (2, 0)
    assert Fact.objects.filter(summary="For tanks").exists()


def test_the_heading_of_september_2026_is_recognised(importing, tmp_path):
    path = register(tmp_path, order())
    text = path.read_text("cp1252").replace("Number delivered,", "Deliveries in the Year Range,")
    path.write_text(text, "cp1252")

    assert importing.do(path).counts["new"] == 2


def test_lines_padded_with_semicolons_are_read_as_they_were(importing, tmp_path):
    whole = register(tmp_path, order(comment="For tanks; aid"), order("Iraq"))
    padded = tmp_path / "padded.csv"
    padded.write_text("".join(f"{line};;\n" for line in whole.read_text("cp1252").splitlines()))
    importing.do(whole)

    assert importing.do(padded).counts == importing.do(whole).counts


def test_shuffled_columns_are_not_recognised(tmp_path, world):
    path = register(tmp_path, order())
    text = path.read_text("cp1252").replace("Recipient,Supplier,", "Supplier,Recipient,")
    path.write_text(text, "cp1252")

    assert SipriRegister().claims([InputFile(path)]) == []


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"year": "199x"}, "Year of order"),
        ({"ordered": "many"}, "Number ordered"),
        ({"delivered": "-4"}, "Number delivered"),
        ({"years": "1994; soon"}, "Year(s) of delivery"),
        ({"status": "Rusty"}, "status"),
        ({"flags": "x  "}, "column 4"),
        ({"tiv": ("0.1", "much", "1")}, "SIPRI TIV for total order"),
        ({"supplier": "Iran"}, "Supplier"),
    ],
)
def test_a_wrong_cell_is_refused_by_line_and_column(importing, tmp_path, change, column):
    report = importing.look(register(tmp_path, order(**change)))

    (refused,) = report.refused
    assert (refused.line, refused.column) == (13, column)


def test_unknown_sides_and_bodies_that_are_no_states(importing, tmp_path):
    path = register(
        tmp_path,
        order("Iran", "unknown supplier(s)"),
        order("unknown recipient(s)", "Russia"),
        order("Hezbollah (Lebanon)*", "Iran"),
        order("Forest rebels (Chad)*", "Libya"),
        order("African Union**", "China"),
        order("Biafra", "France"),
        order("Iran", "(multiple sellers)"),
    )

    report = importing.do(path)

    assert report.new_actors == ["Forest rebels (Chad)", "Biafra"]
    sides = ArmsTransfer.objects.order_by("id").values_list("supplier_id", "recipient_id")
    assert list(sides) == [
        (None, "IRN"), ("RUS", None), ("IRN", "HEZBOLLAH"), ("LBY", "FORESTREBELS"),
        ("CHN", "AFRICANUNION"), ("FRA", "BIAFRA"), (None, "IRN"),
    ]  # fmt: skip
    assert Country.objects.get(pk="FORESTREBELS").kind == "armed_group"
    assert Country.objects.get(pk="BIAFRA").kind == "de_facto_state"


def test_names_that_changed_between_releases_are_one_actor(importing, tmp_path):
    importing.do(
        register(tmp_path, order("UAE"), order("Libya HoR*", "Jordan"), made="23 Oct 2025")
    )

    report = importing.do(
        register(
            tmp_path, order("United Arab Emirates"),
            order("House of Representatives (Libya)*", "Jordan"),
        )
    )  # fmt: skip

    assert (report.counts["unchanged"], report.counts["absent"]) == (4, 0)


def test_former_states_are_apart_and_years_before_a_state_are_taken(importing, tmp_path):
    importing.do(
        register(tmp_path, order(supplier="Soviet Union", year=1970), order(year=1970),
                 order("Serbia", year=1974))
    )  # fmt: skip

    suppliers = ArmsTransfer.objects.order_by("id").values_list("supplier_id", flat=True)
    assert list(suppliers) == ["SUN", "RUS", "RUS"]
    assert Fact.objects.filter(subtype="ordered").exclude(years_override_reason="").count() == 2


def test_rows_that_repeat_are_orders_of_their_own(importing, tmp_path):
    path = register(tmp_path, order(), order(), order())
    importing.do(path)

    assert ArmsTransfer.objects.count() == 3
    assert importing.do(path).counts["unchanged"] == 6


def test_an_order_whose_year_was_mended_is_the_same_order(importing, tmp_path):
    importing.do(register(tmp_path, order(year=1993), made="23 Oct 2025"))

    report = importing.do(register(tmp_path, order(year=1992)))

    assert (report.counts["new"], report.counts["absent"]) == (0, 0)
    assert ArmsTransfer.objects.get().ordered_text == "1992"


def test_an_order_ten_years_later_is_another(importing, tmp_path):
    importing.do(register(tmp_path, order(year=1983, years="1985"), made="23 Oct 2025"))

    report = importing.do(register(tmp_path, order(year=1993, comment="Another")))

    assert (report.things["transfer"]["new"], report.counts["absent"]) == (1, 1)


def test_money_and_payers_in_a_remark_are_proposed_and_no_facts(importing, tmp_path):
    importing.do(
        register(
            tmp_path, order("Afghanistan", comment="$572 m deal (bought via and financed by USA)")
        )
    )

    proposal = Proposal.objects.get()
    recording.read({**recording.payload_of(proposal.fact), **proposal.payload})
    assert (proposal.origin, proposal.fact.subtype) == ("import", "ordered")
    (amount,) = proposal.payload["money"]
    assert (amount["currency"], amount["best"], amount["reported"]) == (
        "USD", "572000000", "$572 m",
    )  # fmt: skip
    assert proposal.payload["others"] == [["USA", "intermediary"]]
    assert not Fact.objects.filter(has_money=True).exists()


@pytest.mark.parametrize(
    ("remark", "found"),
    [
        ("Part of EUR195 m deal", {"currency": "EUR", "best": "195000000"}),
        ("$17-20 m", {"currency": "USD", "low": "17000000", "high": "20000000"}),
        ("THB4b ($120 m) deal", {"currency": "THB", "best": "4000000000"}),
        ("$1 b deal", {"currency": "USD", "best": "1000000000"}),
        ("ZAR360 m deal", {"currency": "ZAR", "best": "360000000"}),
    ],
)
def test_amounts_are_read_in_their_own_currency(world, remark, found):
    from relations.importing.layouts.sipri_money import suggestion_in
    from relations.importing.names import Names

    suggestion = suggestion_in("key", remark, Names(), ("RUS", "IRN"))

    assert found.items() <= suggestion.money[0].items()


@pytest.mark.parametrize("remark", ["MT5 m long version", "12 m wide", "From 2 b line"])
def test_numbers_that_are_no_money_are_not_offered(world, remark):
    from relations.importing.layouts.sipri_money import suggestion_in
    from relations.importing.names import Names

    assert suggestion_in("key", remark, Names(), ("RUS", "IRN")) is None


# --- deliveries, and both together -------------------------------------------------------


def test_deliveries_are_one_order_with_a_fact_a_year(importing, tmp_path):
    importing.do(
        deliveries(tmp_path, delivery(year=1995, delivered=54), delivery(year=1994, delivered=50))
    )

    transfer = ArmsTransfer.objects.get()
    steps = TransferStep.objects.order_by("fact__sort_key")
    assert list(steps.values_list("step", "quantity_best", "fact__date_text")) == [
        ("ordered", None, "1993"), ("delivered", 50, "1994"), ("delivered", 54, "1995"),
    ]  # fmt: skip
    assert transfer.tiv_delivered == Decimal("11.00")
    assert TransferItem.objects.get().category == "engines"


def test_an_order_over_two_files_is_one_order(importing, tmp_path):
    one = deliveries(tmp_path, delivery(year=1994), name="one.csv")
    two = deliveries(tmp_path, delivery(year=1995), name="two.csv")

    importing.do(one, two)

    assert ArmsTransfer.objects.count() == 1
    assert TransferStep.objects.filter(step="delivered").count() == 2


def test_the_layout_of_before_2023_has_the_same_numbers(importing, tmp_path):
    importing.do(deals(tmp_path, delivery(kind="light transport; armed")))

    report = importing.do(deliveries(tmp_path, delivery(kind="light transport; armed")))

    assert report.counts["unchanged"] == 2
    assert ArmsTransfer.objects.get().title.startswith("Engine-1 (light transport; armed)")


def test_deliveries_padded_with_semicolons_keep_their_last_cell(importing, tmp_path):
    path = deliveries(tmp_path, delivery(local="Yes"), delivery(year=1995, local="Yes"))
    path.write_bytes(path.read_bytes().replace(b"\n", b";\r\n"))

    report = importing.do(path)

    assert (report.counts["new"], report.counts["refused"]) == (3, 0)
    assert ArmsTransfer.objects.get().mode == "licensed_production"


def test_a_quoted_cell_may_hold_a_comma(importing, tmp_path):
    importing.do(deliveries(tmp_path, delivery(weapon='"Engine-1, late"')))

    assert TransferItem.objects.get().designation == "Engine-1, late"


def test_years_that_were_put_together_in_one_file_are_all_read(importing, tmp_path):
    one = deals(tmp_path, delivery(year=1994), name="1994.txt")
    two = deals(tmp_path, delivery(year=1995), name="1995.txt")
    both = tmp_path / "both.txt"
    both.write_bytes(one.read_bytes() + b"\n" + two.read_bytes())

    report = importing.do(both)

    assert (report.counts["new"], report.counts["refused"]) == (3, 0)


def test_a_register_and_its_deliveries_complete_each_other(importing, tmp_path):
    importing.do(register(tmp_path, order()))

    importing.do(
        deliveries(tmp_path, delivery(year=1994, delivered=50), delivery(year=1995, delivered=54))
    )

    transfer, item = ArmsTransfer.objects.get(), TransferItem.objects.get()
    assert (item.quantity_best, item.category) == (104, "engines")
    assert (delivered(), transfer.status) == (104, "delivered")
    public = Fact.objects.published().filter(subtype="delivered").order_by("date_text")
    assert list(public.values_list("date_text", flat=True)) == ["1994", "1995"]


def test_in_the_other_order_it_comes_to_the_same(importing, tmp_path):
    importing.do(
        deliveries(tmp_path, delivery(year=1994, delivered=50), delivery(year=1995, delivered=54))
    )

    importing.do(register(tmp_path, order()))

    assert TransferItem.objects.get().quantity_best == 104
    assert delivered() == 104
    assert Fact.objects.published().filter(subtype="delivered").count() == 2


@pytest.mark.parametrize("register_first", [True, False])
@pytest.mark.parametrize(
    ("here", "there"),
    [("Pucara", "IA-58A Pucara"), ("AS-565", "Z-9"), ("ship engine 6001-8000", "ship engine")],
    ids=["longer", "another", "by power"],
)
def test_an_order_whose_weapon_has_another_name_is_counted_once(
    importing, tmp_path, register_first, here, there
):
    files = [
        register(tmp_path, order(weapon=there, comment=""), order("Iraq", weapon=there)),
        deliveries(tmp_path, delivery(weapon=here, year=1994, delivered=50),
                   delivery(weapon=here, year=1995, delivered=54)),
    ]  # fmt: skip
    for path in files if register_first else reversed(files):
        importing.do(path)

    assert (ArmsTransfer.objects.count(), delivered()) == (2, 208)


def test_a_weapon_whose_name_begins_the_same_is_found_without_its_number(importing, tmp_path):
    importing.do(register(tmp_path, order(weapon="Mi-24D/Mi-25", delivered=40, years="1994")))

    report = importing.do(
        deliveries(tmp_path, delivery(weapon="Mi-24D", year=1994, delivered=38),
                   delivery(2, weapon="Mi-24V", year=1994, delivered=38))
    )  # fmt: skip

    assert report.things["transfer"] == {"changed": 1, "new": 1}


@pytest.mark.parametrize("register_first", [True, False])
def test_what_the_deliveries_leave_is_the_registers(importing, tmp_path, register_first):
    files = [
        register(tmp_path, order(delivered=104, years="1994; 1995; 1996")),
        deliveries(tmp_path, delivery(year=1994, delivered=50)),
    ]
    for path in files if register_first else reversed(files):
        importing.do(path)

    assert delivered() == 104
    rest = Fact.objects.published().get(date_text="1995/1996")
    assert rest.transferstep.quantity_best == 54
    assert rest.headline == "Russia delivers 54 Engine-1 (vehicle engine) to Iran, 1995 to 1996"
    for path in files:
        assert importing.do(path).counts["changed"] == 0
    assert delivered() == 104


@pytest.mark.parametrize("register_first", [True, False])
def test_deliveries_that_come_file_by_file_are_counted_once(importing, tmp_path, register_first):
    whole = register(tmp_path, order(delivered=104, years="1988; 1989; 1994", year=1987))
    parts = [
        deliveries(tmp_path, delivery(year=1988, delivered=30, tiv="3.30", ordered=1987),
                   delivery(year=1989, delivered=20, tiv="2.20", ordered=1987),
                   name="early.csv", years=(1950, 1989)),
        deliveries(tmp_path, delivery(year=1994, delivered=54, tiv="5.94", ordered=1987),
                   name="late.csv", years=(1990, 2023)),
    ]  # fmt: skip
    files = [whole, *parts] if register_first else [*parts, whole]
    for path in files:
        importing.do(path)

    assert (delivered(), ArmsTransfer.objects.get().tiv_delivered) == (104, Decimal("11.44"))
    assert Fact.objects.published().filter(subtype="delivered").count() == 3
    for path in files:
        report = importing.do(path)
        assert (report.counts["changed"], report.counts["absent"]) == (0, 0)


def test_an_order_over_two_imports_has_the_value_of_both(importing, tmp_path):
    parts = [
        deliveries(tmp_path, delivery(year=1988, tiv="3.3"), name="early.csv", years=(1950, 1989)),
        deliveries(tmp_path, delivery(year=1994, tiv="5.9"), name="late.csv", years=(1990, 2023)),
    ]
    for path in (*parts, *parts):
        importing.do(path)

    assert ArmsTransfer.objects.get().tiv_delivered == Decimal("9.20")
    assert importing.do(parts[0]).counts["unchanged"] == 2


# --- the tables of TIV -------------------------------------------------------------------


def table(folder, *rows, heading="Exports by,1994,1995,1994-1995"):
    path = folder / "tiv.csv"
    path.write_text(
        "\n".join(["Volume of transfers", "", heading, *rows, "Total world export,1,1"])
    )
    return path


def test_a_tiv_table_is_checked_against_the_deliveries_here(importing, tmp_path):
    importing.do(
        deliveries(tmp_path, delivery(year=1994, tiv="5.5"), delivery(year=1995, tiv="7.25"))
    )

    report = importing.do(table(tmp_path, "Russia,6,9,15", "France,,0 ,0"))

    assert [remark.said for remark in report.remarks] == [
        "Russia 1995: the table says 9, the deliveries here add up to 7.25.",
        "3 of 4 cells agree to within 0.51.",
    ]
    assert (report.counts["new"], report.counts["absent"]) == (0, 0)


def test_a_table_of_recipients_is_checked_by_recipient(importing, tmp_path):
    importing.do(deliveries(tmp_path, delivery(year=1994, tiv="5.5")))

    report = importing.do(table(tmp_path, "Iran,6,,6", heading="Recipient,1994,1995,1994-1995"))

    assert [remark.said for remark in report.remarks] == ["2 of 2 cells agree to within 0.51."]


def test_a_spreadsheets_saved_table_is_checked_the_same(importing, tmp_path):
    importing.do(deliveries(tmp_path, delivery(year=1994, tiv="5.5")))
    path = table(tmp_path, "Iran,6,,6", heading="Recipient,1994,1995,1994-1995")
    path.write_text(path.read_text().replace(",", ";"))

    report = importing.do(path)

    assert [remark.said for remark in report.remarks] == ["2 of 2 cells agree to within 0.51."]


def test_a_table_of_one_states_imports_is_checked_by_them_alone(importing, tmp_path):
    importing.do(
        deliveries(tmp_path, delivery(year=1994, tiv="5.5"),
                   delivery(2, recipient="Iraq", year=1994, tiv="40"))
    )  # fmt: skip
    path = table(tmp_path, "Russia,6,,6", heading="Supplier,1994,1995,1994-1995")
    path.write_text(path.read_text().replace("Total world export", "Total exports to Iran"))

    report = importing.do(path)

    assert [remark.said for remark in report.remarks] == ["2 of 2 cells agree to within 0.51."]


# --- reading alone -----------------------------------------------------------------------


def test_the_scope_is_read_from_the_first_line():
    line = (
        "Transfers of major conventional arms from Russia  to Iran . Deals with deliveries made "
        "for the year range '2010' to '2020' "
    )
    assert scope_of(line) == {
        "supplier": "Russia", "recipient": "Iran", "first": 2010, "last": 2020,
    }  # fmt: skip
    assert scope_of("nothing of the kind") == {}


_CELL = st.text(
    st.characters(codec="cp1252", exclude_categories=["Cc"], exclude_characters='",;'), max_size=12
)


@given(table=st.lists(st.lists(_CELL, min_size=16, max_size=16), min_size=1, max_size=6))
def test_rows_come_back_as_they_were_written(tmp_path_factory, table):
    table = [row for row in table if "".join(row).strip()]
    path = tmp_path_factory.mktemp("rows") / "register.csv"
    # no UTF-8, as no register is; of a few letters alone nobody could say which they are
    lines = ["Wärtsilä", REGISTER, *(",".join(row) for row in table)]
    path.write_bytes("\n".join(lines).encode("cp1252"))

    found = [row for row in rows(InputFile(path)) if not isinstance(row, Trouble)]

    assert [row.cells for row in found] == table


@given(year=st.integers(1950, 2030), name=st.text(min_size=1, max_size=20))
def test_an_order_is_always_like_itself(year, name):
    sides = {"supplier": "RUS", "recipient": "IRN", "designation": name, "comment": ""}
    one = likenesses(order_year=str(year), **sides)
    other = likenesses(order_year=str(year), **sides)

    assert one == other
    assert one[4]
