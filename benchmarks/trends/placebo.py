"""How many people on placebo fell by 30 % or more: why "down by a third" alone is no finding."""

import csv
from dataclasses import dataclass
from pathlib import Path

TRIAL = Path(__file__).resolve().parents[1] / "data" / "amitriptyline_hivsn_xover.csv"
LEAST_FALL = 0.30


@dataclass(frozen=True)
class Arm:
    """One treatment of the first period: people with both figures, and those whose pain fell by at least 30 %."""

    people: int
    fell: int

    @property
    def share(self) -> float:
        return self.fell / self.people

    @property
    def se(self) -> float:
        return (self.share * (1 - self.share) / self.people) ** 0.5


def first_period() -> dict[str, Arm]:
    """Week 0 against week 6 of period 1, by treatment ("P" placebo, "A" amitriptyline)."""
    with TRIAL.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Period"] == "1"]
    return {
        treatment: _arm([row for row in rows if row["Treatment"] == treatment]) for treatment in ("P", "A")
    }


def _arm(rows: list[dict[str, str]]) -> Arm:
    pairs = [
        (float(row["Time1"]), float(row["Time3"]))
        for row in rows
        if _known(row["Time1"]) and _known(row["Time3"])
    ]
    falls = [last <= (1 - LEAST_FALL) * first for first, last in pairs if first > 0]
    return Arm(len(falls), sum(falls))


def _known(text: str) -> bool:
    return text.strip() not in ("", "NA")
