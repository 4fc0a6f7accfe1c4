"""The benchmark's figures as the public page quotes them, read once from the file that a full run writes."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from trends import core

FILE = Path(core.__file__).parent / "figures.json"


@dataclass(frozen=True)
class Kind:
    """What a cell was measured on: a scenario, the nights before the start, and how bad it is.

    `size` is the rate per night of a counted symptom, or level and day-to-day spread of a scored one.
    """

    scenario: str
    nights_before: int
    size: float | tuple[float, float]


@dataclass(frozen=True)
class Cell:
    """Shares (0–1) of the invented diaries of one kind: told "fewer" or "more" at either read-out or in the end."""

    improved: float
    improved_week_12: float
    worsened: float
    not_enough_data: float
    covered_90: float


@dataclass(frozen=True)
class UsualWay:
    """What one usual comparison calls improved, as it is used, by scenario."""

    name: str
    nights_before: int
    improved: Mapping[str, float]


@dataclass(frozen=True)
class Figures:
    """One run of the benchmark. Empty when none has been written."""

    method_version: str = ""
    measured_on: dt.date | None = None
    diaries_per_cell: int = 0
    seed: int = 0
    counts: Mapping[Kind, Cell] = field(default_factory=dict)
    scores: Mapping[Kind, Cell] = field(default_factory=dict)
    usual_counts: tuple[UsualWay, ...] = ()

    def usual(self, name: str, nights_before: int) -> UsualWay | None:
        ways = (way for way in self.usual_counts if (way.name, way.nights_before) == (name, nights_before))
        return next(ways, None)


def among(cells: Mapping[Kind, Cell], scenarios: Iterable[str]) -> list[Cell]:
    """Every cell of these scenarios, whatever its size and however long the diary before the start."""
    wanted = set(scenarios)
    return [cell for kind, cell in cells.items() if kind.scenario in wanted]


@cache
def figures(file: Path = FILE) -> Figures:
    if not file.exists():
        return Figures()
    found = json.loads(file.read_text("utf-8"))
    day = found.get("measured_on")
    return Figures(
        method_version=found["method_version"],
        measured_on=dt.date.fromisoformat(day) if day else None,
        diaries_per_cell=found["diaries_per_cell"],
        seed=found["seed"],
        counts={_kind(cell, cell["rate"]): _cell(cell) for cell in found["counts"]},
        scores={_kind(cell, (cell["level"], cell["day_sd"])): _cell(cell) for cell in found["scores"]},
        usual_counts=tuple(
            UsualWay(way["name"], way["nights_before"], way["improved"])
            for way in found.get("peers", {}).get("counts", ())
        ),
    )


def _kind(cell: dict, size: float | tuple[float, float]) -> Kind:
    return Kind(cell["scenario"], cell["nights_before"], size)


def _cell(cell: dict) -> Cell:
    return Cell(
        improved=cell["improved"],
        improved_week_12=cell["improved_week_12"],
        worsened=cell["worsened"],
        not_enough_data=cell["not_enough_data"],
        covered_90=cell["covered_90"],
    )
