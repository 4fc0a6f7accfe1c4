"""Invented diaries of scored symptoms: a latent AR(1) around a level, rounded and held to 0–10, then logging."""

from dataclasses import dataclass

import numpy as np

from .noise import AFTER, CANDIDATES, YEAR, exposure, generator, lingering, window, worst_start

LEVELS = (3.0, 5.0, 7.0)
DAY_SDS = (1.0, 2.0)
DESIGNS = (28, 56)


@dataclass(frozen=True)
class Scenario:
    """How one kind of diary comes about. `change` is a share of the level (−.5 = half)."""

    name: str
    family: str
    rho: float = 0.0
    wander: float = 0.0
    """A person's weeks differ by this share of the day-to-day standard deviation."""
    weekly: float = 0.0
    missing: float = 0.15
    missing_after: float | None = None
    trailing: int = 0
    trend: float = 0.0
    """Points per 28 days."""
    season: float = 0.0
    season_at_peak: bool = False
    good_logged_before: float = 1.0
    good_logged_after: float = 1.0
    """Share of the days at or below level − 1 that are logged."""
    level: float | None = None
    typo: float | None = None
    change: float = 0.0


REALISTIC = {"rho": 0.5, "wander": 0.3, "weekly": 0.3, "missing": 0.20}
WORST = {"trailing": 14}


def _nulls() -> list[Scenario]:
    return [
        Scenario("iid", "core"),
        Scenario("AR .5", "core", rho=0.5),
        Scenario("AR .8", "core", rho=0.8),
        Scenario("weeks wander", "core", wander=0.4),
        Scenario("realistic", "core", **REALISTIC),
        Scenario("weekly pattern", "core", weekly=0.6),
        Scenario("worst iid", "core", **WORST),
        Scenario("worst AR .5", "core", rho=0.5, **WORST),
        Scenario("worst AR .8", "core", rho=0.8, **WORST),
        Scenario("worst realistic", "core", **REALISTIC, **WORST),
        Scenario(
            "logs bad days", "core", rho=0.5, missing=0.05, good_logged_before=0.526, good_logged_after=0.526
        ),
        Scenario("logs more after", "core", rho=0.5, missing=0.30, missing_after=0.05),
        Scenario("season", "core", rho=0.5, season=1.0),
        Scenario("season's peak", "core", rho=0.5, season=1.0, season_at_peak=True),
    ]


def _others() -> list[Scenario]:
    return [
        Scenario("−.5 point", "trend", trend=-0.5, **REALISTIC),
        Scenario("−1 point", "trend", trend=-1.0, **REALISTIC),
        Scenario("AR .9", "stress", rho=0.9),
        Scenario("AR .95", "stress", rho=0.95),
        Scenario("worst AR .9", "stress", rho=0.9, **WORST),
        Scenario("floor", "stress", **REALISTIC, level=1.5),
        Scenario("ceiling", "stress", **REALISTIC, level=9.0),
        Scenario("reactive before", "stress", rho=0.5, missing=0.05, good_logged_before=0.526),
        Scenario("50 % missing", "stress", **(REALISTIC | {"missing": 0.5})),
        Scenario("one typo of 10", "stress", **REALISTIC, typo=10.0),
        *(
            Scenario(
                f"{'−' if change < 0 else '+'}{abs(change):.0%}".replace("%", " %"),
                "effect",
                **REALISTIC,
                change=change,
            )
            for change in (-0.3, -0.5, 0.3, 0.5)
        ),
        Scenario("−50 % worst", "effect", **REALISTIC, **WORST, change=-0.5),
    ]


SCENARIOS = tuple(_nulls() + _others())
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


@dataclass(frozen=True)
class ScoreDiaries:
    """`scores` (patients, before + 84), NaN = unanswered, and the true change in points of each, (patients,)."""

    scores: np.ndarray
    before: int
    truth: np.ndarray


def simulate(
    scenario: Scenario, level: float, day_sd: float, before: int, patients: int, seed: int
) -> ScoreDiaries:
    """Diaries of one cell; the same for the same arguments. The truth is the change after rounding and clipping."""
    rng = generator(seed, scenario, level, day_sd, before)
    level = scenario.level or level
    nights = before + AFTER + (CANDIDATES - 1 if scenario.trailing else 0)
    latent = level + lingering(rng, patients, nights, scenario.rho, day_sd)
    night = np.arange(nights) - before
    if scenario.wander:
        weeks = rng.normal(0, scenario.wander * day_sd, (patients, nights // 7 + 1))
        latent += np.repeat(weeks, 7, axis=1)[:, :nights]
    if scenario.weekly:
        latent += (
            scenario.weekly * day_sd * np.cos(2 * np.pi * (night + rng.uniform(0, 7, (patients, 1))) / 7)
        )
    if scenario.season:
        phase = 0.0 if scenario.season_at_peak else rng.uniform(0, YEAR, (patients, 1))
        latent += scenario.season * np.cos(2 * np.pi * (night + phase) / YEAR)
    latent += scenario.trend * night / 28
    if scenario.trailing:
        latent = window(latent, worst_start(_rounded(latent), before, scenario.trailing), before)
    without = _rounded(latent)
    latent[:, before:] += scenario.change * level * exposure()
    scores = _rounded(latent)
    truth = np.full(patients, float((scores - without)[:, -7:].mean()))
    if scenario.typo is not None:
        scores[np.arange(patients), rng.integers(0, scores.shape[1], patients)] = scenario.typo
    return ScoreDiaries(_logged(rng, scenario, scores, level, before), before, truth)


def _rounded(latent):
    return np.clip(np.round(latent), 0, 10)


def _logged(rng, scenario, scores, level, before):
    is_before = np.arange(scores.shape[1]) < before
    after = scenario.missing if scenario.missing_after is None else scenario.missing_after
    answered = rng.random(scores.shape) >= np.where(is_before, scenario.missing, after)
    good = np.where(is_before, scenario.good_logged_before, scenario.good_logged_after)
    if (good < 1).any():
        answered &= (scores > level - 1) | (rng.random(scores.shape) < good)
    return np.where(answered, scores, np.nan)
