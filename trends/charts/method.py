"""Two drawings that explain the comparison: why a start at the worst misleads, and which nights count how much."""

from __future__ import annotations

import math
from dataclasses import dataclass

from trends.charts.palette import Paint
from trends.charts.svg import TEXT, VALUE, Sheet, Svg, hatching, number
from trends.charts.text import Box, Spot

# An invented symptom that changes by itself around a level that stays: height in shares of the picture.
LEVEL, SWING = 0.48, 0.46
PEAK = 0.40
"""Where on the line somebody has had enough and starts something."""


@dataclass(frozen=True)
class Words:
    """What is written into a drawing, and the sentence that says the same without it."""

    title: str
    sentence: str
    labels: tuple[str, ...]


def start_at_the_worst(words: Words, width: float, palette: Paint = "css", prefix: str = "worst") -> Svg:
    """A wave around its average, with the start on its crest. Labels: the start, the average, better by itself."""
    height, top, bottom = 190.0, 34.0, 164.0
    sheet = Sheet(width, height, palette, prefix)
    start, average, later = words.labels

    def y(share: float) -> float:
        return bottom - (bottom - top) * _wave(share)

    middle = bottom - (bottom - top) * LEVEL
    sheet.line((0, middle), (width, middle), "chart-axis", dash="3 4")
    steps = [step / 90 for step in range(91)]
    points = "L".join(f"{number(share * width)} {number(y(share))}" for share in steps)
    sheet.path(f"M{points}", "chart-symptom-line", 2.5)
    x = PEAK * width
    sheet.line((x, 22), (x, bottom + 6), "chart-start", 2)
    sheet.circle(x, y(PEAK), 5.5, "chart-dot")
    sheet.text(start, Spot(x, 14, "middle"), "chart-start-label", bold=True, size=VALUE)
    sheet.text(average, Spot(width - 1, middle - 7, "end"), "chart-label", size=TEXT)
    sheet.text(later, Spot(width - 1, height - 5, "end"), "chart-label", size=TEXT)
    return sheet.finish(words.title, words.sentence)


def _wave(share: float) -> float:
    """Two slow swings added up, highest at the start of the supplement."""
    turn = 2 * math.pi * (share - PEAK)
    return LEVEL + SWING * (0.76 * math.cos(1.12 * turn) + 0.24 * math.cos(4.1 * turn))


BEFORE, LEAD_IN, AFTER = 56, 14, 84
LOOKS = (56, 84)
BUILD_UP = 25.0
"""Nights in which most of an effect builds up, as the comparison assumes it."""


def which_nights_count(words: Words, width: float, palette: Paint = "css", prefix: str = "nights") -> Svg:
    """One column a night, as high as it weighs. Labels: before, worst fortnight, since the start, two looks, start."""
    height, bottom, tall = 210.0, 150.0, 92.0
    sheet = Sheet(width, height, palette, prefix)
    before, fortnight, after, first, last, start = words.labels
    wide = width / (BEFORE + AFTER)

    def x(night: int) -> float:
        return (night + BEFORE) * wide

    columns, hatched = [], []
    for night in range(-BEFORE, AFTER):
        box = Box(x(night) + wide * 0.12, bottom - tall * _weight(night), x(night + 1) - wide * 0.12, bottom)
        if -LEAD_IN <= night < 0:
            hatched.append(_column(box))
        else:
            columns.append(_column(box))
    sheet.path("".join(columns), "chart-cell")
    lead_in = Box(x(-LEAD_IN), bottom - tall * 0.92, x(0), bottom)
    sheet.path(hatching(lead_in, 6), "chart-cell-hatch", 0.9)
    sheet.line((0, bottom), (width, bottom), "chart-axis")
    sheet.line((x(0), 40), (x(0), bottom + 6), "chart-start", 2)
    sheet.text(start, Spot(x(0), 32, "middle"), "chart-start-label", bold=True, size=VALUE)
    for night, label in zip(LOOKS, (first, last), strict=True):
        at = min(x(night), width - 1)
        sheet.line((at, 40), (at, bottom + 6), "chart-readout", 1.75)
        sheet.text(label, Spot(at, 32, "end"), "chart-value", bold=True, size=VALUE)
    sheet.text(before, Spot(0, bottom + 22), "chart-label")
    sheet.text(fortnight, Spot(x(-LEAD_IN // 2), bottom + 44, "middle"), "chart-label")
    sheet.line((x(-LEAD_IN // 2), bottom + 4), (x(-LEAD_IN // 2), bottom + 31), "chart-grid")
    sheet.text(after, Spot(width - 1, bottom + 22, "end"), "chart-label")
    return sheet.finish(words.title, words.sentence)


def _weight(night: int) -> float:
    return 0.92 if night < 0 else 1 - math.exp(-(night + 1) / BUILD_UP)


def _column(box: Box) -> str:
    return f"M{number(box.left)} {number(box.bottom)}V{number(box.top)}H{number(box.right)}V{number(box.bottom)}z"
