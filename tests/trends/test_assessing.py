import datetime as dt

import pytest

from accounts.models import DiaryState
from journal.models import Change, Medicine, Regimen
from tests.rows import row_of
from tests.trends.diaries import (
    LAST,
    NOON_AFTER,
    clear_improvement,
    improve_scores,
    keep_diary,
    start_supplement,
)
from trends.assessing import fresh_assessments, refresh
from trends.core import METHOD_VERSION
from trends.models import Assessment, News, TrendState
from trends.staleness import is_stale, stale_patients

pytestmark = pytest.mark.django_db


def assessed(patient, now=NOON_AFTER):
    refresh(patient, now=now)
    return Assessment.objects.of(patient).get(is_main=True)


def found_stale(patient, now=NOON_AFTER):
    """Asked of one patient and of everybody, the answer is the same."""
    alone, among_all = is_stale(patient, now), stale_patients(now).filter(pk=patient.pk).exists()
    assert alone == among_all
    return alone


def test_a_clear_improvement_is_found_at_the_final_read_out(alice, content):
    clear_improvement(alice)

    row = assessed(alice)

    assert (row.verdict, row.readout) == ("improved", 84)
    assert row.rate_ratio < 0.5
    assert row.low < row.rate_ratio < row.high < 1


def test_the_conclusion_remembers_what_it_saw(alice, content):
    clear_improvement(alice)

    row = assessed(alice)

    assert row.revision == DiaryState.objects.get(patient=alice).revision
    assert row.as_of_night == LAST
    assert row.method_version == METHOD_VERSION


def test_too_few_nights_before_is_said_not_guessed(alice, content):
    first = keep_diary(alice, [1] * 10 + [0] * 60)
    start_supplement(alice, first + dt.timedelta(days=10))

    row = assessed(alice)

    assert row.verdict == "not_enough_data"
    assert "baseline_too_short" in row.reasons
    assert row.rate_ratio is None


def test_started_before_the_diary_gets_no_verdict(alice, content):
    first = keep_diary(alice, [1] * 140)
    start_supplement(alice, first, already_started=True)

    refresh(alice, now=NOON_AFTER)

    assert not Assessment.objects.of(alice).exists()


def test_a_medicine_near_the_start_takes_the_reason_away(alice, content):
    regimen = clear_improvement(alice)
    row_of(Medicine, alice, started_on=regimen.started_on + dt.timedelta(days=9))

    row = assessed(alice)

    assert row.verdict == "improved"
    assert "other_change" in row.reasons


def test_a_later_change_ends_the_window_there(alice, content):
    regimen = clear_improvement(alice)
    row_of(Change, alice, started_on=regimen.started_on + dt.timedelta(days=60))

    row = assessed(alice)

    assert row.readout == 56
    assert "window_cut" in row.reasons


def test_twice_is_once(alice, content):
    clear_improvement(alice)

    first = assessed(alice)
    second = assessed(alice)

    assert first.pk == second.pk
    assert News.objects.of(alice).count() == 1


def test_a_new_verdict_is_news_and_no_verdict_is_none(alice, bob, content):
    clear_improvement(alice)
    first = keep_diary(bob, [1] * 10)
    start_supplement(bob, first + dt.timedelta(days=5))

    assessed(alice)
    assessed(bob)

    assert News.objects.of(alice).count() == 1
    assert not News.objects.of(bob).exists()


def test_a_deleted_regimen_takes_its_conclusion_along(alice, content):
    clear_improvement(alice)
    assessed(alice)

    Regimen.objects.of(alice).get().discard()
    refresh(alice, now=NOON_AFTER)

    assert not Assessment.objects.of(alice).exists()


def test_storing_a_conclusion_does_not_make_it_stale(alice, content):
    clear_improvement(alice)

    refresh(alice, now=NOON_AFTER)

    assert not stale_patients(NOON_AFTER).exists()


def test_a_new_entry_a_new_night_and_a_new_method_each_make_it_stale(alice, content):
    clear_improvement(alice)
    refresh(alice, now=NOON_AFTER)

    assert found_stale(alice, NOON_AFTER + dt.timedelta(days=1))

    TrendState.objects.filter(patient=alice).update(method_version="older")
    assert found_stale(alice)

    refresh(alice, now=NOON_AFTER)
    assert not found_stale(alice)

    row_of(Medicine, alice)
    assert found_stale(alice)


def test_a_computation_that_saw_less_never_overwrites_one_that_saw_more(alice, content):
    clear_improvement(alice)
    refresh(alice, now=NOON_AFTER)
    TrendState.objects.filter(patient=alice).update(revision=10_000)
    Assessment.objects.of(alice).update(verdict="worsened")

    refresh(alice, now=NOON_AFTER)

    assert Assessment.objects.of(alice).get().verdict == "worsened"


def test_what_is_written_after_a_flight_west_is_seen_at_once(alice, content):
    clear_improvement(alice)
    alice.time_zone = "Pacific/Auckland"
    assessed(alice)
    alice.time_zone = "America/Los_Angeles"
    alice.save()
    row_of(Medicine, alice, started_on=LAST)

    row = assessed(alice)

    assert row.as_of_night < LAST
    assert row.revision == DiaryState.objects.get(patient=alice).revision
    assert not found_stale(alice)


def test_a_page_computes_on_the_spot_when_it_is_stale(alice, content):
    clear_improvement(alice)

    rows = fresh_assessments(alice, now=NOON_AFTER)

    assert [row.verdict for row in rows] == ["improved"]


def test_scores_are_judged_and_their_main_symptom_makes_news(alice, content):
    improve_scores(alice)

    row = assessed(alice)

    assert (row.verdict, row.readout) == ("improved", 84)
    assert row.low_90 < row.low < row.change_points < row.high < row.high_90 < 0
    assert row.change_points < -3
    assert row.rate_ratio is None
    assert row.probability_better > 0.99
    assert row.given_on == LAST + dt.timedelta(days=1)
    assert News.objects.get().key.endswith("-84-improved")


def test_a_symptom_named_but_never_logged_is_still_assessed(alice, content):
    start_supplement(alice, LAST - dt.timedelta(days=20))

    assert assessed(alice).verdict == "not_enough_data"
