import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps

from journal.models import DailyScore
from tests.rows import row_of, symptom
from tests.trends.diaries import LAST, NOON_AFTER, clear_improvement, keep_diary, start_supplement
from trends import reading
from trends.assessing import refresh
from trends.core.describe import rate_interval
from trends.models import Assessment

pytestmark = pytest.mark.django_db
migration = import_module("trends.migrations.0003_weeks_in_columns")
to_columns = migration._columns


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


def in_the_old_form(patient):
    """A conclusion as it was stored before the columns, and what its weeks are."""
    clear_improvement(patient)
    weeks = weeks_of(patient)
    row = Assessment.objects.of(patient).get(is_main=True)
    old = [
        {"starts_on": str(week.starts_on), "nights": week.nights, "answered": week.answered}
        | {"episodes": week.episodes}
        for week in weeks
    ]
    Assessment.objects.filter(pk=row.pk).update(described=row.described | {"weeks": old})
    row.refresh_from_db()
    return row, weeks


def test_weeks_in_the_old_form_are_no_error_while_they_are_rewritten(alice, content):
    row, _ = in_the_old_form(alice)

    assert reading.weeks(row) == ()


def test_all_of_them_are_rewritten(alice, content, monkeypatch):
    row, weeks = in_the_old_form(alice)
    Assessment.objects.exclude(pk=row.pk).update(described=row.described)
    monkeypatch.setattr(migration, "CHUNK", 1)

    migration.to_columns(apps, None)

    row.refresh_from_db()
    assert reading.weeks(row) == weeks
    assert all(isinstance(row.described["weeks"], dict) for row in Assessment.objects.all())


@pytest.mark.parametrize("field", ["revision", "as_of_night"])
def test_what_was_computed_anew_meanwhile_is_left_alone(alice, content, monkeypatch, field):
    row, _ = in_the_old_form(alice)
    newer = {"revision": row.revision + 1, "as_of_night": row.as_of_night + dt.timedelta(1)}[field]
    real = migration._columns

    def computed_meanwhile(*args):
        Assessment.objects.filter(pk=row.pk).update(described={"weeks": "newer"}, **{field: newer})
        return real(*args)

    monkeypatch.setattr(migration, "_columns", computed_meanwhile)
    migration.to_columns(apps, None)

    row.refresh_from_db()
    assert row.described == {"weeks": "newer"}
