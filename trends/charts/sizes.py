"""The two sizes of the big chart, and the desk's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """CSS pixels. `rates`, `cells` and `labs` are the heights of the three lanes."""

    width: float
    rates: float
    cells: float
    labs: float
    dot: float
    text: float = 13.0


PHONE = Size(width=350, rates=228, cells=41, labs=76, dot=4.6)
DESKTOP = Size(width=560, rates=256, cells=46, labs=88, dot=5.2)
DESK = Size(width=438, rates=194, cells=0, labs=0, dot=4.4, text=12.5)
