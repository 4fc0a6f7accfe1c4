"""Invented diaries of counted symptoms: log rate = log μ + AR(1) + weekly cosine (+ trend, season), then logging.

Written before any tuning; `SCENARIOS` lists what is asked of the method, by family.
"""

from dataclasses import dataclass, replace

import numpy as np

from .noise import AFTER, CANDIDATES, YEAR, exposure, generator, lingering, window, worst_start

RATES = (0.3, 1.0, 3.0)
DESIGNS = (28, 42, 56)
"""Nights before the start; always 84 after."""


@dataclass(frozen=True)
class Scenario:
    """How one kind of diary comes about. `change` is the full effect on the rate (−.5 = half)."""

    name: str
    family: str
    rho: float = 0.0
    sd: float = 0.0
    dispersion: float = 0.0
    """k of the negative binomial; 0 = Poisson."""
    weekly: float = 0.0
    missing: float = 0.15
    trailing: int = 0
    """Starts on the worst of 57 nights by the mean of so many nights before it; 0 = starts on any night."""
    trend: float = 0.0
    """Change of the log rate per 28 nights."""
    season: float = 0.0
    season_at_peak: bool = False
    quiet_logged_before: float = 1.0
    quiet_logged_after: float = 1.0
    """Share of the nights without symptoms that are logged (times those not missing)."""
    bursts: bool = False
    stops_when_well: bool = False
    typo: int = 0
    """One night somewhere in the window reads this number."""
    change: float = 0.0
    step: bool = False
    adherence: str = "full"

    @property
    def truth(self) -> float:
        """The true log rate ratio in the last week of full adherence, against before."""
        share = 1.0 if self.step else float(exposure()[-7:].mean())
        return float(np.log1p(self.change * share))


REALISTIC = {"rho": 0.5, "sd": 0.4, "dispersion": 3.0, "weekly": 0.2, "missing": 0.20}
WORST = {"trailing": 14}


def _core() -> list[Scenario]:
    return [
        Scenario("iid", "core"),
        Scenario("AR .3", "core", rho=0.3, sd=0.5),
        Scenario("AR .6", "core", rho=0.6, sd=0.5),
        Scenario("k = 1", "core", dispersion=1.0),
        Scenario("realistic", "core", **REALISTIC),
        Scenario("worst iid", "core", **WORST),
        Scenario("worst AR .6", "core", rho=0.6, sd=0.5, **WORST),
        Scenario("worst realistic", "core", **REALISTIC, **WORST),
        Scenario("logs symptoms", "core", missing=0.05, quiet_logged_before=0.526, quiet_logged_after=0.526),
        Scenario("logging changed", "core", missing=0.05, quiet_logged_before=0.526),
        Scenario("season", "core", season=0.3),
        Scenario("season's peak", "core", season=0.3, season_at_peak=True),
    ]


def _stress() -> list[Scenario]:
    return [
        Scenario("AR .9", "stress", rho=0.9, sd=0.5),
        Scenario("worst AR .9", "stress", rho=0.9, sd=0.5, **WORST),
        Scenario("worst of 7", "stress", **REALISTIC, trailing=7),
        Scenario("worst of 28", "stress", **REALISTIC, trailing=28),
        Scenario("bursts", "stress", bursts=True),
        Scenario("50 % missing", "stress", **(REALISTIC | {"missing": 0.5})),
        Scenario("stops when well", "stress", **REALISTIC, stops_when_well=True),
        Scenario("one typo of 40", "stress", **REALISTIC, typo=40),
    ]


def _trends() -> list[Scenario]:
    return [
        Scenario("−10 % iid", "trend", trend=np.log(0.90)),
        Scenario("−10 % realistic", "trend", trend=np.log(0.90), **REALISTIC),
        Scenario("−20 %", "trend", trend=np.log(0.80), **REALISTIC),
        Scenario("−35 %", "trend", trend=np.log(0.65), **REALISTIC),
    ]


def _effects() -> list[Scenario]:
    found = []
    for name, fields in (("realistic", REALISTIC), ("iid", {}), ("worst realistic", REALISTIC | WORST)):
        for change in (-0.3, -0.5, -0.7, 0.5, 1.0):
            if name == "worst realistic" and change > 0:
                continue
            sign = "−" if change < 0 else "+"
            label = f"{sign}{abs(change):.0%} {name}".replace("%", " %")
            found.append(Scenario(label, "effect", **fields, change=change))
    found.append(Scenario("−50 % step", "effect", **REALISTIC, change=-0.5, step=True))
    for kind in ("80 %", "half", "stops at 42"):
        found.append(Scenario(f"−50 % takes {kind}", "adherence", **REALISTIC, change=-0.5, adherence=kind))
    found.append(Scenario("null takes 80 %", "adherence", **REALISTIC, adherence="80 %"))
    return found


SCENARIOS = tuple(_core() + _trends() + _stress() + _effects())
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


@dataclass(frozen=True)
class Diaries:
    """`counts` (patients, before + 84), NaN = unanswered; `taken` (patients, 84) or None; the true log ratio."""

    counts: np.ndarray
    before: int
    taken: np.ndarray | None
    truth: float


def simulate(scenario: Scenario, rate: float, before: int, patients: int, seed: int) -> Diaries:
    """Diaries of one cell; the same for the same arguments."""
    rng = generator(seed, replace(scenario, family=""), rate, before)
    nights = before + AFTER + (CANDIDATES - 1 if scenario.trailing else 0)
    rates = _rates(rng, scenario, rate, before, patients, nights)
    counts = _draw(rng, scenario, rates)
    if scenario.trailing:
        start = worst_start(counts, before, scenario.trailing)
        counts, rates = window(counts, start, before), window(rates, start, before)
    taken = _doses(rng, scenario.adherence, patients)
    counts = _with_effect(rng, scenario, counts, rates, before, taken)
    if scenario.typo:
        counts[np.arange(patients), rng.integers(0, counts.shape[1], patients)] = scenario.typo
    return Diaries(_logged(rng, scenario, counts, before), before, taken, scenario.truth)


def _rates(rng, scenario, rate, before, patients, nights):
    log_rate = np.log(rate) + lingering(rng, patients, nights, scenario.rho, scenario.sd)
    night = np.arange(nights) - before
    if scenario.weekly:
        phase = rng.uniform(0, 7, (patients, 1))
        log_rate += scenario.weekly * np.cos(2 * np.pi * (night + phase) / 7)
    log_rate += scenario.trend * night / 28
    if scenario.season:
        phase = 0.0 if scenario.season_at_peak else rng.uniform(0, YEAR, (patients, 1))
        log_rate += scenario.season * np.cos(2 * np.pi * (night + phase) / YEAR)
    rates = np.exp(log_rate)
    return rates * _bursts(rng, patients, nights) if scenario.bursts else rates


def _bursts(rng, patients, nights):
    """Three times the rate in spells of 5 nights on average, none in the 10 between."""
    on = rng.random(patients) < 1 / 3
    state = np.empty((nights, patients))
    for night in range(nights):
        state[night] = on
        on = np.where(on, rng.random(patients) < 1 - 1 / 5, rng.random(patients) < 1 / 10)
    return 3.0 * state.T


def _draw(rng, scenario, rates):
    if scenario.dispersion:
        rates = rates * rng.gamma(scenario.dispersion, 1 / scenario.dispersion, rates.shape)
    return rng.poisson(rates).astype(float)


def _doses(rng, kind, patients):
    """Share of the dose taken per night after the start, or None: taken in full and not asked."""
    if kind == "full":
        return None
    taken = np.ones((patients, AFTER))
    if kind == "stops at 42":
        taken[:, 42:] = (rng.random((patients, AFTER - 42)) < 0.55).astype(float)
        return taken
    share = {"80 %": 0.8, "half": 0.55}[kind]
    return (rng.random((patients, AFTER)) < share).astype(float)


def _with_effect(rng, scenario, counts, rates, before, taken):
    """Exact thinning for a reduction, an independent addition for a rise; the wash-in follows the doses taken."""
    if not scenario.change:
        return counts
    share = np.ones((1, AFTER)) if scenario.step else exposure()[np.newaxis]
    if taken is not None:
        kept, level = np.exp(-1 / 25.0), np.zeros(len(taken))
        share = np.empty_like(taken)
        for night in range(AFTER):
            level = level * kept + taken[:, night] * (1 - kept)
            share[:, night] = level
    share = np.broadcast_to(share, (len(counts), AFTER))
    after = counts[:, before:].astype(np.int64)
    if scenario.change < 0:
        changed = rng.binomial(after, 1 + scenario.change * share)
    else:
        changed = after + _draw(rng, scenario, rates[:, before:] * scenario.change * share)
    return np.concatenate([counts[:, :before], changed], axis=1).astype(float)


def _logged(rng, scenario, counts, before):
    """What reaches the diary: unanswered nights become NaN."""
    answered = rng.random(counts.shape) >= scenario.missing
    quiet = np.where(
        np.arange(counts.shape[1]) < before, scenario.quiet_logged_before, scenario.quiet_logged_after
    )
    if (quiet < 1).any():
        answered &= (counts > 0) | (rng.random(counts.shape) < quiet)
    if scenario.stops_when_well:
        lately = np.cumsum(np.pad(counts, ((0, 0), (4, 0))), axis=1)
        well = lately[:, 4:] - lately[:, :-4] == 0
        answered &= ~well | (rng.random(counts.shape) < 0.4)
    return np.where(answered, counts, np.nan)
