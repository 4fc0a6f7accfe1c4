"""What a result looks like from outside."""

import dataclasses

import numpy as np
import pytest

from tests.trends.arrays import clear_improvement, random_diaries
from trends.core import (
    METHOD_VERSION,
    REASONS,
    VERDICTS,
    Verdict,
    Verdicts,
    assess,
    assess_many,
    assess_scores,
)
from trends.core.result import reason_tuples

FIELDS = [
    "verdict",
    "rate_ratio",
    "low",
    "high",
    "low_90",
    "high_90",
    "probability_better",
    "readout",
    "nights_answered_before",
    "nights_answered_after",
    "reasons",
]


def test_the_names_that_others_rely_on():
    assert [field.name for field in dataclasses.fields(Verdict)] == FIELDS
    assert [field.name for field in dataclasses.fields(Verdicts)] == FIELDS
    assert VERDICTS == ("improved", "worsened", "no_clear_change", "not_enough_data")
    assert METHOD_VERSION


def test_the_reason_codes_that_others_rely_on():
    assert set(REASONS) == set(
        "baseline_too_short too_few_before too_few_after too_early too_few_episodes mostly_not_taken"
        " started_at_worst already_falling logging_changed one_odd_night other_change window_cut"
        " leaning_better less_than_a_third".split()
    )


def test_scores_have_points_in_place_of_the_ratio():
    verdicts = assess_scores(np.full((2, 140), 4.0), 56)

    names = [field.name for field in dataclasses.fields(verdicts)]
    assert names == ["change_points" if name == "rate_ratio" else name for name in FIELDS]
    assert [field.name for field in dataclasses.fields(verdicts[1])] == names
    assert len(verdicts) == len(list(verdicts)) == 2


def test_one_verdict_holds_plain_values():
    verdict = assess(clear_improvement(), 56)

    assert {name: type(value) for name, value in dataclasses.asdict(verdict).items()} == {
        "verdict": str,
        "rate_ratio": float,
        "low": float,
        "high": float,
        "low_90": float,
        "high_90": float,
        "probability_better": float,
        "readout": int,
        "nights_answered_before": int,
        "nights_answered_after": int,
        "reasons": tuple,
    }


def test_results_cannot_be_changed():
    verdict = assess(clear_improvement(), 56)

    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict.verdict = "worsened"


def test_many_verdicts_are_arrays_of_one_length():
    verdicts = assess_many(random_diaries(7, 1.0), 56)

    for field in dataclasses.fields(verdicts):
        assert getattr(verdicts, field.name).shape == (7,)
    assert len(verdicts) == 7
    assert [v.verdict for v in verdicts] == verdicts.verdict.tolist()


def test_nobody_is_an_empty_result():
    verdicts = assess_many(np.empty((0, 140)), 56)

    assert len(verdicts) == 0
    assert len(assess_scores(np.empty((0, 140)), 56)) == 0


def test_reasons_come_in_one_order_whatever_found_them_first():
    flags = {code: np.array([True]) for code in reversed(REASONS)}

    assert reason_tuples(flags, 1)[0] == REASONS
    assert reason_tuples({}, 2).tolist() == [(), ()]
