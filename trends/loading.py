"""One patient's diary as plain values, and its nights as arrays, for pages. `batch` reads many and concludes."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from journal.models import (
    CheckIn,
    DailyScore,
    Dose,
    Episode,
    Phase,
    Regimen,
    SymptomType,
)
from journal.nights import night_count
from labs.models import VITAMIN_D, LabResult
from trends.batch.people import Rows
from trends.batch.starts import OtherChange, changes_by_patient

__all__ = ["VITAMIN_D", "Diary", "OtherChange", "Rows", "load"]


@dataclass(frozen=True)
class Logged:
    """The episodes of one symptom in one night."""

    count: int = 0
    several: bool = False
    severities: tuple[int, ...] = ()
    woken: int = 0


@dataclass(frozen=True)
class Answer:
    """The check-in of one night."""

    answer: str
    recalled: bool
    counts: dict[str, int]


@dataclass(frozen=True)
class Diary:
    """One patient's diary up to and including night `until`."""

    until: dt.date
    symptoms: dict[int, SymptomType] = field(default_factory=dict)
    answers: dict[dt.date, Answer] = field(default_factory=dict)
    logged: dict[int, dict[dt.date, Logged]] = field(default_factory=dict)
    scores: dict[int, dict[dt.date, float]] = field(default_factory=dict)
    regimens: list[Regimen] = field(default_factory=list)
    phases: dict[int, list[Phase]] = field(default_factory=dict)
    doses: dict[int, dict[dt.date, str]] = field(default_factory=dict)
    changes: list[OtherChange] = field(default_factory=list)
    vitamin_d: list[LabResult] = field(default_factory=list)

    def changes_besides(self, regimen: Regimen) -> list[OtherChange]:
        """What else began or ended, other supplements included."""
        others = [
            OtherChange(other.supplement.name, "supplement", other.started_on)
            for other in self.regimens
            if other.pk != regimen.pk and not other.already_started
        ]
        return sorted(self.changes + others, key=lambda change: change.on)

    def symptoms_seen(self) -> list[SymptomType]:
        """Symptoms with at least one entry, in the catalogue's order."""
        seen = {*self.logged, *self.scores}
        return sorted((self.symptoms[pk] for pk in seen), key=lambda symptom: symptom.order)

    def night(self, symptom: SymptomType, night: dt.date) -> float:
        """The outcome of one night: episodes, or the score; NaN when it was not answered."""
        if symptom.is_scored:
            return self.scores.get(symptom.pk, {}).get(night, np.nan)
        answer = self.answers.get(night)
        logged = self.logged.get(symptom.pk, {}).get(night, Logged())
        return night_count(
            answer.answer if answer else None,
            logged=logged.count,
            several=logged.several,
            stated=answer.counts.get(symptom.slug) if answer else None,
            others=self._others_named(symptom, night, answer),
            recalled=answer.recalled if answer else False,
        )

    def _others_named(self, symptom: SymptomType, night: dt.date, answer: Answer | None) -> bool:
        """Whether another symptom was named or logged, which explains a "yes" that does not mention this one."""
        named = answer and any(count and slug != symptom.slug for slug, count in answer.counts.items())
        return bool(named) or any(night in nights for key, nights in self.logged.items() if key != symptom.pk)

    def nights(self, symptom: SymptomType, first: dt.date, last: dt.date) -> np.ndarray:
        """The outcome of each night from `first` to `last`, float (nights,)."""
        days = (last - first).days + 1
        return np.array([self.night(symptom, first + dt.timedelta(days=day)) for day in range(max(days, 0))])

    def first_answered(self, symptom: SymptomType) -> dt.date | None:
        """The first night that says anything about this symptom."""
        nights = (
            {*self.scores.get(symptom.pk, {})}
            if symptom.is_scored
            else {*self.answers, *self.logged.get(symptom.pk, {})}
        )
        return next((night for night in sorted(nights) if not np.isnan(self.night(symptom, night))), None)


def load(rows: Rows, until: dt.date) -> Diary:
    """The diary behind these rows, in a fixed number of queries."""
    return Diary(
        until=until,
        symptoms={symptom.pk: symptom for symptom in SymptomType.objects.all()},
        answers={
            night: Answer(answer, recalled, counts)
            for night, answer, recalled, counts in rows(CheckIn)
            .filter(night__lte=until)
            .values_list("night", "answer", "recalled", "counts")
        },
        logged=_logged(rows(Episode).filter(night__lte=until, recalled=False)),
        scores=_by_symptom(
            rows(DailyScore)
            .filter(night__lte=until, recalled=False)
            .values_list("symptom_id", "night", "score")
        ),
        regimens=list(rows(Regimen).select_related("supplement", "main_symptom")),
        phases=_grouped(rows(Phase).order_by("starts_on")),
        doses=_by_symptom(rows(Dose).values_list("regimen_id", "day", "state")),
        changes=sorted(chain(*changes_by_patient(rows).values()), key=lambda change: change.on),
        vitamin_d=list(rows(LabResult).filter(test__slug=VITAMIN_D).order_by("drawn_on", "pk")),
    )


def _logged(episodes):
    nights: dict[int, dict[dt.date, list]] = defaultdict(lambda: defaultdict(list))
    columns = (
        "symptom_id",
        "night",
        "in_night_hours",
        "symptom__counted_by",
        "is_several",
        "severity",
        "woke",
    )
    for symptom, night, at_night, counted_by, *rest in episodes.values_list(*columns):
        if at_night or counted_by == SymptomType.CountedBy.DAY:
            nights[symptom][night].append(rest)
    return {
        symptom: {night: _together(entries) for night, entries in by_night.items()}
        for symptom, by_night in nights.items()
    }


def _together(entries):
    return Logged(
        count=len(entries),
        several=any(several for several, _, _ in entries),
        severities=tuple(severity for _, severity, _ in entries if severity is not None),
        woken=sum(bool(woke) for _, _, woke in entries),
    )


def _by_symptom(rows):
    found: dict[int, dict[dt.date, Any]] = defaultdict(dict)
    for key, day, value in rows:
        found[key][day] = value
    return dict(found)


def _grouped(phases):
    found: dict[int, list[Phase]] = defaultdict(list)
    for phase in phases:
        found[phase.regimen_id].append(phase)
    return dict(found)
