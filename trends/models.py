from django.db import models
from django.db.models import Q

from accounts.records import PatientOwned, PatientQuerySet
from journal.models import Regimen, SymptomType


class AssessmentQuerySet(PatientQuerySet):
    def current(self):
        """The newest start of each patient's supplements first."""
        return self.select_related("symptom", "regimen__supplement").order_by(
            "-regimen__started_on", "symptom__order"
        )


class Assessment(PatientOwned):
    """One saved conclusion: one patient, one symptom, one supplement start. Named as `trends.core` names them."""

    class Verdict(models.TextChoices):
        IMPROVED = "improved", "Improved"
        WORSENED = "worsened", "Worsened"
        NO_CLEAR_CHANGE = "no_clear_change", "No clear change"
        NOT_ENOUGH_DATA = "not_enough_data", "Not enough data"

    symptom = models.ForeignKey(SymptomType, on_delete=models.CASCADE, related_name="+")
    regimen = models.ForeignKey(Regimen, on_delete=models.CASCADE, related_name="assessments")
    is_main = models.BooleanField(default=False)
    verdict = models.CharField(max_length=15, choices=Verdict)
    rate_ratio = models.FloatField(null=True)
    change_points = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    low_90 = models.FloatField(null=True)
    high_90 = models.FloatField(null=True)
    probability_better = models.FloatField(null=True)
    readout = models.PositiveSmallIntegerField(null=True)
    nights_answered_before = models.PositiveSmallIntegerField()
    nights_answered_after = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    # What is described beside the verdict: weeks, raw rates, intensity, nights woken, coverage, 25(OH)D change.
    described = models.JSONField(default=dict)
    revision = models.PositiveBigIntegerField()
    as_of_night = models.DateField()
    method_version = models.CharField(max_length=20)
    computed_at = models.DateTimeField()
    # When a verdict of a read-out was first given, and what was told about it.
    given_on = models.DateField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "symptom", "regimen"], name="assessment_one_a_start")
        ]

    def __str__(self):
        return f"{self.symptom_id} since {self.regimen_id}: {self.verdict}"


class TrendState(PatientOwned):
    """What the last computation of a patient's trends had seen: how staleness is told, also without a start."""

    patient = models.OneToOneField(
        "accounts.User", on_delete=models.CASCADE, primary_key=True, related_name="trend_state"
    )
    revision = models.PositiveBigIntegerField()
    as_of_night = models.DateField()
    method_version = models.CharField(max_length=20)
    computed_at = models.DateTimeField()

    def __str__(self):
        return f"{self.patient_id} as of {self.as_of_night}, revision {self.revision}"


class News(PatientOwned):
    """One mail that is due because a verdict is new. Kept, so that a lost worker sends it later, and once."""

    patient = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None), name="news_unsent")]
        constraints = [models.UniqueConstraint(fields=["patient", "key"], name="news_once")]

    def __str__(self):
        return self.key
