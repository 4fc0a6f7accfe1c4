"""Everybody in the demo: made once, from one seed, so that the same story is told on every machine."""

import datetime as dt
from functools import cache

import numpy as np
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import CareLink, Clinician, User, new_token
from demo.diaries import DiaryWriter
from demo.people import ADMINS, CAST, DOCTORS, DOMAIN, PASSWORD, SEED, Person, crowd
from journal import facts
from journal.models import Episode
from safety.models import ShownNotice
from safety.watch import watch
from trends.assessing import refresh
from trends.self_check import check_ourselves

ZONE = "Europe/Berlin"


def is_loaded() -> bool:
    return User.objects.filter(is_demo=True).exists()


@transaction.atomic
def forget() -> None:
    User.objects.filter(is_demo=True).delete()


@transaction.atomic
def load(today: dt.date) -> int:
    """Invent everybody, with diaries that end the night before `today`. Returns the number of patients."""
    doctors = {login: _doctor(login, *who) for login, who in DOCTORS.items()}
    for login, name in ADMINS.items():
        _user(login, name, is_staff=True, is_superuser=True)
    people = [*CAST, *crowd(np.random.default_rng(SEED))]
    for person in people:
        _patient(person, doctors[person.doctor], today)
    check_ourselves(timezone.now())
    return len(people)


def _patient(person: Person, doctor: User, today):
    patient = _user(person.login, person.name, date_of_birth=person.born, sex=person.sex)
    DiaryWriter(person, patient, today).write()
    _let_in(patient, doctor)
    for episode in Episode.objects.of(patient).filter(duration_minutes__gt=10):
        shown = watch(patient, facts.of_episode(episode), entry_id=episode.pk, about_on=episode.night)
        ShownNotice.objects.filter(pk__in=[notice.pk for notice in shown]).update(shown_at=episode.started_at)
    refresh(patient, now=timezone.now())


def _user(login, name, **fields) -> User:
    user = User.objects.create(
        email=f"{login}@{DOMAIN}", password=_hashed(), name=name, time_zone=ZONE, is_demo=True, **fields
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@cache
def _hashed() -> str:
    """Hashing is slow on purpose; everybody here has the same word."""
    return make_password(PASSWORD)


def _doctor(login, name, practice):
    user = _user(login, name)
    Clinician.objects.create(
        user=user,
        practice=practice,
        registration="demo",
        verified_at=timezone.now(),
        verification_note="invented for the demo",
    )
    return user


def _let_in(patient, doctor):
    now = timezone.now()
    CareLink.objects.create(
        patient=patient,
        clinician=doctor,
        invited_email=doctor.email,
        token_hash=new_token()[1],
        invitation_expires_at=now,
        accepted_at=now,
        expires_at=now + dt.timedelta(days=90),
    )
