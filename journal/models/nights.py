from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from accounts.records import DiaryQuerySet, DiaryRecord
from journal.models.episodes import TEN
from journal.models.symptoms import SymptomType
from journal.nights import was_recalled

LIVE = Q(deleted_at=None)


class NightQuerySet(DiaryQuerySet):
    def between(self, first, last):
        return self.filter(night__range=(first, last))


class NightAnswer(DiaryRecord):
    """What was said about one night, and whether that was soon enough to be trusted."""

    night = models.DateField()
    answered_at = models.DateTimeField()
    # Answered more than three days later: shown, not tested.
    recalled = models.BooleanField(default=False)
    signs = models.JSONField(default=list, blank=True)

    objects = NightQuerySet.as_manager()

    class Meta(DiaryRecord.Meta):
        abstract = True
        ordering = ["-night"]

    def answered(self, at: datetime, zone: ZoneInfo) -> None:
        self.answered_at = at
        self.recalled = was_recalled(self.night, at, zone)


class CheckIn(NightAnswer):
    """The patient's word on one whole night. No row means unknown."""

    class Answer(models.TextChoices):
        QUIET = "quiet", "A quiet night"
        YES = "yes", "Yes"
        UNSURE = "unsure", "I don’t remember"

    answer = models.CharField(max_length=6, choices=Answer)
    # How many of each counted symptom, by slug; what is not named was not said.
    counts = models.JSONField(default=dict, blank=True)
    sleep_quality = models.PositiveSmallIntegerField(null=True, blank=True, validators=TEN)
    awakenings = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(50, "Please give a number up to 50.")]
    )
    contributors = models.JSONField("the day before", default=list, blank=True)
    pain_medicine = models.BooleanField("pain medicine used", null=True, blank=True)
    note = models.TextField(max_length=4000, blank=True)

    class Meta(NightAnswer.Meta):
        indexes = [
            # All that a trend asks of an answer: the nightly batch reads only this index, never the rows.
            models.Index(
                fields=["patient", "night", "answer", "counts"],
                condition=Q(deleted_at=None, recalled=False),
                name="checkin_for_trends",
            )
        ]
        constraints = [
            *DiaryRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["patient", "night"],
                condition=LIVE,
                name="checkin_one_a_night",
                violation_error_message="You have already answered for this night.",
            ),
        ]

    def __str__(self):
        return f"{self.night}: {self.get_answer_display()}"


class DailyScore(NightAnswer):
    """The worst of a scored symptom in the 24 hours that ended with this night, 0–10."""

    symptom = models.ForeignKey(SymptomType, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(validators=TEN)

    share_notes = ()

    class Meta(NightAnswer.Meta):
        indexes = [
            models.Index(
                fields=["patient", "symptom", "night", "score"],
                condition=Q(deleted_at=None, recalled=False),
                name="score_for_trends",
            )
        ]
        constraints = [
            *DiaryRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["patient", "symptom", "night"],
                condition=LIVE,
                name="dailyscore_one_a_night",
                violation_error_message="You have already given a score for this day.",
            ),
            models.CheckConstraint(condition=Q(score__range=(0, 10)), name="dailyscore_0_to_10"),
        ]

    def __str__(self):
        return f"{self.night}: {self.score}"
