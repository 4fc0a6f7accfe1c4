import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import new_token, token_hash
from accounts.records import PatientOwned, PatientQuerySet

TOKEN_LIFE = dt.timedelta(days=90)


class Owner(PatientOwned):
    """The name under which a patient's phones keep her entries: it says nothing to anybody else."""

    # Stored, not derived from a key: a new key would leave what a phone still holds without an owner.
    name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="owner_one_a_patient")]

    def __str__(self):
        return str(self.name)


def owner_name(patient) -> str:
    return str(Owner.objects.get_or_create(patient=patient)[0].name)


class TokenQuerySet(PatientQuerySet):
    def live(self, at):
        return self.filter(revoked_at=None, expires_at__gt=at)


class CaptureToken(PatientOwned):
    """One device that may append to the diary at night without signing in, and read nothing."""

    label = models.CharField("device", max_length=60)
    # The token itself is on the device only.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A day, not a moment: enough to notice a device that is still in use, and no log of somebody's nights.
    last_used_on = models.DateField(null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["patient", "expires_at"])]

    def __str__(self):
        return self.label

    def revoke(self, at: dt.datetime) -> None:
        """From its next request on this device is unknown."""
        CaptureToken.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=at)


def issue_token(patient, label: str, *, at: dt.datetime) -> tuple[str, CaptureToken]:
    """A new device's secret, which is told this once, and its row."""
    secret, hashed = new_token()
    row = CaptureToken.objects.create(
        patient=patient, label=label, token_hash=hashed, created_at=at, expires_at=at + TOKEN_LIFE
    )
    return secret, row


def device_of(secret: str, *, at: dt.datetime) -> CaptureToken | None:
    """The live device that this secret belongs to, marked as used today."""
    tokens = CaptureToken.objects.live(at).filter(patient__is_active=True).select_related("patient")
    token = tokens.filter(token_hash=token_hash(secret)).first()
    if token and token.last_used_on != at.date():
        CaptureToken.objects.filter(pk=token.pk).update(last_used_on=at.date())
    return token


class Delivery(PatientOwned):
    """One thing that a phone sent and that was stored: what makes a resend the same thing, for ever."""

    class Kind(models.TextChoices):
        EPISODE = "episode", "Episode"
        STOP = "stop", "It stopped"
        UNDO = "undo", "Undo"
        NIGHT = "night", "Answer about a night"
        DOSE = "dose", "Answer about a dose"

    # The phone picks the id; for what makes a row of the diary it is that row's own, too.
    client_id = models.UUIDField(editable=False)
    kind = models.CharField(max_length=7, choices=Kind)
    # The `client_id` of the row of the diary that this made or changed.
    entry = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    # Empty: it came with a session.
    device = models.ForeignKey(
        CaptureToken, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    received_at = models.DateTimeField(default=timezone.now)
    # The phone's clock was wrong: the moment was corrected by what the phone took for now.
    clock_corrected = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["patient", "-received_at"]),
            models.Index(fields=["patient", "entry"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["patient", "client_id"], name="delivery_client_id"),
            models.CheckConstraint(condition=~Q(body_hash=""), name="delivery_knows_its_body"),
        ]

    def __str__(self):
        return f"{self.kind} {self.client_id}"
