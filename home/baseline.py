"""How far the diary has come before a supplement starts."""

import datetime as dt
from math import isnan

from journal.models import Regimen, SymptomType
from trends.core.window import LEAD_IN
from trends.loading import Diary, load
from trends.staleness import last_whole_night
from trends.without_start import most_logged
from trends.wording import Baseline

EVERYBODYS = "leg-cramp"


def whole_diary(patient, *, now: dt.datetime) -> tuple[Diary, SymptomType]:
    """Every night that is over, and the symptom the diary speaks of most."""
    diary = load(lambda model: model.objects.of(patient), last_whole_night(now, patient.zone))
    return diary, most_logged(diary) or SymptomType.objects.get(slug=EVERYBODYS)


def baseline_of(patient, diary: Diary, symptom: SymptomType, *, today: dt.date) -> Baseline:
    """The nights so far, as the coaching sentences need them."""
    first = diary.first_answered(symptom)
    nights = diary.nights(symptom, first, diary.until) if first else []
    answered = [not isnan(night) for night in nights]
    planned = Regimen.objects.of(patient).filter(started_on__gt=today, already_started=False).first()
    return Baseline(
        plural=symptom.plural,
        kind=symptom.outcome,
        today=today,
        nights=len(answered),
        answered=sum(answered),
        answered_early=sum(answered[:-LEAD_IN]),
        product=planned.supplement.name if planned else "",
        planned_on=planned.started_on if planned else None,
    )
