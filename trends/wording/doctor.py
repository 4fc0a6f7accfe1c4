"""The doctor's words: the verdict in a word, the reservation in a few, and all the numbers in a line."""

from __future__ import annotations

from collections.abc import Callable

from trends.wording.facts import Facts
from trends.wording.missing import can_be_met_on, cannot_be_met
from trends.wording.numbers import (
    decimal,
    half_points,
    half_up,
    halves,
    known,
    listing,
    sentence_case,
    short_day,
)

DESIGN = "AB, unblinded, one patient"
NO_BASELINE = "No baseline, unblinded, one patient"

_WORDS = {
    "improved": "Improved",
    "worsened": "Worsened",
    "no_clear_change": "No clear change",
    "not_enough_data": "Not enough data",
}


def verdict_word(facts: Facts) -> str:
    if facts.is_described:
        return "Described only"
    if facts.verdict == "no_clear_change" and facts.has("leaning_better"):
        return "Leaning better"
    return _WORDS[facts.verdict]


def second_line(facts: Facts) -> str:
    """The plain second line of the list: the one thing to know before believing the word."""
    if facts.already_started:
        return f"already on {facts.name}"
    return _SECOND[facts.verdict](facts)


def _improved_line(facts: Facts) -> str:
    return "cannot be told apart" if facts.has("other_change") else _given(facts)


def _worsened_line(facts: Facts) -> str:
    if not (known(facts.before) and known(facts.now)):
        return _given(facts)
    if facts.is_scored:
        return f"was {half_points(facts.before)} of 10, now {half_points(facts.now)}"
    return f"was {halves(facts.before)} a week, now {halves(facts.now)}"


def _unclear_line(facts: Facts) -> str:
    if facts.is_final:
        return _given(facts)
    return "keep logging" if facts.has("leaning_better") else "cannot tell yet"


def _thin_line(facts: Facts) -> str:
    if facts.reasons == ("too_early",):
        return f"started {short_day(facts.started_on)}"
    if cannot_be_met(facts):
        return "cannot be met"
    day = can_be_met_on(facts)
    if day is not None:
        return f"can be met {short_day(day)}"
    few = "scores given" if facts.is_scored else f"{facts.plural} logged"
    return "few doses taken" if facts.has("mostly_not_taken") else f"few {few}"


def _given(facts: Facts) -> str:
    name = "final" if facts.is_final else f"week {facts.readout // 7}" if facts.readout else "read-out"
    return f"{name}, {short_day(facts.readout_on)}" if facts.readout_on else name


def doctor_headline(facts: Facts) -> str:
    """The verdict with its attribution, as on the card: "Improved. Cause cannot be told apart." """
    word = verdict_word(facts)
    if facts.is_described:
        why = f"Already on {facts.name}: no baseline"
    elif facts.verdict == "not_enough_data":
        why = sentence_case(_thin_line(facts))
    elif facts.has("other_change"):
        why = "Cause cannot be told apart"
    elif facts.verdict == "no_clear_change":
        leans = facts.has("leaning_better") and not facts.is_final
        why = "Cannot tell yet" if leans else "Not evidence of no effect"
    else:
        why = "Cause not shown by this design"
    return f"{word}. {why}."


def doctor_figures(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The big pairs of the card: ("7.0 → 2.6", "cramps a week") and the nights with any."""
    if facts.is_scored:
        return ((_figure(facts, facts.before, facts.now), f"{facts.plural}, mean of 0–10"),)
    return (
        (_figure(facts, facts.before, facts.now), f"{facts.plural} a week"),
        (
            _figure(facts, facts.symptom_nights_before, facts.symptom_nights_now),
            f"nights with {facts.plural} a week",
        ),
    )


def _figure(facts: Facts, first: float | None, second: float | None) -> str:
    return _shown(second) if facts.already_started else f"{_shown(first)} → {_shown(second)}"


def _shown(value: float | None) -> str:
    return decimal(value) if known(value) else "?"


def full_line(facts: Facts) -> str:
    """Estimate, both ranges, probability, coverage, adherence and design, in one breath."""
    parts = [*_estimate(facts), _coverage(facts)]
    if facts.taken is not None and facts.doses_answered:
        parts.append(f"Doses taken: {facts.taken} of {facts.doses_answered} answered")
    if facts.near_changes:
        parts.append(f"Other changes near the start: {_changes(facts)}")
    return ". ".join([*parts, NO_BASELINE if facts.already_started else DESIGN]) + "."


def _estimate(facts: Facts) -> list[str]:
    if facts.is_described or facts.is_thin or not known(facts.estimate):
        return []
    found = [_estimate_words(facts)]
    if known(facts.probability_better):
        better = "lower" if facts.is_scored else "fewer"
        found.append(f"P({better}) {_probability(facts.probability_better)}")
    return found


def _estimate_words(facts: Facts) -> str:
    if facts.is_scored:
        first, words, span = 86, _points(facts.change_points), _points_span
    else:
        first, words, span = 75, _signed(facts.rate_ratio), _span
    ranges = [
        f"{share} % range {span(low, high)}"
        for share, low, high in ((first, facts.low, facts.high), (90, facts.low_90, facts.high_90))
        if known(low) and known(high)
    ]
    return f"{words}: {', '.join(ranges)}" if ranges else words


def _signed(ratio: float) -> str:
    per_cent = int(half_up(abs(1 - ratio) * 100))
    return f"{per_cent} % {'fewer' if ratio < 1 else 'more'}" if per_cent else "no change"


def _span(low: float, high: float) -> str:
    """Two ratios as per cent of change, the smaller change first.

    >>> _span(0.27, 0.74), _span(0.8, 1.25), _span(1.2, 2.0)
    ('26–73 % fewer', '20 % fewer to 25 % more', '20–100 % more')
    """
    least, most = _signed(low), _signed(high)
    for side in (" % fewer", " % more"):
        if least.endswith(side) and most.endswith(side):
            small, large = sorted((least, most), key=lambda words: int(words.split()[0]))
            return f"{small.removesuffix(side)}–{large}"
    return f"{least} to {most}"


def _points(change: float) -> str:
    size = decimal(abs(change))
    if size == "0.0":
        return "no change"
    return f"{size} points {'lower' if change < 0 else 'higher'}"


def _points_span(low: float, high: float) -> str:
    """Two changes in points, the smaller one first.

    >>> _points_span(-3.58, -1.66), _points_span(-0.5, 1.2), _points_span(0.4, 2)
    ('1.7–3.6 points lower', '0.5 points lower to 1.2 points higher', '0.4–2.0 points higher')
    """
    least, most = _points(low), _points(high)
    for side in (" points lower", " points higher"):
        if least.endswith(side) and most.endswith(side):
            small, large = sorted((abs(low), abs(high)))
            return f"{decimal(small)}–{decimal(large)}{side}"
    return f"{least} to {most}"


def _probability(share: float) -> str:
    """
    >>> _probability(0.984), _probability(0.9999), _probability(0.001)
    ('0.98', '> 0.99', '< 0.01')
    """
    if share > 0.99:
        return "> 0.99"
    return "< 0.01" if share < 0.01 else f"{share:.2f}"


def _coverage(facts: Facts) -> str:
    if facts.already_started:
        return f"Answered {facts.nights_answered_after} of {facts.tested_after} {facts.nights}"
    return (
        f"Answered {facts.nights_answered_before} of {facts.nights_before} {facts.nights} before, "
        f"{facts.nights_answered_after} of {facts.tested_after} since the start"
    )


def _changes(facts: Facts) -> str:
    """Other changes with their day counted from the start: "omeprazole day 9"."""
    return listing(
        [f"{change.label} day {(change.on - facts.started_on).days}" for change in facts.near_changes]
    )


_SECOND: dict[str, Callable[[Facts], str]] = {
    "improved": _improved_line,
    "worsened": _worsened_line,
    "no_clear_change": _unclear_line,
    "not_enough_data": _thin_line,
}
