"""The peers on the same diaries: as they are used (p < .05), and with thresholds moved to 5 % on the worst null."""

from dataclasses import dataclass, field

import numpy as np

from . import count_diaries, own, peers, score_diaries
from .measuring import sizes
from .pool import side_by_side

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
DRIFT = "−.5 point"


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
    "this rate alone" is what a peer could do if the rate were known. The method itself is the last of each design.
    """
    parts = side_by_side(_compare_counts, [(patients, seed, before, rate) for before in designs])
    return [peer for part in parts for peer in part]


def _compare_counts(patients: int, seed: int, before: int, rate: float) -> list[Peer]:
    core = [s.name for s in _core_of(count_diaries.SCENARIOS)]
    diaries = {
        (name, size): count_diaries.simulate(count_diaries.BY_NAME[name], size, before, patients, seed).counts
        for name in {*AS_USED, *EFFECTS, *core}
        for size in (count_diaries.RATES if name in core else (rate,))
    }
    ways = peers.COUNT_PEERS | {own.NAME: own.count_finding}
    return [_peer(name, finding_of, diaries, before, core, rate) for name, finding_of in ways.items()]


def _peer(name, finding_of, diaries, before, core, rate) -> Peer:
    seen = {cell: finding_of(counts, before) for cell, counts in diaries.items()}
    usual = -GATE if finding_of is peers.mean_down else _usual(name)
    gated = {cell: np.where(f.size <= GATE, f.evidence, -np.inf) for cell, f in seen.items()}
    everywhere = max(_upper(evidence, 0.05) for (scenario, _), evidence in gated.items() if scenario in core)
    here = max(_upper(gated[scenario, rate], 0.05) for scenario in core)
    return Peer(
        name,
        before,
        {s: float(np.mean(seen[s, rate].evidence > usual)) for s in (*AS_USED, *EFFECTS)},
        {s: float(np.mean(gated[s, rate] > everywhere)) for s in EFFECTS},
        {s: float(np.mean(gated[s, rate] > here)) for s in EFFECTS},
    )


def _usual(name: str) -> float:
    """The threshold as used: p < .05 two-sided and a fall; the method's evidence is counted from its own."""
    return 0.0 if name == own.NAME else peers.ONE_SIDED_5


def _upper(evidence: np.ndarray, share: float) -> float:
    """The threshold that this share of diaries exceeds."""
    return float(np.quantile(evidence, 1 - share, method="higher"))


SCORE_AS_USED = ("iid", "AR .8", "worst AR .8", "worst realistic", DRIFT)


def compare_scores(patients: int, seed: int, designs=score_diaries.DESIGNS) -> list[Peer]:
    """Mean over the six sizes at week 12; one threshold per method and design, the gate kept.

    It is moved until no core null is above 5 % and no cell of half a point of drift per four weeks above 15 %: the
    peers' and, last of each design, the method's own.
    """
    parts = side_by_side(_compare_scores, [(patients, seed, before) for before in designs])
    return [peer for part in parts for peer in part]


def _compare_scores(patients: int, seed: int, before: int) -> list[Peer]:
    core = [s.name for s in _core_of(score_diaries.SCENARIOS)]
    diaries = {
        (name, size): score_diaries.simulate(
            score_diaries.BY_NAME[name], *size, before, patients, seed
        ).scores
        for name in {*core, *SCORE_AS_USED, "−50 %"}
        for size in sizes(score_diaries.BY_NAME[name])
    }
    ways = peers.SCORE_PEERS | {own.NAME: own.score_finding}
    return [_score_peer(name, finding_of, diaries, before, core) for name, finding_of in ways.items()]


def _score_peer(name, finding_of, diaries, before, core) -> Peer:
    seen = {cell: finding_of(scores, before) for cell, scores in diaries.items()}
    gated = {
        cell: np.where(f.size <= -_gates(diaries[cell], before), f.evidence, -np.inf)
        for cell, f in seen.items()
    }
    limit = max(
        _upper(evidence, 0.15 if scenario == DRIFT else 0.05)
        for (scenario, _), evidence in gated.items()
        if scenario in (*core, DRIFT)
    )
    as_used = {cell: float(np.mean(f.evidence > _usual(name))) for cell, f in seen.items()}
    matched = {cell: float(np.mean(evidence > limit)) for cell, evidence in gated.items()}
    return Peer(
        name,
        before,
        {scenario: _mean_over_sizes(as_used, scenario) for scenario in (*SCORE_AS_USED, "−50 %")},
        {"−50 %": _mean_over_sizes(matched, "−50 %")},
    )


def _mean_over_sizes(shares: dict, scenario: str) -> float:
    return float(np.mean([share for (name, _), share in shares.items() if name == scenario]))


def _gates(scores: np.ndarray, before: int) -> np.ndarray:
    return np.maximum(1.0, 0.3 * np.nanmean(scores[:, :before], axis=1))


def times_the_best(found: list[Peer], names, scenario: str, before: int) -> float:
    """The method's matched power over that of the best of these peers."""
    here = {peer.name: peer.matched_power[scenario] for peer in found if peer.before == before}
    return here[own.NAME] / max(here[name] for name in names)


def usual_ways(found: list[Peer]) -> list[Peer]:
    """Without the method itself."""
    return [peer for peer in found if peer.name != own.NAME]
