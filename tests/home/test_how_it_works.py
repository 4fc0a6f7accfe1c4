"""The page for everybody about the method: every figure on it is the benchmark's, and nothing is left out."""

import json
import re

import pytest
from django.urls import reverse

from benchmarks.trends import count_diaries, score_diaries
from benchmarks.trends.placebo import first_period
from home.figures import FILE, Figures, figures
from home.how_it_works import HowItWorks
from tests.trends.pictures import SVG, read
from trends import charts
from trends.wording import method


@pytest.fixture(scope="module")
def page():
    return HowItWorks(figures())


@pytest.fixture
def html(client, db):
    answer = client.get(reverse("how-it-works"))
    assert answer.status_code == 200
    return answer.text


def written():
    return json.loads(FILE.read_text("utf-8"))


def text_of(html):
    body = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", body, flags=re.S)).split())


def names_of(situations):
    return {name for situation in situations for name in situation.scenarios}


def core(scenarios):
    return {scenario.name for scenario in scenarios if scenario.family == "core"}


def test_the_ordinary_situations_are_all_of_the_benchmarks():
    assert names_of(method.UNCHANGED_COUNTS) == core(count_diaries.SCENARIOS)
    assert names_of(method.UNCHANGED_SCORES) == core(score_diaries.SCENARIOS)


def test_nothing_the_page_quotes_is_missing_in_the_figures(page):
    assert page.is_measured
    assert page.false_alarm
    assert page.simple_rule
    assert page.score_halved
    assert page.half_taken
    assert page.figures.measured_on
    assert len(page.unchanged) == len(method.UNCHANGED_COUNTS)
    assert len(page.fooled) == len(method.FOOLED_COUNTS)
    assert len(page.scores) == len(method.UNCHANGED_SCORES) + len(method.FOOLED_SCORES)
    assert len(page.falls) == len(method.TRUE_FALLS)
    assert len(page.halved) == 2
    assert len(page.ways) == 1 + len(method.USUAL_WAYS)
    counted = {kind.scenario for kind in page.figures.counts}
    scored = {kind.scenario for kind in page.figures.scores}
    assert counted >= names_of([*method.UNCHANGED_COUNTS, *method.FOOLED_COUNTS, *method.TRUE_FALLS])
    assert scored >= names_of([*method.UNCHANGED_SCORES, *method.FOOLED_SCORES])


def test_the_worst_ordinary_figure_is_the_one_in_the_file(page, html):
    ordinary = names_of(method.UNCHANGED_COUNTS)
    worst = max(cell["improved"] for cell in written()["counts"] if cell["scenario"] in ordinary)

    assert 100 * worst <= page.most_wrong < 100 * worst + 1
    assert method.false_alarm_everywhere(page.most_wrong) in text_of(html)


def test_no_upper_end_is_rounded_down(page):
    lines = (
        *zip(page.unchanged, method.UNCHANGED_COUNTS, strict=True),
        *zip(page.fooled, method.FOOLED_COUNTS, strict=True),
    )
    for line, situation in lines:
        cells = [cell for cell in written()["counts"] if cell["scenario"] in situation.scenarios]
        assert 100 * max(cell["improved"] for cell in cells) <= int(re.findall(r"(\d+) of 100", line.told)[0])

    scored = (*method.UNCHANGED_SCORES, *method.FOOLED_SCORES)
    for line, situation in zip(page.scores, scored, strict=True):
        cells = [cell for cell in written()["scores"] if cell["scenario"] in situation.scenarios]
        assert 100 * max(cell["improved"] for cell in cells) <= int(re.findall(r"(\d+) of 100", line.told)[0])

    ordinary = names_of(method.UNCHANGED_COUNTS)
    worst = max(cell["worsened"] for cell in written()["counts"] if cell["scenario"] in ordinary)
    assert 100 * worst <= int(re.search(r"at most (\d+) of 100", page.worsening).group(1))


@pytest.mark.parametrize("before", [28, 56])
def test_true_halvings_are_those_of_the_last_readout(html, before):
    cell = next(
        cell
        for cell in written()["counts"]
        if (cell["scenario"], cell["rate"], cell["nights_before"]) == ("−50 % realistic", 1.0, before)
    )

    assert method.seen(method.of_100(cell["improved_week_12"])) in text_of(html)


@pytest.mark.parametrize("situation", method.FOOLED_COUNTS, ids=lambda situation: situation.words)
def test_every_way_to_be_fooled_shows_its_least_and_most(html, situation):
    shares = [cell["improved"] for cell in written()["counts"] if cell["scenario"] in situation.scenarios]

    told = method.between(method.of_100(min(shares)), method.at_most_of_100(max(shares)))
    assert f"{situation.words} {told}" in text_of(html)


def test_the_usual_ways_stand_beside_it(html):
    rule = next(
        way
        for way in written()["peers"]["counts"]
        if (way["name"], way["nights_before"]) == ("mean down 30 %", 28)
    )

    for name in method.COMPARED:
        told = method.people(method.of_100(rule["improved"][name]))
        assert f'data-label="{method.COMPARED[name]}">{told}<' in html


def test_the_run_is_named_with_its_method_size_seed_and_day(page, html):
    run = page.figures

    assert f"{run.diaries_per_cell:,} invented diaries" in text_of(html)
    assert f"random seed {run.seed}" in text_of(html)
    assert f"method {run.method_version}" in text_of(html)
    assert str(run.measured_on.year) in page.measured_line


def test_figures_of_another_method_are_said_to_be():
    assert "which this site uses" in method.worked_out_by("three", "three")
    assert "This site uses four" in method.worked_out_by("three", "four")


def test_the_trial_is_counted_from_its_data():
    arms = first_period()

    assert (arms["P"].fell, arms["P"].people) == method.PLACEBO
    assert (arms["A"].fell, arms["A"].people) == method.MEDICINE


def test_every_picture_has_a_twin_in_words(html):
    pictures = re.findall(r"<svg[^>]*role=\"img\".*?</svg>", html, flags=re.S)
    ids = re.findall(r' id="([^"]*)"', html)

    assert len(pictures) > 15
    assert len(ids) == len(set(ids))
    for picture in pictures:
        root = read(picture).root
        assert root[0].text
        assert len(root[1].text) > 20


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_label_lies_over_another_or_outside(page, size):
    for drawing in (page.worst[size], page.nights[size]):
        assert not read(drawing).overlaps()
        assert not read(drawing).outside()


def test_the_page_promises_nothing(html):
    said = text_of(html)

    assert not re.search(r"\b(works|proven|proof|cures?|effective|guarantee\w*)\b", said, re.I)
    assert not re.search(r"\b(nan|None|inf)\b", said)
    assert "never means “no effect”" in said
    assert "Awaiting clinical review" in said
    assert "Do not begin, change or leave out a prescribed medicine" in said


def test_before_the_first_run_the_page_says_so(rf):
    empty = HowItWorks(Figures())

    assert not empty.is_measured
    assert empty.false_alarm is None
    assert empty.halved == empty.falls == empty.ways == empty.unchanged == []
    assert empty.half_taken == ""


def test_a_missing_file_is_no_error(tmp_path):
    assert figures(tmp_path / "none.json") == Figures()


def test_the_way_to_the_page(client, db, content):
    for name in ("home", "guides"):
        assert f'href="{reverse("how-it-works")}"' in client.get(reverse(name)).text


@pytest.mark.parametrize("told", [0, 1, 36, 100])
@pytest.mark.parametrize("palette", ["css", charts.PRINT])
def test_as_many_people_are_drawn_as_are_said(told, palette):
    picture = read(charts.people(told, "So many of a hundred.", palette=palette))
    drawn = [path.get("d").count("M") // 2 for path in picture.root.iter(f"{SVG}path")]

    assert sum(drawn) == 100
    assert drawn[1:] == ([told] if 0 < told < 100 else [])


@pytest.mark.parametrize(("least", "most"), [(0, 0), (0, 4), (15, 47), (100, 100)])
def test_a_line_of_a_hundred_marks(least, most):
    picture = read(charts.strip(least, most, "So many of a hundred.", is_wrong=True))

    assert len(picture.having("chart-dot")) == least
    assert len(picture.having("chart-dot-pale")) == most - least
    assert len(picture.having("chart-cell")) == 100 - most


@pytest.mark.parametrize("scored", [False, True])
def test_sentences_agree_with_their_number(scored):
    assert "1 is told" in method.seen(1, scored=scored)
    assert "2 are told" in method.seen(2, scored=scored)
    assert "fewer than 1 is told" in method.seen(0, scored=scored)
    assert method.missed(69, 1) == "69 read “we cannot tell yet”. 1 has too few answers."
    assert method.missed(62, 0) == "62 read “we cannot tell yet”."
