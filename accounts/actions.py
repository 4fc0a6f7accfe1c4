"""What changes several rows at once, with its actor."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import CareLink, new_token, token_hash


class InvitationRefused(Exception):
    """Why this invitation cannot be accepted, as a sentence for the person who tried."""


@transaction.atomic
def invite(link: CareLink, *, by) -> str:
    """Store an invitation that the patient filled in, mail it, and return its secret."""
    token, link.token_hash = new_token()
    link.patient = by
    link.save()
    address = settings.SITE_URL + reverse("clinic-invitation", args=[token])
    text = render_to_string("accounts/invitation.txt", {"link": link, "address": address})
    # After the commit: a mail that names a row which was rolled back would lead nowhere.
    transaction.on_commit(
        lambda: send_mail("An invitation to a Quiet Nights journal", text, None, [link.invited_email]),
        robust=True,
    )
    return token


def find_invitation(token: str, *, by) -> CareLink:
    """The invitation behind a secret, if this clinician may accept it now. Raises InvitationRefused."""
    link = CareLink.objects.filter(token_hash=token_hash(token)).select_related("patient").first()
    now = timezone.now()
    if link is None or link.invited_email.lower() != by.email.lower():
        raise InvitationRefused(
            "This invitation was not sent to the e-mail address you are signed in with. "
            "Sign in with the address it came to, or ask the patient for a new one."
        )
    if link.ended_at:
        raise InvitationRefused("The patient has withdrawn this invitation.")
    if link.accepted_at is None and link.invitation_expires_at <= now:
        raise InvitationRefused("This invitation has expired. Please ask the patient for a new one.")
    if link.accepted_at and link.expires_at <= now:
        raise InvitationRefused(
            "The time this record was shared for is over. Please ask for a new invitation."
        )
    if not by.is_verified_clinician:
        raise InvitationRefused(
            "Your registration has not been checked yet. You can accept as soon as an administrator has verified it."
        )
    return link


@transaction.atomic
def accept_invitation(token: str, *, by) -> CareLink:
    """Open the record to this clinician. A newer consent takes the place of an older one of the same pair."""
    link = CareLink.objects.select_for_update().get(pk=find_invitation(token, by=by).pk)
    if link.accepted_at is None:
        now = timezone.now()
        older = CareLink.objects.filter(patient=link.patient, clinician=by, ended_at=None)
        older.exclude(pk=link.pk).update(ended_at=now, ended_by=link.patient)
        link.clinician, link.accepted_at = by, now
        link.save()
    return link


def end_care(link: CareLink, *, by) -> None:
    """Close the record to this clinician from the next request on. Ending twice is ending once."""
    CareLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)


def verify_clinician(clinician, *, by, note: str) -> None:
    clinician.verified_at, clinician.verified_by, clinician.verification_note = timezone.now(), by, note
    clinician.save()
