"""The picture of a diary that has no start to compare with: its newest weeks, and the blood values beside them."""

import datetime as dt
from collections.abc import Sequence
from math import isfinite

import numpy as np

from journal.models import SymptomType
from trends import charts, reading
from trends.charts.data import NIGHTS_A_WEEK
from trends.charts.drawn import MOST_WEEKS
from trends.core.describe import describe_scores, weekly
from trends.loading import Diary


def weeks_chart(
    diary: Diary, symptom: SymptomType, bands: tuple[charts.Band, ...] = ()
) -> charts.HelpingChart | None:
    """The newest 40 weeks, counted from the first answered night; None without one."""
    first = diary.first_answered(symptom)
    if first is None or first > diary.until:
        return None
    before = max(((diary.until - first).days // NIGHTS_A_WEEK) - MOST_WEEKS + 1, 0)
    shown_from = first + dt.timedelta(weeks=before)
    nights = diary.nights(symptom, shown_from, diary.until)
    return charts.HelpingChart(
        weeks=_weeks(symptom, shown_from, nights),
        symptom=reading.felt(symptom),
        scored=symptom.is_scored,
        labs=_labs(diary, bands),
    )


def most_logged(diary: Diary) -> SymptomType | None:
    """The symptom the diary speaks of most."""

    def nights(symptom):
        return len(diary.logged.get(symptom.pk, {})) + len(diary.scores.get(symptom.pk, {}))

    return max(diary.symptoms_seen(), key=nights, default=None)


def _weeks(symptom, first, nights: Sequence[float]) -> tuple[charts.Week, ...]:
    if symptom.is_scored:
        places = range(0, len(nights), NIGHTS_A_WEEK)
        return tuple(_scored_week(first, place, nights[place : place + NIGHTS_A_WEEK]) for place in places)
    return tuple(_counted_week(first, week.first, week.stretch) for week in weekly(nights, 0))


def _counted_week(first, place, stretch) -> charts.Week:
    low, high = stretch.interval
    return charts.Week(
        starts_on=first + dt.timedelta(place),
        episodes=stretch.episodes,
        answered=stretch.answered,
        nights=stretch.nights,
        rate=_number(stretch.rate),
        low=_number(low),
        high=_number(high),
    )


def _scored_week(first, place, scores: np.ndarray) -> charts.Week:
    found = describe_scores(scores)
    return charts.Week(
        starts_on=first + dt.timedelta(place),
        episodes=None,
        answered=found.answered,
        nights=found.nights,
        rate=_number(found.mean),
        low=_number(found.lowest),
        high=_number(found.highest),
    )


def _labs(diary, bands) -> charts.LabHistory | None:
    points = tuple(
        charts.LabPoint(
            lab.drawn_on, float(lab.canonical_value), f"{lab.comparator}{lab.value.normalize():f}"
        )
        for lab in diary.vitamin_d
    )
    return charts.LabHistory("25(OH)D", "ng/mL", points, bands) if points else None


def _number(value: float) -> float | None:
    return value if isfinite(value) else None
