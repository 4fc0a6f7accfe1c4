"""The patient's own impression (PGIC) beside the verdict, never merged into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trends.wording.facts import Facts, Paragraph
from trends.wording.numbers import listing, long_day

NO_CHANGE, MUCH_BETTER, MUCH_WORSE = 4, 2, 6
MOST_EARLIER = 3


@dataclass(frozen=True)
class Impression:
    """One answer of the seven points: 1 very much improved … 7 very much worse, in the words that were ticked."""

    change: int
    words: str
    on: date


def own_impression(given: Sequence[Impression], today: date) -> Paragraph:
    """The newest answer and those before it; `given` has the newest first."""
    if not given:
        return Paragraph("impression", "Your own impression:", "not given yet. It counts beside the diary.")
    newest, *earlier = given
    before = listing([f"“{one.words}” ({long_day(one.on, today)})" for one in earlier[:MOST_EARLIER]])
    text = f"{long_day(newest.on, today)}.{f' Before that: {before}.' if before else ''}"
    return Paragraph("impression", f"Your own impression: “{newest.words}”,", text)


def both_may_be_true(facts: Facts, given: Sequence[Impression]) -> str:
    """Said when the newest impression and the verdict point different ways; "" when they do not."""
    if not given or not _differ(facts, given[0].change):
        return ""
    what = "days are scored" if facts.is_scored else f"{facts.plural} are counted"
    clear = facts.verdict in ("improved", "worsened")
    says = "That is not what the diary says" if clear else "The diary alone cannot tell"
    return (
        f"{says}, and both may be true: in it the {what}; your impression weighs everything, also how you sleep "
        "and what your days are like."
    )


def _differ(facts: Facts, change: int) -> bool:
    if facts.is_described or facts.is_thin:
        return False
    if facts.verdict == "improved":
        return change >= NO_CHANGE
    if facts.verdict == "worsened":
        return change <= NO_CHANGE
    leans = facts.has("leaning_better", "less_than_a_third")
    return change >= MUCH_WORSE or (change <= MUCH_BETTER and not leans)
