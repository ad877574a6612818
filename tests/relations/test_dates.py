from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from relations import dates
from relations.dates import NO_DATE, Precision

READINGS = [
    # (entered, EDTF, earliest, latest, precision, words)
    ("2022-07-19", "2022-07-19", "2022-07-19", "2022-07-19", "day", "19 July 2022"),
    ("19 July 2022", "2022-07-19", "2022-07-19", "2022-07-19", "day", "19 July 2022"),
    ("July 19, 2022", "2022-07-19", "2022-07-19", "2022-07-19", "day", "19 July 2022"),
    ("2022-07", "2022-07", "2022-07-01", "2022-07-31", "month", "July 2022"),
    ("July 2022", "2022-07", "2022-07-01", "2022-07-31", "month", "July 2022"),
    ("about July 2022", "2022-07~", "2022-07-01", "2022-07-31", "month", "about July 2022"),
    ("2022-07?", "2022-07?", "2022-07-01", "2022-07-31", "month", "July 2022, perhaps"),
    ("2022", "2022", "2022-01-01", "2022-12-31", "year", "2022"),
    ("2024-02", "2024-02", "2024-02-01", "2024-02-29", "month", "February 2024"),
    ("202X", "202X", "2020-01-01", "2029-12-31", "decade", "the 2020s"),
    ("the 1990s", "199X", "1990-01-01", "1999-12-31", "decade", "the 1990s"),
    ("Q3 2022", "2022-35", "2022-07-01", "2022-09-30", "quarter", "Q3 2022"),
    ("summer 2022", "2022-22", "2022-06-01", "2022-08-31", "season", "summer 2022"),
    ("2022-24", "2022-24", "2022-12-01", "2023-02-28", "season", "winter 2022"),
    ("before 19 July 2022", "../2022-07-19", None, "2022-07-19", "before", "before 19 July 2022"),
    ("after July 2022", "2022-07/..", "2022-07-01", None, "after", "after July 2022"),
    ("2022-06/2022-07", "2022-06/2022-07", "2022-06-01", "2022-07-31", "range",
     "between June 2022 and July 2022"),
    ("between 4 March 2019 and 9 March 2019", "2019-03-04/2019-03-09", "2019-03-04", "2019-03-09",
     "range", "between 4 March 2019 and 9 March 2019"),
    ("", "", None, None, "none", "date unknown"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("entered", "edtf", "earliest", "latest", "precision", "words"),
    READINGS,
    ids=[row[0] or "nothing" for row in READINGS],
)
def test_a_date_is_read_as_precisely_as_it_is_written(
    entered, edtf, earliest, latest, precision, words
):
    found = dates.parse(entered)

    assert found.text == edtf
    assert (found.earliest and str(found.earliest)) == earliest
    assert (found.latest and str(found.latest)) == latest
    assert found.precision == precision
    assert dates.describe(found) == words


@pytest.mark.parametrize(
    "text",
    ["2022-13", "2022-02-30", "soon", "19/07/2022", "2022-07/2022-06", "0000", "../..", "/2022",
     "2022-7", "XXXX-08", "before soon", "2022-07-19T10:00", "31 June 2022", "Monday"],
)  # fmt: skip
def test_what_is_no_date_is_refused_in_one_sentence(text):
    with pytest.raises(dates.UnreadableDate) as refused:
        dates.parse(text)

    assert str(refused.value).startswith(f"“{text}” is not a date: ")


def test_no_date_is_false_and_a_year_is_true():
    assert not NO_DATE
    assert dates.parse("2022")


def test_a_qualified_day_is_not_exact():
    assert dates.parse("2022-07-19").is_exact
    assert not dates.parse("2022-07-19~").is_exact
    assert dates.parse("2022-07-19~").is_approximate
    assert dates.parse("2022-07-19?").is_questioned
    assert str(dates.parse("2022-07-19~")) == "about 19 July 2022"


def test_a_window_takes_whole_years_and_months():
    assert dates.parse_window("2022", is_end=False) == date(2022, 1, 1)
    assert dates.parse_window("2022", is_end=True) == date(2022, 12, 31)
    with pytest.raises(dates.UnreadableDate):
        dates.parse_window("before 2022", is_end=False)


def test_headings_are_months_then_years():
    day = dates.day_number(date(2022, 7, 19)) * 16 + 15
    year = dates.day_number(date(2022, 1, 1)) * 16 + 4
    longer = dates.day_number(date(2020, 1, 1)) * 16 + 2

    assert str(dates.heading_of(day)) == "July 2022"
    assert str(dates.heading_of(year)) == "2022, month not known"
    assert str(dates.heading_of(longer)) == "From 2020, year not known"


def test_every_precision_has_a_word():
    assert {row[4] for row in READINGS} == set(Precision.values)


POINTS = st.one_of(
    st.dates(date(1, 1, 1), date(9998, 12, 31)).map(str),
    st.dates(date(1, 1, 1), date(9998, 12, 31)).map(lambda day: str(day)[:7]),
    st.integers(1, 9998).map("{:04}".format),
    st.integers(1, 998).map("{:03}X".format),
    st.tuples(st.integers(1, 9998), st.integers(33, 36)).map("{0[0]:04}-{0[1]}".format),
)


@pytest.mark.fuzz
@settings(max_examples=200, deadline=None)
@given(one=POINTS, other=POINTS, mark=st.sampled_from(["", "?", "~", "%"]))
def test_our_reader_agrees_with_the_library_of_the_standard(one, other, mark):
    for text in (one + mark, f"{one}/..", f"../{one}", "/".join(sorted((one, other)))):
        try:
            ours = dates.parse(text)
        except dates.UnreadableDate:
            continue
        try:
            theirs = parse_edtf(text)
        except Exception:
            continue  # it takes no decade or quarter inside an interval, each with its own error
        for end, bound in ((ours.earliest, "lower_strict"), (ours.latest, "upper_strict")):
            if end is not None:
                assert tuple(getattr(theirs, bound)()[:3]) == (end.year, end.month, end.day), text
