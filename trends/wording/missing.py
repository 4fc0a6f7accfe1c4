"""Not enough data: which minimum is missing, and the day it can be met, or that it cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from trends.wording.facts import MISSING, Facts, Paragraph
from trends.wording.numbers import counted, long_day


def shortfalls(facts: Facts) -> tuple[Paragraph, ...]:
    """One paragraph for each minimum that is not met, in the order a person would mend them."""
    return tuple(shortfall(facts, code) for code in MISSING if facts.has(code))


def shortfall(facts: Facts, code: str) -> Paragraph:
    title, text = _WORDS[code](facts)
    return Paragraph(code, title, f"{text} {_when(facts, code)}")


def can_be_met_on(facts: Facts) -> date | None:
    """The first day on which every missing minimum can be met, if each night is answered; None = it cannot."""
    days = [earliest(facts, code) for code in MISSING if facts.has(code)]
    known_days = [day for day in days if day is not None]
    return max(known_days) if days and len(known_days) == len(days) else None


def earliest(facts: Facts, code: str) -> date | None:
    """The first day on which one minimum can be met; None when it cannot, or nobody can know."""
    needs, started = facts.needs, facts.started_on
    if code in ("baseline_too_short", "too_few_before"):
        return _before_the_start(facts, code)
    first_readout = started + timedelta(days=needs.nights_after)
    if code == "too_early":
        return None if _is_cut_short(facts) else max(first_readout, facts.today)
    if code == "too_few_after":
        day = max(facts.today, started) + timedelta(days=_wanted_after(facts))
        last = started + timedelta(days=needs.last_night)
        return max(day, first_readout) if day <= last and not _is_cut_short(facts) else None
    return None


def cannot_be_met(facts: Facts) -> bool:
    """Whether a minimum that only time and answers could meet is out of reach for this start."""
    by_answering = ("baseline_too_short", "too_few_before", "too_few_after", "too_early")
    if facts.has("mostly_not_taken") and _has_ended(facts):
        return True
    return any(facts.has(code) and earliest(facts, code) is None for code in by_answering)


def _before_the_start(facts: Facts, code: str) -> date | None:
    """Nights before the start cannot be made up once it has come."""
    if facts.started_on <= facts.today:
        return None
    if code == "baseline_too_short":
        wanted = facts.needs.nights_before - facts.nights_before
    else:
        wanted = facts.needs.answered_early - (facts.answered_early or 0) + facts.needs.lead_nights
    return facts.today + timedelta(days=max(wanted, 0))


def _is_cut_short(facts: Facts) -> bool:
    """A later change ends the window before another read-out can come."""
    is_open = facts.next_readout is not None or facts.nights_after >= facts.needs.last_night
    return facts.has("window_cut") and not is_open


def _nights_since(facts: Facts) -> int:
    return (facts.today - facts.started_on).days


def _when(facts: Facts, code: str) -> str:
    day = earliest(facts, code)
    if code == "too_few_episodes":
        return "No date can be given for this: it depends on how many come."
    if code == "mostly_not_taken" and not _has_ended(facts):
        return "Doses that you take from now on count; please mark them day by day."
    if day is not None and code == "too_early":
        return f"The first read-out is on {long_day(day, facts.today)}."
    if day is not None:
        return (
            f"This can be met by {long_day(day, facts.today)}, if every {facts.night} until then is answered."
        )
    if code in ("baseline_too_short", "too_few_before"):
        return f"This cannot be made up, because those {facts.nights} have passed."
    return "This cannot be met for this start."


def _baseline_too_short(facts: Facts) -> tuple[str, str]:
    nights = counted(facts.nights_before, facts.night, facts.nights)
    return (
        "The time before the start was short.",
        f"The diary holds {nights} from before; {facts.needs.nights_before} are needed to know what was usual for you.",
    )


def _too_few_before(facts: Facts) -> tuple[str, str]:
    needs, early = facts.needs, facts.answered_early
    found = f"{facts.nights_answered_before} of {facts.nights_before} {facts.nights} before the start are answered"
    if early is not None:
        found += f", {early} of them earlier than the last {needs.lead_nights}"
    return (
        "There are few answers from before the start.",
        f"{found}. At least {needs.answered_early} that early are needed: the last two weeks are often unusual.",
    )


def _too_few_after(facts: Facts) -> tuple[str, str]:
    needs = facts.needs
    found = (
        f"{facts.nights_answered_after} of {facts.tested_after} {facts.nights} since the start are answered"
    )
    wanted = needs.answered_after - facts.nights_answered_after
    if wanted > 0 and earliest(facts, "too_few_after") is None:
        needed = f"{needs.answered_after} are needed."
    elif wanted > 0:
        more = counted(wanted, f"more answered {facts.night} is", f"more answered {facts.nights} are")
        needed = f"{needs.answered_after} are needed. {more} wanted."
    else:
        needed = f"at least {needs.answered_settled} of them must come after the first four weeks."
    return (
        "There are few answers since the start.",
        f"{found}; {needed} A {'good' if facts.is_scored else 'quiet'} {facts.night} counts as an answer too.",
    )


def _wanted_after(facts: Facts) -> int:
    """Answered nights still wanted; enough in all means that too few of them came after the first four weeks."""
    wanted = facts.needs.answered_after - facts.nights_answered_after
    return wanted if wanted > 0 else facts.needs.answered_settled


def _too_early(facts: Facts) -> tuple[str, str]:
    nights = max(_nights_since(facts), 0)
    if _is_cut_short(facts):
        needed = facts.needs.nights_after
        return (
            "Something else changed before the first read-out.",
            f"That leaves {min(nights, facts.nights_after)} of {needed} {facts.nights} since the start to compare. "
            f"In fewer than {needed}, ordinary ups and downs hide any change.",
        )
    return (
        "It is early.",
        f"{nights} of {facts.needs.nights_after} {facts.nights} have passed since the start. "
        "Before that, ordinary ups and downs hide any change.",
    )


def _too_few_episodes(facts: Facts) -> tuple[str, str]:
    answered = facts.nights_answered_before + facts.nights_answered_after
    nights = counted(answered, f"answered {facts.night}", f"answered {facts.nights}")
    found = f"{facts.episodes} in {nights}" if facts.episodes is not None else f"Very few in {nights}"
    return (
        f"There were few {'scores' if facts.is_scored else facts.plural}.",
        f"{found}. With fewer than {facts.needs.episodes}, chance alone can look like a change.",
    )


def _has_ended(facts: Facts) -> bool:
    return facts.ended_on is not None and facts.ended_on < facts.today


def _mostly_not_taken(facts: Facts) -> tuple[str, str]:
    few_taken = (facts.taken or 0) * 2 < (facts.doses_answered or 0)
    if facts.ended_on is not None and _has_ended(facts) and not few_taken:
        days = counted((facts.ended_on - facts.started_on).days + 1, "day", "days")
        return (
            "It was not taken for long enough.",
            f"You took it for {days}, until {long_day(facts.ended_on, facts.today)}, "
            f"so the diary cannot say anything about {facts.name}.",
        )
    if facts.taken is None or not facts.doses_answered:
        found = "Fewer than half of the doses were marked as taken"
    else:
        found = f"{facts.taken} of {facts.doses_answered} answered doses were taken"
    return (
        "Most doses were not taken.",
        f"{found}, so the diary cannot say anything about {facts.name}.",
    )


_WORDS: dict[str, Callable[[Facts], tuple[str, str]]] = {
    "baseline_too_short": _baseline_too_short,
    "too_few_before": _too_few_before,
    "too_few_after": _too_few_after,
    "too_early": _too_early,
    "too_few_episodes": _too_few_episodes,
    "mostly_not_taken": _mostly_not_taken,
}
