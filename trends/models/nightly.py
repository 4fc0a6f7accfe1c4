"""What a night's pass over all diaries has done so far. Counts only: no diary, no name."""

import datetime as dt
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Count, F, Max, Q

from trends.core import METHOD_VERSION

KEPT = dt.timedelta(days=90)
RESUMED_WITHIN = dt.timedelta(hours=6)
"""A pass begun again this soon, by a second copy of its task, goes on with the first."""


class NightlyRunQuerySet(models.QuerySet):
    def with_progress(self):
        """Each with `ranges_in_all`, `ranges_done` and `last_done_at`, the newest first."""
        return self.annotate(
            ranges_in_all=Count("ranges"),
            ranges_done=Count("ranges", filter=~Q(ranges__done_at=None)),
            last_done_at=Max("ranges__done_at"),
        ).order_by("-started_at")


class NightlyRun(models.Model):
    """One night's pass over all diaries: how many there were, were looked at, could not be computed."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    method_version = models.CharField(max_length=20)
    patients = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    objects = NightlyRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        verbose_name = "night's pass"
        verbose_name_plural = "jobs"

    def __str__(self):
        return f"The night's pass of {self.started_at:%d %B %Y}"

    @classmethod
    def begin(cls, ranges: Iterable[tuple[int, int, int]], now: dt.datetime) -> "NightlyRun":
        """A pass over these ranges, each (first id, last id, patients); hand out `run.ranges.open()`.

        A pass still open from a moment ago is gone on with instead: a job may run twice.
        """
        with transaction.atomic():
            cls.objects.filter(started_at__lt=now - KEPT).delete()
            going = cls.objects.filter(finished_at=None, started_at__gt=now - RESUMED_WITHIN).first()
            return going or cls._begin_anew(list(ranges), now)

    @classmethod
    def _begin_anew(cls, ranges, now):
        run = cls.objects.create(
            started_at=now,
            finished_at=None if ranges else now,
            method_version=METHOD_VERSION,
            patients=sum(patients for _, _, patients in ranges),
        )
        NightlyRange.objects.bulk_create(
            NightlyRange(run=run, first_id=first, last_id=last, patients=patients)
            for first, last, patients in ranges
        )
        return run


class NightlyRangeQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at=None).order_by("first_id")


class NightlyRange(models.Model):
    """One stretch of patients' ids in a night's pass, computed by one task."""

    run = models.ForeignKey(NightlyRun, on_delete=models.CASCADE, related_name="ranges")
    first_id = models.PositiveBigIntegerField()
    last_id = models.PositiveBigIntegerField()
    patients = models.PositiveIntegerField()
    failed = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)

    objects = NightlyRangeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "first_id"], name="nightly_range_once_a_run")]

    def __str__(self):
        return f"{self.patients} patients"

    def finish(self, *, patients: int, failed: int, seconds: float, now: dt.datetime) -> bool:
        """Count what was looked at, and what of it could not be computed. False: another copy has counted it."""
        with transaction.atomic():
            # Whoever finds the range open counts it; the run's row is locked by the count, so the last one sees all.
            mine = NightlyRange.objects.filter(pk=self.pk, done_at=None)
            if not mine.update(patients=patients, failed=failed, seconds=seconds, done_at=now):
                return False
            run = NightlyRun.objects.filter(pk=self.run_id)
            run.update(done=F("done") + patients, failed=F("failed") + failed)
            if not NightlyRange.objects.filter(run=self.run_id, done_at=None).exists():
                run.update(finished_at=now)
            return True
