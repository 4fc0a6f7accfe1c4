"""Invented diaries for the tests of the core: arrays of nights, always from a fixed seed."""

import numpy as np

NAN = np.nan


def every(*cycle, nights):
    """A diary that repeats this cycle of counts."""
    return np.resize(np.array(cycle, dtype=float), nights)


def clear_improvement():
    """56 nights with a cramp each, 84 with one a week."""
    return np.concatenate([np.ones(56), every(0, 0, 0, 1, 0, 0, 0, nights=84)])


def clear_worsening():
    """56 nights with a cramp every other night, 84 with two or three a night."""
    return np.concatenate([every(1, 0, nights=56), every(2, 3, nights=84)])


def random_diaries(patients, rate, *, before=56, after=84, effect=1.0, missing=0.15, seed=1):
    """Poisson nights (patients, before + after); the rate after the start is `effect` times the rate before."""
    rng = np.random.default_rng(seed)
    rates = np.full(before + after, float(rate))
    rates[before:] *= effect
    counts = rng.poisson(rates, (patients, before + after)).astype(float)
    counts[rng.random(counts.shape) < missing] = NAN
    return counts


def sticky_diaries(patients, rate, *, before=56, after=84, rho=0.6, sd=0.5, missing=0.15, seed=1):
    """As `random_diaries` without an effect, with good and bad spells: AR(1) on the log rate."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(patients, before + after))
    spell = np.empty_like(noise)
    spell[:, 0] = noise[:, 0]
    for night in range(1, noise.shape[1]):
        spell[:, night] = rho * spell[:, night - 1] + np.sqrt(1 - rho**2) * noise[:, night]
    counts = rng.poisson(rate * np.exp(sd * spell - sd**2 / 2)).astype(float)
    counts[rng.random(counts.shape) < missing] = NAN
    return counts


def started_at_the_worst(patients, rate, *, before=56, after=84, candidates=57, seed=1, **noise):
    """Sticky diaries whose start is the night with the highest mean of the 14 nights before it."""
    long = sticky_diaries(patients, rate, before=before, after=after + candidates - 1, seed=seed, **noise)
    logged = np.nan_to_num(long)
    sums = np.cumsum(np.pad(logged, ((0, 0), (1, 0))), axis=1)
    nights = np.arange(before, before + candidates)
    worst = np.argmax(sums[:, nights] - sums[:, nights - 14], axis=1)
    return np.take_along_axis(long, worst[:, None] + np.arange(before + after), axis=1)
