"""What each night was, for many diaries at once: the rules of `journal.nights.night_count` in arrays."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Case, IntegerField, Q, TextField, When
from django.db.models.functions import Cast, Coalesce

from journal.models import CheckIn, DailyScore, Episode, SymptomType
from journal.nights import SEVERAL
from trends.batch.people import People, Rows
from trends.columns import MISSING, Ints, columns
from trends.core.result import Flags, Floats

SYMPTOMS = 1 << 20
"""More than there will ever be: (patient, symptom) as one number."""
QUIET, YES = 1, 2


@dataclass(frozen=True)
class Outcomes:
    """The nights of many series end to end: series s of patient `place[s]` lies from `offset[s]` to `offset[s + 1]`.

    `nights`: episodes or score, NaN = unanswered. `severity`: mean of the night's episodes, NaN = none given. `woken`:
    whether one woke the patient. `first_night` is the ordinal of a series' first column, `answered_from` of its first
    answered night (a very late day if none). `is_seen`: it has an entry, and is not only somebody's main symptom.
    """

    place: Ints
    symptom: Ints
    offset: Ints
    first_night: Ints
    answered_from: Ints
    is_seen: Flags
    nights: Floats
    severity: Floats
    woken: Flags


@dataclass(frozen=True)
class _Told:
    """Rows of one kind: whose (place), about what (a symptom, or 0), on which night, and what beside it."""

    place: Ints
    symptom: Ints
    night: Ints
    beside: tuple[Any, ...]

    @property
    def pair(self) -> Ints:
        return self.place * SYMPTOMS + self.symptom


def read_outcomes(
    rows: Rows, people: People, symptoms: dict[int, SymptomType], first_starts: Ints, mains: Ints
) -> Outcomes:
    """Every night of patients with a start. `first_starts` are ordinals (patients,); `mains` are pairs."""
    episodes, scores = _episodes(rows, people, symptoms), _scores(rows, people)
    answers, counts = _answers(rows, people), _counts(rows, people)
    first = first_starts.copy()
    for told in (episodes, scores, answers):
        np.minimum.at(first, told.place, told.night)
    seen = np.unique(np.concatenate([episodes.pair, scores.pair]))
    pairs = np.union1d(seen, mains)
    pairs = pairs[first_starts[pairs // SYMPTOMS] < np.iinfo(np.int64).max]
    series = _Series(pairs, first, people.until)
    counted = _counted(series, symptoms, episodes, answers, counts)
    severity, woken = _beside(series, episodes)
    scored = np.array([symptoms[pk].is_scored for pk in series.symptom.tolist()], dtype=bool)
    nights = np.where(series.spread(scored), _scored(series, scores), counted)
    return Outcomes(
        place=series.place,
        symptom=series.symptom,
        offset=series.offset,
        first_night=series.first,
        answered_from=series.first_of(~np.isnan(nights)),
        is_seen=np.isin(pairs, seen),
        nights=nights,
        severity=severity,
        woken=woken,
    )


class _Series:
    """Where the nights of each (patient, symptom) lie, and those of each patient."""

    def __init__(self, pairs: Ints, first: Ints, until: Ints):
        self.pairs, self.place, self.symptom = pairs, pairs // SYMPTOMS, pairs % SYMPTOMS
        self.patients = np.unique(self.place)
        self.first, self.until = first[self.place], until[self.place]
        self.lengths = self.until - self.first + 1
        self.offset = np.concatenate([[0], np.cumsum(self.lengths)])
        self.total = int(self.offset[-1])
        # The same, once a patient: some of what was said is about all symptoms.
        self.first_of_patient, spans = first, np.zeros(len(first), dtype=np.int64)
        spans[self.patients] = until[self.patients] - first[self.patients] + 1
        self.patient_offset = np.cumsum(spans) - spans
        self.patient_total = int(spans.sum())
        shift = self.patient_offset[self.place] - self.offset[:-1]
        self.patient_cell = np.arange(self.total) + self.spread(shift)

    def spread(self, values: Any) -> Any:
        """One value a series as one a night."""
        return np.repeat(values, self.lengths)

    def cells(self, told: _Told) -> tuple[Ints, Flags]:
        """The cells of these rows in the series of their symptom, and which rows have one."""
        number = np.minimum(np.searchsorted(self.pairs, told.pair), len(self.pairs) - 1)
        known = self.pairs[number] == told.pair if len(self.pairs) else np.zeros(len(told.place), dtype=bool)
        number = number[known]
        return self.offset[number] + told.night[known] - self.first[number], known

    def patient_cells(self, told: _Told) -> tuple[Ints, Flags]:
        """The cells of these rows among the nights of their patient, and which rows have one."""
        known = np.isin(told.place, self.patients)
        place = told.place[known]
        return self.patient_offset[place] + told.night[known] - self.first_of_patient[place], known

    def first_of(self, flags: Flags) -> Ints:
        """The ordinal of the first night of each series with the flag, a very late one without, (series,)."""
        column = np.arange(self.total) - self.spread(self.offset[:-1])
        late = np.iinfo(np.int64).max // 2
        day = np.where(flags, column + self.spread(self.first), late)
        return np.minimum.reduceat(day, self.offset[:-1]) if self.total else np.zeros(0, dtype=np.int64)


def _counted(
    series: _Series, symptoms: dict[int, SymptomType], episodes: _Told, answers: _Told, counts: "_Counts"
) -> Floats:
    """Episodes of each night, NaN where the night was not answered for this symptom."""
    cell, known = series.cells(episodes)
    several = episodes.beside[0][known] > 0
    logged = np.bincount(cell, minlength=series.total)
    is_several = np.bincount(cell[several], minlength=series.total) > 0
    everything = np.bincount(series.patient_cells(episodes)[0], minlength=series.patient_total)

    at, known = series.patient_cells(answers)
    said = np.zeros(series.patient_total, dtype=np.int64)
    said[at] = answers.beside[0][known]
    stated, named = counts.spread(series, symptoms)
    others = (named > 0) | (everything[series.patient_cell] - logged > 0)
    said = said[series.patient_cell]

    at_least = np.where(is_several, np.maximum(logged, SEVERAL), logged)
    is_answered = (at_least > 0) | (said == QUIET) | ((said == YES) & others)
    count = np.where(is_answered, at_least, np.nan)
    return np.where((said == YES) & (stated >= 0), np.maximum(stated, logged), count)


def _scored(series: _Series, scores: _Told) -> Floats:
    nights = np.full(series.total, np.nan)
    cell, known = series.cells(scores)
    nights[cell] = scores.beside[0][known]
    return nights


def _beside(series: _Series, episodes: _Told) -> tuple[Floats, Flags]:
    """Mean severity of each night, and whether it woke the patient."""
    cell, known = series.cells(episodes)
    severity, woke = (column[known] for column in episodes.beside[1:])
    rated = severity != MISSING
    number = np.bincount(cell[rated], minlength=series.total)
    total = np.bincount(cell[rated], weights=severity[rated], minlength=series.total)
    mean = np.divide(total, number, out=np.full(series.total, np.nan), where=number > 0)
    return mean, np.bincount(cell[woke > 0], minlength=series.total) > 0


@dataclass(frozen=True)
class _Counts:
    """Numbers given in the morning: row i is `told`, and says what `said[which[i]]` says, by slug."""

    told: _Told
    which: Ints
    said: Sequence[dict[str, int]]

    def spread(self, series: _Series, symptoms: dict[int, SymptomType]) -> tuple[Ints, Ints]:
        """Per night of each series: the number stated for it (−1 = none), and how many others were named."""
        stated, named = np.full(series.total, MISSING), np.zeros(series.total, dtype=np.int64)
        if not self.said:
            return stated, named
        rank = {pk: number for number, pk in enumerate(symptoms)}
        table = np.array(
            [[_stated(said, symptom.slug) for symptom in symptoms.values()] for said in self.said]
        )
        named_in_all = np.array([sum(bool(count) for count in said.values()) for said in self.said])
        cell, known = series.patient_cells(self.told)
        row_of_night = np.full(series.patient_total, MISSING)
        row_of_night[cell] = self.which[known]
        row = row_of_night[series.patient_cell]
        at = np.flatnonzero(row >= 0)
        number = np.repeat(
            np.array([rank[pk] for pk in series.symptom.tolist()], dtype=np.int64), series.lengths
        )
        stated[at] = table[row[at], number[at]]
        named[at] = named_in_all[row[at]] - (stated[at] > 0)
        return stated, named


def _stated(said: dict[str, int], slug: str) -> int:
    count = said.get(slug)
    if count is not None and count < 0:
        raise ValueError(f"no such night: {count} stated")
    return MISSING if count is None else count


def _episodes(rows: Rows, people: People, symptoms: dict[int, SymptomType]) -> _Told:
    by_day = [pk for pk, symptom in symptoms.items() if symptom.counted_by == SymptomType.CountedBy.DAY]
    told = (
        rows(Episode)
        .filter(Q(in_night_hours=True) | Q(symptom_id__in=by_day), recalled=False)
        .annotate(
            rated=Coalesce("severity", MISSING),
            awake=Case(When(woke=True, then=1), default=0, output_field=IntegerField()),
        )
    )
    names = ("patient_id", "symptom_id", "night", "is_several", "rated", "awake")
    return _told(people, *columns(told, *names))


def _scores(rows: Rows, people: People) -> _Told:
    return _told(
        people,
        *columns(rows(DailyScore).filter(recalled=False), "patient_id", "symptom_id", "night", "score"),
    )


def _answers(rows: Rows, people: People) -> _Told:
    said = Case(
        When(answer=CheckIn.Answer.QUIET, then=QUIET),
        When(answer=CheckIn.Answer.YES, then=YES),
        default=0,
        output_field=IntegerField(),
    )
    told = rows(CheckIn).filter(recalled=False).annotate(said=said)
    patient, night, said = columns(told, "patient_id", "night", "said")
    return _told(people, patient, np.zeros_like(night), night, said)


def _counts(rows: Rows, people: People) -> _Counts:
    told = rows(CheckIn).filter(recalled=False, answer=CheckIn.Answer.YES).exclude(counts={})
    patient, night, texts = columns(
        told.annotate(said=Cast("counts", TextField())), "patient_id", "night", "said"
    )
    # Few people say many different things: each text is read once.
    numbers: dict[str, int] = {}
    which = np.fromiter((numbers.setdefault(text, len(numbers)) for text in texts), np.int64, len(texts))
    told = _told(people, patient, np.zeros_like(night), night, which)
    return _Counts(told, told.beside[0], [json.loads(text) for text in numbers])


def _told(people: People, patient: Ints, symptom: Ints, night: Ints, *beside: Ints) -> _Told:
    place, symptom, night, *more = people.place(patient, symptom, night, *beside)
    past = night <= people.until[place]
    if not past.all():
        place, symptom, night, *more = (column[past] for column in (place, symptom, night, *more))
    return _Told(place, symptom, night, tuple(more))
