import datetime as dt

import pytest

from accounts.models import DiaryState
from journal.models import Medicine
from tests.rows import row_of
from tests.trends.diaries import LAST, NOON_AFTER, clear_improvement, keep_diary, start_supplement
from trends.assessing import refresh, refresh_many
from trends.core import METHOD_VERSION
from trends.models import Assessment, News, TrendState
from trends.staleness import is_stale

pytestmark = pytest.mark.django_db


def test_whoever_was_seen_to_have_more_keeps_it_and_the_others_are_stored(alice, bob, content):
    clear_improvement(alice)
    clear_improvement(bob)
    refresh_many([alice.pk, bob.pk], now=NOON_AFTER)
    TrendState.objects.filter(patient=alice).update(revision=10_000)
    Assessment.objects.update(verdict="worsened")

    refresh_many([alice.pk, bob.pk], now=NOON_AFTER)

    assert Assessment.objects.of(alice).get().verdict == "worsened"
    assert Assessment.objects.of(bob).get().verdict == "improved"


def test_who_has_flown_west_is_not_left_with_another_method(alice, content):
    clear_improvement(alice)
    refresh(alice, now=NOON_AFTER)
    TrendState.objects.update(method_version="older", as_of_night=LAST + dt.timedelta(1))

    refresh(alice, now=NOON_AFTER)

    mark = TrendState.objects.get()
    assert (mark.method_version, mark.as_of_night) == (METHOD_VERSION, LAST)
    assert not is_stale(alice, NOON_AFTER)


def test_another_method_that_has_seen_less_is_not_written(alice, content):
    clear_improvement(alice)
    refresh(alice, now=NOON_AFTER)
    TrendState.objects.update(method_version="newer", revision=10_000)

    refresh(alice, now=NOON_AFTER)

    assert TrendState.objects.get().method_version == "newer"


def test_what_was_read_stays_read_while_the_verdict_stays(alice, content):
    clear_improvement(alice)
    refresh(alice, now=NOON_AFTER)
    Assessment.objects.update(seen_at=NOON_AFTER)

    refresh(alice, now=NOON_AFTER + dt.timedelta(days=1))

    row = Assessment.objects.get()
    assert (row.given_on, row.seen_at) == (NOON_AFTER.date(), NOON_AFTER)
    assert row.as_of_night == LAST + dt.timedelta(days=1)


def test_another_verdict_is_given_anew_and_unread(alice, content):
    clear_improvement(alice)
    refresh(alice, now=NOON_AFTER)
    Assessment.objects.update(verdict="worsened", given_on=LAST, seen_at=NOON_AFTER)

    refresh(alice, now=NOON_AFTER)

    row = Assessment.objects.get()
    assert (row.verdict, row.given_on, row.seen_at) == ("improved", NOON_AFTER.date(), None)


def test_a_verdict_that_is_gone_was_not_given(alice, content):
    regimen = clear_improvement(alice)
    refresh(alice, now=NOON_AFTER)

    regimen.started_on = LAST - dt.timedelta(days=10)
    regimen.save()
    refresh(alice, now=NOON_AFTER)

    row = Assessment.objects.get()
    assert (row.verdict, row.given_on) == ("not_enough_data", None)


def test_only_the_main_symptom_is_news(alice, content):
    clear_improvement(alice)
    start_supplement(alice, LAST - dt.timedelta(days=83), main_symptom=None)

    refresh(alice, now=NOON_AFTER)

    assert News.objects.of(alice).count() == 1


def test_many_diaries_take_as_many_queries_as_one(alice, bob, content, django_assert_max_num_queries):
    for patient in (alice, bob):
        clear_improvement(patient)
        row_of(Medicine, patient)

    with django_assert_max_num_queries(24):
        refresh_many([alice.pk, bob.pk], now=NOON_AFTER)


def test_a_mark_is_left_where_there_is_nothing_to_say(alice, content):
    keep_diary(alice, [1] * 20)

    refresh(alice, now=NOON_AFTER)

    mark = TrendState.objects.get()
    assert (mark.revision, mark.as_of_night) == (DiaryState.objects.get(patient=alice).revision, LAST)
    assert not Assessment.objects.exists()
