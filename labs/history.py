"""One test over time as a picture: joined points on labelled bands. Pure; plain values in, SVG out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

WIDTH, LANE, FOOT = 340.0, 128.0, 26.0
TEXT, VALUE = 13.0, 14.0
LETTER = 0.48
"""Width of a letter of the site's type, in em, on the generous side: labels never meet."""


@dataclass(frozen=True)
class Point:
    on: dt.date
    value: float
    words: str


@dataclass(frozen=True)
class Band:
    """A stretch of the axis; None is an open end. `names`: what may be written in it, the longest first."""

    low: float | None
    high: float | None
    names: tuple[str, ...]
    is_usual: bool = False


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass
class Room:
    """What is taken, so that no label is written over another one, a point or the edge."""

    taken: list[Box] = field(default_factory=list)

    def claim(self, box: Box) -> bool:
        if box.left < 0 or box.right > WIDTH or any(box.meets(other) for other in self.taken):
            return False
        self.taken.append(box)
        return True


@dataclass(frozen=True)
class Scale:
    """From a value to a height and from a day to a place across."""

    bottom: float
    top: float
    first: dt.date
    days: int
    right: float

    def y(self, value: float) -> float:
        share = (value - self.bottom) / (self.top - self.bottom)
        return LANE - min(max(share, 0.0), 1.0) * LANE

    def x(self, on: dt.date) -> float:
        if not self.days:
            return 26.0
        return 26.0 + (on - self.first).days / self.days * (self.right - 26.0)


def history(
    points: Sequence[Point],
    bands: Sequence[Band],
    *,
    title: str,
    description: str,
    prefix: str = "lab",
    from_zero: bool = False,
) -> str:
    """The picture of at least one result. `prefix` starts its ids and is unique on the page.

    Colours come from the style sheet by class; there is no style attribute and no script in it, and everything
    written on it is escaped.
    """
    ordered = sorted(points, key=lambda point: point.on)
    scale, room = _scale(ordered, bands, from_zero), Room()
    marks = _shades(bands, scale) + _joined(ordered, scale, room)
    marks += _values(ordered, scale, room) + _names(bands, scale, room)
    marks.append(f'<line class="chart-axis" x1="0" x2="{n(WIDTH)}" y1="{n(LANE)}" y2="{n(LANE)}"/>')
    marks += _days(ordered, scale)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {n(WIDTH)} {n(LANE + FOOT)}"'
        f' aria-labelledby="{prefix}-title {prefix}-desc"><title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{escape(description)}</desc>{"".join(marks)}</svg>'
    )


def n(number: float) -> str:
    """A coordinate with at most one decimal.

    >>> n(12.0), n(3.14159)
    ('12', '3.1')
    """
    return f"{number:.1f}".removesuffix(".0")


def _scale(points: Sequence[Point], bands: Sequence[Band], from_zero: bool) -> Scale:
    limits = [end for band in bands for end in (band.low, band.high) if end is not None]
    ends = [*limits, *(point.value for point in points)]
    low, high = min(ends), max(ends)
    air = (high - low) * 0.3 or abs(high) * 0.3 or 1.0
    bottom = 0.0 if from_zero and low >= 0 else low - air
    if from_zero:
        air = max(high * 0.25, 1e-9)
    first, last = points[0].on, points[-1].on
    # The right third stays free for the names of the bands, unless there are many points to show.
    right = WIDTH * (0.42 if len(points) <= 2 else 0.6 if len(points) <= 8 else 0.9)
    return Scale(bottom, high + air, first, (last - first).days, right)


def _edges(band: Band, scale: Scale) -> tuple[float, float]:
    top = 0.0 if band.high is None else scale.y(band.high)
    return top, LANE if band.low is None else scale.y(band.low)


def _shades(bands: Sequence[Band], scale: Scale) -> list[str]:
    """The usual band in the tint, then every other one, so that no edge needs a line of its own."""
    usual = next((place for place, band in enumerate(bands) if band.is_usual), len(bands) - 1)
    drawn = []
    for place, band in enumerate(bands):
        top, bottom = _edges(band, scale)
        css = "chart-band" if place == usual else "chart-band-alt" if (place - usual) % 2 else ""
        if css and bottom > top:
            drawn.append(
                f'<rect class="{css}" x="0" y="{n(top)}" width="{n(WIDTH)}" height="{n(bottom - top)}"/>'
            )
    return drawn


def _joined(points: Sequence[Point], scale: Scale, room: Room) -> list[str]:
    corners = [(scale.x(point.on), scale.y(point.value)) for point in points]
    for start, end in zip(corners, corners[1:], strict=False):
        _keep_off(room, start, end)
    room.taken += [Box(x - 6, y - 6, x + 6, y + 6) for x, y in corners]
    drawn = []
    if len(corners) > 1:
        places = " ".join(f"{n(x)},{n(y)}" for x, y in corners)
        drawn.append(f'<polyline class="chart-line" points="{places}"/>')
    size = 7 if len(corners) <= 12 else 4
    for x, y in corners:
        shape = f"M{n(x)} {n(y - size)}L{n(x + size)} {n(y)}L{n(x)} {n(y + size)}L{n(x - size)} {n(y)}Z"
        drawn.append(f'<path class="chart-diamond" d="{shape}"/>')
    return drawn


def _keep_off(room: Room, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Take small squares along a line, so that no label is written across it."""
    (x1, y1), (x2, y2) = start, end
    steps = max(int(max(abs(x2 - x1), abs(y2 - y1)) / 6), 1)
    for step in range(steps + 1):
        x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
        room.taken.append(Box(x - 2, y - 2, x + 2, y + 2))


def _values(points: Sequence[Point], scale: Scale, room: Room) -> list[str]:
    """The newest and the oldest, the highest and the lowest, then the others where there is room."""
    drawn = []
    for point in _first_things_first(points):
        x, y, width = scale.x(point.on), scale.y(point.value), _width(point.words, VALUE)
        beside = [(x + 11, y + 5, "start"), (x + 9, y + 17, "start")]
        over = [(x, y - 11, "middle"), (x, y + 20, "middle")]
        # Where points are close, only a label straight over or under one clearly belongs to it.
        spots = [*beside, *over, (x - 11, y + 5, "end")] if len(points) <= 7 else [*over, beside[0]]
        for left, base, anchor in spots:
            box = _box(left, base, anchor, width, VALUE)
            if box.top >= 0 and box.bottom <= LANE and room.claim(box):
                drawn.append(_text("chart-value", left, base, anchor, point.words))
                break
    return drawn


def _first_things_first(points: Sequence[Point]) -> list[Point]:
    ranked = sorted(points, key=lambda point: point.value)
    return list(dict.fromkeys([points[-1], points[0], ranked[-1], ranked[0], *points]))


def _names(bands: Sequence[Band], scale: Scale, room: Room) -> list[str]:
    drawn = []
    for band in bands:
        top, bottom = _edges(band, scale)
        rows = [top + 17, (top + bottom) / 2 + 4.5, bottom - 6]
        spots = [(x, y, anchor) for x, anchor in ((WIDTH - 7, "end"), (7.0, "start")) for y in rows]
        spots = [spot for spot in spots if bottom - top >= 15]
        if len(bands) == 1:
            # One band alone may be named just outside it: nothing else could be meant.
            spots += [(7.0, bottom + 16, "start"), (WIDTH - 7, bottom + 16, "end"), (7.0, top - 6, "start")]
        for name, (x, y, anchor) in ((name, spot) for name in band.names for spot in spots):
            box = _box(x, y, anchor, _width(name, TEXT), TEXT)
            if box.top >= 0 and box.bottom <= LANE and room.claim(box):
                drawn.append(_text("chart-label", x, y, anchor, name))
                break
    return drawn


def _days(points: Sequence[Point], scale: Scale) -> list[str]:
    """The last and the first day, and those between where there is room. The year where there are several."""
    room, drawn = Room(), []
    several = len({point.on.year for point in points}) > 1
    for on in dict.fromkeys([points[-1].on, points[0].on, *(point.on for point in points)]):
        words = f"{on.day} {on:%b}" + (f" {on.year}" if several else "")
        width, base = _width(words, TEXT), LANE + 19
        left = min(max(scale.x(on) - width / 2, 0.5), WIDTH - width - 0.5)
        if room.claim(Box(left - 4, base - 10, left + width + 4, base + 3) if left > 4 else
                      Box(0, base - 10, left + width + 4, base + 3)):  # fmt: skip
            drawn.append(_text("chart-label", left, base, "start", words))
    return drawn


def _width(words: str, size: float) -> float:
    return len(words) * size * LETTER


def _box(x: float, base: float, anchor: str, width: float, size: float) -> Box:
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, base - 0.8 * size, left + width, base + 0.25 * size)


def _text(css: str, x: float, y: float, anchor: str, words: str) -> str:
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{css}" x="{n(x)}" y="{n(y)}"{place}>{escape(words)}</text>'
