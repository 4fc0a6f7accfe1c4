"""What many diaries say: one conclusion for every supplement start and symptom, asked of `trends.core` in groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from journal.models import SymptomType
from trends.batch.asked import Asked, ask
from trends.batch.beside import read_beside
from trends.batch.outcomes import SYMPTOMS, Outcomes, read_outcomes
from trends.batch.people import People, Rows
from trends.batch.starts import Start, earliest, read_starts
from trends.columns import Ints
from trends.core import ScoreVerdicts, Verdicts, assess_many, assess_scores
from trends.core.minimums import NIGHTS_BEFORE
from trends.core.result import Floats
from trends.core.window import LONGEST_BEFORE, WEEK_8, WEEK_12
from trends.describing import described

NUMBERS = ("rate_ratio", "change_points", "low", "high", "low_90", "high_90", "probability_better", "readout")
NIGHTS_ANSWERED = ("nights_answered_before", "nights_answered_after")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What one diary says about one symptom since one start, as the table stores it: not computable = None."""

    patient_id: int
    symptom_id: int
    regimen_id: int
    is_main: bool
    verdict: str
    rate_ratio: float | None
    change_points: float | None
    low: float | None
    high: float | None
    low_90: float | None
    high_90: float | None
    probability_better: float | None
    readout: int | None
    nights_answered_before: int
    nights_answered_after: int
    reasons: list[str]
    described: dict


def conclusions(rows: Rows, people: People) -> list[Conclusion]:
    """Everything the diaries of these people say, in a fixed number of queries."""
    starts = read_starts(rows, people) if len(people) else []
    if not starts:
        return []
    rows_of_symptoms = SymptomType.objects.only("slug", "outcome", "counted_by")
    symptoms = {symptom.pk: symptom for symptom in rows_of_symptoms}
    mains = [start.place * SYMPTOMS + start.main_symptom_id for start in starts if start.main_symptom_id]
    outcomes = read_outcomes(
        rows, people, symptoms, earliest(starts, len(people)), np.array(mains, dtype=np.int64)
    )
    beside = read_beside(rows, people, starts)
    scored = {pk for pk, symptom in symptoms.items() if symptom.is_scored}
    asked = ask(starts, outcomes, people.until, scored)
    found = _answers(asked, outcomes, beside.shares)
    told = described(people, starts, outcomes, beside, asked, found["readout"])
    return _together(people, starts, outcomes, asked, found, told)


def _answers(asked: Asked, outcomes: Outcomes, shares: Floats) -> dict[str, Any]:
    """The fields of the verdicts, each an array (questions,)."""
    found: dict[str, Any] = {name: np.full(len(asked), np.nan) for name in NUMBERS}
    found |= {name: np.zeros(len(asked), dtype=np.int64) for name in NIGHTS_ANSWERED}
    found |= {"verdict": np.empty(len(asked), dtype=object), "reasons": np.empty(len(asked), dtype=object)}
    for questions, before, after in _groups(asked):
        verdicts = _assess(asked, questions, before, after, outcomes.nights, shares)
        for name, values in found.items():
            if hasattr(verdicts, name):
                values[questions] = getattr(verdicts, name)
    return found


def _groups(asked: Asked) -> Iterator[tuple[Ints, int, int]]:
    """Questions of one shape: counted or scored, this many nights before the start and after it."""
    before = np.minimum(asked.tested_before, LONGEST_BEFORE)
    after = np.minimum(asked.tested_after, WEEK_12)
    # Nights between the read-outs are not looked at.
    after = np.where((after >= WEEK_8) & (after < WEEK_12), WEEK_8, after)
    # Before the first read-out nothing is fitted: unanswered nights in front change no bit, and there are fewer groups.
    before = np.where((after < WEEK_8) & (before >= NIGHTS_BEFORE), LONGEST_BEFORE, before)
    shape = (after * (LONGEST_BEFORE + 1) + before) * 2 + asked.is_scored
    for value in np.unique(shape):
        questions = np.flatnonzero(shape == value)
        yield questions, int(before[questions[0]]), int(after[questions[0]])


def _assess(
    asked: Asked, questions: Ints, before: int, after: int, nights: Floats, shares: Floats
) -> Verdicts | ScoreVerdicts:
    column = np.arange(-before, after)
    inside = column >= -asked.tested_before[questions, np.newaxis]
    cell = np.where(inside, asked.cell[questions, np.newaxis] + column, 0)
    tested = np.where(inside, nights[cell], np.nan)
    taken = shares[asked.start[questions], :after]
    assess = assess_scores if asked.is_scored[questions[0]] else assess_many
    return assess(tested, before, taken=taken)


def _together(
    people: People, starts: Sequence[Start], outcomes: Outcomes, asked: Asked, found: dict, told: list[dict]
) -> list[Conclusion]:
    ids, symptoms = people.ids.tolist(), outcomes.symptom[asked.series].tolist()
    begun = [starts[number] for number in asked.start.tolist()]
    numbers = [_known(found[name]) for name in NUMBERS]
    numbers[-1] = [None if nights is None else int(nights) for nights in numbers[-1]]
    answered = [found[name].tolist() for name in NIGHTS_ANSWERED]
    return [
        Conclusion(
            ids[start.place],
            symptom,
            start.pk,
            start.main_symptom_id == symptom,
            str(verdict),
            *row,
            reasons=[*reasons, *(code for code in start.cut.reasons if code not in reasons)],
            described=beside,
        )
        for start, symptom, verdict, reasons, beside, *row in zip(
            begun, symptoms, found["verdict"], found["reasons"], told, *numbers, *answered, strict=True
        )
    ]


def _known(values: Floats) -> list[float | None]:
    """Numbers for the table: NaN and infinities are not known."""
    return np.where(np.isfinite(values), values, None).tolist()
