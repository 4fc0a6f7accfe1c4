"""The reminder's mail. Neutral on purpose: whoever sees the in-box learns nothing about anyone's health."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from reminders.stopping import stop_token

SUBJECT = "Your diary is open"


def letter(reminder) -> EmailMessage:
    """With the one-click way out that in-boxes show beside the sender (RFC 8058)."""
    patient = reminder.patient
    stop = settings.SITE_URL + reverse("reminders-stop", args=[stop_token(patient)])
    body = (
        f"Hello{f' {patient.name}' if patient.name else ''},\n\n"
        "Your diary is open. How was last night?\n\n"
        f"{settings.SITE_URL}{reverse('today')}\n\n"
        "To keep your diary private, this mail says nothing more. Nobody reads replies to it.\n\n"
        f"Another time, or a pause: {settings.SITE_URL}{reverse('reminders')}\n"
        f"No more of these mails: {stop}\n"
    )
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        # Out-of-office notes are not to be sent to it.
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(SUBJECT, body, to=[patient.email], headers=headers)
