from django.db import models
from django.db.models import Q

from accounts.records import DiaryRecord


class Impression(DiaryRecord):
    """The patient's global impression of change (PGIC), seven points, since a regimen began."""

    class Change(models.IntegerChoices):
        VERY_MUCH_IMPROVED = 1, "Very much improved"
        MUCH_IMPROVED = 2, "Much improved"
        MINIMALLY_IMPROVED = 3, "Minimally improved"
        NO_CHANGE = 4, "No change"
        MINIMALLY_WORSE = 5, "Minimally worse"
        MUCH_WORSE = 6, "Much worse"
        VERY_MUCH_WORSE = 7, "Very much worse"

    share_date, share_notes = "given_on", ()

    regimen = models.ForeignKey("journal.Regimen", on_delete=models.CASCADE, related_name="impressions")
    given_on = models.DateField()
    change = models.PositiveSmallIntegerField(choices=Change)

    class Meta(DiaryRecord.Meta):
        ordering = ["-given_on", "-pk"]
        constraints = [
            *DiaryRecord.Meta.constraints,
            models.CheckConstraint(condition=Q(change__range=(1, 7)), name="impression_1_to_7"),
        ]

    def __str__(self):
        return f"{self.given_on}: {self.get_change_display()}"


class Appointment(DiaryRecord):
    """A visit to come or past, and what the patient wants to ask."""

    share_date, share_notes = "", ()

    with_whom = models.CharField("with", max_length=120, blank=True)
    at = models.DateTimeField("when")
    question = models.TextField("your question", max_length=1000, blank=True)

    class Meta(DiaryRecord.Meta):
        ordering = ["at"]
        indexes = [models.Index(fields=["patient", "at"])]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"
