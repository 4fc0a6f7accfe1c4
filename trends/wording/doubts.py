"""Reasons to doubt the answer: a short title and one or two plain sentences for each."""

from __future__ import annotations

from collections.abc import Callable

from trends.wording.facts import DOUBTS, Facts, OtherChange, Paragraph
from trends.wording.missing import shortfalls
from trends.wording.numbers import count_word, counted, known, listing, sentence_case, short_day

CRAMPS, BURNING = "leg-cramp", "burning-tingling"
LOW_SCORE = 3.5
"""Mean score before the start up to which a point, the least that counts as a change, is seldom seen."""


def doubts(facts: Facts) -> tuple[Paragraph, ...]:
    """Every reason that applies: what is missing first, then the rest, last the nights without an answer."""
    if facts.is_described:
        return _unanswered(facts)
    found = tuple(Paragraph(code, *_WORDS[code](facts)) for code in DOUBTS if facts.has(code))
    return shortfalls(facts) + found + _of_scores(facts) + _unanswered(facts)


def _of_scores(facts: Facts) -> tuple[Paragraph, ...]:
    """What can be doubted about any number that somebody gave to a feeling."""
    if not facts.is_scored:
        return ()
    if facts.verdict in ("improved", "worsened"):
        return (Paragraph("own_scale", *OWN_SCALE),)
    is_low = known(facts.before) and facts.before <= LOW_SCORE
    return (Paragraph("low_scores", *LOW_SCORES),) if is_low and facts.verdict == "no_clear_change" else ()


OWN_SCALE = (
    "Your own scale may have shifted.",
    "People get used to what they feel, or grow tired of it. The same feeling may then get another number.",
)
LOW_SCORES = (
    "Your scores were low to begin with.",
    "There is little room to fall, and a change of a point is easily lost among ordinary ups and downs.",
)


def _unanswered(facts: Facts) -> tuple[Paragraph, ...]:
    total = facts.nights_before + facts.tested_after
    if not facts.unanswered:
        return ()
    has = "has" if facts.unanswered == 1 else "have"
    title = f"{facts.unanswered} of {counted(total, facts.night, facts.nights)} {has} no answer."
    as_what = "zero" if facts.is_scored else "quiet"
    return (Paragraph("unanswered", title, f"They are left out, never counted as {as_what}."),)


def _other_change(facts: Facts) -> tuple[str, str]:
    near = facts.near_changes
    if not near:
        return "Something else changed near the start.", "The two cannot be told apart."
    if len(near) == 1:
        return "Something else changed near the start:", f"{_named(near)}. The two cannot be told apart."
    many = sentence_case(count_word(len(near)))
    return f"{many} other things changed near the start:", f"{_named(near)}. They cannot be told apart."


def _named(changes: tuple[OtherChange, ...]) -> str:
    return listing([f"{change.label} ({short_day(change.on)})" for change in changes])


def _started_at_worst(facts: Facts) -> tuple[str, str]:
    were = "Your scores in the two weeks" if facts.is_scored else "The two weeks"
    weeks = "in the weeks" if facts.is_scored else "the weeks"
    return (
        "People often start at their worst.",
        f"{were} before the start were higher than {weeks} before them. The range allows for that.",
    )


def _already_falling(facts: Facts) -> tuple[str, str]:
    if facts.is_scored:
        return (
            "Your scores were already falling.",
            "They were on their way down before the start, so part of the change may have come anyway.",
        )
    return (
        f"Your {facts.plural} were already becoming fewer.",
        "They were on their way down before the start, so part of the change may have come anyway.",
    )


def _logging_changed(facts: Facts) -> tuple[str, str]:
    share_before = facts.nights_answered_before / max(facts.nights_before, 1)
    share_after = facts.nights_answered_after / max(facts.tested_after, 1)
    how = "more" if share_after > share_before else "fewer"
    return (
        f"You answered {how} {facts.nights} than before.",
        f"{facts.nights_answered_before} of {facts.nights_before} {facts.nights} were answered before the start, "
        f"{facts.nights_answered_after} of {facts.tested_after} since. {sentence_case(facts.nights)} without an "
        f"answer may have been {'better' if facts.is_scored else 'quieter'} or worse, and that alone can look like "
        "a change.",
    )


def _one_odd_night(facts: Facts) -> tuple[str, str]:
    which = f" ({short_day(facts.odd_night_on)})" if facts.odd_night_on else ""
    most = "highest score" if facts.is_scored else f"most {facts.plural}"
    return (
        f"One {facts.night} weighs a lot.",
        f"Without the {facts.night} with the {most}{which} the answer would be less sure. "
        "Please check the number entered for it.",
    )


def _window_cut(facts: Facts) -> tuple[str, str]:
    far = f": {_named(facts.far_changes)}" if facts.far_changes else " further from the start"
    return (
        "Part of the diary is left out.",
        f"Something else changed{far}. Only {facts.nights} that can be compared fairly are used: "
        f"{facts.nights_answered_before} answered before and {facts.nights_answered_after} since the start.",
    )


def _less_than_a_third(facts: Facts) -> tuple[str, str]:
    if facts.is_scored:
        return (
            "The change may be small.",
            "We say “milder” only when the likely change is at least one point, and about a third of your usual "
            "score. Smaller changes often come by themselves.",
        )
    return (
        "The likely change is small.",
        f"We say “fewer {facts.plural}” only from about a third fewer. Smaller changes often come by themselves.",
    )


def _leaning_better(facts: Facts) -> tuple[str, str]:
    lean = f"milder {facts.plural}" if facts.is_scored else f"fewer {facts.plural}"
    hint = "That is a hint and not a result."
    return f"The answers lean towards {lean}.", hint if facts.is_final else f"{hint} {facts.keep_logging}"


def does_not_prove(facts: Facts) -> str:
    """Said beside every result, whatever it is."""
    if facts.verdict in ("improved", "worsened") and not facts.is_described:
        return f"This does not prove that a supplement is the reason. {_by_itself(facts)}"
    return f"Even a clear change would not prove that a supplement is the reason. {_by_itself(facts)}"


def _by_itself(facts: Facts) -> str:
    if not _has_placebo_fact(facts):
        return "Symptoms go up and down by themselves, and many other things can change them."
    also = "also " if facts.verdict == "improved" and not facts.is_described else ""
    if facts.slug == BURNING:
        return (
            f"In a trial of painful nerves in the feet, about two in five people on a dummy pill {also}improved "
            "by 30 % or more."
        )
    return f"In trials about two in three people on a dummy pill {also}improved by a quarter or more."


def placebo_fact(facts: Facts) -> str:
    """The figures behind that sentence, with their source; "" where they do not apply."""
    if not _has_placebo_fact(facts):
        return ""
    if facts.slug == BURNING:
        return (
            "In the first part of that trial (Dinat et al., PLoS ONE 2015), 28 of 66 people on a dummy pill, 42 %, "
            "had at least 30 % less pain after six weeks. They had painful nerve damage from HIV."
        )
    return (
        "In two trials of leg cramps (83 people), cramps in the dummy-pill groups fell by 27.8 % by themselves, and "
        "65.9 % of the people in them improved by a quarter or more within 4 weeks (Cochrane review CD009402, 2012)."
    )


def _has_placebo_fact(facts: Facts) -> bool:
    """The trials were of leg cramps and of burning feet, and counted people who got better."""
    return facts.slug in (CRAMPS, BURNING) and (facts.verdict != "worsened" or facts.is_described)


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
