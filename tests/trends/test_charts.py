"""The pictures: well-formed, safe, and no label over another, whatever they are made from."""

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trends.pictures import (
    ALICE,
    BANDS,
    CROWDED,
    EMPTY,
    LABS,
    SCORED,
    START,
    any_chart,
    days,
    histories,
    in_days,
    labels,
    numbers_of,
    phases,
    read,
    week,
    weeks,
)
from trends.charts import (
    DESK,
    DESKTOP,
    LIGHT,
    PHONE,
    PRINT,
    Band,
    LabHistory,
    LabPoint,
    LimitBar,
    Part,
    Phase,
    RangeBar,
    Svg,
    doctor_chart,
    helping_chart,
    lab_history,
    legend,
    limit_bar,
    phase_bar,
    range_bar,
    spark,
)
from trends.charts.palette import ROLES

often = settings(max_examples=60, deadline=None)
STYLES = Path(__file__).resolve().parents[2] / "static" / "css"


def fault(svg):
    """What is wrong with a picture, "" when nothing is."""
    picture = read(svg)
    ids = re.findall(r' id="([^"]*)"', svg)
    wrong = {
        "style or script": re.search(r"<style|<script|\sstyle=|\son\w+=|javascript:|href", svg),
        "double ids": len(ids) != len(set(ids)),
        "labels over each other": picture.overlaps(),
        "labels outside": picture.outside(),
        "not a number": not all(map(math.isfinite, numbers_of(picture))),
        "no name": not picture.root[0].text or not picture.root[1].text,
        "small print": any(float(size) < 12.5 for size in re.findall(r'font-size="([\d.]+)"', svg)),
    }
    return "; ".join(f"{name}: {found}" for name, found in wrong.items() if found)


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("chart", [ALICE, SCORED, CROWDED, EMPTY, replace(ALICE, start=None, readout=None)])
@pytest.mark.parametrize("palette", ["css", PRINT])
def test_the_charts_we_look_at_have_no_fault(chart, size, palette):
    assert not fault(helping_chart(chart, size, palette))
    assert not fault(doctor_chart(chart, DESK, palette))


@often
@given(any_chart, st.sampled_from([PHONE, DESKTOP]))
def test_no_chart_has_a_fault(chart, size):
    assert not fault(helping_chart(chart, size))
    assert not fault(doctor_chart(chart, size))


@often
@given(histories, st.integers(240, 640))
def test_no_lab_history_has_a_fault(labs, width):
    assert not fault(lab_history(labs, width))


@often
@given(phases, days)
def test_no_phase_bar_has_a_fault(plan, today):
    assert not fault(phase_bar(plan, today))


@often
@given(st.lists(st.builds(Part, labels, st.floats(0, 60000)), max_size=5), st.none() | st.floats(1, 10000))
def test_no_limit_bar_has_a_fault(parts, limit):
    assert not fault(limit_bar(LimitBar("vitamin D", "IU", tuple(parts), limit)))


@often
@given(st.lists(st.floats(-95, 300), min_size=3, max_size=3).map(sorted))
def test_no_range_bar_has_a_fault(three):
    bar = RangeBar(*three, "75 % fewer", "2½ times as many", "3 chances in 4.")

    assert not fault(range_bar(bar))


@often
@given(weeks(), st.none() | days)
def test_no_spark_has_a_fault(some, start):
    assert not fault(spark(some, start))


# What must be seen


def test_start_and_readout_are_named_and_drawn():
    picture = read(helping_chart(ALICE))

    assert "Start 19 Sep" in picture.words
    assert "Read-out 12 Dec" in picture.words
    (start,) = picture.having("chart-start")
    assert float(start.get("y2")) > 400, "the start runs through all lanes"
    (readout,) = picture.having("chart-readout")
    assert readout.get("stroke-dasharray")


def test_a_dot_a_week_and_an_open_one_for_the_untested():
    picture = read(helping_chart(ALICE))

    assert len(picture.having("chart-dot")) == 14
    assert len(picture.having("chart-dot-open")) == 1
    assert len(picture.having("chart-level")) == 2


def test_a_week_without_an_answer_has_no_dot_but_hatched_cells():
    silent = week(1, 3.0, answered=0, episodes=None)

    picture = read(helping_chart(replace(ALICE, weeks=(week(0, 2.0, answered=7), silent))))

    assert len(picture.having("chart-dot")) == 1
    (hatched,) = picture.having("chart-cell-hatch")
    assert hatched.get("d").count("M") > 5


def test_a_full_diary_has_nothing_hatched():
    full = replace(ALICE, weeks=tuple(replace(one, answered=7) for one in ALICE.weeks))

    assert not read(helping_chart(full)).having("chart-cell-hatch")


def test_a_quiet_week_is_a_dot_at_zero():
    quiet = replace(ALICE, weeks=(week(0, 0.0, high=1.4),), levels=(), flags=())

    picture = read(helping_chart(quiet))

    (dot,) = picture.having("chart-dot")
    (axis,) = [line for line in picture.having("chart-axis") if line.get("y1") == dot.get("cy")]
    assert axis.get("y1") == axis.get("y2")


def test_lab_values_are_printed_and_not_joined():
    picture = read(helping_chart(ALICE))

    assert {"14", "38"} <= set(picture.words)
    assert len(picture.having("chart-diamond")) == 2
    assert not picture.having("chart-line")


def test_scores_have_the_whole_scale():
    assert {"0", "5", "10"} <= set(read(helping_chart(SCORED)).words)
    assert "Days scored" in " ".join(read(helping_chart(SCORED)).words)


def test_counts_have_four_lines_at_most():
    for highest in (0.2, 1, 3.3, 8.2, 47, 333):
        chart = replace(ALICE, weeks=(week(0, float(highest)),), levels=())
        picture = read(helping_chart(chart))
        solid = [line for line in picture.having("chart-grid") if not line.get("stroke-dasharray")]
        assert 1 <= len(solid) <= 3, "and the axis itself"


def test_an_empty_chart_says_so():
    for draw in (helping_chart, doctor_chart):
        assert read(draw(EMPTY)).words == ["No answered nights yet."]
    assert read(lab_history(replace(LABS, points=()))).words == ["No result yet."]
    assert read(phase_bar((), START)).words == ["No plan yet"]
    assert legend(EMPTY) == ()


def test_names_of_medicines_are_only_words():
    nasty = '<b>&"</text><script>'
    chart = replace(ALICE, phases=(Phase(START, None, nasty),), flags=())

    svg = helping_chart(chart, DESKTOP)

    assert "<script" not in svg
    assert nasty in read(svg).words


def test_characters_that_xml_forbids_become_a_sign():
    chart = replace(ALICE, phases=(Phase(START, None, "D3\x00\ud800\x1b"),))

    assert "D3\ufffd\ufffd\ufffd" in read(helping_chart(chart)).words


def test_a_name_that_is_too_long_is_cut_visibly():
    chart = replace(
        ALICE, phases=(Phase(START, in_days(60), "Grandmother's own morning mixture"), ALICE.phases[1])
    )

    assert any(
        words.startswith("Grandmother") and words.endswith("…") for words in read(helping_chart(chart)).words
    )


def test_each_picture_keeps_its_own_ids():
    page = helping_chart(ALICE, PHONE, prefix="phone") + helping_chart(ALICE, DESKTOP, prefix="desk")
    ids = re.findall(r' id="([^"]*)"', page)

    assert len(ids) == len(set(ids)) == 4
    with pytest.raises(ValueError, match="start of an id"):
        helping_chart(ALICE, prefix='"><x')


def test_a_template_prints_it_as_it_is():
    svg = helping_chart(ALICE)

    assert isinstance(svg, Svg)
    assert svg.__html__() == svg


def test_the_doctor_sees_start_and_first_phase_in_one_label():
    words = read(doctor_chart(ALICE)).words

    assert "Start 19 Sep, 50,000 IU weekly" in words
    assert "Nights answered, of 7" not in words


# Colours


def test_on_the_web_there_are_only_classes():
    svg = helping_chart(ALICE) + spark(ALICE.weeks, START) + lab_history(LABS)

    assert not re.search(r'(fill|stroke)="(?!none)', svg)


@pytest.mark.parametrize("palette", [PRINT, LIGHT])
def test_in_print_there_are_only_colours(palette):
    svg = helping_chart(ALICE, palette=palette) + spark(ALICE.weeks, START, palette=palette)

    assert set(re.findall(r'class="([^"]*)"', svg)) == {"chart", "spark"}
    assert "var(" not in svg
    assert palette.symptom in svg


def test_print_is_black_white_and_grey():
    colours = set(re.findall(r"#[0-9A-Fa-f]{6}", helping_chart(ALICE, palette=PRINT)))

    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


@pytest.mark.parametrize("role", ROLES)
def test_the_stylesheet_knows_every_class(role):
    sheets = "".join(sheet.read_text("utf-8") for sheet in STYLES.glob("*.css"))

    assert re.search(rf"\.{role}\b(?!-)", sheets), f"add .{role} to static/css/quiet-charts.css"


# Small ones


def test_spark_tells_before_from_after_and_thin_weeks():
    thin = replace(ALICE.weeks[9], answered=2)
    picture = read(spark((*ALICE.weeks[:9], thin, *ALICE.weeks[10:14]), START))

    assert len(picture.having("spark-before")) == 6
    assert len(picture.having("spark-after")) == 7
    assert len(picture.having("spark-hatch")) == 1
    assert len(picture.having("spark-start")) == 1
    assert "1 week with too few answers" in picture.root[1].text


def test_spark_of_someone_already_on_it_has_no_start():
    picture = read(spark(ALICE.weeks, None))

    assert len(picture.having("spark-before")) == 14
    assert not picture.having("spark-start")


def test_spark_of_quiet_weeks_is_not_empty():
    quiet = tuple(week(number, 0.0) for number in range(5))

    assert len(read(spark(quiet, START)).having("spark-after")) == 5


def test_lab_history_joins_its_points_on_named_bands():
    picture = read(lab_history(LABS))

    assert len(picture.having("chart-line")) == 1
    assert {"30 and above, sufficient", "20 to 29.9, insufficient", "under 20, deficient"} <= set(
        picture.words
    )
    assert {"5 Aug", "16 Nov"} <= set(picture.words)


def test_a_labs_own_range_keeps_its_own_words():
    band = Band(8.8, 10.4, "lab's range", usual=True, words="8.8–10.4, lab's range")
    calcium = LabHistory("Calcium", "mg/dL", (LabPoint(START, 9.6, "9.6"),), (band,))

    assert "8.8–10.4, lab's range" in read(lab_history(calcium)).words


def test_range_bar_reads_from_fewer_to_no_change():
    picture = read(range_bar(RangeBar(-75, -55, -25, "75 % fewer", "25 %", "3 chances in 4.")))

    places = {words: box.left for words, box in picture.text_boxes()}
    assert places["75 % fewer"] < places["25 %"] < places["no change"]


def test_range_bar_in_points_ends_at_no_change_too():
    bar = RangeBar(-3.6, -2.6, -1.7, "3½ points lower", "1½ points", "6 chances in 7.")

    picture = read(range_bar(bar))

    places = {words: box.left for words, box in picture.text_boxes()}
    assert places["3½ points lower"] < places["1½ points"] < places["no change"]
    assert min(places.values()) >= 0


def test_range_bar_says_no_change_once():
    picture = read(range_bar(RangeBar(-10, -4, 1, "10 % fewer", "no change", "3 chances in 4.")))

    assert picture.words.count("no change") == 1


def test_phase_bar_shows_today_in_its_phase():
    picture = read(phase_bar(ALICE.phases, in_days(62)))

    assert {"50,000 IU weekly", "1,000 IU daily", "Today", "19 Sep", "until you change it"} <= set(
        picture.words
    )
    assert len(picture.having("bar-fill")) == 2
    assert len(picture.having("bar-open")) == 2


def test_limit_bar_marks_the_limit_even_when_passed():
    over = LimitBar("vitamin D", "IU", (Part("weekly capsule", 7143), Part("multivitamin", 400)), 4000)

    picture = read(limit_bar(over))

    assert picture.words == ["7,543 IU a day", "upper limit 4,000"]
    (tick,) = picture.having("bar-tick")
    assert float(tick.get("x1")) < picture.bounds.right / 2


def test_bands_draw_the_usual_one_in_the_tint():
    picture = read(lab_history(replace(LABS, bands=BANDS)))

    assert len(picture.having("chart-band")) == 1
    assert len(picture.having("chart-band-alt")) == 1


def test_weeks_of_scores_have_a_lowest_and_a_highest_and_no_chances():
    assert legend(SCORED)[0].words == "Average of a week, with its lowest and highest"
    assert "days answered" in helping_chart(SCORED)
    assert "nights answered" not in helping_chart(SCORED)


def test_a_row_of_scores_says_its_average():
    drawn = spark(SCORED.weeks, START, "burning or tingling", scored=True)

    assert "weeks, burning or tingling, average of 0 to 10: " in drawn


def test_legend_names_only_what_is_drawn():
    plain = replace(ALICE, flags=(), levels=(), weeks=ALICE.weeks[:3])

    assert [key.words for key in legend(plain)] == [
        "Cramps in a week, with 3-in-4 range",
        "Nights answered, of 7; hatched: no answer",
    ]
    assert "Other changes: omeprazole 28 Sep and calf stretching 1 Oct" in [
        key.words for key in legend(ALICE)
    ]
    assert not any(fault(key.mark) for key in legend(ALICE))


def test_a_week_of_one_answered_night_does_not_set_the_scale():
    odd = week(-7, 42.0, answered=1, episodes=6, high=80.0)
    chart = replace(ALICE, weeks=(odd, *ALICE.weeks))

    picture = read(helping_chart(chart))

    assert "40" not in picture.words
    assert len(picture.having("chart-dot")) == len(read(helping_chart(ALICE)).having("chart-dot"))


def test_a_diary_of_thin_weeks_still_has_its_dots():
    thin = tuple(week(number, 7.0, answered=1, episodes=1) for number in range(-4, 4))

    assert len(read(helping_chart(replace(ALICE, weeks=thin, levels=()))).having("chart-dot")) == 8
