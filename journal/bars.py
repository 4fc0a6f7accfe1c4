"""The two bars of the supplements page as numbers: lengths in per cent of the bar. Drawn by templates/pieces."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from journal.doses import phase_words, rounded_words
from journal.ledger import Total
from journal.taking import Taking

LEAST_TO_COME = dt.timedelta(days=28)
TO_COME = 0.82
"""An open end is drawn so far ahead, as a share of the way behind: "Today" then keeps clear of the last label."""
ROOM_FIRST, ROOM_LAST = 18.0, 72.0
"""Where "Today" would run into the label at either end of the bar, in per cent: that label then gives way."""
A_LETTER = 2.3
"""How much of the bar one letter of a label takes on a phone, in per cent."""
ROOM = Decimal("1.25")
"""The limit is never at the very end of its bar."""


@dataclass(frozen=True)
class PhaseBar:
    """The plan in time. `phases` are (label, start, end); an open end is drawn a good way ahead."""

    phases: list[tuple[str, float, float]]
    today: float
    first_label: str
    last_label: str
    words: str


@dataclass(frozen=True)
class LimitBar:
    """All sources of one substance against its limit. `parts` are (start, end), the largest first."""

    parts: list[tuple[float, float]]
    limit: float
    total_label: str
    limit_label: str
    words: str


def phase_bar(taking: Taking) -> PhaseBar | None:
    phases = taking.kept
    if not phases:
        return None
    first, last = phases[0].starts_on, phases[-1]
    said = _date_in(taking.today.year)
    ahead = max(taking.today, last.starts_on)
    end = last.ends_on or ahead + max((ahead - first) * TO_COME, LEAST_TO_COME)
    length = max((end - first).days + 1, 1)

    def place(day):
        return min(max((day - first).days / length * 100, 0.0), 100.0)

    pieces = [
        (phase_words(phase), place(phase.starts_on), place((phase.ends_on or end) + dt.timedelta(1)))
        for phase in phases
    ]
    until = f"until {said(last.ends_on)}" if last.ends_on else "until you change it"
    today = place(taking.today)
    return PhaseBar(
        phases=[(_fitting(*piece), *piece[1:]) for piece in pieces],
        today=today,
        first_label=said(first) if today > ROOM_FIRST else "",
        last_label=until if today < ROOM_LAST else "",
        words=f"From {said(first)}, {taking.plan}, {until}.",
    )


def limit_bar(total: Total) -> LimitBar | None:
    limit = total.now.limit
    if limit is None or not total.now.per_day:
        return None
    whole = max(limit, total.now.per_day) * ROOM
    parts, so_far = [], Decimal(0)
    for source in total.now.sources:
        if source.per_day:
            parts.append((float(so_far / whole * 100), float((so_far + source.per_day) / whole * 100)))
            so_far += source.per_day
    said = f"{rounded_words(total.now.per_day, total.unit)} a day"
    return LimitBar(
        parts,
        float(limit / whole * 100),
        said,
        f"upper limit {rounded_words(limit, total.unit)}",
        f"{said} of {total.name}, the upper limit is {rounded_words(limit, total.unit)} a day.",
    )


def _fitting(label, start, end):
    return label if len(label) * A_LETTER <= end - start else ""


def _date_in(year):
    """Short dates, with the year where it is another one."""
    return lambda day: f"{day.day} {day:%b}" if day.year == year else f"{day.day} {day:%b %Y}"
