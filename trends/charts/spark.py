"""Fourteen small bars for a row of the doctor's list: before, start, after, and weeks with too few answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trends.charts.data import Week
from trends.charts.palette import Paint
from trends.charts.svg import Sheet, Svg, hatching
from trends.charts.text import Box
from trends.wording.numbers import sentence_case
from trends.wording.pictures import spark_description

SLOTS = 14
WIDTH, HEIGHT = 104.0, 28.0
TOP, BASE = 2.0, 27.0


def spark(
    weeks: Sequence[Week],
    start: date | None,
    symptom: str = "cramps",
    *,
    enough: int = 4,
    scored: bool = False,
    palette: Paint = "css",
    prefix: str = "spark",
) -> Svg:
    """The last 14 weeks, each scaled to the patient's own highest; fewer than `enough` answered nights = hatched."""
    shown = tuple(weeks)[-SLOTS:]
    sheet = Sheet(WIDTH, HEIGHT, palette, prefix)
    sheet.line((0, BASE + 0.5), (WIDTH, BASE + 0.5), "spark-base")
    highest = max(
        (week.rate for week in shown if _is_bar(week, enough) and week.rate is not None), default=1.0
    )
    for slot, week in enumerate(shown):
        rate = week.rate if _is_bar(week, enough) and week.rate is not None else None
        role = "spark-before" if start is None or week.starts_on < start else "spark-after"
        _bar(sheet, slot, None if rate is None else rate / max(highest, 1.0), role)
    if start is not None and shown and shown[0].starts_on < start:
        _start(sheet, sum(week.starts_on < start for week in shown))
    title = f"{sentence_case(symptom)} by week"
    return sheet.finish(title, spark_description(shown, start, symptom, enough, scored=scored), kind="spark")


def _is_bar(week: Week, enough: int) -> bool:
    return week.has_rate and week.answered >= enough


def _bar(sheet: Sheet, slot: int, share: float | None, role: str) -> None:
    """One bar, `share` of the full height; None = too few answers, hatched."""
    pitch = WIDTH / SLOTS
    left, right = slot * pitch + 1.0, (slot + 1) * pitch - 1.0
    if share is None:
        sheet.path(hatching(Box(left, TOP + 2, right, BASE), gap=6), "spark-hatch", width=0.9)
        return
    # A week without any still shows a foot: it was answered, and that is not the same as no answer.
    height = max((BASE - TOP - 2) * share, 1.0)
    sheet.rect(Box(left, BASE - height, right, BASE), role, radius=min(1.0, height / 2))


def _start(sheet: Sheet, slot: int) -> None:
    x = min(slot * WIDTH / SLOTS, WIDTH - 1)
    sheet.line((x, 0), (x, HEIGHT), "spark-start", 1.6)
