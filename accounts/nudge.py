"""Waking the worker. The revision is the queue of record; losing a nudge costs a minute, never an entry."""

import logging
from dataclasses import dataclass

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def nudge_after_commit(patient_id: int) -> None:
    """Once a transaction for each patient, however many rows were written."""
    waiting = (task for _, task, _ in transaction.get_connection().run_on_commit)
    if not any(isinstance(task, Nudge) and task.patient_id == patient_id for task in waiting):
        # robust: a failing broker must never turn a saved entry into an error page.
        transaction.on_commit(Nudge(patient_id), robust=True)


@dataclass(frozen=True)
class Nudge:
    patient_id: int

    def __call__(self) -> None:
        try:
            current_app.send_task(settings.DIARY_CHANGED_TASK, args=[self.patient_id], retry=False)
        except OperationalError as problem:
            log.warning("worker not woken, the sweep will find it: %s", type(problem).__name__)
