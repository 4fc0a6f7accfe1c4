"""The jobs. Each takes ids, finds its own work and may run twice."""

import datetime as dt
import logging

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from trends.assessing import refresh
from trends.models import Heartbeat, News
from trends.self_check import check_ourselves
from trends.staleness import is_stale, stale_patients
from trends.wording import news_mail

log = logging.getLogger(__name__)

BATCH = 200
CLAIM_LASTS = dt.timedelta(minutes=10)


@shared_task(name="trends.assess_patient")
def assess_patient(patient_id: int) -> None:
    """Bring one patient's conclusions up to date; nothing to do if they are."""
    now = timezone.now()
    patient = User.objects.filter(pk=patient_id, is_active=True).first()
    if patient and is_stale(patient, now):
        refresh(patient, now=now)


@shared_task(name="trends.assess_patients")
def assess_patients(patient_ids: list[int]) -> None:
    """The same for many. One diary that cannot be computed does not hold up the others."""
    for patient_id in patient_ids:
        try:
            assess_patient(patient_id)
        except Exception:
            log.exception("trends of patient %s could not be computed", patient_id)


@shared_task(name="trends.sweep_stale")
def sweep_stale() -> None:
    """Each minute: whatever a lost nudge left behind."""
    now = timezone.now()
    Heartbeat.beat("sweep", now)
    ids = list(stale_patients(now).values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        assess_patients.delay(ids[start : start + BATCH])


@shared_task(name="trends.assess_everyone")
def assess_everyone() -> None:
    """Each night: every diary once more, fresh or not, so that nothing rests on the marks of freshness."""
    ids = User.objects.filter(is_active=True, diary_state__isnull=False).order_by("pk")
    ids = list(ids.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        recompute.delay(ids[start : start + BATCH])


@shared_task(name="trends.recompute")
def recompute(patient_ids: list[int]) -> None:
    for patient in User.objects.filter(pk__in=patient_ids):
        try:
            refresh(patient, now=timezone.now())
        except Exception:
            log.exception("trends of patient %s could not be computed", patient.pk)


@shared_task(name="trends.self_check")
def self_check() -> None:
    """Each night: does the method still leave diaries alone in which nothing was started?"""
    check_ourselves(timezone.now())


@shared_task(name="trends.send_news")
def send_news() -> None:
    """Mail what is new, each piece once; a claim that a lost worker left behind lapses after ten minutes."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS)
    for news in News.objects.filter(free, sent_at=None, due_at__lte=now).select_related("patient")[:BATCH]:
        if News.objects.filter(free, pk=news.pk, sent_at=None).update(claimed_at=now):
            _send(news)


def _send(news):
    if news.patient.news_by_mail and news.patient.is_active:
        subject, body = news_mail(news.patient.name, settings.SITE_URL + reverse("helping"))
        send_mail(subject, body, None, [news.patient.email])
    News.objects.filter(pk=news.pk).update(sent_at=timezone.now())
