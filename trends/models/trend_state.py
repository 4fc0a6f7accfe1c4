from django.db import models

from accounts.records import PatientOwned


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
