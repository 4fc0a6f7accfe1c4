"""What one tap at night does."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from journal import facts
from journal.models import Episode, SymptomType
from safety.models import ShownNotice
from safety.watch import watch

LONGEST = dt.timedelta(hours=3)
"""A timer still running after this was forgotten: the duration is unknown, never hours."""


def log_now(
    patient, symptom: SymptomType, *, client_id: UUID, at: dt.datetime, several: bool = False
) -> Episode:
    """Store what is happening now; a running timer unless it stands for several. The same tap twice is one entry."""
    stored = Episode.objects.ever_of(patient).filter(client_id=client_id).first()
    if stored:
        return stored
    episode = Episode(
        patient=patient, client_id=client_id, symptom=symptom, still_going=not several, is_several=several
    )
    episode.happened(at, patient.time_zone, told_at=at)
    try:
        with transaction.atomic():
            episode.save()
            _watch(episode)
    except IntegrityError:
        # Two copies of one tap arrived together; the other one was first.
        return Episode.objects.ever_of(patient).get(client_id=client_id)
    return episode


def stop(episode: Episode, *, at: dt.datetime) -> list[ShownNotice]:
    """“It stopped”. Returns the red flags that this raises; stopping twice is stopping once."""
    if not episode.still_going:
        return []
    lasted = at - episode.started_at
    is_known = dt.timedelta() <= lasted <= LONGEST
    with transaction.atomic():
        # While it ran the page has shown what a running timer raises: remember that, too.
        shown = _watch(episode) if is_known else []
        episode.still_going = False
        if is_known:
            episode.duration_minutes = Decimal(round(lasted.total_seconds() / 60, 1))
        episode.save()
        return shown + _watch(episode)


def _watch(episode):
    told = facts.of_episode(episode)
    return watch(episode.patient, told, entry_id=episode.pk, about_on=episode.night)
