"""The table under the chart has the same numbers, and everything the picture only hints at."""

from dataclasses import replace

from tests.trends.pictures import ALICE, EMPTY, SCORED, in_days, week
from trends.charts import Flag, chart_table


def test_a_row_a_week_with_its_denominator():
    table = chart_table(ALICE)

    assert table.head == (
        "Week",
        "Cramps",
        "Nights answered",
        "Per 7 answered nights",
        "3-in-4 range",
        "Notes",
    )
    assert len(table.rows) == 15
    assert table.rows[0].cells == ("8 Aug to 14 Aug", "7", "6 of 7", "7", "3.5 to 14")


def test_notes_tell_start_phases_changes_and_labs():
    notes = [note for row in chart_table(ALICE).rows for note in row.notes]

    assert "19 Sep: start" in notes
    assert "19 Sep: 50,000 IU weekly begins" in notes
    assert "28 Sep: medicine: omeprazole" in notes
    assert "16 Nov: 25(OH)D 38 ng/mL" in notes
    assert "shown, not tested" in notes


def test_the_patients_own_impression_stands_in_its_week():
    table = chart_table(replace(ALICE, impressions=(Flag(in_days(2), "much improved"),)))

    assert "21 Sep: own impression: much improved" in table.rows[6].notes


def test_what_falls_outside_the_weeks_is_said_below():
    assert chart_table(ALICE).below == ("5 Aug 2026: 25(OH)D 14 ng/mL", "12 Dec 2026: next read-out")


def test_an_unanswered_week_is_not_a_zero():
    table = chart_table(replace(ALICE, weeks=(week(0, 3.0, answered=0, episodes=0),)))

    assert table.rows[0].cells == ("19 Sep to 25 Sep", "no answer", "0 of 7", "no answer", "")


def test_scores_have_no_count():
    table = chart_table(SCORED)

    assert {"Average, 0 to 10", "Lowest to highest"} <= set(table.head)
    assert all(len(row.cells) == len(table.head) - 1 for row in table.rows)


def test_the_same_words_twice_stay_two_notes():
    table = chart_table(replace(ALICE, flags=(Flag(in_days(1), "flu"), Flag(in_days(200), "flu"))))

    assert "20 Sep: flu" in table.rows[6].notes
    assert "7 Apr 2027: flu" in table.below


def test_an_empty_diary_has_an_empty_table():
    assert chart_table(EMPTY).rows == ()
