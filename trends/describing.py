"""What is stored beside a verdict, as plain JSON: weeks, raw rates, coverage, doses, other changes, 25(OH)D.

Nothing here is tested; it is what the diary shows. Dates are ISO texts, unknown numbers null. `trends.reading` turns
it back into facts for sentences and pictures.
"""

import datetime as dt
import math

import numpy as np

from journal.doses import phase_words
from trends.core.describe import (
    ScoreStretch,
    Stretch,
    before_and_now,
    describe_scores,
    weekly,
    weekly_scores,
)
from trends.core.plan import next_readout
from trends.core.window import LEAD_IN, LONGEST_BEFORE, WEEK_12

NOW = 28
"""Nights that "now" and the coverage on lists speak of."""


def described(diary, symptom, regimen, *, first: dt.date, nights: np.ndarray, cut, result) -> dict:
    """Everything a page shows beside the verdict on `nights` (from night `first` to `diary.until`)."""
    before = (regimen.started_on - first).days
    cut_on = None if cut.end is None else regimen.started_on + dt.timedelta(cut.end)
    coming = next_readout(regimen.started_on, diary.until + dt.timedelta(1), cut_on=cut_on)
    window = slice(max(0, before - LONGEST_BEFORE), before + WEEK_12)
    return _scored_or_counted(diary, symptom, first, nights, before, result.readout) | {
        "first_night": first.isoformat(),
        "nights_before": min(before, LONGEST_BEFORE),
        "nights_after": len(nights) - before,
        "answered_early": _answered(nights[window.start : max(window.start, before - LEAD_IN)]),
        "episodes": int(np.nansum(nights[window])),
        "odd_night_on": _highest_night(first, nights, window),
        "coverage": {"answered": _answered(nights[-NOW:]), "nights": min(NOW, len(nights))},
        "next_readout": {"nights": coming.nights, "on": coming.due_on.isoformat()} if coming else None,
        "readout_on": _readout_on(regimen, result),
        "changes": _near(diary.changes_besides(regimen), regimen.started_on),
        "doses": _doses(diary, regimen),
        "phases": [_phase(phase) for phase in diary.phases.get(regimen.pk, [])],
        "vitamin_d": [_lab(lab) for lab in diary.vitamin_d],
    }


def _scored_or_counted(diary, symptom, first, nights, before, readout):
    if symptom.is_scored:
        weeks = [
            _week(first, before, week, readout, _score_cells(week.stretch))
            for week in weekly_scores(nights, before)
        ]
        then = describe_scores(nights[max(0, before - LONGEST_BEFORE) : before])
        now = describe_scores(nights[max(before, len(nights) - NOW) :])
        return {"weeks": weeks, "before": _score_cells(then), "now": _score_cells(now)}
    beside = _beside(diary, symptom, first, len(nights))
    both = before_and_now(nights, before, **beside)
    weeks = [
        _week(first, before, week, readout, _count_cells(week.stretch))
        for week in weekly(nights, before, **beside)
    ]
    return {"weeks": weeks, "before": _count_cells(both.before), "now": _count_cells(both.now)}


def _beside(diary, symptom, first, nights):
    """Mean severity, and whether it woke the patient, of each night."""
    logged = diary.logged.get(symptom.pk, {})
    days = [logged.get(first + dt.timedelta(day)) for day in range(nights)]
    severity = [np.mean(night.severities) if night and night.severities else np.nan for night in days]
    return {"severity": severity, "woken": [float(night.woken > 0) if night else np.nan for night in days]}


def _week(first, before, week, readout, cells):
    starts_on = first + dt.timedelta(before + week.first)
    inside = week.first >= -LONGEST_BEFORE and week.first + cells["nights"] <= (_number(readout) or 0)
    return {"starts_on": starts_on.isoformat(), "tested": inside, **cells}


def _count_cells(stretch: Stretch) -> dict:
    low, high = stretch.interval
    return {
        "nights": stretch.nights,
        "answered": stretch.answered,
        "episodes": stretch.episodes,
        "rate": _number(stretch.rate),
        "low": _number(low),
        "high": _number(high),
        "nights_with": _number(stretch.nights_with_rate),
        "intensity": _number(stretch.intensity),
        "woken": _number(stretch.woken_rate),
    }


def _score_cells(stretch: ScoreStretch) -> dict:
    return {
        "nights": stretch.nights,
        "answered": stretch.answered,
        "rate": _number(stretch.mean),
        "low": _number(stretch.lowest),
        "high": _number(stretch.highest),
        "median": _number(stretch.median),
    }


def _highest_night(first, nights, window):
    part = nights[window]
    if np.isnan(part).all():
        return None
    return (first + dt.timedelta(window.start + int(np.nanargmax(part)))).isoformat()


def _readout_on(regimen, result):
    readout = _number(result.readout)
    return (regimen.started_on + dt.timedelta(readout)).isoformat() if readout else None


def _near(changes, start):
    return [
        {"label": change.label, "kind": change.kind, "on": change.on.isoformat()}
        for change in changes
        if -LONGEST_BEFORE <= (change.on - start).days < WEEK_12
    ]


def _doses(diary, regimen):
    states = list(diary.doses.get(regimen.pk, {}).values())
    return {"taken": states.count("taken"), "answered": len(states)}


def _phase(phase):
    return {
        "starts_on": phase.starts_on.isoformat(),
        "ends_on": phase.ends_on and phase.ends_on.isoformat(),
        "label": phase_words(phase),
    }


def _lab(result):
    text = f"{result.comparator}{result.value.normalize():f}"
    return {
        "on": result.drawn_on.isoformat(),
        "value": float(result.canonical_value),
        "text": text,
        "unit": result.unit,
    }


def _answered(nights) -> int:
    return int((~np.isnan(nights)).sum())


def _number(value):
    return None if value is None or not math.isfinite(value) else value
