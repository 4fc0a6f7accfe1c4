"""The peers on the same diaries: as they are used (p < .05), and with thresholds moved to 5 % on the worst null."""

from dataclasses import dataclass, field

import numpy as np

from . import count_diaries, peers, score_diaries
from .measuring import Cells, Key, sizes

AS_USED = (
    "iid",
    "AR .6",
    "worst iid",
    "worst AR .6",
    "worst realistic",
    "−10 % realistic",
    "−20 %",
    "logging changed",
)
EFFECTS = ("−50 % realistic", "−70 % realistic")
GATE = np.log(0.70)


@dataclass(frozen=True)
class Peer:
    """One usual way in one design: share flagged as used per scenario; power per effect when matched.

    `power_here`: matched at the rate in question alone.
    """

    name: str
    before: int
    as_used: dict[str, float]
    matched_power: dict[str, float]
    power_here: dict[str, float] = field(default_factory=dict)


def _core_of(scenarios):
    return [scenario for scenario in scenarios if scenario.family == "core"]


def compare_counts(patients: int, seed: int, designs=(28, 56), rate: float = 1.0) -> list[Peer]:
    """At one episode a night, verdict at week 12. Matched: 30 % rule kept, worst core null at 5 %.

    The method has one threshold for every rate, so a peer's is moved until the worst null of all rates is at 5 %;
    "this rate alone" is what a peer could do if the rate were known.
    """
    core = [s.name for s in _core_of(count_diaries.SCENARIOS)]
    found = []
    for before in designs:
        names = {*AS_USED, *EFFECTS, *core}
        diaries = {
            (name, size): count_diaries.simulate(
                count_diaries.BY_NAME[name], size, before, patients, seed
            ).counts
            for name in names
            for size in (count_diaries.RATES if name in core else (rate,))
        }
        found += [
            _peer(name, finding_of, diaries, before, core, rate)
            for name, finding_of in peers.COUNT_PEERS.items()
        ]
    return found


def _peer(name, finding_of, diaries, before, core, rate) -> Peer:
    seen = {cell: finding_of(counts, before) for cell, counts in diaries.items()}
    usual = -GATE if finding_of is peers.mean_down else peers.ONE_SIDED_5
    gated = {cell: np.where(f.size <= GATE, f.evidence, -np.inf) for cell, f in seen.items()}
    everywhere = max(_upper_5(evidence) for (scenario, _), evidence in gated.items() if scenario in core)
    here = max(_upper_5(gated[scenario, rate]) for scenario in core)
    return Peer(
        name,
        before,
        {s: float(np.mean(seen[s, rate].evidence > usual)) for s in (*AS_USED, *EFFECTS)},
        {s: float(np.mean(gated[s, rate] > everywhere)) for s in EFFECTS},
        {s: float(np.mean(gated[s, rate] > here)) for s in EFFECTS},
    )


def _upper_5(evidence: np.ndarray) -> float:
    """The threshold that 5 % of these exceed."""
    return float(np.quantile(evidence, 0.95, method="higher"))


SCORE_AS_USED = ("iid", "AR .8", "worst AR .8", "worst realistic", "−.5 point")


def compare_scores(patients: int, seed: int, designs=score_diaries.DESIGNS) -> list[Peer]:
    """Mean over the six sizes; one threshold per method and design: core nulls ≤ 5 %, −.5 point ≤ 15 %, gate kept."""
    found = []
    core = [s.name for s in _core_of(score_diaries.SCENARIOS)]
    for before in designs:
        diaries = {
            (name, size): score_diaries.simulate(
                score_diaries.BY_NAME[name], *size, before, patients, seed
            ).scores
            for name in {*core, *SCORE_AS_USED, "−50 %"}
            for size in sizes(score_diaries.BY_NAME[name])
        }
        for name, finding_of in peers.SCORE_PEERS.items():
            seen = {cell: finding_of(scores, before) for cell, scores in diaries.items()}
            gated = {
                cell: np.where(f.size <= -_gates(diaries[cell], before), f.evidence, -np.inf)
                for cell, f in seen.items()
            }
            limit = max(
                np.quantile(evidence, 0.85 if cell[0] == "−.5 point" else 0.95, method="higher")
                for cell, evidence in gated.items()
                if cell[0] in core or cell[0] == "−.5 point"
            )
            found.append(
                Peer(
                    name,
                    before,
                    {
                        s: float(
                            np.mean(
                                [
                                    np.mean(f.evidence > peers.ONE_SIDED_5)
                                    for c, f in seen.items()
                                    if c[0] == s
                                ]
                            )
                        )
                        for s in (*SCORE_AS_USED, "−50 %")
                    },
                    {
                        "−50 %": float(
                            np.mean([np.mean(e > limit) for c, e in gated.items() if c[0] == "−50 %"])
                        )
                    },
                )
            )
    return found


def _gates(scores: np.ndarray, before: int) -> np.ndarray:
    return np.maximum(1.0, 0.3 * np.nanmean(scores[:, :before], axis=1))


def method_power(cells: Cells, scenario: str, before: int) -> float:
    """The method's own power, mean over sizes, as it is."""
    return float(
        np.mean(
            [
                c.improved_final.value
                for k, c in cells.items()
                if k.scenario == scenario and k.before == before
            ]
        )
    )


def times_the_best(found: list[Peer], power: float, scenario: str, before: int) -> float:
    return power / max(peer.matched_power[scenario] for peer in found if peer.before == before)


def of_rate_one(cells: Cells, scenario: str, before: int) -> float:
    return cells[Key(scenario, 1.0, before)].improved_final.value
