"""Linear regression over weeks whose deviations linger: the arithmetic that counts and scores share.

    z = X θ + u + e,    θ_j ~ N(0, sd_j²),    e_w ~ N(0, noise_w),    u a stationary AR(1) over weeks:
    Cov(u_v, u_w) = sticky · ρ^|v − w|

Week by week a scalar Kalman filter takes from every column (z and the regressors) what the weeks before it foretell;
what is left, divided by its standard deviation, is white. All that the posterior of θ and the evidence need are the
inner products of the whitened columns and the log determinant: a few hundred multiplications, where a Cholesky factor
of the full covariance costs thousands, and other prior widths (a stiffer trend, no lead-in) cost next to nothing.
Sources: Durbin & Koopman, Time Series Analysis by State Space Methods (2012), §4.3, §4.5 (smoothing error), §6.2
(augmented filter: regression with a filter run on each column); Harvey, Forecasting (1989), §3.4.

Shapes: columns are (bins, columns, patients); `noise` (bins, settings, patients) and `sticky`, `correlation`
(settings, patients or 1): several settings of the covariance are run side by side. Column 0 is z.
"""

from dataclasses import dataclass

import numpy as np

from .mixture import total
from .result import Floats


@dataclass(frozen=True)
class Whitened:
    """Inner products of whitened columns, and log|V|, (settings, patients).

    `products[i][:, j]`, j ≤ i, are those of columns i and j, (settings, patients).
    """

    products: list[Floats]
    log_determinant: Floats


@dataclass(frozen=True)
class Trace:
    """What a smoother needs of each week: innovations of the columns, their variances and the filter's gains."""

    innovations: list[Floats]
    variances: list[Floats]
    gains: list[Floats]


def whiten(columns: Floats, noise: Floats, sticky: Floats, correlation: Floats) -> tuple[Whitened, Trace]:
    """Run the filter over the weeks.

    >>> columns = np.array([[[3.0], [1.0]], [[5.0], [1.0]]])
    >>> white, _ = whiten(columns, np.ones((2, 1, 1)), np.zeros((1, 1)), np.zeros((1, 1)))
    >>> [row[0, :, 0].tolist() for row in white.products], white.log_determinant.tolist()
    ([[34.0], [8.0, 2.0]], [[0.0]])
    """
    bins, number, patients = columns.shape
    settings = noise.shape[1]
    expected = np.zeros((settings, number, patients))
    state = np.broadcast_to(sticky, (settings, patients))
    rho, fresh = correlation[:, np.newaxis], (1 - correlation * correlation) * sticky
    products = [np.zeros((settings, i + 1, patients)) for i in range(number)]
    scratch = [np.empty_like(row) for row in products]
    trace = Trace([], [], [])
    for week in range(bins):
        left = columns[week] - expected
        variance = state + noise[week]
        gain = state / variance
        white = left / np.sqrt(variance)[:, np.newaxis]
        for i, row in enumerate(products):
            np.add(row, np.multiply(white[:, i : i + 1], white[:, : i + 1], out=scratch[i]), out=row)
        expected = rho * (expected + gain[:, np.newaxis] * left)
        state = correlation * correlation * (state - gain * state) + fresh
        trace.innovations.append(left)
        trace.variances.append(variance)
        trace.gains.append(gain)
    return Whitened(products, total(np.log(np.stack(trace.variances)))), trace


@dataclass(frozen=True)
class Posterior:
    """θ given z. The last regressor is the effect b: its mean and standard deviation. All (settings, patients).

    `log_evidence` up to a constant; `coefficients` (settings, regressors, patients) are E[θ].
    """

    mean: Floats
    sd: Floats
    log_evidence: Floats
    coefficients: Floats


def posterior(white: Whitened, chosen: list[int], sds: Floats) -> Posterior:
    """Regression on the columns `chosen` with prior standard deviations `sds` (regressors, patients or 1).

    A standard deviation of 0 leaves a regressor out. With M = I + D X'V⁻¹X D = C C', D = diag(sds), and
    y = C⁻¹ D X'V⁻¹z: log evidence = −½(z'V⁻¹z − y'y) − ½ log|V| − Σ log C_ii; for the last regressor E = sd·y/C,
    Var = sd²/C² with its own entries of y and of C's diagonal.

    >>> columns = np.array([[[3.0], [1.0]], [[5.0], [1.0]]])
    >>> white, _ = whiten(columns, np.ones((2, 1, 1)), np.zeros((1, 1)), np.zeros((1, 1)))
    >>> found = posterior(white, [1], np.array([[1.0]]))
    >>> found.mean.round(4).tolist(), found.sd.round(4).tolist()
    ([[2.6667]], [[0.5774]])
    """
    products, size = white.products, len(chosen)
    factor: list[list[Floats]] = []
    solved: list[Floats] = []
    for i, column in enumerate(chosen):
        row: list[Floats] = []
        for j in range(i + 1):
            value = products[column][:, chosen[j]] * (sds[i] * sds[j])
            if i == j:
                value = value + 1.0
            for k in range(j):
                value = value - row[k] * factor[j][k] if j < i else value - row[k] * row[k]
            row.append(np.sqrt(value) if i == j else value / factor[j][j])
        factor.append(row)
        value = products[column][:, 0] * sds[i]
        for k in range(i):
            value = value - row[k] * solved[k]
        solved.append(value / row[i])
    unexplained, log_diagonal = products[0][:, 0], np.zeros_like(products[0][:, 0])
    for i in range(size):
        unexplained = unexplained - solved[i] * solved[i]
        log_diagonal = log_diagonal + np.log(factor[i][i])
    coefficients: list[Floats] = [np.zeros(0)] * size
    for i in range(size - 1, -1, -1):
        value = solved[i]
        for k in range(i + 1, size):
            value = value - factor[k][i] * coefficients[k]
        coefficients[i] = value / factor[i][i]
    return Posterior(
        mean=coefficients[-1] * sds[-1],
        sd=sds[-1] / factor[-1][-1],
        log_evidence=-0.5 * (unexplained + white.log_determinant) - log_diagonal,
        coefficients=np.stack([value * sds[i] for i, value in enumerate(coefficients)], axis=1),
    )


def smoothing_error(trace: Trace, left: list[Floats], correlation: Floats) -> Floats:
    """V⁻¹r of a series r, (bins, settings, patients); `left` are its innovations, one (settings, patients) a week.

    Durbin & Koopman §4.5.3: backwards, error = left/F − ρ·gain·s and s ← left/F + ρ(1 − gain)·s, s = 0 after the end.

    >>> columns = np.array([[[3.0]], [[5.0]]])
    >>> _, trace = whiten(columns, np.ones((2, 1, 1)), np.ones((1, 1)), np.full((1, 1), 0.5))
    >>> error = smoothing_error(trace, [i[:, 0] for i in trace.innovations], np.full((1, 1), 0.5))
    >>> np.allclose(error.ravel(), np.linalg.solve([[2, 0.5], [0.5, 2]], [3, 5]))
    True
    """
    score = np.zeros_like(left[-1])
    errors = []
    for week in range(len(left) - 1, -1, -1):
        here, gain = left[week] / trace.variances[week], trace.gains[week]
        errors.append(here - correlation * gain * score)
        score = here + correlation * (1 - gain) * score
    return np.stack(errors[::-1])
