"""What both simulators share: seeds, lingering noise, when people start, which nights they answer."""

import zlib

import numpy as np

AFTER = 84
CANDIDATES = 57
WASH_IN = 25.0
YEAR = 365.0


def generator(seed: int, *cell: object) -> np.random.Generator:
    """The same random numbers for the same cell, whatever ran before it."""
    return np.random.default_rng([seed, zlib.crc32(repr(cell).encode())])


def lingering(rng: np.random.Generator, patients: int, nights: int, rho: float, sd: float) -> np.ndarray:
    """A stationary AR(1) with this standard deviation, (patients, nights)."""
    if not sd:
        return np.zeros((patients, nights))
    noise = rng.normal(0.0, sd, (nights, patients))
    for night in range(1, nights):
        noise[night] = rho * noise[night - 1] + np.sqrt(1 - rho * rho) * noise[night]
    return np.ascontiguousarray(noise.T)


def exposure() -> np.ndarray:
    """e(d) = 1 − exp(−(d + 1)/25) of the 84 nights after the start."""
    return 1 - np.exp(-(np.arange(AFTER) + 1) / WASH_IN)


def worst_start(outcome: np.ndarray, before: int, trailing: int) -> np.ndarray:
    """Column of the candidate night with the highest mean of the `trailing` nights before it, (patients,)."""
    sums = np.cumsum(np.pad(outcome, ((0, 0), (1, 0))), axis=1)
    nights = np.arange(before, before + CANDIDATES)
    return before + np.argmax(sums[:, nights] - sums[:, nights - trailing], axis=1)


def window(values: np.ndarray, start: np.ndarray, before: int) -> np.ndarray:
    """The nights around each patient's start, (patients, before + 84)."""
    columns = start[:, np.newaxis] - before + np.arange(before + AFTER)
    return np.take_along_axis(values, columns, axis=1)
