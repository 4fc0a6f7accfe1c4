"""The jobs of the morning. Each finds its own work and may run twice."""

import logging
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPHeloError,
    SMTPServerDisconnected,
)

from celery import shared_task
from django.core.mail import get_connection
from django.db import OperationalError
from django.utils import timezone

from journal.nights import night_bounds
from reminders.letters import letter
from reminders.models import PushDevice, Reminder, SentReminder
from reminders.push import Courier, is_offered

log = logging.getLogger(__name__)

BATCH = 100
MOST_A_BEAT = 50 * BATCH
"""More are left to the next beat, so that a queue that is behind does not fill with copies."""
PATIENCE_SECONDS = 60
"""Longer than a page may wait: a letter that was taken, but answered too late, goes out again."""
NOBODYS_FAULT = (
    *(SMTPAuthenticationError, SMTPConnectError, SMTPHeloError, SMTPServerDisconnected),
    *(ConnectionError, TimeoutError, OperationalError),
)


@shared_task(name="reminders.send_due")
def send_due() -> None:
    """Every five minutes: whoever's morning has come and of whose night nothing is known."""
    now = timezone.now()
    SentReminder.forget_old(now.date())
    ids: list[int] = []
    for _, reminders in Reminder.objects.due(now):
        ids += reminders.order_by("pk").values_list("pk", flat=True)[: MOST_A_BEAT - len(ids)]
    for start in range(0, len(ids), BATCH):
        remind.delay(ids[start : start + BATCH])


@shared_task(name="reminders.remind")
def remind(reminder_ids: list[int]) -> None:
    """Remind those of them who are still to be reminded. One letter that cannot be sent does not hold up the others."""
    now = timezone.now()
    connection = get_connection(timeout=PATIENCE_SECONDS)
    # A server that is away is noticed before anything is claimed.
    connection.open()
    courier = Courier(now) if is_offered() else None
    try:
        for night, reminders in Reminder.objects.filter(pk__in=reminder_ids).due(now):
            for reminder_id in list(reminders.order_by("pk").values_list("pk", flat=True)):
                _remind(reminder_id, night, connection, courier)
    finally:
        connection.close()


def _remind(reminder_id, night, connection, courier):
    now = timezone.now()
    # Asked again: while the letters before this one went out, she may have answered, or another worker sent it.
    still = Reminder.objects.wanted().about(night, now).select_related("patient").filter(pk=reminder_id)
    reminder = still.first()
    claim = reminder and SentReminder.claim(reminder.patient, night, now)
    if not claim:
        return
    try:
        if not (courier and _notified(courier, reminder.patient, night)):
            connection.send_messages([letter(reminder)])
    except NOBODYS_FAULT as error:
        claim.give_back(now)
        log.warning("a reminder is tried again: %s", type(error).__name__)
        # It may have been this letter after all: the others go on, unless the server is really away.
        connection.close()
        connection.open()
        return
    except Exception as error:  # whatever one address or one name can break
        # Without its words: a mail server's refusal names the address.
        log.error("reminder of patient %s could not be sent: %s", reminder.patient_id, type(error).__name__)
        return
    claim.settle(timezone.now())


def _notified(courier, patient, night):
    devices = PushDevice.objects.of(patient)
    return courier.reaches(devices, until=night_bounds(night, patient.zone)[1])
