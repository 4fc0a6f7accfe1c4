"""Whoever changes a password wants everybody else out: devices that log without it, too."""

from allauth.account.signals import password_changed, password_reset, password_set
from django.dispatch import receiver
from django.utils import timezone

from capture.models import CaptureToken


@receiver([password_changed, password_reset, password_set])
def devices_end_with_the_password(sender, user, **told):
    """What still waits on such a phone stays there until its owner signs in."""
    now = timezone.now()
    CaptureToken.objects.of(user).live(now).update(revoked_at=now)
