"""The goals set before the method was tuned, and what a run says of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import count_diaries, peers, score_diaries
from .comparing import Peer, times_the_best
from .measuring import Cells, Key, Measured, Share


@dataclass(frozen=True)
class Goal:
    """A bound on a figure. Shares in per cent; `se` its Monte-Carlo error; `at` the cell it was found in."""

    label: str
    value: float
    se: float
    must: float | None
    stretch: float | None
    at_most: bool = True
    at: str = ""

    def _holds(self, bound: float | None) -> bool | None:
        if bound is None:
            return None
        return self.value - 2 * self.se <= bound if self.at_most else self.value + 2 * self.se >= bound

    @property
    def met(self) -> bool | None:
        """Within the bound but for two Monte-Carlo errors; None when it is only reported."""
        return self._holds(self.must)

    @property
    def stretched(self) -> bool | None:
        return self._holds(self.stretch)

    def line(self) -> str:
        sign = "≤" if self.at_most else "≥"
        words = {None: "reported", True: "met", False: "SHORT"}
        bounds = " · ".join("–" if b is None else f"{sign} {b:g}" for b in (self.must, self.stretch))
        se = f" ± {self.se:.1f}" if self.se else ""
        told = f"{words[self.met]} · {words[self.stretched]}"
        return f"{self.label} | {self.value:.1f}{se} | {bounds} | {told} | {self.at}"


def worst(
    cells: Cells,
    names: Iterable[str],
    figure: Callable[[Measured], Share],
    *,
    high: bool = True,
    sizes=None,
    before=None,
) -> tuple[float, float, str]:
    """The worst figure among these scenarios in per cent, its error, and where it is."""
    names = set(names)
    chosen = [
        (figure(cell), key)
        for key, cell in cells.items()
        if key.scenario in names and (sizes is None or key.size in sizes) and before in (None, key.before)
    ]
    share, key = (max if high else min)(chosen, key=lambda pair: pair[0].value)
    return 100 * share.value, 100 * share.se, f"{key.scenario}, {key.size}, {key.before}+84"


def _one(cells: Cells, scenario: str, size, before: int, figure) -> tuple[float, float, str]:
    share = figure(cells[Key(scenario, size, before)])
    return 100 * share.value, 100 * share.se, ""


def improved_either(cell: Measured) -> Share:
    return cell.improved_either


def improved_final(cell: Measured) -> Share:
    return cell.improved_final


def worsened_either(cell: Measured) -> Share:
    return cell.worsened_either


def covered(cell: Measured) -> Share:
    return cell.covered


def _names(module, family: str) -> list[str]:
    return [scenario.name for scenario in module.SCENARIOS if scenario.family == family]


def _goal(label, found, must, stretch, *, at_most=True) -> Goal:
    value, se, at = found
    return Goal(label, value, se, must, stretch, at_most, at)


def count_goals(cells: Cells, found: list[Peer], seconds: float) -> list[Goal]:
    core = _names(count_diaries, "core")
    at_worst = [name for name in core if name.startswith("worst")]
    mild = ("AR .9", "bursts", "50 % missing", "stops when well", "worst of 7")
    goals = [
        _goal("worst core null, false “improved”", worst(cells, core, improved_either), 5.0, 4.3),
        _goal("started at the worst", worst(cells, at_worst, improved_either), 4.5, None),
        _goal(
            "started at the worst, rate ≥ 1",
            worst(cells, at_worst, improved_either, sizes=(1.0, 3.0)),
            None,
            2.5,
        ),
        _goal("−10 %/4 weeks", worst(cells, ("−10 % iid", "−10 % realistic"), improved_either), 13.5, 6.0),
        _goal("−20 %/4 weeks", worst(cells, ("−20 %",), improved_either), None, 10.0),
        _goal("−35 %/4 weeks", worst(cells, ("−35 %",), improved_either), None, None),
    ]
    power = ((28, 1.0, (28, 39), (55, 68)), (56, 1.0, (33, 43), (69, 79)), (56, 3.0, (40, 55), (82, 90)))
    for before, rate, half, most in power:
        for change, (must, stretch) in (("−50", half), ("−70", most)):
            value = _one(cells, f"{change} % realistic", rate, before, improved_final)
            goals.append(
                _goal(f"power {change} %, {before}+84, rate {rate:g}", value, must, stretch, at_most=False)
            )
    goals += [
        _goal("worst core null, false “worsened”", worst(cells, core, worsened_either), 6.5, 5.0),
        _goal(
            "power +100 %, 56+84, rate 1",
            _one(cells, "+100 % realistic", 1.0, 56, lambda c: c.worsened_final),
            45,
            60,
            at_most=False,
        ),
        _goal(
            "AR .9, bursts, 50 % missing, stops when well, worst of 7",
            worst(cells, mild, improved_either),
            11,
            6,
        ),
        _goal("worst AR .9", worst(cells, ("worst AR .9",), improved_either), 16, 8),
        _goal("worst of 28", worst(cells, ("worst of 28",), improved_either), 13, 8),
        _goal(
            "90 % interval: nulls, −30, −50 %",
            worst(
                cells,
                [*core, *(f"−{c} % {k}" for c in (30, 50) for k in ("realistic", "iid"))],
                covered,
                high=False,
            ),
            93,
            90,
            at_most=False,
        ),
        _goal(
            "90 % interval: −70 %",
            worst(cells, [f"−70 % {k}" for k in ("realistic", "iid")], covered, high=False),
            84,
            90,
            at_most=False,
        ),
    ]
    for before, must in ((28, 2.0), (56, 1.4)):
        if found:
            times = times_the_best(found, peers.COUNT_PEERS, "−50 % realistic", before)
            goals.append(
                Goal(f"power of the best peer, −50 %, {before}+84: times", times, 0, must, 3.0, at_most=False)
            )
    return [*goals, Goal("seconds for a million patients on 2 cores", seconds / 2, 0, 60, 30)]


NAMED_PEERS = ("Welch t", "segmented + HAC(7)", "AR(1) GLS")
"""Those the goal was set against; a step with Newey–West errors is a stronger peer and reported beside them."""
SIZES = [(level, sd) for level in score_diaries.LEVELS for sd in score_diaries.DAY_SDS]


def score_goals(cells: Cells, found: list[Peer], seconds: float) -> list[Goal]:
    core = _names(score_diaries, "core")
    at_worst = [name for name in core if name.startswith("worst")]
    season = [name for name in core if name.startswith("season")]
    goals = [
        _goal("worst core null, false “improved”", worst(cells, core, improved_either), 5.0, 3.0),
        _goal("started at the worst", worst(cells, at_worst, improved_either), 4.5, 2.5),
        _goal("worst core null, false “worsened”", worst(cells, core, worsened_either), 5.5, 4.0),
    ]
    for level, must, stretch in ((3.0, 20, 10), (5.0, 16, 6), (7.0, 5, 2)):
        at = [(level, sd) for sd in score_diaries.DAY_SDS]
        found_here = worst(cells, ("−.5 point",), improved_either, sizes=at)
        goals.append(_goal(f"−.5 point/4 weeks, level {level:g}", found_here, must, stretch))
    goals += [
        _goal("−1 point/4 weeks", worst(cells, ("−1 point",), improved_either), None, None),
        _goal("AR .95", worst(cells, ("AR .95",), improved_either), None, None),
    ]
    wanted = {
        28: ((20, 40), (10, 20), (63, 80), (38, 60), (79, 95), (63, 85)),
        56: ((25, 50), (10, 25), (75, 90), (51, 70), (91, 99), (79, 92)),
    }
    for before, bounds in wanted.items():
        for (level, sd), (must, stretch) in zip(SIZES, bounds, strict=True):
            value = _one(cells, "−50 %", (level, sd), before, improved_final)
            label = f"power −50 %, {before}+84, level {level:g}, sd {sd:g}"
            goals.append(_goal(label, value, must, stretch, at_most=False))
    effects = [name for name in _names(score_diaries, "effect") if "worst" not in name]
    goals += [
        _goal(
            "floor, ceiling, 50 % missing",
            worst(cells, ("floor", "ceiling", "50 % missing"), improved_either),
            5,
            3,
        ),
        _goal("reactive before", worst(cells, ("reactive before",), improved_either), 6, 3),
        _goal("AR .9", worst(cells, ("AR .9",), improved_either), 11, 6),
        _goal("worst AR .9", worst(cells, ("worst AR .9",), improved_either), 16, 8),
        _goal(
            "90 % interval: core without season",
            worst(cells, set(core) - set(season), covered, high=False),
            94,
            90,
            at_most=False,
        ),
        _goal("90 % interval: season", worst(cells, season, covered, high=False), 86, 90, at_most=False),
        _goal("90 % interval: effects", worst(cells, effects, covered, high=False), 91, 90, at_most=False),
    ]
    for before in score_diaries.DESIGNS:
        if found:
            times = times_the_best(found, NAMED_PEERS, "−50 %", before)
            goals.append(
                Goal(f"power of the best peer, −50 %, {before}+84: times", times, 0, 1.5, 2.0, at_most=False)
            )
            times = times_the_best(found, peers.SCORE_PEERS, "−50 %", before)
            goals.append(Goal(f"the same, OLS + HAC(7) among them, {before}+84: times", times, 0, None, None))
    return [*goals, Goal("seconds for a million patients on 2 cores", seconds / 2, 0, 45, 15)]
