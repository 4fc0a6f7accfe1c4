"""The two bars of the supplements page as numbers: lengths in per cent of the bar. Drawn by templates/pieces."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from journal.doses import amount_words, phase_words
from journal.ledger import Total
from journal.taking import Taking

LEAST_TO_COME = dt.timedelta(days=28)
A_LETTER = 2.3
"""How much of the bar one letter of a label takes on a phone, in per cent."""
ROOM = Decimal("1.25")
"""The limit is never at the very end of its bar."""


@dataclass(frozen=True)
class PhaseBar:
    """The plan in time. `phases` are (label, start, end); an open end is drawn as far ahead as it reaches back."""

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
    ahead = max(taking.today, last.starts_on)
    end = last.ends_on or ahead + max(ahead - last.starts_on, LEAST_TO_COME)
    length = max((end - first).days + 1, 1)

    def place(day):
        return min(max((day - first).days / length * 100, 0.0), 100.0)

    pieces = [
        (phase_words(phase), place(phase.starts_on), place((phase.ends_on or end) + dt.timedelta(1)))
        for phase in phases
    ]
    until = f"until {_day(last.ends_on)}" if last.ends_on else "until you change it"
    return PhaseBar(
        phases=[(_fitting(*piece), *piece[1:]) for piece in pieces],
        today=place(taking.today),
        first_label=_day(first),
        last_label=until,
        words=f"From {_day(first)}, {taking.plan}, {until}.",
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
    said = f"{rounded(total.now.per_day, total.unit)} a day"
    return LimitBar(
        parts,
        float(limit / whole * 100),
        said,
        f"upper limit {limit:,.0f}",
        f"{said} of {total.name}, the upper limit is {rounded(limit, total.unit)} a day.",
    )


def rounded(amount: Decimal, unit: str) -> str:
    """An amount a day, no more exact than it is known: "7,143 IU", "2.5 mg"."""
    return amount_words(amount.quantize(Decimal(1) if amount >= 100 else Decimal("0.1")), unit)


def _fitting(label, start, end):
    return label if len(label) * A_LETTER <= end - start else ""


def _day(day):
    return f"{day.day} {day:%b}"
