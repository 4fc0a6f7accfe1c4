from django.db import models

from accounts.records import PatientOwned, PatientQuerySet
from journal.models import Regimen, SymptomType


class AssessmentQuerySet(PatientQuerySet):
    def current(self):
        """The newest start of each patient's supplements first."""
        return self.select_related("symptom", "regimen__supplement").order_by(
            "-regimen__started_on", "-regimen_id", "symptom__order"
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
