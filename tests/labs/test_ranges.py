from decimal import Decimal

import pytest

from labs.cross_check import Marks, likelier_unit
from labs.ranges import is_above, is_below, span, standing

D = Decimal


@pytest.mark.parametrize(
    ("value", "sign", "low", "high", "where"),
    [
        ("9.6", "", "8.8", "10.4", "in"),
        ("8.8", "", "8.8", "10.4", "in"),
        ("10.4", "", "8.8", "10.4", "in"),
        ("8.79", "", "8.8", "10.4", "below"),
        ("10.41", "", "8.8", "10.4", "above"),
        ("5", "", None, "10", "in"),
        ("5", "", "10", None, "below"),
        ("5", "", None, None, ""),
        ("10", "<", "10", "20", "below"),
        ("15", "<", "10", "20", "unsure"),
        ("15", "<", None, "20", "in"),
        ("25", "<", None, "20", "unsure"),
        ("20", ">", "10", "20", "above"),
        ("15", ">", "10", "20", "unsure"),
        ("15", ">", "10", None, "in"),
        ("5", ">", "10", None, "unsure"),
    ],
)
def test_where_a_value_stands(value, sign, low, high, where):
    assert standing(D(value), sign, low and D(low), high and D(high)) == where


def test_above_and_below_are_unknown_without_a_range_or_behind_a_sign():
    assert is_above(D(11), "", D(10)) is True
    assert is_above(D(9), "", D(10)) is False
    assert is_above(D(11), "", None) is None
    assert is_above(D(11), "<", D(10)) is None
    assert is_below(D(1), "", D(2)) is True
    assert is_below(D(1), ">", D(2)) is None


def test_ranges_in_words():
    assert span(D("8.8"), D("10.40")) == "8.8–10.4"
    assert span(D("60"), None) == "60 or more"
    assert span(None, D("10")) == "up to 10"
    assert span(None, D("5.7"), upper="below") == "below 5.7"
    assert span(None, None) == ""


MARKS = {
    "ng/mL": Marks([20, 30], [50, 100, 150]),
    "nmol/L": Marks([50, 75], [125, 250, 375]),
    "µg/L": Marks([20, 30], [50, 100, 150]),
}


@pytest.mark.parametrize(("low", "high"), [(30, 100), (20, 50), (30, 80), (20, 70), (30, None)])
def test_a_range_printed_in_nanograms_is_recognised(low, high):
    assert likelier_unit(low, high, "ng/mL", MARKS) is None
    assert likelier_unit(low, high, "µg/L", MARKS) is None
    assert likelier_unit(low, high, "nmol/L", MARKS) == "ng/mL"


@pytest.mark.parametrize(
    ("low", "high"), [(75, 250), (50, 125), (50, 175), (75, 200), (75, None), (47.7, 144)]
)
def test_a_range_printed_in_nanomoles_is_recognised(low, high):
    assert likelier_unit(low, high, "nmol/L", MARKS) is None
    assert likelier_unit(low, high, "ng/mL", MARKS) == "nmol/L"


def test_without_marks_or_numbers_nothing_is_asked():
    assert likelier_unit(75, 250, "ng/mL", {}) is None
    assert likelier_unit(None, None, "ng/mL", MARKS) is None
    assert likelier_unit(0, 0, "ng/mL", MARKS) is None
    assert likelier_unit(75, 250, "ng/mL", {"ng/mL": Marks([], [])}) is None
