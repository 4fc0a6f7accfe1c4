"""What an assessment says: one diary's `Verdict`, many diaries' `Verdicts`, and the codes inside them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

METHOD_VERSION = "weekly-mixture-6"
"""Changes whenever the same diary may get another result; stored assessments of another version are stale."""

IMPROVED = "improved"
WORSENED = "worsened"
NO_CLEAR_CHANGE = "no_clear_change"
NOT_ENOUGH_DATA = "not_enough_data"
VERDICTS = (IMPROVED, WORSENED, NO_CLEAR_CHANGE, NOT_ENOUGH_DATA)

REASONS = (
    # Why there is no verdict.
    "baseline_too_short",
    "too_few_before",
    "too_few_after",
    "too_early",
    "too_few_episodes",
    "mostly_not_taken",
    # Reasons to doubt one.
    "started_at_worst",
    "already_falling",
    "logging_changed",
    "one_odd_night",
    "other_change",
    "window_cut",
    # What else can be said when nothing is clear.
    "leaning_better",
    "less_than_a_third",
)
"""Every reason code, in the order results list them. The core never sets `other_change` and `window_cut`:
it is given nights, not medicines; whoever loads the diary adds them (`trends.core.window.cut_window`)."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def plain(value: Any) -> Any:
    """One cell of an array as a plain Python value: float, int, str or tuple.

    >>> plain(np.float64(0.5)), plain(("too_early",))
    (0.5, ('too_early',))
    """
    return value.item() if isinstance(value, np.generic) else value


def whole_or_nan(value: float) -> float:
    """A read-out as the whole number it is, NaN when there is none.

    >>> whole_or_nan(56.0), whole_or_nan(math.nan)
    (56, nan)
    """
    return value if math.isnan(value) else int(value)


@dataclass(frozen=True)
class Verdict:
    """What one diary says about one symptom and one supplement start. Not computable = NaN.

    `rate_ratio` is the rate now against before (0.5 = half); `low` to `high` is its 75 % interval, `low_90` to
    `high_90` the 90 % one. `probability_better` is P(b + up < 0): the probability of fewer episodes after giving
    changed logging its due. `readout` is 56 or 84 nights. Nights are counted inside the window.
    """

    verdict: str
    rate_ratio: float
    low: float
    high: float
    low_90: float
    high_90: float
    probability_better: float
    readout: float
    nights_answered_before: int
    nights_answered_after: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ScoreVerdict:
    """As `Verdict` for a symptom scored 0–10: `change_points` (negative = lower) with its 86 % interval."""

    verdict: str
    change_points: float
    low: float
    high: float
    low_90: float
    high_90: float
    probability_better: float
    readout: float
    nights_answered_before: int
    nights_answered_after: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Verdicts:
    """The results of many diaries: the fields of `Verdict`, each an array of length patients.

    `reasons` is an array of tuples; `readout` is float, because a diary that reached none has NaN.
    `verdicts[3]` is the `Verdict` of the fourth diary.
    """

    verdict: npt.NDArray[np.str_]
    rate_ratio: Floats
    low: Floats
    high: Floats
    low_90: Floats
    high_90: Floats
    probability_better: Floats
    readout: Floats
    nights_answered_before: Ints
    nights_answered_after: Ints
    reasons: npt.NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.verdict)

    def __getitem__(self, patient: int) -> Verdict:
        return Verdict(**_row(self, patient))

    def __iter__(self) -> Iterator[Verdict]:
        return (self[patient] for patient in range(len(self)))


@dataclass(frozen=True)
class ScoreVerdicts:
    """As `Verdicts` for symptoms scored 0–10, with `change_points` in place of `rate_ratio`."""

    verdict: npt.NDArray[np.str_]
    change_points: Floats
    low: Floats
    high: Floats
    low_90: Floats
    high_90: Floats
    probability_better: Floats
    readout: Floats
    nights_answered_before: Ints
    nights_answered_after: Ints
    reasons: npt.NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.verdict)

    def __getitem__(self, patient: int) -> ScoreVerdict:
        return ScoreVerdict(**_row(self, patient))

    def __iter__(self) -> Iterator[ScoreVerdict]:
        return (self[patient] for patient in range(len(self)))


def _row(verdicts: Verdicts | ScoreVerdicts, patient: int) -> dict[str, Any]:
    row = {field.name: plain(getattr(verdicts, field.name)[patient]) for field in fields(verdicts)}
    return row | {"readout": whole_or_nan(row["readout"])}


Results = TypeVar("Results", Verdicts, ScoreVerdicts)


def joined(parts: Sequence[Results]) -> Results:
    """Several batches as one, in order; at least one.

    >>> one = Verdicts(*(np.zeros(2) for _ in fields(Verdicts)))
    >>> len(joined([one, one]))
    4
    """
    kind = type(parts[0])
    columns = {field.name: [getattr(part, field.name) for part in parts] for field in fields(kind)}
    return kind(**{name: np.concatenate(column) for name, column in columns.items()})


def reason_tuples(flags: dict[str, Flags], patients: int) -> npt.NDArray[np.object_]:
    """Reason codes per patient, in the order of `REASONS`, from one flag array (patients,) per code.

    >>> reason_tuples({"too_early": np.array([True, False]), "too_few_before": np.array([True, False])}, 2)[0]
    ('too_few_before', 'too_early')
    """
    ordered = [code for code in REASONS if code in flags]
    packed = np.zeros(patients, dtype=np.int64)
    for bit, code in enumerate(ordered):
        packed |= flags[code].astype(np.int64) << bit
    # Few combinations occur, so a million patients cost a million look-ups and not a million small loops.
    known = {
        int(key): tuple(c for bit, c in enumerate(ordered) if key >> bit & 1) for key in np.unique(packed)
    }
    tuples = np.empty(patients, dtype=object)
    tuples[:] = [known[key] for key in packed.tolist()]
    return tuples
