"""How often the answer is wrong and how often it misses, in sentences for the public page.

Shares come in as fractions of invented diaries, people go out as whole numbers of a hundred.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from trends.wording.numbers import half_up, long_day

PLACEBO, MEDICINE = (28, 66), (26, 56)
"""People whose pain fell by 30 % or more, of all with both figures, in the first period of Dinat et al. 2015."""


@dataclass(frozen=True)
class Situation:
    """One way in which a diary comes about, and the benchmark's names for it."""

    words: str
    scenarios: tuple[str, ...]


UNCHANGED_COUNTS = (
    Situation("Cramps go up and down from night to night by chance.", ("iid", "k = 1")),
    Situation("Good days and bad days come in runs.", ("AR .3", "AR .6", "realistic")),
    Situation("The start fell into the worst two weeks.", ("worst iid", "worst AR .6", "worst realistic")),
    Situation("Bad nights are answered more often than quiet ones.", ("logs symptoms",)),
    Situation("Quiet nights are answered more often after the start than before.", ("logging changed",)),
    Situation("Summer and winter differ.", ("season", "season's peak")),
)
FOOLED_COUNTS = (
    Situation(
        "Cramps become a tenth fewer every four weeks by themselves.", ("−10 % iid", "−10 % realistic")
    ),
    Situation("Cramps become a fifth fewer every four weeks by themselves.", ("−20 %",)),
    Situation("Cramps become a third fewer every four weeks by themselves.", ("−35 %",)),
    Situation("Bad stretches last for weeks on end.", ("AR .9", "worst AR .9")),
    Situation("The start fell at the end of the worst four weeks.", ("worst of 28",)),
    Situation("Cramps come in spells of several nights, with none between.", ("bursts",)),
)
UNCHANGED_SCORES = (
    Situation(
        "It did not change.",
        (
            "iid", "AR .5", "AR .8", "weeks wander", "realistic", "weekly pattern", "worst iid", "worst AR .5",
            "worst AR .8", "worst realistic", "logs bad days", "logs more after", "season", "season's peak",
        ),
    ),
)  # fmt: skip
FOOLED_SCORES = (
    Situation("It falls by half a point every four weeks by itself.", ("−.5 point",)),
    Situation("It falls by one point every four weeks by itself.", ("−1 point",)),
    Situation("Bad stretches last for weeks on end.", ("AR .9", "AR .95", "worst AR .9")),
)
TRUE_FALLS = (
    Situation("by about a third", ("−30 % realistic",)),
    Situation("by half", ("−50 % realistic",)),
    Situation("by seven in ten", ("−70 % realistic",)),
)
WEEKS = {4: "Four weeks", 6: "Six weeks", 8: "Eight weeks"}
USUAL_WAYS = {
    "mean down 30 %": "The average fell by 30 % or more",
    "Welch t": "A textbook test of two averages (t test)",
    "Poisson GLM step": "A textbook test for counts (Poisson)",
    "segmented + HAC(7)": "A line through the weeks before, another through the weeks after",
}
COMPARED = {
    "worst realistic": "No change, started in a bad stretch",
    "−20 %": "A fifth fewer every four weeks anyway",
    "logging changed": "No change, more quiet nights answered",
    "−50 % realistic": "Truly half as many",
}


def of_100(share: float) -> int:
    """
    >>> of_100(0.036), of_100(0.035), of_100(0.0)
    (4, 4, 0)
    """
    return int(half_up(round(100 * share, 6)))


def at_most_of_100(share: float) -> int:
    """
    >>> at_most_of_100(0.0442), at_most_of_100(0.07), at_most_of_100(0.002), at_most_of_100(0.0)
    (5, 7, 1, 0)
    """
    return math.ceil(round(100 * share, 6))


def people(number: int) -> str:
    """
    >>> people(0), people(1), people(36)
    ('fewer than 1', '1', '36')
    """
    return str(number) if number else "fewer than 1"


def between(least: int, most: int) -> str:
    """
    >>> between(0, 0), between(0, 4), between(4, 4), between(15, 47)
    ('fewer than 1 of 100', 'up to 4 of 100', '4 of 100', '15 to 47 of 100')
    """
    if least == most:
        return f"{people(most)} of 100"
    return f"{least} to {most} of 100" if least else f"up to {most} of 100"


def placebo() -> str:
    fell, of = PLACEBO
    return f"{fell} of {of} people on a dummy pill had at least 30 % less pain after six weeks."


def placebo_beside() -> str:
    fell, of = MEDICINE
    return f"With the real medicine it was {fell} of {of}: hardly more."


def false_alarm(told: int) -> str:
    """The answer of this diary where nothing changed."""
    return f"Of 100 people whose cramps did not change, {people(told)} {_are(told)} told “fewer cramps”."


def simple_rule(told: int) -> str:
    return f"If a fall of the average by 30 % were enough, {people(told)} of 100 would be told so."


def false_alarm_everywhere(most: int) -> str:
    return f"In the least favourable ordinary situation it is at most {people(most)} of 100."


def false_worsening(most: int) -> str:
    return f"The opposite mistake, “more cramps” where nothing changed, happens to at most {people(most)} of 100."


def coverage(least: int, most: int) -> str:
    held = str(most) if least == most else f"{least} to {most}"
    return (
        "Doctors also see a wider range, which should hold the true change in 90 of 100 diaries. "
        f"It held it in {held} of 100, depending on the kind of diary."
    )


def diary_before(weeks: int) -> str:
    return f"{WEEKS[weeks]} of diary before the start"


def seen(told: int, *, scored: bool = False) -> str:
    """How many true halvings are seen at the last read-out."""
    what = "burning truly fell by half" if scored else "cramps truly became half as many"
    told_so = "milder" if scored else "fewer cramps"
    return f"Of 100 people whose {what}, {people(told)} {_are(told)} told “{told_so}” after twelve weeks."


def missed(rest: int, too_few: int) -> str:
    few = f" {too_few} {_have(too_few)} too few answers." if too_few else ""
    return f"{rest} read “we cannot tell yet”.{few}"


def both_lengths(short: int, long: int) -> str:
    return f"{people(short)} of 100 with four weeks before the start, {people(long)} with eight"


def half_taken(told: int) -> str:
    return f"Doses count too. When only about half of them are taken, {people(told)} of 100 true halvings are seen."


def worked_out_by(version: str, running: str) -> str:
    """Which method the figures belong to, and whether it is the one that runs."""
    if version == running:
        return f"These are the figures of method {version}, which this site uses."
    return f"These are the figures of method {version}. This site uses {running}: its own figures follow."


def measured_on(diaries: int, seed: int, day: date | None) -> str:
    when = f" on {long_day(day)}" if day else ""
    return f"{diaries:,} invented diaries of each kind were judged{when} (random seed {seed})."


def _are(number: int) -> str:
    return "is" if number <= 1 else "are"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def drawn_start_at_the_worst() -> tuple[str, str, tuple[str, str, str]]:
    """Title, sentence and labels of the drawing of a symptom that changes by itself."""
    return (
        "Why a start at the worst misleads",
        "An invented symptom goes up and down around a level that stays the same. Somebody starts a supplement at the "
        "highest point. The weeks that follow are better, although nothing was changed by it.",
        ("start", "usual level", "better weeks follow anyway"),
    )


def drawn_nights() -> tuple[str, str, tuple[str, str, str, str, str, str]]:
    """Title, sentence and labels of the drawing of the nights that are compared."""
    return (
        "Which nights are compared",
        "Up to eight weeks before the start are compared with up to twelve weeks after it. The two weeks just before "
        "the start hardly count when they were the worst. After the start, later nights count more. An answer is "
        "given after eight and after twelve weeks.",
        ("weeks before", "hardly count", "weeks since", "week 8", "week 12", "start"),
    )
