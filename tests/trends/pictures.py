"""Pictures to look at: alice's chart, awkward ones, any chart at all; and a reader of finished SVG."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from trends.charts import Band, Flag, HelpingChart, LabHistory, LabPoint, Level, Phase, Week
from trends.charts.text import Box, Spot, text_box

SVG = "{http://www.w3.org/2000/svg}"
START = date(2026, 9, 19)
RATES = (7.0, 7.0, 5.8, 7.0, 7.0, 8.2, 6.0, 5.0, 4.7, 3.0, 3.0, 2.3, 3.0, 2.0, 2.8)


def in_days(days):
    return START + timedelta(days=days)


def week(number, rate, **fields):
    """The week `number` weeks after the start; its range is half and double the rate."""
    shown = {"episodes": round(rate), "answered": 6, "nights": 7, "low": rate / 2, "high": rate * 2} | fields
    return Week(starts_on=in_days(7 * number), rate=rate, **shown)


BANDS = (Band(None, 20, "deficient"), Band(20, 30, "insufficient"), Band(30, None, "sufficient", usual=True))
LABS = LabHistory(
    "25(OH)D", "ng/mL", (LabPoint(in_days(-45), 14, "14"), LabPoint(in_days(58), 38, "38")), BANDS
)
ALICE = HelpingChart(
    weeks=tuple(week(number - 6, rate, tested=number < 14) for number, rate in enumerate(RATES)),
    start=START,
    readout=in_days(84),
    levels=(Level(in_days(-42), in_days(-1), 7.0), Level(in_days(28), in_days(55), 2.6)),
    phases=(Phase(START, in_days(55), "50,000 IU weekly"), Phase(in_days(56), None, "1,000 IU daily")),
    flags=(Flag(in_days(9), "omeprazole", "medicine"), Flag(in_days(12), "calf stretching", "exercise")),
    labs=LABS,
)
EMPTY = HelpingChart(weeks=())
SCORED = replace(ALICE, scored=True, symptom="burning or tingling")
CROWDED = replace(
    ALICE,
    phases=tuple(Phase(in_days(9 * n), in_days(9 * n + 8), f"{n}5,000 IU every week") for n in range(9)),
    flags=tuple(Flag(in_days(n), f"thing {n}") for n in range(-20, 40, 2)),
    labs=replace(
        LABS, points=tuple(LabPoint(in_days(3 * n - 9), 20 + n % 4, f"{20 + n % 4}.5") for n in range(14))
    ),
)


@dataclass(frozen=True)
class Picture:
    """A finished SVG, read again."""

    source: str
    root: ET.Element

    @property
    def words(self):
        return [element.text for element in self.root.iter(f"{SVG}text")]

    @property
    def bounds(self):
        _left, _top, width, height = map(float, self.root.get("viewBox").split())
        return Box(0, 0, width, height)

    def having(self, name):
        return [element for element in self.root.iter() if element.get("class") == name]

    def text_boxes(self):
        """The estimated rectangle of every label, by its words."""
        return [(element.text, box_of(element)) for element in self.root.iter(f"{SVG}text")]

    def overlaps(self):
        boxes = self.text_boxes()
        return [
            (one, two)
            for place, (one, first) in enumerate(boxes)
            for two, second in boxes[place + 1 :]
            if first.meets(second)
        ]

    def outside(self):
        return [words for words, box in self.text_boxes() if not box.inside(self.bounds)]


def box_of(element):
    spot = Spot(float(element.get("x")), float(element.get("y")), element.get("text-anchor", "start"))
    return text_box(
        element.text, spot, float(element.get("font-size")), bold=element.get("font-weight") == "600"
    )


def read(svg):
    """Parse a picture; an error here means it is not well-formed."""
    return Picture(svg, ET.fromstring(svg))


def numbers_of(picture):
    """Every number in every drawing attribute."""
    drawn = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d", "points", "rx")
    for element in picture.root.iter():
        for name in drawn:
            for found in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?|nan|inf", element.get(name, "")):
                yield float(found)


# Any chart at all

labels = st.text(max_size=30) | st.sampled_from(["50,000 IU weekly", '<b>&"', "1,000 IU daily", "\x00\ud800"])
days = st.integers(-200, 300).map(in_days)
values = st.floats(0, 500) | st.just(0.0)


@st.composite
def weeks(draw):
    first, count = draw(st.integers(-12, 4)), draw(st.integers(0, 40))
    return tuple(draw(any_week(first + number)) for number in range(count))


@st.composite
def any_week(draw, number):
    answered = draw(st.integers(0, 7))
    rate = draw(st.none() | st.just(float("nan")) | st.floats(0, 60))
    low, high = draw(st.none() | st.floats(0, 60)), draw(st.none() | st.just(float("inf")) | st.floats(0, 90))
    return Week(in_days(7 * number), None, answered, max(answered, draw(st.integers(0, 7))), rate, low, high,
                draw(st.booleans()))  # fmt: skip


phases = st.lists(st.builds(Phase, days, st.none() | days, labels), max_size=6).map(tuple)
points = st.lists(
    st.builds(LabPoint, days, values, st.sampled_from(["14", "< 4", "> 150", "22.4"])), max_size=8
)
histories = st.builds(
    LabHistory, st.just("25(OH)D"), st.just("ng/mL"), points.map(tuple), st.sampled_from([(), BANDS])
)
any_chart = st.builds(
    HelpingChart,
    weeks=weeks(),
    symptom=labels,
    scored=st.booleans(),
    start=st.none() | st.integers(-90, 200).map(in_days),
    readout=st.none() | st.integers(-90, 200).map(in_days),
    levels=st.lists(st.builds(Level, days, days, values), max_size=2).map(tuple),
    phases=phases,
    flags=st.lists(st.builds(Flag, days, labels), max_size=6).map(tuple),
    labs=st.none() | histories,
)
