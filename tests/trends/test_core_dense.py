"""The fast models against the slow ones of `dense`, and against integration without approximation."""

import numpy as np
import pytest

from tests.trends import dense
from tests.trends.arrays import NAN, random_diaries, sticky_diaries
from trends.core.count_model import BELIEFS, STIFF
from trends.core.counts import Weekly
from trends.core.score_model import SCORE_BELIEFS, STIFF_SCORES
from trends.core.scores import ScoreDiaries
from trends.core.window import open_window

DESIGNS = [(28, 84), (33, 56), (42, 84), (56, 84)]
PATIENTS = 24
EVERYONE = np.arange(PATIENTS)


def odd_diaries(before, after, seed=0):
    """Rare and frequent, gaps of weeks, sudden quiet: whatever a mode could trip over."""
    rng = np.random.default_rng(seed)
    rates = rng.choice([0.03, 0.3, 1, 3, 30], (PATIENTS, 1)) * np.exp(
        rng.normal(0, 0.8, (PATIENTS, before + after))
    )
    counts = rng.poisson(rates).astype(float)
    counts[rng.random(counts.shape) < 0.3] = NAN
    counts[0, 14:40], counts[1, before:], counts[2, :before] = NAN, 0, 0
    return counts


def score_diaries(before, after, seed=0):
    rng = np.random.default_rng(seed)
    level = (
        rng.choice([1, 3, 5, 9], (PATIENTS, 1))
        + rng.normal(0, 1, (PATIENTS, before + after)).cumsum(axis=1) / 5
    )
    scores = np.clip(
        np.round(level + rng.normal(0, rng.choice([0.3, 1, 2], (PATIENTS, 1)), level.shape)), 0, 10
    )
    scores[rng.random(scores.shape) < 0.3] = NAN
    scores[0, 10:40], scores[1] = NAN, 4
    return scores


def gap(mixture, patient, answer):
    """The largest difference of weights, means and standard deviations."""
    pairs = ((mixture.weights, answer.weights), (mixture.means, answer.means), (mixture.sds, answer.sds))
    return max(np.abs(fast[:, patient] - slow).max() for fast, slow in pairs)


def shares(before, after):
    return np.random.default_rng(before).random((PATIENTS, after))


@pytest.mark.parametrize(("before", "after"), DESIGNS)
@pytest.mark.parametrize("with_doses", [False, True])
@pytest.mark.parametrize("beliefs", [BELIEFS, STIFF], ids=["first", "stiff"])
def test_counts_agree_with_the_dense_version(before, after, with_doses, beliefs):
    diaries, taken = odd_diaries(before, after), shares(before, after) if with_doses else None
    window = open_window(diaries, before, taken=taken)
    lead_in = EVERYONE % 2 == 0

    fitted = Weekly.of(window.counts, window).fit(EVERYONE, with_lead_in=lead_in, beliefs=beliefs)

    for patient, diary in enumerate(diaries):
        doses = None if taken is None else taken[patient]
        slow = dense.count_posterior(
            diary, before, lead_in=lead_in[patient], drift=beliefs.drift_sd, taken=doses
        )
        assert gap(fitted, patient, slow) < 1e-8


@pytest.mark.parametrize(("before", "after"), DESIGNS)
@pytest.mark.parametrize("with_doses", [False, True])
@pytest.mark.parametrize("beliefs", [SCORE_BELIEFS, STIFF_SCORES], ids=["first", "stiff"])
def test_scores_agree_with_the_dense_version(before, after, with_doses, beliefs):
    diaries, taken = score_diaries(before, after), shares(before, after) if with_doses else None
    window = open_window(diaries, before, taken=taken, highest=10)
    lead_in = EVERYONE % 2 == 0

    scored = ScoreDiaries.of(window)
    fitted = scored.fit(EVERYONE, with_lead_in=lead_in, beliefs=beliefs)

    for patient, diary in enumerate(diaries):
        doses = None if taken is None else taken[patient]
        slow, s2 = dense.score_posterior(
            diary, before, lead_in=lead_in[patient], drift=beliefs.drift_sd, taken=doses
        )
        assert gap(fitted, patient, slow) < 1e-8
        assert scored.week.day_variance[patient] == pytest.approx(s2, rel=1e-12)


@pytest.mark.parametrize("rate", [0.3, 1.0, 3.0])
@pytest.mark.parametrize(("before", "effect"), [(28, 1.0), (56, 1.0), (56, 0.5), (28, 0.3)])
def test_laplace_is_close_to_exact_integration(rate, before, effect):
    diaries = np.concatenate(
        [
            random_diaries(2, rate, before=before, effect=effect, seed=7),
            sticky_diaries(2, rate, before=before, seed=8),
        ]
    )
    window = open_window(diaries, before)

    fitted = Weekly.of(diaries, window).fit(np.arange(4), with_lead_in=np.ones(4, dtype=bool))

    for patient, diary in enumerate(diaries):
        mean, probability = dense.count_posterior_by_sampling(diary, before, lead_in=True)
        assert fitted.mean[patient] == pytest.approx(mean, abs=0.08)
        assert fitted.below(np.zeros(4))[patient] == pytest.approx(probability, abs=0.04)
