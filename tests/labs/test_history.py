"""The picture of one test: pure, labelled without collisions, nothing in it but classes and plain attributes."""

import datetime as dt
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from labs.history import LANE, WIDTH, Band, Box, Point, history

BANDS = [
    Band(None, 20, ("under 20, deficient", "deficient")),
    Band(20, 30, ("20 to 29.9, insufficient", "insufficient")),
    Band(30, None, ("30 and above, sufficient", "sufficient"), is_usual=True),
]
SVG = "{http://www.w3.org/2000/svg}"


def points(*values, first=dt.date(2026, 1, 5), days=30):
    return [Point(first + dt.timedelta(days=days * i), value, f"{value:g}") for i, value in enumerate(values)]


def draw(some, bands=BANDS, **options):
    words = {"title": "25(OH)D, ng/mL", "description": "two results"} | options
    return ElementTree.fromstring(history(some, bands, **words))


def texts(picture, css):
    return [mark.text for mark in picture.iter(f"{SVG}text") if mark.get("class") == css]


def boxes(picture):
    for mark in picture.iter(f"{SVG}text"):
        size = 14 if mark.get("class") == "chart-value" else 13
        x, y, width = float(mark.get("x")), float(mark.get("y")), len(mark.text) * size * 0.48
        left = x - {"middle": width / 2, "end": width}.get(mark.get("text-anchor"), 0)
        yield Box(left, y - 0.8 * size, left + width, y + 0.25 * size)


def test_two_results_are_joined_and_both_are_written():
    picture = draw(points(14, 38, days=103), from_zero=True)

    assert texts(picture, "chart-value") == ["38", "14"]
    assert len(picture.findall(f"{SVG}polyline")) == 1
    assert texts(picture, "chart-label")[:3] == [band.names[0] for band in BANDS]


def test_one_result_alone_has_no_line():
    picture = draw(points(38), from_zero=True)

    assert picture.find(f"{SVG}polyline") is None
    assert texts(picture, "chart-value") == ["38"]


def test_higher_is_up_and_later_is_right():
    marks = re.findall(r'points="([^"]+)"', history(points(14, 38, 25), BANDS, title="t", description="d"))
    (x1, y1), (x2, y2), (x3, y3) = [map(float, pair.split(",")) for pair in marks[0].split()]

    assert x1 < x2 < x3
    assert y2 < y3 < y1


@pytest.mark.parametrize(
    "values",
    [
        (14, 38),
        (8, 9, 10, 11),
        (160, 12, 155, 13, 150),
        tuple(range(10, 50)),
        (20,) * 12,
        (0.001, 0.002),
        (0,),
    ],
)
@pytest.mark.parametrize("from_zero", [True, False])
def test_no_label_meets_another_or_leaves_the_picture(values, from_zero):
    picture = draw(points(*values), from_zero=from_zero)

    found = list(boxes(picture))
    assert not [pair for pair in combinations(found, 2) if pair[0].meets(pair[1])]
    assert all(box.left >= 0 and box.right <= WIDTH for box in found)


def test_results_of_one_day_stand_over_each_other():
    same = [Point(dt.date(2026, 1, 5), value, str(value)) for value in (14, 38)]

    assert len(texts(draw(same), "chart-label")) >= 1


def test_the_newest_result_is_always_written():
    for count in range(1, 40):
        values = [20 + (i * 7) % 13 for i in range(count)]
        assert f"{values[-1]}" in texts(draw(points(*values)), "chart-value")


def test_every_number_lies_inside_the_lane():
    picture = draw(points(1e6, -5, 0), from_zero=True)

    for mark in picture.iter(f"{SVG}rect"):
        assert 0 <= float(mark.get("y")) <= LANE


def test_a_range_that_one_lab_gave_is_named_even_among_many_points():
    picture = draw(
        points(*range(136, 148)), [Band(135, 145, ("the lab's range 135–145", "the lab's range"), True)]
    )

    assert any("lab's range" in words for words in texts(picture, "chart-label"))


def test_years_are_named_where_there_are_several():
    assert "5 Jan 2026" in texts(draw(points(14, 38, days=400)), "chart-label")
    assert "5 Jan" in texts(draw(points(14, 38)), "chart-label")


def test_words_are_escaped_and_nothing_carries_a_style():
    drawn = history(
        [Point(dt.date(2026, 1, 5), 4.0, "< 4")], [], title="<script>", description='"><b>', prefix="lab-x"
    )

    ElementTree.fromstring(drawn)
    assert "<script>" not in drawn
    assert "style" not in drawn
    assert 'aria-labelledby="lab-x-title lab-x-desc"' in drawn
