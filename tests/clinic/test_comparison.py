import datetime as dt

import pytest

from clinic.comparison import COLUMNS, SHEET, counts, texts
from journal.models import Episode

NIGHT = dt.date(2026, 11, 10)


def episode(**fields):
    return Episode(**{"night": NIGHT, "in_night_hours": True} | fields)


def count_of(label, episodes, scores=None):
    return next((line.count for line in counts(episodes, scores or {}) if line.label == label), None)


def test_no_episode_counts_nothing():
    assert counts([], {}) == []


def test_what_was_not_tried_is_not_in_the_denominator():
    episodes = [
        episode(relief=["stretching"], relief_helped=["stretching"]),
        episode(relief=["stretching"], relief_helped=[]),
        episode(relief=["heat"], relief_helped=["heat"]),
        episode(),
    ]

    assert count_of("Eased by stretching", episodes) == "1 of 2"


def test_what_helped_was_tried_even_if_nobody_said_so():
    assert count_of("Eased by stretching", [episode(relief_helped=["stretching"])]) == "1 of 1"


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        (["left-calf", "left-foot"], "1 of 1"),
        (["left-calf", "right-calf"], "0 of 1"),
        (["lower-back"], None),
        (["left-calf", "lower-back"], "1 of 1"),
        ([], None),
    ],
)
def test_one_side_means_all_sided_places_on_it(sites, expected):
    assert count_of("One side only", [episode(sites=sites)]) == expected


def test_unsaid_is_not_no():
    episodes = [episode(urge_to_move=True), episode(urge_to_move=False), episode(urge_to_move=None)]

    assert count_of("Urge to move", episodes) == "1 of 2"


def test_walking_distance_is_a_median_with_its_number():
    episodes = [episode(walking_distance_m=metres) for metres in (100, 1200, 300)]

    assert count_of("Walking distance (median, metres)", episodes) == "300 m (3)"


def test_tired_days_are_counted_once():
    episodes = [episode(), episode(), episode(night=NIGHT + dt.timedelta(days=1))]
    scores = {"fatigue": {NIGHT: 4, NIGHT + dt.timedelta(days=1): 3}}

    assert count_of("On days with tiredness 4 or more", episodes, scores) == "1 of 2"


def test_every_row_of_the_content_can_be_measured_and_names_known_columns():
    rich = episode(
        relief=["stretching", "walking", "rest", "hanging-leg-down"],
        relief_helped=["stretching"],
        hints=["widespread", "like-socks", "runs-down-from-back", "with-position", "with-walking", "at-rest"],
        sites=["left-calf"],
        urge_to_move=True,
        walking_distance_m=100,
    )

    found = counts([rich], {"fatigue": {NIGHT: 5}})

    assert [line.label for line in found] == [row["label"] for row in SHEET["count"]]
    assert all(set(row["often"]) <= set(COLUMNS) for row in SHEET["count"])
    assert all(len(cells) == len(COLUMNS) for _, cells in texts())
