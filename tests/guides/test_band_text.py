"""Bands as lines that a person edits: what is written comes back, and a bad line is named."""

import pytest

from guides import shipped
from labs.band_text import BadLine, from_lines, to_lines
from labs.models import BandSet

GOOD = "below 20 ng/mL = 50 nmol/L | deficient | Low.\nup to 50 ng/mL = 125 nmol/L | enough | |\nabove | high"


def shipped_band_sets(settings):
    return [row for model, row in shipped.read(settings.CONTENT_DIR) if model is BandSet]


def as_said(bands):
    """An empty meaning and none at all are the same."""
    return [{key: value for key, value in band.items() if value or key == "word"} for band in bands]


def test_every_shipped_band_set_survives_its_own_text(settings):
    for row in shipped_band_sets(settings):
        assert from_lines(to_lines(row["bands"])) == as_said(row["bands"]), row["slug"]


def test_lines_become_bands():
    assert from_lines(GOOD) == [
        {"below": {"ng/mL": "20", "nmol/L": "50"}, "word": "deficient", "meaning": "Low."},
        {"up_to": {"ng/mL": "50", "nmol/L": "125"}, "word": "enough"},
        {"word": "high"},
    ]


def test_space_empty_lines_and_capitals_do_not_matter():
    assert from_lines("\n  Below 20 ng/mL |  low \n\n ABOVE | fine \n") == from_lines(
        "below 20 ng/mL | low\nabove | fine"
    )


def test_a_band_without_a_word_says_nothing():
    assert from_lines("below 10 ng/mL | low\nabove |")[1] == {"word": ""}


def test_the_notice_of_a_band_stays():
    bands = [{"below": {"mmol/L": "2.1"}, "word": "low", "notice": "low-calcium"}, {"word": "usual"}]

    assert from_lines(to_lines(bands)) == bands


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "at least one line"),
        ("   \n\n", "at least one line"),
        ("below 20 ng/mL", "Line 1: write a limit"),
        ("below 20 ng/mL | low\nnonsense | high\nabove | x", "Line 2: begin with"),
        ("below twenty ng/mL | low\nabove | x", "Line 1: “twenty” is not a number"),
        ("below 20 | low\nabove | x", "Line 1: the limit 20 needs its unit"),
        ("below 20 ng/mL | low", "The last line begins with “above”"),
        ("above | high\nabove | higher", "Only the last line"),
        ("below 30 ng/mL | a\nbelow 20 ng/mL | b\nabove | c", "go up from line to line"),
        ("below 20 ng/mL | a\nbelow 20 ng/mL | b\nabove | c", "go up from line to line"),
        ("below 20 ng/mL | a\nbelow 75 nmol/L | b\nabove | c", "in the same units"),
        ("below NaN ng/mL | a\nabove | c", "Line 1: “NaN” is not a number"),
        ("below 20 ng/mL | a | Low. | lowish\nabove | c", "Line 1: “lowish” is not a tone"),
        ("below 20 ng/mL | a | Low. | low | call\nabove | c", "Line 1: after the tone"),
        ("below -5 ng/mL | a\nbelow Infinity ng/mL | b\nabove | c", "Line 2: “Infinity” is not a number"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, sentence):
    with pytest.raises(BadLine, match=sentence):
        from_lines(text)
