"""The self-check's bridge: diaries without a supplement out of the tables, what was found back into one."""

import datetime as dt
import logging
from collections import defaultdict

import numpy as np
from django.db.models import Exists, OuterRef

from accounts.models import User
from journal.models import CheckIn, DailyScore, Episode, Regimen, SymptomType
from journal.nights import night_of
from trends.batch.outcomes import SYMPTOMS, read_outcomes
from trends.batch.people import People, Rows
from trends.batch.starts import changes_by_patient
from trends.columns import Ints
from trends.core import METHOD_VERSION, assess_many, assess_scores
from trends.core.result import Floats
from trends.core.self_check import LONGEST, is_long_enough, random_start, tally, worst_start
from trends.core.window import WASH_IN
from trends.models import SelfCheck

log = logging.getLogger(__name__)

PATIENTS = 5000
"""Looked at in one night; drawn anew each night where there are more."""
BATCH = 250
BACK = LONGEST + 365
"""Nights that are read at all, so that diaries of ten years do not fill the memory: the newest, even of whoever has
not answered for a year."""
ASSESS = {SelfCheck.Kind.COUNTED: assess_many, SelfCheck.Kind.SCORED: assess_scores}


def check_ourselves(now: dt.datetime) -> list[SelfCheck]:
    """Check up to the newest night that is over in every zone, and store what was found.

    All chance is the night's and the patient's, so a check that runs twice finds and stores the same.
    """
    night = night_of(now, "UTC") - dt.timedelta(days=2)
    outcomes = _outcomes(night)
    found = []
    for kind, assess in ASSESS.items():
        diaries = outcomes[kind]
        series = [nights for _, nights in diaries]
        starts = {
            SelfCheck.Start.RANDOM: [random_start(nights, rng) for rng, nights in diaries],
            SelfCheck.Start.WORST: [worst_start(nights) for nights in series],
        }
        for start, columns in starts.items():
            found.append(
                SelfCheck.keep(
                    night, kind, start, tally(series, columns, assess), at=now, method_version=METHOD_VERSION
                )
            )
    _say(found)
    return found


def _outcomes(night: dt.date) -> dict[str, list[tuple[np.random.Generator, Floats]]]:
    """Per kind: what each diary that is long enough says, (nights,), with its own random numbers."""
    symptoms = {symptom.pk: symptom for symptom in SymptomType.objects.all()}
    found = defaultdict(list)
    patients = _patients(night)
    # Few diaries in memory at a time; of each, its newest nights stay.
    for first in range(0, len(patients), BATCH):
        batch = sorted(patients[first : first + BATCH])
        for (patient_id, is_scored), outcome in _most_told(batch, night, symptoms).items():
            if is_long_enough(len(outcome)):
                kind = SelfCheck.Kind.SCORED if is_scored else SelfCheck.Kind.COUNTED
                rng = np.random.default_rng([night.toordinal(), patient_id])
                found[kind].append((rng, outcome[-LONGEST:].copy()))
    return found


def _most_told(ids: list[int], night: dt.date, symptoms: dict[int, SymptomType]) -> dict:
    """One series a patient and kind, or one patient's chance would count several times: the one with most in it."""

    oldest = night - dt.timedelta(BACK)

    def rows(model):
        found = model.objects.live().filter(patient__in=ids)
        return found.filter(night__gt=oldest) if model in (CheckIn, DailyScore, Episode) else found

    people = People(np.array(ids), np.full(len(ids), night.toordinal()))
    settled = _settled(rows, ids, night)
    told = read_outcomes(rows, people, symptoms, people.until.copy(), _every_pair(people, symptoms))
    found: dict[tuple[int, bool], Floats] = {}
    for number, (place, symptom) in enumerate(zip(told.place, told.symptom, strict=True)):
        nights = told.nights[told.offset[number] : told.offset[number + 1]]
        nights = _answered(nights[max(0, settled[place] - told.first_night[number]) :])
        key = (ids[place], symptoms[int(symptom)].is_scored)
        if key not in found or np.nansum(nights) > np.nansum(found[key]):
            found[key] = nights
    return found


def _every_pair(people: People, symptoms: dict[int, SymptomType]) -> Ints:
    """A symptom may be told of in the morning's numbers only, without an entry of its own."""
    return (np.arange(len(people))[:, np.newaxis] * SYMPTOMS + np.array(sorted(symptoms))).ravel()


def _settled(rows: Rows, ids: list[int], night: dt.date) -> Ints:
    """The ordinal of the night by which whatever else each patient changed has settled, (patients,)."""
    days = {
        patient: max((change.on for change in changes if change.on <= night), default=dt.date.min)
        for patient, changes in changes_by_patient(rows).items()
    }
    return np.array([days.get(patient, dt.date.min).toordinal() + WASH_IN for patient in ids])


def _answered(nights: Floats) -> Floats:
    """From the first answered night to the last."""
    answered = np.flatnonzero(~np.isnan(nights))
    return nights[answered[0] : answered[-1] + 1] if len(answered) else nights[:0]


def _patients(night: dt.date) -> list[int]:
    """Patients who have never taken a supplement that we know of, in a random order of this night's."""
    took = Regimen.objects.live().filter(patient=OuterRef("pk"))
    keeping = User.objects.filter(~Exists(took), is_active=True, diary_state__isnull=False)
    ids = np.array(keeping.order_by("pk").values_list("pk", flat=True), dtype=np.int64)
    return np.random.default_rng(night.toordinal()).permutation(ids)[:PATIENTS].tolist()


def _say(found: list[SelfCheck]) -> None:
    for row in found:
        if row.is_alarm:
            log.error(
                "self-check: %s: %d of %d diaries without a supplement would have been called improved (%s)",
                row,
                row.improved,
                row.diaries,
                row.method_version,
            )
