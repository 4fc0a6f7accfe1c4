"""The self-check on rows: whose diaries are looked at, what is stored, and that an alarm is heard."""

import datetime as dt
import logging

import pytest

from journal.models import Change, DailyScore, Medicine, Regimen
from tests.rows import row_of, symptom
from tests.trends.diaries import LAST, NOON_AFTER, keep_diary, start_supplement
from trends import self_check, tasks
from trends.core import METHOD_VERSION
from trends.core.self_check import Tally
from trends.models import SelfCheck
from trends.self_check import BACK

pytestmark = pytest.mark.django_db
NIGHT = LAST - dt.timedelta(days=1)
"""The newest night that is over in every zone at NOON_AFTER."""
FALLING = [2, 1, 2] * 24 + [3] * 12 + [0, 0, 0, 0, 0, 0, 1] * 13


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON_AFTER, tick=False)


def found():
    """The rows, by kind and start: (diaries, improved, worsened)."""
    self_check.check_ourselves(NOON_AFTER)
    return {
        (row.kind, row.start): (row.diaries, row.improved, row.worsened)
        for row in SelfCheck.objects.latest_night()
    }


def test_a_diary_without_a_supplement_is_looked_at_from_both_starts(alice, content):
    keep_diary(alice, [1, 0, 0, 1, 0] * 30)

    assert found() == {
        ("counted", "random"): (1, 0, 0),
        ("counted", "worst"): (1, 0, 0),
        ("scored", "random"): (0, 0, 0),
        ("scored", "worst"): (0, 0, 0),
    }


def test_what_is_stored_says_when_and_by_which_method(alice, content):
    keep_diary(alice, [1, 0, 0, 1, 0] * 30)
    self_check.check_ourselves(NOON_AFTER)

    row = SelfCheck.objects.first()
    assert (row.night, row.at, row.method_version, row.state) == (
        NIGHT, NOON_AFTER, METHOD_VERSION, "too_few",
    )  # fmt: skip


def test_a_rate_that_fell_by_itself_counts_as_falsely_improved(alice, content):
    keep_diary(alice, FALLING)

    assert found()["counted", "worst"] == (1, 1, 0)


def test_scores_are_counted_apart(alice, content):
    keep_diary(alice, [0] * 150)
    DailyScore.objects.bulk_create(
        DailyScore(
            patient=alice,
            symptom=symptom("burning-tingling"),
            night=LAST - dt.timedelta(days=day),
            score=5 + day % 2,
            answered_at=NOON_AFTER,
        )
        for day in range(150)
    )

    rows = found()

    assert rows["scored", "random"] == (1, 0, 0)
    assert rows["counted", "random"] == (0, 0, 0)


def test_whoever_takes_something_is_left_out(alice, bob, content):
    keep_diary(alice, FALLING)
    start_supplement(alice, LAST)
    keep_diary(bob, FALLING)
    row_of(Regimen, bob, started_on=dt.date(2020, 1, 1), already_started=True)

    assert found()["counted", "worst"] == (0, 0, 0)


def test_a_short_diary_is_left_out(alice, content):
    keep_diary(alice, FALLING[-112:])

    assert found()["counted", "worst"] == (0, 0, 0)


@pytest.mark.parametrize("ago", [1, 60, 120])
def test_nights_before_another_change_has_settled_are_left_out(alice, content, ago):
    keep_diary(alice, FALLING)
    row_of(Medicine, alice, started_on=LAST - dt.timedelta(days=ago))

    assert found()["counted", "worst"] == (0, 0, 0)


def test_a_change_long_ago_or_still_to_come_does_not_matter(alice, content):
    keep_diary(alice, FALLING)
    row_of(Change, alice, started_on=LAST - dt.timedelta(days=400))
    row_of(Change, alice, started_on=LAST + dt.timedelta(days=9))

    assert found()["counted", "worst"] == (1, 1, 0)


def test_of_a_long_diary_only_the_newest_nights_are_read(alice, content, monkeypatch):
    keep_diary(alice, [3] * 600 + FALLING)
    read = []
    outcomes = self_check.read_outcomes

    def read_outcomes(*args):
        read.append(outcomes(*args))
        return read[-1]

    monkeypatch.setattr(self_check, "read_outcomes", read_outcomes)

    assert found()["counted", "worst"] == (1, 1, 0)
    assert {LAST.toordinal() - BACK} == {*read[0].first_night.tolist()}


def test_who_left_within_a_year_still_counts(alice, content):
    keep_diary(alice, FALLING, until=LAST - dt.timedelta(360))

    assert found()["counted", "worst"] == (1, 1, 0)


def test_the_check_twice_is_once(alice, bob, content):
    keep_diary(alice, FALLING)
    keep_diary(bob, [1, 0, 0, 1, 0] * 40)
    first = found()

    assert found() == first
    assert SelfCheck.objects.count() == 4


def test_no_more_patients_are_looked_at_than_a_night_allows(alice, bob, content, monkeypatch):
    monkeypatch.setattr(self_check, "PATIENTS", 1)
    keep_diary(alice, FALLING)
    keep_diary(bob, FALLING)

    assert found()["counted", "worst"] == (1, 1, 0)


def test_an_alarm_is_logged_as_an_error(content, monkeypatch, caplog):
    monkeypatch.setattr(self_check, "tally", lambda *_: Tally(diaries=300, improved=40, worsened=2))

    with caplog.at_level(logging.ERROR):
        tasks.self_check()

    assert "40 of 300 diaries without a supplement" in caplog.text
    assert len(SelfCheck.objects.alarms()) == 4


def test_only_the_newest_night_gives_alarm(content, monkeypatch):
    bad = Tally(diaries=300, improved=40)
    SelfCheck.keep(NIGHT - dt.timedelta(days=1), "counted", "worst", bad, at=NOON_AFTER, method_version="1")

    tasks.self_check()

    assert SelfCheck.objects.alarms() == []
    assert SelfCheck.objects.count() == 5
