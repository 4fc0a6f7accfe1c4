"""One test over time: joined points on its labelled bands."""

from __future__ import annotations

from trends.charts.axes import TimeAxis, ValueAxis
from trends.charts.data import LabHistory, LabPoint
from trends.charts.labs import band_box, band_reach, draw_diamond, lab_axis, value_label
from trends.charts.palette import Paint
from trends.charts.svg import TEXT, Sheet, Svg, number
from trends.charts.text import Box, Spot
from trends.wording.numbers import known, short_day
from trends.wording.pictures import lab_description

LANE = 98.0
EMPTY = "No result yet."


def lab_history(labs: LabHistory, width: float = 316, palette: Paint = "css", prefix: str = "lab") -> Svg:
    """Values as reported, joined because they are one line of results, on bands that say their own name."""
    points = sorted((point for point in labs.points if known(point.value)), key=lambda point: point.on)
    title = f"{labs.name}, {labs.unit}"
    if not points:
        return _empty(labs, width, palette, prefix, title)
    sheet = Sheet(width, LANE + 26, palette, prefix)
    values = lab_axis(points, labs.bands, 1, LANE)
    axis = _days(points, width)
    _bands(sheet, labs, values)
    _joined(sheet, points, axis, values)
    sheet.room.take(Box(0, LANE - 1, width, LANE + 60))  # the axis and the dates
    for point in points:
        value_label(sheet, axis.x(point.on), values.y(point.value), point)
    _band_names(sheet, labs, values)
    sheet.line((0, LANE), (width, LANE), "chart-axis")
    _dates(sheet, points, axis)
    return sheet.finish(title, lab_description(labs))


def _empty(labs: LabHistory, width: float, palette: Paint, prefix: str, title: str) -> Svg:
    sheet = Sheet(width, 60, palette, prefix)
    sheet.text(EMPTY, Spot(width / 2, 34, "middle"), "chart-label")
    sheet.line((0, 52), (width, 52), "chart-axis")
    return sheet.finish(title, lab_description(labs))


def _days(points: list[LabPoint], width: float) -> TimeAxis:
    """First to last result, with the right third left free for the names of the bands."""
    first, last = points[0].on, points[-1].on
    return TimeAxis(first, last, 24.0, width * (0.38 if len(points) == 2 else 0.6))


def _bands(sheet: Sheet, labs: LabHistory, values: ValueAxis) -> None:
    """The usual band in the tint, then every other one, so that no edge needs a line of its own."""
    ordered = sorted(labs.bands, key=lambda band: band.low or 0.0, reverse=True)
    usual = next((place for place, band in enumerate(ordered) if band.usual), 0)
    for place, band in enumerate(ordered):
        box = band_box(band, values, 0, sheet.width)
        if place == usual:
            sheet.rect(box, "chart-band")
        elif (place - usual) % 2:
            sheet.rect(box, "chart-band-alt")


def _joined(sheet: Sheet, points: list[LabPoint], axis: TimeAxis, values: ValueAxis) -> None:
    corners = [(axis.x(point.on), values.y(point.value)) for point in points]
    if len(corners) > 1:
        sheet.path("M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners), "chart-line", width=2)
    for (x1, y1), (x2, y2) in zip(corners, corners[1:], strict=False):
        _keep_off(sheet, x1, y1, x2, y2)
    for x, y in corners:
        draw_diamond(sheet, x, y)


def _keep_off(sheet: Sheet, x1: float, y1: float, x2: float, y2: float) -> None:
    """Take small squares along a line, so that no label is written across it."""
    steps = max(int(max(abs(x2 - x1), abs(y2 - y1)) / 6), 1)
    for step in range(steps + 1):
        x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
        sheet.room.take(Box(x - 2, y - 2, x + 2, y + 2))


def _band_names(sheet: Sheet, labs: LabHistory, values: ValueAxis) -> None:
    for band in labs.bands:
        box = band_box(band, values, 0, sheet.width)
        if box.bottom - box.top < 15:
            continue
        middle = (box.top + box.bottom) / 2 + 4.5
        rows = (min(box.top + 16, box.bottom - 3), middle, box.bottom - 5)
        spots = [Spot(sheet.width - 6, y, "end") for y in rows] + [Spot(6, y) for y in rows]
        sheet.label((band_reach(band), band.label), tuple(spots), "chart-label", size=TEXT)


def _dates(sheet: Sheet, points: list[LabPoint], axis: TimeAxis) -> None:
    """The last and the first day before those between, which are named only where there is room."""
    several_years = len({point.on.year for point in points}) > 1
    sheet.room.taken.clear()  # a row of its own
    named = dict.fromkeys([points[-1].on, points[0].on, *(point.on for point in points)])
    for on in named:
        x, y = axis.x(on), LANE + 18
        words = short_day(on) + (f" {on.year}" if several_years else "")
        sheet.label((words,), (Spot(x, y, "middle"), Spot(max(x - 12, 1), y)), "chart-label")
