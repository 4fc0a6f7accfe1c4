"""Single odd nights: a mistyped 40 must not decide a verdict."""

import numpy as np

from .result import Floats, Ints

LEAST_CAP, CAP_FACTOR = 6.0, 5.0


def capped(counts: Floats) -> Floats:
    """Counts with every night held to max(6, 5 × the median of the patient's nights with symptoms (1 if none)).

    `counts` (patients, nights of the window), NaN = unanswered and stays so.

    >>> capped(np.array([[1.0, 0.0, 40.0, np.nan, 1.0]])).tolist()
    [[1.0, 0.0, 6.0, nan, 1.0]]
    """
    return np.minimum(counts, np.maximum(LEAST_CAP, CAP_FACTOR * symptom_median(counts))[:, np.newaxis])


def symptom_median(counts: Floats) -> Floats:
    """Median of the nights with at least one episode, 1 if there are none, (patients,).

    >>> symptom_median(np.array([[0.0, 2.0, np.nan, 5.0], [0.0, 0.0, 0.0, 0.0]])).tolist()
    [3.5, 1.0]
    """
    with_symptoms = counts > 0
    number = with_symptoms.sum(axis=1)
    # Nights without symptoms sort to the end, so the middle of the first `number` is the median wanted.
    ordered = np.sort(np.where(with_symptoms, counts, np.inf), axis=1)
    last = counts.shape[1] - 1
    middle = [np.clip(place, 0, last)[:, np.newaxis] for place in ((number - 1) // 2, number // 2)]
    low, high = (np.take_along_axis(ordered, place, axis=1)[:, 0] for place in middle)
    return np.where(number > 0, (low + high) / 2, 1.0)


def highest_night(counts: Floats) -> Ints:
    """Column of the highest answered night, the earliest on ties; 0 where none is answered, (patients,).

    >>> highest_night(np.array([[0.0, 3.0, np.nan, 3.0]])).tolist()
    [1]
    """
    return np.asarray(np.argmax(np.where(np.isnan(counts), -1.0, counts), axis=1), dtype=np.int64)


def without_highest_night(counts: Floats) -> Floats:
    """A copy with the highest answered night set to unanswered, (patients, nights).

    >>> without_highest_night(np.array([[0.0, 3.0, 1.0]])).tolist()
    [[0.0, nan, 1.0]]
    """
    left = counts.copy()
    left[np.arange(len(counts)), highest_night(counts)] = np.nan
    return left
