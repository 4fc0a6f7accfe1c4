"""From one diary to its conclusions, and into the table."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from accounts.models import DiaryState, User
from journal.doses import taken_by_night
from journal.models import Regimen, SymptomType
from trends.core import METHOD_VERSION, Verdict, assess, assess_scores
from trends.core.window import Cut, cut_window
from trends.describing import described
from trends.loading import Diary, load
from trends.models import Assessment, News, TrendState
from trends.staleness import is_stale, last_whole_night

GIVEN = ("improved", "worsened", "no_clear_change")


@dataclass(frozen=True)
class Conclusion:
    """What the diary says about one symptom since one supplement start."""

    symptom: SymptomType
    regimen: Regimen
    result: Verdict
    reasons: tuple[str, ...]
    described: dict


def conclusions(diary: Diary) -> list[Conclusion]:
    """One conclusion for every supplement start and every symptom that the diary can say something about."""
    return [
        _conclude(diary, symptom, regimen)
        for regimen in diary.regimens
        if not regimen.already_started and regimen.started_on <= diary.until
        for symptom in _symptoms(diary, regimen)
    ]


def _symptoms(diary, regimen):
    symptoms = diary.symptoms_seen()
    if regimen.main_symptom and regimen.main_symptom not in symptoms:
        symptoms = [diary.symptoms[regimen.main_symptom_id], *symptoms]
    return symptoms


def _conclude(diary, symptom, regimen):
    start = regimen.started_on
    first = min(diary.first_answered(symptom) or start, start)
    cut = cut_window((change.on - start).days for change in diary.changes_besides(regimen))
    nights = diary.nights(symptom, first, diary.until)
    result = _assess(symptom, nights, (start - first).days, cut, _taken(diary, regimen))
    return Conclusion(
        symptom=symptom,
        regimen=regimen,
        result=result,
        reasons=(*result.reasons, *(code for code in cut.reasons if code not in result.reasons)),
        described=described(diary, symptom, regimen, first=first, nights=nights, cut=cut, result=result),
    )


def _assess(symptom, nights: np.ndarray, before: int, cut: Cut, taken: np.ndarray) -> Verdict:
    """The verdict on what other changes leave of the window."""
    from_column = 0 if cut.first is None else max(0, before + cut.first)
    end_column = len(nights) if cut.end is None else min(len(nights), before + cut.end)
    tested, start, taken = nights[from_column:end_column], before - from_column, taken[: end_column - before]
    if symptom.is_scored:
        return assess_scores(tested[np.newaxis], start, taken=taken[np.newaxis])[0]
    return assess(tested, start, taken=taken)


def _taken(diary: Diary, regimen: Regimen) -> np.ndarray:
    """Share of the dose of each night since the start, NaN = unknown."""
    nights = (diary.until - regimen.started_on).days + 1
    doses, phases = diary.doses.get(regimen.pk, {}), diary.phases.get(regimen.pk, [])
    return np.array(taken_by_night(phases, doses, regimen.started_on, nights))


def refresh(patient: User, *, now: dt.datetime) -> None:
    """Recompute and store everything about this patient. Running twice, or at once with another, changes nothing."""
    state = DiaryState.objects.filter(patient=patient).first()
    # The revision is read before the rows: a change in between leaves the result stale, never wrongly fresh.
    revision = state.revision if state else 0
    night = last_whole_night(now, patient.zone)
    found = conclusions(load(lambda model: model.objects.of(patient), night))
    with transaction.atomic():
        if _is_newest(patient, revision, night, now):
            _store(patient, found, revision=revision, night=night, now=now)


def _is_newest(patient, revision, night, now) -> bool:
    """Take the patient's mark, unless a computation that saw more has stored its own meanwhile."""
    mark, is_new = TrendState.objects.select_for_update().get_or_create(
        patient=patient,
        defaults={
            "revision": revision,
            "as_of_night": night,
            "method_version": METHOD_VERSION,
            "computed_at": now,
        },
    )
    # The revision first: for a patient who has flown west the newest night is an older one.
    if not is_new and (mark.revision, mark.as_of_night) > (revision, night):
        return False
    mark.revision, mark.as_of_night, mark.method_version, mark.computed_at = (
        revision,
        night,
        METHOD_VERSION,
        now,
    )
    mark.save()
    return True


def _store(patient, found, *, revision, night, now):
    stored = {(row.symptom_id, row.regimen_id): row for row in Assessment.objects.of(patient)}
    for conclusion in found:
        row = stored.pop((conclusion.symptom.pk, conclusion.regimen.pk), None) or Assessment(
            patient=patient, symptom=conclusion.symptom, regimen=conclusion.regimen
        )
        _fill(row, conclusion, night, now)
        row.revision, row.as_of_night, row.computed_at = revision, night, now
        row.save()
    # What the diary no longer speaks of: a deleted regimen, a symptom without entries.
    Assessment.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()


def _fill(row: Assessment, conclusion: Conclusion, night: dt.date, now: dt.datetime):
    before = (row.verdict, row.readout)
    _copy(row, conclusion)
    if before != (row.verdict, row.readout):
        _note_news(row, night, now)


def _copy(row: Assessment, conclusion: Conclusion):
    result = conclusion.result
    for name in ("verdict", "nights_answered_before", "nights_answered_after"):
        setattr(row, name, getattr(result, name))
    for name in (
        "rate_ratio",
        "change_points",
        "low",
        "high",
        "low_90",
        "high_90",
        "probability_better",
        "readout",
    ):
        setattr(row, name, known(getattr(result, name, None)))
    row.is_main = conclusion.regimen.main_symptom_id == conclusion.symptom.pk
    row.reasons, row.described = list(conclusion.reasons), conclusion.described
    row.method_version = METHOD_VERSION


def _note_news(row, night, now):
    """A read-out has a verdict that it did not have before."""
    if row.readout is None or row.verdict not in GIVEN:
        row.given_on = None
        return
    row.given_on, row.seen_at = night + dt.timedelta(days=1), None
    if row.is_main:
        key = f"{row.regimen_id}-{row.symptom_id}-{row.readout}-{row.verdict}"
        News.objects.get_or_create(patient=row.patient, key=key, defaults={"due_at": now})


def unsaved(patient: User, found: list[Conclusion], night: dt.date, now: dt.datetime) -> list[Assessment]:
    """Conclusions of a diary that was cut for a reader: shown, never stored."""
    rows = []
    for conclusion in found:
        row = Assessment(patient=patient, symptom=conclusion.symptom, regimen=conclusion.regimen)
        _copy(row, conclusion)
        row.as_of_night, row.computed_at = night, now
        rows.append(row)
    return sorted(rows, key=lambda row: (-row.regimen.started_on.toordinal(), row.symptom.order))


def known(number):
    """A number for the table: NaN and infinities are not known."""
    return None if number is None or not np.isfinite(number) else number


def fresh_assessments(patient: User, *, now: dt.datetime):
    """The patient's conclusions, brought up to date on the spot if they are stale."""
    if is_stale(patient, now):
        refresh(patient, now=now)
    return Assessment.objects.of(patient).current()
