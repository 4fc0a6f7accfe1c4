from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.records import DiaryQuerySet, DiaryRecord
from journal.models.symptoms import SymptomType
from journal.nights import in_night_hours, night_of, was_recalled

TEN = [
    MinValueValidator(0, "Please choose a number from 0 to 10."),
    MaxValueValidator(10, "Please choose a number from 0 to 10."),
]


class EpisodeQuerySet(DiaryQuerySet):
    def about(self, slug: str):
        return self.filter(symptom__slug=slug)

    def between(self, first, last):
        return self.filter(night__range=(first, last))

    def running(self):
        return self.filter(still_going=True)


class Episode(DiaryRecord):
    """One bout of a symptom. Only what and when are certain; all else may stay unknown."""

    symptom = models.ForeignKey(SymptomType, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    # Kept, not computed: an entry never moves when the patient travels or changes a setting.
    night = models.DateField()
    in_night_hours = models.BooleanField()
    # Told more than three days later: shown, not tested. Bad nights are remembered, quiet ones are not.
    recalled = models.BooleanField(default=False)
    duration_minutes = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    still_going = models.BooleanField(default=False)
    # "Several cramps" in one tap: at least two, how many is asked in the morning.
    is_several = models.BooleanField(default=False)
    severity = models.PositiveSmallIntegerField(null=True, blank=True, validators=TEN)
    sites = models.JSONField(default=list, blank=True)
    words = models.JSONField(default=list, blank=True)
    woke = models.BooleanField(null=True, blank=True)
    hints = models.JSONField(default=list, blank=True)
    relief = models.JSONField("tried", default=list, blank=True)
    relief_helped = models.JSONField("helped", default=list, blank=True)
    urge_to_move = models.BooleanField(null=True, blank=True)
    walking_distance_m = models.PositiveIntegerField("walking distance, metres", null=True, blank=True)
    soreness = models.BooleanField("sore afterwards", null=True, blank=True)
    signs = models.JSONField(default=list, blank=True)
    note = models.TextField(max_length=4000, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta(DiaryRecord.Meta):
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["patient", "night"]),
            models.Index(fields=["patient", "-started_at"]),
            # All that a trend asks of an episode: the nightly batch reads only this index, never the rows.
            models.Index(
                fields=[
                    "patient",
                    "night",
                    "symptom",
                    "in_night_hours",
                    "is_several",
                    "severity",
                    "woke",
                ],
                condition=Q(deleted_at=None, recalled=False),
                name="episode_for_trends",
            ),
        ]
        constraints = [
            *DiaryRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(severity=None) | Q(severity__range=(0, 10)),
                name="episode_severity_0_to_10",
                violation_error_message="Please choose a number from 0 to 10.",
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes=None) | Q(duration_minutes__gte=0),
                name="episode_ends_after_it_starts",
                violation_error_message="The end lies before the start.",
            ),
        ]

    def __str__(self):
        return f"{self.symptom_id} at {self.started_at:%Y-%m-%d %H:%M}"

    def happened(self, at: datetime, zone: str, *, told_at: datetime) -> None:
        """Set the moment, and with it the night it belongs to on the wall clocks of this zone, for good."""
        self.started_at, self.zone = at, zone
        self.night = night_of(at, ZoneInfo(zone))
        self.in_night_hours = in_night_hours(at, ZoneInfo(zone))
        self.recalled = was_recalled(self.night, told_at, ZoneInfo(zone))

    @property
    def local_start(self) -> datetime:
        """The start as the patient saw it on the clock."""
        return self.started_at.astimezone(ZoneInfo(self.zone))

    @property
    def is_of_its_night(self) -> bool:
        """Whether it counts for its night: some symptoms are counted in night hours only."""
        return self.in_night_hours or self.symptom.counted_by == SymptomType.CountedBy.DAY
