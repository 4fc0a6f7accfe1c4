"""What the sentences are made from: one result of one symptom, with the counts that stand behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import nan

from trends.wording.numbers import known, mid_sentence

VERDICTS = ("improved", "worsened", "no_clear_change", "not_enough_data")
MISSING = (
    "baseline_too_short",
    "too_few_before",
    "too_few_after",
    "too_early",
    "too_few_episodes",
    "mostly_not_taken",
)
DOUBTS = (
    "other_change", "started_at_worst", "already_falling", "logging_changed", "one_odd_night", "window_cut",
    "less_than_a_third", "leaning_better",
)  # fmt: skip
REASONS = MISSING + DOUBTS
COUNTED, SCORED = "counted", "scored"


@dataclass(frozen=True)
class OtherChange:
    """Something else that began: a medicine, an illness, an exercise. In the patient's own words."""

    label: str
    on: date


@dataclass(frozen=True)
class Needs:
    """The least a comparison needs, and which other changes are near, as `trends.core` counts them, in nights.

    `answered_settled` are wanted after the first four weeks, where the change is read.
    """

    nights_before: int = 28
    answered_early: int = 10
    lead_nights: int = 14
    answered_after: int = 28
    answered_settled: int = 14
    nights_after: int = 56
    last_night: int = 84
    episodes: int = 8
    near_before: int = 14
    near_after: int = 28


@dataclass(frozen=True)
class Facts:
    """One result. Fields that share a name with `trends.core.Verdict` mean the same; NaN = not computable.

    `rate_ratio` belongs to what is counted, `change_points` to what is scored; `low` to `high_90` are in its measure.

    `before` and `now` are episodes per 7 answered nights (counted) or the mean score (scored): before the start,
    and in the last `nights_now` nights. `nights_*` are calendar nights, `*answered*` the answered ones among them.
    `answered_early` are those before the last two weeks before the start. `episodes` are all that were tested.
    `readout` is 56 or 84 (None = none given), `readout_on` the day it was given; `next_readout*` the one to come.
    `changes` are all other changes around the window; the sentences sort them into near and far.
    `ended_on` is the day of the last dose.
    """

    singular: str
    plural: str
    product: str
    started_on: date
    today: date
    kind: str = COUNTED
    slug: str = "leg-cramp"
    already_started: bool = False

    verdict: str = "not_enough_data"
    rate_ratio: float = nan
    change_points: float = nan
    low: float = nan
    high: float = nan
    low_90: float = nan
    high_90: float = nan
    probability_better: float = nan
    readout: int | None = None
    readout_on: date | None = None
    nights_answered_before: int = 0
    nights_answered_after: int = 0
    reasons: tuple[str, ...] = ()

    nights_before: int = 0
    nights_after: int = 0
    before: float | None = None
    now: float | None = None
    answered_now: int = 0
    nights_now: int = 28
    symptom_nights_before: float | None = None
    symptom_nights_now: float | None = None
    answered_early: int | None = None
    episodes: int | None = None
    next_readout: int | None = None
    next_readout_on: date | None = None
    changes: tuple[OtherChange, ...] = ()
    odd_night_on: date | None = None
    taken: int | None = None
    doses_answered: int | None = None
    ended_on: date | None = None
    needs: Needs = Needs()

    def __post_init__(self) -> None:
        unknown = set(self.reasons) - set(REASONS)
        if self.verdict not in VERDICTS or self.kind not in (COUNTED, SCORED) or unknown:
            raise ValueError(f"no words for {self.verdict!r}, {self.kind!r}, {sorted(unknown)}")

    @property
    def is_described(self) -> bool:
        """Shown without a verdict: already on the supplement, so there is no "before"."""
        return self.already_started

    @property
    def is_scored(self) -> bool:
        return self.kind == SCORED

    @property
    def is_thin(self) -> bool:
        return not self.is_described and self.verdict == "not_enough_data"

    @property
    def estimate(self) -> float:
        """The change in its own measure: a ratio of rates, or points."""
        return self.change_points if self.is_scored else self.rate_ratio

    @property
    def has_range(self) -> bool:
        return not (self.is_described or self.is_thin) and all(
            known(number) for number in (self.low, self.estimate, self.high)
        )

    @property
    def is_final(self) -> bool:
        return self.readout is not None and self.readout >= self.needs.last_night

    @property
    def name(self) -> str:
        """The product inside a sentence."""
        return mid_sentence(self.product)

    @property
    def night(self) -> str:
        return "day" if self.is_scored else "night"

    @property
    def nights(self) -> str:
        return f"{self.night}s"

    @property
    def keep_logging(self) -> str:
        return (
            "Please keep scoring, good days too."
            if self.is_scored
            else "Please keep logging, quiet nights too."
        )

    @property
    def tested_after(self) -> int:
        """Nights since the start that the read-out looked at: those that `nights_answered_after` were counted in."""
        return min(self.nights_after, self.readout or self.needs.last_night)

    @property
    def unanswered(self) -> int:
        answered = self.nights_answered_before + self.nights_answered_after
        return max(self.nights_before + self.tested_after - answered, 0)

    @property
    def near_changes(self) -> tuple[OtherChange, ...]:
        """Those that cannot be told apart from the start."""
        return tuple(change for change in self.changes if self._is_near(change))

    @property
    def far_changes(self) -> tuple[OtherChange, ...]:
        return tuple(change for change in self.changes if not self._is_near(change))

    def _is_near(self, change: OtherChange) -> bool:
        return -self.needs.near_before <= (change.on - self.started_on).days <= self.needs.near_after

    def has(self, *codes: str) -> bool:
        return any(code in self.reasons for code in codes)


@dataclass(frozen=True)
class Figure:
    """One key number: "Before" · "about 7" · "a week" · "39 of 42 nights answered"."""

    label: str
    value: str
    unit: str
    basis: str


@dataclass(frozen=True)
class Paragraph:
    """A bold beginning and the text that follows it. `code` says what it is about and picks its icon."""

    code: str
    title: str
    text: str
