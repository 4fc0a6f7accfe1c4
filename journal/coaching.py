"""What a good baseline needs before a supplement starts, and when its read-outs come."""

import datetime as dt
from dataclasses import dataclass

from journal.models import CheckIn, Episode

# The method's own numbers. They live in trends/core, which this room may not import; a test keeps them equal.
NIGHTS_BEFORE = dt.timedelta(days=28)
READOUTS = (dt.timedelta(days=56), dt.timedelta(days=84))
# Six weeks are better: the power of the read-outs grows with the nights before.
GOOD_NIGHTS_BEFORE = dt.timedelta(days=42)


@dataclass(frozen=True)
class Baseline:
    """The nights before a start: how far the diary reaches back, and how many of the last six weeks are answered."""

    start: dt.date
    first_night: dt.date | None
    answered: int

    @property
    def of(self) -> int:
        return GOOD_NIGHTS_BEFORE.days

    @property
    def nights(self) -> int:
        """Calendar nights of the diary before the start."""
        return max(0, (self.start - self.first_night).days) if self.first_night else 0

    @property
    def is_long_enough(self) -> bool:
        return self.nights >= NIGHTS_BEFORE.days

    @property
    def is_good(self) -> bool:
        return self.nights >= GOOD_NIGHTS_BEFORE.days

    @property
    def least_on(self) -> dt.date:
        """The first day on which a start would have the least baseline."""
        return self.start + NIGHTS_BEFORE - dt.timedelta(days=min(self.nights, NIGHTS_BEFORE.days))


def baseline(patient, start: dt.date) -> Baseline:
    """What the diary holds before a start on this day, in two queries."""
    answers = CheckIn.objects.of(patient).filter(night__lt=start, answer__in=("quiet", "yes"), recalled=False)
    nights = {
        *answers.order_by().values_list("night", flat=True),
        *Episode.objects.of(patient).filter(night__lt=start).order_by().values_list("night", flat=True),
    }
    recent = [night for night in nights if night >= start - GOOD_NIGHTS_BEFORE]
    return Baseline(start, min(nights, default=None), len(recent))


def readouts(started_on: dt.date) -> tuple[dt.date, ...]:
    """The days of the week-8 and the week-12 read-out."""
    return tuple(started_on + wait for wait in READOUTS)
