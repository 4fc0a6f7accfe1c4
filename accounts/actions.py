"""What changes several rows at once, with its actor."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import INVITATION_LIFE, CareLink, Clinician, User, new_token, token_hash

# An invitation is a mail to somebody who did not ask for one: not often, and not many.
RESEND_AFTER = timedelta(minutes=10)
INVITATIONS_A_DAY = 20
# How long a closed record can be opened again without a new invitation.
UNDO_LIFE = timedelta(minutes=15)


class InvitationRefused(Exception):
    """Why this cannot be done, as a sentence for the person who tried. `code` says which reason it is."""

    def __init__(self, sentence: str, code: str = ""):
        super().__init__(sentence)
        self.code = code


@transaction.atomic
def invite(link: CareLink, *, by) -> str:
    """Store an invitation that the patient filled in, mail it, and return its secret. Raises InvitationRefused."""
    # One invitation at a time, or two presses of the button would send two.
    User.objects.select_for_update().get(pk=by.pk)
    if CareLink.objects.of(by).waiting().filter(invited_email=link.invited_email).exists():
        raise InvitationRefused("An invitation to this address has just been sent.")
    _refuse_too_many(by)
    link.patient = by
    return _send(link)


@transaction.atomic
def invite_again(link: CareLink, *, by) -> str:
    """Mail an unanswered invitation once more, with a new secret and a full period. The old secret is void."""
    link = CareLink.objects.select_for_update().get(pk=link.pk)
    now = timezone.now()
    if link.accepted_at or link.ended_at:
        raise InvitationRefused("This invitation was accepted or withdrawn meanwhile.")
    if link.invited_at > now - RESEND_AFTER:
        raise InvitationRefused(
            "This invitation was sent a few minutes ago. Please wait a little before sending again."
        )
    _refuse_too_many(by)
    link.expires_at += now - link.invited_at
    return _send(link)


def _refuse_too_many(patient):
    day = timezone.now() - timedelta(days=1)
    if CareLink.objects.of(patient).filter(invited_at__gt=day).count() >= INVITATIONS_A_DAY:
        raise InvitationRefused("You have sent many invitations today. Please go on tomorrow.")


def _send(link):
    token, link.token_hash = new_token()
    link.invited_at = timezone.now()
    link.invitation_expires_at = link.invited_at + INVITATION_LIFE
    link.save()
    address = settings.SITE_URL + reverse("clinic-invitation", args=[token])
    text = render_to_string("accounts/invitation.txt", {"link": link, "address": address})
    _mail_after_commit("An invitation to a Quiet Nights journal", text, link.invited_email)
    return token


def _mail_after_commit(subject, text, address):
    # After the commit: a mail that names a row which was rolled back would lead nowhere.
    transaction.on_commit(lambda: send_mail(subject, text, None, [address]), robust=True)


def find_invitation(token: str, *, by) -> CareLink:
    """The invitation behind a secret, if this clinician may accept it now. Raises InvitationRefused."""
    link = CareLink.objects.filter(token_hash=token_hash(token)).select_related("patient").first()
    if link is None or link.invited_email.lower() != by.email.lower() or link.clinician not in (None, by):
        # One sentence for a wrong secret and for somebody else's: a stranger learns nothing.
        raise InvitationRefused(
            "This invitation was not sent to the e-mail address you are signed in with. "
            "Sign in with the address it came to, or ask the patient for a new one.",
            "foreign",
        )
    _refuse_closed(link)
    if not by.is_clinician:
        raise InvitationRefused(
            "Your account is a patient’s account. To read somebody else’s journal, tell us where you practise.",
            "patient",
        )
    if not by.is_verified_clinician:
        raise InvitationRefused(
            "Your registration has not been checked yet. You can accept as soon as that is done: we write to you.",
            "unverified",
        )
    return link


def _refuse_closed(link):
    standing = link.standing(timezone.now())
    sentences = {
        "ended": "The patient has withdrawn this invitation.",
        "lapsed": "This invitation has expired. Please ask the patient for a new one.",
        "over": "The time this journal was shared for is over. Please ask for a new invitation.",
    }
    if not link.patient.is_active:
        standing = "ended"
    if standing in sentences:
        raise InvitationRefused(sentences[standing], standing)


@transaction.atomic
def accept_invitation(token: str, *, by) -> CareLink:
    """Open the record to this clinician. A newer consent takes the place of an older one of the same pair."""
    link = CareLink.objects.select_for_update().get(pk=find_invitation(token, by=by).pk)
    if link.accepted_at is None and link.ended_at is None:
        now = timezone.now()
        older = CareLink.objects.filter(patient=link.patient, clinician=by, ended_at=None)
        older.exclude(pk=link.pk).update(ended_at=now, ended_by=link.patient)
        link.clinician, link.accepted_at = by, now
        link.save()
    return link


def end_care(link: CareLink, *, by) -> None:
    """Close the record to this clinician from the next request on. Ending twice is ending once."""
    CareLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)


def resume_care(link: CareLink, *, by) -> bool:
    """Undo an ending of a moment ago, unless a newer consent of the same pair has taken its place."""
    newer = CareLink.objects.filter(patient=by, clinician=link.clinician, ended_at=None)
    if link.clinician and newer.exists():
        return False
    moments_ago = timezone.now() - UNDO_LIFE
    ended = CareLink.objects.filter(pk=link.pk, patient=by, ended_by=by, ended_at__gt=moments_ago)
    return bool(ended.update(ended_at=None, ended_by=None))


@transaction.atomic
def verify_clinician(clinician: Clinician, *, by, note: str) -> None:
    """Somebody looked this registration up. The clinician may accept invitations from now on, and is told."""
    clinician.verified_at, clinician.verified_by, clinician.verification_note = timezone.now(), by, note
    clinician.save()
    text = render_to_string("accounts/verified.txt", {"address": settings.SITE_URL + reverse("clinic")})
    _mail_after_commit("Your registration has been checked", text, clinician.user.email)


def withdraw_verification(clinician: Clinician, *, by, note: str) -> None:
    """Every record closes to this clinician from the next request on."""
    clinician.verified_at, clinician.verified_by, clinician.verification_note = None, by, note
    clinician.save()
