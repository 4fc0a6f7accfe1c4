"""What happens next: the date of the next read-out and what is still wanted until then."""

from __future__ import annotations

from datetime import date

from trends.wording.facts import Facts, Paragraph
from trends.wording.missing import can_be_met_on, cannot_be_met
from trends.wording.numbers import counted, in_days, long_day


def readout_name(readout: int | None, last: int = 84) -> str:
    """
    >>> readout_name(56), readout_name(84)
    ('week-8 read-out', 'final read-out')
    """
    if readout is None:
        return "read-out"
    return "final read-out" if readout >= last else f"week-{readout // 7} read-out"


def given_line(facts: Facts) -> str:
    """The small line over the headline: which read-out this is, and its day."""
    if facts.is_described:
        return f"Described week by week, {long_day(facts.today)}"
    if facts.readout is None or facts.readout_on is None:
        return f"No read-out yet, {long_day(facts.today)}"
    return f"Week-{facts.readout // 7} read-out, {long_day(facts.readout_on)}"


def next_step(facts: Facts) -> Paragraph:
    """What to do or wait for. After a worsening it is the doctor, whatever else comes."""
    if facts.verdict == "worsened" and not facts.is_described:
        return Paragraph("next", "Next: tell your doctor about this.", _after_worsening(facts))
    if facts.already_started:
        return Paragraph("next", "Next: how do you feel overall?", _already_started(facts))
    if facts.next_readout_on is None or (facts.is_thin and cannot_be_met(facts)):
        return _no_more_readouts(facts)
    title = f"Next: the {_name(facts)} on {_day(facts, facts.next_readout_on)}."
    return Paragraph("next", title, _wanted(facts))


def _name(facts: Facts) -> str:
    return readout_name(facts.next_readout, facts.needs.last_night)


def _day(facts: Facts, day: date) -> str:
    return f"{long_day(day, facts.today)}, {in_days((day - facts.today).days)}"


def _wanted(facts: Facts) -> str:
    missing = facts.needs.answered_after - facts.nights_answered_after
    if missing > 0:
        more = counted(missing, f"more answered {facts.night}", f"more answered {facts.nights}")
        return f"{more} wanted until then. {facts.keep_logging}"
    return facts.keep_logging


def _after_worsening(facts: Facts) -> str:
    text = "Show this page, or call if it troubles you. Do not change a prescribed medicine on your own."
    return f"{text} {_dated(facts)}".strip()


def _dated(facts: Facts) -> str:
    if facts.next_readout_on is None:
        return "This page goes on describing, week by week."
    return f"The {_name(facts)} comes on {_day(facts, facts.next_readout_on)}."


def _already_started(facts: Facts) -> str:
    return (
        "Tell us once every four weeks. You can still see your weeks, your nights and your lab results side by side. "
        "Do not delay or leave out a medicine your doctor prescribed in order to fill this diary."
    )


def _no_more_readouts(facts: Facts) -> Paragraph:
    if facts.is_final:
        return Paragraph(
            "next",
            "This was the final read-out.",
            "This page goes on describing, week by week. Talk it over with your doctor before you change anything.",
        )
    day = can_be_met_on(facts)
    if facts.is_thin and cannot_be_met(facts):
        return Paragraph(
            "next",
            "No read-out can come from this start.",
            "This page goes on describing, week by week. Your own impression and your lab results still count.",
        )
    when = f" The earliest day is {long_day(day, facts.today)}." if day else ""
    return Paragraph("next", f"Next: more answered {facts.nights}.", f"{facts.keep_logging}{when}")
