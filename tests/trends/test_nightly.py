"""The night's pass counts every range once, however often its tasks run."""

import datetime as dt

import pytest
from django.utils import timezone

from trends.models import Heartbeat, NightlyRange, NightlyRun

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 2, 20, tzinfo=dt.UTC)
RANGES = [(1, 1000, 990), (1001, 2000, 700)]


def minutes(number):
    return NOW + dt.timedelta(minutes=number)


@pytest.fixture
def run():
    return NightlyRun.begin(RANGES, NOW)


def finish(part, **fields):
    return part.finish(**{"patients": part.patients, "failed": 0, "seconds": 0.4, "now": minutes(1)} | fields)


def test_a_pass_begins_with_everything_open(run):
    assert (run.patients, run.done, run.finished_at) == (1690, 0, None)
    assert [part.first_id for part in run.ranges.open()] == [1, 1001]


def test_a_range_that_is_finished_counts(run):
    first = run.ranges.open()[0]

    assert finish(first, failed=2)

    run.refresh_from_db()
    assert (run.done, run.failed, run.finished_at) == (990, 2, None)
    assert [part.first_id for part in run.ranges.open()] == [1001]


def test_a_range_finished_twice_is_once(run):
    first, copy = run.ranges.open()[0], run.ranges.open()[0]
    finish(first, failed=2)

    assert not finish(copy, failed=990, now=minutes(9))

    run.refresh_from_db()
    assert (run.done, run.failed) == (990, 2)
    assert NightlyRange.objects.get(pk=first.pk).done_at == minutes(1)


def test_the_last_range_ends_the_pass(run):
    for number, part in enumerate(run.ranges.open()):
        finish(part, now=minutes(number + 1))

    run.refresh_from_db()
    assert (run.done, run.finished_at) == (1690, minutes(2))


def test_a_range_that_holds_fewer_than_planned_counts_what_it_held(run):
    finish(run.ranges.open()[0], patients=989)

    assert NightlyRun.objects.get().done == 989


def test_beginning_twice_goes_on_with_the_first(run):
    finish(run.ranges.open()[0])

    again = NightlyRun.begin([(1, 5000, 1690)], minutes(15))

    assert again == run
    assert NightlyRange.objects.count() == 2


def test_the_next_night_begins_anew_though_a_range_was_lost(run):
    assert NightlyRun.begin(RANGES, NOW + dt.timedelta(days=1)) != run


def test_a_pass_over_nobody_is_over():
    assert NightlyRun.begin([], NOW).finished_at == NOW


def test_passes_are_forgotten_after_three_months(run):
    NightlyRun.begin(RANGES, NOW + dt.timedelta(days=91))

    assert NightlyRun.objects.get().started_at == NOW + dt.timedelta(days=91)
    assert NightlyRange.objects.count() == 2


def test_progress_is_counted_in_the_database(run):
    finish(run.ranges.open()[0])

    shown = NightlyRun.objects.with_progress().get()

    assert (shown.ranges_done, shown.ranges_in_all, shown.last_done_at) == (1, 2, minutes(1))


def test_a_heartbeat_keeps_the_last_time_only():
    Heartbeat.beat("sweep", NOW)
    Heartbeat.beat("sweep", timezone.now())

    assert Heartbeat.objects.get().at > NOW
