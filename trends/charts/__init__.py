"""Pictures from numbers: pure functions that give SVG, for the page (classes) and for print and PDF (plain colours)."""

from trends.charts.bars import limit_bar, phase_bar, range_bar
from trends.charts.data import (
    Band,
    Flag,
    HelpingChart,
    LabHistory,
    LabPoint,
    Level,
    LimitBar,
    Part,
    Phase,
    RangeBar,
    Week,
)
from trends.charts.helping import doctor_chart, helping_chart
from trends.charts.lab_history import lab_history
from trends.charts.legend import Key, legend
from trends.charts.method import Words, start_at_the_worst, which_nights_count
from trends.charts.palette import LIGHT, PRINT, Palette
from trends.charts.people import people, strip
from trends.charts.sizes import DESK, DESKTOP, PHONE, Size
from trends.charts.spark import spark
from trends.charts.svg import Svg
from trends.charts.table import Row, Table, chart_table

__all__ = [
    "DESK", "DESKTOP", "LIGHT", "PHONE", "PRINT",
    "Band", "Flag", "HelpingChart", "Key", "LabHistory", "LabPoint", "Level", "LimitBar", "Palette", "Part", "Phase",
    "RangeBar", "Row", "Size", "Svg", "Table", "Week", "Words",
    "chart_table", "doctor_chart", "helping_chart", "lab_history", "legend", "limit_bar", "people",
    "phase_bar", "range_bar", "spark", "start_at_the_worst", "strip", "which_nights_count",
]  # fmt: skip
