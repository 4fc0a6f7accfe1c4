"""A diary of five years for the benchmark, written by the demo's own simulator."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import CareLink, User, new_token
from demo.diaries import DiaryWriter
from demo.people import DOMAIN, PASSWORD, Person
from demo.simulator import Course
from journal.models import CheckIn, Episode

NIGHTS = 5 * 365
NIGHTS_SINCE_THE_START = 90
PERSON = Person(
    login="large",
    name="Lara Large",
    born=dt.date(1950, 6, 1),
    sex="female",
    seed=9,
    course=Course(NIGHTS, NIGHTS - NIGHTS_SINCE_THE_START, 2.8, effect=-0.5, answered=0.95),
)


# A word on every fourth entry, so that the word search has something to read.
NOTES = (
    "Woke with a knot in the calf, walked it off on the cold kitchen floor.",
    "Long day in the garden, drank too little.",
    "Second one within the hour; stretching against the wall helped at last.",
    "Restless afterwards, read until four.",
)


@transaction.atomic
def write(doctor: str = "dr_chen") -> str:
    """Add the patient and let the doctor in. Returns how much was written, in words."""
    now = timezone.now()
    patient = User.objects.create_user(
        PERSON.email,
        PASSWORD,
        name=PERSON.name,
        date_of_birth=PERSON.born,
        sex=PERSON.sex,
        time_zone="Europe/Berlin",
        is_demo=True,
    )
    EmailAddress.objects.create(user=patient, email=patient.email, verified=True, primary=True)
    writer = DiaryWriter(PERSON, patient, now.date())
    writer.first = now.date() - dt.timedelta(days=NIGHTS)
    writer.start = writer.first + dt.timedelta(days=PERSON.course.start)
    writer.write()
    _note(patient)
    clinician = User.objects.get(email=f"{doctor}@{DOMAIN}")
    CareLink.objects.create(
        patient=patient,
        clinician=clinician,
        invited_email=clinician.email,
        token_hash=new_token()[1],
        invitation_expires_at=now,
        accepted_at=now,
        expires_at=now + dt.timedelta(days=90),
    )
    nights, episodes = CheckIn.objects.of(patient).count(), Episode.objects.of(patient).count()
    return f"{nights} answered nights, {episodes} episodes"


def _note(patient) -> None:
    for rows in (Episode.objects.of(patient), CheckIn.objects.of(patient)):
        noted = list(rows.order_by("night", "pk")[::4])
        for number, row in enumerate(noted):
            row.note = NOTES[number % len(NOTES)]
        rows.bulk_update(noted, ["note"], batch_size=500)
