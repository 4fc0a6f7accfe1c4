"""What the pictures are drawn from: numbers, dates and words, with no database and no clock behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from trends.wording.numbers import known

NIGHTS_A_WEEK = 7


@dataclass(frozen=True)
class Week:
    """One week of one symptom, counted from the start of the supplement.

    `rate` is episodes per 7 answered nights, or the mean score 0–10; `low` and `high` are its 75 % range.
    `nights` are the nights this week has had so far: 7, or fewer at either end of the diary.
    `tested` is False for weeks after the read-out or still running: shown with an open dot.
    """

    starts_on: date
    episodes: int | None
    answered: int
    nights: int
    rate: float | None
    low: float | None
    high: float | None
    tested: bool = True

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=max(self.nights, 1) - 1)

    @property
    def unanswered(self) -> int:
        return max(self.nights - self.answered, 0)

    @property
    def has_rate(self) -> bool:
        return self.answered > 0 and known(self.rate)

    @property
    def has_range(self) -> bool:
        return self.has_rate and known(self.low) and known(self.high)


@dataclass(frozen=True)
class Level:
    """An average over several weeks, drawn as a dotted line: before the start, or the last four weeks."""

    first_on: date
    last_on: date
    value: float


@dataclass(frozen=True)
class Phase:
    """A stretch of the plan, such as "50,000 IU weekly". `ends_on` is its last day; None = until changed."""

    starts_on: date
    ends_on: date | None
    label: str


@dataclass(frozen=True)
class Flag:
    """Another change in the same months. `kind` is its plain word: "medicine", "exercise", "illness" …"""

    on: date
    label: str
    kind: str = ""


@dataclass(frozen=True)
class LabPoint:
    """One result. `text` is the value as reported, comparator and all ("< 4")."""

    on: date
    value: float
    text: str


@dataclass(frozen=True)
class Band:
    """A named stretch of values, `low` ≤ value < `high`; None = open. `usual` is the band the set calls enough.

    `words` replace "20 to 29.9, insufficient" where that does not fit, as for a lab's own range, whose ends belong
    to it.
    """

    low: float | None
    high: float | None
    label: str
    usual: bool = False
    words: str = ""


@dataclass(frozen=True)
class LabHistory:
    """The results of one test and the bands behind them."""

    name: str
    unit: str
    points: tuple[LabPoint, ...] = ()
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class HelpingChart:
    """Everything "Is it helping?" draws on one time axis.

    `symptom` is the plural the patient reads ("cramps"); `start` is None when there is no start to mark;
    `readout` is the next read-out. `labs` None leaves the laboratory lane out. `impressions` are the patient's own
    words (PGIC): told in the table beside the weeks, not drawn among the counts.
    """

    weeks: tuple[Week, ...]
    symptom: str = "cramps"
    scored: bool = False
    start: date | None = None
    readout: date | None = None
    levels: tuple[Level, ...] = ()
    phases: tuple[Phase, ...] = ()
    flags: tuple[Flag, ...] = ()
    labs: LabHistory | None = None
    impressions: tuple[Flag, ...] = ()

    @property
    def unit(self) -> str:
        """What one dot counts, in words."""
        if self.scored:
            return f"{self.symptom}, average of 0 to 10"
        return f"{self.symptom} per 7 answered nights"

    @property
    def is_empty(self) -> bool:
        return not any(week.has_rate for week in self.weeks)


@dataclass(frozen=True)
class RangeBar:
    """The likely range as a bar: `low`, `middle` and `high` in per cent (or points) of change, negative = fewer.

    The words at the two ends come from `trends.wording`; `none` labels the tick at no change.
    """

    low: float
    middle: float
    high: float
    low_words: str
    high_words: str
    sentence: str
    none: str = "no change"


@dataclass(frozen=True)
class Part:
    """One source of a substance and its amount a day."""

    label: str
    amount: float


@dataclass(frozen=True)
class LimitBar:
    """All sources of one substance together, a day, against its upper limit. `limit` None = no limit is set."""

    substance: str
    unit: str
    parts: tuple[Part, ...]
    limit: float | None

    @property
    def total(self) -> float:
        return sum(part.amount for part in self.parts)
