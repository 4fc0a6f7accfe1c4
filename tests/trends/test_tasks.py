import datetime as dt

import pytest
from django.core import mail
from django.db import OperationalError

from journal.models import CheckIn
from tests.rows import row_of
from tests.trends.diaries import NOON_AFTER, clear_improvement
from trends import assessing, tasks
from trends.batch.concluding import conclusions
from trends.models import Assessment, News, NightlyRun
from trends.staleness import stale_patients

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON_AFTER, tick=False)


@pytest.fixture
def sent(monkeypatch):
    """What the sweep hands out, run at once."""
    batches = []
    monkeypatch.setattr(tasks.assess_patients, "delay", batches.append)
    monkeypatch.setattr(tasks.assess_range, "delay", batches.append)
    return batches


def test_the_task_brings_one_patient_up_to_date(alice, content):
    clear_improvement(alice)

    tasks.assess_patient(alice.pk)

    assert Assessment.objects.of(alice).get().verdict == "improved"


def test_the_task_twice_is_once(alice, content, django_assert_max_num_queries):
    clear_improvement(alice)
    tasks.assess_patient(alice.pk)

    with django_assert_max_num_queries(4):
        tasks.assess_patient(alice.pk)


def test_the_sweep_finds_what_a_lost_nudge_left_behind(alice, bob, content, sent):
    row_of(CheckIn, alice)

    tasks.sweep_stale()

    assert sent == [[alice.pk]]


def test_a_fresh_diary_is_left_alone(alice, content, sent):
    row_of(CheckIn, alice)
    tasks.assess_patient(alice.pk)

    tasks.sweep_stale()

    assert sent == []


@pytest.fixture
def poison(monkeypatch):
    """Makes one patient's diary impossible to compute."""

    def poisoned(patient):
        monkeypatch.setattr(
            assessing,
            "conclusions",
            lambda rows, people: 1 / 0 if patient.pk in people.ids else conclusions(rows, people),
        )

    return poisoned


def test_one_diary_that_cannot_be_computed_does_not_hold_up_the_others(alice, bob, content, poison):
    row_of(CheckIn, alice)
    row_of(CheckIn, bob)
    poison(alice)

    tasks.assess_patients([alice.pk, bob.pk])

    assert stale_patients(NOON_AFTER).get() == alice


def test_a_database_that_is_away_is_no_diarys_fault(alice, content, monkeypatch):
    row_of(CheckIn, alice)
    monkeypatch.setattr(assessing, "store", lambda *args: (_ for _ in ()).throw(OperationalError))

    with pytest.raises(OperationalError):
        tasks.assess_patients([alice.pk])


@pytest.fixture
def away_once(monkeypatch):
    """The database is away the first time that something is to be computed."""
    failures = [OperationalError]

    def refresh_many(ids, *, now):
        if failures:
            raise failures.pop()
        return assessing.refresh_many(ids, now=now)

    monkeypatch.setattr(tasks, "refresh_many", refresh_many)


def test_a_range_is_tried_again_when_the_database_was_away(alice, content, sent, away_once):
    row_of(CheckIn, alice)
    tasks.assess_everyone()

    tasks.assess_range.apply(sent)

    assert NightlyRun.objects.get().done == 1
    assert not stale_patients(NOON_AFTER).exists()


def test_patients_are_tried_again_when_the_database_was_away(alice, content, away_once):
    row_of(CheckIn, alice)

    tasks.assess_patients.apply([[alice.pk]])

    assert not stale_patients(NOON_AFTER).exists()


def test_a_database_that_stays_away_is_tried_four_times(alice, content, sent, monkeypatch):
    row_of(CheckIn, alice)
    tasks.assess_everyone()
    tried = []

    def refresh_many(ids, *, now):
        tried.append(ids)
        raise OperationalError

    monkeypatch.setattr(tasks, "refresh_many", refresh_many)

    tasks.assess_range.apply(sent)

    assert len(tried) == 4
    assert NightlyRun.objects.get().ranges.open().exists()


def test_who_became_fresh_while_queued_is_not_computed_again(alice, content, poison):
    row_of(CheckIn, alice)
    tasks.assess_patient(alice.pk)
    poison(alice)

    tasks.assess_patients([alice.pk])

    assert not stale_patients(NOON_AFTER).exists()


def test_a_sweep_hands_out_what_a_minute_can_hold(alice, bob, content, sent, monkeypatch):
    monkeypatch.setattr(tasks, "MOST_A_SWEEP", 1)
    row_of(CheckIn, alice)
    row_of(CheckIn, bob)

    tasks.sweep_stale()

    assert sent == [[alice.pk]]


def test_every_night_every_diary_is_computed_again(alice, bob, content, sent):
    clear_improvement(alice)
    row_of(CheckIn, bob)
    tasks.assess_patients([alice.pk, bob.pk])
    Assessment.objects.update(verdict="worsened")

    tasks.assess_everyone()
    tasks.assess_range(*sent)

    assert Assessment.objects.get().verdict == "improved"
    run = NightlyRun.objects.get()
    assert (run.patients, run.done, run.failed, run.finished_at) == (2, 2, 0, NOON_AFTER)


def test_a_range_twice_is_once(alice, content, sent):
    row_of(CheckIn, alice)
    tasks.assess_everyone()

    tasks.assess_range(*sent)
    tasks.assess_range(*sent)

    assert NightlyRun.objects.get().done == 1


def test_ranges_follow_each_other_and_miss_nobody(alice, bob, dr_chen, content, sent, monkeypatch):
    monkeypatch.setattr(tasks, "RANGE", 1)
    row_of(CheckIn, alice)
    row_of(CheckIn, bob)

    tasks.assess_everyone()

    run = NightlyRun.objects.get()
    assert [(part.first_id, part.last_id) for part in run.ranges.open()] == [
        (alice.pk, alice.pk),
        (bob.pk, bob.pk),
    ]
    for part in sent:
        tasks.assess_range(part)
    assert not stale_patients(NOON_AFTER).exists()


def test_a_range_counts_what_could_not_be_computed(alice, bob, content, sent, poison):
    row_of(CheckIn, alice)
    row_of(CheckIn, bob)
    poison(alice)

    tasks.assess_everyone()
    tasks.assess_range(*sent)

    run = NightlyRun.objects.get()
    assert (run.done, run.failed) == (2, 1)


def test_a_new_verdict_is_mailed_once_and_says_nothing_about_health(alice, content):
    clear_improvement(alice)
    tasks.assess_patient(alice.pk)

    tasks.send_news()
    tasks.send_news()

    assert [letter.to for letter in mail.outbox] == [[alice.email]]
    text = (mail.outbox[0].subject + mail.outbox[0].body).lower()
    assert not {"cramp", "vitamin", "fewer", "improved", "symptom", alice.name.lower()} & set(text.split())


def test_whoever_wants_no_mail_gets_none(alice, content):
    alice.news_by_mail = False
    alice.save()
    clear_improvement(alice)
    tasks.assess_patient(alice.pk)

    tasks.send_news()

    assert mail.outbox == []


def test_a_claim_that_a_lost_worker_left_behind_lapses(alice, content):
    clear_improvement(alice)
    tasks.assess_patient(alice.pk)
    News.objects.update(claimed_at=NOON_AFTER - dt.timedelta(minutes=1))

    tasks.send_news()
    assert mail.outbox == []

    News.objects.update(claimed_at=NOON_AFTER - dt.timedelta(minutes=11))
    tasks.send_news()
    assert len(mail.outbox) == 1
