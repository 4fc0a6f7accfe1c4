"""The self-check's bridge: diaries without a supplement out of the tables, what was found back into one."""

import datetime as dt
import logging
from collections import defaultdict

import numpy as np
from django.db.models import Exists, OuterRef

from accounts.models import User
from journal.models import Regimen, SymptomType
from journal.nights import night_of
from trends.core import METHOD_VERSION, assess_many, assess_scores
from trends.core.result import Floats
from trends.core.self_check import LONGEST, is_long_enough, random_start, tally, worst_start
from trends.core.window import WASH_IN
from trends.loading import Diary, load
from trends.models import SelfCheck

log = logging.getLogger(__name__)

PATIENTS = 5000
"""Looked at in one night; drawn anew each night where there are more."""
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
    found = defaultdict(list)
    # One diary in memory at a time; of each, its newest nights stay.
    for patient_id in _patients(night):
        diary = load(lambda model, pk=patient_id: model.objects.of(pk), night)
        for kind, symptoms in _by_kind(diary).items():
            outcome = _most_told([_undisturbed(diary, symptom) for symptom in symptoms])
            if is_long_enough(len(outcome)):
                rng = np.random.default_rng([night.toordinal(), patient_id])
                found[kind].append((rng, outcome[-LONGEST:]))
    return found


def _patients(night: dt.date) -> list[int]:
    """Patients who have never taken a supplement that we know of, in a random order of this night's."""
    took = Regimen.objects.live().filter(patient=OuterRef("pk"))
    keeping = User.objects.filter(~Exists(took), is_active=True, diary_state__isnull=False)
    ids = np.array(keeping.order_by("pk").values_list("pk", flat=True), dtype=np.int64)
    return np.random.default_rng(night.toordinal()).permutation(ids)[:PATIENTS].tolist()


def _by_kind(diary: Diary) -> dict[str, list[SymptomType]]:
    named = {slug for answer in diary.answers.values() for slug in answer.counts}
    kinds = defaultdict(list)
    for pk, symptom in diary.symptoms.items():
        if pk not in diary.logged and pk not in diary.scores and symptom.slug not in named:
            continue
        kinds[SelfCheck.Kind.SCORED if symptom.is_scored else SelfCheck.Kind.COUNTED].append(symptom)
    return kinds


def _undisturbed(diary: Diary, symptom: SymptomType) -> Floats:
    """The nights since anything else was changed and has settled, from the first answered to the last."""
    settled = [change.on + dt.timedelta(days=WASH_IN) for change in diary.changes if change.on <= diary.until]
    first = max([diary.first_answered(symptom) or diary.until, *settled])
    nights = diary.nights(symptom, first, diary.until)
    answered = np.flatnonzero(~np.isnan(nights))
    return nights[answered[0] : answered[-1] + 1] if len(answered) else nights[:0]


def _most_told(outcomes: list[Floats]) -> Floats:
    """One series a patient, or one patient's chance would count several times: the one with most in it."""
    return max(outcomes, key=np.nansum)


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
