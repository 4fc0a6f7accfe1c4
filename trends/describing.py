"""What is stored beside a verdict, as small JSON: weeks, raw rates, coverage, doses, other changes, 25(OH)D.

Nothing here is tested; it is what the diary shows, and the definitions are those of `trends.core.describe`. Dates are
ISO texts, unknown numbers null. `trends.reading` turns it back into facts for sentences and pictures.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from math import isnan
from typing import Any

import numpy as np

from journal.doses import Phase, phase_words
from trends.batch.asked import Asked
from trends.batch.beside import Beside
from trends.batch.outcomes import Outcomes
from trends.batch.people import People
from trends.batch.starts import Start
from trends.batch.stretches import Totals, before, nights_between, now, sum_up
from trends.batch.weeks import week_columns
from trends.core.describe import LATEST
from trends.core.plan import next_readout
from trends.core.result import Floats
from trends.core.window import LEAD_IN, LONGEST_BEFORE, WEEK_12


def described(
    people: People,
    starts: Sequence[Start],
    outcomes: Outcomes,
    beside: Beside,
    asked: Asked,
    readouts: Floats,
) -> list[dict]:
    """Everything a page shows beside each verdict, one a question."""
    totals = Totals(outcomes)
    of_start = _of_starts(people, starts, beside)
    columns = {
        "weeks": week_columns(asked, outcomes, totals),
        "before": sum_up(asked, outcomes, totals, *before(asked)),
        "now": sum_up(asked, outcomes, totals, *now(asked)),
        "first_night": _days(starts, asked, -asked.before),
        "nights_before": np.minimum(asked.tested_before, LONGEST_BEFORE).tolist(),
        "nights_after": asked.tested_after.tolist(),
        **_window(starts, outcomes, asked, totals),
        "coverage": _coverage(asked, totals),
        "readout_on": _days(starts, asked, readouts),
    }
    rows = zip(*columns.values(), strict=True)
    return [
        dict(zip(columns, row, strict=True)) | of_start[start]
        for start, row in zip(asked.start.tolist(), rows, strict=True)
    ]


def _window(starts, outcomes, asked, totals) -> dict[str, list]:
    """Of the 56 nights before the start and the 84 after it, as far as other changes leave them."""
    begin, end = before(asked)[0], asked.cell + np.minimum(asked.tested_after, WEEK_12)
    cells = nights_between(outcomes.nights, begin, end, LONGEST_BEFORE + WEEK_12, np.nan)
    cells = np.where(np.isnan(cells), -1.0, cells)
    highest = np.where(cells.max(axis=1) < 0, np.nan, cells.argmax(axis=1) + begin - asked.cell)
    return {
        "answered_early": totals.answered(begin, np.maximum(begin, asked.cell - LEAD_IN)).tolist(),
        "episodes": totals.sum(begin, end).tolist(),
        "odd_night_on": _days(starts, asked, highest),
    }


def _coverage(asked, totals) -> list[dict]:
    end = asked.cell + asked.after
    nights = np.minimum(LATEST, asked.before + asked.after)
    answered = totals.answered(end - nights, end)
    return [
        {"answered": number, "nights": of}
        for number, of in zip(answered.tolist(), nights.tolist(), strict=True)
    ]


def _days(starts, asked, nights) -> list[str | None]:
    """Days that many nights from each start; None where the number is not one."""
    return [
        None if isnan(night) else _iso(starts[start].on.toordinal() + int(night))
        for start, night in zip(asked.start.tolist(), nights.tolist(), strict=True)
    ]


@lru_cache(maxsize=4096)
def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def _of_starts(people, starts, beside) -> list[dict[str, Any]]:
    """What is the same for every symptom."""
    until, ids = people.until.tolist(), people.ids.tolist()
    return [
        {
            "next_readout": _next_readout(start, dt.date.fromordinal(until[start.place])),
            "changes": [_change(change) for change in start.changes if _is_near(change, start)],
            "doses": {"taken": taken, "answered": answered},
            "phases": [_phase(phase) for phase in plan],
            "vitamin_d": beside.vitamin_d.get(ids[start.place], []),
        }
        for start, plan, taken, answered in zip(
            starts, beside.plans, beside.doses_taken.tolist(), beside.doses_answered.tolist(), strict=True
        )
    ]


def _next_readout(start, until) -> dict[str, Any] | None:
    cut_on = None if start.cut.end is None else start.on + dt.timedelta(start.cut.end)
    coming = next_readout(start.on, until + dt.timedelta(1), cut_on=cut_on)
    return {"nights": coming.nights, "on": coming.due_on.isoformat()} if coming else None


def _is_near(change, start) -> bool:
    return -LONGEST_BEFORE <= (change.on - start.on).days < WEEK_12


def _change(change) -> dict[str, str]:
    return {"label": change.label, "kind": change.kind, "on": change.on.isoformat()}


def _phase(phase: Phase) -> dict[str, str | None]:
    return {
        "starts_on": phase.starts_on.isoformat(),
        "ends_on": phase.ends_on and phase.ends_on.isoformat(),
        "label": phase_words(phase),
    }
