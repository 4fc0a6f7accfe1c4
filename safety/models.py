from django.db import models
from django.utils import timezone

from accounts.records import PatientOwned, PatientQuerySet
from guides.models import Notice


class ShownNoticeQuerySet(PatientQuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def about(self, entry_kind: str, entry_id: int):
        return self.filter(entry_kind=entry_kind, entry_id=entry_id)


class ShownNotice(PatientOwned):
    """A red-flag notice that this patient was shown, with the words as they stood then."""

    # A slug, not a key: the notice may be reworded or withdrawn, what was shown stays.
    notice = models.SlugField(max_length=60)
    notice_version = models.PositiveIntegerField()
    urgency = models.CharField(max_length=10, choices=Notice.Urgency)
    title = models.CharField(max_length=160)
    advice = models.TextField()
    short = models.CharField(max_length=160)
    entry_kind = models.CharField(max_length=20)
    entry_id = models.PositiveBigIntegerField()
    about_on = models.DateField("the night or day it is about")
    shown_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    patient_note = models.CharField("what you did", max_length=300, blank=True)

    objects = ShownNoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "-shown_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "notice", "entry_kind", "entry_id"], name="notice_once_an_entry"
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.get_urgency_display()})"
