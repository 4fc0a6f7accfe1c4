"""Invented nights: counts and scores with the unevenness of real diaries. Pure numpy; no real person's data."""

from dataclasses import dataclass

import numpy as np

WASH_IN = 25.0
"""Nights after which an effect has reached 63 % of its size (25(OH)D has a half-life of 2–3 weeks)."""


@dataclass(frozen=True)
class Course:
    """How one symptom runs.

    `mean` is episodes a night, or the score; `effect` the relative change once fully developed (−.7 = 70 % fewer);
    `spell` nights before the start run at `spell_factor` times the usual; `answered` is the share of nights answered.
    """

    nights: int
    start: int
    mean: float
    effect: float = 0.0
    answered: float = 0.85
    spell: int = 0
    spell_factor: float = 1.0
    wander: float = 0.4


def simulate_counts(rng: np.random.Generator, course: Course) -> np.ndarray:
    """Episodes of each night, float (nights,), NaN where the night was not answered.

    Log rate = log mean + AR(1) (ρ .5) + a weekly wave; gamma–Poisson counts (k 3).
    """
    log_rate = np.log(course.mean) + _wander(rng, course.nights, course.wander) + _weekly(rng, course.nights)
    rate = np.exp(log_rate) * _spell(course) * (1 + course.effect * developed(course))
    counts = rng.poisson(rate * rng.gamma(3.0, 1 / 3.0, course.nights)).astype(float)
    return _unanswered(rng, counts, course)


def simulate_scores(rng: np.random.Generator, course: Course) -> np.ndarray:
    """The worst of each day, whole numbers 0–10 as float (nights,), NaN where not answered."""
    level = course.mean * _spell(course) * (1 + course.effect * developed(course))
    scores = np.clip(np.round(level + _wander(rng, course.nights, 1.2)), 0, 10)
    return _unanswered(rng, scores, course)


def developed(course: Course) -> np.ndarray:
    """Share of the full effect that each night has, 0 before the start."""
    since = np.arange(course.nights) - course.start
    return np.where(since >= 0, 1 - np.exp(-(since + 1) / WASH_IN), 0.0)


def _wander(rng, nights, sd, rho=0.5):
    steps = rng.normal(0, sd * np.sqrt(1 - rho**2), nights)
    path = np.empty(nights)
    path[0] = rng.normal(0, sd)
    for night in range(1, nights):
        path[night] = rho * path[night - 1] + steps[night]
    return path


def _weekly(rng, nights):
    return 0.2 * np.cos(2 * np.pi * (np.arange(nights) / 7 + rng.random()))


def _spell(course):
    factor = np.ones(course.nights)
    factor[max(0, course.start - course.spell) : course.start] = course.spell_factor
    return factor


def _unanswered(rng, values, course):
    return np.where(rng.random(course.nights) < course.answered, values, np.nan)
