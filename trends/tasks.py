"""The jobs. Each takes ids, finds its own work and may run twice."""

import datetime as dt
import time

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import OperationalError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from trends.assessing import refresh, refresh_many
from trends.models import Heartbeat, News, NightlyRange, NightlyRun
from trends.self_check import check_ourselves
from trends.staleness import is_stale, stale_patients
from trends.wording import news_mail

BATCH = 500
"""Stale patients handed out at once."""
MOST_A_SWEEP = 20 * BATCH
"""More are left to the next minute, so that a queue that is behind does not fill with copies."""
RANGE = 2000
"""Patients of a night's range: enough that the arithmetic is cheap, few enough to stay under 200 MB."""
LETTERS = 200
CLAIM_LASTS = dt.timedelta(minutes=10)
AGAIN = {"autoretry_for": (OperationalError,), "retry_backoff": 5, "max_retries": 3}
"""A database that is away for moments; waits stay far below the broker's visibility timeout."""


@shared_task(name="trends.assess_patient")
def assess_patient(patient_id: int) -> None:
    """Bring one patient's conclusions up to date; nothing to do if they are."""
    now = timezone.now()
    patient = User.objects.filter(pk=patient_id, is_active=True).first()
    if patient and is_stale(patient, now):
        refresh(patient, now=now)


@shared_task(name="trends.assess_patients", **AGAIN)
def assess_patients(patient_ids: list[int]) -> None:
    """The same for many, those that are still stale. One diary that cannot be computed does not hold up the others."""
    now = timezone.now()
    stale = stale_patients(now).filter(pk__in=patient_ids)
    refresh_many(list(stale.values_list("pk", flat=True)), now=now)


@shared_task(name="trends.sweep_stale")
def sweep_stale() -> None:
    """Each minute: whatever a lost nudge left behind."""
    now = timezone.now()
    Heartbeat.beat("sweep", now)
    ids = list(stale_patients(now).values_list("pk", flat=True)[:MOST_A_SWEEP])
    for start in range(0, len(ids), BATCH):
        assess_patients.delay(ids[start : start + BATCH])


@shared_task(name="trends.assess_everyone")
def assess_everyone() -> None:
    """Each night: every diary once more, fresh or not, so that nothing rests on the marks of freshness."""
    ids = list(_with_diary().values_list("pk", flat=True))
    parts = [ids[start : start + RANGE] for start in range(0, len(ids), RANGE)]
    run = NightlyRun.begin([(part[0], part[-1], len(part)) for part in parts], timezone.now())
    for stretch in run.ranges.open():
        assess_range.delay(stretch.pk)


@shared_task(name="trends.assess_range", **AGAIN)
def assess_range(range_id: int) -> None:
    """One range of a night's pass; a second copy of it finds it done."""
    stretch = NightlyRange.objects.filter(pk=range_id, done_at=None).first()
    if stretch is None:
        return
    began = time.monotonic()
    ids = list(
        _with_diary().filter(pk__range=(stretch.first_id, stretch.last_id)).values_list("pk", flat=True)
    )
    failed = refresh_many(ids, now=timezone.now())
    stretch.finish(
        patients=len(ids), failed=len(failed), seconds=time.monotonic() - began, now=timezone.now()
    )


def _with_diary():
    return User.objects.filter(is_active=True, diary_state__isnull=False).order_by("pk")


@shared_task(name="trends.self_check")
def self_check() -> None:
    """Each night: does the method still leave diaries alone in which nothing was started?"""
    check_ourselves(timezone.now())


@shared_task(name="trends.send_news")
def send_news() -> None:
    """Mail what is new, each piece once; a claim that a lost worker left behind lapses after ten minutes."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)
    for news in News.objects.filter(free, sent_at=None, due_at__lte=now).select_related("patient")[:LETTERS]:
        if News.objects.filter(free, pk=news.pk, sent_at=None).update(claimed_at=now):
            _send(news)


def _send(news):
    if news.patient.news_by_mail and news.patient.is_active:
        subject, body = news_mail(news.patient.name, settings.SITE_URL + reverse("helping"))
        send_mail(subject, body, None, [news.patient.email])
    News.objects.filter(pk=news.pk).update(sent_at=timezone.now())
