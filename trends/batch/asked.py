"""Which nights each question is about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trends.batch.outcomes import Outcomes
from trends.batch.starts import Start
from trends.columns import Ints
from trends.core.result import Flags


@dataclass(frozen=True)
class Asked:
    """Did series `series[q]` change since start `start[q]`? All arrays are (questions,).

    `cell` is where the first night on the supplement lies in `Outcomes.nights`. The diary has `before` nights before
    it and `after` from it on; of these other changes leave `tested_before` and `tested_after`.
    """

    series: Ints
    start: Ints
    is_scored: Flags
    cell: Ints
    before: Ints
    after: Ints
    tested_before: Ints
    tested_after: Ints

    def __len__(self) -> int:
        return len(self.series)


def ask(starts: Sequence[Start], outcomes: Outcomes, until: Ints, scored: set[int]) -> Asked:
    """One question for every start and every symptom that the diary has an entry of, or that it was started for.

    `until` is the ordinal of each patient's newest night, `scored` the symptoms that are scored.
    """
    series, start = _pairs(starts, outcomes)
    on = np.array([one.on.toordinal() for one in starts], dtype=np.int64)[start]
    before = on - np.minimum(outcomes.answered_from[series], on)
    after = until[outcomes.place[series]] - on + 1
    begin = np.array([_or(one.cut.first and -one.cut.first) for one in starts], dtype=np.int64)[start]
    end = np.array([_or(one.cut.end) for one in starts], dtype=np.int64)[start]
    return Asked(
        series=series,
        start=start,
        is_scored=np.isin(outcomes.symptom[series], sorted(scored)),
        cell=outcomes.offset[series] + on - outcomes.first_night[series],
        before=before,
        after=after,
        tested_before=np.minimum(before, begin),
        tested_after=np.minimum(after, end),
    )


UNCUT = 10**7


def _or(nights: int | None) -> int:
    return UNCUT if nights is None else nights


def _pairs(starts: Sequence[Start], outcomes: Outcomes) -> tuple[Ints, Ints]:
    series_of: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    columns = (outcomes.place.tolist(), outcomes.symptom.tolist(), outcomes.is_seen.tolist())
    for number, (place, symptom, is_seen) in enumerate(zip(*columns, strict=True)):
        series_of[place].append((number, symptom, is_seen))
    pairs = [
        (series, number)
        for number, start in enumerate(starts)
        for series, symptom, is_seen in series_of[start.place]
        if is_seen or symptom == start.main_symptom_id
    ]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
