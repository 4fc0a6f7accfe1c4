import datetime as dt

from django.db import models

from trends.core.self_check import ALARM, Share, Tally, judge


class SelfCheckQuerySet(models.QuerySet):
    def latest_night(self):
        """The rows of the newest check, counts before scores, random starts before worst ones."""
        newest = self.order_by("-night").values("night")[:1]
        return self.filter(night__in=newest).order_by("kind", "start")

    def alarms(self):
        """Those of the newest check that give alarm."""
        return [row for row in self.latest_night() if row.is_alarm]


class SelfCheck(models.Model):
    """What one night's self-check found for one kind of symptom and one kind of invented start."""

    class Kind(models.TextChoices):
        COUNTED = "counted", "Counted symptoms"
        SCORED = "scored", "Scored symptoms"

    class Start(models.TextChoices):
        RANDOM = "random", "on a random night"
        WORST = "worst", "after their worst two weeks"

    night = models.DateField()
    at = models.DateTimeField()
    method_version = models.CharField(max_length=20)
    kind = models.CharField(max_length=7, choices=Kind)
    start = models.CharField(max_length=6, choices=Start)
    diaries = models.PositiveIntegerField()
    improved = models.PositiveIntegerField()
    worsened = models.PositiveIntegerField()

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-night", "kind", "start"]
        verbose_name = verbose_name_plural = "self-check"
        constraints = [
            models.UniqueConstraint(fields=["night", "kind", "start"], name="self_check_once_a_night")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, started {self.get_start_display()}: {self.state}"

    @property
    def share(self) -> Share:
        return Share(self.improved, self.diaries)

    @property
    def state(self) -> str:
        """`alarm`, `quiet` or `too_few`."""
        return judge(self.share)

    @property
    def is_alarm(self) -> bool:
        return self.state == ALARM

    @classmethod
    def keep(cls, night: dt.date, kind: str, start: str, tally: Tally, **fields) -> "SelfCheck":
        """Store it; the same night checked again replaces it."""
        counts = {"diaries": tally.diaries, "improved": tally.improved, "worsened": tally.worsened}
        return cls.objects.update_or_create(night=night, kind=kind, start=start, defaults=counts | fields)[0]
