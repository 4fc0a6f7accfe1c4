from django.db import models
from django.db.models import Q

from accounts.records import PatientOwned


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
