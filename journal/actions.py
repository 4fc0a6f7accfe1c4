"""Storing an entry together with the red flags that it raises."""

import datetime as dt

from django.db import transaction

from accounts.records import PatientRecordForm
from journal import facts
from journal.models import CheckIn, DailyScore, Episode
from safety.models import ShownNotice
from safety.watch import questions, watch

NEAR = dt.timedelta(minutes=2)
Entry = Episode | CheckIn | DailyScore


def store(form: PatientRecordForm) -> bool:
    """Save what a valid form says, once, and what it raises. False: the form now says why it was not stored."""
    with transaction.atomic():
        stored = form.save_once()
        if stored:
            watch_entry(form.instance)
    return stored


def watch_entry(entry: Entry) -> list[ShownNotice]:
    """The notices that this entry raises for the first time. Call it in the transaction that stores the entry."""
    known = facts.of_entry(entry)
    return watch(entry.patient, known, entry_id=entry.pk, about_on=entry.night)


def unread_about(entry: Entry):
    """The notices about this entry that the patient has not yet said she has read."""
    kind = facts.of_entry(entry)["entry"]
    return ShownNotice.objects.of(entry.patient).about(kind, entry.pk).unread()


def questions_about(entry: Entry, asked=()) -> list:
    """The signs worth asking about now that this entry is stored: not ticked yet, and not asked just before."""
    settled = {*entry.signs, *asked}
    return [sign for sign in questions(entry.patient, facts.of_entry(entry)) if sign.slug not in settled]


def near_duplicate(episode: Episode) -> Episode | None:
    """Another entry of the same symptom within two minutes whose place may be the same."""
    near = Episode.objects.of(episode.patient).filter(
        symptom=episode.symptom, started_at__range=(episode.started_at - NEAR, episode.started_at + NEAR)
    )
    for other in near.exclude(pk=episode.pk).select_related("symptom"):
        if not (episode.sites and other.sites) or set(episode.sites) & set(other.sites):
            return other
    return None


def step_back(entry: Entry) -> None:
    """Undo the last change of this entry: what it said before it says again, or it goes if it was new."""
    earlier = list(entry.history.order_by("-history_date", "-history_id")[:2])
    before = earlier[1] if len(earlier) == 2 else None
    if before is None or before.deleted_at:
        entry.discard()
        return
    kept = {"id", "patient", "client_id", "created_at", "updated_at", "version"}
    for field in entry._meta.concrete_fields:
        if field.name not in kept:
            setattr(entry, field.attname, getattr(before, field.attname))
    entry.save()
