"""One pure function does the bucketing. It must hold in every zone and at every clock change."""

import datetime as dt
import math
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from journal.nights import in_night_hours, night_bounds, night_count, night_of, was_recalled

UTC, BERLIN, NEW_YORK = (ZoneInfo(name) for name in ("UTC", "Europe/Berlin", "America/New_York"))
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
DAY = dt.timedelta(days=1)

zones = st.sampled_from(ZONES).map(ZoneInfo)
FIRST, LAST = (dt.datetime(year, 1, 2, tzinfo=dt.UTC) for year in (1970, 2060))
instants = st.timedeltas(dt.timedelta(0), LAST - FIRST).map(lambda since: FIRST + since)
dates = st.dates(dt.date(1970, 1, 2), dt.date(2060, 1, 1))
boundaries = st.times().map(lambda clock: clock.replace(microsecond=0))
widely = settings(max_examples=600, deadline=None)


def local(day, clock, zone, fold=0):
    """The aware instant at which clocks in `zone` show this, None where they never did."""
    wall = dt.datetime.combine(day, clock)
    instant = wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)
    return instant if instant.astimezone(zone).replace(tzinfo=None) == wall else None


def changes(zone, year):
    """The instants in a year at which the clocks of a zone change, to the minute."""
    hour = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    found = []
    while hour.year == year:
        later = hour + DAY
        if hour.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            found.append(_change_between(hour, later, zone))
        hour = later
    return found


def _change_between(early, late, zone):
    before = early.astimezone(zone).utcoffset()
    while late - early > dt.timedelta(minutes=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if middle.astimezone(zone).utcoffset() == before else (early, middle)
    return late


# ── Which night ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("clock", "night"),
    [
        ("2026-11-19 12:00", 19),
        ("2026-11-19 23:40", 19),
        ("2026-11-20 00:00", 19),
        ("2026-11-20 02:10", 19),
        ("2026-11-20 11:59", 19),
        ("2026-11-20 12:00", 20),
    ],
)
def test_a_night_runs_from_noon_to_noon(clock, night):
    instant = dt.datetime.fromisoformat(clock).replace(tzinfo=BERLIN)

    assert night_of(instant, BERLIN) == dt.date(2026, 11, night)


def test_the_zone_stored_with_the_entry_decides_not_the_one_the_instant_came_in():
    at_home = dt.datetime(2026, 11, 20, 2, 10, tzinfo=BERLIN)

    assert (
        night_of(at_home, BERLIN) == night_of(at_home.astimezone(NEW_YORK), BERLIN) == dt.date(2026, 11, 19)
    )
    # The same instant for somebody in Tokyo, where it is past ten in the morning, and in Auckland, past two.
    assert night_of(at_home, "Asia/Tokyo") == dt.date(2026, 11, 19)
    assert night_of(at_home, "Pacific/Auckland") == dt.date(2026, 11, 20)


def test_a_naive_instant_has_no_night():
    naive = FIRST.replace(tzinfo=None)

    with pytest.raises(ValueError, match="aware"):
        night_of(naive, BERLIN)
    with pytest.raises(ValueError, match="aware"):
        in_night_hours(naive, BERLIN)


def test_another_boundary():
    instant = dt.datetime(2026, 11, 20, 13, 0, tzinfo=BERLIN)

    assert night_of(instant, BERLIN, dt.time(15)) == dt.date(2026, 11, 19)


@pytest.mark.parametrize(
    ("night", "hours"), [(dt.date(2026, 3, 28), 23), (dt.date(2026, 10, 24), 25), (dt.date(2026, 6, 1), 24)]
)
def test_a_night_lasts_23_24_or_25_hours(night, hours):
    first, end = night_bounds(night, BERLIN)

    assert (end - first) == dt.timedelta(hours=hours)


def test_both_hours_of_the_autumn_change_belong_to_the_same_night():
    first_pass = dt.datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=0)
    second_pass = dt.datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)

    assert second_pass.astimezone(dt.UTC) - first_pass.astimezone(dt.UTC) == dt.timedelta(hours=1)
    assert night_of(first_pass, BERLIN) == night_of(second_pass, BERLIN) == dt.date(2026, 10, 24)


def test_a_noon_that_the_clocks_jumped_over():
    # Sudan moved from 12:00 straight to 13:00 on 15 January 2000.
    khartoum = ZoneInfo("Africa/Khartoum")
    jump = dt.datetime(2000, 1, 15, 10, 0, tzinfo=dt.UTC)

    assert night_of(jump - dt.timedelta(seconds=1), khartoum) == dt.date(2000, 1, 14)
    assert night_of(jump, khartoum) == dt.date(2000, 1, 15)
    assert night_bounds(dt.date(2000, 1, 15), khartoum)[0] == jump


def test_a_day_that_a_country_skipped():
    # Samoa went from 29 to 31 December 2011 at midnight; the nights still follow each other.
    apia = ZoneInfo("Pacific/Apia")
    bounds = [night_bounds(dt.date(2011, 12, day), apia) for day in (28, 29, 30, 31)]

    assert [end for _, end in bounds[:-1]] == [first for first, _ in bounds[1:]]
    assert [(end - first).total_seconds() / 3600 for first, end in bounds] == [24, 12, 12, 24]


@widely
@given(instants, zones)
@example(dt.datetime(2011, 12, 30, 10, 0, tzinfo=dt.UTC), ZoneInfo("Pacific/Apia"))
@example(dt.datetime(2000, 1, 15, 10, 0, tzinfo=dt.UTC), ZoneInfo("Africa/Khartoum"))
def test_every_instant_lies_within_the_bounds_of_its_night(instant, zone):
    first, end = night_bounds(night_of(instant, zone), zone)

    assert first <= instant < end


@widely
@given(instants, zones, boundaries)
def test_bounds_hold_for_any_boundary_even_inside_a_clock_change(instant, zone, boundary):
    first, end = night_bounds(night_of(instant, zone, boundary), zone, boundary)

    assert first <= instant < end


@widely
@given(instants, st.timedeltas(dt.timedelta(0), 3 * DAY), zones)
def test_a_later_instant_never_belongs_to_an_earlier_night(instant, later, zone):
    assert night_of(instant, zone) <= night_of(instant + later, zone)


@widely
@given(dates, zones)
def test_nights_follow_each_other_without_gap_or_overlap(night, zone):
    assert night_bounds(night, zone)[1] == night_bounds(night + DAY, zone)[0]


@widely
@given(dates, zones, st.integers(0, 1))
def test_the_boundary_is_noon_exactly(day, zone, fold):
    noon = local(day, dt.time(12), zone, fold)
    just_before = local(day, dt.time(11, 59, 59, 999999), zone)

    if noon is not None:
        assert night_of(noon, zone) == day
    if noon is not None and just_before is not None and just_before < noon:
        assert night_of(just_before, zone) == day - DAY


@widely
@given(dates, zones)
def test_2340_and_the_0210_after_it_are_one_night(day, zone):
    evening, small_hours = local(day, dt.time(23, 40), zone), local(day + DAY, dt.time(2, 10), zone)

    if evening is not None and small_hours is not None:
        assert night_of(evening, zone) == night_of(small_hours, zone) == day


@widely
@given(instants, zones, zones)
def test_a_patient_who_travels_on_never_moves_an_old_night(instant, stored_zone, current_zone):
    assert night_of(instant.astimezone(current_zone), stored_zone) == night_of(instant, stored_zone)


@pytest.mark.parametrize("name", ZONES)
def test_around_every_clock_change_of_2026_nothing_moves_backwards(name):
    zone = ZoneInfo(name)

    for change in changes(zone, 2026):
        quarters = [change + dt.timedelta(minutes=15 * step) for step in range(-12, 13)]
        nights = [night_of(quarter, zone) for quarter in quarters]
        assert nights == sorted(nights)
        # A change in the small hours does not begin or end a night.
        if all(in_night_hours(quarter, zone) for quarter in quarters):
            assert len(set(nights)) == 1


# ── Night hours, late answers ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("clock", "is_night"),
    [("19:59", False), ("20:00", True), ("03:00", True), ("09:59", True), ("10:00", False)],
)
def test_night_hours_are_from_eight_to_ten_on_the_patients_clock(clock, is_night):
    instant = dt.datetime.combine(dt.date(2026, 11, 20), dt.time.fromisoformat(clock), BERLIN)

    assert in_night_hours(instant.astimezone(dt.UTC), BERLIN) == is_night


def test_night_hours_of_somebody_who_sleeps_by_day():
    nap = dt.datetime(2026, 11, 20, 14, 0, tzinfo=BERLIN)

    assert in_night_hours(nap, BERLIN, start=dt.time(8), end=dt.time(16))
    assert not in_night_hours(nap, BERLIN, start=dt.time(16), end=dt.time(8))


@pytest.mark.parametrize(
    ("clock", "is_late"),
    [
        ("2026-11-20 23:00", False),
        ("2026-11-21 07:00", False),
        ("2026-11-24 11:59", False),
        ("2026-11-24 12:00", False),
        ("2026-11-24 12:01", True),
        ("2026-12-24 12:00", True),
    ],
)
def test_an_answer_more_than_three_days_after_the_night_is_recalled(clock, is_late):
    answered_at = dt.datetime.fromisoformat(clock).replace(tzinfo=BERLIN)

    assert was_recalled(dt.date(2026, 11, 20), answered_at, BERLIN) == is_late


@widely
@given(dates, zones, st.timedeltas(dt.timedelta(0), 10 * DAY))
def test_once_recalled_always_recalled(night, zone, later):
    first, end = night_bounds(night, zone)

    assert not was_recalled(night, first, zone)
    assert not was_recalled(night, end + 3 * DAY, zone)
    assert was_recalled(night, end + 3 * DAY + dt.timedelta(seconds=1) + later, zone)


# ── What a night adds up to ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("night", "count"),
    [
        # Nobody said anything.
        ({"answer": None}, math.nan),
        ({"answer": "unsure"}, math.nan),
        # A check-in answers the night; quiet is a first-class answer.
        ({"answer": "quiet"}, 0),
        ({"answer": "yes", "stated": 3}, 3),
        ({"answer": "yes", "stated": 0}, 0),
        # An episode answers the night for its own symptom, whatever the check-in says.
        ({"answer": None, "logged": 2}, 2),
        ({"answer": "unsure", "logged": 1}, 1),
        ({"answer": "quiet", "logged": 1}, 1),
        # Both: the larger number is the one that both leave possible.
        ({"answer": "yes", "stated": 3, "logged": 1}, 3),
        ({"answer": "yes", "stated": 1, "logged": 3}, 3),
        ({"answer": "yes", "logged": 2}, 2),
        # Yes, but which? Known only when something else explains it.
        ({"answer": "yes"}, math.nan),
        ({"answer": "yes", "others": True}, 0),
        ({"answer": "yes", "others": True, "logged": 1}, 1),
        ({"answer": None, "others": True}, math.nan),
        ({"answer": "unsure", "others": True}, math.nan),
        # Several counts as two until the morning gives a number.
        ({"answer": None, "logged": 1, "several": True}, 2),
        ({"answer": "yes", "logged": 1, "several": True}, 2),
        ({"answer": "quiet", "logged": 1, "several": True}, 2),
        ({"answer": None, "logged": 4, "several": True}, 4),
        ({"answer": "yes", "stated": 5, "logged": 1, "several": True}, 5),
        ({"answer": "yes", "stated": 1, "logged": 1, "several": True}, 1),
        # Recalled: shown, not tested; what was logged at the time still counts.
        ({"answer": "quiet", "recalled": True}, math.nan),
        ({"answer": "yes", "stated": 3, "recalled": True}, math.nan),
        ({"answer": "yes", "stated": 3, "logged": 1, "recalled": True}, 1),
        ({"answer": "yes", "others": True, "recalled": True}, math.nan),
        ({"answer": "quiet", "logged": 1, "several": True, "recalled": True}, 2),
    ],
    ids=str,
)
def test_the_rule_table(night, count):
    assert night_count(**night) == pytest.approx(count, nan_ok=True)


answers = st.sampled_from(["quiet", "yes", "unsure", None])
numbers = st.integers(0, 20)


@given(answers, numbers, st.booleans(), st.none() | numbers, st.booleans(), st.booleans())
def test_what_was_logged_is_never_lost(answer, logged, several, stated, others, recalled):
    count = night_count(
        answer, logged=logged, several=several, stated=stated, others=others, recalled=recalled
    )

    assert math.isnan(count) or (isinstance(count, float) and count >= logged)
    assert not logged or not math.isnan(count)


@given(answers, st.booleans(), st.booleans())
def test_zero_is_only_ever_said_by_a_person(answer, others, recalled):
    count = night_count(answer, others=others, recalled=recalled)

    assert count != 0 or (not recalled and (answer == "quiet" or (answer == "yes" and others)))


@pytest.mark.parametrize(
    "night", [{"answer": "no"}, {"answer": "", "logged": 1}, {"answer": None, "logged": -1}]
)
def test_what_is_no_night_is_misuse(night):
    with pytest.raises(ValueError):
        night_count(**night)
