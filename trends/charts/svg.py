"""A sheet to draw on. Everything written on it is escaped; nothing on it can carry a style or a script."""

from __future__ import annotations

import re
from html import escape

from trends.charts.palette import Paint, paint
from trends.charts.text import Box, Room, Spot, printable

# The sizes that static/css gives the same classes: estimates of width rest on them.
TEXT = 13.0
VALUE = 14.0


class Svg(str):
    """A finished picture. Templates may print it as it is: everything in it was escaped when it was drawn."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def number(value: float) -> str:
    """A coordinate with at most one decimal.

    >>> number(12.0), number(3.14159), number(-0.01)
    ('12', '3.1', '0')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class Sheet:
    """One SVG in the making, `width` × `height` CSS pixels. `prefix` starts every id and is unique on the page."""

    def __init__(self, width: float, height: float, palette: Paint, prefix: str) -> None:
        if not re.fullmatch(r"[A-Za-z][\w-]*", prefix):
            raise ValueError(f"not usable as the start of an id: {prefix!r}")
        self.width, self.height, self.palette, self.prefix = width, height, palette, prefix
        self.room = Room(Box(0, 0, width, height))
        self._marks: list[str] = []

    def _add(
        self, tag: str, role: str, shape: dict[str, float | str | None], words: str | None = None
    ) -> None:
        attributes: dict[str, float | str | None] = {**paint(role, self.palette), **shape}
        written = "".join(
            f' {name}="{escape(number(value) if isinstance(value, float | int) else value)}"'
            for name, value in attributes.items()
            if value is not None
        )
        end = "/>" if words is None else f">{escape(printable(words))}</{tag}>"
        self._marks.append(f"<{tag}{written}{end}")

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        role: str,
        width: float = 1,
        dash: str | None = None,
    ) -> None:
        shape: dict[str, float | str | None] = {
            "x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1],
            "stroke-width": width, "stroke-dasharray": dash,
        }  # fmt: skip
        self._add("line", role, shape)

    def rect(self, box: Box, role: str, radius: float = 0, stroke: float | None = None) -> None:
        if box.right <= box.left or box.bottom <= box.top:
            return
        shape: dict[str, float | str | None] = {
            "x": box.left, "y": box.top, "width": box.right - box.left, "height": box.bottom - box.top,
            "rx": radius or None, "stroke-width": stroke,
        }  # fmt: skip
        self._add("rect", role, shape)

    def circle(self, x: float, y: float, r: float, role: str, stroke: float | None = None) -> None:
        self._add("circle", role, {"cx": x, "cy": y, "r": r, "stroke-width": stroke})

    def path(self, d: str, role: str, width: float | None = None) -> None:
        if d:
            self._add("path", role, {"d": d, "stroke-width": width})

    def text(self, words: str, spot: Spot, role: str, bold: bool = False, size: float = TEXT) -> None:
        shape: dict[str, float | str | None] = {
            "x": spot.x, "y": spot.y, "font-size": size,
            "text-anchor": None if spot.anchor == "start" else spot.anchor,
            "font-weight": "600" if bold else None,
        }  # fmt: skip
        self._add("text", role, shape, words)

    def label(
        self,
        wordings: tuple[str, ...],
        spots: tuple[Spot, ...],
        role: str,
        bold: bool = False,
        size: float = TEXT,
    ) -> Spot | None:
        """Write the first wording at the first spot that is free; None (and nothing written) when none is."""
        found = self.room.find(wordings, spots, size, bold)
        if found is None:
            return None
        self.text(found[0], found[1], role, bold, size)
        return found[1]

    def finish(self, title: str, description: str, kind: str = "chart") -> Svg:
        """The picture, with a name and a sentence for people who do not see it. `kind` is its own class."""
        font = "" if self.palette == "css" else f' font-family="{escape(self.palette.font)}"'
        title_id, description_id = f"{self.prefix}-title", f"{self.prefix}-desc"
        return Svg(
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" role="img"'
            f' viewBox="0 0 {number(self.width)} {number(self.height)}"'
            f' width="{number(self.width)}" height="{number(self.height)}"{font}'
            f' aria-labelledby="{title_id} {description_id}">'
            f'<title id="{title_id}">{escape(printable(title))}</title>'
            f'<desc id="{description_id}">{escape(printable(description))}</desc>'
            + "".join(self._marks)
            + "</svg>"
        )


def hatching(box: Box, gap: float = 5) -> str:
    """Diagonal strokes filling a box, as path data: real lines, so a PDF needs no pattern.

    >>> hatching(Box(0, 0, 4, 4), gap=4)
    'M0 4L4 0'
    """
    strokes = []
    width, height = box.right - box.left, box.bottom - box.top
    steps = int((width + height) / gap - 1e-9)
    for step in range(1, steps + 1):
        reach = step * gap  # the diagonal x + y = reach, seen from the top left corner
        x1, y1 = max(0.0, reach - height), min(height, reach)
        x2, y2 = min(width, reach), max(0.0, reach - width)
        strokes.append(
            f"M{number(box.left + x1)} {number(box.top + y1)}L{number(box.left + x2)} {number(box.top + y2)}"
        )
    return "".join(strokes)
