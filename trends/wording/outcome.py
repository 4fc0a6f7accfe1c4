"""What happened: one sentence, then why it can or cannot be put down to the supplement, then the numbers."""

from __future__ import annotations

from trends.wording.facts import Facts, Figure
from trends.wording.missing import earliest
from trends.wording.numbers import about, counted, half_points, known, sentence_case

_THIN_HEADLINES = (
    ("mostly_not_taken", "Too few doses were taken to compare."),
    ("baseline_too_short", "There is too little diary from before the start to compare with."),
    ("too_few_before", "There are too few answers from before the start to compare with."),
    ("too_early", "It is too early to compare."),
    ("too_few_after", "There are not enough answered {nights} yet to compare."),
    ("too_few_episodes", "There were too few {plural} to compare."),
)


def headline(facts: Facts) -> str:
    """The outcome in one sentence, the largest on the page."""
    if facts.already_started:
        return f"You were already taking {facts.name} when this diary began."
    if facts.verdict == "improved":
        return _changed(facts, "milder", "fewer")
    if facts.verdict == "worsened":
        return _changed(facts, "worse", "more")
    if facts.verdict == "no_clear_change":
        return _unclear_headline(facts)
    return _thin_headline(facts)


def _changed(facts: Facts, of_score: str, of_count: str) -> str:
    if facts.is_scored:
        return f"Your {facts.plural} is {of_score} than before."
    return f"You are having {of_count} {facts.plural} than before."


def _unclear_headline(facts: Facts) -> str:
    # After the last read-out there is no "yet" to wait for.
    cannot = "this diary cannot tell" if facts.is_final else "we cannot tell yet"
    if facts.has("less_than_a_third"):
        if facts.is_scored:
            return f"Your {facts.plural} is probably milder, but perhaps only a little."
        return f"Probably fewer {facts.plural}, but less than a third fewer."
    if facts.has("leaning_better"):
        if facts.is_scored:
            return f"Your {facts.plural} is perhaps milder, but {cannot}."
        return f"Perhaps fewer {facts.plural}, but {cannot}."
    return f"No clear change in your {facts.plural}. {sentence_case(cannot)}."


def _thin_headline(facts: Facts) -> str:
    for code, words in _THIN_HEADLINES:
        if facts.has(code):
            if code == "too_early" and earliest(facts, code) is None:
                return "Something else changed too soon to compare."
            said = words.replace(" yet", "") if facts.is_final else words
            what = "scores" if facts.is_scored else facts.plural
            return said.format(plural=what, nights=facts.nights)
    return "There are not enough answers to compare."


def attribution(facts: Facts) -> str:
    """The second sentence: what the outcome says about the supplement, and what it does not."""
    if facts.already_started:
        return "There is no “before” to compare with, so this page describes and gives no verdict."
    if facts.verdict == "no_clear_change":
        return f"This does not mean that {facts.name} has no effect."
    if facts.verdict == "not_enough_data":
        return f"This says nothing about {facts.name}, good or bad."
    reason = _reason(facts)
    return f"Please tell your doctor. {reason}" if facts.verdict == "worsened" else reason


def _reason(facts: Facts) -> str:
    # With another change near the start, even "after …" would point at the supplement.
    if facts.has("other_change"):
        return "This diary alone cannot show the reason."
    return f"The change came after you started {facts.name}. A diary alone cannot show the reason."


def before(facts: Facts) -> Figure:
    """The key figure before the start, with the nights it rests on."""
    return _figure(facts, "Before", facts.before, facts.nights_answered_before, facts.nights_before)


def now(facts: Facts) -> Figure:
    """The key figure of the last four weeks (of fewer nights soon after the start), with the nights it rests on."""
    label = "Last four weeks" if facts.nights_now >= 28 else "Since the start"
    return _figure(facts, label, facts.now, facts.answered_now, facts.nights_now)


def _figure(facts: Facts, label: str, value: float | None, answered: int, nights: int) -> Figure:
    basis = f"{answered} of {counted(nights, facts.night, facts.nights)} answered"
    if not known(value):
        return Figure(label, "not known", "", basis if nights else f"no {facts.nights} in this diary")
    if facts.is_scored:
        return Figure(label, _score(value), "of 10 on average", basis)
    return Figure(label, about(value), "a week", basis)


def _score(value: float) -> str:
    """
    >>> _score(5.6), _score(0), _score(0.1)
    ('about 5½', '0', 'nearly 0')
    """
    if value == 0:
        return "0"
    words = half_points(value)
    return "nearly 0" if words == "0" else f"about {words}"
