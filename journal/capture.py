"""What one tap on the phone does, at night and at breakfast, whenever it arrives."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.records import StaleEdit
from journal import facts
from journal.actions import store
from journal.following import following
from journal.forms.doses import DoseForm
from journal.forms.nights import AnswerForm
from journal.models import CheckIn, Dose, Episode, Regimen, SymptomType
from safety.models import ShownNotice
from safety.watch import watch

LONGEST = dt.timedelta(hours=3)
"""A timer still running after this was forgotten: the duration is unknown, never hours."""
NO_SUCH_SYMPTOM = "One of these symptoms is not in the journal any more."


class AnsweredOtherwise(Exception):
    """The night or the dose has another answer by now, and that one came later."""

    def __init__(self, standing):
        super().__init__(str(standing))
        self.standing = standing


def log_now(
    patient,
    symptom: SymptomType,
    *,
    client_id: UUID,
    at: dt.datetime,
    several: bool = False,
    zone: str = "",
    now: dt.datetime | None = None,
) -> Episode:
    """Store what a tap at `at` says; a running timer unless it stands for several. The same tap twice is one entry.

    `now` is when it arrived, if that was not at once: a timer that could only have been forgotten does not run.
    """
    stored = Episode.objects.ever_of(patient).filter(client_id=client_id).first()
    if stored:
        return stored
    running = not several and (now or at) - at <= LONGEST
    episode = Episode(
        patient=patient, client_id=client_id, symptom=symptom, still_going=running, is_several=several
    )
    episode.happened(at, zone or patient.time_zone, told_at=at)
    try:
        with transaction.atomic():
            episode.save()
            _watch(episode, at)
    except IntegrityError:
        # Two copies of one tap arrived together; the other one was first.
        return Episode.objects.ever_of(patient).get(client_id=client_id)
    return episode


def stop(episode: Episode, *, at: dt.datetime) -> list[ShownNotice]:
    """“It stopped”. Returns the red flags that this raises; stopping twice is stopping once."""
    # One that arrived late never ran here, yet its end may still come.
    if episode.is_several or episode.duration_minutes is not None:
        return []
    lasted = at - episode.started_at
    is_known = dt.timedelta() <= lasted <= LONGEST
    if not is_known and not episode.still_going:
        return []
    with transaction.atomic():
        shown = []
        if is_known:
            # While it ran the page has shown what a running timer raises: remember that, too.
            episode.still_going = True
            shown = _watch(episode, at)
            episode.duration_minutes = Decimal(round(lasted.total_seconds() / 60, 1))
        episode.still_going = False
        episode.save()
        return shown + _watch(episode, at)


def answer_night(
    patient,
    night: dt.date,
    answer: str,
    counts: dict[str, int],
    *,
    client_id: UUID,
    at: dt.datetime,
    zone: str,
    may_change: Callable[[UUID], bool] = lambda client_id: True,
) -> CheckIn:
    """The word on one night as it was tapped at `at`. The last word counts: AnsweredOtherwise if another came later.

    Nobody can be asked back: “quiet” over a logged cramp keeps both, and a high number is meant.
    ValidationError, by field, for what cannot be said of this night: told before anything about the answer that is
    there. One that this sender may not change stands, even where both say the same.
    """
    standing = CheckIn.objects.of(patient).filter(night=night).first()
    said = {"answer": answer, "client_id": str(client_id), "keep_both": "1", "many_is_right": "1"}
    form = AnswerForm(
        said | {f"count_{slug}": str(number) for slug, number in counts.items()},
        instance=standing or CheckIn(patient=patient, night=night),
        patient=patient,
        now=at,
        zone=ZoneInfo(zone),
        following=following(patient),
        episodes=list(Episode.objects.of(patient).filter(night=night).select_related("symptom")),
    )
    if not counts.keys() <= form.count_names.keys():
        raise ValidationError({"counts": NO_SUCH_SYMPTOM})
    if answer == CheckIn.Answer.UNSURE and any(counts.values()):
        raise ValidationError({"answer": "You gave a number. Was it “Yes”?"})
    if not form.is_valid():
        if standing is None and CheckIn.objects.of(patient).filter(night=night).exists():
            # Somebody answered this very moment: whoever called looks again.
            raise StaleEdit
        raise _by_field(form, {"answer": "answer", "__all__": "night"}, otherwise="counts")
    is_theirs = standing is not None and not may_change(standing.client_id)
    if standing and form.says_the_same and not is_theirs:
        return standing
    if standing and (is_theirs or standing.answered_at > at):
        standing.refresh_from_db()
        raise AnsweredOtherwise(standing)
    if not store(form):
        raise StaleEdit
    return form.instance


def answer_dose(
    patient,
    regimen: Regimen,
    day: dt.date,
    state: str,
    *,
    client_id: UUID,
    at: dt.datetime,
    may_change: Callable[[UUID], bool] = lambda client_id: True,
) -> Dose:
    """Taken or skipped, as it was tapped at `at`, by the same rule as a night. Days are those of the active zone."""
    form = DoseForm({"day": day.isoformat(), "state": state}, regimen=regimen)
    if not form.is_valid():
        raise _by_field(form, {}, otherwise="day")
    standing = Dose.objects.of(patient).filter(regimen=regimen, day=day).first()
    if standing and not may_change(standing.client_id):
        raise AnsweredOtherwise(standing)
    if standing and standing.state == state:
        return standing
    if standing and (standing.answered_at or standing.updated_at) > at:
        raise AnsweredOtherwise(standing)
    dose = standing or Dose(patient=patient, regimen=regimen, day=day, client_id=client_id)
    dose.state, dose.answered_at = state, at
    dose.save()
    return dose


def _by_field(form, names, otherwise):
    errors = {names.get(name, otherwise): sentences[0] for name, sentences in form.errors.items()}
    return ValidationError(errors)


def _watch(episode, at):
    told = facts.of_episode(episode, at)
    return watch(episode.patient, told, entry_id=episode.pk, about_on=episode.night)
