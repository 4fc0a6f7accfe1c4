"""Before the start: what a good baseline needs, and when the read-outs come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from trends.wording.facts import COUNTED, SCORED, Needs, Paragraph
from trends.wording.numbers import count_word, counted, listing, long_day, mid_sentence

PRESCRIBED_FIRST = "Do not delay or leave out a medicine your doctor prescribed in order to fill this diary."
GOOD_WEEKS = 6


@dataclass(frozen=True)
class Baseline:
    """How far the diary has come before a start, in nights; `answered_early` are those older than the last 14.

    `planned_on` is the day the supplement is to begin, if known.
    """

    plural: str
    today: date
    nights: int
    answered: int
    answered_early: int = 0
    product: str = ""
    planned_on: date | None = None
    kind: str = COUNTED
    needs: Needs = Needs()

    @property
    def nights_as_said(self) -> str:
        return "days" if self.kind == SCORED else "nights"

    @property
    def nights_wanted(self) -> int:
        return max(self.needs.nights_before - self.nights, 0)


def coaching(baseline: Baseline) -> tuple[Paragraph, ...]:
    """What to do before the start, most useful first; the prescribed medicine always comes last, never later."""
    return (
        _progress(baseline),
        _quiet_too(baseline),
        Paragraph(
            "one_change",
            "One change at a time, if you can.",
            "A new medicine, exercise or second supplement within two weeks of the start cannot be told apart from it.",
        ),
        _looks(baseline),
        Paragraph("prescribed_first", "Prescribed medicines come first.", PRESCRIBED_FIRST),
    )


def _progress(baseline: Baseline) -> Paragraph:
    needs, wanted = baseline.needs, baseline.nights_wanted
    so_far, nights = _so_far(baseline), baseline.nights_as_said
    if wanted:
        day = baseline.today + timedelta(days=wanted)
        return Paragraph(
            "baseline",
            f"First keep the diary for {needs.nights_before} {nights}.",
            f"{so_far} The first {needs.nights_before} are complete on {long_day(day, baseline.today)}; "
            f"{count_word(GOOD_WEEKS)} weeks are better. They show what is usual for you.",
        )
    if baseline.answered_early < needs.answered_early:
        return Paragraph(
            "baseline",
            f"Answer a few more {nights} before you start.",
            f"{so_far} At least {needs.answered_early} of the {nights} up to two weeks before the start need an "
            f"answer; {baseline.answered_early} have one.",
        )
    return Paragraph(
        "baseline",
        "Your diary is ready to be compared with.",
        f"{so_far} {count_word(GOOD_WEEKS).capitalize()} weeks or more make the answer surer.",
    )


def _so_far(baseline: Baseline) -> str:
    if not baseline.nights:
        return "Today can be the first." if baseline.kind == SCORED else "Last night can be the first."
    nights = counted(baseline.nights, baseline.nights_as_said.removesuffix("s"), baseline.nights_as_said)
    return f"{baseline.answered} of {nights} so far are answered."


def _quiet_too(baseline: Baseline) -> Paragraph:
    if baseline.kind == SCORED:
        return Paragraph(
            "answer_all",
            "Score good days too, and keep to one scale.",
            "0 is none, 10 the worst imaginable. A day without a score is left out, never counted as zero.",
        )
    return Paragraph(
        "answer_all",
        "Answer quiet nights too.",
        "One tap for a quiet night is worth as much as a night with "
        f"{baseline.plural}. A night without an answer is left out, never counted as quiet.",
    )


def _looks(baseline: Baseline) -> Paragraph:
    needs = baseline.needs
    weeks = [str(nights // 7) for nights in (needs.nights_after, needs.last_night)]
    return Paragraph(
        "readouts",
        f"There are two read-outs, {listing(weeks)} weeks from the start.",
        f"{_dates(baseline)}Looking every week would take ordinary ups and downs for a change.",
    )


def _dates(baseline: Baseline) -> str:
    if baseline.planned_on is None:
        return ""
    first, last = readout_days(baseline.planned_on, baseline.needs)
    what = mid_sentence(baseline.product) if baseline.product else "the supplement"
    return (
        f"If {what} begins on {long_day(baseline.planned_on, baseline.today)}, they come on "
        f"{long_day(first, baseline.today)} and {long_day(last, baseline.today)}. "
    )


def readout_days(started_on: date, needs: Needs | None = None) -> tuple[date, date]:
    """The days of the two read-outs.

    >>> readout_days(date(2026, 9, 19))
    (datetime.date(2026, 11, 14), datetime.date(2026, 12, 12))
    """
    least = needs or Needs()
    return started_on + timedelta(days=least.nights_after), started_on + timedelta(days=least.last_night)
