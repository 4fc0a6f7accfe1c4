"""What happened: one sentence, then why it can or cannot be put down to the supplement, then the numbers."""

from __future__ import annotations

from trends.wording.facts import SCORED, Facts, Figure
from trends.wording.numbers import about, counted, half_up, halves, known

RANGE_LABEL = "Allowing for ordinary ups and downs"
NO_CHANGE = "no change"
TIMES = " times as many"

_THIN_HEADLINES = (
    ("mostly_not_taken", "Too few doses were taken to compare."),
    ("baseline_too_short", "There is too little diary from before the start to compare with."),
    ("too_few_before", "There are too few answers from before the start to compare with."),
    ("too_early", "It is too early to compare."),
    ("too_few_after", "There are not enough answered nights yet to compare."),
    ("too_few_episodes", "There were too few {plural} to compare."),
)


def headline(facts: Facts) -> str:
    """The outcome in one sentence, the largest on the page."""
    if facts.already_started:
        return f"You were already taking {facts.name} when this diary began."
    if facts.kind == SCORED:
        return f"We describe your {facts.plural} here. We do not judge it yet."
    if facts.verdict == "improved":
        return f"You are having fewer {facts.plural} than before."
    if facts.verdict == "worsened":
        return f"You are having more {facts.plural} than before."
    if facts.verdict == "no_clear_change":
        return _unclear_headline(facts)
    return _thin_headline(facts)


def _unclear_headline(facts: Facts) -> str:
    if facts.has("less_than_a_third"):
        return f"Probably fewer {facts.plural}, but less than a third fewer."
    if facts.has("leaning_better"):
        return f"Perhaps fewer {facts.plural}, but we cannot tell yet."
    if facts.is_final:
        return f"No clear change in your {facts.plural}. This diary cannot tell."
    return f"No clear change in your {facts.plural}. We cannot tell yet."


def _thin_headline(facts: Facts) -> str:
    for code, words in _THIN_HEADLINES:
        if facts.has(code):
            # After the last read-out there is no "yet" to wait for.
            said = words.replace(" yet", "") if facts.is_final else words
            return said.format(plural=facts.plural)
    return "There are not enough answers to compare."


def attribution(facts: Facts) -> str:
    """The second sentence: what the outcome says about the supplement, and what it does not."""
    if facts.already_started:
        return "There is no “before” to compare with, so this page describes and gives no verdict."
    if facts.kind == SCORED:
        return f"This says nothing about {facts.name}, good or bad."
    if facts.verdict == "no_clear_change":
        return f"This does not mean that {facts.name} has no effect."
    if facts.verdict == "not_enough_data":
        return f"This says nothing about {facts.name}, good or bad."
    reason = _reason(facts)
    return f"Please tell your doctor. {reason}" if facts.verdict == "worsened" else reason


def _reason(facts: Facts) -> str:
    # With another change near the start, even "after …" would point at the supplement.
    if facts.has("other_change"):
        return "Why cannot be told from this diary alone."
    return f"The change came after you started {facts.name}. A diary alone cannot show the reason."


def before(facts: Facts) -> Figure:
    """The key figure before the start, with the nights it rests on."""
    return _figure(facts, "Before", facts.before, facts.nights_answered_before, facts.nights_before)


def now(facts: Facts) -> Figure:
    """The key figure of the last four weeks (of fewer nights soon after the start), with the nights it rests on."""
    label = "Last four weeks" if facts.nights_now >= 28 else "Since the start"
    return _figure(facts, label, facts.now, facts.answered_now, facts.nights_now)


def _figure(facts: Facts, label: str, value: float | None, answered: int, nights: int) -> Figure:
    basis = f"{answered} of {counted(nights, facts.night, facts.night + 's')} answered"
    if not known(value):
        return Figure(label, "not known", "", basis if nights else "no nights in this diary")
    if facts.kind == SCORED:
        return Figure(label, "0" if value == 0 else about(value), "of 10 on average", basis)
    return Figure(label, about(value), "a week", basis)


def raw_sentence(facts: Facts) -> str:
    """The raw numbers in one sentence, each with the nights it rests on.

    "You logged about 7 cramps a week before (39 of 42 nights answered), about 2½ in the last four weeks (27 of 28 …)."
    """
    first, second = before(facts), now(facts)
    verb, what = (
        (f"You scored your {facts.plural}", "")
        if facts.kind == SCORED
        else ("You logged", f" {facts.plural}")
    )
    when = "in the last four weeks" if facts.nights_now >= 28 else "since the start"
    if known(facts.before) and known(facts.now):
        then = f"{first.value}{what} {first.unit} before ({first.basis})"
        return f"{verb} {then}, {second.value} {when} ({second.basis})."
    if known(facts.now):
        return f"{verb} {second.value}{what} {second.unit} {when} ({second.basis})."
    return f"{first.label}: {first.value} ({first.basis}). {second.label}: {second.value} ({second.basis})."


def range_sentence(facts: Facts) -> str:
    """The likely range as chances; "" when there is none to show.

    >>> _between(0.27, 0.74)
    'between 25 and 75 % fewer'
    """
    if facts.is_described or facts.is_thin or not (known(facts.low) and known(facts.high)):
        return ""
    return f"3 chances in 4 that it lies {_between(facts.low, facts.high)}."


def range_basis(facts: Facts) -> str:
    """Why the range may look unlike the two figures above it; "" when no range is shown."""
    if not range_sentence(facts):
        return ""
    return "The range weighs many nights since the start, not only the last four weeks: it may differ from the figures."


def _between(low: float, high: float) -> str:
    """Two rate ratios as plain words, the smaller change first.

    >>> _between(0.6, 1.2), _between(1.1, 1.6), _between(0.8, 1.01), _between(1.2, 3.1), _between(.5, .51)
    ('between 40 % fewer and 20 % more', 'between 10 and 60 % more', 'between no change and 20 % fewer', \
'between 20 % more and 3 times as many', 'around 50 % fewer')
    """
    least, most = _change(low), _change(high)
    if least == most:
        return "around no change" if least == NO_CHANGE else f"around {least}"
    if least.endswith("% fewer") and most.endswith("% fewer"):
        return f"between {most.removesuffix(' % fewer')} and {least}"
    if least == NO_CHANGE or least.endswith("% more") and most.endswith("% more"):
        return f"between {least.removesuffix(' % more')} and {most}"
    if least.endswith(TIMES):
        return f"between {least.removesuffix(TIMES)} and {most}"
    if most == NO_CHANGE:
        return f"between {most} and {least}"
    return f"between {least} and {most}"


def _change(ratio: float) -> str:
    """One rate ratio in words, rounded to 5 %; above twice as many, as a multiple.

    >>> _change(0.26), _change(1.02), _change(1.31), _change(2.4), _change(0.001)
    ('75 % fewer', 'no change', '30 % more', '2½ times as many', '95 % fewer')
    """
    if ratio >= 2.25:
        return halves(ratio) + TIMES
    per_cent = int(half_up(abs(ratio - 1) * 100, 5))
    if per_cent == 0:
        return NO_CHANGE
    # "100 % fewer" would promise that none will come again.
    return f"{min(per_cent, 95)} % fewer" if ratio < 1 else f"{per_cent} % more"


def range_ends(facts: Facts) -> tuple[str, str]:
    """The words under the two ends of the range bar, lower end first; ("", "") without a range."""
    if not range_sentence(facts):
        return "", ""
    low, high = _change(facts.low), _change(facts.high)
    if low.endswith("% fewer") and high.endswith("% fewer"):
        high = high.removesuffix(" fewer")
    if low.endswith("% more") and high.endswith("% more"):
        low = low.removesuffix(" more")
    return low, high
