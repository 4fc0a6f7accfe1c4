"""Small bars of the patterns: columns for the hours of a night, and one bar beside each line of a table."""

from __future__ import annotations

from collections.abc import Sequence

from trends.charts.axes import round_steps
from trends.charts.palette import Paint
from trends.charts.svg import Sheet, Svg, number
from trends.charts.text import Box, Spot, text_width
from trends.wording.patterns import clock
from trends.wording.pictures import plain

WIDTH, HEIGHT, TOP, UNDER = 350.0, 132.0, 8.0, 24.0
EVERY = 3
"""Hours between two labels."""


def hour_columns(
    hours: Sequence[tuple[int, int]],
    title: str,
    description: str,
    width: float = WIDTH,
    palette: Paint = "css",
    prefix: str = "hours",
) -> Svg:
    """One column an hour, in the order of a night; `hours` are (hour, how many)."""
    sheet = Sheet(width, HEIGHT, palette, prefix)
    steps = [step for step in round_steps(max(count for _, count in hours)) if step == int(step)]
    left, base = text_width(plain(steps[-1]), 13) + 10, HEIGHT - UNDER
    scale, pitch = (base - TOP) / steps[-1], (width - left - 2) / len(hours)
    for step in steps:
        y = base - step * scale
        sheet.line((left, y), (width, y), "chart-axis" if step == 0 else "chart-grid")
        sheet.label((plain(step),), (Spot(left - 6, y + 4.5, "end"),), "chart-label")
    for place, (hour, count) in enumerate(hours):
        x = left + place * pitch
        sheet.rect(Box(x + 1.5, base - count * scale, x + pitch - 1.5, base), "pattern-bar", radius=1.5)
        if place % EVERY == 1:
            sheet.label((clock(hour),), (Spot(x + pitch / 2, HEIGHT - 6, "middle"),), "chart-label")
    return sheet.finish(title, description)


def share_bar(part: float) -> Svg:
    """A bar of one line of a table, 0–1 of its length. The line says the number: the bar is for the eye alone."""
    length = number(100 * min(max(part, 0.0), 1.0))
    return Svg(
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar-track" width="100" height="8"/>'
        f'<rect class="pattern-bar" width="{length}" height="8"/></svg>'
    )
