"""Laboratory values: the third lane of the big chart, and a test's own history on its labelled bands."""

from __future__ import annotations

from trends.charts.axes import ValueAxis
from trends.charts.data import Band, LabHistory, LabPoint
from trends.charts.frame import Frame
from trends.charts.svg import VALUE, Sheet, number
from trends.charts.text import Box, Spot
from trends.wording.numbers import known
from trends.wording.pictures import plain

DIAMOND = 6.2


def draw_labs(frame: Frame) -> None:
    """Diamonds with their values over the usual band; not joined, because nobody measured in between."""
    labs = frame.chart.labs
    if labs is None:
        return
    points = [point for point in labs.points if frame.axis.within(point.on)]
    none = "" if points else ": no result yet"
    frame.caption(frame.y + 20, f"{labs.name}, {labs.unit}{none}", f"{labs.name}{none}")
    if not points:
        frame.y += 26
        return
    top = frame.y + 28
    values = lab_axis(points, labs.bands, top, top + frame.size.labs)
    _lane_bands(frame, labs, values)
    frame.sheet.room.take(Box(0, values.bottom, frame.sheet.width, values.bottom + 60))  # the months' place
    for point in points:
        draw_diamond(frame.sheet, frame.axis.x(point.on, 0.5), values.clamped(point.value))
    for point in points:
        value_label(frame.sheet, frame.axis.x(point.on, 0.5), values.clamped(point.value), point)
    _band_word(frame, labs, values)
    frame.y = values.bottom


def lab_axis(points: list[LabPoint], bands: tuple[Band, ...], top: float, bottom: float) -> ValueAxis:
    """A scale that shows every value and every band edge, from 0 unless all of them are far from it."""
    edges = [edge for band in bands for edge in (band.low, band.high) if known(edge) and edge]
    numbers = [point.value for point in points if known(point.value)] + edges
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.3
    return ValueAxis(0.0 if low < 0.5 * high else low - room, high + room, bottom, top)


def _lane_bands(frame: Frame, labs: LabHistory, values: ValueAxis) -> None:
    left, right = frame.axis.left, frame.axis.right
    for band in labs.bands:
        if band.usual:
            frame.sheet.rect(band_box(band, values, left, right), "chart-band")
    for edge in lab_edges(labs.bands):
        y = values.y(edge)
        frame.sheet.line((left, y), (right, y), "chart-grid", dash="4 4")
        frame.label((plain(edge),), (Spot(left - 8, y + 4.5, "end"),), "chart-label")


def lab_edges(bands: tuple[Band, ...]) -> list[float]:
    """The edges between bands, the usual band's own first: where two are too close, that one keeps its number."""
    usual = [band.low for band in bands if band.usual and band.low]
    others = sorted({band.low for band in bands if band.low} - set(usual), reverse=True)
    return [*usual, *others]


def band_box(band: Band, values: ValueAxis, left: float, right: float) -> Box:
    top = values.top if band.high is None else values.clamped(band.high)
    bottom = values.bottom if band.low is None else values.clamped(band.low)
    return Box(left, top, right, bottom)


def _band_word(frame: Frame, labs: LabHistory, values: ValueAxis) -> None:
    for band in labs.bands:
        box = band_box(band, values, frame.axis.left, frame.axis.right)
        if not band.usual or box.bottom - box.top < 17:
            continue
        y = box.top + 16
        after_start = (frame.start_x or frame.axis.left) + 6
        spots = (Spot(after_start, y), Spot(box.right - 6, y, "end"), Spot(box.left + 6, y))
        frame.label((f"{band_reach(band, ': ')}", band.label), spots, "chart-label")


def band_reach(band: Band, between: str = ", ") -> str:
    """A band in words, half-open as it is compared.

    >>> band_reach(Band(30, None, "sufficient")), band_reach(Band(20, 30, "insufficient"))
    ('30 and above, sufficient', '20 to 29.9, insufficient')
    """
    if band.words or (band.low is None and band.high is None):
        return band.words or band.label
    if band.high is None:
        return f"{_edge(band.low)} and above{between}{band.label}"
    if not band.low:
        return f"under {_edge(band.high)}{between}{band.label}"
    return f"{_edge(band.low)} to {_edge(band.high - 0.1)}{between}{band.label}"


def _edge(value: float | None) -> str:
    return "" if value is None else plain(value)


def draw_diamond(sheet: Sheet, x: float, y: float, half: float = DIAMOND) -> None:
    d = f"M{number(x)} {number(y - half)}l{number(half)} {number(half)}l{number(-half)} {number(half)}"
    sheet.path(f"{d}l{number(-half)} {number(-half)}z", "chart-diamond")
    sheet.room.take(Box(x - half, y - half, x + half, y + half))


def value_label(sheet: Sheet, x: float, y: float, point: LabPoint) -> None:
    """The value beside its diamond, on the first side that is free."""
    spots = (
        Spot(x + 10, y + 4.7), Spot(x + 10, y - 4), Spot(x + 10, y + 13), Spot(x - 10, y + 4.7, "end"),
        Spot(x, y - 11, "middle"), Spot(x, y + 20, "middle"), Spot(x - 10, y - 4, "end"), Spot(x - 10, y + 13, "end"),
    )  # fmt: skip
    sheet.label((point.text,), spots, "chart-value", bold=True, size=VALUE)
