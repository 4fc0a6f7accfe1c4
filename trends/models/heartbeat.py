import datetime as dt

from django.db import models


class Heartbeat(models.Model):
    """When a repeated job last ran. One row a job: silence is told by its age."""

    job = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.job} at {self.at}"

    @classmethod
    def beat(cls, job: str, now: dt.datetime) -> None:
        cls.objects.update_or_create(job=job, defaults={"at": now})
