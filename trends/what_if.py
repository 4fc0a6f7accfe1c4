"""What would change one conclusion: the same nights continued, and the same nights read in other ways."""

import datetime as dt
from dataclasses import asdict, dataclass, fields, replace
from math import isfinite

import numpy as np
from django.db.models import Q

from journal.doses import taken_by_night
from journal.models import CheckIn, DailyScore, Dose, Episode
from labs.models import LabResult
from trends.core.describe import describe_counts, describe_scores
from trends.core.outlook import outlook, score_outlook
from trends.core.plan import next_readout
from trends.core.score_sensitivity import score_sensitivity
from trends.core.sensitivity import sensitivity
from trends.core.window import LEAD_IN, LONGEST_BEFORE, WASH_IN, WEEK_12, Cut, cut_window
from trends.loading import Diary, Rows
from trends.models import Assessment
from trends.wording.what_if import Ahead, Reading, Stretch, WhatIf

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Tested:
    """The nights that a conclusion was drawn from: what other changes leave of them, and the doses beside them."""

    nights: np.ndarray
    before: int
    taken: np.ndarray
    cut: Cut


def rows_around(rows: Rows, conclusion: Assessment, newest: int) -> Rows:
    """The rows behind the tested nights of a conclusion and its `newest` nights; no query for any others."""
    start, last = conclusion.regimen.started_on, conclusion.as_of_night
    tested = (start - LONGEST_BEFORE * DAY, start + WEEK_12 * DAY)
    others = {LabResult, *((CheckIn, Episode) if conclusion.symptom.is_scored else (DailyScore,))}

    def around(model):
        if model in others:
            return model.objects.none()
        if model in (CheckIn, DailyScore, Episode):
            either = Q(night__range=tested) | Q(night__gt=last - newest * DAY)
            return rows(model).filter(either, night__lte=last)
        return rows(model).filter(day__range=tested) if model is Dose else rows(model)

    return around


def what_if(diary: Diary, conclusion: Assessment, *, ahead: bool = True) -> WhatIf:
    """Beside one conclusion; `diary` holds the nights that were tested. `ahead` False leaves out what may come."""
    symptom = conclusion.symptom
    tested = _tested(diary, symptom, conclusion.regimen)
    lead_in, earlier = _around_lead_in(tested, symptom)
    is_unclear = conclusion.verdict == Assessment.Verdict.NO_CLEAR_CHANGE
    return WhatIf(
        ahead=_ahead(tested, conclusion, diary.until) if ahead else None,
        told_from=_told_from(tested, symptom) if ahead and is_unclear else None,
        readings=_readings(tested, symptom),
        lead_in=lead_in,
        earlier=earlier,
    )


def _tested(diary, symptom, regimen) -> Tested:
    start = regimen.started_on
    first = max(min(diary.first_answered(symptom) or start, start), start - LONGEST_BEFORE * DAY)
    cut = cut_window((change.on - start).days for change in diary.changes_besides(regimen))
    if cut.first is not None:
        first = max(first, start + cut.first * DAY)
    last = min(diary.until, start + ((WEEK_12 if cut.end is None else cut.end) - 1) * DAY)
    nights, since = diary.nights(symptom, first, last), (last - start).days + 1
    phases, doses = diary.phases.get(regimen.pk, []), diary.doses.get(regimen.pk, {})
    taken = taken_by_night(phases, doses, start, max(since, 0), ended_on=regimen.ended_on)
    return Tested(nights, (start - first).days, np.array(taken), cut)


def _ahead(tested, conclusion, until) -> Ahead | None:
    start = conclusion.regimen.started_on
    cut_on = None if tested.cut.end is None else start + tested.cut.end * DAY
    coming = next_readout(start, until + DAY, cut_on=cut_on)
    return _look(tested, conclusion.symptom, coming.nights) if coming else None


def _told_from(tested, symptom) -> Ahead | None:
    """The final read-out as it could be seen four weeks into it; None before it was reached."""
    if len(tested.nights) - tested.before < WEEK_12:
        return None
    seen = replace(tested, nights=tested.nights[: tested.before + WASH_IN], taken=tested.taken[:WASH_IN])
    return _look(seen, symptom, WEEK_12)


def _look(tested, symptom, readout) -> Ahead | None:
    look = score_outlook if symptom.is_scored else outlook
    found = look(tested.nights, tested.before, readout, taken=tested.taken)
    return Ahead(**asdict(found)) if found else None


def _readings(tested, symptom) -> tuple[Reading, ...]:
    if not tested.before or tested.before >= len(tested.nights):
        return ()
    read = score_sensitivity if symptom.is_scored else sensitivity
    found = read(tested.nights, tested.before, taken=tested.taken)
    if found is None:
        return ()
    named = ((field.name, getattr(found, field.name)) for field in fields(found))
    return tuple(Reading(code, *asdict(reading).values()) for code, reading in named)


def _around_lead_in(tested, symptom) -> tuple[Stretch | None, Stretch | None]:
    border = tested.before - LEAD_IN
    if border <= 0:
        return None, None
    parts = tested.nights[border : tested.before], tested.nights[:border]
    lead_in, earlier = (_stretch(part, symptom) for part in parts)
    return lead_in, earlier


def _stretch(nights, symptom) -> Stretch:
    found = describe_scores(nights) if symptom.is_scored else describe_counts(nights)
    rate = found.mean if symptom.is_scored else found.rate
    return Stretch(rate if isfinite(rate) else None, found.answered, found.nights)
