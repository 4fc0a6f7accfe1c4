"""The patient's own impression stands beside the verdict; where they differ, both may be true."""

from dataclasses import replace
from datetime import date

import pytest

from tests.trends.results import ALICE, TODAY, thin
from trends.wording.impressions import Impression, both_may_be_true, own_impression

BETTER = Impression(2, "much improved", date(2026, 11, 14))
SAME = Impression(4, "no change", date(2026, 10, 17))


def test_the_newest_first_and_what_was_said_before():
    said = own_impression([BETTER, SAME], TODAY)

    assert said.title == "Your own impression: “much improved”,"
    assert said.text == "14 November. Before that: “no change” (17 October)."


def test_none_given_is_said():
    assert "not given yet" in own_impression([], TODAY).text


@pytest.mark.parametrize(
    ("verdict", "change", "differs"),
    [
        ("improved", 2, False),
        ("improved", 4, True),
        ("worsened", 6, False),
        ("worsened", 3, True),
        ("no_clear_change", 4, False),
        ("no_clear_change", 3, False),
        ("no_clear_change", 1, True),
        ("no_clear_change", 7, True),
    ],
)
def test_where_they_differ_both_may_be_true(verdict, change, differs):
    words = both_may_be_true(replace(ALICE, verdict=verdict), [replace(BETTER, change=change)])

    assert bool(words) == differs
    if differs:
        assert "both may be true" in words


def test_without_a_verdict_there_is_nothing_to_differ_from():
    assert both_may_be_true(thin("too_early"), [replace(BETTER, change=7)]) == ""
    assert both_may_be_true(ALICE, []) == ""


def test_a_diary_that_leans_the_same_way_does_not_differ():
    leaning = replace(ALICE, verdict="no_clear_change", reasons=("leaning_better",))

    assert both_may_be_true(leaning, [BETTER]) == ""
    assert "cannot tell" in both_may_be_true(replace(leaning, reasons=()), [BETTER])
