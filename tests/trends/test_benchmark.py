"""A small benchmark in every test run (600 diaries a cell, a fixed seed), and the benchmark's own tools."""

import datetime as dt
import importlib.util
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from scipy import stats

from benchmarks.trends import comparing, count_diaries, measuring, own, peers, pool, report, score_diaries
from benchmarks.trends.comparing import Peer
from benchmarks.trends.goals import Goal
from benchmarks.trends.measuring import Key, Share
from benchmarks.trends.placebo import first_period
from tests.trends.results import ALICE, ERIN
from trends import wording
from trends.core import VERDICTS, assess_many, assess_scores
from trends.core.window import cut_window
from trends.wording import OtherChange

PATIENTS, SEED = 600, 404
BOUND = 0.05 + 2 * (0.05 * 0.95 / PATIENTS) ** 0.5
"""5 % and two Monte-Carlo errors."""


def counts(name, rate=1.0, before=56):
    return measuring.count_cell(count_diaries.BY_NAME[name], rate, before, PATIENTS, SEED)


def scores(name, level=5.0, day_sd=1.0, before=56):
    return measuring.score_cell(score_diaries.BY_NAME[name], level, day_sd, before, PATIENTS, SEED)


@pytest.mark.parametrize(
    "name", ["worst iid", "worst AR .6", "worst realistic", "logging changed", "season", "k = 1"]
)
@pytest.mark.parametrize("before", [28, 56])
def test_nothing_changed_is_seldom_called_improved_or_worsened(name, before):
    cell = counts(name, before=before)

    assert cell.improved_either.value <= BOUND
    assert cell.worsened_either.value <= BOUND + 0.01


@pytest.mark.parametrize(
    "name", ["AR .8", "worst AR .8", "worst realistic", "reactive before", "season's peak"]
)
def test_scores_are_seldom_called_improved_when_nothing_changed(name):
    assert scores(name, day_sd=2.0).improved_either.value <= BOUND


@pytest.mark.parametrize(
    ("change", "least"), [("−50 % realistic", 0.25), ("−70 % realistic", 0.60), ("−70 % iid", 0.75)]
)
def test_real_effects_on_counts_are_seen(change, least):
    assert counts(change).improved_final.value >= least


def test_real_effects_on_scores_are_seen():
    assert scores("−50 %").improved_final.value >= 0.70
    assert scores("+50 %").worsened_final.value >= 0.70


def test_the_90_percent_interval_covers():
    for cell in (counts("realistic"), counts("−50 % realistic"), scores("realistic"), scores("−50 %")):
        assert cell.covered.value >= 0.90


def test_too_thin_diaries_get_no_verdict_ever():
    diaries = count_diaries.simulate(count_diaries.BY_NAME["realistic"], 1.0, 56, PATIENTS, SEED).counts

    assert (assess_many(diaries[:, 29:], 27).verdict == "not_enough_data").all()
    assert (assess_many(diaries[:, :111], 56).verdict == "not_enough_data").all()


def test_doses_half_taken_raise_no_false_alarm():
    assert counts("null takes 80 %").improved_either.value <= BOUND


def test_batches_and_their_order_change_no_bit():
    assert measuring.is_independent_of_the_batch(120)


# ── The simulators ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scenario", count_diaries.SCENARIOS, ids=lambda scenario: scenario.name)
def test_every_kind_of_count_diary_is_one(scenario):
    diaries = count_diaries.simulate(scenario, 1.0, 28, 20, 1)

    assert diaries.counts.shape == (20, 112)
    assert np.nanmin(diaries.counts) >= 0
    assert 0.05 < np.isnan(diaries.counts).mean() < 0.7
    np.testing.assert_array_equal(diaries.counts, count_diaries.simulate(scenario, 1.0, 28, 20, 1).counts)


@pytest.mark.parametrize("scenario", score_diaries.SCENARIOS, ids=lambda scenario: scenario.name)
def test_every_kind_of_score_diary_is_one(scenario):
    diaries = score_diaries.simulate(scenario, 5.0, 1.0, 28, 20, 1)

    assert diaries.scores.shape == (20, 112)
    assert (np.isnan(diaries.scores) | (diaries.scores == np.round(np.clip(diaries.scores, 0, 10)))).all()


def test_a_halved_rate_is_halved():
    many = count_diaries.simulate(count_diaries.BY_NAME["−50 % iid"], 3.0, 56, 4000, 1)

    ratio = np.nanmean(many.counts[:, -7:]) / np.nanmean(many.counts[:, :56])
    assert ratio == pytest.approx(np.exp(many.truth), rel=0.02)


def test_who_starts_at_the_worst_had_a_bad_fortnight():
    many = count_diaries.simulate(count_diaries.BY_NAME["worst iid"], 1.0, 56, 500, 1).counts

    assert np.nanmean(many[:, 42:56]) > 1.3 * np.nanmean(many[:, :42])


# ── The peers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def diaries_with_gaps(patients=20):
    rng = np.random.default_rng(3)
    nights = rng.negative_binomial(2, 2 / 3.3, (patients, 140)).astype(float)
    nights[rng.random(nights.shape) < 0.2] = np.nan
    return nights


def test_welch_and_mann_whitney_are_scipys():
    nights = diaries_with_gaps()
    ours = peers.welch(nights, 56).evidence, peers.mann_whitney(nights, 56).evidence

    for i, diary in enumerate(nights):
        before, after = (part[~np.isnan(part)] for part in (diary[:56], diary[56:]))
        t = stats.ttest_ind(before, after, equal_var=False, alternative="greater").pvalue
        u = stats.mannwhitneyu(before, after, alternative="greater", method="asymptotic").pvalue
        assert ours[0][i] == pytest.approx(stats.norm.isf(t), abs=1e-6)
        assert ours[1][i] == pytest.approx(stats.norm.isf(u), abs=1e-6)


@pytest.mark.skipif(not importlib.util.find_spec("statsmodels"), reason="statsmodels is not installed")
def test_the_regressions_are_statsmodels():
    import statsmodels.api as sm  # noqa: PLC0415

    nights, time = diaries_with_gaps(), np.arange(140) - 56
    found = {name: finding_of(nights, 56).evidence for name, finding_of in peers.COUNT_PEERS.items()}
    for i, diary in enumerate(nights):
        known = ~np.isnan(diary)
        y, after = diary[known], (time[known] >= 0).astype(float)
        step = np.column_stack([np.ones(len(y)), after])
        slopes = np.column_stack([step, time[known] / 28, time[known] / 28 * after])
        robust = {"cov_type": "HAC", "cov_kwds": {"maxlags": 7}}
        hac = sm.GLM(y, step, family=sm.families.Poisson()).fit(**robust).tvalues
        seg = sm.GLM(y, slopes, family=sm.families.Poisson()).fit(**robust).tvalues
        nb = sm.NegativeBinomial(y, step).fit(disp=0).tvalues
        assert found["Poisson + HAC(7)"][i] == pytest.approx(-hac[1], abs=1e-3)
        assert found["segmented + HAC(7)"][i] == pytest.approx(max(-seg[1], -seg[3]), abs=1e-3)
        assert found["negative binomial GLM step"][i] == pytest.approx(-nb[1], abs=0.05)


@pytest.mark.parametrize("finding_of", [*peers.COUNT_PEERS.values(), *peers.SCORE_PEERS.values()])
def test_every_peer_sees_a_great_fall_and_no_rise(finding_of):
    rng = np.random.default_rng(1)
    high, low = rng.poisson(6, (5, 70)).astype(float), rng.poisson(1, (5, 70)).astype(float)

    fell, rose = finding_of(np.hstack([high, low]), 70), finding_of(np.hstack([low, high]), 70)

    assert (fell.evidence > 1.0).all()
    assert (fell.size < 0).all()
    assert (fell.evidence > rose.evidence).all()


# ── The report ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_goal_is_met_within_two_monte_carlo_errors():
    assert Goal("", 5.5, 0.3, 5.0, 4.0).met
    assert not Goal("", 5.5, 0.3, 5.0, 4.0).stretched
    assert not Goal("", 20, 1.0, 25, None, at_most=False).met
    assert Goal("", 24, 1.0, 25, None, at_most=False).met
    assert Goal("", 99, 0, None, None).met is None


def test_no_hit_in_few_diaries_is_not_certainty():
    assert Share(0.0, 100).se > 0.005


def test_the_picture_is_svg_and_names_every_null():
    peer = Peer("Welch t", 28, {"iid": 0.02, "worst AR .6": 0.12, "−50 % realistic": 0.2}, {})

    root = ElementTree.fromstring(report.picture([peer], {"iid": "1", "worst AR .6": "3"}, 28))

    text = " ".join(root.itertext())
    assert "worst AR .6" in text
    assert "this method: 3 %" in text
    assert "−50 %" not in text


def test_the_page_keeps_its_words_around_the_figures(tmp_path, monkeypatch):
    page = tmp_path / "validation.md"
    page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", "utf-8")
    monkeypatch.setattr(report, "PAGE", page)

    report.write_page("new")
    report.write_page("newer")

    assert page.read_text("utf-8").split() == [
        "before",
        *report.BEGIN.split(),
        "newer",
        *report.END.split(),
        "after",
    ]


def test_the_page_has_a_place_for_the_figures():
    words = Path(report.PAGE).read_text("utf-8")

    assert words.index(report.BEGIN) < words.index(report.END)


def test_keys_name_their_cells():
    assert Key("iid", 1.0, 28) == Key("iid", 1.0, 28)


def test_two_in_five_fell_by_a_third_on_placebo():
    arms = first_period()

    assert (arms["P"].fell, arms["P"].people) == (28, 66)
    assert (arms["A"].fell, arms["A"].people) == (26, 56)
    assert arms["P"].se == pytest.approx(0.06, abs=0.005)


# ── The method among its peers ─────────────────────────────────────────────────────────────────────────────────────


def test_the_method_as_a_peer_is_the_method():
    nights = count_diaries.simulate(count_diaries.BY_NAME["−70 % realistic"], 1.0, 28, 200, SEED).counts
    days = score_diaries.simulate(score_diaries.BY_NAME["−50 %"], 5.0, 2.0, 28, 200, SEED).scores

    counted, scored = own.count_finding(nights, 28).evidence, own.score_finding(days, 28).evidence

    assert ((counted >= 0) == (assess_many(nights, 28).verdict == "improved")).all()
    assert ((scored >= 0) == (assess_scores(days, 28).verdict == "improved")).all()
    assert 0.1 < (counted >= 0).mean() < 0.9


def test_a_peer_is_compared_at_its_matched_power():
    method = Peer(own.NAME, 28, {}, {"−50 %": 0.6})
    found = [Peer("Welch t", 28, {}, {"−50 %": 0.3}), Peer("strong", 28, {}, {"−50 %": 0.4}), method]

    assert comparing.times_the_best(found, ["Welch t"], "−50 %", 28) == pytest.approx(2)
    assert comparing.times_the_best(found, ["Welch t", "strong"], "−50 %", 28) == pytest.approx(1.5)
    assert comparing.usual_ways(found) == found[:2]


def test_cells_side_by_side_are_cells_one_by_one():
    tasks = [(count_diaries.BY_NAME[name], (28,), 40, SEED) for name in ("iid", "AR .6")]

    together = list(pool.side_by_side(measuring.count_scenario, tasks))

    assert together == [measuring.count_scenario(*task) for task in tasks]


# ── What must hold always, not mostly ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scenario", count_diaries.SCENARIOS, ids=lambda scenario: scenario.name)
def test_no_counts_shorter_than_four_weeks_before_and_eight_after_get_a_verdict(scenario):
    diaries = count_diaries.simulate(scenario, 3.0, 28, 50, SEED).counts

    for first, end in ((1, 112), (0, 28 + 55), (8, 28 + 27), (0, 28 + 27)):
        short = assess_many(diaries[:, first:end], 28 - first)
        assert (short.verdict == "not_enough_data").all()
        assert np.isnan(short.rate_ratio).all()


@pytest.mark.parametrize("scenario", score_diaries.SCENARIOS, ids=lambda scenario: scenario.name)
def test_no_scores_shorter_than_four_weeks_before_and_eight_after_get_a_verdict(scenario):
    diaries = score_diaries.simulate(scenario, 7.0, 1.0, 28, 50, SEED).scores

    for first, end in ((1, 112), (0, 28 + 55), (8, 28 + 27), (0, 28 + 27)):
        short = assess_scores(diaries[:, first:end], 28 - first)
        assert (short.verdict == "not_enough_data").all()
        assert np.isnan(short.change_points).all()


@pytest.mark.parametrize("night", range(-14, 29))
@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("person", [ALICE, ERIN], ids=["counts", "scores"])
def test_a_change_near_the_start_takes_the_reason_away_whatever_the_verdict(person, verdict, night):
    other = OtherChange("omeprazole", person.started_on + dt.timedelta(days=night))
    reasons = cut_window([night]).reasons

    said = wording.attribution(replace(person, verdict=verdict, reasons=reasons, changes=(other,)))

    assert "other_change" in reasons
    assert "after you started" not in said
    assert "after vitamin D" not in said.lower()
