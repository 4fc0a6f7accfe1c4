"""Colours. On the web a mark carries only its class; in print and PDF the same mark carries plain colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Palette:
    """The colours of one medium, by the names of the design tokens."""

    ink: str
    ink_2: str
    ink_3: str
    line: str
    edge: str
    accent: str
    tint: str
    tint_2: str
    symptom: str
    surface: str
    sunk: str
    cell: str
    hatch: str
    bar_2: str
    font: str = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"


PRINT = Palette(
    ink="#000000", ink_2="#222222", ink_3="#444444", line="#BBBBBB", edge="#444444", accent="#000000",
    tint="#EBEBEB", tint_2="#F5F5F5", symptom="#222222", surface="#FFFFFF", sunk="#E0E0E0", cell="#BDBDBD",
    hatch="#666666", bar_2="#777777",
)  # fmt: skip
LIGHT = Palette(
    ink="#1B2430", ink_2="#47505D", ink_3="#626975", line="#DDD9CF", edge="#807C72", accent="#1D5B73",
    tint="#E2EDF1", tint_2="#ECF1F1", symptom="#A8481F", surface="#FFFFFF", sunk="#EDEBE4", cell="#C9C5BB",
    hatch="#9B978C", bar_2="#7B9DAB",
)  # fmt: skip

Paint = Palette | Literal["css"]


@dataclass(frozen=True)
class Role:
    """How one kind of mark is painted: names of palette fields for its fill and its stroke."""

    fill: str | None = None
    stroke: str | None = None
    opacity: float | None = None


# The keys are the class names of static/css: a new one needs its line there too (a test compares them).
ROLES = {
    "chart-grid": Role(stroke="line"),
    "chart-axis": Role(stroke="ink_3"),
    "chart-label": Role(fill="ink_3"),
    "chart-dot": Role(fill="symptom"),
    "chart-dot-open": Role(fill="surface", stroke="symptom"),
    "chart-dot-pale": Role(fill="symptom", opacity=0.45),
    "chart-symptom-line": Role(stroke="symptom"),
    "chart-range": Role(stroke="symptom", opacity=0.6),
    "chart-level": Role(stroke="ink"),
    "chart-start": Role(stroke="accent"),
    "chart-start-label": Role(fill="ink"),
    "chart-readout": Role(stroke="accent"),
    "chart-phase": Role(fill="tint"),
    "chart-phase-alt": Role(fill="tint_2"),
    "chart-phase-label": Role(fill="accent"),
    "chart-flag": Role(fill="ink", stroke="ink"),
    "chart-cell": Role(fill="cell"),
    "chart-cell-hatch": Role(stroke="hatch"),
    "chart-band": Role(fill="tint"),
    "chart-band-alt": Role(fill="sunk"),
    "chart-diamond": Role(fill="accent"),
    "chart-value": Role(fill="ink"),
    "chart-line": Role(stroke="accent"),
    "spark-before": Role(fill="edge"),
    "spark-after": Role(fill="symptom"),
    "spark-hatch": Role(stroke="hatch"),
    "spark-start": Role(stroke="accent"),
    "spark-base": Role(stroke="line"),
    "pattern-bar": Role(fill="symptom"),
    "bar-line": Role(stroke="line"),
    "bar-track": Role(fill="sunk"),
    "bar-fill": Role(fill="accent"),
    "bar-fill-2": Role(fill="bar_2"),
    "bar-open": Role(fill="tint", stroke="accent"),
    "bar-dot": Role(fill="surface", stroke="accent"),
    "bar-tick": Role(stroke="ink"),
    "bar-tick-quiet": Role(stroke="ink_3"),
}


def paint(role: str, palette: Paint) -> dict[str, str]:
    """The attributes that colour a mark: a class on the web, fill and stroke elsewhere.

    >>> paint("chart-dot", "css")
    {'class': 'chart-dot'}
    >>> paint("chart-dot", PRINT)
    {'fill': '#222222'}
    """
    look = ROLES[role]
    if palette == "css":
        attributes = {"class": role}
    else:
        attributes = {}
        if look.fill:
            attributes["fill"] = getattr(palette, look.fill)
        if look.stroke:
            attributes["stroke"] = getattr(palette, look.stroke)
        if look.opacity is not None:
            attributes["opacity"] = f"{look.opacity:g}"
    if look.fill is None:
        attributes["fill"] = "none"
    return attributes
