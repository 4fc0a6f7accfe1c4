"""Waking the worker. The revision is the queue of record; losing a nudge costs a minute, never an entry."""

import logging

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def nudge_after_commit(patient_id: int) -> None:
    # robust: a failing broker must never turn a saved entry into an error page.
    transaction.on_commit(lambda: _nudge(patient_id), robust=True)


def _nudge(patient_id):
    try:
        current_app.send_task(settings.DIARY_CHANGED_TASK, args=[patient_id], retry=False)
    except OperationalError as problem:
        log.warning("worker not woken, the sweep will find it: %s", type(problem).__name__)
