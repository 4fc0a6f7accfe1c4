"""Reasons to doubt the answer: a short title and one or two plain sentences for each."""

from __future__ import annotations

from collections.abc import Callable

from trends.wording.facts import DOUBTS, SCORED, Facts, OtherChange, Paragraph
from trends.wording.missing import shortfalls
from trends.wording.numbers import count_word, counted, listing, sentence_case, short_day

CRAMPS = "leg-cramp"


def doubts(facts: Facts) -> tuple[Paragraph, ...]:
    """Every reason that applies: what is missing first, then the rest, last the nights without an answer."""
    found = () if facts.is_described else shortfalls(facts)
    codes = _described_codes(facts) if facts.is_described else DOUBTS
    found += tuple(Paragraph(code, *_WORDS[code](facts)) for code in codes if facts.has(code))
    return found + _unanswered(facts)


def _described_codes(facts: Facts) -> tuple[str, ...]:
    return () if facts.already_started else ("other_change",)


def _unanswered(facts: Facts) -> tuple[Paragraph, ...]:
    total = facts.nights_before + facts.tested_after
    if not facts.unanswered:
        return ()
    has = "has" if facts.unanswered == 1 else "have"
    title = f"{facts.unanswered} of {counted(total, facts.night, facts.night + 's')} {has} no answer."
    as_what = "zero" if facts.kind == SCORED else "quiet"
    return (Paragraph("unanswered", title, f"They are left out, never counted as {as_what}."),)


def _other_change(facts: Facts) -> tuple[str, str]:
    near = facts.near_changes
    if not near:
        return "Something else began near the start.", "The two cannot be told apart."
    if len(near) == 1:
        return "Something else began near the start:", f"{_named(near)}. The two cannot be told apart."
    many = sentence_case(count_word(len(near)))
    return f"{many} other things began near the start:", f"{_named(near)}. They cannot be told apart."


def _named(changes: tuple[OtherChange, ...]) -> str:
    return listing([f"{change.label} ({short_day(change.on)})" for change in changes])


def _started_at_worst(facts: Facts) -> tuple[str, str]:
    return (
        "People often start at their worst.",
        "The two weeks before the start were higher than the weeks before them. The range allows for that.",
    )


def _already_falling(facts: Facts) -> tuple[str, str]:
    return (
        f"Your {facts.plural} were already becoming fewer.",
        "They were on their way down before the start, so part of the change may have come anyway.",
    )


def _logging_changed(facts: Facts) -> tuple[str, str]:
    share_before = facts.nights_answered_before / max(facts.nights_before, 1)
    share_after = facts.nights_answered_after / max(facts.tested_after, 1)
    how = "more" if share_after > share_before else "fewer"
    return (
        f"You answered {how} nights than before.",
        f"{facts.nights_answered_before} of {facts.nights_before} nights were answered before the start, "
        f"{facts.nights_answered_after} of {facts.tested_after} since. Nights without an answer may have been "
        "quieter or worse, and that alone can look like a change.",
    )


def _one_odd_night(facts: Facts) -> tuple[str, str]:
    which = f" ({short_day(facts.odd_night_on)})" if facts.odd_night_on else ""
    return (
        "One night weighs a lot.",
        f"Without the night with the most {facts.plural}{which} the answer would be less sure. "
        "Please check the number entered for it.",
    )


def _window_cut(facts: Facts) -> tuple[str, str]:
    far = f": {_named(facts.far_changes)}" if facts.far_changes else " further from the start"
    return (
        "Part of the diary is left out.",
        f"Something else changed{far}. Only nights that can be compared fairly are used: "
        f"{facts.nights_answered_before} answered before and {facts.nights_answered_after} since the start.",
    )


def _less_than_a_third(facts: Facts) -> tuple[str, str]:
    return (
        "The likely change is small.",
        f"We say “fewer {facts.plural}” only from about a third fewer. Smaller changes often come by themselves.",
    )


def _leaning_better(facts: Facts) -> tuple[str, str]:
    return (
        f"The answers lean towards fewer {facts.plural}.",
        "That is a hint and not a result. Please keep logging, quiet nights too.",
    )


def does_not_prove(facts: Facts) -> str:
    """Said beside every result, whatever it is."""
    if facts.verdict in ("improved", "worsened") and not facts.is_described:
        return f"This does not prove that a supplement is the reason. {_by_itself(facts)}"
    return f"Even a clear change would not prove that a supplement is the reason. {_by_itself(facts)}"


def _by_itself(facts: Facts) -> str:
    if not _has_placebo_fact(facts):
        return "Symptoms go up and down by themselves, and many other things can change them."
    also = "also " if facts.verdict == "improved" and not facts.is_described else ""
    return f"In trials about two in three people on a dummy pill {also}improved by a quarter or more."


def placebo_fact(facts: Facts) -> str:
    """The figures behind that sentence, with their source; "" where they do not apply."""
    if not _has_placebo_fact(facts):
        return ""
    return (
        "In two trials of leg cramps (83 people), cramps in the dummy-pill groups fell by 27.8 % by themselves, and "
        "65.9 % of the people in them improved by a quarter or more within 4 weeks (Cochrane review CD009402, 2012)."
    )


def _has_placebo_fact(facts: Facts) -> bool:
    """The trials counted leg cramps, and people who got better."""
    return facts.slug == CRAMPS and (facts.verdict != "worsened" or facts.is_described)


_WORDS: dict[str, Callable[[Facts], tuple[str, str]]] = {
    "other_change": _other_change,
    "started_at_worst": _started_at_worst,
    "already_falling": _already_falling,
    "logging_changed": _logging_changed,
    "one_odd_night": _one_odd_night,
    "window_cut": _window_cut,
    "less_than_a_third": _less_than_a_third,
    "leaning_better": _leaning_better,
}
