"""What a diary still needs, and by when."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.core import assess, baseline_needs, next_readout, readout_dates

MARCH = dt.date(2026, 3, 1)


def days(number):
    return dt.timedelta(number)


def test_the_two_readouts_of_a_start():
    first, final = readout_dates(dt.date(2026, 9, 19))

    assert (first.nights, first.due_on, first.is_final) == (56, dt.date(2026, 11, 14), False)
    assert (final.nights, final.due_on, final.is_final) == (84, dt.date(2026, 12, 12), True)


@pytest.mark.parametrize(("passed", "nights"), [(-3, 56), (0, 56), (55, 56), (56, 84), (83, 84)])
def test_the_next_readout_is_the_first_still_to_come(passed, nights):
    assert next_readout(MARCH, MARCH + days(passed)).nights == nights


def test_after_the_final_readout_there_is_none():
    assert next_readout(MARCH, MARCH + days(84)) is None


@pytest.mark.parametrize(("cut", "left"), [(40, []), (55, []), (56, [56]), (83, [56]), (84, [56, 84])])
def test_another_change_takes_away_the_readouts_after_it(cut, left):
    readouts = readout_dates(MARCH, cut_on=MARCH + days(cut))

    assert [readout.nights for readout in readouts] == left


def test_the_readout_is_due_on_the_morning_its_last_night_is_over():
    due_on = readout_dates(MARCH)[0].due_on
    nights_over = (due_on - MARCH).days

    assert "too_early" not in assess(np.zeros(30 + nights_over), 30).reasons
    assert "too_early" in assess(np.zeros(30 + nights_over - 1), 30).reasons


def test_a_new_diary_needs_four_weeks():
    nights, answers = baseline_needs([], MARCH, MARCH)

    assert (nights.have, nights.lacking, nights.met_on) == (0, 28, MARCH + days(28))
    # Ten answered nights, then the fourteen that hardly count.
    assert (answers.have, answers.lacking, answers.met_on) == (0, 10, MARCH + days(24))


def test_a_full_baseline_may_start_today():
    answered = [True] * 40

    nights, answers = baseline_needs(answered, MARCH, MARCH + days(40))

    assert nights.is_met
    assert answers.is_met
    assert (nights.met_on, answers.met_on) == (None, None)


def test_many_days_with_few_answers_must_wait_for_answers():
    answered = [True] * 3 + [False] * 37

    nights, answers = baseline_needs(answered, MARCH, MARCH + days(40))

    assert nights.is_met
    assert (answers.have, answers.is_met) == (3, False)
    # Seven more nights from tonight, then fourteen.
    assert answers.met_on == MARCH + days(40 + 7 + 14)


def test_answers_of_the_last_fortnight_become_useful_by_waiting():
    answered = [False] * 30 + [True] * 10

    _, answers = baseline_needs(answered, MARCH, MARCH + days(40))

    assert answers.have == 0
    assert answers.met_on == MARCH + days(39 + 15)


def test_after_a_start_what_is_missing_before_it_cannot_be_met():
    nights, answers = baseline_needs([True] * 60, MARCH, MARCH + days(60), start=MARCH + days(20))

    assert (nights.have, nights.is_possible, nights.met_on) == (20, False, None)
    assert (answers.have, answers.is_possible) == (6, False)


def test_a_planned_start_far_enough_away_can_still_be_met():
    nights, answers = baseline_needs([True] * 3, MARCH, MARCH + days(3), start=MARCH + days(30))

    assert (nights.is_possible, nights.met_on) == (True, MARCH + days(28))
    assert (answers.is_possible, answers.met_on) == (True, MARCH + days(10))


def test_a_planned_start_too_near_cannot():
    nights, answers = baseline_needs([True] * 3, MARCH, MARCH + days(3), start=MARCH + days(20))

    assert not nights.is_possible
    assert not answers.is_possible


def test_a_supplement_already_started_before_the_diary_has_no_baseline():
    nights, answers = baseline_needs([True] * 9, MARCH, MARCH + days(9), start=MARCH - days(100))

    assert (nights.have, nights.is_possible) == (0, False)
    assert (answers.have, answers.is_possible) == (0, False)


@given(st.lists(st.booleans(), max_size=80))
def test_the_promised_start_is_early_enough_and_not_too_early(answered):
    """Keep the promise: answer every coming night, start on that day, and the baseline is enough."""
    today = MARCH + days(len(answered))
    needs = baseline_needs(answered, MARCH, today)
    promised = max([today, *(need.met_on for need in needs if need.met_on)])

    kept = answered + [True] * (promised - today).days
    assert lacking(kept) == set()
    assert promised == today or lacking(kept[:-1])


def lacking(answered):
    """The baseline codes of a diary that starts after these nights and then goes on for twelve weeks."""
    nights = np.concatenate([np.where(answered, 1.0, np.nan), np.ones(84)])
    return {"baseline_too_short", "too_few_before"} & set(assess(nights, len(answered)).reasons)
