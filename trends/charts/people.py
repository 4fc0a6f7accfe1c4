"""So many of a hundred people, drawn as people: the form in which a risk is read most rightly."""

from __future__ import annotations

from trends.charts.palette import Paint
from trends.charts.svg import Sheet, Svg, number
from trends.charts.text import Box

STEP_X, STEP_Y = 25.0, 30.0
HEAD, BODY = 4.4, 14.0
TOLD, WRONG, OTHERS = "bar-fill", "chart-dot", "chart-cell"
WRONG_SOMETIMES, TOLD_SOMETIMES = "chart-dot-pale", "bar-fill-2"


def people(
    told: int,
    sentence: str,
    *,
    of: int = 100,
    a_row: int = 10,
    is_wrong: bool = False,
    palette: Paint = "css",
    prefix: str = "people",
) -> Svg:
    """`told` of `of` people, row by row, in full colour and the rest pale. `is_wrong` takes the colour of a symptom."""
    rows = -(-of // a_row)
    sheet = Sheet(a_row * STEP_X, rows * STEP_Y, palette, prefix)
    figures = [_person(place % a_row, place // a_row) for place in range(of)]
    sheet.path("".join(figures[told:]), OTHERS)
    sheet.path("".join(figures[:told]), WRONG if is_wrong else TOLD)
    return sheet.finish("One figure is one person", sentence)


def _person(column: int, row: int) -> str:
    """A head over a body with round shoulders, as path data."""
    x, top = column * STEP_X + STEP_X / 2, row * STEP_Y + 2
    shoulder = top + 2 * HEAD + 1.6
    half, foot = 6.2, shoulder + BODY
    return (
        f"M{number(x - HEAD)} {number(top + HEAD)}a{HEAD} {HEAD} 0 1 1 {2 * HEAD} 0a{HEAD} {HEAD} 0 1 1 {-2 * HEAD} 0z"
        f"M{number(x - half)} {number(shoulder + half)}a{half} {half} 0 0 1 {2 * half} 0"
        f"V{number(foot)}a1.6 1.6 0 0 1 -1.6 1.6H{number(x - half + 1.6)}a1.6 1.6 0 0 1 -1.6 -1.6z"
    )


MARK, TEN = 2.6, 2.4
HEIGHT = 18.0


def strip(
    least: int,
    most: int,
    sentence: str,
    *,
    is_wrong: bool = False,
    palette: Paint = "css",
    prefix: str = "strip",
) -> Svg:
    """A hundred people as marks in one line: `least` of them in any case, up to `most` in the least favourable one."""
    places = [place * (MARK + 0.8) + place // 10 * TEN for place in range(100)]
    sheet = Sheet(places[-1] + MARK, HEIGHT, palette, prefix)
    sure, maybe = (WRONG, WRONG_SOMETIMES) if is_wrong else (TOLD, TOLD_SOMETIMES)
    for place, left in enumerate(places):
        role = sure if place < least else maybe if place < most else OTHERS
        top = 0.0 if place < most else 3.0
        sheet.rect(Box(left, top, left + MARK, HEIGHT - top), role, radius=1.2)
    return sheet.finish("One mark is one person of a hundred", sentence)
