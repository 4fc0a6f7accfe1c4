"""The first lane: what happened each week, the phases behind it, and the flags of other changes."""

from __future__ import annotations

from collections.abc import Iterable

from trends.charts.axes import ValueAxis, round_steps
from trends.charts.data import HelpingChart, Phase, Week
from trends.charts.frame import Frame
from trends.charts.svg import Sheet, number
from trends.charts.text import Box, Spot, wordings
from trends.wording.numbers import known
from trends.wording.pictures import plain

STRIP = 21.0  # the band above the lane that carries the names of the phases
SCORES = (0.0, 5.0, 10.0)
ENOUGH_FOR_SCALE = 3


def value_steps(chart: HelpingChart) -> tuple[float, ...]:
    """The horizontal lines: 0–10 for scores; for counts all dots, and ranges up to 1.4 times the highest dot.

    Weeks with one or two answered nights do not set the scale: one night with 6 would read as 42 a week.
    """
    if chart.scored:
        return SCORES
    rated = [week for week in chart.weeks if week.rate is not None and week.has_rate]
    told = [week for week in rated if week.answered >= ENOUGH_FOR_SCALE] or rated
    dots = [week.rate for week in told if week.rate is not None]
    highest = max([*dots, *(level.value for level in chart.levels if known(level.value))], default=0.0)
    ranges = [week.high for week in told if week.high is not None and week.has_range]
    return round_steps(max(highest, min(max(ranges, default=1.0), 1.4 * highest or 2.0)))


def draw_rates(frame: Frame, named_phases: bool = True) -> ValueAxis:
    """Draw the lane below `frame.y`; gives its scale. The names of phases stand above it, off the data."""
    steps = value_steps(frame.chart)
    strip = STRIP if named_phases and any(True for _ in _shown(frame)) else 6.0
    top = frame.y + strip
    values = ValueAxis(steps[0], steps[-1], top + frame.size.rates, top)
    _phases(frame, frame.y + 1, values.bottom)
    _grid(frame, values, steps)
    frame.block_lines(values.bottom)
    if strip == STRIP:
        _phase_names(frame, top - 6)
    _flags(frame, values.bottom)
    _levels(frame, values)
    _dots(frame, values)
    frame.y = values.bottom
    return values


def _shown(frame: Frame) -> Iterable[tuple[Phase, float, float, str]]:
    """The phases that fall on the axis, with their two ends and their tint."""
    for count, phase in enumerate(frame.chart.phases):
        left = frame.axis.clamped(phase.starts_on)
        right = frame.axis.right if phase.ends_on is None else frame.axis.clamped(phase.ends_on)
        right = min(right + frame.axis.per_day, frame.axis.right) if phase.ends_on else right
        if right - left >= 1:
            yield phase, left, right, "chart-phase-alt" if count % 2 else "chart-phase"


def _phases(frame: Frame, top: float, bottom: float) -> None:
    for _phase, left, right, role in _shown(frame):
        frame.sheet.rect(Box(left, top, right, bottom), role)


def _phase_names(frame: Frame, baseline: float) -> None:
    """Each name stays inside its own phase: whole, or its first words, or not at all."""
    for phase, left, right, _role in _shown(frame):
        ways = wordings(phase.label, right - left - 8, frame.size.text, bold=True)
        frame.label(ways, (Spot(left + 5, baseline),), "chart-phase-label", bold=True)


def _grid(frame: Frame, values: ValueAxis, steps: tuple[float, ...]) -> None:
    for step in steps:
        y = values.y(step)
        role = "chart-axis" if step == steps[0] else "chart-grid"
        frame.sheet.line((frame.axis.left, y), (frame.axis.right, y), role)
        frame.label((plain(step),), (Spot(frame.axis.left - 8, y + 4.5, "end"),), "chart-label")


def _flags(frame: Frame, base: float) -> None:
    """Small flags on the base line; those within reach of each other stand on longer poles."""
    last, height = -100.0, 0
    for flag in sorted(frame.chart.flags, key=lambda each: each.on):
        if not frame.axis.within(flag.on):
            continue
        x = frame.axis.x(flag.on)
        height = (height + 1) % 4 if x - last < 11 else 0
        last = x
        draw_flag(frame.sheet, x, base, 17 + 10 * height)


def draw_flag(sheet: Sheet, x: float, base: float, pole: float) -> None:
    top = base - pole
    d = f"M{number(x)} {number(base)}V{number(top)}h9v8h-9"
    sheet.path(d, "chart-flag", width=1.3)


def _levels(frame: Frame, values: ValueAxis) -> None:
    for level in frame.chart.levels:
        if known(level.value):
            y = values.clamped(level.value)
            left, right = (
                frame.axis.clamped(level.first_on),
                frame.axis.clamped(level.last_on) + frame.axis.per_day,
            )
            frame.sheet.line((left, y), (min(right, frame.axis.right), y), "chart-level", 1.75, "2.5 3")


def _dots(frame: Frame, values: ValueAxis) -> None:
    radius = max(min(frame.size.dot, 7 * frame.axis.per_day * 0.36), 1.5)
    for week in frame.chart.weeks:
        if week.has_range:
            _range(frame, values, week)
    for week in frame.chart.weeks:
        if week.has_rate and week.rate is not None:
            x, y = frame.axis.x(week.starts_on, 3.5), values.clamped(week.rate)
            if week.rate > values.high:
                _beyond(frame, x, y)
            elif week.tested:
                frame.sheet.circle(x, y, radius, "chart-dot")
            else:
                frame.sheet.circle(x, y, max(radius - 0.8, 1), "chart-dot-open", stroke=1.7)


def _range(frame: Frame, values: ValueAxis, week: Week) -> None:
    """The 75 % range; where it leaves the lane, a small arrow says that it goes on."""
    if not (known(week.low) and known(week.high)):
        return
    x, top = frame.axis.x(week.starts_on, 3.5), values.clamped(week.high)
    frame.sheet.line((x, values.clamped(week.low)), (x, top), "chart-range", 1.5)
    if week.high > values.high:
        _beyond(frame, x, top)


def _beyond(frame: Frame, x: float, top: float) -> None:
    """It goes on above the lane: the table has the number."""
    frame.sheet.path(f"M{number(x - 3)} {number(top + 4)}l3 -4l3 4", "chart-range", width=1.5)
