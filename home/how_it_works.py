"""The public page about the method as one object: its pictures, and its sentences with the benchmark's figures.

What a run did not measure is left out of the page; a test sees to it that nothing is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from home.figures import Cell, Figures, Kind, among
from trends import charts
from trends.core import METHOD_VERSION
from trends.wording import method

EVERY_NIGHT = 1.0
"""The rate most figures are quoted for: one cramp a night."""
SHORT, LONG = 28, 56
SIMPLE_RULE = "mean down 30 %"
MIDDLE = (5.0, 1.0)
"""The score most figures are quoted for: 5 of 10, and a point up or down from day to day."""


@dataclass(frozen=True)
class Picture:
    """A drawing, the sentence that says the same, and how many people it is about."""

    drawing: charts.Svg
    sentence: str
    told: int
    title: str = ""
    more: str = ""


@dataclass(frozen=True)
class Line:
    """One situation: its words, how many of a hundred, and a line of a hundred marks."""

    words: str
    told: str
    drawing: charts.Svg


@dataclass(frozen=True)
class Way:
    """One row of the table of usual ways: people of 100 in each column."""

    name: str
    told: tuple[tuple[str, str], ...]
    is_ours: bool = False


@dataclass(frozen=True)
class HowItWorks:
    figures: Figures

    @property
    def is_measured(self) -> bool:
        return bool(self.figures.counts)

    # ── Why it is hard, and what is compared ──

    @property
    def worst(self) -> dict[str, charts.Svg]:
        words = charts.Words(*method.drawn_start_at_the_worst())
        return _both_sizes(charts.start_at_the_worst, words, "worst")

    @property
    def nights(self) -> dict[str, charts.Svg]:
        words = charts.Words(*method.drawn_nights())
        return _both_sizes(charts.which_nights_count, words, "nights")

    @property
    def placebo(self) -> Picture:
        fell, of = method.PLACEBO
        drawing = charts.people(fell, method.placebo(), of=of, a_row=11, is_wrong=True, prefix="placebo")
        return Picture(drawing, method.placebo(), fell)

    placebo_beside = staticmethod(method.placebo_beside)

    # ── How often it is wrong ──

    @property
    def false_alarm(self) -> Picture | None:
        cell = self._count("worst realistic", SHORT)
        told = cell and method.of_100(cell.improved)
        return None if told is None else _wrongly(told, method.false_alarm(told), "alarm", "This diary")

    @property
    def simple_rule(self) -> Picture | None:
        way = self.figures.usual(SIMPLE_RULE, SHORT)
        told = way and method.of_100(way.improved["worst realistic"])
        if told is None:
            return None
        return _wrongly(told, method.simple_rule(told), "rule", "A simple before and after")

    @cached_property
    def unchanged(self) -> list[Line]:
        return list(_lines(self.figures.counts, method.UNCHANGED_COUNTS, "unchanged"))

    @cached_property
    def fooled(self) -> list[Line]:
        return list(_lines(self.figures.counts, method.FOOLED_COUNTS, "fooled"))

    @property
    def most_wrong(self) -> int:
        return _most(self._ordinary(), "improved")

    @property
    def everywhere(self) -> str:
        return method.false_alarm_everywhere(self.most_wrong)

    @property
    def worsening(self) -> str:
        return method.false_worsening(_most(self._ordinary(), "worsened"))

    @property
    def coverage(self) -> str:
        effects = [name for situation in method.TRUE_FALLS for name in situation.scenarios]
        held = [cell.covered_90 for cell in (*self._ordinary(), *among(self.figures.counts, effects))]
        return method.coverage(method.of_100(min(held)), method.of_100(max(held)))

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(method.COMPARED.values())

    @property
    def ways(self) -> list[Way]:
        """This diary's own row first, then the usual ways on the same diaries."""
        own = [self._count(name, SHORT) for name in method.COMPARED]
        if None in own:
            return []
        told = [
            cell.improved_week_12 if name in _true_falls() else cell.improved
            for name, cell in zip(method.COMPARED, own, strict=True)
        ]
        rows = [Way("This diary", _shown(told), is_ours=True)]
        for name, words in method.USUAL_WAYS.items():
            way = self.figures.usual(name, SHORT)
            if way:
                rows.append(Way(words, _shown(way.improved[scenario] for scenario in method.COMPARED)))
        return rows

    # ── How often it misses ──

    @property
    def halved(self) -> list[Picture]:
        """True halvings with four and with eight weeks of diary before the start."""
        return [
            _seen(cell, before)
            for before in (SHORT, LONG)
            if (cell := self._count("−50 % realistic", before))
        ]

    @property
    def falls(self) -> list[Line]:
        found = []
        for place, fall in enumerate(method.TRUE_FALLS):
            cells = [self._count(fall.scenarios[0], before) for before in (SHORT, LONG)]
            if None not in cells:
                short, long = (method.of_100(cell.improved_week_12) for cell in cells)
                told = method.both_lengths(short, long)
                ends = min(short, long), max(short, long)
                words = f"Cramps truly fell {fall.words}."
                drawing = charts.strip(*ends, f"{words} {told}.", prefix=f"fall{place}")
                found.append(Line(words, told, drawing))
        return found

    @property
    def half_taken(self) -> str:
        cell = self._count("−50 % takes half", SHORT)
        return method.half_taken(method.of_100(cell.improved_week_12)) if cell else ""

    # ── Scores ──

    @cached_property
    def scores(self) -> list[Line]:
        situations = (*method.UNCHANGED_SCORES, *method.FOOLED_SCORES)
        return list(_lines(self.figures.scores, situations, "scores"))

    @property
    def score_halved(self) -> Picture | None:
        cell = self.figures.scores.get(Kind("−50 %", SHORT, MIDDLE))
        return cell and _seen(cell, SHORT, scored=True)

    # ── Where the figures come from ──

    @property
    def method_line(self) -> str:
        return method.worked_out_by(self.figures.method_version, METHOD_VERSION)

    @property
    def measured_line(self) -> str:
        run = self.figures
        return method.measured_on(run.diaries_per_cell, run.seed, run.measured_on)

    def _count(self, scenario: str, nights_before: int) -> Cell | None:
        return self.figures.counts.get(Kind(scenario, nights_before, EVERY_NIGHT))

    def _ordinary(self) -> list[Cell]:
        names = [name for situation in method.UNCHANGED_COUNTS for name in situation.scenarios]
        return among(self.figures.counts, names)


def _both_sizes(draw, words: charts.Words, prefix: str) -> dict[str, charts.Svg]:
    return {
        "phone": draw(words, 350, prefix=f"{prefix}-phone"),
        "desktop": draw(words, 640, prefix=f"{prefix}-desktop"),
    }


def _wrongly(told: int, sentence: str, prefix: str, title: str) -> Picture:
    return Picture(charts.people(told, sentence, is_wrong=True, prefix=prefix), sentence, told, title)


def _seen(cell: Cell, nights_before: int, *, scored: bool = False) -> Picture:
    """True halvings: those told so, and what the others read."""
    told, too_few = method.of_100(cell.improved_week_12), method.of_100(cell.not_enough_data)
    sentence = method.seen(told, scored=scored)
    prefix = f"{'score' if scored else 'seen'}{nights_before}"
    return Picture(
        charts.people(told, sentence, prefix=prefix),
        sentence,
        told,
        method.diary_before(nights_before // 7),
        method.missed(100 - told - too_few, too_few),
    )


def _lines(cells: Mapping[Kind, Cell], situations: Iterable[method.Situation], prefix: str) -> Iterable[Line]:
    for place, situation in enumerate(situations):
        shares = [cell.improved for cell in among(cells, situation.scenarios)]
        if shares:
            ends = method.of_100(min(shares)), method.at_most_of_100(max(shares))
            told = method.between(*ends)
            drawing = charts.strip(
                *ends, f"{situation.words} {told}.", is_wrong=True, prefix=f"{prefix}{place}"
            )
            yield Line(situation.words, told, drawing)


def _most(cells: Iterable[Cell], figure: str) -> int:
    return method.at_most_of_100(max(getattr(cell, figure) for cell in cells))


def _true_falls() -> set[str]:
    return {name for fall in method.TRUE_FALLS for name in fall.scenarios}


def _shown(shares: Iterable[float]) -> tuple[tuple[str, str], ...]:
    """Each column's words with its people of 100."""
    told = (method.people(method.of_100(share)) for share in shares)
    return tuple(zip(method.COMPARED.values(), told, strict=True))
