"""A window that another change cuts, from rows to sentences: every number is one of the nights that are left."""

import datetime as dt

import pytest

from journal.models import Change
from tests.rows import row_of
from tests.trends.diaries import LAST, NOON_AFTER, keep_diary, start_supplement
from trends import wording
from trends.assessing import fresh_assessments
from trends.reading import chart, facts

pytestmark = pytest.mark.django_db
TODAY = LAST + dt.timedelta(1)


def told(patient, *, nights, changed):
    """56 nights, then `nights` on the supplement, all answered; something else began `changed` nights after it."""
    first = keep_diary(patient, [1, 0, 1] * 18 + [1, 1] + [1, 0] * (nights // 2))
    start = first + dt.timedelta(56)
    start_supplement(patient, start)
    row_of(Change, patient, started_on=start + dt.timedelta(changed))
    (one,) = fresh_assessments(patient, now=NOON_AFTER)
    return one


def text_of(paragraphs):
    return " ".join(f"{paragraph.title} {paragraph.text}" for paragraph in paragraphs)


@pytest.mark.parametrize("nights", [42, 56, 70, 84])
def test_a_change_before_the_first_read_out_leaves_the_nights_until_it(alice, content, nights):
    said = facts(told(alice, nights=nights, changed=40), TODAY)

    assert said.is_thin
    assert (said.nights_before, said.nights_after, said.unanswered) == (56, 40, 0)
    assert wording.headline(said) == "Something else changed too soon to compare."
    short = text_of(wording.shortfalls(said))
    assert "40 of 56 nights since the start" in short
    assert "This cannot be met for this start." in short
    assert "first read-out is on" not in short
    assert "no answer" not in text_of(wording.doubts(said))
    assert wording.next_step(said).title == "No read-out can come from this start."


def test_a_change_before_the_first_read_out_that_is_still_to_come_is_no_promise(alice, content):
    said = facts(told(alice, nights=30, changed=40), TODAY)

    assert "30 of 56 nights since the start" in text_of(wording.shortfalls(said))
    assert wording.can_be_met_on(said) is None


def test_a_change_between_the_read_outs_leaves_the_first(alice, content):
    said = facts(told(alice, nights=70, changed=60), TODAY)

    assert (said.readout, said.nights_after, said.tested_after, said.unanswered) == (56, 60, 56, 0)
    assert said.next_readout is None


def test_a_change_before_the_start_leaves_the_nights_since_it(alice, content):
    one = told(alice, nights=70, changed=-20)

    said = facts(one, TODAY)

    assert (said.nights_before, said.nights_answered_before, said.answered_early) == (20, 20, 6)
    assert one.described["before"]["nights"] == 20
    short = text_of(wording.shortfalls(said))
    assert "The diary holds 20 nights from before; 28 are needed" in short
    assert "56 nights from before" not in short
    assert "20 of 20 nights before the start are answered" in short


def test_the_picture_shows_the_nights_before_that_are_left(alice, content):
    one = told(alice, nights=70, changed=-30)

    picture = chart(one)

    assert picture.levels[0].first_on == one.regimen.started_on - dt.timedelta(30)
    assert [week.nights for week in picture.weeks if week.tested].count(7) == 4 + 8
