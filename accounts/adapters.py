import base64
import os

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.signals import authenticator_added
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = "1:"


class AccountAdapter(DefaultAccountAdapter):
    def populate_username(self, request, user):
        """People have no user name here; they sign in by e-mail."""

    # A stranger who guesses can use up an account's tries; the owner gets in through the mailbox.
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Too many tries. Wait an hour, or set a new password by e-mail: that works at once."
    }

    def clean_email(self, email):
        return super().clean_email(email).lower()


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are encrypted at rest (AES-256-GCM, key derived from SECRET_KEY)."""

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(12)
        return VERSION + base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        raw = base64.b64decode(encrypted_text.removeprefix(VERSION))
        return _cipher().decrypt(raw[:12], raw[12:], None).decode()


def count_enrolment(request, user, authenticator, **_):
    """Whoever has just set up a second factor has shown it in this session."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


authenticator_added.connect(count_enrolment, dispatch_uid="count_enrolment")


def _cipher():
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second-factor secrets")
    return AESGCM(derive.derive(settings.SECRET_KEY.encode()))
