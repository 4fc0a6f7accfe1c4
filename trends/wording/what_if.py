"""What would change the answer: if it went on like this, and if the diary were read in other ways."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trends.wording.facts import Facts, Paragraph
from trends.wording.missing import cannot_be_met
from trends.wording.next_step import readout_name
from trends.wording.numbers import count_word, decimal, half_points, halves, listing, long_day, sentence_case
from trends.wording.ranges import range_sentence

LEAST_RATIO, MOST_RATIO, LEAST_POINTS = 0.70, 1.30, 1.0
MOST_PARAGRAPHS = 4
THIN = "not_enough_data"


@dataclass(frozen=True)
class Ahead:
    """The next read-out if it went on in one way or another; the fields of `trends.core.outlook.Outlook`."""

    readout: int
    nights: int
    weeks: int
    lately: float
    like_lately: str
    all_answered: str
    improved_up_to: float | None
    worsened_from: float | None


@dataclass(frozen=True)
class Reading:
    """The change under one assumption, in the measure of the symptom. `code` names the assumption."""

    code: str
    estimate: float
    low: float
    high: float
    probability_better: float


@dataclass(frozen=True)
class Stretch:
    """A raw rate (or mean score) and the nights it rests on."""

    rate: float | None
    answered: int
    nights: int


@dataclass(frozen=True)
class WhatIf:
    """Everything computed beside one conclusion; empty where there is nothing to compute.

    `told_from` is the final read-out seen from the fifth week on: what the nights since then could have made of it.
    """

    ahead: Ahead | None = None
    told_from: Ahead | None = None
    readings: tuple[Reading, ...] = ()
    lead_in: Stretch | None = None
    earlier: Stretch | None = None


# code → after "If", before a comma; in a list; why it is not read that way
_WAYS = {
    "lead_in_as_baseline": (
        "the two weeks before the start counted like any others",
        "with the two weeks before the start counted like any others",
        "They do not, because people often start at their worst.",
    ),
    "no_trend": (
        "symptoms never drifted by themselves",
        "with symptoms never drifting by themselves",
        "They do drift, so that is allowed for.",
    ),
    "wide_trend": (
        "symptoms drifted further by themselves than is usual",
        "with symptoms drifting by themselves more than usual",
        "How far they drift is never known exactly.",
    ),
    "unanswered_as_quiet": (
        "every night without an answer had been quiet",
        "with every unanswered night taken as quiet",
        "Nobody knows, so those nights are left out.",
    ),
    "unanswered_as_zero": (
        "every day without a score had been a 0",
        "with every day without a score taken as a 0",
        "Nobody knows, so those days are left out.",
    ),
}


_BOTH_TRENDS = "with symptoms drifting by themselves more than usual, or not at all"


def what_would_change(facts: Facts, found: WhatIf) -> tuple[Paragraph, ...]:
    """Two to four plain paragraphs, each computed from this diary; () where no answer was promised."""
    if facts.is_described:
        return ()
    said = [
        *_ahead(facts, found.ahead),
        *_could_have(facts, found.told_from),
        *_other_ways(facts, found.readings),
        *_other_change(facts),
    ]
    return tuple(said[:MOST_PARAGRAPHS]) or _nothing_left(facts)


def _ahead(facts: Facts, ahead: Ahead | None) -> list[Paragraph]:
    if facts.next_readout_on is None or (facts.is_thin and cannot_be_met(facts)):
        return []
    if ahead is None:
        return _too_soon(facts)
    coming = f"the {readout_name(ahead.readout)} on {long_day(facts.next_readout_on, facts.today)}"
    lately = f"the last {count_word(ahead.weeks)} weeks"
    if ahead.like_lately == THIN:
        return _answered(facts, ahead, coming, lately)
    same = "say the same: " if ahead.like_lately == facts.verdict else "say: "
    text = (
        f"{coming} would {same}{_verdict(facts, ahead.like_lately)}. That is arithmetic with your own "
        f"{facts.nights}, not a forecast."
    )
    found = [Paragraph("ahead", f"If it went on like {lately},", text)]
    limits = _limits(facts, ahead)
    return [*found, Paragraph("limits", "Until then,", limits)] if limits else found


def _too_soon(facts: Facts) -> list[Paragraph]:
    if (facts.today - facts.started_on).days >= facts.needs.lead_nights:
        return []
    return [
        Paragraph(
            "ahead",
            f"Time, and answered {facts.nights}.",
            "Two weeks into it, this page begins to tell what the read-out would say if it went on like that.",
        )
    ]


def _answered(facts: Facts, ahead: Ahead, coming: str, lately: str) -> list[Paragraph]:
    """Too thin if it goes on like this: what answering would give."""
    if ahead.all_answered == THIN:
        return []
    return [
        Paragraph(
            "ahead",
            f"An answer for every {facts.night}.",
            f"If you gave one until then, and they went like those you answered in {lately}, {coming} could "
            f"answer. It would say: {_verdict(facts, ahead.all_answered)}.",
        )
    ]


def _verdict(facts: Facts, verdict: str) -> str:
    better, worse = ("milder", "worse") if facts.is_scored else ("fewer", "more")
    return {
        "improved": f"{better} {facts.plural} than before",
        "worsened": f"{worse} {facts.plural} than before",
        "no_clear_change": "no clear change",
        THIN: "not enough answers",
    }[verdict]


def _limits(facts: Facts, ahead: Ahead) -> str:
    """The rate of the coming nights at which the answer would turn; "" where none would."""
    fewer, more = ahead.improved_up_to, ahead.worsened_from
    if facts.verdict == "improved":
        return f"up to {_rate(facts, fewer)} would leave the answer as it is." if fewer is not None else ""
    if facts.verdict == "worsened":
        return f"{_rate(facts, more)} or more would leave the answer as it is." if more is not None else ""
    if facts.is_thin:
        return ""
    turns = _turns(facts, ahead)
    return f"{turns}." if turns else ""


def _turns(facts: Facts, ahead: Ahead) -> str:
    """Where an unclear answer would become a clear one."""
    fewer, more = ahead.improved_up_to, ahead.worsened_from
    better, worse = ("milder", "worse") if facts.is_scored else ("fewer", "more")
    less = "less" if facts.is_scored else "fewer"
    would = "would make" if ahead.nights and not facts.is_final else "would have made"
    turns = []
    if fewer is not None:
        up_to = f"{_rate(facts, fewer)} or {less}" if fewer else f"only {_rate(facts, fewer)}"
        turns.append(f"{up_to} {would} it “{better}”")
    if more is not None:
        turns.append(f"{_rate(facts, more)} or more {would} it “{worse}”")
    return ", and ".join(turns)


def _could_have(facts: Facts, told_from: Ahead | None) -> list[Paragraph]:
    """After the last read-out without a clear change: how large one had to be to be told."""
    if told_from is None or facts.verdict != "no_clear_change" or not facts.is_final:
        return []
    turns = _turns(facts, told_from)
    if turns and told_from.improved_up_to is not None:
        return [Paragraph("could_have", "A larger change would have:", f"from the fifth week on, {turns}.")]
    if turns:
        none, better = ("an average of 0", "milder") if facts.is_scored else ("none at all", "fewer")
        text = (
            f"from the fifth week on, not even {none} would have made it “{better}”. {sentence_case(turns)}."
        )
        return [Paragraph("could_have", "No fall was large enough:", text)]
    # Every rate tried says the same: unclear, unless the first weeks had decided it already.
    if told_from.like_lately != "no_clear_change":
        return []
    low = "low" if facts.is_scored else "quiet"
    text = f"The {facts.nights} before the start were too few, too {low} or too uneven for it."
    return [Paragraph("could_have", "This diary could hardly have told.", text)]


def _rate(facts: Facts, value: float) -> str:
    if facts.is_scored:
        return f"an average of {half_points(value)}"
    return f"about {halves(value)} a week" if value else f"no {facts.plural} at all"


def _other_ways(facts: Facts, readings: tuple[Reading, ...]) -> list[Paragraph]:
    """The answer that the diary would give if it were read differently."""
    judged = next((reading for reading in readings if reading.code == "as_judged"), None)
    if not facts.has_range or judged is None:
        return []
    outcome, side = facts.verdict if facts.verdict in ("improved", "worsened") else "", _side(facts, judged)
    if side != outcome:
        # No other way of reading it explains what the answer asks for beside the range.
        return [] if outcome else [_leans(facts, side)]
    others = _worth_telling(facts, judged, readings)
    if not others:
        return []
    different = [reading for reading in others if _side(facts, reading) != outcome]
    if not different:
        return [_all_agree(facts, others, outcome)]
    return [_one_differs(facts, reading, outcome) for reading in different[: 2 if outcome else 1]]


def _leans(facts: Facts, side: str) -> Paragraph:
    """The range lies on one side and the change is large enough, and still it is unclear: what else is asked."""
    better, worse = ("lower", "higher") if facts.is_scored else ("fewer", "more")
    also = (
        "be a change of 30 %" if facts.is_scored else f"hold without the night with the most {facts.plural}"
    )
    return Paragraph(
        "other_ways",
        f"The range leans to {better if side == 'improved' else worse}.",
        f"That alone is not enough. The answer has to be surer than this range, it also has to {also}, and it has to "
        "hold in a second, different reading.",
    )


def _worth_telling(facts: Facts, judged: Reading, readings: tuple[Reading, ...]) -> list[Reading]:
    """Those that read something differently at all."""
    return [
        reading
        for reading in readings
        if reading.code in _WAYS
        and (reading.low, reading.high) != (judged.low, judged.high)
        and (facts.unanswered or not reading.code.startswith("unanswered"))
    ]


def _side(facts: Facts, reading: Reading) -> str:
    """Where a reading points when its range lies on one side and the change is as large as ours must be."""
    none, least, most = (
        (0.0, -LEAST_POINTS, LEAST_POINTS) if facts.is_scored else (1.0, LEAST_RATIO, MOST_RATIO)
    )
    if reading.high < none and reading.estimate <= least:
        return "improved"
    return "worsened" if reading.low > none and reading.estimate >= most else ""


def _all_agree(facts: Facts, others: list[Reading], outcome: str) -> Paragraph:
    ways = f"{_listed([reading.code for reading in others])}."
    if not outcome:
        return Paragraph("other_ways", "Other ways of reading it do not:", f"it stays unclear {ways}")
    better, worse = ("lower", "higher") if facts.is_scored else ("fewer", "more")
    side = better if outcome == "improved" else worse
    return Paragraph(
        "other_ways",
        "Other ways of reading it do not:",
        f"the range stays on the side of {side} {ways}",
    )


def _listed(codes: list[str]) -> str:
    """
    >>> _listed(["wide_trend", "unanswered_as_zero"])
    'with symptoms drifting by themselves more than usual, and with every day without a score taken as a 0'
    >>> _listed(["no_trend", "wide_trend"])
    'with symptoms drifting by themselves more than usual, or not at all'
    """
    ways = {code: _WAYS[code][1] for code in codes}
    if "no_trend" in ways and "wide_trend" in ways:
        ways["no_trend"] = _BOTH_TRENDS
        del ways["wide_trend"]
    *most, last = ways.values()
    return f"{', '.join(most)}, and {last}" if most else last


def _one_differs(facts: Facts, reading: Reading, outcome: str) -> Paragraph:
    condition, _, why = _WAYS[reading.code]
    would = "it would be less clear" if outcome else "it would look like a change"
    return Paragraph(reading.code, f"If {condition},", f"{would}, {_between(facts, reading)}. {why}")


def _between(facts: Facts, reading: Reading) -> str:
    """ "between 20 and 60 % fewer", in the words of the range above it."""
    as_read = replace(facts, low=reading.low, high=reading.high)
    if facts.is_scored:
        as_read = replace(as_read, change_points=reading.estimate)
    else:
        as_read = replace(as_read, rate_ratio=reading.estimate)
    return range_sentence(as_read).partition(" lies ")[2].rstrip(".")


def _other_change(facts: Facts) -> list[Paragraph]:
    if facts.verdict not in ("improved", "worsened") or not facts.near_changes:
        return []
    labels = listing([change.label for change in facts.near_changes])
    return [
        Paragraph(
            "other_change",
            "More nights cannot separate two things:",
            f"{labels}: near the start as well.",
        )
    ]


def _nothing_left(facts: Facts) -> tuple[Paragraph, ...]:
    if not facts.is_thin or not cannot_be_met(facts):
        return ()
    return (
        Paragraph(
            "learn",
            "More answers cannot, not for this start.",
            "Your weeks, your blood values and your own impression still tell how it goes. The diary you keep now is "
            "the “before” of anything that begins later.",
        ),
    )


_DOCTORS_WAYS = {
    "as_judged": "As judged",
    "lead_in_as_baseline": "Last 14 days as baseline",
    "no_trend": "No natural trend",
    "wide_trend": "Wide natural trend",
    "unanswered_as_quiet": "Unanswered as quiet",
    "unanswered_as_zero": "Unanswered as 0",
}


def sensitivity_head(facts: Facts) -> tuple[str, ...]:
    if facts.is_scored:
        return "Read as", "Change, points", "86 % range", "P(lower)"
    return "Read as", "Rate ratio", "75 % range", "P(fewer)"


def sensitivity_rows(found: WhatIf) -> tuple[tuple[str, ...], ...]:
    """One line an assumption: its name, estimate, range and probability."""
    return tuple(
        (
            _DOCTORS_WAYS[reading.code],
            decimal(reading.estimate, 2),
            f"{decimal(reading.low, 2)}{'–' if reading.low >= 0 else ' to '}{decimal(reading.high, 2)}",
            "> 0.99" if reading.probability_better > 0.99 else decimal(reading.probability_better, 2),
        )
        for reading in found.readings
    )


def lead_in_line(facts: Facts, found: WhatIf) -> str:
    """The raw rate of the last 14 nights before the start beside the baseline before them; "" without them."""
    if found.lead_in is None or found.earlier is None:
        return ""
    return (
        f"Last {found.lead_in.nights} {facts.nights} before the start: {_raw(facts, found.lead_in)}. "
        f"The {found.earlier.nights} before them: {_raw(facts, found.earlier)}."
    )


def _raw(facts: Facts, stretch: Stretch) -> str:
    if stretch.rate is None:
        return "none answered"
    unit = "mean" if facts.is_scored else "a week"
    return f"{decimal(stretch.rate)} {unit} ({stretch.answered} of {stretch.nights} answered)"
