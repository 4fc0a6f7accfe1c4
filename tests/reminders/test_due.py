"""The right morning in every zone, once, also where the clocks change."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.nights import DAY, night_bounds, night_of
from reminders.due import EARLIEST, LATEST, Wish, comes_at, first_night, mornings, next_at, night_to_ask
from tests.journal.test_nights import ZONES, changes

BEAT = dt.timedelta(minutes=5)
MINUTE = dt.timedelta(minutes=1)
HALVES = dt.timedelta(hours=40)
LONG_AGO = dt.date(1900, 1, 1)
BERLIN = ZoneInfo("Europe/Berlin")

zones = st.sampled_from(ZONES).map(ZoneInfo)
times = st.times(EARLIEST, LATEST).map(lambda at: at.replace(second=0, microsecond=0))
FIRST, LAST = (dt.datetime(year, 1, 2, tzinfo=dt.UTC) for year in (1990, 2040))
instants = st.timedeltas(dt.timedelta(0), LAST - FIRST).map(lambda since: FIRST + since)
widely = settings(max_examples=400, deadline=None)


def at_home(text, zone=BERLIN, fold=0):
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)


def clock(instant, zone):
    return instant.astimezone(zone).replace(tzinfo=None)


@cache
def change_nights():
    """Each way in which the clocks of some zone change in two years: (zone, the change), one zone for all alike."""
    found = {}
    for name in sorted(available_timezones() - {"localtime", "Factory"}):
        zone = ZoneInfo(name)
        for year in (2026, 2027):
            for change in changes(zone, year):
                before = (change - 2 * MINUTE).astimezone(zone).utcoffset()
                found.setdefault((change, before, change.astimezone(zone).utcoffset()), zone)
    return [(zone, change) for (change, *_), zone in found.items()]


def asked(zone, wish, first, last):
    """Night → the beats at which it is asked about, for a beat that runs every five minutes."""
    beats: dict = {}
    now = first
    while now <= last:
        if night := night_to_ask(now, zone, wish):
            beats.setdefault(night, []).append(now)
        now += BEAT
    return beats


# ── Both change nights, every zone that has them ───────────────────────────────────────────────────────────────────


def test_there_are_change_nights_to_try():
    offsets = {str(zone) for zone, _ in change_nights()}

    assert len(change_nights()) > 60
    assert len(offsets) > 15


@pytest.mark.parametrize("at", [dt.time(2, 30), dt.time(4), dt.time(8)], ids=str)
def test_every_morning_around_every_change_is_asked_about_from_its_time_until_noon(at):
    for zone, change in change_nights():
        beats = asked(zone, Wish(at, LONG_AGO), change - HALVES, change + HALVES)

        # The night before the change, the one of it, perhaps the next; what our look cuts off is left out.
        whole = [
            night
            for night in beats
            if change - HALVES < comes_at(night, at, zone) and night_bounds(night, zone)[1] < change + HALVES
        ]
        assert len(whole) >= 2
        for night in whole:
            wall = dt.datetime.combine(night + DAY, at)
            first = beats[night][0]
            assert clock(first, zone) >= wall
            # The beat before saw an earlier clock: nobody is asked late.
            assert clock(first - BEAT, zone) < wall, (zone, night)
            assert beats[night][-1] < night_bounds(night, zone)[1] <= beats[night][-1] + BEAT
            # Asked without a pause, also while the clocks show an hour again: the row of the night keeps it at once.
            assert len(beats[night]) == (beats[night][-1] - first) // BEAT + 1


def test_a_time_that_the_clocks_jumped_over_comes_with_the_jump():
    wish = Wish(dt.time(2, 30), LONG_AGO)
    jump = at_home("2026-03-29 03:00")

    assert night_to_ask(jump - MINUTE, BERLIN, wish) is None
    assert night_to_ask(jump, BERLIN, wish) == dt.date(2026, 3, 28)


def test_a_time_that_the_clocks_show_twice_comes_the_first_time():
    wish = Wish(dt.time(2, 30), LONG_AGO)

    assert comes_at(dt.date(2026, 10, 24), wish.at, BERLIN) == at_home("2026-10-25 02:30", fold=0)
    assert night_to_ask(at_home("2026-10-25 02:10", fold=1), BERLIN, wish) == dt.date(2026, 10, 24)


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Europe/Berlin", ("2026-03-28 07:00", "2026-03-29 06:00", "2026-10-24 06:00", "2026-10-25 07:00")),
        ("America/New_York", ("2026-03-07 13:00", "2026-03-08 12:00", "2026-10-31 12:00", "2026-11-01 13:00")),
        ("Australia/Lord_Howe", ("2026-04-03 21:00", "2026-04-04 21:30", "2026-10-02 21:30", "2026-10-03 21:00")),
        ("Asia/Kolkata", ("2026-03-28 02:30", "2026-03-29 02:30", "2026-10-24 02:30", "2026-10-25 02:30")),
    ],
)  # fmt: skip
def test_eight_is_eight_on_the_wall_the_day_before_and_after_a_change(zone, utc):
    for text in utc:
        instant = at_home(text, dt.UTC)
        night = night_of(instant, zone)

        assert clock(instant, ZoneInfo(zone)).time() == dt.time(8)
        assert comes_at(night, dt.time(8), zone) == instant


def test_a_day_that_the_calendar_skipped_has_no_reminder():
    apia = ZoneInfo("Pacific/Apia")  # 29 December 2011 was followed by the 31st
    wish = Wish(dt.time(8), LONG_AGO)
    beats = asked(apia, wish, at_home("2011-12-28 12:00", apia), at_home("2012-01-02 11:00", apia))

    assert [clock(first, apia).isoformat(" ") for first, *_ in beats.values()] == [
        "2011-12-29 08:00:00",
        "2011-12-31 08:00:00",
        "2012-01-01 08:00:00",
        "2012-01-02 08:00:00",
    ]
    assert clock(next_at(at_home("2011-12-29 20:00", apia), apia, wish), apia).day == 31


# ── Any zone, any moment ───────────────────────────────────────────────────────────────────────────────────────────


@widely
@given(zones, instants, times)
def test_whoever_is_asked_sees_a_clock_between_her_time_and_noon(zone, now, at):
    night = night_to_ask(now, zone, Wish(at, LONG_AGO))

    is_asked = clock(now, zone).time() >= at and clock(now, zone).time() < dt.time(12)
    # Where the clocks were set back in the morning they may show an earlier time again.
    if now - comes_at(night_of(now, zone), at, zone) > dt.timedelta(hours=3) or night is None:
        assert is_asked == (night is not None)
    if night:
        assert night == night_of(now, zone)
        assert comes_at(night, at, zone) <= now < night_bounds(night, zone)[1]


@widely
@given(zones, instants, times)
def test_the_next_one_is_a_moment_at_which_somebody_is_asked_and_none_lies_between(zone, now, at):
    wish = Wish(at, LONG_AGO)
    comes = next_at(now, zone, wish)

    assert now < comes <= now + 2 * DAY + dt.timedelta(hours=2)
    assert night_to_ask(comes, zone, wish) == night_of(comes, zone)
    assert night_to_ask(comes - dt.timedelta(seconds=1), zone, wish) is None
    between = now + (comes - now) / 2
    assert night_to_ask(between, zone, wish) in (None, night_of(now, zone))


@widely
@given(
    st.lists(zones, min_size=1, max_size=6, unique_by=str), instants, st.lists(times, min_size=1, max_size=5)
)
def test_many_at_once_are_asked_as_each_alone(places, now, wished):
    found = mornings(now, {str(zone): wished for zone in places})

    together = {
        (zone, at): night
        for (night, latest), zones in found.items()
        for zone in zones
        for at in wished
        if at <= latest
    }
    alone = {
        (str(zone), at): night
        for zone in places
        for at in wished
        if (night := night_to_ask(now, zone, Wish(at, LONG_AGO)))
    }
    assert together == alone


@widely
@given(zones, instants, times)
def test_a_time_that_had_passed_when_it_was_chosen_is_not_made_up_for(zone, now, at):
    first = first_night(now, zone, at)

    assert comes_at(first, at, zone) > now
    assert comes_at(first - DAY, at, zone) <= now
    assert night_to_ask(now, zone, Wish(at, first)) is None


# ── Pauses ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pause_ends_on_the_morning_after_its_last_day():
    wish = Wish(dt.time(8), LONG_AGO, paused_until=dt.date(2026, 12, 27))

    assert night_to_ask(at_home("2026-12-27 09:00"), BERLIN, wish) is None
    assert night_to_ask(at_home("2026-12-28 09:00"), BERLIN, wish) == dt.date(2026, 12, 27)
    assert next_at(at_home("2026-12-20 09:00"), BERLIN, wish) == at_home("2026-12-28 08:00")


def test_a_pause_that_is_over_changes_nothing():
    wish = Wish(dt.time(8), dt.date(2026, 12, 1), paused_until=dt.date(2026, 11, 2))

    assert night_to_ask(at_home("2026-12-02 08:00"), BERLIN, wish) == dt.date(2026, 12, 1)
    assert night_to_ask(at_home("2026-12-01 08:00"), BERLIN, wish) is None
