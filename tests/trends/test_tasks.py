import datetime as dt

import pytest
from django.core import mail

from journal.models import CheckIn
from tests.rows import row_of
from tests.trends.diaries import NOON_AFTER, clear_improvement
from trends import tasks
from trends.models import Assessment, News
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
    monkeypatch.setattr(tasks.recompute, "delay", batches.append)
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


def test_one_diary_that_cannot_be_computed_does_not_hold_up_the_others(alice, bob, content, monkeypatch):
    row_of(CheckIn, alice)
    row_of(CheckIn, bob)
    refresh = tasks.refresh

    def poisoned(patient, now):
        if patient == alice:
            raise RuntimeError("poison")
        refresh(patient, now=now)

    monkeypatch.setattr(tasks, "refresh", poisoned)
    tasks.assess_patients([alice.pk, bob.pk])

    assert stale_patients(NOON_AFTER).get() == alice


def test_every_night_every_diary_is_computed_again(alice, bob, content, sent):
    row_of(CheckIn, alice)
    row_of(CheckIn, bob)
    tasks.assess_patients([alice.pk, bob.pk])

    tasks.assess_everyone()

    assert sent == [[alice.pk, bob.pk]]
    tasks.recompute(sent[0])
    assert not stale_patients(NOON_AFTER).exists()


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
