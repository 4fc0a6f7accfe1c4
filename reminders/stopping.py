"""The way out that needs no sign-in: a signed link that can turn one patient's reminders off, and nothing else."""

from django.core.signing import BadSignature, Signer

from reminders.models import Reminder

SIGNER = Signer(salt="reminders.stop", sep=".")


def stop_token(patient) -> str:
    return SIGNER.sign(str(patient.pk))


def patient_id_of(token: str) -> int | None:
    """Whose reminders a link turns off; None for a link that is not ours."""
    try:
        return int(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None


def stop(patient_id: int) -> None:
    """Twice is once; of an account that is gone there is nothing to stop."""
    Reminder.objects.filter(patient_id=patient_id).update(wanted=False)
