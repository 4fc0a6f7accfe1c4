"""The standing self-check: diaries without any supplement, given invented starts, must hardly ever "improve".

Each diary gets one start on a random night and one on its worst night, as in the benchmark; both read-outs are looked
at, because patients look at both. Whatever is found is a false alarm, so its share is the method's own false rate among
the diaries that are really kept here, and not only among invented ones.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .counts import assess_many
from .minimums import NIGHTS_BEFORE
from .result import IMPROVED, NOT_ENOUGH_DATA, WORSENED, Floats, ScoreVerdicts, Verdicts
from .window import LEAD_IN, LONGEST_BEFORE, READOUTS, WEEK_12

Assess = Callable[..., Verdicts | ScoreVerdicts]

CANDIDATES = 57
"""The newest nights that may be an invented start: as many as the benchmark chooses its worst from."""
LONGEST = LONGEST_BEFORE + CANDIDATES - 1 + WEEK_12
"""Nights that all candidates together can look at."""
LEAST_ANSWERED = 7
"""Answered nights among the last 14 before a night, for their mean to speak."""
LEAST_DIARIES = 200
HIGHEST_SHARE, HIGHEST_LOWER_LIMIT = 0.06, 0.05
ALARM, QUIET, TOO_FEW = "alarm", "quiet", "too_few"


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share itself, NaN of none."""
        return self.hits / self.of if self.of else math.nan

    @property
    def lower_limit(self) -> float:
        """Lower end of the exact two-sided 95 % interval: the share at which so many or more has probability .025.

        Clopper & Pearson, Biometrika 1934;26:404.

        >>> round(Share(18, 200).lower_limit, 4), Share(0, 200).lower_limit
        (0.0542, 0.0)
        """
        if not self.hits:
            return 0.0
        low, high = 0.0, self.value
        while high - low > 1e-9:
            middle = (low + high) / 2
            low, high = (middle, high) if self._tail(middle) < 0.025 else (low, middle)
        return low

    def _tail(self, share: float) -> float:
        """The binomial probability of so many or more."""
        fewer = np.arange(self.hits)
        chosen = np.array([math.lgamma(k + 1) + math.lgamma(self.of - k + 1) for k in fewer])
        logs = math.lgamma(self.of + 1) - chosen
        logs += fewer * math.log(share) + (self.of - fewer) * math.log1p(-share)
        return float(1 - np.exp(logs).sum())


def judge(improved: Share) -> str:
    """`alarm`, `quiet`, or `too_few` diaries to say.

    >>> judge(Share(30, 199)), judge(Share(12, 300)), judge(Share(30, 300))
    ('too_few', 'quiet', 'alarm')
    """
    if improved.of < LEAST_DIARIES:
        return TOO_FEW
    is_high = improved.value > HIGHEST_SHARE and improved.lower_limit > HIGHEST_LOWER_LIMIT
    return ALARM if is_high else QUIET


@dataclass(frozen=True)
class Tally:
    """Diaries that got a verdict from their invented start, and how many of them a false one."""

    diaries: int = 0
    improved: int = 0
    worsened: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.diaries + other.diaries, self.improved + other.improved, self.worsened + other.worsened
        )


def is_long_enough(nights: int) -> bool:
    """Whether a diary of so many nights leaves room for a start: 28 before, 84 after.

    >>> is_long_enough(112), is_long_enough(111)
    (True, False)
    """
    return nights >= NIGHTS_BEFORE + WEEK_12


def candidates(nights: int) -> range:
    """Columns of a diary of so many nights that may be an invented start.

    >>> candidates(114), len(candidates(400))
    (range(28, 31), 57)
    """
    end = nights - WEEK_12 + 1
    return range(max(NIGHTS_BEFORE, end - CANDIDATES), end)


def random_start(outcome: Floats, rng: np.random.Generator) -> int | None:
    """Any candidate night of one diary (nights,); None where there is none."""
    nights = candidates(len(outcome))
    return int(rng.integers(nights.start, nights.stop)) if len(nights) else None


def worst_start(outcome: Floats) -> int | None:
    """The candidate with the highest mean of the answered among the 14 nights before it, the earliest of equals.

    `outcome` (nights,), NaN = unanswered. None where no candidate has 7 answered nights before it.

    >>> worst_start(np.array([0.0] * 26 + [3.0] * 14 + [0.0] * 100))
    40
    """
    answered = ~np.isnan(outcome)
    totals = np.cumsum([0.0, *np.where(answered, outcome, 0.0)])
    nights = np.cumsum([0, *answered])
    columns = np.array(candidates(len(outcome)), dtype=np.int64)
    known = nights[columns] - nights[columns - LEAD_IN]
    columns, known = columns[known >= LEAST_ANSWERED], known[known >= LEAST_ANSWERED]
    if not len(columns):
        return None
    return int(columns[np.argmax((totals[columns] - totals[columns - LEAD_IN]) / known)])


def tally(diaries: Sequence[Floats], starts: Sequence[int | None], assess: Assess = assess_many) -> Tally:
    """What the method says of these diaries, each (nights,), from their invented starts, at either read-out.

    Up to 56 nights before the start and 84 after are looked at. `assess` is `assess_many`, or `assess_scores`.
    """
    groups: dict[int, list[Floats]] = defaultdict(list)
    for outcome, start in zip(diaries, starts, strict=True):
        if start is not None:
            before = min(start, LONGEST_BEFORE)
            groups[before].append(outcome[start - before : start + WEEK_12])
    return sum((_tally(np.array(rows), before, assess) for before, rows in groups.items()), Tally())


def _tally(nights: Floats, before: int, assess: Assess) -> Tally:
    said = np.array([assess(nights, before, readout=readout).verdict for readout in READOUTS])
    return Tally(
        diaries=int((said != NOT_ENOUGH_DATA).any(axis=0).sum()),
        improved=int((said == IMPROVED).any(axis=0).sum()),
        worsened=int((said == WORSENED).any(axis=0).sum()),
    )
