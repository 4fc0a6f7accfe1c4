"""What stands beside the nights: doses, plans, 25(OH)D."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Case, IntegerField, When

from journal.doses import Phase, cut_at
from journal.models import Dose
from journal.models import Phase as PhaseRow
from labs.models import VITAMIN_D, LabResult
from trends.batch.people import People, Rows
from trends.batch.shares import NEVER, Plans, shares_taken
from trends.batch.starts import Start
from trends.columns import Ints, columns
from trends.core.result import Floats
from trends.core.window import WEEK_12

Lab = dict[str, object]


@dataclass(frozen=True)
class Beside:
    """Per start: its phases, the share taken on its first 84 nights, the doses answered; per patient: labs."""

    plans: Sequence[Sequence[Phase]]
    shares: Floats
    doses_answered: Ints
    doses_taken: Ints
    vitamin_d: dict[int, list[Lab]]


def read_beside(rows: Rows, people: People, starts: Sequence[Start]) -> Beside:
    plans = _plans(rows, starts)
    of, day, taken = _doses(rows, starts)
    starts_on = np.array([start.on.toordinal() for start in starts])
    ends_on = np.array([start.ended_on.toordinal() if start.ended_on else NEVER for start in starts])
    return Beside(
        plans=plans,
        shares=shares_taken(starts_on, ends_on, WEEK_12, Plans.made_of(plans), of, day, taken),
        doses_answered=np.bincount(of, minlength=len(starts)),
        doses_taken=np.bincount(of[taken > 0], minlength=len(starts)),
        vitamin_d=_vitamin_d(rows),
    )


def _plans(rows: Rows, starts: Sequence[Start]) -> list[list[Phase]]:
    found: dict[int, list[Phase]] = defaultdict(list)
    names = ("regimen_id", "amount", "unit", "frequency", "starts_on", "ends_on", "every")
    for regimen, *phase in rows(PhaseRow).order_by("starts_on").values_list(*names):
        found[regimen].append(Phase(*phase))
    return [
        cut_at(found[start.pk], start.ended_on) if start.ended_on else found.get(start.pk, [])
        for start in starts
    ]


def _doses(rows: Rows, starts: Sequence[Start]) -> tuple[Ints, Ints, Ints]:
    """For which start, on which day, taken or not."""
    taken = Case(When(state=Dose.State.TAKEN, then=1), default=0, output_field=IntegerField())
    regimen, *more = columns(rows(Dose).annotate(is_taken=taken), "regimen_id", "day", "is_taken")
    numbers = np.array([start.pk for start in starts])
    order = np.argsort(numbers)
    of = order[np.minimum(np.searchsorted(numbers, regimen, sorter=order), len(numbers) - 1)]
    mine = numbers[of] == regimen
    day, is_taken = (column[mine] for column in more)
    return of[mine], day, is_taken


def _vitamin_d(rows: Rows) -> dict[int, list[Lab]]:
    found: dict[int, list[Lab]] = defaultdict(list)
    names = ("patient_id", "drawn_on", "comparator", "value", "canonical_value", "unit")
    results = rows(LabResult).filter(test__slug=VITAMIN_D).order_by("drawn_on", "pk")
    for patient, drawn_on, comparator, value, canonical, unit in results.values_list(*names):
        text = f"{comparator}{value.normalize():f}"
        lab = {"on": drawn_on.isoformat(), "value": float(canonical), "text": text, "unit": unit}
        found[patient].append(lab)
    return dict(found)
