"""What the marks of the big chart mean, one line each."""

from __future__ import annotations

from dataclasses import dataclass

from trends.charts.data import HelpingChart
from trends.charts.palette import Paint
from trends.charts.rates import draw_flag
from trends.charts.svg import Sheet, Svg, hatching
from trends.charts.text import Box
from trends.wording.numbers import listing, sentence_case, short_day


@dataclass(frozen=True)
class Key:
    """A mark and its meaning."""

    mark: Svg
    words: str


def legend(chart: HelpingChart, palette: Paint = "css", prefix: str = "key") -> tuple[Key, ...]:
    """The keys this chart needs, in the order of its lanes; nothing for an empty chart."""
    if chart.is_empty:
        return ()
    keys = [_dot(chart, palette, f"{prefix}-dot")]
    if any(week.has_rate and not week.tested for week in chart.weeks):
        keys.append(_open_dot(palette, f"{prefix}-open"))
    if chart.levels:
        keys.append(_level(palette, f"{prefix}-level"))
    if chart.flags:
        keys.append(_flag(chart, palette, f"{prefix}-flag"))
    keys.append(_cells(chart, palette, f"{prefix}-cell"))
    return tuple(keys)


def _key(sheet: Sheet, words: str) -> Key:
    return Key(sheet.finish(words, words), words)


def _sheet(palette: Paint, prefix: str) -> Sheet:
    return Sheet(28, 18, palette, prefix)


def _dot(chart: HelpingChart, palette: Paint, prefix: str) -> Key:
    sheet = _sheet(palette, prefix)
    sheet.line((14, 0), (14, 18), "chart-range", 1.5)
    sheet.circle(14, 9, 4.6, "chart-dot")
    if chart.scored:
        return _key(sheet, "Average of a week, with its lowest and highest")
    return _key(sheet, f"{sentence_case(chart.symptom)} in a week, with 3-in-4 range")


def _open_dot(palette: Paint, prefix: str) -> Key:
    sheet = _sheet(palette, prefix)
    sheet.line((14, 0), (14, 18), "chart-range", 1.5)
    sheet.circle(14, 9, 4, "chart-dot-open", stroke=1.7)
    return _key(sheet, "Still running or later than the read-out: shown, not tested")


def _level(palette: Paint, prefix: str) -> Key:
    sheet = _sheet(palette, prefix)
    sheet.line((1, 9), (27, 9), "chart-level", 1.75, "2.5 3")
    return _key(sheet, "Average before, and of the last four weeks")


def _flag(chart: HelpingChart, palette: Paint, prefix: str) -> Key:
    sheet = _sheet(palette, prefix)
    draw_flag(sheet, 10, 17, 16)
    names = listing([f"{flag.label} {short_day(flag.on)}" for flag in chart.flags])
    return _key(sheet, f"Other change{'s' if len(chart.flags) > 1 else ''}: {names}")


def _cells(chart: HelpingChart, palette: Paint, prefix: str) -> Key:
    sheet = _sheet(palette, prefix)
    sheet.path("M4 13h20v4h-20zM4 8h20v4h-20z", "chart-cell")
    sheet.path(hatching(Box(4, 1, 24, 6.5), gap=4.5), "chart-cell-hatch", width=0.9)
    what = "Days scored" if chart.scored else "Nights answered"
    return _key(sheet, f"{what}, of 7; hatched: no answer")
