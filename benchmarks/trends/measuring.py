"""Run the method over the cells of a simulator and count what it says."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from trends.core import assess_many, assess_scores

from . import count_diaries, score_diaries
from .pool import side_by_side

READOUTS = (56, 84)


@dataclass(frozen=True)
class Share:
    """A share of diaries with its Monte-Carlo standard error."""

    value: float
    of: int

    @classmethod
    def among(cls, flags: np.ndarray) -> "Share":
        return cls(float(np.mean(flags)) if len(flags) else 0.0, len(flags))

    @property
    def se(self) -> float:
        """With one imagined hit and miss, so that 0 of n is not certainty."""
        p = (self.value * self.of + 1) / (self.of + 2)
        return float(np.sqrt(p * (1 - p) / max(self.of, 1)))

    def __str__(self) -> str:
        return f"{100 * self.value:.1f}"


@dataclass(frozen=True)
class Measured:
    """One cell. "Either" = at either read-out, the false-alarm figure; "final" = at week 12, the power figure.

    `covered` is the share of judged diaries whose 90 % interval holds the truth at week 12.
    """

    improved_either: Share
    improved_final: Share
    worsened_either: Share
    worsened_final: Share
    covered: Share
    thin: Share


@dataclass(frozen=True)
class Key:
    """A cell's name: scenario, size (rate, or level and day-to-day sd) and nights before the start."""

    scenario: str
    size: float | tuple[float, float]
    before: int


Cells = dict[Key, Measured]


def judge(verdicts: list, low_90: np.ndarray, high_90: np.ndarray, truth: np.ndarray | float) -> Measured:
    first, last = verdicts
    judged = last.verdict != "not_enough_data"
    covered = (low_90 < truth) & (high_90 > truth)
    return Measured(
        improved_either=Share.among((first.verdict == "improved") | (last.verdict == "improved")),
        improved_final=Share.among(last.verdict == "improved"),
        worsened_either=Share.among((first.verdict == "worsened") | (last.verdict == "worsened")),
        worsened_final=Share.among(last.verdict == "worsened"),
        covered=Share.among(covered[judged]),
        thin=Share.among(~judged),
    )


def count_cell(
    scenario: count_diaries.Scenario, rate: float, before: int, patients: int, seed: int
) -> Measured:
    diaries = count_diaries.simulate(scenario, rate, before, patients, seed)
    verdicts = [assess_many(diaries.counts, before, taken=diaries.taken, readout=r) for r in READOUTS]
    return judge(verdicts, np.log(verdicts[1].low_90), np.log(verdicts[1].high_90), diaries.truth)


def score_cell(scenario, level: float, day_sd: float, before: int, patients: int, seed: int) -> Measured:
    diaries = score_diaries.simulate(scenario, level, day_sd, before, patients, seed)
    verdicts = [assess_scores(diaries.scores, before, readout=r) for r in READOUTS]
    return judge(verdicts, verdicts[1].low_90, verdicts[1].high_90, diaries.truth)


def count_cells(patients: int, seed: int, designs=count_diaries.DESIGNS, say: Callable = print) -> Cells:
    """Every scenario at every rate and design."""
    tasks = [(scenario, designs, patients, seed) for scenario in count_diaries.SCENARIOS]
    return _gathered(side_by_side(count_scenario, tasks), say)


def count_scenario(scenario: count_diaries.Scenario, designs, patients: int, seed: int) -> Cells:
    return {
        Key(scenario.name, rate, before): count_cell(scenario, rate, before, patients, seed)
        for before in designs
        for rate in count_diaries.RATES
    }


def _gathered(parts: Iterator[Cells], say: Callable) -> Cells:
    found: Cells = {}
    for part in parts:
        found |= part
        name = next(iter(part)).scenario
        say(f"  {name}: {_line(part, name)}")
    return found


def score_cells(patients: int, seed: int, say: Callable = print) -> Cells:
    tasks = [(scenario, patients, seed) for scenario in score_diaries.SCENARIOS]
    return _gathered(side_by_side(score_scenario, tasks), say)


def score_scenario(scenario: score_diaries.Scenario, patients: int, seed: int) -> Cells:
    return {
        Key(scenario.name, (level, day_sd), before): score_cell(
            scenario, level, day_sd, before, patients, seed
        )
        for before in score_diaries.DESIGNS
        for level, day_sd in sizes(scenario)
    }


def sizes(scenario: score_diaries.Scenario) -> Iterator[tuple[float, float]]:
    levels = score_diaries.LEVELS if scenario.level is None else (scenario.level,)
    yield from ((level, day_sd) for level in levels for day_sd in score_diaries.DAY_SDS)


def _line(found: Cells, name: str) -> str:
    cells = [cell for key, cell in found.items() if key.scenario == name]
    return " ".join(f"{c.improved_either}/{c.improved_final}/{c.worsened_either}" for c in cells)


def seconds_per_million(*, scores: bool, patients: int = 20_000) -> float:
    """Processor seconds for the verdicts of a million realistic diaries of 56 + 84 nights, on one core."""
    if scores:
        diaries = score_diaries.simulate(score_diaries.BY_NAME["realistic"], 5.0, 1.0, 56, patients, 1).scores
        run = assess_scores
    else:
        diaries = count_diaries.simulate(count_diaries.BY_NAME["realistic"], 1.0, 56, patients, 1).counts
        run = assess_many
    run(diaries[:100], 56)
    began = time.process_time()
    run(diaries, 56)
    return (time.process_time() - began) / patients * 1e6


def is_independent_of_the_batch(patients: int = 300) -> bool:
    """Whether shuffling and splitting a batch changes no bit of any number."""
    counts = count_diaries.simulate(count_diaries.BY_NAME["realistic"], 1.0, 56, patients, 2).counts
    scores = score_diaries.simulate(score_diaries.BY_NAME["realistic"], 5.0, 1.0, 56, patients, 2).scores
    order = np.random.default_rng(0).permutation(patients)
    for run, diaries in ((assess_many, counts), (assess_scores, scores)):
        whole = [repr(verdict) for verdict in run(diaries, 56)]
        shuffled = [repr(verdict) for verdict in run(diaries[order], 56)]
        alone = [repr(run(diaries[i : i + 1], 56)[0]) for i in range(0, patients, 29)]
        if [whole[i] for i in order] != shuffled or whole[::29] != alone:
            return False
    return True
