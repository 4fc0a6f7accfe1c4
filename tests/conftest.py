"""The cast: alice the patient, bob another patient, dr_chen her doctor, dr_diaz somebody else's."""

import datetime as dt
import time

import pytest
from allauth.account.internal.flows import login as allauth_login
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings

from accounts.models import CareLink, Clinician, User, new_token
from journal.models import SymptomType

# Machines are noisy: how long an example takes says nothing about whether it holds.
settings.register_profile("quiet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quiet")


def make_patient(login, **fields):
    fields = {"time_zone": "Europe/Berlin", "name": login.title()} | fields
    return User.objects.create_user(f"{login}@example.org", None, **fields)


def make_clinician(login, *, verified=True):
    user = make_patient(login, name=login.replace("_", " ").title())
    Clinician.objects.create(
        user=user,
        practice="Harbour Lane",
        registration="12345",
        verified_at=timezone.now() if verified else None,
    )
    # Second factors are tested on their own; here a doctor has one already.
    user.authenticator_set.create(type="totp", data={})
    return user


def let_in(patient, clinician, **fields):
    """A live care link, as if she had invited and the clinician had accepted; it replaces an older one."""
    now = timezone.now()
    CareLink.objects.filter(patient=patient, clinician=clinician, ended_at=None).update(ended_at=now)
    defaults = {
        "invited_email": clinician.email,
        "token_hash": new_token()[1],
        "invitation_expires_at": now + dt.timedelta(days=14),
        "accepted_at": now,
        "expires_at": now + dt.timedelta(days=90),
    }
    return CareLink.objects.create(patient=patient, clinician=clinician, **(defaults | fields))


class Visitor(Client):
    """A browser. Whoever is signed in by force has used a second factor in this session."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        session = self.session
        session[allauth_login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
        session[allauth_login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()


@pytest.fixture
def client():
    return Visitor()


@pytest.fixture
def alice(db):
    return make_patient("alice", date_of_birth=dt.date(1958, 4, 14), sex="female")


@pytest.fixture
def bob(db):
    return make_patient("bob")


@pytest.fixture
def dr_chen(db, alice):
    doctor = make_clinician("dr_chen")
    let_in(alice, doctor)
    return doctor


@pytest.fixture
def dr_diaz(db, bob):
    doctor = make_clinician("dr_diaz")
    let_in(bob, doctor)
    return doctor


@pytest.fixture
def admin_anna(db):
    user = make_patient("anna", is_staff=True, is_superuser=True)
    user.authenticator_set.create(type="totp", data={})
    return user


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tables of the run, with the shipped content in them: loading it for each test would cost most of the time."""
    with django_db_blocker.unblock():
        call_command("load_content", verbosity=0)


@pytest.fixture
def content(db):
    """The shipped content: symptoms, labs, band sets, notices, guides."""
    # A test that commits is cleaned up by emptying every table.
    if not SymptomType.objects.exists():
        call_command("load_content", verbosity=0)
