import datetime as dt
from importlib import import_module

import pytest

from journal.models import DailyScore
from tests.rows import row_of, symptom
from tests.trends.diaries import LAST, NOON_AFTER, clear_improvement, keep_diary, start_supplement
from trends import reading
from trends.assessing import refresh
from trends.core.describe import rate_interval
from trends.models import Assessment

pytestmark = pytest.mark.django_db
to_columns = import_module("trends.migrations.0003_weeks_in_columns")._columns


def weeks_of(patient):
    refresh(patient, now=NOON_AFTER)
    return reading.weeks(Assessment.objects.of(patient).get(is_main=True))


def test_rates_and_ranges_are_made_from_what_is_stored(alice, content):
    clear_improvement(alice)

    weeks = weeks_of(alice)

    assert len(weeks) == 20
    assert (weeks[0].episodes, weeks[0].answered, weeks[0].nights, weeks[0].rate) == (7, 7, 7, 7.0)
    assert (weeks[0].low, weeks[0].high) == rate_interval(7, 7)


def test_a_week_without_an_answer_has_no_rate(alice, content):
    first = keep_diary(alice, [1] * 28 + [None] * 7 + [1] * 35)
    start_supplement(alice, first + dt.timedelta(28))

    silent = weeks_of(alice)[4]

    assert (silent.answered, silent.rate, silent.low, silent.high) == (0, None, None, None)


def test_weeks_after_the_read_out_and_long_before_the_start_were_not_tested(alice, content):
    first = keep_diary(alice, [1] * 70 + [1] * 100)
    start_supplement(alice, first + dt.timedelta(70))

    tested = [week.tested for week in weeks_of(alice)]

    assert tested == [False] * 2 + [True] * 20 + [False] * 3


def test_a_score_has_its_mean_lowest_and_highest(alice, content):
    for day, score in enumerate((4, 8, 6, 6)):
        row_of(DailyScore, alice, night=LAST - dt.timedelta(day), score=score)
    start_supplement(alice, LAST - dt.timedelta(3), main_symptom=symptom("burning-tingling"))

    (week,) = weeks_of(alice)

    assert (week.rate, week.low, week.high, week.episodes) == (6.0, 4, 8, None)


def test_weeks_stored_before_the_columns_are_rewritten():
    week = {"starts_on": "2026-09-12", "nights": 7, "answered": 6}

    assert to_columns([week | {"episodes": 5}], dt.date(2026, 9, 19), is_scored=False) == {
        "first": [-7],
        "nights": [7],
        "answered": [6],
        "sum": [5],
    }
    scored = to_columns([week | {"rate": 4.5, "low": 3, "high": 6}], dt.date(2026, 9, 19), is_scored=True)
    assert (scored["sum"], scored["lowest"], scored["highest"]) == ([27], [3], [6])
