"""What a diary still needs before a start, and by when, and the dates of the read-outs after it.

Dates are nights (the date of the evening) or calendar days; "today" is always an argument. A night already past is
taken as it is: whether it may still be answered late is the journal's question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .minimums import ANSWERED_BEFORE_LEAD_IN, NIGHTS_BEFORE
from .window import LEAD_IN, READOUTS, WEEK_12


@dataclass(frozen=True)
class Readout:
    """A day on which a verdict is given: the morning after night number `nights` since the start."""

    nights: int
    due_on: date

    @property
    def is_final(self) -> bool:
        """The second read-out replaces the first and is the last."""
        return self.nights == WEEK_12


@dataclass(frozen=True)
class Need:
    """One data minimum: `have` of `required`. `code` is the reason code of a diary that lacks it.

    `met_on` is the first day on which it can be met if every coming night is answered; None when it is met, can no
    longer be met, or depends on something other than answering (`is_possible` tells).
    """

    code: str
    have: int
    required: int
    is_possible: bool
    met_on: date | None = None

    @property
    def is_met(self) -> bool:
        return self.have >= self.required

    @property
    def lacking(self) -> int:
        """How many are still missing, never below 0."""
        return max(0, self.required - self.have)


def readout_dates(start: date, *, cut_on: date | None = None) -> tuple[Readout, ...]:
    """The read-outs of a supplement whose first night is `start`. Those after `cut_on` cannot be met and are left out.

    `cut_on` is the first night that may not be tested, because something else began.

    >>> [readout.due_on.isoformat() for readout in readout_dates(date(2026, 9, 19))]
    ['2026-11-14', '2026-12-12']
    """
    both = (Readout(nights, start + timedelta(nights)) for nights in READOUTS)
    return tuple(readout for readout in both if cut_on is None or readout.due_on <= cut_on)


def next_readout(start: date, today: date, *, cut_on: date | None = None) -> Readout | None:
    """The read-out still to come after `today`, None when there is none.

    >>> next_readout(date(2026, 9, 19), date(2026, 11, 14)).nights
    84
    """
    return next((readout for readout in readout_dates(start, cut_on=cut_on) if readout.due_on > today), None)


def baseline_needs(
    answered: Sequence[bool], first_night: date, today: date, *, start: date | None = None
) -> tuple[Need, Need]:
    """What the time before the start has and lacks: 28 nights in the diary, 10 answered before the last 14.

    `answered[i]` tells whether night `first_night` + i was answered (coming nights left out; nights from `start` on
    are ignored). Without a `start` the question is when it may begin at the earliest.

    >>> nights, answers = baseline_needs([True] * 20, date(2026, 3, 1), date(2026, 3, 21))
    >>> nights.have, nights.met_on.isoformat(), answers.have, answers.is_met
    (20, '2026-03-29', 6, False)
    """
    end = today if start is None else min(start, today)
    so_far = [bool(a) for a in answered[: max(0, (end - first_night).days)]]
    return _nights_need(first_night, end, start), _answers_need(so_far, first_night, today, start)


def _nights_need(first_night: date, end: date, start: date | None) -> Need:
    have = max(0, (end - first_night).days)
    long_enough_on = first_night + timedelta(NIGHTS_BEFORE)
    is_possible = start is None or long_enough_on <= start
    met_on = long_enough_on if is_possible and have < NIGHTS_BEFORE else None
    return Need("baseline_too_short", have, NIGHTS_BEFORE, is_possible, met_on)


def _answers_need(so_far: list[bool], first_night: date, today: date, start: date | None) -> Need:
    required = ANSWERED_BEFORE_LEAD_IN
    if start is None:
        # If the supplement began today; waiting turns answered nights of the last 14 into nights before them.
        earlier = max(0, (today - first_night).days - LEAD_IN)
        have = sum(so_far[:earlier])
        met_on = _earliest_start(so_far, first_night, today) if have < required else None
        return Need("too_few_before", have, required, True, met_on)
    lead_in_from = start - timedelta(LEAD_IN)
    have = sum(so_far[: max(0, (lead_in_from - first_night).days)])
    to_come = max(0, (lead_in_from - max(today, first_night)).days)
    is_possible = have + to_come >= required
    met_on = max(today, first_night) + timedelta(required - have) if is_possible and have < required else None
    return Need("too_few_before", have, required, is_possible, met_on)


def _earliest_start(so_far: list[bool], first_night: date, today: date) -> date:
    """The first day with 10 answered nights before its lead-in, if every night from tonight on is answered."""
    answered = [i for i, is_answered in enumerate(so_far) if is_answered][:ANSWERED_BEFORE_LEAD_IN]
    if len(answered) == ANSWERED_BEFORE_LEAD_IN:
        tenth = first_night + timedelta(answered[-1])
    else:
        tenth = max(today, first_night) + timedelta(ANSWERED_BEFORE_LEAD_IN - len(answered) - 1)
    return max(today, tenth + timedelta(LEAD_IN + 1))
