"""The picture of "Is it helping?": one time axis, three lanes; and its short form for the doctor's desk."""

from __future__ import annotations

from trends.charts.axes import Tick
from trends.charts.coverage import draw_coverage, draw_gaps
from trends.charts.data import HelpingChart
from trends.charts.frame import Frame, empty_chart, new_frame
from trends.charts.labs import draw_labs, lab_edges
from trends.charts.palette import Paint
from trends.charts.rates import draw_rates, value_steps
from trends.charts.sizes import DESK, PHONE, Size
from trends.charts.svg import Svg
from trends.charts.text import Spot, text_width
from trends.wording.numbers import short_day
from trends.wording.pictures import plain


def helping_chart(
    chart: HelpingChart, size: Size = PHONE, palette: Paint = "css", prefix: str = "helping"
) -> Svg:
    """Weeks with their ranges, nights answered, and lab values, with the start through all lanes.

    `prefix` begins the ids: give each chart on a page its own.
    """
    if chart.is_empty:
        return empty_chart(chart, size, palette, prefix)
    numbers = [*value_steps(chart), *(lab_edges(chart.labs.bands) if chart.labs else ())]
    frame = new_frame(chart, size, palette, prefix, _gutter(numbers, size))
    frame.header()
    values = draw_rates(frame)
    draw_coverage(frame)
    draw_labs(frame)
    _start_line(frame, frame.y + 8)
    _readout_line(frame, values.bottom)
    _months(frame, frame.y + 10)
    return frame.finish()


def doctor_chart(chart: HelpingChart, size: Size = DESK, palette: Paint = "css", prefix: str = "desk") -> Svg:
    """The first lane alone, named by start and first phase, with hatches under the axis for missing nights."""
    if chart.is_empty:
        return empty_chart(chart, size, palette, prefix)
    frame = new_frame(chart, size, palette, prefix, _gutter(value_steps(chart), size))
    _desk_header(frame)
    values = draw_rates(frame, named_phases=False)
    draw_gaps(frame)
    _start_line(frame, values.bottom)
    _months(frame, frame.y)
    return frame.finish()


def _gutter(numbers: list[float] | tuple[float, ...], size: Size) -> float:
    return max(text_width(plain(value), size.text) for value in numbers) + 10


def _desk_header(frame: Frame) -> None:
    frame.y = frame.lines_from = 19.0
    start, x = frame.chart.start, frame.start_x
    if start is None or x is None:
        return
    first = [phase.label for phase in frame.chart.phases[:1]]
    wordings = (", ".join([f"Start {short_day(start)}", *first]), f"Start {short_day(start)}")
    right = frame.sheet.width - 1
    spots = (Spot(x + 5, 14), Spot(x, 14, "middle"), Spot(right, 14, "end"), Spot(1, 14))
    frame.label(wordings, spots, "chart-start-label", bold=True)


def _start_line(frame: Frame, bottom: float) -> None:
    if frame.start_x is not None:
        frame.sheet.line((frame.start_x, frame.lines_from), (frame.start_x, bottom), "chart-start", 2)


def _readout_line(frame: Frame, bottom: float) -> None:
    if frame.readout_x is not None:
        frame.sheet.line(
            (frame.readout_x, frame.lines_from), (frame.readout_x, bottom), "chart-readout", 1.6, "4 4"
        )


def _months(frame: Frame, y: float) -> None:
    axis = frame.axis
    frame.sheet.room.taken.clear()  # a row of its own: nothing above can be in its way
    frame.sheet.line((axis.left, y), (axis.right, y), "chart-axis")
    for tick in axis.ticks():
        _month(frame, tick, y)
    frame.y = y + 25


def _month(frame: Frame, tick: Tick, y: float) -> None:
    x = frame.axis.x(tick.on)
    frame.sheet.line((x, y), (x, y + 5), "chart-axis")
    frame.label(tick.wordings, (Spot(x + 3, y + 18),), "chart-label")
