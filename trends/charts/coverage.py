"""The second lane: which nights were answered. A night without an answer is hatched, never zero."""

from __future__ import annotations

from trends.charts.data import NIGHTS_A_WEEK, Week
from trends.charts.frame import Frame
from trends.charts.svg import hatching, number
from trends.charts.text import Box


def draw_coverage(frame: Frame) -> None:
    """A column of up to seven cells a week, the answered ones full, the others hatched on top."""
    what = "Days scored" if frame.chart.scored else "Nights answered"
    frame.caption(frame.y + 18, f"{what}, of 7", what)
    bottom = frame.y + 24 + frame.size.cells
    full, hatched = [], []
    for week in frame.chart.weeks:
        column = _column(frame, week)
        full.append(_cells(column, bottom, frame.size.cells, min(week.answered, NIGHTS_A_WEEK)))
        hatched.append(_hatch(column, bottom, frame.size.cells, week))
    frame.sheet.path("".join(full), "chart-cell")
    frame.sheet.path("".join(hatched), "chart-cell-hatch", width=0.9)
    frame.y = bottom


def _column(frame: Frame, week: Week) -> tuple[float, float]:
    left, right = frame.axis.x(week.starts_on), frame.axis.x(week.starts_on, 7)
    air = min(0.8, (right - left) / 8)
    return left + air, right - air


def _cells(column: tuple[float, float], bottom: float, height: float, answered: int) -> str:
    left, right = column
    pitch = height / NIGHTS_A_WEEK
    return "".join(
        f"M{number(left)} {number(bottom - (row + 1) * pitch + 1)}H{number(right)}v{number(pitch - 1)}H{number(left)}z"
        for row in range(answered)
    )


def _hatch(column: tuple[float, float], bottom: float, height: float, week: Week) -> str:
    pitch = height / NIGHTS_A_WEEK
    nights = min(max(week.nights, week.answered), NIGHTS_A_WEEK)
    if not week.unanswered:
        return ""
    top = bottom - nights * pitch
    return hatching(
        Box(column[0], top + 0.5, column[1], bottom - min(week.answered, nights) * pitch), gap=4.5
    )


def draw_gaps(frame: Frame) -> None:
    """The desk's short form: hatches under the axis, deeper the more nights of the week are missing."""
    strokes = [_gap(frame, week) for week in frame.chart.weeks if week.unanswered]
    frame.sheet.path("".join(strokes), "chart-cell-hatch", width=0.9)
    frame.y += 12


def _gap(frame: Frame, week: Week) -> str:
    left, right = _column(frame, week)
    depth = 3.5 + min(week.unanswered, NIGHTS_A_WEEK)
    return hatching(Box(left, frame.y + 3, right, frame.y + 3 + depth), gap=4.5)
