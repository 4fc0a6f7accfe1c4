"""The small bars of the patterns, and which weeks of a long diary are drawn."""

from dataclasses import replace

import pytest

from tests.trends.pictures import ALICE, LABS, START, in_days, read, week
from trends.charts import Flag, LabPoint, Phase, chart_table, helping_chart
from trends.charts.drawn import drawn
from trends.charts.patterns import hour_columns, share_bar

HOURS = tuple(
    (hour % 24, number) for hour, number in zip(range(20, 34), [0] * 5 + [3, 9, 4, 1] + [0] * 5, strict=True)
)


def test_a_column_an_hour_and_none_where_there_was_nothing():
    picture = read(hour_columns(HOURS, "Time of night", "Cramps by hour."))

    heights = [float(bar.get("height")) for bar in picture.having("pattern-bar")]
    assert len(heights) == 4
    assert max(heights) == heights[1]
    assert {"21:00", "00:00", "03:00", "06:00"} <= set(picture.words)
    assert not picture.overlaps()
    assert not picture.outside()


def test_the_hours_have_a_name_and_a_description():
    picture = read(hour_columns(HOURS, "Time of night", "Cramps by hour."))

    assert picture.root.get("role") == "img"
    assert "Cramps by hour." in picture.source


@pytest.mark.parametrize("most", [1, 2, 8, 60, 400])
def test_any_number_fits(most):
    picture = read(hour_columns(((1, most), (2, 0)), "Hours", "x"))

    assert not picture.outside()
    assert all("." not in words for words in picture.words)


@pytest.mark.parametrize(("part", "length"), [(0.0, "0"), (0.25, "25"), (1.0, "100"), (7.0, "100")])
def test_a_bar_is_for_the_eye_alone(part, length):
    bar = share_bar(part)

    assert f'width="{length}"' in bar
    assert 'aria-hidden="true"' in bar


def years(before, after):
    return replace(ALICE, weeks=tuple(week(number, 3.0) for number in range(-before, after)), readout=None)


def test_a_short_diary_is_drawn_whole():
    assert drawn(ALICE).is_all
    assert drawn(ALICE).chart is ALICE


def test_five_years_are_drawn_from_twelve_weeks_before_the_start():
    found = drawn(years(40, 220))

    assert len(found.chart.weeks) == 40
    assert found.chart.weeks[0].starts_on == in_days(-84)
    assert (found.earlier, found.later) == (28, 192)
    assert found.chart.start == START


def test_a_diary_without_its_middle_is_drawn_on_one_side_of_the_gap():
    far = years(12, 220)
    told = replace(far, weeks=(*far.weeks[:38], *far.weeks[-14:]))
    span = (in_days(-400), far.weeks[-1].ends_on)

    around, newest = drawn(told, diary=span), drawn(told, newest=True, diary=span)

    assert (len(around.chart.weeks), around.earlier, around.later) == (38, 45, 194)
    assert (len(newest.chart.weeks), newest.later) == (14, 0)


def test_the_newest_weeks_leave_the_old_start_out():
    found = drawn(years(40, 220), newest=True)

    assert found.chart.weeks[-1].starts_on == in_days(7 * 219)
    assert found.chart.start is None
    assert (found.earlier, found.later) == (220, 0)


def test_without_a_start_the_newest_are_drawn():
    assert drawn(replace(years(40, 220), start=None)).later == 0


def test_what_lies_outside_the_weeks_is_not_drawn_and_not_in_the_table():
    far = replace(
        years(40, 220),
        phases=(Phase(START, in_days(55), "50,000 IU weekly"), Phase(in_days(900), None, "later")),
        flags=(Flag(in_days(9), "omeprazole"), Flag(in_days(1000), "flu")),
        labs=replace(LABS, points=(*LABS.points, LabPoint(in_days(1000), 44, "44"))),
    )

    chart = drawn(far).chart

    assert [phase.label for phase in chart.phases] == ["50,000 IU weekly"]
    assert [flag.label for flag in chart.flags] == ["omeprazole"]
    assert [point.text for point in chart.labs.points] == ["14", "38"]
    assert not any("flu" in line for line in chart_table(chart).below)
    assert read(helping_chart(chart))


def test_results_that_are_all_far_away_leave_no_empty_lane():
    far = replace(years(40, 220), labs=replace(LABS, points=(LabPoint(in_days(1000), 44, "44"),)))

    assert drawn(far).chart.labs is None
