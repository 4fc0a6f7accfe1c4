import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from journal.models import Medicine
from tests.rows import row_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def woken(monkeypatch):
    """The patients for whom the worker was woken."""
    calls = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: calls.append(args[0]))
    return calls


def test_a_saved_row_wakes_the_worker_after_the_commit(alice, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row_of(Medicine, alice)

        assert woken == []
    assert woken == [alice.pk]


def test_many_rows_of_one_transaction_wake_it_once_a_patient(
    alice, bob, woken, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for patient in (alice, alice, bob, alice):
            row_of(Medicine, patient)

    assert sorted(woken) == sorted([alice.pk, bob.pk])


def test_a_savepoint_that_was_rolled_back_does_not_swallow_the_nudge(
    alice, woken, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
            row_of(Medicine, alice)
            raise ZeroDivisionError
        row_of(Medicine, alice)

    assert woken == [alice.pk]


def test_a_broker_that_refuses_costs_no_entry(alice, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(*args, **options):
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        row_of(Medicine, alice)

    assert Medicine.objects.of(alice).count() == 1
