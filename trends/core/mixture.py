"""What is believed about the effect after seeing the diary: a mixture of normal distributions per patient."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from .normal import cdf, density
from .result import Flags, Floats

Rows = npt.NDArray[np.int64]
"""Patients picked out of a batch, by number."""

CLOSE_ENOUGH = 1e-11
MOST_STEPS = 60


def total(parts: Floats) -> Floats:
    """The sum over the first axis, always in the same order (numpy's own depends on the shape).

    >>> total(np.array([[1.0, 2.0], [3.0, 4.0]])).tolist()
    [4.0, 6.0]
    """
    return np.asarray(reduce(np.add, parts))


@dataclass(frozen=True)
class Mixture:
    """Component i is N(means[i], sds[i]²); all (components, patients), the weights adding up to 1."""

    means: Floats
    sds: Floats
    weights: Floats

    @classmethod
    def from_log_weights(cls, means: Floats, sds: Floats, log_weights: Floats) -> "Mixture":
        """With weights known up to a factor.

        >>> one = np.ones((2, 1))
        >>> Mixture.from_log_weights(one, one, np.array([[0.0], [0.0]])).weights.ravel().tolist()
        [0.5, 0.5]
        """
        raw = np.exp(log_weights - log_weights.max(axis=0))
        return cls(means, sds, raw / total(raw))

    @property
    def mean(self) -> Floats:
        """E[b], (patients,)."""
        return total(self.weights * self.means)

    @property
    def sd(self) -> Floats:
        """The standard deviation of the whole mixture, (patients,)."""
        apart = self.means - self.mean
        return np.sqrt(total(self.weights * (self.sds * self.sds + apart * apart)))

    def below(self, limit: Floats) -> Floats:
        """P(b < limit) = Σ weight·Φ((limit − mean)/sd), (patients,).

        >>> narrow = Mixture(np.array([[-1.0], [1.0]]), np.ones((2, 1)), np.full((2, 1), 0.5))
        >>> narrow.below(np.array([0.0])).tolist()
        [0.5]
        """
        return total(self.weights * cdf((limit - self.means) / self.sds))

    def quantile(self, probability: float) -> Floats:
        """The limit that b is below with this probability, (patients,).

        Newton's method held inside a bracket that is halved where a step would leave it; each patient stops alone.

        >>> one = Mixture(np.array([[2.0]]), np.array([[3.0]]), np.array([[1.0]]))
        >>> round(float(one.quantile(0.95)[0]), 6)
        6.934561
        """
        found = np.full(self.means.shape[1], np.nan)
        rows = np.flatnonzero(np.isfinite(self.mean + self.sd))
        search = _Search.of(self.of(rows), probability)
        for _ in range(MOST_STEPS):
            search, left = search.step(probability)
            found[rows] = search.limit
            rows, search = rows[left], search.only(left)
            if not len(rows):
                break
        return found

    def of(self, rows: Rows) -> "Mixture":
        """The mixture of these patients only."""
        return Mixture(
            np.ascontiguousarray(self.means[:, rows]),
            np.ascontiguousarray(self.sds[:, rows]),
            np.ascontiguousarray(self.weights[:, rows]),
        )


@dataclass(frozen=True)
class _Search:
    mixture: Mixture
    low: Floats
    high: Floats
    limit: Floats

    @classmethod
    def of(cls, mixture: Mixture, probability: float) -> "_Search":
        spread, middle = mixture.sd, mixture.mean
        # Chebyshev's inequality: no quantile lies further out than this.
        width = spread / np.sqrt(min(probability, 1 - probability))
        return cls(mixture, middle - width, middle + width, middle + spread * _rough_z(probability))

    def step(self, probability: float) -> tuple["_Search", Rows]:
        mixture = self.mixture
        z = (self.limit - mixture.means) / mixture.sds
        over = total(mixture.weights * cdf(z)) - probability
        slope = total(mixture.weights * density(z) / mixture.sds)
        low, high = np.where(over < 0, self.limit, self.low), np.where(over < 0, self.high, self.limit)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            newton = self.limit - over / slope
        inside = (newton > low) & (newton < high)
        limit = np.where(inside, newton, (low + high) / 2)
        moved = np.abs(limit - self.limit) > CLOSE_ENOUGH * (1 + np.abs(limit))
        return _Search(mixture, low, high, limit), np.flatnonzero(moved)

    def only(self, rows: Rows) -> "_Search":
        return _Search(self.mixture.of(rows), self.low[rows], self.high[rows], self.limit[rows])


def _rough_z(probability: float) -> float:
    """Φ⁻¹ to two digits, where to begin (Tukey's lambda approximation)."""
    return (probability**0.1349 - (1 - probability) ** 0.1349) * 4.91


def asked_again(flags: Flags, question: Callable[[Rows], Flags]) -> Flags:
    """Who stays flagged when those that are get a second question; it is given their numbers.

    >>> asked_again(np.array([True, False, True]), lambda rows: rows > 1).tolist()
    [False, False, True]
    """
    answers = np.zeros_like(flags)
    rows = np.flatnonzero(flags)
    if len(rows):
        answers[rows] = question(rows)
    return answers


def shown(fit: Mixture | None, thin: Flags, levels: tuple[float, float, float, float]) -> Floats:
    """Two quantiles, the mean and two more quantiles, (5, patients); NaN for the `thin` or without a fit.

    >>> one = Mixture(np.zeros((1, 2)), np.ones((1, 2)), np.ones((1, 2)))
    >>> shown(one, np.array([False, True]), (0.05, 0.5, 0.5, 0.95)).round(2).tolist()[0]
    [-1.64, nan]
    """
    values = np.full((5, len(thin)), np.nan)
    rows = np.flatnonzero(~thin)
    if fit is not None and len(rows):
        known = fit.of(rows)
        ends = [known.quantile(level) for level in levels]
        values[:, rows] = np.stack([*ends[:2], known.mean, *ends[2:]])
    return values
