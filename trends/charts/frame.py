"""What all lanes of one chart share: the sheet, the time axis, and the upright lines for start and read-out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from trends.charts.axes import TimeAxis
from trends.charts.data import HelpingChart
from trends.charts.palette import Paint
from trends.charts.sizes import Size
from trends.charts.svg import Sheet, Svg
from trends.charts.text import Box, Spot
from trends.wording.numbers import short_day
from trends.wording.pictures import NOTHING_YET, chart_description, chart_title

LAB_REACH = timedelta(days=42)  # a result this far outside the weeks still widens the axis
RIGHT = 8.0
TALL = 2000.0  # the height is known only when the last lane is drawn


@dataclass
class Frame:
    """A chart in the making. `y` is the lower edge of what is drawn so far."""

    chart: HelpingChart
    size: Size
    sheet: Sheet
    axis: TimeAxis
    y: float = 0.0
    lines_from: float = 0.0

    @property
    def start_x(self) -> float | None:
        start = self.chart.start
        return self.axis.x(start) if start is not None and self.axis.within(start) else None

    @property
    def readout_x(self) -> float | None:
        readout = self.chart.readout
        return self.axis.x(readout) if readout is not None and self.axis.within(readout) else None

    def label(
        self, wordings: tuple[str, ...], spots: tuple[Spot, ...], role: str, bold: bool = False
    ) -> Spot | None:
        return self.sheet.label(wordings, spots, role, bold, self.size.text)

    def caption(self, baseline: float, *wordings: str) -> None:
        """The name of a lane, at its left end or just right of the start line, never across it."""
        spots = [Spot(self.axis.left, baseline)]
        if self.start_x is not None:
            spots.append(Spot(self.start_x + 6, baseline))
        for spot in spots:
            if self.label(wordings, (spot,), "chart-label"):
                return

    def header(self) -> None:
        """Start and read-out by name, on one line, or on two when they would meet."""
        self._header_label(self.start_x, self.chart.start, "Start", "chart-start-label", bold=True)
        self._header_label(self.readout_x, self.chart.readout, "Read-out", "chart-label")
        self.lines_from = self.y

    def _header_label(
        self, x: float | None, day: date | None, name: str, role: str, bold: bool = False
    ) -> None:
        if x is None or day is None:
            return
        right = self.sheet.width - 1
        for row in (14.0, 31.0):
            spots = (Spot(x, row, "middle"), Spot(right, row, "end"), Spot(self.axis.left, row))
            if self.label((f"{name} {short_day(day)}",), spots, role, bold):
                self.y = max(self.y, row + 5)
                return

    def block_lines(self, readout_to: float) -> None:
        """Keep all later labels off the upright lines."""
        for x, bottom in ((self.start_x, TALL), (self.readout_x, readout_to)):
            if x is not None:
                self.sheet.room.take(Box(x - 2, self.lines_from, x + 2, bottom))

    def finish(self) -> Svg:
        self.sheet.height = self.y
        return self.sheet.finish(chart_title(self.chart), chart_description(self.chart))


def new_frame(chart: HelpingChart, size: Size, palette: Paint, prefix: str, gutter: float) -> Frame:
    first, last = _span(chart)
    sheet = Sheet(size.width, TALL, palette, prefix)
    return Frame(chart, size, sheet, TimeAxis(first, last, gutter, size.width - RIGHT))


def _span(chart: HelpingChart) -> tuple[date, date]:
    """The first day to show and the day after the last: all weeks, the start, the read-out, the nearer labs."""
    firsts = [week.starts_on for week in chart.weeks]
    lasts = [week.starts_on + timedelta(days=7) for week in chart.weeks]
    if chart.start:
        firsts.append(chart.start - timedelta(days=3))
        lasts.append(chart.start + timedelta(days=7))
    if chart.readout:
        lasts.append(chart.readout + timedelta(days=4))
    first, last = min(firsts), max(lasts)
    labs = [point.on for point in chart.labs.points] if chart.labs else []
    near = [on for on in labs if first - LAB_REACH <= on <= last + LAB_REACH]
    first = min([first, *(on - timedelta(days=3) for on in near)])
    last = max([last, *(on + timedelta(days=5) for on in near)])
    # A week more on the left shows the name of the first month.
    return (first.replace(day=1) if first.day <= 7 else first), last


def empty_chart(chart: HelpingChart, size: Size, palette: Paint, prefix: str) -> Svg:
    """A picture of no answers: it says so, instead of drawing zeros."""
    sheet = Sheet(size.width, 96, palette, prefix)
    sheet.line((RIGHT, 70), (size.width - RIGHT, 70), "chart-axis")
    sheet.text(NOTHING_YET, Spot(size.width / 2, 48, "middle"), "chart-label", size=size.text)
    return sheet.finish(chart_title(chart), chart_description(chart))
