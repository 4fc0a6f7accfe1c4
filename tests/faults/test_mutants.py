"""The judge, and seeded mutants of our own code: each must be caught, and the code as it is must not be."""

import uuid
from dataclasses import replace

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import records
from accounts.records import DiaryQuerySet
from journal import capture
from journal.models import Episode
from tests.faults.history import STORED, UNKNOWN, History, Row, Try, bound, judge
from tests.rows import row_of
from trends.assessing import refresh
from trends.staleness import stale_patients

pytestmark = pytest.mark.faults

TAP = ("tap", "leg-cramp", None)


def a_try(client_id, payload=TAP, outcome=STORED, status=302, patient=1):
    return Try(patient, client_id, payload, 0.0, 0.1, outcome, status)


def history_of(*tries):
    history = History()
    for one in tries:
        history.add(one)
    return history


def test_the_judge_finds_nothing_where_nothing_is_wrong():
    one, two = uuid.uuid4(), uuid.uuid4()
    history = history_of(a_try(one), a_try(one), a_try(two, outcome=UNKNOWN, status=None))

    assert not judge(history, [Row(1, one, TAP)])
    assert not judge(history, [Row(1, one, TAP), Row(1, two, TAP)])
    assert bound(300) == "0 in 300: fewer than 1 % at 95 %"


def test_the_judge_finds_each_kind_of_harm():
    one, two = uuid.uuid4(), uuid.uuid4()
    history = history_of(a_try(one))

    assert judge(history, []).lost
    assert judge(history, [Row(2, one, TAP)]).lost
    assert judge(history, [Row(1, one, TAP)] * 2).doubled
    assert judge(history, [Row(1, one, ("tap", "numbness", None))]).changed
    assert judge(history, [Row(1, one, TAP), Row(1, two, TAP)]).unexpected
    assert judge(history_of(replace(a_try(one), outcome=UNKNOWN, status=500)), []).server_errors


# The entry is stored, and the process dies before anything that waits for the commit: here nothing of that runs.


def noticed_after_a_crash(patient) -> bool:
    """Whether a diary that changed just before the crash is still found by the sweep."""
    row_of(Episode, patient)
    refresh(patient, now=timezone.now())
    assert not stale_patients(timezone.now()).filter(pk=patient.pk).exists()

    row_of(Episode, patient)

    return stale_patients(timezone.now()).filter(pk=patient.pk).exists()


def test_a_crash_after_the_commit_leaves_the_trend_stale(alice, content):
    assert noticed_after_a_crash(alice)


def test_mutant_revision_counted_after_the_commit(alice, content, monkeypatch):
    bump = records.bump
    monkeypatch.setattr(records, "bump", lambda *ids: transaction.on_commit(lambda: bump(*ids)))

    assert not noticed_after_a_crash(alice)


def tap_and_resend(client, patient):
    """One tap whose answer got lost, sent again; judged against what is stored."""
    client.force_login(patient)
    tapped, history = uuid.uuid4(), History()
    for _ in range(2):
        sent = {"symptom": "leg-cramp", "client_id": str(tapped), "several": "1"}
        status = client.post(reverse("now-log"), sent).status_code
        history.add(a_try(tapped, status=status, patient=patient.pk))
    rows = [
        Row(row.patient_id, row.client_id, ("tap", row.symptom.slug, None))
        for row in Episode.objects.of(patient)
    ]
    return judge(history, rows)


def test_a_resent_tap_is_one_entry(client, alice, content):
    assert not tap_and_resend(client, alice)


def test_mutant_the_servers_own_id(client, alice, content, monkeypatch):
    log_now = capture.log_now
    monkeypatch.setattr(
        capture, "log_now", lambda *args, **named: log_now(*args, **(named | {"client_id": uuid.uuid4()}))
    )

    findings = tap_and_resend(client, alice)

    assert findings.lost
    assert len(findings.unexpected) == 2


def test_mutant_acknowledged_and_not_stored(client, alice, content, monkeypatch):
    def forget(self, *args, **named):
        self.pk = 1

    monkeypatch.setattr(Episode, "save", forget)
    monkeypatch.setattr(capture, "_watch", lambda episode, at: [])

    assert tap_and_resend(client, alice).lost


def test_mutant_a_bulk_path_that_does_not_count(alice, content, monkeypatch):
    row = row_of(Episode, alice)
    refresh(alice, now=timezone.now())
    monkeypatch.setattr(DiaryQuerySet, "update", DiaryQuerySet.__mro__[2].update)

    Episode.objects.filter(pk=row.pk).update(severity=3)

    assert not stale_patients(timezone.now()).filter(pk=alice.pk).exists()
