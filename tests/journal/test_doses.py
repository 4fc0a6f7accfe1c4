"""A plan in words and days, what was taken of it, and how much that is."""

import datetime as dt
import math
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.doses import (
    UNIT_WORDS,
    Phase,
    Source,
    adherence,
    amount_words,
    cut_at,
    dose_days,
    group_total,
    in_unit,
    is_due,
    misfits,
    next_dose_on,
    overlap,
    phase_on,
    phase_words,
    plan_words,
    planned_per_day,
    rate_per_day,
    taken_by_night,
    taken_per_day,
)

D = Decimal
START = dt.date(2026, 9, 19)
LOADING = Phase(D(50000), "IU", "weekly", START, dt.date(2026, 11, 13))
MAINTENANCE = Phase(D(1000), "IU", "daily", dt.date(2026, 11, 14))
PLAN = [LOADING, MAINTENANCE]


def day(number):
    """The day so many days after the start."""
    return START + dt.timedelta(number)


def phase(frequency, *, every=None, amount=1, unit="IU", start=START, end=None):
    return Phase(D(amount), unit, frequency, start, end, every)


def marked(state, *numbers):
    return {day(number): state for number in numbers}


# ── Words ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_loading_course_and_what_follows():
    assert plan_words(PLAN) == "50,000 IU every week for 8 weeks, then 1,000 IU daily"
    assert plan_words(reversed(PLAN)) == plan_words(PLAN)


def test_a_course_that_ends_on_the_day_of_its_last_capsule_is_as_long():
    loading = phase("weekly", amount=50000, end=dt.date(2026, 11, 7))

    assert plan_words([loading, MAINTENANCE]) == plan_words(PLAN)


def test_a_break_between_phases_is_said():
    later = Phase(D(1000), "IU", "daily", dt.date(2027, 1, 1))

    words = plan_words([LOADING, later])
    assert words == "50,000 IU every week for 8 weeks, then from 1 January 2027 1,000 IU daily"


@pytest.mark.parametrize(
    ("the_phase", "words", "label"),
    [
        (phase("daily", amount=25, unit="mcg"), "25 mcg daily", "25 mcg daily"),
        (phase("daily", end=day(9)), "1 IU daily for 10 days", "1 IU daily"),
        (phase("daily", end=day(0)), "1 IU daily for 1 day", "1 IU daily"),
        (phase("daily", end=day(13)), "1 IU daily for 2 weeks", "1 IU daily"),
        (phase("n_a_week", every=3), "1 IU 3 times a week", "1 IU 3 times a week"),
        (phase("n_a_week", every=2), "1 IU twice a week", "1 IU twice a week"),
        (phase("monthly", end=day(70)), "1 IU every month for 3 months", "1 IU monthly"),
        (phase("once", amount=100000), "100,000 IU once", "100,000 IU once"),
        (phase("every_n_days", every=3), "1 IU every 3 days", "1 IU every 3 days"),
        (phase("every_n_days", every=2), "1 IU every other day", "1 IU every other day"),
        (phase("every_n_days", every=1), "1 IU every day", "1 IU every day"),
    ],
)
def test_every_rhythm_has_its_words(the_phase, words, label):
    assert plan_words([the_phase]) == words
    assert phase_words(the_phase) == label


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("1000.000", "IU", "1,000 IU"),
        ("0.50", "mg", "0.5 mg"),
        ("1E+3", "mcg", "1,000 mcg"),
        ("100", "mg", "100 mg"),
        ("1", "tablet", "1 tablet"),
        ("2", "tablet", "2 tablets"),
    ],
)
def test_no_amount_has_trailing_zeros(amount, unit, words):
    assert amount_words(D(amount), unit) == words


def test_units_are_chosen_by_their_full_names():
    assert UNIT_WORDS["IU"] == "units (IU)"
    assert UNIT_WORDS["mcg"] == "micrograms (mcg)"


def test_no_phase_has_no_words():
    assert plan_words([]) == ""


def test_anything_shaped_like_a_phase_will_do():
    row = SimpleNamespace(
        amount=D(5), unit="mg", frequency="weekly", every=None, starts_on=START, ends_on=None
    )

    assert phase_words(row) == "5 mg weekly"
    assert is_due([row], day(7))


# ── Days ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def offsets(the_phase, days):
    return [(on - START).days for on in dose_days([the_phase], START, day(days))]


@pytest.mark.parametrize(
    ("the_phase", "expected"),
    [
        (phase("daily", end=day(3)), [0, 1, 2, 3]),
        (phase("weekly"), [0, 7, 14]),
        (phase("weekly", end=day(7)), [0, 7]),
        (phase("every_n_days", every=5), [0, 5, 10, 15, 20]),
        (phase("once"), [0]),
        (phase("n_a_week", every=3), [0, 2, 4, 7, 9, 11, 14, 16, 18]),
        (phase("n_a_week", every=1), [0, 7, 14]),
        (phase("daily", start=day(100)), []),
    ],
)
def test_the_days_of_every_rhythm(the_phase, expected):
    assert offsets(the_phase, 20) == expected


def test_a_monthly_dose_of_the_31st_falls_on_the_last_day_of_short_months():
    monthly = phase("monthly", start=dt.date(2026, 12, 31))

    days = list(dose_days([monthly], dt.date(2026, 12, 1), dt.date(2027, 4, 30)))

    assert days == [
        dt.date(2026, 12, 31),
        dt.date(2027, 1, 31),
        dt.date(2027, 2, 28),
        dt.date(2027, 3, 31),
        dt.date(2027, 4, 30),
    ]


def test_a_window_cuts_the_plan_on_both_sides():
    days = list(dose_days(PLAN, dt.date(2026, 11, 1), dt.date(2026, 11, 15)))

    assert days == [dt.date(2026, 11, d) for d in (7, 14, 15)]


def test_due_and_next():
    assert is_due(PLAN, START)
    assert not is_due(PLAN, day(1))
    assert next_dose_on(PLAN, START) == day(7)
    assert next_dose_on(PLAN, dt.date(2026, 11, 13)) == dt.date(2026, 11, 14)
    assert next_dose_on(PLAN, START - dt.timedelta(900)) == START
    assert next_dose_on([phase("once")], START) is None


def test_the_phase_of_a_day():
    assert phase_on(PLAN, day(3)) is LOADING
    assert phase_on(PLAN, dt.date(2030, 1, 1)) is MAINTENANCE
    assert phase_on(PLAN, day(-1)) is None


def test_phases_that_share_a_day_overlap():
    assert overlap(PLAN) is None
    assert overlap([LOADING, phase("daily", start=dt.date(2026, 11, 13))]) is not None
    assert overlap([phase("daily"), phase("daily", start=day(50))]) is not None


def test_a_plan_ended_early_has_nothing_after():
    cut = cut_at(PLAN, day(10))

    assert [p.ends_on for p in cut] == [day(10)]
    assert list(dose_days(cut, START, day(100))) == [START, day(7)]


RHYTHMS = st.sampled_from(["daily", "n_a_week", "weekly", "monthly", "once", "every_n_days"])


@given(RHYTHMS, st.integers(1, 7), st.integers(0, 60), st.integers(0, 200), st.integers(0, 60))
def test_planned_days_are_in_order_inside_the_phase_and_the_window(frequency, every, length, first, window):
    the_phase = phase(frequency, every=every, end=day(length))

    days = list(dose_days([the_phase], day(first), day(first + window)))

    assert days == sorted(set(days))
    assert all(START <= d <= day(length) and day(first) <= d <= day(first + window) for d in days)
    assert all(is_due([the_phase], d) for d in days)


# ── Taken ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_adherence_is_taken_of_answered_with_the_planned_beside_it():
    doses = marked("taken", *range(12)) | marked("skipped", 12)

    result = adherence([phase("daily")], doses, START, day(13))

    assert (result.taken, result.answered, result.planned, result.unanswered) == (12, 13, 14, 1)
    assert result.share == pytest.approx(12 / 13)


def test_without_an_answer_adherence_is_unknown_not_zero():
    result = adherence(PLAN, {}, START, day(27))

    assert math.isnan(result.share)
    assert (result.planned, result.unanswered) == (4, 4)


def test_a_weekly_capsule_covers_its_week():
    nights = taken_by_night([LOADING], marked("taken", 0) | marked("skipped", 7), START, 15)

    assert nights[:14] == [1.0] * 7 + [0.0] * 7
    assert math.isnan(nights[14])


def test_a_capsule_taken_late_covers_from_the_day_it_was_taken():
    nights = taken_by_night([LOADING], marked("skipped", 0) | marked("taken", 2), START, 9)

    assert nights == [0, 0] + [1] * 7


def test_a_daily_dose_covers_its_own_night():
    nights = taken_by_night([phase("daily")], marked("taken", 0) | marked("skipped", 1), START, 3)

    assert nights[:2] == [1, 0]
    assert math.isnan(nights[2])


def test_three_a_week_is_a_share_of_the_last_seven_days():
    three = phase("n_a_week", every=3)

    assert taken_by_night([three], marked("taken", 0, 2, 4), day(6), 1) == [1.0]
    assert taken_by_night([three], marked("taken", 0, 2) | marked("skipped", 4), day(6), 1) == [
        pytest.approx(2 / 3)
    ]
    assert taken_by_night([three], marked("taken", 0), START, 1) == [1.0]


def test_from_the_weekly_to_the_daily_phase():
    doses = {dt.date(2026, 11, 7): "taken", dt.date(2026, 11, 14): "skipped", dt.date(2026, 11, 15): "taken"}

    assert taken_by_night(PLAN, doses, dt.date(2026, 11, 13), 3) == [1.0, 0.0, 1.0]


def test_after_the_end_nothing_is_taken():
    course = phase("weekly", end=day(13))

    nights = taken_by_night([course], marked("taken", 0, 7), START, 30)

    assert nights[:14] == [1.0] * 14
    assert nights[-1] == 0.0


def test_a_single_dose_is_unknown_once_it_has_worn_off():
    nights = taken_by_night([phase("once")], marked("taken", 0), START, 60)

    assert nights[:31] == [1.0] * 31
    assert all(math.isnan(night) for night in nights[31:])


def test_nothing_planned_and_nothing_begun_is_unknown():
    assert all(math.isnan(night) for night in taken_by_night([], {}, START, 3))
    assert all(math.isnan(night) for night in taken_by_night([phase("daily", start=day(5))], {}, START, 3))


@given(RHYTHMS, st.integers(1, 7), st.dictionaries(st.integers(0, 40), st.sampled_from(["taken", "skipped"])))
def test_shares_are_between_zero_and_one_or_unknown(frequency, every, answers):
    doses = {day(number): state for number, state in answers.items()}

    nights = taken_by_night([phase(frequency, every=every)], doses, START, 50)

    assert len(nights) == 50
    assert all(math.isnan(night) or 0 <= night <= 1 for night in nights)
    assert "taken" in answers.values() or not any(night > 0 for night in nights)


# ── What does not fit ──────────────────────────────────────────────────────────────────────────────────────────────


def codes(phases, *taken):
    return [misfit.code for misfit in misfits(phases, marked("taken", *taken))]


def test_a_weekly_capsule_logged_daily_is_noticed_on_the_second_day():
    (misfit,) = misfits([LOADING], marked("taken", 0, 1, 2))

    assert misfit.code == "too_often"
    assert misfit.days == (day(1), day(2))


@pytest.mark.parametrize(
    ("the_phase", "taken"),
    [
        (LOADING, [0, 7, 14, 21]),
        (LOADING, [0, 9, 14, 21]),
        (phase("daily"), range(30)),
        (phase("n_a_week", every=3), [0, 1, 2, 7, 8, 9]),
        (phase("every_n_days", every=2), [0, 2, 3, 5, 7]),
        (phase("monthly"), [0, 33, 60]),
        (phase("once"), [0]),
    ],
)
def test_doses_as_planned_or_shifted_by_a_day_fit(the_phase, taken):
    assert codes([the_phase], *taken) == []


@pytest.mark.parametrize(
    ("the_phase", "taken"),
    [
        (LOADING, range(0, 28, 4)),
        (phase("monthly"), range(10)),
        (phase("monthly"), [0, 10]),
        (phase("n_a_week", every=2), range(7)),
        (phase("every_n_days", every=2), range(12)),
        (phase("once"), [0, 1]),
    ],
)
def test_doses_far_more_often_than_planned_do_not(the_phase, taken):
    assert "too_often" in codes([the_phase], *taken)


def test_a_course_taken_past_its_end_is_noticed():
    course = phase("weekly", amount=50000, end=day(49))

    assert codes([course], *range(0, 50, 7)) == []
    assert codes([course], *range(0, 57, 7)) == ["past_the_end"]


def test_the_last_capsule_taken_a_day_late_is_not_past_the_end():
    course = phase("weekly", end=day(14))

    assert codes([course], 0, 7, 15) == []
    assert codes([course], 0, 7, 14, 15) == ["past_the_end"]
    assert codes([course], 0, 7, 30) == ["past_the_end"]


def test_skipped_doses_are_never_too_many():
    assert misfits([LOADING], marked("skipped", 0, 1, 2, 80)) == ()


# ── Amounts ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("amount", "unit", "wanted", "expected"),
    [("25", "mcg", "IU", "1000"), ("50000", "IU", "mcg", "1250"), ("1.25", "mg", "IU", "50000")]
    + [("1000", "IU", "IU", "1000"), ("40", "IU", "mg", "0.001")],
)
def test_iu_and_micrograms_of_vitamin_d(amount, unit, wanted, expected):
    assert in_unit(D(amount), unit, wanted, iu_per_mcg=D(40)) == D(expected)


@pytest.mark.parametrize(("unit", "wanted"), [("IU", "mcg"), ("mcg", "IU"), ("mg", "IU"), ("tablet", "mg")])
def test_a_substance_without_units_is_never_converted(unit, wanted):
    with pytest.raises(ValueError, match="cannot be read"):
        in_unit(D(1), unit, wanted)


def test_milligrams_and_micrograms_need_no_units():
    assert in_unit(D("1.3"), "mg", "mcg") == 1300
    assert in_unit(D(250), "mcg", "mg") == D("0.25")


def test_50000_a_week_is_7143_a_day():
    assert round(rate_per_day(LOADING)) == 7143


@pytest.mark.parametrize(
    ("the_phase", "per_day"),
    [
        (phase("daily", amount=1000), 1000),
        (phase("n_a_week", every=3, amount=700), 300),
        (phase("every_n_days", every=4, amount=1000), 250),
        (phase("monthly", amount=60875), 2000),
        (phase("once", amount=300000), 0),
    ],
)
def test_what_a_phase_comes_to_a_day(the_phase, per_day):
    assert round(rate_per_day(the_phase), 9) == per_day


def test_the_average_over_a_window_counts_planned_doses():
    # Four capsules of 50,000 in 28 days.
    assert round(planned_per_day(PLAN, START, day(27))) == 7143
    # Two capsules and fourteen days of 1,000.
    first, last = dt.date(2026, 10, 31), dt.date(2026, 11, 27)
    assert planned_per_day(PLAN, first, last) == D(114000) / 28


def test_the_average_of_what_was_taken_counts_taken_doses_only():
    doses = marked("taken", 0, 7) | marked("skipped", 14)

    assert taken_per_day(PLAN, doses, START, day(27)) == D(100000) / 28


def test_a_capsule_taken_after_the_end_was_swallowed_all_the_same():
    assert taken_per_day([LOADING], {dt.date(2026, 11, 14): "taken"}, START, day(59)) == D(50000) / 60


@pytest.mark.parametrize("last", [day(-1), day(10)])
def test_an_average_needs_a_window_and_one_unit(last):
    mixed = [phase("daily", end=day(4)), phase("daily", unit="mcg", start=day(5))]

    with pytest.raises(ValueError, match="average"):
        planned_per_day(mixed, START, last)


def test_all_products_of_a_group_together():
    total = group_total([Source("Multivitamin", D(400)), Source("Vitamin D3", D(1000))], D(4000))

    assert total.per_day == 1400
    assert [source.product for source in total.sources] == ["Vitamin D3", "Multivitamin"]
    assert not total.is_over


def test_a_prescribed_excess_is_stated_and_a_self_chosen_one_warned_about():
    loading = Source("Capsules", D(7143), is_prescribed=True)
    drops = Source("Drops", D(5000))

    assert group_total([loading], D(4000)).is_over
    assert not group_total([loading], D(4000)).needs_warning
    assert group_total([loading, drops], D(4000)).needs_warning


def test_without_a_limit_nothing_is_over():
    total = group_total([Source("B12", D(1000))], None)

    assert not total.is_over
    assert not total.needs_warning
    assert group_total([], D(10)).per_day == 0
